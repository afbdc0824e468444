#include "client/named_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::client {
namespace {

const Texts& Swedish() { return TextsIn(Language::kSwedish); }

TEST(NamedTextTest, WordsWithANameAreToldByItAndTheRestStays) {
  const NamesOfWords names = {{"vuxen.kostnad", "Vuxen, kostnad"}, {"bistand.hushåll", "Bistånd, hushåll"}};
  EXPECT_EQ(NamedText("rad 3: serie: ”vuxen.kostnad” har ingen budget.", names, Swedish()),
            "rad 3: serie: ”Vuxen, kostnad” har ingen budget.");
  EXPECT_EQ(NamedText("organizations/o/series/vuxen.kostnad 2022-03", names, Swedish()), "Vuxen, kostnad 2022-03");
  EXPECT_EQ(NamedText("av vuxen.kostnad.", names, Swedish()), "av Vuxen, kostnad.");
  EXPECT_EQ(NamedText("”bistand.hushåll”", names, Swedish()), "”Bistånd, hushåll”");
  for (const char* text : {"", "vuxen", "xvuxen.kostnad", "vuxen.kostnader", "vuxen.kostnad.personal", "1 200,50 kr",
                           "/data/in/volymer.csv: rad 3", "2022-01 – 2022-03", "…"}) {
    EXPECT_EQ(NamedText(text, names, Swedish()), text);
  }
}

TEST(NamedTextTest, ForecastsAreToldAsPeopleCallThem) {
  EXPECT_EQ(NamedText("prognosen ”host-2022-nr2” är låst", {}, Swedish()), "prognosen ”höst 2022 #2” är låst");
  EXPECT_EQ(NamedText("forecast host-2022-nr2", {}, TextsIn(Language::kEnglish)), "forecast autumn 2022 #2");
}

TEST(NamedTextTest, OnlyWordsOfASeriesAreAskedFor) {
  for (const char* text : {"”vuxen.kostnad” saknas", "vuxen.cost.personal 2022-03", "organizations/o/series/a.days"}) {
    EXPECT_TRUE(MayNameSeries(text)) << text;
  }
  for (const char* text :
       {"", "filen b.csv har fel", "sums to 12.50", "det finns inte.", "organizations/o/activities/a", "v1.2.3.4"}) {
    EXPECT_FALSE(MayNameSeries(text)) << text;
  }
}

}  // namespace
}  // namespace prognos::client
