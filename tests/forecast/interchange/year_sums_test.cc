#include "forecast/interchange/year_sums.h"

#include "absl/strings/str_cat.h"
#include "forecast/interchange/sie_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/interchange/test_files.h"
#include "tests/message_texts.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> Notes(const std::string& bytes) {
  const absl::StatusOr<SieLedger> ledger = ReadSie(bytes);
  if (!ledger.ok()) return {std::string(ledger.status().message())};
  const absl::StatusOr<Postings> actuals = PostingsFromSie(*ledger, AmountKind::kActual);
  if (!actuals.ok()) return {std::string(actuals.status().message())};
  const absl::StatusOr<YearSums> sums = CompareYearSums(*ledger, *actuals);
  return sums.ok() ? EnglishOf(sums->Notes()) : std::vector<std::string>{std::string(sums.status().message())};
}

std::string File(const std::string& rows) { return "#SIETYP 4\n#RAR 0 20220101 20221231\n" + rows; }

TEST(YearSumsTest, AgreeingSumsAreNotTold) {
  EXPECT_THAT(Notes(File("#RES 0 4610 300\n#PSALDO 0 202201 4610 {} 100\n#PSALDO 0 202202 4610 {} 200\n")), IsEmpty());
}

// Case bok-05: wages are stated for the year, and the vouchers hold placements only. 77 % of 2 610 726 is not there.
TEST(YearSumsTest, AnAccountWithoutMonthsIsToldWithItsAmountAndShare) {
  EXPECT_THAT(
      Notes(File("#RES 0 4610 600000.00\n#RES 0 5010 2010726.00\n#VER A 1 20220125 \"\"\n{\n"
                 "#TRANS 4610 {1 \"1110\"} 600000.00\n#TRANS 2440 {} -600000.00\n}\n")),
      ElementsAre("account 5010, year 0: the file states SEK\u00a02,010,726.00, but has no months for it",
                  "year 0: of the sums that the file states, 77 % of SEK\u00a02,610,726.00 have no months and are not "
                  "read"));
}

// Case bok-05: 100 000, 210 000 and 330 000 are what was booked so far, not what was booked in each month.
TEST(YearSumsTest, RunningBalancesAreRecognized) {
  EXPECT_THAT(Notes(File("#RES 0 4610 330000.00\n#PSALDO 0 202201 4610 {1 \"1110\"} 100000.00\n"
                         "#PSALDO 0 202202 4610 {1 \"1110\"} 210000.00\n#PSALDO 0 202203 4610 {1 \"1110\"} "
                         "330000.00\n")),
              ElementsAre("account 4610, year 0: its months make SEK\u00a0640,000.00, but the file states "
                          "SEK\u00a0330,000.00: they look "
                          "like running balances"));
}

// Case bok-15: 1 305 000 - 1 200 000 = 105 000 = 60 000 + 45 000.
constexpr char kTwoYears[] =
    "#SIETYP 3\n#RAR 0 20220101 20221231\n#RAR -1 20210101 20211231\n#RES -1 4610 1200000.00\n#RES 0 4610 1305000.00\n"
    "#PSALDO 0 202201 4610 {1 \"1110\"} 60000.00\n#PSALDO 0 202202 4610 {1 \"1110\"} 45000.00";

TEST(YearSumsTest, ASumOfTwoYearsIsRecognizedAndNoSignOfACutFile) {
  EXPECT_THAT(Notes(kTwoYears),
              ElementsAre("account 4610, year 0: its months make SEK\u00a0105,000.00, but the file states "
                          "SEK\u00a01,305,000.00: right if that is the sum of two years"));
}

// The largest come first; eleven accounts that lack 1, 2, ... 11 kronor.
TEST(YearSumsTest, TheTenLargestDifferencesAreToldAndTheOthersCounted) {
  std::string rows;
  for (int i = 1; i <= 11; ++i) {
    absl::StrAppend(&rows, "#RES 0 ", 4000 + i, " ", 100 + i, "\n#PSALDO 0 202201 ", 4000 + i, " {} 100\n");
  }
  const std::vector<std::string> notes = Notes(File(rows));
  ASSERT_THAT(notes, SizeIs(11));
  EXPECT_EQ(notes[0], "account 4011, year 0: its months make SEK\u00a0100.00, but the file states SEK\u00a0111.00");
  EXPECT_EQ(notes[9], "account 4002, year 0: its months make SEK\u00a0100.00, but the file states SEK\u00a0102.00");
  EXPECT_EQ(notes[10], "year 0: 1 more accounts differ from the sums that the file states");
}

// A year of which the file has no month at all is not compared: many programs state last year's sums only.
TEST(YearSumsTest, AYearWithoutMonthsIsLeftAlone) {
  EXPECT_THAT(Notes("#SIETYP 4\n#RAR 0 20220101 20221231\n#RAR -1 20210101 20211231\n#RES -1 4610 7\n#RES 0 4610 5\n"
                    "#PSALDO 0 202201 4610 {} 5\n"),
              IsEmpty());
}

}  // namespace
}  // namespace prognos
