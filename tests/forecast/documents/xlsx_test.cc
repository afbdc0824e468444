#include "forecast/documents/xlsx.h"

#include <zip.h>

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "forecast/base/unit.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/documents/example_document.h"
#include "tests/status_matchers.h"

namespace prognos::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

XlsxBook BookOf(Document document, const std::string& name = "Prognos") {
  XlsxBook book;
  book.title = "Exempelby";
  book.created = absl::FromUnixSeconds(1'663'200'000);
  book.sheets.push_back({name, std::move(document)});
  return book;
}

std::string Rendered(const XlsxBook& book) {
  const absl::StatusOr<std::string> bytes = RenderXlsx(book, {});
  EXPECT_THAT(bytes, IsOk());
  return bytes.value_or("");
}

// A file within the workbook; empty when there is none.
std::string PartOf(const std::string& bytes, const std::string& name) {
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  zip_t* const archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr) return "";
  std::string content;
  if (zip_file_t* const file = zip_fopen(archive, name.c_str(), 0); file != nullptr) {
    char piece[4096];
    for (zip_int64_t size; (size = zip_fread(file, piece, sizeof piece)) > 0;) {
      content.append(piece, static_cast<size_t>(size));
    }
    zip_fclose(file);
  }
  zip_discard(archive);
  return content;
}

std::string FirstSheet(Document document) {
  return PartOf(Rendered(BookOf(std::move(document))), "xl/worksheets/sheet1.xml");
}

// Rows of tkr under a sum, a level each.
Table TreeOf(const std::vector<std::pair<int, double>>& rows, double sum) {
  const auto amount = [](double tkr) {
    return Cell{RoundedAmount(std::llround(tkr * kOrePerThousandKronor), documents::Tkr())};
  };
  Table table;
  table.id = "tree";
  table.columns = {{"name", {"Namn"}}, {"amount", {"Belopp"}, ColumnKind::kAmount, false, "tkr"}};
  for (const auto& [level, tkr] : rows) table.rows.push_back({{{"rad"}, amount(tkr)}, level});
  table.rows.push_back({{{"Summa"}, amount(sum)}, 0, true});
  return table;
}

TEST(XlsxTest, ACellHoldsExactKronorWhichItsFormatShowsInTkr) {
  const std::string bytes = Rendered(BookOf({{DeviationTable()}}));
  EXPECT_THAT(PartOf(bytes, "xl/worksheets/sheet1.xml"), HasSubstr("<v>-4640640</v>"));
  EXPECT_THAT(PartOf(bytes, "xl/styles.xml"), HasSubstr("formatCode=\"+#,##0,;&quot;\u2212&quot;#,##0,;#,##0,\""));
}

// 1.4 + 1.4 and 1.2 tkr make 4.0: the rows of a page would be rounded together, those of a sheet are added.
TEST(XlsxTest, ASumIsAFormulaOverItsRowsWithItsValueBesideIt) {
  const std::string sheet = FirstSheet({{TreeOf({{0, 2.8}, {1, 1.4}, {1, 1.4}, {0, 1.2}}, 4.0)}});
  EXPECT_THAT(sheet, HasSubstr("<f>SUM(B3:B4)</f><v>2800</v>"));
  EXPECT_THAT(sheet, HasSubstr("<f>SUM(B2,B5)</f><v>4000</v>"));
}

TEST(XlsxTest, ARowWithMoneyOfItsOwnBesideThatOfItsPartsIsANumber) {
  const std::string sheet = FirstSheet({{TreeOf({{0, 5.0}, {1, 1.4}, {1, 1.4}}, 5.0)}});
  EXPECT_THAT(sheet, Not(HasSubstr("SUM(B3:B4)")));
  EXPECT_THAT(sheet, HasSubstr("<v>5000</v>"));
}

TEST(XlsxTest, AnIntervalIsTwoColumnsAndHeadingsAreUnique) {
  Table table = DeviationTable();
  table.columns[3].heading = {"AVVIKELSE helår, tkr"};
  const std::string bytes = Rendered(BookOf({{table}}));
  const std::string native = PartOf(bytes, "xl/tables/table1.xml");
  for (const char* heading : {"Verksamhet", "Avvikelse helår, tkr", "80 %-intervall, tkr från",
                              "80 %-intervall, tkr till", "AVVIKELSE helår, tkr 2"}) {
    EXPECT_THAT(native, HasSubstr(absl::StrCat("name=\"", heading, "\""))) << heading;
  }
}

TEST(XlsxTest, NoTextIsAFormulaAndMarkupIsText) {
  Table table = DeviationTable();
  table.rows[0].cells[0] = {"<script>\"&'"};
  const std::string bytes = Rendered(BookOf({{table}}));
  EXPECT_THAT(PartOf(bytes, "xl/sharedStrings.xml"), HasSubstr(">=Vuxen<"));
  EXPECT_THAT(PartOf(bytes, "xl/sharedStrings.xml"), HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(PartOf(bytes, "xl/worksheets/sheet1.xml"), Not(HasSubstr("Vuxen")));
}

TEST(XlsxTest, EachTableHasASheetBelowAFrozenHeader) {
  const std::string bytes = Rendered(BookOf(ExampleDocument()));
  EXPECT_THAT(PartOf(bytes, "xl/workbook.xml"), HasSubstr("name=\"Prognos\""));
  EXPECT_THAT(PartOf(bytes, "xl/workbook.xml"), HasSubstr("name=\"Prognos 2\""));
  for (const char* sheet : {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}) {
    EXPECT_THAT(PartOf(bytes, sheet), HasSubstr("state=\"frozen\"")) << sheet;
    EXPECT_THAT(PartOf(bytes, sheet), HasSubstr("<tablePart ")) << sheet;
  }
}

TEST(XlsxTest, MonthsAreDaysAndSharesAreShares) {
  const std::string sheet = FirstSheet({{KindsTable()}});
  // 1 March 2022 is the 44 621st day since 1899-12-30.
  EXPECT_THAT(sheet, HasSubstr("<v>44621</v>"));
  EXPECT_THAT(sheet, HasSubstr("<v>0.1225</v>"));
  EXPECT_THAT(sheet, HasSubstr("<v>1312.449</v>"));
}

TEST(XlsxTest, EveryKindOfChartIsANativeOneOnCells) {
  Document document;
  const Month january = MonthOf(2022, 1);
  document.blocks = {
      Chart{"Kostnad", documents::Tkr(), {{january, 100'000, {}, {}, {}, 90'000}}},
      BarChart{"Väg",
               documents::Tkr(),
               {{"Budget", 500'000, 0, true}, {"Vuxen", -100'000, 500'000}, {"Prognos", 400'000, 0, true}}},
      LineChart{"Rullande", documents::Tkr(), {{"Barn", january, {300'000}}, {"Vuxen", january + 1, {200'000}}}},
      FanChart{"Året", documents::Tkr(), {{january, 1'000, {}, {}}, {january + 1, {}, Fan{5, 4, 6, 3, 7, 2, 800}, 6}}}};
  const std::string bytes = Rendered(BookOf(document));
  for (int i = 1; i <= 4; ++i) {
    EXPECT_THAT(PartOf(bytes, absl::StrCat("xl/charts/chart", i, ".xml")), HasSubstr("Diagramdata!$")) << i;
  }
  const std::string cells = PartOf(bytes, "xl/worksheets/sheet2.xml");
  // Öre in the document, kronor in the cells; what a way loses stands upon where it ends.
  for (const char* kronor : {"1000", "900", "5000", "4000", "3000", "2000", "10", "8"}) {
    EXPECT_THAT(cells, HasSubstr(absl::StrCat("<v>", kronor, "</v>"))) << kronor;
  }
}

TEST(XlsxTest, TheSentenceOfAChartStandsAboveIt) {
  Document document;
  document.blocks = {Chart{"Kostnad", documents::Tkr(), {{MonthOf(2022, 1), 100, {}, {}, {}, 90}}, "Se på mars."}};
  EXPECT_THAT(PartOf(Rendered(BookOf(document)), "xl/sharedStrings.xml"), HasSubstr("Se på mars."));
}

TEST(XlsxTest, TheSameBookGivesTheSameBytes) {
  EXPECT_EQ(Rendered(BookOf(ExampleDocument())), Rendered(BookOf(ExampleDocument())));
}

TEST(XlsxTest, ATableWithoutRowsAndADocumentWithoutTablesCanBeWritten) {
  Table empty = DeviationTable();
  empty.rows.clear();
  EXPECT_THAT(PartOf(Rendered(BookOf({{empty}})), "xl/sharedStrings.xml"), HasSubstr("Verksamhet"));
  EXPECT_THAT(PartOf(Rendered(BookOf({{Paragraphs{{"Inget att visa."}}}})), "xl/sharedStrings.xml"),
              HasSubstr("Inget att visa."));
}

TEST(XlsxTest, SheetsAreCalledWhatSheetsMayBeCalled) {
  EXPECT_THAT(SheetNames({"Prognos", "PROGNOS", "a/b:c*[d]?", "'citat'", "History", "", "   "}),
              ElementsAre("Prognos", "PROGNOS 2", "a-bc(d)", "citat", "History 2", "1", "1 2"));
  const std::string longest(40, 'x');
  EXPECT_THAT(SheetNames({longest, longest}), ElementsAre(std::string(30, 'x') + "…", std::string(28, 'x') + "… 2"));
  EXPECT_THAT(SheetNames({std::string(31, 'x')}), ElementsAre(std::string(31, 'x')));
  // Characters, not bytes; none is cut in two.
  std::string umlauts;
  for (int i = 0; i < 40; ++i) umlauts += "å";
  EXPECT_EQ(SheetNames({umlauts})[0], umlauts.substr(0, 60) + "…");
}

}  // namespace
}  // namespace prognos::documents
