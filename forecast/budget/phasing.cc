#include "forecast/budget/phasing.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "forecast/base/apportion.h"
#include "forecast/series/seasonality.h"
#include "messages/note.h"

namespace prognos::budget {

MonthlyAmounts PhaseEvenly(int64_t amount_ore, int first_month) {
  const int count = kMonthsPerYear - first_month + 1;
  const int64_t rest = amount_ore % count;  // Has the sign of the amount.
  MonthlyAmounts months{};
  for (int i = 0; i < count; ++i) {
    months[first_month - 1 + i] = amount_ore / count + (i < std::abs(rest) ? (rest > 0 ? 1 : -1) : 0);
  }
  return months;
}

bool HasProfile(const MonthlySeries& history, int year, int first_month) {
  const Month january = Month::January(year);
  for (int i = first_month - 1; i < kMonthsPerYear; ++i) {
    if (!(history.At(january + i) >= 0.0)) return false;  // Missing or negative.
  }
  return history.SumBetween(january + (first_month - 1), january + 11) > 0.0;
}

MonthlyAmounts PhaseLikeYear(int64_t amount_ore, const MonthlySeries& history, int year, int first_month) {
  std::vector<double> weights;
  for (int i = 0; i < kMonthsPerYear; ++i) weights.push_back(history.At(Month::January(year) + i));
  return PhaseByWeights(amount_ore, weights, first_month);
}

MonthlyAmounts PhaseByWeights(int64_t amount_ore, absl::Span<const double> weights, int first_month) {
  const std::vector<int64_t> parts = Apportion(amount_ore, weights.subspan(static_cast<size_t>(first_month - 1)));
  MonthlyAmounts months{};
  std::copy(parts.begin(), parts.end(), months.begin() + (first_month - 1));
  return months;
}

std::vector<double> MeanProfile(const MonthlySeries& history, int last_year, int years) {
  std::vector<double> shares(kMonthsPerYear, 0.0);
  int counted = 0;
  for (int year = last_year - years + 1; year <= last_year; ++year) {
    if (!HasProfile(history, year)) continue;
    const Month january = Month::January(year);
    const double total = history.SumBetween(january, january + 11);
    for (int i = 0; i < kMonthsPerYear; ++i) shares[static_cast<size_t>(i)] += history.At(january + i) / total;
    ++counted;
  }
  if (counted == 0) return {};
  for (double& share : shares) share /= counted;
  return shares;
}

std::vector<double> SeasonProfile(const MonthlySeries& history, int year) {
  const MonthlySeries known = history.Before(Month::January(year)).Trimmed();
  if (known.size() < kLeastMonthsForSeason) return {};
  const MonthlySeries filled = FillGaps(known);
  if (filled.values.minCoeff() < 0.0 || filled.values.sum() == 0.0) return {};
  const SeasonalProfile season = Shrunk(EstimateProfile(filled.values, SeasonalForm::kMultiplicative));
  if (season.form == SeasonalForm::kNone) return {};
  const double mean = filled.values.mean();
  std::vector<double> weights(kMonthsPerYear);
  for (int row = 0; row < kMonthsPerYear; ++row) {
    const double value = season.Apply(row, mean);
    const int month = (filled.first + row).month();
    weights[static_cast<size_t>(month - 1)] = std::max(value / mean, 0.0);
  }
  return weights;
}

int YearsOfHistory(const PhasingRule& rule) {
  constexpr int kYearsForSeason = 10;
  switch (rule.method) {
    case PhasingRule::Method::kLastYear:
      return 1;
    case PhasingRule::Method::kMeanProfile:
      return rule.profile_years;
    case PhasingRule::Method::kSeasonProfile:
      return kYearsForSeason;
    default:
      return 0;
  }
}

PhasedMonths PhaseBy(const PhasingRule& rule, int64_t amount_ore, int year, int first_month,
                     const MonthlySeries& history) {
  const auto even = [&](std::optional<Message> note) {
    return PhasedMonths{PhaseEvenly(amount_ore, first_month), std::move(note)};
  };
  const auto weighted = [&](const std::vector<double>& weights, std::optional<Message> note) {
    return PhasedMonths{PhaseByWeights(amount_ore, weights, first_month), std::move(note)};
  };
  switch (rule.method) {
    case PhasingRule::Method::kLastYear:
      if (!HasProfile(history, year - 1, first_month)) return even(messages::note::PhasedEvenly(year - 1));
      return {PhaseLikeYear(amount_ore, history, year - 1, first_month), std::nullopt};
    case PhasingRule::Method::kMeanProfile: {
      const int first_year = year - rule.profile_years;
      const std::vector<double> weights = MeanProfile(history, year - 1, rule.profile_years);
      if (weights.empty()) return even(messages::note::PhasedEvenlyWithoutYears(first_year, year - 1));
      return weighted(weights, messages::note::PhasedByMean(first_year, year - 1));
    }
    case PhasingRule::Method::kSeasonProfile: {
      const std::vector<double> weights = SeasonProfile(history, year);
      if (weights.empty()) return even(messages::note::PhasedEvenlyWithoutSeason());
      return weighted(weights, messages::note::PhasedBySeason());
    }
    case PhasingRule::Method::kPercentages:
      return weighted(rule.percentages, std::nullopt);
    default:
      return even(std::nullopt);
  }
}

void Phase(BudgetLine& line, const PhasingRule& rule, int year, const MonthlySeries& history) {
  if (rule.method == PhasingRule::Method::kMonthlyAmounts) return;
  const PhasedMonths phased = PhaseBy(rule, line.amount_ore, year, line.first_month, history);
  line.monthly_ore = phased.ore;
  if (phased.note.has_value()) line.note = Encode(*phased.note);
}

}  // namespace prognos::budget
