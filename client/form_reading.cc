#include "client/form_reading.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/fault_places.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/workbook.h"
#include "messages/value.h"
#include "messages/workbook.h"
#include "prognos/v1/common.pb.h"

namespace prognos::client {
namespace {

absl::Status FormFault(std::string place, FaultReason reason, absl::string_view value, Message rule) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, std::move(place), reason, value, std::move(rule));
}

absl::Status IsNoForm() { return FormFault("file", FaultReason::kUnreadable, "", messages::workbook::IsNoForm()); }

const RecordCell& CellAt(const Record& record, size_t column) {
  static const auto& none = *new RecordCell();
  return column < record.cells.size() ? record.cells[column] : none;
}

std::string TextAt(const Record& record, size_t column) { return std::string(TrimCell(CellAt(record, column).text)); }

std::optional<size_t> SheetCalled(const Workbook& workbook, absl::string_view name) {
  for (size_t i = 0; i < workbook.sheets().size(); ++i) {
    if (workbook.sheets()[i].name == name) return i;
  }
  return std::nullopt;
}

std::string ValueInRow(const std::vector<Record>& records, int line) {
  for (const Record& record : records) {
    if (record.line == line) return TextAt(record, 1);
  }
  return "";
}

// A sheet of a form: says at which cell something is wrong.
class FormRows {
 public:
  FormRows(std::string sheet, const std::vector<Record>& records, FaultList& faults)
      : sheet_(std::move(sheet)), records_(records), faults_(faults) {}

  // The rows below the header that have anything in them. A header that is not as it was is a fault.
  template <typename Headings>
  std::vector<const Record*> Body(const Headings& headings) {
    std::vector<const Record*> body;
    const bool has_header = !records_.empty() && records_.front().line == 1;
    if (!has_header) AddFault(1, 0, FaultReason::kMissingValue, "", messages::workbook::WasChanged(headings[0]));
    for (const Record& record : records_) {
      if (record.line > 1) body.push_back(&record);
    }
    for (size_t i = 0; has_header && i < headings.size(); ++i) CheckText(records_.front(), i, headings[i]);
    return body;
  }

  void CheckText(const Record& record, size_t column, const std::string& expected) {
    const std::string text = TextAt(record, column);
    if (text == TrimCell(expected)) return;
    AddFault(record.line, column, FaultReason::kInconsistent, text, messages::workbook::WasChanged(expected));
  }

  void CheckOre(const Record& record, size_t column, std::optional<int64_t> expected) {
    const RecordCell& cell = CellAt(record, column);
    const double* const number = std::get_if<double>(&cell.typed);
    const absl::StatusOr<int64_t> ore =
        number == nullptr ? absl::NotFoundError("") : RoundNumberCell(*number, kMoneyUnit.parts_per_whole);
    const bool same = expected.has_value() ? ore.ok() && *ore == *expected : TrimCell(cell.text).empty();
    if (same) return;
    AddFault(record.line, column, FaultReason::kInconsistent, cell.text,
             messages::workbook::WasChanged(expected.has_value() ? Argument::Amount(*expected) : Argument("")));
  }

  // The number of a cell in parts; nullopt for a blank one, and for one that is no number, with its fault.
  std::optional<int64_t> Number(const Record& record, size_t column, int parts) {
    const RecordCell& cell = CellAt(record, column);
    if (TrimCell(cell.text).empty()) return std::nullopt;
    const double* const number = std::get_if<double>(&cell.typed);
    if (number == nullptr) {
      const BrokenCell* const broken = std::get_if<BrokenCell>(&cell.typed);
      AddFault(record.line, column, FaultReason::kNotANumber, cell.text,
               broken == nullptr               ? messages::workbook::IsNoNumber()
               : *broken == BrokenCell::kError ? messages::workbook::IsAnError()
                                               : messages::workbook::IsNotComputed());
      return std::nullopt;
    }
    const absl::StatusOr<int64_t> count = RoundNumberCell(*number, parts);
    if (count.ok()) return *count;
    AddFault(record.line, column, FaultReason::kOutOfRange, cell.text, MessageFrom(count.status()));
    return std::nullopt;
  }

  void AddFault(int line, size_t column, FaultReason reason, absl::string_view value, Message rule) {
    faults_.Add(CellName(sheet_, line, column), reason, value, std::move(rule));
  }

 private:
  const std::string sheet_;
  const std::vector<Record>& records_;
  FaultList& faults_;
};

// Finds the row of the form that a record is by its key, each once.
template <typename Row>
class RowsByKey {
 public:
  RowsByKey(const std::vector<Row>& rows, std::string (*key)(const Row&)) {
    for (const Row& row : rows) rows_.emplace(key(row), &row);
  }

  const Row* Find(const Record& record, FormRows& sheet) {
    const std::string key = TextAt(record, form::kKey);
    const auto found = rows_.find(key);
    if (found == rows_.end()) {
      sheet.AddFault(record.line, form::kKey, FaultReason::kUnknown, key, messages::workbook::IsNoRowOfTheForm());
      return nullptr;
    }
    if (!seen_.insert(key).second) {
      sheet.AddFault(record.line, form::kKey, FaultReason::kDuplicate, key, messages::workbook::StandsTwice());
      return nullptr;
    }
    return found->second;
  }

 private:
  std::map<std::string, const Row*> rows_;
  std::set<std::string> seen_;
};

class FormReader {
 public:
  FormReader(const FormFile& file, const FormMaterial& material)
      : file_(file), material_(material), texts_(TextsIn(file.language)) {
    form_.language = file.language;
    form_.request.set_name(material.forecast.name());
    form_.request.set_etag(file.etag);
  }

  absl::StatusOr<FilledForm> Read() {
    if (file_.etag != material_.forecast.etag()) {
      faults_.Add(CellName(texts_.form_about, form::kEtagRow, 1), FaultReason::kInconsistent, file_.etag,
                  messages::workbook::FormIsStale());
      return faults_.ToStatus();
    }
    ReadLines();
    ReadVolumes();
    PROGNOS_RETURN_IF_ERROR(faults_.ToStatus());
    return std::move(form_);
  }

 private:
  void ReadLines() {
    const std::vector<FormLine> lines = FormLinesOf(material_.forecast, texts_);
    FormRows sheet(texts_.form_lines, file_.lines, faults_);
    RowsByKey<FormLine> rows(lines, [](const FormLine& line) { return line.key; });
    for (const Record* record : sheet.Body(LineHeadings(texts_))) {
      const FormLine* const line = rows.Find(*record, sheet);
      if (line != nullptr) ReadLine(*record, *line, sheet);
    }
  }

  void ReadLine(const Record& record, const FormLine& line, FormRows& sheet) {
    sheet.CheckText(record, form::kActivity, line.activity);
    sheet.CheckText(record, form::kMeasure, line.measure);
    sheet.CheckOre(record, form::kBudget, line.budget);
    sheet.CheckOre(record, form::kKnown, line.known);
    sheet.CheckOre(record, form::kModel, line.full_year);
    v1::LineJudgement judgement;
    *judgement.mutable_line() = line.line;
    ReadAmount(record, line, sheet, judgement);
    const std::string comment = TextAt(record, form::kComment);
    if (comment != TrimCell(line.comment)) judgement.set_comment(comment);
    if (judgement.override_case() == v1::LineJudgement::OVERRIDE_NOT_SET && !judgement.has_comment()) return;
    *form_.request.add_judgements() = std::move(judgement);
    form_.judgement_rows.push_back(record.line);
  }

  void ReadAmount(const Record& record, const FormLine& line, FormRows& sheet, v1::LineJudgement& judgement) {
    const size_t faults_before = faults_.total();
    const std::optional<int64_t> amount = sheet.Number(record, form::kAmount, kMoneyUnit.parts_per_whole);
    const std::optional<int64_t> plus_minus = sheet.Number(record, form::kPlusMinus, kMoneyUnit.parts_per_whole);
    const std::string reason = TextAt(record, form::kReason);
    const bool same_reason = reason == TrimCell(line.reason);
    if (faults_.total() != faults_before) return;
    if (amount.has_value()) {
      if (amount == line.amount && plus_minus == line.plus_minus && same_reason) return;
      v1::OverrideAmount& set = *judgement.mutable_set_override();
      set.set_full_year_ore(*amount);
      if (plus_minus.has_value()) set.set_plus_minus_ore(*plus_minus);
      set.set_reason(reason);
    } else if (line.amount.has_value()) {
      judgement.mutable_remove_override()->set_reason(same_reason ? "" : reason);
    } else if (plus_minus.has_value() || !reason.empty()) {
      const size_t column = plus_minus.has_value() ? form::kPlusMinus : form::kReason;
      sheet.AddFault(record.line, column, FaultReason::kInconsistent, CellAt(record, column).text,
                     messages::workbook::NeedsAnAmount());
    }
  }

  void ReadVolumes() {
    FormRows sheet(texts_.form_volumes, file_.volumes, faults_);
    RowsByKey<FormVolume> rows(material_.volumes, [](const FormVolume& volume) {
      return volume.plan.series().substr(volume.plan.series().rfind('/') + 1);
    });
    for (const Record* record : sheet.Body(VolumeHeadings(texts_))) {
      const FormVolume* const volume = rows.Find(*record, sheet);
      if (volume != nullptr) ReadVolume(*record, *volume, sheet);
    }
  }

  void ReadVolume(const Record& record, const FormVolume& volume, FormRows& sheet) {
    sheet.CheckText(record, form::kActivity, volume.activity);
    sheet.CheckText(record, form::kUnit, volume.unit);
    v1::VolumePlan plan;
    plan.set_series(volume.plan.series());
    plan.set_year(material_.forecast.year());
    plan.set_etag(volume.plan.etag());
    plan.set_comment(TextAt(record, form::kPlanComment));
    std::vector<size_t> blank;
    const size_t faults_before = faults_.total();
    for (size_t column = form::kJanuary; column < form::kJanuary + 12; ++column) {
      const std::optional<int64_t> planned = sheet.Number(record, column, kVolumeUnit.parts_per_whole);
      if (!planned.has_value()) blank.push_back(column);
      plan.add_planned(planned.value_or(0));
    }
    if (faults_.total() != faults_before) return;
    const bool had_plan = volume.plan.planned_size() > 0;
    if (blank.size() == 12 && !had_plan && plan.comment().empty()) return;
    for (const size_t column : blank) {
      sheet.AddFault(record.line, column, FaultReason::kMissingValue, "", messages::value::IsRequired());
    }
    if (!blank.empty() || SameMonths(plan, volume.plan)) return;
    // Another version than the form was made of: somebody else planned meanwhile.
    const std::string etag = TextAt(record, form::kVersion);
    if (etag != volume.plan.etag()) {
      sheet.AddFault(record.line, form::kVersion, FaultReason::kInconsistent, etag, messages::workbook::FormIsStale());
      return;
    }
    *form_.request.add_plans() = std::move(plan);
    form_.plan_rows.push_back(record.line);
  }

  static bool SameMonths(const v1::VolumePlan& plan, const v1::VolumePlan& standing) {
    return std::equal(plan.planned().begin(), plan.planned().end(), standing.planned().begin(),
                      standing.planned().end()) &&
           plan.comment() == TrimCell(standing.comment());
  }

  const FormFile& file_;
  const FormMaterial& material_;
  const Texts& texts_;
  FilledForm form_;
  FaultList faults_;
};

size_t ColumnOfJudgement(absl::string_view field, const v1::LineJudgement& judgement) {
  if (field == "comment") return form::kComment;
  if (absl::EndsWith(field, "reason")) return form::kReason;
  if (absl::EndsWith(field, "plus_minus_ore")) return form::kPlusMinus;
  if (absl::StartsWith(field, "set_override") || judgement.has_set_override()) return form::kAmount;
  return form::kKey;
}

size_t ColumnOfPlan(absl::string_view field) {
  if (field == "comment") return form::kPlanComment;
  if (field == "etag") return form::kVersion;
  const auto month = ElementOf(field, "planned");
  if (month.has_value() && month->first < 12) return form::kJanuary + month->first;
  return field == "planned" ? form::kJanuary : form::kKey;
}

std::string CellOf(const std::string& place, const FilledForm& form) {
  const Texts& texts = TextsIn(form.language);
  if (const auto judged = ElementOf(place, "judgements"); judged && judged->first < form.judgement_rows.size()) {
    const v1::LineJudgement& judgement = form.request.judgements(static_cast<int>(judged->first));
    return CellName(texts.form_lines, form.judgement_rows[judged->first], ColumnOfJudgement(judged->second, judgement));
  }
  if (const auto plan = ElementOf(place, "plans"); plan && plan->first < form.plan_rows.size()) {
    return CellName(texts.form_volumes, form.plan_rows[plan->first], ColumnOfPlan(plan->second));
  }
  return place;
}

}  // namespace

absl::StatusOr<FormFile> OpenForm(absl::string_view bytes) {
  if (!LooksLikeWorkbook(bytes)) return IsNoForm();
  Workbook::Limits limits;
  limits.cells = 200'000;
  PROGNOS_ASSIGN_OR_RETURN(const Workbook workbook, Workbook::Open(bytes, limits));
  for (const Language language : {Language::kSwedish, Language::kEnglish}) {
    const Texts& texts = TextsIn(language);
    const std::optional<size_t> about = SheetCalled(workbook, texts.form_about);
    const std::optional<size_t> lines = SheetCalled(workbook, texts.form_lines);
    const std::optional<size_t> volumes = SheetCalled(workbook, texts.form_volumes);
    if (!about.has_value() || !lines.has_value() || !volumes.has_value()) continue;
    FormFile form;
    form.language = language;
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<Record> said, workbook.ReadSheet(*about));
    form.forecast = ValueInRow(said, form::kForecastRow);
    form.etag = ValueInRow(said, form::kEtagRow);
    if (!absl::StartsWith(form.forecast, "organizations/") || !absl::StrContains(form.forecast, "/forecasts/")) {
      return FormFault(CellName(texts.form_about, form::kForecastRow, 1), FaultReason::kNotAName, form.forecast,
                       messages::workbook::IsNoForm());
    }
    PROGNOS_ASSIGN_OR_RETURN(form.lines, workbook.ReadSheet(*lines));
    PROGNOS_ASSIGN_OR_RETURN(form.volumes, workbook.ReadSheet(*volumes));
    return form;
  }
  return IsNoForm();
}

absl::StatusOr<FilledForm> ReadForm(const FormFile& file, const FormMaterial& material) {
  return FormReader(file, material).Read();
}

grpc::Status AtFormCells(const grpc::Status& status, const FilledForm& form) {
  return WithPlaces(status, [&](const std::string& place) { return CellOf(place, form); });
}

}  // namespace prognos::client
