// Which answers of the service the commands print with --format json: what docs/schema describes, command by command.
#ifndef PROGNOS_CLIENT_JSON_ANSWERS_H_
#define PROGNOS_CLIENT_JSON_ANSWERS_H_

#include <map>
#include <string>
#include <vector>

#include "client/message_json.h"

namespace prognos::client {

// By the path of the command ("budget visa"), of one that answers in several ways with a word for each behind it
// ("jamfor prognossakerhet"). Several messages: the fields of all of them, in one object.
std::map<std::string, JsonAnswer> JsonAnswers();

// Commands that print their table as JSON instead (forecast/documents/json.h), whichever of json and tabell-json is
// asked for; and those that print no table at all.
const std::vector<std::string>& CommandsWithTablesOnly();
const std::vector<std::string>& CommandsWithoutJson();

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_JSON_ANSWERS_H_
