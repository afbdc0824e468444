#include "forecast/service/evaluation_types.h"

#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "forecast/outlook/type_lines.h"

namespace prognos::service {
namespace {

constexpr int kWithoutType = -1;

// Whether anything was ever booked, or is forecast by its budget.
bool HasMoney(const outlook::SeriesInput& series) {
  const auto is_money = [](double value) { return !std::isnan(value) && value != 0.0; };
  const bool has_budget = absl::c_any_of(series.budget.values, is_money);
  return absl::c_any_of(series.history.values, is_money) || (has_budget && !series.told_by_type_since.has_value());
}

// The money at and below one line, by type.
class TypesAt {
 public:
  // `activity`: index of the node; -1: all.
  TypesAt(const outlook::OutlookInput& input, int activity) : input_(input) {
    for (int at = 0; at < static_cast<int>(input.series.size()); ++at) {
      const outlook::SeriesInput& series = input.series[static_cast<size_t>(at)];
      if (series.flow == Flow::kVolume || !IsAtOrBelow(series.activity, activity)) continue;
      const bool is_typed = series.type != kWithoutType;
      has_types_ |= is_typed;
      has_rest_ |= !is_typed && HasMoney(series);
      series_[series.type].push_back(at);
    }
  }

  bool has_types() const { return has_types_; }

  // In the order of the list, the money without a type last.
  std::vector<int> Types() const {
    std::vector<int> types;
    for (const auto& [type, series] : series_) {
      if (type != kWithoutType) types.push_back(type);
    }
    if (has_rest_) types.push_back(kWithoutType);
    return types;
  }

  // No terms where the type has nothing of that measure.
  evaluation::BacktestRow RowOf(int type, Measure measure) const {
    evaluation::BacktestRow row;
    for (const int at : series_.at(type)) {
      const bool is_cost = input_.series[static_cast<size_t>(at)].flow == Flow::kCost;
      if (measure == (is_cost ? Measure::kRevenue : Measure::kCost)) continue;
      row.terms.push_back({at, measure == Measure::kNet && !is_cost ? -1 : 1});
    }
    return row;
  }

 private:
  bool IsAtOrBelow(int node, int top) const {
    while (node >= 0 && node != top) node = input_.activities[static_cast<size_t>(node)].parent;
    return node == top;
  }

  const outlook::OutlookInput& input_;
  std::map<int, std::vector<int>> series_;
  bool has_types_ = false;
  bool has_rest_ = false;  // There is money without a type.
};

// The series of which the budget of `year` is not told apart by type.
std::set<int> SeriesOfOneBudgetIn(int year, outlook::OutlookInput& input) {
  input.year = year;
  std::set<int> series;
  for (int at = 0; at < static_cast<int>(input.series.size()); ++at) {
    if (input.series[static_cast<size_t>(at)].flow == Flow::kVolume || series.contains(at)) continue;
    const std::vector<int> together = outlook::SeriesOfOneBudget(input, at);
    series.insert(together.begin(), together.end());
  }
  return series;
}

}  // namespace

void AddRowsByType(EvaluationMaterial& material) {
  const outlook::OutlookInput& input = material.ledger.input;
  for (int activity = -1; activity < static_cast<int>(input.activities.size()); ++activity) {
    const TypesAt types(input, activity);
    if (!types.has_types()) continue;
    for (const int type : types.Types()) {
      for (const Measure measure : {Measure::kCost, Measure::kRevenue, Measure::kNet}) {
        evaluation::BacktestRow row = types.RowOf(type, measure);
        if (row.terms.empty()) continue;
        outlook::Line& line = material.lines.emplace_back();
        line.activity = activity;
        line.type = type;
        line.measure = measure;
        material.input.rows.push_back(std::move(row));
      }
    }
  }
}

void LeaveOutBudgetsOfAllTypes(const EvaluationMaterial& material,
                               std::vector<evaluation::BacktestForecast>& forecasts) {
  if (material.first_by_type == material.lines.size()) return;
  outlook::OutlookInput input = material.ledger.input;
  for (size_t at = 0; at < input.series.size(); ++at) input.series[at].budget = material.input.series[at].budget;
  std::map<int, std::set<int>> of_year;
  for (const int year : material.options.years) of_year[year] = SeriesOfOneBudgetIn(year, input);
  // A type of a line has no budget where any part of the line's has none of its own.
  std::map<int, std::set<std::pair<int, Measure>>> lines_of_year;
  for (size_t row = material.first_by_type; row < material.lines.size(); ++row) {
    const outlook::Line& line = material.lines[row];
    for (const auto& [year, series] : of_year) {
      const bool is_any = absl::c_any_of(material.input.rows[row].terms, [&](const evaluation::BacktestTerm& term) {
        return series.contains(term.series);
      });
      if (is_any) lines_of_year[year].insert({line.activity, line.measure});
    }
  }
  for (evaluation::BacktestForecast& one : forecasts) {
    const auto row = static_cast<size_t>(one.row);
    if (row < material.first_by_type) continue;
    const outlook::Line& line = material.lines[row];
    if (lines_of_year[one.round.year].contains({line.activity, line.measure})) one.budget = kMissing;
  }
}

}  // namespace prognos::service
