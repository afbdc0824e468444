#include "forecast/service/admission.h"

#include <grpcpp/grpcpp.h>

#include "forecast/ledger/sqlite/sqlite_store.h"
#include "forecast/service/server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prognos/v1/evaluation.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;

const absl::Time kAdmissionNow = absl::FromCivil(absl::CivilDay(2023, 1, 15), absl::UTCTimeZone());

// Organizations "a" and "b", a token for each role of "a", and one for all organizations.
class AdmissionTest : public testing::Test {
 protected:
  AdmissionTest() {
    store_ = *ledger::OpenSqliteStore({.path = folder_.File("prognos.db")});
    EXPECT_THAT(store_->Write([](ledger::Writer& writer) -> absl::Status {
      EXPECT_THAT(writer.InsertOrganization({"a", "A", kAdmissionNow, {}, 0}), IsOk());
      EXPECT_THAT(writer.UpsertActivities("a", {{"care", "", "Care", 0}}, {kAdmissionNow}), IsOk());
      EXPECT_THAT(writer.UpsertSeries("a", {{"care.cost", "care", Flow::kCost, "", ""}}, {kAdmissionNow}), IsOk());
      return writer.InsertOrganization({"b", "B", kAdmissionNow, {}, 0});
    }),
                IsOk());
    reader_ = *CreateToken(*store_, {"a", "lasare", "2023-01-31"}, kAdmissionNow);
    integration_ = *CreateToken(*store_, {"a", "integration", "2023-01-31"}, kAdmissionNow);
    ekonom_ = *CreateToken(*store_, {"a", "ekonom", "2023-01-31"}, kAdmissionNow);
    admin_of_a_ = *CreateToken(*store_, {"a", "admin", "2023-01-31"}, kAdmissionNow);
    admin_ = *CreateToken(*store_, {"", "admin", "2023-01-31"}, kAdmissionNow);
    Serve(/*require_token=*/true);
  }

  void Serve(bool require_token) {
    server_.reset();
    ServerOptions options;
    options.address = "127.0.0.1:0";
    options.require_token = require_token;
    options.now = [this] { return now_; };
    auto server = Server::Start(*store_, options);
    ASSERT_THAT(server.status(), IsOk());
    server_ = *std::move(server);
    ledger_ = v1::LedgerService::NewStub(server_->InProcessChannel());
    evaluation_ = v1::EvaluationService::NewStub(server_->InProcessChannel());
  }

  static void Authorize(grpc::ClientContext& call, const std::string& token) {
    if (!token.empty()) call.AddMetadata("authorization", "Bearer " + token);
  }

  grpc::Status Get(const std::string& token, const std::string& organization = "a") {
    v1::GetOrganizationRequest request;
    request.set_name("organizations/" + organization);
    v1::GetOrganizationResponse response;
    grpc::ClientContext call;
    Authorize(call, token);
    return ledger_->GetOrganization(&call, request, &response);
  }

  grpc::Status AddActivity(const std::string& token, const std::string& organization = "a") {
    v1::UpsertActivitiesRequest request;
    request.set_organization("organizations/" + organization);
    v1::Activity& activity = *request.add_activities();
    activity.set_name("organizations/" + organization + "/activities/care");
    activity.set_display_name("Care");
    v1::UpsertActivitiesResponse response;
    grpc::ClientContext call;
    Authorize(call, token);
    return ledger_->UpsertActivities(&call, request, &response);
  }

  grpc::Status CreateOrganization(const std::string& token, const std::string& id) {
    v1::CreateOrganizationRequest request;
    request.set_organization_id(id);
    request.mutable_organization()->set_display_name(id);
    v1::CreateOrganizationResponse response;
    grpc::ClientContext call;
    Authorize(call, token);
    return ledger_->CreateOrganization(&call, request, &response);
  }

  std::vector<std::string> Organizations(const std::string& token) {
    v1::ListOrganizationsResponse response;
    grpc::ClientContext call;
    Authorize(call, token);
    EXPECT_TRUE(ledger_->ListOrganizations(&call, {}, &response).ok());
    std::vector<std::string> names;
    for (const v1::Organization& one : response.organizations()) names.push_back(one.name());
    return names;
  }

  // Batches for these organizations, one after the other.
  grpc::Status Import(const std::string& token, const std::vector<std::string>& organizations) {
    v1::ImportActualsResponse response;
    grpc::ClientContext call;
    Authorize(call, token);
    auto writer = ledger_->ImportActuals(&call, &response);
    for (const std::string& organization : organizations) {
      v1::ImportActualsRequest batch;
      batch.set_organization(organization);
      v1::Actual& actual = *batch.add_actuals();
      actual.set_series(organization + "/series/care.cost");
      actual.set_month("2022-01");
      actual.set_amount_ore(100);
      if (!writer->Write(batch)) break;
    }
    writer->WritesDone();
    return writer->Finish();
  }

  grpc::Status ImportFile(const std::string& token, const std::string& organization) {
    v1::ImportFileResponse response;
    grpc::ClientContext call;
    Authorize(call, token);
    auto writer = ledger_->ImportFile(&call, &response);
    v1::ImportFileRequest part;
    part.mutable_header()->set_organization("organizations/" + organization);
    writer->Write(part);
    writer->WritesDone();
    return writer->Finish();
  }

  grpc::Status Backtest(const std::string& token, const std::string& organization) {
    v1::BacktestRequest request;
    request.set_organization("organizations/" + organization);
    grpc::ClientContext call;
    Authorize(call, token);
    auto reader = evaluation_->Backtest(&call, request);
    v1::BacktestResponse response;
    while (reader->Read(&response)) {
    }
    return reader->Finish();
  }

  const TemporaryFolder folder_;
  absl::Time now_ = kAdmissionNow;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::LedgerService::Stub> ledger_;
  std::unique_ptr<v1::EvaluationService::Stub> evaluation_;
  std::string reader_, integration_, ekonom_, admin_of_a_, admin_;
};

TEST_F(AdmissionTest, WithoutAValidTokenNothingIsAnswered) {
  for (const std::string& token : {std::string(), std::string("prognos_nonsense"), reader_ + "x"}) {
    EXPECT_EQ(Get(token).error_code(), grpc::StatusCode::UNAUTHENTICATED) << token;
    EXPECT_EQ(Import(token, {"organizations/a"}).error_code(), grpc::StatusCode::UNAUTHENTICATED) << token;
    EXPECT_EQ(ImportFile(token, "a").error_code(), grpc::StatusCode::UNAUTHENTICATED) << token;
    EXPECT_EQ(Backtest(token, "a").error_code(), grpc::StatusCode::UNAUTHENTICATED) << token;
  }
  EXPECT_TRUE(Get(reader_).ok());
}

TEST_F(AdmissionTest, ATokenEndsWithItsLastDay) {
  now_ = absl::FromCivil(absl::CivilDay(2023, 2, 1), absl::UTCTimeZone());
  EXPECT_EQ(Get(reader_).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(AdmissionTest, TwoTokensInOneCallAreNone) {
  v1::GetOrganizationRequest request;
  request.set_name("organizations/a");
  v1::GetOrganizationResponse response;
  grpc::ClientContext call;
  Authorize(call, reader_);
  Authorize(call, admin_);
  EXPECT_EQ(ledger_->GetOrganization(&call, request, &response).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(AdmissionTest, ARoleThatIsTooSmallIsDenied) {
  EXPECT_EQ(AddActivity(reader_).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(AddActivity(integration_).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(AddActivity(ekonom_).ok());
  EXPECT_EQ(ImportFile(reader_, "a").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_NE(ImportFile(integration_, "a").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Backtest(reader_, "a").error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(AdmissionTest, OrganizationsAreMadeByAnAdminOfAll) {
  EXPECT_EQ(CreateOrganization(ekonom_, "c").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(CreateOrganization(admin_of_a_, "c").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(CreateOrganization(admin_, "c").ok());
}

// The answer about another's organization is, to the letter, the one about an organization that does not exist.
TEST_F(AdmissionTest, AnotherOrganizationIsAsIfItDidNotExist) {
  const auto told = [](grpc::Status status, const std::string& organization) {
    std::string text = status.error_message();
    const size_t at = text.find("\"" + organization + "\"");
    EXPECT_NE(at, std::string::npos) << text;
    if (at != std::string::npos) text.erase(at);
    return std::to_string(status.error_code()) + " " + text;
  };
  EXPECT_EQ(Get(reader_, "b").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(told(Get(reader_, "b"), "b"), told(Get(reader_, "none"), "none"));
  EXPECT_EQ(told(Get(reader_, "b"), "b"), told(Get(admin_, "none"), "none"));
  EXPECT_EQ(AddActivity(ekonom_, "b").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ImportFile(ekonom_, "b").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Backtest(ekonom_, "b").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Import(integration_, {"organizations/a"}).ok());
  EXPECT_EQ(Import(ekonom_, {"organizations/b"}).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Import(ekonom_, {"organizations/a", "organizations/b"}).error_code(), grpc::StatusCode::NOT_FOUND)
      << "the second batch of a stream names another organization than the first";
  EXPECT_TRUE(Get(admin_, "b").ok());
}

TEST_F(AdmissionTest, OnlyOnesOwnOrganizationIsListed) {
  EXPECT_THAT(Organizations(reader_), ElementsAre("organizations/a"));
  EXPECT_THAT(Organizations(admin_of_a_), ElementsAre("organizations/a"));
  EXPECT_THAT(Organizations(admin_), ElementsAre("organizations/a", "organizations/b"));
}

TEST_F(AdmissionTest, WhereNoTokenIsRequiredNoneIsNeededButAGivenOneCounts) {
  Serve(/*require_token=*/false);
  EXPECT_TRUE(Get("").ok());
  EXPECT_TRUE(CreateOrganization("", "c").ok());
  EXPECT_EQ(Get("prognos_nonsense").error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Get(reader_, "b").error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace prognos::service
