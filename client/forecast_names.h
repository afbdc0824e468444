// What people call a stored forecast: its round, year and number.
//
//   höst 2022 #2        the second höstprognos of 2022, host-2022-nr2
//   till maj 2022 #1    the first that knew January to May, till-maj-2022-nr1
//   inför 2023 #1       the first that knew nothing of its year, infor-2023-nr1
#ifndef PROGNOS_CLIENT_FORECAST_NAMES_H_
#define PROGNOS_CLIENT_FORECAST_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "client/texts.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// "höst 2022 #2", "autumn 2022 #2". The identifier of one without a number.
std::string ForecastLabel(const v1::Forecast& forecast, const Texts& texts);

// The identifier that `text` means, in Swedish or English words: "Höst 2022 #2", "höstprognosen 2022 nr 2",
// "autumn 2022 #2". What is no such name is answered as it stands.
std::string ForecastIdOf(absl::string_view text);

// The label of an identifier: "höst 2022 #2" of "host-2022-nr2". What is no such identifier is answered as it stands.
std::string ForecastLabelOfId(absl::string_view id, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FORECAST_NAMES_H_
