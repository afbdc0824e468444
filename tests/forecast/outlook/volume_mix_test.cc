#include "forecast/outlook/volume_mix.h"

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::outlook {
namespace {

// All in the known months.
VolumePart PartOf(int64_t planned, int64_t volume, int64_t price) {
  VolumePart part;
  part.known_planned = planned;
  part.known_volume = volume;
  part.budget = planned * price;
  part.known.volume = -price * (volume - planned);
  return part;
}

// Of one's own 60 days at 10, bought 40 at 30: 18 each in the mean. 50 and 70 came: 20 more days are 360 at that price;
// 10 less at 10 and 30 more at 30 are 800; so 440 are mix.
TEST(VolumeMixTest, DearDaysInThePlaceOfCheapOnesAreMix) {
  VolumeMix mix;
  mix.Add("days", 1, PartOf(60, 50, 10));
  mix.Add("days", 2, PartOf(40, 70, 30));
  Explanation explanation;
  explanation.known.volume = 100 - 900;
  mix.TellApart(explanation);
  EXPECT_EQ(explanation.known, (DeviationTerms{.volume = -360, .mix = -440}));
  EXPECT_EQ(explanation.remaining, DeviationTerms());
}

TEST(VolumeMixTest, OneVolumeAndOtherUnitsHaveNoMix) {
  VolumeMix mix;
  mix.Add("days", 1, PartOf(60, 50, 10));
  mix.Add("days", 1, PartOf(60, 50, 30));  // Another cost of the same days.
  mix.Add("households", 2, PartOf(40, 70, 30));
  Explanation explanation;
  explanation.known.volume = 100 + 300 - 900;
  mix.TellApart(explanation);
  EXPECT_EQ(explanation.known, (DeviationTerms{.volume = -500}));
}

// Whatever stands below: volume and mix together are the volumes of those below, and a sum told twice is told the same.
TEST(VolumeMixTest, VolumeAndMixAreTheVolumeOfThoseBelow) {
  RandomGenerator random(3);
  for (int round = 0; round < 200; ++round) {
    VolumeMix above;
    Explanation sum;
    int64_t volumes = 0;
    for (int child = 0; child < 3; ++child) {
      VolumeMix below;
      Explanation explanation;
      for (int at = 0; at < 3; ++at) {
        const VolumePart part = PartOf(1 + random.Index(1000), random.Index(1000), 1 + random.Index(500));
        below.Add(random.Index(2) == 0 ? "days" : "households", 10 * child + at, part);
        explanation.known.volume += part.known.volume;
        volumes += part.known.volume;
      }
      below.TellApart(explanation);
      above.Add(below);
      sum.Add(explanation);
    }
    above.TellApart(sum);
    EXPECT_EQ(sum.known.volume + sum.known.mix, volumes);
    const Explanation told = sum;
    above.TellApart(sum);
    EXPECT_EQ(sum, told);
  }
}

}  // namespace
}  // namespace prognos::outlook
