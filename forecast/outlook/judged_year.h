// What becomes of a stored forecast when people put amounts of their own in the place of the model's.
//
//   path j of a series      m_j                       the model's, of the months that remain
//   its expected value      E
//   a person's              E + delta
//   judged path j           E + delta + f (m_j - E)   f = 1: as unsure as the model; f = 2 r / (q90 - q10): +- r
//
// A sum is the sum of the judged paths, path by path, so that series which move together still do. A judgement of
// several series at once spreads delta over them in proportion to what the model expects of their remaining months, to
// the öre (base/apportion.h); series from which nothing is expected take equal parts when all are such.
#ifndef PROGNOS_FORECAST_OUTLOOK_JUDGED_YEAR_H_
#define PROGNOS_FORECAST_OUTLOOK_JUDGED_YEAR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "forecast/outlook/outlook.h"
#include "forecast/series/monthly_series.h"

namespace prognos::outlook {

// The remaining months of one series together, in öre.
struct Remainder {
  std::string series;      // Tells series apart where chance is drawn.
  bool predicted = false;  // False: all months are known, and nothing can be judged.
  int64_t expected = 0;    // By the model; after Judge by the person.
  Vector paths;            // One number a path; no rows: the same in each, `expected`.
};

struct Judgement {
  std::vector<size_t> series;         // Indexes of the remainders that it is about, each `predicted`; at least one.
  int64_t delta = 0;                  // Öre more than the model expects of them together.
  std::optional<int64_t> plus_minus;  // The central 80 % lie so far to either side of the judged amount. Absent: as
                                      // far as by the model. At least 0.
};

// Moves the remainders that `judgement` is about. `path_count`: so many paths get those that had none. Where a range is
// stated and the model's paths do not differ at all, they are drawn from a normal distribution of that range; the seed
// is the name of the first series.
void Judge(const Judgement& judgement, int path_count, std::vector<Remainder>& remainders);

// The sum of remainders, each with its sign (1 or -1). `paths` has no rows when none of them has.
Remainder SumOf(const std::vector<std::pair<const Remainder*, int>>& parts);

// The central `share` (0.8, 0.95) of a remainder; both `expected` when nothing is uncertain.
std::pair<int64_t, int64_t> CentralPart(const Remainder& remainder, double share);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_JUDGED_YEAR_H_
