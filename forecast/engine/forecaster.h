// The forecast of a series: answers for any history, by the default or by one model, and keeps the answer within
// reason.
//
//   Forecaster forecaster = *Forecaster::Prepare(tasks, options);  // Series that learn from each other,
//   SeriesForecast third = forecaster.Draw(2);                     // each by itself.
//
// The default combines many models (joint_forecast.h). A model asked for by name answers alone, as it is, without
// calibration; where it abstains the default answers (asked_forecast.h). Which names there are: asked_model.h. Path j
// of one series belongs to path j of the others, whoever answers: sums over series may be taken path by path.
//
// What every answer keeps, whatever the input:
// - finite, and within kMostTimesKnown times the largest absolute month of history and budget;
// - nothing below zero when no known value of the history (or, without history, of the budget) is negative: the paths
//   are cut at zero one by one and shifted so that their mean stays the expected value (bounds.h);
// - the expected value of a month is the mean of its paths, so that it lies where its distribution does;
// - a month that is expected at anything but zero has an interval (doubt.h);
// - with no known month, the remaining budget; without a budget either, zero.
#ifndef PROGNOS_FORECAST_ENGINE_FORECASTER_H_
#define PROGNOS_FORECAST_ENGINE_FORECASTER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/engine/asked_forecast.h"
#include "forecast/engine/asked_model.h"
#include "forecast/engine/bounds.h"
#include "forecast/engine/forecast_record.h"
#include "forecast/engine/joint_forecast.h"
#include "forecast/engine/model_comparison.h"
#include "forecast/messages/message.h"
#include "forecast/models/model.h"

namespace prognos::engine {

inline constexpr int kShortHistoryMonths = 24;
// One-offs in so many months before the forecast are remarked on.
inline constexpr int kMonthsOfOneOffs = 36;

struct ForecastOptions {
  std::string model = kDefaultModel;  // One of ModelNames().
  int path_count = 2000;              // >= 1.
  uint64_t seed = 0;
  // False: no look at earlier years. A model asked for by name has no past error then, and the default has its prior
  // weights and no calibration.
  bool score = true;
  // What the default is to be right about. kMonths for a forecast that is not the rest of a year.
  Target target = Target::kTotal;
  int threads = 1;                    // Of Forecaster::Prepare; the answer is the same for any number.
  ComparisonOptions comparison = {};  // How far a model asked for by name looks back.
  // See PastOptions::stop: asked by Prepare, Draw and DrawGap; the caller knows that it stopped and throws the answer
  // away.
  std::function<bool()> stop = nullptr;
};

enum class RemarkCode {
  kNoHistory,       // No known month: the remaining budget is the forecast.
  kNoData,          // No budget either: zero is.
  kShortHistory,    // Under kShortHistoryMonths known months.
  kModelAbstained,  // The model asked for; another one answers.
  kOneOff,          // The month stands out from those around it; the default expects its usual value.
  // The last month stands out, or may be a booking fault (Remark::doubted); the default follows it part of the way.
  kLastMonthOut,
};

struct Remark {
  RemarkCode code;
  Message message;                            // With its figures.
  std::optional<Month> month = std::nullopt;  // The one it is about.
  // What was expected of that month and how far it is followed; only when it may be a booking fault.
  std::optional<DoubtedMonth> doubted = std::nullopt;
};

// How a model did at the same round in earlier years.
struct ModelScore {
  std::string model;
  std::optional<double> past_error;  // Mean absolute full-year error; absent: see Candidate.
  std::string abstention;            // Why it does not answer today; empty when it does.
};

struct SeriesForecast {
  Vector mean;   // One a month from history.end() on, `horizon` long.
  Matrix paths;  // horizon x path_count; the months of a column belong together.
  // kDefaultModel; the name of the model when one alone answers; empty when there was no data.
  std::string model;
  std::string specification;  // As fitted; of a combination "0.41 ets + 0.32 structural + ...", at most five.
  std::optional<double> past_error;
  std::optional<double> last_years_share_past_error;
  int past_years = 0;                    // Earlier years behind the errors.
  std::vector<ModelScore> scores;        // Of all models that were compared.
  std::optional<ForecastRecord> record;  // Of the default, when it answers.
  std::vector<Remark> remarks;
};

// A run of months inside the history that have no value.
struct GapForecast {
  Vector mean;   // `length` long.
  Matrix paths;  // length x path_count.
};

// Forecasts of many series, which with the default and with pooled-regression share what their pasts tell, in two
// steps, so that the paths of all need not be held at once: Prepare looks at all series, Draw makes the forecast of one
// and may run on many threads. The seed of a series is its task's, not that of the options.
class Forecaster {
 public:
  // INVALID_ARGUMENT: an unknown model.
  static absl::StatusOr<Forecaster> Prepare(std::vector<SeriesTask> tasks, const ForecastOptions& options);

  int size() const;
  SeriesForecast Draw(int series) const;

  // The same, but FAILED_PRECONDITION, with the reason, where the model asked for by name abstains. The default never
  // does.
  absl::StatusOr<SeriesForecast> DrawOwn(int series) const;

  // What `length` missing months of `series` from `first` on probably were: the forecast of the model asked for, from
  // the months before them; with the default the series is alone, with pooled-regression the pool has taught all that
  // it knows today. With nothing before, the value of the nearest month after them (FillGaps), with the spread of a
  // series almost without history (models::kDefaultRelativeSpread). The bounds of every answer hold.
  GapForecast DrawGap(int series, Month first, int length, uint64_t seed) const;

 private:
  const SeriesTask& TaskOf(int series) const;
  SeriesForecast ForecastGap(int series, const SeriesTask& before) const;

  ForecastOptions options_;
  std::optional<AskedForecast> asked_;  // Of a model asked for by name.
  std::optional<JointForecast> joint_;  // Of the default.
};

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_FORECASTER_H_
