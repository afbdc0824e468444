// The default forecast of many series at once: every candidate model, combined and calibrated by what the past of all
// the series says.
//
//   JointForecast joint = JointForecast::Prepare(std::move(tasks), options);
//   for (int series = 0; series < joint.size(); ++series) use(joint.Draw(series));      // Any order, any thread.
//
// Prepare, for every series: fits the members, and what they would have said before (candidate_forecasts.h). For every
// pool of series: weights (combination.h), then the stretch of months and of the total (calibration.h) from how far the
// combination's past errors lie out in today's paths. Draw: paths of one series.
//
// Members and their prior weights, relative to each other, before any evidence:
//
//                                                             full year   months
//   ets, optimised-theta, stl-forecast, structural                1          1
//   arima                                                         -          1
//   seasonal-regression, last-years-share, seasonal-naive        0.3        0.1
//   run-rate                                                     0.3         -
//   remaining-budget                              6 / known months, 0.1 to 1, the only one that knows more than history
//
// "arima" costs more than all others together. Where single months are to be right it earns that; for full years it
// helps in some years as much as it harms in others, and an organization must be answered at once.
// A series with a short history borrows from its pool (borrowing.h): most of its forecast, and as many of its paths,
// are the pooled regression's; how wide they must be is measured on the other series, cut as short (short_history.h).
// Where no member answers, the first of run-rate, rolling-twelve and remaining-budget that does.
//
// A month that stands out from those around it does not bend the members: they see its usual value (one_offs.h). What
// the forecast is measured against, in the past too, is the actual one.
//
// The paths are drawn from the members' own paths, each member as often as its weight says, so that they hold the
// members' disagreement as well; then they are centred on the combined mean and stretched month by month; with
// Target::kTotal their sums are stretched once more, to the errors of past totals. A member whose forecast had to be
// trimmed gives no paths. Path j of one series belongs to path j of the others: their totals are as dependent as the
// past errors of the pool were (common_movement.h), so that sums over series may be taken path by path.
//
// What is approximate: see candidate_forecasts.h; and past errors are measured against the spread of today's paths,
// moved by the ratio of the levels of then and now, instead of paths drawn at each origin.
//
// The answer is the same for any number of threads: every sum over series is taken in their order.
#ifndef PROGNOS_FORECAST_ENGINE_JOINT_FORECAST_H_
#define PROGNOS_FORECAST_ENGINE_JOINT_FORECAST_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "forecast/engine/calibration.h"
#include "forecast/engine/candidate_forecasts.h"
#include "forecast/engine/combination.h"
#include "forecast/engine/common_movement.h"
#include "forecast/engine/pool_calibration.h"
#include "forecast/engine/short_history.h"
#include "forecast/models/model.h"

namespace prognos::engine {

struct JointOptions {
  // The usual options for `target`. Weights for single months are held closer to the prior: their past errors flatter
  // the models with many parameters more than full-year errors do (chosen on one half of the M3 series each), and only
  // the two newest origins calibrate them: older ones had shorter histories behind them.
  static JointOptions For(Target target);

  PastOptions past;
  CombinationOptions combination;
  CalibrationOptions calibration;
  CommonMovementOptions movement;
  uint64_t seed = 0;      // Of what is common to series; what is a series' own has the seed of its task.
  int path_count = 2000;  // >= 0.
  int threads = 1;        // >= 1.
};

struct SeriesTask {
  models::TrainingData training;
  int horizon = 0;  // >= 0.
  uint64_t seed = 0;
  int pool = 0;  // Series with the same number learn from each other: give one to all that are alike.
  // Series of a pool with the same number move together (common_movement.h): cost in one, revenue in another.
  int group = 0;
};

// A member's part in one combination.
struct MemberWeight {
  std::string model;
  double weight = 0.0;
};

// A model that was considered.
struct CandidateRecord {
  std::string model;
  std::optional<double> past_error;  // As CombinedForecast::past_error; absent where it abstained at an origin.
  std::string abstention;            // Why it does not answer today; empty when it does.
};

// A combined forecast of one series.
struct CombinedForecast {
  Vector mean;                        // `horizon` long.
  Matrix paths;                       // horizon x path_count.
  std::vector<MemberWeight> weights;  // Adding to 1, the largest first; empty: nobody answers, all is zero.
  // Mean absolute error of the sum over the horizon at the past origins; absent without any. The weights are today's.
  std::optional<double> past_error;
  int past_origins = 0;
  std::vector<CandidateRecord> candidates;
  std::vector<OneOff> one_offs;  // The months of the history that stand out; the models saw their usual value.
};

class JointForecast {
 public:
  static JointForecast Prepare(std::vector<SeriesTask> tasks, const JointOptions& options);

  // All members and stand-ins. A name that models::Catalog() does not know is left out of the combination; a test sees
  // to it that there is none.
  static std::vector<std::string> NamesAskedOfCatalog();

  int size() const { return static_cast<int>(series_.size()); }
  const SeriesTask& task(int series) const { return At(series).task; }
  CombinedForecast Draw(int series) const;

 private:
  struct Series {
    SeriesTask task;
    bool standing_in = false;       // No member answers: the models are those that stand in.
    CandidateForecasts candidates;  // One a model.
    double scale = 1.0;
    Vector weights;  // One a model; zeros: nobody answers.
    // Of a short history, what the pool says of it; null: nothing is borrowed.
    std::unique_ptr<models::FittedModel> borrowed;
    double borrowed_share = 0.0;
    size_t place = 0;  // In the calibration of its pool.

    // The history as the models saw it.
    const MonthlySeries& usual() const { return candidates.one_offs.usual; }
  };

  // Pool, measured months (short_history.h), end of the history and horizon.
  using ShortKey = std::tuple<int, int, Month, int>;

  explicit JointForecast(const JointOptions& options);
  void FitCandidates(Series& series) const;
  void BorrowFromPool(const std::vector<int>& pool);
  Evidence PastErrors(const std::vector<int>& pool) const;
  static void Borrow(const models::Model& learned, Series& series);
  void WeighPool(int number, const std::vector<int>& pool);
  void CalibratePool(int number, const std::vector<int>& pool);
  ScoredSeries ScoresOfPast(const Series& series) const;
  void CalibrateShort(int number, const std::vector<int>& pool);
  std::optional<ShortForecast> ForecastAsShort(const MonthlySeries& cut, const models::Model& learned, int pool,
                                               int horizon) const;
  static bool IsMeasuredByOthers(const Series& series);
  static ShortKey ShortKeyOf(const Series& series);
  const Stretches& StretchesOf(const Series& series) const;
  void MoveWithItsGroup(const Series& series, Matrix& paths) const;
  Vector WeightsOf(const Series& series, const Vector& pooled) const;
  // `forecasts` (months x models) from `origin` on, trimmed.
  Matrix TrimmedAt(const Series& series, Month origin, const Matrix& forecasts) const;
  Matrix TrimmedToday(const Series& series) const;
  Matrix TrimmedThen(const Series& series, const PastForecasts& past) const;
  // What the models said so many months back, trimmed and weighed as today; nothing borrowed.
  Vector CombinedThen(const Series& series, const PastForecasts& past) const;
  Vector MeanOf(const Series& series) const;
  // `path_count` paths of the members, each as often as its weight says; member by member.
  Matrix DrawMembers(const Series& series, int path_count, RandomGenerator& generator) const;
  // Uncalibrated paths as deviations from the combined mean; the mean over the paths is zero in every month.
  Matrix DrawDeviations(const Series& series, int path_count) const;
  std::optional<double> PastError(const Series& series) const;
  const std::vector<const models::Model*>& ModelsOf(const Series& series) const {
    return series.standing_in ? stand_ins_ : members_;
  }
  const Series& At(int series) const { return series_[static_cast<size_t>(series)]; }

  JointOptions options_;
  std::vector<const models::Model*> members_;
  std::vector<const models::Model*> stand_ins_;
  Vector prior_;  // One a member, adding to 1.
  std::vector<Series> series_;
  std::map<int, PoolCalibration> calibrations_;  // By pool.
  std::map<int, Vector> weights_;                // By pool, one a member.
  std::map<ShortKey, Stretches> of_short_;
};

// "0.41 ets + 0.32 structural + 0.27 stl-forecast"; at most the five largest.
std::string DescribeWeights(const std::vector<MemberWeight>& weights);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_JOINT_FORECAST_H_
