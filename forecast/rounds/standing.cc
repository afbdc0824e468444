#include "forecast/rounds/standing.h"

#include "absl/strings/str_cat.h"

namespace prognos::rounds {
namespace {

// The newest of a line counts; one that says nothing takes the line out.
void Put(const Fact& fact, bool says_something, std::map<LineKey, Fact>& in_force) {
  if (says_something) {
    in_force[fact.line] = fact;
  } else {
    in_force.erase(fact.line);
  }
}

}  // namespace

std::string Standing::Etag() const { return absl::StrCat(position); }

Standing StandingOf(const std::vector<Fact>& facts) {
  Standing standing;
  for (const Fact& fact : facts) {
    standing.position = fact.position;
    switch (fact.kind) {
      case FactKind::kLocked:
        standing.state = State::kLocked;
        standing.lock = fact;
        break;
      case FactKind::kSuperseded:
        standing.state = State::kSuperseded;
        standing.superseded_by = fact.other_forecast;
        break;
      case FactKind::kWithdrawn:
        standing.state = State::kWithdrawn;
        standing.withdrawal = fact;
        break;
      case FactKind::kRestored:
        standing.state = State::kLocked;
        standing.superseded_by.clear();
        break;
      case FactKind::kOverride:
        Put(fact, fact.amount.has_value(), standing.overrides);
        break;
      case FactKind::kComment:
        Put(fact, !fact.text.empty(), standing.comments);
        break;
    }
  }
  return standing;
}

}  // namespace prognos::rounds
