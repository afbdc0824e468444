#include "forecast/documents/cell_text.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace prognos::documents {
namespace {

// Tells the kinds of cells apart; what the language changes is in number_format.h.
class Reader {
 public:
  explicit Reader(Language language) : language_(language) {}

  std::string operator()(const Blank&) const { return ""; }
  std::string operator()(const NoValue&) const { return "–"; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const Amount& amount) const {
    return FormatDecimal(amount.shown, ShownPerUnit(amount.unit), amount.unit.decimals, language_, amount.sign);
  }
  std::string operator()(const Interval& interval) const {
    return absl::StrCat((*this)(interval.low), " … ", (*this)(interval.high));
  }
  std::string operator()(const Count& count) const { return FormatInteger(count.value, language_); }
  std::string operator()(const CountOf& count) const {
    return absl::StrCat(count.value, language_ == Language::kSwedish ? " av " : " of ", count.of);
  }
  std::string operator()(const Counts& counts) const { return absl::StrJoin(counts.values, " / "); }
  std::string operator()(const Percent& percent) const { return FormatPercent(percent.value, language_); }
  std::string operator()(const Probability& one) const { return FormatProbability(one.value, language_); }
  std::string operator()(const Decimal& number) const {
    if (number.value > number.most) {
      return absl::StrCat(language_ == Language::kSwedish ? ">\u00a0" : "> ", std::lround(number.most));
    }
    const double scale = std::pow(10.0, number.decimals);
    return FormatDecimal(std::llround(number.value * scale), static_cast<int64_t>(scale), number.decimals, language_);
  }
  std::string operator()(const Month& month) const { return month.ToString(); }
  std::string operator()(const MonthSpan& span) const {
    return absl::StrCat(span.first.ToString(), " – ", span.last.ToString());
  }

 private:
  Language language_;
};

}  // namespace

std::string CellText(const Value& value, Language language) { return std::visit(Reader(language), value); }

}  // namespace prognos::documents
