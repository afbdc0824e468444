#include "forecast/cases/nothing_booked.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace prognos::cases {
namespace {

constexpr int kLeastBookedAround = 3;
constexpr int kMostEmptyOneIn = 8;
// What two months in one are of a usual month, when months differ by less than half.
constexpr double kMostUsualRatio = 1.5;
constexpr double kLeastTwiceRatio = 1.7;
constexpr double kMostTwiceRatio = 2.4;

constexpr int kLeastSlack = 2;
constexpr int kFewBooked = 3;
constexpr int kZerosThatAreNoSeries = 6;

bool IsBooked(double value) { return !std::isnan(value) && value != 0.0; }

std::set<Month> MonthsWithValues(const std::vector<MonthlySeries*>& histories) {
  std::set<Month> months;
  for (const MonthlySeries* history : histories) {
    for (int at = 0; at < history->size(); ++at) {
      if (!std::isnan(history->values[at])) months.insert(history->first + at);
    }
  }
  return months;
}

// One series as it is recorded, among the months that its ledger is known for.
class RecordedSeries {
 public:
  // `history` begins and ends with a value; `known` is not empty.
  RecordedSeries(const MonthlySeries& history, const std::set<Month>& known) : history_(history), known_(known) {}

  MonthlySeries Filled() const {
    const Month begin = std::max(Month::January(history_.first.year()), *known_.begin());
    const Month end = *known_.rbegin() + 1;
    MonthlySeries filled{begin, Vector::Constant(end - begin, kMissing)};
    for (Month month = begin; month < end; month = month + 1) {
      const double value = history_.At(month);
      const bool nothing_booked = std::isnan(value) && known_.contains(month) && !IsForgotten(month);
      filled.values[month - begin] = nothing_booked ? 0.0 : value;
    }
    return filled;
  }

 private:
  bool IsInLife(Month month) const {
    return month >= history_.first && month <= *known_.rbegin() && known_.contains(month);
  }
  bool IsEmpty(Month month) const { return IsInLife(month) && !IsBooked(history_.At(month)); }

  bool IsForgotten(Month month) const {
    if (month < history_.first || !IsBooked(history_.At(month - 1))) return false;
    if (month != *known_.rbegin() && !IsBooked(history_.At(month + 1))) return false;
    if (IsEmpty(month - kMonthsPerYear) || IsEmpty(month + kMonthsPerYear)) return false;
    int booked = 0;
    int empty = 0;
    for (int apart = -kMonthsPerYear; apart <= kMonthsPerYear; ++apart) {
      if (apart == 0 || !IsInLife(month + apart)) continue;
      (IsEmpty(month + apart) ? empty : booked) += 1;
    }
    return booked >= kLeastBookedAround && kMostEmptyOneIn * empty <= booked + empty && !IsBookedBeside(month);
  }

  // Whether the month before or after holds about twice what is usual, and no other month near it does: the invoice
  // came late or early, and its money is there already. After the newest month it may still come.
  bool IsBookedBeside(Month month) const {
    std::vector<double> others;
    double beside = 0.0;
    for (int apart = -kMonthsPerYear; apart <= kMonthsPerYear; ++apart) {
      const double value = IsInLife(month + apart) ? std::abs(history_.At(month + apart)) : kMissing;
      if (!IsBooked(value)) continue;
      if (apart == -1 && month == *known_.rbegin()) continue;
      if (std::abs(apart) == 1) {
        beside = std::max(beside, value);
      } else {
        others.push_back(value);
      }
    }
    if (static_cast<int>(others.size()) < kLeastBookedAround) return false;
    std::sort(others.begin(), others.end());
    const double usual = others[others.size() / 2];
    return others.back() < kMostUsualRatio * usual && beside > kLeastTwiceRatio * usual &&
           beside < kMostTwiceRatio * usual;
  }

  const MonthlySeries& history_;
  const std::set<Month>& known_;
};

// The longest run of zeros before `end` of values that begin with a booked one.
int LongestPause(const MonthlySeries& booked, int end) {
  int longest = 0;
  int run = 0;
  for (int at = 0; at < end; ++at) {
    run = booked.values[at] == 0.0 ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

void FillNothingBooked(const std::vector<MonthlySeries*>& histories) {
  const std::set<Month> known = MonthsWithValues(histories);
  if (known.empty()) return;
  for (MonthlySeries* history : histories) {
    const MonthlySeries recorded = history->Trimmed();
    if (!recorded.empty()) *history = RecordedSeries(recorded, known).Filled();
  }
}

std::optional<Month> EndedSince(const MonthlySeries& history) {
  const MonthlySeries booked = FromFirstBooked(history);
  int last = booked.size() - 1;
  while (last >= 0 && !IsBooked(booked.values[last])) --last;
  const int zeros = static_cast<int>((booked.values.tail(booked.size() - 1 - last).array() == 0.0).count());
  if (last < 0) return zeros >= kZerosThatAreNoSeries ? std::optional<Month>(history.first) : std::nullopt;
  const int pause = LongestPause(booked, last);
  const int months_booked = static_cast<int>(std::count_if(booked.values.begin(), booked.values.end(), IsBooked));
  int most = pause + std::max(kLeastSlack, pause / 2);
  if (months_booked < kFewBooked) most = std::max(most, kMonthsPerYear);
  return zeros > most ? std::optional<Month>(booked.first + last + 1) : std::nullopt;
}

MonthlySeries FromFirstBooked(const MonthlySeries& history) {
  int begin = 0;
  while (begin < history.size() && !IsBooked(history.values[begin])) ++begin;
  if (begin == history.size()) return history;
  return {history.first + begin, Vector(history.values.tail(history.size() - begin))};
}

}  // namespace prognos::cases
