#include "client/run.h"

#include <chrono>
#include <fstream>
#include <thread>

#include "absl/synchronization/notification.h"
#include "forecast/messages/wire/message_proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/refusal.h"
#include "messages/value.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(RunTest, HelpSpeaksSwedishThroughout) {
  FakePrognosd service;
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"--hjalp"}, {"-h"}, {"skapa", "--hjalp"}, {"budget", "satt", "--help"}, {"organisation", "--hjalp"}}) {
    const Outcome outcome = service.Run(command);
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.out, HasSubstr("Användning: prognos"));
    for (const char* english : {"Usage", "Options", "OPTIONS", "SUBCOMMAND", "REQUIRED", "Positionals", "TEXT"}) {
      EXPECT_THAT(outcome.out, Not(HasSubstr(english))) << command[0];
    }
  }
}

TEST(RunTest, HelpSpeaksEnglishWhenAsked) {
  FakePrognosd service;
  EXPECT_THAT(service.Run({"--sprak", "en", "create", "--help"}).out, HasSubstr("Usage: prognos skapa [OPTIONS]"));
  service.variables["PROGNOS_SPRAK"] = "en";
  EXPECT_THAT(service.Run({"visa", "--hjalp"}).out, HasSubstr("Usage:"));
  EXPECT_THAT(service.Run({"visa", "--hjalp", "--sprak=sv"}).out, HasSubstr("Användning:"));
}

TEST(RunTest, EveryCommandHasAnExample) {
  FakePrognosd service;
  for (const char* command : {"granska", "importera", "skapa", "visa", "jamfor", "lista"}) {
    EXPECT_THAT(service.Run({command, "--hjalp"}).out, HasSubstr("Exempel:\n  prognos " + std::string(command)));
  }
}

TEST(RunTest, HelpOfACommandIsReachedByItsNameToo) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"hjalp", "budget", "satt"}).out, service.Run({"budget", "satt", "--hjalp"}).out);
  EXPECT_EQ(service.Run({"help"}).out, service.Run({"--hjalp"}).out);
  const Outcome mistyped = service.Run({"hjalp", "budgt"});
  EXPECT_EQ(mistyped.exit_code, 2);
  EXPECT_THAT(mistyped.err, HasSubstr("Menade du ”budget”?"));
}

// A document of six lines on a screen of five goes through the pager, one that fits does not.
TEST(RunTest, WhatIsLongerThanTheScreenGoesThroughThePager) {
  FakePrognosd service;
  for (const char* id : {"barn", "vuxen", "bistand", "ensam", "aldre"}) service.AddActivity(id, id, "", {"cost"});
  service.is_terminal = true;
  service.terminal_width = 80;
  service.variables["PAGER"] = "more";
  service.terminal_height = 5;
  const Outcome paged = service.Run({"verksamhet", "lista"});
  EXPECT_EQ(paged.out, "");
  ASSERT_EQ(service.paged.size(), 1u);
  EXPECT_EQ(service.paged[0].first, "more");
  EXPECT_THAT(service.paged[0].second, HasSubstr("vuxen"));

  service.terminal_height = 200;
  EXPECT_EQ(service.Run({"verksamhet", "lista"}).out, service.paged[0].second);
  EXPECT_EQ(service.paged.size(), 1u);
}

TEST(RunTest, NoPagerIsUsedWhereNobodyLooksOrNobodyWantsOne) {
  FakePrognosd service;
  for (const char* id : {"barn", "vuxen", "bistand", "ensam", "aldre"}) service.AddActivity(id, id, "", {"cost"});
  service.terminal_width = 80;
  service.terminal_height = 5;
  service.variables["PAGER"] = "more";
  const std::string whole = service.Run({"verksamhet", "lista"}).out;  // Into a file.
  EXPECT_THAT(whole, HasSubstr("vuxen"));
  service.is_terminal = true;
  EXPECT_EQ(service.Run({"verksamhet", "lista", "--utan-sidvisning"}).out, whole);
  service.variables["PROGNOS_SIDVISARE"] = "";
  EXPECT_EQ(service.Run({"verksamhet", "lista"}).out, whole);
  service.variables["PROGNOS_SIDVISARE"] = "cat";
  EXPECT_EQ(service.Run({"verksamhet", "lista"}).out, whole);
  EXPECT_THAT(service.paged, testing::IsEmpty());
  service.variables["PROGNOS_SIDVISARE"] = "less";
  service.has_pager = false;  // It cannot be started: nothing is lost.
  EXPECT_EQ(service.Run({"verksamhet", "lista"}).out, whole);
}

// A program reads what went wrong from stderr in the form it asked for; the exit code stays what it was.
TEST(RunTest, ErrorsComeAsJsonToThoseWhoAskForJson) {
  FakePrognosd service;
  service.ledger.ListOrganizations_.failures = {
      RefusedWith(grpc::StatusCode::FAILED_PRECONDITION, v1::REASON_YEAR_CLOSED, "the year is closed")};
  const Outcome refused = service.Run({"verksamhet", "lista", "--format", "json"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.out, "");
  EXPECT_THAT(refused.err, AllOf(StartsWith("{\"error\": {\"message\": \""), HasSubstr("\"reason\": \"year_closed\""),
                                 HasSubstr("\"exit_code\": 1}}\n")));
  const Outcome wrong = service.Run({"verksamhet", "list", "--finns-inte", "--format=json"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, AllOf(StartsWith("{\"error\": "), HasSubstr("\"reason\": null, \"exit_code\": 2}}\n")));
}

TEST(RunTest, VersionIsOneLine) { EXPECT_THAT(FakePrognosd().Run({"--version"}).out, StartsWith("prognos 0.")); }

// A full disk counted as success: whoever read the file that was cut short took it for whole.
TEST(RunTest, OutputThatCannotBeWrittenIsAFailure) {
  FakePrognosd service;
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"--hjalp"}, {"--version"}, {"organisation", "lista"}, {"organisation", "lista", "--format", "csv"}}) {
    std::ofstream full("/dev/full");
    service.output = &full;
    const Outcome outcome = service.Run(command);
    EXPECT_EQ(outcome.exit_code, 1) << command[0];
    EXPECT_THAT(outcome.err, StartsWith("prognos: det som skulle skrivas ut kunde inte skrivas helt\n")) << command[0];
  }
}

TEST(RunTest, AnArgumentInLatin1IsToldAsOne) {
  FakePrognosd service;
  const Outcome outcome = service.Run({"organisation", "skapa", "x", "--namn", "V\xE5rd"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, StartsWith("prognos: argumentet ”Vård” är inte skrivet i UTF-8\n"));
  EXPECT_EQ(service.Run({"organisation", "skapa", "x", "--namn", "Vård"}).exit_code, 0);
}

TEST(RunTest, WrongUseIsToldInTwoLinesAndEndsWithTwo) {
  FakePrognosd service;
  const auto expect = [&](const std::vector<std::string>& command, const std::string& err) {
    const Outcome outcome = service.Run(command);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, err);
    EXPECT_THAT(outcome.out, IsEmpty());
  };
  expect({}, "prognos: inget kommando angavs\nSe ”prognos --hjalp”.\n");
  expect({"budget"}, "prognos: inget kommando angavs\nSe ”prognos budget --hjalp”.\n");
  expect({"jamfor"}, "prognos: --ar saknas\nSe ”prognos jamfor --hjalp”.\n");
  expect({"jamfor", "--ar"}, "prognos: --ar saknar värde\nSe ”prognos jamfor --hjalp”.\n");
  expect({"visa", "--xyz"}, "prognos: förstår inte: --xyz\nSe ”prognos visa --hjalp”.\n");
  expect({"visaa"}, "prognos: okänt kommando: visaa\nMenade du ”visa”? Se ”prognos --hjalp”.\n");
  expect({"radera"}, "prognos: okänt kommando: radera\nSe ”prognos --hjalp”.\n");
  expect({"manad", "oppen"}, "prognos: okänt kommando: oppen\nMenade du ”oppna”? Se ”prognos manad --hjalp”.\n");
  expect({"budget", "sat"}, "prognos: okänt kommando: sat\nMenade du ”satt”? Se ”prognos budget --hjalp”.\n");
  expect({"visa", "--ar", "tolv"}, "prognos: värdet går inte att tolka: --ar = tolv\nSe ”prognos visa --hjalp”.\n");
  expect({"halsa", "--format", "tabell-json"},
         "prognos: kommandot har ingen tabell för --format tabell-json\nSkriv --format json eller csv.\n");
  expect({"lista", "--format", "xml"},
         "prognos: ”xml” är inget val för --format\nVälj något av: tabell, json, csv, tabell-json, tabell-csv, "
         "tabell-html.\n");
  expect({"lista", "--sprak", "fi"}, "prognos: ”fi” är inget val för --sprak\nVälj något av: sv, en.\n");
  for (const std::string address : {"foo", "127.0.0.1:99999", "127.0.0.1:0", ":7443", "värd:http",
                                    "http://localhost:7443", "localhost:7443/", "::1:7443"}) {
    expect({"lista", "--adress", address}, "prognos: ”" + address +
                                               "” är inget val för --adress\nVälj något av: värd:port med en port "
                                               "1–65535, till exempel 127.0.0.1:7443.\n");
  }
  expect({"lista", "--tidsgrans", "nan"},
         "prognos: ”nan” är inget val för --tidsgrans\nVälj något av: ett antal sekunder över 0, högst 86400.\n");
}

TEST(RunTest, AYearThatNoBudgetCanHaveIsWrongUseEverywhere) {
  FakePrognosd service;
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"lista"},
                                             {"visa"},
                                             {"jamfor"},
                                             {"skapa", "--omgang", "host"},
                                             {"budget", "visa"},
                                             {"budget", "satt", "b.csv", "--beslutad", "2021-12-15"},
                                             {"organisation", "stang-ar"},
                                             {"organisation", "oppna-ar"}}) {
    for (const char* year : {"0", "1899", "2200", "-1"}) {
      std::vector<std::string> with_year = command;
      with_year.insert(with_year.end(), {"--ar", year});
      const Outcome outcome = service.Run(with_year);
      EXPECT_EQ(outcome.exit_code, 2) << command[0] << year;
      EXPECT_EQ(outcome.err,
                std::string("prognos: ") + year +
                    " är inget år mellan 1900 och 2199\nSkriv året med fyra siffror, till exempel 2022.\n");
    }
  }
}

TEST(RunTest, ALanguageThatIsNoneInTheEnvironmentIsWrongUse) {
  FakePrognosd service;
  service.variables["PROGNOS_SPRAK"] = "xx";
  const Outcome outcome = service.Run({"lista"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.err, "prognos: ”xx” är inget val för PROGNOS_SPRAK\nVälj något av: sv, en.\n");
  EXPECT_EQ(service.Run({"lista", "--sprak", "sv"}).exit_code, 0);
}

TEST(RunTest, TheHelpOfAGroupHasExamplesOfItsOwnAndNoTrailingBlanks) {
  FakePrognosd service;
  for (const char* group : {"organisation", "verksamhet", "regler", "budget"}) {
    const std::string help = service.Run({group, "--hjalp"}).out;
    EXPECT_THAT(help, HasSubstr("Exempel:\n  prognos " + std::string(group)));
    EXPECT_THAT(help, Not(HasSubstr("Så börjar man")));
    EXPECT_THAT(help, Not(HasSubstr(" \n")));
  }
  EXPECT_THAT(service.Run({"--hjalp"}).out, Not(HasSubstr(" \n")));
}

TEST(RunTest, AnAbsentServiceIsNamedByItsAddress) {
  FakePrognosd service;
  const grpc::Status unavailable(grpc::StatusCode::UNAVAILABLE, "connection refused");
  service.ledger.ListOrganizations_.failures = {unavailable, unavailable};
  const Outcome outcome = service.Run({"organisation", "lista", "--adress", "10.0.0.1:99"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err,
            "prognos: tjänsten svarar inte på 10.0.0.1:99\n"
            "Starta den med ”prognosd --address=10.0.0.1:99”, eller ange en annan adress med --adress.\n");
}

TEST(RunTest, ACallIsTriedOnceMoreWithTheSameRequestId) {
  FakePrognosd service;
  service.ledger.CreateOrganization_.failures = {grpc::Status(grpc::StatusCode::UNAVAILABLE, "draining")};
  EXPECT_EQ(service.Run({"organisation", "skapa", "x", "--namn", "X"}).exit_code, 0);
  const auto& requests = service.ledger.CreateOrganization_.requests;
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].request_id(), requests[1].request_id());
  EXPECT_THAT(requests[0].request_id(), SizeIs(36));
}

TEST(RunTest, EveryWriteHasARequestIdOfItsOwn) {
  FakePrognosd service;
  service.Run({"organisation", "skapa", "x", "--namn", "X"});
  service.Run({"organisation", "skapa", "x", "--namn", "X"});
  const auto& requests = service.ledger.CreateOrganization_.requests;
  EXPECT_NE(requests[0].request_id(), requests[1].request_id());
}

TEST(RunTest, TheAddressAndOrganizationComeFromOptionThenEnvironment) {
  FakePrognosd service;
  service.Run({"organisation", "visa"});
  EXPECT_EQ(service.asked_address, "127.0.0.1:7443");
  EXPECT_EQ(service.ledger.GetOrganization_.requests.back().name(), "organizations/exempelby");
  service.variables = {{"PROGNOS_ADRESS", "a:1"}, {"PROGNOS_ORGANISATION", "annanby"}};
  service.Run({"organisation", "visa"});
  EXPECT_EQ(service.asked_address, "a:1");
  EXPECT_EQ(service.ledger.GetOrganization_.requests.back().name(), "organizations/annanby");
  service.Run({"organisation", "visa", "-o", "tredjeby", "--adress", "b:2"});
  EXPECT_EQ(service.asked_address, "b:2");
  EXPECT_EQ(service.ledger.GetOrganization_.requests.back().name(), "organizations/tredjeby");
}

TEST(RunTest, SeveralOrganizationsAskForAChoiceAndNoneForACreation) {
  FakePrognosd service;
  service.ledger.ListOrganizations_.response.add_organizations()->set_name("organizations/annanby");
  const Outcome several = service.Run({"lista"});
  EXPECT_EQ(several.exit_code, 2);
  EXPECT_THAT(several.err, HasSubstr("det finns flera organisationer: exempelby, annanby\nVälj en med -o ID"));
  service.ledger.ListOrganizations_.response.clear_organizations();
  EXPECT_THAT(service.Run({"lista"}).err, HasSubstr("det finns ingen organisation\nSkapa en med"));
}

TEST(RunTest, FaultsAreToldOneByOneInTheLanguageOfTheReader) {
  FakePrognosd service;
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_FAULTY_REQUEST);
  detail.set_fault_count(7);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("line 17: month");
  fault.set_reason(v1::FAULT_REASON_NOT_A_MONTH);
  fault.set_value("2022-13");
  fault.set_rule("is not a month (YYYY-MM)");
  *fault.mutable_message() = ToProto(messages::value::IsNotAMonth());
  const grpc::Status refusal = RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail, "in English");
  service.ledger.GetOrganization_.failures = {refusal, refusal};
  const Outcome swedish = service.Run({"organisation", "visa"});
  EXPECT_EQ(swedish.exit_code, 1);
  EXPECT_EQ(swedish.err,
            "prognos: begäran avvisades; inget har ändrats\n"
            "  rad 17: månad: ”2022-13” är inte en månad (ÅÅÅÅ-MM)\n"
            "  … och 6 fel till\n"
            "Rätta felen ovan och försök igen.\n");
  const Outcome english = service.Run({"organisation", "visa", "--sprak", "en"});
  EXPECT_THAT(english.err, HasSubstr("line 17: month: ”2022-13” is not a month (YYYY-MM)\n  … and 6 more faults"));
}

TEST(RunTest, EachReasonAndCodeHasItsOwnAnswer) {
  FakePrognosd service;
  const auto expect = [&](const grpc::Status& status, const std::string& what) {
    service.ledger.GetOrganization_.requests.clear();
    service.ledger.GetOrganization_.failures = {status};
    const Outcome outcome = service.Run({"organisation", "visa"});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, StartsWith("prognos: " + what)) << outcome.err;
  };
  expect(RefusedWith(grpc::StatusCode::NOT_FOUND, v1::REASON_NOT_FOUND, "x"),
         "det som efterfrågades finns inte\n  x\n");
  expect(RefusedWith(grpc::StatusCode::ALREADY_EXISTS, v1::REASON_ALREADY_EXISTS), "namnet är upptaget\nVälj");
  expect(RefusedWith(grpc::StatusCode::FAILED_PRECONDITION, v1::REASON_YEAR_CLOSED), "året är stängt\nÖppna");
  expect(RefusedWith(grpc::StatusCode::FAILED_PRECONDITION, v1::REASON_NO_DATA), "det finns inget att göra prognos på");
  expect(RefusedWith(grpc::StatusCode::RESOURCE_EXHAUSTED, v1::REASON_STORE_FULL), "disken");
  expect(RefusedWith(grpc::StatusCode::RESOURCE_EXHAUSTED, v1::REASON_BUSY),
         "tjänsten har fullt upp just nu; inget har sparats\nVänta en stund");
  // Refusals that say what they are about are told in Swedish.
  const auto told = [](grpc::StatusCode code, v1::Reason reason, const Message& message) {
    v1::ErrorDetail detail;
    detail.set_reason(reason);
    *detail.mutable_message() = ToProto(message);
    return RefusedWith(code, detail, message.English());
  };
  expect(told(grpc::StatusCode::NOT_FOUND, v1::REASON_NOT_FOUND, messages::refusal::NoOrganization("okand")),
         "organisationen ”okand” finns inte\nSe vad som finns");
  expect(told(grpc::StatusCode::ALREADY_EXISTS, v1::REASON_ALREADY_EXISTS,
              messages::refusal::OrganizationExists("exempelby")),
         "organisationen ”exempelby” finns redan\nVälj ett annat id");
  expect(told(grpc::StatusCode::FAILED_PRECONDITION, v1::REASON_NO_DATA,
              messages::refusal::NothingToForecastFrom(2022, 8)),
         "det finns varken utfall för 2022 till och med månad 8 eller för de två åren före, och ingen budget för 2022, "
         "att göra en prognos av\nLäs in utfall");
  expect({grpc::StatusCode::NOT_FOUND, "x"}, "det som efterfrågades finns inte");
  expect({grpc::StatusCode::INTERNAL, "x"}, "ett fel uppstod i tjänsten");
  expect({grpc::StatusCode::DEADLINE_EXCEEDED, ""}, "tjänsten blev inte klar inom 60 sekunder\nFörsök igen");
}

// A ledger whose answer never comes by itself.
class HangingLedger : public v1::LedgerService::Service {
 public:
  grpc::Status ListOrganizations(grpc::ServerContext* context, const v1::ListOrganizationsRequest*,
                                 v1::ListOrganizationsResponse*) override {
    started.Notify();
    while (!context->IsCancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return grpc::Status::CANCELLED;
  }
  absl::Notification started;
};

struct HangingRun {
  HangingLedger ledger;
  std::unique_ptr<grpc::Server> server;
  std::ostringstream out, err;
  Cancellation cancellation;

  int Run(const std::vector<const char*>& argv) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&ledger);
    server = builder.BuildAndStart();
    Environment environment{
        out, err,
        [&](const Connection&) { return std::shared_ptr<grpc::ChannelInterface>(server->InProcessChannel({})); },
        [](const std::string&) { return std::optional<std::string>(); }};
    environment.cancellation = &cancellation;
    return RunPrognos(static_cast<int>(argv.size()), argv.data(), environment);
  }
};

TEST(RunTest, CtrlCCancelsTheCallInTheServiceToo) {
  HangingRun run;
  std::thread user([&] {
    run.ledger.started.WaitForNotification();
    run.cancellation.Cancel();
  });
  EXPECT_EQ(run.Run({"prognos", "organisation", "lista"}), 130);
  EXPECT_EQ(run.err.str(), "prognos: avbrutet\n  Inget har sparats.\n");
  user.join();
}

TEST(RunTest, TheTimeLimitEndsACallThatDoesNotAnswer) {
  HangingRun run;
  EXPECT_EQ(run.Run({"prognos", "organisation", "lista", "--tidsgrans", "0.1"}), 1);
  EXPECT_THAT(run.err.str(), HasSubstr("inom 0.1 sekunder"));
}

}  // namespace
}  // namespace prognos::client
