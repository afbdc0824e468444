#include "forecast/models/regression/seasonal_regression.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "forecast/models/error_paths.h"
#include "forecast/models/numerics/ridge.h"
#include "forecast/models/regression/error_filter.h"
#include "forecast/models/regression/seasonal_search.h"
#include "messages/model.h"

namespace prognos::models {
namespace {

constexpr double kPi = 3.14159265358979323846;
// Values that differ by less than this share of their size are equal but for rounding.
constexpr double kRelativeSpread = 1e-12;
const double kLogMargin = std::log(4.0);
constexpr double kMostHalfVariance = 0.5;
constexpr double kLeastDegreesOfRegression = 3.0;
// A row may not stretch its residual more than this leaves: a month that a regressor takes for itself tells nothing.
constexpr double kLeastFreedom = 0.05;
// Directions of parameter uncertainty below this share of the largest are not drawn.
constexpr double kRelativeFit = 1e-6;
// The last month stands out where it lies so many usual errors from what the months before let expect.
constexpr double kFarOut = 4.0;
constexpr int kMostOtherOnes = 2;
// Slots of the table that innovations are drawn from: many more than months.
constexpr int kDrawTableSize = 2048;

Vector KnownValues(const MonthlySeries& history, const std::vector<int>& months) {
  Vector known(static_cast<Eigen::Index>(months.size()));
  for (size_t at = 0; at < months.size(); ++at) known[static_cast<Eigen::Index>(at)] = history.values[months[at]];
  return known;
}

bool IsConstant(const Vector& known) {
  return known.maxCoeff() - known.minCoeff() <= kRelativeSpread * known.cwiseAbs().maxCoeff();
}

// The columns of one choice, in the order free, season, trend; columns that the choice leaves out are absent.
class Columns {
 public:
  Columns(const SeasonalDesign& design, const SeasonalChoice& choice) : design_(design), choice_(choice) {}

  bool has_season() const { return std::isfinite(choice_.season_penalty); }
  bool has_trend() const { return choice_.trend_damping > 0.0; }
  Eigen::Index num_free() const { return design_.free_penalties().size(); }
  Eigen::Index size() const { return num_free() + (has_season() ? kMonthsPerYear : 0) + (has_trend() ? 1 : 0); }

  Matrix At(const std::vector<int>& months) const {
    Matrix columns(static_cast<Eigen::Index>(months.size()), size());
    columns.leftCols(num_free()) = design_.Free(months);
    if (has_season()) columns.middleCols(num_free(), kMonthsPerYear) = design_.Season(months);
    if (has_trend()) columns.rightCols(1) = design_.Trend(months, choice_.trend_damping);
    return columns;
  }

 private:
  const SeasonalDesign& design_;
  const SeasonalChoice& choice_;
};

// The fixed ridge penalties that stand behind a choice; see RidgeDecomposition and WithColumn.
Vector Penalties(const SeasonalDesign& design, const SeasonalChoice& choice, const Columns& columns,
                 const Matrix& white) {
  Vector penalties = Vector::Zero(columns.size());
  const Eigen::Index num_free = columns.num_free();
  penalties.head(num_free) = design.free_penalties();
  const Matrix season =
      columns.has_season() ? Matrix(white.middleCols(num_free, kMonthsPerYear)) : Matrix(white.rows(), 0);
  const RidgeDecomposition ridge(white.leftCols(num_free), design.free_penalties(), season);
  const double lambda = columns.has_season() ? choice.season_penalty * ridge.TypicalEigenvalue()
                                             : std::numeric_limits<double>::infinity();
  if (columns.has_season()) penalties.segment(num_free, kMonthsPerYear).setConstant(lambda);
  if (columns.has_trend()) {
    const Vector trend = white.rightCols(1);
    penalties[columns.size() - 1] = (1.0 / kTrendShare - 1.0) * trend.dot(ridge.Residuals(trend, lambda));
  }
  return penalties;
}

double NumErrorParameters(const ErrorProcess& errors) { return errors.theta != 0.0 ? 3.0 : 2.0; }  // Sigma among them.

std::string ErrorsText(const ErrorProcess& errors) {
  return errors.theta != 0.0 ? absl::StrFormat(" + ARMA(%.2f, %.2f)", errors.phi, errors.theta)
                             : absl::StrFormat(" + AR1(%.2f)", errors.phi);
}

// Everything the forecast needs, on the scale of the fit (units of the series, or their logarithm).
struct Estimates {
  SeasonalChoice choice;
  Vector coefficients;
  Matrix covariance;   // Of the coefficients.
  Vector innovations;  // Centred, of variance about sigma^2: what paths draw from.
  double sigma = 0.0;
  double degrees_of_freedom = kLeastDegreesOfRegression;
  // What the known months let expect of u(T + 1), its variance over sigma^2, and the same of the columns.
  double next_error = 0.0;
  double next_error_variance = 0.0;
  Eigen::RowVectorXd next_row;
  double effective_parameters = 1.0;
  double log_likelihood = kMissing;
  double least = 0.0;  // Of the known values.
  double most = 0.0;
};

// Draws with probability in proportion to `weights`, as a table to pick from evenly: as fast as an even draw.
Vector DrawTable(const Vector& values, const Vector& weights) {
  Vector table(kDrawTableSize);
  const double step = weights.sum() / kDrawTableSize;
  Eigen::Index at = 0;
  double reached = weights[0];
  for (int slot = 0; slot < kDrawTableSize; ++slot) {
    while (reached < (slot + 0.5) * step && at + 1 < values.size()) reached += weights[++at];
    table[slot] = values[at];
  }
  return table;
}

// Which months the coefficients come of; what is expected of the errors comes of all in any case.
enum class From { kAllMonths, kMonthsBeforeTheLast };

// Whether the last of `deleted` is far out among the others, which come with weights and may hold two as far out.
bool LastIsFarOut(const Vector& deleted, const Vector& weights) {
  const Eigen::Index before = deleted.size() - 1;
  Vector squares = deleted.head(before).cwiseAbs2();
  for (int largest = 0; largest < kMostOtherOnes; ++largest) {
    Eigen::Index at;
    squares.maxCoeff(&at);
    squares[at] = 0.0;
  }
  const double variance = squares.dot(weights.head(before)) / weights.head(before).sum();
  return deleted[before] * deleted[before] > kFarOut * kFarOut * variance;
}

class FittedSeasonalRegression : public FittedModel {
 public:
  FittedSeasonalRegression(const TrainingData& training, SeasonalDesign design, double discount)
      : discount_(discount),
        design_(std::move(design)),
        history_size_(training.history.size()),
        first_(training.history.first) {}

  Vector Mean(int horizon) const override;
  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override;
  const Vector& residuals() const override { return residuals_; }
  const FitRecord& record() const override { return record_; }

  const SeasonalChoice& choice() const { return estimates_.choice; }
  SeasonalRegressionEstimates Described() const;

  void FitConstant(const Vector& known);
  // `target` on the scale of `choice`.
  // `from`: what the coefficients come of.
  void FitChoice(const SeasonalChoice& choice, const SeasonalTarget& target, const Vector& known,
                 From from = From::kAllMonths);
  // Of the fit that FitChoice made of all months.
  bool LastMonthStandsOut() const { return last_month_stands_out_; }

 private:
  Columns columns() const { return Columns(design_, estimates_.choice); }
  double Back(double value) const;
  void FillRecord(const Vector& known, const Vector& predicted);
  // Months from the last known one to the end of the horizon; the first of them may lie before the history's end.
  std::vector<int> MonthsAhead(int horizon) const;
  Vector Location(const std::vector<int>& ahead) const;
  Matrix Sensitivity(const std::vector<int>& ahead) const;
  // Variance over sigma^2 of u in the `step`-th month (>= 1) after the last known one.
  double ErrorVariance(int step) const;

  const double discount_;
  const SeasonalDesign design_;
  const int history_size_;
  const Month first_;
  bool last_month_stands_out_ = false;
  Estimates estimates_;
  Vector residuals_;
  FitRecord record_;
};

void FittedSeasonalRegression::FitConstant(const Vector& known) {
  // The model with a level alone, which it meets exactly.
  estimates_.coefficients = Vector::Zero(columns().size());
  estimates_.coefficients[0] = known[known.size() - 1];
  estimates_.covariance = Matrix::Zero(columns().size(), columns().size());
  estimates_.next_row = Eigen::RowVectorXd::Zero(columns().size());
  estimates_.innovations = Vector::Zero(1);
  estimates_.least = estimates_.most = known[0];
  FillRecord(known, known);
  record_.specification = "constant";
}

void FittedSeasonalRegression::FitChoice(const SeasonalChoice& choice, const SeasonalTarget& target,
                                         const Vector& known, From from) {
  estimates_.choice = choice;
  const ErrorFilter filter(choice.errors, design_.months(), discount_);
  const Matrix rows = columns().At(design_.months());
  const Matrix white = filter.Apply(rows);
  const Vector white_target = filter.Apply(target.values);
  Matrix normal = white.transpose() * white;
  normal.diagonal() += Penalties(design_, choice, columns(), white);
  const Matrix inverse = normal.ldlt().solve(Matrix::Identity(normal.rows(), normal.cols()));
  Vector standardized = inverse * (white.transpose() * white_target);
  Vector residuals = white_target - white * standardized;
  const Vector leverages = (white * inverse).cwiseProduct(white).rowwise().sum();
  const Vector& row_weights = filter.row_weights();
  const double count = row_weights.sum();

  const Vector freedom = (1.0 - leverages.array()).max(kLeastFreedom);
  const Eigen::Index last = residuals.size() - 1;
  last_month_stands_out_ =
      LastIsFarOut(residuals.array() / (freedom.array() * row_weights.array().sqrt()), row_weights);
  if (from == From::kMonthsBeforeTheLast) {
    // What the least squares without the last row would give.
    standardized -= inverse * white.row(last).transpose() * (residuals[last] / freedom[last]);
    residuals = white_target - white * standardized;
  }
  Vector innovations = target.spread * residuals.array() / (freedom.array() * row_weights.array()).sqrt();
  innovations.array() -= innovations.dot(row_weights) / count;
  estimates_.innovations = DrawTable(innovations, row_weights);
  estimates_.sigma = std::sqrt(innovations.cwiseAbs2().dot(row_weights) / count);
  estimates_.degrees_of_freedom = std::max(kLeastDegreesOfRegression, count - leverages.sum());
  estimates_.coefficients = target.spread * standardized;
  estimates_.coefficients[0] += target.center;
  estimates_.covariance = estimates_.sigma * estimates_.sigma * inverse;
  estimates_.effective_parameters = leverages.sum() + NumErrorParameters(choice.errors);
  const double variance =
      std::max(residuals.squaredNorm() / count, std::numeric_limits<double>::min()) * target.spread * target.spread;
  estimates_.log_likelihood =
      -0.5 * (count * (std::log(2.0 * kPi * variance) + 1.0) + filter.LogDeterminant() + target.jacobian);

  const Vector scaled = target.center + target.spread * target.values.array();
  const Vector located = rows * estimates_.coefficients;
  const Vector errors = scaled - located;
  estimates_.next_error = filter.ExpectedNext(errors)[0];
  estimates_.next_error_variance = filter.next_variance();
  estimates_.next_row = filter.ExpectedNext(rows);
  estimates_.least = scaled.minCoeff();
  estimates_.most = scaled.maxCoeff();
  Vector predicted = located + filter.Expected(errors);
  for (double& value : predicted) value = Back(value);
  FillRecord(known, predicted);
}

double FittedSeasonalRegression::Back(double value) const {
  if (!estimates_.choice.logarithmic) return value;
  const double margin = estimates_.most - estimates_.least + kLogMargin;
  return std::exp(std::clamp(value, estimates_.least - margin, estimates_.most + margin));
}

void FittedSeasonalRegression::FillRecord(const Vector& known, const Vector& predicted) {
  residuals_ = Vector::Constant(history_size_, kMissing);
  for (size_t at = 0; at < design_.months().size(); ++at) {
    const Eigen::Index row = static_cast<Eigen::Index>(at);
    residuals_[design_.months()[at]] = known[row] - predicted[row];
  }
  const SeasonalChoice& choice = estimates_.choice;
  record_.sigma = std::sqrt((known - predicted).squaredNorm() / static_cast<double>(known.size()));
  record_.num_parameters = estimates_.effective_parameters;
  record_.log_likelihood = estimates_.log_likelihood;
  record_.specification = absl::StrCat(
      choice.logarithmic ? "log" : "level", columns().num_free() > 1 ? " + regressors" : "",
      columns().has_season() ? absl::StrFormat(" + season(%.2f)", 1.0 / (1.0 + choice.season_penalty)) : "",
      columns().has_trend() ? absl::StrFormat(" + trend(%.2f)", choice.trend_damping) : "", ErrorsText(choice.errors),
      absl::StrFormat(", %.1f effective parameters", record_.num_parameters));
}

std::vector<int> FittedSeasonalRegression::MonthsAhead(int horizon) const {
  std::vector<int> ahead(static_cast<size_t>(history_size_ + horizon - 1 - design_.last_month()));
  std::iota(ahead.begin(), ahead.end(), design_.last_month() + 1);
  return ahead;
}

Vector FittedSeasonalRegression::Location(const std::vector<int>& ahead) const {
  const Matrix rows = columns().At(ahead);
  Vector location = rows * estimates_.coefficients;
  if (columns().has_trend()) {
    // The trend is taken back where it would carry the level further than the known values span.
    const Vector trend = rows.rightCols(1) * estimates_.coefficients[columns().size() - 1];
    const double span = estimates_.most - estimates_.least;
    location += trend.cwiseMax(-span).cwiseMin(span) - trend;
  }
  double error = estimates_.next_error;
  for (double& value : location) {
    value += error;
    error *= estimates_.choice.errors.phi;
  }
  return location;
}

// How the location of each month ahead moves with each coefficient: through its own row, and through what is expected
// of u.
Matrix FittedSeasonalRegression::Sensitivity(const std::vector<int>& ahead) const {
  Matrix rows = columns().At(ahead);
  Eigen::RowVectorXd carried = estimates_.next_row;
  for (Eigen::Index row = 0; row < rows.rows(); ++row) {
    rows.row(row) -= carried;
    carried *= estimates_.choice.errors.phi;
  }
  return rows;
}

double FittedSeasonalRegression::ErrorVariance(int step) const {
  const double kept = std::pow(choice().errors.phi, 2 * (step - 1));
  return choice().errors.VarianceAhead(step) + kept * estimates_.next_error_variance;
}

Vector FittedSeasonalRegression::Mean(int horizon) const {
  const std::vector<int> ahead = MonthsAhead(horizon);
  Vector mean = Location(ahead);
  if (estimates_.choice.logarithmic) {
    const Matrix sensitivity = Sensitivity(ahead);
    const Vector uncertainty = (sensitivity * estimates_.covariance).cwiseProduct(sensitivity).rowwise().sum();
    for (Eigen::Index at = 0; at < mean.size(); ++at) {
      const int step = static_cast<int>(at) + 1;
      const double variance = uncertainty[at] + estimates_.sigma * estimates_.sigma * ErrorVariance(step);
      mean[at] = Back(mean[at] + std::min(0.5 * variance, kMostHalfVariance));
    }
  }
  return mean.tail(horizon);
}

// A matrix A with A A' = `covariance`, with only as many columns as matter.
Matrix SquareRoot(const Matrix& covariance) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(covariance);
  const Vector& eigenvalues = solver.eigenvalues();  // Rising.
  const double zero = kRelativeFit * std::max(eigenvalues[eigenvalues.size() - 1], 0.0);
  const Eigen::Index rank = (eigenvalues.array() > zero).count();
  return solver.eigenvectors().rightCols(rank) * eigenvalues.tail(rank).cwiseSqrt().asDiagonal();
}

Matrix FittedSeasonalRegression::SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const {
  const std::vector<int> ahead = MonthsAhead(horizon);
  const Vector location = Location(ahead);
  const Matrix sensitivity = Sensitivity(ahead);
  const Matrix uncertainty = SquareRoot(sensitivity * estimates_.covariance * sensitivity.transpose());
  const Vector& innovations = estimates_.innovations;
  const double start = estimates_.sigma * std::sqrt(estimates_.next_error_variance);
  Matrix paths(horizon, num_paths);
  Vector draw(uncertainty.cols());
  Vector errors(location.size());
  for (int path = 0; path < num_paths; ++path) {
    const double stretch = StudentFactor(estimates_.degrees_of_freedom, generator);
    for (double& value : draw) value = generator.Normal();
    double state = start > 0.0 ? start * generator.Normal() : 0.0;
    for (double& value : errors) {
      const double innovation = innovations[generator.Index(static_cast<int>(innovations.size()))];
      value = state + innovation;
      state = choice().errors.phi * value + choice().errors.theta * innovation;
    }
    errors.noalias() += uncertainty * draw;
    paths.col(path) = (location + stretch * errors).tail(horizon);
  }
  if (choice().logarithmic) paths = paths.unaryExpr([this](double value) { return Back(value); });
  return paths;
}

SeasonalRegressionEstimates FittedSeasonalRegression::Described() const {
  SeasonalRegressionEstimates described;
  described.logarithmic = choice().logarithmic;
  described.errors = choice().errors;
  described.sigma = estimates_.sigma;
  described.level = estimates_.coefficients[0];
  described.season = Vector::Zero(kMonthsPerYear);
  if (columns().has_season()) described.season = estimates_.coefficients.segment(columns().num_free(), kMonthsPerYear);
  if (columns().has_trend()) {
    described.slope = estimates_.coefficients[columns().size() - 1];
    described.trend_damping = choice().trend_damping;
  }
  return described;
}

Vector RowWeights(const SeasonalDesign& design, double discount) {
  return ErrorFilter({}, design.months(), discount).row_weights();
}

SeasonalSearchOptions SearchOptions(Eigen::Index months, double discount) {
  return {.discount = discount,
          .trend = months >= SeasonalRegression::kLeastForTrend,
          .season = months >= SeasonalRegression::kLeastForSeason,
          .moving_average = months >= SeasonalRegression::kLeastForMovingAverage};
}

// The choice that the months before the last one make, on the scale of `choice`; `choice` without a trend when they
// are too few, or all the same.
SeasonalChoice ChooseWithoutLast(const TrainingData& training, const SeasonalDesign& design,
                                 const SeasonalChoice& choice, const SeasonalRegressionOptions& options) {
  TrainingData shorter = training;
  shorter.history.values.tail(shorter.history.size() - design.last_month()).setConstant(kMissing);
  const SeasonalDesign design_before(shorter);
  const Vector before = KnownValues(shorter.history, design_before.months());
  if (before.size() < SeasonalRegression::kLeastMonths || IsConstant(before)) {
    SeasonalChoice level = choice;
    level.trend_damping = 0.0;
    return level;
  }
  const Vector weights = RowWeights(design_before, options.discount);
  return SearchSeasonal(design_before, {MakeSeasonalTarget(before, weights, choice.logarithmic)},
                        SearchOptions(before.size(), options.discount));
}

absl::Status Abstention(const TrainingData& training) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::model::NeedsKnownMonths("seasonal-regression", SeasonalRegression::kLeastMonths,
                                                         training.history.CountKnown()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<FittedModel>> SeasonalRegression::Fit(const TrainingData& training) const {
  if (training.history.CountKnown() < kLeastMonths) return Abstention(training);
  SeasonalDesign design(training);
  const Vector known = KnownValues(training.history, design.months());
  if (known.size() < kLeastMonths) return Abstention(training);
  const bool positive = known.minCoeff() > 0.0;
  if (options_.scale == Scale::kLogarithmic && !positive) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition,
                         messages::model::NeedsPositiveValues("seasonal-regression"));
  }
  auto fitted = std::make_unique<FittedSeasonalRegression>(training, design, options_.discount);
  if (IsConstant(known)) {
    fitted->FitConstant(known);
    return fitted;
  }
  const Vector weights = RowWeights(design, options_.discount);
  std::vector<SeasonalTarget> targets;
  if (options_.scale != Scale::kLogarithmic) targets.push_back(MakeSeasonalTarget(known, weights, false));
  if (options_.scale != Scale::kOriginal && positive) targets.push_back(MakeSeasonalTarget(known, weights, true));
  const auto target_of = [&](const SeasonalChoice& choice) {
    return targets.front().logarithmic == choice.logarithmic ? targets.front() : targets.back();
  };
  const SeasonalChoice choice = SearchSeasonal(design, targets, SearchOptions(known.size(), options_.discount));
  fitted->FitChoice(choice, target_of(choice), known);
  if (fitted->LastMonthStandsOut()) {
    const SeasonalChoice before = ChooseWithoutLast(training, design, choice, options_);
    fitted->FitChoice(before, target_of(before), known, From::kMonthsBeforeTheLast);
  }
  return fitted;
}

absl::StatusOr<std::unique_ptr<FittedModel>> SeasonalRegression::Refit(const TrainingData& training,
                                                                       const FittedModel& near) const {
  const auto* other = dynamic_cast<const FittedSeasonalRegression*>(&near);
  if (other == nullptr || training.history.CountKnown() < kLeastForSeason) return Fit(training);
  SeasonalDesign design(training);
  const Vector known = KnownValues(training.history, design.months());
  const SeasonalChoice& choice = other->choice();
  if (known.size() < kLeastForSeason || IsConstant(known) || (choice.logarithmic && known.minCoeff() <= 0.0)) {
    return Fit(training);
  }
  const Vector weights = RowWeights(design, options_.discount);
  auto fitted = std::make_unique<FittedSeasonalRegression>(training, std::move(design), options_.discount);
  const SeasonalTarget target = MakeSeasonalTarget(known, weights, choice.logarithmic);
  fitted->FitChoice(choice, target, known);
  if (fitted->LastMonthStandsOut()) fitted->FitChoice(choice, target, known, From::kMonthsBeforeTheLast);
  return fitted;
}

SeasonalRegressionEstimates EstimatesOf(const FittedModel& fitted) {
  const auto* regression = dynamic_cast<const FittedSeasonalRegression*>(&fitted);
  return regression == nullptr ? SeasonalRegressionEstimates() : regression->Described();
}

}  // namespace prognos::models
