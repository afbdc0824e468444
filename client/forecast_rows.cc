#include "client/forecast_rows.h"

#include <algorithm>
#include <map>

#include "forecast/base/month.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/rounded_pair.h"
#include "forecast/documents/rounded_tree.h"

namespace prognos::client {
namespace {

using Lines = std::vector<const v1::ForecastLine*>;

// a + sign * b, absent only when both are.
std::optional<int64_t> Combine(std::optional<int64_t> a, std::optional<int64_t> b, int sign) {
  if (!a.has_value() && !b.has_value()) return std::nullopt;
  return a.value_or(0) + sign * b.value_or(0);
}

// Of two parts of one flow. The interval of a sum is known to the service only.
Figures SumOfFigures(const Figures& a, const Figures& b) {
  Figures sum;
  sum.budget = Combine(a.budget, b.budget, +1);
  sum.known = a.known + b.known;
  sum.full_year = a.full_year + b.full_year;
  sum.deviation_to_date = Combine(a.deviation_to_date, b.deviation_to_date, +1);
  sum.deviation = Combine(a.deviation, b.deviation, +1);
  if (a.last_year && b.last_year) sum.last_year = Combine(a.last_year, b.last_year, +1);
  return sum;
}

const v1::ForecastLine* FindLine(const Lines& lines, v1::Measure measure, bool of_one_series) {
  for (const v1::ForecastLine* line : lines) {
    if (line->measure() == measure && line->series().empty() != of_one_series) return line;
  }
  return nullptr;
}

std::optional<Figures> FiguresOrNothing(const v1::ForecastLine* line) {
  return line == nullptr ? std::nullopt : std::optional<Figures>(FiguresFrom(*line));
}

// Puts rows together in tree order.
class ForecastRowBuilder {
 public:
  ForecastRowBuilder(const v1::Forecast& forecast, const Texts& texts) : texts_(texts) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.measure() == v1::MEASURE_VOLUME) continue;
      if (lines_.count(line.activity()) == 0 && !line.activity().empty()) order_.push_back(line.activity());
      lines_[line.activity()].push_back(&line);
    }
    for (const v1::ForecastLine& line : forecast.lines_without_frames()) without_frames_.push_back(&line);
    for (const std::string& activity : order_) {
      const bool stands_beside = !without_frames_.empty() && lines_.at(activity).front()->own_frame();
      (stands_beside ? frames_ : children_[ParentOf(activity)]).push_back(activity);
    }
  }

  std::vector<ForecastRow> Build() {
    if (without_frames_.empty()) {
      Append("", -1, 0);
      return std::move(rows_);
    }
    rows_.push_back(TotalRow("", lines_[""], /*is_leaf=*/false));
    rows_.back().display_name = texts_.sum_with_frames;
    rows_.push_back(TotalRow("", without_frames_, /*is_leaf=*/children_[""].empty()));
    rows_.back().parent = 0;
    rows_.back().is_subtotal = true;
    for (const std::string& child : children_[""]) Append(child, 1, 0);
    for (const std::string& frame : frames_) Append(frame, 0, 0);
    return std::move(rows_);
  }

 private:
  // A parent that has no line of its own counts as the sum.
  std::string ParentOf(const std::string& activity) const {
    const std::string& parent = lines_.at(activity).front()->parent();
    return lines_.count(parent) == 0 || parent == activity ? "" : parent;
  }

  void Append(const std::string& activity, int parent, int depth) {
    const Lines& lines = lines_[activity];
    const std::vector<std::string>& children = children_[activity];
    const int index = static_cast<int>(rows_.size());
    rows_.push_back(TotalRow(activity, lines, children.empty()));
    rows_.back().parent = parent;
    rows_.back().depth = depth;
    const int child_depth = activity.empty() ? 0 : depth + 1;
    for (const std::string& child : children) Append(child, index, child_depth);
    if (!children.empty()) AppendOwn(lines, index, child_depth);
  }

  ForecastRow TotalRow(const std::string& activity, const Lines& lines, bool is_leaf) const {
    ForecastRow row;
    row.activity = activity;
    row.display_name = activity.empty() ? texts_.sum : lines.front()->display_name();
    row.is_leaf = is_leaf;
    row.cost = TotalFigures(lines, v1::MEASURE_COST);
    row.revenue = TotalFigures(lines, v1::MEASURE_REVENUE);
    const v1::ForecastLine* net = FindLine(lines, v1::MEASURE_NET, false);
    row.net = net != nullptr ? FiguresFrom(*net) : NetOf(row.cost, row.revenue);
    if (is_leaf) row.series = SeriesOf(lines);
    return row;
  }

  static std::optional<Figures> TotalFigures(const Lines& lines, v1::Measure measure) {
    const v1::ForecastLine* sum = FindLine(lines, measure, false);
    return FiguresOrNothing(sum != nullptr ? sum : FindLine(lines, measure, true));
  }

  static std::vector<std::string> SeriesOf(const Lines& lines) {
    std::vector<std::string> series;
    for (const v1::ForecastLine* line : lines) {
      if (!line->series().empty()) series.push_back(line->series());
    }
    return series;
  }

  // The sum of the series of an activity that has children: one, or one for each cost type.
  static std::optional<Figures> OwnFigures(const Lines& lines, v1::Measure measure) {
    std::optional<Figures> sum;
    for (const v1::ForecastLine* line : lines) {
      if (line->measure() != measure || line->series().empty()) continue;
      sum = sum.has_value() ? SumOfFigures(*sum, FiguresFrom(*line)) : FiguresFrom(*line);
    }
    return sum;
  }

  // What is booked on the activity itself, beside its children.
  void AppendOwn(const Lines& lines, int parent, int depth) {
    ForecastRow own;
    own.cost = OwnFigures(lines, v1::MEASURE_COST);
    own.revenue = OwnFigures(lines, v1::MEASURE_REVENUE);
    if (!own.cost.has_value() && !own.revenue.has_value()) return;
    own.activity = rows_[static_cast<size_t>(parent)].activity;
    own.display_name = texts_.own_part;
    own.is_own = true;
    own.parent = parent;
    own.depth = depth;
    own.net = NetOf(own.cost, own.revenue);
    own.series = SeriesOf(lines);
    rows_.push_back(std::move(own));
  }

  const Texts& texts_;
  std::map<std::string, Lines> lines_;  // By activity; the sum's by "".
  std::vector<std::string> order_;      // Activities as the forecast has them.
  std::map<std::string, std::vector<std::string>> children_;
  Lines without_frames_;             // Of the sum without frames; none: there are no frames.
  std::vector<std::string> frames_;  // The activities that stand beside it.
  std::vector<ForecastRow> rows_;
};

using documents::AmountPair;

// The figures of cost and revenue of a row; 0 where it has no such flow.
template <typename Value>
AmountPair PairOf(const ForecastRow& row, Value value) {
  return {row.cost.has_value() ? value(*row.cost, Measure::kCost) : 0,
          row.revenue.has_value() ? value(*row.revenue, Measure::kRevenue) : 0};
}

template <typename Value>
std::vector<AmountPair> RoundColumn(const std::vector<ForecastRow>& rows, Value value) {
  std::vector<AmountPair> ore;
  for (const ForecastRow& row : rows) {
    ore.push_back(PairOf(row, [&value](const Figures& figures, Measure) { return value(figures); }));
  }
  return documents::RoundPairs(ParentsOf(rows), ore, kOrePerThousandKronor);
}

// The part of a row's full year that counts in its deviation: budget - deviation (revenue: budget + deviation).
int64_t CountedFullYear(const Figures& figures, Measure measure) {
  if (!figures.deviation.has_value()) return 0;
  const int64_t budget = figures.budget.value_or(0);
  return measure == Measure::kRevenue ? budget + *figures.deviation : budget - *figures.deviation;
}

struct RoundedForecast {
  std::vector<AmountPair> all;
  std::vector<AmountPair> counted;
};

std::vector<AmountPair> SumPairs(const std::vector<int>& parents, const std::vector<AmountPair>& values) {
  std::vector<AmountPair> sums = values;
  std::vector<bool> has_children(values.size(), false);
  for (size_t node = values.size(); node-- > 1;) {
    const auto parent = static_cast<size_t>(parents[node]);
    if (!has_children[parent]) sums[parent] = {};
    has_children[parent] = true;
    sums[parent].first += sums[node].first;
    sums[parent].second += sums[node].second;
  }
  return sums;
}

// Every leaf with a part that does not count is split in two below the printed tree, so that the counted parts are
// whole tkr and add up too.
RoundedForecast RoundForecast(const std::vector<ForecastRow>& rows) {
  std::vector<int> parents = ParentsOf(rows);
  std::vector<AmountPair> ore(rows.size());
  std::vector<size_t> counted_node(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    counted_node[i] = i;
    if (!rows[i].is_leaf) continue;
    ore[i] = PairOf(rows[i], [](const Figures& figures, Measure) { return figures.full_year; });
    const AmountPair counted = PairOf(rows[i], CountedFullYear);
    if (counted == ore[i]) continue;
    counted_node[i] = parents.size();
    parents.insert(parents.end(), 2, static_cast<int>(i));
    ore.push_back(counted);
    ore.push_back({ore[i].first - counted.first, ore[i].second - counted.second});
  }
  const std::vector<AmountPair> printed = documents::RoundPairs(parents, ore, kOrePerThousandKronor);
  RoundedForecast rounded{{printed.begin(), printed.begin() + static_cast<std::ptrdiff_t>(rows.size())}, {}};
  for (size_t i = 0; i < rows.size(); ++i) rounded.counted.push_back(printed[counted_node[i]]);
  rounded.counted = SumPairs(ParentsOf(rows), rounded.counted);
  return rounded;
}

// Of deviations, whose sum down the tree is all that has to hold: no budget to date stands beside them.
std::vector<int64_t> RoundDeviationToDate(const std::vector<ForecastRow>& rows, Measure measure) {
  std::vector<int64_t> ore(rows.size(), 0);
  for (size_t i = 0; i < rows.size(); ++i) {
    const Figures* figures = FiguresOf(rows[i], measure);
    if (figures != nullptr) ore[i] = figures->deviation_to_date.value_or(0);
  }
  return documents::RoundTree(ParentsOf(rows), ore, kOrePerThousandKronor);
}

int64_t Of(const AmountPair& pair, Measure measure) {
  if (measure == Measure::kCost) return pair.first;
  return measure == Measure::kRevenue ? pair.second : pair.difference();
}

}  // namespace

Figures FiguresFrom(const v1::ForecastLine& line) {
  Figures figures;
  if (line.has_budget()) figures.budget = line.budget();
  figures.known = line.known_amount();
  figures.full_year = line.full_year();
  if (line.has_budget_to_date()) {
    const int64_t outcome_minus_budget = line.known_amount() - line.budget_to_date();
    figures.deviation_to_date = line.measure() == v1::MEASURE_REVENUE ? outcome_minus_budget : -outcome_minus_budget;
  }
  if (line.has_deviation()) figures.deviation = line.deviation();
  if (line.has_last_year()) figures.last_year = line.last_year();
  if (line.has_deviation_quantiles()) figures.deviation_quantiles = &line.deviation_quantiles();
  if (line.has_full_year_quantiles()) figures.full_year_quantiles = &line.full_year_quantiles();
  if (line.has_deficit_probability()) figures.deficit_probability = line.deficit_probability();
  return figures;
}

Figures NetOf(const std::optional<Figures>& cost, const std::optional<Figures>& revenue) {
  const Figures none;
  const Figures& a = cost.has_value() ? *cost : none;
  const Figures& b = revenue.has_value() ? *revenue : none;
  Figures net;
  net.budget = Combine(a.budget, b.budget, -1);
  net.known = a.known - b.known;
  net.full_year = a.full_year - b.full_year;
  net.deviation_to_date = Combine(a.deviation_to_date, b.deviation_to_date, +1);
  net.deviation = Combine(a.deviation, b.deviation, +1);
  if ((!cost || a.last_year) && (!revenue || b.last_year)) net.last_year = Combine(a.last_year, b.last_year, -1);
  if (cost.has_value() == revenue.has_value()) return net;
  const Figures& only = cost.has_value() ? a : b;
  net.deviation_quantiles = only.deviation_quantiles;
  if (cost.has_value()) net.full_year_quantiles = only.full_year_quantiles;  // Those of a revenue have the other sign.
  net.deficit_probability = only.deficit_probability;
  return net;
}

const Figures* FiguresOf(const ForecastRow& row, Measure measure) {
  if (measure == Measure::kCost) return row.cost.has_value() ? &*row.cost : nullptr;
  if (measure == Measure::kRevenue) return row.revenue.has_value() ? &*row.revenue : nullptr;
  return &row.net;
}

std::vector<size_t> PrintOrder(const std::vector<int>& parents, bool has_subtotal) {
  std::vector<size_t> order;
  bool is_subtotal_due = has_subtotal;
  for (size_t i = has_subtotal ? 2 : 1; i < parents.size(); ++i) {
    if (is_subtotal_due && parents[i] == 0) {  // The first of the frames.
      order.push_back(1);
      is_subtotal_due = false;
    }
    order.push_back(i);
  }
  if (is_subtotal_due) order.push_back(1);
  if (!parents.empty()) order.push_back(0);
  return order;
}

size_t SumRow(const std::vector<ForecastRow>& rows) { return rows.size() > 1 && rows[1].is_subtotal ? 1 : 0; }

std::vector<size_t> PrintOrder(const std::vector<ForecastRow>& rows) {
  return PrintOrder(ParentsOf(rows), rows.size() > 1 && rows[1].is_subtotal);
}

std::vector<int> ParentsOf(const std::vector<ForecastRow>& rows) {
  std::vector<int> parents;
  for (const ForecastRow& row : rows) parents.push_back(row.parent);
  return parents;
}

std::vector<ForecastRow> RowsOf(const v1::Forecast& forecast, const Texts& texts) {
  return ForecastRowBuilder(forecast, texts).Build();
}

PrintedColumns RoundColumns(const std::vector<ForecastRow>& rows, Measure measure) {
  const std::vector<AmountPair> budget =
      RoundColumn(rows, [](const Figures& figures) { return figures.budget.value_or(0); });
  const std::vector<AmountPair> known = RoundColumn(rows, [](const Figures& figures) { return figures.known; });
  const RoundedForecast forecast = RoundForecast(rows);
  PrintedColumns printed;
  printed.deviation_to_date = RoundDeviationToDate(rows, measure);
  for (size_t i = 0; i < rows.size(); ++i) {
    printed.budget.push_back(Of(budget[i], measure));
    printed.known.push_back(Of(known[i], measure));
    printed.forecast.push_back(Of(forecast.all[i], measure));
    printed.deviation.push_back(Deviation(measure, printed.budget[i], Of(forecast.counted[i], measure)));
  }
  return printed;
}

bool IsComplete(const v1::Forecast& forecast) {
  const auto all_known = [](const v1::ForecastLine& line) {
    return line.measure() == v1::MEASURE_VOLUME ||
           std::all_of(line.months().begin(), line.months().end(), [](const auto& month) { return month.known(); });
  };
  return LastKnownMonth(forecast) == 12 && std::all_of(forecast.lines().begin(), forecast.lines().end(), all_known);
}

int LastKnownMonth(const v1::Forecast& forecast) {
  const absl::StatusOr<Month> month = Month::Parse(forecast.last_known_month());
  return month.ok() && month->year() == forecast.year() ? month->month() : 0;
}

int LastBookedMonth(const v1::Forecast& forecast) {
  int month = LastKnownMonth(forecast);
  for (int at = forecast.missing_months_size() - 1; at >= 0; --at) {
    const absl::StatusOr<Month> missing = Month::Parse(forecast.missing_months(at));
    if (!missing.ok() || missing->month() != month) break;
    --month;
  }
  return month;
}

bool IsPreliminary(const v1::Forecast& forecast) {
  // A list has no lines.
  const bool is_predicted =
      forecast.round() == v1::ROUND_YEAR_END && forecast.lines_size() > 0 && !IsComplete(forecast);
  return forecast.missing_months_size() > 0 || is_predicted;
}

}  // namespace prognos::client
