// What drives the money of series, in print: both ways to a year, volume and price, and refunds that are outstanding.
#ifndef PROGNOS_CLIENT_DRIVER_TABLES_H_
#define PROGNOS_CLIENT_DRIVER_TABLES_H_

#include <vector>

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// A table of the driven lines by both ways, unless their year is complete, one of those with volume and price (kronor
// for a unit), and one of the claims (tkr); each only where the forecast has such lines. Empty: it has none.
std::vector<documents::Block> DriverBlocks(const v1::Forecast& forecast, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_DRIVER_TABLES_H_
