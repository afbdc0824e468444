#include "forecast/series/round.h"

namespace prognos {

int LastKnownMonth(Round round) {
  switch (round) {
    case Round::kMonth:
      return 0;
    case Round::kMarch:
      return 3;
    case Round::kSpring:
      return 4;
    case Round::kAutumn:
      return 8;
    case Round::kOctober:
      return 10;
    case Round::kYearEnd:
      return 12;
  }
  return 0;
}

int LastKnownMonth(Round round, const std::map<Round, int>& own) {
  const auto found = own.find(round);
  return found == own.end() ? LastKnownMonth(round) : found->second;
}

}  // namespace prognos
