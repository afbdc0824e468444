// What people judge of a forecast, in print: beside the model's values, and what it assumes.
#ifndef PROGNOS_CLIENT_JUDGEMENT_TABLES_H_
#define PROGNOS_CLIENT_JUDGEMENT_TABLES_H_

#include <string>
#include <vector>

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// Whether any line has an override at or below it.
bool IsJudged(const v1::Forecast& forecast);

// The forecast with what is judged in the place of the model's values, on every line that has it; months as they are.
v1::Forecast AsJudged(const v1::Forecast& forecast);

// The overrides with their reasons, what they and the sum assume of each remaining month, and the comments. Empty when
// there is nothing of it.
std::vector<documents::Block> JudgementBlocks(const v1::Forecast& forecast, const Texts& texts);

// Everything that was recorded beside a forecast, in order: when, by whom, on which line, and what.
documents::Table JudgementHistoryTable(const v1::GetForecastResponse& response, const Texts& texts);

// "utkast", "låst", "ersatt"; empty for a forecast that is not stored.
std::string StateText(v1::ForecastState state, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_JUDGEMENT_TABLES_H_
