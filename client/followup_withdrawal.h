// ta-bort: takes back what was entered by mistake of indicators, grants, projects, investments and plans of volumes.
#ifndef PROGNOS_CLIENT_FOLLOWUP_WITHDRAWAL_H_
#define PROGNOS_CLIENT_FOLLOWUP_WITHDRAWAL_H_

#include <string>

#include "client/command.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::client {

// What `ta-bort` of a group takes: things of one collection, or what is told of one for a year or a month.
struct WithdrawnThings {
  const char* collection;         // Of their resource names: "indicators".
  const char* type;               // What help calls the identifier of one.
  const char* option;             // Its help.
  v1::FollowUpItemKind whole;     // Unspecified: a year or month must be given.
  v1::FollowUpItemKind of_year;   // Unspecified: there is no --ar.
  v1::FollowUpItemKind of_month;  // Unspecified: there is no --manad.
  std::string examples;
  v1::FundKind fund_kind = v1::FUND_KIND_UNSPECIFIED;  // Of funds: the kind that the group is about.
};

// Adds the command to `group`.
void AddWithdrawal(const WithdrawnThings& things, Command& group);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FOLLOWUP_WITHDRAWAL_H_
