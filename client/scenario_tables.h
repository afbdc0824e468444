// What a forecast would say if something else were so, in print.
#ifndef PROGNOS_CLIENT_SCENARIO_TABLES_H_
#define PROGNOS_CLIENT_SCENARIO_TABLES_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// The sum of each scenario beside the forecast's: net cost, effect with its 80 % interval, deviation and risk; then the
// last scenario by activity. Tkr that add up; effects and deviations: plus is better. `by_type`: after each row those
// of its cost types, which the response then has; they add up both ways.
documents::Document ScenarioDocument(const v1::SimulateScenarioResponse& response, bool by_type, const Texts& texts);

// For programs: every line of every scenario, in kronor with öre; with `by_type` also of each line by cost type, and a
// column that tells it ("-": money without one).
documents::Table ScenarioCsv(const v1::SimulateScenarioResponse& response, bool by_type, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SCENARIO_TABLES_H_
