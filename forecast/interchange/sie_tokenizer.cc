#include "forecast/interchange/sie_tokenizer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "forecast/base/status_macros.h"
#include "forecast/messages/message.h"
#include "messages/file.h"

namespace prognos {
namespace {

absl::Status Refuse(const Message& rule) { return MessageStatus(absl::StatusCode::kInvalidArgument, rule); }

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

class Tokenizing {
 public:
  explicit Tokenizing(absl::string_view rest) : rest_(rest) {}

  absl::StatusOr<SieFields> Run() {
    while (SkipBlanks()) PROGNOS_RETURN_IF_ERROR(Take());
    if (in_list_) return Refuse(messages::file::HasABraceThatIsNotClosed());
    return SieFields{std::move(fields_), quote_is_open_};
  }

 private:
  bool SkipBlanks() {
    while (at_ < rest_.size() && IsBlank(rest_[at_])) ++at_;
    return at_ < rest_.size();
  }

  absl::Status Take() {
    const char c = rest_[at_];
    if (c == '{') {
      if (in_list_) return Refuse(messages::file::HasABraceWithinBraces());
      in_list_ = true;
      fields_.push_back({"", true, {}});
      ++at_;
      return absl::OkStatus();
    }
    if (c == '}') {
      if (!in_list_) return Refuse(messages::file::ClosesABraceThatWasNotOpened());
      in_list_ = false;
      ++at_;
      return absl::OkStatus();
    }
    TakeText();
    return absl::OkStatus();
  }

  void TakeText() {
    std::string text;
    if (rest_[at_] == '"') TakeQuoted(text);
    // Without quotes, or what a program that does not escape its quotes left behind them.
    while (at_ < rest_.size() && !IsBlank(rest_[at_]) && !(in_list_ && rest_[at_] == '}')) {
      if (!in_list_ && (rest_[at_] == '{' || rest_[at_] == '}')) break;
      text += rest_[at_++];
    }
    if (in_list_) {
      fields_.back().list.push_back(std::move(text));
    } else {
      fields_.push_back({std::move(text), false, {}});
    }
  }

  void TakeQuoted(std::string& text) {
    ++at_;
    bool escaped_last = false;
    while (at_ < rest_.size()) {
      const char c = rest_[at_++];
      if (c == '"') return;
      escaped_last = c == '\\' && at_ < rest_.size() && rest_[at_] == '"';
      if (escaped_last) ++at_;
      text += escaped_last ? '"' : c;
    }
    quote_is_open_ = !escaped_last;
    if (escaped_last) text.back() = '\\';
  }

  absl::string_view rest_;
  size_t at_ = 0;
  bool in_list_ = false;
  bool quote_is_open_ = false;
  std::vector<SieField> fields_;
};

}  // namespace

SieLine SplitSieLabel(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (!absl::StartsWith(line, "#")) return {"", line};
  size_t end = 1;
  while (end < line.size() && !IsBlank(line[end]) && line[end] != '{' && line[end] != '"') ++end;
  return {absl::AsciiStrToUpper(line.substr(0, end)), line.substr(end)};
}

absl::StatusOr<SieFields> TokenizeSieFields(absl::string_view rest) { return Tokenizing(rest).Run(); }

}  // namespace prognos
