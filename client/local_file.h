// Files of the user.
#ifndef PROGNOS_CLIENT_LOCAL_FILE_H_
#define PROGNOS_CLIENT_LOCAL_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/texts.h"

namespace prognos::client {

// All bytes of a file; "-" is standard input. Wrong use when it cannot be read or is larger than 256 MiB, the most that
// the service takes.
absl::StatusOr<std::string> ReadFile(const std::string& path, const Texts& texts);

// The same faults, as far as they show without reading. A pipe can be read but once, so that nothing is tried of it.
absl::Status CheckReadable(const std::string& path, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_LOCAL_FILE_H_
