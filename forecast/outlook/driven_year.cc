#include "forecast/outlook/driven_year.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/engine/path_summary.h"
#include "forecast/outlook/line_summary.h"

namespace prognos::outlook {
namespace {

constexpr double kOrePerKrona = kMoneyUnit.parts_per_whole;

int64_t RoundedSum(const Vector& values) {
  int64_t sum = 0;
  for (const double value : values) sum += std::llround(value);
  return sum;
}

// A year that is `total`, whose forecast months are those of `way` instead of `together`'s.
struct YearOfWay {
  int64_t full_year = 0;
  Quantiles quantiles{};
};

YearOfWay WithWay(const YearTotal& total, const cases::CaseForecast& together, const cases::Way& way) {
  // The forecast may begin before the year.
  const Eigen::Index within = std::min<Eigen::Index>(together.mean.size(), kMonthsPerYear);
  YearOfWay year;
  if (within == 0) {  // A complete year is what it is, whichever way.
    year.full_year = total.FullYear();
    const Vector predicted = total.paths.size() == 0 ? Vector() : engine::PathTotals(total.paths);
    year.quantiles =
        SummarizeYear(Measure::kCost, std::nullopt, total.KnownAmount(), year.full_year, predicted).full_year_quantiles;
    return year;
  }
  year.full_year = total.FullYear() - RoundedSum(together.mean.tail(within)) + RoundedSum(way.mean.tail(within));
  const Vector predicted = engine::PathTotals(total.paths) - engine::PathTotals(together.paths.bottomRows(within)) +
                           engine::PathTotals(way.paths.bottomRows(within));
  year.quantiles =
      SummarizeYear(Measure::kCost, std::nullopt, total.KnownAmount(), year.full_year, predicted).full_year_quantiles;
  return year;
}

std::optional<int64_t> Rounded(const std::optional<double>& value) {
  if (!value.has_value()) return std::nullopt;
  return std::llround(*value);
}

// What is known of the driver in wholes, and its months to come.
struct DriverInWholes {
  MonthlySeries known;
  Vector mean;
  Matrix paths;

  DriverInWholes(const cases::DrivenForecast& forecast, Unit unit)
      : known{forecast.driver_known.first, forecast.driver_known.values / unit.parts_per_whole},
        mean(forecast.driver_to_come.mean / unit.parts_per_whole),
        paths(forecast.driver_to_come.paths / unit.parts_per_whole) {}

  // Known and expected.
  MonthlySeries Whole() const {
    MonthlySeries whole{known.first, Vector(known.size() + mean.size())};
    whole.values << known.values, mean;
    return whole;
  }
};

// Of what the rates let claim for the year's months, the part that is not paid.
std::optional<int64_t> ProbablyLost(const models::RefundTerms& terms, const models::LaggedRefund& refund,
                                    const MonthlySeries& driver, Month january) {
  if (terms.rates.empty()) return std::nullopt;
  const MonthlySeries earned = models::Earned(driver, terms);
  double claimed = 0.0;
  for (int at = 0; at < kMonthsPerYear; ++at) {
    const double of_month = earned.At(january + at);
    if (!std::isnan(of_month)) claimed += of_month;
  }
  return std::llround(claimed * std::max(0.0, 1.0 - refund.lags().total) * kOrePerKrona);
}

// The months of the claim: rounded are the amounts outstanding and booked, what was earned is the rest.
void FillClaimMonths(const models::RefundYear& year, const YearTotal& total, OutstandingClaim& claim) {
  claim.year_begin = std::llround(year.outstanding_before * kOrePerKrona);
  int64_t before = claim.year_begin;
  for (size_t at = 0; at < claim.months.size(); ++at) {
    ClaimMonth& month = claim.months[at];
    month.booked = total.known[at] + total.predicted[at];
    month.outstanding = std::llround(year.outstanding[static_cast<Eigen::Index>(at)] * kOrePerKrona);
    month.earned = month.booked + month.outstanding - before;
    before = month.outstanding;
  }
}

OutstandingClaim ClaimOf(const cases::DriverLink& link, const cases::DrivenForecast& forecast, const YearTotal& total,
                         Month january, Unit driver_unit) {
  const models::LaggedRefund& refund = *forecast.refund;
  const DriverInWholes driver(forecast, driver_unit);
  MonthlySeries booked{january, Vector(kMonthsPerYear)};
  for (int at = 0; at < kMonthsPerYear; ++at) {
    const size_t month = static_cast<size_t>(at);
    booked.values[at] = kMoneyUnit.Wholes(static_cast<double>(total.known[month] + total.predicted[month]));
  }
  const Month december = january + (kMonthsPerYear - 1);
  const models::RefundYear year = refund.YearOf(booked, driver.Whole());
  OutstandingClaim claim;
  FillClaimMonths(year, total, claim);
  const models::DistributedLagFit& lags = refund.lags();
  claim.refunded_per_unit = refund.RefundedPerUnit(december) * kOrePerKrona;
  claim.refunded_per_unit_error = lags.total > 0.0 ? claim.refunded_per_unit * lags.total_error / lags.total : 0.0;
  claim.mean_lag_months = lags.mean_lag;
  claim.mean_lag_error = lags.mean_lag_error;
  if (lags.total > 0.0) {
    for (const double weight : lags.weights) claim.lag_shares.push_back(weight / lags.total);
  }
  const Vector left = refund.OutstandingPaths(driver.known, driver.paths, december) * kOrePerKrona;
  claim.year_end_quantiles =
      SummarizeYear(Measure::kRevenue, std::nullopt, 0, claim.months.back().outstanding, left).full_year_quantiles;
  claim.belongs_to_earlier_years = std::llround(year.of_earlier_months * kOrePerKrona);
  claim.probably_lost = ProbablyLost(link.refund, refund, driver.Whole(), january);
  return claim;
}

// Öre for a whole; absent without a volume.
std::optional<int64_t> PriceOf(int64_t ore, int64_t thousandths) {
  if (thousandths <= 0) return std::nullopt;
  return std::llround(static_cast<double>(ore) / kVolumeUnit.Wholes(static_cast<double>(thousandths)));
}

}  // namespace

DrivenYear DrivenYearOf(const cases::DriverLink& link, const cases::DrivenForecast& forecast, const YearTotal& total,
                        const cases::CaseForecaster& forecaster) {
  DrivenYear year;
  year.driver = link.driver;
  year.kind = link.kind;
  year.weight = forecast.weight;
  const YearOfWay direct = WithWay(total, forecast.forecast, forecast.direct);
  year.direct_full_year = direct.full_year;
  year.direct_quantiles = direct.quantiles;
  const YearOfWay driven = WithWay(total, forecast.forecast, forecast.driven);
  year.driven_full_year = driven.full_year;
  year.driven_quantiles = driven.quantiles;
  year.direct_past_error = Rounded(forecast.direct_past_error);
  year.driven_past_error = Rounded(forecast.driven_past_error);
  year.past_years = forecast.past_years;
  if (forecast.refund.has_value()) {
    const cases::SeriesCase& driver = forecaster.At(link.driver);
    year.claim = ClaimOf(link, forecast, total, driver.cut.january(), driver.unit());
  }
  return year;
}

VolumeAndPrice VolumeAndPriceOf(const DriverInput& driver, const Line& volume, const Line& line, bool has_budget) {
  VolumeAndPrice result;
  result.volume = volume.full_year;
  result.known_volume = volume.known_amount;
  result.unit_price = PriceOf(line.full_year, volume.full_year);
  result.known_unit_price = PriceOf(line.known_amount, volume.known_amount);
  if (driver.planned.empty()) return result;
  result.budget_volume = std::llround(driver.planned.values.sum());
  if (has_budget && line.budget.has_value()) result.budget_unit_price = PriceOf(*line.budget, *result.budget_volume);
  return result;
}

}  // namespace prognos::outlook
