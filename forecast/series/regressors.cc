#include "forecast/series/regressors.h"

#include <algorithm>
#include <cmath>

namespace prognos {
namespace {

// Every month of `driver` known: from the nearest month before, else after.
Vector HeldValues(const MonthlySeries& driver) {
  Vector held = driver.values;
  for (Eigen::Index at = 1; at < held.size(); ++at) {
    if (std::isnan(held[at])) held[at] = held[at - 1];
  }
  for (Eigen::Index at = held.size() - 2; at >= 0; --at) {
    if (std::isnan(held[at])) held[at] = held[at + 1];
  }
  return held;
}

}  // namespace

Vector PulseColumn(Month first, int rows, Month month) {
  Vector column = Vector::Zero(rows);
  if (month >= first && month < first + rows) column[month - first] = 1.0;
  return column;
}

Vector LevelShiftColumn(Month first, int rows, Month month) {
  Vector column(rows);
  for (int row = 0; row < rows; ++row) column[row] = first + row >= month ? 1.0 : 0.0;
  return column;
}

Vector LaggedDriverColumn(Month first, int rows, const MonthlySeries& driver, int lag) {
  if (driver.CountKnown() == 0) return Vector::Zero(rows);
  const Vector held = HeldValues(driver);
  Vector column(rows);
  for (int row = 0; row < rows; ++row) {
    const int at = std::clamp((first + row - lag) - driver.first, 0, driver.size() - 1);
    column[row] = held[at];
  }
  return column;
}

Matrix JoinColumns(int rows, const std::vector<Vector>& columns) {
  Matrix joined(rows, static_cast<Eigen::Index>(columns.size()));
  for (size_t at = 0; at < columns.size(); ++at) joined.col(static_cast<Eigen::Index>(at)) = columns[at];
  return joined;
}

}  // namespace prognos
