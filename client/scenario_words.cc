#include "client/scenario_words.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "client/line_reference.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"

namespace prognos::client {
namespace {

constexpr int kThousandthsOfOne = 1000;
constexpr int kThousandthsOfWholeEvent = 10;  // Of a per cent of an event.

absl::Status NotUnderstood(absl::string_view part, const Texts& texts) {
  return WrongUse(absl::Substitute(texts.bad_scenario, part), texts.bad_scenario_advice);
}

// What follows one of `words` at the start of `text`, which ends there or goes on with a space; nullopt: none does.
std::optional<std::string> After(const std::string& text, const std::vector<absl::string_view>& words) {
  for (const absl::string_view word : words) {
    const size_t space = text.find(' ', std::count(word.begin(), word.end(), ' ') == 0 ? 0 : text.find(' ') + 1);
    const std::string head = text.substr(0, space);
    if (FoldedName(head) != FoldedName(word)) continue;
    return space == std::string::npos ? std::string() : std::string(TrimCell(text.substr(space)));
  }
  return std::nullopt;
}

absl::StatusOr<int64_t> NumberIn(absl::string_view text, int parts, const Texts& texts) {
  NumberStyle style;
  style.Observe(text);
  const absl::StatusOr<int64_t> number = ParseNumberCell(absl::StripPrefix(text, "+"), style, parts);
  if (!number.ok()) return NotUnderstood(text, texts);
  return *number;
}

absl::StatusOr<int64_t> PercentIn(absl::string_view text, int parts, const Texts& texts) {
  return NumberIn(TrimCell(absl::StripSuffix(text, "%")), parts, texts);
}

absl::StatusOr<int64_t> KronorIn(absl::string_view text, const Texts& texts) {
  const absl::StatusOr<int64_t> ore = ParseKronor(std::string(absl::StripPrefix(text, "+")));
  if (!ore.ok()) return NotUnderstood(text, texts);
  return *ore;
}

// "2 x 3800", "-1 x 3 800 per dygn", "2 x 3800 a day".
absl::Status SetPlacements(const std::string& text, size_t times, const Texts& texts, v1::ScenarioChange& change) {
  PROGNOS_ASSIGN_OR_RETURN(const int64_t count, NumberIn(TrimCell(text.substr(0, times)), 1, texts));
  std::string price = std::string(TrimCell(text.substr(times + 1)));
  for (const absl::string_view unit : {"per dygn", "/dygn", "a day", "/day"}) {
    if (absl::EndsWithIgnoreCase(price, unit))
      price = std::string(TrimCell(price.substr(0, price.size() - unit.size())));
  }
  PROGNOS_ASSIGN_OR_RETURN(const int64_t ore, KronorIn(price, texts));
  if (count > 1'000'000 || count < -1'000'000) return NotUnderstood(text, texts);  // The service knows the limit.
  change.mutable_placements()->set_count(static_cast<int32_t>(count));
  change.mutable_placements()->set_price_per_day_ore(ore);
  return absl::OkStatus();
}

absl::Status SetHow(const std::string& text, const Texts& texts, v1::ScenarioChange& change) {
  if (absl::EndsWith(text, "%")) {
    PROGNOS_ASSIGN_OR_RETURN(const int64_t percent, PercentIn(text, kThousandthsOfOne, texts));
    if (percent < -100 * kThousandthsOfOne) return NotUnderstood(text, texts);  // More than all of it.
    change.set_percent(percent);
    return absl::OkStatus();
  }
  if (const size_t times = text.find_first_of("xX"); times != std::string::npos) {
    return SetPlacements(text, times, texts, change);
  }
  if (const std::optional<std::string> once = After(text, {"engang", "en gang", "once"}); once.has_value()) {
    PROGNOS_ASSIGN_OR_RETURN(const int64_t ore, KronorIn(*once, texts));
    change.set_once_ore(ore);
    return absl::OkStatus();
  }
  PROGNOS_ASSIGN_OR_RETURN(const int64_t ore, KronorIn(text, texts));
  change.set_monthly_ore(ore);
  return absl::OkStatus();
}

absl::Status SetRest(const std::string& text, const Texts& texts, v1::ScenarioChange& change) {
  if (const std::optional<std::string> chance = After(text, {"chans", "sannolikhet", "chance"}); chance.has_value()) {
    PROGNOS_ASSIGN_OR_RETURN(const int64_t percent, PercentIn(*chance, kThousandthsOfOne, texts));
    change.set_probability(static_cast<double>(percent) / (100.0 * kThousandthsOfOne));
    return absl::OkStatus();
  }
  if (!Month::Parse(text).ok()) return NotUnderstood(text, texts);
  if (change.first_month().empty()) {
    change.set_first_month(text);
  } else if (change.last_month().empty()) {
    change.set_last_month(text);
  } else {
    return NotUnderstood(text, texts);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ScenarioChange> ReadScenarioChange(const std::string& text, const LedgerNames& names,
                                                      const Texts& texts) {
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(text, ';')) parts.emplace_back(TrimCell(part));
  if (parts.size() < 2 || parts[0].empty() || parts[1].empty()) return NotUnderstood(text, texts);
  v1::ScenarioChange change;
  if (const std::optional<std::string> event = After(parts[0], {"handelse", "event"}); event.has_value()) {
    if (!absl::EndsWith(parts[1], "%")) return NotUnderstood(parts[1], texts);
    PROGNOS_ASSIGN_OR_RETURN(const int64_t share, PercentIn(parts[1], kThousandthsOfWholeEvent, texts));
    change.set_event(ResourceName(names.organization(), "events", *event));
    change.set_event_share(static_cast<int32_t>(std::clamp<int64_t>(share, -1, 1'000'000)));
  } else {
    PROGNOS_ASSIGN_OR_RETURN(*change.mutable_line(), RequireLine(parts[0], names, texts));
    PROGNOS_RETURN_IF_ERROR(SetHow(parts[1], texts, change));
  }
  for (size_t i = 2; i < parts.size(); ++i) PROGNOS_RETURN_IF_ERROR(SetRest(parts[i], texts, change));
  return change;
}

}  // namespace prognos::client
