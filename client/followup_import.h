// What `satt` does of each thing that is followed up: sends a table of the user, and tells what came of it.
#ifndef PROGNOS_CLIENT_FOLLOWUP_IMPORT_H_
#define PROGNOS_CLIENT_FOLLOWUP_IMPORT_H_

#include <string>

#include "absl/status/status.h"
#include "client/command.h"
#include "client/session.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::client {

struct FollowUpFile {
  std::string file;
  std::string sheet;  // Of a workbook; empty: the one that looks most like a table.
  int year = 0;
  std::string until;  // Of funds: up to and with which month they are used; empty: December.
  bool validate_only = false;
};

absl::Status ImportFollowUp(const FollowUpFile& options, v1::FollowUpTable table, Session& session);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FOLLOWUP_IMPORT_H_
