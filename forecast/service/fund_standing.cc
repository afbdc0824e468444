#include "forecast/service/fund_standing.h"

#include <map>
#include <optional>

#include "forecast/followup/fund.h"
#include "forecast/service/followup_rows.h"

namespace prognos::service {
namespace {

using Uses = std::map<Month, v1::FundUse>;
using Years = std::map<int, v1::FundYear>;

// The newest from `first` to `last`; null when there is none.
const v1::FundUse* Newest(const Uses& uses, Month first, Month last) {
  auto after = uses.upper_bound(last);
  if (after == uses.begin()) return nullptr;
  --after;
  return after->first < first ? nullptr : &after->second;
}

Month MonthOr(const std::string& text, Month otherwise) {
  const absl::StatusOr<Month> month = Month::Parse(text);
  return month.ok() ? *month : otherwise;
}

// An investment's frame is the year's budget and what was carried over to it.
followup::Frame InvestmentFrame(const Years& years, const Uses& uses, int year, v1::FundStanding& standing) {
  const Month january = Month::January(year);
  const auto planned = years.find(year);
  int64_t frame_ore = planned == years.end() ? 0 : planned->second.budget_ore();
  if (const v1::FundUse* const before = Newest(uses, january - 12, january - 1); before != nullptr) {
    standing.set_last_year_used_ore(before->used_ore());
    if (before->has_carried_over_ore()) standing.set_carried_in_ore(before->carried_over_ore());
    frame_ore += before->carried_over_ore();
  }
  return {frame_ore, january, january + 11};
}

// What a year's plan costs in a whole year afterwards.
void AddCapitalCosts(const v1::FundYear& plan, v1::FundStanding& standing) {
  if (plan.has_depreciation_ore() || plan.depreciation_years() > 0) {
    standing.set_depreciation_ore(plan.has_depreciation_ore()
                                      ? plan.depreciation_ore()
                                      : followup::YearlyDepreciation(plan.budget_ore(), plan.depreciation_years()));
  }
  if (plan.has_interest_ore()) standing.set_interest_ore(plan.interest_ore());
}

void AddOutlook(const followup::FundOutlook& outlook, v1::FundStanding& standing) {
  standing.set_frame_ore(outlook.frame_ore);
  standing.set_left_ore(outlook.left_ore);
  standing.set_forecast_ore(outlook.forecast_ore);
  standing.set_basis(static_cast<v1::FundForecastBasis>(outlook.basis));
  standing.set_pace_ore(outlook.pace_ore);
  standing.set_deviation_ore(outlook.deviation_ore());
  standing.set_year_end_ore(outlook.year_end_ore);
}

}  // namespace

bool RunsIn(const v1::Fund& fund, int year) {
  const Month january = Month::January(year);
  return MonthOr(fund.first_month(), january) <= january + 11 && MonthOr(fund.last_month(), january) >= january;
}

v1::FundStanding StandingOf(const RecordedFunds& recorded, const std::string& id, int year, Month until) {
  v1::FundStanding standing;
  *standing.mutable_fund() = recorded.funds.at(id);
  const Uses& uses = FindOrNone(recorded.uses, id);
  const Years& years = FindOrNone(recorded.years, id);
  const Month january = Month::January(year);
  const bool is_investment = standing.fund().kind() == v1::FUND_KIND_INVESTMENT;
  const followup::Frame frame =
      is_investment ? InvestmentFrame(years, uses, year, standing)
                    : followup::Frame{standing.fund().amount_ore(), MonthOr(standing.fund().first_month(), january),
                                      MonthOr(standing.fund().last_month(), january + 11)};
  std::optional<followup::Use> use;
  if (const v1::FundUse* const newest = Newest(uses, is_investment ? january : frame.first, until); newest != nullptr) {
    *standing.mutable_use() = *newest;
    use = followup::Use{MonthOr(newest->month(), until), newest->used_ore(),
                        newest->has_forecast_ore() ? std::optional<int64_t>(newest->forecast_ore()) : std::nullopt};
  }
  AddOutlook(followup::OutlookOf(frame, use, january + 11), standing);
  for (const auto& [planned, plan] : years) {
    *standing.add_years() = plan;
    if (planned == year) AddCapitalCosts(plan, standing);
  }
  return standing;
}

}  // namespace prognos::service
