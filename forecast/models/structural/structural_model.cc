#include "forecast/models/structural/structural_model.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "forecast/series/seasonality.h"
#include "messages/model.h"

namespace prognos::models {
namespace {

constexpr int kLevel = 0;
constexpr int kSlope = 1;
constexpr int kFirstSeason = 2;
constexpr int kMaxStates = kFirstSeason + kMonthsPerYear;
using State = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMaxStates, 1>;
using StateCovariance = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kMaxStates, kMaxStates>;

// Large against any variance ratio, small enough that 16 digits still tell the noise (1) apart.
constexpr double kDiffuse = 1e7;
// A prediction with more variance than this still depends on the diffuse start.
constexpr double kStillDiffuse = 1e-2 * kDiffuse;
// The likelihood of a series without noise counts errors of this share of its variance, not of zero.
constexpr double kLeastVariance = 1e-20;
constexpr int kBurnInWithSeason = 14;  // Level, slope and twelve months.
constexpr int kBurnIn = 2;
constexpr double kLargestVarianceOfMeanOne = 1.0;
// A month's slope that remains a month later; chosen on one random half of the M3 monthly series among 0.85 ... 1.
constexpr double kDamping = 0.95;
// A path on the log scale stays within a factor 1100 of what was seen.
constexpr double kLogReach = 7.0;
// Log of the variance ratios q: from "does not move" to "moves far more than the noise".
constexpr double kLowestLogRatio = -16.0;
constexpr double kHighestLogRatio = 5.0;
constexpr double kFirstSearchStep = 2.0;
constexpr double kLastSearchStep = 0.2;

struct Form {
  bool log_scale = false;
  bool slope = false;
  bool season = false;
};

struct LogRatios {
  std::array<double, 3> values = {-2.0, -8.0, -6.0};  // Level, slope, season.
};

// Values as the filter sees them: log or not, centred, of unit spread.
struct Scaled {
  Vector values;
  double centre = 0.0;
  double spread = 1.0;
  double log_jacobian = 0.0;  // Of the known months: what makes likelihoods on both scales comparable.
  double lowest = 0.0;
  double highest = 0.0;
};

Scaled Scale(const MonthlySeries& history, bool log_scale) {
  Scaled scaled;
  scaled.values = log_scale ? Vector(history.values.array().log()) : history.values;
  const MonthlySeries transformed{history.first, scaled.values};
  scaled.centre = transformed.Mean();
  double squares = 0.0;
  bool first = true;
  for (const double value : scaled.values) {
    if (std::isnan(value)) continue;
    squares += std::pow(value - scaled.centre, 2);
    scaled.lowest = first ? value : std::min(scaled.lowest, value);
    scaled.highest = first ? value : std::max(scaled.highest, value);
    first = false;
  }
  const double deviation = std::sqrt(squares / std::max(1, transformed.CountKnown()));
  if (deviation > 0.0) scaled.spread = deviation;
  scaled.values = (scaled.values.array() - scaled.centre) / scaled.spread;
  return scaled;
}

// The Kalman filter. Of the symmetric covariance only the lower triangle is kept, and what the season's random walk has
// added to it since the start only as its amount: every month would otherwise touch 144 numbers for that alone.
class Filter {
 public:
  Filter(const Form& form, const LogRatios& ratios) : form_(form) {
    covariance_(kLevel, kLevel) = kDiffuse;
    if (form.slope) covariance_(kSlope, kSlope) = kDiffuse;
    if (form.season) covariance_.bottomRightCorner<kMonthsPerYear, kMonthsPerYear>() = kDiffuse * SeasonShape();
    for (int part = 0; part < 3; ++part) ratios_[part] = std::exp(ratios.values[part]);
  }

  struct Prediction {
    double mean;
    double variance;  // In units of s^2, the noise included.
  };

  Prediction Predict(int row) const {
    const double level_variance = covariance_(kLevel, kLevel);
    if (!form_.season) return {state_[kLevel], level_variance + 1.0};
    const int season = kFirstSeason + row % kMonthsPerYear;
    const double season_variance = covariance_(season, season) + season_walk_ * (1.0 - 1.0 / kMonthsPerYear);
    return {state_[kLevel] + state_[season],
            level_variance + 2.0 * covariance_(season, kLevel) + season_variance + 1.0};
  }

  void Update(int row, double value, const Prediction& prediction) {
    const double error = value - prediction.mean;
    if (form_.season) {
      Correct<kMaxStates>(GainOfSeason(kFirstSeason + row % kMonthsPerYear), error, prediction.variance);
    } else {
      Correct<kFirstSeason>(covariance_.col(kLevel), error, prediction.variance);
    }
  }

  // To the next month.
  void Advance() {
    if (form_.slope) AdvanceSlope();
    covariance_(kLevel, kLevel) += ratios_[0];
    season_walk_ += ratios_[2];
  }

  State state() const { return state_.head(num_states()); }
  // The lower triangle.
  StateCovariance covariance() const {
    StateCovariance covariance = covariance_.topLeftCorner(num_states(), num_states());
    if (form_.season) covariance.bottomRightCorner<kMonthsPerYear, kMonthsPerYear>() += season_walk_ * SeasonShape();
    return covariance;
  }
  const std::array<double, 3>& ratios() const { return ratios_; }

 private:
  using AllStates = Eigen::Matrix<double, kMaxStates, 1>;
  using Months = Eigen::Matrix<double, kMonthsPerYear, kMonthsPerYear>;

  int num_states() const { return form_.season ? kMaxStates : kFirstSeason; }

  // I - 11'/12.
  static Months SeasonShape() { return Months::Identity() - Months::Constant(1.0 / kMonthsPerYear); }

  // The column of the level and that of a calendar month, together.
  AllStates GainOfSeason(int season) const {
    AllStates gain = covariance_.col(kLevel);
    for (int state = 0; state < season; ++state) gain[state] += covariance_(season, state);
    for (int state = season; state < kMaxStates; ++state) gain[state] += covariance_(state, season);
    gain.tail<kMonthsPerYear>().array() -= season_walk_ / kMonthsPerYear;
    gain[season] += season_walk_;
    return gain;
  }

  template <int kStates>
  void Correct(const AllStates& gain, double error, double variance) {
    state_.head<kStates>() += (error / variance) * gain.head<kStates>();
    const AllStates share = gain / variance;
    [&]<int... kColumns>(std::integer_sequence<int, kColumns...>) {
      (SubtractColumn<kStates, kColumns>(gain, share[kColumns]), ...);
    }
    (std::make_integer_sequence<int, kStates>());
  }

  // The lower triangle's part of one column, from an even row on: two doubles to a register.
  template <int kStates, int kColumn>
  void SubtractColumn(const AllStates& gain, double share) {
    constexpr int kFirst = kColumn - kColumn % 2;
    constexpr int kRows = kStates - kFirst;
    covariance_.block<kRows, 1>(kFirst, kColumn) -= share * gain.segment<kRows>(kFirst);
  }

  void AdvanceSlope() {
    state_[kLevel] += state_[kSlope];
    state_[kSlope] *= kDamping;
    const double with_level = covariance_(kSlope, kLevel) + covariance_(kSlope, kSlope);
    covariance_(kLevel, kLevel) += covariance_(kSlope, kLevel) + with_level;
    covariance_(kSlope, kLevel) = kDamping * with_level;
    covariance_(kSlope, kSlope) = kDamping * kDamping * covariance_(kSlope, kSlope) + ratios_[1];
    if (!form_.season) return;
    auto with_season = covariance_.bottomRows<kMonthsPerYear>();
    with_season.col(kLevel) += with_season.col(kSlope);
    with_season.col(kSlope) *= kDamping;
  }

  Form form_;
  AllStates state_ = AllStates::Zero();
  Eigen::Matrix<double, kMaxStates, kMaxStates> covariance_ = Eigen::Matrix<double, kMaxStates, kMaxStates>::Zero();
  double season_walk_ = 0.0;  // Times I - 11'/12 belongs to the season's part of the covariance.
  std::array<double, 3> ratios_{};
};

struct Likelihood {
  double log_likelihood = 0.0;  // Of the months that count, on the scale of the series.
  double noise_variance = 0.0;  // s^2, on the filter's scale.
  int count = 0;                // Months that count.
};

int BurnIn(bool season_possible) { return season_possible ? kBurnInWithSeason : kBurnIn; }

Likelihood Evaluate(const Scaled& scaled, const Form& form, const LogRatios& ratios, int burn_in) {
  Filter filter(form, ratios);
  int known = 0, count = 0;
  double squares = 0.0, log_variances = 0.0, log_jacobian = 0.0;
  for (int row = 0; row < scaled.values.size(); ++row) {
    const double value = scaled.values[row];
    if (!std::isnan(value)) {
      const Filter::Prediction prediction = filter.Predict(row);
      if (++known > burn_in && prediction.variance < kStillDiffuse) {
        squares += std::pow(value - prediction.mean, 2) / prediction.variance;
        log_variances += std::log(prediction.variance);
        if (form.log_scale) log_jacobian -= value * scaled.spread + scaled.centre;
        ++count;
      }
      filter.Update(row, value, prediction);
    }
    filter.Advance();
  }
  const double variance = squares / std::max(1, count);
  const double log_variance = std::log(2.0 * std::numbers::pi * std::max(kLeastVariance, variance));
  const double likelihood = -0.5 * (count * (log_variance + 1.0) + log_variances);
  return {likelihood + log_jacobian - count * std::log(scaled.spread), variance, count};
}

struct Candidate {
  Form form;
  LogRatios ratios;
  Likelihood likelihood;
  double aicc = std::numeric_limits<double>::infinity();
};

bool IsFree(const Form& form, int part) { return part == 0 || (part == 1 && form.slope) || (part == 2 && form.season); }

double NumVariances(const Form& form) { return 2.0 + form.slope + form.season; }

// Pattern search (Hooke & Jeeves 1961) over the logs of the free ratios.
Candidate Estimate(const Scaled& scaled, const Form& form, int burn_in) {
  Candidate best{form, {}, {}, 0.0};
  best.likelihood = Evaluate(scaled, form, best.ratios, burn_in);
  for (double step = kFirstSearchStep; step >= kLastSearchStep;) {
    bool improved = false;
    for (int part = 0; part < 3; ++part) {
      if (!IsFree(form, part)) continue;
      for (const double direction : {step, -step}) {
        LogRatios trial = best.ratios;
        trial.values[part] = std::clamp(trial.values[part] + direction, kLowestLogRatio, kHighestLogRatio);
        const Likelihood likelihood = Evaluate(scaled, form, trial, burn_in);
        if (!(likelihood.log_likelihood > best.likelihood.log_likelihood + 1e-3)) continue;
        best.ratios = trial;
        best.likelihood = likelihood;
        improved = true;
        break;
      }
    }
    if (!improved) step /= 2.0;
  }
  const double k = NumVariances(form);
  best.aicc = -2.0 * best.likelihood.log_likelihood + 2.0 * k +
              2.0 * k * (k + 1.0) / std::max(1.0, best.likelihood.count - k - 1.0);
  return best;
}

// Two of each calendar month and two years in all.
bool SeasonPossible(const MonthlySeries& history) {
  if (history.CountKnown() < kLeastMonthsForSeason) return false;
  std::array<int, kMonthsPerYear> count{};
  for (int row = 0; row < history.size(); ++row) count[row % kMonthsPerYear] += !std::isnan(history.values[row]);
  return *std::min_element(count.begin(), count.end()) >= 2;
}

bool AllPositive(const MonthlySeries& history) {
  return std::none_of(history.values.begin(), history.values.end(), [](double value) { return value <= 0.0; });
}

// Season and level first; then log scale, slope and no season are each kept when AICc falls.
Candidate Choose(const MonthlySeries& history) {
  const bool season = SeasonPossible(history);
  const int burn_in = BurnIn(season);
  const std::array<Scaled, 2> scaled = {Scale(history, false), AllPositive(history) ? Scale(history, true) : Scaled{}};
  Candidate best = Estimate(scaled[0], {false, false, season}, burn_in);
  const auto consider = [&](const Form& form) {
    const Candidate candidate = Estimate(scaled[form.log_scale], form, burn_in);
    if (candidate.aicc < best.aicc) best = candidate;
  };
  if (AllPositive(history)) consider({true, false, season});
  if (history.CountKnown() >= kMonthsPerYear) consider({best.form.log_scale, true, season});
  if (season) consider({best.form.log_scale, best.form.slope, false});
  return best;
}

class FittedStructural : public FittedModel {
 public:
  FittedStructural(const Candidate& candidate, const MonthlySeries& history)
      : form_(candidate.form),
        log_ratios_(candidate.ratios),
        likelihood_(candidate.likelihood),
        scaled_(Scale(history, candidate.form.log_scale)),
        filter_(candidate.form, candidate.ratios),
        first_row_(history.size()) {
    Run(history.values);
    Describe();
  }

  Vector Mean(int horizon) const override {
    Filter filter = filter_;
    Vector mean(horizon);
    for (int step = 0; step < horizon; ++step) {
      mean[step] = Original(filter.Predict(first_row_ + step));
      filter.Advance();
    }
    return mean;
  }

  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override {
    const StateCovariance root = RootOfCovariance();
    const Vector shift = MeanOneShift(horizon);
    Matrix paths(horizon, num_paths);
    for (int path = 0; path < num_paths; ++path) {
      DrawPath(root, shift, std::sqrt(DrawNoiseVariance(generator)), generator, paths.col(path));
    }
    return paths;
  }

  const Vector& residuals() const override { return residuals_; }
  const FitRecord& record() const override { return record_; }
  const Form& form() const { return form_; }
  const LogRatios& log_ratios() const { return log_ratios_; }

 private:
  void Run(const Vector& actual) {
    residuals_ = Vector::Constant(actual.size(), kMissing);
    for (int row = 0; row < actual.size(); ++row) {
      if (!std::isnan(actual[row])) {
        const Filter::Prediction prediction = filter_.Predict(row);
        if (prediction.variance < kStillDiffuse) residuals_[row] = actual[row] - Original(prediction);
        filter_.Update(row, scaled_.values[row], prediction);
      }
      filter_.Advance();
    }
  }

  // The expected value in the units of the series.
  double Original(const Filter::Prediction& prediction) const {
    const double value = scaled_.centre + scaled_.spread * prediction.mean;
    return form_.log_scale ? std::exp(Bounded(value)) : value;
  }

  // What makes the mean of exp(noise) one at each month ahead: -v / 2 on the log scale; zeros on the plain scale.
  Vector MeanOneShift(int horizon) const {
    Vector shift = Vector::Zero(horizon);
    if (!form_.log_scale) return shift;
    Filter filter = filter_;
    for (int step = 0; step < horizon; ++step) {
      const double variance = filter.Predict(first_row_ + step).variance;
      const double log_variance = likelihood_.noise_variance * scaled_.spread * scaled_.spread * variance;
      shift[step] = -0.5 * std::min(log_variance, kLargestVarianceOfMeanOne);
      filter.Advance();
    }
    return shift;
  }

  double Bounded(double log_value) const {
    return std::clamp(log_value, scaled_.lowest - kLogReach, scaled_.highest + kLogReach);
  }

  // L D^(1/2) of the pivoted Cholesky decomposition: the covariance may be singular.
  StateCovariance RootOfCovariance() const {
    const Eigen::LDLT<StateCovariance> decomposition(filter_.covariance());
    const State deviations = decomposition.vectorD().cwiseMax(0.0).cwiseSqrt();
    StateCovariance root = StateCovariance(decomposition.matrixL()) * deviations.asDiagonal();
    return decomposition.transpositionsP().transpose() * root;
  }

  // s^2 count / chi^2(count), the chi-square by Wilson & Hilferty (1931).
  double DrawNoiseVariance(RandomGenerator& generator) const {
    const double count = std::max(1, likelihood_.count);
    const double term = 2.0 / (9.0 * count);
    const double root = 1.0 - term + generator.Normal() * std::sqrt(term);
    return likelihood_.noise_variance / std::max(0.1, root * root * root);
  }

  void DrawPath(const StateCovariance& root, const Vector& shift, double deviation, RandomGenerator& generator,
                Eigen::Ref<Vector> path) const {
    const std::array<double, 3>& ratios = filter_.ratios();
    State shocks(root.cols());
    for (double& shock : shocks) shock = generator.Normal();
    State state = filter_.state() + deviation * (root * shocks);
    for (int step = 0; step < path.size(); ++step) {
      path[step] = Observed(state, first_row_ + step, deviation * generator.Normal(), shift[step]);
      state[kLevel] += state[kSlope] + deviation * std::sqrt(ratios[0]) * generator.Normal();
      if (form_.slope) state[kSlope] = kDamping * state[kSlope] + deviation * std::sqrt(ratios[1]) * generator.Normal();
      if (form_.season) MoveSeason(deviation * std::sqrt(ratios[2]), generator, state);
    }
  }

  double Observed(const State& state, int row, double noise, double shift) const {
    const double season = form_.season ? state[kFirstSeason + row % kMonthsPerYear] : 0.0;
    const double value = scaled_.centre + scaled_.spread * (state[kLevel] + season + noise);
    return form_.log_scale ? std::exp(Bounded(value + shift)) : value;
  }

  static void MoveSeason(double deviation, RandomGenerator& generator, State& state) {
    auto season = state.tail<kMonthsPerYear>();
    for (double& effect : season) effect += deviation * generator.Normal();
    season.array() -= season.mean();
  }

  void Describe() {
    double squares = 0.0;
    int count = 0;
    for (const double residual : residuals_) {
      if (std::isnan(residual)) continue;
      squares += residual * residual;
      ++count;
    }
    record_.sigma = std::sqrt(squares / std::max(1, count));
    record_.num_parameters = NumVariances(form_) + 1.0 + form_.slope + (form_.season ? kMonthsPerYear - 1.0 : 0.0);
    if (squares > 0.0) record_.log_likelihood = likelihood_.log_likelihood;
    const std::array<double, 3>& q = filter_.ratios();
    record_.specification = absl::StrCat(form_.log_scale ? "log " : "", absl::StrFormat("level(q=%.2g)", q[0]),
                                         form_.slope ? absl::StrFormat("+slope(q=%.2g)", q[1]) : std::string(),
                                         form_.season ? absl::StrFormat("+season(q=%.2g)", q[2]) : std::string());
  }

  Form form_;
  LogRatios log_ratios_;
  Likelihood likelihood_;
  Scaled scaled_;
  Filter filter_;  // After the last month of the history.
  int first_row_;
  Vector residuals_;
  FitRecord record_;
};

absl::Status CheckLength(const MonthlySeries& history) {
  const int known = history.CountKnown();
  if (known >= StructuralModel::kLeastMonths) return absl::OkStatus();
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::model::NeedsKnownMonths("structural", StructuralModel::kLeastMonths, known));
}

bool Allows(const MonthlySeries& history, const Form& form) {
  return (!form.season || SeasonPossible(history)) && (!form.log_scale || AllPositive(history)) &&
         (!form.slope || history.CountKnown() >= kMonthsPerYear);
}

}  // namespace

absl::StatusOr<std::unique_ptr<FittedModel>> StructuralModel::Fit(const TrainingData& training) const {
  if (absl::Status status = CheckLength(training.history); !status.ok()) return status;
  return std::make_unique<FittedStructural>(Choose(training.history), training.history);
}

absl::StatusOr<std::unique_ptr<FittedModel>> StructuralModel::Refit(const TrainingData& training,
                                                                    const FittedModel& near) const {
  const auto* fitted = dynamic_cast<const FittedStructural*>(&near);
  const MonthlySeries& history = training.history;
  if (fitted == nullptr || !Allows(history, fitted->form())) return Fit(training);
  if (absl::Status status = CheckLength(history); !status.ok()) return status;
  Candidate candidate{fitted->form(), fitted->log_ratios(), {}, 0.0};
  candidate.likelihood = Evaluate(Scale(history, candidate.form.log_scale), candidate.form, candidate.ratios,
                                  BurnIn(SeasonPossible(history)));
  return std::make_unique<FittedStructural>(candidate, history);
}

}  // namespace prognos::models
