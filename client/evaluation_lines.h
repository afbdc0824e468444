// An evaluation's rows as the lines of a table, and the words and numbers that all tables of evaluations share.
#ifndef PROGNOS_CLIENT_EVALUATION_LINES_H_
#define PROGNOS_CLIENT_EVALUATION_LINES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/model_names.h"
#include "client/texts.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/document.h"
#include "prognos/v1/evaluation.pb.h"

namespace prognos::client {

// An evaluation with its rows: a GetEvaluationResponse whose rows are all there.
using EvaluationResult = v1::GetEvaluationResponse;

// One line of a table: a row of the evaluation with its models.
struct EvaluationLine {
  const v1::EvaluationRow* any = nullptr;
  std::vector<const v1::EvaluationRow*> models;

  // Null: the model is not there, or answered in no year.
  const v1::EvaluationRow* Find(absl::string_view model) const;
  // The least mean absolute error among the models that answered in most years; null: none did.
  const v1::EvaluationRow* Best() const;
};

// The lines of a round in the order of the evaluation, the sum last: net, or every row where there is no net, as in the
// evaluation of one series. After each line its parts by cost type, where there are any. They point into `result`.
std::vector<EvaluationLine> LinesOf(const EvaluationResult& result, v1::Round round);

// Null when the evaluation has none.
const v1::ModelSummary* SummaryOf(const EvaluationResult& result, v1::Round round, absl::string_view model);

bool IsSum(const v1::EvaluationRow& row);  // Of the organization; its parts by cost type are none.
bool IsVolume(const v1::EvaluationRow& row);
bool HasParts(const EvaluationResult& result);  // By cost type.
void LeaveOutParts(EvaluationResult& result);
std::string LineName(const v1::EvaluationRow& row, const Texts& texts);

// What the lines measure: "netto"; in the evaluation of one series "kostnad", "intäkt" or the unit of the volume.
std::string MeasureText(const EvaluationResult& result, const Texts& texts);

// What the amounts of the lines are counted in: "tkr", or the unit of the only series, a volume.
std::string UnitText(const EvaluationResult& result, const Texts& texts);

// A row of a table that begins with the name of `row`, at its depth in the tree.
documents::Row NamedRow(const v1::EvaluationRow& row, const Texts& texts);

// What people read: tkr, or units with one decimal. What is absent was not measured.
documents::Cell AmountCell(bool present, int64_t amount, const v1::EvaluationRow& row, Sign sign = Sign::kWhenNegative);
documents::Cell TkrCell(bool present, int64_t ore);
documents::Cell PercentCell(bool present, double percent);
documents::Cell NumberCell(bool present, double number);  // With two decimals.

// "vårprognos".
std::string RoundText(v1::Round round, const Texts& texts);

// For programs: activity, name, measure, series, unit, round, model. A part by cost type has the name of its line.
std::vector<documents::Cell> PlaceCells(const v1::EvaluationRow& row, const Texts& texts);
// For programs: the cost type; "-" of a part that is the money without one.
documents::Cell CostTypeCell(const v1::EvaluationRow& row);

// For programs: kronor with öre and volumes with three decimals, as numbers; what is absent is empty.
documents::ShownUnit MachineUnit(const v1::EvaluationRow& row);
documents::Cell MachineAmount(bool present, int64_t amount, const documents::ShownUnit& unit);
documents::Cell MachineNumber(bool present, double value);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_EVALUATION_LINES_H_
