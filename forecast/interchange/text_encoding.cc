#include "forecast/interchange/text_encoding.h"

#include <array>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/account_rows.h"
#include "messages/file.h"
#include "messages/value.h"

namespace prognos {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
using UpperHalf = std::array<uint16_t, 128>;

// Bytes 0x80-0xFF of code page 437, in rows of sixteen.
constexpr UpperHalf kCp437 = {
    0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8, 0x00EF, 0x00EE,
    0x00EC, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9, 0x00FF, 0x00D6,
    0x00DC, 0x00A2, 0x00A3, 0x00A5, 0x20A7, 0x0192, 0x00E1, 0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x00AA,
    0x00BA, 0x00BF, 0x2310, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB, 0x2591, 0x2592, 0x2593, 0x2502,
    0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255D, 0x255C, 0x255B, 0x2510, 0x2514,
    0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x255E, 0x255F, 0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550,
    0x256C, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256B, 0x256A, 0x2518, 0x250C,
    0x2588, 0x2584, 0x258C, 0x2590, 0x2580, 0x03B1, 0x00DF, 0x0393, 0x03C0, 0x03A3, 0x03C3, 0x00B5, 0x03C4,
    0x03A6, 0x0398, 0x03A9, 0x03B4, 0x221E, 0x03C6, 0x03B5, 0x2229, 0x2261, 0x00B1, 0x2265, 0x2264, 0x2320,
    0x2321, 0x00F7, 0x2248, 0x00B0, 0x2219, 0x00B7, 0x221A, 0x207F, 0x00B2, 0x25A0, 0x00A0};

// Bytes 0x80-0x9F of Windows-1252; the rest of that code page is Latin-1, where a byte is its own code point.
constexpr std::array<uint16_t, 32> kWindows1252 = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                                   0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

char32_t FromCp437(unsigned char byte) { return byte < 0x80 ? byte : kCp437[byte - 0x80]; }

char32_t FromWindows1252(unsigned char byte) { return byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte; }

// How much a character speaks for the reading that gave it, in a Swedish text.
int Likeliness(char32_t c) {
  for (const char32_t letter : U"åäöÅÄÖéÉüÜ") {
    if (c == letter) return 3;
  }
  if (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7) return 1;                     // Other accented letters.
  if (c == 0xA0 || c == 0xA7 || c == 0x2013 || c == 0x2019 || c == 0x201D) return 0;  // Space, §, dash, quotes.
  return -1;
}

bool IsTypographic1252(unsigned char byte) { return byte == 0x85 || (byte >= 0x91 && byte <= 0x97); }

TextEncoding JudgeEightBit(absl::string_view bytes, EightBitHint hint) {
  int64_t cp437 = 0;
  int64_t latin1 = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    // Each is the no-break space of one code page and a rare letter of the other; it stands between thousands.
    if (byte < 0x80 || byte == 0xA0 || byte == 0xFF) continue;
    // Quotes and dashes of Windows-1252 share bytes with ö and its neighbours in CP437: no evidence in a file that
    // does not claim to be CP437.
    if (hint == EightBitHint::kLatin1 && IsTypographic1252(byte)) continue;
    cp437 += Likeliness(FromCp437(byte));
    latin1 += Likeliness(FromWindows1252(byte));
  }
  if (cp437 == latin1) return hint == EightBitHint::kCp437 ? TextEncoding::kCp437 : TextEncoding::kLatin1;
  return cp437 > latin1 ? TextEncoding::kCp437 : TextEncoding::kLatin1;
}

std::string DecodeEightBit(absl::string_view bytes, TextEncoding encoding) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    AppendUtf8(encoding == TextEncoding::kCp437 ? FromCp437(byte) : FromWindows1252(byte), text);
  }
  return text;
}

// `bytes` without the mark. A lone surrogate or an odd last byte becomes U+FFFD.
std::string DecodeUtf16(absl::string_view bytes, bool big_endian) {
  const auto unit = [&](size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  std::string text;
  text.reserve(bytes.size());
  size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t c = unit(at);
    const bool high = c >= 0xD800 && c < 0xDC00;
    if (high && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = kReplacement;
    }
    AppendUtf8(c, text);
  }
  if (at < bytes.size()) AppendUtf8(kReplacement, text);
  return text;
}

absl::Status Unreadable(Message rule) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kUnreadable, "", std::move(rule));
}

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

// Text holds no NUL and hardly any control characters; those few become spaces.
absl::Status CleanControlCharacters(std::string& text) {
  size_t control_count = 0;
  for (char& c : text) {
    if (c == '\0') return Unreadable(messages::file::HoldsNulBytes());
    if (!IsControl(c)) continue;
    ++control_count;
    c = ' ';
  }
  if (control_count > 1 + text.size() / 100) return Unreadable(messages::file::HoldsControlCharacters());
  return absl::OkStatus();
}

// Letters that a Mac writes in two parts, a letter and its mark above, are the same letters.
void ComposeLetters(std::string& text) {
  if (text.find('\xCC') == std::string::npos) return;  // U+0300-U+033F begin so.
  text = absl::StrReplaceAll(text, {{"a\u030A", "å"},
                                    {"A\u030A", "Å"},
                                    {"a\u0308", "ä"},
                                    {"A\u0308", "Ä"},
                                    {"o\u0308", "ö"},
                                    {"O\u0308", "Ö"},
                                    {"e\u0301", "é"},
                                    {"E\u0301", "É"},
                                    {"u\u0308", "ü"},
                                    {"U\u0308", "Ü"}});
}

absl::Status CheckSizeAndKind(absl::string_view bytes) {
  if (bytes.empty()) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kMissingValue, "",
                       messages::value::IsEmpty());
  }
  if (bytes.size() > kMaxFileBytes) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kTooLong, "",
                       messages::file::IsLarger(kMaxFileBytes >> 20));
  }
  if (absl::StartsWith(bytes, "PK\x03\x04")) {
    return Unreadable(messages::file::IsAWorkbook());
  }
  if (absl::StartsWith(bytes, "%PDF-")) return Unreadable(messages::file::IsAPdf());
  absl::string_view text = bytes;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (absl::StartsWith(text, "<?xml")) return Unreadable(messages::file::IsXml());
  return absl::OkStatus();
}

DecodedText Decode(absl::string_view bytes, EightBitHint hint) {
  if (absl::ConsumePrefix(&bytes, "\xFF\xFE")) return {DecodeUtf16(bytes, false), TextEncoding::kUtf16};
  if (absl::ConsumePrefix(&bytes, "\xFE\xFF")) return {DecodeUtf16(bytes, true), TextEncoding::kUtf16};
  if (IsValidUtf8(bytes)) {
    absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
    return {std::string(bytes), TextEncoding::kUtf8};
  }
  const TextEncoding encoding = JudgeEightBit(bytes, hint);
  return {DecodeEightBit(bytes, encoding), encoding};
}

}  // namespace

absl::string_view TextEncodingName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf8:
      return "UTF-8";
    case TextEncoding::kUtf16:
      return "UTF-16";
    case TextEncoding::kLatin1:
      return "Latin-1";
    case TextEncoding::kCp437:
      return "CP437";
  }
  return "";
}

void AppendUtf8(char32_t code_point, std::string& text) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (code_point >> shift & 0x3F)); };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += static_cast<char>(0xC0 | code_point >> 6);
    tail(0);
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0 | code_point >> 12);
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0 | code_point >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

bool IsValidUtf8(absl::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    const int length = lead >= 0xC2 && lead < 0xE0   ? 2
                       : lead >= 0xE0 && lead < 0xF0 ? 3
                       : lead >= 0xF0 && lead < 0xF5 ? 4
                                                     : 0;
    if (length == 0 || at + length > bytes.size()) return false;
    char32_t c = lead & (0xFF >> (length + 1));
    for (int i = 1; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[at + i]);
      if ((byte & 0xC0) != 0x80) return false;
      c = c << 6 | (byte & 0x3F);
    }
    const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    if (overlong || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return false;
    at += length;
  }
  return true;
}

absl::StatusOr<DecodedText> DecodeText(absl::string_view bytes, EightBitHint hint) {
  PROGNOS_RETURN_IF_ERROR(CheckSizeAndKind(bytes));
  DecodedText decoded = Decode(bytes, hint);
  PROGNOS_RETURN_IF_ERROR(CleanControlCharacters(decoded.text));
  ComposeLetters(decoded.text);
  return decoded;
}

}  // namespace prognos
