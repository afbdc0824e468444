#include "forecast/budget/in_force.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace prognos::budget {
namespace {

using Decisions = std::vector<const BudgetVersion*>;  // Of one year.

void SortByDecision(Decisions& decisions) {
  std::sort(decisions.begin(), decisions.end(), [](const BudgetVersion* a, const BudgetVersion* b) {
    return std::tie(a->decision_date, a->version) < std::tie(b->decision_date, b->version);
  });
}

bool ReplacesAll(const BudgetLine& line) { return line.kind == LineKind::kSet && line.first_month == 1; }

// `line` on top of `before`.
BudgetLine Combined(const BudgetLine& before, const BudgetLine& line) {
  BudgetLine result = before;
  for (size_t at = static_cast<size_t>(line.first_month - 1); at < line.monthly_ore.size(); ++at) {
    const int64_t kept = line.kind == LineKind::kChange ? before.monthly_ore[at] : 0;
    result.monthly_ore[at] = kept + line.monthly_ore[at];
  }
  result.series_id = line.series_id;
  result.amount_ore = std::accumulate(result.monthly_ore.begin(), result.monthly_ore.end(), int64_t{0});
  result.phasing = Phasing::kMonthlyAmounts;
  if (!line.note.empty()) result.note = line.note;
  return result;
}

BudgetInForce LinesOf(Decisions decisions) {
  SortByDecision(decisions);
  BudgetInForce result;
  for (const BudgetVersion* decision : decisions) Apply(*decision, result);
  return result;
}

Decisions PointersTo(const std::vector<BudgetVersion>& versions) {
  Decisions decisions;
  for (const BudgetVersion& version : versions) decisions.push_back(&version);
  return decisions;
}

}  // namespace

std::vector<const BudgetVersion*> InOrderOfDecision(const std::vector<BudgetVersion>& versions) {
  Decisions decisions = PointersTo(versions);
  SortByDecision(decisions);
  return decisions;
}

void Apply(const BudgetVersion& decision, BudgetInForce& budget) {
  for (const BudgetLine& line : decision.lines) {
    LineInForce& in_force = budget[line.series_id];
    if (ReplacesAll(line)) in_force.versions.clear();
    in_force.line = ReplacesAll(line) ? line : Combined(in_force.line, line);
    if (line.kind == LineKind::kSet) {
      std::copy(line.monthly_ore.begin() + (line.first_month - 1), line.monthly_ore.end(),
                in_force.original_ore.begin() + (line.first_month - 1));
    }
    in_force.decision_date = decision.decision_date;
    in_force.versions.push_back(decision.version);
  }
}

BudgetInForce LinesInForce(const std::vector<BudgetVersion>& versions) { return LinesOf(PointersTo(versions)); }

absl::flat_hash_map<std::string, MonthlySeries> MonthsInForce(const std::vector<BudgetVersion>& versions) {
  std::map<int, Decisions> years;
  for (const BudgetVersion& version : versions) years[version.year].push_back(&version);
  absl::flat_hash_map<std::string, MonthlySeries> result;
  if (years.empty()) return result;
  const Month first = Month::January(years.begin()->first);
  const int months = Month::January(years.rbegin()->first) + kMonthsPerYear - first;
  for (const auto& [year, decisions] : years) {
    for (const auto& [series_id, in_force] : LinesOf(decisions)) {
      MonthlySeries& series =
          result.try_emplace(series_id, MonthlySeries{first, Vector::Constant(months, kMissing)}).first->second;
      for (int i = 0; i < kMonthsPerYear; ++i) {
        series.values[Month::January(year) + i - first] = static_cast<double>(in_force.line.monthly_ore[i]);
      }
    }
  }
  for (auto& [series_id, series] : result) series = series.Trimmed();
  return result;
}

absl::CivilDay LastDecisionOfRound(int year, int last_known_month) {
  const absl::CivilMonth month_of_the_round(year, last_known_month + 1);  // 13 is January of the next year.
  return absl::CivilDay(month_of_the_round + 1) - 1;
}

}  // namespace prognos::budget
