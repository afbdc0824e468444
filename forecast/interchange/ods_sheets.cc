#include "forecast/interchange/ods_sheets.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/number_formats.h"
#include "forecast/interchange/sheet_rows.h"
#include "forecast/interchange/xml_elements.h"
#include "messages/workbook.h"

namespace prognos {
namespace {

// The namespaces of attributes, as their addresses end.
constexpr char kTableSpace[] = "table:1.0";
constexpr char kOfficeSpace[] = "office:1.0";
constexpr char kStyleSpace[] = "style:1.0";
constexpr char kNumberSpace[] = "datastyle:1.0";
constexpr char kCalcSpace[] = "calcext:1.0";

constexpr char kContent[] = "content.xml";
constexpr char kManifest[] = "META-INF/manifest.xml";

absl::Status OdsFault(FaultReason reason, Message rule) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", reason, "", std::move(rule));
}

// Whether a manifest says that files are encrypted.
class ManifestReader final : public XmlHandler {
 public:
  absl::Status Start(absl::string_view name, const XmlAttributes&) override {
    is_encrypted = is_encrypted || name == "encryption-data" || name == "encrypted-key";
    return absl::OkStatus();
  }
  absl::Status End(absl::string_view) override { return absl::OkStatus(); }
  absl::Status Text(absl::string_view) override { return absl::OkStatus(); }

  bool is_encrypted = false;
};

// Which styles of cells show their numbers in thousands or more.
class ScaledStyles {
 public:
  void Start(absl::string_view name, const XmlAttributes& attributes) {
    if (name == "number-style" || name == "currency-style")
      data_style_ = std::string(attributes.GetIn(kStyleSpace, "name"));
    double factor = 1;
    if (name == "number" && absl::SimpleAtod(attributes.GetIn(kNumberSpace, "display-factor"), &factor) && factor > 1) {
      scaled_.insert(data_style_);
    }
    if (name != "style" || !scaled_.contains(std::string(attributes.GetIn(kStyleSpace, "data-style-name")))) return;
    scaled_.insert(std::string(attributes.GetIn(kStyleSpace, "name")));
  }
  bool Has(const std::string& style) const { return scaled_.contains(style); }

 private:
  std::string data_style_;
  std::set<std::string> scaled_;
};

// Counts a repetition: at least one, and never so many that they could not be counted.
int RepeatedTimes(absl::string_view text) {
  int times = 1;
  if (!absl::SimpleAtoi(text, &times)) return 1;
  return std::clamp(times, 1, 1 << 24);
}

// The names of all sheets, and the rows of one.
class ContentReader final : public XmlHandler {
 public:
  // `wanted`: the number of the sheet whose rows are read; nullopt: none.
  ContentReader(std::optional<size_t> wanted, SheetRows rows) : wanted_(wanted), rows_(std::move(rows)) {}

  absl::Status Start(absl::string_view name, const XmlAttributes& attributes) override {
    // A note beside a cell, or a drawing upon it, has texts, and even tables, of its own.
    if (name == "annotation" || name == "frame" || name == "shapes") ++beside_;
    if (beside_ > 0) return absl::OkStatus();
    styles_.Start(name, attributes);
    if (name == "table") return StartTable(attributes);
    if (!is_wanted()) return absl::OkStatus();
    if (name == "table-column") StartColumn(attributes);
    if (name == "table-row") StartRow(attributes);
    if (name == "table-cell" || name == "covered-table-cell") StartCell(attributes);
    if (name == "p" && in_cell_ && paragraphs_++ > 0) value_ += '\n';
    if ((name == "s" || name == "tab") && in_cell_) value_ += ' ';
    in_paragraph_ += name == "p";
    return absl::OkStatus();
  }

  absl::Status End(absl::string_view name) override {
    if (name == "annotation" || name == "frame" || name == "shapes") --beside_;
    if (beside_ > 0 || !is_wanted()) return absl::OkStatus();
    in_paragraph_ -= name == "p";
    if (name == "table-cell" || name == "covered-table-cell") return EndCell();
    if (name == "table-row") return EndRow();
    if (name == "table") is_done_ = true;
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    if (beside_ == 0 && in_cell_ && in_paragraph_ > 0) absl::StrAppend(&value_, text);
    const bool fits = value_.size() <= kLongestCell;
    return fits ? absl::OkStatus() : OdsFault(FaultReason::kUnreadable, messages::workbook::IsDamaged());
  }

  bool IsDone() const override { return is_done_ || rows_.is_full(); }

  const std::vector<Workbook::Sheet>& sheets() const { return sheets_; }
  absl::StatusOr<std::vector<Record>> Take() { return rows_.Take(); }

 private:
  static constexpr size_t kLongestCell = 1 << 20;  // Bytes.

  bool is_wanted() const { return wanted_.has_value() && sheets_.size() == *wanted_ + 1; }

  absl::Status StartTable(const XmlAttributes& attributes) {
    if (sheets_.size() >= Workbook::kMaxSheets) {
      return BeyondLimits({}, "file");
    }
    sheets_.push_back({std::string(attributes.GetIn(kTableSpace, "name")), false, kContent});
    return absl::OkStatus();
  }

  void StartColumn(const XmlAttributes& attributes) {
    const std::string style(attributes.GetIn(kTableSpace, "default-cell-style-name"));
    const auto repeated = static_cast<size_t>(RepeatedTimes(attributes.GetIn(kTableSpace, "number-columns-repeated")));
    const size_t end = std::min(column_styles_.size() + repeated, Workbook::kMaxSheetColumns);
    column_styles_.resize(std::max(end, column_styles_.size()), style);
  }

  void StartRow(const XmlAttributes& attributes) {
    row_repeated_ = RepeatedTimes(attributes.GetIn(kTableSpace, "number-rows-repeated"));
    ++line_;
    column_ = 0;
  }

  void StartCell(const XmlAttributes& attributes) {
    in_cell_ = true;
    paragraphs_ = 0;
    value_.clear();
    cell_repeated_ = static_cast<size_t>(RepeatedTimes(attributes.GetIn(kTableSpace, "number-columns-repeated")));
    formula_ = std::string(attributes.GetIn(kTableSpace, "formula"));
    type_ = std::string(attributes.GetIn(kOfficeSpace, "value-type"));
    is_error_ = attributes.GetIn(kCalcSpace, "value-type") == "error";
    number_ = std::string(attributes.GetIn(kOfficeSpace, "value"));
    day_ = std::string(attributes.GetIn(kOfficeSpace, "date-value"));
    is_true_ = attributes.GetIn(kOfficeSpace, "boolean-value") == "true";
    text_value_ = std::string(attributes.GetIn(kOfficeSpace, "string-value"));
    const std::string style(attributes.GetIn(kTableSpace, "style-name"));
    const bool by_column = style.empty() && column_ < column_styles_.size();
    is_scaled_ = styles_.Has(by_column ? column_styles_[column_] : style);
    int spanned = 1;
    if (absl::SimpleAtoi(attributes.GetIn(kTableSpace, "number-rows-spanned"), &spanned) && spanned > 1) {
      rows_.Merge(column_, line_, spanned > (1 << 24) ? line_ : line_ + spanned - 1);
    }
  }

  absl::Status EndCell() {
    in_cell_ = false;
    PROGNOS_ASSIGN_OR_RETURN(const RecordCell cell, CellOfValue());
    if (!cell.text.empty()) {
      for (size_t i = 0; i < cell_repeated_; ++i) PROGNOS_RETURN_IF_ERROR(rows_.Put(line_, column_ + i, cell));
    }
    column_ += cell_repeated_;
    return absl::OkStatus();
  }

  absl::Status EndRow() {
    PROGNOS_RETURN_IF_ERROR(rows_.Repeat(line_, row_repeated_ - 1));
    line_ = std::min(line_ + row_repeated_ - 1, 1 << 28);
    return absl::OkStatus();
  }

  absl::StatusOr<RecordCell> CellOfValue() const {
    // Error values of a formula come as texts: "#REF!", "#N/A", "Err:508".
    const bool looks_wrong = !formula_.empty() && (absl::StartsWith(value_, "Err:") || absl::StartsWith(value_, "#"));
    if (is_error_ || (looks_wrong && (type_ == "string" || type_ == "float"))) {
      return RecordCell::Broken(value_.empty() ? "#N/A" : value_, BrokenCell::kError);
    }
    if (type_.empty()) {
      return formula_.empty() ? RecordCell(value_) : RecordCell::Broken(formula_, BrokenCell::kNotComputed);
    }
    if (type_ == "float" || type_ == "currency" || type_ == "percentage") {
      double number = 0;
      if (!absl::SimpleAtod(number_, &number))
        return OdsFault(FaultReason::kUnreadable, messages::workbook::IsDamaged());
      return FormattedCell(number, {.is_percent = type_ == "percentage", .is_scaled = is_scaled_}, false);
    }
    if (type_ == "date") return RecordCell(day_);
    if (type_ == "boolean") return RecordCell(is_true_ ? "1" : "0");
    return RecordCell(type_ == "string" && value_.empty() ? text_value_ : value_);
  }

  const std::optional<size_t> wanted_;
  SheetRows rows_;
  ScaledStyles styles_;
  std::vector<Workbook::Sheet> sheets_;
  std::vector<std::string> column_styles_;
  int line_ = 0;
  size_t column_ = 0;
  int row_repeated_ = 1;
  size_t cell_repeated_ = 1;
  bool in_cell_ = false;
  int in_paragraph_ = 0;
  int paragraphs_ = 0;
  int beside_ = 0;
  std::string type_;
  std::string value_;
  std::string formula_;
  std::string number_;
  std::string day_;
  std::string text_value_;
  bool is_true_ = false;
  bool is_error_ = false;
  bool is_scaled_ = false;
  bool is_done_ = false;
};

}  // namespace

absl::StatusOr<std::vector<Workbook::Sheet>> ListOdsSheets(const Archive& archive, const Workbook::Limits& limits) {
  if (archive.Has(kManifest)) {
    ManifestReader manifest;
    PROGNOS_RETURN_IF_ERROR(ReadXml(archive, kManifest, manifest));
    if (manifest.is_encrypted) return OdsFault(FaultReason::kUnreadable, messages::workbook::IsEncrypted());
  }
  ContentReader content(std::nullopt, SheetRows("", 0, limits));
  PROGNOS_RETURN_IF_ERROR(ReadXml(archive, kContent, content));
  return content.sheets();
}

absl::StatusOr<std::vector<Record>> ReadOdsSheet(const Archive& archive, size_t sheet, SheetRows rows) {
  ContentReader content(sheet, std::move(rows));
  PROGNOS_RETURN_IF_ERROR(ReadXml(archive, kContent, content));
  return content.Take();
}

}  // namespace prognos
