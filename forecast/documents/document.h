// A document as data: what a report says, before anybody knows whether it is read in a terminal, a browser or Excel.
//
// A document is a row of blocks. Tables hold typed cells, never formatted numbers; how thousands are parted, what a
// minus looks like and which way a column is aligned is the matter of a renderer, which is told the language. Words
// (headings, names, notes) are texts already, in the language that the document was built in.
//
// Amounts carry their exact value and the one that is shown, because rounding is part of the document: shown amounts
// add up down the tree (table_tree.h), in whatever format they are read, and no renderer rounds them again. Where
// people reckon on with what they get, in a workbook, the exact value stands, with a format that shows it in the unit.
//
// Renderers: terminal.h, csv.h, json.h, html.h, xlsx.h. They get every block from here, and none needs to know what a
// forecast is.
#ifndef PROGNOS_FORECAST_DOCUMENTS_DOCUMENT_H_
#define PROGNOS_FORECAST_DOCUMENTS_DOCUMENT_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "forecast/base/month.h"
#include "forecast/base/number_format.h"
#include "forecast/base/unit.h"

namespace prognos::documents {

// What shown amounts are counted in. The amounts themselves are kept in parts (unit.h): öre, or thousandths of a
// volume; here they are the steps.
struct ShownUnit {
  enum class Kind { kMoney, kVolume };

  std::string name;  // "tkr", "hushåll".
  Kind kind = Kind::kMoney;
  int64_t steps = 1;  // Steps in one unit; a multiple of 10^decimals.
  int decimals = 0;   // Shown; 0-6.
};

ShownUnit Tkr();     // Thousand kronor, without decimals.
ShownUnit Mnkr();    // Million kronor, with one decimal.
ShownUnit Kronor();  // With öre.
// Of a volume, with one decimal where people read and three where programs do.
ShownUnit VolumeUnit(std::string name, int decimals = 1);

// 10^decimals: how many of what Amount::shown counts make one unit.
int64_t ShownPerUnit(const ShownUnit& unit);

struct Amount {
  int64_t exact = 0;  // In steps of the unit.
  int64_t shown = 0;  // In 10^-decimals of the unit.
  ShownUnit unit = {};
  Sign sign = Sign::kWhenNegative;
};

// An amount that is rounded by itself: shown to the nearest, halves away from zero.
Amount RoundedAmount(int64_t exact, const ShownUnit& unit, Sign sign = Sign::kWhenNegative);

struct Interval {
  Amount low;
  Amount high;
};

struct Blank {};    // Nothing belongs here.
struct NoValue {};  // Something could, but is not known: "–".
struct Count {
  int64_t value = 0;
};
struct CountOf {  // "3 of 4".
  int64_t value = 0;
  int64_t of = 0;
};
struct Counts {  // Side by side: "2 / 3 / 4". Column::parts names them.
  std::vector<int64_t> values;
};
struct Percent {  // 12.3: shown with one decimal, and no further than 999.
  double value = 0.0;
};
struct Probability {  // 0-1: shown in whole per cent, never as a promise.
  double value = 0.0;
};
struct Decimal {  // A number without unit.
  double value = 0.0;
  int decimals = 2;
  double most = std::numeric_limits<double>::infinity();  // Shown as "> most" beyond; `most` is whole.
};
struct MonthSpan {
  Month first;
  Month last;
};

using Value = std::variant<Blank, NoValue, std::string, Amount, Interval, Count, CountOf, Counts, Percent, Probability,
                           Decimal, Month, MonthSpan>;

struct Cell {
  Value value = Blank();
  bool alarm = false;  // The reader should look here: a deficit.
};

// What the cells of a column are. Each may also be Blank or NoValue.
enum class ColumnKind { kText, kMonth, kAmount, kInterval, kCount, kPercent, kProbability, kNumber };

struct Column {
  std::string id;                    // For programs, unique in its table: "deviation".
  std::vector<std::string> heading;  // In the lines that a narrow table breaks it into; may be empty.
  ColumnKind kind = ColumnKind::kText;
  bool may_shrink = false;  // May be cut where there is too little room.
  std::string unit = {};    // Of a column whose amounts all have one that its heading does not tell; or empty.
  std::vector<std::string> parts = {};  // Of Counts: what each of them counts.
};

// What a row is among those that it is added up with. The rows of kRow hold each amount once.
enum class RowKind {
  kRow,       // Its amounts are in no other row of this kind.
  kGroup,     // The sum of the rows below it.
  kSubtotal,  // The sum of some rows; the sum is of all.
  kSum,       // Of all rows.
  kOfWhich,   // A part of a row by another way to add up: "varav Personal".
  kNet,       // Of rows of several measures: what cost and revenue of the row come to.
};

struct Row {
  std::vector<Cell> cells;      // At most as many as there are columns; those that are missing are Blank.
  int level = 0;                // Depth in the tree of rows; the first column is indented by it.
  bool is_sum = false;          // Of the rows of level 0. At most one in a table, after them.
  std::vector<int> notes = {};  // The numbers of the notes about this row.
  bool is_subtotal =
      false;             // Of the rows of level 0 before it; those after it stand beside it, and the sum is of both.
  bool goes_on = false;  // Its first cell is that of the row above, and is not shown again where people read.
  std::optional<RowKind> kind = std::nullopt;  // Absent: as levels and sums say.
};

struct Table {
  std::string id;  // For programs: "forecast".
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::string foot = {};  // Of the rows that it leaves out, in a line under it: "... and 12 more". Or empty.
  // A table of this shape may hold sums: programs are told level and kind of its rows even when none is one now.
  bool may_hold_sums = false;
};

struct Heading {
  int level = 1;  // 1: of the document; 2: of a part; 3: of a table.
  std::string text;
};

struct Paragraphs {
  std::vector<std::string> texts;
  bool is_prose = true;  // May be broken into lines; false: each is a line of its own, such as figures side by side.
};

struct List {  // Short facts under a heading.
  std::vector<std::string> items;
};

struct Note {
  int number = 0;  // From 1.
  std::string text;
};
struct Notes {
  std::vector<Note> notes;
};

// What a chart draws, month by month, in steps of `unit`. Renderers that cannot draw leave it out.
struct ChartPoint {
  Month month;
  std::optional<int64_t> actual;
  std::optional<int64_t> expected;  // Of a month that is not known.
  std::optional<int64_t> low;       // The interval of the expected value: both or neither.
  std::optional<int64_t> high;
  std::optional<int64_t> budget;
};
struct Chart {
  std::string title;
  ShownUnit unit;
  std::vector<ChartPoint> points;
  std::string sentence = {};  // What there is to see, in words; or empty. So of every chart.
};

// Amounts beside each other, in steps of `unit`: deviations, or the way from one sum to another. Renderers that cannot
// draw leave it out.
struct Bar {
  std::string name;
  int64_t value = 0;
  int64_t from = 0;       // Where it begins: of the steps of a way, where the one before ended.
  bool is_total = false;  // Where a way begins or ends.
  bool alarm = false;     // The reader should look here.
};
struct BarChart {
  std::string title;
  ShownUnit unit;
  std::vector<Bar> bars;
  std::string sentence = {};
};

// Amounts that move beside each other, in steps of `unit`: rolling sums of several activities, or a cost and what pays
// for it. Renderers that cannot draw leave it out.
struct ChartLine {
  std::string name;
  Month first;
  std::vector<int64_t> values;  // One a month, from `first` on.
};
struct LineChart {
  std::string title;
  ShownUnit unit;
  std::vector<ChartLine> lines;
  std::string sentence = {};
};

// A year as it adds up month by month, in steps of `unit`: what is known, and from there on a fan, against the budget.
// Renderers that cannot draw leave it out.
struct Fan {
  int64_t median = 0;
  int64_t low_50 = 0, high_50 = 0;
  int64_t low_80 = 0, high_80 = 0;
  int64_t low_95 = 0, high_95 = 0;
};
struct FanPoint {
  Month month;  // What January to this month come to.
  std::optional<int64_t> known;
  std::optional<Fan> fan;  // Of a month that is not known.
  std::optional<int64_t> budget;
};
struct FanChart {
  std::string title;
  ShownUnit unit;
  std::vector<FanPoint> points;
  std::string sentence = {};
};

using Block = std::variant<Heading, Paragraphs, List, Notes, Table, Chart, BarChart, LineChart, FanChart>;

bool IsChart(const Block& block);
// Of a chart; of another block empty.
std::string SentenceOf(const Block& block);

struct Document {
  std::vector<Block> blocks;
};

// The tables of a document, in its order; they point into it.
std::vector<const Table*> TablesOf(const Document& document);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_DOCUMENT_H_
