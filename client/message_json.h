// What `--format json` prints: an answer of the service as JSON in a form that stays (docs/json.md).
//
//   Fields have the names of the contract, and all of them are there. Whole numbers are numbers, so amounts are öre
//   (volumes: thousandths of their unit). What is absent is null; an enum is its word in small letters ("autumn"),
//   unspecified null; a moment is a text (RFC 3339). Beside each name of a resource stands its identifier:
//   "activity": "organizations/exempelby/activities/vuxen", "activity_id": "vuxen"; that of its own "name" is "id".
#ifndef PROGNOS_CLIENT_MESSAGE_JSON_H_
#define PROGNOS_CLIENT_MESSAGE_JSON_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace prognos::client {

// One object with the fields of all messages, which must differ in their names; indented, and ends with a line feed.
std::string MessageJson(absl::Span<const google::protobuf::Message* const> messages);

// One object that holds each message under its name, in this order.
std::string NamedMessagesJson(const std::vector<std::pair<std::string, const google::protobuf::Message*>>& messages);

// One object with one member, the list `name` of objects that have the fields of a message behind the file that it is
// of:
// {"files": [{"file": "utfall.se", ...}]}.
std::string FilesJson(const std::vector<std::pair<std::string, const google::protobuf::Message*>>& files);

// What a command prints: the fields of all `merged`, each of `named` under its name where there is one, or a list of
// `of_files`.
struct JsonAnswer {
  std::vector<const google::protobuf::Descriptor*> merged;
  std::vector<std::pair<std::string, const google::protobuf::Descriptor*>> named = {};
  const google::protobuf::Descriptor* of_files = nullptr;
};

// The schemas (JSON Schema 2020-12) of what commands print, by file name: "messages.schema.json" has every kind of
// object once, and each command has a file ("budget-visa.schema.json") that refers to it. `commands`: by the path of
// the command ("budget visa").
std::map<std::string, std::string> JsonSchemas(const std::map<std::string, JsonAnswer>& commands);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_MESSAGE_JSON_H_
