// Events in print: those that are recorded, and what those of a year are worth in its forecast.
#ifndef PROGNOS_CLIENT_EVENT_TABLES_H_
#define PROGNOS_CLIENT_EVENT_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/events.pb.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// engangspost, rattelse, nivaskifte, procent, atgard, flytt, atagande (placering); one-off, correction, level-shift
// (step), percent, measure, move, commitment; å, ä, ö or not.
std::optional<v1::EventKind> ReadEventKind(absl::string_view text);

// One row an event.
documents::Document EventDocument(const v1::ListEventsResponse& events, const Texts& texts);

// What ImportEvents reads again.
documents::Table EventCsv(const v1::ListEventsResponse& events, const Texts& texts);

// A row a year: net cost, corrections, what is left of it, one-offs, the underlying net cost and the deviation with and
// without them; a row for each year but the first of how these changed, minus is more cost; and the events behind it.
documents::Document UnderlyingDocument(const v1::GetUnderlyingResultResponse& result, const std::string& of,
                                       const Texts& texts);

// The year's deviation by the model, of which each event that begins in the year, and what is left without them: the
// rows add up. Without a budget the same of the net cost. Volumes are not money and left out. Empty without such
// events.
std::vector<documents::Block> EventShareBlocks(const v1::Forecast& forecast, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_EVENT_TABLES_H_
