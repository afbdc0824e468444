#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "forecast/messages/wire/message_proto.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "messages/file.h"
#include "messages/ledger.h"
#include "messages/note.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

v1::ImportFileResponse Answer() {
  v1::ImportFileResponse response;
  response.set_row_count(1512);
  response.set_stored_count(24);
  v1::ImportedSeries& cost = *response.add_series();
  cost.set_series("organizations/exempelby/series/bistand.cost");
  cost.set_first_month("2022-01");
  cost.set_last_month("2022-08");
  cost.set_month_count(8);
  cost.set_sum(123456789);
  v1::ImportedSeries& volume = *response.add_series();
  volume.set_series("organizations/exempelby/series/bistand.hushall");
  volume.set_first_month("2022-08");
  volume.set_last_month("2022-08");
  volume.set_month_count(1);
  volume.set_sum(312500);
  return response;
}

TEST(ImportTest, AFileIsSentWholeWithItsName) {
  FakePrognosd service;
  // Larger than one chunk of 256 KiB, with every byte value.
  std::string bytes;
  for (int i = 0; i < 600'000; ++i) bytes += static_cast<char>(i * 7);
  EXPECT_EQ(service.Run({"importera", WriteFile("utfall.se", bytes)}).exit_code, 0);
  ASSERT_THAT(service.ledger.import_bytes, SizeIs(1));
  EXPECT_TRUE(service.ledger.import_bytes[0] == bytes);
  EXPECT_EQ(service.ledger.import_headers[0].file_name(), "utfall.se");
  EXPECT_EQ(service.ledger.import_headers[0].organization(), "organizations/exempelby");
  EXPECT_FALSE(service.ledger.import_headers[0].validate_only());
}

TEST(ImportTest, WhatWasStoredIsToldPerSeries) {
  FakePrognosd service;
  service.AddActivity("bistand", "Ekonomiskt bistånd", "", {"cost", "hushall"});
  service.ledger.import_response = Answer();
  const std::string file = WriteFile("u.csv", "x");
  EXPECT_EQ(service.Run({"importera", file}).out,
            file +
                ": 1\u00a0512 rader lästa, 24 värden sparade, 0 fanns redan\n\n"
                "Verksamhet          Slag     Månader            Antal         Summa\n"
                "Ekonomiskt bistånd  kostnad  2022-01 – 2022-08      8  1\u00a0234\u00a0567,89\n"
                "Ekonomiskt bistånd  hushall  2022-08                1        312,5\n");
}

// Two files were two texts behind each other, which no reader of JSON or CSV takes for one.
TEST(ImportTest, ForProgramsTheTablesOfAllFilesAreOneDocument) {
  FakePrognosd service;
  service.AddActivity("bistand", "Ekonomiskt bistånd", "", {"cost", "hushall"});
  service.ledger.import_response = Answer();
  const std::string json =
      service.Run({"importera", WriteFile("a.csv", "x"), WriteFile("b.csv", "x"), "--format", "tabell-json"}).out;
  google::protobuf::Struct document;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &document).ok()) << json;
  const auto& blocks = document.fields().at("blocks").list_value().values();
  ASSERT_EQ(blocks.size(), 4);  // Of each file a line and a table.
  const auto& cells =
      blocks[3].struct_value().fields().at("rows").list_value().values(0).struct_value().fields().at("cells");
  EXPECT_EQ(cells.struct_value().fields().at("sum").struct_value().fields().at("ore").number_value(), 123456789.0);
  EXPECT_EQ(cells.struct_value().fields().at("months").struct_value().fields().at("last").string_value(), "2022-08");
}

// What the service answered about two files was two objects behind each other.
TEST(ImportTest, TheAnswersAboutAllFilesAreOneJsonObject) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  const std::string a = WriteFile("a.csv", "x"), b = WriteFile("b.csv", "x");
  const std::string json = service.Run({"importera", a, b, "--format", "json"}).out;
  google::protobuf::Struct object;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &object).ok()) << json;
  const auto& files = object.fields().at("files").list_value().values();
  ASSERT_EQ(files.size(), 2);
  EXPECT_EQ(files[1].struct_value().fields().at("file").string_value(), b);
  EXPECT_EQ(files[1].struct_value().fields().at("stored_count").number_value(), 24.0);
}

TEST(ImportTest, WhatNoRuleMatchesIsListedWithItsSum) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  for (int account : {4010, 5010}) {
    v1::UnmatchedPosting& posting = *service.ledger.import_response.add_unmatched();
    posting.set_account(std::to_string(account));
    posting.set_dimension("1");
    posting.set_object("310");
    posting.set_amount_ore(-5050);
    posting.set_month_count(2);
  }
  service.ledger.import_response.set_budget_row_count(12);
  service.ledger.import_response.set_budget_sum_ore(100000);
  const std::string out = service.Run({"importera", WriteFile("u.csv", "x")}).out;
  EXPECT_THAT(out, HasSubstr("Inte sparat, eftersom ingen konteringsregel passar"));
  EXPECT_THAT(out, HasSubstr("5010   1          310         2   −50,50\n"));
  EXPECT_THAT(out, HasSubstr("Summa                            −101,00\n"));
  EXPECT_THAT(out, HasSubstr("12 budgetrader i filen, summa 1\u00a0000,00, lämnades orörda"));
}

TEST(ImportTest, CheckingSendsValidateOnlyAndSaysThatNothingWasStored) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  const Outcome outcome = service.Run({"importera", "--kontrollera", WriteFile("u.csv", "x")});
  EXPECT_THAT(outcome.out, HasSubstr("inget har sparats"));
  EXPECT_TRUE(service.ledger.import_headers.at(0).validate_only());
}

TEST(ImportTest, ARestartingServiceGetsTheWholeFileAgainWithTheSameRequestId) {
  FakePrognosd service;
  service.ledger.import_failures = {grpc::Status(grpc::StatusCode::UNAVAILABLE, "draining")};
  EXPECT_EQ(service.Run({"importera", WriteFile("u.csv", "hela filen")}).exit_code, 0);
  ASSERT_THAT(service.ledger.import_headers, SizeIs(2));
  EXPECT_EQ(service.ledger.import_headers[0].request_id(), service.ledger.import_headers[1].request_id());
  EXPECT_EQ(service.ledger.import_bytes[1], "hela filen");
}

TEST(ImportTest, AFileThatIsNotThereStopsAllBeforeAnythingIsSent) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"importera", WriteFile("u.csv", "x"), "/finns/inte.se"}).exit_code, 2);
  EXPECT_THAT(service.ledger.import_headers, IsEmpty());
}

TEST(ImportTest, AFailureNamesItsFileAndThoseStoredBeforeIt) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_FAULTY_REQUEST);
  detail.set_fault_count(1);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("file");
  fault.set_reason(v1::FAULT_REASON_MISSING);
  fault.set_rule("has a header but no values");
  *fault.mutable_message() = ToProto(messages::file::HasNoValues());
  service.ledger.import_failures = {grpc::Status::OK, RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const std::string first = WriteFile("a.csv", "x");
  const std::string second = WriteFile("b.csv", "y");
  const Outcome outcome = service.Run({"importera", first, second});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "prognos: " + second +
                             ": begäran avvisades; inget har ändrats\n"
                             "  filen har en rubrikrad men inga rader med värden\n"
                             "  sparade innan dess: " +
                             first + "\nRätta felen ovan och försök igen.\n");
}

TEST(ImportTest, UnusualAmountsAreToldByTheirSeriesWithWhatToDo) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_UNUSUAL_AMOUNTS);
  detail.set_fault_count(1);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("bistand.cost 2022-01");
  fault.set_reason(v1::FAULT_REASON_INCONSISTENT);
  *fault.mutable_message() =
      ToProto(messages::ledger::AmountsAreFarFromBefore(Argument::Amount(177'200), Argument::Amount(177'200'000)));
  service.ledger.import_failures = {RefusedWith(grpc::StatusCode::FAILED_PRECONDITION, detail), grpc::Status::OK};
  const std::string file = WriteFile("a.csv", "x");
  const Outcome refused = service.Run({"importera", file});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err,
            "prognos: " + file +
                ": beloppen ligger långt från dem som fanns förut; inget har sparats\n"
                "  bistand.kostnad 2022-01: är ungefär 1\u00a0772,00\u00a0kr i månaden i filen, och var "
                "ungefär 1\u00a0772\u00a0000,00\u00a0kr\n"
                "Är filen i tkr eller mkr, skriv det i en rad över rubrikraden. Är beloppen rätt, lägg till "
                "--bekrafta.\n");
  EXPECT_FALSE(service.ledger.import_headers.back().confirm_unusual_amounts());
  EXPECT_EQ(service.Run({"importera", file, "--bekrafta"}).exit_code, 0);
  EXPECT_TRUE(service.ledger.import_headers.back().confirm_unusual_amounts());
}

TEST(ImportTest, OneRowAndOneValueAreSingular) {
  FakePrognosd service;
  service.ledger.import_response.set_row_count(1);
  service.ledger.import_response.set_stored_count(1);
  const std::string file = WriteFile("u.csv", "x");
  EXPECT_THAT(service.Run({"importera", file}).out, HasSubstr(": 1 rad läst, 1 värde sparat, 0 fanns redan\n"));
  EXPECT_THAT(service.Run({"importera", "--kontrollera", file}).out, HasSubstr(": 1 rad läst, 1 värde skulle sparas,"));
}

// Each file was read twice, and a pipe is empty the second time: "filen är tom", or a wait for ever.
TEST(ImportTest, APipeIsReadOnce) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  const TemporaryFolder folder;
  const std::string pipe = folder.File("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&pipe] { std::ofstream(pipe) << "ett och två"; });
  EXPECT_EQ(service.Run({"importera", pipe}).exit_code, 0);
  writer.join();
  EXPECT_EQ(service.ledger.import_bytes.back(), "ett och två");
}

// It was told as a failure, though the file was stored, when the names for its table could not be fetched.
TEST(ImportTest, WhatTheTableNeedsIsFetchedBeforeAnythingIsStored) {
  FakePrognosd service;
  service.ledger.ListActivities_.failures = {grpc::Status(grpc::StatusCode::INTERNAL, "broken")};
  EXPECT_EQ(service.Run({"importera", WriteFile("u.csv", "x")}).exit_code, 1);
  EXPECT_THAT(service.ledger.import_bytes, IsEmpty());
}

TEST(ImportTest, ACallWithoutAnswerMayHaveStoredItsFile) {
  const std::string told = "filen kan ändå ha sparats: importera den igen";
  const std::string file = WriteFile("u.csv", "x");
  const auto outcome = [&](const grpc::Status& first, const grpc::Status& second,
                           const std::vector<std::string>& command) {
    FakePrognosd service;
    service.ledger.import_failures = {first, second};
    return service.Run(command).err;
  };
  const grpc::Status broken(grpc::StatusCode::UNAVAILABLE, "Socket closed");
  const grpc::Status nobody(grpc::StatusCode::UNAVAILABLE, "failed to connect to all addresses");
  const grpc::Status late(grpc::StatusCode::DEADLINE_EXCEEDED, "Deadline Exceeded");
  const grpc::Status faulty(grpc::StatusCode::INVALID_ARGUMENT, "bad");
  EXPECT_THAT(outcome(broken, nobody, {"importera", file}), HasSubstr(told));
  EXPECT_THAT(outcome(late, late, {"importera", file}), HasSubstr(told));
  EXPECT_THAT(outcome(nobody, nobody, {"importera", file}), Not(HasSubstr(told)));
  EXPECT_THAT(outcome(faulty, faulty, {"importera", file}), Not(HasSubstr(told)));
  EXPECT_THAT(outcome(broken, nobody, {"importera", "--kontrollera", file}), Not(HasSubstr(told)));
}

// A file in tkr became kronor without a word: whoever is told can see whether the unit was read right.
TEST(ImportTest, WhatTheServiceScaledOrLeftOutIsTold) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  for (const Message& note : {messages::note::AmountsAreScaled("tkr", 1, "1 772", Argument::Amount(177'200'000),
                                                               Argument::Amount(357'300'050)),
                              messages::note::SumDiffersFromItsParts(3, "Summa", Argument::Amount(99'900), "jan",
                                                                     Argument::Amount(-30'000))}) {
    service.ledger.import_response.add_notes(note.English());
    *service.ledger.import_response.add_note_messages() = ToProto(note);
  }
  service.ledger.import_response.add_notes("told by a newer service");
  service.ledger.import_response.set_note_count(1202);
  const std::string file = WriteFile("u.csv", "x");
  EXPECT_THAT(
      service.Run({"importera", file}).out,
      EndsWith("\nbeloppen är i tkr (rad 1): ”1 772” läses som 1\u00A0772\u00A0000,00\u00A0kr, alla tillsammans "
               "som 3\u00A0573\u00A0000,50\u00A0kr\n"
               "rad 3: ”Summa” har 999,00\u00A0kr i ”jan”, men delarna blir −300,00\u00A0kr\n"
               "told by a newer service\n… och 1\u00A0199 till\n"));
  EXPECT_THAT(service.Run({"importera", file, "--format", "csv"}).err, HasSubstr(file + ": … och 1\u00A0199 till\n"));
}

// A file of which half the money was left out ended as if all was well.
TEST(ImportTest, MoneyWithoutARuleIsAnErrorUnlessAllowed) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  service.ledger.import_response.clear_unmatched();
  const std::string file = WriteFile("u.se", "x");
  EXPECT_EQ(service.Run({"importera", file}).exit_code, 0);
  for (const int64_t ore : {1'200'000'00, -50'000'50}) {
    v1::UnmatchedPosting& posting = *service.ledger.import_response.add_unmatched();
    posting.set_account("5010");
    posting.set_amount_ore(ore);
  }
  const Outcome refused = service.Run({"importera", file});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("resten är läst\n  " + file +
                                     ": 2 konton eller objekt utan regel, summa 1\u00A0149\u00A0999,50\n"));
  EXPECT_THAT(refused.err, HasSubstr("--tillat-utan-regel"));
  EXPECT_EQ(service.Run({"importera", file, "--tillat-utan-regel"}).exit_code, 0);
}

TEST(ImportTest, CsvHasARowForEachSeriesAndEachUnmatchedAccount) {
  FakePrognosd service;
  service.ledger.import_response = Answer();
  service.ledger.import_response.add_unmatched()->set_account("4010");
  const std::string out = service.Run({"importera", WriteFile("u.csv", "x"), "--format", "csv"}).out;
  EXPECT_THAT(out, HasSubstr(";bistand.cost;;;;2022-01;2022-08;8;1234567,89;;;\n"));
  EXPECT_THAT(out, HasSubstr(";bistand.hushall;;;;2022-08;2022-08;1;312,500;;;\n"));
  EXPECT_THAT(out, HasSubstr(";;4010;;;;;0;0,00;;;\n"));
}

TEST(ImportTest, ValuesSetToZeroAreToldWithWhatStoodThereBefore) {
  FakePrognosd service;
  service.AddActivity("bistand", "Ekonomiskt bistånd", "", {"cost", "hushall"});
  service.ledger.import_response = Answer();
  service.ledger.import_response.set_zeroed_count(1);
  v1::ImportedSeries& zeroed = *service.ledger.import_response.add_zeroed_series();
  zeroed.set_series("organizations/exempelby/series/bistand.cost");
  zeroed.set_first_month("2022-09");
  zeroed.set_last_month("2022-09");
  zeroed.set_month_count(1);
  zeroed.set_sum(10100000);
  const std::string file = WriteFile("u.csv", "x");
  EXPECT_THAT(service.Run({"importera", file}).out,
              HasSubstr("\n1 värde sattes till noll, eftersom filen täcker månaden men inte har något bokfört där "
                        "(summan är vad som stod förut):\n"
                        "Verksamhet          Slag     Månader  Antal       Summa\n"
                        "Ekonomiskt bistånd  kostnad  2022-09      1  101\u00a0000,00\n"));
  EXPECT_THAT(service.Run({"importera", "--kontrollera", file}).out, HasSubstr("1 värde skulle sättas till noll"));
  EXPECT_THAT(service.Run({"importera", file, "--format", "csv"}).out,
              HasSubstr(";bistand.cost;;;;2022-09;2022-09;1;101000,00;1;;\n"));
}

// What an older file changes back is seen before it is stored.
TEST(ImportTest, ValuesThatAreReplacedAreToldWithWhatWasThere) {
  FakePrognosd service;
  service.AddActivity("bistand", "Ekonomiskt bistånd", "", {"cost", "hushall"});
  service.ledger.import_response = Answer();
  service.ledger.import_response.set_changed_count(22);
  v1::ChangedValue& changed = *service.ledger.import_response.add_changed();
  changed.set_series("organizations/exempelby/series/bistand.cost");
  changed.set_month("2025-03");
  changed.set_before(180'200'000);
  changed.set_after(360'400'000);
  const std::string file = WriteFile("u.csv", "x");
  EXPECT_THAT(service.Run({"importera", file}).out,
              HasSubstr("\n22 värden som fanns förut ersattes (största ändringen först):\n"
                        "Verksamhet          Slag     Månad           Förut            Nu\n"
                        "Ekonomiskt bistånd  kostnad  2025-03  1\u00a0802\u00a0000,00  3\u00a0604\u00a0000,00\n"
                        "… och 21 till\n"));
  EXPECT_THAT(service.Run({"importera", "--kontrollera", file}).out, HasSubstr("22 värden som finns skulle ersättas"));
  // A program learns of them too, and that there are more than those listed.
  const Outcome csv = service.Run({"importera", file, "--format", "csv"});
  EXPECT_THAT(csv.out, HasSubstr(";summa;nollat;forut;nu\n"));
  EXPECT_THAT(csv.out, HasSubstr(";bistand.cost;;;;2025-03;2025-03;1;;;1802000,00;3604000,00\n"));
  EXPECT_EQ(csv.err, file + ": 21 ersatta värden till, mindre än de som räknas upp\n");
}

}  // namespace
}  // namespace prognos::client
