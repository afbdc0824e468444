#include "forecast/interchange/sie_reader.h"

#include "forecast/base/faults.h"
#include "gtest/gtest.h"
#include "tests/forecast/interchange/test_files.h"
#include "tests/message_texts.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "4010 {1;6|100;P1} 2022-01 actual 12345" for each row; the error when there is one.
std::vector<std::string> Rows(const std::string& bytes) {
  const absl::StatusOr<SieLedger> ledger = ReadSie(bytes);
  if (!ledger.ok()) return {std::string(ledger.status().message())};
  std::vector<std::string> rows;
  for (const AccountRow& row : ledger->rows) {
    rows.push_back(absl::StrCat(row.account, " {", JoinedDimensions(row.objects), "|", JoinedObjects(row.objects), "} ",
                                row.month.ToString(), row.kind == AmountKind::kActual ? " actual " : " budget ",
                                row.amount_ore));
  }
  return rows;
}

std::vector<std::string> FaultsOfSie(const std::string& bytes) {
  std::vector<std::string> result;
  for (const Fault& fault : FaultsFromStatus(ReadSie(bytes).status())) {
    result.push_back(absl::StrCat(fault.place, "/", static_cast<int>(fault.reason)));
  }
  return result;
}
std::string AtSie(absl::string_view place, FaultReason reason) {
  return absl::StrCat(place, "/", static_cast<int>(reason));
}

TEST(SieReaderTest, PeriodRowsKeepSignObjectsInOrderAndEqualKeysAreSummed) {
  EXPECT_THAT(
      Rows(SieFile("#PSALDO 0 202201 4010 {} 100.50\n"
                   "#PSALDO 0 202201 4010 {1 \"100\" 6 \"P1\"} 60\n"
                   "#PSALDO 0 202201 4010 {1 \"100\" 6 \"P1\"} 0.25 3 \"more fields\"\n"
                   "#PSALDO 0 202201 4010 {6 \"P1\" 1 \"100\"} 1\n"
                   "#PBUDGET 0 202202 3010 {} -5,5\n"
                   "#PSALDO -1 202112 3010 -7\n")),
      ElementsAre("3010 {|} 2021-12 actual -700", "3010 {|} 2022-02 budget -550", "4010 {|} 2022-01 actual 10050",
                  "4010 {1;6|100;P1} 2022-01 actual 6025", "4010 {6;1|P1;100} 2022-01 actual 100"));
}

TEST(SieReaderTest, TheHeadIsRead) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const SieLedger ledger,
      ReadSie(SieFile("#KONTO 4010 \"K\x94p \\\"varor\\\"\"\n#KTYP 4010 K\n"
                      "#DIM 1 Resultatenhet\n#UNDERDIM 21 \"Del\" 1\n#OBJEKT 1 \"100\" \"Nord\"\n"
                      "#RES 0 4010 12.5\n#IB 0 1510 10\n#UB 0 1510 25.5\n#OKAND {x \"\n"
                      "#PSALDO 0 202201 4010 {} 12.5\n")));
  EXPECT_EQ(ledger.program, "Prov");
  EXPECT_EQ(ledger.company, "Provbolaget");
  EXPECT_EQ(ledger.type, 4);
  EXPECT_EQ(ledger.encoding, TextEncoding::kCp437);
  EXPECT_EQ(ledger.accounts.at("4010"), "Köp \"varor\"");
  EXPECT_EQ(ledger.account_types.at("4010"), "K");
  EXPECT_EQ(ledger.dimensions.at("21").parent, "1");
  EXPECT_EQ(ledger.objects.at({"1", "100"}), "Nord");
  EXPECT_EQ(ledger.results_ore.at({0, "4010"}), 1250);
  EXPECT_EQ(ledger.balance_changes_ore.at({0, "1510"}), 1550);  // 25.50 - 10.00.
  EXPECT_EQ(ledger.years.at(-1).last, absl::CivilDay(2021, 12, 31));
}

TEST(SieReaderTest, BrokenAndLongYearsAreRead) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const SieLedger ledger,
      ReadSie("#SIETYP 3\n#RAR 0 20210901 20220831\n#RAR -1 20190701 20210831\n#RAR -2 20180701 "
              "20190630\n#PSALDO -2 201807 4010 {} 1\n"));
  EXPECT_EQ(ledger.years.at(-1).first, absl::CivilDay(2019, 7, 1));
  EXPECT_EQ(ledger.rows.at(0).year_number, -2);
}

TEST(SieReaderTest, AYearWithoutTotalRowsIsSummedFromItsVouchers) {
  EXPECT_THAT(Rows(SieFile("#PSALDO 0 202201 4010 {1 \"100\"} 999\n"  // A breakdown without totals: left out.
                           "#PSALDO -1 202101 4010 {} 7\n"
                           "#VER A 1 20220115 \"Faktura\"\n{\n"
                           "   #TRANS 4010 {1 \"100\"} 60.00\n"
                           "   #TRANS 4010 {} 40.00 20220201 \"i februari\"\n"
                           "   #TRANS 4010 {1 \"100\" 6 \"P1\"} 5\n"
                           "   #TRANS 4010 {1 \"100\"} 1 \"\"\n"
                           "   #RTRANS 4010 {} 1000\n   #BTRANS 4010 {} 2000\n"
                           "}\n"
                           "#VER A 2 20210120\n{\n#TRANS 4010 {} 500\n}\n")),
              ElementsAre("4010 {|} 2021-01 actual 700",       // Year -1 from #PSALDO, its voucher left out.
                          "4010 {|} 2022-01 actual 6600",      // 60 + 5 + 1.
                          "4010 {|} 2022-02 actual 4000",      // By the date of the row.
                          "4010 {1|100} 2022-01 actual 6100",  // 60 + 1.
                          "4010 {1;6|100;P1} 2022-01 actual 500"));
}

TEST(SieReaderTest, VouchersAreLeftOutWhereTotalsStand) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger,
                               ReadSie(SieFile("#PSALDO 0 202201 4010 {} 60\n"
                                               "#VER A 1 20220115\n{\n#TRANS 4010 {} 60\n}\n")));
  ASSERT_EQ(ledger.rows.size(), 1);
  EXPECT_EQ(ledger.rows[0].amount_ore, 6000);
  EXPECT_FALSE(ledger.years.at(0).from_vouchers);
  EXPECT_THAT(EnglishOf(ledger.notes), ElementsAre(HasSubstr("vouchers are left out")));
}

TEST(SieReaderTest, TheVoucherSaysTheYearAndTheRowTheMonth) {
  // A voucher of year 0, which has no totals, with a row dated in year -1, which has.
  EXPECT_THAT(Rows(SieFile("#PSALDO -1 202112 4010 {} 7\n"
                           "#VER A 1 20220101\n{\n#TRANS 5010 {} 3 20211231\n}\n")),
              ElementsAre("4010 {|} 2021-12 actual 700", "5010 {|} 2021-12 actual 300"));
}

// Vouchers are summed as they are read, by years that need not stand above them.
TEST(SieReaderTest, VouchersFindTheirYearWhereverItStands) {
  const std::string vouchers =
      "#VER A 1 20220115\n{\n#TRANS 4010 {1 \"100\"} 10\n#TRANS 4010 {1 \"100\"} 2.50\n}\n"
      "#VER A 2 20210630\n{\n#TRANS 4010 {} 7\n}\n";
  const auto rows =
      ElementsAre("4010 {|} 2021-06 actual 700", "4010 {|} 2022-01 actual 1250", "4010 {1|100} 2022-01 actual 1250");
  const std::string years = "#RAR 0 20220101 20221231\n#RAR -1 20210101 20211231\n";
  EXPECT_THAT(Rows("#SIETYP 4\n" + years + vouchers), rows);
  EXPECT_THAT(Rows("#SIETYP 4\n" + vouchers + years), rows);
}

// Case bok-13: a program cut a long text with its closing quote. Account, objects and amount stand before it.
TEST(SieReaderTest, ALastTextWithoutItsClosingQuoteEndsWithItsLineAndIsRemarkedOn) {
  const std::string file =
      "#SIETYP 4\n#RAR 0 20140101 20141231\n#KONTO 3010 \"Avgifter\n#RES 0 3010 -900.00\n#VER A 1 20140127 "
      "\"Faktura\n{\n"
      "#TRANS 3010 {\"1\" \"10\"} -900.00 20140127 \"260    aaaaaaaa\n#TRANS 1510 {} 900.00 20140127 \"\"\n}\n";
  EXPECT_THAT(Rows(file), ElementsAre("1510 {|} 2014-01 actual 90000", "3010 {|} 2014-01 actual -90000",
                                      "3010 {1|10} 2014-01 actual -90000"));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger, ReadSie(file));
  EXPECT_EQ(ledger.accounts.at("3010"), "Avgifter");
  EXPECT_THAT(EnglishOf(ledger.notes),
              Contains("line 3: #KONTO has a last text whose quote is not closed: read to the end of the "
                       "line; so are 2 more lines"));
  // AtSie the very end of a file it is a sign that the rest is missing.
  EXPECT_THAT(FaultsOfSie("#SIETYP 4\n#RAR 0 20140101 20141231\n#PSALDO 0 201401 3010 {} 5 \"cut"),
              ElementsAre(AtSie("line 3: #PSALDO", FaultReason::kUnreadable)));
}

// Case bok-15: #RES holds both years, and the last line has no end; the file was called cut off.
TEST(SieReaderTest, AWholeFileWithoutALastLineEndIsReadWhateverItsStatedSumsMean) {
  const std::string years = "#SIETYP 3\n#RAR 0 20220101 20221231\n#RAR -1 20210101 20211231\n";
  EXPECT_THAT(Rows(years + "#RES -1 4610 1200000.00\n#RES 0 4610 1305000.00\n#PSALDO 0 202201 4610 {} 60000.00\n"
                           "#PSALDO 0 202202 4610 {} 45000.00"),
              ElementsAre("4610 {|} 2022-01 actual 6000000", "4610 {|} 2022-02 actual 4500000"));
  // Another account differs as well: that is how this file is, and no sign of its end.
  EXPECT_THAT(Rows(years + "#RES 0 4010 7\n#RES 0 4610 9\n#PSALDO 0 202201 4010 {} 5\n#PSALDO 0 202201 4610 {} 8"),
              ElementsAre("4010 {|} 2022-01 actual 500", "4610 {|} 2022-01 actual 800"));
  EXPECT_THAT(Rows(years + "#RES 0 4010 5\n#RES 0 4610 80\n#PSALDO 0 202201 4010 {} 5\n#PSALDO 0 202201 4610 {} 8"),
              ElementsAre(HasSubstr("it is cut off")));
}

// Case bok-16: vouchers to be imported elsewhere (type 4I) come without #RAR.
TEST(SieReaderTest, WithoutYearsTheyAreThoseOfTheVouchers) {
  const std::string file =
      "#FLAGGA 0\n#SIETYP 4\n#VER \"\" \"\" 20220131 \"x\"\n{\n#TRANS 4610 {1 \"1110\"} 121500.50\n"
      "#TRANS 2440 {} -121500.50\n}\n#VER \"\" \"\" 20211231 \"y\"\n{\n#TRANS 4610 {} 7\n}\n";
  EXPECT_THAT(Rows(file), ElementsAre("2440 {|} 2022-01 actual -12150050", "4610 {|} 2021-12 actual 700",
                                      "4610 {|} 2022-01 actual 12150050", "4610 {1|1110} 2022-01 actual 12150050"));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger, ReadSie(file));
  EXPECT_THAT(EnglishOf(ledger.notes),
              Contains("the file has no #RAR: its years are the calendar years of its vouchers"));
  EXPECT_EQ(ledger.years.at(-1).first, absl::CivilDay(2021, 1, 1));
}

TEST(SieReaderTest, ATruncatedFileIsRefused) {
  const std::string whole =
      SieFile("#KONTO 4010 \"Varor\"\n#VER A 1 20220115 \"text\"\n{\n#TRANS 4010 {1 \"100\"} 60.00\n}\n");
  EXPECT_THAT(FaultsOfSie(whole), IsEmpty());
  const auto cut_at = [&](const std::string& end) { return whole.substr(0, whole.find(end)); };
  EXPECT_THAT(FaultsOfSie(cut_at("}\n")), Contains(AtSie("line 9: #VER", FaultReason::kUnreadable)));
  EXPECT_THAT(FaultsOfSie(cut_at("00\"} 60")), Contains(AtSie("line 11: #TRANS", FaultReason::kUnreadable)));
  EXPECT_THAT(FaultsOfSie(cut_at("60.00")), Contains(AtSie("line 11: #TRANS", FaultReason::kMissingValue)));
  EXPECT_THAT(FaultsOfSie(cut_at("ext\"")), Contains(AtSie("line 9: #VER", FaultReason::kUnreadable)));
  EXPECT_THAT(FaultsOfSie(cut_at("{\n")), Contains(AtSie("line 9: #VER", FaultReason::kUnreadable)));
}

// A file cut in its last amount: -8 was -82.00. Without its end the line is believed only when the sums agree.
TEST(SieReaderTest, AFileCutInsideItsLastNumberIsRefusedButAMissingLastLineEndIsNot) {
  const std::string whole =
      SieFile("#RES 0 4010 -182.00\n#PSALDO 0 202201 4010 {} -100.00\n#PSALDO 0 202202 4010 {} -82.00");
  EXPECT_THAT(FaultsOfSie(whole), testing::IsEmpty());
  EXPECT_THAT(FaultsOfSie(whole.substr(0, whole.size() - 4)), ElementsAre(AtSie("file", FaultReason::kUnreadable)));
}

TEST(SieReaderTest, AllFaultsAreToldWithTheirPlaces) {
  EXPECT_THAT(
      FaultsOfSie(SieFile("#PSALDO 0 202213 4010 {} 1\n"
                          "#PSALDO 0 202200 4010 {} 1\n"
                          "#PSALDO 0 202201 4010 {} NaN\n"
                          "#PSALDO 0 202201 4010 {} 1e5\n"
                          "#PSALDO 0 202201 4010 {1} 1\n"
                          "#PSALDO x 202201 4010 {} 1\n"
                          "#PSALDO 0 202201 4010 {} 10000000000000.01\n"
                          "#PSALDO 0 202201\n"
                          "#RAR -2 20200230 20201231\n"
                          "#RAR -3 20191231 20190101\n"
                          "#TRANS 4010 {} 1\n"
                          "}\n")),
      ElementsAre(
          AtSie("line 8: #PSALDO", FaultReason::kNotAMonth), AtSie("line 9: #PSALDO", FaultReason::kNotAMonth),
          AtSie("line 10: #PSALDO", FaultReason::kNotANumber), AtSie("line 11: #PSALDO", FaultReason::kNotANumber),
          AtSie("line 12: #PSALDO", FaultReason::kInconsistent), AtSie("line 13: #PSALDO", FaultReason::kOutOfRange),
          AtSie("line 14: #PSALDO", FaultReason::kOutOfRange), AtSie("line 15: #PSALDO", FaultReason::kMissingValue),
          AtSie("line 15: #PSALDO", FaultReason::kMissingValue), AtSie("line 16: #RAR", FaultReason::kNotADate),
          AtSie("line 17: #RAR", FaultReason::kInconsistent), AtSie("line 18: #TRANS", FaultReason::kUnreadable),
          AtSie("line 19", FaultReason::kUnreadable)));
}

// Names, budgets that are not imported and sums of years are not what a file is read for: it was refused for them.
TEST(SieReaderTest, RowsThatAreNotUsedAreLeftOutWithTheirLine) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger, ReadSie(SieFile("#IB 0 1510\n"
                                                                       "#KONTO \"\" \"Utan nummer\"\n"
                                                                       "#OBJEKT 1\n"
                                                                       "#PBUDGET 0 202201 {1 \"100\"} 4010 100.00\n"
                                                                       "#PBUDGET 0 202202 {1 \"100\"} 4010 100.00\n"
                                                                       "#PBUDGET 0 202203 {1 \"100\"} 4010 100.00\n"
                                                                       "#RES x 4010 7\n"
                                                                       "#PSALDO 0 202201 4010 {} 8.00\n")));
  ASSERT_EQ(ledger.rows.size(), 1);
  EXPECT_EQ(ledger.rows[0].amount_ore, 800);
  EXPECT_THAT(
      EnglishOf(ledger.notes),
      testing::UnorderedElementsAre(
          "line 8: #IB has no amount; the row is left out", "line 9: #KONTO has no account; the row is left out",
          "line 10: #OBJEKT has no object; the row is left out",
          "line 11: #PBUDGET has no account; the row is left out, and so are 2 more with #PBUDGET",
          "line 14: #RES is not the number of a year (0, -1, ...); the row is left out"));
  // A row that holds money is needed, and so is the end of the file.
  EXPECT_THAT(FaultsOfSie(SieFile("#IB 0 1510\n#PSALDO 0 202201 4010 {}\n")),
              ElementsAre(AtSie("line 9: #PSALDO", FaultReason::kMissingValue)));
  EXPECT_THAT(FaultsOfSie(SieFile("#PSALDO 0 202201 4010 {} 8.00\n#RES 0 40")), Contains(HasSubstr("line 9: #RES")));
}

TEST(SieReaderTest, FilesWithoutTypeYearsOrMonthsAreRefused) {
  EXPECT_THAT(Rows("#FLAGGA 0\n"), ElementsAre("file: has no #SIETYP\nfile: has no #RAR, the years of the file"));
  EXPECT_THAT(Rows(SieFile("")), ElementsAre("file: has no months yet: there is nothing to read"));
  EXPECT_THAT(Rows("#SIETYP 1\n#RAR 0 20220101 20221231\n#PSALDO 0 202201 1 {} 1\n"),
              ElementsAre(HasSubstr("\"1\" is not a type with months: 2, 3 or 4")));
}

TEST(SieReaderTest, SumsBeyond64BitsAreRefused) {
  std::string lines;
  for (int i = 0; i < 9300; ++i) lines += "#PSALDO 0 202201 4010 {} 10000000000000\n";  // 9300 x 10^15 > 2^63.
  EXPECT_THAT(FaultsOfSie(SieFile(lines)),
              Contains(HasSubstr(absl::StrCat("/", static_cast<int>(FaultReason::kOutOfRange)))));
}

TEST(SieReaderTest, AnOverlongLineIsRefused) {
  EXPECT_THAT(
      FaultsOfSie(SieFile("#KONTO 4010 \"" + std::string(kMaxLineBytes, 'x') + "\"\n#PSALDO 0 202201 1 {} 1\n")),
      Contains(AtSie("line 8", FaultReason::kTooLong)));
}

TEST(SieReaderTest, LineEndsOfEveryKindGiveTheSameRows) {
  const std::string lf = SieFile("#PSALDO 0 202201 4010 {} 1\n\n#PSALDO 0 202202 4010 {} 2\n");
  std::string crlf;
  std::string cr;
  for (const char c : lf) {
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
    cr += c == '\n' ? '\r' : c;
  }
  EXPECT_EQ(Rows(lf), Rows(crlf));
  EXPECT_EQ(Rows(lf), Rows(cr));
}

}  // namespace
}  // namespace prognos
