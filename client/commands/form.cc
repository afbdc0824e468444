// prognos blankett, prognos las-in-blankett: judgements, comments and planned volumes by way of a workbook.
#include "client/form.h"

#include <fstream>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/applied_judgements.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/form_reading.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/followup.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

struct FormOptions {
  ForecastChoice choice;
  std::string file;
};

struct ReadFormOptions {
  std::string file;
  bool validate_only = false;
};

// Every volume of the organization, planned or not.
absl::Status FetchVolumes(const std::string& organization, FormMaterial& material, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  v1::ListVolumePlansRequest request;
  request.set_organization(organization);
  request.set_year(material.forecast.year());
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListVolumePlansResponse planned,
                           session.Call(&v1::FollowUpService::Stub::ListVolumePlans, request));
  std::map<std::string, const v1::VolumePlan*> plans;
  for (const v1::VolumePlanStanding& standing : planned.plans()) {
    plans.emplace(standing.plan().series(), &standing.plan());
  }
  for (const v1::Series& series : names.series()) {
    if (series.flow() != v1::FLOW_VOLUME) continue;
    FormVolume& volume = material.volumes.emplace_back();
    volume.activity = names.SeriesActivityText(series.name());
    volume.unit = names.SeriesText(series.name(), session.texts());
    const auto found = plans.find(series.name());
    if (found != plans.end()) {
      volume.plan = *found->second;
    } else {
      volume.plan.set_series(series.name());
      volume.plan.set_etag("0");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<FormMaterial> FetchMaterial(const std::string& forecast, const std::string& organization,
                                           Session& session) {
  FormMaterial material;
  PROGNOS_ASSIGN_OR_RETURN(material.forecast, GetForecast(session, forecast));
  PROGNOS_RETURN_IF_ERROR(FetchVolumes(organization, material, session));
  return material;
}

absl::Status WriteForm(const FormOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::string name, FindForecastName(options.choice, organization, session));
  PROGNOS_ASSIGN_OR_RETURN(const FormMaterial material, FetchMaterial(name, organization, session));
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, RenderForm(material, texts));
  if (options.file == "-") {
    session.out() << bytes;
    return absl::OkStatus();
  }
  std::ofstream out(options.file, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (!out) return Refused(absl::Substitute(texts.cannot_write, options.file), texts.cannot_write_advice);
  session.out() << absl::Substitute(texts.form_written, options.file) << "\n";
  return absl::OkStatus();
}

absl::Status LoadForm(const ReadFormOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(options.file, texts));
  const absl::StatusOr<FormFile> file = OpenForm(bytes);
  if (!file.ok()) return FaultyFile(file.status(), options.file, texts);
  const std::string organization = file->forecast.substr(0, file->forecast.find("/forecasts/"));
  PROGNOS_ASSIGN_OR_RETURN(FormMaterial material, FetchMaterial(file->forecast, organization, session));
  const absl::StatusOr<FilledForm> form = ReadForm(*file, material);
  if (!form.ok()) return FaultyFile(form.status(), options.file, texts);
  if (form->empty()) {
    (session.prints_documents() ? session.out() : session.err()) << texts.form_unchanged << "\n";
    if (session.prints_documents()) return absl::OkStatus();
    return PrintForecast(material.forecast, organization, {}, session);
  }
  v1::ApplyJudgementsRequest request = form->request;
  request.set_validate_only(options.validate_only);
  const absl::StatusOr<v1::ApplyJudgementsResponse> response = ApplyJudgements(
      std::move(request), [&](const grpc::Status& status) { return AtFormCells(status, *form); }, session);
  if (!response.ok()) return AboutFile(response.status(), options.file);
  const std::string told = AppliedText(*response, options.validate_only, texts);
  if (session.prints_documents()) return PrintForecast(response->forecast(), organization, {}, session, {told});
  PROGNOS_RETURN_IF_ERROR(PrintForecast(response->forecast(), organization, {}, session, {}));
  session.err() << told << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddFormCommands(Command& program) {
  const Texts& texts = program.texts();
  Command form = program.Add("blankett", "form", texts.help_form,
                             "prognos blankett --ar 2022 --omgang host --ut blankett.xlsx\n"
                             "  prognos blankett host-2022-nr3 --ut blankett.xlsx");
  auto options = std::make_shared<FormOptions>();
  AddForecastChoice(form, options->choice);
  form.Option("--ut,--out", options->file, texts.option_form_file, texts.type_file, Need::kRequired);
  form.WhenChosen(options, WriteForm);

  Command read = program.Add("las-in-blankett", "read-form", texts.help_read_form,
                             "prognos las-in-blankett blankett.xlsx --kontrollera\n"
                             "  prognos las-in-blankett blankett.xlsx");
  auto filled = std::make_shared<ReadFormOptions>();
  read.Option(texts.type_file, filled->file, texts.option_read_form_file, nullptr, Need::kRequired);
  read.Flag("--kontrollera,--check", filled->validate_only, texts.option_check);
  read.WhenChosenToPrint(filled, LoadForm);
}

}  // namespace prognos::client
