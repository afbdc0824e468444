#include "forecast/service/server.h"

#include <filesystem>

#include "absl/time/clock.h"
#include "tests/end_to_end/health_check.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

class ServerTest : public ServiceTest {
 protected:
  // Whether the health service says `serving` within ten seconds.
  static bool Becomes(bool serving, const std::shared_ptr<grpc::Channel>& channel) {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    while (CheckHealth(channel).serving != serving) {
      if (absl::Now() > deadline) return false;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return true;
  }
};

// Health said SERVING, and writes were acknowledged, for a file that was gone.
TEST_F(ServerTest, AStoreThatIsGoneIsNotServingUntilItIsBackAndTakesNoWrite) {
  ServerOptions options;
  options.address = "127.0.0.1:0";
  options.health_interval = absl::Milliseconds(5);
  const auto server = Server::Start(*store_, options);
  ASSERT_TRUE(server.ok()) << server.status();
  const std::shared_ptr<grpc::Channel> channel = (*server)->InProcessChannel();
  EXPECT_TRUE(CheckHealth(channel).serving);
  std::filesystem::rename(folder_.File("test.db"), folder_.File("moved.db"));
  EXPECT_TRUE(Becomes(false, channel));

  v1::CreateOrganizationRequest request;
  request.set_organization_id("o");
  request.mutable_organization()->set_display_name("O");
  v1::CreateOrganizationResponse response;
  grpc::ClientContext call;
  EXPECT_EQ(v1::LedgerService::NewStub(channel)->CreateOrganization(&call, request, &response).error_code(),
            grpc::StatusCode::INTERNAL);
  std::filesystem::rename(folder_.File("moved.db"), folder_.File("test.db"));
  EXPECT_TRUE(Becomes(true, channel));
}

// An upload that stood still held its memory and its place for as long as its client liked.
TEST_F(ServerTest, AnUploadWithoutANewPartIsAbortedAndNothingOfItStored) {
  CreateSmallOrganization();
  ServerOptions options;
  options.address = "127.0.0.1:0";
  options.now = [this] { return now_; };
  options.idle_limit = absl::Milliseconds(50);
  const auto server = Server::Start(*store_, options);
  ASSERT_TRUE(server.ok()) << server.status();
  const auto stub = v1::LedgerService::NewStub((*server)->InProcessChannel());

  grpc::ClientContext file_call;
  v1::ImportFileResponse file_response;
  const auto file = stub->ImportFile(&file_call, &file_response);
  v1::ImportFileRequest part;
  part.mutable_header()->set_organization("organizations/o");
  ASSERT_TRUE(file->Write(part));
  part.set_chunk("verksamhet;slag;månad;belopp\ncare;kostnad;2022-01;5\n");
  ASSERT_TRUE(file->Write(part));
  EXPECT_EQ(file->Finish().error_code(), grpc::StatusCode::ABORTED);
  EXPECT_THAT(Actuals(), testing::IsEmpty());

  grpc::ClientContext batch_call;
  v1::ImportActualsResponse batch_response;
  const auto batches = stub->ImportActuals(&batch_call, &batch_response);
  ASSERT_TRUE(batches->Write(Batch({Amount("care.cost", "2022-02", 700)}, "february")));
  const grpc::Status aborted = batches->Finish();
  EXPECT_EQ(aborted.error_code(), grpc::StatusCode::ABORTED);
  // What was answered for is said, so that the client knows what to send again.
  EXPECT_THAT(DetailOf(aborted).durable_batches(), testing::ElementsAre("february"));
  EXPECT_THAT(Actuals(), testing::ElementsAre("care.cost 2022-02 = 700"));
}

TEST_F(ServerTest, HealthMustBeAskedForNowAndThen) {
  ServerOptions options;
  options.health_interval = absl::ZeroDuration();
  EXPECT_EQ(options.Validate().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace prognos::service
