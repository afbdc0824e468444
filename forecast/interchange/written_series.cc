#include "forecast/interchange/written_series.h"

#include "forecast/interchange/cell_values.h"

namespace prognos {
namespace {

bool IsMoneyWord(absl::string_view word) {
  const std::optional<FlowCell> cell = ParseFlowCell(word);
  return cell.has_value() && cell->flow != Flow::kVolume;
}

}  // namespace

std::optional<WrittenSeries> TakeSeriesApart(absl::string_view text) {
  const size_t last = text.rfind('.');
  if (last == absl::string_view::npos) return std::nullopt;
  const std::string end(text.substr(last + 1));
  const absl::string_view head = text.substr(0, last);
  const size_t before = head.rfind('.');
  if (before != absl::string_view::npos && IsMoneyWord(head.substr(before + 1))) {
    return WrittenSeries{std::string(head.substr(0, before)), std::string(head.substr(before + 1)), end};
  }
  return WrittenSeries{std::string(head), end, ""};
}

}  // namespace prognos
