// prognos importera: sends files from the finance system to the service as they are, and tells what became of them.
#include <optional>

#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/number_format.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

// Well below the largest chunk that the service takes.
constexpr size_t kChunkBytes = 256 << 10;

struct ImportOptions {
  std::vector<std::string> files;
  bool validate_only = false;
};

// A file and the header it is sent with.
struct Upload {
  v1::ImportFileRequest::Header header;
  std::string bytes;
};

// Streams an upload; a service that stops reading has answered already, so a refused write is no error of its own.
grpc::Status Send(const Upload& upload, const std::shared_ptr<grpc::ChannelInterface>& channel,
                  grpc::ClientContext& context, v1::ImportFileResponse& response) {
  v1::LedgerService::Stub stub(channel);
  response.Clear();
  const std::unique_ptr<grpc::ClientWriter<v1::ImportFileRequest>> writer = stub.ImportFile(&context, &response);
  v1::ImportFileRequest part;
  *part.mutable_header() = upload.header;
  bool open = writer->Write(part);
  for (size_t at = 0; open && at < upload.bytes.size(); at += kChunkBytes) {
    part.set_chunk(upload.bytes.substr(at, kChunkBytes));
    open = writer->Write(part);
  }
  writer->WritesDone();
  return writer->Finish();
}

std::string SumText(const v1::ImportedSeries& series, const Texts& texts) {
  if (IsVolumeSeries(series.series())) return FormatDecimal(series.sum(), 1000, 1, texts.language);
  return FormatDecimal(series.sum(), 100, 2, texts.language);
}

std::string MonthsText(const v1::ImportedSeries& series) {
  if (series.first_month() == series.last_month()) return series.first_month();
  return absl::StrCat(series.first_month(), " – ", series.last_month());
}

void PrintSeries(const v1::ImportFileResponse& response, const LedgerNames& names, Session& session) {
  const Texts& texts = session.texts();
  Table table;
  table.columns = {{{texts.activity}, Align::kLeft, true},
                   {{texts.flow}, Align::kLeft},
                   {{texts.months}, Align::kLeft},
                   {{texts.month_count}},
                   {{texts.sum_kronor}}};
  for (const v1::ImportedSeries& series : response.series()) {
    table.rows.push_back({{names.SeriesActivityText(series.series())},
                          {SeriesFlowText(series.series(), texts)},
                          {MonthsText(series)},
                          {absl::StrCat(series.month_count())},
                          {SumText(series, texts)}});
  }
  if (!table.rows.empty()) session.Print(table);
}

void PrintUnmatched(const v1::ImportFileResponse& response, Session& session) {
  const Texts& texts = session.texts();
  if (response.unmatched().empty()) return;
  Table table;
  table.columns = {{{texts.account}, Align::kLeft},
                   {{texts.dimension}, Align::kLeft},
                   {{texts.object}, Align::kLeft, true},
                   {{texts.month_count}},
                   {{texts.sum_kronor}}};
  int64_t sum = 0;
  for (const v1::UnmatchedPosting& posting : response.unmatched()) {
    sum += posting.amount_ore();
    table.rows.push_back({{posting.account()},
                          {posting.dimension()},
                          {posting.object()},
                          {absl::StrCat(posting.month_count())},
                          {FormatDecimal(posting.amount_ore(), 100, 2, texts.language)}});
  }
  table.rows.push_back({{texts.sum}, {}, {}, {}, {FormatDecimal(sum, 100, 2, texts.language)}});
  session.out() << "\n" << texts.unmatched << "\n";
  session.Print(table);
}

void PrintImport(const v1::ImportFileResponse& response, const std::string& file, const LedgerNames& names,
                 bool validate_only, Session& session) {
  const Texts& texts = session.texts();
  session.out() << absl::Substitute(validate_only ? texts.import_checked : texts.import_done, file,
                                    FormatInteger(response.row_count(), texts.language),
                                    FormatInteger(response.stored_count(), texts.language),
                                    FormatInteger(response.unchanged_count(), texts.language))
                << "\n\n";
  PrintSeries(response, names, session);
  PrintUnmatched(response, session);
  if (response.balance_account_count() > 0) {
    session.out() << "\n"
                  << absl::Substitute(texts.balance_left,
                                      FormatInteger(response.balance_account_count(), texts.language),
                                      FormatDecimal(response.balance_sum_ore(), 100, 2, texts.language))
                  << "\n";
  }
  if (response.budget_row_count() == 0) return;
  session.out() << "\n"
                << absl::Substitute(texts.budget_rows_left, FormatInteger(response.budget_row_count(), texts.language),
                                    FormatDecimal(response.budget_sum_ore(), 100, 2, texts.language))
                << "\n";
}

void AppendCsv(const v1::ImportFileResponse& response, const std::string& file, const Texts& texts,
               std::vector<std::vector<std::string>>& rows) {
  for (const v1::ImportedSeries& series : response.series()) {
    const int64_t units = IsVolumeSeries(series.series()) ? 1000 : 100;
    rows.push_back({file, LastPart(series.series()), "", "", "", series.first_month(), series.last_month(),
                    absl::StrCat(series.month_count()), FormatMachine(series.sum(), units, texts.language)});
  }
  for (const v1::UnmatchedPosting& posting : response.unmatched()) {
    rows.push_back({file, "", posting.account(), posting.dimension(), posting.object(), "", "",
                    absl::StrCat(posting.month_count()), FormatMachine(posting.amount_ore(), 100, texts.language)});
  }
}

absl::StatusOr<v1::ImportFileResponse> ImportOne(const std::string& path, const std::string& organization,
                                                 bool validate_only, Session& session) {
  Upload upload;
  PROGNOS_ASSIGN_OR_RETURN(upload.bytes, ReadFile(path, session.texts()));
  upload.header.set_organization(organization);
  upload.header.set_request_id(NewRequestId());
  upload.header.set_validate_only(validate_only);
  upload.header.set_file_name(LastPart(path).substr(0, 255));
  v1::ImportFileResponse response;
  PROGNOS_RETURN_IF_ERROR(session.Attempt(
      [&](grpc::ClientContext& context) { return Send(upload, session.Channel(), context, response); }));
  return response;
}

absl::Status Import(const ImportOptions& options, Session& session) {
  const Texts& texts = session.texts();
  // A file that cannot be read is told before any other is stored.
  for (const std::string& file : options.files) PROGNOS_RETURN_IF_ERROR(ReadFile(file, texts).status());
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  std::optional<LedgerNames> names;
  std::vector<std::vector<std::string>> csv;
  for (const std::string& file : options.files) {
    PROGNOS_ASSIGN_OR_RETURN(const v1::ImportFileResponse response,
                             ImportOne(file, organization, options.validate_only, session));
    if (session.format() == Format::kJson) session.PrintJson(response);
    if (session.format() == Format::kCsv) AppendCsv(response, file, texts, csv);
    if (session.format() != Format::kTable) continue;
    if (names.has_value()) session.out() << "\n";
    if (!names.has_value()) {
      PROGNOS_ASSIGN_OR_RETURN(LedgerNames fetched, LedgerNames::Fetch(session, organization));
      names = std::move(fetched);
    }
    PrintImport(response, file, *names, options.validate_only, session);
  }
  if (session.format() == Format::kCsv) session.PrintCsv(absl::StrSplit(texts.csv_import, ';'), csv);
  return absl::OkStatus();
}

}  // namespace

void AddImportCommand(const Registry& registry) {
  const Texts& texts = registry.texts;
  CLI::App* command = AddCommand(registry.program, texts, "importera", "import", texts.help_import,
                                 "prognos importera --kontrollera utfall-2022-08.se\n"
                                 "  prognos importera utfall-2022-08.se volymer.csv");
  auto options = std::make_shared<ImportOptions>();
  command->add_option(texts.type_file, options->files, texts.option_import_files)->required();
  command->add_flag("--kontrollera,--check", options->validate_only, texts.option_check);
  WhenChosen(registry, command, options, Import);
}

}  // namespace prognos::client
