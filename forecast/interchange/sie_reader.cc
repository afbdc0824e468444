#include "forecast/interchange/sie_reader.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/digits.h"
#include "forecast/interchange/postings.h"
#include "forecast/interchange/sie_tokenizer.h"
#include "forecast/interchange/year_sums.h"
#include "messages/file.h"
#include "messages/note.h"
#include "messages/value.h"
#include "messages/word.h"

namespace prognos {
namespace {

using Fields = std::vector<SieField>;
using RowKey = std::tuple<std::string, ObjectList, Month, AmountKind, int>;
using RowSums = std::map<RowKey, AccountRow>;

// A year number further away than this is a typing error.
constexpr int kMaxYearNumber = 99;

// YYYYMMDD; nullopt when there is no such day.
std::optional<absl::CivilDay> ParseDay(absl::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != 8 || !AllDigits(text) || !absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(4, 2), &month) || !absl::SimpleAtoi(text.substr(6), &day)) {
    return std::nullopt;
  }
  const absl::CivilDay result(year, month, day);
  const bool rolled_over = result.month() != month || result.day() != day;
  if (rolled_over || !Month::Of(year, month).ok()) return std::nullopt;
  return result;
}

absl::StatusOr<int64_t> ParseAmount(absl::string_view text) {
  const char mark = absl::StrContains(text, ',') && !absl::StrContains(text, '.') ? ',' : '.';
  return ParseDecimal(text, mark, kMoneyUnit.parts_per_whole);
}

class SieReading {
 public:
  absl::StatusOr<SieLedger> Read(absl::string_view text) {
    ReadLines(text, Pass::kYears);
    if (ledger_.years.empty()) TakeYearsOfVouchers(text);
    faults_ = {};  // Found again, in the order of the file.
    stopped_ = false;
    ReadLines(text, Pass::kAll);
    CheckWhole();
    PROGNOS_RETURN_IF_ERROR(faults_.ToStatus());
    ChooseSources();
    PROGNOS_RETURN_IF_ERROR(faults_.ToStatus());
    NoteMonthsOutsideTheirYear();
    NoteOpenQuotes();
    NoteLeftOut();
    while (!sums_.empty()) ledger_.rows.push_back(std::move(sums_.extract(sums_.begin()).mapped()));
    return std::move(ledger_);
  }

 private:
  // The years are read first, so that vouchers are summed as they come instead of kept: a year of them is most of a
  // file.
  enum class Pass { kYears, kVoucherDays, kAll };

  void ReadLines(absl::string_view text, Pass pass) {
    pass_ = pass;
    line_ = 0;
    while (!text.empty() && !stopped_) ReadLine(TakeLine(text));
  }

  // A file of vouchers to be imported elsewhere (type 4I) need not say its years: they are those of its vouchers.
  void TakeYearsOfVouchers(absl::string_view text) {
    ReadLines(text, Pass::kVoucherDays);
    if (voucher_years_.empty()) return;
    const int newest = *voucher_years_.rbegin();
    for (const int year : voucher_years_) {
      ledger_.years[year - newest] = {absl::CivilDay(year, 1, 1), absl::CivilDay(year, 12, 31), false};
    }
    ledger_.notes.push_back(messages::note::YearsAreThoseOfVouchers());
  }

  absl::string_view TakeLine(absl::string_view& text) {
    const size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const absl::string_view line = text.substr(0, end);
    ends_in_line_ = end == text.size();
    const bool crlf = end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n';
    text.remove_prefix(std::min(text.size(), end + (crlf ? 2 : 1)));
    ++line_;
    return line;
  }

  // What stands in the way of a row. One that holds no money to import cannot refuse a file: it is left out, and told.
  // In a last line without an end it is a sign that the file is cut off.
  void Fail(FaultReason reason, absl::string_view value, Message rule) {
    if (IsOfUse(label_) || ends_in_line_) return FailFile(reason, value, std::move(rule));
    LeftOut& rows = left_out_[label_];
    if (pass_ != Pass::kAll || rows.last_line == line_) return;
    rows.last_line = line_;
    if (++rows.count > 1) return;
    rows.first_line = line_;
    rows.rule = std::move(rule);
  }

  void FailFile(FaultReason reason, absl::string_view value, Message rule) {
    faults_.Add(absl::StrCat("line ", line_, label_.empty() ? "" : ": ", label_), reason, value, std::move(rule));
  }

  void ReadLine(absl::string_view line) {
    label_.clear();
    if (line.size() > kMaxLineBytes) {
      FailFile(FaultReason::kTooLong, "", messages::file::IsLonger(1));
      stopped_ = true;
      return;
    }
    const SieLine split = SplitSieLabel(line);
    if (pass_ == Pass::kYears && split.label != "#RAR") return;
    if (pass_ == Pass::kVoucherDays && split.label != "#VER" && split.label != "#TRANS" && !split.label.empty()) return;
    if (split.label.empty()) {
      ReadBrace(split.rest);
      return;
    }
    const Handler handler = HandlerOf(split.label);
    if (handler == nullptr) return;
    label_ = split.label;
    const absl::StatusOr<SieFields> line_fields = TokenizeSieFields(split.rest);
    if (!line_fields.ok()) {
      Fail(FaultReason::kUnreadable, "", MessageFrom(line_fields.status()));
      return;
    }
    if (line_fields->quote_is_open && !TakeOpenQuote()) return;
    (this->*handler)(line_fields->fields);
  }

  // Programs cut a long text with its closing quote. Only at the very end of a file is it a sign that the file is cut.
  bool TakeOpenQuote() {
    if (ends_in_line_) {
      FailFile(FaultReason::kUnreadable, "", messages::file::HasAQuoteThatIsNotClosed());
      return false;
    }
    if (pass_ == Pass::kAll && ++open_quote_count_ == 1) first_open_quote_ = {line_, label_};
    return true;
  }

  void NoteOpenQuotes() {
    if (open_quote_count_ == 0) return;
    const auto& [line, label] = first_open_quote_;
    ledger_.notes.push_back(open_quote_count_ == 1
                                ? messages::note::QuoteIsOpen(line, label)
                                : messages::note::QuotesAreOpen(line, label, Argument::Count(open_quote_count_ - 1)));
  }

  // Names, budgets and sums of years: a file without them is read as well.
  static bool IsOfUse(absl::string_view label) {
    for (const absl::string_view other :
         {"#PROGRAM", "#FNAMN", "#KONTO", "#KTYP", "#DIM", "#UNDERDIM", "#OBJEKT", "#RES", "#IB", "#UB", "#PBUDGET"}) {
      if (label == other) return false;
    }
    return true;
  }

  void NoteLeftOut() {
    for (const auto& [label, rows] : left_out_) {
      if (rows.count == 0) continue;
      ledger_.notes.push_back(rows.count == 1
                                  ? messages::note::RowIsLeftOut(rows.first_line, label, Argument::Reason(rows.rule))
                                  : messages::note::RowsAreLeftOut(rows.first_line, label, Argument::Reason(rows.rule),
                                                                   Argument::Count(rows.count - 1)));
    }
  }

  using Handler = void (SieReading::*)(const Fields&);

  static Handler HandlerOf(absl::string_view label) {
    static const auto* const handlers = new std::map<absl::string_view, Handler>{
        {"#PROGRAM", &SieReading::ReadProgram}, {"#FNAMN", &SieReading::ReadCompany},
        {"#SIETYP", &SieReading::ReadType},     {"#RAR", &SieReading::ReadYear},
        {"#KONTO", &SieReading::ReadAccount},   {"#KTYP", &SieReading::ReadAccountType},
        {"#DIM", &SieReading::ReadDimension},   {"#UNDERDIM", &SieReading::ReadSubDimension},
        {"#OBJEKT", &SieReading::ReadObject},   {"#RES", &SieReading::ReadResult},
        {"#IB", &SieReading::ReadOpening},      {"#UB", &SieReading::ReadClosing},
        {"#PSALDO", &SieReading::ReadActual},   {"#PBUDGET", &SieReading::ReadBudget},
        {"#VER", &SieReading::ReadVoucher},     {"#TRANS", &SieReading::ReadVoucherRow},
    };
    const auto found = handlers->find(label);
    return found == handlers->end() ? nullptr : found->second;
  }

  // --- Fields ----------------------------------------------------------------------------------------------------

  // The text of a field that must be there; nullopt after a fault.
  std::optional<std::string> Text(const Fields& fields, size_t at, const Message& what) {
    if (at < fields.size() && !fields[at].is_list && !fields[at].text.empty()) return fields[at].text;
    Fail(FaultReason::kMissingValue, "", messages::file::HasNo(Argument::Word(what)));
    return std::nullopt;
  }

  std::optional<int> YearNumber(const Fields& fields) {
    const std::optional<std::string> text = Text(fields, 0, messages::word::Year());
    if (!text.has_value()) return std::nullopt;
    int number = 0;
    if (absl::SimpleAtoi(*text, &number) && number >= -kMaxYearNumber && number <= kMaxYearNumber) return number;
    Fail(FaultReason::kOutOfRange, *text, messages::file::IsNotTheNumberOfAYear());
    return std::nullopt;
  }

  std::optional<int64_t> Amount(const Fields& fields, size_t at) {
    const std::optional<std::string> text = Text(fields, at, messages::word::Amount());
    if (!text.has_value()) return std::nullopt;
    const absl::StatusOr<int64_t> amount = ParseAmount(*text);
    if (amount.ok()) return *amount;
    const bool range = absl::IsOutOfRange(amount.status());
    Fail(range ? FaultReason::kOutOfRange : FaultReason::kNotANumber, *text,
         range ? IsBeyondTheLargestAmount() : messages::value::IsNotAnAmount());
    return std::nullopt;
  }

  std::optional<absl::CivilDay> Day(const Fields& fields, size_t at, const Message& what) {
    const std::optional<std::string> text = Text(fields, at, what);
    if (!text.has_value()) return std::nullopt;
    const std::optional<absl::CivilDay> day = ParseDay(*text);
    if (!day.has_value()) Fail(FaultReason::kNotADate, *text, messages::file::IsNotASieDate());
    return day;
  }

  std::optional<Month> Period(const Fields& fields, size_t at) {
    const std::optional<std::string> text = Text(fields, at, messages::word::Period());
    if (!text.has_value()) return std::nullopt;
    int year = 0;
    int month = 0;
    if (text->size() == 6 && AllDigits(*text) && absl::SimpleAtoi(text->substr(0, 4), &year) &&
        absl::SimpleAtoi(text->substr(4), &month)) {
      const absl::StatusOr<Month> result = Month::Of(year, month);
      if (result.ok()) return *result;
    }
    Fail(FaultReason::kNotAMonth, *text, messages::file::IsNotAPeriod());
    return std::nullopt;
  }

  // The object list of a field; nullopt after a fault.
  std::optional<ObjectList> Objects(const SieField& field) {
    ObjectList objects;
    for (size_t i = 0; i + 1 < field.list.size(); i += 2) objects.push_back({field.list[i], field.list[i + 1]});
    if (field.list.size() % 2 == 0) return objects;
    Fail(FaultReason::kInconsistent, field.list.back(), messages::file::IsADimensionWithoutObject());
    return std::nullopt;
  }

  // --- Head ------------------------------------------------------------------------------------------------------

  void ReadProgram(const Fields& fields) {
    if (!fields.empty()) ledger_.program = fields[0].text;
  }

  void ReadCompany(const Fields& fields) {
    if (!fields.empty()) ledger_.company = fields[0].text;
  }

  void ReadType(const Fields& fields) {
    has_type_ = true;
    const std::string text = fields.empty() ? "" : fields[0].text;
    if (text == "2" || text == "3" || text == "4") {
      ledger_.type = text[0] - '0';
    } else {
      Fail(FaultReason::kOutOfRange, text, messages::file::IsNotATypeWithMonths());
    }
  }

  void ReadYear(const Fields& fields) {
    const std::optional<int> number = YearNumber(fields);
    const std::optional<absl::CivilDay> first = Day(fields, 1, messages::word::FirstDay());
    const std::optional<absl::CivilDay> last = Day(fields, 2, messages::word::LastDay());
    if (!number.has_value() || !first.has_value() || !last.has_value()) return;
    if (*last < *first) Fail(FaultReason::kInconsistent, fields[2].text, messages::file::EndsBeforeItBegins());
    ledger_.years[*number] = {*first, *last, false};
  }

  void ReadAccount(const Fields& fields) {
    const std::optional<std::string> account = Text(fields, 0, messages::word::Account());
    if (account.has_value()) ledger_.accounts[*account] = fields.size() > 1 ? fields[1].text : "";
  }

  void ReadAccountType(const Fields& fields) {
    const std::optional<std::string> account = Text(fields, 0, messages::word::Account());
    if (account.has_value() && fields.size() > 1) {
      ledger_.account_types[*account] = absl::AsciiStrToUpper(fields[1].text);
    }
  }

  void ReadDimension(const Fields& fields) {
    const std::optional<std::string> number = Text(fields, 0, messages::word::Number());
    if (number.has_value()) ledger_.dimensions[*number].name = fields.size() > 1 ? fields[1].text : "";
  }

  void ReadSubDimension(const Fields& fields) {
    ReadDimension(fields);
    if (fields.size() > 2) ledger_.dimensions[fields[0].text].parent = fields[2].text;
  }

  void ReadObject(const Fields& fields) {
    const std::optional<std::string> dimension = Text(fields, 0, messages::word::Dimension());
    const std::optional<std::string> object = Text(fields, 1, messages::word::Object());
    if (!dimension.has_value() || !object.has_value()) return;
    ledger_.objects[{*dimension, *object}] = fields.size() > 2 ? fields[2].text : "";
  }

  // --- Sums of years and months ----------------------------------------------------------------------------------

  void AddTo(std::map<SieYearAccount, int64_t>& sums, const Fields& fields, int sign) {
    const std::optional<int> year = YearNumber(fields);
    const std::optional<std::string> account = Text(fields, 1, messages::word::Account());
    const std::optional<int64_t> amount = Amount(fields, 2);
    if (year.has_value() && account.has_value() && amount.has_value()) Add(sums[{*year, *account}], sign * *amount);
  }

  void ReadResult(const Fields& fields) { AddTo(ledger_.results_ore, fields, 1); }
  void ReadOpening(const Fields& fields) { AddTo(ledger_.balance_changes_ore, fields, -1); }
  void ReadClosing(const Fields& fields) { AddTo(ledger_.balance_changes_ore, fields, 1); }

  void ReadActual(const Fields& fields) { ReadPeriod(fields, AmountKind::kActual); }
  void ReadBudget(const Fields& fields) { ReadPeriod(fields, AmountKind::kBudget); }

  // year period account {objects} amount; files of type 2 may leave out the braces.
  void ReadPeriod(const Fields& fields, AmountKind kind) {
    const std::optional<int> year = YearNumber(fields);
    const std::optional<Month> month = Period(fields, 1);
    const std::optional<std::string> account = Text(fields, 2, messages::word::Account());
    const bool has_list = fields.size() > 3 && fields[3].is_list;
    const std::optional<ObjectList> objects = has_list ? Objects(fields[3]) : ObjectList{};
    const std::optional<int64_t> amount = Amount(fields, has_list ? 4 : 3);
    if (!year.has_value() || !month.has_value() || !account.has_value() || !objects.has_value() ||
        !amount.has_value()) {
      return;
    }
    if (kind == AmountKind::kActual && objects->empty()) years_with_totals_.insert(*year);
    AddRow({*account, *objects, *month, kind, *amount, *year, line_}, sums_);
  }

  void Add(int64_t& sum, int64_t amount) {
    const absl::StatusOr<int64_t> result = AddOre(sum, amount);
    if (result.ok()) {
      sum = *result;
    } else {
      Fail(FaultReason::kOutOfRange, "", messages::file::MakesASumTooLarge());
    }
  }

  void AddRow(AccountRow row, RowSums& sums) {
    const RowKey key = {row.account, row.objects, row.month, row.kind, row.year_number};
    const int64_t amount = row.amount_ore;
    const auto [entry, is_new] = sums.try_emplace(key, std::move(row));
    if (!is_new) {
      Add(entry->second.amount_ore, amount);
    } else if (++sum_count_ == kMaxFileValues + 1) {
      FailFile(FaultReason::kTooLong, "", messages::file::HasTooManyValues(Argument::Count(kMaxFileValues)));
      stopped_ = true;
    }
  }

  // --- Vouchers --------------------------------------------------------------------------------------------------

  enum class Voucher { kNone, kAnnounced, kOpen };

  void ReadVoucher(const Fields& fields) {
    if (voucher_ != Voucher::kNone) FailVoucher();
    voucher_ = Voucher::kAnnounced;
    voucher_line_ = line_;
    // series number date text ...: the date may be left out when the rows have theirs.
    voucher_day_.reset();
    if (fields.size() > 2 && !fields[2].text.empty()) voucher_day_ = Day(fields, 2, messages::word::Date());
  }

  void ReadBrace(absl::string_view text) {
    if (text == "{") {
      if (voucher_ != Voucher::kAnnounced) {
        Fail(FaultReason::kUnreadable, "", messages::file::OpensABraceWithoutVoucher());
      }
      voucher_ = Voucher::kOpen;
    } else if (text == "}") {
      if (voucher_ != Voucher::kOpen) {
        Fail(FaultReason::kUnreadable, "", messages::file::ClosesABraceThatWasNotOpened());
      }
      voucher_ = Voucher::kNone;
    }
  }

  void FailVoucher() {
    faults_.Add(absl::StrCat("line ", voucher_line_, ": #VER"), FaultReason::kUnreadable, "",
                messages::file::VoucherIsNotClosed());
  }

  // account {objects} amount [date [text ...]].
  void ReadVoucherRow(const Fields& fields) {
    if (voucher_ != Voucher::kOpen) {
      Fail(FaultReason::kUnreadable, "", messages::file::StandsOutsideTheBraces());
      return;
    }
    const std::optional<std::string> account = Text(fields, 0, messages::word::Account());
    const bool has_list = fields.size() > 1 && fields[1].is_list;
    const std::optional<ObjectList> objects = has_list ? Objects(fields[1]) : ObjectList{};
    const std::optional<int64_t> amount = Amount(fields, has_list ? 2 : 1);
    const size_t date_at = has_list ? 3 : 2;
    std::optional<absl::CivilDay> day = voucher_day_;
    if (fields.size() > date_at && !fields[date_at].text.empty()) {
      day = Day(fields, date_at, messages::word::Date());
    } else if (!day.has_value()) {
      Fail(FaultReason::kMissingValue, "", messages::file::HasNoDate());
    }
    if (!account.has_value() || !objects.has_value() || !amount.has_value() || !day.has_value()) return;
    has_vouchers_ = true;
    if (pass_ == Pass::kVoucherDays) {
      voucher_years_.insert(static_cast<int>(voucher_day_.value_or(*day).year()));
      return;
    }
    const int year = YearOf(voucher_day_.value_or(*day));
    RowSums& sums = voucher_sums_[year];
    AddRow({*account, {}, MonthOfDay(*day), AmountKind::kActual, *amount, year, 0}, sums);
    if (objects->empty()) return;
    AddRow({*account, *objects, MonthOfDay(*day), AmountKind::kActual, *amount, year, 0}, sums);
  }

  // --- The whole -------------------------------------------------------------------------------------------------

  void CheckWhole() {
    if (voucher_ != Voucher::kNone) FailVoucher();
    if (!has_type_) faults_.Add("file", FaultReason::kMissingValue, "", messages::file::HasNoType());
    if (ledger_.years.empty()) faults_.Add("file", FaultReason::kMissingValue, "", messages::file::HasNoYears());
    if (faults_.empty() && sums_.empty() && !has_vouchers_) {
      faults_.Add("file", FaultReason::kMissingValue, "", messages::file::HasNoMonths());
    }
  }

  // The year that holds `day`. Outside all years of the file, years are counted from year 0 (or the first there is).
  int YearOf(absl::CivilDay day) const {
    for (const auto& [number, year] : ledger_.years) {
      if (day >= year.first && day <= year.last) return number;
    }
    const auto zero = ledger_.years.find(0);
    const auto& [number, year] = zero != ledger_.years.end() ? *zero : *ledger_.years.begin();
    const int months = MonthOfDay(day) - MonthOfDay(year.first);
    return number + (months >= 0 ? months / 12 : -((11 - months) / 12));
  }

  // Each year comes from #PSALDO or from its vouchers, never from both.
  void ChooseSources() {
    label_.clear();
    for (auto& [year, sums] : voucher_sums_) {
      if (years_with_totals_.contains(year)) continue;
      LeaveOutBreakdown(year);
      sums_.merge(sums);
      NoteFromVouchers(year);
    }
    for (const auto& [year, sums] : voucher_sums_) {
      if (!years_with_totals_.contains(year)) continue;
      ledger_.notes.push_back(messages::note::VouchersAreLeftOut(year));
    }
  }

  void LeaveOutBreakdown(int year) {
    const size_t count = std::erase_if(sums_, [year](const auto& entry) {
      return entry.second.year_number == year && entry.second.kind == AmountKind::kActual;
    });
    if (count == 0) return;
    ledger_.notes.push_back(messages::note::ObjectRowsAreLeftOut(year, Argument::Count(static_cast<int64_t>(count))));
  }

  void NoteFromVouchers(int year) {
    ledger_.notes.push_back(messages::note::MonthsAreSumsOfVouchers(year));
    const auto found = ledger_.years.find(year);
    if (found != ledger_.years.end()) found->second.from_vouchers = true;
  }

  // Seen in real files: last year's budget under the months of this year.
  void NoteMonthsOutsideTheirYear() {
    std::map<int, int> rows_by_year;
    for (const auto& [key, row] : sums_) {
      const auto year = ledger_.years.find(row.year_number);
      if (year == ledger_.years.end()) continue;
      const bool outside = row.month < MonthOfDay(year->second.first) || row.month > MonthOfDay(year->second.last);
      if (outside) ++rows_by_year[row.year_number];
    }
    for (const auto& [year, count] : rows_by_year) {
      ledger_.notes.push_back(messages::note::MonthsOutsideTheYear(year, Argument::Count(count)));
    }
  }

  FaultList faults_;
  SieLedger ledger_;
  int line_ = 0;
  std::string label_;
  Pass pass_ = Pass::kYears;
  bool stopped_ = false;
  bool ends_in_line_ = false;  // The line that is read is the last, and has no end.
  // Rows that were left out, and what was wrong with the first of them.
  struct LeftOut {
    int first_line = 0;
    int last_line = 0;
    int count = 0;
    Message rule;
  };
  std::map<std::string, LeftOut> left_out_;  // By label.
  int open_quote_count_ = 0;
  std::pair<int, std::string> first_open_quote_;  // Its line and label.
  bool has_type_ = false;
  Voucher voucher_ = Voucher::kNone;
  int voucher_line_ = 0;
  std::optional<absl::CivilDay> voucher_day_;
  bool has_vouchers_ = false;
  std::set<int> voucher_years_;          // Calendar years, where the file does not say its own.
  std::map<int, RowSums> voucher_sums_;  // By year.
  std::set<int> years_with_totals_;
  size_t sum_count_ = 0;
  RowSums sums_;  // Of #PSALDO and #PBUDGET.
};

}  // namespace

namespace {

// The account of the last line of `text`; empty when it names none.
std::string AccountOfLastLine(absl::string_view text) {
  const SieLine line = SplitSieLabel(text.substr(text.find_last_of("\r\n") + 1));
  const absl::StatusOr<SieFields> split = TokenizeSieFields(line.rest);
  const size_t at = line.label == "#TRANS" ? 0 : line.label == "#PSALDO" || line.label == "#PBUDGET" ? 2 : 1;
  return split.ok() && at < split->fields.size() ? split->fields[at].text : "";
}

// A file that was cut off in its last line may still read well: "-8" is an amount as good as "-8000.00". A last line
// without an end is believed unless its account is the only one whose months differ from the sum that the file states
// for the year, or accounts that should follow it are not there. A difference that is a year's sum is none.
absl::Status CheckNotCutOff(absl::string_view text, const SieLedger& ledger) {
  if (text.empty() || text.back() == '\n' || text.back() == '\r') return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const Postings actuals, PostingsFromSie(ledger, AmountKind::kActual));
  PROGNOS_ASSIGN_OR_RETURN(const YearSums sums, CompareYearSums(ledger, actuals));
  const std::string last = AccountOfLastLine(text);
  bool differs = false;
  for (const DifferingSum& sum : sums.differing) {
    if (sum.looks_like == DifferingSum::LooksLike::kTwoYears) continue;
    if (sum.has_months && sum.account != last) return absl::OkStatus();
    differs = true;
  }
  if (!differs) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kUnreadable, "",
                     messages::file::IsCutOff());
}

}  // namespace

absl::StatusOr<SieLedger> ReadSie(absl::string_view bytes) {
  PROGNOS_ASSIGN_OR_RETURN(const DecodedText decoded, DecodeText(bytes, EightBitHint::kCp437));
  PROGNOS_ASSIGN_OR_RETURN(SieLedger ledger, SieReading().Read(decoded.text));
  ledger.encoding = decoded.encoding;
  PROGNOS_RETURN_IF_ERROR(CheckNotCutOff(decoded.text, ledger));
  return ledger;
}

}  // namespace prognos
