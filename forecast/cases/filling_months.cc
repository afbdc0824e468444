#include "forecast/cases/filling_months.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"

namespace prognos::cases {

std::vector<UnfinishedMonth> FillingMonths(const SeriesCase& series) {
  std::vector<UnfinishedMonth> filling;
  for (const UnfinishedMonth& one : series.unfinished) {
    if (one.growth.has_value() && one.month < series.cut.origin() && !std::isnan(series.history.At(one.month))) {
      filling.push_back(one);
    }
  }
  return filling;
}

Matrix DrawFillingMonths(const SeriesCase& series, int path_count) {
  const std::vector<UnfinishedMonth> months = FillingMonths(series);
  Matrix paths(static_cast<Eigen::Index>(months.size()), path_count);
  if (months.empty()) return paths;
  RandomGenerator own(RandomGenerator::DeriveSeed(series.cut.seed, absl::StrCat("filling months of ", series.id)));
  RandomGenerator shared(RandomGenerator::DeriveSeed(
      series.cut.seed, absl::StrCat("filling months of flow ", static_cast<int>(series.flow))));
  for (int path = 0; path < path_count; ++path) {
    const double stretch = models::StretchOfT(months.front().growth->freedom, own);
    const double own_normal = own.Normal();
    const double shared_normal = shared.Normal();
    for (size_t at = 0; at < months.size(); ++at) {
      paths(static_cast<Eigen::Index>(at), path) =
          months[at].growth->Draw(stretch, own_normal, shared_normal, own.Normal());
    }
  }
  return paths;
}

SeriesCase WithFillingMonthsHigher(const SeriesCase& series) {
  SeriesCase higher = series;
  for (const UnfinishedMonth& one : FillingMonths(series)) {
    higher.history.values[one.month - higher.history.first] += one.growth->StandardError();
  }
  return higher;
}

void FollowFillingMonths(const SeriesCase& series, const Vector& response, double parts_per_unit, Matrix& paths) {
  const Matrix ends = DrawFillingMonths(series, static_cast<int>(paths.cols()));
  const std::vector<UnfinishedMonth> months = FillingMonths(series);
  Eigen::RowVectorXd moved = Eigen::RowVectorXd::Zero(paths.cols());
  double together = 0.0;
  double largest = 0.0;
  for (size_t at = 0; at < months.size(); ++at) {
    const models::ExpectedGrowth& growth = *months[at].growth;
    moved.array() += ends.row(static_cast<Eigen::Index>(at)).array() - growth.expected;
    together += growth.StandardError();
    largest = std::max(largest, growth.StandardError());
  }
  if (!(together > 0.0)) return;
  const double most = largest / parts_per_unit;
  paths += response.cwiseMax(-most).cwiseMin(most) * (moved / together);
}

}  // namespace prognos::cases
