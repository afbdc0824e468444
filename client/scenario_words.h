// How a person writes what might be otherwise, on the command line.
#ifndef PROGNOS_CLIENT_SCENARIO_WORDS_H_
#define PROGNOS_CLIENT_SCENARIO_WORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/ledger_names.h"
#include "client/texts.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// Parts with semicolons between them: what is changed, how, and if need be the first and last month and how probable it
// is.
//
//   "vuxen.kostnad; 2 x 3800 per dygn; 2022-10"            two more places at 3 800 kronor a day, from October on
//   "bistand.kostnad; 3 %"                                 everything that is left, three per cent dearer
//   "vuxen.kostnad; -50 tkr; 2022-10; 2022-11"             50 000 less in each of two months
//   "vuxen.kostnad; en gång 500 tkr; 2022-11; chans 40 %"  once, in four cases of ten
//   "händelse norm; 50 %"                                  half of what the forecast expects of the event
//
// Wrong use for anything else, with what is not understood; refused when the line's activity is none or several.
absl::StatusOr<v1::ScenarioChange> ReadScenarioChange(const std::string& text, const LedgerNames& names,
                                                      const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SCENARIO_WORDS_H_
