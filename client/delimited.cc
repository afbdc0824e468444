#include "client/delimited.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "forecast/base/amount.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

// The number of bytes of the UTF-8 character at `at`; 0 when it is none.
size_t CharacterLength(absl::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const size_t length = lead < 0x80                   ? 1
                        : lead >= 0xC2 && lead < 0xE0 ? 2
                        : lead >= 0xE0 && lead < 0xF0 ? 3
                        : lead >= 0xF0 && lead < 0xF5 ? 4
                                                      : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return 0;
  }
  return length;
}

bool IsUtf8(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = CharacterLength(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string Latin1ToUtf8(absl::string_view bytes) {
  std::string text;
  for (char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x80) {
      text += byte;
    } else {
      text += static_cast<char>(0xC0 | (code >> 6));
      text += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return text;
}

char SeparatorOf(absl::string_view header) {
  char best = ';';
  for (char candidate : {'\t', ','}) {
    if (std::count(header.begin(), header.end(), candidate) > std::count(header.begin(), header.end(), best)) {
      best = candidate;
    }
  }
  return best;
}

bool IsBlank(const std::vector<std::string>& fields) {
  return std::all_of(fields.begin(), fields.end(), [](const std::string& field) { return field.empty(); });
}

// Splits text into rows of fields. A quoted field may hold separators and line ends.
class Reader {
 public:
  Reader(absl::string_view text, char separator) : text_(text), separator_(separator) {}

  // The next row that is not blank; nothing at the end. INVALID_ARGUMENT for a quote that is not closed.
  absl::StatusOr<std::optional<DelimitedRow>> Next() {
    while (at_ < text_.size()) {
      DelimitedRow row{line_, {}};
      PROGNOS_RETURN_IF_ERROR(ReadRow(row));
      if (!IsBlank(row.fields)) return std::optional<DelimitedRow>(std::move(row));
    }
    return std::optional<DelimitedRow>();
  }

 private:
  absl::Status ReadRow(DelimitedRow& row) {
    while (true) {
      std::string field;
      PROGNOS_RETURN_IF_ERROR(ReadField(row.line, field));
      row.fields.emplace_back(absl::StripAsciiWhitespace(field));
      if (at_ >= text_.size()) return absl::OkStatus();
      if (text_[at_++] == separator_) continue;
      ++line_;
      return absl::OkStatus();
    }
  }

  absl::Status ReadField(int line, std::string& field) {
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (!quoted && (c == separator_ || c == '\n')) return absl::OkStatus();
      if (c == '"' && (quoted || absl::StripAsciiWhitespace(field).empty())) {
        const bool doubled = quoted && at_ + 1 < text_.size() && text_[at_ + 1] == '"';
        if (doubled) field += text_[at_++];
        if (!doubled) quoted = !quoted;
        continue;
      }
      if (c == '\n') ++line_;
      field += c;
    }
    if (!quoted) return absl::OkStatus();
    return FaultStatus(absl::StatusCode::kInvalidArgument, PlaceInFile(line, ""), FaultReason::kUnreadable, "",
                       "has a quote that is not closed");
  }

  absl::string_view text_;
  char separator_;
  size_t at_ = 0;
  int line_ = 1;
};

std::string WithoutSpaces(absl::string_view text) {
  return absl::StrReplaceAll(absl::StripAsciiWhitespace(text),
                             {{" ", ""}, {"\u00a0", ""}, {"\u202f", ""}, {"\u2009", ""}, {"'", ""}});
}

}  // namespace

absl::StatusOr<DelimitedFile> DelimitedFile::Parse(absl::string_view bytes) {
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  const std::string text = IsUtf8(bytes) ? std::string(bytes) : Latin1ToUtf8(bytes);
  const std::string first_line = text.substr(0, text.find('\n', text.find_first_not_of(" \t\r\n")));
  Reader reader(text, SeparatorOf(first_line));
  DelimitedFile file;
  PROGNOS_ASSIGN_OR_RETURN(std::optional<DelimitedRow> header, reader.Next());
  if (!header.has_value()) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, PlaceInFile(1, ""), FaultReason::kMissingValue, "",
                       "a header line is required");
  }
  file.header_ = std::move(header->fields);
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(std::optional<DelimitedRow> row, reader.Next());
    if (!row.has_value()) return file;
    file.rows_.push_back(*std::move(row));
  }
}

int DelimitedFile::Find(const std::vector<std::string>& names) const {
  for (size_t column = 0; column < header_.size(); ++column) {
    // "Konto från" and "konto-fran" are "konto_fran".
    const std::string plain = absl::StrReplaceAll(Plain(header_[column]), {{" ", "_"}, {"-", "_"}});
    if (std::find(names.begin(), names.end(), plain) != names.end()) return static_cast<int>(column);
  }
  return -1;
}

int DelimitedFile::Require(const std::vector<std::string>& names, FaultList& faults) const {
  const int column = Find(names);
  if (column < 0) faults.Add(PlaceInFile(1, names.front()), FaultReason::kMissingValue, "", "the column is required");
  return column;
}

std::string DelimitedFile::Field(const DelimitedRow& row, int column) {
  if (column < 0 || static_cast<size_t>(column) >= row.fields.size()) return "";
  return row.fields[static_cast<size_t>(column)];
}

std::string Plain(absl::string_view text) {
  const std::string plain = absl::StrReplaceAll(
      text, {{"å", "a"}, {"ä", "a"}, {"ö", "o"}, {"Å", "a"}, {"Ä", "a"}, {"Ö", "o"}, {"\u00a0", " "}});
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(plain));
}

absl::StatusOr<int64_t> ParseKronor(absl::string_view text) {
  std::string number = WithoutSpaces(text);
  const size_t comma = number.rfind(',');
  const size_t point = number.rfind('.');
  const bool has_both = comma != std::string::npos && point != std::string::npos;
  const char mark = comma != std::string::npos && (!has_both || comma > point) ? ',' : '.';
  if (has_both) number.erase(std::remove(number.begin(), number.end(), mark == ',' ? '.' : ','), number.end());
  return ParseDecimal(number, mark, 100);
}

std::string PlaceInFile(int line, absl::string_view column) {
  return column.empty() ? absl::StrCat("line ", line) : absl::StrCat("line ", line, ": ", column);
}

}  // namespace prognos::client
