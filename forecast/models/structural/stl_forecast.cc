#include "forecast/models/structural/stl_forecast.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/smoothing/theta.h"

namespace prognos::models {
namespace {

// A season that moves along: one factor or summand for each month of the history.
struct MovingSeason {
  SeasonalForm form = SeasonalForm::kNone;
  Vector seasonal;                // On the scale of the decomposition: log for multiplicative. Empty for none.
  double yearly_deviation = 0.0;  // Standard deviation of the change of a month's value from year to year.

  // Month `row` of the history or after it, where the last year repeats; moved by `shift`.
  double At(int row, double shift) const {
    const int n = static_cast<int>(seasonal.size());
    while (row >= n) row -= kMonthsPerYear;
    return seasonal[row] + shift;
  }
  double Remove(int row, double value) const {
    if (form == SeasonalForm::kNone) return value;
    return form == SeasonalForm::kMultiplicative ? value / std::exp(At(row, 0.0)) : value - At(row, 0.0);
  }
  double Apply(int row, double value, double shift) const {
    if (form == SeasonalForm::kNone) return value;
    return form == SeasonalForm::kMultiplicative ? value * std::exp(At(row, shift)) : value + At(row, shift);
  }
};

double YearlyDeviation(const Vector& seasonal) {
  const auto later = seasonal.tail(seasonal.size() - kMonthsPerYear);
  const auto earlier = seasonal.head(seasonal.size() - kMonthsPerYear);
  return std::sqrt((later - earlier).squaredNorm() / static_cast<double>(later.size()));
}

MovingSeason SeasonOf(SeasonalForm form, const StlDecomposition& parts) {
  return {form, parts.seasonal, YearlyDeviation(parts.seasonal)};
}

absl::StatusOr<MovingSeason> FindSeason(const MonthlySeries& history, const StlForecastOptions& options) {
  if (options.season == SeasonalForm::kNone || history.size() < kLeastMonthsForSeason) return MovingSeason{};
  const Vector values = FillGaps(history).values;
  PROGNOS_ASSIGN_OR_RETURN(const StlDecomposition additive, DecomposeStl(values, options.stl));
  if (options.season == SeasonalForm::kAdditive || !(values.minCoeff() > 0.0)) {
    return SeasonOf(SeasonalForm::kAdditive, additive);
  }
  PROGNOS_ASSIGN_OR_RETURN(const StlDecomposition log_parts, DecomposeStl(values.array().log().matrix(), options.stl));
  const Vector fitted = (log_parts.trend + log_parts.seasonal).array().exp();
  const bool multiplicative = (values - fitted).squaredNorm() < additive.remainder.squaredNorm();
  return multiplicative ? SeasonOf(SeasonalForm::kMultiplicative, log_parts)
                        : SeasonOf(SeasonalForm::kAdditive, additive);
}

class FittedStlForecast : public FittedModel {
 public:
  FittedStlForecast(MovingSeason season, std::unique_ptr<FittedModel> inner, int first_row)
      : season_(std::move(season)), inner_(std::move(inner)), first_row_(first_row) {
    residuals_ = inner_->residuals();
    double squares = 0.0;
    double inner_squares = 0.0;
    for (int row = 0; row < residuals_.size(); ++row) {
      if (std::isnan(residuals_[row])) continue;
      inner_squares += residuals_[row] * residuals_[row];
      if (season_.form == SeasonalForm::kMultiplicative) residuals_[row] *= std::exp(season_.At(row, 0.0));
      squares += residuals_[row] * residuals_[row];
    }
    Describe(inner_squares > 0.0 ? std::sqrt(squares / inner_squares) : 1.0);
  }

  Vector Mean(int horizon) const override {
    Vector mean = inner_->Mean(horizon);
    for (int step = 0; step < horizon; ++step) mean[step] = season_.Apply(first_row_ + step, mean[step], 0.0);
    return mean;
  }

  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override {
    Matrix paths = inner_->SamplePaths(horizon, num_paths, generator);
    if (season_.form == SeasonalForm::kNone) return paths;
    Vector shift(horizon);
    const double deviation = season_.yearly_deviation;
    // A factor exp(shift) shall have mean one.
    const double bias = season_.form == SeasonalForm::kMultiplicative ? -0.5 * deviation * deviation : 0.0;
    for (int path = 0; path < num_paths; ++path) {
      for (int step = 0; step < horizon; ++step) {
        const double before = step >= kMonthsPerYear ? shift[step - kMonthsPerYear] : 0.0;
        shift[step] = before + bias + deviation * generator.Normal();
        paths(step, path) = season_.Apply(first_row_ + step, paths(step, path), shift[step]);
      }
    }
    return paths;
  }

  const Vector& residuals() const override { return residuals_; }
  const FitRecord& record() const override { return record_; }
  const FittedModel& inner() const { return *inner_; }

 private:
  void Describe(double residual_scale) {
    constexpr const char* kForms[] = {"N", "A", "M"};
    const FitRecord& inner = inner_->record();
    record_.specification = absl::StrCat("STL(", kForms[static_cast<int>(season_.form)], ")+", inner.specification);
    record_.num_parameters = inner.num_parameters + (season_.form == SeasonalForm::kNone ? 0.0 : kMonthsPerYear - 1.0);
    record_.sigma = inner.sigma * residual_scale;
  }

  MovingSeason season_;
  std::unique_ptr<FittedModel> inner_;
  int first_row_;
  Vector residuals_;
  FitRecord record_;
};

TrainingData WithoutSeason(const TrainingData& training, const MovingSeason& season) {
  TrainingData adjusted = training;
  for (int row = 0; row < adjusted.history.size(); ++row) {
    adjusted.history.values[row] = season.Remove(row, adjusted.history.values[row]);
  }
  return adjusted;
}

std::shared_ptr<const Model> ThetaWithoutSeason() {
  ThetaOptions options;
  options.seasonal = false;
  return std::make_shared<ThetaModel>(options);
}

}  // namespace

StlForecastModel::StlForecastModel(std::shared_ptr<const Model> inner, const StlForecastOptions& options)
    : inner_(std::move(inner)), options_(options) {}

StlForecastModel::StlForecastModel() : StlForecastModel(ThetaWithoutSeason(), StlForecastOptions()) {}

absl::StatusOr<std::unique_ptr<FittedModel>> StlForecastModel::Fit(const TrainingData& training) const {
  PROGNOS_ASSIGN_OR_RETURN(MovingSeason season, FindSeason(training.history, options_));
  PROGNOS_ASSIGN_OR_RETURN(std::unique_ptr<FittedModel> inner, inner_->Fit(WithoutSeason(training, season)));
  return std::make_unique<FittedStlForecast>(std::move(season), std::move(inner), training.history.size());
}

absl::StatusOr<std::unique_ptr<FittedModel>> StlForecastModel::Refit(const TrainingData& training,
                                                                     const FittedModel& near) const {
  const auto* fitted = dynamic_cast<const FittedStlForecast*>(&near);
  if (fitted == nullptr) return Fit(training);
  PROGNOS_ASSIGN_OR_RETURN(MovingSeason season, FindSeason(training.history, options_));
  PROGNOS_ASSIGN_OR_RETURN(std::unique_ptr<FittedModel> inner,
                           inner_->Refit(WithoutSeason(training, season), fitted->inner()));
  return std::make_unique<FittedStlForecast>(std::move(season), std::move(inner), training.history.size());
}

}  // namespace prognos::models
