#include "forecast/interchange/inspection.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "forecast/base/amount.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/postings.h"
#include "forecast/interchange/year_sums.h"
#include "messages/note.h"

namespace prognos {
namespace {

// A cell of RFC 4180: quoted when it holds a comma, a quote or a line end.
std::string Quoted(absl::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == absl::string_view::npos) return std::string(cell);
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

// "-1234.50". Works on the absolute value in 64 unsigned bits, so that the smallest amount has one too.
std::string Decimal(int64_t value, Unit unit) {
  const uint64_t size = value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  const auto parts = static_cast<uint64_t>(unit.parts_per_whole);
  return absl::StrFormat("%s%d.%0*d", value < 0 ? "-" : "", size / parts, unit.Decimals(), size % parts);
}

// Thousandths without the zeros at the end: "12.5", "30652".
std::string Volume(int64_t thousandths) {
  std::string text = Decimal(thousandths, kVolumeUnit);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// Writes account rows in the order of the columns, equal keys summed.
absl::StatusOr<std::string> AccountRowsCsv(const std::vector<AccountRow>& rows) {
  std::map<std::tuple<std::string, std::string, std::string, Month, AmountKind>, int64_t> sums;
  for (const AccountRow& row : rows) {
    int64_t& sum = sums[{row.account, JoinedDimensions(row.objects), JoinedObjects(row.objects), row.month, row.kind}];
    PROGNOS_ASSIGN_OR_RETURN(sum, AddOre(sum, row.amount_ore));
  }
  std::string csv = "konto,dimension,objekt,period,slag,belopp\n";
  for (const auto& [key, sum] : sums) {
    const auto& [account, dimensions, objects, month, kind] = key;
    absl::StrAppend(&csv, Quoted(account), ",", Quoted(dimensions), ",", Quoted(objects), ",", month.ToString(),
                    kind == AmountKind::kActual ? ",utfall," : ",budget,", Decimal(sum, kMoneyUnit), "\n");
  }
  return csv;
}

std::string FlowName(const ActivityRow& row) {
  return row.flow == Flow::kCost ? "kostnad" : row.flow == Flow::kRevenue ? "intäkt" : row.unit;
}

std::string ActivityRowsCsv(const std::vector<ActivityRow>& rows) {
  std::vector<const ActivityRow*> sorted;
  for (const ActivityRow& row : rows) sorted.push_back(&row);
  std::sort(sorted.begin(), sorted.end(), [](const ActivityRow* a, const ActivityRow* b) {
    return std::tie(a->activity, a->flow, a->unit, a->cost_type, a->month) <
           std::tie(b->activity, b->flow, b->unit, b->cost_type, b->month);
  });
  const bool has_types =
      std::any_of(rows.begin(), rows.end(), [](const ActivityRow& row) { return !row.cost_type.empty(); });
  std::string csv = has_types ? "verksamhet,slag,kostnadsslag,period,belopp\n" : "verksamhet,slag,period,belopp\n";
  for (const ActivityRow* row : sorted) {
    absl::StrAppend(&csv, Quoted(row->activity), ",", Quoted(FlowName(*row)), ",");
    if (has_types) absl::StrAppend(&csv, Quoted(row->cost_type), ",");
    absl::StrAppend(&csv, row->month.ToString(), ",",
                    row->flow == Flow::kVolume ? Volume(row->value) : Decimal(row->value, kMoneyUnit), "\n");
  }
  return csv;
}

// --- Summary -------------------------------------------------------------------------------------------------------

void ExtendMonths(Month month, Inspection& inspection) {
  if (!inspection.first_month.has_value() || month < *inspection.first_month) inspection.first_month = month;
  if (!inspection.last_month.has_value() || month > *inspection.last_month) inspection.last_month = month;
}

void CountRows(const std::vector<AccountRow>& rows, Inspection& inspection) {
  for (const AccountRow& row : rows) {
    ++(row.kind == AmountKind::kActual ? inspection.actual_row_count : inspection.budget_row_count);
    if (row.kind == AmountKind::kActual && row.amount_ore != 0) ExtendMonths(row.month, inspection);
  }
}

// Adds the postings of one kind to accounts and years. `year_of` answers the year of a month, or nullptr.
template <typename YearOf>
absl::Status AddPostings(const Postings& postings, AmountKind kind, YearOf&& year_of,
                         std::map<std::string, InspectedAccount>& accounts) {
  for (const AccountMonth& month : postings.months) {
    InspectedAccount& account = accounts[month.account];
    account.account = month.account;
    account.is_balance_account |= postings.balance_accounts.contains(month.account);
    const bool actual = kind == AmountKind::kActual;
    int64_t& account_sum = actual ? account.actual_ore : account.budget_ore;
    PROGNOS_ASSIGN_OR_RETURN(account_sum, AddOre(account_sum, month.total_ore));
    InspectedYear* year = year_of(month);
    if (year == nullptr) continue;
    int64_t& year_sum = actual ? year->actual_ore : year->budget_ore;
    PROGNOS_ASSIGN_OR_RETURN(year_sum, AddOre(year_sum, month.total_ore));
    if (!actual || account.is_balance_account) continue;
    PROGNOS_ASSIGN_OR_RETURN(year->result_ore, AddOre(year->result_ore, month.total_ore));
  }
  return absl::OkStatus();
}

int CountObjects(const SieLedger& ledger, const std::string& dimension) {
  return static_cast<int>(std::count_if(ledger.objects.begin(), ledger.objects.end(),
                                        [&](const auto& object) { return object.first.dimension == dimension; }));
}

// The years of the file, newest first.
std::vector<InspectedYear> YearsOf(const SieLedger& ledger) {
  std::vector<InspectedYear> years;
  for (auto year = ledger.years.rbegin(); year != ledger.years.rend(); ++year) {
    InspectedYear inspected;
    inspected.label = absl::StrCat(year->first);
    inspected.first = year->second.first;
    inspected.last = year->second.last;
    inspected.from_vouchers = year->second.from_vouchers;
    years.push_back(inspected);
  }
  return years;
}

InspectedYear* YearNumbered(int number, std::vector<InspectedYear>& years) {
  const auto found = std::find_if(years.begin(), years.end(),
                                  [&](const InspectedYear& year) { return year.label == absl::StrCat(number); });
  return found == years.end() ? nullptr : &*found;
}

void CountDifferences(const YearSums& sums, std::vector<InspectedYear>& years) {
  for (const auto& [number, count] : sums.checked_counts) {
    if (InspectedYear* year = YearNumbered(number, years)) year->checked_accounts = count;
  }
  for (const DifferingSum& sum : sums.differing) {
    InspectedYear* year = YearNumbered(sum.year_number, years);
    if (year != nullptr) ++(sum.has_months ? year->differing_accounts : year->monthless_accounts);
  }
}

std::vector<InspectedDimension> DimensionsOf(const SieLedger& ledger) {
  std::vector<InspectedDimension> dimensions;
  for (const auto& [number, dimension] : ledger.dimensions) {
    dimensions.push_back({number, dimension.name, dimension.parent, CountObjects(ledger, number)});
  }
  return dimensions;
}

std::vector<InspectedDimension> DimensionsOf(const CsvLedger& ledger) {
  std::map<std::string, std::set<std::string>> objects;
  for (const AccountRow& row : ledger.accounts) {
    for (const DimensionObject& one : row.objects) objects[one.dimension].insert(one.object);
  }
  std::vector<InspectedDimension> dimensions;
  for (const auto& [number, found] : objects) dimensions.push_back({number, "", "", static_cast<int>(found.size())});
  return dimensions;
}

absl::StatusOr<std::vector<InspectedActivity>> ActivitiesOf(const CsvLedger& ledger) {
  std::map<std::tuple<std::string, Flow, std::string, std::string>, InspectedActivity> activities;
  for (const ActivityRow& row : ledger.activities) {
    const auto [entry, is_new] = activities.try_emplace({row.activity, row.flow, row.unit, row.cost_type});
    InspectedActivity& activity = entry->second;
    if (is_new) activity = {row.activity, row.flow, row.unit, row.month, row.month, 0, 0, row.cost_type};
    activity.first_month = std::min(activity.first_month, row.month);
    activity.last_month = std::max(activity.last_month, row.month);
    ++activity.month_count;
    PROGNOS_ASSIGN_OR_RETURN(activity.sum, AddOre(activity.sum, row.value));
  }
  std::vector<InspectedActivity> result;
  for (auto& [key, activity] : activities) result.push_back(std::move(activity));
  return result;
}

std::vector<InspectedAccount> AccountsOf(std::map<std::string, InspectedAccount> accounts) {
  std::vector<InspectedAccount> result;
  for (auto& [number, account] : accounts) result.push_back(std::move(account));
  return result;
}

}  // namespace

absl::StatusOr<std::string> InspectionCsv(const SieLedger& ledger) { return AccountRowsCsv(ledger.rows); }

absl::StatusOr<std::string> InspectionCsv(const CsvLedger& ledger) {
  if (!ledger.accounts.empty()) return AccountRowsCsv(ledger.accounts);
  return ActivityRowsCsv(ledger.activities);
}

absl::StatusOr<Inspection> Inspect(const SieLedger& ledger) {
  Inspection inspection;
  inspection.format = FileFormat::kSie;
  inspection.encoding = ledger.encoding;
  inspection.sie_type = ledger.type;
  inspection.program = ledger.program;
  inspection.company = ledger.company;
  inspection.named_account_count = static_cast<int>(ledger.accounts.size());
  inspection.notes = ledger.notes;
  inspection.dimensions = DimensionsOf(ledger);
  inspection.years = YearsOf(ledger);
  CountRows(ledger.rows, inspection);
  std::map<std::string, InspectedAccount> accounts;
  const auto year_of = [&](const AccountMonth& month) { return YearNumbered(month.year_number, inspection.years); };
  PROGNOS_ASSIGN_OR_RETURN(const Postings actuals, PostingsFromSie(ledger, AmountKind::kActual));
  PROGNOS_ASSIGN_OR_RETURN(const Postings budgets, PostingsFromSie(ledger, AmountKind::kBudget));
  PROGNOS_RETURN_IF_ERROR(AddPostings(actuals, AmountKind::kActual, year_of, accounts));
  PROGNOS_RETURN_IF_ERROR(AddPostings(budgets, AmountKind::kBudget, year_of, accounts));
  PROGNOS_ASSIGN_OR_RETURN(const YearSums sums, CompareYearSums(ledger, actuals));
  CountDifferences(sums, inspection.years);
  for (auto& [number, account] : accounts) {
    const auto name = ledger.accounts.find(number);
    if (name != ledger.accounts.end()) account.name = name->second;
  }
  inspection.accounts = AccountsOf(std::move(accounts));
  const std::vector<Message> notes = sums.Notes();
  inspection.notes.insert(inspection.notes.end(), notes.begin(), notes.end());
  if (MeaningOfObjectlessRows(ledger) == ObjectlessRows::kRests) {
    inspection.notes.push_back(messages::note::RowsWithoutObjects());
  }
  return inspection;
}

absl::StatusOr<Inspection> Inspect(const CsvLedger& ledger) {
  Inspection inspection;
  inspection.format = FileFormat::kCsv;
  inspection.encoding = ledger.encoding;
  inspection.delimiter = ledger.delimiter;
  inspection.wide = ledger.wide;
  inspection.notes = ledger.notes;
  CountRows(ledger.accounts, inspection);
  inspection.actual_row_count += static_cast<int64_t>(ledger.activities.size());
  for (const ActivityRow& row : ledger.activities) ExtendMonths(row.month, inspection);
  PROGNOS_ASSIGN_OR_RETURN(inspection.activities, ActivitiesOf(ledger));
  inspection.dimensions = DimensionsOf(ledger);
  std::map<std::string, InspectedAccount> accounts;
  std::map<int, InspectedYear> years;
  const auto year_of = [&](const AccountMonth& month) { return &years[month.month.year()]; };
  PROGNOS_ASSIGN_OR_RETURN(const Postings actuals, PostingsFromCsv(ledger, AmountKind::kActual));
  PROGNOS_ASSIGN_OR_RETURN(const Postings budgets, PostingsFromCsv(ledger, AmountKind::kBudget));
  PROGNOS_RETURN_IF_ERROR(AddPostings(actuals, AmountKind::kActual, year_of, accounts));
  PROGNOS_RETURN_IF_ERROR(AddPostings(budgets, AmountKind::kBudget, year_of, accounts));
  for (auto year = years.rbegin(); year != years.rend(); ++year) {
    year->second.label = absl::StrCat(year->first);
    inspection.years.push_back(year->second);
  }
  inspection.accounts = AccountsOf(std::move(accounts));
  return inspection;
}

}  // namespace prognos
