#include "forecast/interchange/written_series.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

std::string Apart(absl::string_view text) {
  const std::optional<WrittenSeries> series = TakeSeriesApart(text);
  return series.has_value() ? series->activity + "|" + series->flow + "|" + series->type : "none";
}

TEST(WrittenSeriesTest, ASeriesIsAnActivityAPointAndWhatOfIt) {
  EXPECT_EQ(Apart("vuxen.kostnad"), "vuxen|kostnad|");
  EXPECT_EQ(Apart("Vuxen > Externa placeringar.Intäkt"), "Vuxen > Externa placeringar|Intäkt|");
  EXPECT_EQ(Apart("bistand.hushåll"), "bistand|hushåll|");
  EXPECT_EQ(Apart("vuxen"), "none");
}

TEST(WrittenSeriesTest, ACostTypeStandsBehindAPointOfItsOwn) {
  EXPECT_EQ(Apart("vuxen.kostnad.Inhyrd personal"), "vuxen|kostnad|Inhyrd personal");
  EXPECT_EQ(Apart("vuxen.revenue.bidrag"), "vuxen|revenue|bidrag");
}

TEST(WrittenSeriesTest, PointsInTheNameOfAnActivityAreItsOwn) {
  EXPECT_EQ(Apart("S.t. Lars.kostnad"), "S.t. Lars|kostnad|");
  EXPECT_EQ(Apart("S.t. Lars.kostnad.lokaler"), "S.t. Lars|kostnad|lokaler");
  EXPECT_EQ(Apart(".kostnad"), "|kostnad|");
}

}  // namespace
}  // namespace prognos
