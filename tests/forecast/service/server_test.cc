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

TEST_F(ServerTest, HealthMustBeAskedForNowAndThen) {
  ServerOptions options;
  options.health_interval = absl::ZeroDuration();
  EXPECT_EQ(options.Validate().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace prognos::service
