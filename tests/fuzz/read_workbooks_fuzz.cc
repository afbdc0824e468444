// libFuzzer: any bytes as the sheet of a workbook. Built and run as read_files_fuzz.cc says; the build target is
// read_workbooks_fuzz.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/readers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string wrong = prognos::fuzz::ReadAsSheets({reinterpret_cast<const char*>(data), size});
  if (!wrong.empty()) {
    std::fputs(wrong.c_str(), stderr);
    std::abort();
  }
  return 0;
}
