// Faults of a request that was made of a file: told where the person who wrote the file can see them.
#ifndef PROGNOS_CLIENT_FAULT_PLACES_H_
#define PROGNOS_CLIENT_FAULT_PLACES_H_

#include <grpcpp/grpcpp.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace prognos::client {

// "judgements[3].set_override.reason" of the list "judgements" -> 3 and "set_override.reason"; nullopt for another
// list.
std::optional<std::pair<size_t, absl::string_view>> ElementOf(absl::string_view place, absl::string_view list);

// `status` with the place of each of its faults as `place_of` says. A status without faults stays as it is.
grpc::Status WithPlaces(const grpc::Status& status, const std::function<std::string(const std::string&)>& place_of);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FAULT_PLACES_H_
