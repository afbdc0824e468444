#include "forecast/service/fund_checks.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/service/followup_rows.h"
#include "forecast/service/fund_standing.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/followup.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxFunds = 2'000;
constexpr int kMaxRows = 20'000;
constexpr int kMaxFundComment = 1'000;
constexpr int kMostWriteOffYears = 100;

// What a request says by itself.
class FundRequestCheck {
 public:
  FundRequestCheck(const std::string& organization, absl::Time now)
      : organization_(organization), current_month_(SwedishMonth(now)) {}

  void Take(const v1::Fund& fund, const std::string& place) {
    const std::string id = CheckFundName(fund.name(), organization_, absl::StrCat(place, ".name"), faults_);
    RefusePersonalNumber(id, absl::StrCat(place, ".name"), faults_);
    CheckText(fund.display_name(), kMaxDisplayName, true, absl::StrCat(place, ".display_name"), faults_);
    CheckText(fund.comment(), kMaxFundComment, false, absl::StrCat(place, ".comment"), faults_);
    if (!fund.activity().empty()) {
      CheckActivityName(fund.activity(), organization_, absl::StrCat(place, ".activity"), faults_);
    }
    if (fund.kind() == 0 || !v1::FundKind_IsValid(fund.kind())) {
      faults_.Add(absl::StrCat(place, ".kind"), FaultReason::kMissingValue, "", messages::value::IsRequired());
    }
    CheckNotNegative(fund.amount_ore(), absl::StrCat(place, ".amount_ore"));
    CheckFrame(fund, place);
    rows_.Add({ledger::FollowUpKind::kFund, id, 0, ContentOf(fund)}, absl::StrCat(place, ".name"), faults_);
  }

  void Take(const v1::FundYear& year, const std::string& place) {
    const std::string id = CheckFundName(year.fund(), organization_, absl::StrCat(place, ".fund"), faults_);
    CheckYear(year.year(), absl::StrCat(place, ".year"), faults_);
    CheckNotNegative(year.budget_ore(), absl::StrCat(place, ".budget_ore"));
    CheckNotNegative(year.depreciation_ore(), absl::StrCat(place, ".depreciation_ore"));
    CheckNotNegative(year.interest_ore(), absl::StrCat(place, ".interest_ore"));
    if (year.depreciation_years() < 0 || year.depreciation_years() > kMostWriteOffYears) {
      faults_.Add(absl::StrCat(place, ".depreciation_years"), FaultReason::kOutOfRange,
                  absl::StrCat(year.depreciation_years()), messages::value::MustBeBetween(0, kMostWriteOffYears));
    }
    rows_.Add({ledger::FollowUpKind::kFundYear, id, year.year(), ContentOf(year)}, absl::StrCat(place, ".fund"),
              faults_);
  }

  void Take(const v1::FundUse& use, const std::string& place) {
    const std::string id = CheckFundName(use.fund(), organization_, absl::StrCat(place, ".fund"), faults_);
    const std::optional<Month> month = CheckMonth(use.month(), absl::StrCat(place, ".month"), faults_);
    if (month.has_value() && *month > current_month_) {
      faults_.Add(absl::StrCat(place, ".month"), FaultReason::kFutureMonth, month->ToString(),
                  messages::ledger::MonthHasNotBegun(Argument::OfMonth(current_month_.ToString())));
    }
    CheckAmount(use.used_ore(), absl::StrCat(place, ".used_ore"), faults_);
    CheckAmount(use.forecast_ore(), absl::StrCat(place, ".forecast_ore"), faults_);
    CheckNotNegative(use.carried_over_ore(), absl::StrCat(place, ".carried_over_ore"));
    CheckText(use.comment(), kMaxFundComment, false, absl::StrCat(place, ".comment"), faults_);
    rows_.Add({ledger::FollowUpKind::kFundUse, id, month.value_or(Month()).index(), ContentOf(use)},
              absl::StrCat(place, ".month"), faults_);
  }

  FaultList& faults() { return faults_; }
  std::vector<ledger::NewFollowUp> TakeRows() { return rows_.Take(); }

 private:
  void CheckNotNegative(int64_t ore, std::string place) {
    if (ore < 0) {
      faults_.Add(std::move(place), FaultReason::kOutOfRange, absl::StrCat(ore), messages::value::MustBeAtLeastZero());
    } else {
      CheckAmount(ore, std::move(place), faults_);
    }
  }

  void CheckFrame(const v1::Fund& fund, const std::string& place) {
    const bool is_required = fund.kind() != v1::FUND_KIND_INVESTMENT;
    std::optional<Month> first, last;
    if (is_required || !fund.first_month().empty()) {
      first = CheckMonth(fund.first_month(), absl::StrCat(place, ".first_month"), faults_);
    }
    if (is_required || !fund.last_month().empty()) {
      last = CheckMonth(fund.last_month(), absl::StrCat(place, ".last_month"), faults_);
    }
    if (first.has_value() && last.has_value() && *last < *first) {
      faults_.Add(absl::StrCat(place, ".last_month"), FaultReason::kInconsistent, fund.last_month(),
                  messages::followup::LiesBeforeTheFirstMonth(Argument::OfMonth(fund.first_month())));
    }
  }

  const std::string& organization_;
  const Month current_month_;
  FaultList faults_;
  FollowUpRows rows_;
};

// What a request says against what is recorded and what it says itself of funds.
class FitCheck {
 public:
  FitCheck(const std::string& organization, RecordedFunds recorded)
      : organization_(organization), recorded_(std::move(recorded)) {}

  void TakeFund(const v1::Fund& fund, const absl::flat_hash_set<std::string>& activities, const std::string& place) {
    if (!fund.activity().empty() && !activities.contains(fund.activity())) {
      faults_.Add(absl::StrCat(place, ".activity"), FaultReason::kUnknown, fund.activity(),
                  messages::value::DoesNotExist());
    }
    v1::Fund& before = recorded_.funds[ParseFundName(fund.name())->id];
    if (before.kind() != 0 && before.kind() != fund.kind()) {
      faults_.Add(absl::StrCat(place, ".kind"), FaultReason::kInconsistent, fund.display_name(),
                  messages::followup::KindCannotChange());
    }
    before = fund;
  }

  void TakeYear(const v1::FundYear& year, const std::string& place) {
    const v1::Fund* const fund = Find(year.fund(), place);
    if (fund == nullptr) return;
    if (fund->kind() != v1::FUND_KIND_INVESTMENT) {
      faults_.Add(absl::StrCat(place, ".fund"), FaultReason::kInconsistent, fund->display_name(),
                  messages::followup::IsNoInvestment());
    }
    recorded_.years[ParseFundName(year.fund())->id][year.year()] = year;
  }

  // First all of them, for what one carries over counts in the year after.
  void KeepUse(const v1::FundUse& use) {
    recorded_.uses[ParseFundName(use.fund())->id][*Month::Parse(use.month())] = use;
  }

  void TakeUse(const v1::FundUse& use, const std::string& place) {
    const v1::Fund* const fund = Find(use.fund(), place);
    if (fund == nullptr) return;
    const bool before = !fund->first_month().empty() && use.month() < fund->first_month();
    const bool after = !fund->last_month().empty() && use.month() > fund->last_month();
    // What an investment has used is told of to the end of the year, and so of one that has ended.
    if (fund->kind() != v1::FUND_KIND_INVESTMENT && (before || after)) {
      faults_.Add(absl::StrCat(place, ".month"), FaultReason::kInconsistent, use.month(),
                  messages::followup::LiesOutsideTheFrame(Argument::OfMonth(fund->first_month()),
                                                          Argument::OfMonth(fund->last_month())));
    }
    if (use.has_carried_over_ore()) CheckCarriedOver(*fund, use, absl::StrCat(place, ".carried_over_ore"));
  }

  absl::Status ToStatus() const { return faults_.ToStatus(); }

 private:
  const v1::Fund* Find(const std::string& name, const std::string& place) {
    const auto found = recorded_.funds.find(ParseFundName(name)->id);
    if (found != recorded_.funds.end()) return &found->second;
    faults_.Add(absl::StrCat(place, ".fund"), FaultReason::kUnknown, name, messages::value::DoesNotExist());
    return nullptr;
  }

  void CheckCarriedOver(const v1::Fund& fund, const v1::FundUse& use, const std::string& place) {
    if (fund.kind() != v1::FUND_KIND_INVESTMENT) {
      faults_.Add(place, FaultReason::kInconsistent, fund.display_name(), messages::followup::IsNoInvestment());
      return;
    }
    const Month month = *Month::Parse(use.month());
    const v1::FundStanding standing = StandingOf(recorded_, ParseFundName(use.fund())->id, month.year(), month);
    if (use.carried_over_ore() <= std::max<int64_t>(standing.left_ore(), 0)) return;
    faults_.Add(place, FaultReason::kInconsistent, absl::StrCat(use.carried_over_ore()),
                messages::followup::IsMoreThanIsLeft(Argument::Amount(standing.left_ore())));
  }

  const std::string& organization_;
  RecordedFunds recorded_;
  FaultList faults_;
};

}  // namespace

absl::StatusOr<RecordedFunds> ReadFunds(ledger::Reader& reader, const std::string& organization,
                                        std::optional<absl::Time> as_of) {
  using ledger::FollowUpKind;
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  RecordedFunds recorded;
  const auto year = [](int period) { return period; };
  PROGNOS_RETURN_IF_ERROR(ReadItems(reader, organization, FollowUpKind::kFund, as_of, FundName, recorded.funds));
  PROGNOS_RETURN_IF_ERROR(
      ReadRows(reader, organization, FollowUpKind::kFundYear, as_of, FundName, year, recorded.years));
  PROGNOS_RETURN_IF_ERROR(
      ReadRows(reader, organization, FollowUpKind::kFundUse, as_of, FundName, Month::FromIndex, recorded.uses));
  return recorded;
}

absl::StatusOr<std::vector<ledger::NewFollowUp>> CheckFunds(const v1::PutFundsRequest& request,
                                                            const std::string& organization, absl::Time now) {
  FundRequestCheck check(organization, now);
  CheckRequestId(request.request_id(), check.faults());
  if (request.funds().empty() && request.years().empty() && request.uses().empty()) {
    check.faults().Add("funds", FaultReason::kMissingValue, "", messages::value::IsRequired());
  }
  TakeAll(request.funds(), kMaxFunds, "funds", check);
  TakeAll(request.years(), kMaxRows, "years", check);
  TakeAll(request.uses(), kMaxRows, "uses", check);
  PROGNOS_RETURN_IF_ERROR(check.faults().ToStatus());
  return check.TakeRows();
}

absl::Status CheckFundsFit(ledger::Reader& reader, const std::string& organization,
                           const v1::PutFundsRequest& request) {
  PROGNOS_ASSIGN_OR_RETURN(RecordedFunds recorded, ReadFunds(reader, organization));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> activities, reader.ListActivities(organization));
  absl::flat_hash_set<std::string> known;
  for (const ledger::Activity& activity : activities) known.insert(ActivityName(organization, activity.id));
  FitCheck check(organization, std::move(recorded));
  for (int i = 0; i < request.funds_size(); ++i)
    check.TakeFund(request.funds(i), known, absl::StrCat("funds[", i, "]"));
  for (int i = 0; i < request.years_size(); ++i) check.TakeYear(request.years(i), absl::StrCat("years[", i, "]"));
  for (const v1::FundUse& use : request.uses()) check.KeepUse(use);
  for (int i = 0; i < request.uses_size(); ++i) check.TakeUse(request.uses(i), absl::StrCat("uses[", i, "]"));
  return check.ToStatus();
}

}  // namespace prognos::service
