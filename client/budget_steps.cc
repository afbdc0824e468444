#include "client/budget_steps.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/budget_rows.h"
#include "client/budget_table.h"
#include "client/series_names.h"

namespace prognos::client {
namespace {

// Years of series in öre, cost and revenue both positive.
using SeriesYears = std::map<std::string, int64_t>;

void AddNet(const std::string& series, int64_t ore, const LedgerNames& names, NetByType& net) {
  if (IsInFrameOfItsOwn(series, names)) return;
  net[SeriesCostType(series)] += IsRevenueSeries(series) ? -ore : ore;
}

// In the order in which they count.
std::vector<const v1::BudgetVersion*> InOrder(const v1::GetBudgetResponse& budget) {
  std::vector<const v1::BudgetVersion*> versions;
  for (const v1::BudgetVersion& version : budget.versions()) versions.push_back(&version);
  absl::c_sort(versions, [](const auto* a, const auto* b) {
    return std::pair(a->decision_date(), a->version()) < std::pair(b->decision_date(), b->version());
  });
  return versions;
}

// The year of each series after a decision that sets what it names, or adds to it.
SeriesYears After(const v1::BudgetVersion& version, bool sets, SeriesYears years) {
  for (const v1::BudgetLine& line : version.lines()) {
    int64_t& year = years[line.series()];
    year = (sets ? 0 : year) + line.amount_ore();
  }
  return years;
}

// By how much costs and revenues change from `was` to `is`.
std::pair<int64_t, int64_t> ChangeOf(const SeriesYears& was, const SeriesYears& is) {
  std::pair<int64_t, int64_t> change;
  for (const auto& [series, ore] : is) {
    const auto before = was.find(series);
    (IsRevenueSeries(series) ? change.second : change.first) += ore - (before == was.end() ? 0 : before->second);
  }
  return change;
}

// An indexation sets a year from the year before, or adds to the year's own: which of the two, its change tells.
bool Sets(const v1::BudgetVersion& version, const SeriesYears& years) {
  if (version.kind() != v1::DECISION_KIND_INDEXATION) return version.kind() <= v1::DECISION_KIND_BUDGET;
  return ChangeOf(years, After(version, /*sets=*/true, years)) ==
         std::pair(version.cost_change_ore(), version.revenue_change_ore());
}

int64_t NetChange(const v1::BudgetVersion& version) {
  return version.cost_change_ore() - version.revenue_change_ore() - version.frames_net_change_ore();
}

std::string NameOf(const v1::BudgetVersion& version, const Texts& texts) {
  if (!version.description().empty()) return version.description();
  const std::string decision = DecisionText(version, texts);
  return absl::StrCat(version.decision_date(), decision.empty() ? "" : "  ", decision);
}

NetByType Less(NetByType a, const NetByType& b) {
  for (const auto& [type, ore] : b) a[type] -= ore;
  return a;
}

// What decisions change one after the other.
class DecisionSteps {
 public:
  explicit DecisionSteps(const LedgerNames& names) : names_(names) {}

  NetByType Take(const v1::BudgetVersion& version) {
    const SeriesYears after = After(version, Sets(version, years_), years_);
    NetByType change;
    for (const auto& [series, ore] : after) {
      const auto before = years_.find(series);
      AddNet(series, ore - (before == years_.end() ? 0 : before->second), names_, change);
    }
    years_ = after;
    const int64_t rest = NetChange(version) - SumOf(change);
    if (rest != 0) change[""] += rest;
    return change;
  }

 private:
  const LedgerNames& names_;
  SeriesYears years_;
};

// What activities had in the year before that had left when the year was budgeted.
class LeftBefore {
 public:
  LeftBefore(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before, const LedgerNames& names)
      : names_(names) {
    std::set<std::string> decided;
    for (const v1::BudgetVersion& version : budget.versions()) {
      for (const v1::BudgetLine& line : version.lines()) decided.insert(line.series());
    }
    for (const v1::BudgetLine& line : year_before.lines()) {
      const std::string activity = ActivityOfSeries(line.series());
      if (!names.HasLeft(activity) || decided.contains(line.series())) continue;
      AddNet(line.series(), line.amount_ore(), names, net_);
      const std::string top = TopOf(activity);
      if (!absl::c_linear_search(tops_, top)) tops_.push_back(top);
    }
  }

  const NetByType& net() const { return net_; }
  std::optional<BudgetStep> Step(const Texts& texts) const {
    if (absl::c_all_of(net_, [](const auto& part) { return part.second == 0; })) return std::nullopt;
    std::vector<std::string> left;
    for (const std::string& top : tops_) left.push_back(names_.ActivityText(top));
    return BudgetStep{absl::Substitute(texts.left_before, FirstNames(left, texts)), Less({}, net_)};
  }

 private:
  // The uppermost activity above it that has left as well.
  std::string TopOf(const std::string& activity) const {
    std::string top = activity;
    for (size_t steps = 0; steps < names_.activities().size(); ++steps) {
      const auto found = absl::c_find_if(names_.activities(), [&](const auto& one) { return one.name() == top; });
      if (found == names_.activities().end() || !names_.HasLeft(found->parent())) return top;
      top = found->parent();
    }
    return top;
  }

  const LedgerNames& names_;
  NetByType net_;
  std::vector<std::string> tops_;
};

}  // namespace

int64_t SumOf(const NetByType& net) {
  int64_t sum = 0;
  for (const auto& [type, ore] : net) sum += ore;
  return sum;
}

NetByType NetByTypeOf(const v1::GetBudgetResponse& budget, const LedgerNames& names) {
  NetByType net;
  for (const v1::BudgetLine& line : budget.lines()) AddNet(line.series(), line.amount_ore(), names, net);
  return net;
}

std::vector<BudgetStep> StepsOf(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                                const LedgerNames& names, const Texts& texts) {
  std::vector<BudgetStep> steps;
  const LeftBefore left(budget, year_before, names);
  if (std::optional<BudgetStep> step = left.Step(texts); step.has_value()) steps.push_back(*std::move(step));
  const NetByType stayed = Less(NetByTypeOf(year_before, names), left.net());
  DecisionSteps decisions(names);
  bool is_first = true;
  for (const v1::BudgetVersion* version : InOrder(budget)) {
    NetByType change = decisions.Take(*version);
    if (is_first) change = Less(std::move(change), stayed);
    is_first = false;
    steps.push_back({NameOf(*version, texts), std::move(change)});
  }
  return steps;
}

}  // namespace prognos::client
