// A service inside the test: keeps what it was asked, answers what the test says, and runs command lines against it.
#ifndef PROGNOS_TESTS_CLIENT_FAKE_PROGNOSD_H_
#define PROGNOS_TESTS_CLIENT_FAKE_PROGNOSD_H_

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "client/cancellation.h"
#include "client/run.h"
#include "gtest/gtest.h"
#include "prognos/v1/budget.grpc.pb.h"
#include "prognos/v1/evaluation.grpc.pb.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/followup.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/history.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"
#include "tests/temporary_folder.h"

namespace prognos::client {

// One method: the requests that came, and the answer.
template <typename Request, typename Response>
struct FakeMethod {
  std::vector<Request> requests;
  Response response;
  std::vector<grpc::Status> failures;  // Given first, one a call.

  grpc::Status Answer(const Request& request, Response* out) {
    requests.push_back(request);
    if (requests.size() <= failures.size()) return failures[requests.size() - 1];
    *out = response;
    return grpc::Status::OK;
  }
};

#define PROGNOS_FAKE_METHOD(Method)                                                                              \
  FakeMethod<v1::Method##Request, v1::Method##Response> Method##_;                                               \
  grpc::Status Method(grpc::ServerContext*, const v1::Method##Request* in, v1::Method##Response* out) override { \
    return Method##_.Answer(*in, out);                                                                           \
  }

class FakeLedger : public v1::LedgerService::Service {
 public:
  PROGNOS_FAKE_METHOD(CreateOrganization)
  PROGNOS_FAKE_METHOD(GetOrganization)
  PROGNOS_FAKE_METHOD(ListOrganizations)
  PROGNOS_FAKE_METHOD(ImportActivities)
  PROGNOS_FAKE_METHOD(DeleteActivity)
  FakeMethod<v1::ListActivitiesRequest, v1::ListActivitiesResponse> ListActivities_;
  std::map<int, v1::ListActivitiesResponse> activities_by_year;  // In the place of the one answer, for these years.
  grpc::Status ListActivities(grpc::ServerContext*, const v1::ListActivitiesRequest* in,
                              v1::ListActivitiesResponse* out) override {
    const grpc::Status status = ListActivities_.Answer(*in, out);
    const auto found = activities_by_year.find(in->year());
    if (status.ok() && found != activities_by_year.end()) *out = found->second;
    return status;
  }
  PROGNOS_FAKE_METHOD(ImportCostTypes)
  PROGNOS_FAKE_METHOD(ListCostTypes)
  PROGNOS_FAKE_METHOD(ListSeries)
  PROGNOS_FAKE_METHOD(ImportPostingRules)
  PROGNOS_FAKE_METHOD(GetPostingRules)
  PROGNOS_FAKE_METHOD(SetRounds)
  PROGNOS_FAKE_METHOD(MarkMonths)
  PROGNOS_FAKE_METHOD(ListMonthMarks)
  PROGNOS_FAKE_METHOD(ListActuals)
  PROGNOS_FAKE_METHOD(ComparePeriods)
  PROGNOS_FAKE_METHOD(CloseYear)
  PROGNOS_FAKE_METHOD(ReopenYear)

  std::vector<v1::ImportFileRequest::Header> import_headers;
  std::vector<std::string> import_bytes;
  v1::ImportFileResponse import_response;
  std::vector<grpc::Status> import_failures;

  grpc::Status ImportFile(grpc::ServerContext*, grpc::ServerReader<v1::ImportFileRequest>* reader,
                          v1::ImportFileResponse* out) override {
    v1::ImportFileRequest part;
    import_headers.emplace_back();
    import_bytes.emplace_back();
    while (reader->Read(&part)) {
      if (part.has_header()) import_headers.back() = part.header();
      import_bytes.back() += part.chunk();
    }
    if (import_headers.size() <= import_failures.size()) return import_failures[import_headers.size() - 1];
    *out = import_response;
    return grpc::Status::OK;
  }
};

class FakeBudget : public v1::BudgetService::Service {
 public:
  PROGNOS_FAKE_METHOD(SetBudget)
  PROGNOS_FAKE_METHOD(ImportBudget)
  PROGNOS_FAKE_METHOD(IndexBudget)
  PROGNOS_FAKE_METHOD(MoveActivities)
  PROGNOS_FAKE_METHOD(WithdrawBudget)

  FakeMethod<v1::GetBudgetRequest, v1::GetBudgetResponse> GetBudget_;
  std::map<int, v1::GetBudgetResponse> by_year;  // In the place of the one answer, for these years.

  grpc::Status GetBudget(grpc::ServerContext*, const v1::GetBudgetRequest* in, v1::GetBudgetResponse* out) override {
    const grpc::Status status = GetBudget_.Answer(*in, out);
    const auto found = by_year.find(in->year());
    if (status.ok() && found != by_year.end()) *out = found->second;
    return status;
  }
};

class FakeForecast : public v1::ForecastService::Service {
 public:
  PROGNOS_FAKE_METHOD(CreateForecast)
  PROGNOS_FAKE_METHOD(ListForecasts)
  PROGNOS_FAKE_METHOD(LockForecast)
  PROGNOS_FAKE_METHOD(WithdrawForecast)
  PROGNOS_FAKE_METHOD(SetOverride)
  PROGNOS_FAKE_METHOD(RemoveOverride)
  PROGNOS_FAKE_METHOD(SetComment)
  PROGNOS_FAKE_METHOD(CopyJudgements)
  PROGNOS_FAKE_METHOD(ApplyJudgements)
  PROGNOS_FAKE_METHOD(DiffForecasts)
  PROGNOS_FAKE_METHOD(ExplainForecast)
  PROGNOS_FAKE_METHOD(SimulateScenario)
  PROGNOS_FAKE_METHOD(CompareForecasts)

  std::map<std::string, v1::Forecast> stored;  // By name.
  std::vector<std::string> asked;
  std::optional<grpc::Status> missing;  // What is answered of one that is not stored.

  grpc::Status GetForecast(grpc::ServerContext*, const v1::GetForecastRequest* in,
                           v1::GetForecastResponse* out) override {
    asked.push_back(in->name());
    const auto found = stored.find(in->name());
    if (found == stored.end() && missing.has_value()) return *missing;
    if (found == stored.end()) return {grpc::StatusCode::NOT_FOUND, in->name() + " does not exist"};
    *out->mutable_forecast() = found->second;
    *out->mutable_changes() = changes;
    return grpc::Status::OK;
  }

  google::protobuf::RepeatedPtrField<v1::ForecastChange> changes;  // Beside every forecast.

  // Stores a forecast as the newest.
  void Store(const v1::Forecast& forecast) {
    stored[forecast.name()] = forecast;
    v1::ListForecastsResponse newest_first;
    *newest_first.add_forecasts() = forecast;
    newest_first.mutable_forecasts(0)->clear_lines();
    newest_first.MergeFrom(ListForecasts_.response);
    ListForecasts_.response = newest_first;
  }
};

// A refusal as the service sends it.
inline grpc::Status RefusedWith(grpc::StatusCode code, const v1::ErrorDetail& detail, const std::string& message = "") {
  v1::StatusDetails details;
  details.add_details()->PackFrom(detail);
  return {code, message, details.SerializeAsString()};
}

inline grpc::Status RefusedWith(grpc::StatusCode code, v1::Reason reason, const std::string& message = "") {
  v1::ErrorDetail detail;
  detail.set_reason(reason);
  return RefusedWith(code, detail, message);
}

class FakeEvaluation : public v1::EvaluationService::Service {
 public:
  PROGNOS_FAKE_METHOD(GetEvaluation)
  PROGNOS_FAKE_METHOD(ListEvaluations)

  std::vector<v1::BacktestRequest> requests;
  std::vector<std::vector<v1::BacktestResponse>> streams;  // One a call; none at all: nothing can be measured.
  std::vector<grpc::Status> endings;                       // One a call; OK where there is none.

  grpc::Status Backtest(grpc::ServerContext*, const v1::BacktestRequest* in,
                        grpc::ServerWriter<v1::BacktestResponse>* writer) override {
    requests.push_back(*in);
    if (streams.empty()) return RefusedWith(grpc::StatusCode::FAILED_PRECONDITION, v1::REASON_NO_DATA);
    if (requests.size() > streams.size()) return {grpc::StatusCode::INTERNAL, "no more streams"};
    for (const v1::BacktestResponse& message : streams[requests.size() - 1]) writer->Write(message);
    return requests.size() <= endings.size() ? endings[requests.size() - 1] : grpc::Status::OK;
  }
};

class FakeFollowUp : public v1::FollowUpService::Service {
 public:
  PROGNOS_FAKE_METHOD(PutIndicators)
  PROGNOS_FAKE_METHOD(ListIndicators)
  PROGNOS_FAKE_METHOD(PutFunds)
  PROGNOS_FAKE_METHOD(ListFunds)
  PROGNOS_FAKE_METHOD(PutVolumePlans)
  PROGNOS_FAKE_METHOD(ListVolumePlans)
  PROGNOS_FAKE_METHOD(PutDrivers)
  PROGNOS_FAKE_METHOD(ListDrivers)
  PROGNOS_FAKE_METHOD(ImportFollowUpTable)
  PROGNOS_FAKE_METHOD(WithdrawFollowUps)
};

class FakeEvents : public v1::EventService::Service {
 public:
  PROGNOS_FAKE_METHOD(PutEvents)
  PROGNOS_FAKE_METHOD(WithdrawEvent)
  PROGNOS_FAKE_METHOD(ListEvents)
  PROGNOS_FAKE_METHOD(ImportEvents)
  PROGNOS_FAKE_METHOD(GetUnderlyingResult)
  PROGNOS_FAKE_METHOD(ListSuggestions)
  PROGNOS_FAKE_METHOD(AcceptSuggestion)
  PROGNOS_FAKE_METHOD(DismissSuggestion)
};

class FakeHistory : public v1::HistoryService::Service {
 public:
  PROGNOS_FAKE_METHOD(ListChanges)
};

// What a command line left behind.
struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string err;
};

class FakePrognosd {
 public:
  FakePrognosd() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&ledger);
    builder.RegisterService(&budget);
    builder.RegisterService(&forecast);
    builder.RegisterService(&evaluation);
    builder.RegisterService(&follow_up);
    builder.RegisterService(&events);
    builder.RegisterService(&history);
    server_ = builder.BuildAndStart();
    v1::Organization& only = *ledger.ListOrganizations_.response.add_organizations();
    only.set_name("organizations/exempelby");
    only.set_display_name("Exempelby socialnämnd");
  }

  // Runs `prognos` with these arguments.
  Outcome Run(const std::vector<std::string>& arguments) {
    std::vector<const char*> argv = {"prognos"};
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out;
    std::ostringstream err;
    Environment environment{output == nullptr ? out : *output, err,
                            [this](const Connection& connection) {
                              asked_address = connection.address;
                              asked_connection = connection;
                              return std::shared_ptr<grpc::ChannelInterface>(server_->InProcessChannel({}));
                            },
                            [this](const std::string& name) {
                              const auto found = variables.find(name);
                              return found == variables.end() ? std::nullopt
                                                              : std::optional<std::string>(found->second);
                            }};
    environment.is_terminal = is_terminal;
    environment.terminal_width = terminal_width;
    environment.terminal_height = terminal_height;
    environment.progress_width = progress_width;
    environment.speaks_utf8 = speaks_utf8;
    environment.page = [this](const std::string& text, const std::string& command) {
      if (!has_pager) return false;
      paged.push_back({command, text});
      return true;
    };
    environment.cancellation = cancellation;
    const int exit_code = RunPrognos(static_cast<int>(argv.size()), argv.data(), environment);
    return {exit_code, out.str(), err.str()};
  }

  // Adds an activity with series of these kinds ("cost", "revenue", units) to what the ledger lists.
  void AddActivity(const std::string& id, const std::string& display_name, const std::string& parent,
                   const std::vector<std::string>& kinds) {
    v1::Activity& activity = *ledger.ListActivities_.response.add_activities();
    activity.set_name("organizations/exempelby/activities/" + id);
    activity.set_display_name(display_name);
    if (!parent.empty()) activity.set_parent("organizations/exempelby/activities/" + parent);
    for (const std::string& kind : kinds) {
      v1::Series& series = *ledger.ListSeries_.response.add_series();
      series.set_name("organizations/exempelby/series/" + id + "." + kind);
      series.set_activity(activity.name());
      series.set_flow(kind == "cost" ? v1::FLOW_COST : kind == "revenue" ? v1::FLOW_REVENUE : v1::FLOW_VOLUME);
      if (series.flow() == v1::FLOW_VOLUME) series.set_unit(kind);
    }
  }

  FakeLedger ledger;
  FakeBudget budget;
  FakeForecast forecast;
  FakeEvaluation evaluation;
  FakeFollowUp follow_up;
  FakeEvents events;
  FakeHistory history;
  std::map<std::string, std::string> variables;
  std::string asked_address;
  Connection asked_connection;
  std::ostream* output = nullptr;  // Where the program writes; absent: into Outcome::out. Not owned.
  bool is_terminal = false;
  int terminal_width = 0;
  int terminal_height = 0;
  int progress_width = 0;
  bool speaks_utf8 = true;
  bool has_pager = true;                                   // A pager can be started.
  std::vector<std::pair<std::string, std::string>> paged;  // Commands of pagers and what each was shown.
  Cancellation* cancellation = nullptr;

 private:
  std::unique_ptr<grpc::Server> server_;
};

// A file with this content in the folder of the test; its path.
inline std::string WriteFile(const std::string& name, const std::string& content) {
  static const TemporaryFolder folder;  // Of this process: tests run side by side.
  const std::string path = folder.File(name);
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

}  // namespace prognos::client

#endif  // PROGNOS_TESTS_CLIENT_FAKE_PROGNOSD_H_
