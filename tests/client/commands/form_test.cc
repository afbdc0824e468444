#include "client/form.h"

#include <zip.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "client/form_reading.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"
#include "tests/forecast/interchange/workbook_files.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

constexpr char kFormForecast[] = "organizations/exempelby/forecasts/2022-host-1";

// Vuxen is judged at 23 000 tkr, and has a plan of 5 care days a month.
struct FormService : FakePrognosd {
  FormService() {
    v1::Forecast judged = ExampleForecast();
    judged.set_etag("7");
    for (v1::ForecastLine& line : *judged.mutable_lines()) {
      if (line.display_name() != "Vuxen" || line.measure() != v1::MEASURE_COST) continue;
      line.mutable_line_override()->set_amount(Tkr(23000));
      line.mutable_line_override()->set_reason("Avtal");
      line.mutable_comment()->set_text("Se \"bilaga\" <1>");
    }
    forecast.Store(judged);
    v1::Series& days = *ledger.ListSeries_.response.add_series();
    days.set_name("organizations/exempelby/series/vuxen.dygn");
    days.set_activity("organizations/exempelby/activities/vuxen");
    days.set_flow(v1::FLOW_VOLUME);
    days.set_unit("dygn");
    v1::VolumePlan& plan = *follow_up.ListVolumePlans_.response.add_plans()->mutable_plan();
    plan.set_series(days.name());
    plan.set_year(2022);
    plan.set_etag("3");
    for (int month = 0; month < 12; ++month) plan.add_planned(5'000);
    *forecast.ApplyJudgements_.response.mutable_forecast() = judged;
    forecast.ApplyJudgements_.response.set_override_count(1);
    forecast.ApplyJudgements_.response.set_plan_count(2);
  }

  // The form's bytes.
  std::string Form() {
    const Outcome outcome = Run({"blankett", "--ar", "2022", "--ut", "-"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.out;
  }

  Outcome Read(const std::string& bytes) {
    const std::string file = folder_.File("blankett.xlsx");
    std::ofstream(file, std::ios::binary) << bytes;
    return Run({"las-in-blankett", file});
  }

  TemporaryFolder folder_;
};

std::vector<ArchivePart> PartsOf(const std::string& bytes) {
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  zip_t* const archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  std::vector<ArchivePart> parts;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    const auto at = static_cast<zip_uint64_t>(i);
    ArchivePart& part = parts.emplace_back(zip_get_name(archive, at, 0), "");
    zip_file_t* const file = zip_fopen_index(archive, at, 0);
    char piece[4096];
    for (zip_int64_t size; (size = zip_fread(file, piece, sizeof piece)) > 0;) {
      part.second.append(piece, static_cast<size_t>(size));
    }
    zip_fclose(file);
  }
  zip_discard(archive);
  return parts;
}

// The form with another cell on a sheet (2: the lines, 3: the volumes): a number when it begins with '#', else a text.
std::string With(const std::string& bytes, int sheet, const std::string& cell, const std::string& value) {
  std::vector<ArchivePart> parts = PartsOf(bytes);
  for (ArchivePart& part : parts) {
    if (part.first != absl::StrCat("xl/worksheets/sheet", sheet, ".xml")) continue;
    const std::string content =
        value[0] == '#' ? absl::StrCat("<c r=\"", cell, "\"><v>", value.substr(1), "</v></c>")
        : value == " "  ? absl::StrCat("<c r=\"", cell, "\"/>")
                        : absl::StrCat("<c r=\"", cell, "\" t=\"inlineStr\"><is><t>", value, "</t></is></c>");
    const std::regex old(absl::StrCat("<c r=\"", cell, "\"[^>]*?(/>|>.*?</c>)"));
    EXPECT_TRUE(std::regex_search(part.second, old)) << cell;
    part.second = std::regex_replace(part.second, old, content, std::regex_constants::format_first_only);
  }
  return ZipOf(parts);
}

// The row of the cost of Vuxen: below the header, and the sum, Barn and its two parts with a cost and a net each.
int RowOfVuxen() {
  const std::vector<FormLine> lines = FormLinesOf(ExampleForecast(), TextsIn(Language::kSwedish));
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].activity == "Vuxen" && lines[i].takes_amount) return static_cast<int>(i) + 2;
  }
  return 0;
}

std::string VuxenCell(const char* column) { return absl::StrCat(column, RowOfVuxen()); }

TEST(FormCommandTest, AFormThatNobodyChangedAsksForNothing) {
  FormService service;
  const Outcome outcome = service.Read(service.Form());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Inget är ändrat"));
  EXPECT_TRUE(service.forecast.ApplyJudgements_.requests.empty());
}

TEST(FormCommandTest, WhatIsChangedIsSentInOneStep) {
  FormService service;
  std::string form = With(service.Form(), 2, VuxenCell("G"), "#24000000.5");
  form = With(form, 2, VuxenCell("H"), "#500000");
  form = With(form, 2, VuxenCell("I"), "Nytt avtal");
  form = With(form, 2, VuxenCell("J"), " ");
  form = With(form, 3, "E2", "#6.5");
  const Outcome outcome = service.Read(form);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  ASSERT_EQ(service.forecast.ApplyJudgements_.requests.size(), 1u);
  const v1::ApplyJudgementsRequest& request = service.forecast.ApplyJudgements_.requests[0];
  EXPECT_EQ(request.name(), kFormForecast);
  EXPECT_EQ(request.etag(), "7");
  EXPECT_FALSE(request.request_id().empty());
  ASSERT_EQ(request.judgements_size(), 1);
  EXPECT_EQ(request.judgements(0).line().series(), "organizations/exempelby/series/vuxen.cost");
  EXPECT_EQ(request.judgements(0).set_override().full_year_ore(), 2'400'000'050);
  EXPECT_EQ(request.judgements(0).set_override().plus_minus_ore(), 50'000'000);
  EXPECT_EQ(request.judgements(0).set_override().reason(), "Nytt avtal");
  EXPECT_TRUE(request.judgements(0).has_comment());
  EXPECT_EQ(request.judgements(0).comment(), "");
  ASSERT_EQ(request.plans_size(), 1);
  EXPECT_EQ(request.plans(0).planned(0), 6'500);
  EXPECT_EQ(request.plans(0).planned(1), 5'000);
  EXPECT_EQ(request.plans(0).etag(), "3");
  EXPECT_THAT(outcome.out, HasSubstr("Inläst: 1 bedömning, 2 volymplaner. Stod så redan: 0."));
}

TEST(FormCommandTest, AnAmountThatIsClearedTakesTheJudgementAway) {
  FormService service;
  service.Read(With(service.Form(), 2, VuxenCell("G"), " "));
  ASSERT_EQ(service.forecast.ApplyJudgements_.requests.size(), 1u);
  EXPECT_TRUE(service.forecast.ApplyJudgements_.requests[0].judgements(0).has_remove_override());
}

TEST(FormCommandTest, EveryFaultIsToldAtItsCellAndNothingIsSent) {
  FormService service;
  std::string form = With(service.Form(), 2, "A2", "sum:vuxen.net2");  // A key that was changed.
  form = With(form, 2, VuxenCell("D"), "#1");                          // The budget.
  form = With(form, 2, VuxenCell("G"), "cirka 24 miljoner");           // A text in the place of a number.
  form = With(form, 2, "H4", "#5");                                    // Plus-minus of no amount.
  form = With(form, 3, "F2", " ");                                     // February of a plan.
  const Outcome outcome = service.Read(form);
  EXPECT_EQ(outcome.exit_code, 1);
  for (const std::string& cell :
       {std::string("Bedömning!A2"), absl::StrCat("Bedömning!", VuxenCell("D")),
        absl::StrCat("Bedömning!", VuxenCell("G")), std::string("Bedömning!H4"), std::string("Volymplan!F2")}) {
    EXPECT_THAT(outcome.err, HasSubstr(cell));
  }
  EXPECT_THAT(outcome.err, HasSubstr("är en text där det ska stå ett tal"));
  EXPECT_TRUE(service.forecast.ApplyJudgements_.requests.empty());
}

TEST(FormCommandTest, AFormOfAnOlderVersionIsRefusedAtItsVersion) {
  FormService service;
  const Outcome forecast = service.Read(With(service.Form(), 1, "B4", "6"));
  EXPECT_EQ(forecast.exit_code, 1);
  EXPECT_THAT(forecast.err, HasSubstr("'Om blanketten'!B4"));
  const Outcome plan = service.Read(With(With(service.Form(), 3, "E2", "#6"), 3, "D2", "2"));
  EXPECT_EQ(plan.exit_code, 1);
  EXPECT_THAT(plan.err, HasSubstr("Volymplan!D2"));
}

TEST(FormCommandTest, WhatTheServiceRefusesIsToldAtItsCell) {
  FormService service;
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_FAULTY_REQUEST);
  detail.set_fault_count(1);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("judgements[0].set_override.reason");
  fault.set_reason(v1::FAULT_REASON_MISSING);
  fault.set_rule("is required");
  service.forecast.ApplyJudgements_.failures = {RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const Outcome outcome = service.Read(With(service.Form(), 2, VuxenCell("G"), "#1"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr(absl::StrCat("Bedömning!", VuxenCell("I"))));
}

TEST(FormCommandTest, WhatIsNoFormIsToldAsSuch) {
  FormService service;
  for (const std::string& bytes : {std::string("verksamhet;belopp\n"), XlsxOf({{"Blad", RowXml(1, {"a"})}})}) {
    const Outcome outcome = service.Read(bytes);
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("prognos blankett"));
  }
}

}  // namespace
}  // namespace prognos::client
