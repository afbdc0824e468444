#include "forecast/service/forecast_service.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/month_names.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/outlook/canonical_input.h"
#include "forecast/outlook/outlook.h"
#include "forecast/series/round.h"
#include "forecast/service/comparison_calls.h"
#include "forecast/service/conversion.h"
#include "forecast/service/difference_calls.h"
#include "forecast/service/error.h"
#include "forecast/service/explanation_calls.h"
#include "forecast/service/fingerprint.h"
#include "forecast/service/forecast_conversion.h"
#include "forecast/service/judged_forecast.h"
#include "forecast/service/judgement_calls.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/missing_months.h"
#include "forecast/service/names.h"
#include "forecast/service/outlook_input.h"
#include "forecast/service/paging.h"
#include "forecast/service/scenario_calls.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/refusal.h"
#include "messages/request.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kDefaultPathCount = 2000;

// The last known month (0-12) that the request asks for.
int CheckKnown(const v1::CreateForecastRequest& request, const std::map<Round, int>& own_rounds, FaultList& faults) {
  if (request.known_case() == v1::CreateForecastRequest::kRound) {
    const int month = LastKnownMonth(static_cast<Round>(request.round()), own_rounds);
    if (month == 0) {
      faults.Add("round", FaultReason::kOutOfRange, absl::StrCat(request.round()), messages::request::IsNotARound());
    }
    return month;
  }
  if (request.known_case() != v1::CreateForecastRequest::kLastKnownMonth) {
    faults.Add("known", FaultReason::kMissingValue, "", messages::request::NeedsKnownMonths());
    return 0;
  }
  if (request.last_known_month() < 0 || request.last_known_month() > 12) {
    faults.Add("last_known_month", FaultReason::kOutOfRange, absl::StrCat(request.last_known_month()),
               messages::value::MustBeBetween(0, 12));
    return 0;
  }
  return request.last_known_month();
}

outlook::OutlookOptions CheckOptions(const v1::ForecastOptions& asked, FaultList& faults) {
  outlook::OutlookOptions options;
  if (!asked.model().empty()) options.model = asked.model();
  options.path_count = asked.path_count() == 0 ? kDefaultPathCount : asked.path_count();
  options.seed = asked.seed();
  options.threads = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 8);
  const absl::Status valid = options.Validate();
  for (Fault& fault : FaultsFromStatus(valid)) faults.Add(std::move(fault));
  return options;
}

// Now, or the organization's newest record when the clock is behind it: what was recorded by a clock that was ahead
// counts as well, so that no forecast's as_of lies before what it is made of.
absl::StatusOr<absl::Time> LatestMoment(ledger::Reader& reader, absl::string_view organization, absl::Time now) {
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time newest, reader.NewestRecordTime(organization));
  return std::max(now, newest);
}

struct CheckedRequest {
  ForecastCut cut;
  bool preliminary = false;  // Months that count as known may be missing.
  outlook::OutlookOptions options;
};

// What a request is checked against.
struct OrganizationFacts {
  absl::Time latest;                  // Nothing is recorded later.
  std::map<Round, int> round_months;  // Those of its rounds that are its own, as of the moment asked for.
};

// Of an organization that does not exist, or a moment that is none, what is usual: the request's faults are told first.
absl::Status ReadFacts(ledger::Reader& reader, const std::string& organization,
                       const v1::CreateForecastRequest& request, OrganizationFacts& facts) {
  PROGNOS_ASSIGN_OR_RETURN(facts.latest, LatestMoment(reader, organization, facts.latest));
  std::optional<absl::Time> as_of;
  FaultList ignored;
  if (request.has_as_of()) as_of = CheckMoment(request.as_of(), "as_of", ignored);
  const absl::StatusOr<ledger::Organization> found = reader.GetOrganization(organization, as_of);
  if (found.ok()) facts.round_months = found->round_months;
  return absl::IsNotFound(found.status()) ? absl::OkStatus() : found.status();
}

void CheckExcludedEvents(const v1::CreateForecastRequest& request, const std::string& organization, EventQuery& events,
                         FaultList& faults) {
  events.none = request.without_events();
  if (request.excluded_events_size() == 0) return;
  if (!CheckCount(request.excluded_events_size(), kMaxEvents, "excluded_events", faults)) return;
  for (int i = 0; i < request.excluded_events_size(); ++i) {
    events.excluded.insert(
        CheckEventName(request.excluded_events(i), organization, absl::StrCat("excluded_events[", i, "]"), faults));
  }
}

absl::StatusOr<CheckedRequest> CheckRequest(const v1::CreateForecastRequest& request, const OrganizationFacts& facts) {
  const absl::Time latest = facts.latest;
  FaultList faults;
  CheckedRequest checked;
  checked.cut.organization = CheckOrganizationName(request.organization(), "organization", faults);
  CheckYear(request.year(), "year", faults);
  checked.cut.year = request.year();
  checked.cut.last_known_month = CheckKnown(request, facts.round_months, faults);
  CheckRequestId(request.request_id(), faults);
  checked.options = CheckOptions(request.options(), faults);
  checked.preliminary = request.preliminary();
  CheckExcludedEvents(request, checked.cut.organization, checked.cut.events, faults);
  if (request.has_as_of()) checked.cut.as_of = CheckMoment(request.as_of(), "as_of", faults);
  if (checked.cut.as_of.value_or(latest) > latest) {
    faults.Add("as_of", FaultReason::kOutOfRange, MomentText(*checked.cut.as_of), messages::value::LiesInTheFuture());
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return checked;
}

// A forecast and what it rests on.
struct Computed {
  v1::Forecast forecast;
  int last_known_month = 0;  // 0-12.
  ledger::ForecastBasis basis;
};

// From the cache when the same was computed before. What is computed from is the input in its canonical form, so that
// its digest stands for all of it.
absl::StatusOr<std::shared_ptr<const outlook::Outlook>> OutlookOf(OutlookCache& cache,
                                                                  const ledger::ForecastBasis& basis, int threads,
                                                                  const RunControl& control) {
  if (auto before = cache.Find(basis.input_digest); before != nullptr) return before;
  PROGNOS_ASSIGN_OR_RETURN(outlook::OutlookInput input, outlook::FromBytes(basis.input));
  input.options.threads = threads;
  absl::StatusOr<outlook::Outlook> computed = outlook::ComputeOutlook(input, control);
  if (computed.status().code() == absl::StatusCode::kFailedPrecondition) {
    return WithReason(computed.status(), v1::REASON_NO_DATA);
  }
  PROGNOS_RETURN_IF_ERROR(computed.status());
  auto outlook = std::make_shared<const outlook::Outlook>(*std::move(computed));
  cache.Insert(basis.input_digest, outlook);
  return outlook;
}

// A bokslut without December is none. An input without anything at all is refused for that.
absl::Status CheckMonthsAreThere(const outlook::OutlookInput& input, const std::vector<Month>& missing) {
  if (missing.empty() || !outlook::HasData(input)) return absl::OkStatus();
  return WithReason(MessageStatus(absl::StatusCode::kFailedPrecondition,
                                  messages::refusal::KnownMonthsAreMissing(MonthsText(missing))),
                    v1::REASON_MONTHS_MISSING);
}

absl::StatusOr<Computed> Compute(const Call& call, const CheckedRequest& checked, absl::Time now) {
  ForecastCut cut = checked.cut;
  ForecastMaterial material;
  PROGNOS_RETURN_IF_ERROR(call.Read(cut.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const absl::Time latest, LatestMoment(reader, cut.organization, now));
    cut.as_of = cut.as_of.value_or(latest);
    cut.latest_decision = SwedishDay(*cut.as_of);
    cut.takes_marks = true;
    PROGNOS_ASSIGN_OR_RETURN(material, ReadForecastMaterial(reader, cut));
    return absl::OkStatus();
  }));
  const std::vector<Month> missing = MissingMonths(material.input);
  if (!checked.preliminary) PROGNOS_RETURN_IF_ERROR(CheckMonthsAreThere(material.input, missing));
  material.input.options = checked.options;
  Computed computed;
  computed.last_known_month = material.input.last_known_month;
  computed.basis.input = outlook::ToBytes(material.input);
  computed.basis.input_digest = Sha256(computed.basis.input);
  PROGNOS_ASSIGN_OR_RETURN(const std::shared_ptr<const outlook::Outlook> outlook,
                           OutlookOf(call.outlooks(), computed.basis, checked.options.threads, call.control()));
  for (size_t at = 0; at < material.series.size(); ++at) {
    computed.basis.paths.push_back({material.series[at].id, outlook->paths[at]});
  }
  computed.forecast = ToProto(material, *outlook);
  for (const Month month : missing) computed.forecast.add_missing_months(month.ToString());
  computed.forecast.set_without_events(cut.events.none);
  for (const std::string& id : cut.events.excluded) {
    computed.forecast.add_excluded_events(EventName(cut.organization, id));
  }
  computed.forecast.set_input_digest(computed.basis.input_digest);
  *computed.forecast.mutable_as_of() = ToProto(*cut.as_of);
  *computed.forecast.mutable_create_time() = ToProto(now);
  return computed;
}

// "host", "till-maj", or "infor" when nothing of the year is known.
std::string RoundIdOf(Round round, int last_known_month) {
  switch (round) {
    case Round::kMarch:
      return "mars";
    case Round::kSpring:
      return "var";
    case Round::kAutumn:
      return "host";
    case Round::kOctober:
      return "oktober";
    case Round::kYearEnd:
      return "bokslut";
    case Round::kMonth:
      break;
  }
  return last_known_month == 0 ? "infor" : absl::StrCat("till-", MonthName(last_known_month, Language::kSwedish));
}

// Numbers a forecast among those of its year and round, of any month also of its last known month, and makes its id of
// that: "host-2022-nr2".
absl::StatusOr<std::string> NumberForecast(ledger::Reader& reader, const ForecastCut& cut, int last_known_month,
                                           v1::Forecast& forecast) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Forecast> stored,
                           reader.ListForecasts(cut.organization, cut.year, /*before_sequence=*/0, /*limit=*/0));
  int number = 0;
  for (const ledger::Forecast& one : stored) {
    PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast header, FromStored(one));
    if (header.round() != forecast.round()) continue;
    const bool is_same =
        forecast.round() != v1::ROUND_MONTH || header.last_known_month() == forecast.last_known_month();
    if (is_same) number = std::max(number, header.number());
  }
  forecast.set_number(number + 1);
  return absl::StrCat(RoundIdOf(static_cast<Round>(forecast.round()), last_known_month), "-", cut.year, "-nr",
                      forecast.number());
}

absl::Status StoreForecast(ledger::Writer& writer, const ForecastCut& cut, absl::Time now, Computed& computed) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string id,
                           NumberForecast(writer, cut, computed.last_known_month, computed.forecast));
  computed.forecast.set_name(ForecastName(cut.organization, id));
  return writer.InsertForecast(cut.organization, ToStored(computed.forecast, id, now), computed.basis);
}

absl::StatusOr<v1::Forecast> ReadNamed(ledger::Reader& reader, const std::string& name) {
  PROGNOS_ASSIGN_OR_RETURN(const ChildName parts, CheckedForecastName(name));
  return ReadForecast(reader, parts);
}

// The forecast that a request answered before. What was kept of the answer names it.
absl::StatusOr<bool> ForecastFromBefore(ledger::Reader& reader, const WriteKey& key,
                                        v1::CreateForecastResponse& response) {
  v1::CreateForecastResponse kept;
  PROGNOS_ASSIGN_OR_RETURN(const bool answered, AnswerFromBefore(reader, key, kept));
  if (!answered) return false;
  PROGNOS_ASSIGN_OR_RETURN(*response.mutable_forecast(), ReadNamed(reader, kept.forecast().name()));
  return true;
}

// Stores what was computed and names it, or answers what the same request stored meanwhile.
absl::Status StoreOnce(const Call& call, const WriteKey& key, const ForecastCut& cut, absl::Time now, Computed computed,
                       v1::CreateForecastResponse& response) {
  v1::CreateForecastResponse kept;
  computed.forecast.set_author(call.Recording().author);
  const auto store = [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(call.control().Check());  // It may have waited for its turn.
    PROGNOS_RETURN_IF_ERROR(StoreForecast(writer, cut, now, computed));
    AddState({}, computed.forecast);  // Beside it nothing is recorded yet.
    kept.mutable_forecast()->set_name(computed.forecast.name());
    return absl::OkStatus();
  };
  PROGNOS_RETURN_IF_ERROR(call.WriteOnce(key, /*validate_only=*/false, kept, store));
  if (kept.forecast().name() == computed.forecast.name()) {
    *response.mutable_forecast() = std::move(computed.forecast);
    return absl::OkStatus();
  }
  return call.Read(key.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(*response.mutable_forecast(), ReadNamed(reader, kept.forecast().name()));
    return absl::OkStatus();
  });
}

absl::Status List(const Call& call, const v1::ListForecastsRequest& request, v1::ListForecastsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  FaultList faults;
  if (request.year() != 0) CheckYear(request.year(), "year", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  PROGNOS_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size(), 100, 1000));
  const std::string identity =
      absl::StrCat("ListForecasts ", organization, " ", request.year(), request.show_withdrawn() ? " all" : "");
  PROGNOS_ASSIGN_OR_RETURN(const int64_t before, call.page_tokens().ParseNumber(identity, request.page_token()));
  return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
    PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Forecast> stored,
                             reader.ListForecasts(organization, request.year(), before, page_size + 1));
    if (static_cast<int>(stored.size()) > page_size) {
      stored.resize(page_size);
      response.set_next_page_token(call.page_tokens().Make(identity, absl::StrCat(stored.back().sequence)));
    }
    for (const ledger::Forecast& one : stored) {
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ForecastFact> facts,
                               reader.ListForecastFacts(organization, one.id));
      const rounds::Standing standing = rounds::StandingOf(facts);
      if (standing.state == rounds::State::kWithdrawn && !request.show_withdrawn()) continue;
      PROGNOS_ASSIGN_OR_RETURN(*response.add_forecasts(), FromStored(one));
      v1::Forecast& listed = *response.mutable_forecasts()->rbegin();
      listed.clear_lines();  // One from before format 7 has them in its header.
      AddState(standing, listed);
    }
    return absl::OkStatus();
  });
}

}  // namespace

ForecastService::ForecastService(ServiceContext service) : service_(std::move(service)) {}
ForecastService::~ForecastService() = default;

absl::Status MakeForecast(const Call& call, const v1::CreateForecastRequest& request,
                          v1::CreateForecastResponse& response) {
  const absl::Time now = call.Now();
  PROGNOS_RETURN_IF_ERROR(call.control().Check());
  OrganizationFacts facts{now, {}};
  if (const std::optional<std::string> organization = ParseOrganizationName(request.organization());
      organization.has_value()) {
    PROGNOS_RETURN_IF_ERROR(call.Read(
        *organization, [&](ledger::Reader& reader) { return ReadFacts(reader, *organization, request, facts); }));
  }
  PROGNOS_ASSIGN_OR_RETURN(const CheckedRequest checked, CheckRequest(request, facts));
  const WriteKey key = KeyOf(checked.cut.organization, "CreateForecast", request);
  bool answered = false;
  PROGNOS_RETURN_IF_ERROR(call.Read(key.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(answered, ForecastFromBefore(reader, key, response));
    return absl::OkStatus();
  }));
  if (answered) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(Computed computed, Compute(call, checked, now));
  computed.forecast.set_round(request.known_case() == v1::CreateForecastRequest::kRound ? request.round()
                                                                                        : v1::ROUND_MONTH);
  if (request.validate_only()) {
    *response.mutable_forecast() = std::move(computed.forecast);
  } else {
    PROGNOS_RETURN_IF_ERROR(StoreOnce(call, key, checked.cut, now, std::move(computed), response));
  }
  FillReasons(*response.mutable_forecast());
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ForecastService::CreateForecast(grpc::CallbackServerContext* context,
                                                          const v1::CreateForecastRequest* request,
                                                          v1::CreateForecastResponse* response) {
  return RunUnaryOn(*service_.heavy, service_, context, response,
                    [request, response](const Call& call) { return MakeForecast(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::GetForecast(grpc::CallbackServerContext* context,
                                                       const v1::GetForecastRequest* request,
                                                       v1::GetForecastResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    return call.Read([&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const ChildName name, CheckedForecastName(request->name()));
      PROGNOS_ASSIGN_OR_RETURN(*response->mutable_forecast(), ReadForecast(reader, name));
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ForecastFact> facts,
                               reader.ListForecastFacts(name.organization, name.id));
      for (v1::ForecastChange& change : ToProto(name.organization, facts)) *response->add_changes() = std::move(change);
      return absl::OkStatus();
    });
  });
}

grpc::ServerUnaryReactor* ForecastService::ListForecasts(grpc::CallbackServerContext* context,
                                                         const v1::ListForecastsRequest* request,
                                                         v1::ListForecastsResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return List(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::LockForecast(grpc::CallbackServerContext* context,
                                                        const v1::LockForecastRequest* request,
                                                        v1::LockForecastResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return LockForecastInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::SetOverride(grpc::CallbackServerContext* context,
                                                       const v1::SetOverrideRequest* request,
                                                       v1::SetOverrideResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return SetOverrideInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::RemoveOverride(grpc::CallbackServerContext* context,
                                                          const v1::RemoveOverrideRequest* request,
                                                          v1::RemoveOverrideResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return RemoveOverrideInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::SetComment(grpc::CallbackServerContext* context,
                                                      const v1::SetCommentRequest* request,
                                                      v1::SetCommentResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return SetCommentInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::ApplyJudgements(grpc::CallbackServerContext* context,
                                                           const v1::ApplyJudgementsRequest* request,
                                                           v1::ApplyJudgementsResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return ApplyJudgementsInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::WithdrawForecast(grpc::CallbackServerContext* context,
                                                            const v1::WithdrawForecastRequest* request,
                                                            v1::WithdrawForecastResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return WithdrawForecastInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::CopyJudgements(grpc::CallbackServerContext* context,
                                                          const v1::CopyJudgementsRequest* request,
                                                          v1::CopyJudgementsResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return CopyJudgementsInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::ExplainForecast(grpc::CallbackServerContext* context,
                                                           const v1::ExplainForecastRequest* request,
                                                           v1::ExplainForecastResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return ExplainForecastInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::SimulateScenario(grpc::CallbackServerContext* context,
                                                            const v1::SimulateScenarioRequest* request,
                                                            v1::SimulateScenarioResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return SimulateScenarioInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::DiffForecasts(grpc::CallbackServerContext* context,
                                                         const v1::DiffForecastsRequest* request,
                                                         v1::DiffForecastsResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return DiffForecastsInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* ForecastService::CompareForecasts(grpc::CallbackServerContext* context,
                                                            const v1::CompareForecastsRequest* request,
                                                            v1::CompareForecastsResponse* response) {
  return RunUnaryOn(*service_.heavy, service_, context, response, [request, response](const Call& call) {
    return CompareForecastsInCall(call, *request, *response);
  });
}

}  // namespace prognos::service
