// How the default looks at the past, combines, calibrates and draws.
#ifndef PROGNOS_FORECAST_ENGINE_JOINT_OPTIONS_H_
#define PROGNOS_FORECAST_ENGINE_JOINT_OPTIONS_H_

#include <cstdint>

#include "forecast/engine/calibration.h"
#include "forecast/engine/candidate_forecasts.h"
#include "forecast/engine/combination.h"
#include "forecast/engine/common_movement.h"

namespace prognos::engine {

struct JointOptions {
  // The options for `target`. Weights for single months are held closer to the prior: their past errors flatter the
  // models with many parameters more than full-year errors do, and only the two newest origins calibrate them: older
  // ones had shorter histories behind them.
  static JointOptions For(Target target);

  PastOptions past;
  CombinationOptions combination;
  CalibrationOptions calibration;
  CommonMovementOptions movement;
  uint64_t seed = 0;      // Of what is common to series; what is a series' own has the seed of its task.
  int path_count = 2000;  // >= 0.
  int threads = 1;        // >= 1.
};

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_JOINT_OPTIONS_H_
