// What a report carries beside its text; made when the program is built (client/report).
#ifndef PROGNOS_CLIENT_REPORT_ASSETS_H_
#define PROGNOS_CLIENT_REPORT_ASSETS_H_

#include "absl/strings/string_view.h"

namespace prognos::client {

// The style sheet.
absl::string_view ReportStyle();

// The script that draws the charts, in ASCII or UTF-8, without the text "</script"; empty in a program that was built
// without npm's packages. Holds Observable Plot and parts of D3 (ISC licence).
absl::string_view ReportScript();

// What a page that is worked in has beside the style sheet, and instead of the script; empty as that.
absl::string_view WorkStyle();
absl::string_view WorkScript();

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_REPORT_ASSETS_H_
