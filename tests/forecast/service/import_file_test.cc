#include "forecast/service/import_file.h"

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/ledger_service.h"
#include "messages/note.h"
#include "tests/forecast/service/service_fixture.h"
#include "tests/forecast/service/service_of_parts.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two months of two accounts. 5010 splits on cost centres 100 and 200; 3010 is revenue, negative in the file.
constexpr char kSieFile[] =
    "#FLAGGA 0\n#FORMAT PC8\n#SIETYP 3\n#PROGRAM \"x\" 1\n#FNAMN \"Exempelby\"\n#RAR 0 20220101 20221231\n"
    "#DIM 1 \"Kostnadsst\x84lle\"\n#OBJEKT 1 \"100\" \"V\x86rd\"\n#OBJEKT 1 \"200\" \"Annat\"\n"
    "#KONTO 5010 \"Placeringar\"\n#KONTO 3010 \"Ers\x84ttning\"\n#KONTO 1930 \"Bank\"\n"
    "#RES 0 5010 300.00\n#RES 0 3010 -80.00\n"
    "#PSALDO 0 202201 5010 {} 100.00\n#PSALDO 0 202201 5010 {1 \"100\"} 60.00\n#PSALDO 0 202201 5010 {1 \"200\"} "
    "40.00\n"
    "#PSALDO 0 202202 5010 {} 200.00\n#PSALDO 0 202202 5010 {1 \"100\"} 150.00\n#PSALDO 0 202202 5010 {1 \"200\"} "
    "50.00\n"
    "#PSALDO 0 202202 3010 {} -80.00\n#PSALDO 0 202202 1930 {} -220.00\n"
    "#PBUDGET 0 202201 5010 {} 90.00\n";

class ImportFileTest : public ServiceTest {
 protected:
  ImportFileTest() { CreateSmallOrganization(); }

  grpc::Status ImportBytes(const std::string& bytes, v1::ImportFileResponse* response = nullptr,
                           const std::string& request_id = "", bool validate_only = false, size_t chunk = 100) {
    v1::ImportFileResponse ignored;
    grpc::ClientContext call;
    auto writer = ledger_->ImportFile(&call, response == nullptr ? &ignored : response);
    v1::ImportFileRequest part;
    part.mutable_header()->set_organization("organizations/o");
    part.mutable_header()->set_request_id(request_id);
    part.mutable_header()->set_validate_only(validate_only);
    writer->Write(part);
    for (size_t at = 0; at < bytes.size(); at += chunk) {
      part.set_chunk(bytes.substr(at, chunk));
      if (!writer->Write(part)) break;
    }
    writer->WritesDone();
    return writer->Finish();
  }

  struct RuleText {
    std::string first, last, dimension, object;
    v1::Flow flow;
  };

  void SetRules(const std::vector<RuleText>& rules) {
    v1::SetPostingRulesRequest request;
    request.set_organization("organizations/o");
    for (const RuleText& text : rules) {
      v1::PostingRule& rule = *request.add_rules();
      rule.set_first_account(text.first);
      rule.set_last_account(text.last);
      rule.set_dimension(text.dimension);
      rule.set_object(text.object);
      rule.set_activity("organizations/o/activities/care");
      rule.set_flow(text.flow);
    }
    v1::SetPostingRulesResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->SetPostingRules(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
};

TEST_F(ImportFileTest, ASieFileIsMappedByRulesAndWhatNoneMatchesIsListedWithItsSum) {
  SetRules({{"5000", "5999", "1", "1*", v1::FLOW_COST}, {"3000", "3999", "", "", v1::FLOW_REVENUE}});
  v1::ImportFileResponse response;
  const grpc::Status status = ImportBytes(kSieFile, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.format(), v1::FILE_FORMAT_SIE);
  EXPECT_EQ(response.stored_count(), 3);
  // Cost centre 100: 60 and 150 kronor; revenue turns positive.
  EXPECT_THAT(Actuals(),
              ElementsAre("care.cost 2022-01 = 6000", "care.cost 2022-02 = 15000", "care.revenue 2022-02 = 8000"));
  // Cost centre 200: 40 + 50.
  ASSERT_EQ(response.unmatched_size(), 1);
  EXPECT_EQ(response.unmatched(0).account(), "5010");
  EXPECT_EQ(response.unmatched(0).object(), "200");
  EXPECT_EQ(response.unmatched(0).amount_ore(), 9000);
  EXPECT_EQ(response.unmatched(0).month_count(), 2);
  EXPECT_EQ(response.balance_account_count(), 1);
  EXPECT_EQ(response.balance_sum_ore(), -22000);
  EXPECT_EQ(response.budget_row_count(), 1);
  EXPECT_EQ(response.budget_sum_ore(), 9000);
}

TEST_F(ImportFileTest, TheTotalAndItsObjectsAreNotCountedTwice) {
  SetRules({{"5000", "5999", "1", "100", v1::FLOW_COST}, {"5000", "5999", "", "", v1::FLOW_COST}});
  ASSERT_TRUE(ImportBytes(kSieFile).ok());
  // Both rules lead to the same series: the whole account once, 100 and 200 kronor.
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 10000", "care.cost 2022-02 = 20000"));
}

TEST_F(ImportFileTest, AccountsWithoutRulesAreRefusedWithWhatToDo) {
  const grpc::Status status = ImportBytes(kSieFile);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(status.error_message(), HasSubstr("posting rules"));
}

TEST_F(ImportFileTest, ACsvFileNamesActivitiesInSwedishOrEnglish) {
  ASSERT_TRUE(
      ImportBytes("Verksamhet;Slag;Månad;Belopp\nCare;kostnad;2022-01;1 234,50\ncare;days;mars 2022;31\n").ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 123450", "care.days 2022-03 = 31"));
}

// Case bok-03. What a file in tkr becomes is told with the answer, and comes before what was left out.
TEST_F(ImportFileTest, WhatIsScaledOrLeftOutIsTold) {
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes("Utfall i tkr\nVerksamhet;Slag;Kommentar;2022-01;2022-02\nCare;kostnad;x;10;2,5\n"
                          "Summa;;;10;3\n",
                          &response)
                  .ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 1000000", "care.cost 2022-02 = 250000"));
  EXPECT_THAT(
      response.notes(),
      ElementsAre("the amounts are in tkr (line 1): \"10\" is read as SEK\u00a010,000.00, all together as "
                  "SEK\u00a012,500.00",
                  "column \"Kommentar\" is left out", "line 4: the row of sums \"Summa\" is left out",
                  "line 4: \"Summa\" states SEK\u00a03,000.00 in \"2022-02\", but its parts make SEK\u00a02,500.00"));
  ASSERT_EQ(response.note_messages_size(), 4);
  EXPECT_EQ(prognos::FromProto(response.note_messages(1)), messages::note::ColumnIsLeftOut("Kommentar"));
  EXPECT_EQ(response.note_count(), 4);
}

// A sheet of twelve months holds zeros where nothing is booked yet. They were taken for what the months cost: a bokslut
// was made of eight months, and next year's forecast was nothing, for every activity had ended.
TEST_F(ImportFileTest, MonthsOfNothingButZerosAtTheEndAreNotBookedYet) {
  const std::string sheet =
      "Verksamhet;Slag;2022-01;2022-02;2022-03;2022-04\ncare;kostnad;10;12;0;-\ncare;intäkt;3;4;0;0\ncare;days;2;2;3;"
      "0\n";
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes(sheet, &response).ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 1000", "care.cost 2022-02 = 1200", "care.days 2022-01 = 2",
                                     "care.days 2022-02 = 2", "care.days 2022-03 = 3", "care.days 2022-04 = 0",
                                     "care.revenue 2022-01 = 300", "care.revenue 2022-02 = 400"));
  EXPECT_THAT(response.notes(), ElementsAre("2022-03 – 2022-04 hold nothing but zeros: read as not booked yet"));
  EXPECT_EQ(response.stored_count(), 8);
}

// The newest month is only begun: one amount of four. It counted as all that is booked, and what came after as zeros.
TEST_F(ImportFileTest, AMonthThatIsOnlyBegunIsBookedAndThoseAfterItAreNot) {
  v1::ImportFileResponse response;
  ASSERT_TRUE(
      ImportBytes("Verksamhet;Slag;2022-01;2022-02;2022-03;2022-04\ncare;kostnad;10;12;5;0\ncare;intäkt;3;4;0;0\n",
                  &response)
          .ok());
  EXPECT_THAT(Actuals(),
              ElementsAre("care.cost 2022-01 = 1000", "care.cost 2022-02 = 1200", "care.cost 2022-03 = 500",
                          "care.revenue 2022-01 = 300", "care.revenue 2022-02 = 400", "care.revenue 2022-03 = 0"));
  EXPECT_THAT(response.notes(), ElementsAre("2022-04 holds nothing but zeros: read as not booked yet"));
}

TEST_F(ImportFileTest, ZerosInTheLastMonthsReplaceWhatTheLedgerHoldsThere) {
  ASSERT_TRUE(ImportBytes("Verksamhet;Slag;2022-03\ncare;kostnad;7\n").ok());
  v1::ImportFileResponse response;
  ASSERT_TRUE(
      ImportBytes("Verksamhet;Slag;2022-02;2022-03;2022-04\ncare;kostnad;12;0;0\ncare;intäkt;4;0;0\n", &response).ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-02 = 1200", "care.cost 2022-03 = 0", "care.revenue 2022-02 = 400",
                                     "care.revenue 2022-03 = 0"));
  EXPECT_THAT(response.notes(), ElementsAre("2022-04 holds nothing but zeros: read as not booked yet"));
}

// One series alone may have ended (docs/decisions/0011-blank-zero-missing.md).
TEST_F(ImportFileTest, ZerosOfASingleSeriesAreItsOwn) {
  ASSERT_TRUE(ImportBytes("Verksamhet;Slag;2022-02;2022-03\ncare;kostnad;12;0\n").ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-02 = 1200", "care.cost 2022-03 = 0"));
}

TEST_F(ImportFileTest, OneHundredNotesAreToldAndTheRestCounted) {
  std::string bytes = "Verksamhet;Slag;2022-01\nCare;kostnad;1\n";
  for (int i = 0; i < 120; ++i) bytes += "Summa;;1\n";
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes(bytes, &response).ok());
  EXPECT_EQ(response.notes_size(), 100);
  EXPECT_EQ(response.note_messages_size(), 100);
  EXPECT_GE(response.note_count(), 120);
}

TEST_F(ImportFileTest, AFaultyRowRefusesTheWholeFileWithEveryFault) {
  const grpc::Status status = ImportBytes(
      "verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;1\nnobody;kostnad;2022-01;1\ncare;nights;2022-02;4\n");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const v1::ErrorDetail detail = DetailOf(status);
  ASSERT_EQ(detail.faults_size(), 2);
  EXPECT_EQ(detail.faults(0).place(), "line 3: activity");
  EXPECT_EQ(detail.faults(1).value(), "care.nights");
  EXPECT_THAT(Actuals(), IsEmpty());
}

// Three hundred rows of a misspelt activity filled the answer, and a misspelt one further down was not named.
TEST_F(ImportFileTest, TheSameFaultOnManyRowsIsToldOnceAndLeavesRoomForOthers) {
  std::string bytes = "verksamhet;slag;månad;belopp\n";
  for (int i = 0; i < 300; ++i) absl::StrAppend(&bytes, "cair;kostnad;", (Month::January(1990) + i).ToString(), ";1\n");
  bytes += "nobody;kostnad;2022-01;1\ncair;kostnad;2022-02;1\n";
  const v1::ErrorDetail detail = DetailOf(ImportBytes(bytes));
  EXPECT_EQ(detail.fault_count(), 2);
  ASSERT_EQ(detail.faults_size(), 2);
  EXPECT_EQ(detail.faults(0).value(), "cair");
  ASSERT_EQ(detail.faults(0).lines_size(), 2);
  EXPECT_EQ(detail.faults(0).lines(0).first(), 2);
  EXPECT_EQ(detail.faults(0).lines(0).last(), 301);
  EXPECT_EQ(detail.faults(0).lines(1).first(), 303);
  EXPECT_EQ(detail.faults(0).further_lines(), 0);
  EXPECT_EQ(detail.faults(1).place(), "line 302: activity");
  EXPECT_EQ(detail.faults(1).lines_size(), 0);
}

TEST_F(ImportFileTest, FaultsOfReadingOfNamesAndOfMonthsComeTogether) {
  const grpc::Status status = ImportBytes(
      "verksamhet;slag;månad;belopp\ncare;kostnad;2022-13;1\nnobody;kostnad;2022-01;1\ncare;kostnad;2150-01;4\n");
  std::vector<v1::FaultReason> reasons;
  const v1::ErrorDetail detail = DetailOf(status);
  for (const v1::Fault& fault : detail.faults()) reasons.push_back(fault.reason());
  EXPECT_THAT(reasons,
              ElementsAre(v1::FAULT_REASON_NOT_A_MONTH, v1::FAULT_REASON_UNKNOWN, v1::FAULT_REASON_FUTURE_MONTH));
  EXPECT_THAT(Actuals(), IsEmpty());
}

TEST_F(ImportFileTest, AMonthFarAheadAndADuplicateAreFaults) {
  const grpc::Status far = ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2150-01;1\n");
  EXPECT_EQ(DetailOf(far).faults(0).reason(), v1::FAULT_REASON_FUTURE_MONTH);
  const grpc::Status twice =
      ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;1\nCARE;kostnad;202201;2\n");
  EXPECT_EQ(DetailOf(twice).faults(0).reason(), v1::FAULT_REASON_DUPLICATE);
  EXPECT_THAT(Actuals(), IsEmpty());
}

TEST_F(ImportFileTest, BinaryEmptyAndTruncatedFilesAreRefused) {
  SetRules({{"5000", "5999", "", "", v1::FLOW_COST}});
  EXPECT_EQ(DetailOf(ImportBytes(std::string("\x7f"
                                             "ELF\0\0\0\1",
                                             8)))
                .faults(0)
                .reason(),
            v1::FAULT_REASON_UNREADABLE);
  EXPECT_EQ(ImportBytes("").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const std::string whole = kSieFile;
  EXPECT_EQ(ImportBytes(whole.substr(0, whole.find("{1 \"200\"} 50") + 4)).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Actuals(), IsEmpty());
}

TEST_F(ImportFileTest, ValidateOnlyReportsWithoutStoring) {
  SetRules({{"5000", "5999", "", "", v1::FLOW_COST}});
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes(kSieFile, &response, "", true).ok());
  EXPECT_EQ(response.stored_count(), 2);
  EXPECT_EQ(response.series(0).sum(), 30000);
  EXPECT_THAT(Actuals(), IsEmpty());
}

TEST_F(ImportFileTest, TheSameRequestIdIsStoredOnceAndOtherBytesAreRefused) {
  SetRules({{"5000", "5999", "", "", v1::FLOW_COST}});
  v1::ImportFileResponse first, second;
  ASSERT_TRUE(ImportBytes(kSieFile, &first, "f").ok());
  ASSERT_TRUE(ImportBytes(kSieFile, &second, "f").ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  const grpc::Status other = ImportBytes(std::string(kSieFile) + "#PSALDO 0 202203 5010 {} 1.00\n", nullptr, "f");
  EXPECT_EQ(DetailOf(other).reason(), v1::REASON_REQUEST_ID_REUSED);
}

TEST_F(ImportFileTest, LoadingALaterFileAddsOnlyWhatIsNew) {
  SetRules({{"5000", "5999", "", "", v1::FLOW_COST}});
  ASSERT_TRUE(ImportBytes(kSieFile).ok());
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes(std::string(kSieFile) + "#PSALDO 0 202203 5010 {} 1.00\n", &response).ok());
  EXPECT_EQ(response.stored_count(), 1);
  EXPECT_EQ(response.unchanged_count(), 2);
}

// Cost centre 100 goes to care, 200 to school.
class MovedMoneyTest : public ImportFileTest {
 protected:
  MovedMoneyTest() {
    CreateActivities("o", {"school"});
    CreateSeries("o", {"school.cost", "school.revenue"});
    v1::SetPostingRulesRequest request;
    request.set_organization("organizations/o");
    for (const auto& [object, activity] : {std::pair("100", "care"), std::pair("200", "school")}) {
      v1::PostingRule& rule = *request.add_rules();
      rule.set_first_account("4000");
      rule.set_last_account("7999");
      rule.set_dimension("1");
      rule.set_object(object);
      rule.set_activity(absl::StrCat("organizations/o/activities/", activity));
      rule.set_flow(v1::FLOW_COST);
    }
    v1::SetPostingRulesResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->SetPostingRules(&call, request, &response).ok());
  }

  // A transaction file (4I) of the year 2022: one voucher for each row "YYYYMM object kronor".
  static std::string Vouchers(const std::vector<std::string>& rows) {
    std::string file = "#SIETYP 4\n#RAR 0 20220101 20221231\n";
    for (const std::string& row : rows) {
      absl::StrAppend(&file, "#VER A 1 ", row.substr(0, 6), "28 \"\"\n{\n#TRANS 4610 {1 \"", row.substr(7, 3), "\"} ",
                      row.substr(11), "\n#TRANS 2440 {} -", row.substr(11), "\n}\n");
    }
    return file;
  }

  static std::string WithYearSum(const std::string& vouchers, const std::string& kronor) {
    return absl::StrCat(vouchers, "#RES 0 4610 ", kronor, "\n");
  }

  void CloseYear(int year) {
    v1::CloseYearRequest close;
    close.set_organization("organizations/o");
    close.set_year(year);
    close.set_reason("a test");
    v1::CloseYearResponse closed;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->CloseYear(&call, close, &closed).ok());
  }
};

TEST_F(MovedMoneyTest, AnAmountMovedToAnotherCostCentreCountsOnce) {
  ASSERT_TRUE(ImportBytes(Vouchers({"202201 100 101000.00"})).ok());
  v1::ImportFileResponse response;
  // The new export has the same voucher on the other cost centre, and no row of 0 on the old one.
  ASSERT_TRUE(ImportBytes(Vouchers({"202201 200 101000.00"}), &response).ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 0", "school.cost 2022-01 = 10100000"));
  EXPECT_EQ(response.stored_count(), 2);
  EXPECT_EQ(response.zeroed_count(), 1);
  ASSERT_EQ(response.zeroed_series_size(), 1);
  EXPECT_EQ(response.zeroed_series(0).series(), "organizations/o/series/care.cost");
  EXPECT_EQ(response.zeroed_series(0).sum(), 10100000);
  EXPECT_EQ(response.zeroed_series(0).first_month(), "2022-01");
  // Once more: nothing is new.
  ASSERT_TRUE(ImportBytes(Vouchers({"202201 200 101000.00"}), &response).ok());
  EXPECT_EQ(response.stored_count(), 0);
  EXPECT_EQ(response.zeroed_count(), 0);
}

// Each row was small enough, their sum was stored, and then no forecast of the organization could be made.
TEST_F(MovedMoneyTest, ASumOfAccountsBeyondTheGreatestAmountIsRefusedWithItsPlace) {
  const grpc::Status status =
      ImportBytes(Vouchers({"202201 100 9000000000000.00", "202201 100 2000000000000.00", "202201 200 5.00"}));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const v1::ErrorDetail detail = DetailOf(status);
  ASSERT_EQ(detail.faults_size(), 1);
  EXPECT_EQ(detail.faults(0).place(), "care.cost 2022-01: amount");
  EXPECT_EQ(detail.faults(0).reason(), v1::FAULT_REASON_OUT_OF_RANGE);
  EXPECT_EQ(detail.faults(0).rule(), "must be at most SEK\u00a010,000,000,000,000.00 in absolute value");
  EXPECT_EQ(detail.faults(0).message().id(), "value.amount_is_too_large");
  EXPECT_THAT(Actuals(), IsEmpty());
}

TEST_F(ImportFileTest, ValuesThatTogetherLeaveNoRoomForForecastsAreRefused) {
  std::vector<std::string> activities, series;
  std::string file = "verksamhet;slag;månad;belopp\n";
  for (int i = 0; i < 19; ++i) {
    activities.push_back(absl::StrCat("big", i));
    series.push_back(absl::StrCat("big", i, ".cost"));
    absl::StrAppend(&file, "big", i, ";kostnad;2022-01;10000000000000\n");
  }
  CreateActivities("o", activities);
  CreateSeries("o", series);
  // 19 x 10 000 000 000 000 kronor are within 192 000 000 000 000; with a twentieth they are not.
  ASSERT_TRUE(ImportBytes(file).ok());
  const grpc::Status status = ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;-10000000000000\n");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(status).faults(0).place(), "line 2: amount");
  EXPECT_THAT(status.error_message(), HasSubstr("makes the largest months of all series add up"));
  const grpc::Status batch = Import({Batch({Amount("care.cost", "2022-01", -1'000'000'000'000'000)})});
  EXPECT_EQ(DetailOf(batch).faults(0).place(), "actuals[0]: amount");
  EXPECT_TRUE(ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;2000000000000\n").ok());
}

TEST_F(MovedMoneyTest, ASeriesBeginsWithItsFirstValueAndOnlySeriesOfRulesAreSet) {
  ASSERT_TRUE(
      Import({Batch({Amount("school.revenue", "2022-01", 500), Amount("school.revenue", "2022-03", 500)})}).ok());
  // care has March only, so nothing before; school has a gap in February. No rule leads to the revenue.
  ASSERT_TRUE(ImportBytes(Vouchers({"202201 200 1.00", "202202 300 7.00", "202203 100 3.00", "202203 200 4.00",
                                    "202204 200 5.00"}))
                  .ok());
  EXPECT_THAT(Actuals(),
              ElementsAre("care.cost 2022-03 = 300", "care.cost 2022-04 = 0", "school.cost 2022-01 = 100",
                          "school.cost 2022-02 = 0", "school.cost 2022-03 = 400", "school.cost 2022-04 = 500",
                          "school.revenue 2022-01 = 500", "school.revenue 2022-03 = 500"));
}

TEST_F(MovedMoneyTest, AnEmptyJulyIsZeroInAFileOfTheYearButUnknownInOneOfSomeVouchers) {
  const std::string vouchers = Vouchers({"202206 100 6.00", "202208 100 8.00"});
  ASSERT_TRUE(ImportBytes(vouchers).ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-06 = 600", "care.cost 2022-08 = 800"));
  ASSERT_TRUE(ImportBytes(WithYearSum(vouchers, "14.00")).ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-06 = 600", "care.cost 2022-07 = 0", "care.cost 2022-08 = 800"));
}

TEST_F(MovedMoneyTest, AMonthThatIsNotOverHasNoZerosButLosesWhatWasMovedAway) {
  now_ = absl::FromCivil(absl::CivilDay(2022, 3, 15), absl::UTCTimeZone());
  ASSERT_TRUE(ImportBytes(Vouchers({"202202 100 1.00", "202202 200 2.00", "202203 200 3.00"})).ok());
  // Nothing is booked on care in March so far.
  EXPECT_THAT(Actuals(),
              ElementsAre("care.cost 2022-02 = 100", "school.cost 2022-02 = 200", "school.cost 2022-03 = 300"));
  ASSERT_TRUE(ImportBytes(Vouchers({"202202 100 1.00", "202202 200 2.00", "202203 100 3.00"})).ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-02 = 100", "care.cost 2022-03 = 300", "school.cost 2022-02 = 200",
                                     "school.cost 2022-03 = 0"));
}

TEST_F(MovedMoneyTest, AClosedYearIsRefusedWhenAValueWouldBecomeZeroNotWhenThereIsNone) {
  ASSERT_TRUE(ImportBytes(Vouchers({"202201 100 1.00", "202202 200 2.00"})).ok());
  // January is before school's first value; care's February became 0.
  ASSERT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 100", "care.cost 2022-02 = 0", "school.cost 2022-02 = 200"));
  CloseYear(2022);
  EXPECT_TRUE(ImportBytes(Vouchers({"202201 100 1.00", "202202 200 2.00"})).ok());
  const grpc::Status moved = ImportBytes(Vouchers({"202201 300 1.00", "202202 200 2.00"}));
  EXPECT_EQ(DetailOf(moved).reason(), v1::REASON_YEAR_CLOSED);
  EXPECT_EQ(DetailOf(moved).faults(0).place(), "care.cost 2022-01: month");
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 100", "care.cost 2022-02 = 0", "school.cost 2022-02 = 200"));
}

TEST_F(ImportFileTest, AFileThatRepeatsAClosedYearIsTakenButNotOneThatChangesIt) {
  ASSERT_TRUE(ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2021-12;5\n").ok());
  v1::CloseYearRequest close;
  close.set_organization("organizations/o");
  close.set_year(2021);
  close.set_reason("a test");
  v1::CloseYearResponse closed;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->CloseYear(&call, close, &closed).ok());
  EXPECT_TRUE(ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2021-12;5\ncare;kostnad;2022-01;7\n").ok());
  const grpc::Status changed = ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2021-12;6\n");
  EXPECT_EQ(DetailOf(changed).reason(), v1::REASON_YEAR_CLOSED);
}

// Three activities with cost and revenue, and a year of actuals of 1 772 000, 500 and 3 604 000 kr a month.
class UnusualAmountsTest : public ImportFileTest {
 protected:
  UnusualAmountsTest() {
    CreateActivities("o", {"tiny", "home"});
    CreateSeries("o", {"tiny.cost", "home.cost"});
  }

  static std::string Table(int year, const std::string& care, const std::string& tiny, const std::string& home,
                           const std::string& title = "") {
    std::string bytes = title + "verksamhet;slag;månad;belopp\n";
    for (int month = 1; month <= 3; ++month) {
      const auto add = [&](const char* activity, const std::string& amount) {
        if (!amount.empty()) {
          absl::StrAppend(&bytes, activity, ";kostnad;", year, "-0", month, ";", amount, "\n");
        }
      };
      add("care", care);
      add("tiny", tiny);
      add("home", home);
    }
    return bytes;
  }

  grpc::Status Confirmed(const std::string& bytes, v1::ImportFileResponse* response) {
    grpc::ClientContext call;
    auto writer = ledger_->ImportFile(&call, response);
    v1::ImportFileRequest part;
    part.mutable_header()->set_organization("organizations/o");
    part.mutable_header()->set_confirm_unusual_amounts(true);
    writer->Write(part);
    part.set_chunk(bytes);
    writer->Write(part);
    writer->WritesDone();
    return writer->Finish();
  }
};

// A file in tkr whose title does not say so: the year became a thousandth, and nothing was said.
TEST_F(UnusualAmountsTest, AFileInThousandsOverAHistoryInKronorIsRefusedUntilConfirmed) {
  ASSERT_TRUE(ImportBytes(Table(2021, "1772000", "500", "3604000")).ok());
  const std::vector<std::string> before = Actuals();
  const std::string bytes = Table(2022, "1772", "1", "3604");
  for (const bool validate_only : {true, false}) {
    const grpc::Status refused = ImportBytes(bytes, nullptr, "", validate_only);
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
    const v1::ErrorDetail detail = DetailOf(refused);
    EXPECT_EQ(detail.reason(), v1::REASON_UNUSUAL_AMOUNTS);
    ASSERT_EQ(detail.faults_size(), 2);
    EXPECT_EQ(detail.faults(0).place(), "care.cost 2022-01");
    EXPECT_EQ(detail.faults(0).rule(),
              "is about SEK\u00a01,772.00 a month in the file, and was about SEK\u00a01,772,000.00");
    EXPECT_EQ(detail.faults(1).place(), "home.cost 2022-01");
  }
  EXPECT_EQ(Actuals(), before);

  v1::ImportFileResponse response;
  ASSERT_TRUE(Confirmed(bytes, &response).ok());
  EXPECT_EQ(response.stored_count(), 9);
  EXPECT_THAT(response.notes(),
              ElementsAre("the amounts of 2 of the file's series are far from those before them, as was confirmed: the "
                          "first is about SEK\u00a01,772.00 a month, and was about SEK\u00a01,772,000.00"));
}

TEST_F(UnusualAmountsTest, AFileThatSaysItsUnitIsReadByItAndStored) {
  ASSERT_TRUE(ImportBytes(Table(2021, "1772000", "500", "3604000")).ok());
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes(Table(2022, "1772", "1", "3604", "Utfall 2022 (tkr)\n"), &response).ok());
  EXPECT_THAT(response.notes(), ElementsAre(HasSubstr("the amounts are in tkr (line 1)")));
}

// The history was read from a file in tkr; the next one is in kronor.
TEST_F(UnusualAmountsTest, AFileInKronorOverAHistoryInThousandsIsRefusedToo) {
  ASSERT_TRUE(ImportBytes(Table(2021, "1772", "", "3604")).ok());
  EXPECT_EQ(DetailOf(ImportBytes(Table(2022, "1772000", "500", "3604000"))).reason(), v1::REASON_UNUSUAL_AMOUNTS);
}

// Of the series of a file a few were in another unit than the rest, or the file had one series only: it was stored.
TEST_F(UnusualAmountsTest, OneSeriesThatIsAThousandTimesFromMonthsThatAreAllAlikeIsAskedAbout) {
  std::string year = "verksamhet;slag;månad;belopp\n";
  for (int month = 1; month <= 6; ++month) {
    absl::StrAppend(&year, "care;kostnad;2021-0", month, ";1790000\nhome;kostnad;2021-0", month, ";3600000\n");
  }
  ASSERT_TRUE(ImportBytes(year).ok());
  const std::string head = "verksamhet;slag;månad;belopp\n";
  const grpc::Status refused = ImportBytes(head + "care;kostnad;2021-07;1 801\nhome;kostnad;2021-07;3 610 000\n");
  EXPECT_EQ(DetailOf(refused).reason(), v1::REASON_UNUSUAL_AMOUNTS);
  ASSERT_EQ(DetailOf(refused).faults_size(), 1);
  EXPECT_EQ(DetailOf(refused).faults(0).place(), "care.cost 2021-07");
  EXPECT_EQ(DetailOf(ImportBytes(head + "care;kostnad;2021-07;1 801\n")).reason(), v1::REASON_UNUSUAL_AMOUNTS);
  // 60 times smaller is half a booked month, a correction, a cheaper contract: it is no unit.
  EXPECT_TRUE(ImportBytes(head + "care;kostnad;2021-07;30 000\n").ok());
}

TEST_F(UnusualAmountsTest, TheFirstFileAndOneWithFewMonthsBeforeItPass) {
  EXPECT_TRUE(ImportBytes(Table(2021, "1772", "1", "3604")).ok());
  EXPECT_TRUE(
      ImportBytes("verksamhet;slag;månad;belopp\ncare;intäkt;2021-01;900000\ncare;intäkt;2021-02;900000\n").ok());
  EXPECT_TRUE(ImportBytes("verksamhet;slag;månad;belopp\ncare;intäkt;2021-03;900\ncare;intäkt;2021-04;900\n"
                          "care;intäkt;2021-05;900\n")
                  .ok());
}

// An activity that was an idea in the budget year and now is run.
TEST_F(UnusualAmountsTest, ASingleSeriesThatGrewAThousandTimesIsToldAndStored) {
  ASSERT_TRUE(ImportBytes(Table(2021, "1772000", "500", "3604000")).ok());
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes(Table(2022, "1772000", "500000", "3604000"), &response).ok());
  EXPECT_THAT(response.notes(), ElementsAre("tiny, cost: about SEK\u00a0500,000.00 a month, and was about "
                                            "SEK\u00a0500.00: check the unit"));
}

// What a correction of one month books is no unit.
TEST_F(UnusualAmountsTest, ASmallCorrectionOfOneMonthIsNoUnit) {
  ASSERT_TRUE(ImportBytes(Table(2021, "1772000", "500", "3604000")).ok());
  EXPECT_TRUE(ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;300\n").ok());
}

std::string ChangesIn(const v1::ImportFileResponse& response) {
  std::string text;
  for (const v1::ChangedValue& change : response.changed()) {
    absl::StrAppend(&text, change.series().substr(change.series().rfind('/') + 1), " ", change.month(), " ",
                    change.before(), " -> ", change.after(), "; ");
  }
  return text;
}

// Case ekonom-09. An older file that is imported again shows what it changes back, also without storing it.
TEST_F(ImportFileTest, ValuesThatAFileReplacesAreToldTheLargestFirst) {
  const std::string older = "verksamhet;slag;2022-01;2022-02;2022-03\ncare;kostnad;7;10;36\n";
  ASSERT_TRUE(ImportBytes(older).ok());
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes("verksamhet;slag;2022-01;2022-02;2022-03\ncare;kostnad;7;9;18\n", &response).ok());
  EXPECT_EQ(response.changed_count(), 2);
  EXPECT_EQ(ChangesIn(response), "care.cost 2022-03 3600 -> 1800; care.cost 2022-02 1000 -> 900; ");
  ASSERT_TRUE(ImportBytes(older, &response, "", true).ok());
  EXPECT_EQ(ChangesIn(response), "care.cost 2022-03 1800 -> 3600; care.cost 2022-02 900 -> 1000; ");
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 700", "care.cost 2022-02 = 900", "care.cost 2022-03 = 1800"));
}

// Cases ekonom-02, bok-02 for CSV.
TEST_F(MovedMoneyTest, AnEmptyCellOfAMonthThatTheFileHasReplacesWhatWasThere) {
  ASSERT_TRUE(ImportBytes("verksamhet;slag;2022-01;2022-02;2022-03\ncare;kostnad;1;2;\nschool;kostnad;5;6;\n").ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 100", "care.cost 2022-02 = 200", "school.cost 2022-01 = 500",
                                     "school.cost 2022-02 = 600"));
  v1::ImportFileResponse response;
  // February moved from care to school; nothing is known of March; a file of one series says nothing of others.
  ASSERT_TRUE(
      ImportBytes("verksamhet;slag;2022-01;2022-02;2022-03\ncare;kostnad;1;;\nschool;kostnad;5;8;\n", &response).ok());
  EXPECT_EQ(ChangesIn(response), "care.cost 2022-02 200 -> 0; school.cost 2022-02 600 -> 800; ");
  EXPECT_EQ(response.zeroed_count(), 1);
  ASSERT_TRUE(ImportBytes("verksamhet;slag;2022-02\ncare;kostnad;3\n").ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 100", "care.cost 2022-02 = 300", "school.cost 2022-01 = 500",
                                     "school.cost 2022-02 = 800"));
}

TEST_F(MovedMoneyTest, AMissingRowIsZeroInAMonthThatALongFileHasMostSeriesFor) {
  const std::string head = "verksamhet;slag;månad;belopp\n";
  const std::string march = "care;kostnad;2022-03;1\nschool;kostnad;2022-03;2\nschool;intäkt;2022-03;3\n";
  ASSERT_TRUE(ImportBytes(head + march + "care;kostnad;2022-04;4\nschool;kostnad;2022-04;5\n").ok());
  // Corrections of one row a month leave the rest alone.
  ASSERT_TRUE(ImportBytes(head + "care;kostnad;2022-03;7\nschool;kostnad;2022-04;8\n").ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-03 = 700", "care.cost 2022-04 = 400", "school.cost 2022-03 = 200",
                                     "school.cost 2022-04 = 800", "school.revenue 2022-03 = 300"));
  ASSERT_TRUE(ImportBytes(head + march + "school;kostnad;2022-04;9\nschool;intäkt;2022-04;9\n").ok());
  EXPECT_THAT(Actuals(),
              ElementsAre("care.cost 2022-03 = 100", "care.cost 2022-04 = 0", "school.cost 2022-03 = 200",
                          "school.cost 2022-04 = 900", "school.revenue 2022-03 = 300", "school.revenue 2022-04 = 900"));
}

TEST_F(MovedMoneyTest, AnAccountThatMovedToAnotherCostCentreInACsvFileCountsOnce) {
  ASSERT_TRUE(ImportBytes("konto;kst;månad;belopp\n4610;100;2022-01;101000\n4610;200;2022-02;5\n").ok());
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportBytes("konto;kst;månad;belopp\n4610;200;2022-01;101000\n", &response).ok());
  EXPECT_EQ(ChangesIn(response), "care.cost 2022-01 10100000 -> 0; ");
  EXPECT_THAT(Actuals(),
              ElementsAre("care.cost 2022-01 = 0", "school.cost 2022-01 = 10100000", "school.cost 2022-02 = 500"));
}

// A stream that has sent its header and one chunk and keeps open.
struct OpenImport {
  explicit OpenImport(v1::LedgerService::Stub& stub) : writer(stub.ImportFile(&call, &response)) {}

  void Send(const std::string& bytes) {
    v1::ImportFileRequest part;
    part.mutable_header()->set_organization("organizations/o");
    writer->Write(part);
    part.set_chunk(bytes);
    writer->Write(part);
  }

  grpc::Status End() {
    writer->WritesDone();
    return writer->Finish();
  }

  grpc::ClientContext call;
  v1::ImportFileResponse response;
  std::unique_ptr<grpc::ClientWriter<v1::ImportFileRequest>> writer;
};

TEST_F(ImportFileTest, FilesThatTogetherFillTheMemoryMakeTheNextOneWaitAndComeAgain) {
  ServiceOfParts<LedgerService> parts(
      *store_, [this] { return now_; }, /*import_limit=*/1100);
  const auto stub = v1::LedgerService::NewStub(parts.Channel());
  // 53 bytes, for which 1060 are needed to read them: one file can be read, but not beside another.
  const std::string file = "verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;5\n";
  OpenImport first(*stub);
  first.Send(file);
  // The first file's bytes have come when no more than the rest of the 1100 are left.
  const auto arrived = [&parts] { return !ByteAllowance::Share(parts.import_bytes).Grow(1100 - 52); };
  while (!arrived()) absl::SleepFor(absl::Milliseconds(1));

  OpenImport second(*stub);
  second.Send(file);
  const grpc::Status busy = second.End();
  EXPECT_EQ(busy.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(busy.error_message(), HasSubstr("wait until one is done and try again"));
  EXPECT_EQ(DetailOf(busy).reason(), v1::REASON_BUSY);
  EXPECT_EQ(DetailOf(busy).retry_after_ms(), 5000);
  EXPECT_THAT(Actuals(), IsEmpty());

  // The second file's memory comes back a moment after its refusal.
  const auto only_first_is_held = [&parts] { return ByteAllowance::Share(parts.import_bytes).Grow(1100 - 53); };
  while (!only_first_is_held()) absl::SleepFor(absl::Milliseconds(1));
  ASSERT_TRUE(first.End().ok());
  // Its memory is given back when gRPC has let go of the call, a moment after the answer.
  ASSERT_TRUE(parts.running.AwaitNone(absl::Now() + absl::Seconds(10)));
  OpenImport again(*stub);
  again.Send(file);
  EXPECT_TRUE(again.End().ok());
  EXPECT_EQ(again.response.unchanged_count(), 1);
}

TEST_F(ImportFileTest, AFileThatIsCancelledOrRefusedGivesItsMemoryBack) {
  ServiceOfParts<LedgerService> parts(
      *store_, [this] { return now_; }, /*import_limit=*/2000);
  const auto stub = v1::LedgerService::NewStub(parts.Channel());
  for (int i = 0; i < 3; ++i) {
    OpenImport cancelled(*stub);
    cancelled.Send(std::string(90, 'x'));
    cancelled.call.TryCancel();
    EXPECT_EQ(cancelled.writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
    ASSERT_TRUE(parts.running.AwaitNone(absl::Now() + absl::Seconds(10)));
    OpenImport refused(*stub);
    refused.Send(std::string(90, 'x'));
    EXPECT_EQ(refused.End().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    ASSERT_TRUE(parts.running.AwaitNone(absl::Now() + absl::Seconds(10)));
  }
  EXPECT_TRUE(ByteAllowance::Share(parts.import_bytes).Grow(2000));
}

// Idle uploads were counted, but not the copies, cells and rows that reading makes of a file: 107 MiB took 2.1 GiB.
TEST_F(ImportFileTest, AFileThatMayTakeMoreMemoryThanThereIsIsRefusedAndNotAskedToWait) {
  ServiceOfParts<LedgerService> parts(
      *store_, [this] { return now_; }, /*import_limit=*/1000);
  const auto stub = v1::LedgerService::NewStub(parts.Channel());
  OpenImport file(*stub);
  file.Send("verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;5\n");
  const grpc::Status refused = file.End();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refused.error_message(), HasSubstr("file: may take 0 MiB of memory to be read"));
  EXPECT_EQ(DetailOf(refused).retry_after_ms(), 0);
  EXPECT_THAT(Actuals(), IsEmpty());
}

TEST(MemoryToReadTest, GrowsTwentyfoldUntilThereAreAllTheValuesThatAFileMayHave) {
  EXPECT_EQ(ImportFileReactor::MemoryToRead(54), 1080);
  EXPECT_EQ(ImportFileReactor::MemoryToRead(256 << 20), 3 * (int64_t{256} << 20) + 1'200'000'000);
}

TEST_F(ImportFileTest, TheHeaderComesFirstAndOnce) {
  grpc::ClientContext call;
  v1::ImportFileResponse response;
  auto writer = ledger_->ImportFile(&call, &response);
  v1::ImportFileRequest part;
  part.set_chunk("x");
  writer->Write(part);
  writer->WritesDone();
  EXPECT_THAT(writer->Finish().error_message(), HasSubstr("must be the first message"));
}

TEST_F(ImportFileTest, WhereHeavyWorkFillsItsLaneAFileIsRefusedAndBatchesAreNot) {
  absl::Notification free;
  ServiceOfParts<LedgerService> parts(*store_, [this] { return now_; });
  for (int at = 0; at < 4; ++at) ASSERT_TRUE(parts.heavy.Begin([&free] { free.WaitForNotification(); }).ok());
  ledger_ = v1::LedgerService::NewStub(parts.Channel());
  const grpc::Status refused = ImportBytes("verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;5\n");
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(DetailOf(refused).reason(), v1::REASON_BUSY);
  EXPECT_EQ(DetailOf(refused).retry_after_ms(), 3000);
  EXPECT_TRUE(Import({Batch({Amount("care.cost", "2022-02", 700)})}).ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-02 = 700"));
  free.Notify();
}

// As the command line writes it: tests/client/commands/actuals_test.cc. A value beyond whole kronor, a correction below
// zero and thousandths of a volume come back as they were.
TEST_F(ImportFileTest, WhatUtfallVisaWritesIsReadAgain) {
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 1'234'567'89), Amount("care.cost", "2022-02", -500),
                             Amount("care.revenue", "2022-02", 0), Volume("care.days", "2022-02", 12.345)})})
                  .ok());
  const std::vector<std::string> before = Actuals();
  v1::ImportFileResponse response;
  const grpc::Status status = ImportBytes(
      "\xEF\xBB\xBFverksamhet;slag;manad;belopp\n"
      "care;kostnad;2022-01;1234567,89\n"
      "care;kostnad;2022-02;-5,00\n"
      "care;days;2022-02;12,345\n"
      "care;intakt;2022-02;0,00\n",
      &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.stored_count(), 0);
  EXPECT_EQ(response.unchanged_count(), 4);
  EXPECT_EQ(Actuals(), before);
}

}  // namespace
}  // namespace prognos::service
