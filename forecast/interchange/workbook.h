// Workbooks of Excel (.xlsx) and LibreOffice (.ods): their sheets, and the rows of one as records of typed cells.
//
// A number is a number, a day a day, whatever format shows them. What a formula computed last is its cell's value; one
// that was never computed, and an error (#REF!), keep their place as broken cells, so that whoever reads that column
// can refuse them. Of merged cells all have the text that the merged cell shows downwards: a heading that goes over two
// rows heads both. Numbers are not repeated: they would count twice.
#ifndef PROGNOS_FORECAST_INTERCHANGE_WORKBOOK_H_
#define PROGNOS_FORECAST_INTERCHANGE_WORKBOOK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/archive.h"
#include "forecast/interchange/record_source.h"

namespace prognos {

struct XlsxParts;

enum class WorkbookFormat { kXlsx, kOds };

// Whether `bytes` begin as those of a workbook do; an encrypted one, and one of before 2007, too.
bool LooksLikeWorkbook(absl::string_view bytes);

// "A" for 0, "Z" for 25, "AA" for 26.
std::string ColumnLetters(size_t column);
// "Prognos!F17"; a name that is no single word stands in apostrophes: "'Utfall 2022'!F17". `line` from 1.
std::string CellName(absl::string_view sheet, int line, size_t column);
// "Prognos!17:17".
std::string RowName(absl::string_view sheet, int line);

class Workbook {
 public:
  struct Sheet {
    std::string name;
    bool is_hidden = false;
    std::string file;  // Within the archive.
  };

  // What a sheet may hold: a person's table is far below, and memory has an end.
  struct Limits {
    size_t cells = 4'000'000;  // Blank ones between others among them.
    size_t text_bytes() const { return 32 * cells; }
  };
  static constexpr size_t kMaxSheetColumns = 1'024;  // With anything in them.
  static constexpr size_t kMaxSheets = 1'000;

  // `bytes` must outlive the workbook. INVALID_ARGUMENT with a fault at "file": encrypted or of before 2007, no
  // workbook, damaged, or beyond the limits here and of Archive.
  static absl::StatusOr<Workbook> Open(absl::string_view bytes, const Limits& limits);

  WorkbookFormat format() const { return format_; }
  const std::vector<Sheet>& sheets() const;
  // What it unpacks to, for whoever keeps account of memory.
  int64_t unpacked_bytes() const { return archive_.unpacked_bytes(); }

  // The rows of a sheet that have anything in them, their line being their row in it. At most the first `most_rows` of
  // those. INVALID_ARGUMENT as Open; a cell beyond the limits is the fault's place.
  absl::StatusOr<std::vector<Record>> ReadSheet(size_t sheet, size_t most_rows = SIZE_MAX) const;

  Workbook(Workbook&&) noexcept;
  Workbook& operator=(Workbook&&) noexcept;
  ~Workbook();

 private:
  Workbook(Archive archive, const Limits& limits);

  Archive archive_;
  WorkbookFormat format_ = WorkbookFormat::kXlsx;
  Limits limits_;
  std::unique_ptr<XlsxParts> parts_;  // Of an .ods the sheets alone.
};

// Records that were read before.
class SheetSource final : public RecordSource {
 public:
  explicit SheetSource(std::vector<Record> records) : records_(std::move(records)) {}

  absl::StatusOr<bool> Next(Record& record) override {
    if (next_ == records_.size()) return false;
    record = records_[next_++];
    return true;
  }
  Position Here() const override { return {next_, next_ < records_.size() ? records_[next_].line : 1}; }
  void GoTo(Position position) override { next_ = position.at; }

  std::vector<Record>& records() { return records_; }

 private:
  std::vector<Record> records_;
  size_t next_ = 0;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_WORKBOOK_H_
