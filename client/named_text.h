// Texts that name series and forecasts by identifier, with the names that people use.
//
//   ”vuxen-boende.kostnad” har ingen budget      ”Boende, kostnad” har ingen budget
//   prognosen host-2022-nr2 är låst              prognosen höst 2022 #2 är låst
#ifndef PROGNOS_CLIENT_NAMED_TEXT_H_
#define PROGNOS_CLIENT_NAMED_TEXT_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "client/ledger_names.h"
#include "client/texts.h"

namespace prognos::client {

// What is said instead of each word.
using NamesOfWords = std::map<std::string, std::string>;

// Each series of the organization by its identifier and as people write it ("vuxen.cost", "vuxen.kostnad"), and each
// activity's net: "Vuxen, kostnad", "Vuxen, netto".
NamesOfWords NamesOfSeries(const LedgerNames& names, const Texts& texts);

// Whether a word of `text` may be the identifier of a series: "vuxen.kostnad", "bistand.hushall"; no file.
bool MayNameSeries(absl::string_view text);

// `text` with the name of each word that has one, and with forecasts as people call them. A resource name counts as its
// last part.
std::string NamedText(absl::string_view text, const NamesOfWords& names, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_NAMED_TEXT_H_
