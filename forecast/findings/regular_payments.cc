#include "forecast/findings/regular_payments.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <utility>

#include "forecast/findings/error_tails.h"
#include "forecast/series/month_scale.h"
#include "forecast/series/monthly_series.h"

namespace prognos::findings {
namespace {

constexpr int kPeriods[] = {2, 3, 4, 6, 12};
constexpr int kLeastOthers = 4;  // Payments that one is held against.
constexpr int kLeastMonthsOfOthers = 18;
constexpr int kNeighboursOfPayment = 2;    // On each side.
constexpr double kNoPayment = 0.02;        // Of what was expected: nothing.
constexpr double kNearTwice = 0.25;        // On the logarithm.
constexpr double kMostUnexplained = 0.35;  // Of what is missing, in the month that holds it.
constexpr double kLeastPaymentScale = 0.02;
constexpr double kMostOfStep = 0.5;  // Between the payments before and after, of how far one lies from them.
constexpr double kLeastOfSameQuarter = 0.5;
constexpr int kMostFound = 2;

bool HasPayment(double value) { return !std::isnan(value) && value != 0.0; }

double MedianOf(std::vector<double> values) {
  return Median(Eigen::Map<Vector>(values.data(), static_cast<Eigen::Index>(values.size())));
}

int LeastPayments(int period) { return std::max(kLeastOthers, (kLeastMonthsOfOthers + period - 1) / period) + 1; }

// One payment that is due.
struct Payment {
  int row = 0;
  double value = 0.0;
  bool counts = true;  // It is held against others, and others against it: neither missing nor found.
};

class PaymentSearch {
 public:
  PaymentSearch(Month first, const Vector& values) : first_(first), values_(values) {}

  // Finds in which months they are due; false: they are not regular.
  bool FindRhythm() {
    return std::any_of(std::begin(kPeriods), std::end(kPeriods), [this](int period) {
      for (int phase = 0; phase < period; ++phase) {
        if (TakeRhythm(period, phase)) return true;
      }
      return false;
    });
  }

  std::vector<Finding> Run() {
    while (static_cast<int>(found_.size()) < kMostFound && FindOne()) {
    }
    return std::move(found_);
  }

 private:
  int size() const { return static_cast<int>(values_.size()); }

  bool TakeRhythm(int period, int phase) {
    payments_.clear();
    elsewhere_.clear();
    has_ended_ = false;
    for (int row = 0; row < size(); ++row) {
      if (row % period == phase && !std::isnan(values_[row])) payments_.push_back({row, values_[row]});
      if (row % period != phase && HasPayment(values_[row])) elsewhere_.push_back(row);
    }
    const auto is_empty = [](const Payment& payment) { return payment.value == 0.0; };
    // The first may have been paid in another month, and then it is no longer known what came before.
    while (!payments_.empty() && is_empty(payments_.front())) payments_.erase(payments_.begin());
    // Two that are missing at the end: they have ended.
    while (payments_.size() > 1 && is_empty(payments_.back()) && is_empty(payments_[payments_.size() - 2])) {
      payments_.pop_back();
      has_ended_ = true;
    }
    if (has_ended_ && !payments_.empty() && is_empty(payments_.back())) payments_.pop_back();
    period_ = period;
    const auto empty = std::count_if(payments_.begin(), payments_.end(), is_empty);
    const auto paid = static_cast<int>(payments_.size() - static_cast<size_t>(empty));
    return empty <= 1 && elsewhere_.size() <= 1 && paid + 1 >= LeastPayments(period) &&
           static_cast<int>(payments_.size()) >= LeastPayments(period);
  }

  // The median of the payments around that of `at`, on the logarithm; `before`, `after`: on which sides. NaN: none.
  double LevelAt(size_t at, bool before, bool after) const {
    std::vector<double> logs;
    const auto take = [&](int step) {
      int left = kNeighboursOfPayment;
      for (int other = static_cast<int>(at) + step;
           left > 0 && other >= 0 && other < static_cast<int>(payments_.size()); other += step) {
        const Payment& payment = payments_[static_cast<size_t>(other)];
        if (!payment.counts || payment.value <= 0.0) continue;
        logs.push_back(std::log(payment.value));
        --left;
      }
    };
    if (before) take(-1);
    if (after) take(1);
    return logs.empty() ? kMissing : MedianOf(std::move(logs));
  }

  double DistanceFrom(double level, size_t at) const {
    return std::log(std::max(payments_[at].value / std::exp(level), kNoPayment));
  }

  // Payments before it lie elsewhere than those after it.
  bool MovesOn(size_t at) const {
    const double before = LevelAt(at, true, false);
    const double after = LevelAt(at, false, true);
    if (std::isnan(before) || std::isnan(after)) return false;
    const double rise = DistanceFrom(before, at), fall = DistanceFrom(after, at);
    return rise * fall <= 0.0 || std::abs(rise - fall) >= kMostOfStep * std::min(std::abs(rise), std::abs(fall));
  }

  // Of the other payments; and whether one in the same calendar month lies out like `distance`.
  std::vector<double> OtherErrors(size_t at, double distance, bool& comes_back) const {
    std::vector<double> errors;
    for (size_t other = 0; other < payments_.size(); ++other) {
      const double level = LevelAt(other, true, true);
      if (other == at || !payments_[other].counts || payments_[other].value <= 0.0 || std::isnan(level)) continue;
      errors.push_back(DistanceFrom(level, other));
      const bool same_month = (payments_[other].row - payments_[at].row) % kMonthsPerYear == 0;
      const bool is_season = period_ < kMonthsPerYear && same_month;
      if (is_season && errors.back() / distance >= kLeastOfSameQuarter) comes_back = true;
    }
    return errors;
  }

  FindingKind KindOf(double value, double distance) const {
    if (value == 0.0) return FindingKind::kNothingBooked;
    if (std::abs(distance - std::numbers::ln2) <= kNearTwice) return FindingKind::kBookedTwice;
    return std::abs(distance + std::numbers::ln2) <= kNearTwice ? FindingKind::kNotFullyBooked : FindingKind::kOutlier;
  }

  // The row that holds what the payment `at` lacks: a month in which nothing is due, or the payment after or before.
  std::optional<int> HolderOf(size_t at, double missing) const {
    const auto holds = [&](double beyond) { return std::abs(beyond - missing) <= kMostUnexplained * missing; };
    for (const int row : elsewhere_) {
      if (std::abs(row - payments_[at].row) < period_ && holds(values_[row])) return row;
    }
    for (const size_t other : {at + 1, at - 1}) {  // Below zero it is beyond the end.
      if (other >= payments_.size() || !payments_[other].counts) continue;
      const double expected = std::exp(LevelAt(other, true, true));
      if (holds(payments_[other].value - expected)) return payments_[other].row;
    }
    return std::nullopt;
  }

  std::optional<Finding> Examine(size_t at) {
    const Payment& payment = payments_[at];
    if (!payment.counts || payment.value < 0.0) return std::nullopt;
    payments_[at].counts = false;  // It says nothing of what is expected of it, or of others.
    const std::optional<Finding> finding = ExamineAlone(at);
    payments_[at].counts = true;
    return finding;
  }

  std::optional<Finding> ExamineAlone(size_t at) const {
    const double level = LevelAt(at, true, true);
    const double distance = DistanceFrom(level, at);
    bool comes_back = false;
    std::vector<double> errors = OtherErrors(at, distance, comes_back);
    if (static_cast<int>(errors.size()) < kLeastOthers || comes_back || MovesOn(at)) return std::nullopt;
    if (std::abs(distance) < std::numbers::ln2 - kNearTwice) return std::nullopt;
    const Vector others = Eigen::Map<Vector>(errors.data(), static_cast<Eigen::Index>(errors.size()));
    const double chance = ErrorTails(others, kLeastPaymentScale).ChanceBeyond(distance) / period_;
    if (chance > kMostChance) return std::nullopt;
    const double expected = std::exp(level);
    const Month month = first_ + payments_[at].row;
    Finding finding{KindOf(payments_[at].value, distance), month, month, payments_[at].value, expected, chance};
    const std::optional<int> holder =
        distance < 0.0 ? HolderOf(at, expected - payments_[at].value) : std::optional<int>();
    if (!holder.has_value()) return finding.kind == FindingKind::kOutlier ? std::nullopt : std::optional(finding);
    finding.kind = FindingKind::kOtherMonth;
    finding.booked_in = first_ + *holder;
    return finding;
  }

  bool FindOne() {
    std::optional<Finding> rarest;
    for (size_t at = 0; at < payments_.size(); ++at) {
      const std::optional<Finding> finding = Examine(at);
      if (finding.has_value() && (!rarest.has_value() || IsBefore(*finding, *rarest))) rarest = finding;
    }
    if (!rarest.has_value()) return false;
    for (Payment& payment : payments_) {
      const Month month = first_ + payment.row;
      if (month == rarest->month || month == rarest->booked_in) payment.counts = false;
    }
    found_.push_back(*rarest);
    return true;
  }

  // What is missing tells of the payment that holds it, too.
  static bool IsBefore(const Finding& a, const Finding& b) {
    const bool a_moved = a.kind == FindingKind::kOtherMonth, b_moved = b.kind == FindingKind::kOtherMonth;
    return a_moved != b_moved ? a_moved : a.chance < b.chance;
  }

  const Month first_;
  const Vector& values_;
  int period_ = 0;
  bool has_ended_ = false;
  std::vector<Payment> payments_;  // Those that are due.
  std::vector<int> elsewhere_;     // Rows with a payment that is not due.
  std::vector<Finding> found_;
};

}  // namespace

std::optional<std::vector<Finding>> FindUnusualPayments(Month first, const Vector& values) {
  PaymentSearch search(first, values);
  if (!search.FindRhythm()) return std::nullopt;
  return search.Run();
}

}  // namespace prognos::findings
