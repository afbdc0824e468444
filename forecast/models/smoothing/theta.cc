#include "forecast/models/smoothing/theta.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "forecast/models/numerics/scalar_minimizer.h"
#include "forecast/series/seasonality.h"
#include "messages/model.h"

namespace prognos::models {
namespace {

// The bounds of R's ets for the standard form, of the authors for the others.
constexpr ScalarSearch kStandardAlpha{1e-4, 0.9999, 12, 1e-4};
constexpr ScalarSearch kOptimisedAlpha{0.1, 0.99, 10, 1e-4};
// The authors' sum of squares begins with the third month, the first with a line behind it.
constexpr int kFirstErrorOfOptimised = 2;
// Shrinkage of w towards 1/2 (theta = 2) in the optimised form, as a share of its sum of squares: with none, w often
// ends at 1 and the whole slope through the history is carried on for ever. Chosen on one random half of the M3 monthly
// series (sMAPE 15.6 to 15.1, MASE unchanged). The dynamic form, whose line moves, gains nothing from it.
constexpr double kOptimisedWeightShrinkage = 0.3;
// Weight of the guess level_0 = y_1 / 2, w = 1/2 where the values cannot tell level_0 from w (a constant series).
constexpr double kRidge = 1e-10;

int FirstError(ThetaVariant variant) { return variant == ThetaVariant::kStandard ? 0 : kFirstErrorOfOptimised; }

struct ThetaLine {
  double intercept = 0.0;  // At month 0, the month before the first.
  double slope = 0.0;      // A month.
};

struct ThetaParameters {
  double alpha = 0.5;
  double initial_level = 0.0;
  double weight = 0.5;  // w = 1 - 1/theta, 0-1.
};

// Least squares line through (1, y_1) ... (n, y_n).
ThetaLine FitThetaLine(const Vector& values) {
  const double n = static_cast<double>(values.size());
  const double mean = values.mean();
  const double centre = (n + 1.0) / 2.0;
  const Vector time = Vector::LinSpaced(values.size(), 1.0 - centre, n - centre);
  const double slope = time.dot((values.array() - mean).matrix()) / time.squaredNorm();
  return {mean - slope * centre, slope};
}

// The least squares line through the values so far, one value at a time (Fiorucci et al. 2016, equations of A_t, B_t
// and the running mean).
class MovingLine {
 public:
  const ThetaLine& line() const { return line_; }

  void Observe(double value) {
    ++count_;
    const double t = count_;
    // Divisions that do not wait for the value.
    const double share = 1.0 / t;
    const double next_share = 1.0 / (t + 1.0);
    const double change = value - mean_;
    if (count_ > 1) line_.slope = ((t - 2.0) * line_.slope + 6.0 * share * change) * next_share;
    mean_ += change * share;
    line_.intercept = mean_ - (t + 1.0) / 2.0 * line_.slope;
  }

 private:
  ThetaLine line_;
  double mean_ = 0.0;
  int count_ = 0;
};

// Runs along the values; holds all that a forecast needs to go on.
class ThetaState {
 public:
  ThetaState(ThetaVariant variant, const ThetaParameters& parameters, const ThetaLine& line)
      : variant_(variant),
        alpha_(parameters.alpha),
        inverse_alpha_(1.0 / parameters.alpha),
        weight_(parameters.weight),
        level_(parameters.initial_level),
        line_(line) {}

  // g of the next month.
  double Drift() const {
    if (variant_ == ThetaVariant::kStandard) return (1.0 - decay_) * inverse_alpha_ * line().slope;
    return decay_ * line().intercept + (1.0 - (1.0 - alpha_) * decay_) * inverse_alpha_ * line().slope;
  }

  double Predict() const { return level_ + weight_ * Drift(); }

  void Observe(double value) {
    level_ += alpha_ * (value - level_);
    decay_ *= 1.0 - alpha_;
    if (variant_ == ThetaVariant::kDynamic) moving_.Observe(value);
  }

  void ShiftLevel(double by) { level_ += by; }

 private:
  const ThetaLine& line() const { return variant_ == ThetaVariant::kDynamic ? moving_.line() : line_; }

  ThetaVariant variant_;
  double alpha_;
  double inverse_alpha_;
  double weight_;
  double level_;
  ThetaLine line_;
  MovingLine moving_;   // Of the dynamic form.
  double decay_ = 1.0;  // (1 - alpha)^(months observed).
};

struct Adjusted {
  Vector values;        // Gaps filled, season removed, less `offset`.
  double offset = 0.0;  // Their mean: the model follows a shift, and small numbers keep their digits.
  SeasonalProfile season;
  std::vector<bool> known;
};

Adjusted Adjust(const MonthlySeries& history, const ThetaOptions& options) {
  Adjusted adjusted;
  const MonthlySeries filled = FillGaps(history);
  if (options.seasonal && IsSeasonal(filled.values)) {
    adjusted.season = EstimateProfile(filled.values, SeasonalForm::kMultiplicative);
    if (options.shrink_season) adjusted.season = Shrunk(adjusted.season);
  }
  adjusted.values = adjusted.season.Remove(filled.values);
  adjusted.offset = adjusted.values.mean();
  adjusted.values.array() -= adjusted.offset;
  for (const double value : history.values) adjusted.known.push_back(!std::isnan(value));
  return adjusted;
}

// Least squares in level_0 and w for a given alpha; the sums that both need.
class Profile {
 public:
  Profile(ThetaVariant variant, const Adjusted& adjusted, const ThetaLine& line)
      : variant_(variant), adjusted_(adjusted), line_(line), guess_level_(adjusted.values[0] / 2.0) {
    if (variant == ThetaVariant::kDynamic) RunLines();
  }

  struct Solution {
    ThetaParameters parameters;
    double sum_of_squares = 0.0;
  };

  Solution Solve(double alpha) const {
    const Sums sums = Accumulate(alpha);
    return variant_ == ThetaVariant::kStandard ? SolveLevel(alpha, sums) : SolveBoth(alpha, sums);
  }

 private:
  // error_t = r_t - p_t level_0 - g_t w, where r_t is the error when level_0 = w = 0.
  struct Sums {
    double pp = 0.0, pg = 0.0, gg = 0.0, pr = 0.0, gr = 0.0, rr = 0.0;
  };

  // The lines through the values before each month, which do not depend on the parameters.
  void RunLines() {
    MovingLine moving;
    for (const double value : adjusted_.values) {
      lines_.push_back(moving.line());
      moving.Observe(value);
    }
  }

  Sums Accumulate(double alpha) const {
    const int begin = FirstError(variant_);
    const bool dynamic = variant_ == ThetaVariant::kDynamic;
    const double inverse = 1.0 / alpha;
    Sums sums;
    double level = 0.0;
    double decay = 1.0;
    for (int row = 0; row < adjusted_.values.size(); ++row) {
      const double value = adjusted_.values[row];
      const double next_decay = decay * (1.0 - alpha);
      if (row >= begin && adjusted_.known[row]) {
        const ThetaLine& line = dynamic ? lines_[row] : line_;
        const double g = decay * line.intercept + (1.0 - next_decay) * inverse * line.slope;
        const double r = value - level;
        sums.pp += decay * decay;
        sums.pg += decay * g;
        sums.gg += g * g;
        sums.pr += decay * r;
        sums.gr += g * r;
        sums.rr += r * r;
      }
      level += alpha * (value - level);
      decay = next_decay;
    }
    return sums;
  }

  Solution SolveLevel(double alpha, const Sums& sums) const {
    const double level = sums.pp > 0.0 ? sums.pr / sums.pp : adjusted_.values[0];
    return {{alpha, level, 0.5}, std::max(0.0, sums.rr - level * sums.pr)};
  }

  // Both free; when w leaves 0-1 it stays at the bound and level_0 is solved alone.
  Solution SolveBoth(double alpha, Sums sums) const {
    const double ridge_p = kRidge * (sums.pp + 1e-8);
    const double ridge_g = (variant_ == ThetaVariant::kOptimised ? kOptimisedWeightShrinkage : kRidge) * sums.gg;
    sums.pp += ridge_p;
    sums.gg += ridge_g;
    sums.pr += ridge_p * guess_level_;
    sums.gr += ridge_g * 0.5;
    const double determinant = sums.pp * sums.gg - sums.pg * sums.pg;
    double weight = determinant > 0.0 ? (sums.pp * sums.gr - sums.pg * sums.pr) / determinant : 0.5;
    weight = std::clamp(weight, 0.0, 1.0);
    const double level = (sums.pr - weight * sums.pg) / sums.pp;
    // What alpha minimizes includes the penalty, up to a constant.
    const double squares = sums.rr - 2.0 * (level * sums.pr + weight * sums.gr) + level * level * sums.pp +
                           2.0 * level * weight * sums.pg + weight * weight * sums.gg;
    return {{alpha, level, weight}, squares};
  }

  ThetaVariant variant_;
  const Adjusted& adjusted_;
  ThetaLine line_;
  double guess_level_;
  std::vector<ThetaLine> lines_;
};

// The errors as paths repeat them: in the units of the adjusted values, or relative to the mean of their month.
struct ErrorSample {
  bool relative = false;
  std::vector<double> errors;  // Centred, and widened for the parameters estimated.
};

class FittedTheta : public FittedModel {
 public:
  FittedTheta(ThetaVariant variant, const ThetaParameters& parameters, const ThetaLine& line, Adjusted adjusted,
              const MonthlySeries& history)
      : variant_(variant),
        parameters_(parameters),
        season_(adjusted.season),
        offset_(adjusted.offset),
        state_(variant, parameters, line) {
    first_row_ = history.size();
    num_parameters_ = (variant == ThetaVariant::kStandard ? 3.0 : 4.0) +
                      (season_.form == SeasonalForm::kNone ? 0.0 : kMonthsPerYear - 1.0);
    Filter(adjusted, history.values);
    Describe();
  }

  Vector Mean(int horizon) const override {
    ThetaState state = state_;
    Vector mean(horizon);
    for (int step = 0; step < horizon; ++step) {
      const double adjusted = state.Predict();
      mean[step] = season_.Apply(first_row_ + step, offset_ + adjusted);
      state.Observe(adjusted);
    }
    return mean;
  }

  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override {
    Matrix paths(horizon, num_paths);
    for (int path = 0; path < num_paths; ++path) DrawPath(generator, paths.col(path));
    return paths;
  }

  const Vector& residuals() const override { return residuals_; }
  const FitRecord& record() const override { return record_; }
  ThetaVariant variant() const { return variant_; }
  double alpha() const { return parameters_.alpha; }

 private:
  // One-month predictions over the history, in adjusted and in original units.
  void Filter(const Adjusted& adjusted, const Vector& actual) {
    residuals_ = Vector::Constant(actual.size(), kMissing);
    std::vector<std::pair<double, double>> errors;
    for (int row = 0; row < actual.size(); ++row) {
      const double mean = state_.Predict();
      if (adjusted.known[row] && row >= FirstError(variant_)) {
        residuals_[row] = actual[row] - season_.Apply(row, offset_ + mean);
        errors.emplace_back(adjusted.values[row] - mean, offset_ + mean);
      }
      state_.Observe(adjusted.values[row]);
    }
    sample_ = MakeErrorSample(errors);
    double squares = 0.0;
    for (const double error : sample_.errors) squares += error * error;
    error_deviation_ = std::sqrt(squares / static_cast<double>(std::max<size_t>(1, sample_.errors.size())));
  }

  // Absolute or relative errors: whichever makes the errors seen more likely under a normal distribution.
  ErrorSample MakeErrorSample(const std::vector<std::pair<double, double>>& errors) const {
    const double n = static_cast<double>(errors.size());
    double squares = 0.0, relative_squares = 0.0, log_means = 0.0;
    bool positive = true;
    for (const auto& [error, mean] : errors) {
      squares += error * error;
      positive = positive && mean > 0.0;
      relative_squares += positive ? std::pow(error / mean, 2) : 0.0;
      log_means += positive ? std::log(mean) : 0.0;
    }
    ErrorSample sample;
    sample.relative =
        positive && relative_squares > 0.0 && n * std::log(relative_squares) + 2.0 * log_means < n * std::log(squares);
    for (const auto& [error, mean] : errors) sample.errors.push_back(sample.relative ? error / mean : error);
    CentreAndWiden(sample.errors);
    return sample;
  }

  void CentreAndWiden(std::vector<double>& errors) const {
    const double n = static_cast<double>(errors.size());
    double mean = 0.0;
    for (const double error : errors) mean += error / n;
    const double widen = std::sqrt(n / std::max({1.0, n - num_parameters_, n / 4.0}));
    for (double& error : errors) error = (error - mean) * widen;
  }

  // One future. Beside the errors it draws what the history leaves open: the season's indexes, and the drift, whose
  // variance in a random walk of n steps of deviation alpha x error is (alpha x error)^2 / n.
  void DrawPath(RandomGenerator& generator, Eigen::Ref<Vector> path) const {
    SeasonalProfile season = season_;
    if (season.standard_error > 0.0) {
      for (double& index : season.index) index += season.standard_error * generator.Normal();
    }
    ThetaState state = state_;
    const double scale = sample_.relative ? std::abs(offset_ + state.Predict()) : 1.0;
    const double drift_deviation =
        parameters_.alpha * error_deviation_ * scale / std::sqrt(static_cast<double>(first_row_));
    const double drift_error = drift_deviation * generator.Normal();
    for (int step = 0; step < path.size(); ++step) {
      state.ShiftLevel(drift_error);
      const double mean = state.Predict();
      const double error = sample_.errors[generator.Index(static_cast<int>(sample_.errors.size()))];
      const double adjusted = mean + error * (sample_.relative ? std::abs(offset_ + mean) : 1.0);
      path[step] = season.Apply(first_row_ + step, offset_ + adjusted);
      state.Observe(adjusted);
    }
  }

  void Describe() {
    const double n = static_cast<double>(sample_.errors.size());
    double squares = 0.0;
    for (const double residual : residuals_) squares += std::isnan(residual) ? 0.0 : residual * residual;
    record_.sigma = std::sqrt(squares / std::max({1.0, n - num_parameters_, n / 4.0}));
    record_.num_parameters = num_parameters_;
    if (squares > 0.0) {
      record_.log_likelihood = -0.5 * n * (std::log(2.0 * std::numbers::pi * squares / n) + 1.0);
    }
    record_.specification = Specification();
  }

  std::string Specification() const {
    constexpr const char* kNames[] = {"Theta", "OptimisedTheta", "DynamicOptimisedTheta"};
    constexpr const char* kSeasons[] = {"N", "A", "M"};
    const std::string theta =
        parameters_.weight < 1.0 ? absl::StrFormat("%.2f", 1.0 / (1.0 - parameters_.weight)) : std::string("inf");
    return absl::StrFormat("%s(alpha=%.3f,theta=%s,season=%s)", kNames[static_cast<int>(variant_)], parameters_.alpha,
                           theta, kSeasons[static_cast<int>(season_.form)]);
  }

  ThetaVariant variant_;
  ThetaParameters parameters_;
  SeasonalProfile season_;
  double offset_ = 0.0;
  ThetaState state_;  // After the last month of the history.
  int first_row_ = 0;
  double num_parameters_ = 0.0;
  Vector residuals_;
  ErrorSample sample_;
  double error_deviation_ = 0.0;
  FitRecord record_;
};

absl::Status CheckLength(const ThetaModel& model, const MonthlySeries& history) {
  const int known = history.CountKnown();
  if (known >= ThetaModel::kLeastMonths) return absl::OkStatus();
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::model::NeedsKnownMonths(model.name(), ThetaModel::kLeastMonths, known));
}

// `alpha` given: kept. Otherwise searched.
std::unique_ptr<FittedModel> FitTheta(const ThetaOptions& options, const MonthlySeries& history, const double* alpha) {
  Adjusted adjusted = Adjust(history, options);
  const ThetaLine line = FitThetaLine(adjusted.values);
  const Profile profile(options.variant, adjusted, line);
  double best_alpha = alpha != nullptr ? *alpha : 0.0;
  if (alpha == nullptr) {
    const ScalarSearch& search = options.variant == ThetaVariant::kStandard ? kStandardAlpha : kOptimisedAlpha;
    best_alpha = Minimize([&](double candidate) { return profile.Solve(candidate).sum_of_squares; }, search).argument;
  }
  const ThetaParameters parameters = profile.Solve(best_alpha).parameters;
  return std::make_unique<FittedTheta>(options.variant, parameters, line, std::move(adjusted), history);
}

}  // namespace

absl::string_view ThetaModel::name() const {
  switch (options_.variant) {
    case ThetaVariant::kStandard:
      return "theta";
    case ThetaVariant::kOptimised:
      return "optimised-theta";
    case ThetaVariant::kDynamic:
      return "dynamic-optimised-theta";
  }
  return "theta";
}

absl::StatusOr<std::unique_ptr<FittedModel>> ThetaModel::Fit(const TrainingData& training) const {
  const MonthlySeries history = training.history;
  if (absl::Status status = CheckLength(*this, history); !status.ok()) return status;
  return FitTheta(options_, history, nullptr);
}

absl::StatusOr<std::unique_ptr<FittedModel>> ThetaModel::Refit(const TrainingData& training,
                                                               const FittedModel& near) const {
  const auto* fitted = dynamic_cast<const FittedTheta*>(&near);
  if (fitted == nullptr || fitted->variant() != options_.variant) return Fit(training);
  if (absl::Status status = CheckLength(*this, training.history); !status.ok()) return status;
  const double alpha = fitted->alpha();
  return FitTheta(options_, training.history, &alpha);
}

}  // namespace prognos::models
