// prognos drivkraft: which series drive the money of others.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/followup_words.h"
#include "client/ledger_names.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "client/series_names.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/cell_values.h"
#include "prognos/v1/followup.grpc.pb.h"

namespace prognos::client {
namespace {

// A rate is sent in thousandths of an öre.
constexpr int kRatePartsPerKrona = kMoneyUnit.parts_per_whole * 1000;

struct PutDriverOptions {
  v1::DriverKind kind = v1::DRIVER_KIND_UNSPECIFIED;  // Unspecified: none any more.
  std::string series;
  std::string driver;
  std::vector<std::string> rates;     // "2017-07=1350".
  std::vector<std::string> bookings;  // "2015-01=3".
  bool validate_only = false;
};

struct ListDriversOptions {
  std::string as_of;
};

// "2017-07=1350" as its month and its number; false: it is not written so.
bool SplitDated(const std::string& text, int parts_per_whole, std::string& month, int64_t& number) {
  const std::vector<std::string> parts = absl::StrSplit(text, '=');
  if (parts.size() != 2) return false;
  const absl::StatusOr<int64_t> value = ParseNumberCell(parts[1], NumberStyle(), parts_per_whole);
  if (!value.ok()) return false;
  month = parts[0];
  number = *value;
  return true;
}

absl::Status AddTerms(const PutDriverOptions& options, const Texts& texts, v1::Driver& driver) {
  std::vector<std::string> faults;
  for (const std::string& text : options.rates) {
    v1::DriverRate& rate = *driver.add_rates();
    int64_t amount = 0;
    if (!SplitDated(text, kRatePartsPerKrona, *rate.mutable_first_month(), amount)) faults.push_back(text);
    rate.set_amount(amount);
  }
  for (const std::string& text : options.bookings) {
    v1::DriverBooking& booking = *driver.add_bookings();
    int64_t months = 0;
    if (!SplitDated(text, 1, *booking.mutable_first_month(), months)) faults.push_back(text);
    booking.set_months(static_cast<int>(months));
  }
  if (faults.empty()) return absl::OkStatus();
  return Refused(texts.reason_faulty, texts.driver_dated_advice, std::move(faults));
}

absl::Status PutDriver(const PutDriverOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::PutDriversRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  v1::Driver& driver = *request.add_drivers();
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(*driver.mutable_series(), RequireSeries(options.series, names, texts));
  driver.set_kind(options.kind);
  if (!options.driver.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(*driver.mutable_driver(), RequireSeries(options.driver, names, texts));
  }
  PROGNOS_RETURN_IF_ERROR(AddTerms(options, texts, driver));
  request.set_validate_only(options.validate_only);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::PutDriversResponse response,
                           session.Call(&v1::FollowUpService::Stub::PutDrivers, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (!session.prints_documents()) return absl::OkStatus();
  std::vector<std::string> lines = {options.driver.empty()
                                        ? absl::Substitute(texts.driver_taken_away, options.series)
                                        : absl::Substitute(texts.driver_drives, options.driver, options.series)};
  if (options.validate_only) {
    lines.push_back(texts.marks_only_checked);
  } else if (response.stored_count() == 0) {
    lines.push_back(texts.months_stood_so);
  }
  session.Print({{documents::Paragraphs{std::move(lines), /*is_prose=*/false}}});
  return absl::OkStatus();
}

std::string DriverKindText(v1::DriverKind kind, const Texts& texts) {
  return kind == v1::DRIVER_KIND_REFUND_LATER ? texts.driver_refund : texts.driver_price;
}

// Öre are enough where people read, and all there is where programs do.
std::string RateText(int64_t amount, const Texts& texts) {
  return ThousandthsText(amount / kMoneyUnit.parts_per_whole, texts);
}

std::string RatesText(const v1::Driver& driver, const Texts& texts) {
  return absl::StrJoin(driver.rates(), ", ", [&](std::string* out, const v1::DriverRate& rate) {
    absl::StrAppend(out, rate.first_month(), "=", RateText(rate.amount(), texts));
  });
}

std::string BookingsText(const v1::Driver& driver) {
  return absl::StrJoin(driver.bookings(), ", ", [](std::string* out, const v1::DriverBooking& booking) {
    absl::StrAppend(out, booking.first_month(), "=", booking.months());
  });
}

documents::Table DriverTable(const v1::ListDriversResponse& drivers, std::vector<documents::Column> columns,
                             const Texts& texts) {
  documents::Table table{"drivers", std::move(columns), {}};
  for (const v1::Driver& driver : drivers.drivers()) {
    table.rows.push_back({.cells = {{SeriesIdText(driver.series(), texts)},
                                    {DriverKindText(driver.kind(), texts)},
                                    {SeriesIdText(driver.driver(), texts)},
                                    {RatesText(driver, texts)},
                                    {BookingsText(driver)}}});
  }
  return table;
}

absl::Status ShowDrivers(const ListDriversOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ListDriversRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListDriversResponse response,
                           session.Call(&v1::FollowUpService::Stub::ListDrivers, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) {
    session.PrintCsv(DriverTable(response, MachineColumns(texts.csv_drivers), texts));
  }
  if (!session.prints_documents()) return absl::OkStatus();
  if (response.drivers().empty()) {
    session.Print({{documents::Paragraphs{{texts.no_drivers}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  session.Print({{DriverTable(response,
                              {{"series", {texts.driver_series}, documents::ColumnKind::kText, true},
                               {"kind", {texts.driver_how}},
                               {"driver", {texts.driver_by}, documents::ColumnKind::kText, true},
                               {"rates", {texts.driver_rates}},
                               {"bookings", {texts.driver_bookings}}},
                              texts)}});
  return absl::OkStatus();
}

std::shared_ptr<PutDriverOptions> AddPutDriver(Command& command, v1::DriverKind kind) {
  const Texts& texts = command.texts();
  auto options = std::make_shared<PutDriverOptions>();
  options->kind = kind;
  command.Option(texts.type_series, options->series, texts.option_driven_series, nullptr, Need::kRequired);
  if (kind != v1::DRIVER_KIND_UNSPECIFIED) {
    command.Option(texts.type_driver, options->driver, texts.option_driver, nullptr, Need::kRequired);
  }
  command.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  command.WhenChosenToPrint(options, PutDriver);
  return options;
}

}  // namespace

void AddDriverCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("drivkraft", "driver", texts.help_driver,
                                   "prognos drivkraft pris barn.kostnad barn.vårddygn\n"
                                   "  prognos drivkraft atersokning ensamkommande.intakt ensamkommande.vårddygn\n"
                                   "  prognos drivkraft visa");
  Command price =
      group.Add("pris", "price", texts.help_driver_price, "prognos drivkraft pris barn.kostnad barn.vårddygn");
  AddPutDriver(price, v1::DRIVER_KIND_VOLUME_TIMES_PRICE);

  Command refund = group.Add("atersokning", "refund", texts.help_driver_refund,
                             "prognos drivkraft atersokning ensamkommande.intakt ensamkommande.vårddygn "
                             "--ersattning 2017-07=1350 --samlat 2015-01=3");
  const auto refunded = AddPutDriver(refund, v1::DRIVER_KIND_REFUND_LATER);
  refund.Repeated("--ersattning,--rate", refunded->rates, texts.option_driver_rate, texts.type_dated);
  refund.Repeated("--samlat,--together", refunded->bookings, texts.option_driver_booking, texts.type_dated);

  Command remove = group.Add("ta-bort", "remove", texts.help_driver_remove, "prognos drivkraft ta-bort barn.kostnad");
  AddPutDriver(remove, v1::DRIVER_KIND_UNSPECIFIED);

  Command show = group.Add("visa", "show", texts.help_driver_show, "prognos drivkraft visa");
  auto shown = std::make_shared<ListDriversOptions>();
  show.Option("--per,--as-of", shown->as_of, texts.option_as_of, texts.type_moment);
  show.WhenChosenToPrint(shown, ShowDrivers);
}

}  // namespace prognos::client
