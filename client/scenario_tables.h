// What a forecast would say if something else were so, in print.
#ifndef PROGNOS_CLIENT_SCENARIO_TABLES_H_
#define PROGNOS_CLIENT_SCENARIO_TABLES_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// The sum of each scenario beside the forecast's: net cost, effect with its 80 % interval, deviation and risk; then the
// last scenario by activity. Tkr that add up; effects and deviations: plus is better.
documents::Document ScenarioDocument(const v1::SimulateScenarioResponse& response, const Texts& texts);

// For programs: every line of every scenario, in kronor with öre.
documents::Table ScenarioCsv(const v1::SimulateScenarioResponse& response, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SCENARIO_TABLES_H_
