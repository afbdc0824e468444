#include "forecast/service/event_service.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/history.grpc.pb.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int64_t kKrona = 100;

// An organization with five years of 100 000 kronor a month of cost, a tenth more in July.
class EventServiceTest : public ServiceTest {
 protected:
  EventServiceTest() {
    CreateSmallOrganization();
    std::vector<v1::Actual> actuals;
    for (int year = 2018; year <= 2022; ++year) {
      for (int month = 1; month <= 12; ++month) {
        actuals.push_back(Amount("care.cost", absl::StrCat(year, month < 10 ? "-0" : "-", month),
                                 (month == 7 ? 110'000 : 100'000) * kKrona));
      }
    }
    EXPECT_TRUE(Import({Batch(actuals)}).ok());
    events_ = v1::EventService::NewStub(server_->InProcessChannel());
  }
  ~EventServiceTest() override { events_.reset(); }

  static v1::Event Event(v1::EventKind kind, const std::string& month, const std::string& description) {
    v1::Event event;
    event.set_series("organizations/o/series/care.cost");
    event.set_kind(kind);
    event.set_first_month(month);
    event.set_description(description);
    return event;
  }
  static v1::Event OneOff(const std::string& month, int64_t kronor, const std::string& description = "Flytt") {
    v1::Event event = Event(v1::EVENT_KIND_ONE_OFF, month, description);
    event.set_amount(kronor * kKrona);
    return event;
  }
  static v1::Event Price(const std::string& month, int64_t thousandths, const std::string& description = "Norm") {
    v1::Event event = Event(v1::EVENT_KIND_PERCENT, month, description);
    event.set_percent(thousandths);
    return event;
  }

  // At 1 000 kronor a day.
  static v1::Event Commitment(const std::string& first_day, const std::string& last_day) {
    v1::Event event = Event(v1::EVENT_KIND_COMMITMENT, "", "");
    event.set_first_day(first_day);
    event.set_last_day(last_day);
    event.set_reference("P-1042");
    event.set_amount(1'000 * kKrona);
    return event;
  }

  grpc::Status Put(const std::vector<v1::Event>& events, v1::PutEventsResponse* response = nullptr,
                   const std::string& request_id = "") {
    v1::PutEventsRequest request;
    request.set_organization("organizations/o");
    request.set_request_id(request_id);
    for (const v1::Event& event : events) *request.add_events() = event;
    v1::PutEventsResponse ignored;
    grpc::ClientContext call;
    return events_->PutEvents(&call, request, response == nullptr ? &ignored : response);
  }

  grpc::Status Withdraw(const std::string& id, const std::string& reason = "Blir inte av") {
    v1::WithdrawEventRequest request;
    request.set_name("organizations/o/events/" + id);
    request.set_reason(reason);
    v1::WithdrawEventResponse response;
    grpc::ClientContext call;
    return events_->WithdrawEvent(&call, request, &response);
  }

  grpc::Status ImportTable(const std::string& content, v1::ImportEventsResponse* response = nullptr) {
    v1::ImportEventsRequest request;
    request.set_organization("organizations/o");
    request.set_content(content);
    v1::ImportEventsResponse ignored;
    grpc::ClientContext call;
    return events_->ImportEvents(&call, request, response == nullptr ? &ignored : response);
  }

  // "flytt 2022-10", and "(x)" after those that are withdrawn.
  std::vector<std::string> List(bool show_withdrawn = false, absl::Time as_of = absl::InfiniteFuture()) {
    v1::ListEventsRequest request;
    request.set_organization("organizations/o");
    request.set_show_withdrawn(show_withdrawn);
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::ListEventsResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(events_->ListEvents(&call, request, &response).ok());
    std::vector<std::string> told;
    for (const v1::Event& event : response.events()) {
      told.push_back(absl::StrCat(event.name().substr(event.name().rfind('/') + 1), " ", event.first_month(),
                                  event.withdrawn() ? " (x)" : ""));
    }
    return told;
  }

  // The höstprognos of 2022 by the run rate, which the tests work out by hand; not stored.
  v1::Forecast Forecast(bool without_events = false, const std::vector<std::string>& excluded = {},
                        absl::Time as_of = absl::InfiniteFuture(), const std::string& model = "run-rate") {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_round(v1::ROUND_AUTUMN);
    request.mutable_options()->set_model(model);
    request.set_validate_only(true);
    request.set_without_events(without_events);
    for (const std::string& id : excluded) request.add_excluded_events("organizations/o/events/" + id);
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    status_ = forecast_->CreateForecast(&call, request, &response);
    return response.forecast();
  }

  static int64_t FullYear(const v1::Forecast& forecast) { return forecast.lines(0).full_year(); }

  std::unique_ptr<v1::EventService::Stub> events_;
  grpc::Status status_;
};

TEST_F(EventServiceTest, WhatIsPutIsListedWithWhoAndWhenAndAVersionTakesTheOldOnesPlace) {
  v1::PutEventsResponse first;
  ASSERT_TRUE(Put({OneOff("2022-10", 500), Price("2022-07", 8'600)}, &first).ok());
  EXPECT_EQ(first.stored_count(), 2);
  EXPECT_EQ(first.events(0).name(), "organizations/o/events/flytt");
  EXPECT_EQ(first.events(0).record_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_THAT(List(), ElementsAre("norm 2022-07", "flytt 2022-10"));
  // The same again is the same; with a name, or by series, kind, month and text, another content is a new version.
  v1::PutEventsResponse again;
  ASSERT_TRUE(Put({OneOff("2022-10", 500)}, &again).ok());
  EXPECT_EQ(again.unchanged_count(), 1);
  EXPECT_EQ(again.events(0).name(), "organizations/o/events/flytt");
  now_ += absl::Hours(1);
  v1::Event moved = OneOff("2022-11", 600);
  moved.set_name("organizations/o/events/flytt");
  ASSERT_TRUE(Put({moved}).ok());
  EXPECT_THAT(List(), ElementsAre("norm 2022-07", "flytt 2022-11"));
  EXPECT_THAT(List(false, now_ - absl::Minutes(1)), ElementsAre("norm 2022-07", "flytt 2022-10"));
  // Another one of the same text has a name of its own.
  v1::PutEventsResponse other;
  ASSERT_TRUE(Put({OneOff("2022-12", 1)}, &other).ok());
  EXPECT_EQ(other.events(0).name(), "organizations/o/events/flytt-2");
}

TEST_F(EventServiceTest, WhatIsWithdrawnCountsNoMoreButStaysOnRecord) {
  ASSERT_TRUE(Put({OneOff("2022-10", 500)}).ok());
  now_ += absl::Hours(1);
  ASSERT_TRUE(Withdraw("flytt").ok());
  EXPECT_THAT(List(), IsEmpty());
  EXPECT_THAT(List(true), ElementsAre("flytt 2022-10 (x)"));
  EXPECT_THAT(List(false, now_ - absl::Minutes(1)), ElementsAre("flytt 2022-10"));
  const grpc::Status twice = Withdraw("flytt");
  EXPECT_EQ(twice.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(twice.error_message(), HasSubstr("withdrawn already"));
  EXPECT_EQ(Withdraw("nix").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Withdraw("flytt", "").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(EventServiceTest, EveryFaultIsToldAndNothingIsStored) {
  v1::Event outside = OneOff("2017-12", 5);
  v1::Event unlikely = OneOff("2022-10", 5);
  unlikely.set_probability(1.2);
  v1::Event backwards = Price("2022-07", 5'000);
  backwards.set_last_month("2022-06");
  v1::Event unknown = OneOff("2022-10", 5);
  unknown.set_series("organizations/o/series/nix.cost");
  v1::Event mixed = Price("2022-08", 5'000);
  mixed.set_amount(7);
  v1::Event empty = OneOff("2022-10", 0);
  const grpc::Status by_itself = Put({unlikely, backwards, mixed, empty});
  EXPECT_EQ(by_itself.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(by_itself.error_message(), AllOf(HasSubstr("events[0].probability: \"1.2\" must be 0-1"),
                                               HasSubstr("events[1].last_month: \"2022-06\""),
                                               HasSubstr("events[2].amount: \"7\" does not go with this kind"),
                                               HasSubstr("events[3].amount: is required")));
  const grpc::Status against_the_ledger = Put({outside, unknown, OneOff("2022-10", 5)});
  EXPECT_EQ(against_the_ledger.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(against_the_ledger.error_message(),
              AllOf(HasSubstr("events[0].first_month: \"2017-12\" lies before the first month"),
                    HasSubstr("events[1].series: \"organizations/o/series/nix.cost\" does not exist")));
  EXPECT_THAT(List(true), IsEmpty());
}

TEST_F(EventServiceTest, APriceChangesOnceFromAMonth) {
  ASSERT_TRUE(Put({Price("2022-07", 5'000)}).ok());
  const grpc::Status other = Put({Price("2022-07", 6'000, "Taxa")});
  EXPECT_EQ(other.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(other.error_message(),
              HasSubstr("events[0].first_month: \"2022-07\" has a change of the price already: norm;"));
  EXPECT_EQ(Put({Price("2022-08", 5'000, "A"), Price("2022-08", 6'000, "B")}).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  // What is withdrawn is not in the way.
  ASSERT_TRUE(Withdraw("norm").ok());
  EXPECT_TRUE(Put({Price("2022-07", 6'000, "Taxa")}).ok());
}

TEST_F(EventServiceTest, ACorrectionToAClosedYearIsRefused) {
  v1::CloseYearRequest close;
  close.set_organization("organizations/o");
  close.set_year(2021);
  v1::CloseYearResponse closed;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->CloseYear(&call, close, &closed).ok());
  v1::Event correction = Event(v1::EVENT_KIND_CORRECTION, "2022-02", "Sen faktura");
  correction.set_amount(5 * kKrona);
  correction.set_belongs_to_month("2021-11");
  const grpc::Status status = Put({correction});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(),
              HasSubstr("events[0].belongs_to_month: \"2021-11\" lies in 2021, which is closed"));
  correction.set_belongs_to_month("2020-11");
  EXPECT_TRUE(Put({correction}).ok());
}

// Eight months known: 7 x 100 000 + 110 000 = 810 000, 101 250 a month by the run rate. Told of 100 000 once in October
// and of a tenth more from November on: 810 000 + 2 x 101 250 + 100 000 + 2 x 111 375 = 1 335 250, where without it is
// 1 215 000: the sum of the shares, 100 000 and 2 x 10 125, less.
TEST_F(EventServiceTest, ForecastsTakeInEventsAndSayWhatTheyAreWorth) {
  const v1::Forecast before = Forecast();
  EXPECT_EQ(FullYear(before), 1'215'000 * kKrona);
  EXPECT_THAT(before.event_shares(), IsEmpty());
  ASSERT_TRUE(Put({OneOff("2022-10", 100'000), Price("2022-11", 10'000)}).ok());
  const v1::Forecast with = Forecast();
  EXPECT_EQ(FullYear(with), 1'335'250 * kKrona);
  ASSERT_EQ(with.event_shares_size(), 2);
  EXPECT_EQ(with.event_shares(0).event(), "organizations/o/events/flytt");
  EXPECT_EQ(with.event_shares(0).predicted_amount(), 100'000 * kKrona);
  EXPECT_EQ(with.event_shares(0).known_amount(), 0);
  EXPECT_THAT(with.event_shares(0).predicted_months(), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 100'000 * kKrona, 0, 0));
  EXPECT_EQ(with.event_shares(1).description(), "Norm");
  EXPECT_EQ(with.event_shares(1).predicted_amount(), 20'250 * kKrona);
  EXPECT_EQ(with.event_shares(1).measure(), v1::MEASURE_COST);
  EXPECT_NE(with.input_digest(), before.input_digest());
  // As if there were none: the same as before, to the last bit.
  const v1::Forecast without = Forecast(/*without_events=*/true);
  EXPECT_TRUE(without.without_events());
  EXPECT_EQ(without.input_digest(), before.input_digest());
  EXPECT_EQ(FullYear(without), FullYear(before));
  // Any set of them.
  const v1::Forecast some = Forecast(false, {"flytt"});
  EXPECT_EQ(FullYear(some), 1'235'250 * kKrona);
  EXPECT_THAT(some.excluded_events(), ElementsAre("organizations/o/events/flytt"));
  Forecast(false, {"nix"});
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status_.error_message(), HasSubstr("excluded_events: \"organizations/o/events/nix\" does not exist"));
}

// 40 000 of March were booked by mistake; the year's rest is 810 000 - 40 000 = 770 000 / 8 = 96 250 a month, and of
// the year 40 000 are the event's: all of it in known months.
TEST_F(EventServiceTest, APastEventIsTakenOutOfThePaceAndToldApart) {
  ASSERT_TRUE(Put({OneOff("2022-03", 40'000, "Dubbelbokning")}).ok());
  const v1::Forecast forecast = Forecast();
  EXPECT_EQ(FullYear(forecast), (810'000 + 4 * 96'250) * kKrona);
  ASSERT_EQ(forecast.event_shares_size(), 1);
  EXPECT_EQ(forecast.event_shares(0).known_amount(), 40'000 * kKrona);
  EXPECT_EQ(forecast.event_shares(0).predicted_amount(), 0);
}

// A measure of 12 000 a month less that grows over three months from October on: 4 000, 8 000 and 12 000; it works in
// half of the cases.
TEST_F(EventServiceTest, AMeasureGrowsAndCountsByItsProbability) {
  v1::Event measure = Event(v1::EVENT_KIND_MEASURE, "2022-10", "Fler till arbete");
  measure.set_amount(-12'000 * kKrona);
  measure.set_ramp_months(3);
  measure.set_probability(0.5);
  ASSERT_TRUE(Put({measure}).ok());
  const v1::Forecast forecast = Forecast();
  EXPECT_EQ(FullYear(forecast), (1'215'000 - 12'000) * kKrona);
  ASSERT_EQ(forecast.event_shares_size(), 1);
  EXPECT_EQ(forecast.event_shares(0).predicted_amount(), -12'000 * kKrona);
  EXPECT_EQ(forecast.event_shares(0).probability(), 0.5);
}

// 1 000 a day from 15 October to 20 November: 17 and 20 days.
TEST_F(EventServiceTest, ACommitmentCostsItsDays) {
  ASSERT_TRUE(Put({Commitment("2022-10-15", "2022-11-20")}).ok());
  const v1::Forecast forecast = Forecast();
  EXPECT_EQ(FullYear(forecast), (1'215'000 + 37'000) * kKrona);
  ASSERT_EQ(forecast.event_shares_size(), 1);
  EXPECT_EQ(forecast.event_shares(0).description(), "P-1042");
  EXPECT_THAT(forecast.event_shares(0).predicted_months(),
              ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 17'000 * kKrona, 20'000 * kKrona, 0));
}

// From July to October: its 62 days of July and August are taken out of the pace, (810 000 - 62 000) / 8 = 93 500, and
// September and October have it by their days.
TEST_F(EventServiceTest, ACommitmentThatHasBegunIsTakenOutOfThePace) {
  ASSERT_TRUE(Put({Commitment("2022-07-01", "2022-10-31")}).ok());
  EXPECT_EQ(FullYear(Forecast()), (810'000 + 4 * 93'500 + 61'000) * kKrona);
}

// The same when it is not certain is in the pace, 101 250 a month; in half of the cases its end takes 61 days away.
TEST_F(EventServiceTest, ACommitmentThatIsNotCertainAndHasBegunGoesWithItsEnd) {
  v1::Event commitment = Commitment("2022-07-01", "2022-10-31");
  commitment.set_probability(0.5);
  ASSERT_TRUE(Put({commitment}).ok());
  EXPECT_EQ(FullYear(Forecast()), (810'000 + 405'000 - 30'500) * kKrona);
}

// Six commitments that are all that is booked (about 100 000 a month), three of them since 2018, one since March 2022
// to the 10th of October: 19 days at 1 000 a day in March to ... 10 days of October. They are in the level already, so
// that the year is not six commitments dearer; the note tells what they make, and without events there is none.
TEST_F(EventServiceTest, CommitmentsThatAreWhatIsBookedAreARollAndCountOnce) {
  std::vector<v1::Event> roll;
  for (int at = 0; at < 5; ++at) {
    v1::Event event = Commitment(absl::StrCat("201", at < 3 ? 8 : 9, "-02-0", at + 1), "");
    event.set_reference(absl::StrCat("P-", at));
    event.set_amount(460 * kKrona);
    event.set_cannot_end(at < 4);
    roll.push_back(event);
  }
  roll.push_back(Commitment("2022-03-13", "2022-10-10"));
  ASSERT_TRUE(Put(roll).ok());
  const v1::Forecast with = Forecast(false, {}, absl::InfiniteFuture(), "default");
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_GT(FullYear(with), 1'100'000 * kKrona);
  EXPECT_LT(FullYear(with), 1'400'000 * kKrona);
  std::vector<v1::Note> notes;
  for (const v1::ForecastLine& line : with.lines()) {
    std::copy_if(line.notes().begin(), line.notes().end(), std::back_inserter(notes),
                 [](const v1::Note& one) { return one.has_commitments(); });
  }
  ASSERT_EQ(notes.size(), 1);
  const v1::Note& note = notes[0];
  EXPECT_EQ(note.code(), v1::NOTE_CODE_COMMITMENTS);
  EXPECT_EQ(note.commitments().open_count(), 6);
  // Four of 460 a day in 122 days are 224 480, the one to October 40 days; the fifth may end.
  EXPECT_GT(note.commitments().open_amount(), (224'480 + 40'000) * kKrona);
  EXPECT_LE(note.commitments().open_amount(), (224'480 + 40'000 + 56'120) * kKrona);
  // Of this year's it is told apart what they are: 172 days to the end of August, 40 after it.
  ASSERT_EQ(with.event_shares_size(), 1);
  EXPECT_EQ(with.event_shares(0).known_amount(), 172'000 * kKrona);
  EXPECT_EQ(with.event_shares(0).predicted_amount(), 40'000 * kKrona);
  const v1::Forecast without = Forecast(true, {}, absl::InfiniteFuture(), "default");
  EXPECT_NEAR(static_cast<double>(FullYear(without)), 1'210'000.0 * kKrona, 15'000.0 * kKrona);
  EXPECT_EQ(without.event_shares_size(), 0);
  EXPECT_EQ(FullYear(Forecast(false, {}, absl::InfiniteFuture(), "default")), FullYear(with));
}

TEST_F(EventServiceTest, WhatCannotEndHasNoLastDay) {
  v1::Event commitment = Commitment("2022-03-13", "2022-10-10");
  commitment.set_cannot_end(true);
  v1::Event other = OneOff("2022-10", 5);
  other.set_cannot_end(true);
  const grpc::Status status = Put({commitment, other});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(),
              AllOf(HasSubstr("events[0].last_day: \"2022-10-10\" is the last day of a commitment that cannot end"),
                    HasSubstr("events[1].cannot_end: \"true\" does not go with this kind of event")));
  EXPECT_THAT(List(), IsEmpty());
}

// As an ekonom keeps it in Excel: no kinds, for all are placements; blank where nobody knows the end.
TEST_F(EventServiceTest, ARollIsReadAsItIsKept) {
  v1::ImportEventsResponse response;
  const grpc::Status status = ImportTable(
      "Placeringar 2022 (tkr)\nReferens;Serie;Placerad från;Placerad till;Kronor per dag;Kan inte avslutas\n"
      "P-1;care.kostnad;2021-11-15;;3 800;ja\nP-2;care.kostnad;2022-03-01;2022-11-30;4 150,50;\n",
      &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.events_size(), 2);
  EXPECT_EQ(response.events(0).kind(), v1::EVENT_KIND_COMMITMENT);
  EXPECT_EQ(response.events(0).amount(), 3'800 * kKrona);
  EXPECT_TRUE(response.events(0).cannot_end());
  EXPECT_EQ(response.events(1).last_day(), "2022-11-30");
  EXPECT_EQ(response.events(1).amount(), 415'050);
  EXPECT_FALSE(response.events(1).cannot_end());
  // Every fault with its line.
  const grpc::Status faulty = ImportTable(
      "Referens;Serie;Placerad från;Placerad till;Kronor per dag;Kan inte avslutas\n"
      "P-1;care.kostnad;2022-02-30;;3 800;kanske\nP-2;nix.kostnad;2022-03-01;;dyrt;\n");
  EXPECT_EQ(faulty.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(faulty.error_message(), AllOf(HasSubstr("line 2: från"), HasSubstr("line 2: kan inte avslutas"),
                                            HasSubstr("line 3: serie"), HasSubstr("line 3: belopp")));
  const grpc::Status personal =
      ImportTable("Referens;Serie;Placerad från;Kronor per dag\n900101-2385;care.kostnad;2022-03-01;3 800\n");
  EXPECT_EQ(personal.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(personal.error_message(), HasSubstr("line 2"));
}

TEST_F(EventServiceTest, NoTextNamesAPersonAndNoRefusalRepeatsTheNumber) {
  v1::Event event = OneOff("2022-10", 1'000, "Avser 19900101-2385");
  event.set_source("900101-2385");
  v1::Event commitment = Commitment("2022-10-15", "2022-11-20");
  commitment.set_reference("9001012385");
  const grpc::Status status = Put({event, commitment});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const v1::ErrorDetail detail = DetailOf(status);
  std::vector<std::string> places;
  for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
  EXPECT_THAT(places, ElementsAre("events[0].description", "events[0].source", "events[1].reference"));
  EXPECT_THAT(absl::StrCat(detail.ShortDebugString(), status.error_message()), ::testing::Not(HasSubstr("2385")));
  EXPECT_THAT(List(), IsEmpty());
}

// The number of an invoice is none of a person's as it is written, but was as an identifier: the event was stored, and
// could never be named again.
TEST_F(EventServiceTest, AnEventIsNamedSoThatItCanBeNamedAgain) {
  ASSERT_TRUE(Put({OneOff("2022-10", 1'000, "Faktura 220401/4613")}).ok());
  EXPECT_THAT(List(), ElementsAre("event 2022-10"));
  EXPECT_TRUE(Withdraw("event").ok());
}

// 9 000 of February 2022 belong to December 2021: out of the one month, into the other, whose year is not this one's.
TEST_F(EventServiceTest, ACorrectionMovesWhatItCorrects) {
  v1::Event correction = Event(v1::EVENT_KIND_CORRECTION, "2022-02", "Sen faktura");
  correction.set_amount(8'000 * kKrona);
  correction.set_belongs_to_month("2021-12");
  ASSERT_TRUE(Put({correction}).ok());
  const v1::Forecast forecast = Forecast();
  EXPECT_EQ(FullYear(forecast), (810'000 + 4 * 100'250) * kKrona);
  ASSERT_EQ(forecast.event_shares_size(), 1);
  EXPECT_EQ(forecast.event_shares(0).known_amount(), 8'000 * kKrona);
}

TEST_F(EventServiceTest, AForecastOfAnEarlierMomentKnowsWhatWasRecordedThen) {
  const absl::Time before = now_;
  now_ += absl::Hours(1);
  ASSERT_TRUE(Put({OneOff("2022-10", 100'000)}).ok());
  EXPECT_EQ(FullYear(Forecast(false, {}, before)), 1'215'000 * kKrona);
  EXPECT_EQ(FullYear(Forecast()), 1'315'000 * kKrona);
}

// The event is recorded in January 2023, about October 2021: no round of 2021 knew of it, unless it is asked as if.
TEST_F(EventServiceTest, ABacktestKnowsAtEachRoundWhatWasRecordedByThen) {
  ASSERT_TRUE(Put({OneOff("2021-10", 100'000)}).ok());
  const auto errors = [&](bool all_events) {
    v1::BacktestRequest request;
    request.set_organization("organizations/o");
    request.set_series("organizations/o/series/care.cost");
    request.set_first_year(2021);
    request.set_last_year(2021);
    request.add_rounds(v1::ROUND_AUTUMN);
    request.set_path_count(200);
    request.set_all_events(all_events);
    grpc::ClientContext call;
    auto reader = evaluation_->Backtest(&call, request);
    v1::BacktestResponse response;
    std::string rows;
    while (reader->Read(&response)) {
      for (const v1::EvaluationRow& row : response.page().rows()) absl::StrAppend(&rows, row.ShortDebugString(), "\n");
      if (response.has_evaluation()) {  // The last message.
        EXPECT_EQ(response.evaluation().all_events(), all_events);
      }
    }
    EXPECT_TRUE(reader->Finish().ok());
    EXPECT_FALSE(rows.empty());
    return rows;
  };
  const std::string known_then = errors(false);
  EXPECT_NE(errors(true), known_then);
  ASSERT_TRUE(Withdraw("flytt").ok());
  EXPECT_EQ(errors(false), known_then);
  EXPECT_EQ(errors(true), known_then);
}

TEST_F(EventServiceTest, ATableIsReadAsAPersonKeepsIt) {
  v1::ImportEventsResponse response;
  const grpc::Status status = ImportTable(
      "Händelser hösten 2022\n"
      "serie;slag;från;till;belopp;procent;sannolikhet;avser;upptrappning;händelse;källa\n"
      "care.kostnad;procent;2022-07;;;8,6;;;;Riksnormen höjs;prop. 1\n"
      "care.kostnad;åtgärd;2022-09;2022-12;-200 tkr;;70 %;;2;Fler till arbete;\n"
      "care.kostnad;rättelse;2022-02;;1 234,50;;;2021-12;;Sen faktura;\n"
      "care.days;nivåskifte;2022-05;;12;;0,5;;;Nya platser;\n",
      &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.events_size(), 4);
  EXPECT_EQ(response.stored_count(), 4);
  EXPECT_EQ(response.events(0).percent(), 8'600);
  EXPECT_EQ(response.events(0).source(), "prop. 1");
  EXPECT_EQ(response.events(1).amount(), -200'000 * kKrona);
  EXPECT_EQ(response.events(1).probability(), 0.7);
  EXPECT_EQ(response.events(1).ramp_months(), 2);
  EXPECT_EQ(response.events(2).amount(), 123'450);
  EXPECT_EQ(response.events(2).belongs_to_month(), "2021-12");
  EXPECT_EQ(response.events(3).series(), "organizations/o/series/care.days");
  EXPECT_EQ(response.events(3).amount(), 12'000);
  EXPECT_EQ(response.notes_size(), 1);  // What is read as tkr.
}

TEST_F(EventServiceTest, FaultsOfATableNameTheirLine) {
  const std::string header = "serie;slag;från;till;belopp;procent;sannolikhet;händelse\n";
  const grpc::Status cells = ImportTable(header +
                                         "nix.kostnad;engångspost;2022-07;;5;;;A\n"
                                         "care.kostnad;skifte;2022-07;;5;;;B\n"
                                         "care.kostnad;procent;2022-13;;;x;;C\n");
  EXPECT_EQ(cells.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(cells.error_message(),
              AllOf(HasSubstr("line 2: serie"), HasSubstr("line 3: slag: \"skifte\" is not one-off"),
                    HasSubstr("line 4: från"), HasSubstr("line 4: procent")));
  const grpc::Status sense = ImportTable(header +
                                         "care.kostnad;procent;2022-07;2022-06;;5;;A\n"
                                         "care.kostnad;engångspost;2022-07;;5;;1,2;B\n");
  EXPECT_THAT(sense.error_message(), AllOf(HasSubstr("line 2: last_month"), HasSubstr("line 3: probability")));
  EXPECT_THAT(ImportTable(header + "care.kostnad;engångspost;2017-01;;5;;;A\n").error_message(),
              HasSubstr("line 2: first_month: \"2017-01\" lies before the first month"));
  EXPECT_THAT(List(true), IsEmpty());
}

// Botkyrka, Socialnämnden 2014 and 2015 (verksamhetsberättelse 2015), mnkr: net cost 542,8 and 557,9, deviation 2015
// -19,2. Revenue for unaccompanied children of 2015 is 6,4 too low for 2014's sake; damage by fire cost 4,5 once.
//   2014: 542,8 + 6,4 = 549,2.  2015: 557,9 - 6,4 = 551,5, less 4,5 = 547,0; -19,2 + 6,4 + 4,5 = -8,3.
TEST_F(EventServiceTest, BotkyrkasUnderlyingResultComesOutDigitByDigit) {
  CreateActivities("o", {"social"});
  CreateSeries("o", {"social.cost", "social.revenue"});
  const auto mnkr = [](int tenths) { return int64_t{tenths} * 100'000 * kKrona; };
  const auto year = [&](const std::string& of, int cost, int revenue) {
    std::vector<v1::Actual> actuals;
    for (int month = 1; month <= 12; ++month) {
      const std::string name = absl::StrCat(of, month < 10 ? "-0" : "-", month);
      actuals.push_back(Amount("social.cost", name, month == 12 ? mnkr(cost) : 0));
      actuals.push_back(Amount("social.revenue", name, month == 12 ? mnkr(revenue) : 0));
    }
    ASSERT_TRUE(Import({Batch(actuals)}).ok());
  };
  year("2014", 6229, 801);
  year("2015", 6550, 971);
  v1::BudgetVersion budget = EvenBudget(2015, "social.cost", mnkr(6550 - 455), "2014-11-25");
  v1::BudgetLine& revenue = *budget.add_lines();
  revenue.set_series("organizations/o/series/social.revenue");
  revenue.set_amount_ore(mnkr(971 - 263));
  ASSERT_TRUE(SetBudget(budget).ok());

  v1::Event correction = Event(v1::EVENT_KIND_CORRECTION, "2015-03", "Ensamkommande");
  correction.set_series("organizations/o/series/social.revenue");
  correction.set_amount(mnkr(-64));
  correction.set_belongs_to_month("2014-12");
  v1::Event fire = Event(v1::EVENT_KIND_ONE_OFF, "2015-06", "Brandattentat");
  fire.set_series("organizations/o/series/social.cost");
  fire.set_amount(mnkr(45));
  v1::Event rumour = fire;  // What may not have happened is in no result.
  rumour.set_description("Kanske");
  rumour.set_probability(0.5);
  ASSERT_TRUE(Put({correction, fire, rumour}).ok());

  v1::GetUnderlyingResultRequest request;
  request.set_organization("organizations/o");
  request.set_activity("organizations/o/activities/social");
  request.set_first_year(2014);
  request.set_last_year(2015);
  v1::GetUnderlyingResultResponse response;
  grpc::ClientContext call;
  const grpc::Status status = events_->GetUnderlyingResult(&call, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.years_size(), 2);
  const v1::UnderlyingYear& first = response.years(0);
  const v1::UnderlyingYear& second = response.years(1);
  EXPECT_EQ(first.net(), mnkr(5428));
  EXPECT_EQ(first.corrected(), mnkr(5492));
  EXPECT_EQ(first.underlying(), mnkr(5492));
  EXPECT_FALSE(first.has_budget());
  EXPECT_TRUE(first.complete());
  EXPECT_EQ(second.net(), mnkr(5579));
  EXPECT_EQ(second.corrected(), mnkr(5515));
  EXPECT_EQ(second.underlying(), mnkr(5470));
  EXPECT_EQ(second.budget() - second.net(), mnkr(-192));
  EXPECT_EQ(second.budget() - second.underlying(), mnkr(-83));
  EXPECT_EQ(first.net() - second.net(), mnkr(-151));
  EXPECT_EQ(first.corrected() - second.corrected(), mnkr(-23));
  EXPECT_EQ(first.underlying() - second.underlying(), mnkr(22));
  ASSERT_EQ(second.items_size(), 2);
  EXPECT_EQ(second.items(0).net(), mnkr(45));
  EXPECT_EQ(second.items(1).net(), mnkr(64));
  EXPECT_EQ(second.items(1).part(), v1::UnderlyingItem::PART_CORRECTION_OUT);

  request.set_last_year(2013);
  grpc::ClientContext backwards;
  EXPECT_EQ(events_->GetUnderlyingResult(&backwards, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(EventServiceTest, TheHistoryTellsOfEvents) {
  ASSERT_TRUE(Put({OneOff("2022-10", 500)}).ok());
  v1::ListChangesRequest request;
  request.set_organization("organizations/o");
  request.add_kinds(v1::CHANGE_KIND_EVENTS);
  v1::ListChangesResponse response;
  grpc::ClientContext call;
  const auto history = v1::HistoryService::NewStub(server_->InProcessChannel());
  ASSERT_TRUE(history->ListChanges(&call, request, &response).ok());
  ASSERT_EQ(response.changes_size(), 1);
  EXPECT_EQ(response.changes(0).count(), 1);
}

}  // namespace
}  // namespace prognos::service
