// Whether the months of a SIE file add up to the sums that it states for its years, in words.
#ifndef PROGNOS_CLIENT_STATED_SUMS_H_
#define PROGNOS_CLIENT_STATED_SUMS_H_

#include <string>

#include "client/texts.h"
#include "forecast/interchange/inspection.h"

namespace prognos::client {

// "14 av 15 konton stämmer med filens årssummor; 2 konton har årssumma men inga månader". Empty: nothing to compare.
std::string StatedSumsText(const InspectedYear& year, const Texts& texts);

// Whether something differs, or months are missing.
bool StatedSumsDiffer(const InspectedYear& year);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_STATED_SUMS_H_
