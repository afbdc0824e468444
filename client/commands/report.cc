// prognos rapport: a forecast as a report to the nämnd, one file.
#include "client/report.h"

#include <fstream>

#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/report_material.h"
#include "client/report_workbook.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

struct ReportOptions {
  ForecastChoice choice;
  std::string file;
  std::string workbook;
  bool by_type = false;
};

// `told`: what is said when it is written.
absl::Status WriteReport(const std::string& file, const std::string& bytes, const char* told, Session& session) {
  const Texts& texts = session.texts();
  if (file == "-") {
    session.out() << bytes;
    return absl::OkStatus();
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (!out) return Refused(absl::Substitute(texts.cannot_write, file), texts.cannot_write_advice);
  session.out() << absl::Substitute(told, file) << "\n";
  return absl::OkStatus();
}

absl::Status WriteFiles(const ReportOptions& options, const ReportMaterial& material, Session& session) {
  const Texts& texts = session.texts();
  const ReportPage page = ReportOf(material, texts);
  if (!options.file.empty()) {
    PROGNOS_RETURN_IF_ERROR(WriteReport(options.file, RenderReport(page, texts), texts.report_written, session));
  }
  if (options.workbook.empty()) return absl::OkStatus();
  const documents::XlsxBook book = WorkbookOf(page, material.forecast, texts);
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, documents::RenderXlsx(book, WorkbookStyle(texts)));
  return WriteReport(options.workbook, bytes, texts.workbook_written, session);
}

absl::Status Report(const ReportOptions& options, Session& session) {
  const Texts& texts = session.texts();
  if (options.file.empty() && options.workbook.empty()) {
    return WrongUse(texts.report_needs_file, texts.report_needs_file_advice);
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(ReportMaterial material,
                           FetchReport(options.choice, organization, options.by_type, session));
  PROGNOS_RETURN_IF_ERROR(AddEvaluation(organization, material, session));
  return WriteFiles(options, material, session);
}

}  // namespace

void AddReportCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("rapport", "report", texts.help_report,
                                "prognos rapport --ar 2022 --omgang host --ut rapport.html --xlsx rapport.xlsx\n"
                                "  prognos rapport host-2022-nr3 --ut rapport.html\n"
                                "  prognos rapport --ar 2022 --omgang bokslut --ut rapport.html --varav");
  auto options = std::make_shared<ReportOptions>();
  AddForecastChoice(command, options->choice);
  command.Option("--ut,--out", options->file, texts.option_report_file, texts.type_file);
  command.Option("--xlsx", options->workbook, texts.option_report_xlsx, texts.type_file);
  command.Flag("--varav,--of-which", options->by_type, texts.option_of_which);
  command.WhenChosen(options, Report);
}

}  // namespace prognos::client
