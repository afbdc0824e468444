#include "forecast/service/budget_service.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/budget/decision_effects.h"
#include "forecast/budget/in_force.h"
#include "forecast/budget/phasing.h"
#include "forecast/cases/nothing_booked.h"
#include "forecast/cases/told_by_type.h"
#include "forecast/interchange/table_file.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/actuals_check.h"
#include "forecast/service/amount_scale.h"
#include "forecast/service/budget_answers.h"
#include "forecast/service/budget_checks.h"
#include "forecast/service/budget_table.h"
#include "forecast/service/conversion.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/error.h"
#include "forecast/service/import_tables.h"
#include "forecast/service/index_budget.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/move_activities.h"
#include "forecast/service/names.h"
#include "forecast/service/series_data.h"
#include "forecast/service/table_lines.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/budget.h"

namespace prognos::service {
namespace {

// Of the money of the years before that the rules look at; an empty month is what it is in forecasts.
absl::StatusOr<SeriesById> ReadHistories(ledger::Reader& reader, const std::string& organization, int year,
                                         const std::vector<budget::PhasingRule>& rules) {
  int years = 0;
  for (const budget::PhasingRule& rule : rules) years = std::max(years, budget::YearsOfHistory(rule));
  if (years == 0) return SeriesById();
  ledger::ActualsQuery query;
  query.first_month = Month::January(year) - kMonthsPerYear * years;
  query.last_month = Month::January(year) - 1;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(organization, query));
  return ToMonthlySeries(actuals);
}

// Without volumes.
void FillNothingBooked(const budget::FlowsBySeries& flows, SeriesById& histories) {
  std::vector<MonthlySeries*> money;
  for (auto& [series_id, history] : histories) {
    const auto found = flows.find(series_id);
    if (found != flows.end() && found->second != Flow::kVolume) money.push_back(&history);
  }
  cases::FillNothingBooked(money);
}

const MonthlySeries& HistoryOf(const std::string& series_id, const SeriesById& histories) {
  static const auto& none = *new MonthlySeries();
  const auto found = histories.find(series_id);
  return found == histories.end() ? none : found->second;
}

// What is booked by cost type is the history of a budget of the activity as a whole.
void AddTypesToWholes(SeriesById& histories) {
  SeriesById wholes;
  for (const auto& [whole_id, typed] : TypedHistories(histories)) {
    MonthlySeries whole = HistoryOf(whole_id, histories);
    const std::optional<Month> since = cases::ToldByTypeSince(whole, typed);
    if (!since.has_value()) continue;
    for (const MonthlySeries* part : typed) whole = SumOf(whole, *part);
    wholes[whole_id] = std::move(whole);
  }
  for (auto& [whole_id, whole] : wholes) histories[whole_id] = std::move(whole);
}

// Fills the twelve months of the lines that are not given by month.
void PhaseLines(CheckedDecision& decision, const SeriesById& histories) {
  for (size_t i = 0; i < decision.version.lines.size(); ++i) {
    ledger::BudgetLine& line = decision.version.lines[i];
    budget::Phase(line, decision.rules[i], decision.version.year, HistoryOf(line.series_id, histories));
  }
}

// What is in force from the line's first month on, phased anew: its lines become what changes in each month.
absl::Status RephaseLines(CheckedDecision& decision, const std::vector<ledger::BudgetVersion>& before,
                          const SeriesById& histories) {
  std::vector<ledger::BudgetVersion> earlier = before;
  std::erase_if(earlier, [&](const auto& one) { return one.decision_date > decision.version.decision_date; });
  const budget::BudgetInForce in_force = budget::LinesInForce(earlier);
  FaultList faults;
  for (size_t i = 0; i < decision.version.lines.size(); ++i) {
    ledger::BudgetLine& line = decision.version.lines[i];
    const std::string place = absl::StrCat("budget.lines[", i, "]");
    const auto held = in_force.find(line.series_id);
    if (held == in_force.end()) {
      faults.Add(absl::StrCat(place, ".series"), FaultReason::kMissingValue, line.series_id,
                 messages::budget::HasNothingToPhase());
      continue;
    }
    const MonthlyAmounts& was = held->second.line.monthly_ore;
    const int64_t rest = std::accumulate(was.begin() + (line.first_month - 1), was.end(), int64_t{0});
    const int64_t given = line.amount_ore;
    line.amount_ore = rest;
    budget::Phase(line, decision.rules[i], decision.version.year, HistoryOf(line.series_id, histories));
    if (decision.rules[i].method == budget::PhasingRule::Method::kMonthlyAmounts && given != rest) {
      faults.Add(absl::StrCat(place, ".monthly_amounts_ore"), FaultReason::kInconsistent, absl::StrCat(given),
                 messages::budget::IsNotWhatIsInForce(line.first_month, Argument::Amount(rest)));
    }
    for (int month = line.first_month - 1; month < kMonthsPerYear; ++month) line.monthly_ore[month] -= was[month];
    line.amount_ore = 0;
    line.phasing = ledger::Phasing::kMonthlyAmounts;
  }
  return faults.ToStatus();
}

// The months of every line.
absl::Status FillMonths(ledger::Reader& reader, const std::string& organization, const budget::FlowsBySeries& flows,
                        const std::vector<ledger::BudgetVersion>& before, CheckedDecision& decision) {
  PROGNOS_ASSIGN_OR_RETURN(SeriesById histories,
                           ReadHistories(reader, organization, decision.version.year, decision.rules));
  FillNothingBooked(flows, histories);
  AddTypesToWholes(histories);
  if (decision.version.kind == ledger::DecisionKind::kPhasing) return RephaseLines(decision, before, histories);
  PhaseLines(decision, histories);
  return absl::OkStatus();
}

// What SetBudget and ImportBudget answer.
struct Answer {
  v1::BudgetVersion& budget;
  v1::BudgetEffect& effect;
};

// That no line is of an activity that has left before the year.
absl::Status CheckLinesStay(ledger::Reader& reader, const std::string& organization,
                            const std::vector<ledger::Series>& series, const ledger::BudgetVersion& version) {
  PROGNOS_ASSIGN_OR_RETURN(const TreeOfYear in_year, ReadTreeOfYear(reader, organization, version.year));
  absl::flat_hash_set<std::string> gone;
  for (const ledger::Series& one : series) {
    if (in_year.tree.Find(one.activity_id) < 0) gone.insert(one.id);
  }
  FaultList faults;
  for (size_t i = 0; i < version.lines.size(); ++i) {
    if (!gone.contains(version.lines[i].series_id)) continue;
    faults.Add(absl::StrCat("budget.lines[", i, "].series"), FaultReason::kInconsistent, version.lines[i].series_id,
               messages::budget::HasLeft());
  }
  return faults.ToStatus();
}

// The series of cost types that are first heard of in a budget.
absl::Status AddSeriesOfLines(ledger::Writer& writer, const std::string& organization,
                              const ledger::BudgetVersion& version) {
  std::vector<std::string> series_ids;
  for (const ledger::BudgetLine& line : version.lines) series_ids.push_back(line.series_id);
  return AddTypedSeries(writer, organization, series_ids, {version.record_time, version.author});
}

absl::Status StoreVersion(ledger::Writer& writer, const std::string& organization, CheckedDecision decision,
                          Answer answer) {
  ledger::BudgetVersion& version = decision.version;
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, writer.GetOrganization(organization));
  PROGNOS_RETURN_IF_ERROR(CheckYearOpen(found, version.year));
  PROGNOS_RETURN_IF_ERROR(AddSeriesOfLines(writer, organization, version));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, writer.ListSeries(organization));
  const budget::FlowsBySeries flows = FlowsOf(series);
  PROGNOS_RETURN_IF_ERROR(CheckSeriesOfLines(version, flows));
  PROGNOS_RETURN_IF_ERROR(CheckLinesStay(writer, organization, series, version));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> before,
                           writer.ListBudgetVersions(organization, {version.year, {}, {}}));
  PROGNOS_RETURN_IF_ERROR(FillMonths(writer, organization, flows, before, decision));
  PROGNOS_RETURN_IF_ERROR(CheckRoomForForecasts(writer, organization, version));
  PROGNOS_ASSIGN_OR_RETURN(version.version, writer.InsertBudgetVersion(organization, version));
  answer.effect = EffectToProto(organization, budget::EffectOf(before, version, flows));
  answer.budget = ToProto(version);
  AddLines(organization, version, answer.budget);
  return absl::OkStatus();
}

absl::StatusOr<ledger::BudgetQuery> CheckQuery(const v1::GetBudgetRequest& request) {
  FaultList faults;
  ledger::BudgetQuery query;
  CheckYear(request.year(), "year", faults);
  query.year = request.year();
  if (!request.date().empty()) query.decided_by = CheckDate(request.date(), "date", faults);
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return query;
}

// `versions` with the lines alone of series that have frames of their own.
std::vector<ledger::BudgetVersion> OfFrames(std::vector<ledger::BudgetVersion> versions,
                                            const ledger::ActivityTree& tree,
                                            const std::vector<ledger::Series>& series) {
  absl::flat_hash_set<std::string> of_frames;
  for (const ledger::Series& one : series) {
    if (tree.IsInFrameOfItsOwn(one.activity_id)) of_frames.insert(one.id);
  }
  for (ledger::BudgetVersion& version : versions) {
    std::erase_if(version.lines, [&](const ledger::BudgetLine& line) { return !of_frames.contains(line.series_id); });
  }
  return versions;
}

// How much the sums of the year changed through each of `versions`, and their lines when they are asked for.
void FillVersions(const std::string& organization, const std::vector<ledger::BudgetVersion>& versions,
                  const ledger::ActivityTree& tree, const std::vector<ledger::Series>& series, bool with_lines,
                  v1::GetBudgetResponse& response) {
  const budget::FlowsBySeries flows = FlowsOf(series);
  const auto changes = budget::ChangesByVersion(versions, flows);
  const auto frames = budget::ChangesByVersion(OfFrames(versions, tree, series), flows);
  for (const ledger::BudgetVersion& version : versions) {
    v1::BudgetVersion& added = *response.add_versions();
    added = ToProto(version);
    const budget::CostAndRevenue change = changes.at(version.version);
    added.set_cost_change_ore(change.cost);
    added.set_revenue_change_ore(change.revenue);
    added.set_frames_net_change_ore(frames.at(version.version).net());
    if (with_lines) AddLines(organization, version, added);
  }
}

v1::BudgetLine InForceToProto(const std::string& organization, const budget::LineInForce& in_force) {
  v1::BudgetLine line = ToProto(organization, in_force.line);
  line.set_decision_date(absl::FormatCivilTime(in_force.decision_date));
  line.set_original_amount_ore(std::accumulate(in_force.original_ore.begin(), in_force.original_ore.end(), int64_t{0}));
  line.mutable_versions()->Assign(in_force.versions.begin(), in_force.versions.end());
  return line;
}

absl::Status FillWithdrawn(ledger::Reader& reader, const std::string& organization, ledger::BudgetQuery query,
                           bool with_lines, v1::GetBudgetResponse& response) {
  query.with_withdrawn = true;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> versions,
                           reader.ListBudgetVersions(organization, query));
  for (const ledger::BudgetVersion& version : versions) {
    if (!version.withdrawal.has_value()) continue;
    v1::BudgetVersion& added = *response.add_versions();
    added = ToProto(version);
    if (with_lines) AddLines(organization, version, added);
  }
  return absl::OkStatus();
}

absl::Status FillBudget(ledger::Reader& reader, const std::string& organization, const ledger::BudgetQuery& query,
                        const v1::GetBudgetRequest& request, v1::GetBudgetResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const TreeOfYear in_year, ReadTreeOfYear(reader, organization, query.year, query.as_of));
  const ledger::ActivityTree& tree = in_year.tree;
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Series> series, reader.ListSeries(organization, query.as_of));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> versions,
                           reader.ListBudgetVersions(organization, query));
  FillVersions(organization, versions, tree, series, request.with_version_lines(), response);
  if (request.show_withdrawn()) {
    PROGNOS_RETURN_IF_ERROR(FillWithdrawn(reader, organization, query, request.with_version_lines(), response));
  }
  const budget::BudgetInForce lines = budget::LinesInForce(versions);
  for (const ledger::Series& one : InTreeOrder(tree, std::move(series))) {
    const auto found = lines.find(one.id);
    if (found != lines.end()) *response.add_lines() = InForceToProto(organization, found->second);
  }
  return absl::OkStatus();
}

struct CheckedWithdrawal {
  std::string organization;
  std::string reason;
};

absl::StatusOr<CheckedWithdrawal> CheckBudgetWithdrawal(const v1::WithdrawBudgetRequest& request) {
  constexpr int kMaxWhy = 500;
  FaultList faults;
  CheckedWithdrawal checked;
  checked.organization = CheckOrganizationName(request.organization(), "organization", faults);
  CheckYear(request.year(), "year", faults);
  if (request.version() < 1) {
    faults.Add("version", FaultReason::kOutOfRange, absl::StrCat(request.version()),
               messages::budget::VersionsAreCountedFromOne());
  }
  checked.reason = std::string(absl::StripAsciiWhitespace(request.reason()));
  CheckText(checked.reason, kMaxWhy, /*required=*/true, "reason", faults);
  CheckRequestId(request.request_id(), faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return checked;
}

// The version to withdraw, taken out of `versions`.
absl::StatusOr<ledger::BudgetVersion> TakeVersion(const v1::WithdrawBudgetRequest& request,
                                                  std::vector<ledger::BudgetVersion>& versions) {
  const auto found = std::find_if(versions.begin(), versions.end(),
                                  [&](const ledger::BudgetVersion& one) { return one.version == request.version(); });
  if (found == versions.end()) {
    return WithReason(
        MessageStatus(absl::StatusCode::kNotFound, messages::budget::HasNoVersion(request.year(), request.version())),
        v1::REASON_NOT_FOUND);
  }
  if (found->withdrawal.has_value()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition,
                         messages::budget::IsWithdrawnAlready(request.version(), found->withdrawal->reason));
  }
  if (found->kind == ledger::DecisionKind::kMove) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::budget::AMoveIsNotWithdrawn());
  }
  ledger::BudgetVersion version = std::move(*found);
  std::erase_if(versions, [](const ledger::BudgetVersion& one) { return one.withdrawal.has_value(); });
  std::erase_if(versions, [&](const ledger::BudgetVersion& one) { return one.version == version.version; });
  return version;
}

absl::Status WithdrawVersion(const Call& call, ledger::Writer& writer, const v1::WithdrawBudgetRequest& request,
                             const CheckedWithdrawal& checked, v1::WithdrawBudgetResponse& response) {
  const std::string& organization = checked.organization;
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, writer.GetOrganization(organization));
  PROGNOS_RETURN_IF_ERROR(CheckYearOpen(found, request.year()));
  ledger::BudgetQuery all{request.year(), {}, {}};
  all.with_withdrawn = true;
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::BudgetVersion> others, writer.ListBudgetVersions(organization, all));
  PROGNOS_ASSIGN_OR_RETURN(ledger::BudgetVersion version, TakeVersion(request, others));
  if (budget::UndoesAMove(others, version)) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::budget::AMoveTookItAway());
  }
  const ledger::Recording recording = call.Recording();
  PROGNOS_RETURN_IF_ERROR(
      writer.WithdrawBudgetVersion(organization, version.year, version.version, checked.reason, recording));
  version.withdrawal = ledger::BudgetWithdrawal{recording.time, recording.author, checked.reason};
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, writer.ListSeries(organization));
  *response.mutable_effect() =
      EffectToProto(organization, budget::EffectOfWithdrawing(others, version, FlowsOf(series)));
  *response.mutable_budget() = ToProto(version);
  AddLines(organization, version, *response.mutable_budget());
  return absl::OkStatus();
}

CheckedDecision RecordedBy(const Call& call, CheckedDecision decision) {
  const ledger::Recording recording = call.Recording();
  decision.version.record_time = recording.time;
  decision.version.author = recording.author;
  return decision;
}

v1::SetBudgetRequest RequestOf(const v1::ImportBudgetRequest& request, const BudgetTable& table) {
  v1::SetBudgetRequest result;
  result.set_organization(request.organization());
  result.set_request_id(request.request_id());
  v1::BudgetVersion& budget = *result.mutable_budget();
  budget.set_year(request.year());
  budget.set_decision_date(request.decision_date());
  budget.set_description(request.description());
  budget.set_kind(request.kind());
  budget.set_first_month(request.first_month());
  budget.mutable_lines()->Assign(table.lines.begin(), table.lines.end());
  return result;
}

bool Sets(v1::DecisionKind kind) { return kind == v1::DECISION_KIND_UNSPECIFIED || kind == v1::DECISION_KIND_BUDGET; }

// What the table of a decision has to hold.
BudgetTableShape ShapeOf(v1::DecisionKind kind) {
  if (kind == v1::DECISION_KIND_PHASING) return BudgetTableShape::kPhasing;
  return Sets(kind) ? BudgetTableShape::kWholeYears : BudgetTableShape::kAdditions;
}

// A twelfth of each line a month, to compare with what the months had.
std::vector<ledger::NewActual> MonthsOf(const ledger::BudgetVersion& version) {
  std::vector<ledger::NewActual> months;
  for (const ledger::BudgetLine& line : version.lines) {
    for (int month = 1; month <= 12; ++month) {
      months.push_back({line.series_id, *Month::Of(version.year, month), line.amount_ore / 12});
    }
  }
  return months;
}

// What is to be known of the amounts of a decision that sets, beside the actuals. FAILED_PRECONDITION where they are to
// be confirmed. What a decision adds may be small.
absl::StatusOr<std::vector<Message>> ScaleNotes(ledger::Writer& writer, const std::string& organization,
                                                const ledger::BudgetVersion& version,
                                                const v1::ImportBudgetRequest& request) {
  if (!Sets(request.kind())) return std::vector<Message>();
  PROGNOS_ASSIGN_OR_RETURN(const ScaleOfFile scale, CompareScale(writer, organization, MonthsOf(version)));
  return CheckScale(scale, request.confirm_unusual_amounts());
}

void FillNotes(const std::vector<Message>& notes, v1::ImportBudgetResponse& response) {
  response.clear_notes();
  response.clear_note_messages();
  for (const Message& note : notes) {
    response.add_notes(note.English());
    *response.add_note_messages() = prognos::ToProto(note);
  }
}

absl::Status ImportBudgetTable(const Call& call, const v1::ImportBudgetRequest& request,
                               v1::ImportBudgetResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  const WriteKey key = KeyOf(organization, "ImportBudget", request);
  PROGNOS_ASSIGN_OR_RETURN(const auto tree, TreeForTable(call, key, request.content(), response));
  if (!tree.has_value()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const CostTypeLookup types, CostTypesForTable(call, organization));
  PROGNOS_ASSIGN_OR_RETURN(const BudgetTable table,
                           ReadBudgetTable({request.content(), request.sheet()}, organization, *tree, types,
                                           request.year(), ShapeOf(request.kind())));
  absl::StatusOr<CheckedDecision> decision = CheckDecision(RequestOf(request, table), organization);
  if (!decision.ok()) return AtLines(decision.status(), table.line_numbers);
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(std::vector<Message> notes, ScaleNotes(writer, organization, decision->version, request));
    notes.insert(notes.end(), table.notes.begin(), table.notes.end());
    FillNotes(notes, response);
    return AtLines(StoreVersion(writer, organization, RecordedBy(call, *decision),
                                {*response.mutable_budget(), *response.mutable_effect()}),
                   table.line_numbers);
  });
}

}  // namespace

BudgetService::BudgetService(ServiceContext service) : service_(std::move(service)) {}
BudgetService::~BudgetService() = default;

grpc::ServerUnaryReactor* BudgetService::SetBudget(grpc::CallbackServerContext* context,
                                                   const v1::SetBudgetRequest* request,
                                                   v1::SetBudgetResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const CheckedDecision decision, CheckDecision(*request, organization));
    return call.WriteOnce(KeyOf(organization, "SetBudget", *request), request->validate_only(), *response,
                          [&](ledger::Writer& writer) {
                            return StoreVersion(writer, organization, RecordedBy(call, decision),
                                                {*response->mutable_budget(), *response->mutable_effect()});
                          });
  });
}

grpc::ServerUnaryReactor* BudgetService::ImportBudget(grpc::CallbackServerContext* context,
                                                      const v1::ImportBudgetRequest* request,
                                                      v1::ImportBudgetResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) {
    return AtCells(ImportBudgetTable(call, *request, *response), {request->content(), request->sheet()},
                   TableKind::kBudget);
  });
}

grpc::ServerUnaryReactor* BudgetService::IndexBudget(grpc::CallbackServerContext* context,
                                                     const v1::IndexBudgetRequest* request,
                                                     v1::IndexBudgetResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return IndexWholeBudget(call, *request, *response); });
}

grpc::ServerUnaryReactor* BudgetService::MoveActivities(grpc::CallbackServerContext* context,
                                                        const v1::MoveActivitiesRequest* request,
                                                        v1::MoveActivitiesResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return MoveActivitiesInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* BudgetService::WithdrawBudget(grpc::CallbackServerContext* context,
                                                        const v1::WithdrawBudgetRequest* request,
                                                        v1::WithdrawBudgetResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const CheckedWithdrawal checked, CheckBudgetWithdrawal(*request));
    return call.WriteOnce(
        KeyOf(checked.organization, "WithdrawBudget", *request), request->validate_only(), *response,
        [&](ledger::Writer& writer) { return WithdrawVersion(call, writer, *request, checked, *response); });
  });
}

grpc::ServerUnaryReactor* BudgetService::GetBudget(grpc::CallbackServerContext* context,
                                                   const v1::GetBudgetRequest* request,
                                                   v1::GetBudgetResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const ledger::BudgetQuery query, CheckQuery(*request));
    return call.Read(organization, [&](ledger::Reader& reader) {
      return FillBudget(reader, organization, query, *request, *response);
    });
  });
}

}  // namespace prognos::service
