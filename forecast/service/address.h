// Whether an address can be listened on, asked before anything is made that would stay behind.
#ifndef PROGNOS_FORECAST_SERVICE_ADDRESS_H_
#define PROGNOS_FORECAST_SERVICE_ADDRESS_H_

#include <string>

#include "absl/status/status.h"

namespace prognos::service {

// INVALID_ARGUMENT, a fault of field "address", when it is not host:port with a port of 0-65535.
absl::Status CheckAddressForm(const std::string& address);

// UNAVAILABLE, told in words, when `address` (host:port) cannot be listened on just now: the host has no address, none
// of them is this machine's, or the port is taken. The address is not kept: another program may still be quicker.
absl::Status CheckAddressFree(const std::string& address);

// UNAVAILABLE `cannot listen on ...`.
absl::Status CannotListen(const std::string& address);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_ADDRESS_H_
