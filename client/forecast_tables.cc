#include "client/forecast_tables.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/model_names.h"
#include "client/number_format.h"
#include "client/rounded_tree.h"
#include "forecast/base/month.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {
namespace {

constexpr char kNothing[] = "–";
// So many names are told in a note; the rest are counted.
constexpr size_t kNamesInNote = 5;

std::string Indented(const ForecastRow& row) {
  return absl::StrCat(std::string(static_cast<size_t>(2 * row.depth), ' '), row.display_name);
}

std::string IntervalText(const v1::Quantiles& quantiles, const Texts& texts) {
  return absl::StrCat(FormatTkr(quantiles.p10(), texts.language, Sign::kAlways), " … ",
                      FormatTkr(quantiles.p90(), texts.language, Sign::kAlways));
}

// Rows in the order of print: the sum last.
std::vector<size_t> PrintOrder(size_t row_count) {
  std::vector<size_t> order;
  for (size_t i = 1; i < row_count; ++i) order.push_back(i);
  if (row_count > 0) order.push_back(0);
  return order;
}

struct TableParts {
  bool has_known = false;
  bool has_forecast = false;
};

std::vector<Column> ForecastColumns(const v1::Forecast& forecast, TableParts parts, const Texts& texts) {
  std::vector<Column> columns = {{{texts.activity}, Align::kLeft, true}, {{texts.budget, texts.full_year}}};
  if (parts.has_known && parts.has_forecast) {
    columns.push_back({{texts.actual, MonthSpanShort(LastKnownMonth(forecast), texts.language)}});
  }
  columns.push_back({{parts.has_forecast ? texts.forecast : texts.actual, texts.full_year}});
  columns.push_back({{texts.deviation, texts.full_year}});
  if (!parts.has_forecast) return columns;
  columns.push_back({{texts.interval_1, texts.interval_2}});
  columns.push_back({{texts.risk_1, texts.risk_2}});
  return columns;
}

std::vector<Cell> ForecastCells(const ForecastRow& row, const PrintedColumns& printed, size_t i, TableParts parts,
                                const Texts& texts) {
  const Language language = texts.language;
  std::vector<Cell> cells = {{Indented(row)}};
  cells.push_back({row.net.budget.has_value() ? FormatInteger(printed.budget[i], language) : kNothing});
  if (parts.has_known && parts.has_forecast) cells.push_back({FormatInteger(printed.known[i], language)});
  cells.push_back({FormatInteger(printed.forecast[i], language)});
  cells.push_back(row.net.deviation.has_value() ? DeviationCell(printed.deviation[i], texts) : Cell{kNothing});
  if (!parts.has_forecast) return cells;
  const v1::Quantiles* quantiles = row.net.deviation_quantiles;
  cells.push_back({quantiles != nullptr ? IntervalText(*quantiles, texts) : kNothing});
  const std::optional<double> probability = row.net.deficit_probability;
  cells.push_back({probability.has_value() ? FormatProbability(*probability, language) : kNothing});
  return cells;
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
  std::vector<int64_t> tkr;
  std::vector<bool> present;
};

LastYearColumn RoundLastYear(const std::vector<ForecastRow>& rows, const LastYearDeviations& last_year) {
  std::vector<int64_t> ore(rows.size(), 0);
  LastYearColumn column{{}, std::vector<bool>(rows.size(), false)};
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::optional<int64_t> own = LastYearOf(rows[i], last_year);
    if (!own.has_value()) continue;
    ore[i] = *own;
    for (int node = static_cast<int>(i); node >= 0; node = rows[static_cast<size_t>(node)].parent) {
      column.present[static_cast<size_t>(node)] = true;
    }
  }
  column.tkr = RoundTree(ParentsOf(rows), ore, kOrePerThousandKronor);
  return column;
}

std::vector<Column> OperatingColumns(const v1::Forecast& forecast, const Texts& texts) {
  const char* outcome = IsComplete(forecast) ? texts.actual : texts.forecast;
  return {{{texts.activity}, Align::kLeft, true},
          {{texts.budget, texts.cost}},
          {{texts.budget, texts.revenue}},
          {{outcome, texts.cost}},
          {{outcome, texts.revenue}},
          {{texts.deviation_short, texts.cost}},
          {{texts.deviation_short, texts.revenue}},
          {{texts.deviation_short, texts.net}},
          {{texts.deviation_short, absl::StrCat(forecast.year() - 1)}}};
}

Cell AmountCell(bool present, int64_t tkr, const Texts& texts) {
  return {present ? FormatInteger(tkr, texts.language) : kNothing};
}

// Which figures a flow of a row has.
bool HasBudget(const ForecastRow& row, Measure measure) {
  const Figures* figures = FiguresOf(row, measure);
  return figures != nullptr && figures->budget.has_value();
}
bool HasDeviation(const ForecastRow& row, Measure measure) {
  const Figures* figures = FiguresOf(row, measure);
  return figures != nullptr && figures->deviation.has_value();
}

struct OperatingColumnsPrinted {
  PrintedColumns cost;
  PrintedColumns revenue;
  LastYearColumn last_year;
};

std::vector<Cell> OperatingCells(const ForecastRow& row, const OperatingColumnsPrinted& printed, size_t i,
                                 const Texts& texts) {
  const auto deviation = [&](bool present, int64_t tkr) {
    return present ? DeviationCell(tkr, texts) : Cell{kNothing};
  };
  const bool has_cost = HasDeviation(row, Measure::kCost);
  const bool has_revenue = HasDeviation(row, Measure::kRevenue);
  const int64_t net = printed.cost.deviation[i] + printed.revenue.deviation[i];
  return {{Indented(row)},
          AmountCell(HasBudget(row, Measure::kCost), printed.cost.budget[i], texts),
          AmountCell(HasBudget(row, Measure::kRevenue), printed.revenue.budget[i], texts),
          AmountCell(row.cost.has_value(), printed.cost.forecast[i], texts),
          AmountCell(row.revenue.has_value(), printed.revenue.forecast[i], texts),
          deviation(has_cost, printed.cost.deviation[i]),
          deviation(has_revenue, printed.revenue.deviation[i]),
          deviation(has_cost || has_revenue, net),
          deviation(printed.last_year.present[i], printed.last_year.tkr[i])};
}

// A kind of note; one about a budget that is missing also tells whether it counts as zero.
using NoteKind = std::pair<v1::NoteCode, bool>;

NoteKind KindOf(const v1::Note& note, const v1::ForecastLine& line) {
  return {note.code(), note.code() == v1::NOTE_CODE_NO_BUDGET && line.has_budget()};
}

const char* ForecastNoteText(const NoteKind& kind, const Texts& texts) {
  const auto& [code, counts_as_zero] = kind;
  switch (code) {
    case v1::NOTE_CODE_NO_HISTORY:
      return texts.note_no_history;
    case v1::NOTE_CODE_NO_DATA:
      return texts.note_no_data;
    case v1::NOTE_CODE_SHORT_HISTORY:
      return texts.note_short_history;
    case v1::NOTE_CODE_MISSING_MONTH:
      return texts.note_missing_month;
    case v1::NOTE_CODE_MODEL_ABSTAINED:
      return texts.note_model_abstained;
    case v1::NOTE_CODE_NO_BUDGET:
      return counts_as_zero ? texts.note_zero_budget : texts.note_no_budget;
    case v1::NOTE_CODE_STALE_HISTORY:
      return texts.note_stale_history;
    case v1::NOTE_CODE_ONE_OFF:
      return texts.note_one_off;
    case v1::NOTE_CODE_LAST_MONTH_OUT:
      return texts.note_last_month_out;
    default:
      return nullptr;
  }
}

// "mars 2022".
std::string MonthAndYear(const std::string& text, const Texts& texts) {
  const absl::StatusOr<Month> month = Month::Parse(text);
  return month.ok() ? absl::StrCat(MonthName(month->month(), texts.language), " ", month->year()) : text;
}

// What activities are called where no tree shows which one is meant.
class FullNames {
 public:
  explicit FullNames(const v1::Forecast& forecast) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      // A volume may have a display name of its own, and stands after the money of its activity.
      if (display_names_.emplace(line.activity(), line.display_name()).second) {
        activities_[line.display_name()].insert(line.activity());
      }
    }
  }
  // The activity's display name, after its parent's when several share it: "Vuxen > Externa placeringar".
  std::string Of(const v1::ForecastLine& line) const {
    const std::string& own = OfActivityAlone(line);
    const auto parent = display_names_.find(line.parent());
    if (line.parent().empty() || parent == display_names_.end() || activities_.at(own).size() == 1) return own;
    return absl::StrCat(parent->second, " > ", own);
  }
  // What a line measures: "kostnad", the name of a volume, or else its unit.
  std::string MeasureOf(const v1::ForecastLine& line, const Texts& texts) const {
    if (line.measure() != v1::MEASURE_VOLUME) return MeasureName(line.measure(), texts);
    return line.display_name() != OfActivityAlone(line) ? line.display_name() : line.unit();
  }

 private:
  const std::string& OfActivityAlone(const v1::ForecastLine& line) const { return display_names_.at(line.activity()); }

  std::map<std::string, std::string> display_names_;         // By activity.
  std::map<std::string, std::set<std::string>> activities_;  // By display name.
};

std::string NoteSubject(const v1::ForecastLine& line, const v1::Note& note, const FullNames& names,
                        const Texts& texts) {
  std::string subject = line.activity().empty() ? texts.sum : names.Of(line);
  if (!line.series().empty()) absl::StrAppend(&subject, " (", names.MeasureOf(line, texts), ")");
  if (!note.month().empty()) absl::StrAppend(&subject, " ", MonthAndYear(note.month(), texts));
  return subject;
}

std::string JoinNames(const std::vector<std::string>& names, const Texts& texts) {
  if (names.size() <= kNamesInNote) return absl::StrJoin(names, ", ");
  const std::vector<std::string> first(names.begin(), names.begin() + kNamesInNote);
  return absl::StrCat(absl::StrJoin(first, ", "), " ", absl::Substitute(texts.and_more, names.size() - kNamesInNote));
}

// Formats an amount of a line: öre as tkr, a volume in its unit with one decimal.
std::string LineAmount(int64_t amount, bool is_volume, const Texts& texts) {
  return is_volume ? FormatWholes(amount, kVolumeUnit, texts.language) : FormatTkr(amount, texts.language);
}

// The months of a line in print: tkr that sum to the printed year.
std::vector<int64_t> RoundMonths(const v1::ForecastLine& line) {
  std::vector<int> parents = {-1};
  std::vector<int64_t> ore = {0};
  for (const v1::MonthValue& month : line.months()) {
    parents.push_back(0);
    ore.push_back(month.amount());
  }
  return RoundTree(parents, ore, kOrePerThousandKronor);
}

std::string MonthInterval(const v1::MonthValue& month, bool is_volume, const Texts& texts) {
  if (!month.has_quantiles()) return "";
  return absl::StrCat(LineAmount(month.quantiles().p10(), is_volume, texts), " … ",
                      LineAmount(month.quantiles().p90(), is_volume, texts));
}

std::string IntervalOf(const v1::Quantiles& quantiles, int divisor, bool is_volume, const Texts& texts) {
  return absl::StrCat(LineAmount(DivideRounded(quantiles.p10(), divisor), is_volume, texts), " … ",
                      LineAmount(DivideRounded(quantiles.p90(), divisor), is_volume, texts));
}

std::vector<Cell> FullYearCells(const v1::ForecastLine& line, const Texts& texts) {
  const bool has_interval = line.has_full_year_quantiles();
  return {{texts.full_year_capital},
          {line.has_budget() ? LineAmount(line.budget(), false, texts) : ""},
          {LineAmount(line.known_amount(), false, texts)},
          {LineAmount(line.full_year(), false, texts)},
          {has_interval ? IntervalOf(line.full_year_quantiles(), 1, false, texts) : ""}};
}

// Volumes are mostly stocks, such as households this month: their sum over a year counts nothing, their mean does.
std::vector<Cell> MeanMonthCells(const v1::ForecastLine& line, const Texts& texts) {
  const auto known = static_cast<int>(
      std::count_if(line.months().begin(), line.months().end(), [](const v1::MonthValue& m) { return m.known(); }));
  const int months = std::max(line.months_size(), 1);
  const bool has_interval = line.has_full_year_quantiles();
  return {{texts.mean_month},
          {},
          {known > 0 ? LineAmount(DivideRounded(line.known_amount(), known), true, texts) : ""},
          {LineAmount(DivideRounded(line.full_year(), months), true, texts)},
          {has_interval ? IntervalOf(line.full_year_quantiles(), months, true, texts) : ""}};
}

Table MonthTable(const v1::ForecastLine& line, const Texts& texts) {
  const bool is_volume = line.measure() == v1::MEASURE_VOLUME;
  const std::vector<int64_t> printed = RoundMonths(line);
  Table table;
  table.columns = {
      {{texts.month}, Align::kLeft}, {{texts.budget}}, {{texts.actual}}, {{texts.forecast}}, {{texts.interval_80}}};
  for (int i = 0; i < line.months_size(); ++i) {
    const v1::MonthValue& month = line.months(i);
    const std::string amount = is_volume ? LineAmount(month.amount(), true, texts)
                                         : FormatInteger(printed[static_cast<size_t>(i) + 1], texts.language);
    table.rows.push_back({{month.month()},
                          {month.has_budget() ? LineAmount(month.budget(), is_volume, texts) : ""},
                          {month.known() ? amount : ""},
                          {month.known() ? "" : amount},
                          {MonthInterval(month, is_volume, texts)}});
  }
  table.rows.push_back(is_volume ? MeanMonthCells(line, texts) : FullYearCells(line, texts));
  return table;
}

// "hushåll" where the volume is called so, else its unit "hushall".
std::string UnitText(const v1::ForecastLine& line) {
  return FoldedName(line.display_name()) == line.unit() ? line.display_name() : line.unit();
}

std::string PastErrorLine(const v1::ModelChoice& choice, const v1::ForecastLine& line, const Texts& texts) {
  const bool is_volume = line.measure() == v1::MEASURE_VOLUME;
  const std::string unit = is_volume ? UnitText(line) : "tkr";
  // Of a volume the mean month is told, and so is its error.
  const auto amount = [&](int64_t error_of_year) {
    return absl::StrCat(LineAmount(DivideRounded(error_of_year, is_volume ? 12 : 1), is_volume, texts), "\u00a0", unit);
  };
  const char* what = is_volume ? texts.error_of_mean_month : texts.error_of_year;
  const std::string error = amount(choice.past_error());
  if (!choice.has_last_years_share_past_error())
    return absl::Substitute(texts.past_error, what, error, choice.past_years());
  const std::string other = amount(choice.last_years_share_past_error());
  return absl::Substitute(texts.past_error_compared, what, error, choice.past_years(), other);
}

std::vector<std::string> DetailLines(const v1::ForecastLine& line, const Texts& texts) {
  std::vector<std::string> lines;
  if (line.has_model()) {
    const v1::ModelChoice& model = line.model();
    const bool says_more = !model.specification().empty() && model.specification() != model.model();
    const std::string name = ModelText(model.model(), texts);
    const std::string how = SpecificationText(model.specification(), texts);
    lines.push_back(says_more ? absl::Substitute(texts.model_line, name, how)
                              : absl::Substitute(texts.model_line_short, name));
    if (line.model().has_past_error()) lines.push_back(PastErrorLine(line.model(), line, texts));
  }
  for (const v1::Note& note : line.notes()) {
    const char* text = texts.language == Language::kSwedish ? ForecastNoteText(KindOf(note, line), texts) : nullptr;
    const std::string month = note.month().empty() || text == nullptr ? "" : absl::StrCat(" (", note.month(), ")");
    lines.push_back(absl::StrCat(text != nullptr ? text : note.text(), month));
  }
  return lines;
}

class CsvFields {
 public:
  CsvFields(const v1::ForecastLine& line, const Texts& texts)
      : texts_(texts), is_volume_(line.measure() == v1::MEASURE_VOLUME) {
    fields_ = {LastPart(line.activity()), line.display_name().empty() ? texts.sum : line.display_name(),
               LastPart(line.parent()),   MeasureName(line.measure(), texts),
               LastPart(line.series()),   is_volume_ ? line.unit() : "kr"};
  }
  void Text(const std::string& text) { fields_.push_back(text); }
  void Amount(int64_t amount) { Text(FormatMachine(amount, is_volume_ ? kVolumeUnit : kMoneyUnit, texts_.language)); }
  void Amount(bool present, int64_t amount) { present ? Amount(amount) : Text(""); }
  void Quantiles(bool present, const v1::Quantiles& q) {
    for (int64_t amount : {q.p05(), q.p10(), q.p25(), q.p50(), q.p75(), q.p90(), q.p95()}) Amount(present, amount);
  }
  std::vector<std::string> Take() { return std::move(fields_); }

 private:
  static std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

  const Texts& texts_;
  const bool is_volume_;
  std::vector<std::string> fields_;
};

std::string ProbabilityField(const v1::ForecastLine& line, const Texts& texts) {
  if (!line.has_deficit_probability()) return "";
  return FormatMachine(static_cast<int64_t>(line.deficit_probability() * 10000.0 + 0.5), 10000, texts.language);
}

std::vector<std::string> CsvHeader(const char* columns) { return absl::StrSplit(columns, ';'); }

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

std::string ForecastTitle(const v1::Forecast& forecast, const Texts& texts) {
  const int last = LastKnownMonth(forecast);
  std::vector<std::string> parts = {forecast.organization_display_name(),
                                    RoundTitle(forecast.round(), forecast.year(), texts)};
  if (last == 0) parts.push_back(texts.nothing_known);
  if (last > 0 && forecast.round() != v1::ROUND_YEAR_END) {
    parts.push_back(absl::Substitute(texts.known_to, MonthName(last, texts.language)));
  }
  // Of a bokslut nothing is forecast.
  const std::string& model = forecast.options().model();
  if (!model.empty() && model != kDefaultModelName && !IsComplete(forecast)) {
    parts.push_back(absl::Substitute(texts.model_of_title, ModelText(model, texts)));
  }
  parts.push_back("tkr");
  if (parts.front().empty()) parts.erase(parts.begin());
  return absl::StrJoin(parts, " · ");
}

Cell DeviationCell(int64_t tkr, const Texts& texts) {
  return {FormatInteger(tkr, texts.language, Sign::kAlways), tkr < 0};
}

Table ForecastTable(const v1::Forecast& forecast, const Texts& texts) {
  const std::vector<ForecastRow> rows = RowsOf(forecast, texts);
  const PrintedColumns printed = RoundColumns(rows, Measure::kNet);
  const TableParts parts{LastKnownMonth(forecast) > 0, !IsComplete(forecast)};
  Table table{ForecastColumns(forecast, parts, texts), {}};
  for (size_t i : PrintOrder(rows.size())) table.rows.push_back(ForecastCells(rows[i], printed, i, parts, texts));
  return table;
}

Table OperatingTable(const v1::Forecast& forecast, const LastYearDeviations& last_year, const Texts& texts) {
  const std::vector<ForecastRow> rows = RowsOf(forecast, texts);
  const OperatingColumnsPrinted printed{RoundColumns(rows, Measure::kCost), RoundColumns(rows, Measure::kRevenue),
                                        RoundLastYear(rows, last_year)};
  Table table{OperatingColumns(forecast, texts), {}};
  for (size_t i : PrintOrder(rows.size())) table.rows.push_back(OperatingCells(rows[i], printed, i, texts));
  return table;
}

std::vector<std::string> NoteLines(const v1::Forecast& forecast, const Texts& texts) {
  const FullNames full_names(forecast);
  std::map<NoteKind, std::vector<std::string>> subjects;
  for (const v1::ForecastLine& line : forecast.lines()) {
    for (const v1::Note& note : line.notes()) {
      std::vector<std::string>& names = subjects[KindOf(note, line)];
      const std::string subject = NoteSubject(line, note, full_names, texts);
      if (std::find(names.begin(), names.end(), subject) == names.end()) names.push_back(subject);
    }
  }
  std::vector<std::string> lines;
  for (const auto& [kind, names] : subjects) {
    const char* text = ForecastNoteText(kind, texts);
    if (text != nullptr) lines.push_back(absl::StrCat(JoinNames(names, texts), ": ", text));
  }
  return lines;
}

std::vector<SeriesDetail> SeriesDetails(const v1::Forecast& forecast, const Texts& texts) {
  const FullNames full_names(forecast);
  std::vector<SeriesDetail> details;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.series().empty()) continue;
    const std::string unit = line.measure() == v1::MEASURE_VOLUME ? "" : " · tkr";
    details.push_back({absl::StrCat(full_names.Of(line), ", ", full_names.MeasureOf(line, texts), unit),
                       DetailLines(line, texts), MonthTable(line, texts)});
  }
  return details;
}

CsvRows ForecastCsv(const v1::Forecast& forecast, const Texts& texts) {
  CsvRows csv{CsvHeader(texts.csv_forecast), {}};
  for (const v1::ForecastLine& line : forecast.lines()) {
    CsvFields fields(line, texts);
    fields.Text(forecast.last_known_month());
    fields.Amount(line.has_budget(), line.budget());
    fields.Amount(line.known_amount());
    fields.Amount(line.full_year());
    fields.Amount(line.has_deviation(), line.deviation());
    fields.Quantiles(line.has_full_year_quantiles(), line.full_year_quantiles());
    fields.Quantiles(line.has_deviation_quantiles(), line.deviation_quantiles());
    fields.Text(ProbabilityField(line, texts));
    fields.Amount(line.has_last_year(), line.last_year());
    fields.Text(line.model().model());
    csv.rows.push_back(fields.Take());
  }
  return csv;
}

CsvRows ForecastMonthsCsv(const v1::Forecast& forecast, const Texts& texts) {
  CsvRows csv{CsvHeader(texts.csv_months), {}};
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.series().empty()) continue;
    for (const v1::MonthValue& month : line.months()) {
      CsvFields fields(line, texts);
      fields.Text(month.month());
      fields.Text(month.known() ? texts.csv_actual : texts.csv_predicted);
      fields.Amount(month.amount());
      fields.Amount(month.has_budget(), month.budget());
      fields.Quantiles(month.has_quantiles(), month.quantiles());
      csv.rows.push_back(fields.Take());
    }
  }
  return csv;
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
