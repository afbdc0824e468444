// Volumes that are planned month by month: what is put, the table that people keep, and how it stands.
#ifndef PROGNOS_FORECAST_SERVICE_VOLUME_PLANS_H_
#define PROGNOS_FORECAST_SERVICE_VOLUME_PLANS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/base/faults.h"
#include "forecast/base/month.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/ledger/store.h"
#include "forecast/messages/message.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::service {

using VolumePlans = google::protobuf::RepeatedPtrField<v1::VolumePlan>;

// The plans of a request as rows; what is wrong with them by themselves is added to `faults`, at `plans[0].year`.
std::vector<ledger::NewFollowUp> CheckVolumePlanRows(const VolumePlans& plans, const std::string& organization,
                                                     FaultList& faults);
// The request as rows, or every fault that it has by itself.
absl::StatusOr<std::vector<ledger::NewFollowUp>> CheckVolumePlans(const v1::PutVolumePlansRequest& request,
                                                                  const std::string& organization);
// That every series is a volume of the organization; ABORTED (REASON_STALE_ETAG) when another version of a plan stands
// than that of its etag.
absl::Status CheckVolumePlansFit(ledger::Reader& reader, const std::string& organization, const VolumePlans& plans);

// The plans of the year of `until` beside what was recorded up to that month.
absl::Status FillVolumePlans(ledger::Reader& reader, const std::string& organization, Month until,
                             std::optional<absl::Time> as_of, v1::ListVolumePlansResponse& response);

struct VolumePlanTable {
  v1::PutVolumePlansRequest request;  // With the plans alone.
  std::vector<int> plan_lines;
  int row_count = 0;
  std::vector<Message> notes;  // What was left out.
};

// `organization` is an identifier; activities are found in `tree`.
// INVALID_ARGUMENT with every fault found, each at its line, and the errors of TableRows::Parse.
absl::StatusOr<VolumePlanTable> ReadVolumePlanTable(const TableFile& file, int year, const std::string& organization,
                                                    const ledger::ActivityTree& tree);

// `status` of the table's request with each fault at its line.
absl::Status AtTableLines(const absl::Status& status, const VolumePlanTable& table);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_VOLUME_PLANS_H_
