#include "forecast/interchange/xlsx_sheets.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/sheet_rows.h"
#include "forecast/interchange/xml_elements.h"
#include "messages/workbook.h"

namespace prognos {
namespace {

absl::Status XlsxFault(FaultReason reason, Message rule) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", reason, "", std::move(rule));
}

// Where a file of the archive says that other files are.
class RelationReader final : public XmlHandler {
 public:
  absl::Status Start(absl::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship") return absl::OkStatus();
    const std::string target(attributes.Get("Target"));
    targets_[std::string(attributes.Get("Id"))] = target;
    const absl::string_view type = attributes.Get("Type");
    kinds_.emplace(std::string(type.substr(type.rfind('/') + 1)), target);
    return absl::OkStatus();
  }
  absl::Status End(absl::string_view) override { return absl::OkStatus(); }
  absl::Status Text(absl::string_view) override { return absl::OkStatus(); }

  std::string OfId(const std::string& id) const { return Find(targets_, id); }
  std::string OfKind(const std::string& kind) const { return Find(kinds_, kind); }

 private:
  static std::string Find(const std::map<std::string, std::string>& in, const std::string& key) {
    const auto found = in.find(key);
    return found == in.end() ? "" : found->second;
  }

  std::map<std::string, std::string> targets_;
  std::map<std::string, std::string> kinds_;
};

// The name within the archive of what a file in `folder` calls so.
std::string FileIn(absl::string_view folder, absl::string_view target) {
  if (target.empty()) return "";
  if (absl::ConsumePrefix(&target, "/")) return std::string(target);
  while (absl::ConsumePrefix(&target, "../")) {
    folder = folder.substr(0, folder.rfind('/', folder.size() - (folder.empty() ? 0 : 2)) + 1);
  }
  return absl::StrCat(folder, target);
}

absl::StatusOr<RelationReader> RelationsOf(const Archive& archive, const std::string& file) {
  RelationReader relations;
  const size_t name = file.rfind('/') + 1;
  const std::string where = absl::StrCat(file.substr(0, name), "_rels/", file.substr(name), ".rels");
  if (archive.Has(where)) PROGNOS_RETURN_IF_ERROR(ReadXml(archive, where, relations));
  return relations;
}

// The list of sheets.
class WorkbookReader final : public XmlHandler {
 public:
  absl::Status Start(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const absl::string_view value = attributes.Get("date1904");
      from_1904 = value == "1" || value == "true";
    }
    if (name != "sheet") return absl::OkStatus();
    if (sheets.size() >= Workbook::kMaxSheets) {
      return BeyondLimits({}, "file");
    }
    const absl::string_view state = attributes.Get("state");
    sheets.push_back({std::string(attributes.Get("name")), absl::StrContains(absl::AsciiStrToLower(state), "hidden"),
                      std::string(attributes.GetIn("relationships", "id"))});
    return absl::OkStatus();
  }
  absl::Status End(absl::string_view) override { return absl::OkStatus(); }
  absl::Status Text(absl::string_view) override { return absl::OkStatus(); }

  std::vector<Workbook::Sheet> sheets;
  bool from_1904 = false;
};

// Texts that cells share: each in one piece, or in runs. How it is pronounced (rPh) is none of it.
class SharedTextReader final : public XmlHandler {
 public:
  SharedTextReader(const Workbook::Limits& limits, std::vector<std::string>& texts) : limits_(limits), texts_(texts) {}

  absl::Status Start(absl::string_view name, const XmlAttributes&) override {
    if (name == "si") {
      texts_.emplace_back();
      if (texts_.size() > limits_.cells) return BeyondLimits(limits_, "file");
    }
    if (name == "rPh") ++pronounced_;
    in_text_ = name == "t" && pronounced_ == 0;
    return absl::OkStatus();
  }
  absl::Status End(absl::string_view name) override {
    if (name == "rPh") --pronounced_;
    in_text_ = false;
    return absl::OkStatus();
  }
  absl::Status Text(absl::string_view text) override {
    if (!in_text_ || texts_.empty()) return absl::OkStatus();
    bytes_ += text.size();
    if (bytes_ > limits_.text_bytes()) return BeyondLimits(limits_, "file");
    absl::StrAppend(&texts_.back(), text);
    return absl::OkStatus();
  }

 private:
  const Workbook::Limits limits_;
  std::vector<std::string>& texts_;
  size_t bytes_ = 0;
  int pronounced_ = 0;
  bool in_text_ = false;
};

// The number format of each style that cells have (cellXfs).
class StyleReader final : public XmlHandler {
 public:
  explicit StyleReader(std::vector<NumberFormat>& formats) : formats_(formats) {}

  absl::Status Start(absl::string_view name, const XmlAttributes& attributes) override {
    int id = 0;
    if (!absl::SimpleAtoi(attributes.Get("numFmtId"), &id)) id = 0;
    if (name == "numFmt") codes_[id] = FormatOfCode(attributes.Get("formatCode"));
    if (name == "cellXfs") in_cells_ = true;
    if (name == "xf" && in_cells_ && formats_.size() < kMaxStyles) {
      const auto own = codes_.find(id);
      formats_.push_back(own == codes_.end() ? FormatOfNumber(id) : own->second);
    }
    return absl::OkStatus();
  }
  absl::Status End(absl::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
    return absl::OkStatus();
  }
  absl::Status Text(absl::string_view) override { return absl::OkStatus(); }

 private:
  static constexpr size_t kMaxStyles = 65'490;  // As many as Excel has.

  std::vector<NumberFormat>& formats_;
  std::map<int, NumberFormat> codes_;
  bool in_cells_ = false;
};

struct CellAddress {
  int line = 0;
  size_t column = 0;
};

// "F17", also with dollars.
std::optional<CellAddress> ParseAddress(absl::string_view text) {
  CellAddress address;
  absl::ConsumePrefix(&text, "$");
  size_t letters = 0;
  while (letters < text.size() && letters < 4 && absl::ascii_isupper(static_cast<unsigned char>(text[letters]))) {
    address.column = address.column * 26 + static_cast<size_t>(text[letters++] - 'A' + 1);
  }
  text.remove_prefix(letters);
  absl::ConsumePrefix(&text, "$");
  if (letters == 0 || !absl::SimpleAtoi(text, &address.line) || address.line < 1) return std::nullopt;
  --address.column;
  return address;
}

// The rows of a sheet.
class SheetReader final : public XmlHandler {
 public:
  SheetReader(const XlsxParts& parts, SheetRows rows) : parts_(parts), rows_(std::move(rows)) {}

  absl::Status Start(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") return StartRow(attributes);
    if (name == "c") return StartCell(attributes);
    if (name == "f") has_formula_ = true;
    if (name == "v") has_value_ = true;
    if (name == "rPh") ++pronounced_;
    text_ = name == "v" || (name == "t" && pronounced_ == 0) ? &value_ : name == "f" ? &formula_ : nullptr;
    if (name == "mergeCell") Merge(attributes.Get("ref"));
    return absl::OkStatus();
  }

  absl::Status End(absl::string_view name) override {
    text_ = nullptr;
    if (name == "rPh") --pronounced_;
    return name == "c" ? EndCell() : absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    if (text_ != nullptr) absl::StrAppend(text_, text);
    const bool fits = value_.size() + formula_.size() <= kLongestCell;
    return fits ? absl::OkStatus() : Damaged();
  }

  bool IsDone() const override { return rows_.is_full(); }

  absl::StatusOr<std::vector<Record>> Take() { return rows_.Take(); }

 private:
  static constexpr size_t kLongestCell = 1 << 20;  // Bytes; Excel's own limit is 32 767 characters.

  static absl::Status Damaged() { return XlsxFault(FaultReason::kUnreadable, messages::workbook::IsDamaged()); }

  absl::Status StartRow(const XmlAttributes& attributes) {
    const absl::string_view number = attributes.Get("r");
    int line = line_ + 1;
    if (!number.empty() && !absl::SimpleAtoi(number, &line)) return Damaged();
    line_ = line;
    next_column_ = 0;
    return absl::OkStatus();
  }

  absl::Status StartCell(const XmlAttributes& attributes) {
    const absl::string_view address = attributes.Get("r");
    column_ = next_column_;
    if (!address.empty()) {
      const std::optional<CellAddress> at = ParseAddress(address);
      if (!at.has_value()) return Damaged();
      line_ = at->line;
      column_ = at->column;
    }
    next_column_ = column_ + 1;
    type_ = std::string(attributes.Get("t"));
    if (!absl::SimpleAtoi(attributes.Get("s"), &style_)) style_ = 0;
    value_.clear();
    formula_.clear();
    has_formula_ = has_value_ = false;
    return absl::OkStatus();
  }

  absl::Status EndCell() {
    PROGNOS_ASSIGN_OR_RETURN(RecordCell cell, CellOfValue());
    return rows_.Put(line_, column_, std::move(cell));
  }

  absl::StatusOr<RecordCell> CellOfValue() const {
    if (type_ == "e") return RecordCell::Broken(value_.empty() ? "#N/A" : value_, BrokenCell::kError);
    if (has_formula_ && !has_value_) return RecordCell::Broken(absl::StrCat("=", formula_), BrokenCell::kNotComputed);
    if (type_ == "s") {
      uint32_t index = 0;
      if (!absl::SimpleAtoi(value_, &index) || index >= parts_.texts.size()) return Damaged();
      return RecordCell(parts_.texts[index]);
    }
    if (type_ == "str" || type_ == "inlineStr" || type_ == "b") return RecordCell(value_);
    if (type_ == "d") return RecordCell(value_);  // "2022-03-01T00:00:00": read as it is written.
    if (value_.empty()) return RecordCell();
    double number = 0;
    if (!absl::SimpleAtod(value_, &number)) return Damaged();
    const bool known = style_ >= 0 && static_cast<size_t>(style_) < parts_.formats.size();
    return FormattedCell(number, known ? parts_.formats[static_cast<size_t>(style_)] : NumberFormat(),
                         parts_.from_1904);
  }

  void Merge(absl::string_view range) {
    const std::optional<CellAddress> first = ParseAddress(range.substr(0, range.find(':')));
    const std::optional<CellAddress> last = ParseAddress(range.substr(range.rfind(':') + 1));
    if (first.has_value() && last.has_value()) rows_.Merge(first->column, first->line, last->line);
  }

  const XlsxParts& parts_;
  SheetRows rows_;
  int line_ = 0;
  size_t column_ = 0;
  size_t next_column_ = 0;
  std::string type_;
  int style_ = 0;
  std::string value_;
  std::string formula_;
  bool has_formula_ = false;
  bool has_value_ = false;
  int pronounced_ = 0;
  std::string* text_ = nullptr;  // Where text goes; null: nowhere.
};

}  // namespace

absl::StatusOr<XlsxParts> ReadXlsxParts(const Archive& archive, const Workbook::Limits& limits) {
  PROGNOS_ASSIGN_OR_RETURN(const RelationReader roots, RelationsOf(archive, ""));
  std::string file = FileIn("", roots.OfKind("officeDocument"));
  if (file.empty() || !archive.Has(file)) file = "xl/workbook.xml";
  if (!archive.Has(file) || !absl::EndsWith(file, ".xml")) {
    return XlsxFault(FaultReason::kUnreadable, messages::workbook::IsNoWorkbook());
  }
  WorkbookReader workbook;
  PROGNOS_RETURN_IF_ERROR(ReadXml(archive, file, workbook));
  PROGNOS_ASSIGN_OR_RETURN(const RelationReader relations, RelationsOf(archive, file));
  const absl::string_view folder = absl::string_view(file).substr(0, file.rfind('/') + 1);
  XlsxParts parts;
  parts.from_1904 = workbook.from_1904;
  for (Workbook::Sheet& sheet : workbook.sheets) {
    sheet.file = FileIn(folder, relations.OfId(sheet.file));
    // A sheet that is a chart has no cells.
    if (archive.Has(sheet.file) && !absl::StrContains(sheet.file, "chartsheets/")) {
      parts.sheets.push_back(std::move(sheet));
    }
  }
  if (const std::string texts = FileIn(folder, relations.OfKind("sharedStrings")); archive.Has(texts)) {
    SharedTextReader reader(limits, parts.texts);
    PROGNOS_RETURN_IF_ERROR(ReadXml(archive, texts, reader));
  }
  if (const std::string styles = FileIn(folder, relations.OfKind("styles")); archive.Has(styles)) {
    StyleReader reader(parts.formats);
    PROGNOS_RETURN_IF_ERROR(ReadXml(archive, styles, reader));
  }
  return parts;
}

absl::StatusOr<std::vector<Record>> ReadXlsxSheet(const Archive& archive, const XlsxParts& parts, size_t sheet,
                                                  SheetRows rows) {
  SheetReader reader(parts, std::move(rows));
  PROGNOS_RETURN_IF_ERROR(ReadXml(archive, parts.sheets[sheet].file, reader));
  return reader.Take();
}

}  // namespace prognos
