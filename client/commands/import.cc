// prognos importera: sends files from the finance system to the service as they are, and tells what became of them.
#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/connection.h"
#include "client/failure.h"
#include "client/imported_columns.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/machine_columns.h"
#include "client/progress.h"
#include "client/request_id.h"
#include "client/suggestions_waiting.h"
#include "forecast/base/month.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/messages/wire/message_proto.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

// Well below the largest chunk that the service takes.
constexpr size_t kChunkBytes = 256 << 10;

struct ImportOptions {
  std::vector<std::string> files;
  std::string sheet;  // Of workbooks.
  bool validate_only = false;
  bool allow_unmatched = false;
  bool confirm_unusual_amounts = false;
};

using documents::Cell;
using documents::ColumnKind;
using documents::Row;
using documents::Table;

// A file and the header it is sent with.
struct Upload {
  v1::ImportFileRequest::Header header;
  std::string bytes;
};

// Streams an upload; a service that stops reading has answered already, so a refused write is no error of its own.
grpc::Status Send(const Upload& upload, const std::string& name, Session& session, grpc::ClientContext& context,
                  v1::ImportFileResponse& response) {
  v1::LedgerService::Stub stub(session.Channel());
  Progress progress(session, ProgressUnit::kBytes);
  response.Clear();
  const std::unique_ptr<grpc::ClientWriter<v1::ImportFileRequest>> writer = stub.ImportFile(&context, &response);
  v1::ImportFileRequest part;
  *part.mutable_header() = upload.header;
  bool open = writer->Write(part);
  for (size_t at = 0; open && at < upload.bytes.size(); at += kChunkBytes) {
    part.set_chunk(upload.bytes.substr(at, kChunkBytes));
    open = writer->Write(part);
    progress.Show(name, static_cast<double>(std::min(at + kChunkBytes, upload.bytes.size())),
                  static_cast<double>(upload.bytes.size()));
  }
  writer->WritesDone();
  progress.Say(absl::Substitute(session.texts().import_being_read, name));
  return writer->Finish();
}

using SeriesList = google::protobuf::RepeatedPtrField<v1::ImportedSeries>;

documents::ShownUnit UnitOf(const std::string& series, int volume_decimals) {
  if (!IsVolumeSeries(series)) return documents::Kronor();
  return documents::VolumeUnit(series.substr(series.rfind('.') + 1), volume_decimals);
}

// Months come from the service in the form that Month reads; what does not is shown as it came.
documents::Value MonthsOf(const v1::ImportedSeries& series) {
  const absl::StatusOr<Month> first = Month::Parse(series.first_month());
  const absl::StatusOr<Month> last = Month::Parse(series.last_month());
  if (!first.ok() || !last.ok()) return absl::StrCat(series.first_month(), " – ", series.last_month());
  if (*first == *last) return *first;
  return documents::MonthSpan{*first, *last};
}

Table SeriesTable(const char* id, const SeriesList& list, const LedgerNames& names, const Texts& texts) {
  Table table{id, ImportedColumns(texts), {}};
  for (const v1::ImportedSeries& series : list) {
    table.rows.push_back({{{names.SeriesActivityText(series.series())},
                           {names.SeriesText(series.series(), texts)},
                           {MonthsOf(series)},
                           {documents::Count{series.month_count()}},
                           {documents::RoundedAmount(series.sum(), UnitOf(series.series(), 1))}}});
  }
  return table;
}

Table UnmatchedTable(const v1::ImportFileResponse& response, const Texts& texts) {
  const auto kronor = [](int64_t ore) { return Cell{documents::RoundedAmount(ore, documents::Kronor())}; };
  Table table{"unmatched",
              {{"account", {texts.account}},
               {"dimension", {texts.dimension}},
               {"object", {texts.object}, ColumnKind::kText, true},
               {"months", {texts.month_count}, ColumnKind::kCount},
               {"sum", {texts.sum_kronor}, ColumnKind::kAmount}},
              {}};
  int64_t sum = 0;
  for (const v1::UnmatchedPosting& posting : response.unmatched()) {
    sum += posting.amount_ore();
    table.rows.push_back({{{posting.account()},
                           {posting.dimension()},
                           {posting.object()},
                           {documents::Count{posting.month_count()}},
                           kronor(posting.amount_ore())}});
  }
  table.rows.push_back({.cells = {{texts.sum}, {}, {}, {}, kronor(sum)}, .is_sum = true});
  return table;
}

// What the file set to zero without naming it: the user should know where money went away.
std::string ZeroedText(const v1::ImportFileResponse& response, bool validate_only, const Texts& texts) {
  const std::string values =
      validate_only ? FormatCount(response.zeroed_count(), texts.one_value_would_be_set, texts.values_would_be_set,
                                  texts.language)
                    : FormatCount(response.zeroed_count(), texts.one_value_set, texts.values_set, texts.language);
  return absl::Substitute(texts.zeroed, values);
}

documents::Value MonthOf(const std::string& text) {
  const absl::StatusOr<Month> month = Month::Parse(text);
  return month.ok() ? documents::Value(*month) : documents::Value(text);
}

// What the ledger held and the file says otherwise, the largest changes first.
Table ChangedTable(const v1::ImportFileResponse& response, const LedgerNames& names, const Texts& texts) {
  constexpr int kMostShown = 20;
  Table table{"changed",
              {{"activity", {texts.activity}, ColumnKind::kText, true},
               {"flow", {texts.flow}},
               {"month", {texts.month}, ColumnKind::kMonth},
               {"before", {texts.changed_before}, ColumnKind::kAmount},
               {"after", {texts.changed_after}, ColumnKind::kAmount}},
              {}};
  const int shown = std::min(kMostShown, response.changed_size());
  for (int at = 0; at < shown; ++at) {
    const v1::ChangedValue& change = response.changed(at);
    const documents::ShownUnit unit = UnitOf(change.series(), 1);
    table.rows.push_back({{{names.SeriesActivityText(change.series())},
                           {names.SeriesText(change.series(), texts)},
                           {MonthOf(change.month())},
                           {documents::RoundedAmount(change.before(), unit)},
                           {documents::RoundedAmount(change.after(), unit)}}});
  }
  const int64_t more = response.changed_count() - shown;
  if (more > 0) table.foot = absl::Substitute(texts.more_changes, FormatInteger(more, texts.language));
  return table;
}

std::string ImportedText(const v1::ImportFileResponse& response, const std::string& file, bool validate_only,
                         const Texts& texts) {
  const std::string values =
      validate_only ? FormatCount(response.stored_count(), texts.one_value, texts.values, texts.language)
                    : FormatCount(response.stored_count(), texts.one_value_stored, texts.values_stored, texts.language);
  return absl::Substitute(validate_only ? texts.import_checked : texts.import_done, file,
                          FormatCount(response.row_count(), texts.one_row_read, texts.rows_read, texts.language),
                          values, FormatInteger(response.unchanged_count(), texts.language));
}

documents::Paragraphs Line(std::string text) { return {{std::move(text)}, /*is_prose=*/false}; }

// What the file held that is not stored.
void AppendLeft(const v1::ImportFileResponse& response, const Texts& texts, documents::Document& document) {
  const auto kronor = [&](int64_t ore) { return FormatWholes(ore, kMoneyUnit, texts.language); };
  if (response.balance_account_count() > 0) {
    const std::string accounts = FormatCount(response.balance_account_count(), texts.one_balance_account,
                                             texts.balance_account_count, texts.language);
    document.blocks.push_back(Line(absl::Substitute(texts.balance_left, accounts, kronor(response.balance_sum_ore()))));
  }
  if (response.budget_row_count() > 0) {
    const std::string rows =
        FormatCount(response.budget_row_count(), texts.one_budget_row, texts.budget_rows, texts.language);
    document.blocks.push_back(Line(absl::Substitute(texts.budget_rows_left, rows, kronor(response.budget_sum_ore()))));
  }
}

documents::Document ImportDocument(const v1::ImportFileResponse& response, const std::string& file,
                                   const LedgerNames& names, bool validate_only, const Texts& texts) {
  documents::Document document{{Line(ImportedText(response, file, validate_only, texts))}};
  if (!response.series().empty()) {
    document.blocks.push_back(SeriesTable("imported", response.series(), names, texts));
  }
  if (response.zeroed_count() > 0) {
    document.blocks.push_back(documents::Heading{3, ZeroedText(response, validate_only, texts)});
    document.blocks.push_back(SeriesTable("zeroed", response.zeroed_series(), names, texts));
  }
  if (response.changed_count() > 0) {
    const std::string values = FormatCount(response.changed_count(), texts.one_value, texts.values, texts.language);
    document.blocks.push_back(
        documents::Heading{3, absl::Substitute(validate_only ? texts.would_be_changed : texts.changed, values)});
    document.blocks.push_back(ChangedTable(response, names, texts));
  }
  if (!response.unmatched().empty()) {
    document.blocks.push_back(documents::Heading{3, texts.unmatched});
    document.blocks.push_back(UnmatchedTable(response, texts));
  }
  AppendLeft(response, texts, document);
  return document;
}

Row ProgramRow(const v1::ImportedSeries& series, const std::string& file, const char* zeroed) {
  return {{{file},
           {LastPart(series.series())},
           {},
           {},
           {},
           {series.first_month()},
           {series.last_month()},
           {documents::Count{series.month_count()}},
           {documents::RoundedAmount(series.sum(), UnitOf(series.series(), 3))},
           {zeroed},
           {},
           {}}};
}

Row ProgramRow(const v1::ChangedValue& change, const std::string& file) {
  const documents::ShownUnit unit = UnitOf(change.series(), 3);
  return {{{file},
           {LastPart(change.series())},
           {},
           {},
           {},
           {change.month()},
           {change.month()},
           {documents::Count{1}},
           {},
           {},
           {documents::RoundedAmount(change.before(), unit)},
           {documents::RoundedAmount(change.after(), unit)}}};
}

void AppendProgramRows(const v1::ImportFileResponse& response, const std::string& file, Table& table) {
  for (const v1::ImportedSeries& series : response.series()) table.rows.push_back(ProgramRow(series, file, ""));
  for (const v1::ImportedSeries& series : response.zeroed_series()) table.rows.push_back(ProgramRow(series, file, "1"));
  for (const v1::ChangedValue& change : response.changed()) table.rows.push_back(ProgramRow(change, file));
  for (const v1::UnmatchedPosting& posting : response.unmatched()) {
    table.rows.push_back({{{file},
                           {},
                           {posting.account()},
                           {posting.dimension()},
                           {posting.object()},
                           {},
                           {},
                           {documents::Count{posting.month_count()}},
                           {documents::RoundedAmount(posting.amount_ore(), documents::Kronor())},
                           {},
                           {},
                           {}}});
  }
}

// What the service scaled or left out in a file.
void AppendNotes(const v1::ImportFileResponse& response, const Texts& texts, std::vector<std::string>& lines) {
  for (int i = 0; i < response.notes_size(); ++i) {
    const Message note = i < response.note_messages_size() ? FromProto(response.note_messages(i)) : Message{};
    lines.push_back(MessageText(note, response.notes(i), texts));
  }
  const int64_t more = response.note_count() - response.notes_size();
  if (more > 0) lines.push_back(absl::Substitute(texts.more_notes, FormatInteger(more, texts.language)));
}

struct Imported {
  v1::ImportFileResponse response;
  std::vector<std::string> warnings;
};

// `may_be_stored`: whether the file may have been stored though the call failed.
absl::StatusOr<Imported> ImportOne(const std::string& path, const std::string& organization,
                                   const std::string& progress_name, const ImportOptions& options, Session& session,
                                   bool& may_be_stored) {
  Upload upload;
  PROGNOS_ASSIGN_OR_RETURN(upload.bytes, ReadFile(path, session.texts()));
  upload.header.set_organization(organization);
  upload.header.set_sheet(options.sheet);
  upload.header.set_request_id(NewRequestId());
  upload.header.set_validate_only(options.validate_only);
  upload.header.set_confirm_unusual_amounts(options.confirm_unusual_amounts);
  upload.header.set_file_name(LastPart(path).substr(0, 255));
  Imported imported;
  PROGNOS_RETURN_IF_ERROR(session.Attempt([&](grpc::ClientContext& context) {
    const grpc::Status status = Send(upload, progress_name, session, context, imported.response);
    may_be_stored = may_be_stored || (MayBeDone(status) && !options.validate_only);
    return status;
  }));
  AppendNotes(imported.response, session.texts(), imported.warnings);
  return imported;
}

// Imports files one after the other and tells about each as it is done.
class Importer {
 public:
  Importer(std::string organization, const ImportOptions& options, Session& session)
      : organization_(std::move(organization)), options_(options), session_(session) {}

  absl::Status Add(const std::string& file) {
    bool may_be_stored = false;
    const absl::StatusOr<Imported> imported = Send(file, may_be_stored);
    if (!imported.ok()) return Named(imported.status(), file, may_be_stored);
    if (session_.format() == Format::kJson) answers_.push_back({file, imported->response});
    if (session_.format() == Format::kCsv) AppendProgramRows(imported->response, file, rows_);
    if (session_.format() == Format::kCsv) WarnOfFurtherChanges(imported->response, file);
    if (session_.prints_documents()) Tell(*imported, file);
    if (!session_.prints_documents()) Warn(imported->warnings, file);
    done_.push_back(file);
    Take(imported->response.unmatched(), file);
    return absl::OkStatus();
  }

  // Refused when money of some file was left out because no rule matches it: what else there was is stored.
  absl::Status CheckAllMatched() const {
    if (unmatched_.empty()) return absl::OkStatus();
    const Texts& texts = session_.texts();
    return Refused(texts.import_unmatched, texts.import_unmatched_advice, unmatched_);
  }

  // What a program reads, also of the files before one that failed.
  void Finish() {
    if (session_.format() == Format::kCsv) session_.PrintCsv(rows_);
    if (session_.format() == Format::kJson) {
      std::vector<std::pair<std::string, const google::protobuf::Message*>> files;
      for (const auto& [file, answer] : answers_) files.emplace_back(file, &answer);
      session_.PrintFilesJson(files);
    }
    if (session_.prints_documents() && session_.format() != Format::kTable) session_.Print(document_);
    if (session_.format() != Format::kTable || options_.validate_only || done_.empty()) return;
    const std::string waiting = SuggestionsWaiting(session_, organization_);
    if (!waiting.empty()) session_.Print({{documents::Paragraphs{{waiting}, /*is_prose=*/false}}});
  }

 private:
  void Take(const google::protobuf::RepeatedPtrField<v1::UnmatchedPosting>& postings, const std::string& file) {
    if (postings.empty()) return;
    const Texts& texts = session_.texts();
    int64_t sum_ore = 0;
    for (const v1::UnmatchedPosting& posting : postings) sum_ore += posting.amount_ore();
    const std::string count = FormatCount(postings.size(), texts.one_unmatched, texts.unmatched_count, texts.language);
    unmatched_.push_back(
        absl::Substitute(texts.unmatched_of_file, file, count, FormatWholes(sum_ore, kMoneyUnit, texts.language)));
  }

  // What the table needs is fetched first: a file that was stored must not be told as a failure.
  absl::StatusOr<Imported> Send(const std::string& file, bool& may_be_stored) {
    if (session_.prints_documents() && !names_.has_value()) {
      PROGNOS_ASSIGN_OR_RETURN(LedgerNames fetched, LedgerNames::Fetch(session_, organization_));
      names_ = std::move(fetched);
    }
    return ImportOne(file, organization_, ProgressName(file), options_, session_, may_be_stored);
  }

  // "utfall.se", or of several "utfall.se (2/5)".
  std::string ProgressName(const std::string& file) const {
    const size_t count = options_.files.size();
    if (count < 2) return LastPart(file);
    return absl::StrCat(LastPart(file), " (", done_.size() + 1, "/", count, ")");
  }

  // People read of each file as it is done; programs one document, of all of them.
  void Tell(const Imported& imported, const std::string& file) {
    documents::Document document =
        ImportDocument(imported.response, file, *names_, options_.validate_only, session_.texts());
    if (!imported.warnings.empty()) {
      document.blocks.push_back(documents::Paragraphs{imported.warnings, /*is_prose=*/false});
    }
    if (session_.format() == Format::kTable) {
      if (!done_.empty()) session_.out() << "\n";
      session_.Print(document);
    } else {
      std::move(document.blocks.begin(), document.blocks.end(), std::back_inserter(document_.blocks));
    }
  }

  // Beside what a program reads, with the file's name.
  void Warn(const std::vector<std::string>& warnings, const std::string& file) {
    for (const std::string& warning : warnings) session_.err() << file << ": " << warning << "\n";
  }

  // A service lists the largest changes; a program must learn that there are more.
  void WarnOfFurtherChanges(const v1::ImportFileResponse& response, const std::string& file) {
    const int64_t more = response.changed_count() - response.changed_size();
    if (more <= 0) return;
    const Texts& texts = session_.texts();
    Warn({absl::Substitute(texts.changes_left_out, FormatInteger(more, texts.language))}, file);
  }

  // The failure, with the file it is about and those that were done before it.
  absl::Status Named(const absl::Status& failure, const std::string& file, bool may_be_stored) const {
    const Texts& texts = session_.texts();
    const char* before = options_.validate_only ? texts.import_checked_before : texts.import_stored_before;
    std::vector<std::string> details;
    if (may_be_stored) details.push_back(texts.import_may_be_stored);
    if (!may_be_stored && session_.cancelled()) details.push_back(texts.import_not_stored);
    if (!done_.empty()) details.push_back(absl::Substitute(before, absl::StrJoin(done_, ", ")));
    return AboutFile(failure, file, absl::StrJoin(details, "\n"));
  }

  const std::string organization_;
  const ImportOptions& options_;
  Session& session_;
  std::optional<LedgerNames> names_;
  Table rows_{"import", MachineColumns(session_.texts().csv_import), {}};
  documents::Document document_;
  std::vector<std::pair<std::string, v1::ImportFileResponse>> answers_;
  std::vector<std::string> done_;
  std::vector<std::string> unmatched_;  // What was left out of which file.
};

absl::Status Import(const ImportOptions& options, Session& session) {
  // A file that cannot be read is told before any other is stored.
  for (const std::string& file : options.files) PROGNOS_RETURN_IF_ERROR(CheckReadable(file, session.texts()));
  PROGNOS_ASSIGN_OR_RETURN(std::string organization, session.Organization());
  Importer importer(std::move(organization), options, session);
  absl::Status status;
  for (const std::string& file : options.files) {
    status = importer.Add(file);
    if (!status.ok()) break;
  }
  importer.Finish();
  if (!status.ok() || options.allow_unmatched) return status;
  return importer.CheckAllMatched();
}

}  // namespace

void AddImportCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("importera", "import", texts.help_import,
                                "prognos importera --kontrollera utfall-2022-08.se\n"
                                "  prognos importera utfall-2022-08.se volymer.csv\n"
                                "  prognos importera volymer.xlsx --blad 2022");
  auto options = std::make_shared<ImportOptions>();
  command.Values(texts.type_file, options->files, texts.option_import_files);
  command.Option("--blad,--sheet", options->sheet, texts.option_sheet, texts.type_text);
  command.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  command.Flag("--bekrafta,--confirm", options->confirm_unusual_amounts, texts.option_confirm);
  command.Flag("--tillat-utan-regel,--allow-unmatched", options->allow_unmatched, texts.option_allow_unmatched);
  command.WhenChosenToPrintAsItGoes(options, Import);
}

}  // namespace prognos::client
