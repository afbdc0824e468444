#include "forecast/base/unit.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>

#include "forecast/base/amount.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

TEST(UnitTest, AKronaHasAHundredOreAndAVolumeAThousandThousandths) {
  EXPECT_EQ(kMoneyUnit.Wholes(12'345), 123.45);
  EXPECT_EQ(kVolumeUnit.Wholes(31'125), 31.125);
  EXPECT_EQ(kMoneyUnit.Parts(1.5), 150.0);
  EXPECT_EQ(kVolumeUnit.RoundedParts(0.0315), 32);  // 31.5 thousandths.
  EXPECT_EQ(kMoneyUnit.RoundedParts(-0.125), -13);  // 12.5 öre.
  EXPECT_EQ(kOrePerThousandKronor, 100'000);
}

TEST(UnitTest, APartHasTheDecimalsOfItsUnit) {
  EXPECT_EQ(kMoneyUnit.Decimals(), 2);
  EXPECT_EQ(kVolumeUnit.Decimals(), 3);
  EXPECT_EQ(Unit{}.Decimals(), 0);
}

// A double holds whole öre exactly up to 2^53, which is beyond the largest amount, 10^15.
TEST(UnitTest, EveryOreSurvivesTheWayThroughKronor) {
  for (int64_t ore = 1; ore <= kMaxAmountOre; ore = ore * 3 + 1) {
    ASSERT_EQ(kMoneyUnit.RoundedParts(kMoneyUnit.Wholes(static_cast<double>(ore))), ore);
    ASSERT_EQ(kMoneyUnit.RoundedParts(kMoneyUnit.Wholes(static_cast<double>(-ore))), -ore);
  }
}

// So that a unit which counts in other parts is added in one place.
TEST(UnitTest, NoOtherSourceDecidesHowManyPartsAWholeHas) {
  const std::regex decides(R"(\b1000(\.0)? : 100\b|/ 1000?\.0\b|\b100'000;)");
  const std::filesystem::path root = std::filesystem::path(__FILE__).parent_path() / "../../..";
  int files = 0;
  for (const char* folder : {"forecast", "client", "data/example"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::filesystem::path& path = entry.path();
      if ((path.extension() != ".cc" && path.extension() != ".h") || path.filename() == "unit.h") continue;
      ++files;
      std::ifstream file(path);
      for (std::string line; std::getline(file, line);) {
        EXPECT_FALSE(std::regex_search(line, decides)) << path << ": " << line << "\ntake base/unit.h";
      }
    }
  }
  EXPECT_GT(files, 100);
}

}  // namespace
}  // namespace prognos
