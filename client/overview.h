// One screen for Monday morning: where the year lands, what has changed since the last round, how far the ledger has
// come, and what waits for an answer.
#ifndef PROGNOS_CLIENT_OVERVIEW_H_
#define PROGNOS_CLIENT_OVERVIEW_H_

#include <map>
#include <optional>
#include <string>

#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/base/month.h"
#include "forecast/documents/document.h"
#include "prognos/v1/events.pb.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

struct OverviewMaterial {
  int year = 0;
  std::optional<v1::Forecast> forecast;     // The newest of the year; absent: none is stored.
  std::optional<v1::Forecast> base;         // The round before it; absent: there is none.
  v1::DiffForecastsResponse difference;     // Of the two, where there is a base.
  std::map<std::string, Month> booked;      // By series: the last month of the year that is recorded.
  v1::ListSuggestionsResponse suggestions;  // All of the year that wait for an answer.
};

// Net of each activity in tkr, as judged: budget, forecast and deviation as the forecast's own tables print them,
// probability of a deficit, change of the deviation since the round before, and the last month in which anything is
// recorded at or below it. A tree of many rows is shown as deep as fits a screen. Then in words: the interval and
// probability of the sum, what changed most, which activities and volumes lag behind, and the first suggestions.
documents::Document OverviewDocument(const OverviewMaterial& material, const LedgerNames& names, const Texts& texts);

// For programs: every row of the tree, in kronor with öre. No rows without a forecast.
documents::Table OverviewTable(const OverviewMaterial& material, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_OVERVIEW_H_
