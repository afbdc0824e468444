#include "forecast/models/run_off/loads.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace prognos::models {
namespace {

// Files that come within a day are of one load.
constexpr absl::Duration kLeastLength = absl::Hours(24);

// Follows how many series have a value in each month.
class ReachedMonths {
 public:
  void Add(int series, Month month) { series_[month].insert(series); }

  // The newest month that is reached; nullopt without any row.
  std::optional<Month> Newest() const {
    for (auto at = series_.rbegin(); at != series_.rend(); ++at) {
      const auto before = series_.find(at->first - 1);
      if (before == series_.end() || 2 * at->second.size() >= before->second.size()) return at->first;
    }
    return std::nullopt;
  }

 private:
  std::map<Month, std::set<int>> series_;
};

}  // namespace

Loads::Loads(int series_count, const std::vector<RecordedValue>& rows) : versions_(static_cast<size_t>(series_count)) {
  ReachedMonths reached;
  for (size_t at = 0; at < rows.size(); ++at) {
    const RecordedValue& row = rows[at];
    reached.Add(row.series, row.month);
    versions_[static_cast<size_t>(row.series)].push_back({row.month, row.time, row.value});
    if (at + 1 < rows.size() && rows[at + 1].time == row.time) continue;  // One recording is looked at as a whole.
    const std::optional<Month> newest = reached.Newest();
    if (newest.has_value() && (loads_.empty() || *newest > loads_.back().newest)) {
      loads_.push_back({*newest, row.time});
    }
    last_row_ = row.time;
  }
  for (std::vector<Version>& versions : versions_) {
    std::stable_sort(versions.begin(), versions.end(),
                     [](const Version& a, const Version& b) { return a.month < b.month; });
  }
}

std::optional<Month> Loads::Newest() const {
  if (loads_.empty()) return std::nullopt;
  return loads_.back().newest;
}

std::optional<absl::Time> Loads::EndOfLoadOf(Month newest) const {
  const auto found =
      std::find_if(loads_.begin(), loads_.end(), [&](const Load& load) { return load.newest == newest; });
  if (found == loads_.end()) return std::nullopt;
  return EndOf(static_cast<int>(found - loads_.begin()));
}

absl::Time Loads::EndOf(int load) const {
  const size_t next = static_cast<size_t>(load) + 1;
  return next < loads_.size() ? loads_[next].begin : absl::InfiniteFuture();
}

absl::Duration Loads::LengthOfLast() const { return std::max(kLeastLength, last_row_ - loads_.back().begin); }

std::optional<double> Loads::ValueAfter(int series, Month month, int load, absl::Duration length) const {
  const absl::Time seen = loads_[static_cast<size_t>(load)].begin + length;
  const absl::Time end = EndOf(load);
  const std::vector<Version>& versions = versions_[static_cast<size_t>(series)];
  const auto first = std::lower_bound(versions.begin(), versions.end(), month,
                                      [](const Version& version, Month of) { return version.month < of; });
  std::optional<double> value;
  for (auto at = first; at != versions.end() && at->month == month && at->time < end; ++at) {
    // One that came later than the last load has lasted is better than none.
    if (at->time <= seen || !value.has_value()) value = at->value;
  }
  const auto is_held = [&](const Version& version) { return version.time < end; };
  if (!value.has_value() && std::any_of(versions.begin(), first, is_held)) return 0.0;
  return value;
}

std::vector<FilledMonth> Loads::FilledMonths(int series) const {
  std::vector<FilledMonth> filled;
  if (loads_.empty()) return filled;
  const absl::Duration length = LengthOfLast();
  const int count = static_cast<int>(loads_.size());
  for (int full = std::max(1, count - kLoadsToLearnFrom); full < count; ++full) {
    const Month month = loads_[static_cast<size_t>(full)].newest - kRunOffAges;
    const std::optional<double> value = ValueAfter(series, month, full, length);
    for (int age = kRunOffAges - 1; age >= 0 && value.has_value(); --age) {
      const int young = full - (kRunOffAges - age);
      if (young < 0 || loads_[static_cast<size_t>(young)].newest != month + age) break;
      const std::optional<double> booked = ValueAfter(series, month, young, length);
      if (booked.has_value()) filled.push_back({age, *booked, *value});
    }
  }
  return filled;
}

double LevelForGrowth(const MonthlySeries& history, Month newest) {
  const MonthlySeries full = history.Before(newest - (kRunOffAges - 1)).Trimmed();
  const MonthlySeries& counting = full.empty() ? history : full;
  double sum = 0.0;
  int months = 0;
  for (int at = counting.size() - 1; at >= 0 && months < kMonthsPerYear; --at) {
    if (std::isnan(counting.values[at])) continue;
    sum += counting.values[at];
    ++months;
  }
  return months == 0 ? 0.0 : sum / months;
}

}  // namespace prognos::models
