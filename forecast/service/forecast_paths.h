// The kept paths of a stored forecast, added up for any of its lines: by the model, and with overrides in the place of
// the model's values.
#ifndef PROGNOS_FORECAST_SERVICE_FORECAST_PATHS_H_
#define PROGNOS_FORECAST_SERVICE_FORECAST_PATHS_H_

#include <algorithm>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/ledger/records.h"
#include "forecast/outlook/judged_year.h"
#include "forecast/rounds/standing.h"
#include "forecast/service/forecast_lines.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

class ForecastPaths {
 public:
  // `forecast` outlives it and keeps its lines. DATA_LOSS: the paths cannot be read. Without a basis everything counts
  // as certain.
  static absl::StatusOr<ForecastPaths> Make(const v1::Forecast& forecast, const ledger::ForecastBasis& basis,
                                            const rounds::Standing& standing);

  // Whether an override changes a line of cost, revenue or net.
  bool IsOverridden(const v1::ForecastLine& line) const;

  // The months of such a line that are not known, together. Paths are there wherever anything is predicted.
  outlook::Remainder ByModel(const v1::ForecastLine& line) const { return Sum(model_, line); }
  outlook::Remainder AsJudged(const v1::ForecastLine& line) const { return Sum(judged_, line); }

  // The series behind the lines, and what remains of each as judged, in the same order.
  const ForecastLines& lines() const { return lines_; }
  const std::vector<outlook::Remainder>& judged() const { return judged_; }
  int path_count() const { return path_count_; }
  // The months of a line that are not known, when those of the series are `remainders`.
  outlook::Remainder Sum(const std::vector<outlook::Remainder>& remainders, const v1::ForecastLine& line) const;

 private:
  explicit ForecastPaths(const v1::Forecast& forecast)
      : lines_(forecast), path_count_(std::max(1, forecast.options().path_count())) {}

  void Put(const rounds::Fact& fact);

  ForecastLines lines_;
  int path_count_;
  std::vector<outlook::Remainder> model_;  // Of lines_.series().
  std::vector<outlook::Remainder> judged_;
  std::set<size_t> overridden_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FORECAST_PATHS_H_
