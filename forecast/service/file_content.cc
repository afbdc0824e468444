#include "forecast/service/file_content.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/activity_lookup.h"
#include "forecast/interchange/covered_months.h"
#include "forecast/interchange/csv_reader.h"
#include "forecast/interchange/file_format.h"
#include "forecast/interchange/postings.h"
#include "forecast/interchange/sie_reader.h"
#include "forecast/interchange/year_sums.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/tree_lookup.h"
#include "messages/ledger.h"

namespace prognos::service {
namespace {

std::vector<PostingRule> ToRules(const std::vector<ledger::PostingRule>& stored) {
  std::vector<PostingRule> rules;
  for (const ledger::PostingRule& rule : stored) {
    rules.push_back({rule.first_account, rule.last_account, rule.dimension, rule.object_pattern, rule.activity_id,
                     rule.flow, rule.type_id, 0});
  }
  return rules;
}

absl::Status NoRules() {
  return FaultStatus(absl::StatusCode::kFailedPrecondition, "posting rules", FaultReason::kMissingValue, "",
                     messages::ledger::PostingRulesAreNeeded());
}

// Puts the money of accounts into `content` as values of the series that the rules point at; answers the rest.
absl::StatusOr<MappedPostings> MapAccounts(const Postings& postings, const FileTargets& targets, FileContent& content) {
  if (targets.rules.empty()) return NoRules();
  PROGNOS_ASSIGN_OR_RETURN(MappedPostings mapped, ApplyPostingRules(ToRules(targets.rules), postings));
  for (const auto& [target, months] : mapped.amounts_ore) {
    const std::string series = SeriesIdOf({target.activity, target.flow, target.cost_type});
    for (const auto& [month, ore] : months) {
      content.actuals.push_back({series, month, ore});
      content.places.push_back(absl::StrCat(series, " ", month.ToString()));
    }
  }
  content.row_count = postings.row_count;
  content.unmatched = std::move(mapped.unmatched);
  content.balance_account_count = mapped.balance_account_count;
  content.balance_sum_ore = mapped.balance_sum_ore;
  return mapped;
}

// The series of the activities and flows that a rule for which `counts` is true leads to, whatever their cost types:
// what was booked without a type, or with another, is booked anew.
template <typename Predicate>
std::set<std::string> SeriesOfRules(const FileTargets& targets, Predicate counts) {
  std::set<std::pair<std::string, Flow>> reached;
  for (const PostingRule& rule : ToRules(targets.rules)) {
    if (counts(rule)) reached.insert({rule.activity, rule.flow});
  }
  std::set<std::string> ids;
  for (const ledger::Series& series : targets.series) {
    if (reached.contains({series.activity_id, series.flow})) ids.insert(series.id);
  }
  return ids;
}

std::set<std::string> SeriesOfAccounts(const FileTargets& targets, const Postings& postings) {
  std::set<std::string> accounts;
  for (const AccountMonth& month : postings.months) accounts.insert(month.account);
  return SeriesOfRules(targets, [&accounts](const PostingRule& rule) {
    return std::any_of(accounts.begin(), accounts.end(),
                       [&rule](const std::string& account) { return rule.CoversAccount(account); });
  });
}

// In wide form a month is covered when the file has any value for it; in long form, where a row may be a correction,
// when it has one for more than half of the series that it names.
void CoverActivities(bool wide, FileContent& content) {
  std::map<Month, size_t> counts;
  for (const ledger::NewActual& actual : content.actuals) {
    content.covered_series.insert(actual.series_id);
    ++counts[actual.month];
  }
  for (const auto& [month, count] : counts) {
    if (wide || 2 * count > content.covered_series.size()) content.covered_months.insert(month);
  }
}

void CountBudget(const Postings& budget, FileContent& content) {
  content.budget_row_count = budget.row_count;
  content.budget_sum_ore = budget.total_ore;
}

absl::Status ReadSieContent(absl::string_view bytes, const FileTargets& targets, FileContent& content) {
  PROGNOS_ASSIGN_OR_RETURN(const SieLedger file, ReadSie(bytes));
  PROGNOS_ASSIGN_OR_RETURN(const Postings actuals, PostingsFromSie(file, AmountKind::kActual));
  PROGNOS_ASSIGN_OR_RETURN(const Postings budget, PostingsFromSie(file, AmountKind::kBudget));
  CountBudget(budget, content);
  PROGNOS_ASSIGN_OR_RETURN(const MappedPostings mapped, MapAccounts(actuals, targets, content));
  content.covered_months = CoveredMonths(file, mapped.result_months);
  content.covered_series = SeriesOfRules(targets, [](const PostingRule&) { return true; });
  content.is_whole = true;
  PROGNOS_ASSIGN_OR_RETURN(const YearSums sums, CompareYearSums(file, actuals));
  content.notes = sums.Notes();
  content.notes.insert(content.notes.end(), file.notes.begin(), file.notes.end());
  return absl::OkStatus();
}

// How the names in a file are looked up.
struct RowLookup {
  ActivityLookup activities;
  CostTypeLookup types;
};

// The series that a row of an activity means, also one of a cost type that does not exist yet; a fault, and nothing,
// when there is none or a name is ambiguous.
std::string SeriesOfRow(const ActivityRow& row, const RowLookup& lookup, const FileTargets& targets,
                        FaultList& faults) {
  const std::string id = lookup.activities.Require(row.activity, absl::StrCat("line ", row.line, ": activity"), faults);
  const std::string type_place = absl::StrCat("line ", row.line, ": kostnadsslag");
  if (row.flow == Flow::kVolume && !row.cost_type.empty()) {
    faults.Add(type_place, FaultReason::kWrongFlow, row.cost_type, messages::ledger::CostTypeIsOnlyForMoney());
    return "";
  }
  const std::string type = lookup.types.Require(row.cost_type, type_place, faults);
  if (id.empty() || type.empty() != row.cost_type.empty()) return "";
  const auto found = std::find_if(targets.series.begin(), targets.series.end(), [&](const ledger::Series& series) {
    return series.activity_id == id && series.flow == row.flow && series.unit == row.unit && series.type_id.empty();
  });
  if (found != targets.series.end()) return type.empty() ? found->id : SeriesIdOf({id, row.flow, type});
  const absl::string_view kind = row.flow == Flow::kCost      ? "cost"
                                 : row.flow == Flow::kRevenue ? "revenue"
                                                              : absl::string_view(row.unit);
  faults.Add(absl::StrCat("line ", row.line, ": series"), FaultReason::kUnknown, absl::StrCat(id, ".", kind),
             messages::ledger::IsNotASeriesOfTheOrganization());
  return "";
}

// In each month the money of a flow is told by type or without: what the file has stands in the place of the other.
void ReplaceOtherWays(const FileTargets& targets, FileContent& content) {
  std::map<std::string, std::vector<std::string>> typed_by_whole;
  for (const ledger::Series& series : targets.series) {
    if (series.type_id.empty()) continue;
    typed_by_whole[SeriesIdOf({series.activity_id, series.flow})].push_back(series.id);
  }
  std::map<std::pair<std::string, Month>, bool> by_type;  // Of each whole and month of the file.
  for (const ledger::NewActual& actual : content.actuals) {
    std::optional<MoneySeries> money = ParseMoneySeries(actual.series_id);
    if (!money.has_value()) continue;
    const bool has_type = !money->type_id.empty();
    money->type_id.clear();
    by_type[{SeriesIdOf(*money), actual.month}] |= has_type;
  }
  for (const auto& [key, has_types] : by_type) {
    const auto& [whole, month] = key;
    if (has_types) content.replaced.insert(key);
    if (has_types) continue;
    for (const std::string& typed : typed_by_whole[whole]) content.replaced.insert({typed, month});
  }
}

void MapActivities(const CsvLedger& file, const FileTargets& targets, FileContent& content, FaultList& faults) {
  const RowLookup lookup{LookupIn(targets.tree), LookupIn(targets.cost_types)};
  std::set<std::tuple<int, std::string, Flow, std::string>> faulty;  // A row of twelve months has its fault once.
  for (const ActivityRow& row : file.activities) {
    const auto key = std::make_tuple(row.line, row.activity, row.flow, row.unit);
    if (faulty.contains(key)) continue;
    const std::string series = SeriesOfRow(row, lookup, targets, faults);
    if (series.empty()) {
      faulty.insert(key);
      continue;
    }
    content.actuals.push_back({series, row.month, row.value});
    content.places.push_back(absl::StrCat("line ", row.line));
  }
  content.row_count = static_cast<int64_t>(file.activities.size());
  CoverActivities(file.wide, content);
  ReplaceOtherWays(targets, content);
}

absl::Status ReadCsvContent(const TableFile& sent, const FileTargets& targets, FileContent& content,
                            FaultList& faults) {
  PROGNOS_ASSIGN_OR_RETURN(const CsvLedger file, ReadCsvRows(sent, faults));
  content.notes = file.notes;
  if (file.accounts.empty()) {
    MapActivities(file, targets, content, faults);
    return absl::OkStatus();
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());  // Sums of accounts mean nothing with rows missing.
  PROGNOS_ASSIGN_OR_RETURN(const Postings actuals, PostingsFromCsv(file, AmountKind::kActual));
  PROGNOS_ASSIGN_OR_RETURN(const Postings budget, PostingsFromCsv(file, AmountKind::kBudget));
  CountBudget(budget, content);
  PROGNOS_ASSIGN_OR_RETURN(const MappedPostings mapped, MapAccounts(actuals, targets, content));
  content.covered_months = mapped.result_months;
  content.covered_series = SeriesOfAccounts(targets, actuals);
  return absl::OkStatus();
}

v1::FileFormat FormatOf(absl::string_view bytes) {
  switch (DetectFileFormat(bytes)) {
    case FileFormat::kSie:
      return v1::FILE_FORMAT_SIE;
    case FileFormat::kXlsx:
      return v1::FILE_FORMAT_XLSX;
    case FileFormat::kOds:
      return v1::FILE_FORMAT_ODS;
    case FileFormat::kCsv:
    case FileFormat::kUnreadable:
      break;
  }
  return v1::FILE_FORMAT_CSV;
}

}  // namespace

absl::StatusOr<FileTargets> ReadFileTargets(ledger::Reader& reader, const std::string& organization) {
  FileTargets targets;
  PROGNOS_ASSIGN_OR_RETURN(targets.tree, ReadTree(reader, organization));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Series> series, reader.ListSeries(organization));
  targets.series = InTreeOrder(targets.tree, std::move(series));
  PROGNOS_ASSIGN_OR_RETURN(targets.rules, reader.ListPostingRules(organization));
  PROGNOS_ASSIGN_OR_RETURN(targets.cost_types, reader.ListCostTypes(organization, std::nullopt));
  return targets;
}

absl::StatusOr<FileContent> ReadFileContent(const TableFile& file, v1::FileFormat format, const FileTargets& targets,
                                            FaultList& faults) {
  FileContent content;
  content.format = format == v1::FILE_FORMAT_UNSPECIFIED ? FormatOf(file.bytes) : format;
  PROGNOS_RETURN_IF_ERROR(content.format == v1::FILE_FORMAT_SIE ? ReadSieContent(file.bytes, targets, content)
                                                                : ReadCsvContent(file, targets, content, faults));
  return content;
}

}  // namespace prognos::service
