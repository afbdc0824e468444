#include "forecast/service/missing_months.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "forecast/base/month_spans.h"
#include "forecast/base/status_macros.h"

namespace prognos::service {
namespace {

// Months with a value, of money and of volumes apart.
struct BookedMonths {
  std::set<Month> money;
  std::set<Month> volumes;

  void Add(Flow flow, Month month) { (flow == Flow::kVolume ? volumes : money).insert(month); }
  const std::set<Month>& Counting() const { return money.empty() ? volumes : money; }
};

// Of every series that has begun by then.
bool IsOpenForAll(const outlook::OutlookInput& input, Month month) {
  return absl::c_all_of(input.series, [&](const outlook::SeriesInput& series) {
    if (series.history.empty() || month < series.history.first) return true;
    return absl::c_any_of(series.unfinished, [&](const cases::UnfinishedMonth& one) {
      return one.month == month && one.state == cases::MonthState::kOpen;
    });
  });
}

std::vector<Month> Without(const std::set<Month>& booked, Month first, Month last) {
  std::vector<Month> missing;
  for (Month month = first; month <= last; month = month + 1) {
    if (!booked.contains(month)) missing.push_back(month);
  }
  return missing;
}

}  // namespace

std::vector<Month> MissingMonths(const outlook::OutlookInput& input) {
  BookedMonths booked;
  for (const outlook::SeriesInput& series : input.series) {
    for (int at = 0; at < series.history.size(); ++at) {
      if (!std::isnan(series.history.values[at])) booked.Add(series.flow, series.history.first + at);
    }
  }
  const std::set<Month>& counting = booked.Counting();
  const Month january = Month::January(input.year);
  const Month first = counting.empty() ? january : std::max(january, *counting.begin());
  std::vector<Month> missing = Without(counting, first, january + (input.last_known_month - 1));
  std::erase_if(missing, [&](Month month) { return !counting.empty() && IsOpenForAll(input, month); });
  return missing;
}

absl::StatusOr<std::vector<Month>> MissingMonthsOfYear(ledger::Reader& reader, absl::string_view organization,
                                                       int year) {
  const Month january = Month::January(year);
  const Month december = january + (kMonthsPerYear - 1);
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(organization, std::nullopt));
  std::map<std::string, Flow> flows;
  for (const ledger::Series& one : series) flows[one.id] = one.flow;
  ledger::ActualsQuery query;
  query.first_month = january;
  query.last_month = december;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(organization, query));
  BookedMonths booked;
  for (const ledger::Actual& actual : actuals) booked.Add(flows[actual.series_id], actual.month);
  return Without(booked.Counting(), january, december);
}

std::string MonthsText(const std::vector<Month>& months) {
  return absl::StrJoin(SpansOf(months), ", ", [](std::string* out, const MonthSpan& span) {
    absl::StrAppend(out, span.first.ToString());
    if (span.last != span.first) absl::StrAppend(out, " – ", span.last.ToString());
  });
}

}  // namespace prognos::service
