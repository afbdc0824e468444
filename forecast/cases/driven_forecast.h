// The forecast of money that another series drives: directly, by its driver, and both weighed by which was better at
// the same round before.
//
//   DrivenForecaster driven = *DrivenForecaster::Prepare(facts, links, cut, options);
//   DrivenForecast cost = driven.Forecast(0, forecaster);     // `forecaster`: of all `facts` at the same cut.
//
// By its driver:
//   volume times price   cost(t) = volume(t) x unit price(t), the volume as it is forecast, the unit price (cost /
//   volume of
//                        the months that have both, at today's level of known effects) by the default as a series of
//                        its own, path by path;
//   refund later         models/regression/lagged_refund.h, on the driver as it is forecast, path by path.
//
// What is known of the series itself (known_effects.h) is taken out before and put on after, as for every forecast.
//
// Weighed: at the same round of up to `most_years` earlier years both ways are forecast as they would have been then.
// With d and v the errors of the rest of the year, directly and by the driver, of n such rounds, the odds of the driver
// are
//
//   w / (1 - w)  =  p / (1 - p)  x  ( sum of d^2 / sum of v^2 )^(n / 2)
//
// the likelihood ratio of two Gaussian models of unknown variance, both with a tenth of their mean added, so that one
// lucky round does not decide. p, the belief beforehand, is what the other links of the kind say, by the weight with
// the least squared error over all their rounds (Bates & Granger 1969, "The combination of forecasts", with the
// covariance; errors in parts of the size of a series), drawn to 0.1 as if by four rounds, for the direct forecast is
// believed until something speaks against it, and at most 0.95. With fewer than two rounds in all, and where w would be
// below 0.05, the direct forecast stands as it is. A series of which no month is known is forecast by its driver alone.
//
// The paths of both ways are put together in the order of their totals, the largest of one with the largest of the
// other: the errors of two forecasts of one thing go together. They keep the order of the one that weighs more, so that
// sums over series may be taken path by path.
#ifndef PROGNOS_FORECAST_CASES_DRIVEN_FORECAST_H_
#define PROGNOS_FORECAST_CASES_DRIVEN_FORECAST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/cases/case_forecaster.h"
#include "forecast/models/regression/lagged_refund.h"

namespace prognos::cases {

enum class DriverKind { kVolumeTimesPrice = 1, kRefundLater = 2 };

// Which series drives which, by their index in a list of SeriesFacts.
struct DriverLink {
  int series = 0;
  int driver = 0;
  DriverKind kind = DriverKind::kVolumeTimesPrice;
  models::RefundTerms refund = {};  // Of kRefundLater; kronor for a whole of the driver.
};

struct DrivenOptions {
  int most_years = 5;  // Earlier years whose round is looked at, >= 0.
};

// Months to come, in parts of the series.
struct Way {
  Vector mean;
  Matrix paths;
};

// A last month whose unit price is less than two thirds of the median of up to twelve months before it (six at least),
// and lower by more than five times what they lie apart from it (median absolute deviation of the logarithms): its cost
// may not be booked in full. Prices are forecast without it. Kronor for a whole.
struct UnfitMonth {
  Month month;
  double price = 0.0;
  double usual = 0.0;
};

struct DrivenForecast {
  CaseForecast forecast;  // The two ways together, in the place of the one that the series would have without a driver.
  // OK: the driver was used. FAILED_PRECONDITION: it says why not; `forecast` is then the direct one and `driven`
  // empty.
  absl::Status used;
  double weight = 0.0;  // Of the driver.
  Way direct, driven;
  Month first;  // The month of the first row.
  // Mean absolute errors of the full year at the same round of earlier years, in parts, of `past_years` years.
  std::optional<double> direct_past_error, driven_past_error;
  int past_years = 0;

  // Of kVolumeTimesPrice: the last month has too little cost for its volume.
  std::optional<UnfitMonth> unfit;

  // What is known of the driver, and what it was forecast with, in its parts.
  MonthlySeries driver_known;
  Way driver_to_come;                          // From the end of driver_known on.
  std::optional<models::LaggedRefund> refund;  // Of kRefundLater.
};

// One round of an earlier year: errors of the rest of the year, outcome less forecast, in parts.
struct PastRound {
  double direct = 0.0;
  double driven = 0.0;
};

// The weight of the driver of each link, see above: `rounds[i]` in units of its series' size; no rounds: that of all.
std::vector<double> WeightsOfDrivers(const std::vector<std::vector<PastRound>>& rounds);

class DrivenForecaster {
 public:
  // `links` name series of `facts`, each driven once. INVALID_ARGUMENT: terms of a refund; options.
  static absl::StatusOr<DrivenForecaster> Prepare(const std::vector<SeriesFacts>& facts, std::vector<DriverLink> links,
                                                  const Cut& cut, const engine::ForecastOptions& options,
                                                  const DrivenOptions& driven = {});

  int size() const { return static_cast<int>(links_.size()); }
  const DriverLink& link(int at) const { return links_[static_cast<size_t>(at)]; }
  // The link that drives `series`; none: -1.
  int LinkOf(int series) const;

  // `forecaster` holds the cases of all `facts` of Prepare, in their order. Any link, any thread.
  DrivenForecast Forecast(int link, const CaseForecaster& forecaster) const;

  // Of a link whose series has no month to come: what is known of the driver, and the refunds as they came. Forecast
  // and ways are empty, and nothing is weighed.
  DrivenForecast OfCompleteYear(int link, const CaseForecaster& forecaster) const;

 private:
  std::vector<DriverLink> links_;
  std::vector<std::vector<PastRound>> rounds_;  // By link, the newest first.
  std::vector<double> weights_;
  std::vector<int> prices_;  // By link: of prices_forecaster_, or -1.
  CaseForecaster price_forecaster_;
};

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_DRIVEN_FORECAST_H_
