// prognos justera: puts a person's amount, or a comment, beside a line of a forecast.
#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/applied_judgements.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_names.h"
#include "client/forecast_print.h"
#include "client/judgement_table.h"
#include "client/ledger_names.h"
#include "client/line_reference.h"
#include "client/local_file.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/messages/wire/message_proto.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

using JudgementStub = v1::ForecastService::Stub;

struct JudgeOptions {
  ForecastChoice choice;
  std::string line;
  std::string amount;
  std::string remainder;
  std::string plus_minus;
  std::string reason;
  bool remove = false;
  std::string comment;
  bool copy = false;
  std::string copy_from;
  std::string file;
  std::string sheet;
  std::string etag;
  bool validate_only = false;
};

// What is asked for is one of these.
enum class Task { kNone, kOverride, kRemove, kComment, kCopy, kFile, kSeveral };

Task TaskOf(const JudgeOptions& options) {
  const bool sets = !options.amount.empty() || !options.remainder.empty();
  const bool copies = options.copy || !options.copy_from.empty();
  const bool asks[] = {sets, options.remove, !options.comment.empty(), copies, !options.file.empty()};
  const auto count = std::count(std::begin(asks), std::end(asks), true);
  if (count > 1) return Task::kSeveral;
  if (sets) return Task::kOverride;
  if (options.remove) return Task::kRemove;
  if (!options.comment.empty()) return Task::kComment;
  if (!options.file.empty()) return Task::kFile;
  return copies ? Task::kCopy : Task::kNone;
}

absl::Status CheckUse(const JudgeOptions& options, const Texts& texts) {
  const Task task = TaskOf(options);
  if (task == Task::kNone || task == Task::kSeveral) return WrongUse(texts.judge_one, texts.judge_one_advice);
  if (!options.amount.empty() && !options.remainder.empty()) {
    return WrongUse(texts.judge_one_amount, texts.judge_one_amount_advice);
  }
  const bool is_of_a_line = task != Task::kCopy && task != Task::kFile;
  if (!is_of_a_line && !options.line.empty()) return WrongUse(texts.judge_no_line, texts.judge_one_advice);
  if (is_of_a_line && options.line.empty()) return WrongUse(texts.judge_line, texts.judge_line_advice);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> Ore(const std::string& text, const Texts& texts) {
  const absl::StatusOr<int64_t> ore = ParseKronor(text);
  if (!ore.ok()) return WrongUse(absl::Substitute(texts.bad_amount, text), texts.bad_amount_advice);
  return *ore;
}

// What was done: the forecast as it stands, a sentence, and what is to be known of it.
struct Done {
  v1::Forecast forecast;
  std::vector<std::string> told;
};

absl::StatusOr<Done> Override(const JudgeOptions& options, const std::string& name, const std::string& etag,
                              const v1::LineRef& line, Session& session) {
  const Texts& texts = session.texts();
  v1::SetOverrideRequest request;
  request.set_name(name);
  request.set_etag(etag);
  *request.mutable_line() = line;
  PROGNOS_ASSIGN_OR_RETURN(const int64_t ore, Ore(options.amount.empty() ? options.remainder : options.amount, texts));
  options.amount.empty() ? request.set_remainder_ore(ore) : request.set_full_year_ore(ore);
  if (!options.plus_minus.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const int64_t range, Ore(options.plus_minus, texts));
    request.set_plus_minus_ore(range);
  }
  request.set_reason(options.reason);
  request.set_validate_only(options.validate_only);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::SetOverrideResponse response, session.Call(&JudgementStub::SetOverride, request));
  return Done{response.forecast(), {options.validate_only ? texts.override_checked : texts.override_set}};
}

absl::StatusOr<Done> Remove(const JudgeOptions& options, const std::string& name, const std::string& etag,
                            const v1::LineRef& line, Session& session) {
  v1::RemoveOverrideRequest request;
  request.set_name(name);
  request.set_etag(etag);
  *request.mutable_line() = line;
  request.set_reason(options.reason);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::RemoveOverrideResponse response,
                           session.Call(&JudgementStub::RemoveOverride, request));
  return Done{response.forecast(), {session.texts().override_removed}};
}

absl::StatusOr<Done> Comment(const JudgeOptions& options, const std::string& name, const std::string& etag,
                             const v1::LineRef& line, Session& session) {
  v1::SetCommentRequest request;
  request.set_name(name);
  request.set_etag(etag);
  *request.mutable_line() = line;
  request.set_text(options.comment);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::SetCommentResponse response, session.Call(&JudgementStub::SetComment, request));
  return Done{response.forecast(), {session.texts().comment_set}};
}

absl::StatusOr<Done> Copy(const JudgeOptions& options, const std::string& organization, const std::string& name,
                          const std::string& etag, Session& session) {
  const Texts& texts = session.texts();
  v1::CopyJudgementsRequest request;
  request.set_name(name);
  request.set_etag(etag);
  request.set_from(ResourceName(organization, "forecasts", ForecastIdOf(options.copy_from)));
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::CopyJudgementsResponse response,
                           session.Call(&JudgementStub::CopyJudgements, request));
  Done done{response.forecast(),
            {absl::Substitute(texts.judgements_copied, response.copied(), LastPart(response.from()))}};
  for (int i = 0; i < response.notes_size(); ++i) {
    const Message note = i < response.note_messages_size() ? FromProto(response.note_messages(i)) : Message{};
    done.told.push_back(MessageText(note, response.notes(i), texts));
  }
  return done;
}

absl::StatusOr<Done> ReadTable(const JudgeOptions& options, const LedgerNames& names, const std::string& name,
                               const std::string& etag, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(options.file, texts));
  absl::StatusOr<JudgementTable> table = ReadJudgementTable({bytes, options.sheet}, names);
  if (!table.ok()) return FaultyFile(table.status(), options.file, texts);
  v1::ApplyJudgementsRequest& request = table->request;
  if (request.judgements().empty()) return Refused(texts.judgements_none, texts.judgements_none_advice);
  request.set_name(name);
  request.set_etag(etag);
  request.set_validate_only(options.validate_only);
  const absl::StatusOr<v1::ApplyJudgementsResponse> response = ApplyJudgements(
      request, [&](const grpc::Status& status) { return AtTableRows(status, *table); }, session);
  if (!response.ok()) return AboutFile(response.status(), options.file);
  Done done{response->forecast(), {AppliedText(*response, options.validate_only, texts)}};
  for (const Message& note : table->notes) done.told.push_back(MessageText(note, "", texts));
  return done;
}

absl::StatusOr<Done> Run(const JudgeOptions& options, const std::string& organization, const std::string& name,
                         const std::string& etag, Session& session) {
  const Task task = TaskOf(options);
  if (task == Task::kCopy) return Copy(options, organization, name, etag, session);
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  if (task == Task::kFile) return ReadTable(options, names, name, etag, session);
  PROGNOS_ASSIGN_OR_RETURN(const v1::LineRef line, RequireLine(options.line, names, session.texts()));
  if (task == Task::kRemove) return Remove(options, name, etag, line, session);
  if (task == Task::kComment) return Comment(options, name, etag, line, session);
  return Override(options, name, etag, line, session);
}

absl::Status Judge(const JudgeOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_RETURN_IF_ERROR(CheckUse(options, texts));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::string name, FindForecastName(options.choice, organization, session));
  std::string etag = options.etag;
  if (etag.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast seen, GetForecast(session, name));
    etag = seen.etag();
  }
  PROGNOS_ASSIGN_OR_RETURN(Done done, Run(options, organization, name, etag, session));
  // Who gives an etag wants to know the next one.
  if (!options.validate_only && !options.etag.empty())
    done.told.push_back(absl::Substitute(texts.etag_now, done.forecast.etag()));
  if (session.prints_documents()) return PrintForecast(done.forecast, organization, {}, session, done.told);
  PROGNOS_RETURN_IF_ERROR(PrintForecast(done.forecast, organization, {}, session, {}));
  for (const std::string& told : done.told) session.err() << told << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddJudgeCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add(
      "justera", "judge", texts.help_judge,
      "prognos justera --ar 2022 --omgang host --rad vuxen.kostnad --belopp 24900000 --skal \"Avtal från mars\"\n"
      "  prognos justera host-2022-nr3 --rad vuxen.kostnad --ta-bort\n"
      "  prognos justera host-2022-nr3 --rad vuxen --kommentar \"Två nya placeringar i september\"\n"
      "  prognos justera host-2022-nr3 --kopiera\n"
      "  prognos justera --ar 2022 --omgang host --fil bedomningar.csv --kontrollera");
  auto options = std::make_shared<JudgeOptions>();
  AddForecastChoice(command, options->choice);
  command.Option("--rad,--line", options->line, texts.option_line, texts.type_line);
  command.Option("--belopp,--amount", options->amount, texts.option_judged_amount, texts.type_kronor);
  command.Option("--aterstar,--remainder", options->remainder, texts.option_judged_remainder, texts.type_kronor);
  command.Option("--plusminus,--plus-minus", options->plus_minus, texts.option_plus_minus, texts.type_kronor);
  command.Option("--skal,--reason", options->reason, texts.option_judged_reason, texts.type_text);
  command.Flag("--ta-bort,--remove", options->remove, texts.option_remove_override);
  command.Option("--kommentar,--comment", options->comment, texts.option_comment, texts.type_text);
  command.Flag("--kopiera,--copy", options->copy, texts.option_copy);
  command.Option("--kopiera-fran,--copy-from", options->copy_from, texts.option_copy_from, texts.type_name);
  command.Option("--fil,--file", options->file, texts.option_judgement_file, texts.type_file);
  command.Option("--blad,--sheet", options->sheet, texts.option_sheet, texts.type_text);
  command.Option("--etag", options->etag, texts.option_etag, "ETAG");
  command.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  command.WhenChosenToPrint(options, Judge);
}

}  // namespace prognos::client
