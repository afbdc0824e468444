#include "client/forecast_tables.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "absl/time/time.h"
#include "client/event_tables.h"
#include "client/explanation_tables.h"
#include "client/failure.h"
#include "client/full_names.h"
#include "client/judgement_tables.h"
#include "client/machine_columns.h"
#include "client/model_names.h"
#include "client/row_kinds.h"
#include "client/series_names.h"
#include "client/type_rows.h"
#include "forecast/base/month.h"
#include "forecast/base/month_names.h"
#include "forecast/base/month_spans.h"
#include "forecast/base/number_format.h"
#include "forecast/base/unit.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/rounded_tree.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/messages/wire/message_proto.h"
#include "messages/summary.h"

namespace prognos::client {
namespace {

using documents::Amount;
using documents::Blank;
using documents::Cell;
using documents::Column;
using documents::ColumnKind;
using documents::Interval;
using documents::NoValue;
using documents::RoundedAmount;
using documents::Row;
using documents::ShownUnit;
using documents::Table;

// An amount in öre that shows as `tkr`, for it adds up with others.
Cell PrintedAmountCell(bool present, int64_t ore, int64_t tkr) {
  if (!present) return {NoValue()};
  return {Amount{ore, tkr, documents::Tkr()}};
}

Cell OptionalDeviation(const std::optional<int64_t>& ore, int64_t tkr) {
  return ore.has_value() ? DeviationCell(*ore, tkr) : Cell{NoValue()};
}

Cell TkrInterval(const v1::Quantiles* quantiles, Sign sign) {
  if (quantiles == nullptr) return {NoValue()};
  return {Interval{RoundedAmount(quantiles->p10(), documents::Tkr(), sign),
                   RoundedAmount(quantiles->p90(), documents::Tkr(), sign)}};
}

struct TableParts {
  bool has_known = false;
  bool has_deviation_to_date = false;
  bool has_forecast = false;
  bool has_deviation = false;  // Without any budget the interval is that of the amount.
  bool is_judged = false;      // The model's amounts stand beside judged ones; interval and probability are judged.
};

std::vector<Column> ForecastColumns(const v1::Forecast& forecast, TableParts parts, const Texts& texts) {
  const auto amount = [](const char* id, std::vector<std::string> heading) {
    return Column{id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
  };
  std::vector<Column> columns = {{"activity", {texts.activity}, ColumnKind::kText, true},
                                 amount("budget", {texts.budget, texts.full_year})};
  const std::string known_months = MonthSpanShort(LastBookedMonth(forecast), texts.language);
  if (parts.has_known && parts.has_forecast) columns.push_back(amount("known", {texts.actual, known_months}));
  if (parts.has_deviation_to_date) columns.push_back(amount("deviation_to_date", {texts.deviation, known_months}));
  const char* full_year = parts.is_judged ? texts.by_model : texts.full_year;
  columns.push_back(amount("full_year", {parts.has_forecast ? texts.forecast : texts.actual, full_year}));
  if (parts.is_judged) columns.push_back(amount("judged", {texts.forecast, texts.as_judged}));
  columns.push_back(amount("deviation", {texts.deviation, full_year}));
  if (parts.is_judged) columns.push_back(amount("judged_deviation", {texts.deviation, texts.as_judged}));
  if (!parts.has_forecast) return columns;
  if (parts.has_deviation) {
    columns.push_back(
        {"deviation_interval_80", {texts.interval_1, texts.interval_2}, ColumnKind::kInterval, false, "tkr"});
  } else {
    columns.push_back(
        {"full_year_interval_80", {texts.interval_1, texts.interval_amount_2}, ColumnKind::kInterval, false, "tkr"});
  }
  columns.push_back({"deficit_probability", {texts.risk_1, texts.risk_2}, ColumnKind::kProbability});
  return columns;
}

// A row of the tree; its cells come after its name.
Row RowOf(const ForecastRow& row) {
  return {.cells = {{row.display_name}}, .level = row.depth, .is_sum = row.parent < 0, .is_subtotal = row.is_subtotal};
}

Row RowOfForecast(const PrintedRows& model, const PrintedRows& judged, size_t i, TableParts parts) {
  const ForecastRow& row = model.rows[i];
  const PrintedColumns& printed = model.printed;
  const Figures& net = judged.rows[i].net;
  Row made = RowOf(row);
  made.cells.push_back(PrintedAmountCell(row.net.budget.has_value(), row.net.budget.value_or(0), printed.budget[i]));
  if (parts.has_known && parts.has_forecast)
    made.cells.push_back(PrintedAmountCell(true, row.net.known, printed.known[i]));
  if (parts.has_deviation_to_date) {
    made.cells.push_back(OptionalDeviation(row.net.deviation_to_date, printed.deviation_to_date[i]));
  }
  made.cells.push_back(PrintedAmountCell(true, row.net.full_year, printed.forecast[i]));
  if (parts.is_judged) made.cells.push_back(PrintedAmountCell(true, net.full_year, judged.printed.forecast[i]));
  made.cells.push_back(OptionalDeviation(row.net.deviation, printed.deviation[i]));
  if (parts.is_judged) made.cells.push_back(OptionalDeviation(net.deviation, judged.printed.deviation[i]));
  if (!parts.has_forecast) return made;
  made.cells.push_back(parts.has_deviation ? TkrInterval(net.deviation_quantiles, Sign::kAlways)
                                           : TkrInterval(net.full_year_quantiles, Sign::kWhenNegative));
  const std::optional<double> probability = net.deficit_probability;
  made.cells.push_back(probability.has_value() ? Cell{documents::Probability{*probability}} : Cell{NoValue()});
  return made;
}

// Last year's net deviation of a leaf: the sum over its series that have one.
std::optional<int64_t> LastYearOf(const ForecastRow& row, const LastYearDeviations& last_year) {
  std::optional<int64_t> sum;
  for (const std::string& series : row.series) {
    const auto found = last_year.find(series);
    if (found != last_year.end()) sum = sum.value_or(0) + found->second;
  }
  return sum;
}

struct LastYearColumn {
  std::vector<int64_t> ore;
  std::vector<int64_t> tkr;
  std::vector<bool> present;
};

LastYearColumn RoundLastYear(const std::vector<ForecastRow>& rows, const LastYearDeviations& last_year) {
  std::vector<int64_t> ore(rows.size(), 0);
  LastYearColumn column{{}, {}, std::vector<bool>(rows.size(), false)};
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::optional<int64_t> own = LastYearOf(rows[i], last_year);
    if (!own.has_value()) continue;
    ore[i] = *own;
    for (int node = static_cast<int>(i); node >= 0; node = rows[static_cast<size_t>(node)].parent) {
      column.present[static_cast<size_t>(node)] = true;
    }
  }
  column.ore = documents::SumTree(ParentsOf(rows), ore);
  column.tkr = documents::RoundTree(ParentsOf(rows), ore, kOrePerThousandKronor);
  return column;
}

std::vector<Column> OperatingColumns(const v1::Forecast& forecast, const Texts& texts) {
  const char* outcome = IsComplete(forecast) ? texts.actual : texts.forecast;
  std::vector<Column> columns = {{"activity", {texts.activity}, ColumnKind::kText, true}};
  const auto add = [&](const char* id, std::vector<std::string> heading) {
    columns.push_back({id, std::move(heading), ColumnKind::kAmount, false, "tkr"});
  };
  add("budget_cost", {texts.budget, texts.cost});
  add("budget_revenue", {texts.budget, texts.revenue});
  add("full_year_cost", {outcome, texts.cost});
  add("full_year_revenue", {outcome, texts.revenue});
  add("deviation_cost", {texts.deviation_short, texts.cost});
  add("deviation_revenue", {texts.deviation_short, texts.revenue});
  add("deviation_net", {texts.deviation_short, texts.net});
  add("deviation_last_year", {texts.deviation_short, absl::StrCat(forecast.year() - 1)});
  return columns;
}

struct OperatingColumnsPrinted {
  PrintedColumns cost;
  PrintedColumns revenue;
  LastYearColumn last_year;
};

// The figures of a flow; without any where the row has no such flow.
Figures FiguresOrNone(const std::optional<Figures>& figures) { return figures.value_or(Figures()); }

Row RowOfOperating(const ForecastRow& row, const OperatingColumnsPrinted& printed, size_t i) {
  const Figures cost = FiguresOrNone(row.cost);
  const Figures revenue = FiguresOrNone(row.revenue);
  std::optional<int64_t> net;
  if (cost.deviation.has_value() || revenue.deviation.has_value()) {
    net = cost.deviation.value_or(0) + revenue.deviation.value_or(0);
  }
  std::optional<int64_t> last_year;
  if (printed.last_year.present[i]) last_year = printed.last_year.ore[i];
  Row made = RowOf(row);
  const std::vector<Cell> cells = {
      PrintedAmountCell(cost.budget.has_value(), cost.budget.value_or(0), printed.cost.budget[i]),
      PrintedAmountCell(revenue.budget.has_value(), revenue.budget.value_or(0), printed.revenue.budget[i]),
      PrintedAmountCell(row.cost.has_value(), cost.full_year, printed.cost.forecast[i]),
      PrintedAmountCell(row.revenue.has_value(), revenue.full_year, printed.revenue.forecast[i]),
      OptionalDeviation(cost.deviation, printed.cost.deviation[i]),
      OptionalDeviation(revenue.deviation, printed.revenue.deviation[i]),
      OptionalDeviation(net, printed.cost.deviation[i] + printed.revenue.deviation[i]),
      OptionalDeviation(last_year, printed.last_year.tkr[i])};
  made.cells.insert(made.cells.end(), cells.begin(), cells.end());
  return made;
}

// A kind of note; one about a budget that is missing also tells whether it counts as zero.
using NoteKind = std::pair<v1::NoteCode, bool>;

NoteKind KindOf(const v1::Note& note, const v1::ForecastLine& line) {
  return {note.code(), note.code() == v1::NOTE_CODE_NO_BUDGET && line.has_budget()};
}

// What is told of all lines with a note of that kind; an empty message for a kind of a newer service.
Message SummaryOf(const NoteKind& kind) {
  const auto& [code, counts_as_zero] = kind;
  switch (code) {
    case v1::NOTE_CODE_NO_HISTORY:
      return messages::summary::NoHistory();
    case v1::NOTE_CODE_NO_DATA:
      return messages::summary::NoData();
    case v1::NOTE_CODE_SHORT_HISTORY:
      return messages::summary::ShortHistory();
    case v1::NOTE_CODE_MISSING_MONTH:
      return messages::summary::MissingMonth();
    case v1::NOTE_CODE_MODEL_ABSTAINED:
      return messages::summary::ModelAbstained();
    case v1::NOTE_CODE_NO_BUDGET:
      return counts_as_zero ? messages::summary::NoBudgetCountsAsZero() : messages::summary::NoBudget();
    case v1::NOTE_CODE_STALE_HISTORY:
      return messages::summary::StaleHistory();
    case v1::NOTE_CODE_ENDED:
      return messages::summary::Ended();
    case v1::NOTE_CODE_ONE_OFF:
      return messages::summary::OneOff();
    case v1::NOTE_CODE_LAST_MONTH_OUT:
      return messages::summary::LastMonthOut();
    case v1::NOTE_CODE_FILLING_MONTH:
      return messages::summary::FillingMonth();
    case v1::NOTE_CODE_OPEN_MONTH:
      return messages::summary::OpenMonth();
    case v1::NOTE_CODE_COMMITMENTS:
      return messages::summary::Commitments();
    case v1::NOTE_CODE_UNKNOWN_GROWTH:
      return messages::summary::UnknownGrowth();
    case v1::NOTE_CODE_DRIVER_NOT_USED:
      return messages::summary::DriverNotUsed();
    case v1::NOTE_CODE_COST_WITHOUT_VOLUME:
      return messages::summary::CostWithoutVolume();
    default:
      return {};
  }
}

// "mars 2022".
std::string MonthAndYear(const std::string& text, const Texts& texts) {
  const absl::StatusOr<Month> month = Month::Parse(text);
  return month.ok() ? absl::StrCat(MonthName(month->month(), texts.language), " ", month->year()) : text;
}

// "393" of a volume's unit, "1 234" of money in tkr.
std::string PredictedNumber(v1::Measure measure, int64_t amount, const Texts& texts) {
  return measure == v1::MEASURE_VOLUME ? FormatWholes(amount, kVolumeUnit, texts.language)
                                       : FormatTkr(amount, texts.language);
}

// What a month of the line is forecast as: "393" of a volume's unit, "1 234 tkr" of money.
std::string PredictedText(v1::Measure measure, int64_t amount, const Texts& texts) {
  return absl::StrCat(PredictedNumber(measure, amount, texts), measure == v1::MEASURE_VOLUME ? "" : " tkr");
}

// The amount that a month without a value is predicted as; nullopt for notes of another kind.
std::optional<int64_t> AmountOfMissing(const v1::ForecastLine& line, const v1::Note& note) {
  if (note.code() != v1::NOTE_CODE_MISSING_MONTH) return std::nullopt;
  for (const v1::MonthValue& month : line.months()) {
    if (month.month() == note.month()) return month.amount();
  }
  return std::nullopt;
}

// A figure of a note's message, kronor or a volume's unit, in the parts that the line counts in.
std::optional<int64_t> NoteFigure(const Message& message, absl::string_view name, v1::Measure measure) {
  const Argument* const argument = message.Find(name);
  double value = 0.0;
  if (argument == nullptr || argument->kind() != Argument::Kind::kFigure ||
      !absl::SimpleAtod(argument->text(), &value)) {
    return std::nullopt;
  }
  return std::llround(value * (measure == v1::MEASURE_VOLUME ? kVolumeUnit : kMoneyUnit).parts_per_whole);
}

// "7 446 tkr mot väntade 3 886" of a month that stands out; "" for notes of another kind and those without figures.
std::string OutOfLineText(const v1::ForecastLine& line, const v1::Note& note, const Texts& texts) {
  const bool is_last = note.code() == v1::NOTE_CODE_LAST_MONTH_OUT;
  if (note.has_followed() || (!is_last && note.code() != v1::NOTE_CODE_ONE_OFF)) return "";  // FollowedText has them.
  const Message message = FromProto(note.message());
  const std::optional<int64_t> actual = NoteFigure(message, "actual", line.measure());
  const std::optional<int64_t> expected = NoteFigure(message, "expected", line.measure());
  if (!actual.has_value() || !expected.has_value()) return "";
  return absl::Substitute(is_last ? texts.note_goes_on_from : texts.note_against_expected,
                          PredictedText(line.measure(), *actual, texts),
                          PredictedNumber(line.measure(), *expected, texts));
}

// "300 tkr är bokfört, 1 234 tkr väntas" of a month that is not taken as it stands; "" for notes of another kind.
std::string UnfinishedText(const v1::ForecastLine& line, const v1::Note& note, const Texts& texts) {
  if (!note.has_filling()) return "";
  return MessageText(
      messages::summary::UnfinishedAmounts(PredictedText(line.measure(), note.filling().booked(), texts),
                                           PredictedText(line.measure(), note.filling().expected(), texts)),
      "", texts);
}

// "3 412 tkr för kända (7 pågår), 1 205 tkr för nya" of commitments; "" for notes of another kind.
std::string CommittedText(const v1::ForecastLine& line, const v1::Note& note, const Texts& texts) {
  if (!note.has_commitments()) return "";
  const v1::CommitmentPart& part = note.commitments();
  return MessageText(
      messages::summary::CommittedAmounts(PredictedText(line.measure(), part.open_amount(), texts), part.open_count(),
                                          PredictedText(line.measure(), part.new_amount(), texts)),
      "", texts);
}

std::string NoteSubject(const v1::ForecastLine& line, const v1::Note& note, const FullNames& names,
                        const Texts& texts) {
  std::string subject = line.activity().empty() ? texts.sum : names.Of(line);
  if (!line.series().empty()) absl::StrAppend(&subject, " (", names.MeasureOf(line, texts), ")");
  if (!note.month().empty()) absl::StrAppend(&subject, " ", MonthAndYear(note.month(), texts));
  if (const std::optional<int64_t> amount = AmountOfMissing(line, note); amount.has_value()) {
    absl::StrAppend(&subject, " ", PredictedText(line.measure(), *amount, texts));
  }
  if (const std::string amounts = OutOfLineText(line, note, texts); !amounts.empty()) {
    absl::StrAppend(&subject, " ", amounts);
  }
  if (const std::string amounts = UnfinishedText(line, note, texts); !amounts.empty()) {
    absl::StrAppend(&subject, " (", amounts, ")");
  }
  if (const std::string amounts = CommittedText(line, note, texts); !amounts.empty()) {
    absl::StrAppend(&subject, " (", amounts, ")");
  }
  return subject;
}

// "hushåll" where the volume is called so, else its unit "hushall".
std::string UnitText(const v1::ForecastLine& line) {
  return FoldedName(line.display_name()) == line.unit() ? line.display_name() : line.unit();
}

bool IsVolume(const v1::ForecastLine& line) { return line.measure() == v1::MEASURE_VOLUME; }

// What people read amounts of a line in: tkr, or its unit with one decimal.
ShownUnit UnitOf(const v1::ForecastLine& line) {
  return IsVolume(line) ? documents::VolumeUnit(UnitText(line)) : documents::Tkr();
}

// What the table prints of the money of a series, in tkr.
struct PrintedYear {
  int64_t budget = 0;
  int64_t known = 0;
  int64_t full_year = 0;
};

PrintedYear YearAt(const PrintedColumns& printed, size_t row) {
  return {printed.budget[row], printed.known[row], printed.forecast[row]};
}

// The part of a row that is a cost type, by identifier; "": money without one. nullopt where the row is not told by
// type.
std::optional<size_t> PartOf(const TypeRows& parts, size_t row, const std::string& type) {
  for (size_t part = 0; part < parts.rows.size(); ++part) {
    const std::string& name = parts.types[part];
    if (parts.rows[part].parent == static_cast<int>(row) && name.substr(name.rfind('/') + 1) == type) return part;
  }
  return std::nullopt;
}

// By the name of the series.
std::map<std::string, PrintedYear> PrintedYears(const v1::Forecast& forecast, const Texts& texts) {
  const std::vector<ForecastRow> rows = RowsOf(forecast, texts);
  const TypeRows parts = TypeRowsOf(forecast, rows, texts);
  std::map<std::string, PrintedYear> years;
  for (const Measure measure : {Measure::kCost, Measure::kRevenue}) {
    const PrintedColumns printed = RoundColumns(rows, measure);
    const bool is_cost = measure == Measure::kCost;
    const PrintedColumns printed_parts = RoundTypeColumns(parts, rows, measure);
    for (size_t i = 0; i < rows.size(); ++i) {
      for (const std::string& series : rows[i].series) {
        if (IsCostSeries(series) != is_cost) continue;
        const std::optional<size_t> part = PartOf(parts, i, SeriesCostType(series));
        years[series] = part.has_value() ? YearAt(printed_parts, *part) : YearAt(printed, i);
      }
    }
  }
  return years;
}

// Months of a line in print: tkr, of which the known ones sum to what is known, all of them to the year, and their
// budgets to the budget, as the table prints these.
struct PrintedMonths {
  std::vector<int64_t> amounts;
  std::vector<int64_t> booked;  // The known part of each.
  std::vector<int64_t> budgets;
};

PrintedMonths RoundMonths(const v1::ForecastLine& line, const PrintedYear& year) {
  if (IsVolume(line)) return {};
  std::vector<int64_t> known;
  std::vector<int64_t> predicted;
  std::vector<int64_t> budgets;
  bool predicts = false;
  for (const v1::MonthValue& month : line.months()) {
    const int64_t booked = month.known() ? month.amount() : month.booked();
    known.push_back(booked);
    predicted.push_back(month.amount() - booked);
    predicts = predicts || predicted.back() != 0;
    budgets.push_back(month.budget());
  }
  known = documents::RoundParts(known, kOrePerThousandKronor, predicts ? year.known : year.full_year);
  predicted = documents::RoundParts(predicted, kOrePerThousandKronor, predicts ? year.full_year - year.known : 0);
  PrintedMonths printed;
  printed.budgets = documents::RoundParts(budgets, kOrePerThousandKronor, year.budget);
  for (size_t at = 0; at < known.size(); ++at) printed.amounts.push_back(known[at] + predicted[at]);
  printed.booked = std::move(known);
  return printed;
}

Interval IntervalOf(const v1::Quantiles& quantiles, int divisor, const ShownUnit& unit) {
  return {RoundedAmount(DivideRounded(quantiles.p10(), divisor), unit),
          RoundedAmount(DivideRounded(quantiles.p90(), divisor), unit)};
}

Row FullYearRow(const v1::ForecastLine& line, const PrintedYear& year, const Texts& texts) {
  const ShownUnit tkr = documents::Tkr();
  Row row = {.cells = {{texts.full_year_capital}, {}, {}, {}, {}}, .is_sum = true};
  row.cells[1] = PrintedAmountCell(line.has_budget(), line.budget(), year.budget);
  row.cells[2] = PrintedAmountCell(true, line.known_amount(), year.known);
  row.cells[3] = PrintedAmountCell(true, line.full_year(), year.full_year);
  if (line.has_full_year_quantiles()) row.cells[4] = {IntervalOf(line.full_year_quantiles(), 1, tkr)};
  return row;
}

// Volumes are mostly stocks, such as households this month: their sum over a year counts nothing, their mean does.
Row MeanMonthRow(const v1::ForecastLine& line, const Texts& texts) {
  const auto known = static_cast<int>(
      std::count_if(line.months().begin(), line.months().end(), [](const v1::MonthValue& m) { return m.known(); }));
  const int months = std::max(line.months_size(), 1);
  const ShownUnit unit = UnitOf(line);
  Row row = {.cells = {{texts.mean_month}, {}, {}, {}, {}}, .is_sum = true};
  const int64_t unfinished = std::accumulate(line.months().begin(), line.months().end(), int64_t{0},
                                             [](int64_t sum, const v1::MonthValue& m) { return sum + m.booked(); });
  if (known > 0) row.cells[2] = {RoundedAmount(DivideRounded(line.known_amount() - unfinished, known), unit)};
  row.cells[3] = {RoundedAmount(DivideRounded(line.full_year(), months), unit)};
  if (line.has_full_year_quantiles()) row.cells[4] = {IntervalOf(line.full_year_quantiles(), months, unit)};
  return row;
}

// Months come from the service in the form that Month reads; what does not is shown as it came.
documents::Value MonthCell(const std::string& text) {
  const absl::StatusOr<Month> month = Month::Parse(text);
  return month.ok() ? documents::Value(*month) : documents::Value(text);
}

Row MonthRow(const v1::MonthValue& month, const Amount& amount, const Amount& booked, const Amount& budget) {
  Row row = {.cells = {{MonthCell(month.month())}, {}, {}, {}, {}}};
  if (month.has_budget()) row.cells[1] = {budget};
  row.cells[month.known() ? 2 : 3] = {amount};
  if (month.has_booked()) row.cells[2] = {booked};
  if (month.has_quantiles()) row.cells[4] = {IntervalOf(month.quantiles(), 1, amount.unit)};
  return row;
}

Table MonthTable(const v1::ForecastLine& line, const PrintedYear& year, const PrintedMonths& printed,
                 const Texts& texts) {
  const ShownUnit unit = UnitOf(line);
  Table table;
  table.id = "months";
  table.columns = {{"month", {texts.month}, ColumnKind::kMonth},
                   {"budget", {texts.budget}, ColumnKind::kAmount, false, unit.name},
                   {"actual", {texts.actual}, ColumnKind::kAmount, false, unit.name},
                   {"forecast", {texts.forecast}, ColumnKind::kAmount, false, unit.name},
                   {"interval_80", {texts.interval_80}, ColumnKind::kInterval, false, unit.name}};
  for (int i = 0; i < line.months_size(); ++i) {
    const v1::MonthValue& month = line.months(i);
    Amount amount = RoundedAmount(month.amount(), unit);
    Amount booked = RoundedAmount(month.booked(), unit);
    Amount budget = RoundedAmount(month.budget(), unit);
    if (!IsVolume(line)) {
      amount.shown = printed.amounts[static_cast<size_t>(i)];
      booked.shown = printed.booked[static_cast<size_t>(i)];
      budget.shown = printed.budgets[static_cast<size_t>(i)];
    }
    table.rows.push_back(MonthRow(month, amount, booked, budget));
  }
  table.rows.push_back(IsVolume(line) ? MeanMonthRow(line, texts) : FullYearRow(line, year, texts));
  return table;
}

// "1 802 tkr mot väntade 3 604; kan vara ett bokföringsfel, följs till 20 %".
std::string FollowedText(const v1::FollowedPart& followed, const v1::ForecastLine& line, const Texts& texts) {
  const auto amount = [&](int64_t parts) {
    return documents::CellText(RoundedAmount(parts, UnitOf(line)), texts.language);
  };
  const std::string actual = absl::StrCat(amount(followed.actual()), "\u00a0", UnitOf(line).name);
  const std::string expected = amount(followed.expected());
  const auto share = std::lround(100.0 * followed.share());
  const Message told = followed.may_be_fault() ? messages::summary::MayBeFault(actual, expected, share)
                                               : messages::summary::FollowedPart(actual, expected, share);
  return MessageText(told, "", texts);
}

std::string PastErrorLine(const v1::ModelChoice& choice, const v1::ForecastLine& line, const Texts& texts) {
  const bool is_volume = IsVolume(line);
  // Of a volume the mean month is told, and so is its error.
  const auto amount = [&](int64_t error_of_year) {
    const Amount error = RoundedAmount(DivideRounded(error_of_year, is_volume ? 12 : 1), UnitOf(line));
    return absl::StrCat(documents::CellText(error, texts.language), "\u00a0", UnitOf(line).name);
  };
  const char* what = is_volume ? texts.error_of_mean_month : texts.error_of_year;
  const std::string error = amount(choice.past_error());
  if (!choice.has_last_years_share_past_error())
    return absl::Substitute(texts.past_error, what, error, choice.past_years());
  const std::string other = amount(choice.last_years_share_past_error());
  return absl::Substitute(texts.past_error_compared, what, error, choice.past_years(), other);
}

// What stands in the table for the month without a value that a note tells of: "300 tkr"; "" for notes of another kind.
std::string PutText(const v1::Note& note, const v1::ForecastLine& line, const PrintedMonths& months,
                    const Texts& texts) {
  if (note.code() != v1::NOTE_CODE_MISSING_MONTH) return "";
  for (int i = 0; i < line.months_size(); ++i) {
    if (line.months(i).month() != note.month()) continue;
    if (IsVolume(line)) return PredictedText(line.measure(), line.months(i).amount(), texts);
    return absl::StrCat(FormatInteger(months.amounts[static_cast<size_t>(i)], texts.language), " tkr");
  }
  return "";
}

// A note below its line; for a month without a value also what is put there: "… (300 tkr)".
std::string DetailText(const v1::Note& note, const v1::ForecastLine& line, const PrintedMonths& months,
                       const Texts& texts) {
  const std::string put = PutText(note, line, months, texts);
  if (const std::string amounts = OutOfLineText(line, note, texts); !amounts.empty()) {
    const std::string text = MessageText(SummaryOf(KindOf(note, line)), note.text(), texts);
    return absl::StrCat(MonthAndYear(note.month(), texts), " ", amounts, ": ", text);
  }
  if (note.has_message()) {
    const std::string text = MessageText(FromProto(note.message()), note.text(), texts);
    return put.empty() ? text : absl::StrCat(text, " (", put, ")");
  }
  // Stored before notes had messages: told in short, with its month: "… (2022-03: 300 tkr)".
  const std::string text = MessageText(SummaryOf(KindOf(note, line)), note.text(), texts);
  if (note.month().empty()) return text;
  return absl::StrCat(text, " (", note.month(), put.empty() ? "" : ": ", put, ")");
}

// How the numbers of a series were made: weights and names of models, the notation of one, or words.
std::string HowItIsMade(const v1::ModelChoice& model, const Texts& texts) {
  if (!model.has_specification_message()) return SpecificationText(model.specification(), texts);
  return MessageText(FromProto(model.specification_message()), model.specification(), texts);
}

std::vector<std::string> DetailLines(const v1::ForecastLine& line, const PrintedMonths& months, const Texts& texts) {
  std::vector<std::string> lines;
  if (line.has_model()) {
    const v1::ModelChoice& model = line.model();
    const bool says_more = !model.specification().empty() && model.specification() != model.model();
    const std::string name = ModelText(model.model(), texts);
    const std::string how = HowItIsMade(model, texts);
    lines.push_back(says_more ? absl::Substitute(texts.model_line, name, how)
                              : absl::Substitute(texts.model_line_short, name));
    if (line.model().has_past_error()) lines.push_back(PastErrorLine(line.model(), line, texts));
  }
  for (const v1::Note& note : line.notes()) {
    lines.push_back(note.has_followed()
                        ? absl::StrCat(FollowedText(note.followed(), line, texts), " (", note.month(), ")")
                        : DetailText(note, line, months, texts));
  }
  return lines;
}

void AppendDetails(const v1::Forecast& forecast, const Texts& texts, documents::Document& document) {
  const FullNames full_names(forecast);
  const std::map<std::string, PrintedYear> years = PrintedYears(forecast, texts);
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.series().empty()) continue;
    const auto found = years.find(line.series());
    const PrintedYear year = found == years.end() ? PrintedYear{} : found->second;
    const PrintedMonths months = RoundMonths(line, year);
    const std::string name = absl::StrCat(full_names.Of(line), ", ", full_names.MeasureOf(line, texts));
    document.blocks.push_back(documents::Heading{2, absl::StrCat(name, IsVolume(line) ? "" : " · tkr")});
    document.blocks.push_back(documents::List{DetailLines(line, months, texts)});
    document.blocks.push_back(MonthTable(line, year, months, texts));
    document.blocks.push_back(MonthChart(line, name));
  }
}

// "mar, sep–dec".
std::string MissingMonthsText(const v1::Forecast& forecast, const Texts& texts) {
  std::vector<Month> months;
  for (const std::string& text : forecast.missing_months()) {
    const absl::StatusOr<Month> month = Month::Parse(text);
    if (month.ok()) months.push_back(*month);
  }
  return absl::StrJoin(SpansOf(months), ", ", [&texts](std::string* out, const MonthSpan& span) {
    absl::StrAppend(out, MonthShort(span.first.month(), texts.language));
    if (span.last != span.first) absl::StrAppend(out, "–", MonthShort(span.last.month(), texts.language));
  });
}

// What a table for programs says of the cost type of a line: "-" of a line by type that is of the money without one.
std::string TypeColumnText(const v1::ForecastLine& line) {
  if (line.by_type() && line.cost_type().empty()) return "-";
  return line.cost_type().substr(line.cost_type().rfind('/') + 1);
}

// The cells of a line in a table for programs, from left to right.
class MachineCells {
 public:
  // `sum` is what the sum is called when the line is one.
  MachineCells(const v1::ForecastLine& line, const std::string& sum, const Texts& texts)
      : unit_(IsVolume(line) ? documents::VolumeUnit(line.unit(), 3) : documents::Kronor()) {
    for (const std::string& text :
         {LastPart(line.activity()), line.display_name().empty() ? sum : line.display_name(), LastPart(line.parent()),
          MeasureName(line.measure(), texts), LastPart(line.series()), unit_.name}) {
      Add(text);
    }
  }
  void Add(documents::Value value) { row_.cells.push_back({std::move(value)}); }
  void AddAmount(int64_t amount) { Add(RoundedAmount(amount, unit_)); }
  void AddAmount(bool present, int64_t amount) { present ? AddAmount(amount) : Add(NoValue()); }
  void AddQuantiles(bool present, const v1::Quantiles& q) {
    for (int64_t amount : {q.p05(), q.p10(), q.p25(), q.p50(), q.p75(), q.p90(), q.p95()}) AddAmount(present, amount);
  }
  Row Take() { return std::move(row_); }

 private:
  static std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

  ShownUnit unit_;
  Row row_;
};

}  // namespace

std::string RoundTitle(v1::Round round, int year, const Texts& texts) {
  const char* name = round == v1::ROUND_MARCH      ? texts.round_march
                     : round == v1::ROUND_SPRING   ? texts.round_spring
                     : round == v1::ROUND_AUTUMN   ? texts.round_autumn
                     : round == v1::ROUND_OCTOBER  ? texts.round_october
                     : round == v1::ROUND_YEAR_END ? texts.round_year_end
                                                   : texts.round_month;
  return absl::StrCat(name, " ", year);
}

std::string RoundTitle(const v1::Forecast& forecast, const Texts& texts) {
  const std::string title = RoundTitle(forecast.round(), forecast.year(), texts);
  if (!IsPreliminary(forecast)) return title;
  const bool is_year_end = forecast.round() == v1::ROUND_YEAR_END;
  return absl::StrCat(title, ", ", is_year_end ? texts.preliminary_year_end : texts.preliminary);
}

std::string ForecastTitle(const v1::Forecast& forecast, const Texts& texts) {
  const int last = LastBookedMonth(forecast);
  std::vector<std::string> parts = {forecast.organization_display_name(), RoundTitle(forecast, texts)};
  if (last == 0) parts.push_back(texts.nothing_known);
  if (last > 0 && (last < 12 || forecast.round() != v1::ROUND_YEAR_END)) {
    parts.push_back(absl::Substitute(texts.known_to, MonthName(last, texts.language)));
  }
  if (forecast.missing_months_size() > 0) {
    parts.push_back(absl::Substitute(texts.months_missing, MissingMonthsText(forecast, texts)));
  }
  // Of a bokslut nothing is forecast.
  const std::string& model = forecast.options().model();
  if (!model.empty() && model != kDefaultModelName && !IsComplete(forecast)) {
    parts.push_back(absl::Substitute(texts.model_of_title, ModelText(model, texts)));
  }
  if (forecast.without_events() || forecast.excluded_events_size() > 0) {
    parts.push_back(forecast.without_events() ? texts.title_without_events : texts.title_without_some_events);
  }
  if (forecast.state() == v1::FORECAST_STATE_LOCKED) {
    const absl::Time time = absl::FromUnixSeconds(forecast.lock_time().seconds());
    parts.push_back(absl::Substitute(texts.locked_title, absl::FormatTime("%Y-%m-%d", time, absl::LocalTimeZone())));
  }
  if (!forecast.superseded_by().empty()) {
    const std::string& by = forecast.superseded_by();
    parts.push_back(absl::Substitute(texts.superseded_title, by.substr(by.rfind('/') + 1)));
  }
  parts.push_back("tkr");
  if (parts.front().empty()) parts.erase(parts.begin());
  return absl::StrJoin(parts, " · ");
}

Cell DeviationCell(int64_t ore, int64_t tkr) { return {Amount{ore, tkr, documents::Tkr(), Sign::kAlways}, tkr < 0}; }

Table ForecastTable(const v1::Forecast& forecast, const Texts& texts, bool by_type) {
  const PrintedRows model = PrintedRowsOf(forecast, by_type, texts);
  const v1::Forecast as_judged = AsJudged(forecast);  // Its rows point into it.
  const PrintedRows judged = PrintedRowsOf(as_judged, by_type, texts);
  const bool has_deviation = std::any_of(model.rows.begin(), model.rows.end(),
                                         [](const ForecastRow& row) { return row.net.deviation.has_value(); });
  const bool has_known = LastBookedMonth(forecast) > 0;
  const bool has_forecast = !IsComplete(forecast);
  // A budget of months that are not booked yet would be held against nothing.
  const bool has_deviation_to_date = has_known && has_forecast && forecast.missing_months().empty() &&
                                     std::any_of(model.rows.begin(), model.rows.end(), [](const ForecastRow& row) {
                                       return row.net.deviation_to_date.has_value();
                                     });
  const TableParts parts{has_known, has_deviation_to_date, has_forecast, has_deviation, IsJudged(forecast)};
  Table table{"forecast", ForecastColumns(forecast, parts, texts), {}};
  const size_t tree_size = RowsOf(forecast, texts).size();
  for (size_t i : OrderWithParts(model.rows, tree_size)) {
    table.rows.push_back(RowOfForecast(model, judged, i, parts));
    if (i >= tree_size) table.rows.back().kind = documents::RowKind::kOfWhich;
  }
  return table;
}

Table OperatingTable(const v1::Forecast& forecast, const LastYearDeviations& last_year, const Texts& texts,
                     bool by_type) {
  std::vector<ForecastRow> rows = RowsOf(forecast, texts);
  const size_t tree_size = rows.size();
  OperatingColumnsPrinted printed{RoundColumns(rows, Measure::kCost), RoundColumns(rows, Measure::kRevenue),
                                  RoundLastYear(rows, last_year)};
  if (by_type) {
    const TypeRows parts = TypeRowsOf(forecast, rows, texts);
    AppendColumns(RoundTypeColumns(parts, rows, Measure::kCost), printed.cost);
    AppendColumns(RoundTypeColumns(parts, rows, Measure::kRevenue), printed.revenue);
    rows.insert(rows.end(), parts.rows.begin(), parts.rows.end());
    printed.last_year.ore.resize(rows.size());
    printed.last_year.tkr.resize(rows.size());
    printed.last_year.present.resize(rows.size(), false);
  }
  Table table{"operating", OperatingColumns(forecast, texts), {}};
  for (size_t i : OrderWithParts(rows, tree_size)) {
    table.rows.push_back(RowOfOperating(rows[i], printed, i));
    if (i >= tree_size) table.rows.back().kind = documents::RowKind::kOfWhich;
  }
  return table;
}

// What months without a value add: money of cost and of revenue each for itself; "" for a single one, which says so.
class MissingSums {
 public:
  void Add(const v1::ForecastLine& line, const v1::Note& note) {
    const std::optional<int64_t> amount = AmountOfMissing(line, note);
    if (!amount.has_value() || line.measure() == v1::MEASURE_VOLUME) return;
    sums_[line.measure()] += *amount;
    ++count_;
  }

  std::string Text(const Texts& texts) const {
    if (count_ < 2) return "";
    std::vector<std::string> parts;
    for (const auto& [measure, sum] : sums_) {
      parts.push_back(absl::StrCat(MeasureName(measure, texts), " ", PredictedText(measure, sum, texts)));
    }
    return absl::StrCat(" (", absl::Substitute(texts.note_missing_sum, absl::StrJoin(parts, ", ")), ")");
  }

 private:
  std::map<v1::Measure, int64_t> sums_;
  int count_ = 0;
};

documents::Notes ForecastNotes(const v1::Forecast& forecast, const Texts& texts) {
  const FullNames full_names(forecast);
  std::map<NoteKind, std::vector<std::string>> subjects;
  documents::Notes notes;
  const auto add = [&notes](std::string text) {
    notes.notes.push_back({static_cast<int>(notes.notes.size()) + 1, std::move(text)});
  };
  MissingSums missing;
  for (const v1::ForecastLine& line : forecast.lines()) {
    for (const v1::Note& note : line.notes()) {
      const std::string subject = NoteSubject(line, note, full_names, texts);
      if (note.has_followed()) {
        add(absl::StrCat(subject, ": ", FollowedText(note.followed(), line, texts)));
        continue;
      }
      std::vector<std::string>& names = subjects[KindOf(note, line)];
      if (std::find(names.begin(), names.end(), subject) != names.end()) continue;
      names.push_back(subject);
      missing.Add(line, note);
    }
  }
  for (const auto& [kind, names] : subjects) {
    const std::string text = MessageText(SummaryOf(kind), "", texts);
    if (text.empty()) continue;
    const std::string sum = kind.first == v1::NOTE_CODE_MISSING_MONTH ? missing.Text(texts) : "";
    add(absl::StrCat(FirstNames(names, texts), sum, ": ", text));
  }
  return notes;
}

// What the rows by cost type do not tell, and why.
void AppendTypeNotes(const v1::Forecast& forecast, const Texts& texts, documents::Document& document) {
  if (forecast.lines_by_type().empty()) {
    document.blocks.push_back(documents::Paragraphs{{texts.no_types_in_forecast}});
    return;
  }
  const std::vector<ForecastRow> rows = RowsOf(forecast, texts);
  const std::vector<std::string> names = RowsWithoutBudgetByType(TypeRowsOf(forecast, rows, texts), rows);
  if (names.empty()) return;
  document.blocks.push_back(
      documents::Paragraphs{{absl::Substitute(texts.budget_not_by_type, FirstNames(names, texts))}});
}

documents::Document ForecastDocument(const v1::Forecast& forecast, const ForecastViews& views,
                                     const LastYearDeviations& last_year, const Texts& texts) {
  documents::Document document;
  document.blocks.push_back(documents::Heading{1, ForecastTitle(forecast, texts)});
  document.blocks.push_back(views.operating ? OperatingTable(forecast, last_year, texts, views.by_type)
                                            : ForecastTable(forecast, texts, views.by_type));
  if (views.by_type) AppendTypeNotes(forecast, texts, document);
  for (documents::Block& block : ReasonBlocks(forecast.reasons(), texts)) document.blocks.push_back(std::move(block));
  if (views.details) {
    AppendDetails(forecast, texts, document);
  } else {
    document.blocks.push_back(ForecastNotes(forecast, texts));
  }
  for (documents::Block& block : JudgementBlocks(forecast, texts)) document.blocks.push_back(std::move(block));
  for (documents::Block& block : EventShareBlocks(forecast, texts)) document.blocks.push_back(std::move(block));
  return document;
}

documents::Document DetailsDocument(const v1::Forecast& forecast, const Texts& texts) {
  documents::Document document;
  AppendDetails(forecast, texts, document);
  return document;
}

Table ForecastLinesTable(const v1::Forecast& forecast, const Texts& texts, bool by_type) {
  Table table = MachineTree("lines", absl::StrCat(texts.csv_forecast, by_type ? texts.csv_cost_type : ""));
  const RowKinds kinds(forecast.lines());
  const bool has_frames = !forecast.lines_without_frames().empty();
  std::vector<const v1::ForecastLine*> lines;
  for (const v1::ForecastLine& line : forecast.lines()) lines.push_back(&line);
  for (const v1::ForecastLine& line : forecast.lines_without_frames()) lines.push_back(&line);
  if (by_type) {
    for (const v1::ForecastLine& line : forecast.lines_by_type()) lines.push_back(&line);
  }
  for (const v1::ForecastLine* one : lines) {
    const v1::ForecastLine& line = *one;
    MachineCells cells(line, SumName(line, has_frames, texts), texts);
    cells.Add(MonthCell(forecast.last_known_month()));
    cells.AddAmount(line.has_budget(), line.budget());
    cells.AddAmount(line.known_amount());
    cells.AddAmount(line.full_year());
    cells.AddAmount(line.has_deviation(), line.deviation());
    cells.AddQuantiles(line.has_full_year_quantiles(), line.full_year_quantiles());
    cells.AddQuantiles(line.has_deviation_quantiles(), line.deviation_quantiles());
    line.has_deficit_probability() ? cells.Add(documents::Probability{line.deficit_probability()})
                                   : cells.Add(NoValue());
    cells.AddAmount(line.has_last_year(), line.last_year());
    cells.Add(line.model().model());
    cells.Add(std::string(IsPreliminary(forecast) ? "1" : ""));
    cells.AddAmount(line.has_judged(), line.judged().full_year());
    cells.AddAmount(line.judged().has_deviation(), line.judged().deviation());
    line.judged().has_deficit_probability() ? cells.Add(documents::Probability{line.judged().deficit_probability()})
                                            : cells.Add(NoValue());
    cells.Add(line.line_override().reason());
    cells.Add(line.comment().text());
    if (by_type) cells.Add(TypeColumnText(line));
    table.rows.push_back(cells.Take());
    line.by_type() ? MarkOfWhich(line, table.rows.back()) : kinds.Mark(line, table.rows.back());
  }
  return table;
}

Table ForecastMonthsTable(const v1::Forecast& forecast, const Texts& texts) {
  Table table{"months", MachineColumns(texts.csv_months), {}};
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.series().empty()) continue;
    for (const v1::MonthValue& month : line.months()) {
      MachineCells cells(line, texts.sum, texts);
      cells.Add(MonthCell(month.month()));
      cells.Add(std::string(month.known() ? texts.csv_actual : texts.csv_predicted));
      cells.AddAmount(month.amount());
      cells.AddAmount(month.has_budget(), month.budget());
      cells.AddQuantiles(month.has_quantiles(), month.quantiles());
      table.rows.push_back(cells.Take());
    }
  }
  return table;
}

documents::Chart MonthChart(const v1::ForecastLine& line, const std::string& title) {
  documents::Chart chart{title, UnitOf(line), {}};
  for (const v1::MonthValue& month : line.months()) {
    const absl::StatusOr<Month> parsed = Month::Parse(month.month());
    if (!parsed.ok()) continue;
    documents::ChartPoint point{*parsed, {}, {}, {}, {}, {}};
    (month.known() ? point.actual : point.expected) = month.amount();
    if (month.has_quantiles()) {
      point.low = month.quantiles().p10();
      point.high = month.quantiles().p90();
    }
    if (month.has_budget()) point.budget = month.budget();
    chart.points.push_back(point);
  }
  return chart;
}

std::string MeasureName(v1::Measure measure, const Texts& texts) {
  switch (measure) {
    case v1::MEASURE_COST:
      return texts.cost;
    case v1::MEASURE_REVENUE:
      return texts.revenue;
    case v1::MEASURE_NET:
      return texts.net;
    case v1::MEASURE_VOLUME:
      return texts.volume;
    default:
      return "";
  }
}

}  // namespace prognos::client
