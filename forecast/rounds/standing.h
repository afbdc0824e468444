// What all that is recorded beside a forecast comes to.
//
//   1  comment   vuxen.cost   "avtal från mars"       draft, comment in force
//   2  override  vuxen.cost   24 900 000 kr           draft, override in force
//   3  override  vuxen.cost   none                    draft, no override
//   4  locked                                         locked
//   5  superseded by host-2022-nr4                    superseded
//   6  restored, host-2022-nr4 was withdrawn          locked
//   7  withdrawn                                      withdrawn
#ifndef PROGNOS_FORECAST_ROUNDS_STANDING_H_
#define PROGNOS_FORECAST_ROUNDS_STANDING_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forecast/rounds/facts.h"

namespace prognos::rounds {

// Numbers equal those of prognos.v1.ForecastState; do not change.
enum class State { kDraft = 1, kLocked = 2, kSuperseded = 3, kWithdrawn = 4 };

struct Standing {
  State state = State::kDraft;
  std::map<LineKey, Fact> overrides;  // In force.
  std::map<LineKey, Fact> comments;
  std::optional<Fact> lock;        // By whom and when it was locked.
  std::string superseded_by;       // Empty: by none.
  std::optional<Fact> withdrawal;  // By whom, when and why it was withdrawn.
  int64_t position = 0;            // Of the newest fact; 0: nothing is recorded.

  // Tells one state of what is recorded from every other.
  std::string Etag() const;
};

// `facts` of one forecast, in the order of recording.
Standing StandingOf(const std::vector<Fact>& facts);

}  // namespace prognos::rounds

#endif  // PROGNOS_FORECAST_ROUNDS_STANDING_H_
