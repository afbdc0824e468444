#include "forecast/outlook/explanation.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "forecast/budget/phasing.h"

namespace prognos::outlook {
namespace {

// What the outcome of months has more than their budget, by what makes it so.
struct Excess {
  int64_t events = 0;
  int64_t timing = 0;
  int64_t season_and_trend = 0;
  int64_t rest = 0;
  int64_t volume = 0;
  int64_t price = 0;
  int64_t volume_and_price = 0;
};

// A price beyond this many times the budgeted one, or below its inverse, is none.
constexpr double kMostTimesPrice = 10.0;

DeviationTerms TermsOf(Measure measure, const Excess& excess) {
  const auto deviation = [measure](int64_t more) { return Deviation(measure, int64_t{0}, more); };
  DeviationTerms terms{deviation(excess.events), deviation(excess.timing), deviation(excess.season_and_trend),
                       deviation(excess.rest)};
  terms.volume = deviation(excess.volume);
  terms.price = deviation(excess.price);
  terms.volume_and_price = deviation(excess.volume_and_price);
  return terms;
}

// The budget as the years before fell on their months.
MonthlyAmounts OwnPhasing(const ExplainedYear& year) {
  const bool has_budget = std::any_of(year.budget.begin(), year.budget.end(), [](int64_t ore) { return ore != 0; });
  const int64_t total = std::accumulate(year.budget.begin(), year.budget.end(), int64_t{0});
  if (year.volume.has_value()) {
    const std::vector<double> planned(year.volume->planned.begin(), year.volume->planned.end());
    return budget::PhaseByWeights(total, planned);
  }
  if (year.shares.empty() || !has_budget) return year.budget;
  return budget::PhaseByWeights(total, year.shares);
}

// Explains one series, step by step.
class SeriesExplanation {
 public:
  explicit SeriesExplanation(const ExplainedYear& year) : year_(year), phased_(OwnPhasing(year)) {
    for (size_t at = 0; at < phased_.size(); ++at) {
      if (!HasPoint(at)) continue;
      budgets_.push_back(static_cast<double>(phased_[at]));
      excesses_.push_back(ExcessWithoutEvents(at));
    }
    if (std::all_of(budgets_.begin(), budgets_.end(), [](double ore) { return ore == 0.0; })) {
      std::fill(budgets_.begin(), budgets_.end(), 1.0);
    }
    slope_ = MedianSlope(budgets_, excesses_);
  }

  Excess Known() const {
    Excess excess = MonthsThatAre(/*known=*/true, year_.known_events);
    if (budgets_.empty()) return WithVolume(/*known=*/true, excess);
    // Of this series and the others whose budget it holds; the others' own excess counts with them.
    const double level = slope_ * std::accumulate(budgets_.begin(), budgets_.end(), 0.0);
    const int64_t others = std::llround(std::accumulate(year_.others.begin(), year_.others.end(), 0.0));
    excess.rest = excess.season_and_trend + others - std::llround(level);
    excess.season_and_trend -= excess.rest;
    return WithVolume(/*known=*/true, excess);
  }

  Excess Remaining() const {
    return WithVolume(/*known=*/false, MonthsThatAre(/*known=*/false, year_.predicted_events));
  }

  // The month, 1-12, whose part of the rest is largest, with that part as an excess.
  std::optional<StandingOut> MostOut() const {
    std::optional<StandingOut> most;
    size_t point = 0;
    for (size_t at = 0; at < phased_.size(); ++at) {
      if (!HasPoint(at)) continue;
      const int64_t part = std::llround(excesses_[point] - slope_ * budgets_[point]);
      ++point;
      if (part == 0 || (most.has_value() && std::abs(part) <= std::abs(most->amount))) continue;
      most = StandingOut{static_cast<int>(at) + 1, part};
    }
    return most;
  }

 private:
  // Whether the month tells of the level.
  bool HasPoint(size_t at) const { return year_.is_known[at] && !year_.has_budget_elsewhere; }

  double ExcessWithoutEvents(size_t at) const {
    return static_cast<double>(year_.amounts[at] - phased_[at]) - year_.events_by_month[at] + year_.others[at];
  }

  // Tells season and trend as volume and price, where there is a volume.
  Excess WithVolume(bool known, Excess excess) const {
    if (!year_.volume.has_value()) return excess;
    double planned = 0.0;
    double volume = 0.0;
    double cost = static_cast<double>(excess.season_and_trend);
    for (size_t at = 0; at < phased_.size(); ++at) {
      if (year_.is_known[at] != known) continue;
      planned += static_cast<double>(year_.volume->planned[at]);
      volume += static_cast<double>(year_.volume->months[at]);
      cost += static_cast<double>(phased_[at]);
    }
    const double budgeted = BudgetedPrice();
    excess.volume = std::llround(budgeted * (volume - planned));
    excess.season_and_trend -= excess.volume;
    const double times = volume > 0.0 ? cost / volume / budgeted : 0.0;
    if (times < 1.0 / kMostTimesPrice || times > kMostTimesPrice) return excess;
    excess.price = std::llround((times - 1.0) * budgeted * planned);
    excess.volume_and_price = excess.season_and_trend - excess.price;
    excess.season_and_trend = 0;
    return excess;
  }

  // Öre for a thousandth.
  double BudgetedPrice() const {
    const auto sum = [](const MonthlyAmounts& months) {
      return static_cast<double>(std::accumulate(months.begin(), months.end(), int64_t{0}));
    };
    return sum(phased_) / sum(year_.volume->planned);
  }

  // Everything that is neither event nor timing counts as season and trend.
  Excess MonthsThatAre(bool known, int64_t events) const {
    Excess excess;
    excess.events = events;
    excess.season_and_trend = -events;
    for (size_t at = 0; at < phased_.size(); ++at) {
      if (year_.is_known[at] != known) continue;
      excess.timing += phased_[at] - year_.budget[at];
      excess.season_and_trend += year_.amounts[at] - phased_[at];
    }
    return excess;
  }

  const ExplainedYear& year_;
  const MonthlyAmounts phased_;
  std::vector<double> budgets_;   // Of the known months; 1 where all are zero.
  std::vector<double> excesses_;  // Of the known months, without events.
  double slope_ = 0.0;
};

}  // namespace

void DeviationTerms::Add(const DeviationTerms& other) {
  events += other.events;
  timing += other.timing;
  season_and_trend += other.season_and_trend;
  rest += other.rest;
  volume += other.volume;
  price += other.price;
  mix += other.mix;
  volume_and_price += other.volume_and_price;
}

DeviationTerms Explanation::FullYear() const {
  DeviationTerms year = known;
  year.Add(remaining);
  return year;
}

void Explanation::Add(const Explanation& other) {
  known.Add(other.known);
  remaining.Add(other.remaining);
  if (!other.standing_out.has_value()) return;
  if (standing_out.has_value() && std::abs(standing_out->amount) >= std::abs(other.standing_out->amount)) return;
  standing_out = other.standing_out;
}

Explanation Explain(Measure measure, const ExplainedYear& year) {
  const SeriesExplanation series(year);
  Explanation result{TermsOf(measure, series.Known()), TermsOf(measure, series.Remaining()), series.MostOut()};
  if (result.standing_out.has_value()) {
    result.standing_out->amount = Deviation(measure, int64_t{0}, result.standing_out->amount);
  }
  return result;
}

double MedianSlope(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<std::pair<double, double>> slopes;  // With their weights.
  double total = 0.0;
  for (size_t at = 0; at < x.size(); ++at) {
    if (x[at] == 0.0) continue;  // Any slope leaves it as far away.
    slopes.emplace_back(y[at] / x[at], std::abs(x[at]));
    total += std::abs(x[at]);
  }
  std::sort(slopes.begin(), slopes.end());
  double below = 0.0;
  for (size_t at = 0; at < slopes.size(); ++at) {
    below += slopes[at].second;
    if (2.0 * below > total) return slopes[at].first;
    if (2.0 * below == total && at + 1 < slopes.size()) return 0.5 * (slopes[at].first + slopes[at + 1].first);
  }
  return 0.0;
}

}  // namespace prognos::outlook
