// prognos jamfor: the rounds of a year beside each other (prognossäkerhet).
#include <algorithm>
#include <map>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "client/accuracy_tables.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/forecast_tables.h"
#include "client/judgement_tables.h"
#include "client/row_kinds.h"
#include "client/type_rows.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

struct CompareOptions {
  int year = 0;
  int last_year = 0;
  bool accuracy = false;
  bool by_type = false;
};

// The rounds that are always shown, and those shown only where stored.
constexpr v1::Round kRounds[] = {v1::ROUND_MARCH, v1::ROUND_SPRING, v1::ROUND_AUTUMN, v1::ROUND_OCTOBER,
                                 v1::ROUND_YEAR_END};
bool IsOptional(v1::Round round) { return round == v1::ROUND_MARCH || round == v1::ROUND_OCTOBER; }

// The name of the activity, and what the row is called where it is not the activity itself.
using RowKey = std::pair<std::string, std::string>;
using Cells = std::map<RowKey, documents::Cell>;

// The parts of a row by cost type.
using PartCells = std::map<RowKey, std::map<std::string, documents::Cell>>;

// One round.
struct RoundColumn {
  v1::Round round;
  bool is_preliminary = false;
  bool is_judged = false;          // What people said, beside the model's column.
  std::optional<int64_t> sum_ore;  // Net deviation of the nämnd's sum; absent: no forecast or no budget.
  Cells deviations;
  Cells budgets;  // Net.
  PartCells deviations_by_type;
  PartCells budgets_by_type;
};

// The sum of all is called otherwise where activities have frames of their own, and is the same.
RowKey KeyOf(const ForecastRow& row) { return {row.activity, row.parent < 0 ? "" : row.display_name}; }

RoundColumn ColumnFrom(const v1::Forecast& forecast, const std::vector<ForecastRow>& rows) {
  const PrintedColumns printed = RoundColumns(rows, Measure::kNet);
  RoundColumn column{
      forecast.round(), IsPreliminary(forecast), false, rows[SumRow(rows)].net.deviation, {}, {}, {}, {}};
  for (size_t i = 0; i < rows.size(); ++i) {
    const Figures& net = rows[i].net;
    if (net.deviation) column.deviations[KeyOf(rows[i])] = DeviationCell(*net.deviation, printed.deviation[i]);
    if (!net.budget) continue;
    column.budgets[KeyOf(rows[i])] = {documents::Amount{*net.budget, printed.budget[i], documents::Tkr()}};
  }
  return column;
}

void TakeParts(const TypeRows& parts, const std::vector<ForecastRow>& rows, RoundColumn& column) {
  const PrintedColumns printed = RoundTypeColumns(parts, rows, Measure::kNet);
  for (size_t at = 0; at < parts.rows.size(); ++at) {
    const RowKey row = KeyOf(rows[static_cast<size_t>(parts.rows[at].parent)]);
    const Figures& net = parts.rows[at].net;
    if (net.deviation)
      column.deviations_by_type[row][parts.types[at]] = DeviationCell(*net.deviation, printed.deviation[at]);
    if (!net.budget) continue;
    column.budgets_by_type[row][parts.types[at]] = {
        documents::Amount{*net.budget, printed.budget[at], documents::Tkr()}};
  }
}

struct Comparison {
  std::string organization;
  std::vector<ForecastRow> rows;  // Of the latest round that is stored; their order and names count.
  std::vector<RoundColumn> columns;
  std::vector<v1::Forecast> forecasts;  // Kept alive for the rows.
  bool by_type = false;
  // The cost types of any round, in the order of the list, money without one last; and what their rows are called.
  std::vector<std::string> types;
  std::map<std::string, std::string> type_names;
};

// Adds the types of `parts` that no round had before: behind those that stand before them.
void TakeTypes(const TypeRows& parts, Comparison& comparison) {
  for (size_t at = 0; at < parts.types.size(); ++at) {
    if (!comparison.type_names.emplace(parts.types[at], parts.rows[at].display_name).second) continue;
    comparison.types.push_back(parts.types[at]);
  }
  std::stable_partition(comparison.types.begin(), comparison.types.end(),
                        [](const std::string& type) { return !type.empty(); });
}

RoundColumn ColumnOf(const v1::Forecast& forecast, Comparison& comparison, const Texts& texts) {
  const std::vector<ForecastRow> rows = RowsOf(forecast, texts);
  RoundColumn column = ColumnFrom(forecast, rows);
  if (!comparison.by_type) return column;
  const TypeRows parts = TypeRowsOf(forecast, rows, texts);
  TakeTypes(parts, comparison);
  TakeParts(parts, rows, column);
  return column;
}

// Of `stored` (newest first) the locked one, else the newest that has the months it claims, or else the newest; nullptr
// without any.
const v1::Forecast* NewestOf(const std::vector<v1::Forecast>& stored, v1::Round round) {
  const v1::Forecast* best = nullptr;
  for (const v1::Forecast& forecast : stored) {
    if (forecast.round() != round) continue;
    if (forecast.state() == v1::FORECAST_STATE_LOCKED) return &forecast;
    if (best == nullptr || (IsPreliminary(*best) && !IsPreliminary(forecast))) best = &forecast;
  }
  return best;
}

absl::StatusOr<Comparison> Fetch(int year, const std::string& organization, bool by_type, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> stored, ListForecasts(session, organization, year));
  Comparison comparison;
  comparison.by_type = by_type;
  comparison.forecasts.reserve(std::size(kRounds));
  for (v1::Round round : kRounds) {
    const v1::Forecast* newest = NewestOf(stored, round);
    if (newest == nullptr) {
      if (!IsOptional(round)) comparison.columns.push_back({round, false, false, std::nullopt, {}, {}, {}, {}});
      continue;
    }
    PROGNOS_ASSIGN_OR_RETURN(v1::Forecast forecast, GetForecast(session, newest->name()));
    comparison.forecasts.push_back(std::move(forecast));
    comparison.rows = RowsOf(comparison.forecasts.back(), session.texts());
    comparison.columns.push_back(ColumnOf(comparison.forecasts.back(), comparison, session.texts()));
    comparison.organization = comparison.forecasts.back().organization_display_name();
    if (!IsJudged(comparison.forecasts.back())) continue;
    const v1::Forecast judged = AsJudged(comparison.forecasts.back());  // The column keeps nothing of it.
    comparison.columns.push_back(ColumnOf(judged, comparison, session.texts()));
    comparison.columns.back().is_judged = true;
  }
  if (comparison.forecasts.empty()) return Refused(session.texts().no_forecast, session.texts().no_forecast_advice);
  return comparison;
}

using CellsOfColumn = Cells RoundColumn::*;
using PartsOfColumn = PartCells RoundColumn::*;

// Of a row those of its types that any round has a cell of.
void AddPartRows(const ForecastRow& row, const Comparison& comparison, PartsOfColumn parts, documents::Table& table) {
  for (const std::string& type : comparison.types) {
    documents::Row made{
        .cells = {{comparison.type_names.at(type)}}, .level = row.depth + 1, .kind = documents::RowKind::kOfWhich};
    bool is_any = false;
    for (const RoundColumn& column : comparison.columns) {
      const auto of_row = (column.*parts).find(KeyOf(row));
      const bool has_row = of_row != (column.*parts).end();
      const auto found = has_row ? of_row->second.find(type) : std::map<std::string, documents::Cell>::const_iterator();
      const bool is_there = has_row && found != of_row->second.end();
      is_any |= is_there;
      made.cells.push_back(is_there ? found->second : documents::Cell{documents::NoValue()});
    }
    if (is_any) table.rows.push_back(std::move(made));
  }
}

documents::Row RowOf(const ForecastRow& row, const Comparison& comparison, CellsOfColumn cells) {
  documents::Row made{
      .cells = {{row.display_name}}, .level = row.depth, .is_sum = row.parent < 0, .is_subtotal = row.is_subtotal};
  for (const RoundColumn& column : comparison.columns) {
    const auto found = (column.*cells).find(KeyOf(row));
    made.cells.push_back(found == (column.*cells).end() ? documents::Cell{documents::NoValue()} : found->second);
  }
  return made;
}

std::string RoundName(v1::Round round, int year, const Texts& texts) {
  const std::string title = RoundTitle(round, year, texts);
  return title.substr(0, title.rfind(' '));
}

// For programs: "spring".
std::string RoundId(v1::Round round) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::Round_Name(round), "ROUND_"));
}

std::vector<std::string> HeadingOf(const RoundColumn& column, int year, const Texts& texts) {
  std::vector<std::string> heading = {RoundName(column.round, year, texts)};
  if (column.is_judged) heading.push_back(texts.as_judged);
  if (column.is_preliminary) {
    heading.push_back(column.round == v1::ROUND_YEAR_END ? texts.preliminary_year_end : texts.preliminary);
  }
  return heading;
}

// `rows` of the comparison, by index; the sum last.
documents::Table RoundsTable(const char* id, const Comparison& comparison, const std::vector<size_t>& rows,
                             CellsOfColumn cells, PartsOfColumn parts, int year, const Texts& texts) {
  documents::Table table;
  table.id = id;
  table.columns = {{"activity", {texts.activity}, documents::ColumnKind::kText, true}};
  for (const RoundColumn& column : comparison.columns) {
    table.columns.push_back({absl::StrCat(RoundId(column.round), column.is_judged ? "_judged" : ""),
                             HeadingOf(column, year, texts), documents::ColumnKind::kAmount, false, "tkr"});
  }
  for (const size_t row : rows) {
    table.rows.push_back(RowOf(comparison.rows[row], comparison, cells));
    AddPartRows(comparison.rows[row], comparison, parts, table);
  }
  return table;
}

documents::Table CompareTable(const Comparison& comparison, int year, const Texts& texts) {
  return RoundsTable("comparison", comparison, PrintOrder(comparison.rows), &RoundColumn::deviations,
                     &RoundColumn::deviations_by_type, year, texts);
}

// The budget of a row in a round, in öre; nullopt without one.
std::optional<int64_t> BudgetOf(const RoundColumn& column, const ForecastRow& row) {
  const auto found = column.budgets.find(KeyOf(row));
  if (found == column.budgets.end()) return std::nullopt;
  return std::get<documents::Amount>(found->second.value).exact;
}

// Rounds that are not stored, and rounds before any budget was decided, say nothing of a change.
bool BudgetsDiffer(const Comparison& comparison, const ForecastRow& row) {
  std::optional<int64_t> first;
  for (const RoundColumn& column : comparison.columns) {
    const std::optional<int64_t> budget = BudgetOf(column, row);
    if (first.has_value() && budget.has_value() && *first != *budget) return true;
    if (budget.has_value()) first = budget;
  }
  return false;
}

// Where the rounds have different budgets, their deviations are not of the same: those rows, and the sum.
documents::Table BudgetTable(const Comparison& comparison, int year, const Texts& texts) {
  std::vector<size_t> rows;
  for (const size_t i : PrintOrder(comparison.rows)) {
    if (i != 0 && BudgetsDiffer(comparison, comparison.rows[i])) rows.push_back(i);
  }
  if (!rows.empty()) rows.push_back(0);
  return RoundsTable("budgets", comparison, rows, &RoundColumn::budgets, &RoundColumn::budgets_by_type, year, texts);
}

// "vårprognos", "höstprognos (bedömd)".
std::string NameOf(const RoundColumn& column, int year, const Texts& texts) {
  return absl::StrCat(RoundName(column.round, year, texts),
                      column.is_judged ? absl::StrCat(" (", texts.as_judged, ")") : "");
}

// "Summa, mnkr: vårprognos −7,7 · höstprognos −14,0 · bokslut −15,1".
std::string SumLine(const Comparison& comparison, int year, const Texts& texts) {
  std::vector<std::string> parts;
  for (const RoundColumn& column : comparison.columns) {
    if (!column.sum_ore.has_value()) continue;
    parts.push_back(
        absl::StrCat(NameOf(column, year, texts), " ", FormatMnkr(*column.sum_ore, texts.language, Sign::kAlways)));
  }
  return absl::Substitute(texts.sum_mnkr, absl::StrJoin(parts, " · "));
}

// How far each round was from the bokslut: plus when the year ended better than the round said. Empty without one. A
// preliminary one is a forecast itself, and is told instead.
std::string ErrorLine(const Comparison& comparison, int year, const Texts& texts) {
  const RoundColumn& last = comparison.columns.back();
  if (last.is_preliminary) return texts.year_end_predicted;
  std::vector<std::string> parts;
  for (const RoundColumn& column : comparison.columns) {
    if (column.round == v1::ROUND_YEAR_END || !column.sum_ore.has_value() || !last.sum_ore.has_value()) continue;
    parts.push_back(absl::StrCat(NameOf(column, year, texts), " ",
                                 FormatMnkr(*last.sum_ore - *column.sum_ore, texts.language, Sign::kAlways)));
  }
  return parts.empty() ? "" : absl::Substitute(texts.error_mnkr, absl::StrJoin(parts, " · "));
}

// For programs: a row for each round and activity.
documents::Table DeviationsTable(const Comparison& comparison, const Texts& texts) {
  documents::Table table =
      MachineTree("deviations", absl::StrCat(texts.csv_compare, comparison.by_type ? texts.csv_cost_type : ""));
  const auto kronor = [](const std::optional<int64_t>& ore) {
    return ore.has_value() ? documents::Cell{documents::RoundedAmount(*ore, documents::Kronor())}
                           : documents::Cell{documents::NoValue()};
  };
  for (const v1::Forecast& forecast : comparison.forecasts) {
    const auto add = [&](const ForecastRow& row, const std::string& name, const std::string& type) {
      table.rows.push_back({{{LastPart(row.activity)},
                             {name},
                             {RoundName(forecast.round(), forecast.year(), texts)},
                             {forecast.last_known_month()},
                             {LastPart(forecast.name())},
                             kronor(row.net.deviation),
                             kronor(row.net.budget),
                             {std::string(IsPreliminary(forecast) ? "1" : "")}}});
      if (comparison.by_type) table.rows.back().cells.push_back({type});
    };
    const std::vector<ForecastRow> rows = RowsOf(forecast, texts);
    for (const ForecastRow& row : rows) {
      add(row, row.display_name, "");
      Mark(row, table.rows.back());
    }
    if (!comparison.by_type) continue;
    const TypeRows parts = TypeRowsOf(forecast, rows, texts);
    for (size_t at = 0; at < parts.rows.size(); ++at) {
      const std::string type = parts.types[at].empty() ? "-" : LastPart(parts.types[at]);
      const ForecastRow& whole = rows[static_cast<size_t>(parts.rows[at].parent)];
      add(parts.rows[at], whole.display_name, type);
      table.rows.back().level = whole.depth + 1;
      table.rows.back().kind = documents::RowKind::kOfWhich;
    }
  }
  return table;
}

documents::Document ComparisonDocument(const Comparison& comparison, int year, const Texts& texts) {
  std::vector<std::string> lines = {SumLine(comparison, year, texts), ErrorLine(comparison, year, texts)};
  if (lines.back().empty()) lines.pop_back();
  documents::Document document = {
      {documents::Heading{1, absl::Substitute(texts.compare_title, comparison.organization, year)},
       CompareTable(comparison, year, texts), documents::Paragraphs{lines, /*is_prose=*/false}}};
  if (comparison.by_type && comparison.types.empty()) {
    document.blocks.push_back(documents::Paragraphs{{texts.no_types_in_forecast}});
  }
  documents::Table budgets = BudgetTable(comparison, year, texts);
  if (budgets.rows.empty()) return document;
  document.blocks.push_back(documents::Heading{2, texts.budgets_differ});
  document.blocks.push_back(std::move(budgets));
  return document;
}

// The years that were asked for and that no forecast is stored of.
std::vector<std::string> YearsWithoutForecast(const CompareOptions& options,
                                              const v1::CompareForecastsResponse& response) {
  std::vector<std::string> years;
  for (int year = options.year; year <= std::max(options.year, options.last_year); ++year) {
    const auto is_year = [&](const v1::ComparedYear& compared) { return compared.year() == year; };
    if (absl::c_none_of(response.years(), is_year)) years.push_back(absl::StrCat(year));
  }
  return years;
}

absl::Status Accuracy(const CompareOptions& options, const std::string& organization, Session& session) {
  const Texts& texts = session.texts();
  v1::CompareForecastsRequest request;
  request.set_organization(organization);
  request.set_first_year(options.year);
  request.set_last_year(options.last_year);
  request.set_by_type(options.by_type);
  PROGNOS_ASSIGN_OR_RETURN(const v1::CompareForecastsResponse response,
                           session.Call(&v1::ForecastService::Stub::CompareForecasts, request));
  if (response.years().empty()) return Refused(texts.no_forecast, texts.no_forecast_advice);
  if (session.format() == Format::kCsv) session.PrintCsv(AccuracyTable(response, options.by_type, texts));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.prints_documents()) {
    documents::Document document = AccuracyDocument(response, options.by_type, texts);
    if (const std::vector<std::string> years = YearsWithoutForecast(options, response); !years.empty()) {
      document.blocks.push_back(
          documents::Paragraphs{{absl::Substitute(texts.years_without_forecast, absl::StrJoin(years, ", "))}});
    }
    session.Print(document);
  }
  return absl::OkStatus();
}

absl::Status Compare(const CompareOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  if (options.accuracy || options.last_year != 0) return Accuracy(options, organization, session);
  PROGNOS_ASSIGN_OR_RETURN(const Comparison comparison, Fetch(options.year, organization, options.by_type, session));
  if (session.format() == Format::kCsv) session.PrintCsv(DeviationsTable(comparison, texts));
  if (session.format() == Format::kJson) {
    v1::ListForecastsResponse all;
    all.mutable_forecasts()->Assign(comparison.forecasts.begin(), comparison.forecasts.end());
    session.PrintJson(all);
  }
  if (session.prints_documents()) session.Print(ComparisonDocument(comparison, options.year, texts));
  return absl::OkStatus();
}

}  // namespace

void AddCompareCommand(Command& program) {
  Command command = program.Add("jamfor", "compare", program.texts().help_compare,
                                "prognos jamfor --ar 2022\n"
                                "  prognos jamfor --ar 2019 --ar-till 2022 --prognossakerhet");
  auto options = std::make_shared<CompareOptions>();
  command.Year(options->year, Need::kRequired);
  command.Option("--ar-till,--to-year", options->last_year, program.texts().option_compare_to,
                 program.texts().type_year);
  command.Flag("--prognossakerhet,--accuracy", options->accuracy, program.texts().option_accuracy);
  command.Flag("--varav,--of-which", options->by_type, program.texts().option_of_which);
  command.WhenChosenToPrint(options, Compare);
}

}  // namespace prognos::client
