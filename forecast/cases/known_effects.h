// What is known of single months of a series beside their amounts: the one seam for things that happened, or will.
//
//   a month as it is = factor * the month as it would be without it + amount
//
// A payment made once adds an amount to one month, a correction takes one away; a level shift adds to every month from
// the first on; twice as many placements are a factor of 2. Several effects on one month come one upon the other, in
// the order given. Events (event.h) become such effects.
//
// Past months are changed *before* a forecast is made (AtTodaysLevel), so that no model takes what happened for the
// usual state; future ones *after* it (PutOn): models keep their answers within the range of the past, and would cut a
// declared doubling away. Forecasts, backtests and whatever recorded facts there will be go through these two.
//
// Today's level is that of the last known month. An effect that is on in that month and in the next has come to stay:
// months before it are brought to the level that it made, those since stay as they are, and it is not put on once more.
// Every other effect is taken out of the past.
//
// What lasts by the day (stay.h), as a placement does, and is certain never is part of today's level: its days are
// taken out of the known months, as if it ended on its expected day, and put on the months to come, in each sample path
// with an end of its own.
//
// Where the stays of a series are a roll (roll.h), a process forecasts all of its months, those of the roll with them:
// then they are neither taken out nor put on, but only told of in known months.
//
// An effect that is not certain happens in a share of the sample paths. Once its first month is known, the months
// themselves hold what came of it: they are left as they are, and it is not put on. What remains to chance then is only
// whether its end, if it has one among the months to come, takes anything away: of what lasts by the day, the days of
// each month that lie behind it.
#ifndef PROGNOS_FORECAST_CASES_KNOWN_EFFECTS_H_
#define PROGNOS_FORECAST_CASES_KNOWN_EFFECTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "forecast/cases/stay.h"
#include "forecast/series/monthly_series.h"

namespace prognos::cases {

// The last month there is: for what stays.
inline constexpr Month kForGood = Month::FromIndex(Month::kLastYear * kMonthsPerYear + 11);

struct KnownEffect {
  Month first;  // The months it is on, both ends included.
  Month last;
  double factor = 1.0;  // Any finite number. 0: the month says nothing of what it would have been.
  // In parts of the series (base/unit.h): öre; negative: less. Where there is a stay a day, otherwise a month.
  double amount = 0.0;
  // A forecast that begins in this month knows of it, and later ones; the default: always known.
  Month known_from = {};
  // A forecast that begins in this month does not know of it any more, nor do later ones.
  Month known_until = kForGood;
  double probability = 1.0;  // 0-1: that it happens.
  // The event that it belongs to: all of them, also on other series, happen in the same sample paths or not at all.
  std::string event = {};
  // It lasts by the day; `first` and `last` are the first and the last month that it may have a day in.
  std::optional<Stay> stay = std::nullopt;

  // INVALID_ARGUMENT naming field, value and rule.
  absl::Status Validate() const;
};

// What events make of months, in parts, by the name of the event and month; negative: less.
using EventShares = std::map<std::string, std::map<Month, double>>;

class KnownEffects {
 public:
  KnownEffects() = default;
  // What a forecast that begins in `origin` knows of `effects`, which are valid. `history_end`: the month after the
  // last known one of the series. What is not certain is drawn with `seed`, the same for all series of a forecast.
  // `has_roll`: the stays of the roll (IsOfRoll) are forecast by a process.
  KnownEffects(const std::vector<KnownEffect>& effects, Month origin, Month history_end, uint64_t seed,
               bool has_roll = false);

  // `history` (parts) with every month at today's level; a month that a factor of 0 is on is missing.
  MonthlySeries AtTodaysLevel(const MonthlySeries& history) const;

  // Changes months at today's level from `first` on, one a row, to what they will be. The mean becomes the expected
  // value over what may happen; a path has either all of an effect or nothing. Parts, not rounded.
  void PutOn(Month first, Vector& mean, Matrix& paths) const;

  // What the certain stays that are put on are expected to make of a month to come, parts.
  double StaysIn(Month month) const;

  // What each event that begins in `since` or later makes of the known months of `history` from `since` on, one upon
  // the other in their order: the months without any of them are the months less all shares. What is not certain has no
  // share of a known month, and a month that nothing is left of tells of none.
  EventShares SharesOfKnown(const MonthlySeries& history, Month since) const;
  // The same of what is expected of months to come: `mean`, at today's level, as PutOn is given it.
  EventShares SharesToCome(Month first, const Vector& mean, Month since) const;

 private:
  // factor * month + amount.
  struct Change {
    double factor = 1.0;
    double amount = 0.0;

    // This after `before`.
    Change After(const Change& before) const { return {factor * before.factor, factor * before.amount + amount}; }
  };
  struct Placed {
    KnownEffect effect;
    bool holds = false;    // It is part of today's level.
    bool started = false;  // Not certain, and its first month is known.
    bool of_roll = false;  // Forecast by a process.

    // Of a known month.
    double KnownAmount(Month month) const;
  };
  // What may happen to one effect: in one sample path, or the mean over all.
  struct Course {
    double share = 1.0;  // 0 or 1; of the mean the probability.
    // Of a stay its last day; none: the mean over its ends.
    std::optional<absl::CivilDay> last_day = std::nullopt;
  };
  // One an effect.
  using Courses = std::vector<Course>;

  // The certain effects of today's level together.
  Change Today() const;
  // The certain effects on `month` together, with or without those of the roll.
  Change Certain(Month month, bool with_roll) const;
  // From today's level to today's level in `month`, without what may have begun and has ended by then.
  Change Ended(Month month, const Courses& courses) const;
  // From today's level to `month` when the effects take these courses.
  Change ToMonth(Month month, const Courses& courses) const;
  bool IsUncertain(Month month) const;
  // Of a month to come.
  double AmountToCome(const KnownEffect& effect, Month month, const Course& course) const;
  Courses ExpectedCourses() const;
  // Adds the shares of a month that is `base` without any effect.
  void AddShares(Month month, double base, bool is_known, Month since, EventShares& shares) const;
  // One a path.
  std::vector<Courses> Draw(Eigen::Index paths) const;

  std::vector<Placed> effects_;
  absl::CivilDay origin_;  // The first day that is not known: no stay that goes on until then has ended before.
  uint64_t seed_ = 0;
};

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_KNOWN_EFFECTS_H_
