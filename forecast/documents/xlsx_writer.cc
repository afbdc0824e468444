#include "forecast/documents/xlsx_writer.h"

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace prognos::documents {
namespace {

constexpr size_t kLongestText = 32'767;  // Characters; so many bytes hold no more.

absl::Status CannotWriteWorkbook(absl::string_view why) {
  return absl::InternalError(absl::StrCat("the workbook cannot be written: ", why));
}

// An empty file of its own, which nobody else can open.
absl::StatusOr<std::string> TemporaryFile() {
  std::error_code error;
  std::string name = std::filesystem::temp_directory_path(error) / "prognos-XXXXXX";
  const int file = error ? -1 : mkstemp(name.data());
  if (file < 0) return CannotWriteWorkbook("there is no folder for temporary files");
  close(file);
  return name;
}

}  // namespace

double InWholes(int64_t parts, const ShownUnit& unit) {
  return (unit.kind == ShownUnit::Kind::kMoney ? kMoneyUnit : kVolumeUnit).Wholes(static_cast<double>(parts));
}

std::string XlsxDigits(const ShownUnit& unit) {
  std::string digits = "#,##0";
  if (unit.decimals > 0) absl::StrAppend(&digits, ".", std::string(static_cast<size_t>(unit.decimals), '0'));
  if (unit.kind != ShownUnit::Kind::kMoney) return digits;
  for (int64_t kronor = unit.steps / kMoneyUnit.parts_per_whole; kronor >= 1000; kronor /= 1000) digits += ',';
  return digits;
}

std::string XlsxNumberFormat(const ShownUnit& unit, Sign sign) {
  const std::string digits = XlsxDigits(unit);
  return absl::StrCat(sign == Sign::kAlways ? "+" : "", digits, ";\"\u2212\"", digits, ";", digits);
}

absl::StatusOr<XlsxWriter> XlsxWriter::Open() {
  absl::StatusOr<std::string> file = TemporaryFile();
  if (!file.ok()) return file.status();
  lxw_workbook* const book = workbook_new(file->c_str());
  if (book == nullptr) return CannotWriteWorkbook("there is no memory");
  return XlsxWriter(*std::move(file), book);
}

XlsxWriter::XlsxWriter(XlsxWriter&& other) noexcept
    : file_(std::exchange(other.file_, "")),
      book_(std::exchange(other.book_, nullptr)),
      formats_(std::move(other.formats_)) {}

XlsxWriter::~XlsxWriter() {
  if (book_ != nullptr) lxw_workbook_free(book_);
  if (!file_.empty()) unlink(file_.c_str());
}

lxw_format* XlsxWriter::Format(const CellLook& look) {
  lxw_format*& format = formats_[look.Key()];
  if (format != nullptr) return format;
  format = workbook_add_format(book_);
  if (!look.number_format.empty()) format_set_num_format(format, look.number_format.c_str());
  if (look.indent > 0) format_set_indent(format, static_cast<uint8_t>(look.indent));
  if (look.bold) format_set_bold(format);
  if (look.red) format_set_font_color(format, 0xB3261E);
  if (look.line_above) format_set_top(format, LXW_BORDER_THIN);
  if (look.wrapped) {
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  }
  if (look.to_the_right) format_set_align(format, LXW_ALIGN_RIGHT);
  if (look.grey) format_set_font_color(format, 0x5F6368);
  if (look.filled) {
    format_set_bg_color(format, 0xFFF8E1);
    format_set_border(format, LXW_BORDER_HAIR);
  }
  if (look.size > 0) format_set_font_size(format, look.size);
  return format;
}

void XlsxWriter::Describe(const std::string& title, const std::string& company, absl::Time created) {
  lxw_doc_properties properties = {};
  properties.title = const_cast<char*>(title.c_str());
  properties.company = const_cast<char*>(company.c_str());
  properties.author = const_cast<char*>("prognos");
  properties.created = absl::ToTimeT(created);
  workbook_set_properties(book_, &properties);
}

void XlsxWriter::PutText(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, absl::string_view text,
                         lxw_format* format) {
  size_t size = std::min(text.size(), kLongestText);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  worksheet_write_string(sheet, row, column, std::string(text.substr(0, size)).c_str(), format);
}

void XlsxWriter::PutMonth(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, Month month, lxw_format* format) {
  lxw_datetime day = {};
  day.year = month.year();
  day.month = month.month();
  day.day = 1;
  worksheet_write_datetime(sheet, row, column, &day, format);
}

absl::StatusOr<std::string> XlsxWriter::Finish() {
  const lxw_error error = workbook_close(std::exchange(book_, nullptr));
  if (error != LXW_NO_ERROR) return CannotWriteWorkbook(lxw_strerror(error));
  std::ifstream in(file_, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in || !bytes) return CannotWriteWorkbook("it cannot be read back");
  return bytes.str();
}

}  // namespace prognos::documents
