// prognos rapport: a forecast as a report to the nämnd, one file.
#include "client/report.h"

#include <fstream>

#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/report_material.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

struct ReportOptions {
  ForecastChoice choice;
  std::string file;
};

absl::Status WriteReport(const std::string& file, const std::string& html, Session& session) {
  const Texts& texts = session.texts();
  if (file == "-") {
    session.out() << html;
    return absl::OkStatus();
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << html;
  out.close();
  if (!out) return Refused(absl::Substitute(texts.cannot_write, file), texts.cannot_write_advice);
  session.out() << absl::Substitute(texts.report_written, file) << "\n";
  return absl::OkStatus();
}

absl::Status Report(const ReportOptions& options, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const ReportMaterial material, FetchReport(options.choice, organization, session));
  return WriteReport(options.file, RenderReport(ReportOf(material, session.texts()), session.texts()), session);
}

}  // namespace

void AddReportCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("rapport", "report", texts.help_report,
                                "prognos rapport --ar 2022 --omgang host --ut rapport.html\n"
                                "  prognos rapport 2022-08-3 --ut rapport.html");
  auto options = std::make_shared<ReportOptions>();
  AddForecastChoice(command, options->choice);
  command.Option("--ut,--out", options->file, texts.option_report_file, texts.type_file, Need::kRequired);
  command.WhenChosen(options, Report);
}

}  // namespace prognos::client
