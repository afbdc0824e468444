// The default forecast of many series at once: every candidate model, combined and calibrated by what the past of all
// the series says.
//
//   JointForecast joint = JointForecast::Prepare(std::move(tasks), options);
//   for (int series = 0; series < joint.size(); ++series) use(joint.Draw(series));      // Any order, any thread.
//
// In stages, each with a value that the next one takes:
//
//   SeriesTask          what is asked                                                   series_task.h
//     -> SeriesFit      what the members say, today and at earlier origins              series_fit.h, default_members.h
//     -> CombinedPool   weighed by the pool's past errors, shrunk towards the pool      combined_series.h,
//     pool_weights.h,
//                                                                                       shrinkage.h
//     -> calibration    how wide past errors say that paths must be, and how series     pool_calibration.h,
//                       move together                                                   short_calibration.h
//     -> Draw           paths of one series, calibrated
//
// A month that stands out from those around it does not bend the members: they see the outlier-adjusted history
// (one_offs.h). What the forecast is measured against, in the past too, is the actual one.
//
// Paths are calibrated month by month; with Target::kTotal their sums are calibrated once more, to the errors of past
// totals. Path j of one series belongs to path j of the others: their totals are as dependent as the past errors of the
// pool were (common_movement.h), so that sums over series may be taken path by path.
//
// What is approximate: see candidate_forecasts.h; and past errors are measured against the spread of today's paths,
// moved by the ratio of the levels of then and now, instead of paths drawn at each origin.
//
// The answer is the same for any number of threads: every sum over series is taken in their order.
#ifndef PROGNOS_FORECAST_ENGINE_JOINT_FORECAST_H_
#define PROGNOS_FORECAST_ENGINE_JOINT_FORECAST_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forecast/engine/combined_series.h"
#include "forecast/engine/forecast_record.h"
#include "forecast/engine/joint_options.h"
#include "forecast/engine/pool_calibration.h"
#include "forecast/engine/series_task.h"
#include "forecast/engine/short_calibration.h"

namespace prognos::engine {

// A model that was considered.
struct CandidateRecord {
  std::string model;
  std::optional<double> past_error;  // As CombinedForecast::past_error; absent where it abstained at an origin.
  std::string abstention;            // Why it does not answer today; empty when it does.
};

// A combined forecast of one series, with how it came about.
struct CombinedForecast : ForecastRecord {
  Vector mean;   // `horizon` long.
  Matrix paths;  // horizon x path_count.
  // Mean absolute error of the sum over the horizon at the past origins; absent without any. The weights are today's.
  std::optional<double> past_error;
  int past_origins = 0;
  std::vector<CandidateRecord> candidates;
  std::vector<OneOff> one_offs;  // The months of the history that stand out.
  DoubtedMonths doubted;         // The last month, when it looks like a booking fault.
};

class JointForecast {
 public:
  static JointForecast Prepare(std::vector<SeriesTask> tasks, const JointOptions& options);

  int size() const { return static_cast<int>(slots_.size()); }
  const SeriesTask& task(int series) const;
  CombinedForecast Draw(int series) const;

 private:
  struct CalibratedPool {
    CombinedPool combined;
    PoolCalibration calibration;
    ShortCalibrations of_short;
  };
  // Where a series is: in a pool, or, when nothing is to be forecast, among the idle ones.
  struct Slot {
    const CalibratedPool* pool = nullptr;
    size_t at = 0;
  };

  explicit JointForecast(const JointOptions& options) : options_(options) {}
  static CalibratedPool Calibrate(CombinedPool combined, const DefaultMembers& members, const JointOptions& options);
  const Calibration& CalibrationOf(const Slot& slot) const;
  double SeriesWidthOf(const Slot& slot) const;
  double CorrelationOf(const Slot& slot) const;
  void RecordCalibration(const Slot& slot, CombinedForecast& forecast) const;
  Matrix DrawPaths(const Slot& slot, Vector& mean) const;

  JointOptions options_;
  std::map<int, CalibratedPool> pools_;  // By number; its entries stay where they are.
  std::vector<SeriesTask> idle_;         // With a horizon of 0.
  std::vector<Slot> slots_;              // One a series, in the order given.
};

// "0.41 ets + 0.32 structural + 0.27 stl-forecast"; at most the five largest.
std::string DescribeWeights(const std::vector<MemberWeight>& weights);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_JOINT_FORECAST_H_
