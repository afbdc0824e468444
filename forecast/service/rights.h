// Who may call what: one table, with a row for every method that the service has.
#ifndef PROGNOS_FORECAST_SERVICE_RIGHTS_H_
#define PROGNOS_FORECAST_SERVICE_RIGHTS_H_

#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "forecast/ledger/records.h"

namespace prognos::service {

enum class Reach {
  kOrganization,  // What the request names; a token of another organization sees it as if it did not exist.
  kOwn,           // The handler itself answers only what the caller's organization has.
  kEverything,    // Only a token that is bound to no organization may.
};

struct Right {
  const char* method;  // "/prognos.v1.LedgerService/GetOrganization", as a call has it.
  ledger::Role least;
  Reach reach;
};

// A method's row; nullptr when it has none, and then nobody may call it.
const Right* FindRight(absl::string_view method);

// INTERNAL naming the methods of these services ("prognos.v1.LedgerService") that have no row. A service that is not
// linked into the program counts as without rows.
absl::Status CheckRights(absl::Span<const std::string> services);

// The resource that a request is about, as its text names it: its field `organization`, `name` or
// `header.organization`, whichever is set first. nullopt when none of them is a text that is set.
std::optional<std::string> ResourceOf(const google::protobuf::Message& request);

// "exempelby" of "organizations/exempelby/forecasts/host-2022"; nullopt when the name does not begin so.
std::optional<std::string> OrganizationOf(absl::string_view resource);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_RIGHTS_H_
