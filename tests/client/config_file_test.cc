#include "client/config_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/temporary_folder.h"

namespace prognos::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

const Texts& ConfigTexts() { return TextsIn(Language::kSwedish); }

class ConfigFileTest : public ::testing::Test {
 protected:
  void Write(const std::string& text) { std::ofstream(path_) << text; }
  std::string Content() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  absl::StatusOr<SettingTexts> Read() const { return ReadConfigFile(path_, "/home/eva", ConfigTexts()); }
  absl::StatusOr<bool> Change(SettingName name, const std::string& value) const {
    return ChangeConfigFile(path_, KindOf(name), value, ConfigTexts());
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.File("config.toml");
};

TEST_F(ConfigFileTest, KeysAreReadInEitherLanguageAndPathsMadeWhole) {
  Write("adress = \"a:1\"\norganization = \"exempelby\"\ntls = true\ntoken-fil = \"~/token\"\ntls-ca = \"ca.crt\"\n");
  const absl::StatusOr<SettingTexts> settings = Read();
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_THAT(*settings, ElementsAre(Pair(SettingName::kAddress, "a:1"), Pair(SettingName::kOrganization, "exempelby"),
                                     Pair(SettingName::kTls, "ja"), Pair(SettingName::kTlsCa, folder_.File("ca.crt")),
                                     Pair(SettingName::kTokenFile, "/home/eva/token")));
}

TEST_F(ConfigFileTest, WithoutAFileNothingIsSaid) { EXPECT_THAT(Read().value(), IsEmpty()); }

TEST_F(ConfigFileTest, FaultsAreToldWithTheirLine) {
  Write("# min fil\nadres = \"a:1\"\n");
  EXPECT_THAT(std::string(Read().status().message()),
              HasSubstr("config.toml, rad 2: ”adres” är ingen inställning; menade du ”adress”?"));
  Write("adress = 7443\n");
  EXPECT_THAT(std::string(Read().status().message()), HasSubstr("rad 1: adress ska vara en text"));
  Write("adress = \"a:1\"\naddress = \"b:1\"\n");
  EXPECT_THAT(std::string(Read().status().message()), HasSubstr("står två gånger"));
  Write("\n\nadress = \n");
  EXPECT_THAT(std::string(Read().status().message()), HasSubstr("rad 3: "));
}

TEST_F(ConfigFileTest, AChangeLeavesCommentsAndOtherLinesAlone) {
  Write("# min fil\nadress = \"a:1\"  # vid tjänsten\n\norganisation = \"x\"\n");
  ASSERT_TRUE(Change(SettingName::kOrganization, "by \"ett\"").value());
  EXPECT_THAT(Content(), ::testing::StartsWith("# min fil\nadress = \"a:1\"  # vid tjänsten\n\norganisation = "));
  EXPECT_EQ(Read()->at(SettingName::kOrganization), "by \"ett\"");
  ASSERT_TRUE(Change(SettingName::kTls, "ja").value());
  EXPECT_THAT(Content(), HasSubstr("\ntls = true\n"));
  ASSERT_TRUE(Change(SettingName::kOrganization, "").value());
  EXPECT_EQ(Content(), "# min fil\nadress = \"a:1\"  # vid tjänsten\n\ntls = true\n");
  EXPECT_FALSE(Change(SettingName::kOrganization, "").value());
}

// It opens like a file, and would read as one without settings.
TEST_F(ConfigFileTest, AFolderInItsPlaceIsTold) {
  std::filesystem::create_directory(path_);
  EXPECT_THAT(std::string(Read().status().message()), HasSubstr("kan inte läsas"));
}

TEST_F(ConfigFileTest, WhateverATextHoldsItStaysOnItsLine) {
  ASSERT_TRUE(Change(SettingName::kOrganization, "rad \"1\"\nrad\\2 'åäö'").value());
  EXPECT_EQ(Content(), "organisation = \"rad \\\"1\\\"\\nrad\\\\2 'åäö'\"\n");
  EXPECT_EQ(Read()->at(SettingName::kOrganization), "rad \"1\"\nrad\\2 'åäö'");
}

TEST_F(ConfigFileTest, AFaultyFileIsNotChanged) {
  Write("adres = \"a:1\"\n");
  EXPECT_FALSE(Change(SettingName::kLanguage, "en").ok());
  EXPECT_EQ(Content(), "adres = \"a:1\"\n");
}

TEST_F(ConfigFileTest, ItIsMadeWithItsFolderForTheUserAlone) {
  path_ = folder_.File("a/b/config.toml");
  ASSERT_TRUE(Change(SettingName::kLanguage, "en").value());
  EXPECT_EQ(Content(), "sprak = \"en\"\n");
  EXPECT_EQ(std::filesystem::status(path_).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(ConfigFileTest, ALinkStaysALink) {
  const std::string kept = folder_.File("kept.toml");
  std::ofstream(kept) << "sprak = \"sv\"\n";
  std::filesystem::create_symlink(kept, path_);
  ASSERT_TRUE(Change(SettingName::kLanguage, "en").value());
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
  EXPECT_EQ(Content(), "sprak = \"en\"\n");
}

TEST(ConfigPathTest, FollowsTheBaseDirectories) {
  std::map<std::string, std::string> variables = {{"HOME", "/home/eva"}};
  const auto variable = [&](const std::string& name) {
    return variables.contains(name) ? std::optional<std::string>(variables[name]) : std::nullopt;
  };
  EXPECT_EQ(ConfigPath(variable), "/home/eva/.config/prognos/config.toml");
  variables["XDG_CONFIG_HOME"] = "/etc/eva";
  EXPECT_EQ(ConfigPath(variable), "/etc/eva/prognos/config.toml");
  variables["XDG_CONFIG_HOME"] = "not/absolute";
  EXPECT_EQ(ConfigPath(variable), "/home/eva/.config/prognos/config.toml");
  variables.clear();
  EXPECT_EQ(ConfigPath(variable), "");
}

}  // namespace
}  // namespace prognos::client
