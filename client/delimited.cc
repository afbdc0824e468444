#include "client/delimited.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/csv_tokenizer.h"
#include "forecast/interchange/text_encoding.h"

namespace prognos::client {
namespace {

// Takes a first line "sep=;", as Excel writes it, and answers its separator; 0 when there is none.
char TakeSeparatorLine(absl::string_view& text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "sep=") || rest.empty()) return 0;
  const char separator = rest[0];
  rest.remove_prefix(1);
  if (!absl::ConsumePrefix(&rest, "\r\n") && !absl::ConsumePrefix(&rest, "\n")) return 0;
  text = rest;
  return separator;
}

char MostFrequentSeparator(absl::string_view text) {
  const size_t begin = text.find_first_not_of(" \r\n");
  const absl::string_view header = begin == absl::string_view::npos ? "" : text.substr(begin);
  const absl::string_view line = header.substr(0, header.find_first_of("\r\n"));
  char best = ';';
  for (char candidate : {'\t', ','}) {
    if (std::count(line.begin(), line.end(), candidate) > std::count(line.begin(), line.end(), best)) best = candidate;
  }
  return best;
}

// What a spreadsheet takes for the beginning of a formula.
bool BeginsAsFormula(absl::string_view text) {
  return !text.empty() && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos;
}

// Digits with a sign and at most one decimal mark: no formula, whatever comes first.
bool IsPlainNumber(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "-")) absl::ConsumePrefix(&text, "+");
  const size_t mark = text.find_first_of(".,");
  const absl::string_view whole = text.substr(0, mark);
  const absl::string_view decimals = mark == absl::string_view::npos ? "0" : text.substr(mark + 1);
  const auto digits = [](absl::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == absl::string_view::npos;
  };
  return digits(whole) && digits(decimals);
}

DelimitedRow RowFrom(const CsvRecord& record) {
  DelimitedRow row{record.line, {}};
  for (const std::string& cell : record.cells) {
    absl::string_view field = TrimCell(cell);
    if (absl::StartsWith(field, "'") && BeginsAsFormula(field.substr(1))) field.remove_prefix(1);
    row.fields.emplace_back(field);
  }
  return row;
}

}  // namespace

absl::StatusOr<DelimitedFile> DelimitedFile::Parse(absl::string_view bytes) {
  const absl::StatusOr<DecodedText> decoded = DecodeText(bytes, EightBitHint::kLatin1);
  if (!decoded.ok()) return decoded.status();
  absl::string_view text = decoded->text;
  const char given = TakeSeparatorLine(text);
  CsvTokenizer tokenizer(text, given != 0 ? given : MostFrequentSeparator(text), given != 0 ? 2 : 1);
  DelimitedFile file;
  CsvRecord record;
  bool has_header = false;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool more, tokenizer.Next(record));
    if (!more) break;
    if (record.IsBlank()) continue;
    if (has_header) {
      file.rows_.push_back(RowFrom(record));
    } else {
      file.header_ = RowFrom(record).fields;
    }
    has_header = true;
  }
  if (has_header) return file;
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kMissingValue, "", "is empty");
}

int DelimitedFile::Find(const std::vector<std::string>& names) const {
  for (size_t column = 0; column < header_.size(); ++column) {
    const std::string folded = FoldedName(header_[column]);
    if (std::find(names.begin(), names.end(), folded) != names.end()) return static_cast<int>(column);
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

absl::StatusOr<int64_t> ParseKronor(absl::string_view text, NumberStyle style) {
  style.Observe(text);
  return ParseNumberCell(text, style, kMoneyUnit.parts_per_whole);
}

std::string CsvCell(absl::string_view text, char separator) {
  const bool formula = BeginsAsFormula(text) && !IsPlainNumber(text);
  if (!formula && text.find_first_of(absl::StrCat("\"\n\r", std::string(1, separator))) == absl::string_view::npos) {
    return std::string(text);
  }
  return absl::StrCat("\"", formula ? "'" : "", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

std::string PlaceInFile(int line, absl::string_view column) {
  return column.empty() ? absl::StrCat("line ", line) : absl::StrCat("line ", line, ": ", column);
}

}  // namespace prognos::client
