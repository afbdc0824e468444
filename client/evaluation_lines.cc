#include "client/evaluation_lines.h"

#include <algorithm>

#include "client/forecast_tables.h"

namespace prognos::client {
namespace {

constexpr int kMachineDecimals = 3;

// Net rows; every row where there is none, as in the evaluation of one series.
bool IsPrinted(const v1::EvaluationRow& row, bool has_net) { return !has_net || row.measure() == v1::MEASURE_NET; }

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

bool IsSum(const v1::EvaluationRow& row) { return row.activity().empty(); }

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
  for (const v1::EvaluationRow& row : result.rows()) {
    if (row.round() != round || !IsPrinted(row, has_net)) continue;
    const bool same = !lines.empty() && lines.back().any->activity() == row.activity() &&
                      lines.back().any->measure() == row.measure() && lines.back().any->series() == row.series();
    if (!same) lines.push_back({&row, {}});
    lines.back().models.push_back(&row);
  }
  std::stable_partition(lines.begin(), lines.end(), [](const EvaluationLine& line) { return !IsSum(*line.any); });
  return lines;
}

std::string LineName(const v1::EvaluationRow& row, const Texts& texts) {
  return IsSum(row) ? texts.sum : row.display_name();
}

bool IsVolume(const v1::EvaluationRow& row) { return row.measure() == v1::MEASURE_VOLUME; }

documents::Row NamedRow(const v1::EvaluationRow& row, const Texts& texts) {
  return {.cells = {{LineName(row, texts)}}, .level = row.depth()};
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
  return {{last(row.activity())}, {LineName(row, texts)}, {MeasureName(row.measure(), texts)},
          {last(row.series())},   {row.unit()},           {RoundText(row.round(), texts)},
          {row.model()}};
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
