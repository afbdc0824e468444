// Request ids: by one, the service knows a repeated write as the same write.
#ifndef PROGNOS_CLIENT_REQUEST_ID_H_
#define PROGNOS_CLIENT_REQUEST_ID_H_

#include <string>

namespace prognos::client {

// A fresh random UUID (RFC 4122, version 4) from the operating system's random numbers.
std::string NewRequestId();

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_REQUEST_ID_H_
