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

using Cases = std::vector<const BacktestCase*>;

double ErrorOf(const BacktestCase& one) { return one.actual - one.forecast; }
bool Answered(const BacktestCase& one) { return !std::isnan(one.forecast); }

template <typename Value>
Vector Column(const Cases& cases, const Value& value) {
  Vector column(static_cast<Eigen::Index>(cases.size()));
  for (size_t i = 0; i < cases.size(); ++i) column[static_cast<Eigen::Index>(i)] = value(*cases[i]);
  return column;
}

Vector Actuals(const Cases& cases) {
  return Column(cases, [](const BacktestCase& one) { return one.actual; });
}

Vector Forecasts(const Cases& cases) {
  return Column(cases, [](const BacktestCase& one) { return one.forecast; });
}

Vector AbsoluteErrors(const Cases& cases) {
  return Column(cases, [](const BacktestCase& one) { return std::abs(ErrorOf(one)); });
}

// The central interval between the levels at `lower` and its mirror.
int Hits(const Cases& cases, size_t lower) {
  return static_cast<int>(absl::c_count_if(cases, [lower](const BacktestCase* one) {
    const size_t upper = kBacktestLevels.size() - 1 - lower;
    return one->quantiles[lower] <= one->actual && one->actual <= one->quantiles[upper];
  }));
}

// 5-95 %, 10-90 % and 25-75 %.
constexpr size_t kLower90 = 0;
constexpr size_t kLower80 = 1;
constexpr size_t kLower50 = 2;

double MeanPinballLoss(const Cases& cases) {
  double sum = 0.0;
  for (size_t level = 0; level < kBacktestLevels.size(); ++level) {
    const Vector quantiles = Column(cases, [level](const BacktestCase& one) { return one.quantiles[level]; });
    sum += PinballLoss(Actuals(cases), quantiles, kBacktestLevels[level]);
  }
  return sum / static_cast<double>(kBacktestLevels.size());
}

double BudgetPercentageError(const Cases& cases) {
  double errors = 0.0;
  double budgets = 0.0;
  for (const BacktestCase* one : cases) {
    if (std::isnan(one->budget)) continue;
    errors += std::abs(ErrorOf(*one));
    budgets += std::abs(one->budget);
  }
  return budgets > 0.0 ? 100.0 * errors / budgets : kMissing;
}

// The cases of one model and those of the reference, year by year, where both answer.
struct Pairs {
  Cases own;
  Cases reference;
};

double Ratio(const Pairs& pairs) {
  const double reference = AbsoluteErrors(pairs.reference).sum();
  return reference > 0.0 ? AbsoluteErrors(pairs.own).sum() / reference : kMissing;
}

// Cases by (round, row, model), in that order.
class Grouping {
 public:
  Grouping(const std::vector<BacktestCase>& cases, const std::vector<std::string>& models)
      : model_count_(static_cast<int>(models.size())) {
    const auto found = absl::c_find(models, kReferenceModel);
    reference_ = found == models.end() ? -1 : static_cast<int>(found - models.begin());
    for (const BacktestCase& one : cases) {
      groups_[{one.unit.last_known_month, one.row, one.model}].push_back(&one);
      if (!absl::c_linear_search(rounds_, one.unit.last_known_month)) rounds_.push_back(one.unit.last_known_month);
    }
    absl::c_sort(rounds_);
  }

  using Key = std::tuple<int, int, int>;
  const std::map<Key, Cases>& groups() const { return groups_; }
  const std::vector<int>& rounds() const { return rounds_; }
  int model_count() const { return model_count_; }
  int reference() const { return reference_; }

  Cases AnsweredOf(const Key& key) const {
    const auto found = groups_.find(key);
    Cases answered;
    if (found == groups_.end()) return answered;
    absl::c_copy_if(found->second, std::back_inserter(answered),
                    [](const BacktestCase* one) { return Answered(*one); });
    return answered;
  }

  Pairs PairsOf(const Key& key) const {
    Pairs pairs;
    if (reference_ < 0) return pairs;
    const Cases reference = AnsweredOf({std::get<0>(key), std::get<1>(key), reference_});
    for (const BacktestCase* one : AnsweredOf(key)) {
      const auto same =
          absl::c_find_if(reference, [one](const BacktestCase* other) { return other->unit.year == one->unit.year; });
      if (same == reference.end()) continue;
      pairs.own.push_back(one);
      pairs.reference.push_back(*same);
    }
    return pairs;
  }

 private:
  int model_count_;
  int reference_ = -1;
  std::map<Key, Cases> groups_;
  std::vector<int> rounds_;
};

void FillMeasures(const Cases& cases, RowScore& score) {
  const Vector actual = Actuals(cases);
  const Vector forecast = Forecasts(cases);
  score.mean_error = MeanError(actual, forecast);
  score.mean_absolute_error = MeanAbsoluteError(actual, forecast);
  score.median_absolute_error = SampleQuantile(AbsoluteErrors(cases), 0.5);
  score.mean_absolute_percentage_error = MeanAbsolutePercentageError(actual, forecast);
  score.weighted_percentage_error = WeightedAbsolutePercentageError(actual, forecast);
  score.budget_percentage_error = BudgetPercentageError(cases);
  score.hits_50 = Hits(cases, kLower50);
  score.hits_80 = Hits(cases, kLower80);
  score.hits_90 = Hits(cases, kLower90);
  score.mean_pinball_loss = MeanPinballLoss(cases);
  score.mean_crps = Column(cases, [](const BacktestCase& one) { return one.crps; }).mean();
}

RowScore ScoreRow(const Grouping& grouping, const Grouping::Key& key, const Cases& all) {
  RowScore score;
  std::tie(score.last_known_month, score.row, score.model) = key;
  const Cases cases = grouping.AnsweredOf(key);
  score.years = static_cast<int>(cases.size());
  score.abstained = static_cast<int>(all.size()) - score.years;
  for (const BacktestCase* one : cases) score.stand_ins += one->stand_ins;
  if (cases.empty()) return score;
  FillMeasures(cases, score);
  score.months = ScoreMonths(cases);
  const Pairs pairs = grouping.PairsOf(key);
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
    const Cases cases = grouping.AnsweredOf({round, row, model});
    if (cases.empty()) continue;
    const double error = AbsoluteErrors(cases).mean();
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
  const double own = WeightedAbsolutePercentageError(Actuals(pairs.own), Forecasts(pairs.own));
  if (pairs.own.empty() || std::isnan(own)) return;
  losses.own.push_back(own);
  losses.reference.push_back(WeightedAbsolutePercentageError(Actuals(pairs.reference), Forecasts(pairs.reference)));
}

std::optional<BootstrapComparison> Compare(const PairedLosses& losses, uint64_t seed) {
  const auto size = static_cast<Eigen::Index>(losses.own.size());
  if (size < kLeastPairs) return std::nullopt;
  RandomGenerator generator(seed);
  const auto comparison = PairedBootstrap(Eigen::Map<const Vector>(losses.own.data(), size),
                                          Eigen::Map<const Vector>(losses.reference.data(), size), generator);
  return comparison.ok() ? std::optional<BootstrapComparison>(*comparison) : std::nullopt;
}

double MedianPercentageError(const Cases& cases) {
  std::vector<double> errors;
  for (const BacktestCase* one : cases) {
    if (one->actual != 0.0) errors.push_back(100.0 * std::abs(ErrorOf(*one) / one->actual));
  }
  return SampleQuantile(Eigen::Map<const Vector>(errors.data(), static_cast<Eigen::Index>(errors.size())), 0.5);
}

void FillPooled(const Cases& cases, ModelSummary& summary) {
  summary.cases = static_cast<int>(cases.size());
  if (cases.empty()) return;
  const double count = static_cast<double>(cases.size());
  summary.weighted_percentage_error = WeightedAbsolutePercentageError(Actuals(cases), Forecasts(cases));
  summary.median_absolute_percentage_error = MedianPercentageError(cases);
  summary.coverage_50 = Hits(cases, kLower50) / count;
  summary.coverage_80 = Hits(cases, kLower80) / count;
  summary.coverage_90 = Hits(cases, kLower90) / count;
  summary.months = ScoreMonths(cases);
}

ModelSummary Summarize(const Grouping& grouping, int round, int model, const std::vector<int>& rows, uint64_t seed) {
  ModelSummary summary;
  summary.model = model;
  summary.last_known_month = round;
  Cases pooled;
  Pairs all_pairs;
  PairedLosses losses;
  for (const int row : rows) {
    const Cases cases = grouping.AnsweredOf({round, row, model});
    summary.rows += cases.empty() ? 0 : 1;
    summary.best_rows += BestModel(grouping, round, row) == model ? 1 : 0;
    absl::c_copy(cases, std::back_inserter(pooled));
    const Pairs pairs = grouping.PairsOf({round, row, model});
    absl::c_copy(pairs.own, std::back_inserter(all_pairs.own));
    absl::c_copy(pairs.reference, std::back_inserter(all_pairs.reference));
    AddLosses(pairs, losses);
  }
  FillPooled(pooled, summary);
  summary.relative_absolute_error = Ratio(all_pairs);
  if (model == grouping.reference()) return summary;
  summary.against_reference = Compare(losses, RandomGenerator::DeriveSeed(seed, absl::StrCat(round, "/", model)));
  return summary;
}

}  // namespace

std::vector<RowScore> ScoreRows(const std::vector<BacktestCase>& cases, const std::vector<std::string>& models) {
  const Grouping grouping(cases, models);
  std::vector<RowScore> scores;
  for (const auto& [key, group] : grouping.groups()) scores.push_back(ScoreRow(grouping, key, group));
  return scores;
}

std::vector<ModelSummary> SummarizeModels(const std::vector<BacktestCase>& cases,
                                          const std::vector<std::string>& models, const std::vector<int>& rows,
                                          uint64_t seed) {
  const Grouping grouping(cases, models);
  std::vector<ModelSummary> summaries;
  for (const int round : grouping.rounds()) {
    for (int model = 0; model < grouping.model_count(); ++model) {
      summaries.push_back(Summarize(grouping, round, model, rows, seed));
    }
  }
  return summaries;
}

}  // namespace prognos::evaluation
