// Bytes of a file to UTF-8. Files rarely say how they are encoded, and SIE files say PC8 whatever they are, so the
// encoding is judged from the bytes.
#ifndef PROGNOS_FORECAST_INTERCHANGE_TEXT_ENCODING_H_
#define PROGNOS_FORECAST_INTERCHANGE_TEXT_ENCODING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace prognos {

enum class TextEncoding {
  kUtf8,    // Also plain ASCII, and with a byte order mark.
  kUtf16,   // Either byte order, told by the mark: Excel's "Unicode text".
  kLatin1,  // Read as Windows-1252, which has the same letters.
  kCp437,   // The PC8 of SIE.
};

// "UTF-8", "UTF-16", "Latin-1", "CP437".
absl::string_view TextEncodingName(TextEncoding encoding);

// Which eight-bit encoding is meant when the letters do not tell.
enum class EightBitHint { kLatin1, kCp437 };

struct DecodedText {
  // UTF-8 without byte order mark or control characters other than tab, CR and LF; å, ä, ö, é, ü in one part.
  std::string text;
  TextEncoding encoding = TextEncoding::kUtf8;
};

// Bytes that are valid UTF-8 are UTF-8. Others are CP437 or Latin-1, whichever reading gives more letters that Swedish
// texts use (å ä ö é ü) against box drawing and odd symbols; when both give the same, `hint` decides. Single control
// characters become spaces.
// INVALID_ARGUMENT with FaultReason::kTooLong beyond kMaxFileBytes; kMissing for no bytes at all; kUnreadable for what
// is not text: a NUL byte, many control characters, a workbook (ZIP) or a PDF.
absl::StatusOr<DecodedText> DecodeText(absl::string_view bytes, EightBitHint hint);

// Whether `bytes` is UTF-8 by the rules of RFC 3629: no overlong forms, no surrogates.
bool IsValidUtf8(absl::string_view bytes);

// Appends `code_point` (below 0x110000) as UTF-8.
void AppendUtf8(char32_t code_point, std::string& text);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_TEXT_ENCODING_H_
