// prognos budget: sets and shows a year's budget.
#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/budget_change.h"
#include "client/budget_table.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/messages/wire/message_proto.h"
#include "prognos/v1/budget.grpc.pb.h"

namespace prognos::client {
namespace {

using Stub = v1::BudgetService::Stub;

struct SetOptions {
  std::string file;
  int year = 0;
  std::string decision_date;
  std::string description;
  std::string series;  // For a single line, with the two below.
  std::string amount;
  std::string phasing;
  bool validate_only = false;
};

struct ShowOptions {
  int year = 0;
  std::string date;
  std::string as_of;
};

constexpr std::array<const char*, 12> kMonthColumns = {"jan", "feb", "mar", "apr", "maj", "jun",
                                                       "jul", "aug", "sep", "okt", "nov", "dec"};

absl::Status ReadSingleLine(const SetOptions& options, const LedgerNames& names, const Texts& texts,
                            v1::BudgetVersion& budget) {
  const absl::StatusOr<int64_t> ore = ParseKronor(options.amount);
  if (!ore.ok()) return WrongUse(absl::Substitute(texts.bad_amount, options.amount), texts.bad_amount_advice);
  const std::optional<v1::Phasing> phasing = ReadPhasing(options.phasing);
  if (!phasing.has_value() || *phasing == v1::PHASING_MONTHLY_AMOUNTS) {
    return WrongUse(absl::Substitute(texts.bad_phasing, options.phasing), texts.bad_phasing_advice);
  }
  v1::BudgetLine& line = *budget.add_lines();
  PROGNOS_ASSIGN_OR_RETURN(*line.mutable_series(), RequireSeries(options.series, names, texts));
  line.set_amount_ore(*ore);
  line.set_phasing(*phasing);
  return absl::OkStatus();
}

// Either a file, or a series with its amount.
absl::Status CheckUse(const SetOptions& options, const Texts& texts) {
  const bool single = !options.series.empty() || !options.amount.empty();
  const bool whole_single = !options.series.empty() && !options.amount.empty();
  if (options.file.empty() != single || single != whole_single) {
    return WrongUse(texts.budget_file_or_series, texts.budget_file_or_series_advice);
  }
  return CheckDate(options.decision_date, "--beslutad", texts);
}

struct Sums {
  int64_t cost = 0;
  int64_t revenue = 0;
};

Sums SumLines(const google::protobuf::RepeatedPtrField<v1::BudgetLine>& lines) {
  Sums sums;
  for (const v1::BudgetLine& line : lines) {
    const bool is_cost = line.series().size() > 5 && line.series().substr(line.series().rfind('.')) == ".cost";
    (is_cost ? sums.cost : sums.revenue) += line.amount_ore();
  }
  return sums;
}

// What was stored in one line, and what is to be known of its lines and of the file.
documents::Paragraphs StoredLines(const v1::BudgetVersion& budget, bool validate_only,
                                  const std::vector<std::string>& file_notes, const Texts& texts) {
  const Sums sums = SumLines(budget.lines());
  documents::Paragraphs told{
      {absl::Substitute(validate_only ? texts.budget_checked : texts.budget_set, budget.year(), budget.version(),
                        FormatCount(budget.lines_size(), texts.one_row, texts.rows, texts.language),
                        FormatTkr(sums.cost, texts.language), FormatTkr(sums.revenue, texts.language),
                        FormatTkr(sums.cost - sums.revenue, texts.language))},
      /*is_prose=*/false};
  for (const v1::BudgetLine& line : budget.lines()) {
    if (line.note().empty()) continue;
    told.texts.push_back(absl::StrCat(SeriesIdText(line.series(), texts), ": ",
                                      MessageText(FromProto(line.note_message()), line.note(), texts)));
  }
  told.texts.insert(told.texts.end(), file_notes.begin(), file_notes.end());
  return told;
}

// All that is in force for the year, whatever its date.
absl::StatusOr<v1::GetBudgetResponse> InForce(int year, const std::string& organization, Session& session) {
  v1::GetBudgetRequest request;
  request.set_organization(organization);
  request.set_year(year);
  return session.Call(&Stub::GetBudget, request);
}

// What was stored and, where a budget was in force before, what it changes.
documents::Document SetDocument(const v1::GetBudgetResponse& before, const v1::BudgetVersion& set,
                                documents::Paragraphs stored, const LedgerNames& names, const Texts& texts) {
  documents::Document document{{std::move(stored)}};
  if (before.lines().empty()) return document;
  documents::Document change = ChangeDocument(ChangeOf(before, set), names, texts);
  std::move(change.blocks.begin(), change.blocks.end(), std::back_inserter(document.blocks));
  return document;
}

// What the service says to a decision: of a table, or of a single line.
struct Decided {
  v1::BudgetVersion budget;
  std::vector<std::string> notes;                             // What was scaled or left out of the table, as told.
  std::shared_ptr<const google::protobuf::Message> response;  // As the service has it.
};

// A decision that can be sent: to be checked, and to be stored.
using Decide = std::function<absl::StatusOr<Decided>(bool validate_only)>;

// In the user's language.
std::vector<std::string> NotesOf(const v1::ImportBudgetResponse& response, const Texts& texts) {
  std::vector<std::string> notes;
  for (int i = 0; i < response.notes_size(); ++i) {
    const Message note = i < response.note_messages_size() ? FromProto(response.note_messages(i)) : Message{};
    notes.push_back(MessageText(note, response.notes(i), texts));
  }
  return notes;
}

Decide ByTable(const SetOptions& options, const std::string& organization, std::string content, Session& session) {
  v1::ImportBudgetRequest request;
  request.set_organization(organization);
  request.set_content(std::move(content));
  request.set_year(options.year);
  request.set_decision_date(options.decision_date);
  request.set_description(options.description);
  return [request, file = options.file, &session](bool validate_only) mutable -> absl::StatusOr<Decided> {
    request.set_request_id(NewRequestId());
    request.set_validate_only(validate_only);
    const absl::StatusOr<v1::ImportBudgetResponse> response = session.Call(&Stub::ImportBudget, request);
    if (!response.ok()) return AboutFile(response.status(), file);
    return Decided{response->budget(), NotesOf(*response, session.texts()),
                   std::make_shared<v1::ImportBudgetResponse>(*response)};
  };
}

absl::StatusOr<Decide> BySingleLine(const SetOptions& options, const std::string& organization,
                                    const LedgerNames& names, Session& session) {
  v1::SetBudgetRequest request;
  PROGNOS_RETURN_IF_ERROR(ReadSingleLine(options, names, session.texts(), *request.mutable_budget()));
  request.set_organization(organization);
  request.mutable_budget()->set_year(options.year);
  request.mutable_budget()->set_decision_date(options.decision_date);
  request.mutable_budget()->set_description(options.description);
  return Decide([request, &session](bool validate_only) mutable -> absl::StatusOr<Decided> {
    request.set_request_id(NewRequestId());
    request.set_validate_only(validate_only);
    PROGNOS_ASSIGN_OR_RETURN(const v1::SetBudgetResponse response, session.Call(&Stub::SetBudget, request));
    return Decided{response.budget(), {}, std::make_shared<v1::SetBudgetResponse>(response)};
  });
}

// Whether the decision is in force already, word for word: then it is told so, and is not to be stored again. Only the
// service knows the months of a decision that names none, so it is asked to check it first.
absl::StatusOr<bool> TellUnchanged(const v1::GetBudgetResponse& before, const SetOptions& options, const Decide& decide,
                                   Session& session) {
  const std::string& date = options.decision_date;
  const bool same_date = std::any_of(before.versions().begin(), before.versions().end(),
                                     [&](const auto& version) { return version.decision_date() == date; });
  if (!same_date) return false;
  PROGNOS_ASSIGN_OR_RETURN(const Decided checked, decide(/*validate_only=*/true));
  const v1::BudgetVersion* same = SameDecision(before, checked.budget);
  if (same == nullptr) return false;
  const std::string told = absl::Substitute(session.texts().budget_unchanged, options.year, same->version(), date);
  if (session.format() == Format::kJson) {
    session.err() << told << "\n";
    session.PrintJson(*checked.response);
  } else {
    session.Print(documents::Document{{documents::Paragraphs{{told}, /*is_prose=*/false}}});
  }
  return true;
}

absl::Status Set(const SetOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_RETURN_IF_ERROR(CheckUse(options, texts));
  std::string content;
  if (!options.file.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(content, ReadFile(options.file, texts));
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  Decide decide = ByTable(options, organization, std::move(content), session);
  if (options.file.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(decide, BySingleLine(options, organization, names, session));
  }
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetBudgetResponse before, InForce(options.year, organization, session));
  PROGNOS_ASSIGN_OR_RETURN(const bool unchanged, TellUnchanged(before, options, decide, session));
  if (unchanged) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const Decided set, decide(options.validate_only));
  if (session.format() == Format::kJson) {
    session.PrintJson(*set.response);
    for (const std::string& note : set.notes) session.err() << note << "\n";
  } else {
    session.Print(SetDocument(before, set.budget, StoredLines(set.budget, options.validate_only, set.notes, texts),
                              names, texts));
  }
  return absl::OkStatus();
}

// In the form that `budget satt` reads.
void PrintBudgetCsv(const v1::GetBudgetResponse& budget, Session& session) {
  const auto kronor = [](int64_t ore) { return documents::Cell{documents::RoundedAmount(ore, documents::Kronor())}; };
  documents::Table table{
      "budget",
      MachineColumns(absl::StrCat("verksamhet;slag;belopp;periodisering;", absl::StrJoin(kMonthColumns, ";"))),
      {}};
  for (const v1::BudgetLine& line : budget.lines()) {
    const char* flow = LastPart(line.series()).ends_with(".cost") ? "kostnad" : "intakt";
    std::vector<documents::Cell> cells = {
        {LastPart(ActivityOfSeries(line.series()))}, {flow}, kronor(line.amount_ore()), {"manader"}};
    for (int64_t ore : line.monthly_amounts_ore()) cells.push_back(kronor(ore));
    table.rows.push_back({.cells = std::move(cells)});
  }
  session.PrintCsv(table);
}

absl::Status Show(const ShowOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::GetBudgetRequest request;
  if (!options.date.empty()) PROGNOS_RETURN_IF_ERROR(CheckDate(options.date, "--datum", texts));
  if (!options.as_of.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const absl::Time as_of, ParseMoment(options.as_of, session.Now(), texts));
    request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_organization(organization);
  request.set_year(options.year);
  request.set_date(options.date);
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetBudgetResponse budget, session.Call(&Stub::GetBudget, request));
  if (session.format() == Format::kJson) session.PrintJson(budget);
  if (session.format() == Format::kCsv) PrintBudgetCsv(budget, session);
  if (!session.prints_documents()) return absl::OkStatus();
  if (budget.lines().empty()) {
    session.Print({{documents::Paragraphs{{absl::Substitute(texts.no_budget, options.year)}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  session.Print(BudgetDocument(budget, names, options.year, texts));
  return absl::OkStatus();
}

void AddSet(Command& group) {
  const Texts& texts = group.texts();
  Command set = group.Add("satt", "set", texts.help_budget_set,
                          "prognos budget satt budget-2022.csv --ar 2022 --beslutad 2021-12-15 --beskrivning "
                          "\"Nämndplan 2022\"\n"
                          "  prognos budget satt --ar 2022 --beslutad 2022-08-25 --serie vuxen.kostnad --belopp "
                          "22311000 --periodisering forra-aret");
  auto options = std::make_shared<SetOptions>();
  set.Option(texts.type_file, options->file, texts.option_budget_file);
  set.Year(options->year, Need::kRequired);
  set.Option("--beslutad,--decided", options->decision_date, texts.option_decided, texts.type_date, Need::kRequired);
  set.Option("--beskrivning,--description", options->description, texts.option_description, texts.type_text);
  set.Option("--serie,--series", options->series, texts.option_series, texts.type_series);
  set.Option("--belopp,--amount", options->amount, texts.option_amount, texts.type_kronor);
  set.Option("--periodisering,--phasing", options->phasing, texts.option_phasing, texts.type_choice);
  set.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  set.WhenChosenToPrint(options, Set);
}

}  // namespace

void AddBudgetCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("budget", nullptr, texts.help_budget,
                                   "prognos budget satt budget-2022.csv --ar 2022 --beslutad 2021-12-15\n"
                                   "  prognos budget visa --ar 2022");
  AddSet(group);
  Command show = group.Add("visa", "show", texts.help_budget_show, "prognos budget visa --ar 2022 --datum 2022-08-31");
  auto options = std::make_shared<ShowOptions>();
  show.Year(options->year, Need::kRequired);
  show.Option("--datum,--date", options->date, texts.option_budget_date, texts.type_date);
  show.Option("--per,--as-of", options->as_of, texts.option_as_of, texts.type_moment);
  show.WhenChosenToPrint(options, Show);
}

}  // namespace prognos::client
