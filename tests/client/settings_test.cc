#include "client/settings.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::client {
namespace {

using ::testing::Eq;
using ::testing::Optional;

std::optional<std::string> NoVariable(const std::string&) { return std::nullopt; }

TEST(SettingsTest, AFlagComesBeforeTheEnvironmentAndThatBeforeTheFile) {
  const auto variable = [](const std::string& name) {
    return name == "PROGNOS_ADRESS" ? std::optional<std::string>("miljo:2") : std::nullopt;
  };
  const SettingTexts file = {{SettingName::kAddress, "fil:1"}, {SettingName::kOrganization, "filby"}};
  const SettingTexts flag = {{SettingName::kAddress, "flagga:3"}};
  EXPECT_EQ(ChooseSettings(flag, variable, file, "").TextOf(SettingName::kAddress), "flagga:3");
  EXPECT_EQ(ChooseSettings({}, variable, file, "").TextOf(SettingName::kAddress), "miljo:2");
  EXPECT_EQ(ChooseSettings({}, NoVariable, file, "").TextOf(SettingName::kAddress), "fil:1");
  EXPECT_EQ(ChooseSettings({}, NoVariable, {}, "").TextOf(SettingName::kAddress), "127.0.0.1:7443");
  EXPECT_EQ(ChooseSettings(flag, variable, file, "").TextOf(SettingName::kOrganization), "filby");
}

TEST(SettingsTest, EachValueTellsItsOrigin) {
  const ChosenSettings chosen = ChooseSettings({{SettingName::kTls, "nej"}}, NoVariable,
                                               {{SettingName::kTls, "ja"}, {SettingName::kLanguage, "en"}}, "f");
  EXPECT_EQ(chosen.Of(SettingName::kTls).origin, SettingOrigin::kOption);
  EXPECT_EQ(chosen.Of(SettingName::kTls).text, "nej");
  EXPECT_EQ(chosen.Of(SettingName::kLanguage).origin, SettingOrigin::kFile);
  EXPECT_EQ(chosen.Of(SettingName::kOrganization).origin, SettingOrigin::kUsual);
}

// An empty variable is how a shell says nothing: it must not hide the file.
TEST(SettingsTest, WhatIsEmptyCountsAsAbsent) {
  const auto empty = [](const std::string&) { return std::optional<std::string>(""); };
  EXPECT_EQ(ChooseSettings({}, empty, {{SettingName::kOrganization, "filby"}}, "").TextOf(SettingName::kOrganization),
            "filby");
}

TEST(SettingsTest, KindsStandInTheOrderOfTheirNames) {
  for (const SettingKind& kind : SettingKinds()) {
    EXPECT_EQ(&KindOf(kind.name), &kind);
    EXPECT_EQ(FindSetting(kind.key), &kind);
    EXPECT_EQ(FindSetting(kind.alias), &kind);
  }
  EXPECT_EQ(FindSetting("adres"), nullptr);
}

TEST(SettingsTest, YesAndNoAreReadAndNothingElse) {
  EXPECT_THAT(ReadYesOrNo("ja"), Optional(true));
  EXPECT_THAT(ReadYesOrNo("0"), Optional(false));
  EXPECT_THAT(ReadYesOrNo("kanske"), Eq(std::nullopt));
}

}  // namespace
}  // namespace prognos::client
