#include "client/type_rows.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/rounded_shares.h"

namespace prognos::client {
namespace {

// A row of the table: the sum, the sum without frames, an activity, or what is booked on one itself.
struct RowPlace {
  std::string activity;
  bool without_frames = false;
  bool is_own = false;
  auto operator<=>(const RowPlace&) const = default;
};

struct LinesOfType {
  const v1::ForecastLine* cost = nullptr;
  const v1::ForecastLine* revenue = nullptr;
  const v1::ForecastLine* net = nullptr;
};

RowPlace PlaceOf(const ForecastRow& row) { return {row.activity, row.is_subtotal, row.is_own}; }

class TypeRowBuilder {
 public:
  TypeRowBuilder(const v1::Forecast& forecast, const Texts& texts) : texts_(texts) {
    for (const v1::ForecastLine& line : forecast.lines_by_type()) {
      Take(line, {line.activity(), line.without_frames(), false});
    }
    // What is booked on an activity itself stands on the lines of its series.
    for (const v1::ForecastLine& line : forecast.lines()) {
      const bool is_money = line.measure() == v1::MEASURE_COST || line.measure() == v1::MEASURE_REVENUE;
      if (is_money && !line.series().empty()) Take(line, {line.activity(), false, true});
    }
  }

  TypeRows Build(const std::vector<ForecastRow>& rows) const {
    TypeRows parts;
    for (size_t i = 0; i < rows.size(); ++i) {
      const auto found = lines_.find(PlaceOf(rows[i]));
      if (found == lines_.end() || !HasType(found->second)) continue;
      for (const std::string& type : order_) {
        const auto of_type = found->second.find(type);
        if (of_type == found->second.end()) continue;
        parts.rows.push_back(PartOf(rows[i], static_cast<int>(i), type, of_type->second));
        parts.types.push_back(type);
      }
    }
    return parts;
  }

 private:
  using ByType = std::map<std::string, LinesOfType>;

  static bool HasType(const ByType& by_type) {
    return absl::c_any_of(by_type, [](const auto& one) { return !one.first.empty(); });
  }

  void Take(const v1::ForecastLine& line, const RowPlace& place) {
    if (std::find(order_.begin(), order_.end(), line.cost_type()) == order_.end()) order_.push_back(line.cost_type());
    if (!line.cost_type_display_name().empty()) names_[line.cost_type()] = line.cost_type_display_name();
    LinesOfType& lines = lines_[place][line.cost_type()];
    if (line.measure() == v1::MEASURE_COST) lines.cost = &line;
    if (line.measure() == v1::MEASURE_REVENUE) lines.revenue = &line;
    if (line.measure() == v1::MEASURE_NET) lines.net = &line;
  }

  ForecastRow PartOf(const ForecastRow& whole, int index, const std::string& type, const LinesOfType& lines) const {
    ForecastRow part;
    part.activity = whole.activity;
    part.display_name =
        type.empty() ? texts_.of_which_without_type : absl::Substitute(texts_.of_which, names_.at(type));
    part.parent = index;
    part.depth = whole.depth + 1;
    part.is_leaf = whole.is_leaf;
    if (lines.cost != nullptr) part.cost = FiguresFrom(*lines.cost);
    if (lines.revenue != nullptr) part.revenue = FiguresFrom(*lines.revenue);
    part.net = lines.net != nullptr ? FiguresFrom(*lines.net) : NetOf(part.cost, part.revenue);
    return part;
  }

  const Texts& texts_;
  std::map<RowPlace, ByType> lines_;
  std::vector<std::string> order_;  // The types as the forecast has them: those of the sum first, the rest last.
  std::map<std::string, std::string> names_;
};

// One column of one flow.
using FigureOf = int64_t (*)(const Figures&);

int64_t BudgetFigure(const Figures& figures) { return figures.budget.value_or(0); }
int64_t KnownFigure(const Figures& figures) { return figures.known; }
int64_t FullYearFigure(const Figures& figures) { return figures.full_year; }
int64_t DeviationToDateFigure(const Figures& figures) { return figures.deviation_to_date.value_or(0); }

// Shares the printed rows out among their types.
class TypeRounding {
 public:
  TypeRounding(const TypeRows& parts, const std::vector<ForecastRow>& rows)
      : parts_(parts), rows_(rows), types_({""}), parts_of_row_(rows.size()) {
    for (size_t at = 0; at < parts.rows.size(); ++at) {
      parts_of_row_[static_cast<size_t>(parts.rows[at].parent)].push_back(at);
      if (!absl::c_linear_search(types_, parts.types[at])) types_.push_back(parts.types[at]);
    }
  }

  // `printed` is the column of the rows, `value` what stands in it.
  std::vector<int64_t> Round(Measure measure, FigureOf value, const std::vector<int64_t>& printed) const {
    std::vector<std::vector<int64_t>> exact(rows_.size(), std::vector<int64_t>(types_.size(), 0));
    for (size_t row = 0; row < rows_.size(); ++row) {
      for (const size_t at : parts_of_row_[row]) {
        const Figures* figures = FiguresOf(parts_.rows[at], measure);
        if (figures != nullptr) exact[row][TypeAt(at)] = value(*figures);
      }
      // A row without parts is money without a type.
      const Figures* whole = FiguresOf(rows_[row], measure);
      if (parts_of_row_[row].empty() && whole != nullptr) exact[row][0] = value(*whole);
    }
    const auto shares = documents::RoundShares(ParentsOf(rows_), printed, exact, kOrePerThousandKronor);
    std::vector<int64_t> result;
    for (size_t at = 0; at < parts_.rows.size(); ++at) {
      result.push_back(shares[static_cast<size_t>(parts_.rows[at].parent)][TypeAt(at)]);
    }
    return result;
  }

 private:
  size_t TypeAt(size_t part) const {
    return static_cast<size_t>(std::find(types_.begin(), types_.end(), parts_.types[part]) - types_.begin());
  }

  const TypeRows& parts_;
  const std::vector<ForecastRow>& rows_;
  std::vector<std::string> types_;  // Money without a type first.
  std::vector<std::vector<size_t>> parts_of_row_;
};

// `a` - `b`.
std::vector<int64_t> Less(std::vector<int64_t> a, const std::vector<int64_t>& b) {
  for (size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return a;
}

PrintedColumns RoundFlow(const TypeRounding& rounding, const std::vector<ForecastRow>& rows, Measure flow) {
  const PrintedColumns whole = RoundColumns(rows, flow);
  PrintedColumns printed;
  printed.budget = rounding.Round(flow, BudgetFigure, whole.budget);
  printed.known = rounding.Round(flow, KnownFigure, whole.known);
  printed.forecast = rounding.Round(flow, FullYearFigure, whole.forecast);
  return printed;
}

// With the row above it where several rows are called the same.
std::string FullNameOf(const ForecastRow& row, const std::vector<ForecastRow>& rows) {
  const auto is_called_so = [&](const ForecastRow& other) { return other.display_name == row.display_name; };
  if (row.parent <= 0 || absl::c_count_if(rows, is_called_so) == 1) return row.display_name;
  return absl::StrCat(rows[static_cast<size_t>(row.parent)].display_name, " > ", row.display_name);
}

}  // namespace

TypeRows TypeRowsOf(const v1::Forecast& forecast, const std::vector<ForecastRow>& rows, const Texts& texts) {
  return TypeRowBuilder(forecast, texts).Build(rows);
}

PrintedColumns RoundTypeColumns(const TypeRows& parts, const std::vector<ForecastRow>& rows, Measure measure) {
  const TypeRounding rounding(parts, rows);
  PrintedColumns printed;
  if (measure != Measure::kNet) {
    printed = RoundFlow(rounding, rows, measure);
  } else {
    const PrintedColumns cost = RoundFlow(rounding, rows, Measure::kCost);
    const PrintedColumns revenue = RoundFlow(rounding, rows, Measure::kRevenue);
    printed.budget = Less(cost.budget, revenue.budget);
    printed.known = Less(cost.known, revenue.known);
    printed.forecast = Less(cost.forecast, revenue.forecast);
  }
  printed.deviation_to_date =
      rounding.Round(measure, DeviationToDateFigure, RoundColumns(rows, measure).deviation_to_date);
  for (size_t at = 0; at < parts.rows.size(); ++at) {
    printed.deviation.push_back(Deviation(measure, printed.budget[at], printed.forecast[at]));
  }
  return printed;
}

void AppendColumns(const PrintedColumns& more, PrintedColumns& printed) {
  const auto append = [](const std::vector<int64_t>& from, std::vector<int64_t>& to) {
    to.insert(to.end(), from.begin(), from.end());
  };
  append(more.budget, printed.budget);
  append(more.known, printed.known);
  append(more.deviation_to_date, printed.deviation_to_date);
  append(more.forecast, printed.forecast);
  append(more.deviation, printed.deviation);
}

PrintedRows PrintedRowsOf(const v1::Forecast& forecast, bool by_type, const Texts& texts) {
  PrintedRows result{RowsOf(forecast, texts), {}};
  result.printed = RoundColumns(result.rows, Measure::kNet);
  if (!by_type) return result;
  const TypeRows parts = TypeRowsOf(forecast, result.rows, texts);
  AppendColumns(RoundTypeColumns(parts, result.rows, Measure::kNet), result.printed);
  result.rows.insert(result.rows.end(), parts.rows.begin(), parts.rows.end());
  return result;
}

std::vector<size_t> OrderWithParts(const std::vector<ForecastRow>& rows, size_t count) {
  std::vector<size_t> order;
  for (const size_t row : PrintOrder({rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count)})) {
    order.push_back(row);
    for (size_t part = count; part < rows.size(); ++part) {
      if (rows[part].parent == static_cast<int>(row)) order.push_back(part);
    }
  }
  return order;
}

std::vector<std::string> RowsWithoutBudgetByType(const TypeRows& parts, const std::vector<ForecastRow>& rows) {
  std::vector<std::string> names;
  for (const ForecastRow& part : parts.rows) {
    const ForecastRow& whole = rows[static_cast<size_t>(part.parent)];
    const bool is_held_against_nothing = whole.is_leaf && whole.net.budget.has_value() && !part.net.budget.has_value();
    if (!is_held_against_nothing) continue;
    const std::string name = FullNameOf(whole, rows);
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

}  // namespace prognos::client
