#include "client/session.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <chrono>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "absl/time/clock.h"
#include "client/cancellation.h"
#include "client/column_order.h"
#include "client/failure.h"
#include "client/forecast_names.h"
#include "client/html_style.h"
#include "client/ledger_names.h"
#include "client/message_json.h"
#include "client/named_text.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/documents/csv.h"
#include "forecast/documents/json.h"
#include "forecast/documents/terminal.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/messages/wire/message_proto.h"
#include "prognos/v1/common.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

// A service that restarts is back within a moment.
constexpr absl::Duration kPauseBeforeRetry = absl::Milliseconds(300);

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

// What the service says about a refusal; empty when it says nothing.
v1::ErrorDetail DetailOf(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  if (!details.ParseFromString(status.error_details())) return detail;
  for (const google::protobuf::Any& any : details.details()) {
    if (any.UnpackTo(&detail)) break;
  }
  return detail;
}

Fault FaultFrom(const v1::Fault& fault) {
  Fault result = {fault.place(), static_cast<FaultReason>(fault.reason()), fault.value(), fault.rule(),
                  FromProto(fault.message())};
  for (const v1::LineSpan& span : fault.lines()) result.lines.push_back({span.first(), span.last()});
  result.further_lines = fault.further_lines();
  return result;
}

std::vector<std::string> FaultLines(const grpc::Status& status, const v1::ErrorDetail& detail, const Texts& texts) {
  std::vector<std::string> lines;
  for (const v1::Fault& fault : detail.faults()) {
    lines.push_back(FaultText(FaultFrom(fault), texts));
  }
  const int untold = detail.fault_count() - detail.faults_size();
  if (untold > 0) lines.push_back(absl::Substitute(texts.faults_more, untold));
  if (lines.empty() && !status.error_message().empty()) {
    lines.push_back(MessageText(FromProto(detail.message()), status.error_message(), texts));
  }
  if (detail.durable_batch_count() > 0) {
    lines.push_back(absl::Substitute(texts.batches_kept, detail.durable_batch_count()));
  }
  return lines;
}

struct WhatAndAdvice {
  const char* what;
  const char* advice;
};

WhatAndAdvice OfReason(v1::Reason reason, const Texts& texts) {
  switch (reason) {
    case v1::REASON_FAULTY_REQUEST:
      return {texts.reason_faulty, texts.reason_faulty_advice};
    case v1::REASON_NOT_FOUND:
      return {texts.reason_not_found, texts.reason_not_found_advice};
    case v1::REASON_ALREADY_EXISTS:
      return {texts.reason_exists, texts.reason_exists_advice};
    case v1::REASON_REQUEST_ID_REUSED:
      return {texts.reason_reused, texts.reason_reused_advice};
    case v1::REASON_YEAR_CLOSED:
      return {texts.reason_closed, texts.reason_closed_advice};
    case v1::REASON_NO_DATA:
      return {texts.reason_no_data, texts.reason_no_data_advice};
    case v1::REASON_MONTHS_MISSING:
      return {texts.reason_months, texts.reason_months_advice};
    case v1::REASON_UNUSUAL_AMOUNTS:
      return {texts.reason_unusual, texts.reason_unusual_advice};
    case v1::REASON_STALE_ETAG:
      return {texts.reason_stale, texts.reason_stale_advice};
    case v1::REASON_FORECAST_LOCKED:
      return {texts.reason_locked, texts.reason_locked_advice};
    case v1::REASON_IN_USE:
      return {texts.reason_in_use, texts.reason_in_use_advice};
    case v1::REASON_STORE_FULL:
      return {texts.reason_full, texts.reason_full_advice};
    case v1::REASON_BUSY:
      return {texts.reason_busy, texts.reason_busy_advice};
    default:
      return {nullptr, nullptr};
  }
}

WhatAndAdvice OfCode(grpc::StatusCode code, const Texts& texts) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return {texts.reason_faulty, texts.reason_faulty_advice};
    case grpc::StatusCode::NOT_FOUND:
      return {texts.reason_not_found, texts.reason_not_found_advice};
    case grpc::StatusCode::ALREADY_EXISTS:
      return {texts.reason_exists, texts.reason_exists_advice};
    case grpc::StatusCode::UNAUTHENTICATED:
      return {texts.code_unauthenticated, texts.code_unauthenticated_advice};
    case grpc::StatusCode::PERMISSION_DENIED:
      return {texts.code_denied, texts.code_denied_advice};
    case grpc::StatusCode::UNIMPLEMENTED:
      return {texts.code_unimplemented, texts.code_unimplemented_advice};
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return {texts.code_exhausted, texts.code_exhausted_advice};
    default:
      return {texts.code_internal, texts.code_internal_advice};
  }
}

// "year_closed" of REASON_YEAR_CLOSED; empty when the service gave no reason.
std::string ReasonWord(v1::Reason reason) {
  if (reason == v1::REASON_UNSPECIFIED || !v1::Reason_IsValid(reason)) return "";
  return absl::AsciiStrToLower(absl::StripPrefix(v1::Reason_Name(reason), "REASON_"));
}

}  // namespace

Session::Session(Settings settings, Environment& environment)
    : settings_(std::move(settings)), environment_(environment), texts_(TextsIn(settings_.language)) {}

const std::shared_ptr<grpc::ChannelInterface>& Session::Channel() {
  if (channel_ == nullptr) channel_ = environment_.connect(settings_.connection);
  return channel_;
}

absl::Status Session::Attempt(const std::function<grpc::Status(grpc::ClientContext&)>& call) {
  const auto once = [&] {
    grpc::ClientContext context;
    const std::chrono::duration<double> timeout(settings_.timeout_seconds);
    const auto longest =
        std::chrono::system_clock::now() + std::chrono::duration_cast<std::chrono::system_clock::duration>(timeout);
    context.set_deadline(std::min(longest, absl::ToChronoTime(settings_.give_up)));
    const Cancellation::Scope scope(environment_.cancellation, context);
    return call(context);
  };
  grpc::Status status = once();
  const bool in_time = absl::Now() + kPauseBeforeRetry < settings_.give_up;
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE && in_time) {
    absl::SleepFor(kPauseBeforeRetry);
    status = once();
  }
  return FromService(status);
}

namespace {

// While names for a failure are asked for: not long, and without telling failures of that.
class Naming {
 public:
  Naming(bool& is_naming, double& timeout_seconds)
      : is_naming_(is_naming), timeout_seconds_(timeout_seconds), before_(timeout_seconds) {
    is_naming_ = true;
    timeout_seconds_ = std::min(timeout_seconds_, kLongestForNames);
  }
  Naming(const Naming&) = delete;
  Naming& operator=(const Naming&) = delete;
  ~Naming() {
    is_naming_ = false;
    timeout_seconds_ = before_;
  }

 private:
  static constexpr double kLongestForNames = 2.0;

  bool& is_naming_;
  double& timeout_seconds_;
  const double before_;
};

}  // namespace

std::vector<std::string> Session::WithNames(std::vector<std::string> lines) {
  if (is_naming_) return lines;
  NamesOfWords names;
  if (std::any_of(lines.begin(), lines.end(), MayNameSeries)) {
    const Naming naming(is_naming_, settings_.timeout_seconds);
    const absl::StatusOr<std::string> organization = Organization();
    if (organization.ok()) {
      const absl::StatusOr<LedgerNames> found = LedgerNames::Fetch(*this, *organization);
      if (found.ok()) names = NamesOfSeries(*found, texts_);
    }
  }
  for (std::string& line : lines) line = NamedText(line, names, texts_);
  return lines;
}

absl::Status Session::UnknownForecast(const std::string& id) {
  constexpr int kMostTold = 8;
  std::vector<std::string> stored;
  const Naming naming(is_naming_, settings_.timeout_seconds);
  if (const absl::StatusOr<std::string> organization = Organization(); organization.ok()) {
    v1::ListForecastsRequest request;
    request.set_organization(*organization);
    request.set_page_size(kMostTold);
    const absl::StatusOr<v1::ListForecastsResponse> list = Call(&v1::ForecastService::Stub::ListForecasts, request);
    if (list.ok()) {
      for (const v1::Forecast& one : list->forecasts()) stored.push_back(ForecastLabel(one, texts_));
      if (!list->next_page_token().empty()) stored.push_back("…");
    }
  }
  std::vector<std::string> details;
  if (!stored.empty()) details = {absl::Substitute(texts_.forecasts_there_are, absl::StrJoin(stored, ", "))};
  return Refused(absl::Substitute(texts_.no_such_forecast, ForecastLabelOfId(id, texts_)), texts_.no_forecast_advice,
                 details);
}

absl::Status Session::FromService(const grpc::Status& status) {
  const grpc::StatusCode code = status.error_code();
  if (status.ok()) return absl::OkStatus();
  if (cancelled()) return Cancelled(texts_.cancelled);
  if (code == grpc::StatusCode::UNAVAILABLE) {
    const Unreached why = WhyUnreached(status.error_message(), settings_.connection, texts_);
    return Refused(why.what, why.advice);
  }
  if (code == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return Refused(absl::Substitute(texts_.deadline, settings_.timeout_seconds), texts_.deadline_advice);
  }
  const v1::ErrorDetail detail = DetailOf(status);
  const std::string word = ReasonWord(detail.reason());
  const Message refusal = FromProto(detail.message());
  if (refusal.id == "refusal.no_forecast" && refusal.Find("forecast") != nullptr && !is_naming_) {
    return WithReasonWord(UnknownForecast(refusal.Find("forecast")->text()), word);
  }
  WhatAndAdvice told = OfReason(detail.reason(), texts_);
  if (told.what == nullptr) told = OfCode(code, texts_);
  if (detail.faults().empty() && code != grpc::StatusCode::INTERNAL && language() == Language::kSwedish) {
    const std::optional<std::string> in_words = refusal.In(language());
    if (in_words.has_value()) return WithReasonWord(Refused(WithNames({*in_words}).front(), told.advice), word);
  }
  return WithReasonWord(Refused(told.what, told.advice, WithNames(FaultLines(status, detail, texts_))), word);
}

bool Session::cancelled() const {
  return environment_.cancellation != nullptr && environment_.cancellation->cancelled();
}

absl::Status Session::WithWhatBecame(absl::Status cancelled, const google::protobuf::Message& request) const {
  const google::protobuf::FieldDescriptor* const id = request.GetDescriptor()->FindFieldByName("request_id");
  const bool writes = id != nullptr && !request.GetReflection()->GetString(request, id).empty();
  return WithDetail(std::move(cancelled), writes ? texts_.cancelled_write : texts_.cancelled_read);
}

absl::StatusOr<std::string> Session::Organization() {
  const std::string& asked = settings_.organization;
  if (!asked.empty()) return OrganizationName(asked);
  v1::ListOrganizationsRequest request;
  request.set_page_size(10);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListOrganizationsResponse list,
                           Call(&v1::LedgerService::Stub::ListOrganizations, request));
  if (list.organizations_size() == 1) return list.organizations(0).name();
  if (list.organizations_size() == 0) return WrongUse(texts_.no_organization, texts_.no_organization_advice);
  std::vector<std::string> ids;
  for (const v1::Organization& organization : list.organizations()) ids.push_back(LastPart(organization.name()));
  if (!list.next_page_token().empty()) ids.push_back("…");
  return WrongUse(absl::Substitute(texts_.many_organizations, absl::StrJoin(ids, ", ")),
                  texts_.many_organizations_advice);
}

bool Session::UsesColor() const {
  if (settings_.color == ColorMode::kAlways) return true;
  if (settings_.color == ColorMode::kNever || !environment_.is_terminal) return false;
  // Any value that is not empty forbids colour (no-color.org).
  return environment_.variable("NO_COLOR").value_or("").empty() && environment_.variable("TERM").value_or("") != "dumb";
}

void Session::Print(const documents::Document& document) { PrintText(document, /*charts=*/false); }

void Session::PrintCharts(const documents::Document& document) { PrintText(document, /*charts=*/true); }

void Session::PrintText(const documents::Document& document, bool charts) {
  if (format() == Format::kTableJson || format() == Format::kJson) {
    out() << documents::RenderJson(document, language());
  } else if (format() == Format::kTableHtml) {
    out() << documents::RenderHtml(document, HtmlStyleIn(texts()));
  } else if (format() == Format::kTableCsv) {
    PrintByteOrderMark();
    out() << documents::RenderCsv(document, language());
  } else {
    documents::TerminalStyle style{language(), width(), UsesColor(), ColumnOrder};
    style.charts = charts;
    style.blocks = speaks_utf8();
    out() << documents::RenderTerminal(document, style);
  }
}

void Session::PrintCsv(const documents::Table& table) {
  PrintByteOrderMark();
  out() << documents::RenderCsv(table, language());
}

// Swedish CSV is opened in Excel, which takes a file for UTF-8 only by its mark.
void Session::PrintByteOrderMark() {
  if (language() == Language::kSwedish && !environment_.is_terminal) out() << kByteOrderMark;
}

void Session::PrintJson(absl::Span<const google::protobuf::Message* const> messages) { out() << MessageJson(messages); }

void Session::PrintJson(const std::vector<std::pair<std::string, const google::protobuf::Message*>>& messages) {
  out() << NamedMessagesJson(messages);
}

void Session::PrintFilesJson(const std::vector<std::pair<std::string, const google::protobuf::Message*>>& files) {
  out() << FilesJson(files);
}

std::string OrganizationName(const std::string& id) {
  return absl::StrContains(id, '/') ? id : absl::StrCat("organizations/", id);
}

std::string LastPart(absl::string_view resource_name) {
  return std::string(resource_name.substr(resource_name.rfind('/') + 1));
}

}  // namespace prognos::client
