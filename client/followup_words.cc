#include "client/followup_words.h"

#include "absl/strings/match.h"
#include "forecast/base/number_format.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {

std::string StatusText(v1::IndicatorStatus status, const Texts& texts) {
  switch (status) {
    case v1::INDICATOR_STATUS_NO_TARGET:
      return texts.status_no_target;
    case v1::INDICATOR_STATUS_NOT_MEASURED:
      return texts.status_not_measured;
    case v1::INDICATOR_STATUS_MET:
      return texts.status_met;
    case v1::INDICATOR_STATUS_PARTLY_MET:
      return texts.status_partly_met;
    case v1::INDICATOR_STATUS_NOT_MET:
      return texts.status_not_met;
    default:
      return "";
  }
}

std::optional<v1::IndicatorStatus> ReadJudgement(absl::string_view text) {
  const std::string folded = FoldedName(text);
  if (absl::StartsWith(folded, "delvis") || absl::StartsWith(folded, "part")) return v1::INDICATOR_STATUS_PARTLY_MET;
  if (folded == "ej" || folded == "not" || absl::StartsWith(folded, "ej-") || absl::StartsWith(folded, "not-")) {
    return v1::INDICATOR_STATUS_NOT_MET;
  }
  if (absl::StartsWith(folded, "uppf") || folded == "met") return v1::INDICATOR_STATUS_MET;
  return std::nullopt;
}

std::string TrendText(v1::Trend trend, const Texts& texts) {
  switch (trend) {
    case v1::TREND_BETTER:
      return texts.trend_better;
    case v1::TREND_WORSE:
      return texts.trend_worse;
    case v1::TREND_UNCHANGED:
      return texts.trend_unchanged;
    default:
      return "";
  }
}

std::string DirectionText(v1::Direction direction, const Texts& texts) {
  switch (direction) {
    case v1::DIRECTION_LOWER:
      return texts.direction_lower;
    case v1::DIRECTION_NEAR_TARGET:
      return texts.direction_near;
    default:
      return texts.direction_higher;
  }
}

std::string KindWord(v1::IndicatorKind kind) {
  switch (kind) {
    case v1::INDICATOR_KIND_CUMULATIVE:
      return "ackumulerat";
    case v1::INDICATOR_KIND_PER_PERIOD:
      return "per period";
    case v1::INDICATOR_KIND_STOCK:
      return "antal";
    case v1::INDICATOR_KIND_DURATION:
      return "tid";
    default:
      return "andel";
  }
}

std::string PeriodWord(v1::IndicatorPeriod period) {
  if (period == v1::INDICATOR_PERIOD_MONTH) return "manad";
  return period == v1::INDICATOR_PERIOD_TERTIAL ? "tertial" : "ar";
}

std::string DirectionWord(v1::Direction direction) {
  if (direction == v1::DIRECTION_LOWER) return "lagre";
  return direction == v1::DIRECTION_NEAR_TARGET ? "nara" : "hogre";
}

std::string SourceWord(v1::IndicatorSource source) {
  switch (source) {
    case v1::INDICATOR_SOURCE_COST:
      return "kostnad";
    case v1::INDICATOR_SOURCE_REVENUE:
      return "intakt";
    case v1::INDICATOR_SOURCE_NET:
      return "netto";
    case v1::INDICATOR_SOURCE_DEVIATION:
      return "avvikelse";
    case v1::INDICATOR_SOURCE_VOLUME:
      return "volym";
    default:
      return "";
  }
}

documents::Decimal ThousandthsShown(int64_t thousandths) {
  return {kVolumeUnit.Wholes(static_cast<double>(thousandths)), thousandths % kVolumeUnit.parts_per_whole == 0 ? 0 : 1};
}

std::string ThousandthsText(int64_t thousandths, const Texts& texts) {
  std::string text = FormatMachine(thousandths, 1000, texts.language);
  while (text.back() == '0') text.pop_back();
  if (text.back() == ',' || text.back() == '.') text.pop_back();
  return text;
}

}  // namespace prognos::client
