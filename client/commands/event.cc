// prognos handelse: what is known to have happened to a series, or to be going to.
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/event_tables.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/request_id.h"
#include "forecast/base/faults.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/messages/wire/message_proto.h"
#include "prognos/v1/events.grpc.pb.h"

namespace prognos::client {
namespace {

using EventStub = v1::EventService::Stub;

constexpr int kPartsOfVolume = 1000;
constexpr int kPartsOfPercent = 1000;

struct AddEventOptions {
  std::string series;
  std::string kind;
  std::string first_month;
  std::string last_month;
  std::string amount;
  std::string percent;
  std::string probability;
  std::string belongs_to;
  int ramp = 0;
  std::string description;
  std::string source;
  std::string id;
  std::string to_series;
  int uncertainty = 0;
  bool cannot_end = false;
  std::string reference;
  bool validate_only = false;
};

struct ListEventsOptions {
  std::string series;
  std::string as_of;
  bool withdrawn = false;
};

struct WithdrawEventOptions {
  std::string id;
  std::string reason;
};

struct UnderlyingOptions {
  int year = 0;
  int first_year = 0;  // 0: the year before.
  std::string activity;
  std::string as_of;
};

struct LoadEventsOptions {
  std::string file;
  std::string sheet;
  bool validate_only = false;
};

// A number as a person writes it, in parts of one.
absl::StatusOr<int64_t> EventNumber(absl::string_view text, int parts, const Texts& texts) {
  NumberStyle style;
  style.Observe(text);
  const absl::StatusOr<int64_t> number = ParseNumberCell(text, style, parts);
  if (!number.ok()) return WrongUse(absl::Substitute(texts.bad_number, text), texts.bad_number_advice);
  return *number;
}

// Öre, of "200 tkr" too; of a volume thousandths.
absl::StatusOr<int64_t> EventAmount(const std::string& text, bool is_volume, const Texts& texts) {
  if (is_volume) return EventNumber(text, kPartsOfVolume, texts);
  const absl::StatusOr<int64_t> ore = ParseKronor(text);
  if (!ore.ok()) return WrongUse(absl::Substitute(texts.bad_amount, text), texts.bad_amount_advice);
  return *ore;
}

absl::Status SetProbability(const std::string& text, const Texts& texts, v1::Event& event) {
  if (text.empty()) return absl::OkStatus();
  const absl::string_view number = TrimCell(absl::StripSuffix(text, "%"));
  PROGNOS_ASSIGN_OR_RETURN(const int64_t parts, EventNumber(number, kPartsOfPercent, texts));
  const double whole = static_cast<double>(kPartsOfPercent) * (absl::EndsWith(text, "%") ? 100 : 1);
  event.set_probability(static_cast<double>(parts) / whole);
  return absl::OkStatus();
}

// "2022-03-15", or a month, whose first or last day it is.
absl::StatusOr<std::string> EventDay(const std::string& text, DayOfMonth of_month, const Texts& texts) {
  if (text.empty()) return text;
  const absl::StatusOr<absl::CivilDay> day = ParseDayCell(text, of_month);
  if (!day.ok()) return WrongUse(absl::Substitute(texts.bad_event_day, text), texts.bad_event_day_advice);
  return absl::FormatCivilTime(*day);
}

// From when to when: months, of a commitment days.
absl::Status SetSpan(const AddEventOptions& options, const Texts& texts, v1::Event& event) {
  if (event.kind() != v1::EVENT_KIND_COMMITMENT) {
    event.set_first_month(options.first_month);
    event.set_last_month(options.last_month);
    return absl::OkStatus();
  }
  PROGNOS_ASSIGN_OR_RETURN(*event.mutable_first_day(), EventDay(options.first_month, DayOfMonth::kFirst, texts));
  PROGNOS_ASSIGN_OR_RETURN(*event.mutable_last_day(), EventDay(options.last_month, DayOfMonth::kLast, texts));
  return absl::OkStatus();
}

absl::StatusOr<v1::Event> EventFrom(const AddEventOptions& options, const LedgerNames& names,
                                    const std::string& organization, const Texts& texts) {
  v1::Event event;
  const std::optional<v1::EventKind> kind = ReadEventKind(options.kind);
  if (!kind.has_value()) {
    return WrongUse(absl::Substitute(texts.bad_event_kind, options.kind), texts.bad_event_kind_advice);
  }
  event.set_kind(*kind);
  PROGNOS_ASSIGN_OR_RETURN(const std::string series, RequireSeries(options.series, names, texts));
  event.set_series(series);
  if (!options.id.empty()) event.set_name(ResourceName(organization, "events", options.id));
  PROGNOS_RETURN_IF_ERROR(SetSpan(options, texts, event));
  if (!options.to_series.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(*event.mutable_to_series(), RequireSeries(options.to_series, names, texts));
  }
  event.set_end_uncertainty_days(options.uncertainty);
  event.set_cannot_end(options.cannot_end);
  event.set_reference(options.reference);
  event.set_belongs_to_month(options.belongs_to);
  event.set_ramp_months(options.ramp);
  event.set_description(options.description);
  event.set_source(options.source);
  if (!options.amount.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const int64_t amount, EventAmount(options.amount, IsVolumeSeries(series), texts));
    event.set_amount(amount);
  }
  if (!options.percent.empty()) {
    const absl::string_view number = TrimCell(absl::StripSuffix(options.percent, "%"));
    PROGNOS_ASSIGN_OR_RETURN(const int64_t percent, EventNumber(number, kPartsOfPercent, texts));
    event.set_percent(percent);
  }
  PROGNOS_RETURN_IF_ERROR(SetProbability(options.probability, texts, event));
  return event;
}

void TellLine(Session& session, std::string text) {
  session.Print({{documents::Paragraphs{{std::move(text)}, /*is_prose=*/false}}});
}

absl::Status AddEvent(const AddEventOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::PutEventsRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(*request.add_events(), EventFrom(options, names, request.organization(), texts));
  request.set_validate_only(options.validate_only);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::PutEventsResponse response, session.Call(&EventStub::PutEvents, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  v1::ListEventsResponse list;
  *list.mutable_events() = response.events();
  session.Print(EventDocument(list, texts));
  if (options.validate_only) return absl::OkStatus();
  const char* const told = response.stored_count() > 0 ? texts.event_stored : texts.event_unchanged;
  TellLine(session, absl::Substitute(told, LastPart(response.events(0).name())));
  return absl::OkStatus();
}

absl::Status ListEvents(const ListEventsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ListEventsRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  if (!options.series.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, request.organization()));
    PROGNOS_ASSIGN_OR_RETURN(*request.mutable_series(), RequireSeries(options.series, names, texts));
  }
  request.set_show_withdrawn(options.withdrawn);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListEventsResponse response, session.Call(&EventStub::ListEvents, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(EventCsv(response, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  if (response.events().empty()) {
    TellLine(session, texts.no_events);
  } else {
    session.Print(EventDocument(response, texts));
  }
  return absl::OkStatus();
}

absl::Status WithdrawEvent(const WithdrawEventOptions& options, Session& session) {
  v1::WithdrawEventRequest request;
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(ResourceName(organization, "events", options.id));
  request.set_reason(options.reason);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::WithdrawEventResponse response, session.Call(&EventStub::WithdrawEvent, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
  } else {
    TellLine(session, absl::Substitute(session.texts().event_taken_back, response.event().description()));
  }
  return absl::OkStatus();
}

absl::Status LoadEvents(const LoadEventsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ImportEventsRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(options.file, texts));
  request.set_sheet(options.sheet);
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_validate_only(options.validate_only);
  request.set_request_id(NewRequestId());
  const absl::StatusOr<v1::ImportEventsResponse> response = session.Call(&EventStub::ImportEvents, request);
  if (!response.ok()) return AboutFile(response.status(), options.file);
  if (session.format() == Format::kJson) {
    session.PrintJson(*response);
    return absl::OkStatus();
  }
  documents::Paragraphs told{
      {absl::Substitute(options.validate_only ? texts.follow_up_checked : texts.follow_up_stored,
                        FormatCount(response->events_size(), texts.one_row, texts.rows, texts.language),
                        FormatInteger(response->stored_count(), texts.language),
                        FormatInteger(response->unchanged_count(), texts.language))},
      /*is_prose=*/false};
  for (int i = 0; i < response->notes_size(); ++i) {
    told.texts.push_back(MessageText(prognos::FromProto(response->note_messages(i)), response->notes(i), texts));
  }
  session.Print(documents::Document{{std::move(told)}});
  return absl::OkStatus();
}

absl::Status ShowUnderlying(const UnderlyingOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::GetUnderlyingResultRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  std::string of = texts.sum;
  if (!options.activity.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, request.organization()));
    FaultList faults;
    const std::string id = names.lookup().Require(options.activity, "activity", faults);
    if (!faults.empty()) {
      return Refused(texts.reason_faulty, texts.bad_series_advice, {FaultText(faults.faults().front(), texts)});
    }
    request.set_activity(ResourceName(request.organization(), "activities", id));
    of = names.ActivityText(request.activity());
  }
  request.set_last_year(options.year);
  request.set_first_year(options.first_year == 0 ? options.year - 1 : options.first_year);
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetUnderlyingResultResponse response,
                           session.Call(&EventStub::GetUnderlyingResult, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
  } else {
    session.Print(UnderlyingDocument(response, of, texts));
  }
  return absl::OkStatus();
}

void AddAddEvent(Command& group) {
  const Texts& texts = group.texts();
  Command add =
      group.Add("lagg-till", "add", texts.help_event_add,
                "prognos handelse lagg-till bistand.kostnad --slag procent --fran 2022-07 --procent 8,6 "
                "--text \"Riksnormen höjs\"\n"
                "  prognos handelse lagg-till bistand.kostnad --slag engangspost --fran 2022-10 --belopp 1,2mkr "
                "--text \"Flytt\" --sannolikhet 60%\n"
                "  prognos handelse lagg-till placeringar.kostnad --slag atagande --fran 2022-03-15 --till 2022-11-30 "
                "--slutosakerhet 60 --belopp 3800 --referens P-1042");
  auto options = std::make_shared<AddEventOptions>();
  add.Option(texts.type_series, options->series, texts.option_series, nullptr, Need::kRequired);
  add.Option("--slag,--kind", options->kind, texts.option_event_kind, texts.type_choice, Need::kRequired);
  add.Option("--fran,--from", options->first_month, texts.option_event_from, texts.type_month, Need::kRequired);
  add.Option("--till,--to", options->last_month, texts.option_event_to, texts.type_month);
  add.Option("--belopp,--amount", options->amount, texts.option_event_amount, texts.type_number);
  add.Option("--procent,--percent", options->percent, texts.option_event_percent, texts.type_number);
  add.Option("--sannolikhet,--probability", options->probability, texts.option_event_probability, texts.type_number);
  add.Option("--avser,--belongs-to", options->belongs_to, texts.option_event_belongs, texts.type_month);
  add.Option("--upptrappning,--ramp", options->ramp, texts.option_event_ramp, texts.type_number);
  add.Option("--text", options->description, texts.option_event_text, texts.type_text);
  add.Option("--till-serie,--to-series", options->to_series, texts.option_event_to_series, texts.type_series);
  add.Option("--slutosakerhet,--end-uncertainty", options->uncertainty, texts.option_event_uncertainty,
             texts.type_number);
  add.Flag("--kan-inte-avslutas,--cannot-end", options->cannot_end, texts.option_event_cannot_end);
  add.Option("--referens,--reference", options->reference, texts.option_event_reference, texts.type_text);
  add.Option("--kalla,--source", options->source, texts.option_event_source, texts.type_text);
  add.Option("--id", options->id, texts.option_event_id, texts.type_event);
  add.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  add.WhenChosenToPrint(options, AddEvent);
}

}  // namespace

void AddEventCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("handelse", "event", texts.help_event,
                                   "prognos handelse lista\n"
                                   "  prognos handelse las-in handelser-2022.csv");
  AddAddEvent(group);

  Command list = group.Add("lista", "list", texts.help_event_list, "prognos handelse lista --serie bistand.kostnad");
  auto listed = std::make_shared<ListEventsOptions>();
  list.Option("--serie,--series", listed->series, texts.option_series, texts.type_series);
  list.Option("--per,--as-of", listed->as_of, texts.option_as_of, texts.type_moment);
  list.Flag("--alla,--all", listed->withdrawn, texts.option_event_all);
  list.WhenChosenToPrint(listed, ListEvents);

  Command withdraw = group.Add("ta-bort", "withdraw", texts.help_event_withdraw,
                               "prognos handelse ta-bort flytt --skal \"Flytten blir inte av\"");
  auto withdrawn = std::make_shared<WithdrawEventOptions>();
  withdraw.Option(texts.type_event, withdrawn->id, texts.option_event, nullptr, Need::kRequired);
  withdraw.Option("--skal,--reason", withdrawn->reason, texts.option_event_reason, texts.type_text, Need::kRequired);
  withdraw.WhenChosenToPrint(withdrawn, WithdrawEvent);

  Command underlying = group.Add("underliggande", "underlying", texts.help_event_underlying,
                                 "prognos handelse underliggande --ar 2022 --fran-ar 2020 --verksamhet Vuxen");
  auto shown = std::make_shared<UnderlyingOptions>();
  underlying.Year(shown->year, Need::kRequired);
  underlying.Option("--fran-ar,--first-year", shown->first_year, texts.option_underlying_first, texts.type_year);
  underlying.Option("--verksamhet,--activity", shown->activity, texts.option_underlying_activity, texts.type_text);
  underlying.Option("--per,--as-of", shown->as_of, texts.option_as_of, texts.type_moment);
  underlying.WhenChosenToPrint(shown, ShowUnderlying);

  Command load = group.Add("las-in", "load", texts.help_event_load, "prognos handelse las-in handelser-2022.csv");
  auto loaded = std::make_shared<LoadEventsOptions>();
  load.Option(texts.type_file, loaded->file, texts.option_event_file, nullptr, Need::kRequired);
  load.Option("--blad,--sheet", loaded->sheet, texts.option_sheet, texts.type_text);
  load.Flag("--kontrollera,--check", loaded->validate_only, texts.option_check);
  load.WhenChosenToPrint(loaded, LoadEvents);
}

}  // namespace prognos::client
