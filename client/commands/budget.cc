// prognos budget: sets and shows a year's budget.
#include <algorithm>
#include <array>
#include <iterator>
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
#include "forecast/interchange/scaled_amounts.h"
#include "forecast/messages/wire/message_proto.h"
#include "messages/file.h"
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

struct Columns {
  int activity, flow, amount, phasing;
  std::array<int, 12> months;
};

Columns FindColumns(const TableRows& file, FaultList& faults) {
  Columns columns{file.Require(prognos::Column::kActivity, "verksamhet", faults),
                  file.Require(prognos::Column::kFlow, "slag", faults),
                  file.Require(prognos::Column::kAmount, "belopp", faults),
                  file.Find(prognos::Column::kPhasing),
                  {}};
  columns.months.fill(-1);
  const std::vector<ColumnHeader>& headers = file.table().columns;
  for (size_t i = 0; i < headers.size(); ++i) {
    const int month = headers[i].calendar_month;
    if (month > 0) columns.months[static_cast<size_t>(month) - 1] = static_cast<int>(i);
  }
  return columns;
}

// What the amounts of the whole file show about their decimal mark.
NumberStyle StyleOf(const TableRows& file, const Columns& columns) {
  NumberStyle style;
  for (const TableRow& row : file.rows()) {
    style.Observe(SplitMoneyUnit(TableRows::Field(row, columns.amount)).number);
    for (int month : columns.months) style.Observe(SplitMoneyUnit(TableRows::Field(row, month)).number);
  }
  return style;
}

// Reads the rows of a budget file; what is wrong is added to `faults`.
struct LineReader {
  const TableRows& file;
  const Columns columns;
  const NumberStyle style;
  const LedgerNames& names;
  FaultList& faults;
  ScaledAmounts scaled = {};

  void ReadLine(const TableRow& row, v1::BudgetLine& line);
  void ReadAmounts(const TableRow& row, v1::BudgetLine& line);
  int64_t ReadAmount(const TableRow& row, int column, const std::string& name, ScaledAmounts& told);
};

int64_t LineReader::ReadAmount(const TableRow& row, int column, const std::string& name, ScaledAmounts& told) {
  const std::string text = TableRows::Field(row, column);
  const absl::StatusOr<int64_t> ore = file.Amount(row, column, style, told);
  if (ore.ok()) return *ore;
  const FaultReason reason = text.empty() ? FaultReason::kMissingValue : FaultReason::kNotANumber;
  faults.Add(PlaceInFile(row.line, name), reason, text,
             text.empty() ? "is required" : std::string(ore.status().message()));
  return 0;
}

// With twelve months given, an empty yearly amount means their sum.
void LineReader::ReadAmounts(const TableRow& row, v1::BudgetLine& line) {
  const bool monthly = line.phasing() == v1::PHASING_MONTHLY_AMOUNTS;
  const bool only_months = monthly && TableRows::Field(row, columns.amount).empty();
  if (!only_months) line.set_amount_ore(ReadAmount(row, columns.amount, "belopp", scaled));
  ScaledAmounts same_money;  // Months beside their yearly amount are not told again.
  for (size_t i = 0; monthly && i < 12; ++i) {
    line.add_monthly_amounts_ore(
        ReadAmount(row, columns.months[i], kMonthColumns[i], only_months ? scaled : same_money));
  }
}

void LineReader::ReadLine(const TableRow& row, v1::BudgetLine& line) {
  const std::string flow = TableRows::Field(row, columns.flow);
  const std::string phasing = TableRows::Field(row, columns.phasing);
  const std::string activity =
      RequireActivity(TableRows::Field(row, columns.activity), names, PlaceInFile(row.line, "verksamhet"), faults);
  if (!ReadFlow(flow).has_value()) {
    faults.Add(PlaceInFile(row.line, "slag"), FaultReason::kUnknown, flow, messages::file::IsNeitherCostNorRevenue());
  }
  if (!ReadPhasing(phasing).has_value()) {
    faults.Add(PlaceInFile(row.line, "periodisering"), FaultReason::kUnknown, phasing, messages::file::IsNotAPhasing());
  }
  const bool is_revenue = ReadFlow(flow) == v1::FLOW_REVENUE;
  line.set_series(SeriesOfActivity(activity, is_revenue ? "revenue" : "cost"));
  line.set_phasing(ReadPhasing(phasing).value_or(v1::PHASING_EVEN));
  // Twelve columns that are filled in say it themselves.
  const bool has_months = !TableRows::Field(row, columns.months[0]).empty();
  if (phasing.empty() && has_months) line.set_phasing(v1::PHASING_MONTHLY_AMOUNTS);
  ReadAmounts(row, line);
}

// What to know of a file that was read.
struct FileRows {
  std::vector<int> lines;          // The line of the file behind each line of the budget.
  std::vector<std::string> notes;  // What was scaled or left out, in English.
};

// The lines of a file.
absl::Status ReadLines(const SetOptions& options, const LedgerNames& names, const Texts& texts,
                       v1::BudgetVersion& budget, FileRows& read) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows file, ReadTableFile(options.file, TableKind::kBudget, texts));
  FaultList faults;
  const Columns columns = FindColumns(file, faults);
  if (!faults.empty()) return FaultyFile(faults.ToStatus(), options.file, texts);
  LineReader reader{file, columns, StyleOf(file, columns), names, faults};
  for (const TableRow& row : file.rows()) {
    reader.ReadLine(row, *budget.add_lines());
    read.lines.push_back(row.line);
  }
  read.notes = reader.scaled.Notes();
  read.notes.insert(read.notes.end(), file.notes().begin(), file.notes().end());
  return faults.empty() ? absl::OkStatus() : FaultyFile(faults.ToStatus(), options.file, texts);
}

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
  for (const std::string& note : file_notes) told.texts.push_back(NoteText(note, texts));
  return told;
}

// All that is in force for the year, whatever its date.
absl::StatusOr<v1::GetBudgetResponse> InForce(int year, const std::string& organization, Session& session) {
  v1::GetBudgetRequest request;
  request.set_organization(organization);
  request.set_year(year);
  return session.Call(&Stub::GetBudget, request);
}

// Whether the decision is in force already, word for word: then it is told so, and is not to be stored again. Only the
// service knows the months of a decision that names none, so it is asked to check it first.
absl::StatusOr<bool> TellUnchanged(const v1::GetBudgetResponse& before, v1::SetBudgetRequest request,
                                   const std::vector<int>& lines, Session& session) {
  const std::string& date = request.budget().decision_date();
  const bool same_date = std::any_of(before.versions().begin(), before.versions().end(),
                                     [&](const auto& version) { return version.decision_date() == date; });
  if (!same_date) return false;
  request.set_validate_only(true);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::SetBudgetResponse checked, session.Call(&Stub::SetBudget, request, lines));
  const v1::BudgetVersion* same = SameDecision(before, checked.budget());
  if (same == nullptr) return false;
  const std::string told =
      absl::Substitute(session.texts().budget_unchanged, request.budget().year(), same->version(), date);
  if (session.format() == Format::kJson) {
    session.err() << told << "\n";
    session.PrintJson(checked);
  } else {
    session.Print(documents::Document{{documents::Paragraphs{{told}, /*is_prose=*/false}}});
  }
  return true;
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

absl::Status Set(const SetOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_RETURN_IF_ERROR(CheckUse(options, texts));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  v1::SetBudgetRequest request;
  FileRows read;
  v1::BudgetVersion& budget = *request.mutable_budget();
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  PROGNOS_RETURN_IF_ERROR(options.file.empty() ? ReadSingleLine(options, names, texts, budget)
                                               : ReadLines(options, names, texts, budget, read));
  budget.set_year(options.year);
  budget.set_decision_date(options.decision_date);
  budget.set_description(options.description);
  request.set_organization(organization);
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetBudgetResponse before, InForce(options.year, organization, session));
  PROGNOS_ASSIGN_OR_RETURN(const bool unchanged, TellUnchanged(before, request, read.lines, session));
  if (unchanged) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const v1::SetBudgetResponse response, session.Call(&Stub::SetBudget, request, read.lines));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    for (const std::string& note : read.notes) session.err() << NoteText(note, texts) << "\n";
  } else {
    session.Print(SetDocument(before, response.budget(),
                              StoredLines(response.budget(), options.validate_only, read.notes, texts), names, texts));
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

void AddSet(const Registry& registry, CLI::App& group) {
  const Texts& texts = registry.texts;
  CLI::App* set = AddCommand(group, texts, "satt", "set", texts.help_budget_set,
                             "prognos budget satt budget-2022.csv --ar 2022 --beslutad 2021-12-15 --beskrivning "
                             "\"Nämndplan 2022\"\n"
                             "  prognos budget satt --ar 2022 --beslutad 2022-08-25 --serie vuxen.kostnad --belopp "
                             "22311000 --periodisering forra-aret");
  auto options = std::make_shared<SetOptions>();
  set->add_option(texts.type_file, options->file, texts.option_budget_file);
  AddYearOption(*set, texts, options->year)->required();
  set->add_option("--beslutad,--decided", options->decision_date, texts.option_decided)
      ->type_name(texts.type_date)
      ->required();
  set->add_option("--beskrivning,--description", options->description, texts.option_description)
      ->type_name(texts.type_text);
  set->add_option("--serie,--series", options->series, texts.option_series)->type_name(texts.type_series);
  set->add_option("--belopp,--amount", options->amount, texts.option_amount)->type_name(texts.type_kronor);
  set->add_option("--periodisering,--phasing", options->phasing, texts.option_phasing)->type_name(texts.type_choice);
  set->add_flag("--kontrollera,--check", options->validate_only, texts.option_check);
  WhenChosenToPrint(registry, set, options, Set);
}

}  // namespace

void AddBudgetCommand(const Registry& registry) {
  const Texts& texts = registry.texts;
  CLI::App* group = AddCommandGroup(registry, "budget", nullptr, texts.help_budget,
                                    "prognos budget satt budget-2022.csv --ar 2022 --beslutad 2021-12-15\n"
                                    "  prognos budget visa --ar 2022");
  AddSet(registry, *group);
  CLI::App* show = AddCommand(*group, texts, "visa", "show", texts.help_budget_show,
                              "prognos budget visa --ar 2022 --datum 2022-08-31");
  auto options = std::make_shared<ShowOptions>();
  AddYearOption(*show, texts, options->year)->required();
  show->add_option("--datum,--date", options->date, texts.option_budget_date)->type_name(texts.type_date);
  show->add_option("--per,--as-of", options->as_of, texts.option_as_of)->type_name(texts.type_moment);
  WhenChosenToPrint(registry, show, options, Show);
}

}  // namespace prognos::client
