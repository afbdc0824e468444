// A forecast as a document: the table that everyone looks at, the driftredovisning, the details; and as the tables that
// programs read.
#ifndef PROGNOS_CLIENT_FORECAST_TABLES_H_
#define PROGNOS_CLIENT_FORECAST_TABLES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/forecast_rows.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// "höstprognos 2022", "bokslut 2022", "prognos 2022".
std::string RoundTitle(v1::Round round, int year, const Texts& texts);
// The same of a forecast, which may be preliminary: "bokslut 2025, preliminärt".
std::string RoundTitle(const v1::Forecast& forecast, const Texts& texts);

// "Exempelby socialnämnd · höstprognos 2022 · känt till och med augusti · tkr".
std::string ForecastTitle(const v1::Forecast& forecast, const Texts& texts);

// Per activity: budget, known so far and its deviation from the phased budget, forecast, deviation, 80 % interval of
// the deviation, probability of a deficit. Without any budget the interval is that of the forecast. A complete year has
// no forecast, interval and probability. `by_type`: after each row those of its cost types.
documents::Table ForecastTable(const v1::Forecast& forecast, const Texts& texts, bool by_type = false);

// Net deviation of the year before per series, in öre; a series that is missing has none.
using LastYearDeviations = std::map<std::string, int64_t>;

// Cost and revenue: budget, outcome (or forecast), deviation; net deviation, and that of the year before; `by_type` as
// above, the year before for rows of activities only.
documents::Table OperatingTable(const v1::Forecast& forecast, const LastYearDeviations& last_year, const Texts& texts,
                                bool by_type = false);

// What the reader should know, one note a kind of thing, naming the activities it concerns.
documents::Notes ForecastNotes(const v1::Forecast& forecast, const Texts& texts);

// What the document shows.
struct ForecastViews {
  bool operating = false;  // OperatingTable instead of ForecastTable.
  bool details = false;    // For each series the model, its past error, its notes, its months and a chart of them,
                           // instead of the notes.
  bool by_type = false;    // After each row of the table its cost types.
};

// The whole document: title, table, reasons, notes or details. `last_year` is for the driftredovisning.
documents::Document ForecastDocument(const v1::Forecast& forecast, const ForecastViews& views,
                                     const LastYearDeviations& last_year, const Texts& texts);

// Of each series the model, its past error, its notes, its months and a chart of them, without a title.
documents::Document DetailsDocument(const v1::Forecast& forecast, const Texts& texts);

// The months of a line as people see a year run: what is known, and what is expected with its interval.
documents::Chart MonthChart(const v1::ForecastLine& line, const std::string& title);

// For programs: kronor with öre (volumes with three decimals). One row a line; with `by_type` also of each line by cost
// type, and a column that tells it.
documents::Table ForecastLinesTable(const v1::Forecast& forecast, const Texts& texts, bool by_type = false);
documents::Table ForecastMonthsTable(const v1::Forecast& forecast, const Texts& texts);  // One row a series and month.

// "kostnad", "intäkt", "netto", "volym".
std::string MeasureName(v1::Measure measure, const Texts& texts);

// A deviation in öre that shows as `tkr`: signed, and an alarm when negative.
documents::Cell DeviationCell(int64_t ore, int64_t tkr);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FORECAST_TABLES_H_
