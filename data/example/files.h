// The files of the example as texts: what an ekonom has in Excel (CSV) and from the finance system (SIE).
#ifndef PROGNOS_DATA_EXAMPLE_FILES_H_
#define PROGNOS_DATA_EXAMPLE_FILES_H_

#include <string>
#include <vector>

#include "data/example/months.h"

namespace prognos::example {

struct File {
  std::string name;
  std::string bytes;
};

// All files, in the order an ekonom loads them. CSV: UTF-8, semicolon, decimal comma, a header line in Swedish, LF.
// SIE: type 3, CP437, CRLF.
std::vector<File> MakeFiles(const std::vector<ExampleSeries>& series);

}  // namespace prognos::example

#endif  // PROGNOS_DATA_EXAMPLE_FILES_H_
