#include "forecast/service/known_months.h"

#include <cmath>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "forecast/base/status_macros.h"
#include "forecast/cases/nothing_booked.h"
#include "forecast/service/ledger_loads.h"
#include "forecast/service/month_marks.h"

namespace prognos::service {
namespace {

absl::StatusOr<SeriesById> ReadHistories(ledger::Reader& reader, const ForecastCut& cut) {
  ledger::ActualsQuery query;
  query.last_month = Month::January(cut.year) + (cut.last_known_month - 1);
  query.as_of = cut.as_of;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(cut.organization, query));
  return ToMonthlySeries(actuals);
}

// Money is known for the months in which any money is booked, volumes for those in which anything is counted.
void FillNothingBooked(const std::vector<ledger::Series>& series, SeriesById& histories) {
  std::vector<MonthlySeries*> money;
  std::vector<MonthlySeries*> volumes;
  for (const ledger::Series& one : series) {
    const auto found = histories.find(one.id);
    if (found != histories.end()) (one.flow == Flow::kVolume ? volumes : money).push_back(&found->second);
  }
  cases::FillNothingBooked(money);
  cases::FillNothingBooked(volumes);
}

// What is open for all activities is not known.
int LastKnownMonth(const MonthMarks& marks, const ForecastCut& cut) {
  int last = cut.last_known_month;
  while (last > 0 && marks.IsOpenForAll(Month::January(cut.year) + (last - 1))) --last;
  return last;
}

// Whether nothing is booked in the month, and nothing was when months were last full: a series that has ended, or that
// pauses, does not fill.
bool IsPause(const MonthlySeries& history, Month month, Month newest) {
  const double full = history.At(newest - models::kRunOffAges);
  return history.At(month) == 0.0 && (std::isnan(full) || full == 0.0);
}

// The months of one series up to `end`.
class MonthsOfSeries {
 public:
  MonthsOfSeries(const MonthMarks& marks, const ledger::ActivityTree& tree, const std::string& activity, Month end,
                 MonthlySeries& history)
      : marks_(marks), tree_(tree), activity_(activity), end_(end), history_(history) {}

  // The months that are open or preliminary, from the first value on; what is booked in an open one is no value.
  void TakeMarks(std::vector<cases::UnfinishedMonth>& unfinished) {
    for (const Month month : marks_.months()) {
      const cases::MonthState state = StateOf(month);
      if (state != cases::MonthState::kOpen && state != cases::MonthState::kPreliminary) continue;
      if (history_.empty() || month < history_.first || month >= end_) continue;
      const double value = history_.At(month);
      unfinished.push_back({month, state, std::isnan(value) ? 0.0 : value});
      if (state == cases::MonthState::kOpen && month < history_.end()) ValueAt(month) = kMissing;
    }
  }

  // The months that fill; preliminary ones are among `unfinished` already.
  void TakeGrowth(const SeriesGrowth& growth, const std::vector<int>& closed_years,
                  std::vector<cases::UnfinishedMonth>& unfinished) {
    const MonthlySeries booked = history_;
    for (int age = models::kRunOffAges - 1; age >= 0; --age) {
      const Month month = growth.newest - age;
      const double value = booked.At(month);
      if (month >= end_ || std::isnan(value) || absl::c_linear_search(closed_years, month.year())) continue;
      const cases::MonthState state = StateOf(month);
      const bool grows = state == cases::MonthState::kPreliminary
                             ? growth.run_off.Knows(age)
                             : state == cases::MonthState::kUnspecified && growth.run_off.IsClear(value, age);
      if (!grows || IsPause(booked, month, growth.newest)) continue;
      cases::UnfinishedMonth& one = Find(month, unfinished);
      one.growth = growth.run_off.At(value, age);
      one.growth->expected = std::round(one.growth->expected);
      ValueAt(month) = one.growth->expected;
    }
    absl::c_sort(unfinished, [](const auto& a, const auto& b) { return a.month < b.month; });
  }

 private:
  cases::MonthState StateOf(Month month) const { return marks_.StateOf(month, tree_, activity_); }
  double& ValueAt(Month month) { return history_.values[month - history_.first]; }

  cases::UnfinishedMonth& Find(Month month, std::vector<cases::UnfinishedMonth>& unfinished) const {
    const auto found = absl::c_find_if(unfinished, [&](const auto& one) { return one.month == month; });
    if (found != unfinished.end()) return *found;
    return unfinished.emplace_back(
        cases::UnfinishedMonth{month, cases::MonthState::kUnspecified, history_.At(month), std::nullopt});
  }

  const MonthMarks& marks_;
  const ledger::ActivityTree& tree_;
  const std::string& activity_;
  const Month end_;
  MonthlySeries& history_;
};

}  // namespace

absl::StatusOr<KnownMonths> ReadKnownMonths(ledger::Reader& reader, const ForecastCut& cut,
                                            const ledger::Organization& organization, const ledger::ActivityTree& tree,
                                            const std::vector<ledger::Series>& series) {
  KnownMonths known;
  known.last_known_month = cut.last_known_month;
  PROGNOS_ASSIGN_OR_RETURN(known.histories, ReadHistories(reader, cut));
  FillNothingBooked(series, known.histories);
  if (!cut.takes_marks) return known;
  PROGNOS_ASSIGN_OR_RETURN(const MonthMarks marks, ReadMonthMarks(reader, organization, cut.as_of));
  known.last_known_month = LastKnownMonth(marks, cut);
  PROGNOS_ASSIGN_OR_RETURN(const LedgerLoads loads, LedgerLoads::Read(reader, cut.organization, series, cut.as_of));
  const std::map<std::string, SeriesGrowth> growths = loads.GrowthOfSeries(known.histories);
  const Month end = Month::January(cut.year) + cut.last_known_month;
  for (const ledger::Series& one : series) {
    const auto history = known.histories.find(one.id);
    if (history == known.histories.end()) continue;
    MonthsOfSeries months(marks, tree, one.activity_id, end, history->second);
    std::vector<cases::UnfinishedMonth> unfinished;
    months.TakeMarks(unfinished);
    const auto growth = growths.find(one.id);
    if (growth != growths.end()) months.TakeGrowth(growth->second, organization.closed_years, unfinished);
    if (!unfinished.empty()) known.unfinished.emplace(one.id, std::move(unfinished));
  }
  return known;
}

}  // namespace prognos::service
