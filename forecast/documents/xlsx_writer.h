// A workbook that is being written: libxlsxwriter's, with formats by what they look like, and freed whatever happens.
#ifndef PROGNOS_FORECAST_DOCUMENTS_XLSX_WRITER_H_
#define PROGNOS_FORECAST_DOCUMENTS_XLSX_WRITER_H_

#include <xlsxwriter.h>

#include <map>
#include <string>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/base/month.h"
#include "forecast/documents/document.h"

namespace prognos::documents {

// What a cell holds of an amount: kronor, or whole units of a volume.
double InWholes(int64_t parts, const ShownUnit& unit);
// The number format that shows it in its unit: "#,##0," thousands of what the cell holds.
std::string XlsxDigits(const ShownUnit& unit);
std::string XlsxNumberFormat(const ShownUnit& unit, Sign sign);

// How a cell looks.
struct CellLook {
  std::string number_format = {};  // As Excel writes it; empty: general.
  int indent = 0;                  // 0-15.
  bool bold = false;
  bool red = false;
  bool line_above = false;
  bool wrapped = false;
  bool to_the_right = false;
  bool grey = false;    // Of what is not to be changed.
  bool filled = false;  // Of what is to be filled in.
  int size = 0;         // Points; 0: the usual.

  auto Key() const {
    return std::make_tuple(number_format, indent, bold, red, line_above, wrapped, to_the_right, grey, filled, size);
  }
};

class XlsxWriter {
 public:
  // INTERNAL when there is nowhere to write.
  static absl::StatusOr<XlsxWriter> Open();
  XlsxWriter(XlsxWriter&& other) noexcept;
  XlsxWriter& operator=(XlsxWriter&&) = delete;
  ~XlsxWriter();

  lxw_workbook* book() { return book_; }
  lxw_format* Format(const CellLook& look);
  // What the file says of itself.
  void Describe(const std::string& title, const std::string& company, absl::Time created);

  // A text as it is, cut where Excel's cells end.
  static void PutText(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, absl::string_view text,
                      lxw_format* format);

  // The first day of the month; `format` shows it as a month.
  static void PutMonth(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, Month month, lxw_format* format);

  // The bytes; nothing can be written after it. INTERNAL with what the library says.
  absl::StatusOr<std::string> Finish();

 private:
  XlsxWriter(std::string file, lxw_workbook* book) : file_(std::move(file)), book_(book) {}

  std::string file_;  // Removed at the end.
  lxw_workbook* book_;
  std::map<decltype(CellLook().Key()), lxw_format*> formats_;
};

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_XLSX_WRITER_H_
