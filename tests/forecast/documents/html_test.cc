#include "forecast/documents/html.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/documents/example_document.h"

namespace prognos::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// As a browser reads an attribute.
std::string Unescaped(const std::string& text) {
  return absl::StrReplaceAll(text, {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}});
}

TEST(HtmlTest, NoNameIsMarkup) {
  const std::string evil = "</td><script>alert(\"x\")</script> & 'y'\x01";
  EXPECT_EQ(EscapeHtml(evil), "&lt;/td&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;");
  Table table{"t\"", {{"name", {evil}}, {"text", {"Text"}}}, {{{{evil}, {evil}}}}, evil};
  const Document document{{Heading{1, evil}, Paragraphs{{evil}}, List{{evil}}, Notes{{{1, evil}}}, table,
                           Chart{evil, Tkr(), {}, evil}, BarChart{evil, Tkr(), {{evil, 1}}, evil},
                           LineChart{evil, Tkr(), {{evil, MonthOf(2022, 1), {1}}}, evil},
                           FanChart{evil, Tkr(), {}, evil}}};
  const std::string html = RenderHtml(document, {});
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("alert(\"")));
}

TEST(HtmlTest, ATableHasHeadersForItsColumnsAndRows) {
  const std::string html = RenderHtml({{DeviationTable()}}, {});
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">Barn; unga</th><td class=\"number alarm\">−4\u00a0641</td>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" class=\"level-1\">=Vuxen</th><td class=\"number\">–</td>"));
  EXPECT_THAT(html, HasSubstr("<tr class=\"sum\"><th scope=\"row\">Summa</th>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">&gt;\u00a099\u00a0%</td>"));
  // Cells that are missing are there, and empty.
  EXPECT_THAT(html, HasSubstr("<td class=\"number\"></td></tr>"));
}

TEST(HtmlTest, HeadingsFollowTheLevelThatIsGiven) {
  const Document document{{Heading{1, "A"}, Heading{2, "B"}, Heading{3, "C"}}};
  EXPECT_EQ(RenderHtml(document, {}), "<h2>A</h2>\n<h3>B</h3>\n<h4>C</h4>\n");
  HtmlStyle low;
  low.heading_level = 4;
  EXPECT_EQ(RenderHtml(document, low), "<h4>A</h4>\n<h5>B</h5>\n<h6>C</h6>\n");
}

TEST(HtmlTest, AChartCarriesItsPointsAndATableOfThem) {
  const Chart chart{
      "Kostnad \"a\"",
      Tkr(),
      {{MonthOf(2022, 1), 250'000, {}, {}, {}, 90'000}, {MonthOf(2022, 2), {}, 110'000, 95'000, 125'000, {}}}};
  google::protobuf::Struct read;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ChartJson(chart), &read).ok());
  EXPECT_EQ(read.fields().at("title").string_value(), "Kostnad \"a\"");
  EXPECT_EQ(read.fields().at("kind").string_value(), "months");
  const auto& points = read.fields().at("points").list_value().values();
  EXPECT_EQ(points[0].struct_value().fields().at("actual").number_value(), 2.5);
  EXPECT_FALSE(points[0].struct_value().fields().contains("expected"));
  EXPECT_EQ(points[1].struct_value().fields().at("high").number_value(), 1.25);
  const std::string html = RenderHtml({{chart}}, {});
  EXPECT_THAT(Unescaped(html), HasSubstr("data-chart=\"" + ChartJson(chart) + "\""));
  EXPECT_THAT(html, HasSubstr("<figcaption>Kostnad &quot;a&quot;</figcaption>"));
  EXPECT_THAT(html, HasSubstr("<details><summary>Tabell</summary>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">2022-02</th>"));
}

TEST(HtmlTest, BarsSayWhereTheyBegin) {
  const BarChart chart{
      "Väg", Mnkr(), {{"Budget", 100'000'000'00, 0, true}, {"Vuxen", -5'500'000'00, 100'000'000'00, false, true}}};
  google::protobuf::Struct read;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ChartJson(chart), &read).ok());
  const auto& bars = read.fields().at("bars").list_value().values();
  EXPECT_TRUE(bars[0].struct_value().fields().at("total").bool_value());
  EXPECT_EQ(bars[1].struct_value().fields().at("value").number_value(), -5.5);
  EXPECT_EQ(bars[1].struct_value().fields().at("from").number_value(), 100.0);
  EXPECT_THAT(RenderHtml({{chart}}, {}), HasSubstr("<td class=\"number alarm\">−5,5</td>"));
}

// One line begins a month later: its cell of the first month is empty.
TEST(HtmlTest, LinesStandBesideEachOtherByMonth) {
  const LineChart chart{
      "Rullande",
      Mnkr(),
      {{"Vuxen", MonthOf(2021, 12), {100'000'000, 250'000'000}}, {"Unga", MonthOf(2022, 1), {-300'000'000}}},
      "Mest har Vuxen ändrats."};
  google::protobuf::Struct read;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ChartJson(chart), &read).ok());
  EXPECT_EQ(read.fields().at("kind").string_value(), "lines");
  const auto& lines = read.fields().at("lines").list_value().values();
  const auto& points = lines[0].struct_value().fields().at("points").list_value().values();
  EXPECT_EQ(points[1].struct_value().fields().at("month").string_value(), "2022-01");
  EXPECT_EQ(points[1].struct_value().fields().at("value").number_value(), 2.5);
  const std::string html = RenderHtml({{chart}}, {});
  EXPECT_THAT(html, HasSubstr("<p class=\"see\">Mest har Vuxen ändrats.</p>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">2021-12</th><td class=\"number\">1,0</td><td class=\"number\"></td>"));
  EXPECT_THAT(html,
              HasSubstr("<th scope=\"row\">2022-01</th><td class=\"number\">2,5</td><td class=\"number\">−3,0</td>"));
}

TEST(HtmlTest, AFanOpensWhereTheKnownMonthsEnd) {
  const Fan fan{300'000'000, 290'000'000, 310'000'000, 280'000'000, 330'000'000, 250'000'000, 360'000'000};
  const FanChart chart{
      "Summa", Mnkr(), {{MonthOf(2022, 1), 100'000'000, {}, 120'000'000}, {MonthOf(2022, 2), {}, fan, {}}}};
  google::protobuf::Struct read;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ChartJson(chart), &read).ok());
  EXPECT_EQ(read.fields().at("kind").string_value(), "fan");
  const auto& points = read.fields().at("points").list_value().values();
  EXPECT_EQ(points[0].struct_value().fields().at("known").number_value(), 1.0);
  EXPECT_FALSE(points[0].struct_value().fields().contains("median"));
  EXPECT_EQ(points[1].struct_value().fields().at("high95").number_value(), 3.6);
  EXPECT_FALSE(points[1].struct_value().fields().contains("budget"));
  const std::string html = RenderHtml({{chart}}, {});
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">2022-02</th><td class=\"number\"></td><td class=\"number\">3,0</td>"
                              "<td class=\"number\">2,9 … 3,1</td><td class=\"number\">2,8 … 3,3</td>"
                              "<td class=\"number\">2,5 … 3,6</td><td class=\"number\"></td>"));
  EXPECT_THAT(html, Not(HasSubstr("class=\"see\"")));
}

}  // namespace
}  // namespace prognos::documents
