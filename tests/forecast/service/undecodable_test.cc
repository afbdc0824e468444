#include "forecast/service/undecodable.h"

#include <grpcpp/generic/generic_stub.h>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A proto3 string must be UTF-8: a message that holds this byte in one can be sent but not read.
constexpr char kLatin1[] = "v\xe5xen";

class UndecodableTest : public ServiceTest {
 protected:
  UndecodableTest() {
    CreateOrganization("o");
    CreateActivities("o", {"vuxen"});
    CreateSeries("o", {"vuxen.cost"});
  }

  int64_t StoredRows() {
    v1::ListActualsRequest request;
    request.set_organization("organizations/o");
    v1::ListActualsResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListActuals(&call, request, &response).ok());
    return response.actuals_size();
  }

  static v1::ImportFileRequest Chunk(const std::string& text) {
    v1::ImportFileRequest part;
    part.set_chunk(text);
    return part;
  }

  static v1::ImportActualsRequest Batch(const std::string& id, const std::string& month) {
    v1::ImportActualsRequest batch;
    batch.set_organization("organizations/o");
    batch.set_request_id(id);
    v1::Actual& actual = *batch.add_actuals();
    actual.set_series("organizations/o/series/vuxen.cost");
    actual.set_month(month);
    actual.set_amount_ore(100);
    return batch;
  }
};

// A message that could not be decoded was taken for the end of the stream: half of the file was stored, and the answer
// was OK.
TEST_F(UndecodableTest, AFileWithAnUnreadablePartInTheMiddleIsNotStored) {
  grpc::ClientContext call;
  v1::ImportFileResponse response;
  const auto stream = ledger_->ImportFile(&call, &response);
  v1::ImportFileRequest header;
  header.mutable_header()->set_organization("organizations/o");
  header.mutable_header()->set_file_name("utfall.csv");
  v1::ImportFileRequest broken;
  broken.mutable_header()->set_file_name(kLatin1);
  stream->Write(header);
  stream->Write(Chunk("månad;verksamhet;slag;belopp\n2022-01;vuxen;kostnad;1\n"));
  stream->Write(broken);
  stream->Write(Chunk("2022-02;vuxen;kostnad;2\n"));
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("messages[2]"));
  EXPECT_EQ(StoredRows(), 0);
}

TEST_F(UndecodableTest, AnUnreadableBatchEndsTheStreamAndTheAnswerTellsWhatWasStoredBefore) {
  grpc::ClientContext call;
  v1::ImportActualsResponse response;
  const auto stream = ledger_->ImportActuals(&call, &response);
  stream->Write(Batch("first", "2022-01"));
  stream->Write(Batch(kLatin1, "2022-02"));
  stream->Write(Batch("third", "2022-03"));
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("messages[1]"));
  EXPECT_THAT(DetailOf(status).durable_batches(), ElementsAre("first"));
  EXPECT_EQ(StoredRows(), 1);
}

TEST_F(UndecodableTest, AStreamThatIsReadableIsAnsweredAsBefore) {
  grpc::ClientContext call;
  v1::ImportActualsResponse response;
  const auto stream = ledger_->ImportActuals(&call, &response);
  stream->Write(Batch("first", "2022-01"));
  stream->Write(Batch("second", "2022-02"));
  stream->WritesDone();
  ASSERT_TRUE(stream->Finish().ok());
  ASSERT_EQ(response.batches_size(), 2);
  EXPECT_EQ(response.batches(1).request_id(), "second");
  EXPECT_EQ(response.batches(1).stored_count(), 1);
}

// gRPC answers UNIMPLEMENTED without a text.
TEST_F(UndecodableTest, AnUnreadableUnaryRequestIsAFaultOfTheRequest) {
  v1::GetOrganizationRequest request;
  request.set_name(kLatin1);
  v1::GetOrganizationResponse response;
  grpc::ClientContext call;
  const grpc::Status status = ledger_->GetOrganization(&call, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("cannot be decoded"));
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_FAULTY_REQUEST);
}

TEST_F(UndecodableTest, AnUnreadableRequestForAStreamIsAFaultOfTheRequest) {
  v1::BacktestRequest request;
  request.set_organization(kLatin1);
  grpc::ClientContext call;
  const auto stream = evaluation_->Backtest(&call, request);
  v1::BacktestResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(UndecodableTest, AMethodThatDoesNotExistIsStillUnimplemented) {
  grpc::GenericStub stub(server_->InProcessChannel());
  grpc::ClientContext call;
  const grpc::Slice nothing("", 0);
  const grpc::ByteBuffer request(&nothing, 1);
  grpc::ByteBuffer response;
  absl::Notification done;
  grpc::Status status;
  stub.UnaryCall(&call, "/prognos.v1.LedgerService/Nothing", {}, &request, &response, [&](grpc::Status answered) {
    status = std::move(answered);
    done.Notify();
  });
  done.WaitForNotification();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace prognos::service
