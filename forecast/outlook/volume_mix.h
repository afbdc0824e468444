// What it makes of a sum's deviation that a volume is spread otherwise over dear and cheap ones than planned: own and
// bought care, families of one's own and through companies.
//
// Of the costs below an activity that are prices of volumes in one unit, with P and V the planned volume and that of
// the year in the known or the remaining months, together, and q = sum of their budgets / sum of their planned volumes:
//
//   volume of the sum  q (V - P)        mix  what the volumes of those below make of it, less that
//
// So volume and mix of a sum are the volume of those below to the öre, and with costs that are all of one volume, or
// equally dear, there is no mix. Where activities below have a mix of their own, the sum has it as well.
#ifndef PROGNOS_FORECAST_OUTLOOK_VOLUME_MIX_H_
#define PROGNOS_FORECAST_OUTLOOK_VOLUME_MIX_H_

#include <cstdint>
#include <map>
#include <string>

#include "forecast/outlook/explanation.h"

namespace prognos::outlook {

// The costs of one volume. Thousandths, öre.
struct VolumePart {
  int64_t known_planned = 0, known_volume = 0;  // In the known months of its first cost.
  int64_t remaining_planned = 0, remaining_volume = 0;
  int64_t budget = 0;
  DeviationTerms known, remaining;  // Only their volume is read.
};

// The costs below an activity, by the unit of their volumes.
class VolumeMix {
 public:
  // A cost of the volume that is series `driver` of the input.
  void Add(const std::string& unit, int driver, const VolumePart& part);
  // All of another activity, which stands below.
  void Add(const VolumeMix& below);

  // Tells the mix apart from the volume in `explanation`, of which all that was added is a part.
  void TellApart(Explanation& explanation);

 private:
  struct OfUnit {
    std::map<int, VolumePart> parts;  // By driver.
    int64_t known_volume = 0;         // The terms that are told as volume so far, in öre; plus is surplus.
    int64_t remaining_volume = 0;
  };
  std::map<std::string, OfUnit> units_;
};

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_VOLUME_MIX_H_
