#include "forecast/service/rights.h"

#include <google/protobuf/descriptor.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "forecast/service/names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prognos/v1/budget.pb.h"
#include "prognos/v1/evaluation.pb.h"
#include "prognos/v1/events.pb.h"
#include "prognos/v1/followup.pb.h"
#include "prognos/v1/forecast.pb.h"
#include "prognos/v1/history.pb.h"
#include "prognos/v1/ledger.pb.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const google::protobuf::DescriptorPool& Pool() { return *google::protobuf::DescriptorPool::generated_pool(); }

// Every service of the API, found by the files of proto/, so that a new file is found as well.
std::vector<const google::protobuf::ServiceDescriptor*> Services() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const auto& entry : std::filesystem::directory_iterator("proto/prognos/v1")) {
    if (entry.path().extension() != ".proto") continue;
    const auto* const file = Pool().FindFileByName(absl::StrCat("prognos/v1/", entry.path().filename().string()));
    EXPECT_NE(file, nullptr) << entry.path();
    for (int i = 0; file != nullptr && i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

TEST(RightsTest, EveryMethodOfTheApiHasARow) {
  int methods = 0;
  for (const auto* service : Services()) {
    EXPECT_THAT(CheckRights({service->full_name()}), IsOk());
    methods += service->method_count();
  }
  EXPECT_GE(methods, 22);  // The services were found.
}

// Where a caller's organization is found out from the request, the request must be able to name it.
TEST(RightsTest, ARequestOfAMethodForOneOrganizationHasAFieldThatNamesIt) {
  for (const auto* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto& method = *service->method(i);
      const Right* const right = FindRight(absl::StrCat("/", service->full_name(), "/", method.name()));
      ASSERT_NE(right, nullptr) << method.full_name();
      if (right->reach != Reach::kOrganization) continue;
      const auto& request = *method.input_type();
      const auto* const header = request.FindFieldByName("header");
      EXPECT_TRUE(request.FindFieldByName("organization") != nullptr || request.FindFieldByName("name") != nullptr ||
                  (header != nullptr && header->message_type()->FindFieldByName("organization") != nullptr))
          << method.full_name();
    }
  }
}

TEST(RightsTest, AMethodWithoutARowIsNamed) {
  EXPECT_EQ(FindRight("/prognos.v1.LedgerService/DropOrganization"), nullptr);
  // gRPC's own services are not in the table; linked in, they stand for one that was forgotten.
  const absl::Status missing = CheckRights({"prognos.v1.LedgerService", "prognos.v1.NoService"});
  EXPECT_EQ(missing.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(missing.message()),
              AllOf(HasSubstr("prognos.v1.NoService"), Not(HasSubstr("LedgerService"))));
}

TEST(RightsTest, TheResourceIsFoundInOrganizationNameOrHeader) {
  v1::SetBudgetRequest by_organization;
  EXPECT_EQ(ResourceOf(by_organization), std::nullopt);
  by_organization.set_organization("organizations/a");
  EXPECT_EQ(ResourceOf(by_organization), "organizations/a");
  v1::GetForecastRequest by_name;
  by_name.set_name("organizations/a/forecasts/f");
  EXPECT_EQ(ResourceOf(by_name), "organizations/a/forecasts/f");
  v1::ImportFileRequest part;
  part.set_chunk("bytes");
  EXPECT_EQ(ResourceOf(part), std::nullopt);
  part.mutable_header()->set_organization("organizations/a");
  EXPECT_EQ(ResourceOf(part), "organizations/a");
}

TEST(RightsTest, AnOrganizationThatIsAMessageIsNoName) {
  v1::CreateOrganizationRequest request;
  request.set_organization_id("a");
  request.mutable_organization()->set_display_name("A");
  EXPECT_EQ(ResourceOf(request), std::nullopt);
}

TEST(RightsTest, TheOrganizationIsTheSecondPartOfAName) {
  EXPECT_EQ(OrganizationOf("organizations/a"), "a");
  EXPECT_EQ(OrganizationOf("organizations/a/forecasts/f"), "a");
  EXPECT_EQ(OrganizationOf("organizations/"), "");
  EXPECT_EQ(OrganizationOf("forecasts/f"), std::nullopt);
  EXPECT_EQ(OrganizationOf(""), std::nullopt);
}

}  // namespace
}  // namespace prognos::service
