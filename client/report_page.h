// A report as one page of HTML that opens offline: its parts one after the other, with style, charts and all.
#ifndef PROGNOS_CLIENT_REPORT_PAGE_H_
#define PROGNOS_CLIENT_REPORT_PAGE_H_

#include <string>
#include <vector>

#include "client/texts.h"
#include "forecast/documents/document.h"

namespace prognos::client {

struct ReportPart {
  std::string id;                // Of its anchor: "prognos".
  std::string title;             // In the contents.
  documents::Document document;  // Its first heading of level 1, where it has one, is shown as the part's line.
};

struct ReportPage {
  std::string organization;
  std::string round;                 // "höstprognos 2022".
  std::string date;                  // When it was made, "2022-09-15".
  std::vector<std::string> summary;  // What a reader should know first, a paragraph each.
  std::vector<ReportPart> parts;     // The first stands on the first page.
  // Of a page that is worked in (workbench.h): HTML of its forms. Empty: a report, which fetches nothing.
  std::string workbench = {};
};

// No link or address leads out of the page. Its Content-Security-Policy lets nothing be fetched (with a workbench only
// from where the page came from), and no script run but its own, which is known by its hash and draws the charts.
std::string RenderReport(const ReportPage& page, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_REPORT_PAGE_H_
