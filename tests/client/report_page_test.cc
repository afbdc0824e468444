#include "client/report_page.h"

#include "absl/strings/str_cat.h"
#include "client/report_assets.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/both_languages.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string WithoutScript(std::string html) {
  const std::string script(ReportScript());
  const size_t at = script.empty() ? std::string::npos : html.find(script);
  return at == std::string::npos ? html : html.erase(at, script.size());
}

ReportPage SmallPage(const std::string& name) {
  ReportPage page{name, "höstprognos 2022", "2022-09-15", {absl::StrCat(name, " slutar på −14,0 mnkr.")}, {}};
  page.parts.push_back({"prognos",
                        name,
                        {{documents::Heading{1, name}, documents::Paragraphs{{name}},
                          documents::BarChart{name, documents::Mnkr(), {{name, -1'000'000'00}, {"b", 1}}}}}});
  return page;
}

TEST(ReportPageTest, APartHasItsAnchorItsLineAndItsPlaceInTheContents) {
  const std::string html = RenderReport(SmallPage("Exempelby"), Sv());
  EXPECT_THAT(html, HasSubstr("<html lang=\"sv\">"));
  EXPECT_THAT(html, HasSubstr("<li><a href=\"#prognos\">Exempelby</a></li>"));
  EXPECT_THAT(html, HasSubstr("<section id=\"prognos\">\n<h2>Exempelby</h2>\n<p class=\"line\">Exempelby</p>"));
  EXPECT_THAT(html, HasSubstr("<div class=\"summary\">\n<p>Exempelby slutar på −14,0 mnkr.</p>"));
  EXPECT_THAT(RenderReport(SmallPage("Exempelby"), En()), HasSubstr("<html lang=\"en\">"));
}

// A name of 200 characters with all that ends a tag, a style sheet, a script or an attribute.
TEST(ReportPageTest, ANameCannotBreakThePage) {
  std::string evil = "</title></style></script><img src=x onerror=alert(1)>\"'`\\;}@import url(//x);<!--";
  evil.resize(200, '<');
  const std::string html = WithoutScript(RenderReport(SmallPage(evil), Sv()));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  const size_t style = html.find("<style>");
  EXPECT_THAT(html.substr(style, html.find("</style>") - style), Not(HasSubstr("@import")));
  EXPECT_THAT(html, Not(HasSubstr("<!--")));
  const auto count = [&](const std::string& text) {
    int times = 0;
    for (size_t at = html.find(text); at != std::string::npos; at = html.find(text, at + 1)) ++times;
    return times;
  };
  EXPECT_EQ(count("</title>"), 1);
  EXPECT_EQ(count("</style>"), 1);
  EXPECT_EQ(count("<script"), ReportScript().empty() ? 0 : 2);
}

TEST(ReportPageTest, NothingIsFetchedAndOnlyItsOwnScriptRuns) {
  const std::string html = RenderReport(SmallPage("Exempelby"), Sv());
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  const std::string page = WithoutScript(html);
  EXPECT_THAT(page, Not(HasSubstr("http://")));
  EXPECT_THAT(page, Not(HasSubstr("https://")));
  EXPECT_THAT(page, Not(HasSubstr("unsafe-eval")));
  EXPECT_THAT(page, HasSubstr(ReportScript().empty() ? "script-src 'none'" : "script-src 'sha256-"));
}

}  // namespace
}  // namespace prognos::client
