#include "forecast/models/regression/seasonal_design.h"

#include <algorithm>
#include <cmath>

namespace prognos::models {
namespace {

// A column that varies less than this share of its size is constant but for rounding.
constexpr double kRelativeConstant = 1e-9;

// The known months within the window that ends with the history.
std::vector<int> KnownMonths(const MonthlySeries& history) {
  std::vector<int> months;
  for (int month = std::max(0, history.Trimmed().end() - history.first - kWindowMonths); month < history.size();
       ++month) {
    if (!std::isnan(history.values[month])) months.push_back(month);
  }
  return months;
}

double DampedSteps(int steps, double damping) {
  if (steps > 0) return damping * (1.0 - std::pow(damping, steps)) / (1.0 - damping);
  return -(1.0 - std::pow(damping, -steps)) / (1.0 - damping);
}

}  // namespace

SeasonalDesign::SeasonalDesign(const TrainingData& training)
    : first_calendar_month_(training.history.first.month() - 1), months_(KnownMonths(training.history)) {
  UseRegressors(training.regressors);
  free_penalties_ = Vector::Ones(1 + regressors_.cols());
  free_penalties_[0] = 0.0;
}

void SeasonalDesign::UseRegressors(const Matrix& regressors) {
  regressors_.resize(regressors.rows(), 0);
  if (regressors.rows() == 0) return;
  const int last_row = static_cast<int>(regressors.rows()) - 1;
  for (Eigen::Index column = 0; column < regressors.cols(); ++column) {
    Vector used(static_cast<Eigen::Index>(months_.size()));
    for (size_t at = 0; at < months_.size(); ++at) {
      used[static_cast<Eigen::Index>(at)] = regressors(std::min(months_[at], last_row), column);
    }
    const double mean = used.mean();
    const double spread = std::sqrt((used.array() - mean).square().mean());
    if (!(spread > kRelativeConstant * used.cwiseAbs().maxCoeff())) continue;
    regressors_.conservativeResize(Eigen::NoChange, regressors_.cols() + 1);
    regressors_.rightCols(1) = (regressors.col(column).array() - mean) / spread;
  }
}

Matrix SeasonalDesign::Free(const std::vector<int>& months) const {
  Matrix columns = Matrix::Ones(static_cast<Eigen::Index>(months.size()), 1 + regressors_.cols());
  if (regressors_.cols() == 0) return columns;
  const int last_row = static_cast<int>(regressors_.rows()) - 1;
  for (size_t at = 0; at < months.size(); ++at) {
    columns.row(static_cast<Eigen::Index>(at)).tail(regressors_.cols()) =
        regressors_.row(std::min(months[at], last_row));
  }
  return columns;
}

Matrix SeasonalDesign::Season(const std::vector<int>& months) const {
  Matrix columns = Matrix::Zero(static_cast<Eigen::Index>(months.size()), kMonthsPerYear);
  for (size_t at = 0; at < months.size(); ++at) {
    columns(static_cast<Eigen::Index>(at), (first_calendar_month_ + months[at]) % kMonthsPerYear) = 1.0;
  }
  return columns;
}

Vector SeasonalDesign::Trend(const std::vector<int>& months, double damping) const {
  Vector column(static_cast<Eigen::Index>(months.size()));
  for (size_t at = 0; at < months.size(); ++at) {
    column[static_cast<Eigen::Index>(at)] = DampedSteps(months[at] - last_month(), damping);
  }
  return column;
}

}  // namespace prognos::models
