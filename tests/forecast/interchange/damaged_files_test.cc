// Good files with bytes changed, removed, doubled and cut off: whatever comes, an answer that holds together.
#include <algorithm>

#include "forecast/base/faults.h"
#include "forecast/base/random.h"
#include "gtest/gtest.h"
#include "tests/forecast/interchange/test_files.h"
#include "tests/fuzz/readers.h"

namespace prognos {
namespace {

std::string GoodSie() {
  return SieFile(
      "#KONTO 4010 \"K\x94p\"\n#KTYP 4010 K\n#DIM 1 Enhet\n#UNDERDIM 11 Del 1\n#OBJEKT 1 \"100\" \"Nord \\\"A\\\"\"\n"
      "#RES 0 4010 100.50\n#IB 0 1510 0\n#UB 0 1510 5\n#PSALDO -1 202112 4010 {} 100.50\n"
      "#PSALDO -1 202112 4010 {1 \"100\" 6 \"P1\"} 60\n#PBUDGET 0 202202 3010 {} -5\n"
      "#VER A 1 20220115 \"Faktura\"\n{\n#TRANS 4010 {1 \"100\"} 60.00\n#TRANS 1510 {} -60.00 20220201 \"x\"\n}\n");
}

constexpr char kGoodCsv[] =
    "Verksamhet;Månad;Kostnad;Intäkt;Hushåll\r\n\"Vuxen; unga\";2022-01;1 234,50;-1.234,00;412\r\n"
    "BUF;mars 2022;\u22127,5;;12,5\r\nSumma;;1;;\r\n";
constexpr char kGoodAccounts[] =
    "konto,dimension,objekt,period,slag,belopp\n4010,1;6,100;P1,2022-01,utfall,-1234.50\n4010,,,2022-01,budget,5.00\n";
constexpr char kGoodRules[] =
    "konto från;konto till;dimension;objekt;verksamhet;slag\n5000;5999;1;31*;Vuxen;kostnad\n3010;;;;Vuxen;intäkt\n";

std::string Damaged(std::string bytes, RandomGenerator& random) {
  static constexpr char kBytes[] = "\0\x01\r\n\t\"{};,.-# 09aZ\x7F\x80\x94\xC3\xE5\xFF";
  for (int change = 1 + random.Index(4); change > 0 && !bytes.empty(); --change) {
    const size_t at = random.Index(static_cast<int>(bytes.size()));
    switch (random.Index(5)) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes.erase(at, 1 + random.Index(8));
        break;
      case 2:
        bytes.insert(at, 1, kBytes[random.Index(sizeof(kBytes) - 1)]);
        break;
      case 3:
        bytes.insert(at, bytes.substr(random.Index(static_cast<int>(bytes.size())), random.Index(40)));
        break;
      default:
        bytes[at] =
            random.Index(3) == 0 ? static_cast<char>(random.Index(256)) : kBytes[random.Index(sizeof(kBytes) - 1)];
    }
  }
  return bytes;
}

void DamageOften(const std::string& good, int times) {
  ASSERT_EQ(fuzz::ReadEveryWay(good), "");
  RandomGenerator random(RandomGenerator::DeriveSeed(1, good));
  for (int time = 0; time < times; ++time) {
    const std::string bytes = Damaged(good, random);
    ASSERT_EQ(fuzz::ReadEveryWay(bytes), "") << "time " << time << "\n" << bytes;
  }
}

TEST(DamagedFilesTest, SieFilesAnswerWithRowsOrFaults) { DamageOften(GoodSie(), 5000); }
TEST(DamagedFilesTest, CsvFilesAnswerWithRowsOrFaults) {
  DamageOften(kGoodCsv, 5000);
  DamageOften(kGoodAccounts, 5000);
}
TEST(DamagedFilesTest, RuleFilesAnswerWithRulesOrFaults) { DamageOften(kGoodRules, 5000); }

// The XML within workbooks: an archive with damaged bytes fails its checksum before anybody reads them.
TEST(DamagedFilesTest, SheetsOfWorkbooksAnswerWithRowsOrFaults) {
  const std::string good = "<worksheet><sheetData>" + RowXml(1, {"Verksamhet", "Månad", "Kostnad"}) +
                           RowXml(2, {"Vuxen", "< s=\"1\"><v>44621</v></c>", "< t=\"str\"><f>A1</f><v>12,5</v></c>"}) +
                           RowXml(3, {"", "#44652", "< t=\"e\"><v>#REF!</v></c>"}) +
                           "</sheetData><mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>";
  const std::string good_ods =
      "<o:document-content xmlns:o=\"urn:office:1.0\" xmlns:t=\"urn:table:1.0\" xmlns:x=\"urn:text:1.0\"><o:body>"
      "<o:spreadsheet><t:table t:name=\"Blad\"><t:table-row t:number-rows-repeated=\"3\"><t:table-cell "
      "o:value-type=\"string\" t:number-rows-spanned=\"2\"><x:p>Vuxen</x:p></t:table-cell><t:table-cell "
      "t:number-columns-repeated=\"2\" o:value-type=\"float\" o:value=\"1\"/></t:table-row></t:table></o:spreadsheet>"
      "</o:body></o:document-content>";
  for (const std::string& content : {good, good_ods}) {
    ASSERT_EQ(fuzz::ReadAsSheets(content), "");
    RandomGenerator random(RandomGenerator::DeriveSeed(1, content));
    for (int time = 0; time < 1000; ++time) {
      const std::string bytes = Damaged(content, random);
      ASSERT_EQ(fuzz::ReadAsSheets(bytes), "") << "time " << time << "\n" << bytes;
    }
  }
}

TEST(DamagedFilesTest, AFileCutAnywhereWithinItsVouchersIsRefused) {
  const std::string good = GoodSie();
  for (size_t size = good.find("#VER") + 4; size < good.rfind('}'); ++size) {
    EXPECT_FALSE(ReadSie(good.substr(0, size)).ok()) << size;
  }
}

TEST(DamagedFilesTest, RealFilesCutOrChangedAnswerWithRowsOrFaults) {
  PROGNOS_PUBLIC_FILE(bytes, "sie/BL0001_typ4.SE");
  RandomGenerator random(3);
  for (int time = 0; time < 200; ++time) ASSERT_EQ(fuzz::ReadEveryWay(Damaged(bytes, random)), "");
}

}  // namespace
}  // namespace prognos
