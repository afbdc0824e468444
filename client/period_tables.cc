#include "client/period_tables.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_tables.h"
#include "client/full_names.h"
#include "client/machine_columns.h"
#include "forecast/base/month.h"
#include "forecast/base/month_names.h"
#include "forecast/documents/table_tree.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;
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

Cell AmountOrNoValue(const std::optional<int64_t>& exact, const ShownUnit& unit) {
  if (!exact.has_value()) return {documents::NoValue()};
  return {documents::RoundedAmount(*exact, unit)};
}

void AddPeriods(const Periods& periods, const ShownUnit& unit, documents::Row& row) {
  row.cells.push_back(AmountOrNoValue(periods.earlier, unit));
  row.cells.push_back(AmountOrNoValue(periods.later, unit));
  row.cells.resize(row.cells.size() + 2, Cell{documents::NoValue()});
}

documents::Row PeriodRow(const std::string& name, int level, const Periods& years, const Periods& twelves,
                         const ShownUnit& unit) {
  documents::Row row{.cells = {{name}}, .level = level};
  AddPeriods(years, unit, row);
  AddPeriods(twelves, unit, row);
  return row;
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

Periods PeriodsLess(const Periods& all, const Periods& part) {
  Periods rest = all;
  if (rest.earlier.has_value()) *rest.earlier -= part.earlier.value_or(0);
  if (rest.later.has_value()) *rest.later -= part.later.value_or(0);
  return rest;
}

bool IsNothing(const Periods& periods) { return periods.earlier.value_or(0) == 0 && periods.later.value_or(0) == 0; }

// The net rows as a tree, the sum last. What is booked on an activity that has children gets a row of its own.
class NetRows {
 public:
  NetRows(const v1::ComparePeriodsResponse& periods, const Texts& texts) : texts_(texts) {
    for (const v1::PeriodLine& line : periods.lines()) {
      if (line.measure() != v1::MEASURE_NET) continue;
      if (line.activity().empty()) {
        sum_ = &line;
      } else {
        children_[line.parent()].push_back(&line);
      }
    }
  }

  std::vector<documents::Row> Build() {
    for (const v1::PeriodLine* root : children_[""]) Append(*root);
    if (sum_ != nullptr) {
      rows_.push_back(PeriodRow(texts_.sum, 0, YearPeriods(*sum_), TwelvePeriods(*sum_), documents::Tkr()));
      rows_.back().is_sum = true;
    }
    return std::move(rows_);
  }

 private:
  void Append(const v1::PeriodLine& line) {
    Periods years = YearPeriods(line), twelves = TwelvePeriods(line);
    rows_.push_back(PeriodRow(line.display_name(), line.depth(), years, twelves, documents::Tkr()));
    const std::vector<const v1::PeriodLine*>& children = children_[line.activity()];
    if (children.empty()) return;
    for (const v1::PeriodLine* child : children) {
      Append(*child);
      years = PeriodsLess(years, YearPeriods(*child));
      twelves = PeriodsLess(twelves, TwelvePeriods(*child));
    }
    if (IsNothing(years) && IsNothing(twelves)) return;
    rows_.push_back(PeriodRow(texts_.own_part, line.depth() + 1, years, twelves, documents::Tkr()));
  }

  const Texts& texts_;
  const v1::PeriodLine* sum_ = nullptr;
  std::map<std::string, std::vector<const v1::PeriodLine*>> children_;  // By parent.
  std::vector<documents::Row> rows_;
};

void AddIncreases(documents::Table& table) {
  for (documents::Row& row : table.rows) {
    AddIncrease(row, kFirstOfYear);
    AddIncrease(row, kFirstOfTwelve);
  }
}

documents::Table NetPeriodTable(const v1::ComparePeriodsResponse& periods, Month until, const Texts& texts) {
  documents::Table table{"periods", PeriodColumns(texts.activity, until, "tkr", texts),
                         NetRows(periods, texts).Build()};
  documents::RoundDownTheTree(table, kFirstOfYear, kFirstOfYear + 1);
  documents::RoundDownTheTree(table, kFirstOfTwelve, kFirstOfTwelve + 1);
  AddIncreases(table);
  return table;
}

documents::Table VolumePeriodTable(const v1::ComparePeriodsResponse& periods, Month until, const Texts& texts) {
  documents::Table table{"volume_periods", PeriodColumns(texts.activity, until, "", texts), {}};
  const FullNames names(periods);
  for (const v1::PeriodLine& line : periods.lines()) {
    if (line.measure() != v1::MEASURE_VOLUME) continue;
    table.rows.push_back(
        PeriodRow(names.OfVolume(line), 0, YearPeriods(line), TwelvePeriods(line), documents::VolumeUnit("")));
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
  for (const v1::PeriodLine& line : periods.lines()) {
    const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
    const bool is_volume = line.measure() == v1::MEASURE_VOLUME;
    const ShownUnit unit = is_volume ? documents::VolumeUnit("", 3) : documents::Kronor();
    documents::Row row{.cells = {{last_part(line.activity())},
                                 {line.activity().empty() ? texts.sum : line.display_name()},
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
