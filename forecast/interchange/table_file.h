// A table as somebody sent it, whatever kind of file it stands in: where each reader of tables begins.
#ifndef PROGNOS_FORECAST_INTERCHANGE_TABLE_FILE_H_
#define PROGNOS_FORECAST_INTERCHANGE_TABLE_FILE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/file_format.h"
#include "forecast/interchange/record_source.h"
#include "forecast/interchange/table.h"
#include "forecast/interchange/text_encoding.h"
#include "forecast/messages/message.h"

namespace prognos {

// The bytes of a text or a workbook. They must outlive this.
struct TableFile {
  TableFile(absl::string_view all_bytes, absl::string_view sheet_name = "") : bytes(all_bytes), sheet(sheet_name) {}
  TableFile(const std::string& all_bytes) : bytes(all_bytes) {}
  TableFile(const char* all_bytes) : bytes(all_bytes) {}

  absl::string_view bytes;
  absl::string_view sheet;  // Of a workbook; empty: the one with most columns that are known, the first of equals.
};

struct OpenedTable {
  std::unique_ptr<RecordSource> source;
  Table table;
  FileFormat format = FileFormat::kCsv;
  std::string sheet = {};                       // The sheet that is read; empty: a text.
  char delimiter = 0;                           // Of a text.
  TextEncoding encoding = TextEncoding::kUtf8;  // Of a text.
  std::vector<Message> notes = {};              // Which other sheets may be meant.
  std::unique_ptr<std::string> text = {};       // Of a text, which the source reads.
};

// INVALID_ARGUMENT: the errors of DecodeText and OpenCsvTable for a text, and for a workbook those of Workbook and
// OpenTable; kUnknown at "sheet" for one that is not there, kInconsistent for one of a text. In the columns of the
// table no error and no formula without a value may stand: each is told at its cell. Elsewhere they count as blank.
absl::StatusOr<OpenedTable> OpenTableFile(const TableFile& file, TableKind kind);

// `status` of a table that was read from a workbook, with each fault at a line, "line 17: belopp", at the cell,
// "Utfall!F17", or where no column is called so at the row, "Utfall!17:17". Anything else stays as it is.
absl::Status AtCells(const absl::Status& status, const TableFile& file, TableKind kind);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_TABLE_FILE_H_
