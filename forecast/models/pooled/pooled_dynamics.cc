#include "forecast/models/pooled/pooled_dynamics.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace prognos::models {
namespace {

// Windows behind one regression: more change the coefficients little and cost time in proportion.
constexpr size_t kMostWindows = 2000;
constexpr int kMostErrorPaths = 1000;
constexpr Eigen::Index kLeastErrorPaths = 20;
constexpr std::array<int, 5> kErrorPathLengths = {24, 18, 12, 6, 3};
constexpr std::array<double, 8> kPenalties = {1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3, 1.0, 10.0};
// A feature or an outcome this far from the level is an odd month, whatever its size.
constexpr double kMostDeviation = 3.0;
// A forecast leaves level and season by at most so much, in units of the scale, beyond what the window spans.
constexpr double kMostCorrection = 0.5;
// Besides its own noise a window is taken to have this share of the pool's, so that very even series do not rule.
constexpr double kPoolNoiseShare = 0.5;

double Clipped(double value) { return std::clamp(value, -kMostDeviation, kMostDeviation); }

// Mean of the known deviations in [begin, end) of the window; 0 when there is none.
double MeanDeviation(const WindowState& state, int begin, int end) {
  double sum = 0.0;
  int count = 0;
  for (int month = std::max(0, begin); month < end; ++month) {
    if (std::isnan(state.deviations[month])) continue;
    sum += state.deviations[month];
    ++count;
  }
  return count == 0 ? 0.0 : sum / count;
}

double DeviationAt(const WindowState& state, int month) {
  if (month < 0 || month >= state.window.length || std::isnan(state.deviations[month])) return 0.0;
  return state.deviations[month];
}

// The deviation of the last but `back` known month.
double LastKnown(const WindowState& state, size_t back) {
  const std::vector<int>& months = state.window.months;
  return back < months.size() ? state.deviations[months[months.size() - 1 - back]] : 0.0;
}

struct Origin {
  int series;
  int end;     // First month after the window.
  int length;  // Of the window.
};

// Every `step`-th month of every series at which a window of the lengths ends and that has a month after it. The
// lengths take turns.
std::vector<Origin> ListOrigins(const std::vector<MonthlySeries>& pool, WindowLengths lengths, int least_after) {
  std::vector<Origin> origins;
  const int spread = lengths.most - lengths.least + 1;
  for (size_t series = 0; series < pool.size(); ++series) {
    for (int end = lengths.least; end + least_after <= pool[series].size(); ++end) {
      const int length = lengths.least + (end * 7 + static_cast<int>(series)) % spread;
      origins.push_back({static_cast<int>(series), end, std::min(length, end)});
    }
  }
  return origins;
}

// One window and the months that came after it.
struct Example {
  WindowState state;
  Vector outcome;  // kMostMonthsAhead deviations from level and season; NaN where not known.
  double weight;   // Of its squared errors: one over their likely variance and the number of windows of the series.
  int fold;
};

std::vector<Example> CollectExamples(const std::vector<MonthlySeries>& pool, const SeasonPrior& prior,
                                     WindowLengths lengths) {
  const std::vector<Origin> origins = ListOrigins(pool, lengths, 1);
  const size_t step = 1 + origins.size() / kMostWindows;
  const int folds = std::min(kMostFolds, static_cast<int>(pool.size()));
  std::vector<Example> examples;
  std::vector<double> windows_of(pool.size(), 0.0);
  std::vector<int> series_of;
  for (size_t at = 0; at < origins.size(); at += step) {
    const Origin& origin = origins[at];
    const MonthlySeries& series = pool[static_cast<size_t>(origin.series)];
    ScaledWindow window = ScaleWindow(series, origin.end, origin.length, prior);
    if (window.scale == 0.0) continue;
    Example example{DescribeWindow(std::move(window), prior), Vector::Constant(kMostMonthsAhead, kMissing), 1.0,
                    origin.series % folds};
    for (int ahead = 1; ahead <= std::min(kMostMonthsAhead, series.size() - origin.end); ++ahead) {
      const double value = series.values[origin.end + ahead - 1] / example.state.window.scale;
      if (!std::isnan(value)) example.outcome[ahead - 1] = Clipped(value - BaseForecast(example.state, ahead));
    }
    const double pool_noise = kPoolNoiseShare * prior.noise;
    example.weight = 1.0 / (std::pow(example.state.estimate.noise, 2) + pool_noise * pool_noise);
    windows_of[static_cast<size_t>(origin.series)] += 1.0;
    series_of.push_back(origin.series);
    examples.push_back(std::move(example));
  }
  for (size_t at = 0; at < examples.size(); ++at) examples[at].weight /= windows_of[static_cast<size_t>(series_of[at])];
  return examples;
}

// What a ridge regression needs of some rows.
struct Sums {
  Matrix squares = Matrix::Zero(kNumFeatures, kNumFeatures);
  Vector products = Vector::Zero(kNumFeatures);
  double target_squares = 0.0;

  Sums Without(const Sums& other) const {
    return {squares - other.squares, products - other.products, target_squares - other.target_squares};
  }
  void Add(const Sums& other) {
    squares += other.squares;
    products += other.products;
    target_squares += other.target_squares;
  }
  Vector Solve(const Vector& penalties) const {
    Matrix normal = squares;
    normal.diagonal() += penalties;
    return normal.llt().solve(products);
  }
  double ErrorOf(const Vector& coefficients) const {
    return target_squares - 2.0 * products.dot(coefficients) + coefficients.dot(squares * coefficients);
  }
};

// The regression of one month ahead, with the coefficients without each fold.
struct StepFit {
  Vector coefficients = Vector::Zero(kNumFeatures);
  double penalty = std::numeric_limits<double>::infinity();
  std::vector<Vector> without_fold;
};

StepFit FitStep(const std::vector<Sums>& folds) {
  Sums all;
  for (const Sums& fold : folds) all.Add(fold);
  StepFit best;
  best.without_fold.assign(folds.size(), Vector::Zero(kNumFeatures));
  double least_error = all.target_squares;
  // Penalties in proportion to each feature's sum of squares: as if all were scaled alike. The smallest addition keeps
  // columns of zeros (a calendar month never seen) solvable.
  const Vector sizes =
      all.squares.diagonal().array() + 1e-9 * all.squares.diagonal().sum() + std::numeric_limits<double>::min();
  for (const double penalty : kPenalties) {
    StepFit fit;
    fit.penalty = penalty;
    double error = 0.0;
    for (const Sums& fold : folds) {
      fit.without_fold.push_back(all.Without(fold).Solve(penalty * sizes));
      error += fold.ErrorOf(fit.without_fold.back());
    }
    if (folds.size() < 2 || !(error < least_error)) continue;
    least_error = error;
    fit.coefficients = all.Solve(penalty * sizes);
    best = std::move(fit);
  }
  return best;
}

std::vector<Sums> SumsByFold(const std::vector<Example>& examples, const std::vector<Matrix>& features, int ahead,
                             int folds) {
  std::vector<std::vector<Eigen::Index>> rows(static_cast<size_t>(folds));
  for (size_t at = 0; at < examples.size(); ++at) {
    if (std::isnan(examples[at].outcome[ahead - 1])) continue;
    rows[static_cast<size_t>(examples[at].fold)].push_back(static_cast<Eigen::Index>(at));
  }
  std::vector<Sums> sums(static_cast<size_t>(folds));
  for (size_t fold = 0; fold < rows.size(); ++fold) {
    Matrix weighted(kNumFeatures, static_cast<Eigen::Index>(rows[fold].size()));
    Vector target(weighted.cols());
    for (Eigen::Index column = 0; column < weighted.cols(); ++column) {
      const Eigen::Index at = rows[fold][static_cast<size_t>(column)];
      const Example& example = examples[static_cast<size_t>(at)];
      const double root = std::sqrt(example.weight);
      weighted.col(column) = root * features[static_cast<size_t>(ahead - 1)].col(at);
      target[column] = root * example.outcome[ahead - 1];
    }
    sums[fold].squares.noalias() = weighted * weighted.transpose();
    sums[fold].products.noalias() = weighted * target;
    sums[fold].target_squares = target.squaredNorm();
  }
  return sums;
}

// The errors of the fits without a window's own fold, by its noise; kMostMonthsAhead x windows, NaN where not known.
Matrix LeftOutErrors(const std::vector<Example>& examples, const std::vector<Matrix>& features,
                     const std::vector<StepFit>& fits) {
  Matrix errors(kMostMonthsAhead, static_cast<Eigen::Index>(examples.size()));
  for (Eigen::Index at = 0; at < errors.cols(); ++at) {
    const Example& example = examples[static_cast<size_t>(at)];
    for (Eigen::Index step = 0; step < kMostMonthsAhead; ++step) {
      const size_t ahead = static_cast<size_t>(step);
      const double fitted = features[ahead].col(at).dot(fits[ahead].without_fold[static_cast<size_t>(example.fold)]);
      errors(step, at) = (example.outcome[step] - fitted) / example.state.estimate.noise;
    }
  }
  return errors;
}

// The columns of `errors` that are known over the longest of kErrorPathLengths with enough of them, centred.
Matrix ErrorPathsOf(const Matrix& errors) {
  for (const int length : kErrorPathLengths) {
    std::vector<Eigen::Index> complete;
    for (Eigen::Index at = 0; at < errors.cols(); ++at) {
      if (!errors.col(at).head(length).hasNaN()) complete.push_back(at);
    }
    const Eigen::Index count = static_cast<Eigen::Index>(complete.size());
    if (count < kLeastErrorPaths) continue;
    const Eigen::Index kept = std::min<Eigen::Index>(count, kMostErrorPaths);
    Matrix paths(length, kept);
    for (Eigen::Index at = 0; at < kept; ++at) {
      paths.col(at) = errors.col(complete[static_cast<size_t>(at * count / kept)]).head(length);
    }
    return paths.colwise() - paths.rowwise().mean();
  }
  return Matrix(0, 0);
}

}  // namespace

WindowState DescribeWindow(ScaledWindow window, const SeasonPrior& prior) {
  WindowState state{std::move(window), {}, {}};
  state.estimate = EstimateSeason(state.window, prior);
  state.deviations = Vector::Constant(state.window.length, kMissing);
  for (size_t at = 0; at < state.window.months.size(); ++at) {
    const int month = state.window.months[at];
    state.deviations[month] = Clipped(state.window.values[static_cast<Eigen::Index>(at)] - state.estimate.level -
                                      state.estimate.season[state.window.CalendarMonth(month)]);
  }
  return state;
}

// The damped sum of slopes to the month ahead.
double Trend(const WindowState& state, int ahead) {
  return state.estimate.slope * kSlopeDamping * (1.0 - std::pow(kSlopeDamping, ahead)) / (1.0 - kSlopeDamping);
}

double BaseForecast(const WindowState& state, int ahead) {
  return state.estimate.level + Trend(state, ahead) +
         state.estimate.season[state.window.CalendarMonth(state.window.length + ahead - 1)];
}

Vector Features(const WindowState& state, const SeasonPrior& prior, int ahead) {
  const int end = state.window.length;
  const int month = end + ahead - 1;
  const int calendar_month = state.window.CalendarMonth(month);
  const int year_before = month - kMonthsPerYear * ((ahead + kMonthsPerYear - 1) / kMonthsPerYear);
  Vector features = Vector::Zero(kNumFeatures);
  features[0] = LastKnown(state, 0);
  features[1] = LastKnown(state, 1);
  features[2] = LastKnown(state, 2);
  features[3] = MeanDeviation(state, end - 3, end);
  features[4] = MeanDeviation(state, end - 6, end);
  features[5] = MeanDeviation(state, end - 12, end);
  features[6] = MeanDeviation(state, end - 24, end - 12);
  features[7] = DeviationAt(state, end - 1 - kMonthsPerYear);
  features[8] = DeviationAt(state, year_before);
  features[9] = Clipped(state.estimate.season[calendar_month]);
  features[10] = Clipped(prior.mean[calendar_month]);
  features[11 + calendar_month] = 1.0;
  features[23] = 1.0;
  features[24] = MeanDeviation(state, end - 36, end - 24);
  features[25] = Clipped(Trend(state, ahead));
  return features;
}

const std::vector<WindowLengths>& WindowClasses() {
  static const auto& classes = *new std::vector<WindowLengths>{
      {1, 1}, {2, 2}, {3, 3}, {4, 5}, {6, 8}, {9, 11}, {12, 14}, {15, 18}, {19, 24}, {25, 36}, {37, 60}, {61, 120}};
  return classes;
}

int CountWindows(const std::vector<MonthlySeries>& pool, WindowLengths lengths) {
  return static_cast<int>(ListOrigins(pool, lengths, kMonthsPerYear).size());
}

PooledDynamics LearnDynamics(const std::vector<MonthlySeries>& pool, const SeasonPrior& prior, WindowLengths lengths) {
  PooledDynamics dynamics;
  const std::vector<Example> examples = CollectExamples(pool, prior, lengths);
  dynamics.num_windows = static_cast<int>(examples.size());
  if (examples.empty()) return dynamics;
  const int folds = std::min(kMostFolds, static_cast<int>(pool.size()));
  std::vector<Matrix> features;
  std::vector<StepFit> fits;
  for (int ahead = 1; ahead <= kMostMonthsAhead; ++ahead) {
    features.emplace_back(kNumFeatures, static_cast<Eigen::Index>(examples.size()));
    for (size_t at = 0; at < examples.size(); ++at) {
      features.back().col(static_cast<Eigen::Index>(at)) = Features(examples[at].state, prior, ahead);
    }
    fits.push_back(FitStep(SumsByFold(examples, features, ahead, folds)));
    dynamics.coefficients.col(ahead - 1) = fits.back().coefficients;
    dynamics.penalties[ahead - 1] = fits.back().penalty;
  }
  dynamics.error_paths = ErrorPathsOf(LeftOutErrors(examples, features, fits));
  return dynamics;
}

Vector ForecastAhead(const WindowState& state, const SeasonPrior& prior, const PooledDynamics& dynamics, int horizon) {
  const double span = state.window.values.maxCoeff() - state.window.values.minCoeff();
  const double most = kMostCorrection + span;
  Vector forecast(horizon);
  for (int ahead = 1; ahead <= horizon; ++ahead) {
    // Past the second year its months come again.
    const int rule = ahead <= kMostMonthsAhead ? ahead : kMonthsPerYear + 1 + (ahead - 1) % kMonthsPerYear;
    const double correction = Features(state, prior, rule).dot(dynamics.coefficients.col(rule - 1));
    forecast[ahead - 1] = BaseForecast(state, ahead) + std::clamp(correction, -most, most);
  }
  return forecast;
}

}  // namespace prognos::models
