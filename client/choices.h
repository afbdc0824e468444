// The words that stand for choices on the command line: rounds, phasings, moments.
//
// Each reads Swedish (with or without å, ä, ö) and English words.
#ifndef PROGNOS_CLIENT_CHOICES_H_
#define PROGNOS_CLIENT_CHOICES_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/texts.h"
#include "forecast/base/status_macros.h"
#include "google/protobuf/timestamp.pb.h"
#include "prognos/v1/budget.pb.h"
#include "prognos/v1/common.pb.h"

namespace prognos::client {

// mars, var, host, oktober, bokslut; march, spring, autumn, october, year-end.
std::optional<v1::Round> ReadRound(absl::string_view text);
absl::StatusOr<v1::Round> ParseRound(const std::string& text, const Texts& texts);

// jamn, forra-aret, medel, medel-5, sasong, manader, procent; even, last-year, mean, mean-5, season, months, percent.
// Empty: even.
struct PhasingChoice {
  v1::Phasing phasing = v1::PHASING_EVEN;
  int years = 0;  // Of medel; 0: not said.
};
std::optional<PhasingChoice> ReadPhasing(absl::string_view text);

// "YYYY-MM-DD" (the end of that day, but not later than `now`) or RFC 3339 "2022-09-15T08:00:00Z".
absl::StatusOr<absl::Time> ParseMoment(const std::string& text, absl::Time now, const Texts& texts);

google::protobuf::Timestamp TimestampOf(absl::Time moment);

// Asks for what was known at the moment that `text` names (ParseMoment); empty: as of now, which a request leaves
// unsaid.
template <typename Request>
absl::Status SetAsOf(const std::string& text, absl::Time now, const Texts& texts, Request& request) {
  if (text.empty()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time moment, ParseMoment(text, now, texts));
  *request.mutable_as_of() = TimestampOf(moment);
  return absl::OkStatus();
}

// Wrong use unless `text` is a date YYYY-MM-DD that exists. `option` is named in the message.
absl::Status CheckDate(const std::string& text, const std::string& option, const Texts& texts);

// "2022-09-15 10:00" in local time.
std::string MomentText(absl::Time moment);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_CHOICES_H_
