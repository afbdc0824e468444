#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
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
