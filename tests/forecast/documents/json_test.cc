#include "forecast/documents/json.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/documents/example_document.h"

namespace prognos::documents {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using ::testing::HasSubstr;

// Read by another implementation, which refuses what is not JSON.
Struct Parsed(const std::string& json) {
  Struct parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &parsed);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << json;
  return parsed;
}

const Value& In(const Struct& object, const std::string& name) { return object.fields().at(name); }
const Value& In(const Value& value, const std::string& name) { return In(value.struct_value(), name); }
const Value& At(const Value& value, int index) { return value.list_value().values(index); }

Value Block(int index) { return At(In(Parsed(RenderJson(ExampleDocument(), Language::kSwedish)), "blocks"), index); }
Value CellOf(const Value& table, int row, const std::string& column) {
  return In(In(At(In(table, "rows"), row), "cells"), column);
}

TEST(JsonTest, BlocksComeInOrderWithTheirKind) {
  const Struct document = Parsed(RenderJson(ExampleDocument(), Language::kSwedish));
  EXPECT_EQ(In(document, "language").string_value(), "sv");
  std::vector<std::string> types;
  for (const Value& block : In(document, "blocks").list_value().values()) {
    types.push_back(In(block, "type").string_value());
  }
  EXPECT_THAT(types,
              testing::ElementsAre("heading", "table", "notes", "heading", "list", "table", "chart", "paragraphs"));
  EXPECT_EQ(In(Block(0), "text").string_value(), "Exempelby · \"höst\"");
}

TEST(JsonTest, AnAmountIsANumberAsShownAndExactInOre) {
  const Value deviation = CellOf(Block(1), 0, "deviation");
  EXPECT_EQ(In(deviation, "value").number_value(), -4641.0);
  EXPECT_EQ(In(deviation, "unit").string_value(), "tkr");
  EXPECT_EQ(In(deviation, "ore").number_value(), -464064000.0);
  const Value interval = CellOf(Block(1), 0, "interval");
  EXPECT_EQ(In(In(interval, "low"), "value").number_value(), -5641.0);
  EXPECT_EQ(In(In(interval, "high"), "ore").number_value(), -364064000.0);
  const Value volume = CellOf(Block(5), 0, "volume");
  EXPECT_EQ(In(volume, "value").number_value(), 1312.4);
  EXPECT_EQ(In(volume, "thousandths").number_value(), 1312449.0);
}

// A double holds no odd number of öre beyond 2^53; the text must.
TEST(JsonTest, NoOreIsLost) {
  Table table;
  table.columns = {{"a", {}, ColumnKind::kAmount}};
  table.rows = {{{{RoundedAmount(999'999'999'999'999'999, Kronor())}}}};
  EXPECT_THAT(RenderJson({{table}}, Language::kSwedish),
              HasSubstr("{\"value\": 9999999999999999.99, \"unit\": \"kr\", \"ore\": 999999999999999999}"));
}

TEST(JsonTest, RowsKnowTheirLevelTheirNotesAndTheirAlarms) {
  const Value rows = In(Block(1), "rows");
  EXPECT_EQ(In(At(rows, 1), "level").number_value(), 1.0);
  EXPECT_EQ(At(In(At(rows, 0), "notes"), 0).number_value(), 1.0);
  EXPECT_EQ(At(In(At(rows, 0), "alarms"), 0).string_value(), "deviation");
  EXPECT_TRUE(In(At(rows, 2), "sum").bool_value());
  EXPECT_FALSE(In(At(rows, 1), "sum").bool_value());
  EXPECT_EQ(At(In(Block(2), "notes"), 0).struct_value().fields().at("text").string_value(),
            "Barn; unga: kort historik");
}

TEST(JsonTest, OtherCellsAreNumbersMonthsAndTexts) {
  const Value table = Block(5);
  EXPECT_EQ(CellOf(table, 0, "month").string_value(), "2022-03");
  EXPECT_EQ(In(CellOf(table, 0, "span"), "last").string_value(), "2022-08");
  EXPECT_EQ(CellOf(table, 0, "count").number_value(), 1512.0);
  EXPECT_EQ(In(CellOf(table, 0, "hits"), "of").number_value(), 4.0);
  EXPECT_EQ(At(CellOf(table, 0, "shares"), 1).number_value(), 3.0);
  EXPECT_EQ(CellOf(table, 0, "error").number_value(), 12.25);
  EXPECT_EQ(CellOf(table, 1, "ratio").number_value(), 250.0);
  EXPECT_EQ(CellOf(table, 1, "volume").kind_case(), Value::kNullValue);
  EXPECT_EQ(CellOf(table, 1, "span").kind_case(), Value::kNullValue);  // The row ends before it.
  EXPECT_EQ(CellOf(Block(1), 0, "risk").number_value(), 0.9912);
}

TEST(JsonTest, ChartsTellOnlyWhatIsKnownOfAMonth) {
  const Value points = In(Block(6), "points");
  EXPECT_EQ(In(At(points, 0), "month").string_value(), "2022-01");
  EXPECT_EQ(In(At(points, 0), "actual").number_value(), 100.0);
  EXPECT_EQ(At(points, 0).struct_value().fields().count("expected"), 0u);
  EXPECT_EQ(In(At(points, 1), "high").number_value(), 125.0);
}

TEST(JsonTest, ControlCharactersAndWhatIsNotFiniteStayJson) {
  Table table;
  table.columns = {{"a", {"\n\t\\"}}, {"b", {}}};
  table.rows = {{{{std::string("a\x01\"")}, {Percent{std::numeric_limits<double>::quiet_NaN()}}}}};
  const Struct parsed = Parsed(RenderJson({{table}}, Language::kEnglish));
  const Value read = At(In(parsed, "blocks"), 0);
  EXPECT_EQ(In(At(In(read, "columns"), 0), "heading").string_value(), "\n\t\\");
  EXPECT_EQ(CellOf(read, 0, "a").string_value(), "a\x01\"");
  EXPECT_EQ(CellOf(read, 0, "b").kind_case(), Value::kNullValue);
}

TEST(JsonTest, ATableTellsWhatItLeavesOut) {
  Table table = DeviationTable();
  EXPECT_THAT(RenderJson({{table}}, Language::kSwedish), testing::Not(HasSubstr("\"foot\"")));
  table.foot = "… och 1 till";
  const Value told = At(In(Parsed(RenderJson({{table}}, Language::kSwedish)), "blocks"), 0);
  EXPECT_EQ(In(told, "foot").string_value(), "… och 1 till");
}

}  // namespace
}  // namespace prognos::documents
