// A document for programs, as JSON (RFC 8259) with typed values.
//
//   {"language": "sv",
//    "blocks": [
//      {"type": "heading", "level": 1, "text": "..."},
//      {"type": "table", "id": "forecast",
//       "columns": [{"id": "deviation", "heading": "Avvikelse helår", "kind": "amount"}, ...],
//       "rows": [{"level": 0, "sum": false, "notes": [1], "alarms": ["deviation"],
//                 "cells": {"deviation": {"value": -4641, "unit": "tkr", "ore": -464064000}, ...}}, ...]}, ...]}
//
// The sum of the rows of level 0 above it, where others stand beside them, has "subtotal": true.
//
// The other blocks: "paragraphs" and "list" with "texts"; "notes" with "number" and "text"; "chart" with "title",
// "unit" and "points" {"month", "actual", "expected", "low", "high", "budget"}, in öre (volumes: thousandths).
//
// Cells by the kind of what they hold: an amount {"value" as shown, "unit", and "ore" (volumes: "thousandths") exact};
// an interval {"low", "high"} of amounts; a month "2022-03", a span {"first", "last"}; a count, per cent, probability
// (0-1) or other number as a number, in full; {"count", "of"}; several counts as an array; a text; null for nothing.
// Amounts are written without floating point, so no digit is lost.
#ifndef PROGNOS_FORECAST_DOCUMENTS_JSON_H_
#define PROGNOS_FORECAST_DOCUMENTS_JSON_H_

#include <string>

#include "forecast/documents/document.h"
#include "forecast/messages/language.h"

namespace prognos::documents {

// Ends with a line feed. `language` is told, and changes nothing else. Texts must be UTF-8.
std::string RenderJson(const Document& document, Language language);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_JSON_H_
