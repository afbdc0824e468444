// PROGNOS_RETURN_IF_ERROR and PROGNOS_ASSIGN_OR_RETURN: leave the function with the status of a failed step.
//
//   PROGNOS_RETURN_IF_ERROR(options.Validate());
//   PROGNOS_ASSIGN_OR_RETURN(const Month month, Month::Parse(text));
#ifndef PROGNOS_FORECAST_BASE_STATUS_MACROS_H_
#define PROGNOS_FORECAST_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define PROGNOS_RETURN_IF_ERROR(expression)                                                      \
  do {                                                                                           \
    if (absl::Status prognos_status = (expression); !prognos_status.ok()) return prognos_status; \
  } while (false)

#define PROGNOS_ASSIGN_OR_RETURN(left, expression) \
  PROGNOS_ASSIGN_OR_RETURN_IMPL(PROGNOS_CONCATENATE(prognos_or_, __LINE__), left, expression)

#define PROGNOS_CONCATENATE_IMPL(a, b) a##b
#define PROGNOS_CONCATENATE(a, b) PROGNOS_CONCATENATE_IMPL(a, b)
#define PROGNOS_ASSIGN_OR_RETURN_IMPL(result, left, expression) \
  auto result = (expression);                                   \
  if (!result.ok()) return result.status();                     \
  left = *std::move(result)

#endif  // PROGNOS_FORECAST_BASE_STATUS_MACROS_H_
