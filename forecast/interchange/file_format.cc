#include "forecast/interchange/file_format.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/sie_tokenizer.h"
#include "forecast/interchange/text_encoding.h"
#include "forecast/interchange/workbook.h"

namespace prognos {

FileFormat DetectFileFormat(absl::string_view bytes) {
  // An OpenDocument begins with its kind, as it is: "mimetypeapplication/vnd.oasis...".
  constexpr size_t kHead = 128;
  if (LooksLikeWorkbook(bytes)) {
    return absl::StrContains(bytes.substr(0, kHead), "opendocument") ? FileFormat::kOds : FileFormat::kXlsx;
  }
  const absl::StatusOr<DecodedText> decoded = DecodeText(bytes, EightBitHint::kCp437);
  if (!decoded.ok()) return FileFormat::kUnreadable;
  const absl::string_view text = TrimCell(decoded->text);
  const std::string label = SplitSieLabel(text.substr(0, text.find_first_of("\r\n"))).label;
  const bool is_label = label.size() > 2 && std::all_of(label.begin() + 1, label.end(), [](char c) {
                          return absl::ascii_isupper(static_cast<unsigned char>(c));
                        });
  return is_label ? FileFormat::kSie : FileFormat::kCsv;
}

}  // namespace prognos
