#include "client/period_tables.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/full_names.h"
#include "client/machine_columns.h"
#include "forecast/base/month.h"
#include "forecast/base/month_names.h"
#include "forecast/base/unit.h"
#include "forecast/documents/rounded_pair.h"

namespace prognos::client {
namespace {

using documents::AmountPair;
using documents::Cell;
using documents::ColumnKind;
using documents::NoValue;
using documents::ShownUnit;

// Columns of a table: the name, then for the year so far and for twelve months the earlier and the later period, the
// increase and that in per cent.
constexpr size_t kFirstOfYear = 1;
constexpr size_t kFirstOfTwelve = 5;

struct Periods {
  std::optional<int64_t> earlier;
  std::optional<int64_t> later;

  friend bool operator==(const Periods&, const Periods&) = default;
};

Periods YearPeriods(const v1::PeriodLine& line) {
  Periods years;
  if (line.has_last_year_to_date()) years.earlier = line.last_year_to_date();
  if (line.has_year_to_date()) years.later = line.year_to_date();
  return years;
}

Periods TwelvePeriods(const v1::PeriodLine& line) {
  Periods twelves;
  if (line.has_twelve_months_before()) twelves.earlier = line.twelve_months_before();
  if (line.has_twelve_months()) twelves.later = line.twelve_months();
  return twelves;
}

// Four sums of a row: of the year so far the earlier and the later period, and of twelve months.
using FourSums = std::array<std::optional<int64_t>, 4>;

FourSums SumsOf(const v1::PeriodLine& line) {
  const Periods years = YearPeriods(line), twelves = TwelvePeriods(line);
  return {years.earlier, years.later, twelves.earlier, twelves.later};
}

// `cells`: the four sums. The increases come later.
documents::Row PeriodRow(const std::string& name, int level, std::array<Cell, 4> cells) {
  return {.cells = {{name}, cells[0], cells[1], {NoValue()}, {NoValue()}, cells[2], cells[3], {NoValue()}, {NoValue()}},
          .level = level};
}

// The increase between the two amounts of a row that stand at `first`, as shown, and in per cent of the earlier one;
// "–" where one is missing, and the per cent where the earlier is not above zero.
void AddIncrease(documents::Row& row, size_t first) {
  const auto* const earlier = std::get_if<documents::Amount>(&row.cells[first].value);
  const auto* const later = std::get_if<documents::Amount>(&row.cells[first + 1].value);
  if (earlier == nullptr || later == nullptr) return;
  row.cells[first + 2].value =
      documents::Amount{later->exact - earlier->exact, later->shown - earlier->shown, later->unit};
  if (earlier->exact <= 0) return;
  const double increase = static_cast<double>(later->exact - earlier->exact);
  row.cells[first + 3].value = documents::Percent{100.0 * increase / static_cast<double>(earlier->exact)};
}

std::vector<documents::Column> PeriodColumns(const char* what, Month until, const char* unit, const Texts& texts) {
  const std::string month = MonthShort(until.month(), texts.language);
  const std::string months = until.month() == 1 ? month : absl::StrCat(MonthShort(1, texts.language), "–", month);
  const auto year = [&](int years_ago) { return absl::StrCat(until.year() - years_ago); };
  const auto amount = [&](const char* id, std::vector<std::string> heading) {
    return documents::Column{id, std::move(heading), ColumnKind::kAmount, false, unit};
  };
  return {{"name", {what}, ColumnKind::kText, true},
          amount("last_year_to_date", {months, year(1)}),
          amount("year_to_date", {months, year(0)}),
          amount("increase_to_date", {texts.increase}),
          {"increase_to_date_percent", {}, ColumnKind::kPercent},
          amount("twelve_months_before", {texts.twelve_months_to, absl::StrCat(month, " ", year(1))}),
          amount("twelve_months", {texts.twelve_months_to, absl::StrCat(month, " ", year(0))}),
          amount("increase_twelve_months", {texts.increase}),
          {"increase_twelve_months_percent", {}, ColumnKind::kPercent}};
}

// A row of the tree: cost and revenue of each period, absent as a whole where the period is not known.
struct MoneyRow {
  std::string name;
  int parent = -1;  // Row index; -1 for the sum.
  int depth = 0;
  std::array<AmountPair, 4> sums = {};
  std::array<bool, 4> known = {};
  bool is_subtotal = false;  // Row 1, of those without frames of their own, where there are frames.
};

// The rows as a tree, row 0 the sum. What is booked on an activity that has children gets a row of its own.
class MoneyRows {
 public:
  MoneyRows(const v1::ComparePeriodsResponse& periods, const Texts& texts) : texts_(texts) {
    for (const v1::PeriodLine& line : periods.lines()) {
      if (line.measure() == v1::MEASURE_VOLUME) continue;
      if (line.without_frames()) {
        without_frames_.push_back(&line);
        continue;
      }
      if (line.measure() == v1::MEASURE_NET && !line.activity().empty()) {
        (line.own_frame() ? frames_ : children_[line.parent()]).push_back(&line);
      }
      lines_[line.activity()].push_back(&line);
    }
  }

  std::vector<MoneyRow> Build() {
    if (!lines_.contains("")) return {};
    if (without_frames_.empty()) {
      Append("", texts_.sum, -1, 0);
      return std::move(rows_);
    }
    rows_.push_back(RowFrom(lines_.at(""), texts_.sum_with_frames, -1, 0));
    rows_.push_back(RowFrom(without_frames_, texts_.sum, 0, 0));
    rows_.back().is_subtotal = true;
    for (const v1::PeriodLine* child : children_[""]) Append(child->activity(), child->display_name(), 1, 0);
    for (const v1::PeriodLine* frame : frames_) Append(frame->activity(), frame->display_name(), 0, 0);
    return std::move(rows_);
  }

 private:
  void Append(const std::string& activity, const std::string& name, int parent, int depth) {
    const int index = static_cast<int>(rows_.size());
    rows_.push_back(RowFrom(lines_.at(activity), name, parent, depth));
    const std::vector<const v1::PeriodLine*>& children = children_[activity];
    if (children.empty()) return;
    MoneyRow own = rows_.back();
    own.name = texts_.own_part;
    own.parent = index;
    own.depth = activity.empty() ? 0 : depth + 1;
    for (const v1::PeriodLine* child : children) {
      const size_t at = rows_.size();
      Append(child->activity(), child->display_name(), index, own.depth);
      for (size_t period = 0; period < own.sums.size(); ++period) {
        own.sums[period].first -= rows_[at].sums[period].first;
        own.sums[period].second -= rows_[at].sums[period].second;
      }
    }
    if (own.sums != std::array<AmountPair, 4>{}) rows_.push_back(own);
  }

  static MoneyRow RowFrom(const std::vector<const v1::PeriodLine*>& lines, const std::string& name, int parent,
                          int depth) {
    MoneyRow row{name, parent, depth};
    for (const v1::PeriodLine* line : lines) {
      const FourSums sums = SumsOf(*line);
      for (size_t period = 0; period < sums.size(); ++period) {
        if (line->measure() == v1::MEASURE_NET) row.known[period] = sums[period].has_value();
        if (line->measure() == v1::MEASURE_COST) row.sums[period].first = sums[period].value_or(0);
        if (line->measure() == v1::MEASURE_REVENUE) row.sums[period].second = sums[period].value_or(0);
      }
    }
    return row;
  }

  const Texts& texts_;
  std::vector<const v1::PeriodLine*> without_frames_;                // The sum without frames; empty: there are none.
  std::vector<const v1::PeriodLine*> frames_;                        // The net of each.
  std::map<std::string, std::vector<const v1::PeriodLine*>> lines_;  // By activity.
  std::map<std::string, std::vector<const v1::PeriodLine*>> children_;  // By parent.
  std::vector<MoneyRow> rows_;
};

std::vector<int> ParentsOfPeriods(const std::vector<MoneyRow>& rows) {
  std::vector<int> parents;
  for (const MoneyRow& row : rows) parents.push_back(row.parent);
  return parents;
}

// Cost and revenue are rounded together down the tree, as in the tables of a forecast: the same sums, the same tkr.
std::vector<std::array<Cell, 4>> NetCells(const std::vector<MoneyRow>& rows) {
  const std::vector<int> parents = ParentsOfPeriods(rows);
  std::vector<std::array<Cell, 4>> cells(rows.size());
  for (size_t period = 0; period < 4; ++period) {
    std::vector<AmountPair> ore;
    for (const MoneyRow& row : rows) ore.push_back(row.sums[period]);
    const std::vector<AmountPair> tkr = documents::RoundPairs(parents, ore, kOrePerThousandKronor);
    for (size_t i = 0; i < rows.size(); ++i) {
      cells[i][period] = {NoValue()};
      if (!rows[i].known[period]) continue;
      cells[i][period] = {documents::Amount{ore[i].difference(), tkr[i].difference(), documents::Tkr()}};
    }
  }
  return cells;
}

void AddIncreases(documents::Table& table) {
  for (documents::Row& row : table.rows) {
    AddIncrease(row, kFirstOfYear);
    AddIncrease(row, kFirstOfTwelve);
  }
}

documents::Table NetPeriodTable(const v1::ComparePeriodsResponse& periods, Month until, const Texts& texts) {
  const std::vector<MoneyRow> rows = MoneyRows(periods, texts).Build();
  const std::vector<std::array<Cell, 4>> cells = NetCells(rows);
  documents::Table table{"periods", PeriodColumns(texts.activity, until, "tkr", texts), {}};
  const bool has_subtotal = rows.size() > 1 && rows[1].is_subtotal;
  for (const size_t i : PrintOrder(ParentsOfPeriods(rows), has_subtotal)) {
    table.rows.push_back(PeriodRow(rows[i].name, rows[i].depth, cells[i]));
    table.rows.back().is_sum = rows[i].parent < 0;
    table.rows.back().is_subtotal = rows[i].is_subtotal;
  }
  AddIncreases(table);
  return table;
}

documents::Table VolumePeriodTable(const v1::ComparePeriodsResponse& periods, Month until, const Texts& texts) {
  documents::Table table{"volume_periods", PeriodColumns(texts.activity, until, "", texts), {}};
  const FullNames names(periods);
  for (const v1::PeriodLine& line : periods.lines()) {
    if (line.measure() != v1::MEASURE_VOLUME) continue;
    std::array<Cell, 4> cells;
    const FourSums sums = SumsOf(line);
    for (size_t at = 0; at < sums.size(); ++at) {
      cells[at] =
          sums[at].has_value() ? Cell{documents::RoundedAmount(*sums[at], documents::VolumeUnit(""))} : Cell{NoValue()};
    }
    table.rows.push_back(PeriodRow(names.OfVolume(line), 0, cells));
  }
  AddIncreases(table);
  return table;
}

}  // namespace

documents::Document PeriodDocument(const v1::ComparePeriodsResponse& periods, const Texts& texts) {
  const absl::StatusOr<Month> until = Month::Parse(periods.until_month());
  if (!until.ok()) return {};
  documents::Document document{{documents::Heading{1, absl::Substitute(texts.periods_title, periods.until_month())},
                                NetPeriodTable(periods, *until, texts)}};
  documents::Table volumes = VolumePeriodTable(periods, *until, texts);
  if (!volumes.rows.empty()) {
    document.blocks.push_back(documents::Heading{3, texts.volumes});
    document.blocks.push_back(std::move(volumes));
  }
  return document;
}

documents::Table PeriodCsv(const v1::ComparePeriodsResponse& periods, const Texts& texts) {
  documents::Table table{"periods", MachineColumns(texts.csv_periods), {}};
  const bool has_frames = absl::c_any_of(periods.lines(), [](const auto& line) { return line.without_frames(); });
  for (const v1::PeriodLine& line : periods.lines()) {
    const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
    const bool is_volume = line.measure() == v1::MEASURE_VOLUME;
    const ShownUnit unit = is_volume ? documents::VolumeUnit("", 3) : documents::Kronor();
    documents::Row row{.cells = {{last_part(line.activity())},
                                 {line.activity().empty() ? SumName(line, has_frames, texts) : line.display_name()},
                                 {MeasureName(line.measure(), texts)},
                                 {last_part(line.series())},
                                 {line.unit()},
                                 {periods.until_month()}}};
    for (const Periods& pair : {YearPeriods(line), TwelvePeriods(line)}) {
      for (const std::optional<int64_t>& exact : {pair.earlier, pair.later}) {
        row.cells.push_back(exact.has_value() ? Cell{documents::RoundedAmount(*exact, unit)} : Cell{});
      }
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace prognos::client
