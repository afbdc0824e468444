#include "forecast/models/catalog.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace prognos::models {
namespace {

TEST(CatalogTest, EveryNameIsFoundOnceAndNoOtherIs) {
  std::set<std::string> names;
  for (const auto& model : Catalog()) {
    EXPECT_TRUE(names.insert(std::string(model->name())).second) << model->name();
    EXPECT_EQ(FindModel(model->name()), model.get());
  }
  EXPECT_EQ(FindModel("no-such-model"), nullptr);
}

TEST(CatalogTest, TheHumanRulesAreAllThere) {
  for (const char* name : {"run-rate", "last-years-share", "seasonal-naive", "rolling-twelve", "remaining-budget"}) {
    EXPECT_NE(FindModel(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace prognos::models
