// Suggested events in print.
#ifndef PROGNOS_CLIENT_SUGGESTION_TABLES_H_
#define PROGNOS_CLIENT_SUGGESTION_TABLES_H_

#include <string>

#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/events.pb.h"

namespace prognos::client {

// "1 på 2 500": how often by chance, rounded to two figures; "< 1 på 1 000 000" from there on.
std::string ChanceText(double chance, const Texts& texts);

// A row a suggestion, in the order of the answer: month, series, what it seems to be, seen and expected in tkr, how
// rare it is and the id to accept or dismiss it by; volumes in a table of their own.
documents::Document SuggestionDocument(const v1::ListSuggestionsResponse& suggestions, const LedgerNames& names,
                                       const Texts& texts);

// The same with all figures, for programs.
documents::Table SuggestionCsv(const v1::ListSuggestionsResponse& suggestions, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SUGGESTION_TABLES_H_
