// prognos importera: sends files from the finance system to the service as they are, and tells what became of them.
#include <optional>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/connection.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/request_id.h"
#include "client/stated_sums.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/file_format.h"
#include "forecast/interchange/inspection.h"
#include "forecast/interchange/sie_reader.h"
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
  if (IsVolumeSeries(series.series())) return FormatWholes(series.sum(), kVolumeUnit, texts.language);
  return FormatWholes(series.sum(), kMoneyUnit, texts.language);
}

std::string MonthsText(const v1::ImportedSeries& series) {
  if (series.first_month() == series.last_month()) return series.first_month();
  return absl::StrCat(series.first_month(), " – ", series.last_month());
}

using SeriesList = google::protobuf::RepeatedPtrField<v1::ImportedSeries>;

void PrintSeries(const SeriesList& list, const LedgerNames& names, Session& session) {
  const Texts& texts = session.texts();
  Table table;
  table.columns = {{{texts.activity}, Align::kLeft, true},
                   {{texts.flow}, Align::kLeft},
                   {{texts.months}, Align::kLeft},
                   {{texts.month_count}},
                   {{texts.sum_kronor}}};
  for (const v1::ImportedSeries& series : list) {
    table.rows.push_back({{names.SeriesActivityText(series.series())},
                          {names.SeriesText(series.series(), texts)},
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
                          {FormatWholes(posting.amount_ore(), kMoneyUnit, texts.language)}});
  }
  table.rows.push_back({{texts.sum}, {}, {}, {}, {FormatWholes(sum, kMoneyUnit, texts.language)}});
  session.out() << "\n" << texts.unmatched << "\n";
  session.Print(table);
}

// What the file set to zero without naming it: the user should know where money went away.
void PrintZeroed(const v1::ImportFileResponse& response, const LedgerNames& names, bool validate_only,
                 Session& session) {
  const Texts& texts = session.texts();
  if (response.zeroed_count() == 0) return;
  const std::string values =
      validate_only ? FormatCount(response.zeroed_count(), texts.one_value_would_be_set, texts.values_would_be_set,
                                  texts.language)
                    : FormatCount(response.zeroed_count(), texts.one_value_set, texts.values_set, texts.language);
  session.out() << "\n" << absl::Substitute(texts.zeroed, values) << "\n";
  PrintSeries(response.zeroed_series(), names, session);
}

std::string ValueText(const std::string& series, int64_t value, const Texts& texts) {
  return FormatWholes(value, IsVolumeSeries(series) ? kVolumeUnit : kMoneyUnit, texts.language);
}

// What the ledger held and the file says otherwise, the largest changes first.
void PrintChanged(const v1::ImportFileResponse& response, const LedgerNames& names, bool validate_only,
                  Session& session) {
  constexpr int kMostPrinted = 20;
  const Texts& texts = session.texts();
  if (response.changed_count() == 0) return;
  const std::string values = FormatCount(response.changed_count(), texts.one_value, texts.values, texts.language);
  session.out() << "\n" << absl::Substitute(validate_only ? texts.would_be_changed : texts.changed, values) << "\n";
  Table table;
  table.columns = {{{texts.activity}, Align::kLeft, true},
                   {{texts.flow}, Align::kLeft},
                   {{texts.month}, Align::kLeft},
                   {{texts.changed_before}},
                   {{texts.changed_after}}};
  const int printed = std::min(kMostPrinted, response.changed_size());
  for (int at = 0; at < printed; ++at) {
    const v1::ChangedValue& change = response.changed(at);
    table.rows.push_back({{names.SeriesActivityText(change.series())},
                          {names.SeriesText(change.series(), texts)},
                          {change.month()},
                          {ValueText(change.series(), change.before(), texts)},
                          {ValueText(change.series(), change.after(), texts)}});
  }
  session.Print(table);
  const int64_t more = response.changed_count() - printed;
  if (more > 0) session.out() << absl::Substitute(texts.more_changes, FormatInteger(more, texts.language)) << "\n";
}

void PrintImport(const v1::ImportFileResponse& response, const std::string& file, const LedgerNames& names,
                 bool validate_only, Session& session) {
  const Texts& texts = session.texts();
  const std::string values =
      validate_only ? FormatCount(response.stored_count(), texts.one_value, texts.values, texts.language)
                    : FormatCount(response.stored_count(), texts.one_value_stored, texts.values_stored, texts.language);
  session.out() << absl::Substitute(
                       validate_only ? texts.import_checked : texts.import_done, file,
                       FormatCount(response.row_count(), texts.one_row_read, texts.rows_read, texts.language), values,
                       FormatInteger(response.unchanged_count(), texts.language))
                << "\n\n";
  PrintSeries(response.series(), names, session);
  PrintZeroed(response, names, validate_only, session);
  PrintChanged(response, names, validate_only, session);
  PrintUnmatched(response, session);
  if (response.balance_account_count() > 0) {
    session.out() << "\n"
                  << absl::Substitute(texts.balance_left,
                                      FormatCount(response.balance_account_count(), texts.one_balance_account,
                                                  texts.balance_account_count, texts.language),
                                      FormatWholes(response.balance_sum_ore(), kMoneyUnit, texts.language))
                  << "\n";
  }
  if (response.budget_row_count() == 0) return;
  session.out() << "\n"
                << absl::Substitute(texts.budget_rows_left,
                                    FormatCount(response.budget_row_count(), texts.one_budget_row, texts.budget_rows,
                                                texts.language),
                                    FormatWholes(response.budget_sum_ore(), kMoneyUnit, texts.language))
                << "\n";
}

std::vector<std::string> CsvRow(const v1::ImportedSeries& series, const std::string& file, const char* zeroed,
                                const Texts& texts) {
  const Unit unit = IsVolumeSeries(series.series()) ? kVolumeUnit : kMoneyUnit;
  return {file,
          LastPart(series.series()),
          "",
          "",
          "",
          series.first_month(),
          series.last_month(),
          absl::StrCat(series.month_count()),
          FormatMachine(series.sum(), unit, texts.language),
          zeroed};
}

void AppendCsv(const v1::ImportFileResponse& response, const std::string& file, const Texts& texts,
               std::vector<std::vector<std::string>>& rows) {
  for (const v1::ImportedSeries& series : response.series()) rows.push_back(CsvRow(series, file, "", texts));
  for (const v1::ImportedSeries& series : response.zeroed_series()) rows.push_back(CsvRow(series, file, "1", texts));
  for (const v1::UnmatchedPosting& posting : response.unmatched()) {
    rows.push_back({file, "", posting.account(), posting.dimension(), posting.object(), "", "",
                    absl::StrCat(posting.month_count()),
                    FormatMachine(posting.amount_ore(), kMoneyUnit, texts.language), ""});
  }
}

// Where the months of a SIE file do not add up to the sums that it states for its years, the file says so itself.
std::vector<std::string> DifferingSums(const std::string& bytes, const Texts& texts) {
  if (DetectFileFormat(bytes) != FileFormat::kSie) return {};
  const absl::StatusOr<SieLedger> ledger = ReadSie(bytes);
  // What cannot be read is told by the service, with its place.
  if (!ledger.ok()) return {};
  const absl::StatusOr<Inspection> inspection = Inspect(*ledger);
  if (!inspection.ok()) return {};
  std::vector<std::string> lines;
  for (const InspectedYear& year : inspection->years) {
    if (!StatedSumsDiffer(year)) continue;
    lines.push_back(absl::Substitute(texts.import_sums_differ, StatedSumsText(year, texts), year.label));
  }
  return lines;
}

// What the service scaled or left out in a file.
void AppendNotes(const v1::ImportFileResponse& response, const Texts& texts, std::vector<std::string>& lines) {
  for (const std::string& note : response.notes()) lines.push_back(NoteText(note, texts));
  const int64_t more = response.note_count() - response.notes_size();
  if (more > 0) lines.push_back(absl::Substitute(texts.more_notes, FormatInteger(more, texts.language)));
}

struct Imported {
  v1::ImportFileResponse response;
  std::vector<std::string> warnings;
};

// `may_be_stored`: whether the file may have been stored though the call failed.
absl::StatusOr<Imported> ImportOne(const std::string& path, const std::string& organization, bool validate_only,
                                   Session& session, bool& may_be_stored) {
  Upload upload;
  PROGNOS_ASSIGN_OR_RETURN(upload.bytes, ReadFile(path, session.texts()));
  upload.header.set_organization(organization);
  upload.header.set_request_id(NewRequestId());
  upload.header.set_validate_only(validate_only);
  upload.header.set_file_name(LastPart(path).substr(0, 255));
  Imported imported;
  imported.warnings = DifferingSums(upload.bytes, session.texts());
  PROGNOS_RETURN_IF_ERROR(session.Attempt([&](grpc::ClientContext& context) {
    const grpc::Status status = Send(upload, session.Channel(), context, imported.response);
    may_be_stored = may_be_stored || (MayBeDone(status) && !validate_only);
    return status;
  }));
  AppendNotes(imported.response, session.texts(), imported.warnings);
  return imported;
}

// Imports files one after the other and tells about each as it is done.
class Importer {
 public:
  Importer(std::string organization, bool validate_only, Session& session)
      : organization_(std::move(organization)), validate_only_(validate_only), session_(session) {}

  absl::Status Add(const std::string& file) {
    bool may_be_stored = false;
    const absl::StatusOr<Imported> imported = Send(file, may_be_stored);
    if (!imported.ok()) return Named(imported.status(), file, may_be_stored);
    if (session_.format() == Format::kJson) session_.PrintJson(imported->response);
    if (session_.format() == Format::kCsv) AppendCsv(imported->response, file, session_.texts(), csv_);
    if (session_.format() == Format::kTable) Print(*imported, file);
    Warn(imported->warnings, file);
    done_.push_back(file);
    return absl::OkStatus();
  }

  // What a program reads, also of the files before one that failed.
  void Finish() {
    if (session_.format() == Format::kCsv) session_.PrintCsv(absl::StrSplit(session_.texts().csv_import, ';'), csv_);
  }

 private:
  // What the table needs is fetched first: a file that was stored must not be told as a failure.
  absl::StatusOr<Imported> Send(const std::string& file, bool& may_be_stored) {
    if (session_.format() == Format::kTable && !names_.has_value()) {
      PROGNOS_ASSIGN_OR_RETURN(LedgerNames fetched, LedgerNames::Fetch(session_, organization_));
      names_ = std::move(fetched);
    }
    return ImportOne(file, organization_, validate_only_, session_, may_be_stored);
  }

  void Print(const Imported& imported, const std::string& file) {
    if (!done_.empty()) session_.out() << "\n";
    PrintImport(imported.response, file, *names_, validate_only_, session_);
  }

  // Below the table; where a program reads the output, beside it and with the file's name.
  void Warn(const std::vector<std::string>& warnings, const std::string& file) {
    if (warnings.empty()) return;
    const bool beside = session_.format() != Format::kTable;
    if (!beside) session_.out() << "\n";
    for (const std::string& warning : warnings) {
      if (beside) session_.err() << file << ": ";
      (beside ? session_.err() : session_.out()) << warning << "\n";
    }
  }

  // The failure, with the file it is about and those that were done before it.
  absl::Status Named(const absl::Status& failure, const std::string& file, bool may_be_stored) const {
    const Texts& texts = session_.texts();
    const char* before = validate_only_ ? texts.import_checked_before : texts.import_stored_before;
    std::vector<std::string> details;
    if (may_be_stored) details.push_back(texts.import_may_be_stored);
    if (!done_.empty()) details.push_back(absl::Substitute(before, absl::StrJoin(done_, ", ")));
    return AboutFile(failure, file, absl::StrJoin(details, "\n"));
  }

  const std::string organization_;
  const bool validate_only_;
  Session& session_;
  std::optional<LedgerNames> names_;
  std::vector<std::vector<std::string>> csv_;
  std::vector<std::string> done_;
};

absl::Status Import(const ImportOptions& options, Session& session) {
  // A file that cannot be read is told before any other is stored.
  for (const std::string& file : options.files) PROGNOS_RETURN_IF_ERROR(CheckReadable(file, session.texts()));
  PROGNOS_ASSIGN_OR_RETURN(std::string organization, session.Organization());
  Importer importer(std::move(organization), options.validate_only, session);
  absl::Status status;
  for (const std::string& file : options.files) {
    status = importer.Add(file);
    if (!status.ok()) break;
  }
  importer.Finish();
  return status;
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
