#include "forecast/service/zero_months.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/names.h"

namespace prognos::service {
namespace {

using Values = std::map<Month, int64_t>;

std::map<std::string, Values> InFile(const FileContent& content) {
  std::map<std::string, Values> values;
  for (const ledger::NewActual& actual : content.actuals) values[actual.series_id][actual.month] = actual.value;
  return values;
}

absl::StatusOr<std::map<std::string, Values>> InLedger(ledger::Reader& reader, const std::string& organization,
                                                       const std::set<Month>& covered) {
  ledger::ActualsQuery query;
  query.first_month = *covered.begin();
  query.last_month = *covered.rbegin();
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(organization, query));
  std::map<std::string, Values> values;
  for (const ledger::Actual& actual : actuals) values[actual.series_id][actual.month] = actual.value;
  return values;
}

// The first month of a series in ledger or file; nullopt when it has no value at all.
absl::StatusOr<std::optional<Month>> FirstMonth(ledger::Reader& reader, const std::string& organization,
                                                const std::string& series, const Values& in_file) {
  std::optional<Month> first;
  if (!in_file.empty()) first = in_file.begin()->first;
  ledger::ActualsQuery query;
  query.series_id = series;
  query.limit = 1;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> oldest, reader.ListActuals(organization, query));
  if (!oldest.empty() && (!first.has_value() || oldest[0].month < *first)) first = oldest[0].month;
  return first;
}

// Covered, or with values that are replaced.
std::set<Month> MonthsOf(const FileContent& content) {
  std::set<Month> months = content.covered_months;
  for (const auto& [series, month] : content.replaced) months.insert(month);
  return months;
}

// Whether a month that the ledger holds nothing for may become zero.
class MayBegin {
 public:
  MayBegin(const ledger::Organization& organization, Month current_month)
      : closed_years_(organization.closed_years.begin(), organization.closed_years.end()), current_(current_month) {}

  bool operator()(Month month) const { return month < current_ && !closed_years_.contains(month.year()); }

 private:
  absl::flat_hash_set<int> closed_years_;
  Month current_;
};

}  // namespace

absl::StatusOr<std::vector<ZeroMonth>> FindZeroMonths(ledger::Reader& reader, const std::string& organization,
                                                      const FileContent& content, Month current_month) {
  std::vector<ZeroMonth> zeros;
  if (content.covered_months.empty() && content.replaced.empty()) return zeros;
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, reader.GetOrganization(organization));
  const MayBegin may_begin(found, current_month);
  std::map<std::string, Values> in_file = InFile(content);
  PROGNOS_ASSIGN_OR_RETURN(auto in_ledger, InLedger(reader, organization, MonthsOf(content)));
  std::set<std::string> all = content.covered_series;
  for (const auto& [series, month] : content.replaced) all.insert(series);
  for (const std::string& series : all) {
    const bool is_covered = content.covered_series.contains(series);
    const Values& booked = in_file[series];
    const Values& held = in_ledger[series];
    PROGNOS_ASSIGN_OR_RETURN(const std::optional<Month> first, FirstMonth(reader, organization, series, booked));
    if (!first.has_value()) continue;
    for (const Month month : MonthsOf(content)) {
      if (month < *first || booked.contains(month)) continue;
      const bool is_whole = is_covered && content.covered_months.contains(month);
      if (!is_whole && !content.replaced.contains({series, month})) continue;
      const auto value = held.find(month);
      if (value == held.end() ? !is_whole || !content.is_whole || !may_begin(month) : value->second == 0) continue;
      zeros.push_back({series, month, value == held.end() ? 0 : value->second});
    }
  }
  return zeros;
}

}  // namespace prognos::service
