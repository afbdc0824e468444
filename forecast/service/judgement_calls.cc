#include "forecast/service/judgement_calls.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/rounds/standing.h"
#include "forecast/service/conversion.h"
#include "forecast/service/error.h"
#include "forecast/service/forecast_conversion.h"
#include "forecast/service/forecast_lines.h"
#include "forecast/service/judged_forecast.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/validators.h"
#include "forecast/service/volume_plans.h"
#include "messages/judgement.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

using ledger::ForecastFact;
using rounds::FactKind;
using rounds::LineKey;
using rounds::Standing;

constexpr int kMaxReason = 500;
constexpr int kMaxLineComment = 1000;

// A forecast that may be judged, as it stands within the transaction.
struct Draft {
  ChildName name;
  v1::Forecast forecast;  // With its lines.
  std::vector<ForecastFact> facts;
  Standing standing;
};

// What one call records beside a draft; empty: nothing. Faults of the request go to `faults`, after those of the etag.
// What it fills in `kept`, the answer as it is kept under the request_id, comes out with the forecast.
template <typename Response>
using Decide = std::function<absl::StatusOr<std::vector<ForecastFact>>(ledger::Writer&, const Draft&, FaultList& faults,
                                                                       Response& kept)>;

Message ChangeText(const ForecastFact& fact) {
  const std::string author = fact.author;
  const Argument who = author.empty() ? Argument::Word(messages::judgement::Someone()) : Argument(author);
  const std::string time = MomentText(fact.record_time);
  const std::string line = LineText(fact.line);
  switch (fact.kind) {
    case FactKind::kLocked:
      return messages::judgement::ChangeLock(who, time);
    case FactKind::kSuperseded:
      return messages::judgement::ChangeSuperseded(fact.other_forecast, who, time);
    case FactKind::kOverride:
      return fact.amount.has_value()
                 ? messages::judgement::ChangeOverride(Argument::Amount(*fact.amount), line, who, time)
                 : messages::judgement::ChangeOverrideRemoved(line, who, time);
    case FactKind::kComment:
      return messages::judgement::ChangeComment(line, who, time);
    case FactKind::kWithdrawn:
      return messages::judgement::ChangeWithdrawn(who, time);
    case FactKind::kRestored:
      return messages::judgement::ChangeRestored(fact.other_forecast, who, time);
  }
  return {};
}

Message WhyFixed(const Standing& standing) {
  if (standing.state == rounds::State::kLocked) return messages::judgement::ForecastIsLocked();
  if (standing.state == rounds::State::kSuperseded) {
    return messages::judgement::ForecastIsSuperseded(standing.superseded_by);
  }
  return messages::judgement::ForecastIsWithdrawn();
}

// Of which states a call may record something.
enum class MayBe { kDraft, kDraftOrLocked };

absl::Status CheckState(const Standing& standing, MayBe may_be) {
  if (standing.state == rounds::State::kDraft) return absl::OkStatus();
  if (standing.state == rounds::State::kLocked && may_be == MayBe::kDraftOrLocked) return absl::OkStatus();
  const Message why = WhyFixed(standing);
  return WithReason(MessageStatus(absl::StatusCode::kFailedPrecondition, why), v1::REASON_FORECAST_LOCKED);
}

// Tells what is in force now to one who has not seen it.
absl::Status CheckEtag(const std::string& given, const Draft& draft) {
  const std::string etag = draft.standing.Etag();
  if (given.empty() || given == etag) return absl::OkStatus();
  int64_t seen = 0;
  const bool was_so = absl::SimpleAtoi(given, &seen) && seen >= 0 && seen < draft.standing.position;
  const Message why = was_so
                          ? messages::judgement::IsStale(etag, given, Argument::Reason(ChangeText(draft.facts.back())))
                          : messages::judgement::WasNeverSo(etag, given);
  return WithReason(MessageStatus(absl::StatusCode::kAborted, why), v1::REASON_STALE_ETAG);
}

absl::StatusOr<Draft> ReadDraft(ledger::Reader& reader, const ChildName& name, const std::string& etag, MayBe may_be) {
  Draft draft;
  draft.name = name;
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Forecast stored, reader.GetForecast(name.organization, name.id));
  PROGNOS_ASSIGN_OR_RETURN(draft.forecast, FromStored(stored));
  PROGNOS_ASSIGN_OR_RETURN(draft.facts, reader.ListForecastFacts(name.organization, name.id));
  draft.standing = rounds::StandingOf(draft.facts);
  PROGNOS_RETURN_IF_ERROR(CheckState(draft.standing, may_be));
  PROGNOS_RETURN_IF_ERROR(CheckEtag(etag, draft));
  return draft;
}

// Runs a call: one transaction reads the draft, decides and records; the answer is the forecast as it then stands.
template <typename Request, typename Response>
absl::Status Record(const Call& call, absl::string_view method, const Request& request, bool validate_only,
                    const Decide<Response>& decide, Response& response, MayBe may_be = MayBe::kDraft) {
  PROGNOS_ASSIGN_OR_RETURN(const ChildName name, CheckedForecastName(request.name()));
  Response kept;
  std::optional<v1::Forecast> recorded;
  const auto write = [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const Draft draft, ReadDraft(writer, name, request.etag(), may_be));
    FaultList faults;
    CheckRequestId(request.request_id(), faults);
    if (request.etag().empty()) {
      faults.Add("etag", FaultReason::kMissingValue, "", messages::value::IsRequired());
    }
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ForecastFact> facts, decide(writer, draft, faults, kept));
    PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
    for (const ForecastFact& fact : facts) {
      PROGNOS_RETURN_IF_ERROR(writer.AppendForecastFact(name.organization, name.id, fact, call.Recording()).status());
    }
    kept.mutable_forecast()->set_name(request.name());
    PROGNOS_ASSIGN_OR_RETURN(recorded, ReadForecast(writer, name));
    return absl::OkStatus();
  };
  PROGNOS_RETURN_IF_ERROR(call.WriteOnce(KeyOf(name.organization, method, request), validate_only, kept, write));
  response = kept;
  if (recorded.has_value()) {
    *response.mutable_forecast() = *std::move(recorded);
    return absl::OkStatus();
  }
  return call.Read(name.organization, [&](ledger::Reader& reader) -> absl::Status {  // It was recorded before.
    PROGNOS_ASSIGN_OR_RETURN(*response.mutable_forecast(), ReadForecast(reader, name));
    return absl::OkStatus();
  });
}

std::set<size_t> SeriesOf(const ForecastLines& lines, const v1::ForecastLine& line) {
  std::set<size_t> series;
  for (const auto& [at, sign] : lines.PartsOf(line)) series.insert(at);
  return series;
}

// Another line with an override on some of the same series.
std::optional<LineKey> SharesSeries(const ForecastLines& lines, const v1::ForecastLine& line,
                                    const std::map<LineKey, ForecastFact>& overrides) {
  const std::set<size_t> own = SeriesOf(lines, line);
  for (const auto& [key, fact] : overrides) {
    const v1::ForecastLine* other = lines.Find(key);
    if (other == nullptr || key == KeyOf(line)) continue;
    for (const size_t at : SeriesOf(lines, *other)) {
      if (own.contains(at)) return key;
    }
  }
  return std::nullopt;
}

// The rule that an override of the line breaks; empty: none.
Message OverrideRule(const ForecastLines& lines, const v1::ForecastLine& line,
                     const std::map<LineKey, ForecastFact>& overrides) {
  if (line.measure() != v1::MEASURE_COST && line.measure() != v1::MEASURE_REVENUE) {
    return messages::judgement::IsNotCostOrRevenue();
  }
  if (!HasPredicted(line)) return messages::judgement::IsKnown();
  const std::optional<LineKey> other = SharesSeries(lines, line, overrides);
  return other.has_value() ? messages::judgement::SharesSeries(LineText(*other)) : Message();
}

void CheckOverrideLine(const ForecastLines& lines, const v1::ForecastLine& line, const Standing& standing,
                       FaultList& faults) {
  const Message rule = OverrideRule(lines, line, standing.overrides);
  if (!rule.empty()) faults.Add("line", FaultReason::kInconsistent, LineText(KeyOf(line)), rule);
}

std::string CheckReason(const std::string& given, bool required, FaultList& faults) {
  const std::string reason(absl::StripAsciiWhitespace(given));
  CheckText(reason, kMaxReason, required, "reason", faults);
  return reason;
}

// The amount for the whole year. `line`: null when it is not known.
int64_t CheckOverrideAmount(const v1::SetOverrideRequest& request, const v1::ForecastLine* line, FaultList& faults) {
  switch (request.amount_case()) {
    case v1::SetOverrideRequest::kFullYearOre:
      CheckAmount(request.full_year_ore(), "full_year_ore", faults);
      return request.full_year_ore();
    case v1::SetOverrideRequest::kRemainderOre: {
      const size_t faults_before = faults.total();
      CheckAmount(request.remainder_ore(), "remainder_ore", faults);
      if (faults.total() != faults_before || line == nullptr) return 0;
      const int64_t full_year = line->known_amount() + request.remainder_ore();
      CheckAmount(full_year, "remainder_ore", faults);
      return full_year;
    }
    case v1::SetOverrideRequest::AMOUNT_NOT_SET:
      break;
  }
  faults.Add("amount", FaultReason::kMissingValue, "", messages::value::IsRequired());
  return 0;
}

std::optional<int64_t> CheckPlusMinus(const v1::SetOverrideRequest& request, FaultList& faults) {
  if (!request.has_plus_minus_ore()) return std::nullopt;
  if (request.plus_minus_ore() < 0) {
    faults.Add("plus_minus_ore", FaultReason::kOutOfRange, absl::StrCat(request.plus_minus_ore()),
               messages::value::MustBeAtLeastZero());
  } else {
    CheckAmount(request.plus_minus_ore(), "plus_minus_ore", faults);
  }
  return request.plus_minus_ore();
}

absl::Status CheckBasis(ledger::Reader& reader, const Draft& draft) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::ForecastBasis basis,
                           reader.GetForecastBasis(draft.name.organization, draft.name.id));
  if (!basis.input_digest.empty()) return absl::OkStatus();
  return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::judgement::BasisWasNotKept());
}

// What a request comes to with a draft; nullopt when it has no line. `lines` are the draft's.
std::optional<ForecastFact> OverrideFact(const Draft& draft, const ForecastLines& lines,
                                         const v1::SetOverrideRequest& request, FaultList& faults) {
  const v1::ForecastLine* line = CheckLine(request.line(), draft.name.organization, lines, "line", faults);
  if (line != nullptr) CheckOverrideLine(lines, *line, draft.standing, faults);
  ForecastFact fact{.kind = FactKind::kOverride};
  fact.amount = CheckOverrideAmount(request, line, faults);
  fact.plus_minus = CheckPlusMinus(request, faults);
  fact.text = CheckReason(request.reason(), true, faults);
  if (line == nullptr) return std::nullopt;
  fact.line = KeyOf(*line);
  return fact;
}

absl::StatusOr<std::vector<ForecastFact>> DecideOverride(ledger::Reader& reader, const Draft& draft,
                                                         const v1::SetOverrideRequest& request, FaultList& faults) {
  const std::optional<ForecastFact> fact = OverrideFact(draft, ForecastLines(draft.forecast), request, faults);
  if (!fact.has_value() || !faults.empty()) return std::vector<ForecastFact>();
  PROGNOS_RETURN_IF_ERROR(CheckBasis(reader, draft));
  return std::vector<ForecastFact>{*fact};
}

std::optional<ForecastFact> RemovalFact(const Draft& draft, const ForecastLines& lines,
                                        const v1::RemoveOverrideRequest& request, FaultList& faults) {
  const v1::ForecastLine* line = CheckLine(request.line(), draft.name.organization, lines, "line", faults);
  ForecastFact fact{.kind = FactKind::kOverride};
  fact.text = CheckReason(request.reason(), false, faults);
  if (line == nullptr) return std::nullopt;
  fact.line = KeyOf(*line);
  if (!draft.standing.overrides.contains(fact.line)) {
    faults.Add("line", FaultReason::kUnknown, LineText(fact.line), messages::judgement::IsNotJudged());
  }
  return fact;
}

std::optional<ForecastFact> CommentFact(const Draft& draft, const ForecastLines& lines,
                                        const v1::SetCommentRequest& request, FaultList& faults) {
  const v1::ForecastLine* line = CheckLine(request.line(), draft.name.organization, lines, "line", faults);
  ForecastFact fact{.kind = FactKind::kComment};
  fact.text = std::string(absl::StripAsciiWhitespace(request.text()));
  CheckText(fact.text, kMaxLineComment, false, "text", faults);
  if (line == nullptr) return std::nullopt;
  fact.line = KeyOf(*line);
  return fact;
}

std::vector<ForecastFact> AsFacts(const std::optional<ForecastFact>& fact) {
  return fact.has_value() ? std::vector<ForecastFact>{*fact} : std::vector<ForecastFact>();
}

// Puts the judgements of a request together, on a draft that changes with them.
class Applier {
 public:
  Applier(Draft draft, FaultList& faults, v1::ApplyJudgementsResponse& kept)
      : draft_(std::move(draft)), lines_(draft_.forecast), faults_(faults), kept_(kept) {}

  // What an override takes the place of must be gone before it.
  void Apply(const google::protobuf::RepeatedPtrField<v1::LineJudgement>& judgements) {
    for (int i = 0; i < judgements.size(); ++i) {
      CheckOnce(judgements[i], i);
      if (judgements[i].has_remove_override()) Remove(judgements[i], i);
    }
    for (int i = 0; i < judgements.size(); ++i) {
      if (judgements[i].has_set_override()) Set(judgements[i], i);
      if (judgements[i].has_comment()) Comment(judgements[i], i);
    }
  }

  bool has_overrides() const { return kept_.override_count() > 0; }
  void Keep() { kept_.set_unchanged_count(unchanged_); }
  std::vector<ForecastFact> TakeFacts() { return std::move(facts_); }

 private:
  static std::string PlaceOf(int index) { return absl::StrCat("judgements[", index, "]"); }

  void CheckOnce(const v1::LineJudgement& judgement, int index) {
    FaultList unknown;  // Told where the judgement is looked at.
    const v1::ForecastLine* const line = CheckLine(judgement.line(), draft_.name.organization, lines_, "line", unknown);
    const bool asks = judgement.has_set_override() || judgement.has_remove_override() || judgement.has_comment();
    if (!asks) faults_.Add(PlaceOf(index), FaultReason::kMissingValue, "", messages::judgement::AsksForNothing());
    if (line == nullptr || seen_.insert(KeyOf(*line)).second) return;
    faults_.Add(absl::StrCat(PlaceOf(index), ".line"), FaultReason::kDuplicate, LineText(KeyOf(*line)),
                messages::value::StandsTwiceInTheRequest());
  }

  void Remove(const v1::LineJudgement& judgement, int index) {
    v1::RemoveOverrideRequest request;
    *request.mutable_line() = judgement.line();
    request.set_reason(judgement.remove_override().reason());
    FaultList found;
    const std::optional<ForecastFact> fact = RemovalFact(draft_, lines_, request, found);
    if (!Take(found, index, ".remove_override.")) return;
    draft_.standing.overrides.erase(fact->line);
    facts_.push_back(*fact);
    kept_.set_removal_count(kept_.removal_count() + 1);
  }

  void Set(const v1::LineJudgement& judgement, int index) {
    const v1::OverrideAmount& amount = judgement.set_override();
    v1::SetOverrideRequest request;
    *request.mutable_line() = judgement.line();
    if (amount.has_full_year_ore()) request.set_full_year_ore(amount.full_year_ore());
    if (amount.has_remainder_ore()) request.set_remainder_ore(amount.remainder_ore());
    if (amount.has_plus_minus_ore()) request.set_plus_minus_ore(amount.plus_minus_ore());
    request.set_reason(amount.reason());
    FaultList found;
    const std::optional<ForecastFact> fact = OverrideFact(draft_, lines_, request, found);
    if (!Take(found, index, ".set_override.")) return;
    const auto standing = draft_.standing.overrides.find(fact->line);
    const bool stands_so = standing != draft_.standing.overrides.end() && standing->second.amount == fact->amount &&
                           standing->second.plus_minus == fact->plus_minus && standing->second.text == fact->text;
    if (stands_so) {
      ++unchanged_;
      return;
    }
    draft_.standing.overrides[fact->line] = *fact;
    facts_.push_back(*fact);
    kept_.set_override_count(kept_.override_count() + 1);
  }

  void Comment(const v1::LineJudgement& judgement, int index) {
    v1::SetCommentRequest request;
    *request.mutable_line() = judgement.line();
    request.set_text(judgement.comment());
    FaultList found;
    const std::optional<ForecastFact> fact = CommentFact(draft_, lines_, request, found);
    if (!Take(found, index, ".comment.")) return;
    const auto standing = draft_.standing.comments.find(fact->line);
    if (fact->text == (standing == draft_.standing.comments.end() ? "" : standing->second.text)) {
      ++unchanged_;
      return;
    }
    facts_.push_back(*fact);
    kept_.set_comment_count(kept_.comment_count() + 1);
  }

  // Whether nothing is wrong. Faults of the line stand at `judgements[0].line`, others in `part`; that of a comment is
  // its text.
  bool Take(const FaultList& found, int index, absl::string_view part) {
    for (Fault fault : found.faults()) {
      const bool is_line = fault.place == "line" || absl::StartsWith(fault.place, "line.");
      fault.place = is_line                 ? absl::StrCat(PlaceOf(index), ".", fault.place)
                    : fault.place == "text" ? absl::StrCat(PlaceOf(index), ".comment")
                                            : absl::StrCat(PlaceOf(index), part, fault.place);
      faults_.Add(std::move(fault));
    }
    return found.empty();
  }

  Draft draft_;
  const ForecastLines lines_;
  FaultList& faults_;
  v1::ApplyJudgementsResponse& kept_;
  std::set<LineKey> seen_;
  std::vector<ForecastFact> facts_;
  int unchanged_ = 0;
};

// Checks the plans of a request, and stores them when nothing is wrong with it.
absl::Status ApplyPlans(const Call& call, ledger::Writer& writer, const Draft& draft,
                        const v1::ApplyJudgementsRequest& request, FaultList& faults,
                        v1::ApplyJudgementsResponse& kept) {
  const std::vector<ledger::NewFollowUp> rows = CheckVolumePlanRows(request.plans(), draft.name.organization, faults);
  for (int i = 0; i < request.plans_size(); ++i) {
    if (request.plans(i).year() == draft.forecast.year()) continue;
    faults.Add(absl::StrCat("plans[", i, "].year"), FaultReason::kInconsistent, absl::StrCat(request.plans(i).year()),
               messages::judgement::IsNotTheYearOfTheForecast(draft.forecast.year()));
  }
  const absl::Status fit = CheckVolumePlansFit(writer, draft.name.organization, request.plans());
  if (fit.code() != absl::StatusCode::kInvalidArgument) PROGNOS_RETURN_IF_ERROR(fit);
  for (const Fault& fault : FaultsFromStatus(fit)) faults.Add(fault);
  if (!faults.empty()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const ledger::AppendResult result,
                           writer.AppendFollowUps(draft.name.organization, rows, call.Recording()));
  kept.set_plan_count(static_cast<int32_t>(result.stored));
  kept.set_unchanged_count(kept.unchanged_count() + static_cast<int32_t>(result.unchanged));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ForecastFact>> DecideAll(const Call& call, ledger::Writer& writer, const Draft& draft,
                                                    const v1::ApplyJudgementsRequest& request, FaultList& faults,
                                                    v1::ApplyJudgementsResponse& kept) {
  constexpr int kMaxJudgements = 2'000;
  if (request.judgements().empty() && request.plans().empty()) {
    faults.Add("judgements", FaultReason::kMissingValue, "", messages::judgement::AsksForNothing());
    return std::vector<ForecastFact>();
  }
  Applier applier(draft, faults, kept);
  const bool few =
      request.judgements().empty() || CheckCount(request.judgements_size(), kMaxJudgements, "judgements", faults);
  if (few) applier.Apply(request.judgements());
  applier.Keep();
  if (!request.plans().empty()) PROGNOS_RETURN_IF_ERROR(ApplyPlans(call, writer, draft, request, faults, kept));
  if (!faults.empty()) return std::vector<ForecastFact>();
  if (applier.has_overrides()) PROGNOS_RETURN_IF_ERROR(CheckBasis(writer, draft));
  return applier.TakeFacts();
}

// The forecasts of the year that are locked, the newest first, with the id of each.
absl::StatusOr<std::vector<std::pair<std::string, v1::Forecast>>> LockedOfYear(ledger::Reader& reader,
                                                                               const Draft& draft) {
  PROGNOS_ASSIGN_OR_RETURN(
      const std::vector<ledger::Forecast> stored,
      reader.ListForecasts(draft.name.organization, draft.forecast.year(), /*before_sequence=*/0, /*limit=*/0));
  std::vector<std::pair<std::string, v1::Forecast>> locked;
  for (const ledger::Forecast& one : stored) {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ForecastFact> facts,
                             reader.ListForecastFacts(draft.name.organization, one.id));
    if (rounds::StandingOf(facts).state != rounds::State::kLocked) continue;
    PROGNOS_ASSIGN_OR_RETURN(v1::Forecast header, FromStored(one));
    locked.emplace_back(one.id, std::move(header));
  }
  return locked;
}

absl::StatusOr<std::vector<ForecastFact>> DecideLock(const Call& call, ledger::Writer& writer, const Draft& draft,
                                                     v1::LockForecastResponse& kept) {
  PROGNOS_ASSIGN_OR_RETURN(const auto locked, LockedOfYear(writer, draft));
  for (const auto& [id, other] : locked) {
    const bool is_same_round =
        other.round() == draft.forecast.round() && other.last_known_month() == draft.forecast.last_known_month();
    if (!is_same_round) continue;
    const ForecastFact superseded{.kind = FactKind::kSuperseded, .other_forecast = draft.name.id};
    PROGNOS_RETURN_IF_ERROR(
        writer.AppendForecastFact(draft.name.organization, id, superseded, call.Recording()).status());
    kept.set_superseded(ForecastName(draft.name.organization, id));
  }
  return std::vector<ForecastFact>{{.kind = FactKind::kLocked}};
}

// What a locked one superseded is locked again.
absl::StatusOr<std::vector<ForecastFact>> DecideWithdrawal(const Call& call, ledger::Writer& writer, const Draft& draft,
                                                           const v1::WithdrawForecastRequest& request,
                                                           FaultList& faults, v1::WithdrawForecastResponse& kept) {
  const ForecastFact withdrawn{.kind = FactKind::kWithdrawn, .text = CheckReason(request.reason(), true, faults)};
  if (!faults.empty()) return std::vector<ForecastFact>();
  if (draft.standing.state != rounds::State::kLocked) return std::vector<ForecastFact>{withdrawn};
  PROGNOS_ASSIGN_OR_RETURN(
      const std::vector<ledger::Forecast> stored,
      writer.ListForecasts(draft.name.organization, draft.forecast.year(), /*before_sequence=*/0, /*limit=*/0));
  for (const ledger::Forecast& one : stored) {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ForecastFact> facts,
                             writer.ListForecastFacts(draft.name.organization, one.id));
    const Standing standing = rounds::StandingOf(facts);
    if (standing.state != rounds::State::kSuperseded || standing.superseded_by != draft.name.id) continue;
    const ForecastFact restored{.kind = FactKind::kRestored, .other_forecast = draft.name.id};
    PROGNOS_RETURN_IF_ERROR(
        writer.AppendForecastFact(draft.name.organization, one.id, restored, call.Recording()).status());
    kept.set_restored(ForecastName(draft.name.organization, one.id));
  }
  return std::vector<ForecastFact>{withdrawn};
}

// The id of the forecast to copy from: that asked for, or the newest locked one that was made before the draft.
absl::StatusOr<std::string> SourceOf(ledger::Reader& reader, const Draft& draft,
                                     const v1::CopyJudgementsRequest& request) {
  if (!request.from().empty()) {
    const std::optional<ChildName> from = ParseForecastName(request.from());
    if (!from.has_value() || from->organization != draft.name.organization) {
      return FaultStatus(absl::StatusCode::kInvalidArgument, "from", FaultReason::kNotAName, request.from(),
                         messages::value::IsNotOfTheForm(
                             absl::StrCat("organizations/", draft.name.organization, "/forecasts/{forecast}")));
    }
    return from->id;
  }
  PROGNOS_ASSIGN_OR_RETURN(const auto locked, LockedOfYear(reader, draft));
  const absl::Time made = FromProto(draft.forecast.create_time());
  for (const auto& [id, other] : locked) {
    if (id != draft.name.id && FromProto(other.create_time()) <= made) return id;
  }
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::judgement::NothingToCopyFrom(draft.forecast.year()));
}

// Puts the judgements of another forecast together for a draft.
class Copier {
 public:
  Copier(const Draft& draft, std::string source, v1::CopyJudgementsResponse& kept)
      : draft_(draft),
        lines_(draft.forecast),
        overrides_(draft.standing.overrides),
        source_(std::move(source)),
        kept_(kept) {}

  void CopyOverride(const ForecastFact& fact) {
    if (overrides_.contains(fact.line)) return;
    const v1::ForecastLine* line = lines_.Find(fact.line);
    const Message rule = line == nullptr ? messages::judgement::IsNotALine() : OverrideRule(lines_, *line, overrides_);
    if (!rule.empty()) return Leave(fact, rule);
    overrides_[fact.line] = fact;
    Take(fact);
  }

  void CopyComment(const ForecastFact& fact) {
    if (draft_.standing.comments.contains(fact.line)) return;
    if (lines_.Find(fact.line) == nullptr) return Leave(fact, messages::judgement::IsNotALine());
    Take(fact);
  }

  std::vector<ForecastFact> TakeFacts() {
    kept_.set_copied(static_cast<int32_t>(facts_.size()));
    return std::move(facts_);
  }

 private:
  void Take(const ForecastFact& fact) {
    facts_.push_back(fact);
    facts_.back().other_forecast = source_;
  }

  void Leave(const ForecastFact& fact, const Message& rule) {
    const Message note = messages::judgement::WasNotCopied(LineText(fact.line), Argument::Reason(rule));
    kept_.add_notes(note.English());
    *kept_.add_note_messages() = prognos::ToProto(note);
  }

  const Draft& draft_;
  const ForecastLines lines_;
  std::map<LineKey, ForecastFact> overrides_;  // Of the draft, growing.
  const std::string source_;
  v1::CopyJudgementsResponse& kept_;
  std::vector<ForecastFact> facts_;
};

absl::StatusOr<std::vector<ForecastFact>> DecideCopy(ledger::Reader& reader, const Draft& draft,
                                                     const v1::CopyJudgementsRequest& request,
                                                     v1::CopyJudgementsResponse& kept) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string source, SourceOf(reader, draft, request));
  const std::string& organization = draft.name.organization;
  PROGNOS_RETURN_IF_ERROR(reader.GetForecast(organization, source).status());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ForecastFact> facts, reader.ListForecastFacts(organization, source));
  const Standing standing = rounds::StandingOf(facts);
  if (!standing.overrides.empty()) PROGNOS_RETURN_IF_ERROR(CheckBasis(reader, draft));
  kept.set_from(ForecastName(organization, source));
  Copier copier(draft, source, kept);
  for (const auto& [line, fact] : standing.overrides) copier.CopyOverride(fact);
  for (const auto& [line, fact] : standing.comments) copier.CopyComment(fact);
  return copier.TakeFacts();
}

}  // namespace

absl::Status LockForecastInCall(const Call& call, const v1::LockForecastRequest& request,
                                v1::LockForecastResponse& response) {
  return Record<v1::LockForecastRequest, v1::LockForecastResponse>(
      call, "LockForecast", request, false,
      [&call](ledger::Writer& writer, const Draft& draft, FaultList& faults,
              v1::LockForecastResponse& kept) -> absl::StatusOr<std::vector<ForecastFact>> {
        if (!faults.empty()) return std::vector<ForecastFact>();
        return DecideLock(call, writer, draft, kept);
      },
      response);
}

absl::Status SetOverrideInCall(const Call& call, const v1::SetOverrideRequest& request,
                               v1::SetOverrideResponse& response) {
  return Record<v1::SetOverrideRequest, v1::SetOverrideResponse>(
      call, "SetOverride", request, request.validate_only(),
      [&request](ledger::Writer& writer, const Draft& draft, FaultList& faults, v1::SetOverrideResponse&) {
        return DecideOverride(writer, draft, request, faults);
      },
      response);
}

absl::Status RemoveOverrideInCall(const Call& call, const v1::RemoveOverrideRequest& request,
                                  v1::RemoveOverrideResponse& response) {
  return Record<v1::RemoveOverrideRequest, v1::RemoveOverrideResponse>(
      call, "RemoveOverride", request, false,
      [&request](ledger::Writer&, const Draft& draft, FaultList& faults, v1::RemoveOverrideResponse&) {
        return AsFacts(RemovalFact(draft, ForecastLines(draft.forecast), request, faults));
      },
      response);
}

absl::Status SetCommentInCall(const Call& call, const v1::SetCommentRequest& request,
                              v1::SetCommentResponse& response) {
  return Record<v1::SetCommentRequest, v1::SetCommentResponse>(
      call, "SetComment", request, false,
      [&request](ledger::Writer&, const Draft& draft, FaultList& faults, v1::SetCommentResponse&) {
        return AsFacts(CommentFact(draft, ForecastLines(draft.forecast), request, faults));
      },
      response);
}

absl::Status ApplyJudgementsInCall(const Call& call, const v1::ApplyJudgementsRequest& request,
                                   v1::ApplyJudgementsResponse& response) {
  return Record<v1::ApplyJudgementsRequest, v1::ApplyJudgementsResponse>(
      call, "ApplyJudgements", request, request.validate_only(),
      [&call, &request](ledger::Writer& writer, const Draft& draft, FaultList& faults,
                        v1::ApplyJudgementsResponse& kept) {
        return DecideAll(call, writer, draft, request, faults, kept);
      },
      response);
}

absl::Status WithdrawForecastInCall(const Call& call, const v1::WithdrawForecastRequest& request,
                                    v1::WithdrawForecastResponse& response) {
  const Decide<v1::WithdrawForecastResponse> decide = [&](ledger::Writer& writer, const Draft& draft, FaultList& faults,
                                                          v1::WithdrawForecastResponse& kept) {
    return DecideWithdrawal(call, writer, draft, request, faults, kept);
  };
  return Record(call, "WithdrawForecast", request, request.validate_only(), decide, response, MayBe::kDraftOrLocked);
}

absl::Status CopyJudgementsInCall(const Call& call, const v1::CopyJudgementsRequest& request,
                                  v1::CopyJudgementsResponse& response) {
  return Record<v1::CopyJudgementsRequest, v1::CopyJudgementsResponse>(
      call, "CopyJudgements", request, false,
      [&request](ledger::Writer& writer, const Draft& draft, FaultList& faults,
                 v1::CopyJudgementsResponse& kept) -> absl::StatusOr<std::vector<ForecastFact>> {
        if (!faults.empty()) return std::vector<ForecastFact>();
        return DecideCopy(writer, draft, request, kept);
      },
      response);
}

}  // namespace prognos::service
