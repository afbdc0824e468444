#include "forecast/service/followup_rows.h"

#include "messages/value.h"

namespace prognos::service {

void FollowUpRows::Add(ledger::NewFollowUp row, std::string place, FaultList& faults) {
  if (!row.item_id.empty() && !seen_.insert({row.kind, row.item_id, row.period}).second) {
    faults.Add(std::move(place), FaultReason::kDuplicate, row.item_id, messages::value::StandsTwiceInTheRequest());
  }
  rows_.push_back(std::move(row));
}

}  // namespace prognos::service
