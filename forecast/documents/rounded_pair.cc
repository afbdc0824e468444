#include "forecast/documents/rounded_pair.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <optional>

#include "forecast/base/number_format.h"
#include "forecast/documents/rounded_tree.h"

namespace prognos::documents {
namespace {

// Work and memory for one family, in table entries; beyond it the two trees are rounded each for itself.
constexpr size_t kMostEntries = 20'000'000;

// The value as whole units and what is over: value = whole * unit + part, 0 <= part < unit.
struct Split {
  int64_t whole = 0;
  int64_t part = 0;
};

Split SplitOf(int64_t value, int64_t unit) {
  Split split{value / unit, value % unit};
  if (split.part < 0) split = {split.whole - 1, split.part + unit};
  return split;
}

// A unit more (1) or none (0) for each of a pair. In the order in which equal ones are taken.
struct Up {
  int first = 0;
  int second = 0;
};
constexpr std::array<Up, 4> kUps = {Up{1, 1}, Up{1, 0}, Up{0, 1}, Up{0, 0}};

// The squared errors of a pair and of its difference; huge for an error of a whole unit.
int64_t ErrorOf(const Split& first, const Split& second, Up up, int64_t unit) {
  const int64_t of_first = up.first * unit - first.part;
  const int64_t of_second = up.second * unit - second.part;
  int64_t error = 0;
  for (const int64_t one : {of_first, of_second, of_first - of_second}) {
    error += one * one;
    if (std::abs(one) >= unit) error += 1'000 * unit * unit;
  }
  return error;
}

// Shares the units of a parent among its children. `error(i, a, b)` is the least error of the children from i on when a
// units of the first and b of the second are left to give.
class Family {
 public:
  Family(const std::vector<size_t>& children, absl::Span<const AmountPair> values, AmountPair total, int64_t unit)
      : unit_(unit) {
    for (const size_t child : children) {
      firsts_.push_back(SplitOf(values[child].first, unit));
      seconds_.push_back(SplitOf(values[child].second, unit));
      total.first -= firsts_.back().whole;
      total.second -= seconds_.back().whole;
    }
    left_ = total;
  }

  bool IsSmall() const {
    const size_t entries = (firsts_.size() + 1) * Width() * static_cast<size_t>(left_.first + 1);
    return entries <= kMostEntries;
  }

  std::vector<AmountPair> Round() {
    FillErrors();
    std::vector<AmountPair> printed;
    int64_t a = left_.first;
    int64_t b = left_.second;
    for (size_t i = 0; i < firsts_.size(); ++i) {
      const Up up = BestAt(i, a, b);
      printed.push_back({firsts_[i].whole + up.first, seconds_[i].whole + up.second});
      a -= up.first;
      b -= up.second;
    }
    return printed;
  }

 private:
  static constexpr int64_t kImpossible = std::numeric_limits<int64_t>::max();

  size_t Width() const { return static_cast<size_t>(left_.second + 1); }
  int64_t& ErrorFrom(size_t i, int64_t a, int64_t b) {
    return errors_[(i * static_cast<size_t>(left_.first + 1) + static_cast<size_t>(a)) * Width() +
                   static_cast<size_t>(b)];
  }

  // The error from child i on when it gets `up`.
  int64_t ErrorWith(size_t i, int64_t a, int64_t b, Up up) {
    if (up.first > a || up.second > b) return kImpossible;
    const int64_t rest = ErrorFrom(i + 1, a - up.first, b - up.second);
    return rest == kImpossible ? kImpossible : rest + ErrorOf(firsts_[i], seconds_[i], up, unit_);
  }

  Up BestAt(size_t i, int64_t a, int64_t b) {
    return *std::min_element(kUps.begin(), kUps.end(),
                             [&](Up one, Up other) { return ErrorWith(i, a, b, one) < ErrorWith(i, a, b, other); });
  }

  void FillErrors() {
    errors_.assign((firsts_.size() + 1) * static_cast<size_t>(left_.first + 1) * Width(), kImpossible);
    ErrorFrom(firsts_.size(), 0, 0) = 0;
    for (size_t i = firsts_.size(); i-- > 0;) {
      for (int64_t a = 0; a <= left_.first; ++a) {
        for (int64_t b = 0; b <= left_.second; ++b) ErrorFrom(i, a, b) = ErrorWith(i, a, b, BestAt(i, a, b));
      }
    }
  }

  const int64_t unit_;
  std::vector<Split> firsts_;
  std::vector<Split> seconds_;
  AmountPair left_;  // Units to give beside the whole ones.
  std::vector<int64_t> errors_;
};

AmountPair RoundRoot(AmountPair value, int64_t unit) {
  const int64_t difference = DivideRounded(value.difference(), unit);
  const Split first = SplitOf(value.first, unit);
  const Split second = SplitOf(value.second, unit);
  AmountPair best;
  int64_t least = std::numeric_limits<int64_t>::max();
  for (const Up up : kUps) {
    const AmountPair printed = {first.whole + up.first, second.whole + up.second};
    const int64_t error = ErrorOf(first, second, up, unit);
    if (printed.difference() != difference || error >= least) continue;
    best = printed;
    least = error;
  }
  return best;
}

std::vector<int64_t> ValuesOf(const std::vector<size_t>& nodes, absl::Span<const AmountPair> values,
                              int64_t AmountPair::*member) {
  std::vector<int64_t> taken;
  for (const size_t node : nodes) taken.push_back(values[node].*member);
  return taken;
}

std::vector<AmountPair> RoundFamily(const std::vector<size_t>& children, absl::Span<const AmountPair> values,
                                    AmountPair total, int64_t unit) {
  Family family(children, values, total, unit);
  if (family.IsSmall()) return family.Round();
  const std::vector<int64_t> firsts = RoundParts(ValuesOf(children, values, &AmountPair::first), unit, total.first);
  const std::vector<int64_t> seconds = RoundParts(ValuesOf(children, values, &AmountPair::second), unit, total.second);
  std::vector<AmountPair> printed;
  for (size_t i = 0; i < children.size(); ++i) printed.push_back({firsts[i], seconds[i]});
  return printed;
}

std::vector<AmountPair> SumPairs(absl::Span<const int> parents, absl::Span<const AmountPair> values) {
  std::vector<size_t> nodes(values.size());
  for (size_t i = 0; i < nodes.size(); ++i) nodes[i] = i;
  const std::vector<int64_t> firsts = SumTree(parents, ValuesOf(nodes, values, &AmountPair::first));
  const std::vector<int64_t> seconds = SumTree(parents, ValuesOf(nodes, values, &AmountPair::second));
  std::vector<AmountPair> sums;
  for (size_t i = 0; i < nodes.size(); ++i) sums.push_back({firsts[i], seconds[i]});
  return sums;
}

}  // namespace

std::vector<AmountPair> RoundPairs(absl::Span<const int> parents, absl::Span<const AmountPair> values, int64_t unit) {
  const std::vector<AmountPair> sums = SumPairs(parents, values);
  std::vector<std::vector<size_t>> children(sums.size());
  for (size_t node = 1; node < sums.size(); ++node) children[static_cast<size_t>(parents[node])].push_back(node);
  std::vector<AmountPair> printed(sums.size());
  if (!sums.empty()) printed[0] = RoundRoot(sums[0], unit);
  for (size_t node = 0; node < sums.size(); ++node) {
    if (children[node].empty()) continue;
    const std::vector<AmountPair> family = RoundFamily(children[node], sums, printed[node], unit);
    for (size_t i = 0; i < family.size(); ++i) printed[children[node][i]] = family[i];
  }
  return printed;
}

}  // namespace prognos::documents
