#include "client/followup_withdrawal.h"

#include <memory>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/followup.grpc.pb.h"

namespace prognos::client {
namespace {

struct WithdrawFollowUpOptions {
  WithdrawnThings things;
  std::string id;
  int year = 0;
  std::string month;
  std::string reason;
  bool validate_only = false;
};

// "målet 2022", "mätvärdet 2022-08".
std::string WithdrawnText(const v1::FollowUpItem& item, const Texts& texts) {
  switch (item.kind()) {
    case v1::FOLLOW_UP_ITEM_KIND_INDICATOR:
      return texts.withdrawn_indicator;
    case v1::FOLLOW_UP_ITEM_KIND_TARGET:
      return absl::Substitute(texts.withdrawn_target, item.year());
    case v1::FOLLOW_UP_ITEM_KIND_MEASUREMENT:
      return absl::Substitute(texts.withdrawn_measurement, item.month());
    case v1::FOLLOW_UP_ITEM_KIND_FUND:
      return texts.withdrawn_fund;
    case v1::FOLLOW_UP_ITEM_KIND_FUND_YEAR:
    case v1::FOLLOW_UP_ITEM_KIND_VOLUME_PLAN:
      return absl::Substitute(texts.withdrawn_plan, item.year());
    case v1::FOLLOW_UP_ITEM_KIND_FUND_USE:
      return absl::Substitute(texts.withdrawn_use, item.month());
    default:
      return v1::FollowUpItemKind_Name(item.kind());
  }
}

absl::Status CheckWhat(const WithdrawFollowUpOptions& options, const Texts& texts) {
  const bool has_year = options.year != 0;
  const bool has_month = !options.month.empty();
  const bool must_have_period = options.things.whole == v1::FOLLOW_UP_ITEM_KIND_UNSPECIFIED;
  if (!(has_year && has_month) && (has_year || has_month || !must_have_period)) return absl::OkStatus();
  if (must_have_period) return WrongUse(texts.withdraw_year, texts.withdraw_year_advice);
  return WrongUse(texts.withdraw_what, texts.withdraw_what_advice);
}

// A series is named as its tables name it.
absl::StatusOr<std::string> NameOf(const WithdrawFollowUpOptions& options, const std::string& organization,
                                   Session& session) {
  if (options.things.of_year != v1::FOLLOW_UP_ITEM_KIND_VOLUME_PLAN) {
    return ResourceName(organization, options.things.collection, options.id);
  }
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  return RequireSeries(options.id, names, session.texts());
}

v1::FollowUpItem ItemOf(const WithdrawFollowUpOptions& options, const std::string& name) {
  v1::FollowUpItem item;
  item.set_name(name);
  item.set_kind(options.things.whole);
  item.set_fund_kind(options.things.fund_kind);
  if (options.year != 0) {
    item.set_kind(options.things.of_year);
    item.set_year(options.year);
  }
  if (!options.month.empty()) {
    item.set_kind(options.things.of_month);
    item.set_month(options.month);
  }
  return item;
}

absl::Status WithdrawFollowUp(const WithdrawFollowUpOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_RETURN_IF_ERROR(CheckWhat(options, texts));
  v1::WithdrawFollowUpsRequest request;
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_organization(organization);
  PROGNOS_ASSIGN_OR_RETURN(const std::string name, NameOf(options, organization, session));
  *request.add_items() = ItemOf(options, name);
  request.set_reason(options.reason);
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  PROGNOS_ASSIGN_OR_RETURN(const v1::WithdrawFollowUpsResponse response,
                           session.Call(&v1::FollowUpService::Stub::WithdrawFollowUps, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  std::vector<std::string> withdrawn;
  for (const v1::FollowUpItem& item : response.withdrawn()) withdrawn.push_back(WithdrawnText(item, texts));
  const char* const told = options.validate_only ? texts.would_be_withdrawn : texts.is_withdrawn;
  session.Print({{documents::Paragraphs{{absl::Substitute(told, options.id, absl::StrJoin(withdrawn, ", "))},
                                        /*is_prose=*/true}}});
  return absl::OkStatus();
}

}  // namespace

void AddWithdrawal(const WithdrawnThings& things, Command& group) {
  const Texts& texts = group.texts();
  Command withdraw = group.Add("ta-bort", "withdraw", texts.help_follow_up_withdraw, things.examples);
  auto options = std::make_shared<WithdrawFollowUpOptions>();
  options->things = things;
  withdraw.Option(things.type, options->id, things.option, nullptr, Need::kRequired);
  withdraw.Option("--skal,--reason", options->reason, texts.option_withdraw_reason, texts.type_text, Need::kRequired);
  if (things.of_year != v1::FOLLOW_UP_ITEM_KIND_UNSPECIFIED) withdraw.Year(options->year);
  if (things.of_month != v1::FOLLOW_UP_ITEM_KIND_UNSPECIFIED) {
    withdraw.Option("--manad,--month", options->month, texts.option_withdraw_month, texts.type_month);
  }
  withdraw.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  withdraw.WhenChosenToPrint(options, WithdrawFollowUp);
}

}  // namespace prognos::client
