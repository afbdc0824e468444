// The volumes of a forecast in print: care days, households, places.
#ifndef PROGNOS_CLIENT_VOLUME_TABLES_H_
#define PROGNOS_CLIENT_VOLUME_TABLES_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// A row for each volume, in its unit: what is counted so far, the full year that is expected with its 80 % interval,
// and the year before. No rows: the forecast has no volumes.
documents::Table VolumeTable(const v1::Forecast& forecast, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_VOLUME_TABLES_H_
