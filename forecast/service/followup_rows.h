// What the calls about indicators, volume plans, grants, projects and investments have in common: the rows of a
// request, each of which may stand once, and reading recorded rows back into messages.
#ifndef PROGNOS_FORECAST_SERVICE_FOLLOWUP_ROWS_H_
#define PROGNOS_FORECAST_SERVICE_FOLLOWUP_ROWS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/store.h"
#include "forecast/service/validators.h"

namespace prognos::service {

// The rows that a request comes to, in its order.
class FollowUpRows {
 public:
  // A fault at `place` when kind, item and period stood before. What has no identifier has its fault already.
  void Add(ledger::NewFollowUp row, std::string place, FaultList& faults);

  std::vector<ledger::NewFollowUp> Take() { return std::move(rows_); }

 private:
  std::set<std::tuple<ledger::FollowUpKind, std::string, int>> seen_;
  std::vector<ledger::NewFollowUp> rows_;
};

// check.Take(one, "name[i]") for each of `list`; a single fault when there are more than `limit`.
template <typename List, typename Check>
void TakeAll(const List& list, int limit, const char* name, Check& check) {
  if (list.size() > limit) {
    CheckCount(list.size(), limit, name, check.faults());
    return;
  }
  for (int i = 0; i < list.size(); ++i) check.Take(list.Get(i), absl::StrCat(name, "[", i, "]"));
}

// Gives `message` the name of the thing that it is, or is about; empty: none.
template <typename Message>
void SetItemName(std::string name, Message& message) {
  if constexpr (requires { message.set_fund(name); }) {
    message.set_fund(std::move(name));
  } else if constexpr (requires { message.set_indicator(name); }) {
    message.set_indicator(std::move(name));
  } else if constexpr (requires { message.set_name(name); }) {
    message.set_name(std::move(name));
  } else {
    message.set_series(std::move(name));
  }
}

// The message as it is kept: without its name, which the row has, and without fields that this program does not know.
template <typename Message>
std::string ContentOf(Message message) {
  SetItemName("", message);
  message.DiscardUnknownFields();
  return message.SerializeAsString();
}

// Reads row.what.content. INTERNAL when it is no such message.
template <typename Message>
absl::Status ReadContent(const ledger::FollowUp& row, std::string name, Message& message) {
  if (!message.ParseFromString(row.what.content)) {
    return absl::InternalError(absl::StrCat("the follow-up of \"", row.what.item_id, "\" cannot be read"));
  }
  SetItemName(std::move(name), message);
  return absl::OkStatus();
}

// The newest of each item of `kind`, by identifier. `name_of(organization, id)` names it.
template <typename Message, typename NameOf>
absl::Status ReadItems(ledger::Reader& reader, const std::string& organization, ledger::FollowUpKind kind,
                       std::optional<absl::Time> as_of, NameOf name_of, std::map<std::string, Message>& result) {
  PROGNOS_ASSIGN_OR_RETURN(const auto rows, reader.ListFollowUps(organization, kind, as_of));
  for (const ledger::FollowUp& row : rows) {
    PROGNOS_RETURN_IF_ERROR(ReadContent(row, name_of(organization, row.what.item_id), result[row.what.item_id]));
  }
  return absl::OkStatus();
}

// The same for what is told of an item by period: by identifier and `key` of the period.
template <typename Message, typename NameOf, typename Key>
absl::Status ReadRows(ledger::Reader& reader, const std::string& organization, ledger::FollowUpKind kind,
                      std::optional<absl::Time> as_of, NameOf name_of, Key key,
                      std::map<std::string, std::map<decltype(key(0)), Message>>& result) {
  PROGNOS_ASSIGN_OR_RETURN(const auto rows, reader.ListFollowUps(organization, kind, as_of));
  for (const ledger::FollowUp& row : rows) {
    Message& message = result[row.what.item_id][key(row.what.period)];
    PROGNOS_RETURN_IF_ERROR(ReadContent(row, name_of(organization, row.what.item_id), message));
  }
  return absl::OkStatus();
}

// What is recorded of `id`; an empty map when nothing is.
template <typename Recorded>
const typename Recorded::mapped_type& FindOrNone(const Recorded& recorded, const std::string& id) {
  static const auto& none = *new typename Recorded::mapped_type();
  const auto found = recorded.find(id);
  return found == recorded.end() ? none : found->second;
}

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FOLLOWUP_ROWS_H_
