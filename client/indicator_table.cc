#include "client/indicator_table.h"

#include <algorithm>
#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "client/followup_words.h"
#include "client/machine_columns.h"
#include "client/session.h"
#include "forecast/messages/wire/message_proto.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;

int YearOf(const v1::Measurement& measurement) {
  int year = 0;
  return absl::SimpleAtoi(measurement.month().substr(0, 4), &year) ? year : 0;
}

int MonthOf(const v1::Measurement& measurement) {
  int month = 0;
  return absl::SimpleAtoi(measurement.month().substr(5), &month) ? month : 0;
}

// As given, or the share of its counts.
Cell ValueCell(const v1::Measurement& measurement) {
  if (measurement.has_value()) return {ThousandthsShown(measurement.value())};
  if (!measurement.has_denominator()) return {documents::NoValue()};
  const double share =
      100.0 * static_cast<double>(measurement.numerator()) / static_cast<double>(measurement.denominator());
  return {documents::Decimal{share, 1}};
}

// The last of each tertial.
std::array<Cell, 3> TertialCells(const v1::IndicatorStanding& standing, int year) {
  std::array<Cell, 3> cells;
  for (const v1::Measurement& one : standing.measurements()) {
    const int month = MonthOf(one);
    if (YearOf(one) == year && month >= 1 && month <= 12) cells[static_cast<size_t>((month - 1) / 4)] = ValueCell(one);
  }
  return cells;
}

// What the year before ended at, as far as it was measured.
Cell LastYearCell(const v1::IndicatorStanding& standing, int year) {
  Cell cell;
  for (const v1::Measurement& one : standing.measurements()) {
    if (YearOf(one) == year - 1) cell = ValueCell(one);
  }
  return cell;
}

Cell OptionalCell(bool has_value, int64_t value) {
  return has_value ? Cell{ThousandthsShown(value)} : Cell{documents::Blank()};
}

Cell ProbabilityCell(const v1::IndicatorStanding& standing) {
  if (!standing.has_met_probability()) return {};
  return {documents::Probability{standing.met_probability()}};
}

documents::Row RowOf(const v1::IndicatorStanding& standing, int year, const Texts& texts) {
  const v1::Indicator& indicator = standing.indicator();
  const std::array<Cell, 3> tertials = TertialCells(standing, year);
  const bool alarm = standing.status() == v1::INDICATOR_STATUS_NOT_MET;
  return {.cells = {{indicator.display_name()},
                    {indicator.unit()},
                    LastYearCell(standing, year),
                    {standing.has_target() ? DirectionText(indicator.direction(), texts) : std::string()},
                    OptionalCell(standing.has_target_value(), standing.target_value()),
                    tertials[0],
                    tertials[1],
                    tertials[2],
                    OptionalCell(standing.has_year_end(), standing.year_end()),
                    {StatusText(standing.status(), texts), alarm},
                    ProbabilityCell(standing),
                    {TrendText(standing.trend(), texts)},
                    {StatusText(standing.judgement(), texts)}}};
}

std::vector<documents::Column> ColumnsOf(const Texts& texts) {
  return {{"indicator", {texts.indicator}, ColumnKind::kText, true},
          {"unit", {texts.unit}},
          {"last_year", {texts.last_year_capital}, ColumnKind::kNumber},
          {"direction", {""}},
          {"target", {texts.target}, ColumnKind::kNumber},
          {"t1", {"T1"}, ColumnKind::kNumber},
          {"t2", {"T2"}, ColumnKind::kNumber},
          {"t3", {"T3"}, ColumnKind::kNumber},
          {"year_end", {texts.full_year_capital}, ColumnKind::kNumber},
          {"status", {texts.status}},
          {"probability", {texts.chance}, ColumnKind::kProbability},
          {"trend", {texts.trend}},
          {"judgement", {texts.judgement}}};
}

// The place of the probability among the columns.
constexpr ptrdiff_t kProbabilityColumn = 10;

// Where people measure everything, no target has a probability, and the column would be empty.
void LeaveOutProbability(documents::Table& table) {
  table.columns.erase(table.columns.begin() + kProbabilityColumn);
  for (documents::Row& row : table.rows) row.cells.erase(row.cells.begin() + kProbabilityColumn);
}

// What people and the service have to say of an indicator.
std::vector<std::string> RemarksOf(const v1::IndicatorStanding& standing, int year, const Texts& texts) {
  std::vector<std::string> remarks;
  if (!standing.target().comment().empty()) {
    remarks.push_back(absl::Substitute(texts.remark_target, standing.target().comment()));
  }
  for (const v1::Measurement& one : standing.measurements()) {
    if (YearOf(one) == year && !one.comment().empty()) {
      remarks.push_back(absl::StrCat(one.month(), ": ", one.comment()));
    }
  }
  for (const v1::Message& note : standing.notes()) {
    const Message message = prognos::FromProto(note);
    remarks.push_back(MessageText(message, message.English(), texts));
  }
  return remarks;
}

std::string OptionalText(bool has_value, int64_t thousandths, const Texts& texts) {
  return has_value ? ThousandthsText(thousandths, texts) : "";
}

std::string CountText(bool has_value, int64_t count) { return has_value ? absl::StrCat(count) : ""; }

documents::Row CsvRow(const v1::IndicatorStanding& standing, const v1::Measurement* one, const Texts& texts) {
  const v1::Indicator& indicator = standing.indicator();
  const v1::IndicatorTarget& target = standing.target();
  documents::Row row{
      .cells = {{LastPart(indicator.name())},
                {indicator.display_name()},
                {LastPart(indicator.activity())},
                {KindWord(indicator.kind())},
                {PeriodWord(indicator.period())},
                {DirectionWord(indicator.direction())},
                {indicator.unit()},
                {OptionalText(indicator.tolerance() != 0, indicator.tolerance(), texts)},
                {OptionalText(target.target_case() == v1::IndicatorTarget::kValue, target.value(), texts)},
                {OptionalText(target.target_case() == v1::IndicatorTarget::kChange, target.change(), texts)}}};
  if (one == nullptr) {
    for (int i = 0; i < 5; ++i) row.cells.emplace_back();
    row.cells.push_back({target.comment()});
    row.cells.push_back({SourceWord(indicator.source())});
    return row;
  }
  const bool measured = one->has_value() || one->has_denominator();
  row.cells.push_back({one->month()});
  row.cells.push_back({measured ? OptionalText(one->has_value(), one->value(), texts) : std::string("ej matt")});
  row.cells.push_back({CountText(one->has_numerator(), one->numerator())});
  row.cells.push_back({CountText(one->has_denominator(), one->denominator())});
  row.cells.push_back({one->judgement() == 0 ? std::string() : StatusText(one->judgement(), texts)});
  row.cells.push_back({one->comment()});
  row.cells.push_back({SourceWord(indicator.source())});
  return row;
}

}  // namespace

documents::Document IndicatorDocument(const v1::ListIndicatorsResponse& indicators, int year, const Texts& texts) {
  documents::Document document;
  document.blocks.push_back(documents::Heading{1, absl::Substitute(texts.indicators_title, year)});
  documents::Table table{"indicators", ColumnsOf(texts), {}};
  documents::Notes notes;
  for (const v1::IndicatorStanding& standing : indicators.indicators()) {
    documents::Row row = RowOf(standing, year, texts);
    for (const std::string& remark : RemarksOf(standing, year, texts)) {
      const int number = static_cast<int>(notes.notes.size()) + 1;
      row.notes.push_back(number);
      notes.notes.push_back({number, absl::StrCat(standing.indicator().display_name(), ": ", remark)});
    }
    table.rows.push_back(std::move(row));
  }
  const bool has_probability =
      std::any_of(indicators.indicators().begin(), indicators.indicators().end(),
                  [](const v1::IndicatorStanding& standing) { return standing.has_met_probability(); });
  if (!has_probability) LeaveOutProbability(table);
  document.blocks.push_back(std::move(table));
  document.blocks.push_back(documents::Paragraphs{{texts.indicators_legend}});
  if (!notes.notes.empty()) document.blocks.push_back(std::move(notes));
  return document;
}

documents::Table IndicatorCsv(const v1::ListIndicatorsResponse& indicators, int year, const Texts& texts) {
  documents::Table table{
      "indicators",
      MachineColumns("id;indikator;verksamhet;typ;matperiod;riktning;enhet;tolerans;mal;malforandring;manad;varde;"
                     "taljare;namnare;bedomning;kommentar;kalla"),
      {}};
  for (const v1::IndicatorStanding& standing : indicators.indicators()) {
    const bool says_target = !standing.target().comment().empty();
    bool has_rows = false;
    if (says_target) table.rows.push_back(CsvRow(standing, nullptr, texts));
    for (const v1::Measurement& one : standing.measurements()) {
      if (YearOf(one) != year) continue;
      table.rows.push_back(CsvRow(standing, &one, texts));
      has_rows = true;
    }
    if (!has_rows && !says_target) table.rows.push_back(CsvRow(standing, nullptr, texts));
  }
  return table;
}

}  // namespace prognos::client
