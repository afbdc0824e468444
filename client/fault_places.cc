#include "client/fault_places.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "prognos/v1/common.pb.h"

namespace prognos::client {

std::optional<std::pair<size_t, absl::string_view>> ElementOf(absl::string_view place, absl::string_view list) {
  size_t index = 0;
  const size_t end = place.find(']');
  if (!absl::StartsWith(place, absl::StrCat(list, "[")) || end == absl::string_view::npos ||
      !absl::SimpleAtoi(place.substr(list.size() + 1, end - list.size() - 1), &index)) {
    return std::nullopt;
  }
  place.remove_prefix(end + 1);
  absl::ConsumePrefix(&place, ".");
  return std::pair(index, place);
}

grpc::Status WithPlaces(const grpc::Status& status, const std::function<std::string(const std::string&)>& place_of) {
  v1::StatusDetails details;
  if (status.ok() || !details.ParseFromString(status.error_details())) return status;
  for (google::protobuf::Any& any : *details.mutable_details()) {
    v1::ErrorDetail detail;
    if (!any.UnpackTo(&detail)) continue;
    for (v1::Fault& fault : *detail.mutable_faults()) fault.set_place(place_of(fault.place()));
    any.PackFrom(detail);
  }
  return grpc::Status(status.error_code(), status.error_message(), details.SerializeAsString());
}

}  // namespace prognos::client
