// The forms of a page that a forecast is worked on in: choose another one, try what if, look at an activity, judge and
// lock, read a file in and forecast anew. Each form is a command of this program: its fields become arguments, and what
// the command prints is its answer. client/report/work.mjs is what happens when they are used.
#ifndef PROGNOS_CLIENT_WORKBENCH_H_
#define PROGNOS_CLIENT_WORKBENCH_H_

#include <string>
#include <vector>

#include "client/texts.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// As HTML. `forecast` is the one that the page shows, `all` those that can be chosen, the newest first, without lines.
// What cannot be done with it is left out: what if of a year that is known, judgements of a forecast that is locked.
// With none of them there are only the forms that come first: read a file in, and forecast `forecast.year`.
std::string WorkbenchOf(const v1::Forecast& forecast, const std::vector<v1::Forecast>& all, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_WORKBENCH_H_
