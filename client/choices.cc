#include "client/choices.h"

#include <algorithm>
#include <map>

#include "absl/strings/substitute.h"
#include "absl/time/civil_time.h"
#include "client/failure.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {
namespace {

template <typename Value>
std::optional<Value> Look(const std::map<std::string, Value>& words, absl::string_view text) {
  const auto found = words.find(FoldedName(text));
  return found == words.end() ? std::nullopt : std::optional<Value>(found->second);
}

// CivilDay turns 30 February into 2 March; a date that exists comes back as it was.
bool ParseDay(const std::string& text, absl::CivilDay& day) {
  return text.size() == 10 && absl::ParseCivilTime(text, &day) && absl::FormatCivilTime(day) == text;
}

}  // namespace

std::optional<v1::Round> ReadRound(absl::string_view text) {
  static const auto& words = *new std::map<std::string, v1::Round>{
      {"mars", v1::ROUND_MARCH},         {"march", v1::ROUND_MARCH},      {"var", v1::ROUND_SPRING},
      {"varprognos", v1::ROUND_SPRING},  {"spring", v1::ROUND_SPRING},    {"host", v1::ROUND_AUTUMN},
      {"hostprognos", v1::ROUND_AUTUMN}, {"autumn", v1::ROUND_AUTUMN},    {"oktober", v1::ROUND_OCTOBER},
      {"october", v1::ROUND_OCTOBER},    {"bokslut", v1::ROUND_YEAR_END}, {"year-end", v1::ROUND_YEAR_END},
  };
  return Look(words, text);
}

absl::StatusOr<v1::Round> ParseRound(const std::string& text, const Texts& texts) {
  const std::optional<v1::Round> round = ReadRound(text);
  if (!round.has_value()) return WrongUse(absl::Substitute(texts.bad_round, text), texts.bad_round_advice);
  return *round;
}

std::optional<PhasingChoice> ReadPhasing(absl::string_view text) {
  const std::optional<PhasingCell> cell = ParsePhasingCell(text);
  if (!cell.has_value()) return std::nullopt;
  switch (cell->word) {
    case PhasingWord::kEven:
      return PhasingChoice{v1::PHASING_EVEN};
    case PhasingWord::kLastYear:
      return PhasingChoice{v1::PHASING_LAST_YEAR};
    case PhasingWord::kMean:
      return PhasingChoice{v1::PHASING_MEAN_PROFILE, cell->years};
    case PhasingWord::kSeason:
      return PhasingChoice{v1::PHASING_SEASON_PROFILE};
    case PhasingWord::kMonths:
      return PhasingChoice{v1::PHASING_MONTHLY_AMOUNTS};
    case PhasingWord::kPercent:
      return PhasingChoice{v1::PHASING_PERCENTAGES};
  }
  return std::nullopt;
}

absl::StatusOr<absl::Time> ParseMoment(const std::string& text, absl::Time now, const Texts& texts) {
  absl::CivilDay day;
  if (ParseDay(text, day)) {
    const absl::Time end = absl::FromCivil(absl::CivilSecond(day + 1), absl::LocalTimeZone()) - absl::Nanoseconds(1);
    const bool is_today = absl::ToCivilDay(now, absl::LocalTimeZone()) == day;
    return is_today ? now : end;
  }
  absl::Time moment;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &moment, &error)) return moment;
  return WrongUse(absl::Substitute(texts.bad_moment, text), texts.bad_moment_advice);
}

google::protobuf::Timestamp TimestampOf(absl::Time moment) {
  google::protobuf::Timestamp timestamp;
  const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(moment));
  timestamp.set_seconds(absl::ToUnixSeconds(moment));
  timestamp.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(moment - second)));
  return timestamp;
}

absl::Status CheckDate(const std::string& text, const std::string& option, const Texts& texts) {
  absl::CivilDay day;
  if (ParseDay(text, day)) return absl::OkStatus();
  return WrongUse(absl::Substitute(texts.bad_date, text), absl::Substitute(texts.bad_date_advice, option));
}

std::string MomentText(absl::Time moment) { return absl::FormatTime("%Y-%m-%d %H:%M", moment, absl::LocalTimeZone()); }

}  // namespace prognos::client
