#include "forecast/interchange/posting_rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/digits.h"
#include "forecast/interchange/table.h"
#include "forecast/interchange/text_encoding.h"
#include "messages/file.h"
#include "messages/value.h"

namespace prognos {
namespace {

// The end of the character of UTF-8 that begins at `at`.
size_t NextCharacter(absl::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

class RuleReading {
 public:
  RuleReading(RecordSource& source, const Table& table) : source_(source), table_(table) {}

  absl::StatusOr<std::vector<PostingRule>> Read() {
    CheckColumns();
    PROGNOS_RETURN_IF_ERROR(faults_.ToStatus());
    source_.GoTo(table_.body);
    Record record;
    while (true) {
      PROGNOS_ASSIGN_OR_RETURN(const bool more, source_.Next(record));
      if (!more) break;
      if (!record.IsBlank()) ReadRule(record);
    }
    if (rules_.empty()) faults_.Add("file", FaultReason::kMissingValue, "", messages::file::HasNoRules());
    PROGNOS_RETURN_IF_ERROR(faults_.ToStatus());
    return std::move(rules_);
  }

 private:
  void CheckColumns() {
    const bool has_range = table_.Has(Column::kFirstAccount) && table_.Has(Column::kLastAccount);
    const std::string found = table_.NamesFound();
    if (!has_range && !table_.Has(Column::kAccount)) FailHeader(messages::file::NeedsAColumnForAccounts(found));
    if (!table_.Has(Column::kActivity)) FailHeader(messages::file::NeedsAColumnForActivities(found));
    if (!table_.Has(Column::kFlow)) FailHeader(messages::file::NeedsAColumnForFlows(found));
  }

  void FailHeader(Message rule) {
    faults_.Add(absl::StrCat("line ", table_.header_line, ": header"), FaultReason::kMissingValue, "", std::move(rule));
  }

  std::string Cell(const Record& record, Column column) const {
    const std::optional<size_t> index = table_.Find(column);
    return index.has_value() && *index < record.cells.size() ? std::string(TrimCell(record.cells[*index].text)) : "";
  }

  void ReadAccounts(const Record& record, PostingRule& rule) const {
    if (!table_.Has(Column::kAccount)) {
      rule.first_account = Cell(record, Column::kFirstAccount);
      rule.last_account = Cell(record, Column::kLastAccount);
      if (rule.last_account.empty()) rule.last_account = rule.first_account;
      return;
    }
    // Excel and Word make an en dash of a hyphen between numbers.
    const std::string range = absl::StrReplaceAll(Cell(record, Column::kAccount), {{"\u2013", "-"}});
    const size_t dash = range.find('-');
    rule.first_account = std::string(TrimCell(absl::string_view(range).substr(0, dash)));
    rule.last_account = dash == std::string::npos ? rule.first_account
                                                  : std::string(TrimCell(absl::string_view(range).substr(dash + 1)));
  }

  void ReadRule(const Record& record) {
    PostingRule rule;
    rule.line = record.line;
    ReadAccounts(record, rule);
    rule.dimension = DimensionNamed(Cell(record, Column::kDimension));
    rule.object_pattern = Cell(record, Column::kObject);
    rule.activity = Cell(record, Column::kActivity);
    rule.cost_type = Cell(record, Column::kCostType);
    const std::string flow = Cell(record, Column::kFlow);
    rule.flow = ParseFlowCell(flow).value_or(FlowCell{}).flow;
    const std::string place = absl::StrCat("line ", record.line);
    if (rule.flow != Flow::kCost && rule.flow != Flow::kRevenue) {
      faults_.Add(absl::StrCat(place, ": slag"), flow.empty() ? FaultReason::kMissingValue : FaultReason::kWrongFlow,
                  flow, messages::file::IsNotKostnadOrIntakt());
      rule.flow = Flow::kCost;  // Told; the other faults of the line are still looked for.
    }
    ValidatePostingRule(rule, place, faults_);
    CheckNew(rule, place);
    rules_.push_back(std::move(rule));
  }

  void CheckNew(const PostingRule& rule, const std::string& place) {
    const auto [earlier, is_new] = lines_.emplace(
        std::make_tuple(rule.first_account, rule.last_account, rule.dimension, rule.object_pattern), rule.line);
    if (is_new) return;
    faults_.Add(place, FaultReason::kDuplicate, rule.first_account,
                messages::file::RuleWouldNeverBeUsed(earlier->second));
  }

  RecordSource& source_;
  const Table& table_;
  FaultList faults_;
  std::vector<PostingRule> rules_;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, int> lines_;
};

}  // namespace

bool PostingRule::CoversAccount(absl::string_view account) const {
  // Equal lengths of digits: the order of the texts is the order of the numbers.
  return account.size() == first_account.size() && AllDigits(account) && account >= first_account &&
         account <= last_account;
}

bool PostingRule::MatchesObjects(const ObjectList& objects) const {
  if (dimension.empty()) return true;
  return std::any_of(objects.begin(), objects.end(), [this](const DimensionObject& one) {
    return one.dimension == dimension && (object_pattern.empty() || MatchesPattern(object_pattern, one.object));
  });
}

bool MatchesPattern(absl::string_view pattern, absl::string_view text) {
  size_t in_pattern = 0;
  size_t in_text = 0;
  size_t star = absl::string_view::npos;  // The last '*' seen, and how far the text was matched by it.
  size_t star_text = 0;
  while (in_text < text.size()) {
    const char wanted = in_pattern < pattern.size() ? pattern[in_pattern] : '\0';
    if (in_pattern < pattern.size() && wanted == '*') {
      star = in_pattern++;
      star_text = in_text;
    } else if (in_pattern < pattern.size() && wanted == '?') {
      ++in_pattern;
      in_text = NextCharacter(text, in_text);
    } else if (in_pattern < pattern.size() && wanted == text[in_text]) {
      ++in_pattern;
      ++in_text;
    } else if (star != absl::string_view::npos) {
      in_pattern = star + 1;
      star_text = NextCharacter(text, star_text);
      in_text = star_text;
    } else {
      return false;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
  return in_pattern == pattern.size();
}

void ValidatePostingRule(const PostingRule& rule, absl::string_view place, FaultList& faults) {
  for (const std::string& account : {rule.first_account, rule.last_account}) {
    if (AllDigits(account)) continue;
    faults.Add(absl::StrCat(place, ": konto"), account.empty() ? FaultReason::kMissingValue : FaultReason::kNotANumber,
               account, messages::file::IsNotAnAccountNumber());
    break;
  }
  if (rule.first_account.size() != rule.last_account.size()) {
    faults.Add(absl::StrCat(place, ": konto"), FaultReason::kInconsistent,
               absl::StrCat(rule.first_account, "-", rule.last_account), messages::file::AccountsDifferInLength());
  } else if (rule.first_account > rule.last_account) {
    faults.Add(absl::StrCat(place, ": konto"), FaultReason::kInconsistent,
               absl::StrCat(rule.first_account, "-", rule.last_account), messages::file::EndsBeforeItBegins());
  }
  if (rule.dimension.empty() && !rule.object_pattern.empty()) {
    faults.Add(absl::StrCat(place, ": objekt"), FaultReason::kInconsistent, rule.object_pattern,
               messages::file::StandsWithoutItsDimension());
  }
  if (rule.activity.empty())
    faults.Add(absl::StrCat(place, ": verksamhet"), FaultReason::kMissingValue, "", messages::value::IsEmpty());
  if (rule.flow != Flow::kCost && rule.flow != Flow::kRevenue) {
    faults.Add(absl::StrCat(place, ": slag"), FaultReason::kWrongFlow, "", messages::file::MustBeKostnadOrIntakt());
  }
}

absl::StatusOr<std::vector<PostingRule>> ReadPostingRules(const TableFile& file) {
  PROGNOS_ASSIGN_OR_RETURN(const OpenedTable opened, OpenTableFile(file, TableKind::kRules));
  return RuleReading(*opened.source, opened.table).Read();
}

}  // namespace prognos
