#include "forecast/outlook/line_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "forecast/engine/path_summary.h"

namespace prognos::outlook {
namespace {

const std::vector<double>& Levels() {
  static const auto& levels = *new std::vector<double>(kQuantileLevels.begin(), kQuantileLevels.end());
  return levels;
}

// Quantiles of `known` plus the draws in `predicted`; no draws: nothing is predicted.
Quantiles QuantilesOf(int64_t known, const Vector& predicted) {
  Quantiles quantiles;
  quantiles.fill(known);
  if (predicted.size() == 0) return quantiles;
  const std::vector<double> values = engine::SampleQuantiles(predicted, Levels());
  for (size_t at = 0; at < quantiles.size(); ++at) quantiles[at] += std::llround(values[at]);
  return quantiles;
}

// The intervals of `known` plus the draws in `predicted`, of which there are some.
CentralIntervals IntervalsOf(int64_t known, const Vector& predicted) {
  static const auto& levels = *new std::vector<double>{0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975};
  const std::vector<double> values = engine::SampleQuantiles(predicted, levels);
  const auto at = [&](size_t level) { return known + std::llround(values[level]); };
  return {.median = at(3),
          .low_50 = at(2),
          .high_50 = at(4),
          .low_80 = at(1),
          .high_80 = at(5),
          .low_95 = at(0),
          .high_95 = at(6)};
}

void FillMonths(const YearTotal& total, int year, MonthDetail detail, Line& line) {
  int64_t known_so_far = 0;
  Vector predicted_so_far = Vector::Zero(total.paths.cols());
  for (size_t at = 0; at < line.months.size(); ++at) {
    MonthOutlook& month = line.months[at];
    month.month = Month::January(year) + static_cast<int>(at);
    month.known = !total.has_predicted[at];
    month.amount = total.known[at] + total.predicted[at];
    if (total.has_budget) month.budget = total.budget[at];
    if (total.is_unfinished[at] && total.known[at] != 0) month.booked = total.known[at];
    known_so_far += total.known[at];
    if (month.known || detail == MonthDetail::kAmounts) continue;
    const Vector predicted = total.paths.row(static_cast<Eigen::Index>(at)).transpose();
    predicted_so_far += predicted;
    month.quantiles = QuantilesOf(total.known[at], predicted);
    month.year_to_date = IntervalsOf(known_so_far, predicted_so_far);
  }
}

// The deviation's distribution is the outcome's, shifted by the budget; turned over unless the line is revenue.
Quantiles DeviationQuantiles(Measure measure, int64_t budget, const Quantiles& outcome) {
  Quantiles deviation;
  for (size_t at = 0; at < outcome.size(); ++at) {
    const size_t from = measure == Measure::kRevenue ? at : outcome.size() - 1 - at;
    deviation[at] = Deviation(measure, budget, outcome[from]);
  }
  return deviation;
}

// The share of the draws in `predicted` that, after `known`, end in a deficit. That all of n draws do, or none,
// promises nothing: the chance is then held to half a draw among n + 1.
double DeficitProbability(Measure measure, int64_t budget, int64_t known, const Vector& predicted) {
  if (predicted.size() == 0) return Deviation(measure, budget, known) < 0 ? 1.0 : 0.0;
  const auto deficits = std::count_if(predicted.begin(), predicted.end(), [&](double rest) {
    return Deviation<int64_t>(measure, budget, known + std::llround(rest)) < 0;
  });
  const double draws = static_cast<double>(predicted.size());
  const double least = 0.5 / (draws + 1.0);
  return std::clamp(static_cast<double>(deficits) / draws, least, 1.0 - least);
}

}  // namespace

YearSummary SummarizeYear(Measure measure, std::optional<int64_t> budget, int64_t known, int64_t full_year,
                          const Vector& predicted) {
  YearSummary summary;
  summary.full_year = full_year;
  summary.full_year_quantiles = QuantilesOf(known, predicted);
  if (!budget.has_value()) return summary;
  summary.deviation = Deviation(measure, *budget, full_year);
  summary.deviation_quantiles = DeviationQuantiles(measure, *budget, summary.full_year_quantiles);
  summary.deficit_probability = DeficitProbability(measure, *budget, known, predicted);
  return summary;
}

void FillLine(const YearTotal& total, int year, int last_known_month, Line& line, MonthDetail detail) {
  FillMonths(total, year, detail, line);
  line.known_amount = total.KnownAmount();
  line.full_year = total.FullYear();
  const Vector predicted = total.paths.size() == 0 ? Vector() : engine::PathTotals(total.paths);
  if (total.has_budget) {
    line.budget = total.Budget();
    line.explanation = total.explanation;
    line.budget_to_date = std::accumulate(total.budget.begin(), total.budget.begin() + last_known_month, int64_t{0});
  }
  const YearSummary summary = SummarizeYear(line.measure, line.budget, line.known_amount, line.full_year, predicted);
  line.full_year_quantiles = summary.full_year_quantiles;
  line.deviation = summary.deviation;
  line.deviation_quantiles = summary.deviation_quantiles;
  line.deficit_probability = summary.deficit_probability;
  if (total.has_last_year && !total.last_year_is_partial) line.last_year = total.last_year;
}

}  // namespace prognos::outlook
