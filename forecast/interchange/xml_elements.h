// The elements of an XML text one after the other, as it is unpacked.
#ifndef PROGNOS_FORECAST_INTERCHANGE_XML_ELEMENTS_H_
#define PROGNOS_FORECAST_INTERCHANGE_XML_ELEMENTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/archive.h"

namespace prognos {

// The attributes of an element; valid while Start runs.
class XmlAttributes {
 public:
  // `pairs`: names and values in turn, and a null at the end; a name is "namespace|name" or "name" alone.
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}

  // The value of an attribute without a namespace; empty when there is none.
  absl::string_view Get(absl::string_view name) const { return GetIn("", name); }
  // The same of one in a namespace, which is told by the part of its address after the last "xmlns:" ("office:1.0"), or
  // by all of it.
  absl::string_view GetIn(absl::string_view space, absl::string_view name) const;
  bool HasIn(absl::string_view space, absl::string_view name) const;

 private:
  const char* FindIn(absl::string_view space, absl::string_view name) const;

  const char* const* pairs_;
};

// What is made of the elements. Names come without their namespace.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // An error ends the reading, which answers it.
  virtual absl::Status Start(absl::string_view name, const XmlAttributes& attributes) = 0;
  virtual absl::Status End(absl::string_view name) = 0;
  // A text may come in several pieces.
  virtual absl::Status Text(absl::string_view text) = 0;
  // Whether enough was read; asked after each element. What follows is not looked at.
  virtual bool IsDone() const { return false; }
};

// Reads the file `name` of an archive. INVALID_ARGUMENT with a fault at "file" when it is no well-formed XML, declares
// entities of its own (which could grow without end) or nests deeper than 100, and the errors of Archive::Read.
absl::Status ReadXml(const Archive& archive, const std::string& name, XmlHandler& handler);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_XML_ELEMENTS_H_
