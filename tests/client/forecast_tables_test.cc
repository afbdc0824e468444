#include "client/forecast_tables.h"

#include <map>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/csv.h"
#include "forecast/documents/table_tree.h"
#include "forecast/documents/terminal.h"
#include "forecast/messages/wire/message_proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/note.h"
#include "tests/client/both_languages.h"
#include "tests/client/example_forecast.h"

namespace prognos::client {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using documents::Cell;
using documents::Table;

// A table with plain spaces for no-break ones, so that it can be read in a test.
std::string Rendered(const Table& table) {
  return absl::StrReplaceAll(documents::RenderTerminal(table, {}), {{"\u00a0", " "}});
}

std::string CellText(const Cell& cell) { return documents::CellText(cell.value, Language::kSwedish); }

std::vector<std::string> NoteLines(const v1::Forecast& forecast, const Texts& texts) {
  std::vector<std::string> lines;
  for (const documents::Note& note : ForecastNotes(forecast, texts).notes) lines.push_back(note.text);
  return lines;
}

// The blocks about the last series in the details: heading, facts, months, chart.
struct SeriesDetail {
  std::string heading;
  std::vector<std::string> lines;
  Table months;
  documents::Chart chart;
};
SeriesDetail LastDetail(const v1::Forecast& forecast) {
  const std::vector<documents::Block> blocks = ForecastDocument(forecast, {.details = true}, {}, Sv()).blocks;
  const size_t at = blocks.size() - 4;
  return {std::get<documents::Heading>(blocks[at]).text, std::get<documents::List>(blocks[at + 1]).items,
          std::get<Table>(blocks[at + 2]), std::get<documents::Chart>(blocks[at + 3])};
}

using Fields = std::vector<std::vector<std::string>>;
Fields FieldsOf(const Table& table, const Texts& texts) {
  Fields rows;
  const std::string csv = documents::RenderCsv(table, texts.language);
  for (const absl::string_view line : absl::StrSplit(csv, '\n', absl::SkipEmpty())) {
    rows.push_back(absl::StrSplit(line, texts.language == Language::kSwedish ? ';' : ','));
  }
  return rows;
}

TEST(ForecastTablesTest, TheTitleSaysWhoWhatAndHowFarItIsKnown) {
  v1::Forecast forecast = ExampleForecast();
  EXPECT_EQ(ForecastTitle(forecast, Sv()),
            "Exempelby socialnämnd · höstprognos 2022 · känt till och med augusti · tkr");
  EXPECT_EQ(ForecastTitle(forecast, En()),
            "Exempelby socialnämnd · autumn forecast 2022 · known to the end of August · tkr");
  forecast.set_round(v1::ROUND_YEAR_END);
  forecast.set_last_known_month("2022-12");
  EXPECT_EQ(ForecastTitle(forecast, Sv()), "Exempelby socialnämnd · bokslut 2022 · tkr");
  forecast.set_round(v1::ROUND_MONTH);
  forecast.set_last_known_month("2021-12");
  EXPECT_EQ(ForecastTitle(forecast, Sv()), "Exempelby socialnämnd · prognos 2022 · inget av året känt · tkr");
}

TEST(ForecastTablesTest, TheTitleNamesTheModelThatWasAskedFor) {
  v1::Forecast forecast = ExampleForecast();
  forecast.mutable_options()->set_model("default");
  EXPECT_THAT(ForecastTitle(forecast, Sv()), Not(HasSubstr("modell")));
  forecast.mutable_options()->set_model("pooled-regression");
  EXPECT_THAT(ForecastTitle(forecast, Sv()), HasSubstr("augusti · modell pooled-regression · tkr"));
  forecast.mutable_options()->set_model("last-years-share");
  EXPECT_THAT(ForecastTitle(forecast, Sv()), HasSubstr("augusti · modell förra årets andel · tkr"));
  EXPECT_THAT(ForecastTitle(forecast, En()), HasSubstr("August · model last year's share · tkr"));
}

// Figures as in forecast_rows_test.cc; the interval is the true deviation 1000 tkr either way:
// -9 995,3 -> -10 995 ... -8 995; -3 826,5 -> -4 827 ... -2 827 (halves away from zero); -4 640,6; +814,1; -6 168,8.
TEST(ForecastTablesTest, OneLookTellsWhereTheYearLands) {
  EXPECT_EQ(Rendered(ForecastTable(ExampleForecast(), Sv())),
            "                       Budget   Utfall  Prognos  Avvikelse    80 %-intervall    Risk för\n"
            "Verksamhet              helår  jan–aug    helår      helår    för avvikelsen  underskott\n"
            "Barn/Unga/Familj       52 784   37 904   56 611     −3 827   −4 827 … −2 827      > 99 %\n"
            "  Externa placeringar  20 260   16 480   24 900     −4 640   −5 641 … −3 641      > 99 %\n"
            "  Övrigt               32 524   21 424   31 711       +813     −186 … +1 814         3 %\n"
            "Vuxen                  15 311   14 120   21 480     −6 169   −7 169 … −5 169      > 99 %\n"
            "Summa                  68 095   52 024   78 091     −9 996  −10 995 … −8 995      > 99 %\n");
}

// Huddinge, Socialnämnden, delårsrapport augusti 2016: -29,7 mnkr to date, -54 for the year. The amounts behind are
// made up, for only the deviations are printed: 29 700 more than the phased budget of eight months, 54 000 more than
// the year.
TEST(ForecastTablesTest, TheDeviationToDateStandsBesideThatOfTheYear) {
  v1::Forecast forecast;
  forecast.set_year(2016);
  forecast.set_round(v1::ROUND_AUTUMN);
  forecast.set_last_known_month("2016-08");
  AddCostActivity({"", "", "", {}, false, 1'200'000, 829'700, 1'254'000}, false, forecast);
  AddCostActivity({"barn", "Barn", "", {}, false, 700'000, 470'000.4, 720'000}, true, forecast);
  AddCostActivity({"vuxen", "Vuxen", "", {}, false, 500'000, 359'699.6, 534'000}, true, forecast);
  for (v1::ForecastLine& line : *forecast.mutable_lines()) line.set_budget_to_date(line.budget() / 3 * 2);
  const Table table = ForecastTable(forecast, Sv());
  EXPECT_THAT(table.columns[3].heading, ElementsAre("Avvikelse", "jan–aug"));
  const auto texts = [&](size_t column) {
    std::vector<std::string> cells;
    for (const documents::Row& row : table.rows) cells.push_back(CellText(row.cells[column]));
    return cells;
  };
  // 466 666,7 - 470 000,4 and 333 333,3 - 359 699,6 tkr.
  EXPECT_THAT(texts(3), ElementsAre("−3\u00a0334", "−26\u00a0366", "−29\u00a0700"));
  EXPECT_THAT(texts(5), ElementsAre("−20\u00a0000", "−34\u00a0000", "−54\u00a0000"));
  // With months that are not booked there is nothing to hold their budget against.
  forecast.add_missing_months("2016-08");
  EXPECT_EQ(ForecastTable(forecast, Sv()).columns.size(), table.columns.size() - 1);
}

struct Statement {
  const char* id;
  const char* name;
  double budget_cost, budget_revenue, cost, revenue, last_year;
};

// Upplands-Bro, socialnämnden, driftredovisning 2022, and ekonomiskt bistånd beside it, with a frame of its own.
constexpr Statement kUpplandsBro[] = {{"vuxen", "Vuxen", 18'579, 3'268, 25'354, 3'705, -4'192},
                                      {"barn", "Barn/Unga/Familj", 53'473, 690, 60'945, 4'162, -101},
                                      {"lss", "Funktionsnedsättning", 155'490, 9'283, 158'018, 9'765, 166},
                                      {"psyk", "Socialpsykiatri", 20'208, 1'280, 19'539, 1'824, -3'096},
                                      {"integration", "Integration", 19'354, 21'968, 19'461, 18'508, -757},
                                      {"arbete", "Arbete och försörjning", 48'999, 21'124, 43'093, 15'566, -4'095},
                                      {"over", "Övergripande", 19'710, 0, 20'713, 277, 7'818},
                                      {"bistand", "Ekonomiskt bistånd", 24'900, 500, 25'376, 965, 2'132},
                                      {"", "", 360'713, 58'113, 372'499, 54'772, 0}};
constexpr Statement kUpplandsBroWithoutFrames = {"", "", 335'813, 57'613, 347'123, 53'807, 0};

// Cost, revenue and net.
void AddStatement(const Statement& one, v1::Forecast& forecast) {
  const bool is_series = *one.id != '\0';
  AddLine({one.id, one.name, "", v1::MEASURE_COST, is_series, one.budget_cost, one.cost, one.cost}, forecast);
  AddLine({one.id, one.name, "", v1::MEASURE_REVENUE, is_series, one.budget_revenue, one.revenue, one.revenue},
          forecast);
  AddLine({one.id, one.name, "", v1::MEASURE_NET, false, one.budget_cost - one.budget_revenue, one.cost - one.revenue,
           one.cost - one.revenue},
          forecast);
}

v1::Forecast UpplandsBro() {
  v1::Forecast forecast;
  forecast.set_year(2022);
  forecast.set_round(v1::ROUND_YEAR_END);
  forecast.set_last_known_month("2022-12");
  for (const Statement& one : kUpplandsBro) {
    AddStatement(one, forecast);
    const bool own_frame = one.id == std::string("bistand");
    for (int back = 1; back <= 3; ++back)
      forecast.mutable_lines(forecast.lines_size() - back)->set_own_frame(own_frame);
  }
  v1::Forecast sum;
  AddStatement(kUpplandsBroWithoutFrames, sum);
  for (v1::ForecastLine& line : *sum.mutable_lines()) {
    line.set_without_frames(true);
    *forecast.add_lines_without_frames() = line;
  }
  return forecast;
}

TEST(ForecastTablesTest, TheDriftredovisningOfUpplandsBro2022IsThePrintedOne) {
  const v1::Forecast forecast = UpplandsBro();
  LastYearDeviations last_year;
  for (const Statement& one : kUpplandsBro) {
    if (*one.id != '\0') {
      last_year[absl::StrCat("organizations/exempelby/series/", one.id, ".cost")] = Tkr(one.last_year);
    }
  }
  EXPECT_EQ(Rendered(OperatingTable(forecast, last_year, Sv())),
            "                         Budget  Budget   Utfall  Utfall   Avvik.  Avvik.   Avvik.  Avvik.\n"
            "Verksamhet              kostnad  intäkt  kostnad  intäkt  kostnad  intäkt    netto    2021\n"
            "Vuxen                    18 579   3 268   25 354   3 705   −6 775    +437   −6 338  −4 192\n"
            "Barn/Unga/Familj         53 473     690   60 945   4 162   −7 472  +3 472   −4 000    −101\n"
            "Funktionsnedsättning    155 490   9 283  158 018   9 765   −2 528    +482   −2 046    +166\n"
            "Socialpsykiatri          20 208   1 280   19 539   1 824     +669    +544   +1 213  −3 096\n"
            "Integration              19 354  21 968   19 461  18 508     −107  −3 460   −3 567    −757\n"
            "Arbete och försörjning   48 999  21 124   43 093  15 566   +5 906  −5 558     +348  −4 095\n"
            "Övergripande             19 710       0   20 713     277   −1 003    +277     −726  +7 818\n"
            "Summa                   335 813  57 613  347 123  53 807  −11 310  −3 806  −15 116  −4 257\n"
            "Ekonomiskt bistånd       24 900     500   25 376     965     −476    +465      −11  +2 132\n"
            "Tillsammans             360 713  58 113  372 499  54 772  −11 786  −3 341  −15 127  −2 125\n");
}

// As the ekonom reads a round: nämnd -15 116, ekonomiskt bistånd -11, together -15 127.
TEST(ForecastTablesTest, AFrameOfItsOwnStandsBesideTheSumOfTheNamnd) {
  const Table table = ForecastTable(UpplandsBro(), Sv());
  std::vector<std::string> last;
  for (size_t i = table.rows.size() - 3; i < table.rows.size(); ++i) {
    last.push_back(absl::StrCat(CellText(table.rows[i].cells[0]), " ", CellText(table.rows[i].cells[1]), " ",
                                CellText(table.rows[i].cells[3])));
  }
  EXPECT_THAT(last, ElementsAre("Summa 278\u00a0200 −15\u00a0116", "Ekonomiskt bistånd 24\u00a0400 −11",
                                "Tillsammans 302\u00a0600 −15\u00a0127"));
  EXPECT_TRUE(table.rows[table.rows.size() - 3].is_subtotal);
  EXPECT_TRUE(table.rows.back().is_sum);
  for (size_t column = 1; column < table.columns.size(); ++column) EXPECT_TRUE(documents::AddsUp(table, column));
}

// Case ekonom-10: without a budget the interval was that of a deviation that is not there, and the column empty.
TEST(ForecastTablesTest, WithoutABudgetTheIntervalIsThatOfTheAmount) {
  v1::Forecast forecast = ExampleForecast();
  for (v1::ForecastLine& line : *forecast.mutable_lines()) {
    line.clear_budget();
    line.clear_deviation();
    line.clear_deviation_quantiles();
    line.clear_deficit_probability();
    line.mutable_full_year_quantiles()->set_p10(line.full_year() - 1'000'000'00);
    line.mutable_full_year_quantiles()->set_p90(line.full_year() + 1'000'000'00);
  }
  const Table table = ForecastTable(forecast, Sv());
  ASSERT_EQ(table.columns.size(), 7u);
  EXPECT_THAT(table.columns[5].heading, testing::ElementsAre("80 %-intervall", "för beloppet"));
  // The sum is 78 091 tkr.
  EXPECT_EQ(documents::CellText(table.rows.back().cells[5].value, Language::kSwedish), "77\u00a0091 … 79\u00a0091");
}

TEST(ForecastTablesTest, DeficitsAreAlarmsAndSurplusesAreNot) {
  const Table table = ForecastTable(ExampleForecast(), Sv());
  EXPECT_TRUE(table.rows[0].cells[4].alarm);
  EXPECT_FALSE(table.rows[2].cells[4].alarm);
}

TEST(ForecastTablesTest, ABokslutHasNoIntervalAndNoRisk) {
  v1::Forecast forecast = ExampleForecast();
  forecast.set_round(v1::ROUND_YEAR_END);
  forecast.set_last_known_month("2022-12");
  EXPECT_THAT(ForecastTable(forecast, Sv()).columns, SizeIs(4));
  EXPECT_THAT(Rendered(ForecastTable(forecast, Sv())), Not(HasSubstr("Risk")));
}

TEST(ForecastTablesTest, ABokslutThatLacksOnlyAVolumeIsStillABokslut) {
  v1::Forecast forecast = ExampleForecast();
  forecast.set_round(v1::ROUND_YEAR_END);
  forecast.set_last_known_month("2022-12");
  AddLine({"vuxen", "Vuxen", "", v1::MEASURE_VOLUME, true, std::nullopt}, forecast).add_months()->set_known(false);
  EXPECT_THAT(ForecastTable(forecast, Sv()).columns, SizeIs(4));
  AddLine({"vuxen", "Vuxen", "", v1::MEASURE_COST, true, std::nullopt}, forecast).add_months()->set_known(false);
  EXPECT_THAT(ForecastTable(forecast, Sv()).columns, SizeIs(7));
}

// 230 and 232 households known, ten months of 240 to come: (462 + 2400) / 12 = 238,5; known (230 + 232) / 2 = 231.
// The year's interval 2 742 ... 2 982 is 228,5 ... 248,5 a month, and an error of 24 over the year is 2 a month.
TEST(ForecastTablesTest, OfAVolumeTheMeanMonthIsToldAndNotTheSum) {
  v1::Forecast forecast = ExampleForecast();
  v1::ForecastLine& line =
      AddLine({"vuxen", "Hushåll med bistånd", "", v1::MEASURE_VOLUME, true, std::nullopt}, forecast);
  line.set_unit("hushall");
  for (int i = 0; i < 12; ++i) {
    v1::MonthValue& month = *line.add_months();
    month.set_known(i < 2);
    month.set_amount(i == 0 ? 230'000 : i == 1 ? 232'000 : 240'000);
  }
  line.set_known_amount(462'000);
  line.set_full_year(2'862'000);
  line.mutable_full_year_quantiles()->set_p10(2'742'000);
  line.mutable_full_year_quantiles()->set_p90(2'982'000);
  line.mutable_model()->set_model("drift");
  line.mutable_model()->set_past_error(24'000);
  line.mutable_model()->set_past_years(3);
  const SeriesDetail detail = LastDetail(forecast);
  EXPECT_EQ(detail.heading, "Vuxen, Hushåll med bistånd");
  const std::vector<Cell>& mean = detail.months.rows.back().cells;
  EXPECT_EQ(CellText(mean[0]), "Medel per månad");
  EXPECT_EQ(CellText(mean[2]), "231,0");
  EXPECT_EQ(CellText(mean[3]), "238,5");
  EXPECT_EQ(CellText(mean[4]), "228,5 … 248,5");
  EXPECT_THAT(detail.lines,
              ElementsAre("Modell: drift", "Medelfel för medelmånaden vid samma omgång: 2,0\u00a0hushall (3 år)"));
  line.set_display_name("Hushåll");
  EXPECT_THAT(LastDetail(forecast).lines.back(), HasSubstr("2,0\u00a0Hushåll (3 år)"));
}

TEST(ForecastTablesTest, ARowWithoutBudgetHasADashAndANote) {
  v1::Forecast forecast = ExampleForecast();
  AddCostActivity({"ny", "Ny", "", {}, false, std::nullopt, 1, 2}, true, forecast);
  v1::ForecastLine& cost = *forecast.mutable_lines(forecast.lines_size() - 2);
  cost.add_notes()->set_code(v1::NOTE_CODE_NO_BUDGET);
  const Table table = ForecastTable(forecast, Sv());
  const std::vector<Cell>& row = table.rows[table.rows.size() - 2].cells;
  EXPECT_EQ(CellText(row[1]), "–");
  EXPECT_EQ(CellText(row[4]), "–");
  EXPECT_THAT(NoteLines(forecast, Sv()), ElementsAre("Ny (kostnad): ingen budget är satt för året"));
  EXPECT_THAT(NoteLines(forecast, En()), ElementsAre("Ny (cost): no budget is set for the year"));
}

TEST(ForecastTablesTest, ABudgetThatCountsAsZeroIsToldSo) {
  v1::Forecast forecast = ExampleForecast();
  AddLine({"ny", "Ny", "", v1::MEASURE_COST, true, 0.0, 1, 2}, forecast).add_notes()->set_code(v1::NOTE_CODE_NO_BUDGET);
  EXPECT_THAT(NoteLines(forecast, Sv()), ElementsAre("Ny (kostnad): saknar budget; den räknas som noll i avvikelsen"));
  EXPECT_THAT(NoteLines(forecast, En()), ElementsAre("Ny (cost): no budget; it counts as zero in the deviation"));
}

TEST(ForecastTablesTest, EveryKindOfNoteHasATextInBothLanguages) {
  const auto& kinds = *v1::NoteCode_descriptor();
  for (int i = 0; i < kinds.value_count(); ++i) {
    const int code = kinds.value(i)->number();
    if (code == v1::NOTE_CODE_UNSPECIFIED) continue;
    v1::Forecast forecast = ExampleForecast();
    AddLine({"ny", "Ny", "", v1::MEASURE_COST, true, 0.0, 1, 2}, forecast)
        .add_notes()
        ->set_code(static_cast<v1::NoteCode>(code));
    EXPECT_THAT(NoteLines(forecast, Sv()), SizeIs(1)) << kinds.value(i)->name();
    EXPECT_THAT(NoteLines(forecast, En()), SizeIs(1)) << kinds.value(i)->name();
  }
}

TEST(ForecastTablesTest, AMissingMonthIsNamedAndManyNamesAreCounted) {
  v1::Forecast forecast;
  for (const char* name : {"A", "B", "C", "D", "E", "F", "G"}) {
    v1::ForecastLine& line = AddLine({name, name, "", v1::MEASURE_COST, true, std::nullopt, 0, 0}, forecast);
    v1::Note& note = *line.add_notes();
    note.set_code(v1::NOTE_CODE_MISSING_MONTH);
    note.set_month("2022-03");
  }
  const std::vector<std::string> notes = NoteLines(forecast, Sv());
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_THAT(notes[0], HasSubstr("A (kostnad) mars 2022, B (kostnad) mars 2022"));
  EXPECT_THAT(notes[0], HasSubstr("E (kostnad) mars 2022 och 2 till: månad som borde"));
}

// 1 802 tkr where 3 604 were expected, as in an August of which half is booked: what is followed is told in kronor.
TEST(ForecastTablesTest, AMonthThatMayBeABookingFaultIsToldWithItsAmounts) {
  v1::Forecast forecast;
  v1::ForecastLine& line = AddLine({"bistand", "Bistånd", "", v1::MEASURE_COST, true, std::nullopt, 0, 0}, forecast);
  v1::Note& note = *line.add_notes();
  note.set_code(v1::NOTE_CODE_LAST_MONTH_OUT);
  note.set_month("2025-08");
  note.mutable_followed()->set_actual(180'200'000);
  note.mutable_followed()->set_expected(360'400'000);
  note.mutable_followed()->set_share(0.2);
  note.mutable_followed()->set_may_be_fault(true);
  EXPECT_THAT(NoteLines(forecast, En()), ElementsAre(HasSubstr("may be a booking fault, followed to 20")));
  const std::vector<std::string> notes = NoteLines(forecast, Sv());
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_THAT(notes[0], HasSubstr("Bistånd (kostnad) augusti 2025: "));
  EXPECT_THAT(notes[0],
              HasSubstr("mot väntade " + FormatTkr(360'400'000, Language::kSwedish) + "; kan vara ett bokföringsfel"));
}

// 1 775 tkr where 954 were expected in a series of few, dear placements: it may well be real, and nobody is accused.
TEST(ForecastTablesTest, AMonthThatIsFarOutAndMayWellBeRealIsNotCalledAFault) {
  v1::Forecast forecast;
  v1::ForecastLine& line = AddLine({"vuxen", "Vuxen", "", v1::MEASURE_COST, true, std::nullopt, 0, 0}, forecast);
  v1::Note& note = *line.add_notes();
  note.set_code(v1::NOTE_CODE_LAST_MONTH_OUT);
  note.set_month("2022-08");
  note.mutable_followed()->set_actual(177'500'000);
  note.mutable_followed()->set_expected(95'400'000);
  note.mutable_followed()->set_share(0.35);
  const std::vector<std::string> notes = NoteLines(forecast, Sv());
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_THAT(notes[0], HasSubstr("mot väntade 954; följs till 35"));
  EXPECT_THAT(notes[0], Not(HasSubstr("fel")));
}

// 300 000 and 50 000 kronor of cost.
// A month that stands out is told with its kronor in the table too, not only among the details.
TEST(ForecastTablesTest, AMonthThatStandsOutIsToldWithItsAmounts) {
  v1::Forecast forecast;
  v1::ForecastLine& line = AddLine({"hem", "Familjehem", "", v1::MEASURE_COST, true, std::nullopt, 1, 2}, forecast);
  v1::Note& note = *line.add_notes();
  note.set_code(v1::NOTE_CODE_ONE_OFF);
  note.set_month("2025-05");
  *note.mutable_message() = ToProto(
      messages::note::OneOff(Argument::OfMonth("2025-05"), Argument::Figure(7'446'000), Argument::Figure(3'886'376)));
  v1::Note& last = *line.add_notes();
  last.set_code(v1::NOTE_CODE_LAST_MONTH_OUT);
  last.set_month("2025-08");
  *last.mutable_message() = ToProto(messages::note::LastMonthOut(
      Argument::OfMonth("2025-08"), Argument::Figure(2'944'000), Argument::Figure(5'100'400)));
  EXPECT_THAT(NoteLines(forecast, Sv()),
              ElementsAre(HasSubstr("Familjehem (kostnad) maj 2025 7\u00a0446 tkr mot väntade 3\u00a0886: avviker"),
                          HasSubstr("Familjehem (kostnad) augusti 2025 2\u00a0944 tkr, prognosen utgår från "
                                    "5\u00a0100: avviker")));
}

TEST(ForecastTablesTest, AMissingMonthIsToldWithWhatItAdds) {
  v1::Forecast forecast;
  for (const auto& [name, ore] : {std::pair("A", 30'000'000), std::pair("B", 5'000'000)}) {
    v1::ForecastLine& line = AddLine({name, name, "", v1::MEASURE_COST, true, std::nullopt, 0, 0}, forecast);
    line.set_full_year(ore);
    v1::Note& note = *line.add_notes();
    note.set_code(v1::NOTE_CODE_MISSING_MONTH);
    note.set_month("2022-03");
    line.clear_months();
    v1::MonthValue& month = *line.add_months();
    month.set_month("2022-03");
    month.set_amount(ore);
    if (forecast.lines_size() == 1) {
      EXPECT_THAT(NoteLines(forecast, Sv()), ElementsAre(HasSubstr("A (kostnad) mars 2022 300 tkr: månad")));
    }
  }
  EXPECT_THAT(NoteLines(forecast, Sv()),
              ElementsAre(HasSubstr("A (kostnad) mars 2022 300 tkr, B (kostnad) mars 2022 50 tkr (tillsammans kostnad "
                                    "350 tkr): månad")));
  for (v1::ForecastLine& line : *forecast.mutable_lines()) line.set_series(line.activity() + ".cost");
  EXPECT_THAT(LastDetail(forecast).lines, Contains(HasSubstr("är beräknad (2022-03: 50 tkr)")));
}

TEST(ForecastTablesTest, ANameThatTwoActivitiesShareIsToldWithItsParent) {
  v1::Forecast forecast = ExampleForecast();
  AddLine({"vuxen-ext", "Externa placeringar", "vuxen", v1::MEASURE_COST, true, std::nullopt, 1, 2}, forecast)
      .add_notes()
      ->set_code(v1::NOTE_CODE_NO_BUDGET);
  EXPECT_THAT(NoteLines(forecast, Sv()), ElementsAre(HasSubstr("Vuxen > Externa placeringar (kostnad): ")));
}

// Cost 100 -> 90 (+10), revenue 30 -> 25 (-5): net +5. Last year: cost 80 against 82, revenue 20 against 21: -2 +1.
TEST(ForecastTablesTest, TheDriftredovisningSplitsCostAndRevenue) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  forecast.set_last_known_month("2022-12");
  AddLine({"", "", "", v1::MEASURE_COST, false, 100.0, 90, 90}, forecast);
  AddLine({"", "", "", v1::MEASURE_REVENUE, false, 30.0, 25, 25}, forecast);
  AddLine({"a", "A", "", v1::MEASURE_COST, true, 100.0, 90, 90}, forecast);
  AddLine({"a", "A", "", v1::MEASURE_REVENUE, true, 30.0, 25, 25}, forecast);
  const LastYearDeviations last_year = {{"organizations/exempelby/series/a.cost", Tkr(-2)},
                                        {"organizations/exempelby/series/a.revenue", Tkr(1)}};
  EXPECT_EQ(Rendered(OperatingTable(forecast, last_year, Sv())),
            "             Budget  Budget   Utfall  Utfall   Avvik.  Avvik.  Avvik.  Avvik.\n"
            "Verksamhet  kostnad  intäkt  kostnad  intäkt  kostnad  intäkt   netto    2021\n"
            "A               100      30       90      25      +10      −5      +5      −1\n"
            "Summa           100      30       90      25      +10      −5      +5      −1\n");
}

TEST(ForecastTablesTest, ALastYearWithoutBudgetIsADash) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  AddLine({"a", "A", "", v1::MEASURE_COST, true, 100.0, 90, 90}, forecast);
  const Table table = OperatingTable(forecast, {}, Sv());
  EXPECT_EQ(CellText(table.rows[0].cells.back()), "–");
}

TEST(ForecastTablesTest, MonthsInPrintSumToTheYearInPrint) {
  v1::Forecast forecast;
  // Twelve months of 0,4 tkr: 4,8 -> 5; five of them are printed as 1.
  v1::ForecastLine& line = AddLine({"a", "A", "", v1::MEASURE_COST, true, std::nullopt, 0, 4.8}, forecast);
  for (int i = 0; i < 12; ++i) {
    v1::MonthValue& month = *line.add_months();
    month.set_known(true);
    month.set_amount(Tkr(0.4));
  }
  const SeriesDetail detail = LastDetail(forecast);
  EXPECT_EQ(detail.heading, "A, kostnad · tkr");
  int sum = 0;
  for (size_t i = 0; i < 12; ++i) sum += std::stoi(CellText(detail.months.rows[i].cells[2]));
  EXPECT_EQ(sum, 5);
}

TEST(ForecastTablesTest, CsvHasOneRowALineInKronorWithTheMarkOfTheLanguage) {
  const Fields sv = FieldsOf(ForecastLinesTable(ExampleForecast(), Sv()), Sv());
  ASSERT_THAT(sv, SizeIs(11));
  for (const auto& row : sv) EXPECT_THAT(row, SizeIs(sv[0].size()));
  // Externa placeringar, cost: budget 20 259,4 tkr.
  const std::vector<std::string> expected = {
      "barn-ext", "Externa placeringar", "barn",        "kostnad",     "barn-ext.cost", "kr",
      "2022-08",  "20259400,00",         "16480000,00", "24900000,00", "-4640600,00"};
  EXPECT_EQ(std::vector<std::string>(sv[5].begin(), sv[5].begin() + 11), expected);
  EXPECT_EQ(FieldsOf(ForecastLinesTable(ExampleForecast(), En()), En())[5][7], "20259400.00");
  // Whoever adds up the rows of a measure has what the sum says, once.
  std::map<std::string, double> of_rows, of_sum;
  for (size_t at = 1; at < sv.size(); ++at) {
    const std::string& kind = sv[at].back();
    if (kind == "rad") of_rows[sv[at][3]] += std::stod(sv[at][9]);
    if (kind == "summa") of_sum[sv[at][3]] += std::stod(sv[at][9]);
  }
  EXPECT_EQ(of_rows.at("kostnad"), of_sum.at("kostnad"));
}

TEST(ForecastTablesTest, MonthsCsvHasIsoMonthsForSeriesOnly) {
  v1::Forecast forecast = ExampleForecast();
  EXPECT_THAT(ForecastMonthsTable(forecast, Sv()).rows, IsEmpty());
  v1::MonthValue& month = *forecast.mutable_lines(4)->add_months();
  month.set_month("2022-09");
  month.set_amount(Tkr(1));
  const Fields csv = FieldsOf(ForecastMonthsTable(forecast, Sv()), Sv());
  ASSERT_THAT(csv, SizeIs(2));
  EXPECT_THAT(csv[1], SizeIs(csv[0].size()));
  EXPECT_EQ(csv[1][6], "2022-09");
  EXPECT_EQ(csv[1][7], "prognos");
}

// Every amount that is shown, of each column: also of the deviations, which are differences of what is shown.
TEST(ForecastTablesTest, EveryColumnOfAmountsAddsUp) {
  const Table forecast = ForecastTable(ExampleForecast(), Sv());
  for (const size_t column : {1, 2, 3, 4}) EXPECT_TRUE(documents::AddsUp(forecast, column)) << column;
  const Table operating = OperatingTable(ExampleForecast(), {}, Sv());
  for (size_t column = 1; column < operating.columns.size(); ++column) {
    EXPECT_TRUE(documents::AddsUp(operating, column)) << column;
  }
}

TEST(ForecastTablesTest, AnAmountKnowsItsOreBesideWhatIsShown) {
  // Externa placeringar: -4 640,6 tkr.
  const auto deviation = std::get<documents::Amount>(ForecastTable(ExampleForecast(), Sv()).rows[1].cells[4].value);
  EXPECT_EQ(deviation.exact, -464'060'000);
  EXPECT_EQ(deviation.shown, -4'640);  // 20 260 - 24 900 as shown.
}

TEST(ForecastTablesTest, TheChartOfASeriesTellsKnownMonthsFromExpectedOnes) {
  v1::Forecast forecast;
  v1::ForecastLine& line = AddLine({"a", "A", "", v1::MEASURE_COST, true, std::nullopt, 1, 3}, forecast);
  v1::MonthValue& known = *line.add_months();
  known.set_month("2022-01");
  known.set_known(true);
  known.set_amount(Tkr(1));
  v1::MonthValue& expected = *line.add_months();
  expected.set_month("2022-02");
  expected.set_amount(Tkr(2));
  expected.mutable_quantiles()->set_p10(Tkr(1));
  expected.mutable_quantiles()->set_p90(Tkr(4));
  const documents::Chart chart = LastDetail(forecast).chart;
  EXPECT_EQ(chart.title, "A, kostnad");
  ASSERT_THAT(chart.points, SizeIs(2));
  EXPECT_EQ(chart.points[0].actual, Tkr(1));
  EXPECT_EQ(chart.points[0].expected, std::nullopt);
  EXPECT_EQ(chart.points[1].month.ToString(), "2022-02");
  EXPECT_EQ(chart.points[1].expected, Tkr(2));
  EXPECT_EQ(chart.points[1].low, Tkr(1));
  EXPECT_EQ(chart.points[1].high, Tkr(4));
}

}  // namespace
}  // namespace prognos::client
