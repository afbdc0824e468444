#include "forecast/interchange/file_format.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

TEST(FileFormatTest, ALabelOnTheFirstLineIsSie) {
  EXPECT_EQ(DetectFileFormat("#FLAGGA 0\r\n#SIETYP 4\r\n"), FileFormat::kSie);
  EXPECT_EQ(DetectFileFormat("\xEF\xBB\xBF\n  #FLAGGA\t0\n"), FileFormat::kSie);
  EXPECT_EQ(DetectFileFormat("#flagga 0\n"), FileFormat::kSie);
}

TEST(FileFormatTest, OtherTextIsCsv) {
  EXPECT_EQ(DetectFileFormat("konto;period;belopp\n"), FileFormat::kCsv);
  EXPECT_EQ(DetectFileFormat("#;belopp\n"), FileFormat::kCsv);
  EXPECT_EQ(DetectFileFormat("# 1;belopp\n"), FileFormat::kCsv);
}

TEST(FileFormatTest, WhatIsNotTextIsUnreadable) {
  EXPECT_EQ(DetectFileFormat(""), FileFormat::kUnreadable);
  EXPECT_EQ(DetectFileFormat("PK\x03\x04"), FileFormat::kXlsx);
  EXPECT_EQ(DetectFileFormat(absl::string_view("\x7F"
                                               "ELF\0\0\0",
                                               7)),
            FileFormat::kUnreadable);
}

}  // namespace
}  // namespace prognos
