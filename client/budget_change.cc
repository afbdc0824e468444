#include "client/budget_change.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "forecast/base/month_names.h"
#include "forecast/base/monthly_amounts.h"

namespace prognos::client {
namespace {

using documents::Amount;
using documents::Cell;
using documents::ColumnKind;

// So many are named; the rest are counted.
// In parts of what was: more asks for a second look, for amounts are whole years and not additions.
constexpr int64_t kLargeChangeParts = 5;

bool SameAmounts(const v1::BudgetLine& one, const v1::BudgetLine& other) {
  return one.amount_ore() == other.amount_ore() &&
         std::equal(one.monthly_amounts_ore().begin(), one.monthly_amounts_ore().end(),
                    other.monthly_amounts_ore().begin(), other.monthly_amounts_ore().end());
}

std::map<std::string, const v1::BudgetLine*> BySeries(const v1::GetBudgetResponse& budget) {
  std::map<std::string, const v1::BudgetLine*> lines;
  for (const v1::BudgetLine& line : budget.lines()) lines[line.series()] = &line;
  return lines;
}

bool IsLarge(int64_t was, int64_t is) { return std::abs(is - was) > std::abs(was) / kLargeChangeParts; }

// The change is the difference of what is shown, so that a row adds up.
std::vector<Cell> AmountCells(std::optional<int64_t> was, int64_t is) {
  const documents::ShownUnit tkr = documents::Tkr();
  const Amount before = documents::RoundedAmount(was.value_or(0), tkr);
  const Amount after = documents::RoundedAmount(is, tkr);
  const Amount change{is - was.value_or(0), after.shown - before.shown, tkr, Sign::kAlways};
  return {was.has_value() ? Cell{before} : Cell{documents::NoValue()}, {after}, {change}};
}

std::string NameOf(const std::string& series, const LedgerNames& names, const Texts& texts) {
  return absl::StrCat(names.SeriesActivityText(series), " (", names.SeriesText(series, texts), ")");
}

std::optional<int64_t> WasOf(const v1::BudgetEffect::Line& line) {
  return line.has_was_ore() ? std::optional<int64_t>(line.was_ore()) : std::nullopt;
}

documents::Table ChangeTable(const v1::BudgetEffect& effect, const LedgerNames& names, const Texts& texts) {
  documents::Table table{"budget_changes",
                         {{"activity", {texts.activity}, ColumnKind::kText, true},
                          {"flow", {texts.flow}},
                          {"was", {texts.budget_was}, ColumnKind::kAmount, false, "tkr"},
                          {"is", {texts.budget_is}, ColumnKind::kAmount, false, "tkr"},
                          {"change", {texts.budget_change}, ColumnKind::kAmount, false, "tkr"}},
                         {}};
  const auto add = [&](std::string name, std::string flow, std::optional<int64_t> was, int64_t is) {
    std::vector<Cell> cells = {{std::move(name)}, {std::move(flow)}};
    for (Cell& cell : AmountCells(was, is)) cells.push_back(std::move(cell));
    table.rows.push_back({.cells = std::move(cells)});
  };
  for (const v1::BudgetEffect::Line& line : effect.lines()) {
    add(names.SeriesActivityText(line.series()), names.SeriesText(line.series(), texts), WasOf(line), line.is_ore());
  }
  add(texts.budget_whole_year, "", effect.net_was_ore(), effect.net_is_ore());
  return table;
}

// The names of what changes by more than a fifth of what it was.
std::vector<std::string> LargeChanges(const v1::BudgetEffect& effect, const LedgerNames& names, const Texts& texts) {
  std::vector<std::string> large;
  for (const v1::BudgetEffect::Line& line : effect.lines()) {
    if (line.has_was_ore() && IsLarge(line.was_ore(), line.is_ore())) {
      large.push_back(NameOf(line.series(), names, texts));
    }
  }
  if (IsLarge(effect.net_was_ore(), effect.net_is_ore())) large.push_back(texts.budget_whole_year_in_text);
  return large;
}

// The months of lines in net.
MonthlyAmounts NetMonths(const google::protobuf::RepeatedPtrField<v1::BudgetLine>& lines) {
  MonthlyAmounts months{};
  for (const v1::BudgetLine& line : lines) {
    const int sign = IsRevenueSeries(line.series()) ? -1 : 1;
    for (int i = 0; i < std::min(line.monthly_amounts_ore_size(), 12); ++i) {
      months[static_cast<size_t>(i)] += sign * line.monthly_amounts_ore(i);
    }
  }
  return months;
}

}  // namespace

documents::Table MonthsTable(const v1::GetBudgetResponse& before, const v1::BudgetVersion& change, const Texts& texts) {
  documents::Table table{"budget_months",
                         {{"month", {texts.month}, ColumnKind::kText, true},
                          {"was", {texts.budget_was}, ColumnKind::kAmount, false, "tkr"},
                          {"is", {texts.budget_is}, ColumnKind::kAmount, false, "tkr"},
                          {"change", {texts.budget_change}, ColumnKind::kAmount, false, "tkr"}},
                         {}};
  const MonthlyAmounts was = NetMonths(before.lines());
  const MonthlyAmounts added = NetMonths(change.lines());
  int64_t year_was = 0, year_is = 0;
  const auto add = [&](std::string name, int64_t before_ore, int64_t after_ore, bool is_sum) {
    std::vector<Cell> cells = {{std::move(name)}};
    for (Cell& cell : AmountCells(before_ore, after_ore)) cells.push_back(std::move(cell));
    table.rows.push_back({.cells = std::move(cells), .is_sum = is_sum});
  };
  for (size_t i = 0; i < was.size(); ++i) {
    add(MonthName(static_cast<int>(i) + 1, texts.language), was[i], was[i] + added[i], false);
    year_was += was[i];
    year_is += was[i] + added[i];
  }
  add(texts.full_year_capital, year_was, year_is, true);
  return table;
}

const v1::BudgetVersion* SameDecision(const v1::GetBudgetResponse& before, const v1::BudgetVersion& set) {
  const std::map<std::string, const v1::BudgetLine*> held = BySeries(before);
  for (const v1::BudgetLine& line : set.lines()) {
    const auto found = held.find(line.series());
    const bool same = found != held.end() && SameAmounts(*found->second, line) &&
                      found->second->decision_date() == set.decision_date();
    if (!same) return nullptr;
  }
  const v1::BudgetVersion* decision = nullptr;  // The latest of its date.
  for (const v1::BudgetVersion& version : before.versions()) {
    const bool described = set.description().empty() || set.description() == version.description();
    if (version.decision_date() == set.decision_date() && described) decision = &version;
  }
  return decision;
}

const v1::BudgetVersion* SameChange(const v1::GetBudgetResponse& before, const v1::BudgetVersion& change) {
  const auto same_lines = [](const v1::BudgetVersion& one, const v1::BudgetVersion& other) {
    std::map<std::string, const v1::BudgetLine*> lines;
    for (const v1::BudgetLine& line : other.lines()) lines[line.series()] = &line;
    return one.lines_size() == other.lines_size() &&
           std::all_of(one.lines().begin(), one.lines().end(), [&](const v1::BudgetLine& line) {
             const auto found = lines.find(line.series());
             return found != lines.end() && SameAmounts(line, *found->second);
           });
  };
  for (const v1::BudgetVersion& version : before.versions()) {
    const bool described = change.description().empty() || change.description() == version.description();
    if (described && version.decision_date() == change.decision_date() && version.kind() == change.kind() &&
        version.first_month() == change.first_month() && same_lines(version, change)) {
      return &version;
    }
  }
  return nullptr;
}

documents::Document ChangeDocument(const v1::BudgetEffect& effect, bool sets, const LedgerNames& names,
                                   const Texts& texts) {
  documents::Document document;
  if (!effect.lines().empty()) {
    document.blocks.push_back(documents::Heading{3, texts.budget_changes});
    document.blocks.push_back(ChangeTable(effect, names, texts));
  }
  documents::Paragraphs remarks;
  if (!effect.outranked().empty()) {
    std::vector<std::string> outranked;
    for (const std::string& series : effect.outranked()) outranked.push_back(NameOf(series, names, texts));
    remarks.texts.push_back(absl::Substitute(texts.budget_earlier_decision, FirstNames(outranked, texts)));
  }
  const std::vector<std::string> large = sets ? LargeChanges(effect, names, texts) : std::vector<std::string>{};
  if (!large.empty()) remarks.texts.push_back(absl::Substitute(texts.budget_large_change, FirstNames(large, texts)));
  if (!remarks.texts.empty()) document.blocks.push_back(std::move(remarks));
  return document;
}

}  // namespace prognos::client
