// The lines of a stored forecast, looked up: which line is meant, and which series a sum is made of.
#ifndef PROGNOS_FORECAST_SERVICE_FORECAST_LINES_H_
#define PROGNOS_FORECAST_SERVICE_FORECAST_LINES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"
#include "forecast/rounds/facts.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

// The line's activity, measure and series, as identifiers.
rounds::LineKey KeyOf(const v1::ForecastLine& line);

// As messages name a line: "vuxen.cost", "barn.net", "total.net".
std::string LineText(const rounds::LineKey& line);

// The reference by names of `organization`.
v1::LineRef ToProto(absl::string_view organization, const rounds::LineKey& line);

class ForecastLines {
 public:
  // `forecast` outlives it and keeps its lines.
  explicit ForecastLines(const v1::Forecast& forecast);

  // The line; null when there is none. A key with a series finds the line that is this series; one without finds the
  // line of activity and measure, which may be that of a single series.
  const v1::ForecastLine* Find(const rounds::LineKey& line) const;

  // The lines of single series, costs and revenues only, in the order of the forecast.
  const std::vector<const v1::ForecastLine*>& series() const { return series_; }

  // Which of series() a line of cost, revenue or net is made of, each with its sign in it (1 or -1). `line` may be one
  // of the lines without frames or of those by cost type.
  std::vector<std::pair<size_t, int>> PartsOf(const v1::ForecastLine& line) const;

 private:
  bool IsAtOrBelow(const std::string& activity, const std::string& top) const;
  bool IsInFrameOfItsOwn(const std::string& activity) const;

  const v1::Forecast& forecast_;
  std::vector<const v1::ForecastLine*> series_;
  std::map<std::string, std::string> parents_;  // By activity.
  std::vector<std::string> frames_;             // The activities with frames of their own.
};

// Whether any month of the line is predicted.
bool HasPredicted(const v1::ForecastLine& line);

// The line that a request of `organization` means with its field `place`; null, with its fault, when the forecast has
// none such.
const v1::ForecastLine* CheckLine(const v1::LineRef& line, const std::string& organization, const ForecastLines& lines,
                                  const std::string& place, FaultList& faults);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FORECAST_LINES_H_
