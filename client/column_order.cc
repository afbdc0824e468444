#include "client/column_order.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace prognos::client {
namespace {

// Columns by their ids, the first to go first. One that only goes where another stands says so.
struct GivesWay {
  const char* id;
  const char* beside = "";
};

constexpr GivesWay kOrder[] = {
    {"p_value"},
    {"inside_50"},
    {"hits"},
    {"median_absolute_error"},
    {"default_percentage_error"},
    {"last_years_share_percentage_error"},
    {"scaled_error"},
    {"increase_to_date_percent"},
    {"increase_twelve_months_percent"},
    {"deviation_to_date"},
    {"full_year", "judged"},
    {"deviation", "judged_deviation"},
    {"known"},
    {"deviation_last_year"},
    {"last_year_to_date"},
    {"twelve_months_before"},
    {"history", "new_outcome"},
    {"events", "season_and_trend"},
    {"events", "new_outcome"},
    {"judgement", "new_outcome"},
    {"rest", "season_and_trend"},
    {"net_remaining"},
    {"net_known"},
    {"deviation_revenue", "deviation_net"},
    {"deviation_cost", "deviation_net"},
    {"bias"},
    {"booked_until"},
    {"change"},
    {"deviation_interval_80"},
    {"full_year_interval_80"},
    {"interval_80"},
};

bool HasColumn(const documents::Table& table, const std::string& id) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const documents::Column& column) { return column.id == id; });
}

}  // namespace

int ColumnOrder(const documents::Table& table, size_t column) {
  for (const GivesWay& one : kOrder) {
    const std::string beside = one.beside;
    if (table.columns[column].id == one.id && (beside.empty() || HasColumn(table, beside))) {
      return static_cast<int>(&one - std::begin(kOrder)) + 1;
    }
  }
  return 0;
}

}  // namespace prognos::client
