#include "forecast/interchange/workbook.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/ods_sheets.h"
#include "forecast/interchange/sheet_rows.h"
#include "forecast/interchange/xlsx_sheets.h"
#include "messages/workbook.h"

namespace prognos {
namespace {

// A compound file: what an encrypted workbook is wrapped in, and what workbooks were before 2007.
bool LooksLikeCompoundFile(absl::string_view bytes) {
  return absl::StartsWith(bytes, absl::string_view("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8));
}

absl::Status WorkbookFault(Message rule) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kUnreadable, "", std::move(rule));
}

// Whether a sheet of that name can stand before a '!' as it is.
bool IsOneWord(absl::string_view sheet) {
  return !sheet.empty() && std::all_of(sheet.begin(), sheet.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80) != 0;
  });
}

std::string SheetPrefix(absl::string_view sheet) {
  if (IsOneWord(sheet)) return absl::StrCat(sheet, "!");
  return absl::StrCat("'", absl::StrReplaceAll(sheet, {{"'", "''"}}), "'!");
}

}  // namespace

bool LooksLikeWorkbook(absl::string_view bytes) { return LooksLikeArchive(bytes) || LooksLikeCompoundFile(bytes); }

std::string ColumnLetters(size_t column) {
  std::string letters;
  for (size_t left = column + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return letters;
}

std::string CellName(absl::string_view sheet, int line, size_t column) {
  return absl::StrCat(SheetPrefix(sheet), ColumnLetters(column), line);
}

std::string RowName(absl::string_view sheet, int line) { return absl::StrCat(SheetPrefix(sheet), line, ":", line); }

absl::StatusOr<Workbook> Workbook::Open(absl::string_view bytes, const Limits& limits) {
  if (LooksLikeCompoundFile(bytes)) return WorkbookFault(messages::workbook::IsEncrypted());
  PROGNOS_ASSIGN_OR_RETURN(Archive archive, Archive::Open(bytes));
  Workbook workbook(std::move(archive), limits);
  if (workbook.archive_.Has("content.xml")) {
    workbook.format_ = WorkbookFormat::kOds;
    PROGNOS_ASSIGN_OR_RETURN(workbook.parts_->sheets, ListOdsSheets(workbook.archive_, limits));
  } else {
    PROGNOS_ASSIGN_OR_RETURN(*workbook.parts_, ReadXlsxParts(workbook.archive_, limits));
  }
  if (workbook.sheets().empty()) return WorkbookFault(messages::workbook::IsNoWorkbook());
  return workbook;
}

Workbook::Workbook(Archive archive, const Limits& limits)
    : archive_(std::move(archive)), limits_(limits), parts_(std::make_unique<XlsxParts>()) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook& Workbook::operator=(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

const std::vector<Workbook::Sheet>& Workbook::sheets() const { return parts_->sheets; }

absl::StatusOr<std::vector<Record>> Workbook::ReadSheet(size_t sheet, size_t most_rows) const {
  if (format_ == WorkbookFormat::kOds)
    return ReadOdsSheet(archive_, sheet, SheetRows(sheets()[sheet].name, most_rows, limits_));
  return ReadXlsxSheet(archive_, *parts_, sheet, SheetRows(sheets()[sheet].name, most_rows, limits_));
}

}  // namespace prognos
