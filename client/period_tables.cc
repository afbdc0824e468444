#include "client/period_tables.h"

#include <array>
#include <cmath>
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
#include "client/row_kinds.h"
#include "forecast/base/month.h"
#include "forecast/base/month_names.h"
#include "forecast/base/unit.h"
#include "forecast/documents/rounded_pair.h"
#include "forecast/documents/rounded_shares.h"

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
  std::string activity = "";
  bool is_own = false;  // What is booked on an activity itself that has children.
};

void TakeSums(const v1::PeriodLine& line, MoneyRow& row) {
  const FourSums sums = SumsOf(line);
  for (size_t period = 0; period < sums.size(); ++period) {
    if (line.measure() == v1::MEASURE_NET) row.known[period] = sums[period].has_value();
    if (line.measure() == v1::MEASURE_COST) row.sums[period].first = sums[period].value_or(0);
    if (line.measure() == v1::MEASURE_REVENUE) row.sums[period].second = sums[period].value_or(0);
  }
}

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
    own.is_own = true;
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
    row.activity = lines.front()->activity();
    for (const v1::PeriodLine* line : lines) TakeSums(*line, row);
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

// The cost types of the rows.
class TypesOfPeriods {
 public:
  TypesOfPeriods(const v1::ComparePeriodsResponse& periods, const std::vector<MoneyRow>& rows, const Texts& texts)
      : rows_(rows) {
    for (const v1::PeriodLine& line : periods.lines_by_type()) {
      const auto [found, is_new] = index_.emplace(line.cost_type(), names_.size());
      if (is_new) {
        names_.push_back(line.cost_type().empty() ? std::string(texts.of_which_without_type)
                                                  : absl::Substitute(texts.of_which, line.cost_type_display_name()));
      }
      std::map<size_t, MoneyRow>& parts = parts_[line.without_frames() ? kWithoutFrames : line.activity()];
      TakeSums(line, parts[found->second]);
    }
    rest_ = index_.emplace("", names_.size()).first->second;
    if (rest_ == names_.size()) names_.push_back(texts.of_which_without_type);
    for (size_t period = 0; period < 4; ++period) Round(period);
  }

  // After `table` has got row `row`.
  void AddRows(size_t row, documents::Table& table) const {
    if (rows_[row].is_own) return;
    const auto found = parts_.find(KeyOf(row));
    if (found == parts_.end()) return;
    for (const auto& [type, part] : found->second) {
      std::array<Cell, 4> cells;
      for (size_t period = 0; period < 4; ++period) {
        cells[period] = {NoValue()};
        if (!part.known[period]) continue;
        cells[period] = {
            documents::Amount{part.sums[period].difference(), shown_[period][row][type], documents::Tkr()}};
      }
      table.rows.push_back(PeriodRow(names_[type], rows_[row].depth + 1, cells));
      table.rows.back().kind = documents::RowKind::kOfWhich;
    }
  }

 private:
  // No activity is called so.
  static constexpr const char* kWithoutFrames = "-";

  std::string KeyOf(size_t row) const { return rows_[row].is_subtotal ? kWithoutFrames : rows_[row].activity; }

  // What the parts of a row are in a period, one for each type; a row without types is money without one.
  std::vector<AmountPair> PartsOf(size_t row, size_t period) const {
    std::vector<AmountPair> parts(names_.size());
    Add(row, 1, period, parts);
    if (!rows_[row].is_own || !parts_.contains(KeyOf(row))) return parts;
    for (size_t at = 0; at < rows_.size(); ++at) {  // What the activity has, less what is below it.
      if (rows_[at].parent == rows_[row].parent && !rows_[at].is_own) Add(at, -1, period, parts);
    }
    return parts;
  }

  void Add(size_t row, int sign, size_t period, std::vector<AmountPair>& parts) const {
    const auto add = [sign](const AmountPair& part, AmountPair& sum) {
      sum.first += sign * part.first;
      sum.second += sign * part.second;
    };
    const auto found = parts_.find(KeyOf(row));
    if (found == parts_.end()) {
      add(rows_[row].sums[period], parts[rest_]);
      return;
    }
    for (const auto& [type, part] : found->second) add(part.sums[period], parts[type]);
  }

  void Round(size_t period) {
    std::vector<int> parents;
    std::vector<AmountPair> ore;
    std::vector<std::vector<int64_t>> costs;
    std::vector<std::vector<int64_t>> revenues;
    for (size_t row = 0; row < rows_.size(); ++row) {
      parents.push_back(rows_[row].parent);
      ore.push_back(rows_[row].sums[period]);
      costs.emplace_back();
      revenues.emplace_back();
      for (const AmountPair& part : PartsOf(row, period)) {
        costs.back().push_back(part.first);
        revenues.back().push_back(part.second);
      }
    }
    std::vector<int64_t> printed_costs;
    std::vector<int64_t> printed_revenues;
    for (const AmountPair& tkr : documents::RoundPairs(parents, ore, kOrePerThousandKronor)) {
      printed_costs.push_back(tkr.first);
      printed_revenues.push_back(tkr.second);
    }
    shown_[period] = documents::RoundShares(parents, printed_costs, costs, kOrePerThousandKronor);
    const auto revenue = documents::RoundShares(parents, printed_revenues, revenues, kOrePerThousandKronor);
    for (size_t row = 0; row < rows_.size(); ++row) {
      for (size_t type = 0; type < revenue[row].size(); ++type) shown_[period][row][type] -= revenue[row][type];
    }
  }

  const std::vector<MoneyRow>& rows_;
  std::map<std::string, size_t> index_;                      // By the name of the type.
  std::vector<std::string> names_;                           // As they are printed, in the order of the list.
  size_t rest_ = 0;                                          // Money without a type among them.
  std::map<std::string, std::map<size_t, MoneyRow>> parts_;  // By KeyOf.
  std::array<std::vector<std::vector<int64_t>>, 4> shown_;   // By period, row and type: net, in tkr.
};

documents::Table NetPeriodTable(const v1::ComparePeriodsResponse& periods, Month until, bool by_type,
                                const Texts& texts) {
  const std::vector<MoneyRow> rows = MoneyRows(periods, texts).Build();
  const std::vector<std::array<Cell, 4>> cells = NetCells(rows);
  const TypesOfPeriods types(periods, rows, texts);
  documents::Table table{"periods", PeriodColumns(texts.activity, until, "tkr", texts), {}};
  const bool has_subtotal = rows.size() > 1 && rows[1].is_subtotal;
  for (const size_t row : PrintOrder(ParentsOfPeriods(rows), has_subtotal)) {
    table.rows.push_back(PeriodRow(rows[row].name, rows[row].depth, cells[row]));
    table.rows.back().is_sum = rows[row].parent < 0;
    table.rows.back().is_subtotal = rows[row].is_subtotal;
    if (by_type) types.AddRows(row, table);
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

// What one unit of a volume costs in each period, in kronor: the cost of its activity, children included, divided by
// it. Not of the newest periods when the volume lags behind the money: it would seem dear.
documents::Table UnitCostTable(const v1::ComparePeriodsResponse& periods, Month until, const Texts& texts) {
  documents::Table table{"unit_costs", PeriodColumns(texts.unit_cost, until, "", texts), {}};
  const FullNames names(periods);
  const ShownUnit kronor{"kr", ShownUnit::Kind::kMoney, kMoneyUnit.parts_per_whole, 0};
  std::map<std::string, FourSums> costs;
  for (const v1::PeriodLine& line : periods.lines()) {
    if (line.measure() == v1::MEASURE_COST && !line.without_frames()) costs[line.activity()] = SumsOf(line);
    const auto cost = costs.find(line.activity());
    if (line.measure() != v1::MEASURE_VOLUME || cost == costs.end()) continue;
    FourSums volumes = SumsOf(line);
    if (line.last_counted_month() < periods.until_month()) volumes[1] = volumes[3] = std::nullopt;
    std::array<Cell, 4> cells;
    for (size_t at = 0; at < volumes.size(); ++at) {
      cells[at] = {NoValue()};
      if (!cost->second[at].has_value() || volumes[at].value_or(0) <= 0) continue;
      const double ore = static_cast<double>(*cost->second[at]) / kVolumeUnit.Wholes(static_cast<double>(*volumes[at]));
      cells[at] = {documents::RoundedAmount(std::llround(ore), kronor)};
    }
    table.rows.push_back(PeriodRow(names.OfVolume(line), 0, cells));
  }
  AddIncreases(table);
  return table;
}

// What is booked on activities themselves that have others below them: for tables that do not build the tree.
class OwnSums {
 public:
  explicit OwnSums(const v1::ComparePeriodsResponse& periods) {
    for (const v1::PeriodLine& line : periods.lines()) {
      if (line.activity().empty() || line.parent().empty() || line.measure() == v1::MEASURE_VOLUME) continue;
      std::map<v1::Measure, FourSums>& below = below_[line.parent()];
      FourSums& sum = below.try_emplace(line.measure(), FourSums{0, 0, 0, 0}).first->second;
      const FourSums sums = SumsOf(line);
      for (size_t at = 0; at < sums.size(); ++at) *sum[at] += sums[at].value_or(0);
    }
  }

  // Of cost and revenue, whose net is no row; nothing when all is below.
  std::optional<FourSums> Of(const v1::PeriodLine& line) const {
    const auto below = below_.find(line.activity());
    const bool is_flow = line.measure() == v1::MEASURE_COST || line.measure() == v1::MEASURE_REVENUE;
    if (below == below_.end() || !is_flow) return std::nullopt;
    const auto of_flow = below->second.find(line.measure());
    FourSums left = SumsOf(line);
    bool is_any = false;
    for (size_t at = 0; at < left.size(); ++at) {
      if (left[at].has_value() && of_flow != below->second.end()) *left[at] -= *of_flow->second[at];
      is_any |= left[at].value_or(0) != 0;
    }
    return is_any ? std::optional<FourSums>(left) : std::nullopt;
  }

 private:
  std::map<std::string, std::map<v1::Measure, FourSums>> below_;  // By activity, of those directly below it.
};

}  // namespace

documents::Document PeriodDocument(const v1::ComparePeriodsResponse& periods, const Texts& texts, bool by_type) {
  const absl::StatusOr<Month> until = Month::Parse(periods.until_month());
  if (!until.ok()) return {};
  documents::Document document{{documents::Heading{1, absl::Substitute(texts.periods_title, periods.until_month())},
                                NetPeriodTable(periods, *until, by_type, texts)}};
  if (by_type && periods.lines_by_type().empty()) {
    document.blocks.push_back(documents::Paragraphs{{texts.no_types_booked}});
  }
  documents::Table volumes = VolumePeriodTable(periods, *until, texts);
  if (!volumes.rows.empty()) {
    document.blocks.push_back(documents::Heading{3, texts.volumes});
    document.blocks.push_back(std::move(volumes));
  }
  documents::Table unit_costs = UnitCostTable(periods, *until, texts);
  if (!unit_costs.rows.empty()) {
    document.blocks.push_back(documents::Heading{3, texts.unit_costs});
    document.blocks.push_back(std::move(unit_costs));
  }
  return document;
}

documents::Table PeriodCsv(const v1::ComparePeriodsResponse& periods, const Texts& texts, bool by_type) {
  documents::Table table = MachineTree("periods", absl::StrCat(texts.csv_periods, by_type ? texts.csv_cost_type : ""));
  const bool has_frames = absl::c_any_of(periods.lines(), [](const auto& line) { return line.without_frames(); });
  const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  const auto add = [&](const v1::PeriodLine& line, const std::string& name, const FourSums& sums,
                       const std::string& type) {
    const bool is_volume = line.measure() == v1::MEASURE_VOLUME;
    const ShownUnit unit = is_volume ? documents::VolumeUnit("", 3) : documents::Kronor();
    documents::Row row{.cells = {{last_part(line.activity())},
                                 {name},
                                 {MeasureName(line.measure(), texts)},
                                 {last_part(line.series())},
                                 {line.unit()},
                                 {periods.until_month()}}};
    for (const std::optional<int64_t>& exact : sums) {
      row.cells.push_back(exact.has_value() ? Cell{documents::RoundedAmount(*exact, unit)} : Cell{});
    }
    if (by_type) row.cells.push_back({type});
    table.rows.push_back(std::move(row));
  };
  const auto name_of = [&](const v1::PeriodLine& line) {
    return line.activity().empty() ? SumName(line, has_frames, texts) : line.display_name();
  };
  const RowKinds kinds(periods.lines());
  const OwnSums own(periods);
  for (const v1::PeriodLine& line : periods.lines()) {
    add(line, name_of(line), SumsOf(line), "");
    kinds.Mark(line, table.rows.back());
    const std::optional<FourSums> left = own.Of(line);
    if (!left.has_value()) continue;
    add(line, texts.own_part, *left, "");
    table.rows.back().level = line.depth() + 1;
    table.rows.back().kind = documents::RowKind::kRow;
  }
  if (!by_type) return table;
  for (const v1::PeriodLine& line : periods.lines_by_type()) {
    add(line, name_of(line), SumsOf(line), line.cost_type().empty() ? "-" : last_part(line.cost_type()));
    MarkOfWhich(line, table.rows.back());
  }
  return table;
}

}  // namespace prognos::client
