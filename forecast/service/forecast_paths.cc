#include "forecast/service/forecast_paths.h"

#include <map>
#include <string>
#include <utility>

#include "forecast/base/status_macros.h"
#include "forecast/outlook/packed_paths.h"

namespace prognos::service {

absl::StatusOr<ForecastPaths> ForecastPaths::Make(const v1::Forecast& forecast, const ledger::ForecastBasis& basis,
                                                  const rounds::Standing& standing) {
  ForecastPaths result(forecast);
  std::map<std::string, const std::string*> packed;
  for (const ledger::ForecastBasis::Paths& paths : basis.paths) packed[paths.series_id] = &paths.packed;
  for (const v1::ForecastLine* line : result.lines_.series()) {
    outlook::Remainder remainder;
    remainder.series = KeyOf(*line).series;
    remainder.predicted = HasPredicted(*line);
    remainder.expected = line->full_year() - line->known_amount();
    if (const auto found = packed.find(remainder.series); found != packed.end()) {
      PROGNOS_ASSIGN_OR_RETURN(remainder.paths, outlook::UnpackPaths(*found->second));
    }
    result.model_.push_back(std::move(remainder));
  }
  result.judged_ = result.model_;
  for (const auto& [key, fact] : standing.overrides) result.Put(fact);
  return result;
}

void ForecastPaths::Put(const rounds::Fact& fact) {
  const v1::ForecastLine* line = lines_.Find(fact.line);
  if (line == nullptr) return;
  outlook::Judgement judgement;
  for (const auto& [at, sign] : lines_.PartsOf(*line)) {
    if (!model_[at].predicted) continue;
    judgement.series.push_back(at);
    overridden_.insert(at);
  }
  if (judgement.series.empty()) return;
  judgement.delta = *fact.amount - line->full_year();
  judgement.plus_minus = fact.plus_minus;
  outlook::Judge(judgement, path_count_, judged_);
}

bool ForecastPaths::IsOverridden(const v1::ForecastLine& line) const {
  if (overridden_.empty() || line.measure() == v1::MEASURE_VOLUME) return false;
  const std::vector<std::pair<size_t, int>> parts = lines_.PartsOf(line);
  return std::any_of(parts.begin(), parts.end(), [this](const auto& part) { return overridden_.contains(part.first); });
}

outlook::Remainder ForecastPaths::Sum(const std::vector<outlook::Remainder>& remainders,
                                      const v1::ForecastLine& line) const {
  std::vector<std::pair<const outlook::Remainder*, int>> parts;
  for (const auto& [at, sign] : lines_.PartsOf(line)) parts.emplace_back(&remainders[at], sign);
  outlook::Remainder sum = outlook::SumOf(parts);
  if (sum.predicted && sum.paths.size() == 0) {
    sum.paths = Vector::Constant(path_count_, static_cast<double>(sum.expected));
  }
  return sum;
}

}  // namespace prognos::service
