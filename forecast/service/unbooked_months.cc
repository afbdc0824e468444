#include "forecast/service/unbooked_months.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "forecast/base/month_spans.h"
#include "forecast/base/status_macros.h"
#include "messages/note.h"

namespace prognos::service {
namespace {

constexpr size_t kFewestBookedSeries = 2;

using SeriesIds = std::set<std::string>;

SeriesIds SeriesOf(const FileTargets& targets, bool volumes) {
  SeriesIds ids;
  for (const ledger::Series& one : targets.series) {
    if ((one.flow == Flow::kVolume) == volumes) ids.insert(one.id);
  }
  return ids;
}

// Months of the file in which `series` have zeros only, after the last one in which any has more.
std::set<Month> MonthsOfZeros(const FileContent& content, const SeriesIds& series) {
  std::set<Month> zeros;
  SeriesIds booked;
  std::optional<Month> last;
  for (const ledger::NewActual& actual : content.actuals) {
    if (!series.contains(actual.series_id)) continue;
    zeros.insert(actual.month);
    if (actual.value == 0) continue;
    booked.insert(actual.series_id);
    last = std::max(last.value_or(actual.month), actual.month);
  }
  if (booked.size() < kFewestBookedSeries) return {};
  zeros.erase(zeros.begin(), zeros.upper_bound(*last));
  return zeros;
}

// Without those for which the ledger holds something: the file says that it is zero now, or others have booked it.
absl::Status KeepHeldMonths(ledger::Reader& reader, const std::string& organization, const SeriesIds& series,
                            std::set<Month>& zeros) {
  if (zeros.empty()) return absl::OkStatus();
  ledger::ActualsQuery query;
  query.first_month = *zeros.begin();
  query.last_month = *zeros.rbegin();
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> held, reader.ListActuals(organization, query));
  std::optional<Month> last;
  for (const ledger::Actual& actual : held) {
    if (actual.value != 0 && series.contains(actual.series_id))
      last = std::max(last.value_or(actual.month), actual.month);
  }
  if (last.has_value()) zeros.erase(zeros.begin(), zeros.upper_bound(*last));
  return absl::OkStatus();
}

void TakeOut(const SeriesIds& series, const std::set<Month>& months, FileContent& content) {
  size_t kept = 0;
  for (size_t i = 0; i < content.actuals.size(); ++i) {
    if (series.contains(content.actuals[i].series_id) && months.contains(content.actuals[i].month)) continue;
    std::swap(content.actuals[kept], content.actuals[i]);
    std::swap(content.places[kept], content.places[i]);
    ++kept;
  }
  content.actuals.resize(kept);
  content.places.resize(kept);
}

// A month that nothing in the file has a value for any longer is not covered.
void UncoverEmptyMonths(FileContent& content) {
  std::set<Month> left;
  for (const ledger::NewActual& actual : content.actuals) left.insert(actual.month);
  std::erase_if(content.covered_months, [&](Month month) { return !left.empty() && month > *left.rbegin(); });
  std::erase_if(content.replaced, [&](const auto& key) { return !left.empty() && key.second > *left.rbegin(); });
}

void AddNotes(const std::set<Month>& months, FileContent& content) {
  const std::vector<Month> rising(months.begin(), months.end());
  for (const MonthSpan& span : SpansOf(rising)) {
    const Argument first = Argument::OfMonth(span.first.ToString());
    content.notes.push_back(span.first == span.last
                                ? messages::note::MonthIsNotBooked(first)
                                : messages::note::MonthsAreNotBooked(first, Argument::OfMonth(span.last.ToString())));
  }
}

}  // namespace

absl::Status TakeOutUnbookedMonths(ledger::Reader& reader, const std::string& organization, const FileTargets& targets,
                                   FileContent& content) {
  std::set<Month> all;
  for (const bool volumes : {false, true}) {
    const SeriesIds series = SeriesOf(targets, volumes);
    std::set<Month> months = MonthsOfZeros(content, series);
    PROGNOS_RETURN_IF_ERROR(KeepHeldMonths(reader, organization, series, months));
    TakeOut(series, months, content);
    all.merge(months);
  }
  if (all.empty()) return absl::OkStatus();
  UncoverEmptyMonths(content);
  AddNotes(all, content);
  return absl::OkStatus();
}

}  // namespace prognos::service
