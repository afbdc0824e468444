// prognos forslag: events that the service suggests of what is booked; a person accepts or dismisses them.
#include "absl/strings/substitute.h"
#include "client/all_pages.h"
#include "client/command.h"
#include "client/event_tables.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/request_id.h"
#include "client/suggestion_tables.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/events.grpc.pb.h"

namespace prognos::client {
namespace {

using SuggestionStub = v1::EventService::Stub;

constexpr int kSuggestionsOfPage = 1'000;

struct ListSuggestionsOptions {
  int year = 0;
  std::string until;
  std::string series;
  bool dismissed = false;
};

struct AcceptOptions {
  std::string id;
  std::string description;
  bool validate_only = false;
};

struct DismissOptions {
  std::string id;
  std::string reason;
};

void SayLine(Session& session, std::string text) {
  session.Print({{documents::Paragraphs{{std::move(text)}, /*is_prose=*/false}}});
}

absl::Status ListSuggestions(const ListSuggestionsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ListSuggestionsRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, request.organization()));
  if (!options.series.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(*request.mutable_series(), RequireSeries(options.series, names, texts));
  }
  request.set_page_size(kSuggestionsOfPage);
  request.set_year(options.year);
  request.set_show_dismissed(options.dismissed);
  request.set_last_known_month(options.until);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListSuggestionsResponse response,
                           AllPages(session, &SuggestionStub::ListSuggestions, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(SuggestionCsv(response, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  if (response.suggestions().empty()) {
    SayLine(session, texts.no_suggestions);
  } else {
    session.Print(SuggestionDocument(response, names, texts));
  }
  return absl::OkStatus();
}

absl::Status AcceptSuggestion(const AcceptOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::AcceptSuggestionRequest request;
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(ResourceName(organization, "suggestions", options.id));
  request.set_description(options.description);
  request.set_validate_only(options.validate_only);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::AcceptSuggestionResponse response,
                           session.Call(&SuggestionStub::AcceptSuggestion, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  v1::ListEventsResponse list;
  *list.add_events() = response.event();
  documents::Document document = EventDocument(list, texts);
  if (!options.validate_only) {
    document.blocks.push_back(
        documents::Paragraphs{{absl::Substitute(texts.event_stored, LastPart(response.event().name()))}, false});
  }
  session.Print(document);
  return absl::OkStatus();
}

absl::Status DismissSuggestion(const DismissOptions& options, Session& session) {
  v1::DismissSuggestionRequest request;
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(ResourceName(organization, "suggestions", options.id));
  request.set_reason(options.reason);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::DismissSuggestionResponse response,
                           session.Call(&SuggestionStub::DismissSuggestion, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
  } else {
    SayLine(session, absl::Substitute(session.texts().suggestion_dismissed, options.id));
  }
  return absl::OkStatus();
}

void AddListOptions(Command& command) {
  const Texts& texts = command.texts();
  auto options = std::make_shared<ListSuggestionsOptions>();
  command.Year(options->year);
  command.Option("--till-och-med,--until", options->until, texts.option_suggestion_until, texts.type_month);
  command.Option("--serie,--series", options->series, texts.option_series, texts.type_series);
  command.Flag("--alla,--all", options->dismissed, texts.option_suggestion_all);
  command.WhenChosenToPrint(options, ListSuggestions);
}

}  // namespace

void AddSuggestionCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.Add("forslag", "suggestion", texts.help_suggestion,
                              "prognos forslag\n"
                              "  prognos forslag godta 3f9a1c07");
  AddListOptions(group);
  Command list = group.Add("lista", "list", texts.help_suggestion_list, "prognos forslag lista --ar 2022 --alla");
  AddListOptions(list);

  Command accept = group.Add("godta", "accept", texts.help_suggestion_accept,
                             "prognos forslag godta 3f9a1c07 --text \"Dubbel faktura från Exempelvård\"");
  auto accepted = std::make_shared<AcceptOptions>();
  accept.Option(texts.type_suggestion, accepted->id, texts.option_suggestion, nullptr, Need::kRequired);
  accept.Option("--text", accepted->description, texts.option_event_text, texts.type_text);
  accept.Flag("--kontrollera,--check", accepted->validate_only, texts.option_check);
  accept.WhenChosenToPrint(accepted, AcceptSuggestion);

  Command dismiss = group.Add("avfarda", "dismiss", texts.help_suggestion_dismiss,
                              "prognos forslag avfarda 3f9a1c07 --skal \"Två löner i december\"");
  auto dismissed = std::make_shared<DismissOptions>();
  dismiss.Option(texts.type_suggestion, dismissed->id, texts.option_suggestion, nullptr, Need::kRequired);
  dismiss.Option("--skal,--reason", dismissed->reason, texts.option_suggestion_reason, texts.type_text,
                 Need::kRequired);
  dismiss.WhenChosenToPrint(dismissed, DismissSuggestion);
}

}  // namespace prognos::client
