#include "forecast/service/forecast_conversion.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/names.h"

namespace prognos::service {
namespace {

v1::Quantiles ProtoOf(const outlook::Quantiles& quantiles) {
  v1::Quantiles result;
  result.set_p05(quantiles[0]);
  result.set_p10(quantiles[1]);
  result.set_p25(quantiles[2]);
  result.set_p50(quantiles[3]);
  result.set_p75(quantiles[4]);
  result.set_p90(quantiles[5]);
  result.set_p95(quantiles[6]);
  return result;
}

v1::CentralIntervals ProtoOf(const outlook::CentralIntervals& intervals) {
  v1::CentralIntervals result;
  result.set_median(intervals.median);
  result.set_low_50(intervals.low_50);
  result.set_high_50(intervals.high_50);
  result.set_low_80(intervals.low_80);
  result.set_high_80(intervals.high_80);
  result.set_low_95(intervals.low_95);
  result.set_high_95(intervals.high_95);
  return result;
}

v1::MonthValue ProtoOf(const outlook::MonthOutlook& month) {
  v1::MonthValue result;
  result.set_month(month.month.ToString());
  result.set_known(month.known);
  result.set_amount(month.amount);
  if (month.budget.has_value()) result.set_budget(*month.budget);
  if (month.booked.has_value()) result.set_booked(*month.booked);
  if (month.quantiles.has_value()) *result.mutable_quantiles() = ProtoOf(*month.quantiles);
  if (month.year_to_date.has_value()) *result.mutable_year_to_date() = ProtoOf(*month.year_to_date);
  return result;
}

// How the forecast came about.
void SetRecord(const engine::ForecastRecord& record, v1::ModelChoice& result) {
  for (const engine::MemberWeight& member : record.weights) {
    v1::ModelWeight& weight = *result.add_weights();
    weight.set_model(member.model);
    weight.set_weight(member.weight);
  }
  result.set_shrinkage(record.shrinkage);
  v1::PathCalibration& calibration = *result.mutable_calibration();
  calibration.set_width(record.width);
  for (const engine::Factors& factors : record.month_factors) {
    calibration.add_month_factors_80(static_cast<float>(factors[0]));
    calibration.add_month_factors_95(static_cast<float>(factors[1]));
  }
  calibration.set_total_factor_80(record.total_factors[0]);
  calibration.set_total_factor_95(record.total_factors[1]);
  calibration.set_correlation(record.correlation);
}

// A notation as it stands, or a message that a model encoded.
void SetSpecification(const std::string& specification, v1::ModelChoice& result) {
  const Message words = DecodeMessage(specification);
  const std::string english = words.English();
  result.set_specification(english.empty() ? specification : english);
  if (!english.empty()) *result.mutable_specification_message() = prognos::ToProto(words);
}

v1::ModelChoice ProtoOf(const outlook::ModelChoice& choice) {
  v1::ModelChoice result;
  result.set_model(choice.model);
  SetSpecification(choice.specification, result);
  if (choice.past_error.has_value()) result.set_past_error(*choice.past_error);
  if (choice.last_years_share_past_error.has_value()) {
    result.set_last_years_share_past_error(*choice.last_years_share_past_error);
  }
  result.set_past_years(choice.past_years);
  if (choice.record.has_value()) SetRecord(*choice.record, result);
  return result;
}

v1::Note ProtoOf(const outlook::Note& note) {
  v1::Note result;
  result.set_code(static_cast<v1::NoteCode>(note.code));
  result.set_text(note.message.English());
  *result.mutable_message() = prognos::ToProto(note.message);
  if (note.month.has_value()) result.set_month(note.month->ToString());
  if (note.followed.has_value()) {
    v1::FollowedPart& followed = *result.mutable_followed();
    followed.set_actual(note.followed->actual);
    followed.set_expected(note.followed->expected);
    followed.set_share(note.followed->share);
    followed.set_may_be_fault(note.followed->may_be_fault);
  }
  if (note.filling.has_value()) {
    v1::FillingMonth& filling = *result.mutable_filling();
    filling.set_booked(note.filling->booked);
    filling.set_expected(note.filling->expected);
    filling.set_low_80(note.filling->low_80);
    filling.set_high_80(note.filling->high_80);
    filling.set_state(static_cast<v1::MonthState>(note.filling->state));
  }
  if (note.commitments.has_value()) {
    v1::CommitmentPart& commitments = *result.mutable_commitments();
    commitments.set_open_count(note.commitments->open_count);
    commitments.set_open_amount(note.commitments->open);
    commitments.set_new_amount(note.commitments->fresh);
    commitments.set_weight(note.commitments->weight);
  }
  return result;
}

// Where the line stands: its activity and, for a line that is one series, the series.
void SetPlace(const ForecastMaterial& material, const outlook::Line& line, v1::ForecastLine& result) {
  const std::string& organization = material.organization.id;
  if (line.activity >= 0) {
    const ledger::ActivityTree::Node& node = material.tree.nodes()[line.activity];
    result.set_activity(ActivityName(organization, node.activity.id));
    result.set_display_name(node.activity.display_name);
    if (!node.activity.parent_id.empty()) result.set_parent(ActivityName(organization, node.activity.parent_id));
    result.set_depth(node.depth);
    result.set_own_frame(node.activity.own_frame);
  }
  result.set_measure(static_cast<v1::Measure>(line.measure));
  if (line.type >= 0) {
    const ledger::CostType& type = material.cost_types[static_cast<size_t>(line.type)];
    result.set_cost_type(CostTypeName(organization, type.id));
    result.set_cost_type_display_name(type.display_name);
  }
  result.set_without_frames(line.without_frames);
  if (line.series < 0) return;
  const ledger::Series& series = material.series[line.series];
  result.set_series(SeriesName(organization, series.id));
  result.set_unit(series.unit);
  if (!series.display_name.empty()) result.set_display_name(series.display_name);
}

void SetBudget(const outlook::Line& line, v1::ForecastLine& result) {
  if (line.budget.has_value()) result.set_budget(*line.budget);
  if (line.budget_to_date.has_value()) result.set_budget_to_date(*line.budget_to_date);
  if (line.deviation.has_value()) result.set_deviation(*line.deviation);
  if (line.deviation_quantiles.has_value()) *result.mutable_deviation_quantiles() = ProtoOf(*line.deviation_quantiles);
  if (line.deficit_probability.has_value()) result.set_deficit_probability(*line.deficit_probability);
}

v1::DeviationTerms ProtoOf(const outlook::DeviationTerms& terms) {
  v1::DeviationTerms result;
  result.set_events(terms.events);
  result.set_timing(terms.timing);
  result.set_season_and_trend(terms.season_and_trend);
  result.set_rest(terms.rest);
  result.set_volume(terms.volume);
  result.set_price(terms.price);
  result.set_mix(terms.mix);
  result.set_volume_and_price(terms.volume_and_price);
  return result;
}

outlook::DeviationTerms TermsOf(const v1::DeviationTerms& terms) {
  return {terms.events(), terms.timing(), terms.season_and_trend(), terms.rest(), terms.volume(),
          terms.price(),  terms.mix(),    terms.volume_and_price()};
}

v1::VolumeAndPrice ProtoOf(const outlook::VolumeAndPrice& both) {
  v1::VolumeAndPrice result;
  result.set_volume(both.volume);
  result.set_known_volume(both.known_volume);
  if (both.unit_price.has_value()) result.set_unit_price(*both.unit_price);
  if (both.known_unit_price.has_value()) result.set_known_unit_price(*both.known_unit_price);
  if (both.budget_volume.has_value()) result.set_budget_volume(*both.budget_volume);
  if (both.budget_unit_price.has_value()) result.set_budget_unit_price(*both.budget_unit_price);
  return result;
}

v1::OutstandingClaim ProtoOf(const outlook::OutstandingClaim& claim, int year) {
  v1::OutstandingClaim result;
  result.set_refunded_per_unit(claim.refunded_per_unit);
  result.set_refunded_per_unit_error(claim.refunded_per_unit_error);
  result.set_mean_lag_months(claim.mean_lag_months);
  result.set_mean_lag_error(claim.mean_lag_error);
  result.mutable_lag_shares()->Assign(claim.lag_shares.begin(), claim.lag_shares.end());
  for (size_t at = 0; at < claim.months.size(); ++at) {
    v1::ClaimMonth& month = *result.add_months();
    month.set_month((Month::January(year) + static_cast<int>(at)).ToString());
    month.set_earned(claim.months[at].earned);
    month.set_booked(claim.months[at].booked);
    month.set_outstanding(claim.months[at].outstanding);
  }
  result.set_year_end(claim.months.back().outstanding);
  *result.mutable_year_end_quantiles() = ProtoOf(claim.year_end_quantiles);
  result.set_belongs_to_earlier_years(claim.belongs_to_earlier_years);
  result.set_year_begin(claim.year_begin);
  if (claim.probably_lost.has_value()) result.set_probably_lost(*claim.probably_lost);
  return result;
}

v1::DrivenYear ProtoOf(const ForecastMaterial& material, const outlook::DrivenYear& driven) {
  v1::DrivenYear result;
  result.set_driver(SeriesName(material.organization.id, material.series[static_cast<size_t>(driven.driver)].id));
  result.set_kind(static_cast<v1::DriverKind>(driven.kind));
  result.set_weight(driven.weight);
  result.set_direct_full_year(driven.direct_full_year);
  *result.mutable_direct_quantiles() = ProtoOf(driven.direct_quantiles);
  result.set_driven_full_year(driven.driven_full_year);
  *result.mutable_driven_quantiles() = ProtoOf(driven.driven_quantiles);
  if (driven.direct_past_error.has_value()) result.set_direct_past_error(*driven.direct_past_error);
  if (driven.driven_past_error.has_value()) result.set_driven_past_error(*driven.driven_past_error);
  result.set_past_years(driven.past_years);
  if (driven.volume_and_price.has_value()) *result.mutable_volume_and_price() = ProtoOf(*driven.volume_and_price);
  if (driven.claim.has_value()) *result.mutable_claim() = ProtoOf(*driven.claim, material.input.year);
  return result;
}

v1::ForecastLine ProtoOf(const ForecastMaterial& material, const outlook::Line& line) {
  v1::ForecastLine result;
  SetPlace(material, line, result);
  for (const outlook::MonthOutlook& month : line.months) *result.add_months() = ProtoOf(month);
  result.set_known_amount(line.known_amount);
  result.set_full_year(line.full_year);
  *result.mutable_full_year_quantiles() = ProtoOf(line.full_year_quantiles);
  SetBudget(line, result);
  if (line.model.has_value()) *result.mutable_model() = ProtoOf(*line.model);
  for (const outlook::Note& note : line.notes) *result.add_notes() = ProtoOf(note);
  if (line.driven.has_value()) *result.mutable_driven() = ProtoOf(material, *line.driven);
  if (line.last_year.has_value()) result.set_last_year(*line.last_year);
  if (line.explanation.has_value()) {
    *result.mutable_explanation() = service::ToProto(*line.explanation, line.months[0].month.year());
  }
  return result;
}

void AddEventShares(const ForecastMaterial& material, const outlook::Line& line, v1::Forecast& forecast) {
  for (const outlook::EventShare& share : line.event_shares) {
    const auto event = material.events.find(share.event);
    if (event == material.events.end() || (share.known == 0 && share.predicted == 0)) continue;
    v1::EventShare& result = *forecast.add_event_shares();
    result.set_event(event->second.name());
    result.set_description(event->second.description());
    result.set_series(SeriesName(material.organization.id, material.series[line.series].id));
    result.set_measure(static_cast<v1::Measure>(line.measure));
    result.set_first_month(event->second.first_month());
    result.set_probability(event->second.has_probability() ? event->second.probability() : 1.0);
    result.set_known_amount(share.known);
    result.set_predicted_amount(share.predicted);
    if (absl::c_all_of(share.predicted_months, [](int64_t amount) { return amount == 0; })) continue;
    result.mutable_predicted_months()->Assign(share.predicted_months.begin(), share.predicted_months.end());
  }
}

}  // namespace

v1::Forecast ToProto(const ForecastMaterial& material, const outlook::Outlook& outlook) {
  v1::Forecast forecast;
  const outlook::OutlookInput& input = material.input;
  forecast.set_year(input.year);
  forecast.set_last_known_month((Month::January(input.year) + (input.last_known_month - 1)).ToString());
  forecast.set_ledger_position(material.ledger_position);
  forecast.set_engine_version(outlook::kEngineVersion);
  forecast.mutable_options()->set_model(input.options.model);
  forecast.mutable_options()->set_path_count(input.options.path_count);
  forecast.mutable_options()->set_seed(input.options.seed);
  forecast.set_organization_display_name(material.organization.display_name);
  for (const outlook::Line& line : outlook.lines) {
    *forecast.add_lines() = ProtoOf(material, line);
    AddEventShares(material, line, forecast);
  }
  for (const outlook::Line& line : outlook.without_frames) {
    *forecast.add_lines_without_frames() = ProtoOf(material, line);
  }
  for (const outlook::Line& line : outlook.by_type) {
    v1::ForecastLine& added = *forecast.add_lines_by_type();
    added = ProtoOf(material, line);
    added.set_by_type(true);
  }
  return forecast;
}

v1::DeviationExplanation ToProto(const outlook::Explanation& explanation, int year, int64_t judgement) {
  v1::DeviationExplanation result;
  *result.mutable_full_year() = ProtoOf(explanation.FullYear());
  *result.mutable_known() = ProtoOf(explanation.known);
  *result.mutable_remaining() = ProtoOf(explanation.remaining);
  result.mutable_full_year()->set_judgement(judgement);
  result.mutable_remaining()->set_judgement(judgement);
  if (explanation.standing_out.has_value()) {
    const Month month = Month::January(year) + (explanation.standing_out->month - 1);
    result.set_standing_out_month(month.ToString());
    result.set_standing_out_amount(explanation.standing_out->amount);
  }
  return result;
}

outlook::Explanation FromProto(const v1::DeviationExplanation& explanation) {
  outlook::Explanation result{TermsOf(explanation.known()), TermsOf(explanation.remaining()), std::nullopt};
  const absl::StatusOr<Month> month = Month::Parse(explanation.standing_out_month());
  if (month.ok()) result.standing_out = outlook::StandingOut{month->month(), explanation.standing_out_amount()};
  return result;
}

v1::JudgedYear ToProto(const outlook::YearSummary& judged) {
  v1::JudgedYear result;
  result.set_full_year(judged.full_year);
  *result.mutable_full_year_quantiles() = ProtoOf(judged.full_year_quantiles);
  if (judged.deviation.has_value()) result.set_deviation(*judged.deviation);
  if (judged.deviation_quantiles.has_value()) {
    *result.mutable_deviation_quantiles() = ProtoOf(*judged.deviation_quantiles);
  }
  if (judged.deficit_probability.has_value()) result.set_deficit_probability(*judged.deficit_probability);
  return result;
}

ledger::Forecast ToStored(const v1::Forecast& forecast, const std::string& id, absl::Time create_time) {
  v1::Forecast lines;
  *lines.mutable_lines() = forecast.lines();
  *lines.mutable_lines_without_frames() = forecast.lines_without_frames();
  *lines.mutable_lines_by_type() = forecast.lines_by_type();
  v1::Forecast header = forecast;
  header.clear_lines();
  header.clear_lines_without_frames();
  header.clear_lines_by_type();
  header.clear_author();
  return {
      id, forecast.year(), create_time, 0, header.SerializeAsString(), lines.SerializeAsString(), forecast.author()};
}

absl::StatusOr<v1::Forecast> FromStored(const ledger::Forecast& stored) {
  v1::Forecast forecast;
  if (!forecast.ParseFromString(stored.header) || !forecast.MergeFromString(stored.lines)) {
    return absl::DataLossError(absl::StrCat("stored forecast ", stored.id, " cannot be read"));
  }
  forecast.set_author(stored.author);
  return forecast;
}

}  // namespace prognos::service
