#include "forecast/service/explanation_calls.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/outlook/reasons.h"
#include "forecast/service/forecast_conversion.h"
#include "forecast/service/forecast_lines.h"
#include "forecast/service/judged_forecast.h"
#include "forecast/service/validators.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

constexpr size_t kReasonsTold = 3;

using outlook::FlowDeviations;
using outlook::Reason;

// The deviation of some series together, in öre.
struct ExplainedSum {
  outlook::Explanation explanation;  // By the model.
  FlowDeviations deviation;          // As judged.
  FlowDeviations events;
  FlowDeviations judgement;

  void Add(const v1::ForecastLine& series) {
    const outlook::Explanation own = FromProto(series.explanation());
    const outlook::DeviationTerms year = own.FullYear();
    const int64_t judged = series.explanation().full_year().judgement();
    const auto part = [&series](FlowDeviations& flows) -> int64_t& {
      return series.measure() == v1::MEASURE_COST ? flows.cost : flows.revenue;
    };
    explanation.Add(own);
    part(deviation) += year.Total() + judged;
    part(events) += year.events;
    part(judgement) += judged;
  }

  // Of the volume that the series make, `mix` is told as mix.
  void TellMix(const outlook::Explanation& stored) {
    const auto tell = [](int64_t mix, outlook::DeviationTerms& terms) {
      terms.volume -= mix;
      terms.mix += mix;
    };
    tell(stored.known.mix, explanation.known);
    tell(stored.remaining.mix, explanation.remaining);
  }

  // Without events and judgements.
  FlowDeviations Ordinary() const {
    return {deviation.cost - events.cost - judgement.cost, deviation.revenue - events.revenue - judgement.revenue};
  }
};

// An activity that has money of its own.
struct OwnMoney {
  const v1::ForecastLine* line = nullptr;  // One of its series.
  ExplainedSum sum;
};

// A forecast's deviation, of all or of one activity, put together from its series.
class ForecastExplanation {
 public:
  // The sum, of the nämnd's own frame where there are such, for an empty `activity`. `forecast` outlives it.
  ForecastExplanation(const v1::Forecast& forecast, const std::string& activity)
      : forecast_(forecast), lines_(forecast) {
    SetNames();
    top_.set_activity(activity);
    top_.set_measure(v1::MEASURE_NET);
    top_.set_without_frames(activity.empty() && !forecast.lines_without_frames().empty());
    for (const auto& [at, sign] : lines_.PartsOf(top_)) Add(*lines_.series()[at]);
  }

  bool HasMoney() const { return !own_money_.empty(); }
  bool HasDeviation() const { return has_deviation_; }
  bool WasKept() const { return was_kept_; }

  std::vector<Reason> LargestReasons() const {
    std::vector<Reason> reasons;
    for (const OwnMoney& own : own_money_) {
      const std::string& activity = own.line->activity();
      reasons.push_back({Reason::Kind::kActivity, activity, NameOf(activity), own.sum.Ordinary(), own.sum.explanation,
                         own.sum.judgement.cost != 0 || own.sum.judgement.revenue != 0, TypesOf(activity)});
    }
    AddEvents(reasons);
    reasons.push_back({.kind = Reason::Kind::kJudgement, .amount = sum_.judgement});
    return outlook::LargestReasons(std::move(reasons), kReasonsTold);
  }

  void FillReasons(google::protobuf::RepeatedPtrField<v1::DeviationReason>& reasons) const {
    for (const Reason& reason : LargestReasons()) {
      v1::DeviationReason& result = *reasons.Add();
      result.set_kind(static_cast<v1::DeviationReason::Kind>(reason.kind));
      if (reason.kind == Reason::Kind::kActivity) result.set_activity(reason.id);
      if (reason.kind == Reason::Kind::kEvent) result.set_event(reason.id);
      result.set_amount(reason.amount.Net());
      result.set_cost_amount(reason.amount.cost);
      result.set_revenue_amount(reason.amount.revenue);
      result.set_text(Tell(outlook::SentencesOf(reason, Year()), *result.mutable_messages()));
    }
  }

  void Fill(v1::ExplainForecastResponse& response) const {
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_REVENUE, v1::MEASURE_NET}) {
      AddLine(measure, response);
    }
    for (const OwnMoney& own : own_money_) {
      *response.add_activities() = LineOf(own.line->activity(), v1::MEASURE_NET, own.sum);
    }
    AddTypes(response);
    const std::string& activity = top_.activity();
    const std::string name = activity.empty() ? forecast_.organization_display_name() : NameOf(activity);
    response.set_summary_text(
        Tell(outlook::SummaryOf(name, sum_.deviation, sum_.explanation, Year()), *response.mutable_summary()));
    FillReasons(*response.mutable_reasons());
  }

 private:
  // Display names, with the parent's before those that several activities have. What is booked on an activity has its
  // line behind that of the activity, and may have a name of its own.
  void SetNames() {
    std::map<std::string, std::set<std::string>> activities;  // By display name.
    for (const v1::ForecastLine& line : forecast_.lines()) {
      if (!places_.insert({line.activity(), &line}).second) continue;
      activities[line.display_name()].insert(line.activity());
    }
    for (const auto& [activity, line] : places_) {
      const auto parent = places_.find(line->parent());
      const bool is_alone = activities[line->display_name()].size() == 1;
      names_[activity] = is_alone || line->parent().empty() || parent == places_.end()
                             ? line->display_name()
                             : absl::StrCat(parent->second->display_name(), " > ", line->display_name());
    }
  }

  // What is booked on `activity` by cost type, without events and judgements.
  std::vector<outlook::TypePart> TypesOf(const std::string& activity) const {
    std::vector<outlook::TypePart> types;
    for (const v1::ForecastLine& line : forecast_.lines_by_type()) {
      const bool is_of_activity = line.activity() == activity && line.measure() == v1::MEASURE_NET;
      if (!is_of_activity || !line.has_deviation() || line.cost_type().empty()) continue;
      ExplainedSum sum;
      for (const auto& [at, sign] : lines_.PartsOf(line)) {
        const v1::ForecastLine& series = *lines_.series()[at];
        if (series.activity() == activity) sum.Add(series);
      }
      types.push_back({line.cost_type_display_name(), sum.Ordinary().Net()});
    }
    return types;
  }

  const std::string& NameOf(const std::string& activity) const { return names_.at(activity); }

  void Add(const v1::ForecastLine& series) {
    has_deviation_ |= series.has_deviation();
    was_kept_ &= series.has_explanation();
    const auto same = [&](const OwnMoney& own) { return own.line->activity() == series.activity(); };
    auto own = absl::c_find_if(own_money_, same);
    if (own == own_money_.end()) own = own_money_.insert(own, OwnMoney{&series, {}});
    own->sum.Add(series);
    sum_.Add(series);
    names_of_series_.insert(series.series());
  }

  // Each event that begins in the year with all that it makes of the series.
  void AddEvents(std::vector<Reason>& reasons) const {
    std::map<std::string, size_t> places;
    for (const v1::EventShare& share : forecast_.event_shares()) {
      if (!names_of_series_.contains(share.series())) continue;
      const auto [place, is_new] = places.insert({share.event(), reasons.size()});
      if (is_new) {
        reasons.push_back({.kind = Reason::Kind::kEvent, .id = share.event(), .name = share.description()});
        reasons.back().probability = share.probability();
      }
      const auto measure = static_cast<Measure>(share.measure());
      FlowDeviations& amount = reasons[place->second].amount;
      (measure == Measure::kCost ? amount.cost : amount.revenue) +=
          Deviation(measure, int64_t{0}, share.known_amount() + share.predicted_amount());
    }
  }

  outlook::ReasonsOfYear Year() const {
    const absl::StatusOr<Month> last = Month::Parse(forecast_.last_known_month());
    const bool is_within = last.ok() && last->year() == forecast_.year();
    return {forecast_.year(), is_within ? last->month() : 0};
  }

  // Puts the messages into the answer, and answers their English text.
  static std::string Tell(const std::vector<Message>& sentences,
                          google::protobuf::RepeatedPtrField<v1::Message>& messages) {
    std::string text;
    for (const Message& sentence : sentences) {
      *messages.Add() = prognos::ToProto(sentence);
      absl::StrAppend(&text, text.empty() ? "" : " ", sentence.English());
    }
    return text;
  }

  // One flow of the whole, or its net; nothing where there is no such flow.
  void AddLine(v1::Measure measure, v1::ExplainForecastResponse& response) const {
    ExplainedSum sum;
    v1::ForecastLine line = top_;
    line.set_measure(measure);
    const std::vector<std::pair<size_t, int>> parts = lines_.PartsOf(line);
    for (const auto& [at, sign] : parts) sum.Add(*lines_.series()[at]);
    if (measure != v1::MEASURE_REVENUE) TellMixOfTop(sum);
    if (!parts.empty()) *response.add_lines() = LineOf(top_.activity(), measure, sum);
  }

  // The mix of what is explained stands with its stored line: single series have none.
  void TellMixOfTop(ExplainedSum& sum) const {
    for (const auto* lines : {&forecast_.lines(), &forecast_.lines_without_frames()}) {
      for (const v1::ForecastLine& line : *lines) {
        const bool is_top = line.activity() == top_.activity() && line.without_frames() == top_.without_frames();
        if (!is_top || line.measure() != v1::MEASURE_COST || !line.series().empty()) continue;
        sum.TellMix(FromProto(line.explanation()));
        return;
      }
    }
  }

  // The cost types of the whole, where its budget is told apart by them.
  void AddTypes(v1::ExplainForecastResponse& response) const {
    for (const v1::ForecastLine& line : forecast_.lines_by_type()) {
      const bool is_of_top = line.activity() == top_.activity() && line.without_frames() == top_.without_frames();
      if (!is_of_top || line.measure() != v1::MEASURE_NET || !line.has_deviation()) continue;
      ExplainedSum sum;
      for (const auto& [at, sign] : lines_.PartsOf(line)) sum.Add(*lines_.series()[at]);
      v1::ExplainedLine& type = *response.add_types();
      type = LineOf(top_.activity(), v1::MEASURE_NET, sum);
      type.set_cost_type(line.cost_type());
      type.set_cost_type_display_name(line.cost_type_display_name());
    }
  }

  v1::ExplainedLine LineOf(const std::string& activity, v1::Measure measure, const ExplainedSum& sum) const {
    v1::ExplainedLine line;
    if (!activity.empty()) {
      const v1::ForecastLine& place = *places_.at(activity);
      line.set_activity(activity);
      line.set_display_name(place.display_name());
      line.set_parent(place.parent());
      line.set_depth(place.depth());
      line.set_own_frame(place.own_frame());
    }
    line.set_without_frames(activity.empty() && top_.without_frames());
    line.set_measure(measure);
    line.set_deviation(sum.deviation.Net());
    if (measure == v1::MEASURE_NET) {
      line.set_cost_deviation(sum.deviation.cost);
      line.set_revenue_deviation(sum.deviation.revenue);
    }
    *line.mutable_explanation() = ToProto(sum.explanation, forecast_.year(), sum.judgement.Net());
    return line;
  }

  const v1::Forecast& forecast_;
  const ForecastLines lines_;
  v1::ForecastLine top_;                                   // The net that is explained.
  std::map<std::string, const v1::ForecastLine*> places_;  // Of each activity its first line.
  std::map<std::string, std::string> names_;               // By activity.
  std::set<std::string> names_of_series_;                  // Of those that count.
  std::vector<OwnMoney> own_money_;                        // In the order of the forecast.
  ExplainedSum sum_;
  bool has_deviation_ = false;
  bool was_kept_ = true;
};

}  // namespace

void FillReasons(v1::Forecast& forecast) {
  forecast.clear_reasons();
  const ForecastExplanation explanation(forecast, "");
  if (!explanation.HasDeviation() || !explanation.WasKept()) return;
  explanation.FillReasons(*forecast.mutable_reasons());
}

absl::Status ExplainForecastInCall(const Call& call, const v1::ExplainForecastRequest& request,
                                   v1::ExplainForecastResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const ChildName name, CheckedForecastName(request.name()));
  FaultList faults;
  if (!request.activity().empty()) CheckActivityName(request.activity(), name.organization, "activity", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  v1::Forecast forecast;
  PROGNOS_RETURN_IF_ERROR(call.Read(name.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(forecast, ReadForecast(reader, name));
    return absl::OkStatus();
  }));
  const ForecastExplanation explanation(forecast, request.activity());
  if (!explanation.HasMoney() && !request.activity().empty()) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "activity", FaultReason::kUnknown, request.activity(),
                       messages::refusal::NoActivityInForecast());
  }
  if (!explanation.HasDeviation()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::refusal::NoDeviationToExplain());
  }
  if (!explanation.WasKept()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::refusal::ExplanationWasNotKept());
  }
  explanation.Fill(response);
  forecast.clear_lines();
  forecast.clear_lines_without_frames();
  forecast.clear_lines_by_type();
  forecast.clear_reasons();
  *response.mutable_forecast() = std::move(forecast);
  return absl::OkStatus();
}

}  // namespace prognos::service
