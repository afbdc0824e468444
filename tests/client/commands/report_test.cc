#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_evaluation.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"
#include "tests/temporary_folder.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string ContentOfFile(const std::string& path) {
  std::ifstream in(path);
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

TEST(ReportCommandTest, AReportIsOneFileWithTheFiguresOfTheForecast) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  const TemporaryFolder folder;
  const std::string file = folder.File("rapport.html");
  const Outcome outcome = service.Run({"rapport", "--ar", "2022", "--omgang", "host", "--ut", file});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr(file));
  const std::string html = ContentOfFile(file);
  EXPECT_THAT(html, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(html, HasSubstr("höstprognos 2022"));
  EXPECT_THAT(html, HasSubstr(">Vuxen</th>"));
  EXPECT_THAT(html, HasSubstr("Avvikelse per verksamhet, helår"));
  EXPECT_THAT(html, HasSubstr("</html>"));
  // What the service has no rows of has no part.
  EXPECT_THAT(html, Not(HasSubstr("id=\"statsbidrag\"")));
  EXPECT_THAT(html, Not(HasSubstr("id=\"forandring\"")));
}

TEST(ReportCommandTest, ItsTablesCanBeToldByCostType) {
  FakePrognosd service;
  service.forecast.Store(WithTypesOfVuxen(ExampleForecast()));
  const std::string plain = service.Run({"rapport", "--ar", "2022", "--ut", "-"}).out;
  EXPECT_FALSE(service.forecast.CompareForecasts_.requests.back().by_type());
  EXPECT_THAT(plain, Not(HasSubstr("varav Personal")));
  const std::string by_type = service.Run({"rapport", "--ar", "2022", "--ut", "-", "--varav"}).out;
  EXPECT_TRUE(service.forecast.CompareForecasts_.requests.back().by_type());
  // In the first table and in the driftredovisning.
  const size_t operating = by_type.find("<section id=\"driftredovisning\">");
  EXPECT_LT(by_type.find("varav Personal"), operating);
  EXPECT_LT(by_type.find("varav Lokaler", operating), by_type.find("</section>", operating));
}

TEST(ReportCommandTest, AnAppendixTellsHowCloseTheModelsWouldHaveComeAtTheSameRoundBefore) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  v1::BacktestResponse page, end;
  *page.mutable_page()->mutable_rows() = ExampleEvaluation().rows();
  *page.mutable_page()->mutable_summaries() = ExampleEvaluation().evaluation().summaries();
  *end.mutable_evaluation() = ExampleEvaluation().evaluation();
  service.evaluation.streams = {{page, end}};
  const std::string html = service.Run({"rapport", "--ar", "2022", "--omgang", "host", "--ut", "-"}).out;
  ASSERT_EQ(service.evaluation.requests.size(), 1u);
  const v1::BacktestRequest& request = service.evaluation.requests[0];
  EXPECT_THAT(request.rounds(), testing::ElementsAre(v1::ROUND_AUTUMN));
  EXPECT_EQ(request.last_year(), 2021);  // Nothing of the year that is forecast.
  EXPECT_FALSE(request.store());
  const size_t appendix = html.find("<section id=\"modeller\">");
  ASSERT_NE(appendix, std::string::npos);
  EXPECT_THAT(html.substr(appendix), HasSubstr("förra årets"));
  EXPECT_THAT(html.substr(appendix), HasSubstr("höll i 50, 75 och 88 % av 16"));
}

TEST(ReportCommandTest, OfABokslutAndBeforeThereAreYearsThereIsNoSuchAppendix) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  const Outcome early = service.Run({"rapport", "--ar", "2022", "--ut", "-"});  // The service has no year to measure.
  EXPECT_EQ(early.exit_code, 0) << early.err;
  EXPECT_THAT(early.out, Not(HasSubstr("id=\"modeller\"")));
  v1::Forecast outcome = ExampleForecast();
  outcome.set_round(v1::ROUND_YEAR_END);
  service.forecast.Store(outcome);
  service.evaluation.requests.clear();
  service.Run({"rapport", "--ar", "2022", "--ut", "-"});
  EXPECT_EQ(service.evaluation.requests.size(), 0u);
}

TEST(ReportCommandTest, StandardOutputTakesItTooAndWhatCannotBeWrittenIsTold) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  const Outcome out = service.Run({"rapport", "--ar", "2022", "--ut", "-", "--sprak", "en"});
  EXPECT_THAT(out.out, HasSubstr("<html lang=\"en\">"));
  const Outcome nowhere = service.Run({"rapport", "--ar", "2022", "--ut", "/nix/rapport.html"});
  EXPECT_EQ(nowhere.exit_code, 1);
  EXPECT_THAT(nowhere.err, HasSubstr("kan inte skriva filen /nix/rapport.html"));
  EXPECT_EQ(service.Run({"rapport", "--ar", "2022"}).exit_code, 2);
}

TEST(ReportCommandTest, TheWorkbookIsAFileOfItsOwnWithOrWithoutThePage) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  const TemporaryFolder folder;
  const std::string page = folder.File("rapport.html");
  const std::string workbook = folder.File("rapport.xlsx");
  const Outcome both = service.Run({"rapport", "--ar", "2022", "--ut", page, "--xlsx", workbook});
  EXPECT_EQ(both.exit_code, 0) << both.err;
  EXPECT_THAT(both.out, HasSubstr("Arbetsboken är skriven till " + workbook));
  EXPECT_THAT(ContentOfFile(page), HasSubstr("</html>"));
  EXPECT_EQ(ContentOfFile(workbook).substr(0, 4), "PK\x03\x04");
  const Outcome alone = service.Run({"rapport", "--ar", "2022", "--xlsx", "-"});
  EXPECT_EQ(alone.out, ContentOfFile(workbook));
  const Outcome nowhere = service.Run({"rapport", "--ar", "2022", "--xlsx", "/nix/rapport.xlsx"});
  EXPECT_EQ(nowhere.exit_code, 1);
  EXPECT_THAT(nowhere.err, HasSubstr("kan inte skriva filen /nix/rapport.xlsx"));
  const Outcome none = service.Run({"rapport", "--ar", "2022"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("--xlsx"));
}

}  // namespace
}  // namespace prognos::client
