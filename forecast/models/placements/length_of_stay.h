// How long placements last, learnt from those that have ended and from those that have not.
//
// Weibull: of stays, the share that lasts longer than x months is
//
//   S(x) = exp(-(x / scale)^shape),     mean = scale Gamma(1 + 1 / shape).
//
// Shape 1: a stay of any age ends as easily as any other; under 1: what has lasted will last.
//
// A roll tells of the stays that are open in some window of time of `watched` months that ends now: 0 when only what is
// open now is known. Where stays begin at an even rate r, the chance of what was seen is (Lexis diagram; Cox & Isham
// 1980, "Point Processes"; prevalent cohorts: Wang 1991, JASA 86, 130-143)
//
//   prod r S(x_i) h(x_i)^ended_i  exp(-r (watched + mean)),
//
// x_i the age at which stay i ended or was seen last, h = -S'/S: the stays that are open when the window begins come
// as many as r times the mean, and older ones the longer stays last. With r at its best value,
//
//   log L = sum log S(x_i) + sum_ended log h(x_i) - n log(watched + mean),
//
// so that lengths can be learnt from what is open at one moment only. Stays that have not ended count for as long as
// they lasted (right censoring).
//
// Shape and scale are those with the largest log L + log prior; prior: mean of kUsualMean months, log standard
// deviation kMeanSpread, and log shape around 0 with kShapeSpread. Series of a pool share the shape; their own scale is
// shrunk towards the pool's (normal, on the log scale), by how much series differ beyond what chance does.
#ifndef PROGNOS_FORECAST_MODELS_PLACEMENTS_LENGTH_OF_STAY_H_
#define PROGNOS_FORECAST_MODELS_PLACEMENTS_LENGTH_OF_STAY_H_

#include <vector>

#include "forecast/base/random.h"

namespace prognos::models {

inline constexpr double kUsualMean = 9.0;  // Months: between a stay at an institution and one in a family home.
inline constexpr double kMeanSpread = 1.0;
inline constexpr double kShapeSpread = 0.25;

class LengthOfStay {
 public:
  LengthOfStay() = default;
  // Both > 0.
  LengthOfStay(double scale, double shape) : scale_(scale), shape_(shape) {}

  double scale() const { return scale_; }
  double shape() const { return shape_; }
  double Mean() const;                   // Months.
  double Survival(double months) const;  // S; 1 up to 0.
  // Of stays that have lasted `age` months, the share that lasts `ahead` more.
  double Remaining(double age, double ahead) const;
  // The integral of S from 0 to `months`: how long a stay lasts on average when it is cut there.
  double MeanUpTo(double months) const;
  // Of stays that are open at a moment, their ages unknown, the share that lasts `ahead` more months.
  double RemainingOfOpen(double ahead) const { return 1.0 - MeanUpTo(ahead) / Mean(); }

  // How many more months a stay of `age` lasts.
  double DrawRemaining(double age, RandomGenerator& generator) const;
  // The same of one of unknown age.
  double DrawRemainingOfOpen(RandomGenerator& generator) const;

 private:
  double scale_ = kUsualMean;
  double shape_ = 1.0;
};

// When a stay was seen last.
struct SeenStay {
  double age = 0.0;    // Months, >= 0.
  bool ended = false;  // It ended then.
};

// What is seen of the stays of one series.
struct SeenStays {
  std::vector<SeenStay> stays;
  double watched = 0.0;  // Months, >= 0.
};

struct LengthOfStayFit {
  LengthOfStay common;
  double common_error = 0.0;          // Standard error of the log of its scale.
  std::vector<LengthOfStay> series;   // In the order given.
  std::vector<double> series_errors;  // Standard errors of the logs of theirs.
};

// Without any stay the prior.
LengthOfStayFit FitLengthOfStay(const std::vector<SeenStays>& series);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_PLACEMENTS_LENGTH_OF_STAY_H_
