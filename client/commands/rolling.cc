// prognos rullande: the year so far against the same months of last year, and twelve months against the twelve before.
#include <string>

#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/period_tables.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

struct RollingOptions {
  std::string until;
  std::string as_of;
  bool by_type = false;
};

// A month after the last that is booked counts as zero, and periods that end in it would look like a fall.
absl::Status CheckIsBooked(const std::string& until, v1::ComparePeriodsRequest request, Session& session) {
  request.clear_until_month();
  PROGNOS_ASSIGN_OR_RETURN(const v1::ComparePeriodsResponse newest,
                           session.Call(&v1::LedgerService::Stub::ComparePeriods, request));
  const Texts& texts = session.texts();
  if (newest.until_month().empty() || until <= newest.until_month()) return absl::OkStatus();  // Texts in their order.
  return Refused(absl::Substitute(texts.not_booked_until, until, newest.until_month()),
                 absl::Substitute(texts.not_booked_until_advice, newest.until_month()));
}

absl::Status ShowRolling(const RollingOptions& options, Session& session) {
  v1::ComparePeriodsRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), session.texts(), request));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_until_month(options.until);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ComparePeriodsResponse response,
                           session.Call(&v1::LedgerService::Stub::ComparePeriods, request));
  if (!options.until.empty()) PROGNOS_RETURN_IF_ERROR(CheckIsBooked(options.until, request, session));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(PeriodCsv(response, session.texts(), options.by_type));
  if (session.prints_documents()) session.Print(PeriodDocument(response, session.texts(), options.by_type));
  return absl::OkStatus();
}

}  // namespace

void AddRollingCommand(Command& program) {
  const Texts& texts = program.texts();
  Command show = program.Add("rullande", "rolling", texts.help_rolling,
                             "prognos rullande\n  prognos rullande --till 2022-08\n  prognos rullande --varav");
  auto options = std::make_shared<RollingOptions>();
  show.Option("--till,--until", options->until, texts.option_last_month, texts.type_month);
  show.Option("--per,--as-of", options->as_of, texts.option_as_of, texts.type_moment);
  show.Flag("--varav,--of-which", options->by_type, texts.option_of_which);
  show.WhenChosenToPrint(options, ShowRolling);
}

}  // namespace prognos::client
