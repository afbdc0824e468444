#include <cstdlib>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kActivities[] = "organizations/exempelby/activities/";

// The terms of a net that is all cost: known, and remaining, in tkr.
struct TermsTkr {
  double events = 0, timing = 0, season = 0, rest = 0, judgement = 0;
  double volume = 0, price = 0, mix = 0, volume_and_price = 0;
};

void SetTerms(const TermsTkr& tkr, v1::DeviationTerms& terms) {
  terms.set_events(Tkr(tkr.events));
  terms.set_timing(Tkr(tkr.timing));
  terms.set_season_and_trend(Tkr(tkr.season));
  terms.set_rest(Tkr(tkr.rest));
  terms.set_judgement(Tkr(tkr.judgement));
  terms.set_volume(Tkr(tkr.volume));
  terms.set_price(Tkr(tkr.price));
  terms.set_mix(Tkr(tkr.mix));
  terms.set_volume_and_price(Tkr(tkr.volume_and_price));
}

void SetExplanation(const TermsTkr& known, const TermsTkr& remaining, v1::ExplainedLine& line) {
  SetTerms(known, *line.mutable_explanation()->mutable_known());
  SetTerms(remaining, *line.mutable_explanation()->mutable_remaining());
  SetTerms(
      {known.events + remaining.events, known.timing + remaining.timing, known.season + remaining.season,
       known.rest + remaining.rest, known.judgement + remaining.judgement, known.volume + remaining.volume,
       known.price + remaining.price, known.mix + remaining.mix, known.volume_and_price + remaining.volume_and_price},
      *line.mutable_explanation()->mutable_full_year());
}

v1::ExplainedLine& AddExplained(const std::string& activity, const std::string& name, double deviation_tkr,
                                google::protobuf::RepeatedPtrField<v1::ExplainedLine>& lines) {
  v1::ExplainedLine& line = *lines.Add();
  if (!activity.empty()) line.set_activity(kActivities + activity);
  line.set_display_name(name);
  line.set_measure(v1::MEASURE_NET);
  line.set_deviation(Tkr(deviation_tkr));
  line.set_cost_deviation(Tkr(deviation_tkr));
  return line;
}

// Of ExampleForecast: -4 640,6, +814,1 and -6 168,8 are -9 995,3.
v1::ExplainForecastResponse ExampleExplanation() {
  v1::ExplainForecastResponse response;
  AddExplained("barn-ext", "Externa placeringar", -4640.6, *response.mutable_activities())
      .set_parent(std::string(kActivities) + "barn");
  SetExplanation({.season = -2000.2, .rest = -1640.3}, {.season = -1000.1}, *response.mutable_activities(0));
  AddExplained("barn-ovr", "Övrigt", 814.1, *response.mutable_activities());
  SetExplanation({.timing = 900.4, .season = 500.1}, {.timing = -900.4, .season = 314},
                 *response.mutable_activities(1));
  AddExplained("vuxen", "Vuxen", -6168.8, *response.mutable_activities());
  SetExplanation({.events = -400.3, .season = -3168.1}, {.events = -600.3, .season = -2000.1},
                 *response.mutable_activities(2));
  for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
    v1::ExplainedLine& line = AddExplained("", "", -9995.3, *response.mutable_lines());
    line.set_measure(measure);
    SetExplanation({-400.3, 900.4, -4668.2, -1640.3}, {-600.3, -900.4, -2686.2, 0}, line);
  }
  response.set_summary_text("The whole.");
  v1::DeviationReason& reason = *response.add_reasons();
  reason.set_text("Vuxen.");
  v1::Message& message = *reason.add_messages();
  message.set_id("reason.one_flow");
  const auto argument = [&message](const char* name) -> v1::Argument& {
    v1::Argument& added = *message.add_arguments();
    added.set_name(name);
    return added;
  };
  argument("name").set_text("Vuxen");
  argument("amount").set_deviation_ore(Tkr(-5168.2));
  argument("what").set_word("word.higher_costs");
  return response;
}

// The same deviations, of which Vuxen's known season and trend are volume (-1 000.4), price (-1 500.3), mix (-500.3)
// and both at once (-167.1), and the remaining ones volume (-2 000.1).
v1::ExplainForecastResponse ExplanationWithVolumes() {
  v1::ExplainForecastResponse response = ExampleExplanation();
  const TermsTkr known{
      .events = -400.3, .volume = -1000.4, .price = -1500.3, .mix = -500.3, .volume_and_price = -167.1};
  const TermsTkr remaining{.events = -600.3, .volume = -2000.1};
  SetExplanation(known, remaining, *response.mutable_activities(2));
  for (v1::ExplainedLine& line : *response.mutable_lines()) {
    TermsTkr all_known = known;
    all_known.timing = 900.4;
    all_known.season = -4668.2 + 3168.1;
    all_known.rest = -1640.3;
    TermsTkr all_remaining = remaining;
    all_remaining.timing = -900.4;
    all_remaining.season = -2686.2 + 2000.1;
    SetExplanation(all_known, all_remaining, line);
  }
  return response;
}

// The numbers of the row of a CSV table that begins with `name`.
std::vector<int> NumbersOfRow(const std::string& csv, const std::string& name) {
  for (const absl::string_view line : absl::StrSplit(csv, '\n')) {
    const std::vector<std::string> cells = absl::StrSplit(absl::StripSuffix(line, "\r"), ';');
    if (cells[0] != name) continue;
    std::vector<int> numbers;
    for (size_t i = 1; i < cells.size() && i <= 5; ++i) numbers.push_back(std::atoi(cells[i].c_str()));
    return numbers;
  }
  return {};
}

class ExplainCommandTest : public testing::Test {
 protected:
  ExplainCommandTest() {
    service_.forecast.Store(ExampleForecast());
    service_.forecast.ExplainForecast_.response = ExampleExplanation();
  }

  FakePrognosd service_;
};

TEST_F(ExplainCommandTest, RowsAndColumnsAddUpAsPrintedToTheDeviationOfEveryOtherTable) {
  const std::string csv = service_.Run({"forklara", "2022-host-1", "--format", "tabell-csv"}).out;
  std::vector<int> sum(5, 0);
  for (const char* term :
       {"Händelser som är inlagda", "Tidpunkt mot periodiseringen", "Säsong och trend", "Övrigt: enstaka månader"}) {
    const std::vector<int> row = NumbersOfRow(csv, term);
    ASSERT_EQ(row.size(), 5u) << term << csv;
    EXPECT_EQ(row[0] + row[1], row[2]) << term;  // Cost and revenue are the net.
    EXPECT_EQ(row[3] + row[4], row[2]) << term;  // What is known and what remains.
    for (size_t i = 0; i < 5; ++i) sum[i] += row[i];
  }
  EXPECT_EQ(NumbersOfRow(csv, "Avvikelse"), sum);
  EXPECT_EQ(NumbersOfRow(csv, "Tidpunkt mot periodiseringen"), (std::vector<int>{0, 0, 0, 900, -900}));
  EXPECT_THAT(csv, Not(HasSubstr("Bedömningar")));
  const std::string shown = service_.Run({"visa", "2022-host-1", "--format", "tabell-csv"}).out;
  EXPECT_EQ(sum[2], NumbersOfRow(shown, "Summa")[3]) << shown;
}

// -6 168.8, -4 640.6, +814.1: by size, whatever the sign.
TEST_F(ExplainCommandTest, ActivitiesStandByTheSizeOfTheirDeviation) {
  const std::string out = service_.Run({"forklara", "--ar", "2022", "--omgang", "host"}).out;
  EXPECT_LT(out.find("Vuxen  "), out.find("Externa placeringar"));
  EXPECT_LT(out.find("Externa placeringar"), out.find("Övrigt  "));
  EXPECT_THAT(out, AllOf(HasSubstr("Varför · Exempelby socialnämnd · höstprognos 2022"),
                         HasSubstr("Varför:\nVuxen \u22125,2\u00a0mnkr: högre kostnader än budgeterat."),
                         HasSubstr("The whole.")));  // A message that is not known stands in English.
  EXPECT_EQ(service_.forecast.ExplainForecast_.requests.at(0).name(), ExampleForecast().name());
  EXPECT_THAT(service_.Run({"explain", "2022-host-1", "--sprak", "en"}).out,
              HasSubstr("Vuxen \u22125.2\u00a0mnkr: higher costs than budgeted."));
}

// The rows of volume, price, mix and both at once stand where there are any, and everything adds up as printed.
TEST_F(ExplainCommandTest, VolumePriceAndMixAreRowsOfTheTable) {
  service_.forecast.ExplainForecast_.response = ExplanationWithVolumes();
  const std::string csv = service_.Run({"forklara", "2022-host-1", "--format", "tabell-csv"}).out;
  std::vector<int> sum(5, 0);
  for (const char* term :
       {"Händelser som är inlagda", "Tidpunkt mot periodiseringen", "Säsong och trend", "Övrigt: enstaka månader",
        "Volym: mer eller mindre än planerat", "Pris: dyrare eller billigare per enhet",
        "Sammansättning: dyra mot billiga", "Volym och pris samtidigt"}) {
    const std::vector<int> row = NumbersOfRow(csv, term);
    ASSERT_EQ(row.size(), 5u) << term << csv;
    EXPECT_EQ(row[0] + row[1], row[2]) << term;
    EXPECT_EQ(row[3] + row[4], row[2]) << term;
    for (size_t i = 0; i < 5; ++i) sum[i] += row[i];
  }
  EXPECT_EQ(NumbersOfRow(csv, "Avvikelse"), sum);
  EXPECT_NEAR(NumbersOfRow(csv, "Volym: mer eller mindre än planerat")[2], -3'000, 2);
  EXPECT_NEAR(NumbersOfRow(csv, "Sammansättning: dyra mot billiga")[3], -500, 2);
  const std::string shown = service_.Run({"visa", "2022-host-1", "--format", "tabell-csv"}).out;
  EXPECT_EQ(sum[2], NumbersOfRow(shown, "Summa")[3]) << shown;
}

// Of Vuxen's -6 168.8 events are -1 000.6; the tables of activities have the rest as season and trend.
TEST_F(ExplainCommandTest, TablesOfActivitiesHaveVolumeAndPriceInSeasonAndTrend) {
  const std::string without = service_.Run({"forklara", "2022-host-1", "--format", "tabell-csv"}).out;
  service_.forecast.ExplainForecast_.response = ExplanationWithVolumes();
  const std::string with = service_.Run({"forklara", "2022-host-1", "--format", "tabell-csv"}).out;
  const size_t table = with.find("Verksamhet;");
  ASSERT_NE(table, std::string::npos) << with;
  EXPECT_EQ(with.substr(table), without.substr(without.find("Verksamhet;")));
}

TEST_F(ExplainCommandTest, ProgramsReadEveryTermInKronor) {
  service_.forecast.ExplainForecast_.response = ExplanationWithVolumes();
  const std::string csv = service_.Run({"forklara", "2022-host-1", "--format", "csv"}).out;
  EXPECT_THAT(csv,
              AllOf(HasSubstr("verksamhet;namn;matt;del;handelser;tidpunkt;sasong_och_trend;ovrigt;bedomning;volym;"
                              "pris;sammansattning;volym_och_pris;avvikelse;kostnadsslag"),
                    HasSubstr("vuxen;Vuxen;netto;känt;-400300,00;0,00;0,00;0,00;0,00;-1000400,00;-1500300,00;"
                              "-500300,00;-167100,00;-3568400,00;"),
                    HasSubstr("barn-ovr;Övrigt;netto;återstår;0,00;-900400,00;314000,00;0,00;0,00;0,00;0,00;0,00;"
                              "0,00;-586400,00;")));
  EXPECT_THAT(service_.Run({"explain", "2022-host-1", "--format", "csv", "--sprak", "en"}).out,
              HasSubstr(",judgement,volume,price,mix,volume_and_price,deviation,cost_type"));
}

TEST_F(ExplainCommandTest, ShowTellsTheReasonsBelowTheTable) {
  v1::Forecast forecast = ExampleForecast();
  *forecast.mutable_reasons() = ExampleExplanation().reasons();
  service_.forecast.Store(forecast);
  EXPECT_THAT(service_.Run({"visa", "2022-host-1"}).out,
              HasSubstr("Varför:\nVuxen \u22125,2\u00a0mnkr: högre kostnader än budgeterat.\n"));
}

}  // namespace
}  // namespace prognos::client
