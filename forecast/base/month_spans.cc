#include "forecast/base/month_spans.h"

namespace prognos {

std::vector<MonthSpan> SpansOf(absl::Span<const Month> months) {
  std::vector<MonthSpan> spans;
  for (const Month month : months) {
    if (spans.empty() || spans.back().last + 1 != month) spans.push_back({month, month});
    spans.back().last = month;
  }
  return spans;
}

}  // namespace prognos
