#include "forecast/service/call_log.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <map>
#include <memory>
#include <sstream>

#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

TEST(CallLineTest, NamesWhatIsKnown) {
  const CallRecord record = {{"exempelby", "7hq2"}, "5f0c", "exempelby"};
  EXPECT_EQ(
      CallLine(record, "/prognos.v1.ForecastService/CreateForecast", absl::StatusCode::kOk, absl::Microseconds(84'900)),
      "call 5f0c CreateForecast OK 84 ms organization exempelby token 7hq2");
  EXPECT_EQ(CallLine({{}, "1", ""}, "/prognos.v1.LedgerService/ListOrganizations", absl::StatusCode::kUnauthenticated,
                     absl::ZeroDuration()),
            "call 1 ListOrganizations UNAUTHENTICATED 0 ms");
}

class CallLogTest : public ServiceTest {
 protected:
  CallLogTest()
      : before_(spdlog::default_logger()),
        logger_(std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_))) {
    logger_->set_pattern("%v");
    spdlog::set_default_logger(logger_);
  }
  // The service's threads write no more before the lines go.
  ~CallLogTest() override {
    Stop();
    spdlog::set_default_logger(before_);
  }

  // The name under which the service knows a call of GetOrganization, which is given `asked` as its name.
  std::string IdOfCall(const std::string& asked) {
    v1::GetOrganizationRequest request;
    request.set_name("organizations/nowhere");
    v1::GetOrganizationResponse response;
    grpc::ClientContext call;
    if (!asked.empty()) call.AddMetadata(kCallIdHeader, asked);
    EXPECT_EQ(ledger_->GetOrganization(&call, request, &response).error_code(), grpc::StatusCode::NOT_FOUND);
    const auto& answered = call.GetServerTrailingMetadata();
    const auto found = answered.find(kCallIdHeader);
    return found == answered.end() ? "" : std::string(found->second.data(), found->second.size());
  }

  std::ostringstream lines_;
  const std::shared_ptr<spdlog::logger> before_;
  const std::shared_ptr<spdlog::logger> logger_;
};

TEST_F(CallLogTest, OneLineForACallUnderTheNameThatTheClientGave) {
  EXPECT_EQ(IdOfCall("night-run.7"), "night-run.7");
  Stop();
  EXPECT_THAT(lines_.str(),
              MatchesRegex("call night-run.7 GetOrganization NOT_FOUND [0-9]+ ms organization nowhere\n"));
}

TEST_F(CallLogTest, ACallWithoutANameOrWithOneThatWouldForgeALineGetsOne) {
  EXPECT_THAT(IdOfCall(""), MatchesRegex("[0-9a-f]{16}"));
  EXPECT_THAT(IdOfCall("a b"), MatchesRegex("[0-9a-f]{16}"));
  EXPECT_THAT(IdOfCall(std::string(65, 'a')), MatchesRegex("[0-9a-f]{16}"));
}

}  // namespace
}  // namespace prognos::service
