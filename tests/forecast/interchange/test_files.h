// Files for the tests of this folder.
#ifndef PROGNOS_TESTS_FORECAST_INTERCHANGE_TEST_FILES_H_
#define PROGNOS_TESTS_FORECAST_INTERCHANGE_TEST_FILES_H_

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

namespace prognos {

// The bytes of a file in the public data folder; nullopt when PROGNOS_DATA is not set.
inline std::optional<std::string> PublicFile(const std::string& name) {
  const char* folder = std::getenv("PROGNOS_DATA");
  if (folder == nullptr) return std::nullopt;
  std::ifstream file(absl::StrCat(folder, "/", name), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// A SIE file of type 4 with the lines given: head, then `lines`.
inline std::string SieFile(const std::string& lines) {
  return absl::StrCat(
      "#FLAGGA 0\n#PROGRAM \"Prov\" 1.0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN \"Provbolaget\"\n"
      "#RAR 0 20220101 20221231\n#RAR -1 20210101 20211231\n",
      lines);
}

}  // namespace prognos

#define PROGNOS_PUBLIC_FILE(bytes, name)                                                 \
  const std::optional<std::string> bytes##_or_unset = ::prognos::PublicFile(name);       \
  if (!bytes##_or_unset.has_value()) GTEST_SKIP() << "skipped: PROGNOS_DATA is not set"; \
  const std::string& bytes = *bytes##_or_unset

#endif  // PROGNOS_TESTS_FORECAST_INTERCHANGE_TEST_FILES_H_
