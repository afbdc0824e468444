#include "forecast/service/budget_checks.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/actuals_check.h"
#include "forecast/service/error.h"
#include "forecast/service/validators.h"
#include "messages/budget.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxLines = 20'000;
constexpr int kMaxDescription = 200;

// The twelve amounts of a line and their sum; faults when they are not twelve, too large, contradict the yearly one, or
// lie before the first month.
void CheckMonthlyAmounts(const v1::BudgetLine& line, const std::string& place, ledger::BudgetLine& result,
                         FaultList& faults) {
  const std::string months_place = absl::StrCat(place, ".monthly_amounts_ore");
  if (line.monthly_amounts_ore_size() != 12) {
    faults.Add(months_place, FaultReason::kOutOfRange, absl::StrCat(line.monthly_amounts_ore_size()),
               messages::budget::IsNotTwelveAmounts());
    return;
  }
  for (int i = 0; i < 12; ++i) {
    const std::string month_place = absl::StrCat(months_place, "[", i, "]");
    CheckAmount(line.monthly_amounts_ore(i), month_place, faults);
    if (i + 1 < result.first_month && line.monthly_amounts_ore(i) != 0) {
      faults.Add(month_place, FaultReason::kInconsistent, absl::StrCat(line.monthly_amounts_ore(i)),
                 messages::budget::IsBeforeTheFirstMonth(result.first_month));
    }
    result.monthly_ore[i] = std::clamp(line.monthly_amounts_ore(i), -kMaxAmountOre, kMaxAmountOre);
  }
  const int64_t sum = std::accumulate(result.monthly_ore.begin(), result.monthly_ore.end(), int64_t{0});
  if (line.amount_ore() != 0 && line.amount_ore() != sum) {
    faults.Add(absl::StrCat(place, ".amount_ore"), FaultReason::kInconsistent, absl::StrCat(line.amount_ore()),
               messages::budget::IsNotTheSum(Argument::Amount(sum)));
  }
  CheckAmount(sum, absl::StrCat(place, ".amount_ore"), faults);
  result.amount_ore = sum;
}

struct DecisionShape {
  ledger::DecisionKind kind = ledger::DecisionKind::kBudget;
  int first_month = 1;
};

ledger::DecisionKind CheckKind(v1::DecisionKind kind, FaultList& faults) {
  switch (kind) {
    case v1::DECISION_KIND_UNSPECIFIED:
    case v1::DECISION_KIND_BUDGET:
      return ledger::DecisionKind::kBudget;
    case v1::DECISION_KIND_AMENDMENT:
      return ledger::DecisionKind::kAmendment;
    case v1::DECISION_KIND_REALLOCATION:
      return ledger::DecisionKind::kReallocation;
    case v1::DECISION_KIND_PHASING:
      return ledger::DecisionKind::kPhasing;
    default:
      faults.Add("budget.kind", FaultReason::kUnknown, absl::StrCat(kind), messages::budget::IsNotAKind());
      return ledger::DecisionKind::kBudget;
  }
}

// The first month that a change decided on `decided` may touch: that of its decision, for what was reported before it
// stays. A change decided after the year has no month left.
int EarliestMonth(int year, absl::CivilDay decided, const std::string& prefix, FaultList& faults) {
  if (decided.year() < year) return 1;
  if (decided.year() == year) return decided.month();
  faults.Add(absl::StrCat(prefix, "decision_date"), FaultReason::kInconsistent, absl::FormatCivilTime(decided),
             messages::budget::IsAfterTheYear(year));
  return 12;
}

int CheckFirstMonth(const v1::BudgetVersion& budget, ledger::DecisionKind kind, std::optional<absl::CivilDay> decided,
                    const std::string& prefix, FaultList& faults) {
  const int asked = budget.first_month();
  const auto refuse = [&](FaultReason reason, Message rule) {
    faults.Add(absl::StrCat(prefix, "first_month"), reason, absl::StrCat(asked), std::move(rule));
    return 1;
  };
  if (asked < 0 || asked > 12) return refuse(FaultReason::kOutOfRange, messages::value::MustBeBetween(0, 12));
  if (kind == ledger::DecisionKind::kBudget) {
    return asked <= 1 ? 1 : refuse(FaultReason::kInconsistent, messages::budget::IsSetFromJanuary());
  }
  if (!decided.has_value()) return std::max(asked, 1);
  const int earliest = EarliestMonth(budget.year(), *decided, prefix, faults);
  const bool moves_money = kind != ledger::DecisionKind::kPhasing;
  if (moves_money && asked != 0 && asked < earliest) {
    return refuse(FaultReason::kInconsistent,
                  messages::budget::IsBeforeItsDecision(absl::FormatCivilTime(*decided), earliest));
  }
  return asked == 0 ? earliest : asked;
}

// Twelve of the year; written with two decimals they may miss 100 by what twelve of them are rounded.
void CheckPercentages(const v1::BudgetLine& line, const std::string& place, FaultList& faults) {
  constexpr double kRounding = 12 * 0.005;
  if (line.monthly_percentages_size() != 12) {
    faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(line.monthly_percentages_size()),
               messages::budget::IsNotTwelvePercentages());
    return;
  }
  double sum = 0.0;
  for (int i = 0; i < 12; ++i) {
    const double percentage = line.monthly_percentages(i);
    if (!(percentage >= 0.0 && percentage <= 100.0)) {  // NaN is neither.
      faults.Add(absl::StrCat(place, "[", i, "]"), FaultReason::kOutOfRange, absl::StrCat(percentage),
                 messages::budget::IsNotAPercentage());
      return;
    }
    sum += percentage;
  }
  if (std::abs(sum - 100.0) > kRounding + 1e-9) {
    faults.Add(place, FaultReason::kInconsistent, absl::StrCat(sum), messages::budget::IsNotHundredPerCent());
  }
}

budget::PhasingRule::Method MethodOf(v1::Phasing phasing, const std::string& place, FaultList& faults) {
  using Method = budget::PhasingRule::Method;
  switch (phasing) {
    case v1::PHASING_UNSPECIFIED:
    case v1::PHASING_EVEN:
      return Method::kEven;
    case v1::PHASING_LAST_YEAR:
      return Method::kLastYear;
    case v1::PHASING_MONTHLY_AMOUNTS:
      return Method::kMonthlyAmounts;
    case v1::PHASING_MEAN_PROFILE:
      return Method::kMeanProfile;
    case v1::PHASING_SEASON_PROFILE:
      return Method::kSeasonProfile;
    case v1::PHASING_PERCENTAGES:
      return Method::kPercentages;
    default:
      faults.Add(absl::StrCat(place, ".phasing"), FaultReason::kUnknown, absl::StrCat(phasing),
                 messages::budget::IsNotAPhasing());
      return Method::kEven;
  }
}

// What the line says of its phasing, but for its twelve amounts.
budget::PhasingRule CheckRule(const v1::BudgetLine& line, const std::string& place, FaultList& faults) {
  using Method = budget::PhasingRule::Method;
  budget::PhasingRule rule;
  rule.method = MethodOf(line.phasing(), place, faults);
  const std::string years_place = absl::StrCat(place, ".profile_years");
  const int years = line.profile_years();
  if (rule.method != Method::kMeanProfile && years != 0) {
    faults.Add(years_place, FaultReason::kInconsistent, absl::StrCat(years), messages::budget::YearsMustBeZero());
  } else if (years != 0 && (years < 2 || years > 10)) {
    faults.Add(years_place, FaultReason::kOutOfRange, absl::StrCat(years), messages::value::MustBeBetween(2, 10));
  } else if (years != 0) {
    rule.profile_years = years;
  }
  const std::string percentages_place = absl::StrCat(place, ".monthly_percentages");
  if (rule.method == Method::kPercentages) {
    CheckPercentages(line, percentages_place, faults);
    rule.percentages.assign(line.monthly_percentages().begin(), line.monthly_percentages().end());
  } else if (line.monthly_percentages_size() != 0) {
    faults.Add(percentages_place, FaultReason::kInconsistent, "", messages::budget::PercentagesMustBeEmpty());
  }
  return rule;
}

ledger::BudgetLine CheckLine(const v1::BudgetLine& line, const std::string& organization, const std::string& place,
                             const DecisionShape& shape, budget::PhasingRule& rule, FaultList& faults) {
  ledger::BudgetLine result;
  result.kind = shape.kind == ledger::DecisionKind::kBudget ? ledger::LineKind::kSet : ledger::LineKind::kChange;
  result.first_month = shape.first_month;
  result.series_id = CheckSeriesName(line.series(), organization, absl::StrCat(place, ".series"), faults);
  result.amount_ore = line.amount_ore();
  CheckAmount(line.amount_ore(), absl::StrCat(place, ".amount_ore"), faults);
  rule = CheckRule(line, place, faults);
  const bool by_month = rule.method == budget::PhasingRule::Method::kMonthlyAmounts;
  const bool last_year = rule.method == budget::PhasingRule::Method::kLastYear;
  const bool even = rule.method == budget::PhasingRule::Method::kEven;
  // The other ways are stored as the amounts that they make.
  result.phasing = last_year ? ledger::Phasing::kLastYear
                   : even    ? ledger::Phasing::kEven
                             : ledger::Phasing::kMonthlyAmounts;
  if (shape.kind == ledger::DecisionKind::kPhasing && line.amount_ore() != 0) {
    faults.Add(absl::StrCat(place, ".amount_ore"), FaultReason::kInconsistent, absl::StrCat(line.amount_ore()),
               messages::budget::AmountMustBeZero());
  }
  if (by_month) {
    CheckMonthlyAmounts(line, place, result, faults);
  } else if (line.monthly_amounts_ore_size() != 0) {
    faults.Add(absl::StrCat(place, ".monthly_amounts_ore"), FaultReason::kInconsistent, "",
               messages::budget::MonthsMustBeEmpty());
  }
  return result;
}

// A reallocation gives to some what it takes from others.
absl::Status CheckNet(const ledger::BudgetVersion& version, const budget::FlowsBySeries& flows) {
  if (version.kind != ledger::DecisionKind::kReallocation) return absl::OkStatus();
  const int64_t net = budget::SumOf(version.lines, flows).net();
  if (net == 0) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument, "budget.lines", FaultReason::kInconsistent, "",
                     messages::budget::DoesNotSumToZero(Argument::Amount(net)));
}

double LargestMonth(const ledger::BudgetLine& line) {
  double largest = 0.0;
  for (const int64_t ore : line.monthly_ore) largest = std::max(largest, std::abs(static_cast<double>(ore)));
  return largest;
}

// So much its months can come to, of one series: what was set, with all that was added since.
struct MostOfSeries {
  double set = 0.0;
  double added = 0.0;
};

using MostBySeries = absl::flat_hash_map<std::string, MostOfSeries>;

void Take(const ledger::BudgetVersion& version, MostBySeries& year) {
  for (const ledger::BudgetLine& line : version.lines) {
    MostOfSeries& most = year[line.series_id];
    if (line.kind == ledger::LineKind::kSet) {
      most.set = std::max(most.set, LargestMonth(line));
    } else {
      most.added += LargestMonth(line);
    }
  }
}

// The largest months of all budgets of the organization, added up, with `version` among them.
absl::StatusOr<double> LargestMonthsTogether(ledger::Reader& reader, const std::string& organization,
                                             const ledger::BudgetVersion& version) {
  absl::flat_hash_map<std::string, double> by_series;
  ledger::BudgetQuery query;
  for (query.year = Month::kFirstYear; query.year <= Month::kLastYear; ++query.year) {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> held,
                             reader.ListBudgetVersions(organization, query));
    MostBySeries year;
    for (const ledger::BudgetVersion& one : held) Take(one, year);
    if (query.year == version.year) Take(version, year);
    for (const auto& [series, most] : year) {
      by_series[series] = std::max(by_series[series], most.set + most.added);
    }
  }
  double total = 0.0;
  for (const auto& [series, most] : by_series) total += most;
  return total;
}

}  // namespace

CheckedHead CheckHead(const v1::BudgetVersion& budget, const std::string& prefix, FaultList& faults) {
  CheckedHead head;
  ledger::BudgetVersion& version = head.version;
  CheckYear(budget.year(), absl::StrCat(prefix, "year"), faults);
  version.year = budget.year();
  const std::optional<absl::CivilDay> decided =
      CheckDate(budget.decision_date(), absl::StrCat(prefix, "decision_date"), faults);
  version.decision_date = decided.value_or(absl::CivilDay());
  version.kind = CheckKind(budget.kind(), faults);
  head.first_month = CheckFirstMonth(budget, version.kind, decided, prefix, faults);
  CheckText(budget.description(), kMaxDescription, false, absl::StrCat(prefix, "description"), faults);
  version.description = budget.description();
  return head;
}

absl::StatusOr<CheckedDecision> CheckDecision(const v1::SetBudgetRequest& request, const std::string& organization) {
  const v1::BudgetVersion& budget = request.budget();
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  const CheckedHead head = CheckHead(budget, "budget.", faults);
  CheckedDecision decision{head.version, {}};
  ledger::BudgetVersion& version = decision.version;
  const DecisionShape shape{version.kind, head.first_month};
  if (!CheckCount(budget.lines_size(), kMaxLines, "budget.lines", faults)) return faults.ToStatus();
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < budget.lines_size(); ++i) {
    const std::string place = absl::StrCat("budget.lines[", i, "]");
    version.lines.push_back(
        CheckLine(budget.lines(i), organization, place, shape, decision.rules.emplace_back(), faults));
    const std::string& id = version.lines.back().series_id;
    if (!id.empty() && !seen.insert(id).second) {
      faults.Add(absl::StrCat(place, ".series"), FaultReason::kDuplicate, id, messages::budget::StandsTwice());
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return decision;
}

absl::Status CheckSeriesOfLines(const ledger::BudgetVersion& version, const budget::FlowsBySeries& flows) {
  FaultList faults;
  for (size_t i = 0; i < version.lines.size(); ++i) {
    const auto found = flows.find(version.lines[i].series_id);
    const std::string place = absl::StrCat("budget.lines[", i, "].series");
    if (found == flows.end()) {
      faults.Add(place, FaultReason::kUnknown, version.lines[i].series_id, messages::value::DoesNotExist());
    } else if (found->second == Flow::kVolume) {
      faults.Add(place, FaultReason::kWrongFlow, version.lines[i].series_id, messages::budget::SeriesIsAVolume());
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return CheckNet(version, flows);
}

absl::Status CheckYearOpen(const ledger::Organization& organization, int year) {
  const std::vector<int>& closed = organization.closed_years;
  if (std::find(closed.begin(), closed.end(), year) == closed.end()) return absl::OkStatus();
  return WithReason(FaultStatus(absl::StatusCode::kFailedPrecondition, "budget.year", FaultReason::kClosedYear,
                                absl::StrCat(year), messages::budget::YearIsClosed()),
                    v1::REASON_YEAR_CLOSED);
}

absl::Status CheckRoomForForecasts(ledger::Reader& reader, const std::string& organization,
                                   const ledger::BudgetVersion& version) {
  const auto largest = std::max_element(
      version.lines.begin(), version.lines.end(),
      [](const ledger::BudgetLine& a, const ledger::BudgetLine& b) { return LargestMonth(a) < LargestMonth(b); });
  if (largest == version.lines.end()) return absl::OkStatus();
  // What is set replaces; what is added adds up, however little it is each time.
  const bool adds = version.kind != ledger::DecisionKind::kBudget;
  if (!adds && LargestMonth(*largest) <= kHarmlessMonth) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const double total, LargestMonthsTogether(reader, organization, version));
  if (total <= kMostOfMonthsTogether) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument,
                     absl::StrCat("budget.lines[", largest - version.lines.begin(), "].amount_ore"),
                     FaultReason::kOutOfRange, absl::StrCat(largest->amount_ore),
                     messages::ledger::MonthsAreTooLarge(MostOfMonthsTogether()));
}

}  // namespace prognos::service
