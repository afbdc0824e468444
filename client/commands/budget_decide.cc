// prognos budget satt, tillagg, omfordela, periodisera: decisions that set a year's budget, add to it, move money
// within it, or change how it falls on months.
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "absl/time/civil_time.h"
#include "client/budget_change.h"
#include "client/budget_table.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/request_id.h"
#include "forecast/base/month.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/documents/rounded_pair.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/messages/wire/message_proto.h"
#include "prognos/v1/budget.grpc.pb.h"

namespace prognos::client {
namespace {

using Stub = v1::BudgetService::Stub;

struct DecideOptions {
  v1::DecisionKind kind = v1::DECISION_KIND_BUDGET;
  std::string file;
  std::string sheet;
  int year = 0;  // 0: that of the first month, or of the decision.
  std::string decision_date;
  std::string from_month;
  int first_month = 0;  // 0: as the service decides.
  std::string description;
  std::string series;  // For a single line; or the two below.
  std::string activity;
  std::string flow;
  std::string amount;
  std::string from_series;  // Of a transfer between two series.
  std::string to_series;
  std::string phasing;
  std::string percentages;
  bool validate_only = false;
  bool confirm_unusual_amounts = false;  // Of decisions that set.
};

absl::StatusOr<int64_t> ReadOre(const DecideOptions& options, const Texts& texts) {
  const absl::StatusOr<int64_t> ore = ParseKronor(options.amount);
  if (!ore.ok()) return WrongUse(absl::Substitute(texts.bad_amount, options.amount), texts.bad_amount_advice);
  return *ore;
}

// "8;8;8,5;...": twelve percentages.
absl::Status ReadPercentages(const DecideOptions& options, const Texts& texts, v1::BudgetLine& line) {
  constexpr int kPartsPerPercent = 1000;
  for (const absl::string_view part : absl::StrSplit(options.percentages, ';')) {
    NumberStyle style;
    style.Observe(part);
    const absl::StatusOr<int64_t> parts = ParseNumberCell(part, style, kPartsPerPercent);
    if (!parts.ok()) {
      return WrongUse(absl::Substitute(texts.bad_percentages, options.percentages), texts.bad_percentages_advice);
    }
    line.add_monthly_percentages(static_cast<double>(*parts) / kPartsPerPercent);
  }
  return absl::OkStatus();
}

// How the lines fall on months; without words percentages say it themselves.
absl::Status SetPhasing(const DecideOptions& options, const Texts& texts, v1::BudgetLine& line) {
  const bool by_percent = !options.percentages.empty();
  const std::optional<PhasingChoice> choice =
      by_percent && options.phasing.empty() ? PhasingChoice{v1::PHASING_PERCENTAGES} : ReadPhasing(options.phasing);
  if (!choice.has_value() || choice->phasing == v1::PHASING_MONTHLY_AMOUNTS ||
      by_percent != (choice->phasing == v1::PHASING_PERCENTAGES)) {
    return WrongUse(absl::Substitute(texts.bad_phasing, options.phasing), texts.bad_phasing_advice);
  }
  line.set_phasing(choice->phasing);
  line.set_profile_years(choice->years);
  return by_percent ? ReadPercentages(options, texts, line) : absl::OkStatus();
}

absl::Status AddLine(const std::string& series, int64_t ore, const DecideOptions& options, const LedgerNames& names,
                     const Texts& texts, v1::BudgetVersion& budget) {
  v1::BudgetLine& line = *budget.add_lines();
  PROGNOS_RETURN_IF_ERROR(SetPhasing(options, texts, line));
  PROGNOS_ASSIGN_OR_RETURN(*line.mutable_series(), RequireSeries(series, names, texts));
  line.set_amount_ore(ore);
  return absl::OkStatus();
}

std::string SeriesOf(const DecideOptions& options) {
  return options.series.empty() ? absl::StrCat(options.activity, ".", options.flow) : options.series;
}

absl::Status ReadSingleLine(const DecideOptions& options, const LedgerNames& names, const Texts& texts,
                            v1::BudgetVersion& budget) {
  PROGNOS_ASSIGN_OR_RETURN(const int64_t ore, ReadOre(options, texts));
  return AddLine(SeriesOf(options), ore, options, names, texts, budget);
}

// One series, or all that have a budget.
absl::Status ReadPhasedLines(const DecideOptions& options, const v1::GetBudgetResponse& before,
                             const LedgerNames& names, const Texts& texts, v1::BudgetVersion& budget) {
  if (!options.series.empty() || !options.activity.empty()) {
    return AddLine(SeriesOf(options), 0, options, names, texts, budget);
  }
  for (const v1::BudgetLine& line : before.lines()) {
    v1::BudgetLine& added = *budget.add_lines();
    added.set_series(line.series());
    PROGNOS_RETURN_IF_ERROR(SetPhasing(options, texts, added));
  }
  if (budget.lines().empty()) return WrongUse(absl::Substitute(texts.no_budget, options.year), "");
  return absl::OkStatus();
}

bool IsRevenue(const v1::BudgetLine& line) { return IsRevenueSeries(line.series()); }

// Takes the amount from the net of one series and gives it to that of another: a revenue that gives must earn more, one
// that is given to may earn less.
absl::Status ReadTransfer(const DecideOptions& options, const LedgerNames& names, const Texts& texts,
                          v1::BudgetVersion& budget) {
  PROGNOS_ASSIGN_OR_RETURN(const int64_t ore, ReadOre(options, texts));
  PROGNOS_RETURN_IF_ERROR(AddLine(options.from_series, -ore, options, names, texts, budget));
  PROGNOS_RETURN_IF_ERROR(AddLine(options.to_series, ore, options, names, texts, budget));
  for (v1::BudgetLine& line : *budget.mutable_lines()) {
    if (IsRevenue(line)) line.set_amount_ore(-line.amount_ore());
  }
  return absl::OkStatus();
}

// Either a file, or lines of options: a series (or an activity and what of it) with its amount, or two series.
absl::Status CheckUse(const DecideOptions& options, const Texts& texts) {
  const bool transfer = !options.from_series.empty() || !options.to_series.empty();
  const bool by_activity = !options.activity.empty() || !options.flow.empty();
  const bool by_series = !options.series.empty();
  const bool phases = options.kind == v1::DECISION_KIND_PHASING;
  const int ways = static_cast<int>(!options.file.empty()) + static_cast<int>(transfer) +
                   static_cast<int>(by_activity) + static_cast<int>(by_series);
  const bool whole = (!transfer || (!options.from_series.empty() && !options.to_series.empty())) &&
                     (!by_activity || (!options.activity.empty() && !options.flow.empty())) &&
                     (phases || options.file.empty() != options.amount.empty());
  if (phases && ways <= 1 && whole) {
    const bool says_how = !options.phasing.empty() || !options.percentages.empty();
    if (options.file.empty() != says_how) return WrongUse(texts.budget_file_or_phasing, texts.bad_phasing_advice);
  } else if (ways != 1 || !whole) {
    const bool reallocates = options.kind == v1::DECISION_KIND_REALLOCATION;
    return WrongUse(reallocates ? texts.budget_file_or_transfer : texts.budget_file_or_series,
                    reallocates ? texts.budget_file_or_transfer_advice : texts.budget_file_or_series_advice);
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
    (IsCostSeries(line.series()) ? sums.cost : sums.revenue) += line.amount_ore();
  }
  return sums;
}

bool Sets(v1::DecisionKind kind) { return kind == v1::DECISION_KIND_UNSPECIFIED || kind == v1::DECISION_KIND_BUDGET; }

// "version 2", and of one that adds what it is and from when: "version 2, tilläggsanslag från augusti".
std::string VersionText(const v1::BudgetVersion& budget, const Texts& texts) {
  const std::string number = absl::Substitute(texts.budget_version, budget.version());
  return Sets(budget.kind()) ? number : absl::StrCat(number, ", ", DecisionText(budget, texts));
}

// The notes of lines: those that say the same in one, with the series that they are of.
std::vector<std::string> LineNotes(const v1::BudgetVersion& budget, const Texts& texts) {
  std::vector<std::string> notes;  // In the order of their first lines.
  std::map<std::string, std::vector<std::string>> series;
  for (const v1::BudgetLine& line : budget.lines()) {
    if (line.note().empty()) continue;
    const std::string note = MessageText(FromProto(line.note_message()), line.note(), texts);
    if (series[note].empty()) notes.push_back(note);
    series[note].push_back(SeriesIdText(line.series(), texts));
  }
  for (std::string& note : notes) note = absl::StrCat(FirstNames(series[note], texts), ": ", note);
  return notes;
}

// What was stored in one line, and what is to be known of its lines and of the file.
documents::Paragraphs StoredLines(const v1::BudgetVersion& budget, bool validate_only,
                                  const std::vector<std::string>& file_notes, const Texts& texts) {
  const Sums sums = SumLines(budget.lines());
  const Sign sign = Sets(budget.kind()) ? Sign::kWhenNegative : Sign::kAlways;
  const documents::AmountPair pair =
      documents::RoundPairs({-1}, {{sums.cost, sums.revenue}}, kOrePerThousandKronor).front();
  const auto tkr = [&](int64_t rounded) { return FormatInteger(rounded, texts.language, sign); };
  documents::Paragraphs told{
      {absl::Substitute(validate_only ? texts.budget_checked : texts.budget_set, budget.year(),
                        VersionText(budget, texts),
                        FormatCount(budget.lines_size(), texts.one_row, texts.rows, texts.language), tkr(pair.first),
                        tkr(pair.second), tkr(pair.difference()))},
      /*is_prose=*/false};
  const std::vector<std::string> notes = LineNotes(budget, texts);
  told.texts.insert(told.texts.end(), notes.begin(), notes.end());
  told.texts.insert(told.texts.end(), file_notes.begin(), file_notes.end());
  return told;
}

// What the service says to a decision: of a table, or of a single line.
struct Decided {
  v1::BudgetVersion budget;
  v1::BudgetEffect effect;
  std::vector<std::string> notes;                             // What was scaled or left out of the table, as told.
  std::shared_ptr<const google::protobuf::Message> response;  // As the service has it.
};

// What a new phasing changes: no amount of the year, but its months, in net.
documents::Document PhasedDocument(const v1::GetBudgetResponse& before, const Decided& decided, bool validate_only,
                                   const Texts& texts) {
  const v1::BudgetVersion& budget = decided.budget;
  documents::Paragraphs told{
      {absl::Substitute(validate_only ? texts.phasing_checked : texts.phasing_set, budget.year(),
                        VersionText(budget, texts),
                        FormatCount(budget.lines_size(), texts.one_row, texts.rows, texts.language))},
      /*is_prose=*/false};
  const std::vector<std::string> notes = LineNotes(budget, texts);
  told.texts.insert(told.texts.end(), notes.begin(), notes.end());
  told.texts.insert(told.texts.end(), decided.notes.begin(), decided.notes.end());
  documents::Document document;
  document.blocks.push_back(std::move(told));
  document.blocks.push_back(documents::Heading{3, texts.phasing_months});
  document.blocks.push_back(MonthsTable(before, budget, texts));
  return document;
}

// All that is in force for the year, whatever its date, and every decision.
absl::StatusOr<v1::GetBudgetResponse> InForce(int year, const std::string& organization, Session& session) {
  v1::GetBudgetRequest request;
  request.set_organization(organization);
  request.set_year(year);
  request.set_with_version_lines(true);
  return session.Call(&Stub::GetBudget, request);
}

// What was stored and, where a budget was in force before, what it changes.
documents::Document DecidedDocument(const v1::GetBudgetResponse& before, const Decided& decided, bool validate_only,
                                    const LedgerNames& names, const Texts& texts) {
  if (decided.budget.kind() == v1::DECISION_KIND_PHASING) {
    return PhasedDocument(before, decided, validate_only, texts);
  }
  documents::Document document{{StoredLines(decided.budget, validate_only, decided.notes, texts)}};
  const bool sets = Sets(decided.budget.kind());
  if (sets && before.lines().empty()) return document;
  documents::Document change = ChangeDocument(decided.effect, sets, names, texts);
  std::move(change.blocks.begin(), change.blocks.end(), std::back_inserter(document.blocks));
  return document;
}

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

Decide ByTable(const DecideOptions& options, const std::string& organization, std::string content, Session& session) {
  v1::ImportBudgetRequest request;
  request.set_organization(organization);
  request.set_content(std::move(content));
  request.set_sheet(options.sheet);
  request.set_year(options.year);
  request.set_decision_date(options.decision_date);
  request.set_description(options.description);
  request.set_kind(options.kind);
  request.set_first_month(options.first_month);
  request.set_confirm_unusual_amounts(options.confirm_unusual_amounts);
  return [request, file = options.file, &session](bool validate_only) mutable -> absl::StatusOr<Decided> {
    request.set_request_id(NewRequestId());
    request.set_validate_only(validate_only);
    const absl::StatusOr<v1::ImportBudgetResponse> response = session.Call(&Stub::ImportBudget, request);
    if (!response.ok()) return AboutFile(response.status(), file);
    return Decided{response->budget(), response->effect(), NotesOf(*response, session.texts()),
                   std::make_shared<v1::ImportBudgetResponse>(*response)};
  };
}

absl::Status ReadLines(const DecideOptions& options, const v1::GetBudgetResponse& before, const LedgerNames& names,
                       const Texts& texts, v1::BudgetVersion& budget) {
  if (options.kind == v1::DECISION_KIND_PHASING) return ReadPhasedLines(options, before, names, texts, budget);
  return options.from_series.empty() ? ReadSingleLine(options, names, texts, budget)
                                     : ReadTransfer(options, names, texts, budget);
}

absl::StatusOr<Decide> ByLines(const DecideOptions& options, const v1::GetBudgetResponse& before,
                               const std::string& organization, const LedgerNames& names, Session& session) {
  v1::SetBudgetRequest request;
  v1::BudgetVersion& budget = *request.mutable_budget();
  PROGNOS_RETURN_IF_ERROR(ReadLines(options, before, names, session.texts(), budget));
  request.set_organization(organization);
  budget.set_year(options.year);
  budget.set_decision_date(options.decision_date);
  budget.set_description(options.description);
  budget.set_kind(options.kind);
  budget.set_first_month(options.first_month);
  return Decide([request, &session](bool validate_only) mutable -> absl::StatusOr<Decided> {
    request.set_request_id(NewRequestId());
    request.set_validate_only(validate_only);
    PROGNOS_ASSIGN_OR_RETURN(const v1::SetBudgetResponse response, session.Call(&Stub::SetBudget, request));
    return Decided{response.budget(), response.effect(), {}, std::make_shared<v1::SetBudgetResponse>(response)};
  });
}

// Whether the decision is there already, word for word: then it is told so, and is not to be stored again. Only the
// service knows the months of a decision that names none, so it is asked to check it first.
absl::StatusOr<bool> TellUnchanged(const v1::GetBudgetResponse& before, const DecideOptions& options,
                                   const Decide& decide, Session& session) {
  const std::string& date = options.decision_date;
  const bool same_date = std::any_of(before.versions().begin(), before.versions().end(),
                                     [&](const auto& version) { return version.decision_date() == date; });
  if (!same_date) return false;
  PROGNOS_ASSIGN_OR_RETURN(const Decided checked, decide(/*validate_only=*/true));
  const v1::BudgetVersion* same =
      Sets(options.kind) ? SameDecision(before, checked.budget) : SameChange(before, checked.budget);
  if (same == nullptr) return false;
  const Texts& texts = session.texts();
  const std::string told = absl::Substitute(Sets(options.kind) ? texts.budget_unchanged : texts.budget_change_is_there,
                                            options.year, same->version(), date);
  if (session.format() == Format::kJson) {
    session.err() << told << "\n";
    session.PrintJson(*checked.response);
  } else {
    session.Print(documents::Document{{documents::Paragraphs{{told}, /*is_prose=*/false}}});
  }
  return true;
}

// With the year and the first month that the options leave out.
absl::StatusOr<DecideOptions> Completed(DecideOptions options, const Texts& texts) {
  PROGNOS_RETURN_IF_ERROR(CheckUse(options, texts));
  if (!options.from_month.empty()) {
    const absl::StatusOr<Month> month = Month::Parse(options.from_month);
    if (!month.ok()) return WrongUse(absl::Substitute(texts.bad_month, options.from_month), texts.bad_month_advice);
    if (options.year == 0) options.year = month->year();
    if (options.year != month->year()) {
      return WrongUse(absl::Substitute(texts.month_of_other_year, options.from_month, options.year),
                      texts.budget_month_of_other_year_advice);
    }
    options.first_month = *month - Month::January(options.year) + 1;
  }
  absl::CivilDay decided;
  if (options.year == 0 && absl::ParseCivilTime(options.decision_date, &decided)) {
    options.year = static_cast<int>(decided.year());
  }
  return options;
}

absl::Status DecideBudget(const DecideOptions& given, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const DecideOptions options, Completed(given, texts));
  std::string content;
  if (!options.file.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(content, ReadFile(options.file, texts));
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetBudgetResponse before, InForce(options.year, organization, session));
  Decide decide = ByTable(options, organization, std::move(content), session);
  if (options.file.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(decide, ByLines(options, before, organization, names, session));
  }
  PROGNOS_ASSIGN_OR_RETURN(const bool unchanged, TellUnchanged(before, options, decide, session));
  if (unchanged) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const Decided decided, decide(options.validate_only));
  if (session.format() == Format::kJson) {
    session.PrintJson(*decided.response);
    for (const std::string& note : decided.notes) session.err() << note << "\n";
  } else {
    session.Print(DecidedDocument(before, decided, options.validate_only, names, texts));
  }
  return absl::OkStatus();
}

// What all decisions take.
std::shared_ptr<DecideOptions> AddCommonOptions(Command& command, v1::DecisionKind kind) {
  const Texts& texts = command.texts();
  auto options = std::make_shared<DecideOptions>();
  options->kind = kind;
  command.Option(texts.type_file, options->file, texts.option_budget_file);
  command.Option("--blad,--sheet", options->sheet, texts.option_sheet, texts.type_text);
  command.Year(options->year, Sets(kind) ? Need::kRequired : Need::kOptional);
  command.Option("--beslutad,--decided", options->decision_date, texts.option_decided, texts.type_date,
                 Need::kRequired);
  command.Option("--beskrivning,--description", options->description, texts.option_description, texts.type_text);
  command.Option("--periodisering,--phasing", options->phasing, texts.option_phasing, texts.type_choice);
  command.Option("--procent,--percent", options->percentages, texts.option_percentages, texts.type_percentages);
  command.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  return options;
}

void AddSeries(Command& command, DecideOptions& options, const char* series_help) {
  const Texts& texts = command.texts();
  command.Option("--serie,--series", options.series, series_help, texts.type_series);
  command.Option("--verksamhet,--activity", options.activity, texts.option_budget_activity, texts.type_text);
  command.Option("--slag,--flow", options.flow, texts.option_budget_flow, texts.type_choice);
}

void AddSingleSeries(Command& command, DecideOptions& options, const char* amount_help) {
  AddSeries(command, options, command.texts().option_series);
  command.Option("--belopp,--amount", options.amount, amount_help, command.texts().type_kronor);
}

void AddSet(Command& group) {
  const Texts& texts = group.texts();
  Command set = group.Add("satt", "set", texts.help_budget_set,
                          "prognos budget satt budget-2022.csv --ar 2022 --beslutad 2021-12-15 --beskrivning "
                          "\"Nämndplan 2022\"\n"
                          "  prognos budget satt --ar 2022 --beslutad 2022-08-25 --serie vuxen.kostnad --belopp "
                          "22311000 --periodisering forra-aret");
  const std::shared_ptr<DecideOptions> options = AddCommonOptions(set, v1::DECISION_KIND_BUDGET);
  AddSingleSeries(set, *options, texts.option_amount);
  set.Flag("--bekrafta,--confirm", options->confirm_unusual_amounts, texts.option_confirm);
  set.WhenChosenToPrint(options, DecideBudget);
}

void AddAmend(Command& group) {
  const Texts& texts = group.texts();
  Command amend = group.Add("tillagg", "amend", texts.help_budget_amend,
                            "prognos budget tillagg tillagg.csv --beslutad 2022-08-25 --fran 2022-09\n"
                            "  prognos budget tillagg --beslutad 2022-08-25 --verksamhet Vuxen --slag kostnad --belopp "
                            "7000tkr --beskrivning \"KF augusti\"");
  const std::shared_ptr<DecideOptions> options = AddCommonOptions(amend, v1::DECISION_KIND_AMENDMENT);
  amend.Option("--fran,--from", options->from_month, texts.option_budget_from, texts.type_month);
  AddSingleSeries(amend, *options, texts.option_added_amount);
  amend.WhenChosenToPrint(options, DecideBudget);
}

void AddReallocate(Command& group) {
  const Texts& texts = group.texts();
  Command move = group.Add("omfordela", "reallocate", texts.help_budget_reallocate,
                           "prognos budget omfordela omfordelning.csv --beslutad 2022-08-25\n"
                           "  prognos budget omfordela --beslutad 2022-08-25 --fran-serie administration.kostnad "
                           "--till-serie vuxen.kostnad --belopp 500tkr --fran 2022-09");
  const std::shared_ptr<DecideOptions> options = AddCommonOptions(move, v1::DECISION_KIND_REALLOCATION);
  move.Option("--fran,--from", options->from_month, texts.option_budget_from, texts.type_month);
  move.Option("--fran-serie,--from-series", options->from_series, texts.option_from_series, texts.type_series);
  move.Option("--till-serie,--to-series", options->to_series, texts.option_to_series, texts.type_series);
  move.Option("--belopp,--amount", options->amount, texts.option_moved_amount, texts.type_kronor);
  move.WhenChosenToPrint(options, DecideBudget);
}

void AddPhase(Command& group) {
  const Texts& texts = group.texts();
  Command phase = group.Add("periodisera", "phase", texts.help_budget_phase,
                            "prognos budget periodisera --ar 2022 --beslutad 2022-02-10 --periodisering medel-3 --fran "
                            "2022-01\n"
                            "  prognos budget periodisera --ar 2022 --beslutad 2022-08-25 --serie bistand.kostnad "
                            "--periodisering sasong");
  const std::shared_ptr<DecideOptions> options = AddCommonOptions(phase, v1::DECISION_KIND_PHASING);
  phase.Option("--fran,--from", options->from_month, texts.option_phase_from, texts.type_month);
  AddSeries(phase, *options, texts.option_phased_series);
  phase.WhenChosenToPrint(options, DecideBudget);
}

}  // namespace

void AddBudgetDecisionCommands(Command& group) {
  AddSet(group);
  AddAmend(group);
  AddReallocate(group);
  AddPhase(group);
}

}  // namespace prognos::client
