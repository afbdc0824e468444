#include "forecast/documents/csv.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "forecast/base/formula_text.h"
#include "forecast/documents/cell_text.h"

namespace prognos::documents {
namespace {

constexpr int64_t kPercentDigits = 10;
constexpr int64_t kProbabilityDigits = 10000;

// Digits with a sign and at most one decimal mark: no formula, whatever comes first.
bool IsPlainNumber(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "-")) absl::ConsumePrefix(&text, "+");
  const size_t mark = text.find_first_of(".,");
  const absl::string_view whole = text.substr(0, mark);
  const absl::string_view decimals = mark == absl::string_view::npos ? "0" : text.substr(mark + 1);
  const auto digits = [](absl::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == absl::string_view::npos;
  };
  return digits(whole) && digits(decimals);
}

// Writes the fields of one cell, as many as its column has.
class FieldWriter {
 public:
  FieldWriter(Language language, std::vector<std::string>& fields) : language_(language), fields_(fields) {}

  void operator()(const Blank&) { Add(""); }
  void operator()(const NoValue&) { Add(""); }
  void operator()(const Amount& amount) { Add(FormatMachine(amount.shown, ShownPerUnit(amount.unit), language_)); }
  void operator()(const Interval& interval) {
    (*this)(interval.low);
    (*this)(interval.high);
  }
  void operator()(const Count& count) { Add(absl::StrCat(count.value)); }
  void operator()(const Counts& counts) {
    for (const int64_t value : counts.values) Add(absl::StrCat(value));
  }
  void operator()(const Percent& percent) { Add(Scaled(percent.value, kPercentDigits)); }
  void operator()(const Probability& probability) { Add(Scaled(probability.value, kProbabilityDigits)); }
  void operator()(const Decimal& number) {
    Add(Scaled(number.value, static_cast<int64_t>(std::pow(10.0, number.decimals))));
  }
  template <typename Other>
  void operator()(const Other& value) {
    Add(CellText(value, language_));
  }

 private:
  std::string Scaled(double value, int64_t scale) const {
    return FormatMachine(std::llround(value * static_cast<double>(scale)), scale, language_);
  }
  void Add(std::string field) { fields_.push_back(std::move(field)); }

  Language language_;
  std::vector<std::string>& fields_;
};

std::vector<std::string> PartsOf(const Column& column, Language language) {
  if (column.kind != ColumnKind::kInterval) return column.parts;
  if (language == Language::kSwedish) return {"från", "till"};
  return {"from", "to"};
}

std::string HeadingOf(const Column& column) {
  std::string heading = absl::StrJoin(column.heading, " ");
  if (!column.unit.empty()) absl::StrAppend(&heading, heading.empty() ? "" : ", ", column.unit);
  return heading;
}

std::vector<std::string> HeaderFields(const Table& table, Language language) {
  std::vector<std::string> fields;
  for (const Column& column : table.columns) {
    const std::string heading = HeadingOf(column);
    const std::vector<std::string> parts = PartsOf(column, language);
    if (parts.empty()) fields.push_back(heading);
    for (const std::string& part : parts) fields.push_back(absl::StrCat(heading, " ", part));
  }
  return fields;
}

std::vector<std::string> RowFields(const Table& table, const Row& row, Language language) {
  std::vector<std::string> fields;
  FieldWriter writer(language, fields);
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const size_t end = fields.size() + std::max<size_t>(PartsOf(table.columns[c], language).size(), 1);
    if (c < row.cells.size()) std::visit(writer, row.cells[c].value);
    fields.resize(end);
  }
  return fields;
}

void AppendLine(const std::vector<std::string>& fields, char separator, std::string& out) {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += separator;
    out += CsvCell(fields[i], separator);
  }
  out += '\n';
}

// Whether rows of the table are, or may be, sums of others.
bool IsTree(const Table& table) {
  return table.may_hold_sums || std::any_of(table.rows.begin(), table.rows.end(), [](const Row& row) {
           return row.level > 0 || row.is_sum || row.is_subtotal || row.kind.has_value();
         });
}

RowKind KindOf(const Table& table, size_t at) {
  const Row& row = table.rows[at];
  if (row.kind.has_value()) return *row.kind;
  if (row.is_sum) return RowKind::kSum;
  if (row.is_subtotal) return RowKind::kSubtotal;
  size_t next = at + 1;
  while (next < table.rows.size() && table.rows[next].kind == RowKind::kOfWhich) ++next;
  const bool has_parts = next < table.rows.size() && table.rows[next].level > row.level;
  return has_parts ? RowKind::kGroup : RowKind::kRow;
}

const char* KindWord(RowKind kind, Language language) {
  const bool swedish = language == Language::kSwedish;
  switch (kind) {
    case RowKind::kRow:
      return swedish ? "rad" : "row";
    case RowKind::kGroup:
      return swedish ? "grupp" : "group";
    case RowKind::kSubtotal:
      return swedish ? "delsumma" : "subtotal";
    case RowKind::kSum:
      return swedish ? "summa" : "sum";
    case RowKind::kOfWhich:
      return swedish ? "varav" : "of_which";
    case RowKind::kNet:
      break;
  }
  return swedish ? "netto" : "net";
}

}  // namespace

std::string CsvCell(absl::string_view text, char separator) {
  const bool formula = BeginsAsFormula(text) && !IsPlainNumber(text);
  if (!formula && text.find_first_of(absl::StrCat("\"\n\r", std::string(1, separator))) == absl::string_view::npos) {
    return std::string(text);
  }
  return absl::StrCat("\"", formula ? "'" : "", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

std::string RenderCsv(const Table& table, Language language) {
  const bool swedish = language == Language::kSwedish;
  const char separator = swedish ? ';' : ',';
  const bool is_tree = IsTree(table);
  std::string out;
  std::vector<std::string> header = HeaderFields(table, language);
  if (is_tree) header.insert(header.end(), {swedish ? "niva" : "level", swedish ? "radtyp" : "row_kind"});
  AppendLine(header, separator, out);
  for (size_t r = 0; r < table.rows.size(); ++r) {
    std::vector<std::string> fields = RowFields(table, table.rows[r], language);
    if (is_tree) {
      fields.insert(fields.end(), {absl::StrCat(table.rows[r].level), KindWord(KindOf(table, r), language)});
    }
    AppendLine(fields, separator, out);
  }
  return out;
}

std::string RenderCsv(const Document& document, Language language) {
  std::vector<std::string> tables;
  for (const Table* table : TablesOf(document)) tables.push_back(RenderCsv(*table, language));
  return absl::StrJoin(tables, "\n");
}

}  // namespace prognos::documents
