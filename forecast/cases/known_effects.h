// What is known of single months of a series beside their amounts: the one seam for things that happened, or will.
//
//   a month as it is = factor * the month as it would be without it + amount
//
// A payment made once adds an amount to one month, a correction takes one away; a level shift adds to every month from
// the first on; twice as many placements are a factor of 2. Several effects on one month come one upon the other, in
// the order given.
//
// Past months are turned back *before* a forecast is made (Without), so that no model takes them for the usual state;
// future ones are changed *after* it (PutOn): models keep their answers within the range of the past, and would cut a
// declared doubling away. Forecasts, backtests and whatever recorded facts there will be go through these two.
#ifndef PROGNOS_FORECAST_CASES_KNOWN_EFFECTS_H_
#define PROGNOS_FORECAST_CASES_KNOWN_EFFECTS_H_

#include <vector>

#include "absl/status/status.h"
#include "forecast/series/monthly_series.h"

namespace prognos::cases {

struct KnownEffect {
  Month first;  // The months it is on, both ends included.
  Month last;
  double factor = 1.0;  // Any finite number. 0: the month says nothing of what it would have been.
  double amount = 0.0;  // In parts of the series (base/unit.h): öre; negative: less.
  // A forecast that begins in this month knows of it, and later ones; the default: always known.
  Month known_from = {};

  // INVALID_ARGUMENT naming field, value and rule.
  absl::Status Validate() const;
};

class KnownEffects {
 public:
  KnownEffects() = default;
  // What a forecast that begins in `origin` knows of `effects`, which are valid.
  KnownEffects(const std::vector<KnownEffect>& effects, Month origin);

  // `history` (parts) as it would have been without; a month that a factor of 0 is on is missing.
  MonthlySeries Without(const MonthlySeries& history) const;

  // Changes months from `first` on, one a row: expected values and sample paths alike. Parts, not rounded.
  void PutOn(Month first, Vector& mean, Matrix& paths) const;

 private:
  // All effects on one month together; the same form as one alone.
  struct Change {
    double factor = 1.0;
    double amount = 0.0;
  };
  Change On(Month month) const;

  std::vector<KnownEffect> effects_;
};

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_KNOWN_EFFECTS_H_
