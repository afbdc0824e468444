#include "forecast/service/amount_scale.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/error.h"
#include "messages/ledger.h"
#include "messages/note.h"
#include "messages/word.h"

namespace prognos::service {
namespace {

// Between a hundred, which a year brings now and then, and a thousand, which a wrong unit makes of amounts that also
// grew or shrank themselves.
constexpr double kFarRatio = 300.0;
constexpr int64_t kSmallMonthOre = 1'000 * kMoneyUnit.parts_per_whole;
constexpr size_t kLeastMonthsBefore = 3;
constexpr size_t kLeastAmountsInFile = 3;
constexpr size_t kLeastCalmMonths = 6;
constexpr int64_t kMostCalmRatio = 10;
constexpr int kMonthsAround = 36;
constexpr size_t kMostNotes = 5;

bool IsMoney(const std::string& series_id) { return ParseMoneySeries(series_id).has_value(); }

// The amounts of each series that are not zero, without their signs.
using SizesBySeries = std::map<std::string, std::vector<int64_t>>;

void Take(const std::string& series_id, int64_t ore, SizesBySeries& sizes) {
  if (ore != 0 && IsMoney(series_id)) sizes[series_id].push_back(std::abs(ore));
}

// `values` holds at least one. Of an even number the lower of the two in the middle: one that occurred.
template <typename Number>
Number MedianOf(std::vector<Number> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// A thousand or a million times, within a factor of two.
bool LooksLikeAnotherUnit(double log_ratio) {
  for (const double factor : {1e3, 1e6}) {
    if (std::abs(std::abs(log_ratio) - std::log(factor)) <= std::log(2.0)) return true;
  }
  return false;
}

// Whether a series has always been near its usual month: one that was far from it once may be so again.
bool IsCalm(const std::vector<int64_t>& sizes, int64_t usual) {
  return sizes.size() >= kLeastCalmMonths && std::all_of(sizes.begin(), sizes.end(), [usual](int64_t size) {
           return size <= kMostCalmRatio * usual && usual <= kMostCalmRatio * size;
         });
}

absl::StatusOr<SizesBySeries> HistoryAround(ledger::Reader& reader, const std::string& organization,
                                            const std::vector<ledger::NewActual>& booked) {
  ledger::ActualsQuery query;
  for (const ledger::NewActual& one : booked) {
    query.first_month = std::min(query.first_month.value_or(one.month), one.month);
    query.last_month = std::max(query.last_month.value_or(one.month), one.month);
  }
  SizesBySeries sizes;
  if (booked.empty()) return sizes;
  query.first_month = std::max(*query.first_month, Month() + kMonthsAround) - kMonthsAround;
  const Month last = Month::January(Month::kLastYear) + 11;
  query.last_month = std::min(*query.last_month, last - kMonthsAround) + kMonthsAround;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> held, reader.ListActuals(organization, query));
  for (const ledger::Actual& actual : held) Take(actual.series_id, actual.value, sizes);
  return sizes;
}

Message NoteOf(const FarSeries& series) {
  const MoneySeries money = ParseMoneySeries(series.series_id).value_or(MoneySeries());
  const Message flow = money.flow == Flow::kCost ? messages::word::Cost() : messages::word::Revenue();
  return messages::note::SeriesIsFarFromBefore(money.activity_id, Argument::Word(flow),
                                               Argument::Amount(series.in_file_ore),
                                               Argument::Amount(series.before_ore));
}

}  // namespace

absl::StatusOr<ScaleOfFile> CompareScale(ledger::Reader& reader, const std::string& organization,
                                         const std::vector<ledger::NewActual>& booked) {
  PROGNOS_ASSIGN_OR_RETURN(const SizesBySeries before, HistoryAround(reader, organization, booked));
  SizesBySeries in_file;
  bool has_unit_mixed = false;
  std::map<std::string, Month> first_months;
  for (const ledger::NewActual& one : booked) {
    Take(one.series_id, one.value, in_file);
    const auto [first, added] = first_months.try_emplace(one.series_id, one.month);
    if (!added) first->second = std::min(first->second, one.month);
  }
  ScaleOfFile scale;
  std::vector<double> log_ratios;
  size_t compared = 0;
  for (const auto& [series_id, sizes] : in_file) {
    const auto history = before.find(series_id);
    if (history == before.end() || history->second.size() < kLeastMonthsBefore) continue;
    const FarSeries one = {series_id, first_months.at(series_id), MedianOf(history->second), MedianOf(sizes)};
    if (std::max(one.before_ore, one.in_file_ore) < kSmallMonthOre) continue;
    compared += sizes.size();
    log_ratios.push_back(std::log(static_cast<double>(one.in_file_ore) / static_cast<double>(one.before_ore)));
    if (std::abs(log_ratios.back()) >= std::log(kFarRatio)) scale.far.push_back(one);
    // From hundreds of kronor a month an activity may grow a thousand times: it was only an idea.
    const bool was_small = one.before_ore < kSmallMonthOre;
    has_unit_mixed |= !was_small && LooksLikeAnotherUnit(log_ratios.back()) && IsCalm(history->second, one.before_ore);
  }
  const bool enough = compared >= kLeastAmountsInFile;
  scale.is_far = has_unit_mixed || (enough && std::abs(MedianOf(log_ratios)) >= std::log(kFarRatio));
  return scale;
}

absl::StatusOr<std::vector<Message>> CheckScale(const ScaleOfFile& scale, bool confirmed) {
  std::vector<Message> notes;
  if (!scale.is_far) {
    for (size_t i = 0; i < std::min(scale.far.size(), kMostNotes); ++i) {
      notes.push_back(NoteOf(scale.far[i]));
    }
    return notes;
  }
  if (confirmed) {
    notes.push_back(messages::note::FarAmountsAreConfirmed(Argument::Count(static_cast<int64_t>(scale.far.size())),
                                                           Argument::Amount(scale.far.front().in_file_ore),
                                                           Argument::Amount(scale.far.front().before_ore)));
    return notes;
  }
  FaultList far;
  for (const FarSeries& series : scale.far) {
    far.Add(absl::StrCat(series.series_id, " ", series.first_month.ToString()), FaultReason::kInconsistent, "",
            messages::ledger::AmountsAreFarFromBefore(Argument::Amount(series.in_file_ore),
                                                      Argument::Amount(series.before_ore)));
  }
  return WithReason(far.ToStatus(absl::StatusCode::kFailedPrecondition), v1::REASON_UNUSUAL_AMOUNTS);
}

}  // namespace prognos::service
