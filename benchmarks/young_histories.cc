#include "benchmarks/young_histories.h"

#include <algorithm>
#include <cmath>

#include "forecast/cases/nothing_booked.h"

namespace prognos::benchmarks {
namespace {

constexpr int kLeastMonths = 3;
constexpr int kMostMonths = 24;
constexpr int kMostMonthsOfStart = 8;
constexpr int kMostZeros = 6;
constexpr int kQuarter = 3;

// A whole number in [least, most] out of `chance`, which loses it.
int Take(int least, int most, uint64_t& chance) {
  const uint64_t count = static_cast<uint64_t>(most - least + 1);
  const int taken = least + static_cast<int>(chance % count);
  chance /= count;
  return taken;
}

// What `month` holds of a series that pays at `due` and every `rhythm` months before and after it what `whole` holds
// since the payment before. Missing where months of the sum are.
double PaidIn(const MonthlySeries& whole, Month month, Month due, int rhythm) {
  const int apart = month - due;
  if ((apart % rhythm + rhythm) % rhythm != 0) return 0.0;
  return whole.SumBetween(month - (rhythm - 1), month);
}

// The months [first, end) of a series that is paid at `due` and every `rhythm` months before and after it.
Vector Payments(const MonthlySeries& whole, Month first, Month end, Month due, int rhythm) {
  Vector values(end - first);
  for (int at = 0; at < values.size(); ++at) values[at] = PaidIn(whole, first + at, due, rhythm);
  return values;
}

Vector Months(const MonthlySeries& whole, Month first, Month end) {
  Vector values(end - first);
  for (int at = 0; at < values.size(); ++at) values[at] = whole.At(first + at);
  return values;
}

struct Parts {
  Vector known;
  Vector future;
};

Parts PaidParts(const MonthlySeries& whole, Month origin, int horizon, int rhythm, int months, int since_last) {
  const Month due = origin - 1 - since_last;
  return {Payments(whole, origin - months, origin, due, rhythm),
          Payments(whole, origin, origin + horizon, due, rhythm)};
}

// Months known since the first of `payments` that the history has seen.
int MonthsSinceFirst(int payments, int rhythm, int since_last) { return (payments - 1) * rhythm + since_last + 1; }

Parts PartsOf(YoungKind kind, const MonthlySeries& whole, Month origin, int horizon, uint64_t chance) {
  switch (kind) {
    case YoungKind::kYearlyOnce:
    case YoungKind::kYearlyTwice: {
      const int since_last = Take(0, kMonthsPerYear - 1, chance);
      const int payments = kind == YoungKind::kYearlyOnce ? 1 : 2;
      const int months = MonthsSinceFirst(payments, kMonthsPerYear, since_last);
      return PaidParts(whole, origin, horizon, kMonthsPerYear, months, since_last);
    }
    case YoungKind::kQuarterly: {
      const int since_last = Take(0, kQuarter - 1, chance);
      const int months = MonthsSinceFirst(Take(2, kMostMonths / kQuarter, chance), kQuarter, since_last);
      return PaidParts(whole, origin, horizon, kQuarter, months, since_last);
    }
    case YoungKind::kEnd: {
      const int zeros = Take(1, kMostZeros, chance);
      Vector known = Months(whole, origin - Take(kLeastMonths + zeros, kMostMonths, chance), origin);
      known.tail(zeros).setZero();
      return {std::move(known), Vector::Zero(horizon)};
    }
    case YoungKind::kStart:
    case YoungKind::kCut: {
      const int most = kind == YoungKind::kStart ? kMostMonthsOfStart : kMostMonths;
      const int months = Take(kLeastMonths, most, chance);
      return {Months(whole, origin - months, origin), Months(whole, origin, origin + horizon)};
    }
  }
  return {};
}

}  // namespace

const std::vector<YoungKind>& AllYoungKinds() {
  static const auto& kinds =
      *new std::vector<YoungKind>{YoungKind::kCut,        YoungKind::kStart,       YoungKind::kEnd,
                                  YoungKind::kYearlyOnce, YoungKind::kYearlyTwice, YoungKind::kQuarterly};
  return kinds;
}

absl::string_view NameOf(YoungKind kind) {
  switch (kind) {
    case YoungKind::kCut:
      return "3-24 months";
    case YoungKind::kStart:
      return "start";
    case YoungKind::kEnd:
      return "end";
    case YoungKind::kYearlyOnce:
      return "yearly, seen once";
    case YoungKind::kYearlyTwice:
      return "yearly, seen twice";
    case YoungKind::kQuarterly:
      return "quarterly";
  }
  return "";
}

std::optional<YoungHistory> MakeYoung(YoungKind kind, const MonthlySeries& whole, Month origin, int horizon,
                                      uint64_t chance) {
  Parts parts = PartsOf(kind, whole, origin, horizon, chance);
  if (parts.known.hasNaN() || parts.future.hasNaN() || parts.known.isZero(0.0)) return std::nullopt;
  const int months = static_cast<int>(parts.known.size());
  return YoungHistory{cases::FromFirstBooked({origin - months, std::move(parts.known)}), std::move(parts.future)};
}

}  // namespace prognos::benchmarks
