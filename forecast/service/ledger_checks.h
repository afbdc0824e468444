// The checks of LedgerService: first what a request says by itself, then what it says against the store.
#ifndef PROGNOS_FORECAST_SERVICE_LEDGER_CHECKS_H_
#define PROGNOS_FORECAST_SERVICE_LEDGER_CHECKS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/base/month.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/ledger/placement.h"
#include "forecast/ledger/store.h"
#include "forecast/service/fingerprint.h"
#include "forecast/service/write_once.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

inline constexpr int kMaxDisplayName = 200;  // Characters.

// The identifier in `organizations/{organization}`, or INVALID_ARGUMENT at `organization`.
absl::StatusOr<std::string> CheckedOrganization(const std::string& name);

// Key of a write: its request_id and a fingerprint of the whole request.
template <typename Request>
WriteKey KeyOf(const std::string& organization, absl::string_view method, const Request& request) {
  return {organization, request.request_id(), Fingerprint(method, request.SerializeAsString())};
}

// The request's content as it would be stored, or every fault in it.
absl::StatusOr<std::vector<ledger::Activity>> CheckActivities(const v1::UpsertActivitiesRequest& request,
                                                              const std::string& organization);
absl::StatusOr<std::vector<ledger::Series>> CheckSeriesList(const v1::UpsertSeriesRequest& request,
                                                            const std::string& organization);
absl::StatusOr<std::vector<ledger::PostingRule>> CheckPostingRules(const v1::SetPostingRulesRequest& request,
                                                                   const std::string& organization);

// The organization's tree as known at `as_of` (absent: everything recorded). NOT_FOUND when the organization does not
// exist.
absl::StatusOr<ledger::ActivityTree> ReadTree(ledger::Reader& reader, const std::string& organization,
                                              std::optional<absl::Time> as_of = std::nullopt);

// The tree of a year as known at `as_of` (ledger/placement.h).
struct TreeOfYear {
  ledger::ActivityTree tree;
  std::map<std::string, Month> leaving;  // The first month without them, of activities that leave within the year.

  // That of the activity or of one above it.
  std::optional<Month> FirstMonthWithout(absl::string_view activity_id) const;
};
absl::StatusOr<TreeOfYear> ReadTreeOfYear(ledger::Reader& reader, const std::string& organization, int year,
                                          std::optional<absl::Time> as_of = std::nullopt);

// That `activities`, as they are loaded, are a tree, and are one in each year from which on some stand elsewhere.
absl::Status CheckTrees(const std::vector<ledger::Activity>& activities,
                        const std::vector<ledger::ActivityMove>& moves);

// That the stored trees with `activities` put in are trees.
absl::Status CheckTreeWith(ledger::Reader& reader, const std::string& organization,
                           const std::vector<ledger::Activity>& activities);
// That every activity and cost type named exists.
absl::Status CheckActivitiesExist(ledger::Reader& reader, const std::string& organization,
                                  const std::vector<ledger::Series>& series);
absl::Status CheckRuleTargetsExist(ledger::Reader& reader, const std::string& organization,
                                   const std::vector<ledger::PostingRule>& rules);
// Replaces the rules, which are checked, and makes the series of cost types that they first name.
absl::Status StorePostingRules(ledger::Writer& writer, const std::string& organization,
                               const std::vector<ledger::PostingRule>& rules, const ledger::Recording& recording);
// NOT_FOUND when the organization, or a series that is not empty, does not exist.
absl::Status CheckSeriesExists(ledger::Reader& reader, const std::string& organization, const std::string& series_id);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_LEDGER_CHECKS_H_
