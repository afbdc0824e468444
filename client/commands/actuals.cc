// prognos utfall: shows what is recorded, month by month, and writes it as a file that importera reads again.
#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/all_pages.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/machine_columns.h"
#include "forecast/base/month.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/documents/rounded_tree.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

struct ActualsOptions {
  int year = 0;
  std::string series;
  std::string as_of;
};

// Of a series and a year: öre, or thousandths of a volume; absent: nothing is recorded.
using Year = std::array<std::optional<int64_t>, 12>;

int64_t PartsOf(const v1::Actual& actual) {
  if (actual.value_case() == v1::Actual::kVolume) return kVolumeUnit.RoundedParts(actual.volume());
  return actual.amount_ore();
}

// A row as shown: months that add up to their sum.
documents::Row RowOf(const std::string& series, const Year& year, const LedgerNames& names, const Texts& texts) {
  const bool is_volume = IsVolumeSeries(series);
  const documents::ShownUnit unit = is_volume ? documents::VolumeUnit("") : documents::Tkr();
  std::vector<int> parents = {-1};
  std::vector<int64_t> values = {0};
  for (const std::optional<int64_t>& month : year) {
    if (!month.has_value()) continue;
    parents.push_back(0);
    values.push_back(*month);
  }
  const std::vector<int64_t> exact = documents::SumTree(parents, values);
  const std::vector<int64_t> shown = documents::RoundTree(parents, values, unit.steps / documents::ShownPerUnit(unit));
  documents::Row row{.cells = {{names.SeriesActivityText(series)}, {names.SeriesText(series, texts)}}};
  size_t next = 1;
  for (const std::optional<int64_t>& month : year) {
    documents::Cell& cell = row.cells.emplace_back();
    if (!month.has_value()) continue;
    cell.value = documents::Amount{exact[next], shown[next], unit};
    ++next;
  }
  row.cells.push_back({documents::Amount{exact[0], shown[0], unit}});
  return row;
}

documents::Document ActualsDocument(const std::vector<v1::Actual>& actuals, int year, const LedgerNames& names,
                                    const Texts& texts) {
  std::map<std::string, Year> years;
  for (const v1::Actual& actual : actuals) {
    const absl::StatusOr<Month> month = Month::Parse(actual.month());
    if (month.ok()) years[actual.series()][static_cast<size_t>(month->month() - 1)] = PartsOf(actual);
  }
  documents::Table table{
      "actuals", {{"activity", {texts.activity}, documents::ColumnKind::kText, true}, {"flow", {texts.flow}}}, {}};
  for (int month = 1; month <= 12; ++month) {
    const std::string name = MonthShort(month, texts.language);
    table.columns.push_back({absl::StrCat("m", month), {name}, documents::ColumnKind::kAmount});
  }
  table.columns.push_back({"sum", {texts.sum}, documents::ColumnKind::kAmount});
  for (const v1::Series& series : names.series()) {
    const auto found = years.find(series.name());
    if (found != years.end()) table.rows.push_back(RowOf(series.name(), found->second, names, texts));
  }
  return {{documents::Heading{1, absl::Substitute(texts.actuals_title, year)}, std::move(table)}};
}

// One row for each value, in kronor or in the unit of the volume.
documents::Table ActualsCsv(const std::vector<v1::Actual>& actuals, const Texts& texts) {
  const bool has_types = std::any_of(actuals.begin(), actuals.end(),
                                     [](const v1::Actual& actual) { return !SeriesCostType(actual.series()).empty(); });
  documents::Table table{
      "actuals",
      MachineColumns(absl::StrCat("verksamhet;slag;", has_types ? "kostnadsslag;" : "", "manad;belopp")),
      {}};
  for (const v1::Actual& actual : actuals) {
    const std::string kind = SeriesKind(actual.series());
    documents::Row row{.cells = {{LastPart(ActivityOfSeries(actual.series()))},
                                 {kind == "cost"      ? std::string("kostnad")
                                  : kind == "revenue" ? std::string("intakt")
                                                      : kind}}};
    if (has_types) row.cells.push_back({SeriesCostType(actual.series())});
    row.cells.push_back({actual.month()});
    const Unit unit = IsVolumeSeries(actual.series()) ? kVolumeUnit : kMoneyUnit;
    row.cells.push_back({FormatMachine(PartsOf(actual), unit, texts.language)});
    table.rows.push_back(std::move(row));
  }
  return table;
}

absl::Status Show(const ActualsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ListActualsRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  request.set_organization(organization);
  if (!options.series.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(*request.mutable_series(), RequireSeries(options.series, names, texts));
  }
  request.set_first_month(absl::StrCat(options.year, "-01"));
  request.set_last_month(absl::StrCat(options.year, "-12"));
  request.set_page_size(10'000);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListActualsResponse response,
                           AllPages(session, &v1::LedgerService::Stub::ListActuals, std::move(request)));
  const std::vector<v1::Actual> actuals(response.actuals().begin(), response.actuals().end());
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
  } else if (session.format() == Format::kCsv) {
    session.PrintCsv(ActualsCsv(actuals, texts));
  } else if (actuals.empty()) {
    session.Print({{documents::Paragraphs{{absl::Substitute(texts.no_actuals, options.year)}, /*is_prose=*/false}}});
  } else {
    session.Print(ActualsDocument(actuals, options.year, names, texts));
  }
  return absl::OkStatus();
}

}  // namespace

void AddActualsCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("utfall", "actuals", texts.help_actuals,
                                   "prognos utfall visa --ar 2022 --format csv > utfall.csv");
  Command show = group.Add("visa", "show", texts.help_actuals_show,
                           "prognos utfall visa --ar 2022\n  prognos utfall visa --ar 2022 --serie vuxen.kostnad");
  auto options = std::make_shared<ActualsOptions>();
  show.Year(options->year, Need::kRequired);
  show.Option("--serie,--series", options->series, texts.option_series, texts.type_series);
  show.Option("--per,--as-of", options->as_of, texts.option_as_of, texts.type_moment);
  show.WhenChosenToPrint(options, Show);
  AddYearComparisonCommand(group);
}

}  // namespace prognos::client
