#include "forecast/service/indicator_forecast.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/rounds/standing.h"

namespace prognos::service {
namespace {

v1::Measure MeasureOf(v1::IndicatorSource source) {
  switch (source) {
    case v1::INDICATOR_SOURCE_COST:
      return v1::MEASURE_COST;
    case v1::INDICATOR_SOURCE_REVENUE:
      return v1::MEASURE_REVENUE;
    case v1::INDICATOR_SOURCE_VOLUME:
      return v1::MEASURE_VOLUME;
    default:
      return v1::MEASURE_NET;
  }
}

// The row of an activity stands before those of its own series.
const v1::ForecastLine* LineOf(const v1::Indicator& indicator, const v1::Forecast& forecast) {
  const v1::Measure measure = MeasureOf(indicator.source());
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.measure() != measure) continue;
    const bool is_it =
        measure == v1::MEASURE_VOLUME ? line.series() == indicator.series() : line.activity() == indicator.activity();
    if (is_it) return &line;
  }
  return nullptr;
}

// From öre, or thousandths of a volume, to thousandths of the indicator's unit.
class IndicatorScale {
 public:
  IndicatorScale(const v1::Indicator& indicator, int months) {
    if (indicator.source() == v1::INDICATOR_SOURCE_VOLUME) {
      // A stock is the mean of its months.
      if (indicator.kind() == v1::INDICATOR_KIND_STOCK) divisor_ = std::max(months, 1);
    } else if (indicator.unit() == "kr") {
      factor_ = kVolumeUnit.parts_per_whole / kMoneyUnit.parts_per_whole;
    } else {
      // A thousandth of a mnkr is a tkr.
      divisor_ =
          indicator.unit() == "tkr" ? kOrePerThousandKronor / kVolumeUnit.parts_per_whole : kOrePerThousandKronor;
    }
  }

  int64_t operator()(int64_t parts) const {
    const absl::int128 product = absl::int128(parts) * factor_;
    constexpr int64_t kMost = std::numeric_limits<int64_t>::max() / 4;
    return DivideRounded(static_cast<int64_t>(std::clamp<absl::int128>(product, -kMost, kMost)), divisor_);
  }

 private:
  int64_t factor_ = 1;
  int64_t divisor_ = 1;
};

std::vector<followup::QuantilePoint> PointsOf(const v1::Quantiles& quantiles, const IndicatorScale& scale) {
  return {{0.05, scale(quantiles.p05())}, {0.1, scale(quantiles.p10())},  {0.25, scale(quantiles.p25())},
          {0.5, scale(quantiles.p50())},  {0.75, scale(quantiles.p75())}, {0.9, scale(quantiles.p90())},
          {0.95, scale(quantiles.p95())}};
}

absl::StatusOr<v1::Forecast> WithLines(ledger::Reader& reader, const std::string& organization, const std::string& id) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Forecast stored, reader.GetForecast(organization, id));
  v1::Forecast forecast;
  if (!forecast.ParseFromString(stored.header) || !forecast.MergeFromString(stored.lines)) {
    return absl::InternalError(absl::StrCat("the stored forecast \"", id, "\" cannot be read"));
  }
  return forecast;
}

}  // namespace

bool IsUnitOfMoney(absl::string_view unit) { return unit == "kr" || unit == "tkr" || unit == "mnkr"; }

absl::StatusOr<std::optional<v1::Forecast>> NewestForecast(ledger::Reader& reader, const std::string& organization,
                                                           int year, Month until, absl::Time as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Forecast> stored,
                           reader.ListForecasts(organization, year, /*before_sequence=*/0, /*limit=*/0));
  for (const ledger::Forecast& one : stored) {
    v1::Forecast header;
    if (one.create_time > as_of || !header.ParseFromString(one.header)) continue;
    if (header.last_known_month() > until.ToString()) continue;
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ForecastFact> facts,
                             reader.ListForecastFacts(organization, one.id));
    const std::optional<rounds::Fact> withdrawal = rounds::StandingOf(facts).withdrawal;
    if (withdrawal.has_value() && withdrawal->record_time <= as_of) continue;
    PROGNOS_ASSIGN_OR_RETURN(v1::Forecast forecast, WithLines(reader, organization, one.id));
    return std::optional<v1::Forecast>(std::move(forecast));
  }
  return std::optional<v1::Forecast>();
}

std::optional<IndicatorForecast> ForecastOf(const v1::Indicator& indicator, const v1::Forecast& forecast) {
  if (indicator.source() == v1::INDICATOR_SOURCE_UNSPECIFIED) return std::nullopt;
  const v1::ForecastLine* const line = LineOf(indicator, forecast);
  if (line == nullptr) return std::nullopt;
  const absl::StatusOr<Month> known = Month::Parse(forecast.last_known_month());
  const int known_months = known.ok() && known->year() == forecast.year() ? known->month() : 0;
  const IndicatorScale whole(indicator, 12);
  if (indicator.source() == v1::INDICATOR_SOURCE_DEVIATION) {
    if (!line->has_deviation()) return std::nullopt;
    return IndicatorForecast{whole(line->budget_to_date() - line->known_amount()), whole(line->deviation()),
                             std::nullopt, PointsOf(line->deviation_quantiles(), whole)};
  }
  return IndicatorForecast{IndicatorScale(indicator, known_months)(line->known_amount()), whole(line->full_year()),
                           line->has_last_year() ? std::optional<int64_t>(whole(line->last_year())) : std::nullopt,
                           PointsOf(line->full_year_quantiles(), whole)};
}

}  // namespace prognos::service
