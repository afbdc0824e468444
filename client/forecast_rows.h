// The lines of a forecast as the rows of a table: one row an activity, down the tree, with figures that add up.
#ifndef PROGNOS_CLIENT_FORECAST_ROWS_H_
#define PROGNOS_CLIENT_FORECAST_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/texts.h"
#include "forecast/series/flow.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// One measure of one row, in öre. Of a net: cost minus revenue. Deviations: plus is surplus.
struct Figures {
  std::optional<int64_t> budget;
  int64_t known = 0;
  int64_t full_year = 0;
  std::optional<int64_t> deviation_to_date;  // Of the known months from the phased budget.
  std::optional<int64_t> deviation;
  std::optional<int64_t> last_year;
  const v1::Quantiles* deviation_quantiles = nullptr;  // Owned by the forecast.
  const v1::Quantiles* full_year_quantiles = nullptr;  // The same.
  std::optional<double> deficit_probability;
};

struct ForecastRow {
  std::string activity;      // Resource name; empty for the sum.
  std::string display_name;  // For the sum and for what is booked on an activity that has children: a text.
  int parent = -1;           // Row index; -1 for the sum.
  int depth = 0;             // 0 for the sums and for roots.
  bool is_leaf = true;
  bool is_own = false;       // What is booked on an activity itself that has children.
  bool is_subtotal = false;  // The sum of the activities without frames of their own.
  std::optional<Figures> cost;
  std::optional<Figures> revenue;
  Figures net;
  std::vector<std::string> series;  // Leaves: the series behind it.
};

// Row 0 is the sum; then the activities in tree order. Where activities have frames of their own, row 1 is the sum of
// the others, which are below it, and the frames follow them beside it. What is booked directly on an activity that has
// children stands as a row of its own after them, so that children always sum to their parent. Volumes are left out.
// The forecast must outlive the rows.
std::vector<ForecastRow> RowsOf(const v1::Forecast& forecast, const Texts& texts);

// What a table prints of one measure, in whole tkr, one value a row.
struct PrintedColumns {
  std::vector<int64_t> budget;
  std::vector<int64_t> known;
  std::vector<int64_t> deviation_to_date;
  std::vector<int64_t> forecast;
  std::vector<int64_t> deviation;
};

// Rounds so that in every column siblings sum to their parent and the net of the sum line is the rounded net, so that
// on every row net = cost - revenue, and so that deviation = budget - forecast (for revenue: forecast - budget) as
// printed: whatever table shows them, they are the same. Budget, known and forecast are each less than 1 tkr from their
// true values, deviations less than 2. Where a part of a row has no budget, that part does not count in its deviation
// (as in the API), and the second rule then holds for the rest of the row.
PrintedColumns RoundColumns(const std::vector<ForecastRow>& rows, Measure measure);

// Of a line; they point into it.
Figures FiguresFrom(const v1::ForecastLine& line);

// Net from its flows, for a row that has no line for it. The interval of a difference is known only when one is zero.
Figures NetOf(const std::optional<Figures>& cost, const std::optional<Figures>& revenue);

// The figures of a row's measure; nothing when the row has no such flow.
const Figures* FiguresOf(const ForecastRow& row, Measure measure);

// What the sum is called when a line (of a forecast, a comparison or a difference) is one: where there are frames the
// sum is that of the others, and all have one together.
template <typename Line>
std::string SumName(const Line& line, bool has_frames, const Texts& texts) {
  return has_frames && !line.without_frames() ? texts.sum_with_frames : texts.sum;
}

// The index of the sum that people speak of: without frames that stand beside it. There is at least one row.
size_t SumRow(const std::vector<ForecastRow>& rows);

// The rows in the order of print: a sum stands below what it sums. Of a tree in which row 0 is the sum, and row 1 the
// subtotal where there is one, with its children before the other rows below the sum.
std::vector<size_t> PrintOrder(const std::vector<ForecastRow>& rows);
std::vector<size_t> PrintOrder(const std::vector<int>& parents, bool has_subtotal);

// The parent of each row, as RoundTree wants them.
std::vector<int> ParentsOf(const std::vector<ForecastRow>& rows);

// True when all months of all money are known: a bokslut has no interval. A volume may still lack months.
bool IsComplete(const v1::Forecast& forecast);

// The last known month of the forecast's year, 0-12.
int LastKnownMonth(const v1::Forecast& forecast);

// The last month up to it in which something is booked, 0-12: less only in a preliminary forecast.
int LastBookedMonth(const v1::Forecast& forecast);

// Whether months that the round counts as known are predicted; of a bokslut, any month of money.
bool IsPreliminary(const v1::Forecast& forecast);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FORECAST_ROWS_H_
