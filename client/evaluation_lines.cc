#include "client/evaluation_lines.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/substitute.h"
#include "client/forecast_tables.h"

namespace prognos::client {
namespace {

constexpr int kMachineDecimals = 3;

// Net rows; every row where there is none, as in the evaluation of one series.
bool IsPrinted(const v1::EvaluationRow& row, bool has_net) { return !has_net || row.measure() == v1::MEASURE_NET; }

bool AreOfOneLine(const v1::EvaluationRow& a, const v1::EvaluationRow& b) {
  return a.activity() == b.activity() && a.measure() == b.measure() && a.series() == b.series() &&
         a.cost_type() == b.cost_type();
}

bool IsPartOf(const EvaluationLine& part, const EvaluationLine& line) {
  return part.any->activity() == line.any->activity() && part.any->measure() == line.any->measure();
}

bool HasNet(const EvaluationResult& result) {
  return std::any_of(result.rows().begin(), result.rows().end(),
                     [](const auto& row) { return row.measure() == v1::MEASURE_NET; });
}

}  // namespace

const v1::EvaluationRow* EvaluationLine::Find(absl::string_view model) const {
  const auto found = std::find_if(models.begin(), models.end(), [&](const auto* row) { return row->model() == model; });
  return found == models.end() || (*found)->measures().years() == 0 ? nullptr : *found;
}

const v1::EvaluationRow* EvaluationLine::Best() const {
  const v1::EvaluationRow* best = nullptr;
  for (const v1::EvaluationRow* row : models) {
    const v1::Measures& own = row->measures();
    if (own.years() == 0) continue;
    if (best == nullptr || own.years() > best->measures().years() ||
        (own.years() == best->measures().years() &&
         own.mean_absolute_error() < best->measures().mean_absolute_error())) {
      best = row;
    }
  }
  return best;
}

bool IsSum(const v1::EvaluationRow& row) { return row.activity().empty() && !row.by_type(); }

bool HasParts(const EvaluationResult& result) {
  return std::any_of(result.rows().begin(), result.rows().end(), [](const auto& row) { return row.by_type(); });
}

void LeaveOutParts(EvaluationResult& result) {
  auto& rows = *result.mutable_rows();
  rows.erase(std::remove_if(rows.begin(), rows.end(), [](const auto& row) { return row.by_type(); }), rows.end());
}

std::string MeasureText(const EvaluationResult& result, const Texts& texts) {
  if (result.rows().empty() || HasNet(result)) return texts.net;
  const v1::EvaluationRow& row = result.rows(0);
  return IsVolume(row) ? row.unit() : MeasureName(row.measure(), texts);
}

std::string UnitText(const EvaluationResult& result, const Texts& texts) {
  const bool is_one_volume = !result.rows().empty() && !HasNet(result) && IsVolume(result.rows(0));
  return is_one_volume ? result.rows(0).unit() : texts.mean_error_unit;
}

std::vector<EvaluationLine> LinesOf(const EvaluationResult& result, v1::Round round) {
  const bool has_net = HasNet(result);
  std::vector<EvaluationLine> lines;
  std::vector<EvaluationLine> parts;
  for (const v1::EvaluationRow& row : result.rows()) {
    if (row.round() != round || !IsPrinted(row, has_net)) continue;
    std::vector<EvaluationLine>& of_kind = row.by_type() ? parts : lines;
    if (of_kind.empty() || !AreOfOneLine(*of_kind.back().any, row)) of_kind.push_back({&row, {}});
    of_kind.back().models.push_back(&row);
  }
  std::stable_partition(lines.begin(), lines.end(), [](const EvaluationLine& line) { return !IsSum(*line.any); });
  std::vector<EvaluationLine> all;
  for (const EvaluationLine& line : lines) {
    all.push_back(line);
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(all),
                 [&](const EvaluationLine& part) { return IsPartOf(part, line); });
  }
  return all;
}

std::string LineName(const v1::EvaluationRow& row, const Texts& texts) {
  if (!row.by_type()) return IsSum(row) ? texts.sum : row.display_name();
  return row.cost_type().empty() ? std::string(texts.of_which_without_type)
                                 : absl::Substitute(texts.of_which, row.cost_type_display_name());
}

bool IsVolume(const v1::EvaluationRow& row) { return row.measure() == v1::MEASURE_VOLUME; }

documents::Row NamedRow(const v1::EvaluationRow& row, const Texts& texts) {
  documents::Row named{.cells = {{LineName(row, texts)}}, .level = row.depth() + (row.by_type() ? 1 : 0)};
  if (row.by_type()) named.kind = documents::RowKind::kOfWhich;
  if (IsSum(row)) named.kind = documents::RowKind::kSum;
  return named;
}

documents::Cell AmountCell(bool present, int64_t amount, const v1::EvaluationRow& row, Sign sign) {
  if (!present) return {documents::NoValue()};
  return {documents::RoundedAmount(amount, IsVolume(row) ? documents::VolumeUnit(row.unit()) : documents::Tkr(), sign)};
}

documents::Cell TkrCell(bool present, int64_t ore) {
  if (!present) return {documents::NoValue()};
  return {documents::RoundedAmount(ore, documents::Tkr())};
}

documents::Cell PercentCell(bool present, double percent) {
  if (!present) return {documents::NoValue()};
  return {documents::Percent{percent}};
}

documents::Cell NumberCell(bool present, double number) {
  if (!present) return {documents::NoValue()};
  return {documents::Decimal{number}};
}

const v1::ModelSummary* SummaryOf(const EvaluationResult& result, v1::Round round, absl::string_view model) {
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    if (summary.round() == round && summary.model() == model) return &summary;
  }
  return nullptr;
}

std::vector<documents::Cell> PlaceCells(const v1::EvaluationRow& row, const Texts& texts) {
  const auto last = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  const std::string name = row.activity().empty() ? texts.sum : row.display_name();
  return {{last(row.activity())}, {name},       {MeasureName(row.measure(), texts)},
          {last(row.series())},   {row.unit()}, {RoundText(row.round(), texts)},
          {row.model()}};
}

documents::Cell CostTypeCell(const v1::EvaluationRow& row) {
  if (row.by_type() && row.cost_type().empty()) return {std::string("-")};
  return {row.cost_type().substr(row.cost_type().rfind('/') + 1)};
}

documents::ShownUnit MachineUnit(const v1::EvaluationRow& row) {
  return IsVolume(row) ? documents::VolumeUnit(row.unit(), kMachineDecimals) : documents::Kronor();
}

documents::Cell MachineAmount(bool present, int64_t amount, const documents::ShownUnit& unit) {
  if (!present) return {documents::NoValue()};
  return {documents::RoundedAmount(amount, unit)};
}

documents::Cell MachineNumber(bool present, double value) {
  if (!present) return {documents::NoValue()};
  return {documents::Decimal{value, kMachineDecimals}};
}

std::string RoundText(v1::Round round, const Texts& texts) {
  const std::string title = RoundTitle(round, 0, texts);
  return title.substr(0, title.rfind(' '));
}

}  // namespace prognos::client
