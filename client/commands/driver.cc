// prognos drivkraft: which series drive the money of others.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/driver_file.h"
#include "client/failure.h"
#include "client/followup_import.h"
#include "client/followup_words.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "client/series_names.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/followup.grpc.pb.h"

namespace prognos::client {
namespace {

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

absl::Status AddTerms(const PutDriverOptions& options, const Texts& texts, v1::Driver& driver) {
  std::vector<std::string> faults;
  const auto parse = [&](const std::string& text, int parts_per_whole) {
    const absl::StatusOr<DatedNumber> dated = ParseDatedNumber(text, parts_per_whole);
    if (!dated.ok()) faults.push_back(text);
    return dated.value_or(DatedNumber());
  };
  for (const std::string& text : options.rates) {
    const DatedNumber dated = parse(text, kRatePartsPerKrona);
    v1::DriverRate& rate = *driver.add_rates();
    rate.set_first_month(dated.month);
    rate.set_amount(dated.number);
  }
  for (const std::string& text : options.bookings) {
    const DatedNumber dated = parse(text, /*parts_per_whole=*/1);
    v1::DriverBooking& booking = *driver.add_bookings();
    booking.set_first_month(dated.month);
    booking.set_months(MonthsOf(dated));
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

// All of them, or none; faults stand at their rows.
absl::StatusOr<v1::PutDriversResponse> SendDrivers(const DriverFile& file, Session& session) {
  v1::PutDriversResponse response;
  PROGNOS_RETURN_IF_ERROR(session.Attempt([&](grpc::ClientContext& context) {
    response.Clear();
    v1::FollowUpService::Stub stub(session.Channel());
    return AtDriverRows(stub.PutDrivers(&context, file.request, &response), file);
  }));
  return response;
}

absl::Status SetDrivers(const FollowUpFile& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(options.file, texts));
  absl::StatusOr<DriverFile> file = ReadDriverFile({bytes, options.sheet}, names);
  if (!file.ok()) return FaultyFile(file.status(), options.file, texts);
  file->request.set_organization(organization);
  file->request.set_validate_only(options.validate_only);
  file->request.set_request_id(NewRequestId());
  const absl::StatusOr<v1::PutDriversResponse> response = SendDrivers(*file, session);
  if (!response.ok()) return AboutFile(response.status(), options.file);
  if (session.format() == Format::kJson) session.PrintJson(*response);
  if (!session.prints_documents()) return absl::OkStatus();
  std::vector<std::string> told = {
      absl::Substitute(options.validate_only ? texts.follow_up_checked : texts.follow_up_stored,
                       FormatCount(static_cast<int64_t>(file->rows.size()), texts.one_row, texts.rows, texts.language),
                       FormatInteger(response->stored_count(), texts.language),
                       FormatInteger(response->unchanged_count(), texts.language))};
  for (const Message& note : file->notes) told.push_back(MessageText(note, "", texts));
  session.Print({{documents::Paragraphs{std::move(told), /*is_prose=*/false}}});
  return absl::OkStatus();
}

std::string DriverKindText(v1::DriverKind kind, const Texts& texts) {
  return kind == v1::DRIVER_KIND_REFUND_LATER ? texts.driver_refund : texts.driver_price;
}

// In kronor with the decimals that there are: "1350", "1350,5", "0,85125".
std::string RateText(int64_t amount, const Texts& texts) {
  std::string text = FormatMachine(amount, kRatePartsPerKrona, texts.language);
  text.resize(text.find_last_not_of('0') + 1);
  if (!text.empty() && (text.back() == ',' || text.back() == '.')) text.pop_back();
  return text;
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

  Command set = group.Add("satt", "set", texts.help_driver_set, "prognos drivkraft satt drivkrafter.csv");
  auto file = std::make_shared<FollowUpFile>();
  set.Option(texts.type_file, file->file, texts.option_driver_file, nullptr, Need::kRequired);
  set.Option("--blad,--sheet", file->sheet, texts.option_sheet, texts.type_text);
  set.Flag("--kontrollera,--check", file->validate_only, texts.option_check);
  set.WhenChosenToPrint(file, SetDrivers);

  Command remove = group.Add("ta-bort", "remove", texts.help_driver_remove, "prognos drivkraft ta-bort barn.kostnad");
  AddPutDriver(remove, v1::DRIVER_KIND_UNSPECIFIED);

  Command show = group.Add("visa", "show", texts.help_driver_show, "prognos drivkraft visa");
  auto shown = std::make_shared<ListDriversOptions>();
  show.Option("--per,--as-of", shown->as_of, texts.option_as_of, texts.type_moment);
  show.WhenChosenToPrint(shown, ShowDrivers);
}

}  // namespace prognos::client
