#include "forecast/service/history_service.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/conversion.h"
#include "forecast/service/event_changes.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/paging.h"
#include "forecast/service/validators.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

// Where a page begins: so many changes of that moment have been answered already.
struct PageStart {
  absl::Time until = absl::InfiniteFuture();
  int skipped = 0;
};

absl::StatusOr<ledger::ChangesQuery> CheckQuery(const v1::ListChangesRequest& request) {
  FaultList faults;
  ledger::ChangesQuery query;
  for (int i = 0; i < request.kinds_size(); ++i) {
    if (request.kinds(i) == 0 || !v1::ChangeKind_IsValid(request.kinds(i))) {
      faults.Add(absl::StrCat("kinds[", i, "]"), FaultReason::kUnknown, absl::StrCat(request.kinds(i)),
                 messages::value::DoesNotExist());
    }
    query.kinds.insert(static_cast<ledger::ChangeKind>(request.kinds(i)));
  }
  if (request.has_since()) query.since = CheckMoment(request.since(), "since", faults).value_or(query.since);
  if (request.has_until()) query.until = CheckMoment(request.until(), "until", faults).value_or(query.until);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return query;
}

// What tells the request apart from others: all but its page.
std::string IdentityOf(v1::ListChangesRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  return absl::StrCat("ListChanges", request.SerializeAsString());
}

absl::StatusOr<PageStart> ReadPage(const Call& call, const std::string& identity, const std::string& token) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string position, call.page_tokens().Parse(identity, token));
  if (position.empty()) return PageStart();
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(position, ':');
  int64_t micros = 0;
  PageStart start;
  if (!absl::SimpleAtoi(parts.first, &micros) || !absl::SimpleAtoi(parts.second, &start.skipped)) {
    return NotATokenOfThisRequest(token);
  }
  start.until = absl::FromUnixMicros(micros);
  return start;
}

bool IsOfForecast(ledger::ChangeKind kind) {
  return kind == ledger::ChangeKind::kForecast || kind == ledger::ChangeKind::kForecastWithdrawn ||
         (kind >= ledger::ChangeKind::kJudgements && kind <= ledger::ChangeKind::kForecastSuperseded);
}

v1::Change ChangeOf(const std::string& organization, const ledger::RecordedChange& change) {
  v1::Change result;
  result.set_kind(static_cast<v1::ChangeKind>(change.kind));
  *result.mutable_record_time() = ToProto(change.time);
  result.set_author(change.author);
  if (IsOfForecast(change.kind)) {
    result.set_name(ForecastName(organization, change.subject));
  } else if (change.kind == ledger::ChangeKind::kEvaluation) {
    result.set_name(EvaluationName(organization, change.subject));
  } else {
    result.set_description(change.subject);
  }
  result.set_year(change.year);
  result.set_count(change.count);
  result.set_series_count(change.series_count);
  if (change.first_month.has_value()) result.set_first_month(change.first_month->ToString());
  if (change.last_month.has_value()) result.set_last_month(change.last_month->ToString());
  result.set_withdrawn_count(change.withdrawn_count);
  return result;
}

// What changes of events say of themselves only in their rows.
absl::Status TellEvents(const std::string& organization, std::vector<ledger::RecordedChange>& changes,
                        ledger::Reader& reader) {
  const auto is_of_events = [](const auto& change) { return change.kind == ledger::ChangeKind::kEvents; };
  if (absl::c_none_of(changes, is_of_events)) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const EventChanges events, ReadEventChanges(reader, organization));
  for (ledger::RecordedChange& change : changes) {
    const auto found = is_of_events(change) ? events.find({change.time, change.author}) : events.end();
    if (found == events.end()) continue;
    change.subject = found->second.description;
    change.withdrawn_count = found->second.withdrawn_count;
  }
  return absl::OkStatus();
}

// The token of the page after `changes`, which began at `start`.
std::string NextToken(const Call& call, const std::string& identity, const PageStart& start,
                      const std::vector<ledger::RecordedChange>& changes) {
  const absl::Time last = changes.back().time;
  int skipped = last == start.until ? start.skipped : 0;
  for (const ledger::RecordedChange& change : changes) skipped += change.time == last;
  return call.page_tokens().Make(identity, absl::StrCat(absl::ToUnixMicros(last), ":", skipped));
}

absl::Status List(const Call& call, const v1::ListChangesRequest& request, v1::ListChangesResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(ledger::ChangesQuery query, CheckQuery(request));
  PROGNOS_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size(), 100, 1000));
  const std::string identity = IdentityOf(request);
  PROGNOS_ASSIGN_OR_RETURN(const PageStart start, ReadPage(call, identity, request.page_token()));
  query.until = std::min(query.until, start.until);
  query.limit = start.skipped + page_size + 1;
  std::vector<ledger::RecordedChange> changes;
  const auto read = [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
    PROGNOS_ASSIGN_OR_RETURN(changes, reader.ListChanges(organization, query));
    return TellEvents(organization, changes, reader);
  };
  PROGNOS_RETURN_IF_ERROR(call.Read(organization, read));
  changes.erase(changes.begin(), changes.begin() + std::min<int64_t>(start.skipped, changes.size()));
  const bool has_more = changes.size() > static_cast<size_t>(page_size);
  if (has_more) changes.resize(static_cast<size_t>(page_size));
  for (const ledger::RecordedChange& change : changes) *response.add_changes() = ChangeOf(organization, change);
  if (has_more) response.set_next_page_token(NextToken(call, identity, start, changes));
  return absl::OkStatus();
}

}  // namespace

HistoryService::HistoryService(ServiceContext service) : service_(std::move(service)) {}
HistoryService::~HistoryService() = default;

grpc::ServerUnaryReactor* HistoryService::ListChanges(grpc::CallbackServerContext* context,
                                                      const v1::ListChangesRequest* request,
                                                      v1::ListChangesResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return List(call, *request, *response); });
}

}  // namespace prognos::service
