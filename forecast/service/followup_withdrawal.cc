#include "forecast/service/followup_withdrawal.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/followup_rows.h"
#include "forecast/service/fund_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/followup.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

using ledger::FollowUpKind;

constexpr int kMostWithdrawn = 2'000;
constexpr int kMaxWithdrawalReason = 500;

bool HasYear(FollowUpKind kind) {
  return kind == FollowUpKind::kTarget || kind == FollowUpKind::kFundYear || kind == FollowUpKind::kVolumePlan;
}

bool HasMonth(FollowUpKind kind) { return kind == FollowUpKind::kMeasurement || kind == FollowUpKind::kFundUse; }

bool IsOfFund(FollowUpKind kind) { return kind >= FollowUpKind::kFund && kind <= FollowUpKind::kFundUse; }

// What is told of a thing by period, and goes with it.
std::vector<FollowUpKind> ToldOf(FollowUpKind kind) {
  if (kind == FollowUpKind::kIndicator) return {FollowUpKind::kTarget, FollowUpKind::kMeasurement};
  if (kind == FollowUpKind::kFund) return {FollowUpKind::kFundYear, FollowUpKind::kFundUse};
  return {};
}

std::string CheckItemName(FollowUpKind kind, const std::string& name, const std::string& organization,
                          const std::string& place, FaultList& faults) {
  if (kind == FollowUpKind::kVolumePlan) return CheckSeriesName(name, organization, place, faults);
  return IsOfFund(kind) ? CheckFundName(name, organization, place, faults)
                        : CheckIndicatorName(name, organization, place, faults);
}

// 0, a year, or the index of a month, as the kind says.
int CheckPeriod(FollowUpKind kind, const v1::FollowUpItem& item, const std::string& place, FaultList& faults) {
  if (!HasYear(kind) && item.year() != 0) {
    faults.Add(absl::StrCat(place, ".year"), FaultReason::kInconsistent, absl::StrCat(item.year()),
               messages::followup::IsNotSaidOfThisKind());
  }
  if (!HasMonth(kind) && !item.month().empty()) {
    faults.Add(absl::StrCat(place, ".month"), FaultReason::kInconsistent, item.month(),
               messages::followup::IsNotSaidOfThisKind());
  }
  if (HasYear(kind)) {
    CheckYear(item.year(), absl::StrCat(place, ".year"), faults);
    return item.year();
  }
  if (!HasMonth(kind)) return 0;
  return CheckMonth(item.month(), absl::StrCat(place, ".month"), faults).value_or(Month()).index();
}

v1::FollowUpItem ItemOf(const std::string& organization, const ledger::NewFollowUp& row) {
  v1::FollowUpItem item;
  item.set_kind(static_cast<v1::FollowUpItemKind>(row.kind));
  item.set_name(row.kind == FollowUpKind::kVolumePlan ? SeriesName(organization, row.item_id)
                : IsOfFund(row.kind)                  ? FundName(organization, row.item_id)
                                                      : IndicatorName(organization, row.item_id));
  if (HasYear(row.kind)) item.set_year(row.period);
  if (HasMonth(row.kind)) item.set_month(Month::FromIndex(row.period).ToString());
  return item;
}

// The things that count, by kind; each kind is read once.
class CountingFollowUps {
 public:
  CountingFollowUps(ledger::Reader& reader, const std::string& organization)
      : reader_(reader), organization_(organization) {}

  // The periods of an item, rising.
  absl::StatusOr<std::set<int>> PeriodsOf(FollowUpKind kind, const std::string& item_id) {
    const auto [found, is_new] = by_kind_.try_emplace(kind);
    if (is_new) {
      PROGNOS_ASSIGN_OR_RETURN(const auto rows, reader_.ListFollowUps(organization_, kind, std::nullopt));
      for (const ledger::FollowUp& row : rows) found->second[row.what.item_id].insert(row.what.period);
    }
    return FindOrNone(found->second, item_id);
  }

 private:
  ledger::Reader& reader_;
  const std::string& organization_;
  std::map<FollowUpKind, std::map<std::string, std::set<int>>> by_kind_;
};

// `asked` with all that goes with it, each once.
absl::StatusOr<std::vector<ledger::NewFollowUp>> AllOf(const std::vector<ledger::NewFollowUp>& asked,
                                                       CountingFollowUps& counting) {
  std::vector<ledger::NewFollowUp> all;
  std::set<std::pair<FollowUpKind, std::pair<std::string, int>>> seen;
  const auto add = [&](const ledger::NewFollowUp& row) {
    if (seen.insert({row.kind, {row.item_id, row.period}}).second) all.push_back(row);
  };
  for (const ledger::NewFollowUp& row : asked) {
    add(row);
    for (const FollowUpKind kind : ToldOf(row.kind)) {
      PROGNOS_ASSIGN_OR_RETURN(const std::set<int> periods, counting.PeriodsOf(kind, row.item_id));
      for (const int period : periods) add({kind, row.item_id, period, "", row.withdrawn_because});
    }
  }
  return all;
}

// Names the part that is not there: the period of a thing that may well be, or the thing itself.
void AddNotRecorded(const ledger::NewFollowUp& row, const std::string& place, FaultList& faults) {
  if (HasYear(row.kind)) {
    faults.Add(absl::StrCat(place, ".year"), FaultReason::kUnknown, absl::StrCat(row.period),
               messages::followup::IsNotRecordedOf(row.item_id));
  } else if (HasMonth(row.kind)) {
    faults.Add(absl::StrCat(place, ".month"), FaultReason::kUnknown, Month::FromIndex(row.period).ToString(),
               messages::followup::IsNotRecordedOf(row.item_id));
  } else {
    faults.Add(absl::StrCat(place, ".name"), FaultReason::kUnknown, row.item_id, messages::followup::IsNotRecorded());
  }
}

// A grant is no project, though both are funds: who takes one for the other is told.
absl::Status CheckFundKinds(ledger::Reader& reader, const std::string& organization,
                            const v1::WithdrawFollowUpsRequest& request, FaultList& faults) {
  const bool asks = absl::c_any_of(request.items(), [](const v1::FollowUpItem& item) { return item.fund_kind() != 0; });
  if (!asks) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const RecordedFunds recorded, ReadFunds(reader, organization));
  for (int at = 0; at < request.items_size(); ++at) {
    const v1::FollowUpItem& item = request.items(at);
    const std::optional<ChildName> name = ParseFundName(item.name());
    const auto found = name.has_value() ? recorded.funds.find(name->id) : recorded.funds.end();
    if (item.fund_kind() == 0 || found == recorded.funds.end() || found->second.kind() == item.fund_kind()) continue;
    faults.Add(absl::StrCat("items[", at, "].name"), FaultReason::kInconsistent, name->id,
               messages::followup::IsAFundOfAnotherKind());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<ledger::NewFollowUp>> CheckWithdrawal(const v1::WithdrawFollowUpsRequest& request,
                                                                 const std::string& organization) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  CheckText(request.reason(), kMaxWithdrawalReason, true, "reason", faults);
  FollowUpRows rows;
  if (CheckCount(request.items_size(), kMostWithdrawn, "items", faults)) {
    for (int i = 0; i < request.items_size(); ++i) {
      const v1::FollowUpItem& item = request.items(i);
      const std::string place = absl::StrCat("items[", i, "]");
      if (item.kind() == 0 || !v1::FollowUpItemKind_IsValid(item.kind())) {
        faults.Add(absl::StrCat(place, ".kind"), FaultReason::kMissingValue, "", messages::value::IsRequired());
        continue;
      }
      const auto kind = static_cast<FollowUpKind>(item.kind());
      const std::string id = CheckItemName(kind, item.name(), organization, absl::StrCat(place, ".name"), faults);
      rows.Add({kind, id, CheckPeriod(kind, item, place, faults), "", request.reason()}, place, faults);
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return rows.Take();
}

absl::Status Withdraw(ledger::Writer& writer, const std::string& organization,
                      const v1::WithdrawFollowUpsRequest& request, const std::vector<ledger::NewFollowUp>& asked,
                      const ledger::Recording& recording, v1::WithdrawFollowUpsResponse& response) {
  PROGNOS_RETURN_IF_ERROR(writer.GetOrganization(organization).status());
  CountingFollowUps counting(writer, organization);
  FaultList faults;
  for (size_t at = 0; at < asked.size(); ++at) {
    PROGNOS_ASSIGN_OR_RETURN(const std::set<int> periods, counting.PeriodsOf(asked[at].kind, asked[at].item_id));
    if (!periods.contains(asked[at].period)) AddNotRecorded(asked[at], absl::StrCat("items[", at, "]"), faults);
  }
  PROGNOS_RETURN_IF_ERROR(CheckFundKinds(writer, organization, request, faults));
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::NewFollowUp> all, AllOf(asked, counting));
  PROGNOS_RETURN_IF_ERROR(writer.AppendFollowUps(organization, all, recording).status());
  for (const ledger::NewFollowUp& row : all) *response.add_withdrawn() = ItemOf(organization, row);
  return absl::OkStatus();
}

}  // namespace prognos::service
