#include "client/message_json.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <string>

#include "client/command_line.h"
#include "client/json_answers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prognos/v1/forecast.pb.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

TEST(MessageJsonTest, AmountsAreNumbersInOreAndIdsStandBesideNames) {
  v1::Actual actual;
  actual.set_series("organizations/exempelby/series/vuxen.cost");
  actual.set_month("2022-08");
  actual.set_amount_ore(9007199254740993);  // More than a double holds.
  const std::string json = MessageJson({&actual});
  EXPECT_THAT(json, HasSubstr("\"series\": \"organizations/exempelby/series/vuxen.cost\",\n"
                              "  \"series_id\": \"vuxen.cost\""));
  EXPECT_THAT(json, HasSubstr("\"amount_ore\": 9007199254740993"));
}

TEST(MessageJsonTest, EveryFieldIsThereAndWhatIsAbsentIsNull) {
  v1::ForecastLine line;
  const std::string json = MessageJson({&line});
  EXPECT_THAT(json, HasSubstr("\"budget\": null"));
  EXPECT_THAT(json, HasSubstr("\"measure\": null"));  // Unspecified.
  EXPECT_THAT(json, HasSubstr("\"months\": []"));
  line.set_budget(0);
  line.set_measure(v1::MEASURE_NET);
  EXPECT_THAT(MessageJson({&line}), HasSubstr("\"budget\": 0"));
  EXPECT_THAT(MessageJson({&line}), HasSubstr("\"measure\": \"net\""));
}

TEST(MessageJsonTest, MomentsAreTextsAndTextsAreEscaped) {
  v1::Forecast forecast;
  forecast.mutable_create_time()->set_seconds(0);
  forecast.set_organization_display_name("Nämnden \"A\"\n\\");
  const std::string json = MessageJson({&forecast});
  EXPECT_THAT(json, HasSubstr("\"create_time\": \"1970-01-01T00:00:00Z\""));
  google::protobuf::Struct read;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &read).ok()) << json;
  EXPECT_EQ(read.fields().at("organization_display_name").string_value(), forecast.organization_display_name());
}

// A command that is added must say what it prints, and a schema belongs to a command that there is.
TEST(MessageJsonTest, EveryCommandSaysWhatItPrints) {
  const CommandLine line(TextsIn(Language::kSwedish));
  const std::map<std::string, JsonAnswer> answers = JsonAnswers();
  std::vector<std::string> told;
  for (const auto& [path, answer] : answers) told.push_back(path);
  for (const auto* list : {&CommandsWithTablesOnly(), &CommandsWithoutJson()}) {
    told.insert(told.end(), list->begin(), list->end());
  }
  std::vector<std::string> commands;
  VisitCommands(line.program(), [&](const CLI::App& command, const std::string& path) {
    commands.push_back(path);
    const bool runs = command.get_require_subcommand_min() == 0;
    EXPECT_EQ(runs, std::count(told.begin(), told.end(), path) == 1) << path;
  });
  for (const std::string& path : told) {
    const bool is_a_form = std::any_of(commands.begin(), commands.end(), [&](const std::string& command) {
      return path == command || path.rfind(command + " ", 0) == 0;
    });
    EXPECT_TRUE(is_a_form) << path;
  }
}

TEST(MessageJsonTest, EverySchemaIsJsonAndRefersToKindsThatThereAre) {
  const std::map<std::string, std::string> schemas = JsonSchemas(JsonAnswers());
  google::protobuf::Struct messages;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(schemas.at("messages.schema.json"), &messages).ok());
  const auto& kinds = messages.fields().at("$defs").struct_value().fields();
  const std::string mark = "messages.schema.json#/$defs/";
  for (const auto& [file, schema] : schemas) {
    google::protobuf::Struct read;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(schema, &read).ok()) << file;
    for (size_t at = schema.find(mark); at != std::string::npos; at = schema.find(mark, at + 1)) {
      const size_t begin = at + mark.size();
      EXPECT_TRUE(kinds.count(schema.substr(begin, schema.find('"', begin) - begin))) << file;
    }
  }
}

}  // namespace
}  // namespace prognos::client
