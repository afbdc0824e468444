#include "forecast/documents/rounded_matrix.h"

#include <cstddef>
#include <limits>
#include <numeric>

#include "forecast/documents/rounded_tree.h"

namespace prognos::documents {
namespace {

using Matrix = std::vector<std::vector<int64_t>>;

int64_t Sum(absl::Span<const int64_t> values) { return std::accumulate(values.begin(), values.end(), int64_t{0}); }

// How much each column shows too much.
std::vector<int64_t> Excess(const Matrix& shown, absl::Span<const int64_t> columns) {
  std::vector<int64_t> excess;
  for (size_t column = 0; column < columns.size(); ++column) {
    excess.push_back(-columns[column]);
    for (const std::vector<int64_t>& row : shown) excess.back() += row[column];
  }
  return excess;
}

class MatrixRounding {
 public:
  MatrixRounding(const Matrix& parts, int64_t unit, Matrix& shown) : parts_(parts), unit_(unit), shown_(shown) {}

  // In the row where one less of the one and one more of the other is least wrong.
  void MoveUnit(size_t from, size_t to) {
    size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (size_t row = 0; row < shown_.size(); ++row) {
      const double cost = CostOf(row, from, -1) + CostOf(row, to, 1);
      if (cost >= least) continue;
      least = cost;
      best = row;
    }
    --shown_[best][from];
    ++shown_[best][to];
  }

 private:
  // What the square of a part's error grows by when it shows `change` more; a part that is nothing gives way last.
  double CostOf(size_t row, size_t column, int change) const {
    constexpr double kNothing = 1e6;
    const double exact = static_cast<double>(parts_[row][column]) / static_cast<double>(unit_);
    const double error = static_cast<double>(shown_[row][column]) - exact;
    const double cost = 2.0 * error * change + 1.0;
    return parts_[row][column] == 0 ? cost + kNothing : cost;
  }

  const Matrix& parts_;
  const int64_t unit_;
  Matrix& shown_;
};

}  // namespace

Matrix RoundMatrix(const Matrix& parts, absl::Span<const int64_t> rows, absl::Span<const int64_t> columns,
                   int64_t unit) {
  Matrix shown;
  for (size_t row = 0; row < parts.size(); ++row) shown.push_back(RoundParts(parts[row], unit, rows[row]));
  if (shown.empty() || Sum(rows) != Sum(columns)) return shown;
  MatrixRounding rounding(parts, unit, shown);
  std::vector<int64_t> excess = Excess(shown, columns);
  size_t to = 0;
  for (size_t from = 0; from < excess.size(); ++from) {
    while (excess[from] > 0) {
      while (excess[to] >= 0) ++to;  // There is one: the sums of both are the same.
      rounding.MoveUnit(from, to);
      --excess[from];
      ++excess[to];
    }
  }
  return shown;
}

}  // namespace prognos::documents
