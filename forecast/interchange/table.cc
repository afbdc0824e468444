#include "forecast/interchange/table.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "messages/file.h"
#include "messages/value.h"

namespace prognos {
namespace {

constexpr int kHeaderCandidates = 10;

// Header names, folded (see FoldedName).
const std::map<absl::string_view, Column>& KnownNames() {
  static const auto* const names = new std::map<absl::string_view, Column>{
      {"manad", Column::kMonth},
      {"period", Column::kMonth},
      {"datum", Column::kMonth},
      {"bokforingsperiod", Column::kMonth},
      {"month", Column::kMonth},
      {"date", Column::kMonth},
      {"ar", Column::kYear},
      {"year", Column::kYear},
      {"verksamhet", Column::kActivity},
      {"verksamhetsomrade", Column::kActivity},
      {"aktivitet", Column::kActivity},
      {"radetiketter", Column::kActivity},  // As Excel calls the rows of a pivot table.
      {"row-labels", Column::kActivity},
      {"serie", Column::kActivity},
      {"activity", Column::kActivity},
      {"series", Column::kActivity},
      {"flode", Column::kFlow},
      {"slag", Column::kFlow},
      {"typ", Column::kFlow},
      {"flow", Column::kFlow},
      {"type", Column::kFlow},
      {"kostnadsslag", Column::kCostType},
      {"cost-type", Column::kCostType},
      {"enhet", Column::kUnit},
      {"unit", Column::kUnit},
      {"antal", Column::kAmount},
      {"belopp", Column::kAmount},
      {"utfall", Column::kAmount},
      {"varde", Column::kAmount},
      {"amount", Column::kAmount},
      {"quantity", Column::kAmount},
      {"actual", Column::kAmount},
      {"value", Column::kAmount},
      {"kostnad", Column::kCost},
      {"kostnader", Column::kCost},
      {"cost", Column::kCost},
      {"costs", Column::kCost},
      {"intakt", Column::kRevenue},
      {"intakter", Column::kRevenue},
      {"revenue", Column::kRevenue},
      {"revenues", Column::kRevenue},
      {"volym", Column::kVolume},
      {"volume", Column::kVolume},
      {"konto", Column::kAccount},
      {"kontonr", Column::kAccount},
      {"kontonummer", Column::kAccount},
      {"account", Column::kAccount},
      {"account-number", Column::kAccount},
      {"konto-fran", Column::kFirstAccount},
      {"fran-konto", Column::kFirstAccount},
      {"first-account", Column::kFirstAccount},
      {"account-from", Column::kFirstAccount},
      {"from-account", Column::kFirstAccount},
      {"konto-till", Column::kLastAccount},
      {"till-konto", Column::kLastAccount},
      {"last-account", Column::kLastAccount},
      {"account-to", Column::kLastAccount},
      {"to-account", Column::kLastAccount},
      {"dimension", Column::kDimension},
      {"dim", Column::kDimension},
      {"objekt", Column::kObject},
      {"object", Column::kObject},
      {"summa", Column::kSum},
      {"total", Column::kSum},
      {"totalt", Column::kSum},
      {"sum", Column::kSum},
      {"helar", Column::kSum},
      {"arssumma", Column::kSum},
      {"totalsumma", Column::kSum},
      {"netto", Column::kLeftOut},
      {"nettokostnad", Column::kLeftOut},
      {"net", Column::kLeftOut},
      {"net-cost", Column::kLeftOut},
      {"budget", Column::kLeftOut},
      {"prognos", Column::kLeftOut},
      {"forecast", Column::kLeftOut},
      {"avvikelse", Column::kLeftOut},
      {"deviation", Column::kLeftOut},
      {"kommentar", Column::kLeftOut},
      {"anteckning", Column::kLeftOut},
      {"comment", Column::kLeftOut},
      {"note", Column::kLeftOut},
      {"kontonamn", Column::kLeftOut},
      {"benamning", Column::kLeftOut},
      {"kontobenamning", Column::kLeftOut},
  };
  return *names;
}

bool IsOfFunds(TableKind kind) {
  return kind == TableKind::kGrants || kind == TableKind::kProjects || kind == TableKind::kInvestments;
}

// What a kind of table calls otherwise than outcomes do.
const std::map<absl::string_view, Column>& NamesOf(TableKind kind) {
  static const auto* const none = new std::map<absl::string_view, Column>;
  static const auto* const budget = new std::map<absl::string_view, Column>{
      {"budget", Column::kAmount},         {"arsbudget", Column::kAmount}, {"budgetbelopp", Column::kAmount},
      {"periodisering", Column::kPhasing}, {"phasing", Column::kPhasing},  {"utfall", Column::kLeftOut},
      {"actual", Column::kLeftOut},
  };
  static const auto* const activities = new std::map<absl::string_view, Column>{
      {"id", Column::kId},
      {"namn", Column::kName},
      {"name", Column::kName},
      {"overordnad", Column::kParent},
      {"parent", Column::kParent},
      {"ordning", Column::kOrder},
      {"order", Column::kOrder},
      {"serier", Column::kSeriesList},
      {"series", Column::kSeriesList},
      {"egen-ram", Column::kOwnFrame},
      {"own-frame", Column::kOwnFrame},
  };
  static const auto* const indicators = new std::map<absl::string_view, Column>{
      {"id", Column::kId},
      {"indikator", Column::kName},
      {"indicator", Column::kName},
      {"typ", Column::kKind},
      {"slag", Column::kKind},
      {"kind", Column::kKind},
      {"type", Column::kKind},
      {"matperiod", Column::kFrequency},
      {"frequency", Column::kFrequency},
      {"riktning", Column::kDirection},
      {"direction", Column::kDirection},
      {"tolerans", Column::kTolerance},
      {"tolerance", Column::kTolerance},
      {"mal", Column::kTarget},
      {"malvarde", Column::kTarget},
      {"target", Column::kTarget},
      {"malforandring", Column::kTargetChange},
      {"target-change", Column::kTargetChange},
      {"taljare", Column::kNumerator},
      {"numerator", Column::kNumerator},
      {"namnare", Column::kDenominator},
      {"denominator", Column::kDenominator},
      {"kalla", Column::kSource},
      {"source", Column::kSource},
      {"bedomning", Column::kJudgement},
      {"status", Column::kJudgement},
      {"judgement", Column::kJudgement},
      {"kommentar", Column::kComment},
      {"comment", Column::kComment},
      {"helar", Column::kCalendarMonth},
      {"full-year", Column::kCalendarMonth},
      {"t1", Column::kCalendarMonth},
      {"t2", Column::kCalendarMonth},
      {"t3", Column::kCalendarMonth},
  };
  static const auto* const funds = new std::map<absl::string_view, Column>{
      {"id", Column::kId},
      {"bidrag", Column::kName},
      {"statsbidrag", Column::kName},
      {"grant", Column::kName},
      {"projekt", Column::kName},
      {"project", Column::kName},
      {"investering", Column::kName},
      {"investment", Column::kName},
      {"beviljat", Column::kFrame},
      {"granted", Column::kFrame},
      {"totalbudget", Column::kFrame},
      {"total-budget", Column::kFrame},
      {"projektbudget", Column::kFrame},
      {"anvant", Column::kUsed},
      {"forbrukat", Column::kUsed},
      {"utfall", Column::kUsed},
      {"used", Column::kUsed},
      {"actual", Column::kUsed},
      {"prognos", Column::kForecast},
      {"forecast", Column::kForecast},
      {"overfors", Column::kCarriedOver},
      {"carried-over", Column::kCarriedOver},
      {"startdatum", Column::kStart},
      {"start", Column::kStart},
      {"slutdatum", Column::kEnd},
      {"slut", Column::kEnd},
      {"end", Column::kEnd},
      {"avskrivningstid", Column::kWriteOffYears},
      {"depreciation-years", Column::kWriteOffYears},
      {"avskrivning", Column::kDepreciation},
      {"depreciation", Column::kDepreciation},
      {"ranta", Column::kInterest},
      {"internranta", Column::kInterest},
      {"interest", Column::kInterest},
      {"kommentar", Column::kComment},
      {"comment", Column::kComment},
      {"kvar", Column::kLeftOut},
      {"left", Column::kLeftOut},
  };
  static const auto* const plans = new std::map<absl::string_view, Column>{
      {"plan", Column::kAmount},       {"planerat", Column::kAmount}, {"planned", Column::kAmount},
      {"helar", Column::kAmount},      {"utfall", Column::kLeftOut},  {"actual", Column::kLeftOut},
      {"kommentar", Column::kComment}, {"comment", Column::kComment},
  };
  if (kind == TableKind::kVolumePlans) return *plans;
  static const auto* const judgements = new std::map<absl::string_view, Column>{
      {"rad", Column::kActivity},        {"line", Column::kActivity},         {"helar", Column::kAmount},
      {"full-year", Column::kAmount},    {"bedomt-helar", Column::kAmount},   {"judged-full-year", Column::kAmount},
      {"bedomning", Column::kAmount},    {"judgement", Column::kAmount},      {"aterstar", Column::kRemainder},
      {"remainder", Column::kRemainder}, {"plusminus", Column::kUncertainty}, {"plus-minus", Column::kUncertainty},
      {"skal", Column::kReason},         {"motivering", Column::kReason},     {"reason", Column::kReason},
      {"kommentar", Column::kComment},   {"comment", Column::kComment},       {"ta-bort", Column::kRemoval},
      {"remove", Column::kRemoval},      {"utfall", Column::kLeftOut},        {"actual", Column::kLeftOut},
  };
  if (kind == TableKind::kJudgements) return *judgements;
  static const auto* const drivers = new std::map<absl::string_view, Column>{
      {"hur", Column::kKind},         {"how", Column::kKind},          {"slag", Column::kKind},
      {"typ", Column::kKind},         {"kind", Column::kKind},         {"type", Column::kKind},
      {"drivs-av", Column::kDriver},  {"driver", Column::kDriver},     {"driven-by", Column::kDriver},
      {"ersattning", Column::kRates}, {"rates", Column::kRates},       {"rate", Column::kRates},
      {"samlat", Column::kBookings},  {"bookings", Column::kBookings}, {"together", Column::kBookings},
  };
  if (kind == TableKind::kDrivers) return *drivers;
  static const auto* const events = new std::map<absl::string_view, Column>{
      {"id", Column::kId},
      {"handelse", Column::kName},
      {"beskrivning", Column::kName},
      {"event", Column::kName},
      {"description", Column::kName},
      {"typ", Column::kKind},
      {"slag", Column::kKind},
      {"kind", Column::kKind},
      {"type", Column::kKind},
      {"fran", Column::kStart},
      {"from", Column::kStart},
      {"start", Column::kStart},
      {"startdatum", Column::kStart},
      {"placerad-fran", Column::kStart},
      {"till", Column::kEnd},
      {"to", Column::kEnd},
      {"slut", Column::kEnd},
      {"end", Column::kEnd},
      {"slutdatum", Column::kEnd},
      {"placerad-till", Column::kEnd},
      {"kan-inte-avslutas", Column::kCannotEnd},
      {"cannot-end", Column::kCannotEnd},
      {"kronor-per-dag", Column::kDayPrice},
      {"kr-per-dag", Column::kDayPrice},
      {"kronor-per-dygn", Column::kDayPrice},
      {"kr-per-dygn", Column::kDayPrice},
      {"dygnskostnad", Column::kDayPrice},
      {"dygnspris", Column::kDayPrice},
      {"price-per-day", Column::kDayPrice},
      {"cost-per-day", Column::kDayPrice},
      {"procent", Column::kPercent},
      {"percent", Column::kPercent},
      {"sannolikhet", Column::kProbability},
      {"probability", Column::kProbability},
      {"avser", Column::kBelongsTo},
      {"belongs-to", Column::kBelongsTo},
      {"upptrappning", Column::kRamp},
      {"ramp", Column::kRamp},
      {"till-serie", Column::kToSeries},
      {"to-series", Column::kToSeries},
      {"slutosakerhet", Column::kUncertainty},
      {"osakerhet", Column::kUncertainty},
      {"end-uncertainty", Column::kUncertainty},
      {"uncertainty", Column::kUncertainty},
      {"referens", Column::kReference},
      {"reference", Column::kReference},
      {"kalla", Column::kSource},
      {"source", Column::kSource},
  };
  if (IsOfFunds(kind)) return *funds;
  if (kind == TableKind::kEvents) return *events;
  if (kind == TableKind::kBudget) return *budget;
  if (kind == TableKind::kIndicators) return *indicators;
  return kind == TableKind::kActivities ? *activities : *none;
}

// "t2" ends with August; "helar" and "t3" with December.
int LastMonthOfPeriod(absl::string_view folded) { return folded == "t1" ? 4 : folded == "t2" ? 8 : 12; }

// Names that are dimensions of the accounts, with the numbers that SIE reserves for them.
const std::map<absl::string_view, absl::string_view>& DimensionNames() {
  static const auto* const names = new std::map<absl::string_view, absl::string_view>{
      {"kostnadsstalle", "1"}, {"kst", "1"},         {"ansvar", "1"},         {"resultatenhet", "1"},
      {"cost-center", "1"},    {"cost-centre", "1"}, {"kostnadsbarare", "2"}, {"kb", "2"},
      {"projekt", "6"},        {"proj", "6"},        {"project", "6"},
  };
  return *names;
}

// "Utfall jan 2025" says a month after a word; which words count depends on what is read.
ColumnHeader MonthAfterWord(absl::string_view cell, TableKind kind) {
  ColumnHeader header;
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(TrimCell(cell), absl::MaxSplits(' ', 1));
  const absl::StatusOr<Month> month = ParseMonthCell(parts.second);
  if (!month.ok()) return header;
  const std::string word = FoldedName(parts.first);
  const bool amount = word == "belopp" || word == "kronor" || word == "amount";
  const bool outcome = word == "utfall" || word == "actual";
  const bool other = word == "budget" || word == "prognos" || word == "forecast" || word == "avvikelse";
  if (amount || (outcome && kind == TableKind::kActuals) || (word == "budget" && kind == TableKind::kBudget)) {
    header.column = Column::kMonthValues;
    header.month = *month;
  } else if (outcome || other) {
    header.column = Column::kLeftOut;
  }
  return header;
}

// "budget": the frame of a project, and what is planned of an investment, also "budget 2024" and "2024".
void RecognizeBudget(absl::string_view folded, TableKind kind, ColumnHeader& header) {
  if (kind == TableKind::kProjects && folded == "budget") header.column = Column::kFrame;
  if (kind != TableKind::kInvestments) return;
  const bool is_budget = absl::ConsumePrefix(&folded, "budget");
  absl::ConsumePrefix(&folded, "-");
  const bool is_year = absl::SimpleAtoi(folded, &header.year) && folded.size() == 4;
  if (is_year || (is_budget && folded.empty())) header.column = Column::kYearBudget;
  if (!is_year) header.year = 0;
}

// "summa 2022", "ack utfall": sums of another kind than the row's.
bool BeginsAsSum(absl::string_view folded) {
  for (const absl::string_view word : {"summa-", "totalt-", "total-", "delsumma", "ack-", "ackumulerat", "kvartal-"}) {
    if (absl::StartsWith(folded, word)) return true;
  }
  return false;
}

// Without the unit that it ends with: "belopp (tkr)", "belopp tkr", "belopp i tkr".
absl::string_view WithoutUnit(absl::string_view cell) {
  cell = TrimCell(cell);
  const size_t end = absl::EndsWith(cell, ")") ? cell.rfind('(') : cell.rfind(' ');
  if (end == absl::string_view::npos || end == 0 || KronorPerUnitIn(cell.substr(end)) == 0) return cell;
  cell = TrimCell(cell.substr(0, end));
  for (const absl::string_view between : {",", " i", " in"}) absl::ConsumeSuffix(&cell, between);
  return TrimCell(cell);
}

struct Candidate {
  int known = -1;  // Cells of the header whose names are known.
  Table table;
};

// One month alone, with nothing else that is known, is a date in a row of data.
int CountKnown(const std::vector<ColumnHeader>& columns) {
  int months = 0;
  int names = 0;
  for (const ColumnHeader& header : columns) {
    const bool month = header.column == Column::kMonthValues || header.column == Column::kCalendarMonth;
    const bool silent =
        header.column == Column::kUnknown || header.column == Column::kLeftOut || header.column == Column::kSum;
    months += month;
    names += !month && !silent;
  }
  return names == 0 && months == 1 ? 0 : names + months;
}

Table TableAt(const Record& header, const RecordSource& source, TableKind kind) {
  Table table;
  table.header_line = header.line;
  // One too many is enough to refuse it; a header of a million cells is not looked at cell by cell.
  const size_t count = std::min(header.cells.size(), kMaxColumns + 1);
  for (size_t i = 0; i < count; ++i) table.columns.push_back(RecognizeColumn(header.cells[i].text, kind));
  table.body = source.Here();
  return table;
}

struct Title {
  int line = 0;
  std::string text;
};

// What the titles above the header say of the unit.
absl::Status TakeUnit(const std::vector<Title>& titles, Table& table) {
  for (const Title& title : titles) {
    if (title.line >= table.header_line) break;
    const int unit = KronorPerUnitIn(title.text);
    if (unit == 0) continue;
    if (table.kronor_per_unit != 0 && table.kronor_per_unit != unit) {
      return FaultStatus(absl::StatusCode::kInvalidArgument, absl::StrCat("line ", title.line),
                         FaultReason::kInconsistent, title.text, messages::file::NamesAnotherUnit(table.unit_line));
    }
    if (table.kronor_per_unit == 0) table.unit_line = title.line;
    table.kronor_per_unit = unit;
  }
  return absl::OkStatus();
}

std::string JoinedCells(const Record& record) {
  std::vector<absl::string_view> texts;
  for (size_t i = 0; i < record.cells.size() && i < kMaxColumns; ++i) {
    const absl::string_view text = TrimCell(record.cells[i].text);
    if (!text.empty()) texts.push_back(text);
  }
  return absl::StrJoin(texts, " ");
}

// The record with the most known names; the first of equals. What cannot be split (an unclosed quote) ends the search.
absl::StatusOr<Candidate> BestHeader(RecordSource& source, TableKind kind) {
  Candidate best;
  std::vector<Title> titles;
  Record record;
  for (int seen = 0; seen < kHeaderCandidates;) {
    const absl::StatusOr<bool> more = source.Next(record);
    if (!more.ok() || !*more) break;
    if (record.IsBlank()) continue;
    ++seen;
    titles.push_back({record.line, JoinedCells(record)});
    Table table = TableAt(record, source, kind);
    const int known = CountKnown(table.columns);
    if (known <= best.known) continue;
    best.known = known;
    best.table = std::move(table);
  }
  PROGNOS_RETURN_IF_ERROR(TakeUnit(titles, best.table));
  return best;
}

// Takes a first line "sep=;", as Excel writes it, and answers its delimiter; 0 when there is none.
char TakeSeparatorLine(absl::string_view& text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "sep=") || rest.empty()) return 0;
  const char delimiter = rest[0];
  rest.remove_prefix(1);
  const bool line_end =
      absl::ConsumePrefix(&rest, "\r\n") || absl::ConsumePrefix(&rest, "\n") || absl::ConsumePrefix(&rest, "\r");
  if (!line_end || delimiter == '"' || delimiter == '\r' || delimiter == '\n') return 0;
  text = rest;
  return delimiter;
}

absl::Status CheckNoColumnTwice(const Table& table) {
  FaultList faults;
  // Columns of months are told apart by their months.
  std::map<std::tuple<Column, std::optional<Month>, int, int, std::string>, const ColumnHeader*> firsts;
  for (const ColumnHeader& header : table.columns) {
    const bool may_repeat =
        header.column == Column::kUnknown || header.column == Column::kLeftOut || header.column == Column::kSum;
    if (may_repeat) continue;
    const auto [first, is_new] = firsts.try_emplace(
        {header.column, header.month, header.calendar_month, header.year, header.dimension}, &header);
    if (is_new) continue;
    faults.Add(absl::StrCat("line ", table.header_line), FaultReason::kDuplicate, header.name,
               messages::file::MeansTheSameAsColumn(first->second->name));
  }
  return faults.ToStatus();
}

absl::Status CheckColumnCount(const Table& table) {
  if (table.columns.size() <= kMaxColumns) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument, absl::StrCat("line ", table.header_line),
                     FaultReason::kTooLong, "", messages::file::HasTooManyColumns(Argument::Count(kMaxColumns)));
}

// For a source without any record: one that cannot be read, or only blank ones.
absl::Status WhyNoHeader(RecordSource& source) {
  Record record;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool more, source.Next(record));
    if (!more) break;
  }
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kMissingValue, "",
                     messages::value::IsEmpty());
}

absl::StatusOr<Table> Checked(Candidate candidate, RecordSource& source, RecordSource::Position begin) {
  source.GoTo(begin);
  if (candidate.known < 0) return WhyNoHeader(source);
  PROGNOS_RETURN_IF_ERROR(CheckColumnCount(candidate.table));
  PROGNOS_RETURN_IF_ERROR(CheckNoColumnTwice(candidate.table));
  return std::move(candidate.table);
}

}  // namespace

int KronorPerUnitIn(absl::string_view text) {
  const std::string folded = FoldedName(text);
  int unit = 0;
  std::string before;
  for (const absl::string_view word : absl::StrSplit(folded, absl::ByAnyChar("-(),;:./[]"), absl::SkipEmpty())) {
    const bool kronor = word == "kr" || word == "kronor" || word == "sek";
    if (word == "tkr" || word == "kkr" || word == "ksek" || word == "tsek") {
      unit = 1000;
    } else if (word == "mkr" || word == "mnkr" || word == "msek") {
      unit = 1'000'000;
    } else if (kronor && (before == "tusen" || before == "tusental" || before == "tusentals" || before == "1000")) {
      unit = 1000;
    } else if (kronor && (before == "miljoner" || before == "miljon")) {
      unit = 1'000'000;
    } else if (kronor && unit == 0) {
      unit = 1;
    }
    before = std::string(word);
  }
  return unit;
}

bool IsSumName(absl::string_view name) {
  const std::string word = FoldedName(name);
  for (const absl::string_view net : {"netto", "nettokostnad", "nettokostnader", "nettoresultat", "net", "net-cost",
                                      "resultat", "arets-resultat", "periodens-resultat"}) {
    if (word == net) return true;
  }
  for (const absl::string_view sum :
       {"summa", "totala", "total", "totalt", "totalsumma", "sum", "grand-total", "delsumma"}) {
    if (word == sum || absl::StartsWith(word, absl::StrCat(sum, "-"))) return true;
  }
  return false;
}

std::string SpreadsheetColumn(size_t index) {
  std::string letters;
  for (size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

std::string UnitWord(int kronor_per_unit) {
  return kronor_per_unit == 1'000'000 ? "mkr" : kronor_per_unit == 1000 ? "tkr" : "kr";
}

std::string DimensionNamed(absl::string_view name) {
  const std::string folded = FoldedName(name);
  const auto known = DimensionNames().find(folded);
  if (known != DimensionNames().end()) return std::string(known->second);
  absl::string_view rest = folded;
  if (absl::ConsumePrefix(&rest, "dimension-") || absl::ConsumePrefix(&rest, "dim-")) return std::string(rest);
  return folded;
}

ColumnHeader RecognizeColumn(absl::string_view cell, TableKind kind) {
  const absl::string_view bare = WithoutUnit(cell);
  const std::string folded = FoldedName(bare);
  ColumnHeader header = MonthAfterWord(bare, kind);
  header.name = std::string(TrimCell(cell));
  header.kronor_per_unit = bare.size() < TrimCell(cell).size() ? KronorPerUnitIn(cell) : 0;
  RecognizeBudget(folded, kind, header);
  if (header.column != Column::kUnknown) return header;
  const auto of_kind = NamesOf(kind).find(folded);
  const auto known = KnownNames().find(folded);
  if (of_kind != NamesOf(kind).end()) {
    header.column = of_kind->second;
    if (header.column == Column::kCalendarMonth) header.calendar_month = LastMonthOfPeriod(folded);
  } else if (known != KnownNames().end()) {
    header.column = known->second;
  } else if (DimensionNamed(folded) != folded) {
    header.column = Column::kNamedDimension;
    header.dimension = DimensionNamed(folded);
  } else if (const std::optional<int> calendar_month = CalendarMonthNamed(bare); calendar_month.has_value()) {
    header.column = Column::kCalendarMonth;
    header.calendar_month = *calendar_month;
  } else if (const absl::StatusOr<Month> month = ParseMonthCell(bare); month.ok()) {
    header.column = Column::kMonthValues;
    header.month = *month;
  } else if (BeginsAsSum(folded)) {
    header.column = Column::kLeftOut;
  }
  return header;
}

std::optional<size_t> Table::Find(Column column) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column == column) return i;
  }
  return std::nullopt;
}

std::string Table::NamesFound() const {
  return absl::StrJoin(columns, ", ", [](std::string* out, const ColumnHeader& header) {
    absl::StrAppend(out, "\"", header.name, "\"");
  });
}

absl::StatusOr<Table> OpenTable(RecordSource& source, TableKind kind) {
  const RecordSource::Position begin = source.Here();
  PROGNOS_ASSIGN_OR_RETURN(Candidate best, BestHeader(source, kind));
  return Checked(std::move(best), source, begin);
}

int CountKnownColumns(RecordSource& source, TableKind kind) {
  const absl::StatusOr<Candidate> best = BestHeader(source, kind);
  return best.ok() ? best->known : -1;
}

absl::StatusOr<CsvTable> OpenCsvTable(absl::string_view text, TableKind kind) {
  const char given = TakeSeparatorLine(text);
  const int first_line = given == 0 ? 1 : 2;
  Candidate best;
  char best_delimiter = given != 0 ? given : ';';
  for (const char delimiter : {';', '\t', ','}) {
    if (given != 0 && best.known >= 0) break;
    CsvSource source(text, given != 0 ? given : delimiter, first_line);
    PROGNOS_ASSIGN_OR_RETURN(Candidate candidate, BestHeader(source, kind));
    const bool wider = candidate.table.columns.size() > best.table.columns.size();
    if (candidate.known < best.known || (candidate.known == best.known && !wider)) continue;
    best = std::move(candidate);
    best_delimiter = source.delimiter();
  }
  CsvTable opened;
  opened.source = std::make_unique<CsvSource>(text, best_delimiter, first_line);
  PROGNOS_ASSIGN_OR_RETURN(opened.table, Checked(std::move(best), *opened.source, opened.source->Here()));
  return opened;
}

}  // namespace prognos
