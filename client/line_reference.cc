#include "client/line_reference.h"

#include <optional>

#include "client/failure.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {
namespace {

// An activity by identifier, name or path; empty for the sum.
absl::StatusOr<std::string> ActivityOf(absl::string_view text, const LedgerNames& names, const Texts& texts) {
  const std::string folded = FoldedName(text);
  if (folded == FoldedName(texts.sum) || folded == "summa" || folded == "total") return std::string();
  FaultList faults;
  const std::string id = names.lookup().Require(std::string(text), "activity", faults);
  if (!faults.empty()) {
    return Refused(texts.reason_faulty, texts.judge_line_advice,
                   {FaultText(FaultsFromStatus(faults.ToStatus()).front(), texts)});
  }
  return ResourceName(names.organization(), "activities", id);
}

}  // namespace

absl::StatusOr<v1::LineRef> RequireLine(const std::string& text, const LedgerNames& names, const Texts& texts) {
  v1::LineRef line;
  const size_t point = text.rfind('.');
  const std::string word = point == std::string::npos ? "" : FoldedName(text.substr(point + 1));
  const std::optional<FlowCell> flow = ParseFlowCell(word);
  if (word.empty() || word == "netto" || word == "net") {
    line.set_measure(v1::MEASURE_NET);
  } else if (flow.has_value() && flow->flow == Flow::kCost) {
    line.set_measure(v1::MEASURE_COST);
  } else if (flow.has_value() && flow->flow == Flow::kRevenue) {
    line.set_measure(v1::MEASURE_REVENUE);
  } else {
    PROGNOS_ASSIGN_OR_RETURN(*line.mutable_series(), RequireSeries(text, names, texts));
    return line;
  }
  PROGNOS_ASSIGN_OR_RETURN(*line.mutable_activity(), ActivityOf(text.substr(0, point), names, texts));
  return line;
}

}  // namespace prognos::client
