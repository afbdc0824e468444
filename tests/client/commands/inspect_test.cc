#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

constexpr char kSie[] =
    "#FLAGGA 0\n#SIETYP 3\n#FNAMN \"Exempelby\"\n#RAR 0 20220101 20221231\n#DIM 1 \"Kostnadsställe\"\n"
    "#OBJEKT 1 \"310\" \"Placeringar\"\n#KONTO 4610 \"Köp av vård\"\n"
    "#PSALDO 0 202201 4610 {} 1500.50\n#PSALDO 0 202201 4610 {1 310} 1500.50\n#RES 0 4610 1500.50\n";

TEST(InspectTest, ASieFileIsSummedOnceWithoutAnyService) {
  FakePrognosd service;
  const Outcome outcome = service.Run({"granska", WriteFile("u.se", kSie)});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("SIE 3 · UTF-8 · Exempelby"));
  EXPECT_THAT(outcome.out, HasSubstr("4610   Köp av vård  1\u00a0500,50"));
  EXPECT_THAT(outcome.out, HasSubstr("1 av 1 konton stämmer"));
  EXPECT_EQ(service.asked_address, "");
}

TEST(InspectTest, AccountsWithoutMonthsAreToldBesideThoseThatAgree) {
  const std::string sie = std::string(kSie) + "#RES 0 4620 7.00\n";
  EXPECT_THAT(FakePrognosd().Run({"granska", WriteFile("u.se", sie)}).out,
              HasSubstr("1 av 1 konton stämmer med filens årssummor; 1 konto har årssumma men inga månader\n"));
}

TEST(InspectTest, CsvHasTheRowsAsTheFileHasThem) {
  EXPECT_EQ(FakePrognosd().Run({"granska", WriteFile("u.se", kSie), "--format", "csv"}).out,
            "konto,dimension,objekt,period,slag,belopp\n"
            "4610,,,2022-01,utfall,1500.50\n"
            "4610,1,310,2022-01,utfall,1500.50\n");
}

TEST(InspectTest, ActivitiesOfACsvFileAreListed) {
  const std::string file = WriteFile("u.csv", "verksamhet;slag;månad;belopp\nvuxen;kostnad;2022-01;12,50\n");
  EXPECT_THAT(FakePrognosd().Run({"inspect", file}).out,
              HasSubstr("vuxen       kostnad  2022-01 – 2022-01      1  12,50"));
}

TEST(InspectTest, NotesAboutTheFileAreInSwedish) {
  const std::string file = WriteFile("n.csv", "verksamhet;månad;kostnad;kst\nVuxen;2022-01;3;a\n");
  EXPECT_THAT(FakePrognosd().Run({"granska", file}).out,
              HasSubstr("Att veta om filen:\n  kolumnen ”kst” läses inte\n"));
}

TEST(InspectTest, AFaultyFileTellsWhereAndEndsWithOne) {
  const std::string file = WriteFile("fel.csv", "verksamhet;slag;månad;belopp\nvuxen;kostnad;2022-13;12,50\n");
  const Outcome outcome = FakePrognosd().Run({"granska", file});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("rad 2: månad: ”2022-13” är inte en månad (2022-03, 202203, mars 2022)"));
}

// Nothing in such a file is wrong, and no line can be corrected.
TEST(InspectTest, WhereNoLineIsAtFaultNobodyIsAskedToCorrectLines) {
  const std::string sie5 = WriteFile("s.sie", "<?xml version=\"1.0\"?><Sie/>");
  const Outcome outcome = FakePrognosd().Run({"granska", sie5});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, testing::EndsWith("\n  filen är XML, som SIE 5, och läses inte: ta ut SIE typ 4 eller 3\n"));
}

TEST(InspectTest, JsonIsWrongUse) {
  EXPECT_EQ(FakePrognosd().Run({"granska", WriteFile("u.se", kSie), "--format", "json"}).exit_code, 2);
}

}  // namespace
}  // namespace prognos::client
