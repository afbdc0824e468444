#include "forecast/findings/unusual_months.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "forecast/findings/error_tails.h"
#include "forecast/findings/level_scale.h"
#include "forecast/findings/new_levels.h"
#include "forecast/findings/regular_payments.h"
#include "forecast/series/month_scale.h"

namespace prognos::findings {
namespace {

using Row = Eigen::Index;

constexpr double kMostReturn = 0.5;
constexpr double kLeastShareOfSeason = 0.5;
constexpr double kNothing = 0.02;  // Of what was expected: nothing.
// Where another month fell below this share of what was expected, one that falls to nothing is no fault.
constexpr double kNearNothing = 0.35;
constexpr double kLeastScale = 0.02;
constexpr size_t kCandidates = 6;  // The months furthest out are looked at, each time.
constexpr Row kLeastErrors = 6;
constexpr Row kLeastOfSide = 5;
constexpr int kMonthsPerOneOff = 24;
constexpr int kMonthsPerOdd = 12;  // At most one in so many is zero or negative.

// On the logarithm: how near to twice or half.
constexpr double kLeastTolerance = 0.2;
constexpr double kMostTolerance = 0.35;
constexpr double kScalesOfTolerance = 2.0;
constexpr double kMostRestOfMoved = 0.35;  // Of an amount in another month, what may be left unexplained.

constexpr Row kMonthsBefore = 6;  // That the newest month may be held against.
constexpr Row kMonthsSeen = 12;
constexpr int kLeastPayments = 10;

bool IsKnown(double value) { return !std::isnan(value); }

Vector Without(Vector values, std::initializer_list<Row> rows) {
  for (const Row row : rows) values[row] = kMissing;
  return values;
}

// What is to be expected of one month by all the others, on the scale.
struct Expected {
  LevelScale scale;
  double level = 0.0;  // Of the month.
  Vector errors = {};  // Of the other months, one a row; NaN: not known, or too near to the beginning.
  double widening = 1.0;
  bool one_sided = false;
};

Vector ErrorsBefore(const Vector& adjusted, Row months) {
  Vector errors = Vector::Constant(adjusted.size(), kMissing);
  for (Row at = months; at < adjusted.size(); ++at) errors[at] = adjusted[at] - LevelBefore(adjusted, at, months);
  return errors;
}

Vector ErrorsAround(const Vector& adjusted) {
  Vector errors(adjusted.size());
  for (Row at = 0; at < adjusted.size(); ++at) errors[at] = adjusted[at] - LevelAround(adjusted, at);
  return errors;
}

Vector Known(const Vector& values) {
  std::vector<double> known;
  for (const double value : values) {
    if (IsKnown(value)) known.push_back(value);
  }
  return Eigen::Map<Vector>(known.data(), static_cast<Row>(known.size()));
}

// As a standard deviation; infinite when none is known.
double UsualSize(const Vector& errors) {
  const Vector known = Known(errors);
  return known.size() > 0 ? kNormalConsistency * Median(known.cwiseAbs()) : std::numeric_limits<double>::infinity();
}

// Those of the sign of `distance`.
Vector OnSide(const Vector& errors, double distance) {
  std::vector<double> chosen;
  for (const double error : errors) {
    if (error * distance > 0.0) chosen.push_back(error);
  }
  return Eigen::Map<Vector>(chosen.data(), static_cast<Row>(chosen.size()));
}

// Looks for the months and new levels of one series that is hardly ever zero or negative.
class LevelSearch {
 public:
  LevelSearch(Month first, Vector actual)
      : first_(first), actual_(std::move(actual)), clean_(actual_), factor_(Vector::Ones(actual_.size())) {
    bool pauses = false;
    for (Row at = 0; at < size(); ++at) {
      if (!IsKnown(actual_[at]) || actual_[at] > 0.0) continue;
      pauses = pauses || IsPause(at);
      odd_.push_back(at);
      clean_[at] = kMissing;
    }
    // Where nothing was booked for some time before, nothing in a month is as usual.
    if (pauses) std::erase_if(odd_, [this](Row at) { return actual_[at] == 0.0; });
  }

  std::vector<Finding> Run() {
    while (FindLevel()) {
    }
    while (FindMonth()) {
    }
    DropUsualOneOffs();
    return std::move(found_);
  }

 private:
  Row size() const { return actual_.size(); }
  Month MonthOf(Row at) const { return first_ + static_cast<int>(at); }
  bool IsZero(Row at) const { return at >= 0 && at < size() && actual_[at] == 0.0; }

  // Nothing for several months, or every year in the same one.
  bool IsPause(Row at) const {
    if (actual_[at] != 0.0) return false;
    if (IsZero(at - 1) || IsZero(at + 1)) return true;
    for (Row other = at % kMonthsPerYear; other < size(); other += kMonthsPerYear) {
      if (other != at && IsZero(other)) return true;
    }
    return false;
  }

  MonthlySeries Series(const Vector& values) const { return {first_, values}; }

  // By all months but `rows`.
  Expected ExpectWithout(std::initializer_list<Row> rows, Row at) const {
    const Vector values = Without(clean_, rows);
    Expected expected{LevelScale(FillGaps(Series(values)).values)};
    const Vector& adjusted = expected.scale.adjusted;
    expected.one_sided = at == size() - 1;
    if (expected.one_sided) {
      expected.errors = ErrorsBefore(adjusted, kNeighbours);
      expected.level = LevelBefore(adjusted, at, kNeighbours);
      const Vector longer = ErrorsBefore(adjusted, kMonthsBefore);
      if (UsualSize(longer) < UsualSize(expected.errors)) {
        expected.errors = longer;
        expected.level = LevelBefore(adjusted, at, kMonthsBefore);
      }
    } else {
      expected.errors = ErrorsAround(adjusted);
      expected.level = LevelAround(adjusted, at);
    }
    for (Row row = 0; row < size(); ++row) {
      if (!IsKnown(values[row])) expected.errors[row] = kMissing;
    }
    const double of_season = expected.scale.season_variance;
    expected.widening = std::sqrt((1.0 + of_season) / (1.0 - std::min(of_season, 0.5)));
    return expected;
  }

  // What `actual_` holds when a month is as expected.
  double Value(const Expected& expected, Row at) const { return expected.scale.Back(at, expected.level) / factor_[at]; }

  // From what was expected; of what has no logarithm as far as nothing.
  double DistanceOf(const Expected& expected, Row at) const {
    const double share = actual_[at] / Value(expected, at);
    return std::log(std::max(share, kNothing));
  }

  bool StaysOut(const Expected& expected, Row at, double distance) const {
    if (expected.one_sided) return false;
    const Vector& adjusted = expected.scale.adjusted;
    const double place = expected.level + distance;
    const double rise = at > 0 ? place - LevelBefore(adjusted, at, kNeighbours) : distance;
    const double fall = place - LevelAfter(adjusted, at, kNeighbours);
    if (rise * fall <= 0.0) return true;
    return std::abs(rise - fall) >= kMostReturn * std::min(std::abs(rise), std::abs(fall));
  }

  bool ComesBack(const Expected& expected, Row at, double distance) const {
    for (Row other = at % kMonthsPerYear; other < size(); other += kMonthsPerYear) {
      if (other == at || !IsKnown(expected.errors[other])) continue;
      if (std::abs(expected.errors[other] / distance) >= kLeastShareOfSeason) return true;
    }
    return false;
  }

  bool HasOtherYear(Row at) const { return at >= kMonthsPerYear || at + kMonthsPerYear < size(); }

  FindingKind KindOf(const Expected& expected, Row at, double distance) const {
    const double value = Value(expected, at);
    if (actual_[at] <= 0.0 && std::abs(actual_[at]) <= kNothing * value) return FindingKind::kNothingBooked;
    if (actual_[at] < 0.0) {
      const bool as_large = std::abs(std::log(-actual_[at] / value)) < std::numbers::ln2;
      return as_large ? FindingKind::kWrongSign : FindingKind::kOutlier;
    }
    const double tolerance =
        std::clamp(kScalesOfTolerance * UsualSize(expected.errors), kLeastTolerance, kMostTolerance);
    if (std::abs(distance - std::numbers::ln2) <= tolerance) return FindingKind::kBookedTwice;
    if (std::abs(distance + std::numbers::ln2) <= tolerance) return FindingKind::kNotFullyBooked;
    return at == size() - 1 && distance < 0.0 ? FindingKind::kNotFullyBooked : FindingKind::kOutlier;
  }

  // What `at` is expected to hold by all months but itself and `other`.
  double ValueWithout(Row at, Row other) const {
    Expected expected = ExpectWithout({at, other}, at);
    return Value(expected, at);
  }

  // Whether `holder` holds what `at` lacks.
  bool HoldsWhatIsMissing(Row at, Row holder) const {
    if (std::min(at, holder) < 0 || std::max(at, holder) >= size() || !IsKnown(clean_[holder])) return false;
    const double missing = ValueWithout(at, holder) - actual_[at];
    const double beyond = actual_[holder] - ValueWithout(holder, at);
    return missing > 0.0 && actual_[at] >= 0.0 && std::abs(beyond - missing) <= kMostRestOfMoved * missing;
  }

  Finding OtherMonth(Row at, Row holder, double chance) const {
    return {FindingKind::kOtherMonth, MonthOf(at), MonthOf(holder), actual_[at], ValueWithout(at, holder), chance};
  }

  // 1 when something else tells why it lies there.
  double ChanceOf(const Expected& expected, Row at, double distance) const {
    if (StaysOut(expected, at, distance) || ComesBack(expected, at, distance)) return 1.0;
    const Vector errors = Known(expected.errors);
    if (errors.size() < kLeastErrors) return 1.0;
    if (actual_[at] == 0.0 && errors.minCoeff() < std::log(kNearNothing)) return 1.0;
    const double chance = ErrorTails(errors, kLeastScale).ChanceBeyond(distance, expected.widening);
    const Vector on_side = OnSide(errors, distance);
    if (on_side.size() < kLeastOfSide) return chance;
    return std::max(chance, ErrorTails(on_side, kLeastScale).ChanceBeyond(distance, expected.widening));
  }

  std::optional<Finding> Examine(Row at) const {
    const Expected expected = ExpectWithout({at}, at);
    const double distance = DistanceOf(expected, at);
    const bool only_negative = actual_[at] < 0.0 && (actual_.array() < 0.0).count() == 1;
    const double chance = only_negative ? 1.0 / (static_cast<double>(size()) + 1.0) : ChanceOf(expected, at, distance);
    if (!only_negative && chance > kMostChance) return std::nullopt;
    Finding finding{KindOf(expected, at, distance), MonthOf(at), MonthOf(at), actual_[at], Value(expected, at), chance};
    for (const Row other : {at + 1, at - 1}) {
      if (!(distance < 0.0 ? HoldsWhatIsMissing(at, other) : HoldsWhatIsMissing(other, at))) continue;
      finding = OtherMonth(distance < 0.0 ? at : other, distance < 0.0 ? other : at, finding.chance);
      break;
    }
    if (finding.kind == FindingKind::kOutlier && distance > 0.0 && !HasOtherYear(at)) return std::nullopt;
    return finding;
  }

  void Take(const Finding& finding) {
    clean_[finding.month - first_] = kMissing;
    clean_[finding.booked_in - first_] = kMissing;
    std::erase(odd_, static_cast<Row>(finding.month - first_));
    found_.push_back(finding);
  }

  // The months that lie furthest out, first those that are zero or negative.
  std::vector<Row> Candidates() const {
    std::vector<Row> rows;
    const LevelScale scale(FillGaps(Series(clean_)).values);
    const Vector errors = ErrorsAround(scale.adjusted).cwiseAbs();
    for (Row at = 0; at < size(); ++at) {
      if (IsKnown(clean_[at])) rows.push_back(at);
    }
    std::sort(rows.begin(), rows.end(), [&](Row a, Row b) { return errors[a] > errors[b]; });
    if (rows.size() > kCandidates) rows.resize(kCandidates);
    if (IsKnown(clean_[size() - 1])) rows.push_back(size() - 1);
    rows.insert(rows.begin(), odd_.begin(), odd_.end());
    return rows;
  }

  bool FindMonth() {
    std::optional<Finding> rarest;
    for (const Row at : Candidates()) {
      const std::optional<Finding> finding = Examine(at);
      if (finding.has_value() && (!rarest.has_value() || finding->chance < rarest->chance)) rarest = finding;
    }
    if (!rarest.has_value()) return false;
    Take(*rarest);
    return true;
  }

  void DropUsualOneOffs() {
    const auto is_one_off = [](const Finding& finding) { return finding.kind == FindingKind::kOutlier; };
    const auto count = std::count_if(found_.begin(), found_.end(), is_one_off);
    if (count > std::max<Row>(1, size() / kMonthsPerOneOff)) std::erase_if(found_, is_one_off);
  }

  bool FindLevel() {
    const std::optional<NewLevel> level = FindNewLevel(LevelScale(FillGaps(Series(clean_)).values).adjusted);
    if (!level.has_value()) return false;
    Finding finding{FindingKind::kNewLevel, MonthOf(level->at), MonthOf(level->at), 0.0, 0.0, level->chance};
    const Row months = std::min(size() - level->at, kMonthsSeen);
    const Vector since = Known(clean_.segment(level->at, months).array() / factor_.segment(level->at, months).array());
    if (since.size() == 0) return false;
    finding.seen = since.mean();
    finding.expected = finding.seen * std::exp(-level->step);
    clean_.head(level->at) *= std::exp(level->step);
    factor_.head(level->at) *= std::exp(level->step);
    found_.push_back(finding);
    return static_cast<Row>(found_.size()) < size() / kMonthsPerOneOff;
  }

  const Month first_;
  const Vector actual_;
  Vector clean_;   // At today's level; missing where something was found.
  Vector factor_;  // From a month's own level to today's.
  std::vector<Row> odd_;
  std::vector<Finding> found_;
};

// The only negative one of single payments.
void AddOnlyNegative(Month first, const Vector& values, std::vector<Finding>& found) {
  if ((values.array() < 0.0).count() != 1) return;
  Row at = 0;
  values.unaryExpr([](double value) { return value < 0.0 ? value : 0.0; }).minCoeff(&at);
  const Month month = first + static_cast<int>(at);
  const double once = 1.0 / (static_cast<double>(Known(values).size()) + 1.0);
  found.push_back({FindingKind::kWrongSign, month, month, values[at], -values[at], once});
}

// Of single payments that come when they come.
std::vector<Finding> FindAmongPayments(Month first, const Vector& values) {
  std::vector<Row> payments;
  for (Row at = 0; at < values.size(); ++at) {
    if (values[at] > 0.0) payments.push_back(at);
  }
  std::vector<Finding> found;
  if (static_cast<int>(payments.size()) < kLeastPayments) return found;
  AddOnlyNegative(first, values, found);
  const Row largest =
      *std::max_element(payments.begin(), payments.end(), [&](Row a, Row b) { return values[a] < values[b]; });
  for (Row other = largest % kMonthsPerYear; other < values.size(); other += kMonthsPerYear) {
    if (other != largest && values[other] >= kLeastShareOfSeason * values[largest]) return found;
  }
  Vector others(static_cast<Row>(payments.size()) - 1);
  Row at = 0;
  for (const Row payment : payments) {
    if (payment != largest) others[at++] = std::log(values[payment]);
  }
  const double middle = Median(others);
  const ErrorTails tails(others.array() - middle, kLeastScale);
  const double chance = tails.ChanceBeyond(std::log(values[largest]) - middle, 1.0);
  if (chance <= kMostChance) {
    const Month month = first + static_cast<int>(largest);
    found.push_back({FindingKind::kOutlier, month, month, values[largest], std::exp(middle), chance});
  }
  return found;
}

// From the first month that is not zero on.
MonthlySeries FromFirstPayment(const MonthlySeries& series) {
  const MonthlySeries known = series.Trimmed();
  int begin = 0;
  while (begin < known.size() && !(std::abs(known.values[begin]) > 0.0)) ++begin;
  return {known.first + begin, known.values.tail(known.size() - begin)};
}

// The same; zeros that it ends with, but for one, are a pause or the end.
MonthlySeries Lived(const MonthlySeries& begun) {
  int end = begun.size();
  while (end > 1 && begun.values[end - 1] == 0.0 && begun.values[end - 2] == 0.0) --end;
  if (end > 1 && end < begun.size()) --end;
  return {begun.first, begun.values.head(end)};
}

std::vector<Finding> FindBySort(const MonthlySeries& begun, const MonthlySeries& lived) {
  const Row odd = (lived.values.array() <= 0.0).count();
  if (odd <= std::max<Row>(1, lived.values.size() / kMonthsPerOdd)) return LevelSearch(lived.first, lived.values).Run();
  // Of payments that are due it counts until when nothing was paid.
  std::optional<std::vector<Finding>> found = FindUnusualPayments(begun.first, begun.values);
  // A payment far beyond all others is one among them, regular or not.
  if (!found.has_value() || found->empty()) return FindAmongPayments(lived.first, lived.values);
  AddOnlyNegative(begun.first, begun.values, *found);
  return *std::move(found);
}

}  // namespace

std::vector<Finding> FindUnusualMonths(const MonthlySeries& series) {
  MonthlySeries begun = FromFirstPayment(series);
  MonthlySeries lived = Lived(begun);
  if (lived.CountKnown() < kLeastMonthsForFindings) return {};
  const bool upside_down = Median(Known(lived.values)) < 0.0;
  if (upside_down) {
    begun.values = -begun.values;
    lived.values = -lived.values;
  }
  std::vector<Finding> found = FindBySort(begun, lived);
  for (Finding& finding : found) {
    if (!upside_down) break;
    finding.seen = -finding.seen;
    finding.expected = -finding.expected;
  }
  std::sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) { return a.month < b.month; });
  return found;
}

}  // namespace prognos::findings
