#include "forecast/models/arima/arima_order.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {
namespace {

// The coefficients behind the 1 of (1 + sum a B^k) (1 + sum b B^(12 k)).
Vector MultiplySeasonal(const Vector& a, const Vector& b) {
  Vector product = Vector::Zero(a.size() + kMonthsPerYear * b.size());
  product.head(a.size()) = a;
  for (Eigen::Index k = 0; k < b.size(); ++k) {
    const Eigen::Index at = kMonthsPerYear * (k + 1) - 1;
    product[at] += b[k];
    product.segment(at + 1, a.size()) += b[k] * a;
  }
  return product;
}

std::array<int, 4> Sizes(const ArimaOrder& order) { return {order.p, order.q, order.seasonal_p, order.seasonal_q}; }

}  // namespace

std::string ArimaOrder::ToString() const {
  std::string text = absl::StrCat("ARIMA(", p, ",", d, ",", q, ")");
  if (seasonal_p + seasonal_d + seasonal_q > 0) {
    absl::StrAppend(&text, "(", seasonal_p, ",", seasonal_d, ",", seasonal_q, ")[12]");
  }
  if (constant) absl::StrAppend(&text, d + seasonal_d > 0 ? " with drift" : " with mean");
  return text;
}

Vector CoefficientsFromPartial(const ConstVectorRef& partial) {
  Vector phi = partial;
  for (Eigen::Index k = 1; k < partial.size(); ++k) {
    phi.head(k) = (phi.head(k) - partial[k] * phi.head(k).reverse()).eval();
  }
  return phi;
}

bool RootsLieOutside(const ConstVectorRef& phi, double radius) {
  Vector scaled = phi;
  for (Eigen::Index k = 0; k < phi.size(); ++k) scaled[k] *= std::pow(radius, static_cast<double>(k + 1));
  for (Eigen::Index k = phi.size(); k-- > 0;) {
    const double partial = scaled[k];
    if (!(std::abs(partial) < 1.0)) return false;
    scaled.head(k) = ((scaled.head(k) + partial * scaled.head(k).reverse()) / (1.0 - partial * partial)).eval();
  }
  return true;
}

ArmaCoefficients ExpandPolynomials(const ArimaOrder& order, const SmallVector& partial) {
  const Vector phi = CoefficientsFromPartial(partial.head(order.p));
  const Vector theta = CoefficientsFromPartial(partial.segment(order.p, order.q));
  const Vector seasonal_phi = CoefficientsFromPartial(partial.segment(order.p + order.q, order.seasonal_p));
  const Vector seasonal_theta = CoefficientsFromPartial(partial.tail(order.seasonal_q));
  return {-MultiplySeasonal(-phi, -seasonal_phi), MultiplySeasonal(-theta, -seasonal_theta)};
}

SmallVector CarryOver(const ArimaOrder& from, const SmallVector& partial, const ArimaOrder& to) {
  const std::array<int, 4> old_sizes = Sizes(from), new_sizes = Sizes(to);
  SmallVector carried = SmallVector::Zero(to.num_partial());
  int old_at = 0, new_at = 0;
  for (size_t part = 0; part < old_sizes.size(); ++part) {
    const int common = std::min(old_sizes[part], new_sizes[part]);
    carried.segment(new_at, common) = partial.segment(old_at, common);
    old_at += old_sizes[part];
    new_at += new_sizes[part];
  }
  return carried;
}

Vector DifferenceCoefficients(const ArimaOrder& order) {
  Vector difference(order.d), seasonal(order.seasonal_d);
  // (1 - x)^n for n up to 2.
  const auto fill = [](Vector& coefficients) {
    if (coefficients.size() == 1) coefficients << -1.0;
    if (coefficients.size() == 2) coefficients << -2.0, 1.0;
  };
  fill(difference);
  fill(seasonal);
  return -MultiplySeasonal(difference, seasonal);
}

}  // namespace prognos::models
