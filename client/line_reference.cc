#include "client/line_reference.h"

#include "absl/strings/string_view.h"
#include "client/failure.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {
namespace {

// MEASURE_UNSPECIFIED: the words say no cost, revenue or net, so that they must mean a series.
v1::Measure MeasureIn(const std::string& text) {
  const size_t point = text.rfind('.');
  if (point == std::string::npos) return v1::MEASURE_NET;
  const std::string word = FoldedName(text.substr(point + 1));
  if (word.empty() || word == "netto" || word == "net") return v1::MEASURE_NET;
  const std::optional<FlowCell> flow = ParseFlowCell(word);
  if (!flow.has_value() || flow->flow == Flow::kVolume) return v1::MEASURE_UNSPECIFIED;
  return flow->flow == Flow::kCost ? v1::MEASURE_COST : v1::MEASURE_REVENUE;
}

// By identifier, name or path; empty for the sum, and with a fault when there is none.
std::string FindActivity(const std::string& text, const LedgerNames& names, const std::string& place,
                         FaultList& faults) {
  const std::string folded = FoldedName(text);
  if (folded == "summa" || folded == "sum" || folded == "total") return "";
  const std::string id = names.lookup().Require(text, place, faults);
  return id.empty() ? "" : ResourceName(names.organization(), "activities", id);
}

}  // namespace

std::optional<v1::LineRef> FindLine(const std::string& text, const LedgerNames& names, const std::string& place,
                                    FaultList& faults) {
  const size_t faults_before = faults.total();
  v1::LineRef line;
  line.set_measure(MeasureIn(text));
  if (line.measure() != v1::MEASURE_UNSPECIFIED) {
    line.set_activity(FindActivity(text.substr(0, text.rfind('.')), names, place, faults));
  } else {
    line.set_series(FindSeries(text, names, place, faults));
  }
  if (faults.total() != faults_before) return std::nullopt;
  return line;
}

absl::StatusOr<v1::LineRef> RequireLine(const std::string& text, const LedgerNames& names, const Texts& texts) {
  FaultList faults;
  const std::optional<v1::LineRef> line = FindLine(text, names, "activity", faults);
  if (line.has_value()) return *line;
  return Refused(texts.reason_faulty, texts.judge_line_advice,
                 {FaultText(FaultsFromStatus(faults.ToStatus()).front(), texts)});
}

}  // namespace prognos::client
