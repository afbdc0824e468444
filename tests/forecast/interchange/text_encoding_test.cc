#include "forecast/interchange/text_encoding.h"

#include "forecast/base/faults.h"
#include "forecast/interchange/account_rows.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

std::string TextOf(absl::string_view bytes, EightBitHint hint) {
  const absl::StatusOr<DecodedText> decoded = DecodeText(bytes, hint);
  return decoded.ok() ? decoded->text : std::string(decoded.status().message());
}

TextEncoding EncodingOf(absl::string_view bytes, EightBitHint hint) {
  const absl::StatusOr<DecodedText> decoded = DecodeText(bytes, hint);
  EXPECT_THAT(decoded, IsOk());
  return decoded.ok() ? decoded->encoding : TextEncoding::kUtf16;
}

FaultReason ReasonOf(absl::string_view bytes) {
  const auto faults = FaultsFromStatus(DecodeText(bytes, EightBitHint::kLatin1).status());
  return faults.size() == 1 ? faults[0].reason : FaultReason::kUnspecified;
}

// "Försäljning på kostnadsställe ÅÄÖé" in the three encodings, from the published code pages.
constexpr char kUtf8[] = "Försäljning på kostnadsställe ÅÄÖé";
constexpr char kLatin1[] = "F\xF6rs\xE4ljning p\xE5 kostnadsst\xE4lle \xC5\xC4\xD6\xE9";
constexpr char kCp437[] = "F\x94rs\x84ljning p\x86 kostnadsst\x84lle \x8F\x8E\x99\x82";

TEST(TextEncodingTest, SwedishLettersAreFoundInEachEncodingWhateverTheFileClaims) {
  for (const EightBitHint hint : {EightBitHint::kLatin1, EightBitHint::kCp437}) {
    EXPECT_EQ(TextOf(kUtf8, hint), kUtf8);
    EXPECT_EQ(TextOf(kLatin1, hint), kUtf8);
    EXPECT_EQ(TextOf(kCp437, hint), kUtf8);
    EXPECT_EQ(EncodingOf(kUtf8, hint), TextEncoding::kUtf8);
    EXPECT_EQ(EncodingOf(kLatin1, hint), TextEncoding::kLatin1);
    EXPECT_EQ(EncodingOf(kCp437, hint), TextEncoding::kCp437);
  }
}

TEST(TextEncodingTest, OneLetterIsEnough) {
  // 0x94 is ö in CP437 and a closing quote in Windows-1252; 0xF6 is ö in Latin-1 and a division sign in CP437.
  EXPECT_EQ(TextOf("l\x94n", EightBitHint::kCp437), "lön");
  EXPECT_EQ(TextOf("l\xF6n", EightBitHint::kCp437), "lön");
  EXPECT_EQ(TextOf("l\xF6n", EightBitHint::kLatin1), "lön");
}

TEST(TextEncodingTest, TypographicQuotesOfWindowsAreNotLettersInFilesThatDoNotClaimCp437) {
  EXPECT_EQ(TextOf("\x93ord\x94 \x96 slut", EightBitHint::kLatin1), "\u201Cord\u201D \u2013 slut");
}

TEST(TextEncodingTest, NoBreakSpaceOfLatin1StaysOneBesideLetters) {
  EXPECT_EQ(TextOf("k\xF6p 1\xA0"
                   "234",
                   EightBitHint::kLatin1),
            "köp 1\u00A0234");
}

TEST(TextEncodingTest, ManyNoBreakSpacesDoNotOutvoteOneLetter) {
  std::string bytes = "l\xF6n";
  std::string text = "lön";
  for (int i = 0; i < 20; ++i) {
    bytes +=
        ";1\xA0"
        "234";
    text +=
        ";1\u00A0"
        "234";
  }
  EXPECT_EQ(TextOf(bytes, EightBitHint::kLatin1), text);
}

TEST(TextEncodingTest, ByteOrderMarksAreTakenAway) {
  EXPECT_EQ(TextOf("\xEF\xBB\xBFm\u00E5nad", EightBitHint::kLatin1), "m\u00E5nad");
  const std::string little("\xFF\xFEm\0\xE5\0\n\0", 8);
  const std::string big("\xFE\xFF\0m\0\xE5\0\n", 8);
  EXPECT_EQ(TextOf(little, EightBitHint::kLatin1), "m\u00E5\n");
  EXPECT_EQ(TextOf(big, EightBitHint::kLatin1), "m\u00E5\n");
  EXPECT_EQ(EncodingOf(little, EightBitHint::kLatin1), TextEncoding::kUtf16);
}

TEST(TextEncodingTest, Utf16SurrogatePairsAreOneCharacterAndLoneOnesAreReplaced) {
  // U+1F600 is D83D DE00.
  EXPECT_EQ(TextOf(absl::string_view("\xFE\xFF\xD8\x3D\xDE\x00", 6), EightBitHint::kLatin1), "\xF0\x9F\x98\x80");
  EXPECT_EQ(TextOf(absl::string_view("\xFE\xFF\xD8\x3D\x00"
                                     "a",
                                     6),
                   EightBitHint::kLatin1),
            "\uFFFDa");
}

TEST(TextEncodingTest, BinaryFilesAreUnreadable) {
  EXPECT_EQ(ReasonOf(absl::string_view("a;b\n1;\0002\n", 9)), FaultReason::kUnreadable);
  EXPECT_EQ(ReasonOf("PK\x03\x04rest of a workbook"), FaultReason::kUnreadable);
  EXPECT_EQ(ReasonOf("%PDF-1.7"), FaultReason::kUnreadable);
  EXPECT_EQ(ReasonOf("\x01\x02\x03\x04\x05\x06"), FaultReason::kUnreadable);
}

TEST(TextEncodingTest, EmptyAndOversizedFilesAreRefused) {
  EXPECT_EQ(ReasonOf(""), FaultReason::kMissingValue);
  EXPECT_EQ(ReasonOf(std::string(kMaxFileBytes + 1, 'a')), FaultReason::kTooLong);
  EXPECT_EQ(ReasonOf("\xEF\xBB\xBF<?xml version=\"1.0\"?><Sie/>"), FaultReason::kUnreadable);  // SIE 5.
}

TEST(TextEncodingTest, SingleControlCharactersBecomeBlanks) {
  EXPECT_EQ(TextOf("a;b\x1A", EightBitHint::kLatin1), "a;b ");
}

TEST(TextEncodingTest, Utf8IsCheckedByItsRules) {
  EXPECT_TRUE(IsValidUtf8("abc åäö € \xF0\x9F\x98\x80"));
  EXPECT_FALSE(IsValidUtf8("\xC0\xAF"));          // Overlong '/'.
  EXPECT_FALSE(IsValidUtf8("\xE0\x80\xAF"));      // Overlong in three bytes.
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));      // A surrogate.
  EXPECT_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));  // Beyond U+10FFFF.
  EXPECT_FALSE(IsValidUtf8("\xE5"));              // Cut off.
}

}  // namespace
}  // namespace prognos
