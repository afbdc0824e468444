#include "client/judgement_table.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/fault_places.h"
#include "client/line_reference.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/scaled_amounts.h"
#include "forecast/interchange/table_rows.h"
#include "messages/judgement.h"
#include "messages/value.h"

namespace prognos::client {
namespace {

struct JudgementColumns {
  int line, flow, full_year, remainder, plus_minus, reason, comment, removal;
};

JudgementColumns FindJudgementColumns(const TableRows& rows, FaultList& faults) {
  const int line = rows.Require(Column::kActivity, "rad", faults);
  return {line,
          rows.Find(Column::kFlow),
          rows.Find(Column::kAmount),
          rows.Find(Column::kRemainder),
          rows.Find(Column::kUncertainty),
          rows.Find(Column::kReason),
          rows.Find(Column::kComment),
          rows.Find(Column::kRemoval)};
}

class JudgementRowReader {
 public:
  JudgementRowReader(const TableRows& rows, const JudgementColumns& columns, const LedgerNames& names,
                     FaultList& faults)
      : rows_(rows), columns_(columns), names_(names), faults_(faults) {
    for (const TableRow& row : rows.rows()) {
      for (const int column : {columns.full_year, columns.remainder, columns.plus_minus}) {
        style_.Observe(SplitMoneyUnit(TableRows::Field(row, column)).number);
      }
    }
  }

  // nullopt: the row asks for nothing, or its line is none, which is told.
  std::optional<v1::LineJudgement> Read(const TableRow& row) {
    v1::LineJudgement judgement;
    const bool ends = Ends(row);
    const bool judges = HasAmount(row);
    if (judges && ends) Fault(row, "ta bort", FaultReason::kInconsistent, "", messages::judgement::EndsOrHasAnAmount());
    if (judges) ReadAmount(row, *judgement.mutable_set_override());
    if (ends) judgement.mutable_remove_override()->set_reason(Field(row, columns_.reason));
    if (!judges && !ends) RefuseWithoutAmount(row);
    if (const std::string comment = Field(row, columns_.comment); !comment.empty()) judgement.set_comment(comment);
    if (!judges && !ends && !judgement.has_comment()) return std::nullopt;
    const std::optional<v1::LineRef> line = FindLine(LineText(row), names_, PlaceInFile(row.line, "rad"), faults_);
    if (line.has_value()) *judgement.mutable_line() = *line;
    return judgement;
  }

  const ScaledAmounts& scaled() const { return scaled_; }

 private:
  static std::string Field(const TableRow& row, int column) { return TableRows::Field(row, column); }

  void Fault(const TableRow& row, const char* column, FaultReason reason, absl::string_view value, Message rule) {
    faults_.Add(PlaceInFile(row.line, column), reason, value, std::move(rule));
  }

  std::string LineText(const TableRow& row) const {
    const std::string flow = Field(row, columns_.flow);
    return flow.empty() ? Field(row, columns_.line) : absl::StrCat(Field(row, columns_.line), ".", flow);
  }

  bool HasAmount(const TableRow& row) const {
    return !Field(row, columns_.full_year).empty() || !Field(row, columns_.remainder).empty();
  }

  bool Ends(const TableRow& row) {
    const std::string text = Field(row, columns_.removal);
    const std::optional<bool> answer = ParseYesOrNo(text);
    if (!answer.has_value()) {
      Fault(row, "ta bort", FaultReason::kNotAName, text, messages::value::IsNeitherYesNorNo());
    }
    return answer.value_or(false);
  }

  void ReadAmount(const TableRow& row, v1::OverrideAmount& override_amount) {
    const bool has_both = !Field(row, columns_.full_year).empty() && !Field(row, columns_.remainder).empty();
    if (has_both) {
      Fault(row, "återstår", FaultReason::kInconsistent, Field(row, columns_.remainder),
            messages::judgement::HasTwoAmounts());
    }
    if (const auto ore = Ore(row, columns_.remainder, "återstår")) override_amount.set_remainder_ore(*ore);
    if (const auto ore = Ore(row, columns_.full_year, "belopp")) override_amount.set_full_year_ore(*ore);
    if (const auto ore = Ore(row, columns_.plus_minus, "plusminus")) override_amount.set_plus_minus_ore(*ore);
    override_amount.set_reason(Field(row, columns_.reason));
  }

  // What says how an amount is meant, of a row that has none.
  void RefuseWithoutAmount(const TableRow& row) {
    for (const auto& [column, name] : {std::pair(columns_.plus_minus, "plusminus"), {columns_.reason, "skäl"}}) {
      const std::string text = Field(row, column);
      if (!text.empty()) Fault(row, name, FaultReason::kInconsistent, text, messages::judgement::IsOfAnAmount());
    }
  }

  std::optional<int64_t> Ore(const TableRow& row, int column, const char* name) {
    const std::string text = Field(row, column);
    if (text.empty()) return std::nullopt;
    const absl::StatusOr<int64_t> ore = rows_.Amount(row, column, style_, scaled_);
    if (ore.ok()) return *ore;
    Fault(row, name, FaultReason::kNotANumber, text, MessageFrom(ore.status()));
    return std::nullopt;
  }

  const TableRows& rows_;
  const JudgementColumns columns_;
  const LedgerNames& names_;
  FaultList& faults_;
  NumberStyle style_;
  ScaledAmounts scaled_;
};

// The column that a field of a judgement was read from.
const char* ColumnOf(absl::string_view field, const v1::LineJudgement& judgement) {
  if (field == "comment") return "kommentar";
  if (absl::EndsWith(field, "reason")) return "skäl";
  if (absl::EndsWith(field, "plus_minus_ore")) return "plusminus";
  if (absl::EndsWith(field, "remainder_ore")) return "återstår";
  if (absl::StartsWith(field, "set_override"))
    return judgement.set_override().has_remainder_ore() ? "återstår" : "belopp";
  return absl::StartsWith(field, "remove_override") ? "ta bort" : "rad";
}

}  // namespace

absl::StatusOr<JudgementTable> ReadJudgementTable(const TableFile& file, const LedgerNames& names) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableKind::kJudgements));
  FaultList faults;
  const JudgementColumns columns = FindJudgementColumns(rows, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  JudgementRowReader reader(rows, columns, names, faults);
  JudgementTable table;
  for (const TableRow& row : rows.rows()) {
    std::optional<v1::LineJudgement> judgement = reader.Read(row);
    if (!judgement.has_value()) continue;
    *table.request.add_judgements() = *std::move(judgement);
    table.rows.push_back(row.line);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  table.notes = reader.scaled().Notes();
  table.notes.insert(table.notes.end(), rows.notes().begin(), rows.notes().end());
  return table;
}

grpc::Status AtTableRows(const grpc::Status& status, const JudgementTable& table) {
  return WithPlaces(status, [&](const std::string& place) -> std::string {
    const auto judged = ElementOf(place, "judgements");
    if (!judged.has_value() || judged->first >= table.rows.size()) return place;
    const v1::LineJudgement& judgement = table.request.judgements(static_cast<int>(judged->first));
    return PlaceInFile(table.rows[judged->first], ColumnOf(judged->second, judgement));
  });
}

}  // namespace prognos::client
