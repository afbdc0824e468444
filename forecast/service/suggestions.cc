#include "forecast/service/suggestions.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/cases/known_effects.h"
#include "forecast/findings/unit_cost.h"
#include "forecast/findings/unusual_months.h"
#include "forecast/service/conversion.h"
#include "forecast/service/event_checks.h"
#include "forecast/service/fingerprint.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/series_data.h"
#include "messages/suggestion.h"

namespace prognos::service {
namespace {

using findings::Finding;
using findings::FindingKind;

constexpr size_t kIdentifierLength = 8;
// The months either side of a new level that tell it apart from what it was, when values change.
constexpr int kMonthsOfNewLevel = 3;
constexpr int kMonthsOfMean = 12;
// A new level is found a month or two aside once more months are known.
constexpr int kSameLevelWithin = 2;

v1::SuggestionKind KindInProto(FindingKind kind) {
  switch (kind) {
    case FindingKind::kOutlier:
      return v1::SUGGESTION_KIND_OUTLIER;
    case FindingKind::kBookedTwice:
      return v1::SUGGESTION_KIND_BOOKED_TWICE;
    case FindingKind::kNotFullyBooked:
      return v1::SUGGESTION_KIND_NOT_FULLY_BOOKED;
    case FindingKind::kNothingBooked:
      return v1::SUGGESTION_KIND_NOTHING_BOOKED;
    case FindingKind::kWrongSign:
      return v1::SUGGESTION_KIND_WRONG_SIGN;
    case FindingKind::kOtherMonth:
      return v1::SUGGESTION_KIND_OTHER_MONTH;
    case FindingKind::kNewLevel:
      return v1::SUGGESTION_KIND_NEW_LEVEL;
    case FindingKind::kUnitCost:
      break;
  }
  return v1::SUGGESTION_KIND_UNIT_COST;
}

Message WhatItIs(const Finding& finding) {
  const Argument month = Argument::OfMonth(finding.month.ToString());
  switch (finding.kind) {
    case FindingKind::kOutlier:
      return messages::suggestion::Outlier(month);
    case FindingKind::kBookedTwice:
      return messages::suggestion::BookedTwice(month);
    case FindingKind::kNotFullyBooked:
      return messages::suggestion::NotFullyBooked(month);
    case FindingKind::kNothingBooked:
      return messages::suggestion::NothingBooked(month);
    case FindingKind::kWrongSign:
      return messages::suggestion::WrongSign(month);
    case FindingKind::kOtherMonth:
      return messages::suggestion::OtherMonth(Argument::OfMonth(finding.booked_in.ToString()), month);
    case FindingKind::kNewLevel:
      return messages::suggestion::NewLevel(month);
    case FindingKind::kUnitCost:
      break;
  }
  return messages::suggestion::UnitCost(month);
}

// A series as it is booked, and as it is without what events say of it.
struct BookedSeries {
  const ledger::Series* series = nullptr;
  MonthlySeries booked;
  MonthlySeries without_events;
};

// What a part more in a month, as it is booked, is without `effects`: 1 but for prices that changed.
double SlopeAt(const cases::KnownEffects& effects, Month month) {
  constexpr double kProbe = 1e6;
  const MonthlySeries nothing{month, Vector::Zero(1)};
  const MonthlySeries probe{month, Vector::Constant(1, kProbe)};
  return (effects.AtTodaysLevel(probe).values[0] - effects.AtTodaysLevel(nothing).values[0]) / kProbe;
}

std::set<Month> MonthsBooked(const std::vector<ledger::Series>& series, const SeriesById& histories, bool volumes) {
  std::set<Month> months;
  for (const ledger::Series& one : series) {
    const auto found = histories.find(one.id);
    if (found == histories.end() || (one.flow == Flow::kVolume) != volumes) continue;
    for (int at = 0; at < found->second.size(); ++at) {
      if (!std::isnan(found->second.values[at])) months.insert(found->second.first + at);
    }
  }
  return months;
}

// From its first value to the last month that anything is known of; nothing is zero where others have a value.
MonthlySeries BookedUpTo(const MonthlySeries& history, const std::set<Month>& known) {
  const Month end = *known.rbegin() + 1;
  MonthlySeries booked{history.first, Vector::Constant(end - history.first, kMissing)};
  for (Month month = booked.first; month < end; month = month + 1) {
    const double value = history.At(month);
    booked.values[month - booked.first] = std::isnan(value) && known.contains(month) ? 0.0 : value;
  }
  return booked;
}

// The months that a finding rests on, both included.
std::pair<Month, Month> SpanOf(Month month, Month booked_in, bool is_level) {
  if (is_level) return {month - kMonthsOfNewLevel, month + (kMonthsOfNewLevel - 1)};
  return {std::min(month, booked_in), std::max(month, booked_in)};
}

std::string IdentifierOf(const BookedSeries& series, Month month, Month booked_in, bool is_level) {
  std::string content = absl::StrCat(series.series->id, " ", is_level ? "level " : "", month.ToString());
  const auto [first, last] = SpanOf(month, booked_in, is_level);
  for (Month at = first; at <= last; at = at + 1) {
    const double value = series.booked.At(at);
    absl::StrAppend(&content, " ", std::isnan(value) ? "-" : absl::StrCat(std::llround(value)));
  }
  return Sha256(content).substr(0, kIdentifierLength);
}

// What a suggestion rests on, without the last known month that it was made with.
std::string CoreOf(const std::string& id) { return id.substr(0, kIdentifierLength); }

// Up to `last`; as it stands without one.
void CutOff(std::optional<Month> last, SeriesById& histories) {
  if (!last.has_value()) return;
  for (auto& [id, history] : histories) history = history.Before(*last + 1);
  absl::erase_if(histories, [](const auto& entry) { return entry.second.empty(); });
}

// Suggestions of one organization.
class SuggestionMaker {
 public:
  SuggestionMaker(const SuggestionQuery& query, const ledger::Organization& organization)
      : query_(query), closed_(organization.closed_years.begin(), organization.closed_years.end()) {}

  absl::Status Read(ledger::Reader& reader) {
    PROGNOS_ASSIGN_OR_RETURN(series_, reader.ListSeries(query_.organization, query_.as_of));
    ledger::ActualsQuery asked;
    asked.as_of = query_.as_of;
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(query_.organization, asked));
    SeriesById histories = ToMonthlySeries(actuals);
    TakeCut(histories);
    EventQuery of_events;
    of_events.as_of = query_.as_of;
    PROGNOS_ASSIGN_OR_RETURN(events_, ReadKnownEvents(reader, query_.organization, of_events));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::FollowUp> dismissals,
                             reader.ListFollowUps(query_.organization, ledger::FollowUpKind::kDismissal, query_.as_of));
    PROGNOS_RETURN_IF_ERROR(TakeDismissals(dismissals));
    const std::set<Month> money = MonthsBooked(series_, histories, /*volumes=*/false);
    const std::set<Month> volumes = MonthsBooked(series_, histories, /*volumes=*/true);
    for (const ledger::Series& one : series_) {
      const auto found = histories.find(one.id);
      const std::set<Month>& known = one.flow == Flow::kVolume ? volumes : money;
      if (found == histories.end() || known.empty()) continue;
      BookedSeries booked{&one, BookedUpTo(found->second, known), {}};
      booked.without_events = EffectsOn(booked).AtTodaysLevel(booked.booked);
      by_activity_[one.activity_id].push_back(std::move(booked));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<v1::Suggestion>> Run(const RunControl& control) {
    for (const auto& [activity, all] : by_activity_) {
      const bool asked = std::any_of(all.begin(), all.end(), [this](const BookedSeries& one) { return IsAsked(one); });
      if (!asked) continue;
      PROGNOS_RETURN_IF_ERROR(LookAt(all, control));
    }
    std::stable_sort(made_.begin(), made_.end(), [](const Made& a, const Made& b) {
      return std::tie(b.month_year, b.is_money, b.size) < std::tie(a.month_year, a.is_money, a.size);
    });
    std::vector<v1::Suggestion> suggestions;
    for (Made& made : made_) suggestions.push_back(std::move(made.suggestion));
    return suggestions;
  }

 private:
  // Names say where something was cut off only when something was.
  void TakeCut(SeriesById& histories) {
    if (!query_.last_known.has_value()) return;
    const bool is_cut = std::any_of(histories.begin(), histories.end(),
                                    [this](const auto& entry) { return entry.second.end() > *query_.last_known + 1; });
    if (is_cut) suffix_ = absl::StrCat("-", query_.last_known->ToString());
    CutOff(query_.last_known, histories);
  }

  struct Made {
    int month_year = 0;
    bool is_money = true;
    int64_t size = 0;
    v1::Suggestion suggestion;
  };

  bool IsAsked(const BookedSeries& one) const { return query_.series.empty() || query_.series == one.series->id; }

  cases::KnownEffects EffectsOn(const BookedSeries& one) const {
    const auto found = events_.effects.find(one.series->id);
    if (found == events_.effects.end()) return {};
    return {found->second, one.booked.end(), one.booked.end(), /*seed=*/0};
  }

  absl::Status TakeDismissals(const std::vector<ledger::FollowUp>& rows) {
    for (const ledger::FollowUp& row : rows) {
      v1::Suggestion& dismissed = dismissed_[row.what.item_id];
      if (!dismissed.ParseFromString(row.what.content)) {
        return absl::InternalError(absl::StrCat("the dismissal \"", row.what.item_id, "\" cannot be read"));
      }
      dismissed.set_author(row.author);
      *dismissed.mutable_record_time() = ToProto(row.record_time);
    }
    return absl::OkStatus();
  }

  // The series of one activity: each by itself, and costs beside volumes.
  absl::Status LookAt(const std::vector<BookedSeries>& all, const RunControl& control) {
    std::vector<std::vector<Finding>> found;
    for (const BookedSeries& one : all) {
      PROGNOS_RETURN_IF_ERROR(control.Check());
      found.push_back(findings::FindUnusualMonths(one.without_events));
    }
    for (size_t cost = 0; cost < all.size(); ++cost) {
      for (size_t volume = 0; volume < all.size(); ++volume) {
        if (all[cost].series->flow != Flow::kCost || all[volume].series->flow != Flow::kVolume) continue;
        std::vector<Finding> known = found[cost];
        known.insert(known.end(), found[volume].begin(), found[volume].end());
        const std::vector<Finding> unfitting =
            findings::FindUnfittingCosts(all[cost].without_events, all[volume].without_events, known);
        found[cost].insert(found[cost].end(), unfitting.begin(), unfitting.end());
      }
    }
    for (size_t at = 0; at < all.size(); ++at) {
      if (!IsAsked(all[at])) continue;
      for (const Finding& finding : found[at]) Suggest(all[at], finding);
    }
    return absl::OkStatus();
  }

  void Suggest(const BookedSeries& one, const Finding& finding) {
    if (query_.year != 0 && finding.month.year() != query_.year) return;
    if (finding.kind == FindingKind::kOtherMonth && closed_.count(finding.month.year()) > 0) return;
    const double slope = SlopeAt(EffectsOn(one), finding.month);
    if (!(std::abs(slope) > 0.0)) return;  // Not a number either: a price of nothing.
    v1::Suggestion suggestion;
    const bool is_level = finding.kind == FindingKind::kNewLevel;
    const std::string id = IdentifierOf(one, finding.month, finding.booked_in, is_level);
    suggestion.set_name(SuggestionName(query_.organization, absl::StrCat(id, suffix_)));
    suggestion.set_series(SeriesName(query_.organization, one.series->id));
    suggestion.set_kind(KindInProto(finding.kind));
    suggestion.set_month(finding.month.ToString());
    if (finding.booked_in != finding.month) suggestion.set_booked_in_month(finding.booked_in.ToString());
    suggestion.set_seen(std::llround(is_level ? MeanFrom(one.booked, finding.month) : one.booked.At(finding.month)));
    suggestion.set_expected(suggestion.seen() - std::llround(finding.amount() / slope));
    suggestion.set_chance(finding.chance);
    FillEvent(one, finding, suggestion);
    if (suggestion.event().amount() == 0) return;
    MarkDismissed(one, finding, suggestion);
    made_.push_back({finding.month.year(), one.series->flow != Flow::kVolume, std::abs(suggestion.event().amount()),
                     std::move(suggestion)});
  }

  static double MeanFrom(const MonthlySeries& series, Month month) {
    double sum = 0.0, months = 0.0;
    for (Month at = month; at < series.end() && at - month < kMonthsOfMean; at = at + 1) {
      if (std::isnan(series.At(at))) continue;
      sum += series.At(at);
      months += 1.0;
    }
    return months > 0.0 ? sum / months : 0.0;
  }

  static void FillEvent(const BookedSeries& one, const Finding& finding, v1::Suggestion& suggestion) {
    const Message what = WhatItIs(finding);
    v1::Event& event = *suggestion.mutable_event();
    const int64_t beyond = suggestion.seen() - suggestion.expected();
    event.set_series(suggestion.series());
    event.set_description(what.In(Language::kSwedish).value_or(what.English()));
    event.set_source(absl::StrCat("förslag ", CoreOf(ParseSuggestionName(suggestion.name())->id)));
    event.set_kind(v1::EVENT_KIND_ONE_OFF);
    event.set_first_month(suggestion.month());
    event.set_amount(beyond);
    const bool is_newest = finding.month + 1 == one.booked.end();
    switch (finding.kind) {
      case FindingKind::kBookedTwice:
        event.set_amount(suggestion.seen() / 2);
        break;
      case FindingKind::kWrongSign:
        event.set_amount(2 * suggestion.seen());
        break;
      case FindingKind::kNewLevel:
        event.set_kind(v1::EVENT_KIND_LEVEL_SHIFT);
        break;
      case FindingKind::kOtherMonth:
        SetCorrection(finding.booked_in, -beyond, suggestion.month(), event);
        break;
      case FindingKind::kNotFullyBooked:
      case FindingKind::kNothingBooked:
        if (is_newest) SetCorrection(finding.month + 1, -beyond, suggestion.month(), event);
        break;
      case FindingKind::kOutlier:
      case FindingKind::kUnitCost:
        break;
    }
  }

  static void SetCorrection(Month booked, int64_t amount, const std::string& belongs_to, v1::Event& event) {
    event.set_kind(v1::EVENT_KIND_CORRECTION);
    event.set_first_month(booked.ToString());
    event.set_belongs_to_month(belongs_to);
    event.set_amount(amount);
  }

  // Whether what was dismissed is this, and rests on what is booked now.
  bool IsDismissedBy(const v1::Suggestion& dismissed, const std::string& id, const BookedSeries& one,
                     const Finding& finding) const {
    if (dismissed.series() != SeriesName(query_.organization, one.series->id)) return false;
    const Month month = *Month::Parse(dismissed.month());
    const Month booked_in = dismissed.booked_in_month().empty() ? month : *Month::Parse(dismissed.booked_in_month());
    const bool is_level = dismissed.kind() == v1::SUGGESTION_KIND_NEW_LEVEL;
    if (is_level != (finding.kind == FindingKind::kNewLevel)) return false;
    if (std::abs(month - finding.month) > (is_level ? kSameLevelWithin : 0)) return false;
    return IdentifierOf(one, month, booked_in, is_level) == id;
  }

  void MarkDismissed(const BookedSeries& one, const Finding& finding, v1::Suggestion& suggestion) const {
    for (const auto& [id, dismissed] : dismissed_) {
      if (!IsDismissedBy(dismissed, id, one, finding)) continue;
      suggestion.set_dismissed(true);
      suggestion.set_dismiss_reason(dismissed.dismiss_reason());
      suggestion.set_author(dismissed.author());
      *suggestion.mutable_record_time() = dismissed.record_time();
    }
  }

  const SuggestionQuery& query_;
  const std::set<int> closed_;
  std::vector<ledger::Series> series_;
  KnownEvents events_;
  std::string suffix_;                               // Of the names.
  std::map<std::string, v1::Suggestion> dismissed_;  // By identifier, without the suffix.
  std::map<std::string, std::vector<BookedSeries>> by_activity_;
  std::vector<Made> made_;
};

}  // namespace

std::optional<Month> LastKnownOfSuggestion(absl::string_view id) {
  if (id.size() <= kIdentifierLength + 1) return std::nullopt;
  const absl::StatusOr<Month> month = Month::Parse(id.substr(kIdentifierLength + 1));
  return month.ok() ? std::optional(*month) : std::nullopt;
}

absl::StatusOr<std::vector<v1::Suggestion>> ReadSuggestions(ledger::Reader& reader, const SuggestionQuery& query,
                                                            const RunControl& control) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization organization,
                           reader.GetOrganization(query.organization, query.as_of));
  if (!query.series.empty()) PROGNOS_RETURN_IF_ERROR(CheckSeriesExists(reader, query.organization, query.series));
  SuggestionMaker maker(query, organization);
  PROGNOS_RETURN_IF_ERROR(maker.Read(reader));
  return maker.Run(control);
}

absl::StatusOr<v1::Suggestion> StoreDismissal(ledger::Writer& writer, const std::string& organization,
                                              const ledger::Recording& recording, v1::Suggestion suggestion,
                                              const std::string& reason) {
  const std::string id = CoreOf(ParseSuggestionName(suggestion.name())->id);
  suggestion.set_dismissed(true);
  suggestion.set_dismiss_reason(reason);
  v1::Suggestion content = suggestion;
  content.clear_name();
  PROGNOS_RETURN_IF_ERROR(writer
                              .AppendFollowUps(organization,
                                               {{ledger::FollowUpKind::kDismissal, id, 0, content.SerializeAsString()}},
                                               recording)
                              .status());
  suggestion.set_author(recording.author);
  *suggestion.mutable_record_time() = ToProto(recording.time);
  return suggestion;
}

}  // namespace prognos::service
