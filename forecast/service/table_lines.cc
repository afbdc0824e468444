#include "forecast/service/table_lines.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/table_rows.h"

namespace prognos::service {
namespace {

// The line of the first element that `place` names; nullopt when it names none.
std::optional<int> LineOf(absl::string_view place, const std::vector<int>& lines, const std::vector<std::string>& ids) {
  const size_t open = place.find('[');
  const size_t close = place.find(']');
  if (open == absl::string_view::npos || close == absl::string_view::npos || close < open) return std::nullopt;
  const absl::string_view element = place.substr(open + 1, close - open - 1);
  size_t index = static_cast<size_t>(std::find(ids.begin(), ids.end(), element) - ids.begin());
  if (index == ids.size() && !absl::SimpleAtoi(element, &index)) return std::nullopt;
  return index < lines.size() ? std::optional<int>(lines[index]) : std::nullopt;
}

// "budget.lines[2].amount_ore" -> "amount_ore"; empty for a place that names a whole element.
absl::string_view FieldOf(absl::string_view place) {
  const size_t point = place.rfind('.');
  if (point == absl::string_view::npos || point < place.find(']')) return "";
  const absl::string_view field = place.substr(point + 1);
  return field.substr(0, field.find('['));
}

// `status` with each fault at the line that `line_of` finds for its place, if any.
absl::Status Placed(const absl::Status& status,
                    const std::function<std::optional<int>(const std::string& place)>& line_of) {
  const std::vector<Fault> faults = FaultsFromStatus(status);
  if (faults.empty()) return status;
  FaultList told;
  for (Fault fault : faults) {
    const std::optional<int> line = line_of(fault.place);
    if (line.has_value()) fault.place = PlaceInFile(*line, FieldOf(fault.place));
    told.Add(std::move(fault));
  }
  told.AddUntold(CountFaults(status) - faults.size());
  absl::Status result = told.ToStatus(status.code());
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    if (!result.GetPayload(type).has_value()) result.SetPayload(type, payload);
  });
  return result;
}

}  // namespace

absl::Status AtLines(const absl::Status& status, const std::vector<int>& lines, const std::vector<std::string>& ids) {
  return Placed(status, [&](const std::string& place) { return LineOf(place, lines, ids); });
}

absl::Status AtLinesOfLists(const absl::Status& status, const std::vector<LinesOfList>& lists) {
  return Placed(status, [&](const std::string& place) -> std::optional<int> {
    for (const LinesOfList& one : lists) {
      if (absl::StartsWith(place, one.list)) return LineOf(place, *one.lines, {});
    }
    return std::nullopt;
  });
}

}  // namespace prognos::service
