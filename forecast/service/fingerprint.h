// A short, stable mark of a request's content, to tell whether a request_id came back with the same content.
#ifndef PROGNOS_FORECAST_SERVICE_FINGERPRINT_H_
#define PROGNOS_FORECAST_SERVICE_FINGERPRINT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace prognos::service {

// SHA-256 of `bytes`, in hexadecimal (64 characters).
std::string Sha256(absl::string_view bytes);

// SHA-256 over the method's name and the content, in hexadecimal (64 characters). Kept in the store: do not change.
std::string Fingerprint(absl::string_view method, absl::string_view content);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FINGERPRINT_H_
