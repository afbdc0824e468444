#include "forecast/documents/xlsx.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "forecast/base/status_macros.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/table_tree.h"
#include "forecast/documents/text_width.h"
#include "forecast/documents/xlsx_charts.h"
#include "forecast/documents/xlsx_writer.h"

namespace prognos::documents {
namespace {

constexpr size_t kLongestSheetName = 31;
constexpr double kWidestColumn = 60;

std::string DecimalFormat(const Decimal& number) {
  const std::string digits =
      number.decimals == 0 ? "0" : absl::StrCat("0.", std::string(static_cast<size_t>(number.decimals), '0'));
  if (!std::isfinite(number.most)) return digits;
  const auto most = static_cast<int64_t>(number.most);
  return absl::StrCat("[>", most, "]\"> ", most, "\";", digits);
}

// Never shown as a promise: "> 99 %".
constexpr char kProbabilityFormat[] = "[>0.99]\"> 99 %\";[<0.01]\"< 1 %\";0 %";

// The columns of a sheet, of which a column of a table may have several.
struct SheetField {
  std::string heading;
  ColumnKind kind;
};

std::vector<std::string> FieldParts(const Column& column, const XlsxStyle& style) {
  return column.kind == ColumnKind::kInterval ? std::vector<std::string>{style.from, style.to} : column.parts;
}

std::vector<SheetField> FieldsOf(const Table& table, const XlsxStyle& style) {
  std::vector<SheetField> fields;
  std::set<std::string> taken;
  for (const Column& column : table.columns) {
    std::string heading = absl::StrJoin(column.heading, " ");
    if (!column.unit.empty()) absl::StrAppend(&heading, heading.empty() ? "" : ", ", column.unit);
    std::vector<std::string> parts = FieldParts(column, style);
    if (parts.empty()) parts.emplace_back();
    for (const std::string& part : parts) {
      const std::string whole(absl::StripAsciiWhitespace(absl::StrCat(heading, " ", part)));
      // A native table tells its columns apart by their headings.
      std::string unique = whole.empty() ? " " : whole;
      for (int i = 2; !taken.insert(absl::AsciiStrToLower(unique)).second; ++i) unique = absl::StrCat(whole, " ", i);
      fields.push_back({unique, column.kind});
    }
  }
  return fields;
}

bool StandsToTheLeft(ColumnKind kind) { return kind == ColumnKind::kText || kind == ColumnKind::kMonth; }

std::string CellNameOf(size_t row, size_t column) {
  char name[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell(name, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column));
  return name;
}

// "=SUM(C5:C8)", or of single cells where others stand between.
std::string SumFormula(const std::vector<size_t>& rows, size_t column) {
  if (rows.back() - rows.front() + 1 == rows.size()) {
    return absl::StrCat("=SUM(", CellNameOf(rows.front(), column), ":", CellNameOf(rows.back(), column), ")");
  }
  return absl::StrCat(
      "=SUM(",
      absl::StrJoin(rows, ",",
                    [column](std::string* out, size_t row) { absl::StrAppend(out, CellNameOf(row, column)); }),
      ")");
}

// Writes the rows of a table into a sheet, from `top` on, and learns how wide its columns must be.
class SheetTableWriter {
 public:
  SheetTableWriter(const Table& table, const XlsxStyle& style, XlsxWriter& writer, lxw_worksheet* sheet, size_t top)
      : table_(table),
        style_(style),
        writer_(writer),
        sheet_(sheet),
        top_(top),
        fields_(FieldsOf(table, style)),
        children_(ChildrenOfRows(table)),
        widths_(fields_.size(), 0) {}

  // The row after the table.
  size_t Write(const std::string& table_name, bool is_data) {
    for (row_ = 0; row_ < table_.rows.size(); ++row_) WriteRow(table_.rows[row_]);
    AddNativeTable(table_name, is_data);
    SetWidths();
    return top_ + 1 + table_.rows.size();
  }

  void operator()(const Blank&) { Skip(); }
  void operator()(const NoValue&) {
    CellLook look = Look();
    look.to_the_right = !StandsToTheLeft(fields_[field_].kind);
    Text("\u2013", look);
  }
  void operator()(const std::string& text) { Text(text, Look()); }
  void operator()(const Amount& amount) {
    const std::optional<std::string> formula = FormulaOf(amount);
    Number(InWholes(amount.exact, amount.unit), XlsxNumberFormat(amount.unit, amount.sign), formula);
  }
  void operator()(const Interval& interval) {
    (*this)(interval.low);
    (*this)(interval.high);
  }
  void operator()(const Count& count) { Number(static_cast<double>(count.value), "#,##0"); }
  void operator()(const Counts& counts) {
    for (const int64_t value : counts.values) (*this)(Count{value});
  }
  void operator()(const Percent& percent) { Number(percent.value / kPercentOfOne, "0.0 %"); }
  void operator()(const Probability& probability) { Number(probability.value, kProbabilityFormat); }
  void operator()(const Decimal& number) { Number(number.value, DecimalFormat(number)); }
  void operator()(const Month& month) {
    CellLook look = Look();
    look.number_format = "yyyy-mm";
    XlsxWriter::PutMonth(sheet_, At(), Field(), month, writer_.Format(look));
    Widen(7);
    ++field_;
  }
  template <typename Other>
  void operator()(const Other& value) {
    Text(CellText(value, style_.language), Look());
  }

 private:
  static constexpr double kPercentOfOne = 100;

  void WriteRow(const Row& row) {
    field_ = 0;
    for (column_ = 0; column_ < table_.columns.size(); ++column_) {
      const size_t end = field_ + std::max<size_t>(FieldParts(table_.columns[column_], style_).size(), 1);
      cell_ = column_ < row.cells.size() ? &row.cells[column_] : nullptr;
      if (cell_ != nullptr) std::visit(*this, cell_->value);
      while (field_ < end) Skip();
      field_ = end;
    }
    if (row.level == 0 || row.is_sum || row.is_subtotal) return;
    lxw_row_col_options outline = {};
    outline.level = static_cast<uint8_t>(std::min(row.level, 7));
    worksheet_set_row_opt(sheet_, At(), LXW_DEF_ROW_HEIGHT, nullptr, &outline);
  }

  CellLook Look() const {
    const Row& row = table_.rows[row_];
    CellLook look;
    look.bold = row.is_sum || row.is_subtotal;
    look.line_above = row.is_sum || row.is_subtotal;
    look.red = cell_ != nullptr && cell_->alarm;
    look.indent = field_ == 0 ? std::min(row.level, 15) : 0;
    return look;
  }

  lxw_row_t At() const { return static_cast<lxw_row_t>(top_ + 1 + row_); }
  lxw_col_t Field() const { return static_cast<lxw_col_t>(field_); }

  void Skip() {
    const CellLook look = Look();
    if (look.line_above) worksheet_write_blank(sheet_, At(), Field(), writer_.Format(look));
    ++field_;
  }

  void Text(const std::string& text, const CellLook& look) {
    XlsxWriter::PutText(sheet_, At(), Field(), text, writer_.Format(look));
    Widen(static_cast<double>(DisplayWidth(text)) + 2 * look.indent);
    ++field_;
  }

  void Number(double value, std::string format, const std::optional<std::string>& formula = std::nullopt) {
    CellLook look = Look();
    look.number_format = std::move(format);
    if (formula.has_value()) {
      worksheet_write_formula_num(sheet_, At(), Field(), formula->c_str(), writer_.Format(look), value);
    } else {
      worksheet_write_number(sheet_, At(), Field(), value, writer_.Format(look));
    }
    Widen(static_cast<double>(DisplayWidth(CellText(cell_->value, style_.language))) + 1);
    ++field_;
  }

  // Of a row whose children are exactly what it has; nullopt for others, which may have money of their own.
  std::optional<std::string> FormulaOf(const Amount& amount) const {
    constexpr size_t kMostTerms = 200;  // A function takes 255.
    const std::vector<size_t>& children = children_[row_];
    if (children.empty() || children.size() > kMostTerms || !std::holds_alternative<Amount>(cell_->value)) {
      return std::nullopt;
    }
    int64_t sum = 0;
    std::vector<size_t> rows;
    for (const size_t child : children) {
      const std::vector<Cell>& cells = table_.rows[child].cells;
      const Amount* const part = column_ < cells.size() ? std::get_if<Amount>(&cells[column_].value) : nullptr;
      if (part != nullptr) sum += part->exact;
      rows.push_back(top_ + 1 + child);
    }
    return sum == amount.exact ? std::optional<std::string>(SumFormula(rows, field_)) : std::nullopt;
  }

  void Widen(double width) { widths_[field_] = std::max(widths_[field_], width); }

  // The rows of sums stand under it: a filter must not hide them, nor a sort move them.
  void AddNativeTable(const std::string& name, bool is_data) {
    CellLook look;
    look.bold = look.wrapped = true;
    CellLook to_the_right = look;
    to_the_right.to_the_right = true;
    std::vector<lxw_table_column> columns(fields_.size(), lxw_table_column{});
    std::vector<lxw_table_column*> list;
    for (size_t i = 0; i < fields_.size(); ++i) {
      columns[i].header = fields_[i].heading.data();
      columns[i].header_format = writer_.Format(StandsToTheLeft(fields_[i].kind) ? look : to_the_right);
      list.push_back(&columns[i]);
      XlsxWriter::PutText(sheet_, static_cast<lxw_row_t>(top_), static_cast<lxw_col_t>(i), fields_[i].heading,
                          columns[i].header_format);
    }
    list.push_back(nullptr);
    size_t rows = table_.rows.size();
    while (rows > 0 && (table_.rows[rows - 1].is_sum || table_.rows[rows - 1].is_subtotal)) --rows;
    if (rows == 0 || fields_.empty()) return;
    lxw_table_options options = {};
    options.name = const_cast<char*>(name.c_str());
    options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
    options.style_type_number = 1;
    options.no_autofilter = !is_data;
    options.no_banded_rows = !is_data;
    options.columns = list.data();
    worksheet_add_table(sheet_, static_cast<lxw_row_t>(top_), 0, static_cast<lxw_row_t>(top_ + rows),
                        static_cast<lxw_col_t>(fields_.size() - 1), &options);
  }

  // A heading may be broken into lines at its blanks; its row is as high as the longest needs.
  void SetWidths() {
    constexpr double kHeightOfLine = 15;
    size_t lines = 1;
    for (size_t i = 0; i < fields_.size(); ++i) {
      double width = widths_[i];
      for (const absl::string_view word : absl::StrSplit(fields_[i].heading, ' ')) {
        width = std::max(width, static_cast<double>(DisplayWidth(word)) + 1);
      }
      width = std::clamp(width + 1, 9.0, kWidestColumn);
      // Bold letters are wider.
      const int letters = std::max(1, static_cast<int>(width * 0.85));
      lines = std::max(lines, Wrap(fields_[i].heading, letters).size());
      worksheet_set_column(sheet_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), width, nullptr);
    }
    worksheet_set_row(sheet_, static_cast<lxw_row_t>(top_), kHeightOfLine * static_cast<double>(lines), nullptr);
  }

  const Table& table_;
  const XlsxStyle& style_;
  XlsxWriter& writer_;
  lxw_worksheet* const sheet_;
  const size_t top_;  // The row of the header.
  std::vector<SheetField> fields_;
  const std::vector<std::vector<size_t>> children_;
  std::vector<double> widths_;
  size_t row_ = 0;
  size_t column_ = 0;
  size_t field_ = 0;
  const Cell* cell_ = nullptr;
};

// The blocks of one sheet: at most one table.
struct SheetPiece {
  std::string name;
  std::vector<const Block*> blocks;
  bool is_data = false;
};

// Headings before a table go with it.
std::vector<SheetPiece> PiecesOf(const XlsxSheet& sheet) {
  std::vector<SheetPiece> pieces = {{sheet.name, {}, sheet.is_data}};
  bool has_table = false;
  for (const Block& block : sheet.document.blocks) {
    if (std::holds_alternative<Table>(block) && has_table) {
      SheetPiece next{absl::StrCat(sheet.name, " ", pieces.size() + 1), {}, sheet.is_data};
      std::vector<const Block*>& before = pieces.back().blocks;
      while (!before.empty() && std::holds_alternative<Heading>(*before.back())) {
        next.blocks.insert(next.blocks.begin(), before.back());
        before.pop_back();
      }
      pieces.push_back(std::move(next));
    }
    has_table = has_table || std::holds_alternative<Table>(block);
    pieces.back().blocks.push_back(&block);
  }
  return pieces;
}

// Writes a sheet from its top down: headings, the table, its texts, its charts.
class PieceWriter {
 public:
  PieceWriter(const XlsxStyle& style, XlsxWriter& writer, lxw_worksheet* sheet, std::vector<PlacedChart>& charts)
      : style_(style), writer_(writer), sheet_(sheet), charts_(charts) {}

  void Write(const SheetPiece& piece, const std::string& table_name) {
    const auto is_table = [](const Block* block) { return std::holds_alternative<Table>(*block); };
    const auto table = std::find_if(piece.blocks.begin(), piece.blocks.end(), is_table);
    const bool has_table = table != piece.blocks.end();
    if (has_table) {
      for (auto block = piece.blocks.begin(); block != table; ++block) {
        if (const auto* heading = std::get_if<Heading>(*block)) Line(heading->text, heading->level);
      }
      if (row_ > 0) ++row_;
      WriteTable(std::get<Table>(**table), table_name, piece.is_data);
    }
    for (auto block = piece.blocks.begin(); block != piece.blocks.end(); ++block) {
      const bool is_written =
          has_table && (block == table || (block < table && std::holds_alternative<Heading>(**block)));
      if (!is_written) std::visit(*this, **block);
      if (IsChart(**block)) waiting_.push_back(*block);
    }
    for (const Block* chart : waiting_) {
      ++row_;
      if (const std::string sentence = SentenceOf(*chart); !sentence.empty()) Line(sentence, 0);
      charts_.push_back({chart, sheet_, row_});
      row_ += kRowsOfXlsxChart;
    }
    if (!has_table) worksheet_set_column(sheet_, 0, 0, 100, nullptr);
    SetPaper();
  }

  void operator()(const Heading& heading) { Line(heading.text, heading.level); }
  void operator()(const Paragraphs& paragraphs) {
    for (const std::string& text : paragraphs.texts) Line(text, 0);
  }
  void operator()(const List& list) {
    for (const std::string& item : list.items) Line(absl::StrCat("\u2022 ", item), 0);
  }
  void operator()(const Notes& notes) {
    for (const Note& note : notes.notes) Line(note.text, 0);
  }
  template <typename Other>
  void operator()(const Other&) {}

 private:
  void Line(const std::string& text, int level) {
    CellLook look;
    look.bold = level > 0;
    look.size = level == 1 ? 14 : level == 2 ? 12 : 0;
    XlsxWriter::PutText(sheet_, static_cast<lxw_row_t>(row_++), 0, text, writer_.Format(look));
  }

  void WriteTable(const Table& table, const std::string& name, bool is_data) {
    const size_t header = row_;
    row_ = SheetTableWriter(table, style_, writer_, sheet_, header).Write(name, is_data);
    if (!table.foot.empty()) Line(table.foot, 0);
    ++row_;
    worksheet_freeze_panes(sheet_, static_cast<lxw_row_t>(header + 1), 1);
    worksheet_repeat_rows(sheet_, static_cast<lxw_row_t>(header), static_cast<lxw_row_t>(header));
    worksheet_outline_settings(sheet_, LXW_TRUE, LXW_FALSE, LXW_TRUE, LXW_FALSE);
  }

  void SetPaper() {
    constexpr uint8_t kA4 = 9;
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, kA4);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_set_footer(sheet_, "&L&A&R&P / &N");
    worksheet_gridlines(sheet_, LXW_HIDE_ALL_GRIDLINES);
  }

  const XlsxStyle& style_;
  XlsxWriter& writer_;
  lxw_worksheet* const sheet_;
  std::vector<PlacedChart>& charts_;
  std::vector<const Block*> waiting_;
  size_t row_ = 0;
};

// At most `limit` characters, not bytes.
std::string FirstCharacters(absl::string_view text, size_t limit) {
  size_t bytes = 0;
  for (size_t count = 0; bytes < text.size() && count < limit; ++count) {
    ++bytes;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) ++bytes;
  }
  return std::string(text.substr(0, bytes));
}

}  // namespace

std::vector<std::string> SheetNames(const std::vector<std::string>& wanted) {
  std::vector<std::string> names;
  std::set<std::string> taken = {"history"};
  for (const std::string& one : wanted) {
    std::string bare =
        absl::StrReplaceAll(one, {{"[", "("}, {"]", ")"}, {":", ""}, {"*", ""}, {"?", ""}, {"/", "-"}, {"\\", "-"}});
    bare.erase(std::remove_if(bare.begin(), bare.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
               bare.end());
    absl::string_view kept = bare;
    while (!kept.empty() && (kept.front() == '\'' || kept.front() == ' ')) kept.remove_prefix(1);
    // What is cut says so.
    const auto shortened = [&kept](size_t limit) {
      const bool is_whole = FirstCharacters(kept, limit).size() == kept.size();
      std::string name = FirstCharacters(kept, is_whole ? limit : limit - 1);
      while (!name.empty() && (name.back() == '\'' || name.back() == ' ')) name.pop_back();
      if (name.empty()) return std::string("1");
      return is_whole ? name : absl::StrCat(name, "…");
    };
    std::string name = shortened(kLongestSheetName);
    for (int i = 2; !taken.insert(absl::AsciiStrToLower(name)).second; ++i) {
      const std::string number = absl::StrCat(" ", i);
      name = absl::StrCat(shortened(kLongestSheetName - number.size()), number);
    }
    names.push_back(std::move(name));
  }
  return names;
}

absl::StatusOr<std::string> RenderXlsx(const XlsxBook& book, const XlsxStyle& style) {
  PROGNOS_ASSIGN_OR_RETURN(XlsxWriter writer, XlsxWriter::Open());
  writer.Describe(book.title, book.company, book.created);
  std::vector<SheetPiece> pieces;
  for (const XlsxSheet& sheet : book.sheets) {
    std::vector<SheetPiece> of_sheet = PiecesOf(sheet);
    std::move(of_sheet.begin(), of_sheet.end(), std::back_inserter(pieces));
  }
  std::vector<std::string> names;
  for (const SheetPiece& piece : pieces) names.push_back(piece.name);
  names.push_back(style.chart_data);
  names = SheetNames(names);
  std::vector<PlacedChart> charts;
  for (size_t i = 0; i < pieces.size(); ++i) {
    lxw_worksheet* const sheet = workbook_add_worksheet(writer.book(), names[i].c_str());
    if (sheet == nullptr) return absl::InternalError(absl::StrCat("no sheet can be called \"", names[i], "\""));
    PieceWriter(style, writer, sheet, charts).Write(pieces[i], absl::StrCat("Tabell", i + 1));
  }
  AddXlsxCharts(charts, names.back(), style, writer);
  return writer.Finish();
}

}  // namespace prognos::documents
