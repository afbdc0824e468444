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
    default:
      faults.Add("budget.kind", FaultReason::kUnknown, absl::StrCat(kind), messages::budget::IsNotAKind());
      return ledger::DecisionKind::kBudget;
  }
}

// The first month that a change decided on `decided` may touch: that of its decision, for what was reported before it
// stays. A change decided after the year has no month left.
int EarliestMonth(int year, absl::CivilDay decided, FaultList& faults) {
  if (decided.year() < year) return 1;
  if (decided.year() == year) return decided.month();
  faults.Add("budget.decision_date", FaultReason::kInconsistent, absl::FormatCivilTime(decided),
             messages::budget::IsAfterTheYear(year));
  return 12;
}

int CheckFirstMonth(const v1::BudgetVersion& budget, ledger::DecisionKind kind, std::optional<absl::CivilDay> decided,
                    FaultList& faults) {
  const int asked = budget.first_month();
  const auto refuse = [&](FaultReason reason, Message rule) {
    faults.Add("budget.first_month", reason, absl::StrCat(asked), std::move(rule));
    return 1;
  };
  if (asked < 0 || asked > 12) return refuse(FaultReason::kOutOfRange, messages::value::MustBeBetween(0, 12));
  if (kind == ledger::DecisionKind::kBudget) {
    return asked <= 1 ? 1 : refuse(FaultReason::kInconsistent, messages::budget::IsSetFromJanuary());
  }
  if (!decided.has_value()) return std::max(asked, 1);
  const int earliest = EarliestMonth(budget.year(), *decided, faults);
  if (asked != 0 && asked < earliest) {
    return refuse(FaultReason::kInconsistent,
                  messages::budget::IsBeforeItsDecision(absl::FormatCivilTime(*decided), earliest));
  }
  return asked == 0 ? earliest : asked;
}

ledger::BudgetLine CheckLine(const v1::BudgetLine& line, const std::string& organization, const std::string& place,
                             const DecisionShape& shape, FaultList& faults) {
  ledger::BudgetLine result;
  result.kind = shape.kind == ledger::DecisionKind::kBudget ? ledger::LineKind::kSet : ledger::LineKind::kChange;
  result.first_month = shape.first_month;
  result.series_id = CheckSeriesName(line.series(), organization, absl::StrCat(place, ".series"), faults);
  result.amount_ore = line.amount_ore();
  CheckAmount(line.amount_ore(), absl::StrCat(place, ".amount_ore"), faults);
  if (line.phasing() == v1::PHASING_MONTHLY_AMOUNTS) {
    result.phasing = ledger::Phasing::kMonthlyAmounts;
    CheckMonthlyAmounts(line, place, result, faults);
    return result;
  }
  if (!v1::Phasing_IsValid(line.phasing())) {
    faults.Add(absl::StrCat(place, ".phasing"), FaultReason::kUnknown, absl::StrCat(line.phasing()),
               messages::budget::IsNotAPhasing());
  }
  if (line.monthly_amounts_ore_size() != 0) {
    faults.Add(absl::StrCat(place, ".monthly_amounts_ore"), FaultReason::kInconsistent, "",
               messages::budget::MonthsMustBeEmpty());
  }
  result.phasing = line.phasing() == v1::PHASING_LAST_YEAR ? ledger::Phasing::kLastYear : ledger::Phasing::kEven;
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

absl::StatusOr<ledger::BudgetVersion> CheckVersion(const v1::SetBudgetRequest& request,
                                                   const std::string& organization) {
  const v1::BudgetVersion& budget = request.budget();
  FaultList faults;
  ledger::BudgetVersion version;
  CheckRequestId(request.request_id(), faults);
  CheckYear(budget.year(), "budget.year", faults);
  version.year = budget.year();
  const std::optional<absl::CivilDay> decided = CheckDate(budget.decision_date(), "budget.decision_date", faults);
  version.decision_date = decided.value_or(absl::CivilDay());
  version.kind = CheckKind(budget.kind(), faults);
  const DecisionShape shape{version.kind, CheckFirstMonth(budget, version.kind, decided, faults)};
  CheckText(budget.description(), kMaxDescription, false, "budget.description", faults);
  version.description = budget.description();
  if (!CheckCount(budget.lines_size(), kMaxLines, "budget.lines", faults)) return faults.ToStatus();
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < budget.lines_size(); ++i) {
    const std::string place = absl::StrCat("budget.lines[", i, "]");
    version.lines.push_back(CheckLine(budget.lines(i), organization, place, shape, faults));
    const std::string& id = version.lines.back().series_id;
    if (!id.empty() && !seen.insert(id).second) {
      faults.Add(absl::StrCat(place, ".series"), FaultReason::kDuplicate, id, messages::budget::StandsTwice());
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return version;
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
