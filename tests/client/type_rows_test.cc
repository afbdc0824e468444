// Rows by cost type add up both ways as printed, whatever the amounts.
#include "client/type_rows.h"

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/forecast_tables.h"
#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/both_languages.h"

namespace prognos::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kTypeNames[] = {"", "Personal", "Placeringar", "Lokaler"};

std::string TypeNameOf(int type) { return type == 0 ? "" : absl::StrCat("organizations/o/costTypes/t", type); }

// A leaf has, of each flow, series of some types; a parent may have series of its own.
class RandomTypedForecast {
 public:
  explicit RandomTypedForecast(uint64_t seed) : generator_(seed) {
    forecast_.set_year(2022);
    forecast_.set_last_known_month("2022-08");
    forecast_.set_round(v1::ROUND_AUTUMN);
    for (int parent = 0; parent < 3; ++parent) {
      const std::string name = absl::StrCat("p", parent);
      for (int child = 0; child < 6; ++child) AddSeriesOf(absl::StrCat(name, "-", child), name);
      if (generator_.Index(2) == 0) AddSeriesOf(name, "");
    }
  }

  v1::Forecast Make() {
    AddSum("", "");
    for (int parent = 0; parent < 3; ++parent) {
      const std::string name = absl::StrCat("p", parent);
      AddSum(name, "");
      for (const v1::ForecastLine& line : series_) {
        if (line.activity() == name) *forecast_.add_lines() = line;
      }
      for (int child = 0; child < 6; ++child) {
        const std::string leaf = absl::StrCat(name, "-", child);
        AddSum(leaf, name);
        for (const v1::ForecastLine& line : series_) {
          if (line.activity() == leaf) *forecast_.add_lines() = line;
        }
      }
    }
    return forecast_;
  }

 private:
  void AddSeriesOf(const std::string& activity, const std::string& parent) {
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_REVENUE}) {
      for (int type = 0; type < 4; ++type) {
        if (generator_.Index(2) == 0) continue;
        v1::ForecastLine& line = series_.emplace_back();
        line.set_activity(activity);
        line.set_parent(parent);
        line.set_display_name(activity);
        line.set_measure(measure);
        line.set_series(absl::StrCat("organizations/o/series/", activity,
                                     measure == v1::MEASURE_COST ? ".cost" : ".revenue", type == 0 ? "" : ".t", type));
        line.set_cost_type(TypeNameOf(type));
        line.set_cost_type_display_name(kTypeNames[type]);
        line.set_budget(generator_.Index(40) * 25'000 + generator_.Index(7));
        line.set_known_amount(generator_.Index(4) == 0 ? 0 : generator_.Index(400'000));
        line.set_full_year(line.known_amount() + generator_.Index(300'000));
        SetDeviation(line);
      }
    }
  }

  static void SetDeviation(v1::ForecastLine& line) {
    const int sign = line.measure() == v1::MEASURE_REVENUE ? -1 : 1;
    line.set_deviation(sign * (line.budget() - line.full_year()));
    line.set_budget_to_date(line.budget() / 12 * 8);
  }

  bool IsBelow(const v1::ForecastLine& line, const std::string& activity) const {
    return activity.empty() || line.activity() == activity || line.parent() == activity;
  }

  void AddSum(const std::string& activity, const std::string& parent) {
    std::set<std::string> types;
    for (const v1::ForecastLine& line : series_) {
      if (IsBelow(line, activity)) types.insert(line.cost_type());
    }
    const bool has_types = types.size() > 1 || (types.size() == 1 && !types.begin()->empty());
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_REVENUE, v1::MEASURE_NET}) {
      AddLineOf(activity, parent, measure, std::nullopt, *forecast_.mutable_lines());
      if (!has_types) continue;
      for (int type = 1; type <= 4; ++type) {
        AddLineOf(activity, parent, measure, type % 4, *forecast_.mutable_lines_by_type());
      }
    }
  }

  // Of all types, or of one.
  void AddLineOf(const std::string& activity, const std::string& parent, v1::Measure measure, std::optional<int> type,
                 google::protobuf::RepeatedPtrField<v1::ForecastLine>& lines) {
    v1::ForecastLine sum;
    bool any = false;
    for (const v1::ForecastLine& line : series_) {
      if (!IsBelow(line, activity) || (type.has_value() && line.cost_type() != TypeNameOf(*type))) continue;
      if (measure != v1::MEASURE_NET && line.measure() != measure) continue;
      any = true;
      const int sign = measure == v1::MEASURE_NET && line.measure() == v1::MEASURE_REVENUE ? -1 : 1;
      sum.set_budget(sum.budget() + sign * line.budget());
      sum.set_known_amount(sum.known_amount() + sign * line.known_amount());
      sum.set_full_year(sum.full_year() + sign * line.full_year());
    }
    if (!any && (type.has_value() || !activity.empty())) return;
    sum.set_activity(activity);
    sum.set_parent(parent);
    sum.set_display_name(activity);
    sum.set_measure(measure);
    SetDeviation(sum);
    if (type.has_value()) {
      sum.set_cost_type(TypeNameOf(*type));
      sum.set_cost_type_display_name(kTypeNames[*type]);
      sum.set_by_type(true);
    }
    *lines.Add() = sum;
  }

  RandomGenerator generator_;
  std::vector<v1::ForecastLine> series_;
  v1::Forecast forecast_;
};

const std::vector<int64_t>& ColumnOf(const PrintedColumns& columns, int which) {
  const std::vector<int64_t>* all[] = {&columns.budget, &columns.known, &columns.forecast, &columns.deviation,
                                       &columns.deviation_to_date};
  return *all[which];
}

TEST(TypeRowsTest, TheTypesOfARowAreTheRowAsPrinted) {
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    const v1::Forecast forecast = RandomTypedForecast(seed).Make();
    const std::vector<ForecastRow> rows = RowsOf(forecast, Sv());
    const TypeRows parts = TypeRowsOf(forecast, rows, Sv());
    for (const Measure measure : {Measure::kCost, Measure::kRevenue, Measure::kNet}) {
      const PrintedColumns whole = RoundColumns(rows, measure);
      const PrintedColumns printed = RoundTypeColumns(parts, rows, measure);
      for (int which = 0; which < 5; ++which) {
        std::map<int, int64_t> sums;
        for (size_t at = 0; at < parts.rows.size(); ++at) sums[parts.rows[at].parent] += ColumnOf(printed, which)[at];
        ASSERT_FALSE(sums.empty());
        for (const auto& [row, sum] : sums) {
          EXPECT_EQ(sum, ColumnOf(whole, which)[static_cast<size_t>(row)])
              << "seed " << seed << ", column " << which << ", " << rows[static_cast<size_t>(row)].display_name;
        }
      }
    }
  }
}

TEST(TypeRowsTest, ATypesActivitiesAreItsSumAsPrintedAndNearTheTruth) {
  for (uint64_t seed = 31; seed <= 60; ++seed) {
    const v1::Forecast forecast = RandomTypedForecast(seed).Make();
    const std::vector<ForecastRow> rows = RowsOf(forecast, Sv());
    const TypeRows parts = TypeRowsOf(forecast, rows, Sv());
    const PrintedColumns printed = RoundTypeColumns(parts, rows, Measure::kCost);
    std::map<std::string, int64_t> leaves;
    for (size_t at = 0; at < parts.rows.size(); ++at) {
      if (parts.rows[at].is_leaf) leaves[parts.types[at]] += printed.forecast[at];
    }
    for (size_t at = 0; at < parts.rows.size(); ++at) {
      if (parts.rows[at].parent != 0) continue;
      // Leaves without any type are all in the rest.
      if (!parts.types[at].empty()) {
        EXPECT_EQ(printed.forecast[at], leaves[parts.types[at]]) << seed;
      }
      const int64_t exact = parts.rows[at].cost.has_value() ? parts.rows[at].cost->full_year : 0;
      EXPECT_LT(std::abs(printed.forecast[at] * kOrePerThousandKronor - exact), 3 * kOrePerThousandKronor) << seed;
    }
  }
}

// 400 + 300 + 300 kronor are 1 tkr; the type with nothing stays nothing.
TEST(TypeRowsTest, ATypeWithNothingPrintsNothing) {
  v1::Forecast forecast;
  const auto add = [](const std::string& activity, const std::string& type, int64_t kronor,
                      google::protobuf::RepeatedPtrField<v1::ForecastLine>& lines) {
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
      v1::ForecastLine& line = *lines.Add();
      line.set_activity(activity);
      line.set_display_name(activity);
      line.set_measure(measure);
      line.set_full_year(kronor * kMoneyUnit.parts_per_whole);
      line.set_cost_type(type);
      line.set_cost_type_display_name(type);
    }
  };
  add("", "", 1000, *forecast.mutable_lines());
  add("vuxen", "", 1000, *forecast.mutable_lines());
  for (const char* activity : {"", "vuxen"}) {
    add(activity, "personal", 400, *forecast.mutable_lines_by_type());
    add(activity, "lokaler", 600, *forecast.mutable_lines_by_type());
    add(activity, "kapital", 0, *forecast.mutable_lines_by_type());
  }
  const std::vector<ForecastRow> rows = RowsOf(forecast, Sv());
  const TypeRows parts = TypeRowsOf(forecast, rows, Sv());
  std::vector<std::string> names;
  for (const ForecastRow& row : parts.rows) names.push_back(row.display_name);
  EXPECT_THAT(names, ElementsAre("varav personal", "varav lokaler", "varav kapital", "varav personal", "varav lokaler",
                                 "varav kapital"));
  EXPECT_THAT(RoundTypeColumns(parts, rows, Measure::kNet).forecast, ElementsAre(0, 1, 0, 0, 1, 0));
}

TEST(TypeRowsTest, ABudgetThatIsNotToldApartIsSaidInASentence) {
  v1::Forecast forecast = RandomTypedForecast(7).Make();
  for (v1::ForecastLine& line : *forecast.mutable_lines_by_type()) {
    line.clear_budget();
    line.clear_budget_to_date();
    line.clear_deviation();
  }
  for (v1::ForecastLine& line : *forecast.mutable_lines()) {
    if (!line.series().empty() && !line.cost_type().empty()) line.clear_budget();
  }
  const documents::Document document = ForecastDocument(forecast, {.by_type = true}, {}, Sv());
  bool said = false;
  for (const documents::Block& block : document.blocks) {
    const auto* paragraphs = std::get_if<documents::Paragraphs>(&block);
    if (paragraphs == nullptr) continue;
    for (const std::string& text : paragraphs->texts) said |= absl::StrContains(text, "inte uppdelad på kostnadsslag");
  }
  EXPECT_TRUE(said);
}

TEST(TypeRowsTest, AForecastWithoutTypesHasTheSameTableAndSaysSo) {
  v1::Forecast forecast;
  v1::ForecastLine& line = *forecast.add_lines();
  line.set_measure(v1::MEASURE_NET);
  line.set_full_year(100'000);
  EXPECT_EQ(ForecastTable(forecast, Sv(), true).rows.size(), ForecastTable(forecast, Sv()).rows.size());
  const documents::Document document = ForecastDocument(forecast, {.by_type = true}, {}, Sv());
  EXPECT_THAT(std::get<documents::Paragraphs>(document.blocks.at(2)).texts.at(0), HasSubstr("inga kostnadsslag"));
}

}  // namespace
}  // namespace prognos::client
