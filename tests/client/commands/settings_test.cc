#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"
#include "tests/temporary_folder.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

class SettingsCommandTest : public ::testing::Test {
 protected:
  SettingsCommandTest() { service_.variables["XDG_CONFIG_HOME"] = home_.File("config"); }

  TemporaryFolder home_;
  FakePrognosd service_;
};

// A flag counts before the environment, and that before the file; each tells where it comes from.
TEST_F(SettingsCommandTest, WhatIsSetHoldsForOtherCommandsUnlessEnvironmentOrFlagSayOtherwise) {
  EXPECT_EQ(service_.Run({"installningar", "satt", "adress", "fil:1"}).exit_code, 0);
  EXPECT_EQ(service_.Run({"installningar", "satt", "organisation", "filby"}).exit_code, 0);
  service_.Run({"organisation", "visa"});
  EXPECT_EQ(service_.asked_address, "fil:1");
  EXPECT_EQ(service_.ledger.GetOrganization_.requests.back().name(), "organizations/filby");
  service_.variables["PROGNOS_ADRESS"] = "miljo:2";
  service_.Run({"organisation", "visa"});
  EXPECT_EQ(service_.asked_address, "miljo:2");
  EXPECT_THAT(service_.Run({"installningar"}).out, HasSubstr("miljövariabeln PROGNOS_ADRESS"));
  service_.Run({"organisation", "visa", "--adress", "flagga:3"});
  EXPECT_EQ(service_.asked_address, "flagga:3");
  EXPECT_EQ(service_.Run({"installningar", "ta-bort", "organisation"}).exit_code, 0);
  service_.Run({"organisation", "visa"});
  EXPECT_EQ(service_.ledger.GetOrganization_.requests.back().name(), "organizations/exempelby");
}

TEST_F(SettingsCommandTest, TheLanguageOfTheFileIsSpoken) {
  ASSERT_EQ(service_.Run({"installningar", "satt", "sprak", "en"}).exit_code, 0);
  EXPECT_THAT(service_.Run({"installningar"}).out,
              ::testing::AllOf(HasSubstr("Comes from"), HasSubstr("tls           no  ")));
  EXPECT_THAT(service_.Run({"installningar", "--sprak", "sv"}).out, HasSubstr("Kommer från"));
}

TEST_F(SettingsCommandTest, TlsOfTheFileIsTurnedOffByAFlag) {
  ASSERT_EQ(service_.Run({"installningar", "satt", "tls", "ja"}).exit_code, 0);
  service_.Run({"organisation", "visa"});
  EXPECT_TRUE(service_.asked_connection.tls);
  service_.Run({"organisation", "visa", "--utan-tls"});
  EXPECT_FALSE(service_.asked_connection.tls);
}

TEST_F(SettingsCommandTest, AFaultyFileIsToldWithItsLineAndHelpStillHelps) {
  ASSERT_EQ(service_.Run({"installningar", "satt", "tls", "ja"}).exit_code, 0);
  std::ofstream(home_.File("config/prognos/config.toml")) << "# min fil\nadres = \"a:1\"\n";
  const Outcome outcome = service_.Run({"lista"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("config.toml, rad 2: ”adres” är ingen inställning; menade du ”adress”?"));
  EXPECT_EQ(service_.Run({"--hjalp"}).exit_code, 0);
}

TEST_F(SettingsCommandTest, WhatIsNoSettingOrNoValueIsRefusedAndNothingKept) {
  EXPECT_THAT(service_.Run({"installningar", "satt", "adres", "a:1"}).err, HasSubstr("Menade du ”adress”?"));
  EXPECT_EQ(service_.Run({"installningar", "satt", "adress", "http://a"}).exit_code, 2);
  EXPECT_EQ(service_.Run({"installningar", "satt", "sprak", "de"}).exit_code, 2);
  EXPECT_EQ(service_.Run({"installningar", "satt", "tls", "kanske"}).exit_code, 2);
  EXPECT_EQ(service_.Run({"installningar", "satt", "organisation", ""}).exit_code, 2);
  EXPECT_TRUE(home_.Names().empty());
}

TEST_F(SettingsCommandTest, ProgramsReadThemToo) {
  ASSERT_EQ(service_.Run({"installningar", "satt", "organisation", "filby"}).exit_code, 0);
  const std::string file = home_.File("config/prognos/config.toml");
  EXPECT_THAT(service_.Run({"installningar", "visa", "--format", "csv"}).out,
              HasSubstr("\norganisation;filby;" + file + "\n"));
  EXPECT_THAT(service_.Run({"installningar", "--format", "json"}).out, HasSubstr("\"filby\""));
}

// A setting about the service that does not hold must not keep the user from mending it.
TEST_F(SettingsCommandTest, TheyAreChangedWithoutAServiceThatCouldBeAsked) {
  service_.variables["PROGNOS_TLS_CA"] = "/finns/inte";
  service_.variables["PROGNOS_TLS"] = "ja";
  EXPECT_EQ(service_.Run({"installningar"}).exit_code, 0);
  EXPECT_EQ(service_.Run({"installningar", "satt", "organisation", "filby"}).exit_code, 0);
  EXPECT_EQ(service_.asked_address, "");
}

TEST_F(SettingsCommandTest, WithoutAHomeThereIsNoPlaceForThem) {
  service_.variables.clear();
  EXPECT_EQ(service_.Run({"installningar"}).exit_code, 0);
  EXPECT_THAT(service_.Run({"installningar", "satt", "sprak", "en"}).err, HasSubstr("HOME"));
}

}  // namespace
}  // namespace prognos::client
