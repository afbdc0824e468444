#include "forecast/service/rights.h"

#include <google/protobuf/descriptor.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace prognos::service {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using ledger::Role;

constexpr Right kRights[] = {
    {"/prognos.v1.LedgerService/CreateOrganization", Role::kAdmin, Reach::kEverything},
    {"/prognos.v1.LedgerService/GetOrganization", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ListOrganizations", Role::kReader, Reach::kOwn},
    {"/prognos.v1.LedgerService/UpsertActivities", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ListActivities", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.LedgerService/DeleteActivity", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/UpsertCostTypes", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ImportCostTypes", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ListCostTypes", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.LedgerService/MarkMonths", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ListMonthMarks", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.LedgerService/UpsertSeries", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ImportActivities", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ListSeries", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.LedgerService/SetPostingRules", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ImportPostingRules", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/GetPostingRules", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ImportActuals", Role::kIntegration, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ImportFile", Role::kIntegration, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ListActuals", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ComparePeriods", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.LedgerService/SetRounds", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/CloseYear", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.LedgerService/ReopenYear", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.BudgetService/SetBudget", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.BudgetService/ImportBudget", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.BudgetService/IndexBudget", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.BudgetService/MoveActivities", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.BudgetService/WithdrawBudget", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.BudgetService/GetBudget", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.ForecastService/CreateForecast", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.ForecastService/GetForecast", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.ForecastService/ListForecasts", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.ForecastService/CompareForecasts", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.ForecastService/DiffForecasts", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.ForecastService/ExplainForecast", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.ForecastService/SimulateScenario", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.ForecastService/LockForecast", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.ForecastService/SetOverride", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.ForecastService/RemoveOverride", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.ForecastService/SetComment", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.ForecastService/ApplyJudgements", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.ForecastService/WithdrawForecast", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.ForecastService/CopyJudgements", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.EvaluationService/Backtest", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.EvaluationService/GetEvaluation", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.EvaluationService/ListEvaluations", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/PutIndicators", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/ListIndicators", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/PutFunds", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/ListFunds", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/PutVolumePlans", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/PutDrivers", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/ListDrivers", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/WithdrawFollowUps", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/ListVolumePlans", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.FollowUpService/ImportFollowUpTable", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.EventService/PutEvents", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.EventService/WithdrawEvent", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.EventService/ListEvents", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.EventService/ImportEvents", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.EventService/GetUnderlyingResult", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.EventService/ListSuggestions", Role::kReader, Reach::kOrganization},
    {"/prognos.v1.EventService/AcceptSuggestion", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.EventService/DismissSuggestion", Role::kEkonom, Reach::kOrganization},
    {"/prognos.v1.HistoryService/ListChanges", Role::kReader, Reach::kOrganization},
};

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

// The text of a field; nullopt when the message has no such field or it is no text or empty.
std::optional<std::string> TextOf(const google::protobuf::Message& message, const char* field) {
  const FieldDescriptor* const found = message.GetDescriptor()->FindFieldByName(field);
  if (found == nullptr || found->is_repeated() || found->type() != FieldDescriptor::TYPE_STRING) return std::nullopt;
  const std::string text = message.GetReflection()->GetString(message, found);
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

const Right* FindRight(absl::string_view method) {
  for (const Right& right : kRights) {
    if (method == right.method) return &right;
  }
  return nullptr;
}

absl::Status CheckRights(absl::Span<const std::string> services) {
  std::vector<std::string> missing;
  for (const std::string& name : services) {
    const ServiceDescriptor* const service = DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) {
      missing.push_back(name);
      continue;
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string path = PathOf(*service->method(i));
      if (FindRight(path) == nullptr) missing.push_back(path);
    }
  }
  if (missing.empty()) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("rights.cc does not say who may call ", absl::StrJoin(missing, ", ")));
}

std::optional<std::string> ResourceOf(const google::protobuf::Message& request) {
  for (const char* field : {"organization", "name"}) {
    if (std::optional<std::string> text = TextOf(request, field)) return text;
  }
  const FieldDescriptor* const header = request.GetDescriptor()->FindFieldByName("header");
  if (header == nullptr || header->is_repeated() || header->type() != FieldDescriptor::TYPE_MESSAGE)
    return std::nullopt;
  return TextOf(request.GetReflection()->GetMessage(request, header), "organization");
}

std::optional<std::string> OrganizationOf(absl::string_view resource) {
  if (!absl::ConsumePrefix(&resource, "organizations/")) return std::nullopt;
  return std::string(resource.substr(0, resource.find('/')));
}

}  // namespace prognos::service
