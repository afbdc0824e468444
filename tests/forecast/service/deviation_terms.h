// Sums of what a deviation is told as.
#ifndef PROGNOS_TESTS_FORECAST_SERVICE_DEVIATION_TERMS_H_
#define PROGNOS_TESTS_FORECAST_SERVICE_DEVIATION_TERMS_H_

#include <cstdint>

#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

// Of all nine.
inline int64_t TotalOf(const v1::DeviationTerms& terms) {
  return terms.events() + terms.timing() + terms.season_and_trend() + terms.rest() + terms.judgement() +
         terms.volume() + terms.price() + terms.mix() + terms.volume_and_price();
}

}  // namespace prognos::service

#endif  // PROGNOS_TESTS_FORECAST_SERVICE_DEVIATION_TERMS_H_
