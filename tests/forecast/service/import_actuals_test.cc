#include "forecast/service/import_actuals.h"

#include <cmath>
#include <limits>
#include <thread>

#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ImportActualsTest : public ServiceTest {
 protected:
  ImportActualsTest() { CreateSmallOrganization(); }

  // That the batch is refused for one fault at `place`, and that nothing of it was stored.
  void ExpectRefused(const v1::Actual& actual, v1::FaultReason reason, const std::string& place) {
    const grpc::Status status = Import({Batch({Amount("care.cost", "2022-01", 1), actual})});
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
    const v1::ErrorDetail detail = DetailOf(status);
    ASSERT_THAT(detail.faults(), SizeIs(1)) << detail.DebugString();
    EXPECT_EQ(detail.faults(0).reason(), reason) << detail.DebugString();
    EXPECT_EQ(detail.faults(0).place(), place);
    EXPECT_THAT(Actuals(), IsEmpty());
  }
};

TEST_F(ImportActualsTest, StoresAmountsAndVolumes) {
  v1::ImportActualsResponse response;
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 12345), Amount("care.revenue", "2022-01", 0),
                             Volume("care.days", "2022-01", 31.125)})},
                     &response)
                  .ok());
  EXPECT_EQ(response.batches(0).stored_count(), 3);
  EXPECT_EQ(response.batches(0).ledger_position(), 3);
  EXPECT_THAT(Actuals(),
              ElementsAre("care.cost 2022-01 = 12345", "care.days 2022-01 = 31.125", "care.revenue 2022-01 = 0"));
}

TEST_F(ImportActualsTest, ACorrectionIsANewRowAndTheOldOneIsStillKnownAtItsTime) {
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 100)})}).ok());
  const absl::Time between = now_ + absl::Hours(1);
  now_ += absl::Hours(2);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 250)})}).ok());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 250"));
  EXPECT_THAT(Actuals(between), ElementsAre("care.cost 2022-01 = 100"));
  EXPECT_THAT(Actuals(between - absl::Hours(5)), IsEmpty());
}

TEST_F(ImportActualsTest, TheSameValueAgainAddsNoRow) {
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 100)})}).ok());
  v1::ImportActualsResponse response;
  ASSERT_TRUE(
      Import({Batch({Amount("care.cost", "2022-01", 100), Amount("care.cost", "2022-02", 5)})}, &response).ok());
  EXPECT_EQ(response.batches(0).stored_count(), 1);
  EXPECT_EQ(response.batches(0).unchanged_count(), 1);
  EXPECT_EQ(response.batches(0).ledger_position(), 2);
}

TEST_F(ImportActualsTest, BadMonthsAreRefused) {
  ExpectRefused(Amount("care.cost", "2022-13", 1), v1::FAULT_REASON_NOT_A_MONTH, "actuals[1].month");
  ExpectRefused(Amount("care.cost", "2022-00", 1), v1::FAULT_REASON_NOT_A_MONTH, "actuals[1].month");
  ExpectRefused(Amount("care.cost", "", 1), v1::FAULT_REASON_MISSING, "actuals[1].month");
  ExpectRefused(Amount("care.cost", "2023-02", 1), v1::FAULT_REASON_FUTURE_MONTH, "actuals[1].month");
  ExpectRefused(Amount("care.cost", "2190-01", 1), v1::FAULT_REASON_FUTURE_MONTH, "actuals[1].month");
}

TEST_F(ImportActualsTest, BadValuesAreRefused) {
  ExpectRefused(Volume("care.days", "2022-02", std::nan("")), v1::FAULT_REASON_NOT_A_NUMBER, "actuals[1].volume");
  ExpectRefused(Volume("care.days", "2022-02", -INFINITY), v1::FAULT_REASON_NOT_A_NUMBER, "actuals[1].volume");
  ExpectRefused(Volume("care.days", "2022-02", 1e13), v1::FAULT_REASON_OUT_OF_RANGE, "actuals[1].volume");
  ExpectRefused(Amount("care.cost", "2022-02", std::numeric_limits<int64_t>::min()), v1::FAULT_REASON_OUT_OF_RANGE,
                "actuals[1].amount_ore");
  v1::Actual empty = Amount("care.cost", "2022-02", 1);
  empty.clear_value();
  ExpectRefused(empty, v1::FAULT_REASON_MISSING, "actuals[1].value");
}

TEST_F(ImportActualsTest, AVolumeOnACostAndAnAmountOnAVolumeAreRefused) {
  ExpectRefused(Volume("care.cost", "2022-02", 3), v1::FAULT_REASON_WRONG_FLOW, "actuals[1].volume");
  ExpectRefused(Amount("care.days", "2022-02", 3), v1::FAULT_REASON_WRONG_FLOW, "actuals[1].amount_ore");
}

TEST_F(ImportActualsTest, UnknownSeriesAndSeriesOfOthersAreRefused) {
  ExpectRefused(Amount("other.cost", "2022-02", 1), v1::FAULT_REASON_UNKNOWN, "actuals[1].series");
  CreateOrganization("p");
  CreateActivities("p", {"care"});
  CreateSeries("p", {"care.cost"});
  v1::Actual foreign = Amount("care.cost", "2022-02", 1);
  foreign.set_series("organizations/p/series/care.cost");
  ExpectRefused(foreign, v1::FAULT_REASON_NOT_A_NAME, "actuals[1].series");
}

TEST_F(ImportActualsTest, AMonthTwiceIsRefusedWithBothPlaces) {
  const grpc::Status status = Import({Batch({Amount("care.cost", "2022-01", 1), Amount("care.cost", "2022-01", 1)})});
  EXPECT_EQ(DetailOf(status).faults(0).reason(), v1::FAULT_REASON_DUPLICATE);
  EXPECT_THAT(status.error_message(), testing::AllOf(HasSubstr("actuals[1]"), HasSubstr("actuals[0]")));
  EXPECT_THAT(Actuals(), IsEmpty());
}

TEST_F(ImportActualsTest, AllFaultsComeAtOnceAndTheRestAreCounted) {
  std::vector<v1::Actual> actuals;
  for (int i = 0; i < 150; ++i) actuals.push_back(Amount("care.cost", "2022-13", 1));
  const grpc::Status status = Import({Batch(actuals)});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const v1::ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.fault_count(), 150 + 149);  // Each month is no month, and all but the first are duplicates.
  EXPECT_GT(detail.faults_size(), 40);
  EXPECT_LT(status.error_details().size() + status.error_message().size(), 8u * 1024);
}

TEST_F(ImportActualsTest, EmptyBatchesAndStreamsAreRefused) {
  EXPECT_EQ(DetailOf(Import({Batch({})})).faults(0).place(), "actuals");
  EXPECT_EQ(DetailOf(Import({})).faults(0).place(), "stream");
}

TEST_F(ImportActualsTest, AnUnknownOrganizationIsNotFound) {
  v1::ImportActualsRequest batch = Batch({Amount("care.cost", "2022-01", 1)});
  batch.set_organization("organizations/nobody");
  EXPECT_EQ(Import({batch}).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(ImportActualsTest, TheSameRequestIdGivesTheSameAnswerAndIsStoredOnce) {
  v1::ImportActualsResponse first, second;
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 100)}, "a")}, &first).ok());
  now_ += absl::Hours(1);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 200)}, "b")}).ok());
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 100)}, "a")}, &second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 200"));  // The repetition did not write 100 again.
}

TEST_F(ImportActualsTest, TheSameRequestIdAfterARestartIsStillKnown) {
  v1::ImportActualsResponse first, second;
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 100)}, "a")}, &first).ok());
  Stop();
  Start();
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 100)}, "a")}, &second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
}

TEST_F(ImportActualsTest, TheSameRequestIdWithOtherContentIsRefused) {
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 100)}, "a")}).ok());
  const grpc::Status status = Import({Batch({Amount("care.cost", "2022-01", 101)}, "a")});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_REQUEST_ID_REUSED);
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 100"));
}

TEST_F(ImportActualsTest, ARefusedBatchLeavesTheOnesBeforeItAndNamesThem) {
  const grpc::Status status =
      Import({Batch({Amount("care.cost", "2022-01", 1)}, "first"), Batch({Amount("care.cost", "2022-02", 2)}),
              Batch({Amount("care.cost", "2022-03", 3), Amount("care.cost", "x", 3)}, "bad"),
              Batch({Amount("care.cost", "2022-04", 4)}, "never")});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(DetailOf(status).durable_batches(), ElementsAre("first", "#2"));
  EXPECT_THAT(Actuals(), ElementsAre("care.cost 2022-01 = 1", "care.cost 2022-02 = 2"));
}

TEST_F(ImportActualsTest, ValidateOnlyChecksEverythingAndStoresNothing) {
  v1::ImportActualsRequest batch = Batch({Amount("care.cost", "2022-01", 1)}, "a");
  batch.set_validate_only(true);
  v1::ImportActualsResponse response;
  ASSERT_TRUE(Import({batch}, &response).ok());
  EXPECT_EQ(response.batches(0).stored_count(), 1);
  EXPECT_THAT(Actuals(), IsEmpty());
  batch.mutable_actuals(0)->set_month("2022-13");
  EXPECT_EQ(Import({batch}).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ImportActualsTest, AClosedYearRefusesUntilItIsReopened) {
  v1::CloseYearRequest close;
  close.set_organization("organizations/o");
  close.set_year(2021);
  close.set_reason("a test");
  v1::CloseYearResponse closed;
  grpc::ClientContext close_call;
  ASSERT_TRUE(ledger_->CloseYear(&close_call, close, &closed).ok());
  EXPECT_THAT(closed.organization().closed_years(), ElementsAre(2021));

  const grpc::Status status = Import({Batch({Amount("care.cost", "2021-12", 1)})});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_YEAR_CLOSED);
  EXPECT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 1)})}).ok());

  v1::ReopenYearRequest reopen;
  reopen.set_organization("organizations/o");
  reopen.set_year(2021);
  v1::ReopenYearResponse opened;
  grpc::ClientContext reopen_call;
  ASSERT_TRUE(ledger_->ReopenYear(&reopen_call, reopen, &opened).ok());
  EXPECT_TRUE(Import({Batch({Amount("care.cost", "2021-12", 1)})}).ok());
}

class CloseYearTest : public ImportActualsTest {
 protected:
  grpc::Status Close(const std::string& reason, v1::Organization* organization = nullptr) {
    v1::CloseYearRequest request;
    request.set_organization("organizations/o");
    request.set_year(2021);
    request.set_reason(reason);
    v1::CloseYearResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->CloseYear(&call, request, &response);
    if (organization != nullptr) *organization = response.organization();
    return status;
  }

  grpc::Status ImportMonths(int first, int last) {
    std::vector<v1::Actual> actuals;
    for (int month = first; month <= last; ++month) {
      actuals.push_back(Amount("care.cost", (Month::January(2021) + (month - 1)).ToString(), 1));
    }
    return Import({Batch(actuals)});
  }
};

TEST_F(CloseYearTest, AYearIsClosedWithTwelveMonthsOrWithAReasonThatIsKept) {
  ASSERT_TRUE(ImportMonths(3, 11).ok());
  const grpc::Status status = Close("");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_MONTHS_MISSING);
  EXPECT_THAT(status.error_message(), HasSubstr("nothing is booked in 2021-01 – 2021-02, 2021-12;"));
  v1::Organization organization;
  ASSERT_TRUE(Close("ny nämnd från mars", &organization).ok());
  EXPECT_EQ(organization.closing_reasons().at(2021), "ny nämnd från mars");
  // Closing it once more is no error, and keeps the reason.
  ASSERT_TRUE(Close("", &organization).ok());
  EXPECT_EQ(organization.closing_reasons().at(2021), "ny nämnd från mars");
}

TEST_F(CloseYearTest, AYearWithAllItsMonthsNeedsNoReasonAndKeepsNone) {
  ASSERT_TRUE(ImportMonths(1, 12).ok());
  v1::Organization organization;
  ASSERT_TRUE(Close("för säkerhets skull", &organization).ok());
  EXPECT_THAT(organization.closed_years(), ElementsAre(2021));
  EXPECT_TRUE(organization.closing_reasons().empty());
}

TEST_F(ImportActualsTest, AYearThatHasNotEndedCannotBeClosed) {
  v1::CloseYearRequest close;
  close.set_organization("organizations/o");
  close.set_year(2023);
  v1::CloseYearResponse closed;
  grpc::ClientContext call;
  EXPECT_EQ(ledger_->CloseYear(&call, close, &closed).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ImportActualsTest, TwoWritersAtOnceBothCountAndNoRowIsLost) {
  const auto write = [this](const std::string& series) {
    for (int month = 1; month <= 12; ++month) {
      const std::string text = absl::StrCat("2022-", month < 10 ? "0" : "", month);
      EXPECT_TRUE(Import({Batch({Amount(series, text, month)})}).ok());
    }
  };
  std::thread costs(write, "care.cost");
  std::thread revenues(write, "care.revenue");
  costs.join();
  revenues.join();
  EXPECT_THAT(Actuals(), SizeIs(24));
}

TEST_F(ImportActualsTest, ACallThatBreaksInTheMiddleOfABatchStoresNothingOfIt) {
  {
    v1::ImportActualsResponse response;
    grpc::ClientContext call;
    auto writer = ledger_->ImportActuals(&call, &response);
    writer->Write(Batch({Amount("care.cost", "2022-01", 1)}));
    call.TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  // Either the whole batch or nothing.
  EXPECT_LE(Actuals().size(), 1u);
}

}  // namespace
}  // namespace prognos::service
