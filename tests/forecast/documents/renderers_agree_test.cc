// The same document in every format has the same numbers.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <random>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "forecast/documents/csv.h"
#include "forecast/documents/json.h"
#include "forecast/documents/table_tree.h"
#include "forecast/documents/terminal.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

// A tree of random amounts in tkr that add up, with an interval beside each.
Table RandomTable(std::mt19937_64& random) {
  const auto ore = [&] { return static_cast<int64_t>(random() % 20'000'000'001) - 10'000'000'000; };
  Table table;
  table.columns = {{"name", {"Namn"}},
                   {"amount", {"Belopp"}, ColumnKind::kAmount},
                   {"interval", {"Intervall"}, ColumnKind::kInterval}};
  for (int i = 0; i < 12; ++i) {
    const Interval interval = {RoundedAmount(ore(), Tkr(), Sign::kAlways), RoundedAmount(ore(), Tkr(), Sign::kAlways)};
    table.rows.push_back({{{"rad"}, {RoundedAmount(ore(), Tkr())}, {interval}}, i % 3});
  }
  table.rows.push_back({{{"summa"}, {RoundedAmount(0, Tkr())}, {NoValue()}}, 0, true});
  RoundDownTheTree(table, 1);
  return table;
}

using Rows = std::vector<std::vector<std::string>>;

// "−1 234 … +5" -> -1234, 5.
Rows NumbersOfTerminal(const Table& table) {
  Rows rows;
  const std::string text = absl::StrReplaceAll(RenderTerminal(table, {}), {{"\u00a0", ""}, {"\u2212", "-"}, {"+", ""}});
  std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  lines.erase(lines.begin());
  for (const std::string& line : lines) {
    std::vector<std::string> numbers;
    for (const absl::string_view word : absl::StrSplit(line, ' ', absl::SkipEmpty())) {
      if (word != "rad" && word != "summa" && word != "…" && word != "–") numbers.emplace_back(word);
    }
    rows.push_back(numbers);
  }
  return rows;
}

Rows NumbersOfCsv(const Table& table) {
  Rows rows;
  std::vector<std::string> lines = absl::StrSplit(RenderCsv(table, Language::kSwedish), '\n', absl::SkipEmpty());
  lines.erase(lines.begin());
  for (const std::string& line : lines) {
    std::vector<std::string> fields = absl::StrSplit(line, ';', absl::SkipEmpty());
    fields.erase(fields.begin());
    fields.resize(fields.size() - 2);  // Level and kind.
    rows.push_back(fields);
  }
  return rows;
}

Rows NumbersOfJson(const Table& table) {
  google::protobuf::Struct parsed;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(RenderJson({{table}}, Language::kSwedish), &parsed).ok());
  const auto number = [](const google::protobuf::Value& amount) {
    return absl::StrCat(static_cast<int64_t>(amount.struct_value().fields().at("value").number_value()));
  };
  Rows rows;
  const auto& block = parsed.fields().at("blocks").list_value().values(0).struct_value().fields();
  for (const auto& row : block.at("rows").list_value().values()) {
    const auto& cells = row.struct_value().fields().at("cells").struct_value().fields();
    std::vector<std::string> numbers = {number(cells.at("amount"))};
    const auto& interval = cells.at("interval");
    if (interval.has_struct_value()) {
      numbers.push_back(number(interval.struct_value().fields().at("low")));
      numbers.push_back(number(interval.struct_value().fields().at("high")));
    }
    rows.push_back(numbers);
  }
  return rows;
}

TEST(RenderersAgreeTest, TheSameNumbersStandInEveryFormatAndAddUp) {
  std::mt19937_64 random(7);
  for (int trial = 0; trial < 50; ++trial) {
    const Table table = RandomTable(random);
    const Rows terminal = NumbersOfTerminal(table);
    ASSERT_EQ(terminal.size(), 13u);
    ASSERT_EQ(terminal[0].size(), 3u);
    EXPECT_EQ(terminal, NumbersOfCsv(table));
    EXPECT_EQ(terminal, NumbersOfJson(table));
    EXPECT_TRUE(AddsUp(table, 1));
  }
}

}  // namespace
}  // namespace prognos::documents
