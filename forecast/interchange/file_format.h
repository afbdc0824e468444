// Which format the bytes of a file are.
#ifndef PROGNOS_FORECAST_INTERCHANGE_FILE_FORMAT_H_
#define PROGNOS_FORECAST_INTERCHANGE_FILE_FORMAT_H_

#include "absl/strings/string_view.h"

namespace prognos {

enum class FileFormat {
  kUnreadable,  // Not text: ReadCsv and ReadSie say why.
  kSie,
  kCsv,
  kXlsx,
  kOds,
};

// kXlsx or kOds for an archive (of what is in it, by the file that begins it), kSie when the first line that is not
// blank begins with a label as SIE has them (#FLAGGA), kCsv for any other text. Says nothing about whether the file is
// right.
FileFormat DetectFileFormat(absl::string_view bytes);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_FILE_FORMAT_H_
