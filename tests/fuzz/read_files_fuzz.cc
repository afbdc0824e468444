// libFuzzer: any bytes through every reader of files.
//
//   CC=clang CXX=clang++ cmake -S . -B build/fuzz -G Ninja -DPROGNOS_FUZZERS=ON
//     -DPROGNOS_SANITIZERS=address,undefined,fuzzer-no-link
//   ninja -C build/fuzz read_files_fuzz
//   build/fuzz/tests/read_files_fuzz -max_total_time=60
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/readers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string wrong = prognos::fuzz::ReadEveryWay({reinterpret_cast<const char*>(data), size});
  if (!wrong.empty()) {
    std::fputs(wrong.c_str(), stderr);
    std::abort();
  }
  return 0;
}
