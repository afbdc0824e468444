#include "client/manual_pages.h"

#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"
#include "tests/temporary_folder.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ManualPagesTest, EveryCommandHasAPageThatSaysHowItIsUsed) {
  const Texts& texts = TextsIn(Language::kEnglish);
  const CommandLine line(texts);
  const std::map<std::string, std::string> pages = ManualPages(line, texts);
  for (const CLI::App* command : CommandsOf(line.program())) {
    const std::string name = absl::StrCat("prognos-", command->get_name(), ".1");
    ASSERT_TRUE(pages.contains(name)) << name;
    const std::string named = absl::StrReplaceAll(absl::StrCat("prognos-", command->get_name(), "(1)"), {{"-", "\\-"}});
    EXPECT_THAT(pages.at("prognos.1"), HasSubstr(named));
  }
  EXPECT_THAT(pages.at("prognos-budget.1"), AllOf(HasSubstr(".SH SYNOPSIS"), HasSubstr("prognos budget satt")));
  EXPECT_THAT(pages.at("prognos.1"), HasSubstr("PROGNOS_ADRESS"));
  EXPECT_EQ(pages.at("prognos-next-year.1"), ".so man1/prognos-nasta-ar.1\n");
}

TEST(ManualPagesTest, TheyAreWrittenIntoAFolderAndGroffHasNothingToSay) {
  const TemporaryFolder folder;
  FakePrognosd service;
  ASSERT_EQ(service.Run({"__man", folder.File("man1")}).exit_code, 0);
  if (std::system("command -v groff >/dev/null") != 0) GTEST_SKIP() << "groff is not installed";
  const std::string said = folder.File("said");
  // Those that only lead to another page, man reads itself.
  EXPECT_EQ(std::system(absl::StrCat("cd ", folder.path(),
                                     " && grep -L '^[.]so' man1/*.1 | xargs groff -k -man -Tutf8 -ww -z 2> ", said)
                            .c_str()),
            0);
  std::ostringstream text;
  text << std::ifstream(said).rdbuf();
  EXPECT_THAT(text.str(), IsEmpty());
}

}  // namespace
}  // namespace prognos::client
