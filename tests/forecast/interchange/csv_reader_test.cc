#include "forecast/interchange/csv_reader.h"

#include "absl/strings/str_join.h"
#include "forecast/base/faults.h"
#include "forecast/base/random.h"
#include "gtest/gtest.h"
#include "tests/forecast/interchange/test_files.h"
#include "tests/message_texts.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::string FlowText(const ActivityRow& row) {
  return row.flow == Flow::kCost ? "cost" : row.flow == Flow::kRevenue ? "revenue" : row.unit;
}

// "Vuxen cost 2022-01 12345" for each row; the error when there is one.
std::vector<std::string> Values(absl::string_view bytes) {
  const absl::StatusOr<CsvLedger> ledger = ReadCsv(bytes);
  if (!ledger.ok()) return {std::string(ledger.status().message())};
  std::vector<std::string> values;
  for (const ActivityRow& row : ledger->activities) {
    values.push_back(absl::StrCat(row.activity, " ", FlowText(row), " ", row.month.ToString(), " ", row.value));
  }
  for (const AccountRow& row : ledger->accounts) {
    values.push_back(absl::StrCat(row.account, " {", JoinedDimensions(row.objects), "|", JoinedObjects(row.objects),
                                  "} ", row.month.ToString(), row.kind == AmountKind::kActual ? " actual " : " budget ",
                                  row.amount_ore));
  }
  return values;
}

// "line 2: månad/2" (place, reason) for each fault.
std::vector<std::string> FaultsOfCsv(absl::string_view bytes) {
  std::vector<std::string> result;
  for (const Fault& fault : FaultsFromStatus(ReadCsv(bytes).status())) {
    result.push_back(absl::StrCat(fault.place, "/", static_cast<int>(fault.reason)));
  }
  return result;
}
std::string At(absl::string_view place, FaultReason reason) {
  return absl::StrCat(place, "/", static_cast<int>(reason));
}

TEST(CsvReaderTest, LongFormWithAColumnForEachFlowAndVolumesOfAnyName) {
  EXPECT_THAT(Values("Verksamhet;Månad;Kostnad;Intäkt;Hushåll\n"
                     "Ekonomiskt bistånd;2022-01;1 234,50;-10;412\n"
                     "Ekonomiskt bistånd;2022-02;;20;\n"),
              ElementsAre("Ekonomiskt bistånd cost 2022-01 123450", "Ekonomiskt bistånd revenue 2022-01 -1000",
                          "Ekonomiskt bistånd hushall 2022-01 412000", "Ekonomiskt bistånd revenue 2022-02 2000"));
}

TEST(CsvReaderTest, ARowWithAMonthAndNoValueIsAFaultAndNeverSilence) {
  EXPECT_THAT(Values("verksamhet;slag;månad;belopp\nA;kostnad;2022-01;5\nA;kostnad;2022-02;\nA;kostnad;2022-03\n"),
              ElementsAre(HasSubstr("lines 3-4 (2 lines): belopp: ")));
}

TEST(CsvReaderTest, LongFormWithAFlowColumn) {
  EXPECT_THAT(
      Values("amount,flow,month,activity\n\"1,50\",cost,202201,a\n2.00,revenue,202201,a\n3,households,202201,a\n"),
      ElementsAre("a cost 2022-01 150", "a revenue 2022-01 200", "a households 2022-01 3000"));
  EXPECT_THAT(Values("verksamhet;period;slag;enhet;belopp\nBUF;mars 2022;volym;Vårddygn;31,5\n"),
              ElementsAre("BUF varddygn 2022-03 31500"));
}

TEST(CsvReaderTest, WideFormWithMonthsAsColumns) {
  const std::vector<std::string> expected = {"A cost 2022-01 100", "A cost 2022-03 300"};
  EXPECT_EQ(Values("verksamhet;slag;2022-01;2022-02;2022-03;Summa\nA;kostnad;1;;3;4\n"), expected);
  EXPECT_EQ(Values("verksamhet\tslag\tjan 2022\tfeb 2022\tmars 2022\nA\tkostnad\t1\t\t3\n"), expected);
  EXPECT_EQ(Values("År;verksamhet;slag;jan;feb;mars\n2022;A;kostnad;1;;3\n"), expected);
}

TEST(CsvReaderTest, AccountRowsKeepTheirSignAndEqualKeysAreSummed) {
  EXPECT_THAT(Values("konto;dimension;objekt;period;belopp\n"
                     "4010;1;100;2022-01;10,25\n3010;;;2022-01;-7\n4010;1;100;2022-01;0,75\n"),
              ElementsAre("3010 {|} 2022-01 actual -700", "4010 {1|100} 2022-01 actual 1100"));
  EXPECT_THAT(Values("account,2022-01,2022-02\n4010,1,2\n"),
              ElementsAre("4010 {|} 2022-01 actual 100", "4010 {|} 2022-02 actual 200"));
}

TEST(CsvReaderTest, AccountRowsMaySayUtfallOrBudgetAndJoinDimensions) {
  EXPECT_THAT(Values("konto,dimension,objekt,period,slag,belopp\n"
                     "4010,1;6,100;P1,2022-01,utfall,-1234.50\n4010,,,2022-01,budget,5.00\n"),
              ElementsAre("4010 {|} 2022-01 budget 500", "4010 {1;6|100;P1} 2022-01 actual -123450"));
}

TEST(CsvReaderTest, RowsAndColumnsOfSumsAreLeftOutWithANote) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const CsvLedger ledger,
      ReadCsv("verksamhet;månad;kostnad;netto;anm\nA;2022-01;5;5;bra\nSumma;2022-01;5;5;\nTOTALT;;5;;\n"));
  EXPECT_EQ(ledger.activities.size(), 1);
  EXPECT_THAT(EnglishOf(ledger.notes), Contains(HasSubstr("line 3: the row of sums \"Summa\"")));
  EXPECT_THAT(EnglishOf(ledger.notes), Contains(HasSubstr("line 4: the row of sums")));
  EXPECT_THAT(EnglishOf(ledger.notes), Contains(HasSubstr("column \"netto\"")));
  EXPECT_THAT(EnglishOf(ledger.notes), Contains(HasSubstr("column \"anm\"")));
}

TEST(CsvReaderTest, AllFaultsAreToldWithTheirPlaces) {
  EXPECT_THAT(
      FaultsOfCsv("verksamhet;månad;kostnad;hushåll\n"
                  "A;2022-13;1;1\n"
                  "A;2022-02-30;1;1\n"
                  ";2022-03;1;1\n"
                  "A;2022-04;NaN;1\n"
                  "A;2022-05;1;inf\n"
                  "A;;1;1\n"
                  "A;2022-06;10000000000000,01;1\n"
                  "A;2022-07;1;1;9\n"),
      ElementsAre(At("line 2: månad", FaultReason::kNotAMonth), At("line 3: månad", FaultReason::kNotADate),
                  At("line 4: verksamhet", FaultReason::kMissingValue), At("line 5: kostnad", FaultReason::kNotANumber),
                  At("line 6: hushåll", FaultReason::kNotANumber), At("line 7: månad", FaultReason::kMissingValue),
                  At("line 8: kostnad", FaultReason::kOutOfRange), At("line 9", FaultReason::kInconsistent)));
}

TEST(CsvReaderTest, AHundredAndFiftyFaultsAreCountedAndTheFirstHundredTold) {
  std::string text = "verksamhet;månad;kostnad\n";
  for (int i = 0; i < 150; ++i) absl::StrAppend(&text, "A;2022-00-", i, ";1\n");
  const absl::Status status = ReadCsv(text).status();
  EXPECT_EQ(FaultsFromStatus(status).size(), 100);
  EXPECT_THAT(std::string(status.message()), HasSubstr("and 50 more faults"));
}

TEST(CsvReaderTest, TheSameFaultOnAHundredAndFiftyRowsIsToldOnceWithTheRows) {
  std::string text = "verksamhet;månad;kostnad\n";
  for (int i = 0; i < 150; ++i) text += "A;2022-00;1\n";
  EXPECT_THAT(std::string(ReadCsv(text).status().message()),
              testing::StartsWith("lines 2-151 (150 lines): månad: \"2022-00\" "));
}

TEST(CsvReaderTest, AMonthTwiceForOneActivityAndFlowIsAFaultWithBothLines) {
  const absl::Status status = ReadCsv("verksamhet;månad;kostnad\nA;2022-01;1\nB;2022-01;1\nA;202201;2\n").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 4: \"2022-01\" stands twice")));
  EXPECT_THAT(std::string(status.message()), HasSubstr("first on line 2"));
}

TEST(CsvReaderTest, TheYearColumnMustAgreeWithTheMonth) {
  EXPECT_THAT(Values("verksamhet;år;månad;kostnad\nA;2022;mars;1\nA;2022;4;1\nA;2022;2022-05;1\n"),
              ElementsAre("A cost 2022-03 100", "A cost 2022-04 100", "A cost 2022-05 100"));
  EXPECT_THAT(FaultsOfCsv("verksamhet;år;månad;kostnad\nA;2022;2021-05;1\nA;22;mars;1\nA;2022;13;1\n"),
              ElementsAre(At("line 2: månad", FaultReason::kInconsistent), At("line 3: år", FaultReason::kNotAMonth),
                          At("line 3: månad", FaultReason::kNotAMonth), At("line 4: månad", FaultReason::kNotAMonth)));
}

TEST(CsvReaderTest, AHeaderThatLacksColumnsSaysWhichWereFound) {
  const absl::Status status = ReadCsv("Nämnd;Månad;Kronor\nA;2022-01;1\n").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("verksamhet (activity, series)")));
  EXPECT_THAT(std::string(status.message()), HasSubstr("\"\"Nämnd\", \"Månad\", \"Kronor\"\" needs"));
  EXPECT_THAT(Values("verksamhet;månad;belopp\nA;2022-01;1\n"), ElementsAre(HasSubstr("needs a column slag (flow)")));
  EXPECT_THAT(Values("verksamhet;kostnad\nA;1\n"), ElementsAre(HasSubstr("needs a column månad")));
  EXPECT_THAT(Values("verksamhet;slag;jan;feb\nA;kostnad;1;2\n"), Contains(HasSubstr("needs a column år (year)")));
  EXPECT_THAT(Values("konto;dimension;månad;belopp\n1;2;2022-01;1\n"), ElementsAre(HasSubstr("dimension and objekt")));
}

TEST(CsvReaderTest, FilesWithoutValuesAreRefused) {
  EXPECT_THAT(FaultsOfCsv(""), ElementsAre(At("file", FaultReason::kMissingValue)));
  EXPECT_THAT(FaultsOfCsv("\n \n"), ElementsAre(At("file", FaultReason::kMissingValue)));
  EXPECT_THAT(FaultsOfCsv("verksamhet;månad;kostnad\n"), ElementsAre(At("file", FaultReason::kMissingValue)));
  EXPECT_THAT(FaultsOfCsv("verksamhet;månad;kostnad\nA;2022-01;\n"),
              ElementsAre(At("line 2: kostnad", FaultReason::kMissingValue)));
  EXPECT_THAT(FaultsOfCsv(absl::string_view("a\0b", 3)), ElementsAre(At("file", FaultReason::kUnreadable)));
}

// The second row of January would else stand twice for a name that is none.
TEST(CsvReaderTest, ARowWithoutActivityIsToldOnceAndLeftOut) {
  FaultList faults;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvLedger ledger,
                               ReadCsvRows("verksamhet;månad;kostnad\n;2022-01;1\n;2022-01;2\nA;2022-01;3\n", faults));
  ASSERT_EQ(faults.total(), 1);
  EXPECT_EQ(faults.faults()[0].place, "line 2: verksamhet");
  EXPECT_THAT(faults.faults()[0].lines, ElementsAre(LineSpan{2, 3}));
  ASSERT_EQ(ledger.activities.size(), 1);
  EXPECT_EQ(ledger.activities[0].activity, "A");
}

TEST(CsvReaderTest, AnOverlongLineAndAnOpenQuoteAreRefusedBesideOtherFaults) {
  const std::string head = "verksamhet;månad;kostnad\n";
  EXPECT_THAT(FaultsOfCsv(head + "A;2022-01;" + std::string(kMaxLineBytes, '1')),
              ElementsAre(At("line 2", FaultReason::kTooLong)));
  EXPECT_THAT(FaultsOfCsv(head + "A;2022-01;\"1\n"), ElementsAre(At("line 2", FaultReason::kUnreadable)));
}

TEST(CsvReaderTest, AmbiguousThousandsAreToldUnlessTheFileShowsItsDecimalMark) {
  EXPECT_THAT(FaultsOfCsv("verksamhet;månad;kostnad\nA;2022-01;1.000\n"),
              ElementsAre(At("line 2: kostnad", FaultReason::kNotANumber)));
  EXPECT_THAT(Values("verksamhet;månad;kostnad\nA;2022-01;1.000\nA;2022-02;2,5\n"),
              ElementsAre("A cost 2022-01 100000", "A cost 2022-02 250"));
}

TEST(CsvReaderTest, AnUnknownFlowOrKindIsTold) {
  EXPECT_THAT(FaultsOfCsv("verksamhet;månad;slag;belopp\nA;2022-01;50 %;1\nA;2022-02;;1\nA;2022-03;volym;1\n"),
              ElementsAre(At("line 2: slag", FaultReason::kWrongFlow), At("line 3: slag", FaultReason::kMissingValue),
                          At("line 4: enhet", FaultReason::kMissingValue)));
  EXPECT_THAT(FaultsOfCsv("konto;månad;slag;belopp\n4010;2022-01;kostnad;1\n"),
              ElementsAre(At("line 2: slag", FaultReason::kWrongFlow)));
}

TEST(CsvReaderTest, PublicMonthlyCostAndHouseholdsAreRead) {
  PROGNOS_PUBLIC_FILE(bytes, "snap_hawaii.csv");
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvLedger ledger, ReadCsv(bytes));
  // 440 months from 1988-10 to 2025-05, three values each; the sums are those of the columns, added by another program.
  ASSERT_EQ(ledger.activities.size(), 3 * 440);
  int64_t cost = 0;
  int64_t households = 0;
  for (const ActivityRow& row : ledger.activities) {
    if (row.flow == Flow::kCost) cost += row.value;
    if (row.unit == "households") households += row.value;
  }
  EXPECT_EQ(cost, 12347937960LL * 100);
  EXPECT_EQ(households, 28653472LL * 1000);
  EXPECT_EQ(ledger.activities.front().month.ToString(), "1988-10");
  EXPECT_EQ(ledger.activities.back().month.ToString(), "2025-05");
}

// --- Files as people have them: the cases of /cases, each with what is right
// -------------------------------------------

std::vector<std::string> Notes(absl::string_view bytes) {
  const absl::StatusOr<CsvLedger> ledger = ReadCsv(bytes);
  return ledger.ok() ? EnglishOf(ledger->notes) : std::vector<std::string>{std::string(ledger.status().message())};
}

// Case ekonom-05: 1 772 was stored as 1 772 kronor.
TEST(CsvReaderCaseTest, ATitleThatSaysTkrScalesTheAmountsAndIsToldWithThem) {
  const std::string file = "Utfall 2025 (tkr)\n\nVerksamhet;Slag;jan-25;feb-25\nFamiljehem;Kostnad;1 772;1 801\n";
  EXPECT_THAT(Values(file), ElementsAre("Familjehem cost 2025-01 177200000", "Familjehem cost 2025-02 180100000"));
  EXPECT_THAT(Notes(file),
              ElementsAre("the amounts are in tkr (line 1): \"1 772\" is read as SEK\u00a01,772,000.00, all "
                          "together as SEK\u00a03,573,000.00"));
}

// Case bok-03: the title "Belopp i tkr", and a column enhet beside the amount.
TEST(CsvReaderCaseTest, AUnitInATitleAColumnOrAHeaderIsRead) {
  EXPECT_THAT(Values("Belopp i tkr;;;\nverksamhet;slag;månad;belopp\nvuxen-ovrigt;kostnad;2022-01;1 183,4\n"),
              ElementsAre("vuxen-ovrigt cost 2022-01 118340000"));
  EXPECT_THAT(Values("konto;dimension;objekt;period;belopp;enhet\n4610;1;1110;2022-01;1 183,4;tkr\n"),
              ElementsAre("4610 {1|1110} 2022-01 actual 118340000"));
  EXPECT_THAT(Values("konto;period;belopp (mkr)\n4610;2022-01;1,25\n"),
              ElementsAre("4610 {|} 2022-01 actual 125000000"));
  // Volumes are no money.
  EXPECT_THAT(Values("Utfall, tkr\nverksamhet;månad;kostnad;hushåll\nA;2022-01;2;412\n"),
              ElementsAre("A cost 2022-01 200000", "A hushall 2022-01 412000"));
  EXPECT_THAT(FaultsOfCsv("i tkr\ni mkr\nverksamhet;månad;kostnad\nA;2022-01;2\n"),
              ElementsAre(At("line 2", FaultReason::kInconsistent)));
}

TEST(CsvReaderCaseTest, AnAmountInMillionsBeyondTheLargestIsTold) {
  EXPECT_THAT(FaultsOfCsv("konto;period;belopp (mkr)\n4610;2022-01;10000001\n"),
              ElementsAre(At("line 2: belopp (mkr)", FaultReason::kOutOfRange)));
}

// Case ekonom-06: "25-jun", "aug.25" and Excel's 45717 were dropped without a word.
TEST(CsvReaderCaseTest, EveryMonthOfTheHeaderIsReadHoweverItIsWritten) {
  EXPECT_THAT(Values("Verksamhet;Slag;januari 2025;Feb 2025;202503;2025-04-01;2025M05;25-jun;juli-25;aug.25\n"
                     "Familjehem;Kostnad;1;2;3;4;5;6;7;8\n"),
              ElementsAre("Familjehem cost 2025-01 100", "Familjehem cost 2025-02 200", "Familjehem cost 2025-03 300",
                          "Familjehem cost 2025-04 400", "Familjehem cost 2025-05 500", "Familjehem cost 2025-06 600",
                          "Familjehem cost 2025-07 700", "Familjehem cost 2025-08 800"));
  EXPECT_THAT(Values("Verksamhet;Slag;2025-01-01;2025-02-01;45717\nFamiljehem;Kostnad;1;2;3\n"),
              Contains("Familjehem cost 2025-03 300"));
  EXPECT_THAT(Values("Verksamhet;Slag;Utfall jan 2025;Budget jan 2025;Utfall feb 2025\nA;Kostnad;1;9;2\n"),
              ElementsAre("A cost 2025-01 100", "A cost 2025-02 200"));
}

TEST(CsvReaderCaseTest, AColumnAmongTheMonthsThatIsNoMonthStopsTheImport) {
  EXPECT_THAT(FaultsOfCsv("Verksamhet;Slag;jan-25;2O25-02;mar-25\nA;Kostnad;1;2;3\n"),
              ElementsAre(At("line 1: header", FaultReason::kUnknown)));
}

// Case ekonom-12.
TEST(CsvReaderCaseTest, ADashIsZeroAndKrBehindAnAmountIsReadOver) {
  EXPECT_THAT(Values("Verksamhet;Slag;jan-25;feb-25\nFamiljehem;Kostnad;-;1 801\n"),
              ElementsAre("Familjehem cost 2025-01 0", "Familjehem cost 2025-02 180100"));
  EXPECT_THAT(Values("Verksamhet;Slag;jan-25;feb-25\nFamiljehem;Kostnad;1 772,00 kr;1 801 kr\n"),
              ElementsAre("Familjehem cost 2025-01 177200", "Familjehem cost 2025-02 180100"));
}

TEST(CsvReaderCaseTest, RowsOfPartialSumsAreLeftOutAndAgree) {
  const std::string file =
      "Verksamhet;Slag;jan-25;feb-25\nHVB barn och unga;Kostnad;100;200\nFamiljehem;Kostnad;50;60\n"
      "Summa Barn och unga;;150;260\nAdministration;Kostnad;1;1\nTotalt;;151;261\n";
  EXPECT_EQ(Values(file).size(), 6);
  EXPECT_THAT(Notes(file), ElementsAre("line 4: the row of sums \"Summa Barn och unga\" is left out",
                                       "line 6: the row of sums \"Totalt\" is left out"));
  // Case bok-16 f: the sum of an account is no account.
  EXPECT_THAT(Values("konto;dimension;objekt;period;belopp\n4610;1;1110;202201;100,00\n4610;1;1210;202201;50,00\n"
                     "Summa 4610;;;202201;150,00\n"),
              ElementsAre("4610 {1|1110} 2022-01 actual 10000", "4610 {1|1210} 2022-01 actual 5000"));
}

TEST(CsvReaderCaseTest, SumsThatDifferFromTheirPartsAreToldWithBothAmounts) {
  EXPECT_THAT(
      Notes("Verksamhet;Slag;jan-25;feb-25;Summa\nFamiljehem;Kostnad;100;200;350\nSumma;;100;200;999\n"),
      ElementsAre("line 3: the row of sums \"Summa\" is left out",
                  "line 2: \"Familjehem\" states SEK\u00a0350.00 in \"Summa\", but its parts make SEK\u00a0300.00",
                  "line 3: \"Summa\" states SEK\u00a0999.00 in \"Summa\", but its parts make SEK\u00a0300.00"));
}

// A row "Nettokostnad" below costs and revenues stopped the file: it has no slag.
TEST(CsvReaderCaseTest, ARowOfNetsIsASumOfCostsLessRevenues) {
  EXPECT_THAT(Notes("Verksamhet;Slag;jan-25\nA;Kostnad;100\nB;Intäkt;30\nNetto;;70\nÅrets resultat;;-70\n"),
              ElementsAre("line 4: the row of sums \"Netto\" is left out",
                          "line 5: the row of sums \"Årets resultat\" is left out"));
  EXPECT_THAT(Notes("Verksamhet;Slag;jan-25\nA;Kostnad;100\nB;Intäkt;30\nNettokostnad;;71\n"),
              Contains("line 4: \"Nettokostnad\" states SEK\u00a071.00 in \"jan-25\", but its parts make "
                       "SEK\u00a070.00"));
}

// A row of sums that was wrong in each of twelve months was told twelve times, and so was a column "Helår" that held a
// forecast on each of forty rows.
TEST(CsvReaderCaseTest, ManySumsThatDifferAreToldOnceWithTheirNumberAndTheLargest) {
  // 100 stated of 90 in January, 300 of 90 in February: 10 and 210, 220 in all.
  EXPECT_THAT(Notes("Verksamhet;Slag;jan-25;feb-25\nA;Kostnad;90;90\nSumma;;100;300\n"),
              ElementsAre("line 3: the row of sums \"Summa\" is left out",
                          "line 3: \"Summa\" differs from its parts in 2 columns, most in \"feb-25\": SEK\u00a0300.00 "
                          "stated, SEK\u00a090.00 made; SEK\u00a0220.00 in all"));
  // 12 - 2, 24 - 4, 36 - 6, 12 - 1: 10 + 20 + 30 + 11.
  EXPECT_THAT(Notes("Verksamhet;Slag;jan-25;Helår\nA;Kostnad;2;12\nB;Kostnad;4;24\nC;Kostnad;6;36\nD;Kostnad;1;12\n"),
              ElementsAre("\"Helår\" differs from the months of its row in 4 rows, most in line 4, \"C\": "
                          "SEK\u00a036.00 stated, SEK\u00a06.00 made; SEK\u00a071.00 in all"));
}

// Half of the series of a table in tkr were written "1 772,00 kr": they were read as kronor, a thousand times too
// small.
TEST(CsvReaderCaseTest, AnAmountInKrInATableInTkrIsRefusedAndNeverGuessed) {
  EXPECT_THAT(
      Values("Utfall 2025 (tkr)\nVerksamhet;Slag;jan-25;feb-25\nA;Kostnad;1 772,00 kr;1 801,00 kr\n"
             "B;Kostnad;1 100;1 150\nC;Kostnad;12 kr;- kr\nD;Kostnad;- kr;5\n"),
      ElementsAre("lines 3, 5 (2 lines): \"kr\" says another unit than the table, tkr (line 1): say one of them"));
  EXPECT_THAT(Values("Belopp i mkr\nVerksamhet;Månad;Kostnad\nA;2025-01;SEK 12\n"),
              ElementsAre(HasSubstr("mkr (line 1)")));
  // The header of the column says more than the title does, and a dash is zero in any unit.
  EXPECT_THAT(Values("Belopp i tkr\nVerksamhet;Månad;Kostnad (kr)\nA;2025-01;12 kr\n"),
              ElementsAre("A cost 2025-01 1200"));
  EXPECT_THAT(Values("Belopp i tkr\nVerksamhet;Månad;Kostnad\nA;2025-01;- kr\n"), ElementsAre("A cost 2025-01 0"));
}

// Ledgers write revenues with a minus; all of a file's were read as money that went out.
TEST(CsvReaderCaseTest, RevenuesThatAreMostlyNegativeAreToldWithTheirSum) {
  EXPECT_THAT(Notes("Verksamhet;Slag;jan-25;feb-25;mar-25\nA;Kostnad;90;90;90\nA;Intäkt;-10;-20;5\n"),
              ElementsAre("2 of 3 revenues are negative, −SEK\u00a0"
                          "30.00 together: they lower the revenue (line 3); a "
                          "revenue is written as a positive number"));
  // One correction among others is none.
  EXPECT_THAT(Notes("Verksamhet;Slag;jan-25;feb-25;mar-25\nA;Intäkt;-10;20;5\n"), testing::IsEmpty());
}

TEST(CsvReaderCaseTest, AColumnWithoutANameIsABlankOneOrToldByItsLetter) {
  EXPECT_THAT(Values(";Verksamhet;Slag;jan-25;;feb-25\n;A;Kostnad;1;;2\n"),
              ElementsAre("A cost 2025-01 100", "A cost 2025-02 200"));
  EXPECT_THAT(Values("Verksamhet;Slag;jan-25;;mar-25\nA;Kostnad;1;2;3\n"),
              ElementsAre("line 1: header: column D among the months has values but no name"));
  EXPECT_THAT(Notes("Verksamhet;Slag;jan-25;\nA;Kostnad;1;se fakturan\n"), ElementsAre("column \"D\" is left out"));
}

// The header of Excel's own pivot was not known: a row of data was taken for it.
TEST(CsvReaderCaseTest, ThePivotOfExcelCallsItsRowsSo) {
  EXPECT_THAT(Values("Summa av Belopp;;Månad\nRadetiketter;Slag;2025-01;2025-02;Totalsumma\n"
                     "Familjehem;kostnad;3600000;3650000;7250000\n;intäkt;60000;70000;130000\n"),
              ElementsAre("Familjehem cost 2025-01 360000000", "Familjehem cost 2025-02 365000000",
                          "Familjehem revenue 2025-01 6000000", "Familjehem revenue 2025-02 7000000"));
}

TEST(CsvReaderCaseTest, APivotTableNamesAnActivityOnce) {
  const std::string file =
      "Verksamhet;Slag;jan-25;feb-25\nHVB barn och unga;Kostnad;100;200\n;Intäkt;50;60\nFamiljehem;Kostnad;1;2\n";
  EXPECT_THAT(Values(file), Contains("HVB barn och unga revenue 2025-02 6000"));
  EXPECT_THAT(Notes(file),
              ElementsAre("line 3: rows without a name belong to the one above, \"HVB barn och unga\" here"));
}

// Cases ekonom-13 and bok-04: the column was not read, and both rows went to the last rule's activity.
TEST(CsvReaderCaseTest, ADimensionMayStandAsAColumnOfItsOwnName) {
  EXPECT_THAT(Values("konto;kostnadsställe;period;belopp\n4610;1110;2022-01;121500,50\n4610;1210;2022-01;98000,00\n"),
              ElementsAre("4610 {1|1110} 2022-01 actual 12150050", "4610 {1|1210} 2022-01 actual 9800000"));
  EXPECT_THAT(Values("Konto;Ansvar;Projekt;Månad;Belopp\n4510;1100;77;2025-09;100\n"),
              ElementsAre("4510 {1;6|1100;77} 2025-09 actual 10000"));
  EXPECT_THAT(Values("Konto;Verksamhet;Objekt;Månad;Belopp\n4510;510;9;2025-09;100\n"),
              ElementsAre("4510 {verksamhet;objekt|510;9} 2025-09 actual 10000"));
}

TEST(CsvReaderCaseTest, LettersInTwoPartsAreTheSameLetters) {
  EXPECT_THAT(Values("verksamhet;ma\u030Anad;kostnad\nO\u0308ppenva\u030Ard;2022-01;1\n"),
              ElementsAre("Öppenvård cost 2022-01 100"));
}

// --- The same ledger written in many ways ----------------------------------------------------------------------------

struct Style {
  char delimiter;
  char decimal;
  const char* thousands;
  const char* line_end;
  bool latin1;
  bool mark;
};

struct Entry {
  std::string activity;
  bool cost;
  Month month;
  int64_t ore;
};

// "1 234,50" in the style, quoted when the delimiter would cut it.
std::string Written(int64_t ore, const Style& style) {
  std::string whole = absl::StrCat(std::abs(ore) / 100);
  for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) whole.insert(at, style.thousands);
  const std::string text = absl::StrCat(ore < 0 ? "-" : "", whole, std::string(1, style.decimal),
                                        std::abs(ore) % 100 / 10, std::abs(ore) % 10);
  return text.find(style.delimiter) == std::string::npos ? text : absl::StrCat("\"", text, "\"");
}

std::string Encoded(const std::string& utf8, const Style& style) {
  if (!style.latin1) return absl::StrCat(style.mark ? "\xEF\xBB\xBF" : "", utf8);
  std::string bytes;
  for (size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    // All characters written here are below U+0100: two bytes of UTF-8 at most.
    bytes +=
        byte < 0x80 ? utf8[i] : static_cast<char>((byte & 0x03) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
  }
  return bytes;
}

std::string WriteLong(const std::vector<Entry>& entries, const Style& style) {
  const std::string d(1, style.delimiter);
  std::string text = absl::StrCat("Belopp", d, "Månad", d, "Verksamhet", d, "Flöde", style.line_end);
  for (const Entry& entry : entries) {
    absl::StrAppend(&text, Written(entry.ore, style), d, entry.month.ToString(), d, entry.activity, d,
                    entry.cost ? "kostnad" : "intäkt", style.line_end);
  }
  return Encoded(text, style);
}

std::string WriteWide(const std::vector<Entry>& entries, const Style& style) {
  const std::string d(1, style.delimiter);
  std::map<std::pair<std::string, bool>, std::map<int, int64_t>> rows;
  for (const Entry& entry : entries) rows[{entry.activity, entry.cost}][entry.month.month()] = entry.ore;
  std::string text = absl::StrCat("flow", d, "activity");
  for (int month = 1; month <= 12; ++month) absl::StrAppend(&text, d, (Month::January(2022) + (month - 1)).ToString());
  text += style.line_end;
  for (const auto& [key, months] : rows) {
    absl::StrAppend(&text, key.second ? "cost" : "revenue", d, key.first);
    for (int month = 1; month <= 12; ++month) {
      absl::StrAppend(&text, d, months.contains(month) ? Written(months.at(month), style) : "");
    }
    text += style.line_end;
  }
  return Encoded(text, style);
}

std::vector<Entry> RandomEntries(RandomGenerator& random) {
  std::vector<Entry> entries;
  for (const std::string activity : {"Försörjningsstöd", "Vuxen", "Barn å unga"}) {
    for (int month = 0; month < 12; ++month) {
      for (const bool cost : {true, false}) {
        if (random.Uniform() < 0.3) continue;
        const int64_t size = random.Index(10) == 0 ? 5 : 1 + random.Index(1'000'000'000);
        entries.push_back({activity, cost, Month::January(2022) + month, random.Index(5) == 0 ? -size : size});
      }
    }
  }
  return entries;
}

TEST(CsvReaderPropertyTest, FormDelimiterNumbersAndEncodingDoNotChangeTheLedger) {
  RandomGenerator random(7);
  for (int round = 0; round < 200; ++round) {
    const std::vector<Entry> entries = RandomEntries(random);
    std::vector<std::string> expected;
    for (const Entry& entry : entries) {
      expected.push_back(absl::StrCat(entry.activity, " ", entry.cost ? "cost" : "revenue", " ", entry.month.ToString(),
                                      " ", entry.ore));
    }
    const char* const blanks[] = {"", " ", "\u00A0"};
    const char* const ends[] = {"\n", "\r\n", "\r"};
    const Style style = {";,\t"[random.Index(3)], ",."[random.Index(2)], blanks[random.Index(3)],
                         ends[random.Index(3)],   random.Index(2) == 0,  random.Index(2) == 0};
    EXPECT_THAT(Values(WriteLong(entries, style)), testing::UnorderedElementsAreArray(expected));
    EXPECT_THAT(Values(WriteWide(entries, style)), testing::UnorderedElementsAreArray(expected));
  }
}

}  // namespace
}  // namespace prognos
