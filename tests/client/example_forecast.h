// A small made-up forecast with amounts that do not fit whole tkr, for tests of what is printed.
#ifndef PROGNOS_TESTS_CLIENT_EXAMPLE_FORECAST_H_
#define PROGNOS_TESTS_CLIENT_EXAMPLE_FORECAST_H_

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// 20259.4 tkr in öre.
inline int64_t Tkr(double tkr) { return std::llround(tkr * 100000.0); }

struct LineSpec {
  std::string activity;  // Identifier; empty: the sum.
  std::string display_name;
  std::string parent;  // Identifier.
  v1::Measure measure = v1::MEASURE_NET;
  bool is_series = false;
  std::optional<double> budget_tkr;
  double known_tkr = 0.0;
  double full_year_tkr = 0.0;
};

// Adds a line; deviation, its quantiles (1000 tkr to either side) and probability follow from budget and full year.
inline v1::ForecastLine& AddLine(const LineSpec& spec, v1::Forecast& forecast) {
  const std::string organization = "organizations/exempelby";
  v1::ForecastLine& line = *forecast.add_lines();
  if (!spec.activity.empty()) line.set_activity(absl::StrCat(organization, "/activities/", spec.activity));
  if (!spec.parent.empty()) line.set_parent(absl::StrCat(organization, "/activities/", spec.parent));
  line.set_display_name(spec.display_name);
  line.set_measure(spec.measure);
  const char* suffix = spec.measure == v1::MEASURE_COST ? "cost" : "revenue";
  if (spec.is_series) line.set_series(absl::StrCat(organization, "/series/", spec.activity, ".", suffix));
  line.set_known_amount(Tkr(spec.known_tkr));
  line.set_full_year(Tkr(spec.full_year_tkr));
  if (!spec.budget_tkr.has_value()) return line;
  const int64_t budget = Tkr(*spec.budget_tkr);
  const int64_t deviation = (budget - line.full_year()) * (spec.measure == v1::MEASURE_REVENUE ? -1 : 1);
  line.set_budget(budget);
  line.set_deviation(deviation);
  line.mutable_deviation_quantiles()->set_p10(deviation - Tkr(1000));
  line.mutable_deviation_quantiles()->set_p90(deviation + Tkr(1000));
  line.set_deficit_probability(deviation < -Tkr(2000) ? 0.998 : deviation < 0 ? 0.9 : 0.03);
  return line;
}

// A cost series of an activity and the net that equals it.
inline void AddCostActivity(LineSpec spec, bool is_series, v1::Forecast& forecast) {
  spec.measure = v1::MEASURE_COST;
  spec.is_series = is_series;
  AddLine(spec, forecast);
  spec.measure = v1::MEASURE_NET;
  spec.is_series = false;
  AddLine(spec, forecast);
}

// Höstprognos 2022 of costs only:
//                          budget       known    forecast   deviation
//   Barn/Unga/Familj      52 783,8    37 904,0   56 610,3    -3 826,5
//     Externa placeringar 20 259,4    16 480,0   24 900,0    -4 640,6
//     Övrigt              32 524,4    21 424,0   31 710,3      +814,1
//   Vuxen                 15 311,4    14 120,0   21 480,2    -6 168,8
//   Summa                 68 095,2    52 024,0   78 090,5    -9 995,3
inline v1::Forecast ExampleForecast() {
  v1::Forecast forecast;
  forecast.set_name("organizations/exempelby/forecasts/2022-host-1");
  forecast.set_organization_display_name("Exempelby socialnämnd");
  forecast.set_year(2022);
  forecast.set_round(v1::ROUND_AUTUMN);
  forecast.set_last_known_month("2022-08");
  AddCostActivity({"", "", "", {}, false, 68095.2, 52024, 78090.5}, false, forecast);
  AddCostActivity({"barn", "Barn/Unga/Familj", "", {}, false, 52783.8, 37904, 56610.3}, false, forecast);
  AddCostActivity({"barn-ext", "Externa placeringar", "barn", {}, false, 20259.4, 16480, 24900}, true, forecast);
  AddCostActivity({"barn-ovr", "Övrigt", "barn", {}, false, 32524.4, 21424, 31710.3}, true, forecast);
  AddCostActivity({"vuxen", "Vuxen", "", {}, false, 15311.4, 14120, 21480.2}, true, forecast);
  return forecast;
}

// The same activities at another round, with another forecast of Vuxen.
inline v1::Forecast ExampleForecastAt(v1::Round round, const std::string& last_known_month, double adult_tkr) {
  v1::Forecast forecast = ExampleForecast();
  forecast.set_name(absl::StrCat("organizations/exempelby/forecasts/", v1::Round_Name(round)));
  forecast.set_round(round);
  forecast.set_last_known_month(last_known_month);
  const int64_t change = Tkr(adult_tkr) - Tkr(21480.2);
  for (v1::ForecastLine& line : *forecast.mutable_lines()) {
    if (line.display_name() != "Vuxen" && !line.activity().empty()) continue;
    line.set_full_year(line.full_year() + change);
    line.set_deviation(line.deviation() - change);
  }
  return forecast;
}

// Vuxen's money as staff, three quarters of it, and premises.
inline v1::Forecast WithTypesOfVuxen(v1::Forecast forecast) {
  const v1::Forecast as_it_was = forecast;
  for (const v1::ForecastLine& line : as_it_was.lines()) {
    if (line.display_name() != "Vuxen") continue;
    for (const auto& [type, share] : {std::pair("Personal", 3), std::pair("Lokaler", 1)}) {
      v1::ForecastLine& part = *forecast.add_lines_by_type() = line;
      part.set_by_type(true);
      part.clear_series();
      part.set_cost_type(absl::StrCat("organizations/exempelby/costTypes/", type));
      part.set_cost_type_display_name(type);
      part.set_budget(line.budget() / 4 * share);
      part.set_full_year(line.full_year() / 4 * share);
      part.set_deviation(line.deviation() / 4 * share);
    }
  }
  return forecast;
}

}  // namespace prognos::client

#endif  // PROGNOS_TESTS_CLIENT_EXAMPLE_FORECAST_H_
