#include "forecast/evaluation/scores.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/evaluation/accuracy.h"

namespace prognos::evaluation {
namespace {

using Forecasts = std::vector<const BacktestForecast*>;

double ErrorOf(const BacktestForecast& one) { return one.actual - one.forecast; }
bool Answered(const BacktestForecast& one) { return !std::isnan(one.forecast); }

template <typename Value>
Vector Column(const Forecasts& forecasts, const Value& value) {
  Vector column(static_cast<Eigen::Index>(forecasts.size()));
  for (size_t i = 0; i < forecasts.size(); ++i) column[static_cast<Eigen::Index>(i)] = value(*forecasts[i]);
  return column;
}

Vector Actuals(const Forecasts& forecasts) {
  return Column(forecasts, [](const BacktestForecast& one) { return one.actual; });
}

Vector Predicted(const Forecasts& forecasts) {
  return Column(forecasts, [](const BacktestForecast& one) { return one.forecast; });
}

Vector AbsoluteErrors(const Forecasts& forecasts) {
  return Column(forecasts, [](const BacktestForecast& one) { return std::abs(ErrorOf(one)); });
}

// The central interval between the levels at `lower` and its mirror.
int Hits(const Forecasts& forecasts, size_t lower) {
  return static_cast<int>(absl::c_count_if(forecasts, [lower](const BacktestForecast* one) {
    const size_t upper = kBacktestLevels.size() - 1 - lower;
    return one->quantiles[lower] <= one->actual && one->actual <= one->quantiles[upper];
  }));
}

// 5-95 %, 10-90 % and 25-75 %.
constexpr size_t kLower90 = 0;
constexpr size_t kLower80 = 1;
constexpr size_t kLower50 = 2;

Vector Quantiles(const Forecasts& forecasts, size_t level) {
  return Column(forecasts, [level](const BacktestForecast& one) { return one.quantiles[level]; });
}

Vector AbsoluteScales(const Forecasts& forecasts) {
  return Column(forecasts, [](const BacktestForecast& one) { return one.year_scale.absolute; });
}

double MeanScaledError(const Forecasts& forecasts) {
  const Vector scales = AbsoluteScales(forecasts);
  return MeanAbsoluteError(Scaled(Actuals(forecasts), scales), Scaled(Predicted(forecasts), scales));
}

double RootMeanSquaredScaledErrorOf(const Forecasts& forecasts) {
  const Vector scales =
      Column(forecasts, [](const BacktestForecast& one) { return std::sqrt(one.year_scale.squared); });
  return RootMeanSquaredError(Scaled(Actuals(forecasts), scales), Scaled(Predicted(forecasts), scales));
}

// Of the central interval between the levels at `lower` and its mirror, each forecast divided by its scale.
double ScaledIntervalScore(const Forecasts& forecasts, size_t lower, const Vector& scales) {
  const size_t upper = kBacktestLevels.size() - 1 - lower;
  return IntervalScore(Scaled(Actuals(forecasts), scales), Scaled(Quantiles(forecasts, lower), scales),
                       Scaled(Quantiles(forecasts, upper), scales), kBacktestLevels[upper] - kBacktestLevels[lower]);
}

double IntervalScoreOf(const Forecasts& forecasts, size_t lower) {
  return ScaledIntervalScore(forecasts, lower, Vector::Ones(static_cast<Eigen::Index>(forecasts.size())));
}

double MeanPinballLoss(const Forecasts& forecasts) {
  double sum = 0.0;
  for (size_t level = 0; level < kBacktestLevels.size(); ++level) {
    sum += PinballLoss(Actuals(forecasts), Quantiles(forecasts, level), kBacktestLevels[level]);
  }
  return sum / static_cast<double>(kBacktestLevels.size());
}

double BudgetPercentageError(const Forecasts& forecasts) {
  double errors = 0.0;
  double budgets = 0.0;
  for (const BacktestForecast* one : forecasts) {
    if (std::isnan(one->budget)) continue;
    errors += std::abs(ErrorOf(*one));
    budgets += std::abs(one->budget);
  }
  return budgets > 0.0 ? 100.0 * errors / budgets : kMissing;
}

// The forecasts of one model and those of another that it is measured against, year by year, where both answer.
struct Pairs {
  Forecasts own;
  Forecasts reference;
};

void Append(const Pairs& more, Pairs& pairs) {
  absl::c_copy(more.own, std::back_inserter(pairs.own));
  absl::c_copy(more.reference, std::back_inserter(pairs.reference));
}

double RatioOrMissing(double own, double reference) { return reference > 0.0 ? own / reference : kMissing; }

double Ratio(const Pairs& pairs) {
  return RatioOrMissing(AbsoluteErrors(pairs.own).sum(), AbsoluteErrors(pairs.reference).sum());
}

Vector Crps(const Forecasts& forecasts) {
  return Column(forecasts, [](const BacktestForecast& one) { return one.crps; });
}

// Forecasts by (round, row, model), in that order.
class Grouping {
 public:
  Grouping(const std::vector<BacktestForecast>& forecasts, const std::vector<std::string>& models)
      : model_count_(static_cast<int>(models.size())) {
    for (const absl::string_view baseline : kBaselines) {
      const auto found = absl::c_find(models, baseline);
      if (found == models.end()) continue;
      baselines_.push_back(static_cast<int>(found - models.begin()));
      if (baseline == kReferenceModel) reference_ = baselines_.back();
    }
    for (const BacktestForecast& one : forecasts) {
      groups_[{one.round.last_known_month, one.row, one.model}].push_back(&one);
      if (!absl::c_linear_search(rounds_, one.round.last_known_month)) rounds_.push_back(one.round.last_known_month);
    }
    absl::c_sort(rounds_);
  }

  using Key = std::tuple<int, int, int>;
  const std::map<Key, Forecasts>& groups() const { return groups_; }
  const std::vector<int>& rounds() const { return rounds_; }
  int model_count() const { return model_count_; }
  int reference() const { return reference_; }                      // -1: not among the models.
  const std::vector<int>& baselines() const { return baselines_; }  // Among the models.

  Forecasts AnsweredOf(const Key& key) const {
    const auto found = groups_.find(key);
    Forecasts answered;
    if (found == groups_.end()) return answered;
    absl::c_copy_if(found->second, std::back_inserter(answered),
                    [](const BacktestForecast* one) { return Answered(*one); });
    return answered;
  }

  Pairs PairsOf(const Key& key, int against) const {
    Pairs pairs;
    const Forecasts reference = AnsweredOf({std::get<0>(key), std::get<1>(key), against});
    for (const BacktestForecast* one : AnsweredOf(key)) {
      const auto same = absl::c_find_if(
          reference, [one](const BacktestForecast* other) { return other->round.year == one->round.year; });
      if (same == reference.end()) continue;
      pairs.own.push_back(one);
      pairs.reference.push_back(*same);
    }
    return pairs;
  }

 private:
  int model_count_;
  int reference_ = -1;
  std::vector<int> baselines_;
  std::map<Key, Forecasts> groups_;
  std::vector<int> rounds_;
};

void FillMeasures(const Forecasts& forecasts, RowScore& score) {
  const Vector actual = Actuals(forecasts);
  const Vector forecast = Predicted(forecasts);
  score.mean_error = MeanError(actual, forecast);
  score.mean_absolute_error = MeanAbsoluteError(actual, forecast);
  score.median_absolute_error = SampleQuantile(AbsoluteErrors(forecasts), 0.5);
  score.mean_absolute_percentage_error = MeanAbsolutePercentageError(actual, forecast);
  score.weighted_percentage_error = WeightedAbsolutePercentageError(actual, forecast);
  score.budget_percentage_error = BudgetPercentageError(forecasts);
  score.hits_50 = Hits(forecasts, kLower50);
  score.hits_80 = Hits(forecasts, kLower80);
  score.hits_90 = Hits(forecasts, kLower90);
  score.mean_pinball_loss = MeanPinballLoss(forecasts);
  score.mean_crps = Crps(forecasts).mean();
}

void FillSquaredAndScaled(const Forecasts& forecasts, RowScore& score) {
  score.root_mean_squared_error = RootMeanSquaredError(Actuals(forecasts), Predicted(forecasts));
  score.symmetric_percentage_error = SymmetricMeanAbsolutePercentageError(Actuals(forecasts), Predicted(forecasts));
  score.mean_scaled_error = MeanScaledError(forecasts);
  score.root_mean_squared_scaled_error = RootMeanSquaredScaledErrorOf(forecasts);
  score.interval_score_80 = IntervalScoreOf(forecasts, kLower80);
  score.interval_score_90 = IntervalScoreOf(forecasts, kLower90);
}

RowScore ScoreRow(const Grouping& grouping, const Grouping::Key& key, const Forecasts& all) {
  RowScore score;
  std::tie(score.last_known_month, score.row, score.model) = key;
  const Forecasts forecasts = grouping.AnsweredOf(key);
  score.years = static_cast<int>(forecasts.size());
  score.abstained = static_cast<int>(all.size()) - score.years;
  for (const BacktestForecast* one : forecasts) score.fallbacks += one->fallbacks;
  if (forecasts.empty()) return score;
  FillMeasures(forecasts, score);
  FillSquaredAndScaled(forecasts, score);
  score.months = ScoreMonths(forecasts);
  const Pairs pairs = grouping.PairsOf(key, grouping.reference());
  score.relative_absolute_error = Ratio(pairs);
  if (score.model == grouping.reference()) return score;
  const auto test = DieboldMariano(AbsoluteErrors(pairs.own), AbsoluteErrors(pairs.reference), 1, 1.0);
  if (test.ok()) score.against_reference = *test;
  return score;
}

// The model with the least mean absolute error in a row; -1: none answers.
int BestModel(const Grouping& grouping, int round, int row) {
  int best = -1;
  double least = 0.0;
  for (int model = 0; model < grouping.model_count(); ++model) {
    const Forecasts forecasts = grouping.AnsweredOf({round, row, model});
    if (forecasts.empty()) continue;
    const double error = AbsoluteErrors(forecasts).mean();
    if (best >= 0 && error >= least) continue;
    best = model;
    least = error;
  }
  return best;
}

// WAPE of each row that both models answer, side by side.
struct PairedLosses {
  std::vector<double> own;
  std::vector<double> reference;
};

void AddLosses(const Pairs& pairs, PairedLosses& losses) {
  const double own = WeightedAbsolutePercentageError(Actuals(pairs.own), Predicted(pairs.own));
  if (pairs.own.empty() || std::isnan(own)) return;
  losses.own.push_back(own);
  losses.reference.push_back(WeightedAbsolutePercentageError(Actuals(pairs.reference), Predicted(pairs.reference)));
}

std::optional<BootstrapComparison> Compare(const PairedLosses& losses, uint64_t seed) {
  const auto size = static_cast<Eigen::Index>(losses.own.size());
  if (size < kLeastPairs) return std::nullopt;
  RandomGenerator generator(seed);
  const auto comparison = PairedBootstrap(Eigen::Map<const Vector>(losses.own.data(), size),
                                          Eigen::Map<const Vector>(losses.reference.data(), size), generator);
  return comparison.ok() ? std::optional<BootstrapComparison>(*comparison) : std::nullopt;
}

double MedianPercentageError(const Forecasts& forecasts) {
  std::vector<double> errors;
  for (const BacktestForecast* one : forecasts) {
    if (one->actual != 0.0) errors.push_back(100.0 * std::abs(ErrorOf(*one) / one->actual));
  }
  return SampleQuantile(Eigen::Map<const Vector>(errors.data(), static_cast<Eigen::Index>(errors.size())), 0.5);
}

void FillPooled(const Forecasts& forecasts, ModelSummary& summary) {
  const Vector actual = Actuals(forecasts);
  const Vector forecast = Predicted(forecasts);
  const Vector scales = AbsoluteScales(forecasts);
  const double count = static_cast<double>(forecasts.size());
  summary.weighted_percentage_error = WeightedAbsolutePercentageError(actual, forecast);
  summary.median_absolute_percentage_error = MedianPercentageError(forecasts);
  summary.mean_absolute_percentage_error = MeanAbsolutePercentageError(actual, forecast);
  summary.symmetric_percentage_error = SymmetricMeanAbsolutePercentageError(actual, forecast);
  summary.mean_scaled_error = MeanScaledError(forecasts);
  summary.coverage_50 = Hits(forecasts, kLower50) / count;
  summary.coverage_80 = Hits(forecasts, kLower80) / count;
  summary.coverage_90 = Hits(forecasts, kLower90) / count;
  summary.scaled_interval_score_80 = ScaledIntervalScore(forecasts, kLower80, scales);
  summary.scaled_interval_score_90 = ScaledIntervalScore(forecasts, kLower90, scales);
  summary.months = ScoreMonths(forecasts);
}

// Mean over the rows that have one; NaN when none has.
double MeanOfRows(const std::vector<double>& values) {
  const auto size = static_cast<Eigen::Index>(values.size());
  return MeanError(Eigen::Map<const Vector>(values.data(), size), Vector::Zero(size));
}

// The pairs of all rows.
Pairs PairsOfRows(const Grouping& grouping, int round, int model, const std::vector<int>& rows, int against) {
  Pairs pairs;
  for (const int row : rows) Append(grouping.PairsOf({round, row, model}, against), pairs);
  return pairs;
}

std::vector<RelativeToBaseline> AgainstBaselines(const Grouping& grouping, int round, int model,
                                                 const std::vector<int>& rows) {
  std::vector<RelativeToBaseline> against;
  for (const int baseline : grouping.baselines()) {
    if (baseline == model) continue;
    const Pairs pairs = PairsOfRows(grouping, round, model, rows, baseline);
    const double ratio = Ratio(pairs);
    if (!std::isnan(ratio)) against.push_back({baseline, static_cast<int>(pairs.own.size()), ratio});
  }
  return against;
}

// What each row says by itself, and the forecasts of all.
void FillByRow(const Grouping& grouping, const std::vector<int>& rows, ModelSummary& summary) {
  Forecasts pooled;
  std::vector<double> squared_errors;
  for (const int row : rows) {
    const Forecasts forecasts = grouping.AnsweredOf({summary.last_known_month, row, summary.model});
    if (BestModel(grouping, summary.last_known_month, row) == summary.model) ++summary.best_rows;
    if (forecasts.empty()) continue;
    ++summary.rows;
    squared_errors.push_back(RootMeanSquaredScaledErrorOf(forecasts));
    absl::c_copy(forecasts, std::back_inserter(pooled));
  }
  summary.forecasts = static_cast<int>(pooled.size());
  if (pooled.empty()) return;
  summary.root_mean_squared_scaled_error = MeanOfRows(squared_errors);
  FillPooled(pooled, summary);
}

ModelSummary Summarize(const Grouping& grouping, int round, int model, const std::vector<int>& rows, uint64_t seed) {
  ModelSummary summary;
  summary.model = model;
  summary.last_known_month = round;
  FillByRow(grouping, rows, summary);
  const Pairs pairs = PairsOfRows(grouping, round, model, rows, grouping.reference());
  summary.relative_absolute_error = Ratio(pairs);
  summary.relative_crps = RatioOrMissing(Crps(pairs.own).sum(), Crps(pairs.reference).sum());
  summary.baselines = AgainstBaselines(grouping, round, model, rows);
  if (model == grouping.reference()) return summary;
  PairedLosses losses;
  for (const int row : rows) AddLosses(grouping.PairsOf({round, row, model}, grouping.reference()), losses);
  summary.against_reference = Compare(losses, RandomGenerator::DeriveSeed(seed, absl::StrCat(round, "/", model)));
  return summary;
}

}  // namespace

std::vector<RowScore> ScoreRows(const std::vector<BacktestForecast>& forecasts,
                                const std::vector<std::string>& models) {
  const Grouping grouping(forecasts, models);
  std::vector<RowScore> scores;
  for (const auto& [key, group] : grouping.groups()) scores.push_back(ScoreRow(grouping, key, group));
  return scores;
}

std::vector<ModelSummary> SummarizeModels(const std::vector<BacktestForecast>& forecasts,
                                          const std::vector<std::string>& models, const std::vector<int>& rows,
                                          uint64_t seed) {
  const Grouping grouping(forecasts, models);
  std::vector<ModelSummary> summaries;
  for (const int round : grouping.rounds()) {
    for (int model = 0; model < grouping.model_count(); ++model) {
      summaries.push_back(Summarize(grouping, round, model, rows, seed));
    }
  }
  return summaries;
}

}  // namespace prognos::evaluation
