#include "forecast/interchange/xml_elements.h"

#include <expat.h>

#include <memory>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "messages/workbook.h"

namespace prognos {
namespace {

constexpr char kSpaceEnd = '|';
constexpr int kMaxDepth = 100;

absl::Status IsDamagedXml() {
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kUnreadable, "",
                     messages::workbook::IsDamaged());
}

absl::string_view LocalName(absl::string_view name) { return name.substr(name.rfind(kSpaceEnd) + 1); }

// Goes between the parser's calls and the handler; after an error, or when the handler is done, nothing more comes.
class XmlReading {
 public:
  explicit XmlReading(XmlHandler& handler) : handler_(handler), parser_(XML_ParserCreateNS(nullptr, kSpaceEnd)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(), [](void* self, const char* name, const char** pairs) { Of(self).Start(name, pairs); },
        [](void* self, const char* name) { Of(self).End(name); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int size) {
      Of(self).Note(Of(self).handler_.Text(absl::string_view(text, static_cast<size_t>(size))));
    });
    XML_SetStartDoctypeDeclHandler(
        parser_.get(), [](void* self, const char*, const char*, const char*, int) { Of(self).Note(IsDamagedXml()); });
  }

  // Whether more is wanted.
  absl::StatusOr<bool> Parse(absl::string_view piece, bool is_last) {
    if (is_done_) return false;
    const XML_Status parsed = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), is_last);
    PROGNOS_RETURN_IF_ERROR(status_);
    if (!is_done_ && parsed != XML_STATUS_OK) return IsDamagedXml();
    return !is_done_;
  }

 private:
  static XmlReading& Of(void* self) { return *static_cast<XmlReading*>(self); }

  void Start(const char* name, const char** pairs) {
    if (++depth_ > kMaxDepth) return Note(IsDamagedXml());
    Note(handler_.Start(LocalName(name), XmlAttributes(pairs)));
  }

  void End(const char* name) {
    --depth_;
    Note(handler_.End(LocalName(name)));
  }

  void Note(absl::Status status) {
    if (!status_.ok() || is_done_) return;
    status_ = std::move(status);
    is_done_ = status_.ok() && handler_.IsDone();
    if (!status_.ok() || is_done_) XML_StopParser(parser_.get(), XML_FALSE);
  }

  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  XmlHandler& handler_;
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  absl::Status status_;
  bool is_done_ = false;
  int depth_ = 0;
};

}  // namespace

const char* XmlAttributes::FindIn(absl::string_view space, absl::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    const absl::string_view full = pair[0];
    if (LocalName(full) != name) continue;
    const size_t end = full.rfind(kSpaceEnd);
    const absl::string_view own = end == absl::string_view::npos ? absl::string_view() : full.substr(0, end);
    if (own == space || (!space.empty() && absl::EndsWith(own, space))) return pair[1];
  }
  return nullptr;
}

absl::string_view XmlAttributes::GetIn(absl::string_view space, absl::string_view name) const {
  const char* const found = FindIn(space, name);
  return found == nullptr ? absl::string_view() : absl::string_view(found);
}

bool XmlAttributes::HasIn(absl::string_view space, absl::string_view name) const {
  return FindIn(space, name) != nullptr;
}

absl::Status ReadXml(const Archive& archive, const std::string& name, XmlHandler& handler) {
  XmlReading reading(handler);
  PROGNOS_RETURN_IF_ERROR(
      archive.Read(name, [&reading](absl::string_view piece) { return reading.Parse(piece, /*is_last=*/false); }));
  return reading.Parse("", /*is_last=*/true).status();
}

}  // namespace prognos
