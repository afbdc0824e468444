// A forecast in print: the table that everyone looks at, the driftredovisning, the details, and CSV.
#ifndef PROGNOS_CLIENT_FORECAST_TABLES_H_
#define PROGNOS_CLIENT_FORECAST_TABLES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/forecast_rows.h"
#include "client/table.h"
#include "client/texts.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// "höstprognos 2022", "bokslut 2022", "prognos 2022".
std::string RoundTitle(v1::Round round, int year, const Texts& texts);

// "Exempelby socialnämnd · höstprognos 2022 · känt till och med augusti · tkr".
std::string ForecastTitle(const v1::Forecast& forecast, const Texts& texts);

// Per activity: budget, known so far, forecast, deviation, 80 % interval of the deviation, probability of a deficit.
// A complete year has no forecast, interval and probability.
Table ForecastTable(const v1::Forecast& forecast, const Texts& texts);

// Net deviation of the year before per series, in öre; a series that is missing has none.
using LastYearDeviations = std::map<std::string, int64_t>;

// Cost and revenue: budget, outcome (or forecast), deviation; net deviation, and that of the year before.
Table OperatingTable(const v1::Forecast& forecast, const LastYearDeviations& last_year, const Texts& texts);

// What the reader should know, one line a kind of note, naming the activities it concerns.
std::vector<std::string> NoteLines(const v1::Forecast& forecast, const Texts& texts);

// One series, month by month.
struct SeriesDetail {
  std::string heading;             // "Externa placeringar, kostnad".
  std::vector<std::string> lines;  // The model, its past error, notes.
  Table months;
};
std::vector<SeriesDetail> SeriesDetails(const v1::Forecast& forecast, const Texts& texts);

// Machine-readable: kronor with öre (volumes with three decimals), the language's decimal mark.
struct CsvRows {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};
CsvRows ForecastCsv(const v1::Forecast& forecast, const Texts& texts);        // One row a line.
CsvRows ForecastMonthsCsv(const v1::Forecast& forecast, const Texts& texts);  // One row a series and month.

// "kostnad", "intäkt", "netto", "volym".
std::string MeasureName(v1::Measure measure, const Texts& texts);

// A cell for a deviation in tkr: signed, and an alarm when negative.
Cell DeviationCell(int64_t tkr, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FORECAST_TABLES_H_
