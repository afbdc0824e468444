#include "forecast/service/event_changes.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/events.pb.h"

namespace prognos::service {
namespace {

constexpr size_t kTold = 3;

// What was recorded at one time by one person.
struct Recorded {
  std::vector<std::string> texts;
  int64_t withdrawn_count = 0;
};

using RecordedAtOnce = std::map<std::pair<absl::Time, std::string>, Recorded>;

template <class Message>
absl::StatusOr<Message> Read(const ledger::FollowUp& row) {
  Message message;
  if (message.ParseFromString(row.what.content)) return message;
  return absl::InternalError(absl::StrCat("what is recorded of \"", row.what.item_id, "\" cannot be read"));
}

std::string TextOf(const v1::Event& event) {
  if (!event.withdrawn() || event.withdraw_reason().empty()) return event.description();
  return absl::StrCat(event.description(), ": ", event.withdraw_reason());
}

std::string FirstOf(std::vector<std::string> texts) {
  const bool has_more = texts.size() > kTold;
  if (has_more) texts.resize(kTold);
  return absl::StrCat(absl::StrJoin(texts, "; "), has_more ? "; …" : "");
}

}  // namespace

absl::StatusOr<EventChanges> ReadEventChanges(ledger::Reader& reader, const std::string& organization) {
  RecordedAtOnce recorded;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::FollowUp> events,
                           reader.ListFollowUpVersions(organization, ledger::FollowUpKind::kEvent, std::nullopt));
  for (const ledger::FollowUp& row : events) {
    PROGNOS_ASSIGN_OR_RETURN(const auto event, Read<v1::Event>(row));
    Recorded& at_once = recorded[{row.record_time, row.author}];
    at_once.texts.push_back(TextOf(event));
    if (event.withdrawn()) ++at_once.withdrawn_count;
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::FollowUp> dismissals,
                           reader.ListFollowUpVersions(organization, ledger::FollowUpKind::kDismissal, std::nullopt));
  for (const ledger::FollowUp& row : dismissals) {
    PROGNOS_ASSIGN_OR_RETURN(const auto suggestion, Read<v1::Suggestion>(row));
    recorded[{row.record_time, row.author}].texts.push_back(suggestion.dismiss_reason());
  }
  EventChanges changes;
  for (auto& [when, at_once] : recorded) {
    changes[when] = {FirstOf(std::move(at_once.texts)), at_once.withdrawn_count};
  }
  return changes;
}

}  // namespace prognos::service
