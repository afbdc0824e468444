#include "forecast/engine/joint_options.h"

namespace prognos::engine {
namespace {

constexpr double kShrinkageForMonths = 1.0;
constexpr int kCalibrationOriginsForMonths = 2;

}  // namespace

JointOptions JointOptions::For(Target target) {
  JointOptions options;
  options.past.target = target;
  if (target == Target::kTotal) return options;
  options.combination.least_shrinkage = kShrinkageForMonths;
  options.calibration.most_origins = kCalibrationOriginsForMonths;
  return options;
}

}  // namespace prognos::engine
