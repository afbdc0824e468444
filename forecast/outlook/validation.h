// What a request for an outlook must be like before anything is computed.
#ifndef PROGNOS_FORECAST_OUTLOOK_VALIDATION_H_
#define PROGNOS_FORECAST_OUTLOOK_VALIDATION_H_

#include "absl/status/status.h"
#include "forecast/outlook/outlook.h"

namespace prognos::outlook {

// INVALID_ARGUMENT with every fault: options, year and month, the tree (each parent stands before its children, ids are
// given and differ), the series (ids are given and differ, the activity exists, the flow is set, no infinite value, no
// amount beyond kMaxAmountOre, no budget for a volume, each effect valid), the drivers (series exist and go together,
// none is driven twice, valid terms and plans), and amounts so large that a sum could not be
// held.
absl::Status ValidateInput(const OutlookInput& input);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_VALIDATION_H_
