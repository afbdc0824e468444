#include "client/message_json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "forecast/documents/json_text.h"

namespace prognos::client {
namespace {

using documents::JsonNumber;
using documents::JsonString;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using ApiMessage = google::protobuf::Message;
using google::protobuf::Reflection;

constexpr const char* kFieldsOfResources[] = {"activity",       "parent",      "series",     "cost_type",
                                              "event",          "fund",        "indicator",  "forecast",
                                              "organization",   "copied_from", "superseded", "superseded_by",
                                              "other_forecast", "restored",    "driver",     "year_end"};
// Whose `name` is that of a resource.
constexpr const char* kResources[] = {"Organization", "Activity",   "CostType",  "Series", "Forecast", "Evaluation",
                                      "Event",        "Suggestion", "Indicator", "Fund",   "Change",   "FollowUpItem"};

template <typename List>
bool IsIn(const List& list, const std::string& text) {
  return std::any_of(std::begin(list), std::end(list), [&](const char* one) { return text == one; });
}

bool NamesAResource(const FieldDescriptor& field) {
  if (field.is_repeated() || field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return false;
  if (field.name() == "name") return IsIn(kResources, field.containing_type()->name());
  return IsIn(kFieldsOfResources, field.name());
}

// What its identifier stands under, beside it: "activity_id" of "activity", and "id" of a thing's own name.
std::string IdNameOf(const FieldDescriptor& field) {
  return field.name() == "name" ? "id" : absl::StrCat(field.name(), "_id");
}

bool IsTimestamp(const Descriptor& message) { return message.full_name() == "google.protobuf.Timestamp"; }

// "ROUND_" of Round, "FORECAST_STATE_" of ForecastState: what its values begin with.
std::string PrefixOf(const EnumDescriptor& type) {
  const std::string& unspecified = type.value(0)->name();
  return absl::EndsWith(unspecified, "UNSPECIFIED") ? unspecified.substr(0, unspecified.size() - 11) : "";
}

// null for the unspecified value.
std::string EnumJson(const EnumValueDescriptor& value) {
  if (value.number() == 0 && absl::EndsWith(value.name(), "UNSPECIFIED")) return "null";
  return JsonString(absl::AsciiStrToLower(absl::StripPrefix(value.name(), PrefixOf(*value.type()))));
}

// Writes one message and what it holds, indented by two spaces a level.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void WriteAll(absl::Span<const ApiMessage* const> messages) {
    Open('{');
    for (const ApiMessage* message : messages) WriteFields(*message);
    Close('}');
  }

  void WriteFiles(const std::vector<std::pair<std::string, const ApiMessage*>>& files) {
    Open('{');
    Member("files");
    Open('[');
    for (const auto& [name, message] : files) {
      NextItem();
      Open('{');
      Member("file");
      out_ += JsonString(name);
      WriteFields(*message);
      Close('}');
    }
    Close(']');
    Close('}');
  }

  void WriteNamed(const std::vector<std::pair<std::string, const ApiMessage*>>& messages) {
    Open('{');
    for (const auto& [name, message] : messages) {
      Member(name);
      WriteMessage(*message);
    }
    Close('}');
  }

 private:
  void WriteFields(const ApiMessage& message) {
    const Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      Member(field.name());
      WriteField(message, field);
      if (!NamesAResource(field)) continue;
      const std::string name = message.GetReflection()->GetString(message, &field);
      Member(IdNameOf(field));
      out_ += JsonString(name.substr(name.rfind('/') + 1));
    }
  }

  void WriteField(const ApiMessage& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    if (field.is_map()) return WriteMap(message, field);
    if (field.is_repeated()) {
      const int count = reflection.FieldSize(message, &field);
      Open('[');
      for (int i = 0; i < count; ++i) {
        NextItem();
        WriteItem(message, field, i);
      }
      return Close(']');
    }
    if (field.has_presence() && !reflection.HasField(message, &field)) {
      out_ += "null";
      return;
    }
    WriteItem(message, field, -1);
  }

  void WriteMap(const ApiMessage& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    const FieldDescriptor& key = *field.message_type()->map_key();
    std::map<std::string, const ApiMessage*> entries;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      const ApiMessage& entry = reflection.GetRepeatedMessage(message, &field, i);
      const Reflection& of_entry = *entry.GetReflection();
      entries[key.cpp_type() == FieldDescriptor::CPPTYPE_STRING ? of_entry.GetString(entry, &key)
                                                                : absl::StrCat(of_entry.GetInt32(entry, &key))] =
          &entry;
    }
    Open('{');
    for (const auto& [name, entry] : entries) {
      Member(name);
      WriteItem(*entry, *field.message_type()->map_value(), -1);
    }
    Close('}');
  }

  // `at` < 0: the field's only value.
  void WriteItem(const ApiMessage& message, const FieldDescriptor& field, int at) {
    const Reflection& reflection = *message.GetReflection();
    const bool one = at < 0;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        absl::StrAppend(&out_,
                        one ? reflection.GetInt32(message, &field) : reflection.GetRepeatedInt32(message, &field, at));
        return;
      case FieldDescriptor::CPPTYPE_INT64:
        absl::StrAppend(&out_,
                        one ? reflection.GetInt64(message, &field) : reflection.GetRepeatedInt64(message, &field, at));
        return;
      case FieldDescriptor::CPPTYPE_UINT32:
        absl::StrAppend(
            &out_, one ? reflection.GetUInt32(message, &field) : reflection.GetRepeatedUInt32(message, &field, at));
        return;
      case FieldDescriptor::CPPTYPE_UINT64:
        absl::StrAppend(
            &out_, one ? reflection.GetUInt64(message, &field) : reflection.GetRepeatedUInt64(message, &field, at));
        return;
      case FieldDescriptor::CPPTYPE_FLOAT:
        out_ +=
            JsonNumber(one ? reflection.GetFloat(message, &field) : reflection.GetRepeatedFloat(message, &field, at));
        return;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        out_ +=
            JsonNumber(one ? reflection.GetDouble(message, &field) : reflection.GetRepeatedDouble(message, &field, at));
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        out_ += (one ? reflection.GetBool(message, &field) : reflection.GetRepeatedBool(message, &field, at)) ? "true"
                                                                                                              : "false";
        return;
      case FieldDescriptor::CPPTYPE_ENUM:
        out_ += EnumJson(one ? *reflection.GetEnum(message, &field) : *reflection.GetRepeatedEnum(message, &field, at));
        return;
      case FieldDescriptor::CPPTYPE_STRING:
        out_ +=
            JsonString(one ? reflection.GetString(message, &field) : reflection.GetRepeatedString(message, &field, at));
        return;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        WriteMessage(one ? reflection.GetMessage(message, &field) : reflection.GetRepeatedMessage(message, &field, at));
        return;
    }
  }

  void WriteMessage(const ApiMessage& message) {
    if (IsTimestamp(*message.GetDescriptor())) {
      const auto* moment = dynamic_cast<const google::protobuf::Timestamp*>(&message);
      out_ += JsonString(moment == nullptr ? "" : google::protobuf::util::TimeUtil::ToString(*moment));
      return;
    }
    WriteAll({&message});
  }

  void Open(char bracket) {
    out_ += bracket;
    empty_.push_back(true);
  }
  void Close(char bracket) {
    const bool empty = empty_.back();
    empty_.pop_back();
    if (!empty) NewLine();
    out_ += bracket;
  }
  void NextItem() {
    if (!empty_.back()) out_ += ',';
    empty_.back() = false;
    NewLine();
  }
  void Member(const std::string& name) {
    NextItem();
    absl::StrAppend(&out_, JsonString(name), ": ");
  }
  void NewLine() { absl::StrAppend(&out_, "\n", std::string(2 * empty_.size(), ' ')); }

  std::string& out_;
  std::vector<bool> empty_;  // Of each object or array that is open.
};

// Each kind of object by its name, with those that it holds.
class SchemaWriter {
 public:
  // The members of a message, indented by `indent`.
  std::string Properties(const Descriptor& type, const std::string& indent) {
    std::vector<std::string> members;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      members.push_back(absl::StrCat(indent, JsonString(field.name()), ": ", OfField(field)));
      if (!NamesAResource(field)) continue;
      members.push_back(absl::StrCat(indent, JsonString(IdNameOf(field)), ": {\"type\": \"string\"}"));
    }
    return absl::StrJoin(members, ",\n");
  }

  static std::vector<std::string> Names(const Descriptor& type) {
    std::vector<std::string> names;
    for (int i = 0; i < type.field_count(); ++i) {
      names.push_back(type.field(i)->name());
      if (NamesAResource(*type.field(i))) names.push_back(IdNameOf(*type.field(i)));
    }
    return names;
  }

  // All that was referred to, and what that refers to.
  std::string Definitions() {
    std::map<std::string, std::string> written;
    while (written.size() < wanted_.size()) {
      const std::map<std::string, const Descriptor*> wanted = wanted_;
      for (const auto& [name, type] : wanted) {
        if (!written.contains(name)) written[name] = Object(*type, "    ");
      }
    }
    return absl::StrJoin(written, ",\n", [](std::string* out, const auto& definition) {
      absl::StrAppend(out, "    ", JsonString(definition.first), ": ", definition.second);
    });
  }

  std::string Object(const Descriptor& type, const std::string& indent) {
    return absl::StrCat("{\n", indent, "  \"type\": \"object\",\n", indent, "  \"properties\": {\n",
                        Properties(type, indent + "    "), "\n", indent, "  },\n", indent,
                        "  \"required\": ", TextArray(Names(type)), ",\n", indent,
                        "  \"additionalProperties\": false\n", indent, "}");
  }

  // The member "files": objects of a file and the fields of a message.
  std::string Files(const Descriptor& type) {
    std::vector<std::string> required = Names(type);
    required.insert(required.begin(), "file");
    return absl::StrCat("    \"files\": {\n      \"type\": \"array\",\n      \"items\": {\n",
                        "        \"type\": \"object\",\n        \"properties\": {\n",
                        "          \"file\": {\"type\": \"string\"},\n", Properties(type, "          "),
                        "\n        },\n        \"required\": ", TextArray(required),
                        ",\n        \"additionalProperties\": false\n      }\n    }");
  }

  std::string Reference(const Descriptor& type) {
    const std::string name(absl::StripPrefix(type.full_name(), "prognos.v1."));
    wanted_[name] = &type;
    return absl::StrCat("{\"$ref\": \"messages.schema.json#/$defs/", name, "\"}");
  }

  static std::string TextArray(const std::vector<std::string>& texts) {
    return absl::StrCat(
        "[",
        absl::StrJoin(texts, ", ",
                      [](std::string* out, const std::string& text) { absl::StrAppend(out, JsonString(text)); }),
        "]");
  }

 private:
  std::string OfField(const FieldDescriptor& field) {
    if (field.is_map()) {
      return absl::StrCat(
          "{\"type\": \"object\", \"additionalProperties\": ", OfValue(*field.message_type()->map_value(), false), "}");
    }
    if (field.is_repeated()) return absl::StrCat("{\"type\": \"array\", \"items\": ", OfValue(field, false), "}");
    return OfValue(field, field.has_presence());
  }

  std::string OfValue(const FieldDescriptor& field, bool may_be_null) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_UINT32:
      case FieldDescriptor::CPPTYPE_UINT64:
        return OfType("integer", may_be_null);
      case FieldDescriptor::CPPTYPE_FLOAT:
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return OfType("number", true);
      case FieldDescriptor::CPPTYPE_BOOL:
        return OfType("boolean", may_be_null);
      case FieldDescriptor::CPPTYPE_STRING:
        return OfType("string", may_be_null);
      case FieldDescriptor::CPPTYPE_ENUM:
        return OfEnum(*field.enum_type(), may_be_null);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        break;
    }
    const Descriptor& type = *field.message_type();
    if (IsTimestamp(type)) {
      return may_be_null ? R"({"type": ["string", "null"], "format": "date-time"})"
                         : R"({"type": "string", "format": "date-time"})";
    }
    const std::string reference = Reference(type);
    return may_be_null ? absl::StrCat("{\"anyOf\": [", reference, ", {\"type\": \"null\"}]}") : reference;
  }

  static std::string OfType(const char* type, bool may_be_null) {
    return may_be_null ? absl::StrCat("{\"type\": [\"", type, "\", \"null\"]}")
                       : absl::StrCat("{\"type\": \"", type, "\"}");
  }

  static std::string OfEnum(const EnumDescriptor& type, bool may_be_null) {
    std::vector<std::string> values;
    for (int i = 0; i < type.value_count(); ++i) values.push_back(EnumJson(*type.value(i)));
    if (may_be_null && !IsIn(std::vector<const char*>{"null"}, values.front())) values.push_back("null");
    return absl::StrCat("{\"enum\": [", absl::StrJoin(values, ", "), "]}");
  }

  std::map<std::string, const Descriptor*> wanted_;
};

constexpr char kSchemaHead[] = "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n";

}  // namespace

std::string MessageJson(absl::Span<const google::protobuf::Message* const> messages) {
  std::string out;
  JsonWriter(out).WriteAll(messages);
  return out + "\n";
}

std::string NamedMessagesJson(const std::vector<std::pair<std::string, const google::protobuf::Message*>>& messages) {
  std::string out;
  JsonWriter(out).WriteNamed(messages);
  return out + "\n";
}

std::string FilesJson(const std::vector<std::pair<std::string, const google::protobuf::Message*>>& files) {
  std::string out;
  JsonWriter(out).WriteFiles(files);
  return out + "\n";
}

std::map<std::string, std::string> JsonSchemas(const std::map<std::string, JsonAnswer>& commands) {
  std::map<std::string, std::string> schemas;
  SchemaWriter writer;
  for (const auto& [path, answer] : commands) {
    std::vector<std::string> properties, required;
    for (const Descriptor* type : answer.merged) {
      properties.push_back(writer.Properties(*type, "    "));
      const std::vector<std::string> own = SchemaWriter::Names(*type);
      required.insert(required.end(), own.begin(), own.end());
    }
    for (const auto& [name, type] : answer.named) {
      properties.push_back(absl::StrCat("    ", JsonString(name), ": ", writer.Reference(*type)));
    }
    if (answer.of_files != nullptr) {
      properties.push_back(writer.Files(*answer.of_files));
      required.push_back("files");
    }
    schemas[absl::StrCat(absl::StrReplaceAll(path, {{" ", "-"}}), ".schema.json")] = absl::StrCat(
        kSchemaHead, "  \"title\": ", JsonString(absl::StrCat("prognos ", path, " --format json")),
        ",\n  \"type\": \"object\",\n  \"properties\": {\n", absl::StrJoin(properties, ",\n"),
        "\n  },\n  \"required\": ", SchemaWriter::TextArray(required), ",\n  \"additionalProperties\": false\n}\n");
  }
  schemas["messages.schema.json"] = absl::StrCat(kSchemaHead, "  \"$defs\": {\n", writer.Definitions(), "\n  }\n}\n");
  return schemas;
}

}  // namespace prognos::client
