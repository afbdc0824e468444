#include "client/completion.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/choices.h"
#include "client/forecast_tables.h"
#include "client/judgement_tables.h"
#include "client/model_names.h"
#include "client/session.h"
#include "client/session_settings.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/evaluation.grpc.pb.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/followup.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

// For all that is asked together: who types does not wait.
constexpr absl::Duration kPatience = absl::Seconds(1);
constexpr int kMostForecasts = 200;

// What kind of word may stand somewhere.
enum class WordKind {
  kAnything,
  kFile,
  kCommand,
  kOrganization,
  kActivity,
  kSeries,
  kLine,
  kForecast,
  kEvaluation,
  kEvent,
  kSuggestion,
  kIndicator,
  kYear,
  kRound,
  kModel,
  kFormat,
  kLanguage,
  kColor,
  kPhasing,
  kFlow,
  kShell,
  kSetting,
};

struct KindOfOption {
  const char* name;
  WordKind kind;
};

constexpr KindOfOption kKindsOfOptions[] = {
    {"--organisation", WordKind::kOrganization},
    {"--format", WordKind::kFormat},
    {"--sprak", WordKind::kLanguage},
    {"--farg", WordKind::kColor},
    {"--omgang", WordKind::kRound},
    {"--ar", WordKind::kYear},
    {"--modell", WordKind::kModel},
    {"--modeller", WordKind::kModel},
    {"--rad", WordKind::kLine},
    {"--verksamhet", WordKind::kActivity},
    {"--till", WordKind::kAnything},
    {"--periodisering", WordKind::kPhasing},
};

bool HasName(const CLI::Option& option, const std::string& name) { return option.check_name(name); }

// The word that an argument, which has no dashes, stands for in help.
bool IsCalled(const CLI::Option& option, const char* type) { return option.get_name(true) == type; }

WordKind KindOfValue(const CLI::Option& option, const Texts& texts) {
  for (const KindOfOption& one : kKindsOfOptions) {
    if (HasName(option, one.name)) return one.kind;
  }
  const std::string type = option.get_type_name();
  if (type == texts.type_file) return WordKind::kFile;
  if (type == texts.type_series) return WordKind::kSeries;
  if (type == texts.type_line) return WordKind::kLine;
  if (type == texts.type_model) return WordKind::kModel;
  return WordKind::kAnything;
}

WordKind KindOfArgument(const CLI::Option& option, const Texts& texts) {
  const std::string help = option.get_description();
  if (IsCalled(option, texts.type_file)) return WordKind::kFile;
  if (IsCalled(option, texts.type_series)) return WordKind::kSeries;
  if (IsCalled(option, texts.type_activities) || IsCalled(option, texts.type_activity)) return WordKind::kActivity;
  if (IsCalled(option, texts.type_event)) return WordKind::kEvent;
  if (IsCalled(option, texts.type_suggestion)) return WordKind::kSuggestion;
  if (IsCalled(option, texts.type_indicator)) return WordKind::kIndicator;
  if (IsCalled(option, texts.type_shell)) return WordKind::kShell;
  if (IsCalled(option, texts.type_setting)) return WordKind::kSetting;
  if (IsCalled(option, texts.type_command)) return WordKind::kCommand;
  if (help == texts.option_evaluation_name) return WordKind::kEvaluation;
  if (help == texts.option_organization_shown) return WordKind::kOrganization;
  const bool is_forecast = help == texts.option_forecast_name || help == texts.option_history_forecast ||
                           help == texts.option_difference_base || help == texts.option_difference_name;
  return is_forecast ? WordKind::kForecast : WordKind::kAnything;
}

// One candidate a word.
std::vector<Candidate> Words(std::initializer_list<const char*> words) {
  std::vector<Candidate> candidates;
  for (const char* word : words) candidates.push_back({word, ""});
  return candidates;
}

// What the service knows, asked only when it may stand where the cursor is.
class Asker {
 public:
  Asker(Settings settings, Environment& environment) : session_(std::move(settings), environment) {}

  std::vector<Candidate> Ask(WordKind kind) {
    if (kind == WordKind::kOrganization) return Organizations();
    const absl::StatusOr<std::string> organization = session_.Organization();
    if (!organization.ok()) return {};
    organization_ = *organization;
    switch (kind) {
      case WordKind::kActivity:
        return Activities();
      case WordKind::kSeries:
        return Series();
      case WordKind::kLine:
        return Lines();
      case WordKind::kForecast:
        return Forecasts();
      case WordKind::kYear:
        return Years();
      case WordKind::kEvaluation:
        return Names(&v1::EvaluationService::Stub::ListEvaluations, v1::ListEvaluationsRequest(),
                     &v1::ListEvaluationsResponse::evaluations, [](const v1::Evaluation&) { return std::string(); });
      case WordKind::kEvent:
        return Names(&v1::EventService::Stub::ListEvents, v1::ListEventsRequest(), &v1::ListEventsResponse::events,
                     [](const v1::Event& event) { return event.description(); });
      case WordKind::kSuggestion:
        return Names(&v1::EventService::Stub::ListSuggestions, v1::ListSuggestionsRequest(),
                     &v1::ListSuggestionsResponse::suggestions, [](const v1::Suggestion& suggestion) {
                       return absl::StrCat(LastPart(suggestion.series()), " ", suggestion.month());
                     });
      case WordKind::kIndicator:
        return Indicators();
      default:
        return {};
    }
  }

 private:
  template <typename Stub, typename Request, typename Response, typename List, typename Help>
  std::vector<Candidate> Names(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                               Request request, const List& (Response::*list)() const, Help help) {
    request.set_organization(organization_);
    const absl::StatusOr<Response> response = session_.Call(method, request);
    std::vector<Candidate> candidates;
    if (!response.ok()) return candidates;
    for (const auto& one : ((*response).*list)()) candidates.push_back({LastPart(one.name()), help(one)});
    return candidates;
  }

  std::vector<Candidate> Organizations() {
    const absl::StatusOr<v1::ListOrganizationsResponse> response =
        session_.Call(&v1::LedgerService::Stub::ListOrganizations, v1::ListOrganizationsRequest());
    std::vector<Candidate> candidates;
    if (!response.ok()) return candidates;
    for (const v1::Organization& one : response->organizations()) {
      candidates.push_back({LastPart(one.name()), one.display_name()});
    }
    return candidates;
  }

  std::vector<Candidate> Activities() {
    return Names(&v1::LedgerService::Stub::ListActivities, v1::ListActivitiesRequest(),
                 &v1::ListActivitiesResponse::activities,
                 [](const v1::Activity& activity) { return activity.display_name(); });
  }

  std::vector<Candidate> Series() {
    const Texts& texts = session_.texts();
    std::vector<Candidate> candidates =
        Names(&v1::LedgerService::Stub::ListSeries, v1::ListSeriesRequest(), &v1::ListSeriesResponse::series,
              [](const v1::Series& series) { return series.display_name(); });
    for (Candidate& one : candidates) one.word = SeriesWord(one.word, texts);
    return candidates;
  }

  // "vuxen.cost" as an ekonom types it: "vuxen.kostnad".
  static std::string SeriesWord(const std::string& id, const Texts& texts) {
    if (texts.language != Language::kSwedish) return id;
    std::vector<std::string> parts = absl::StrSplit(id, '.');
    if (parts.size() > 1 && parts[1] == "cost") parts[1] = "kostnad";
    if (parts.size() > 1 && parts[1] == "revenue") parts[1] = "intakt";
    return absl::StrJoin(parts, ".");
  }

  // Of a forecast: activities, their flows, and the sum.
  std::vector<Candidate> Lines() {
    const Texts& texts = session_.texts();
    std::vector<Candidate> candidates = {{texts.language == Language::kSwedish ? "summa" : "total", ""}};
    for (const Candidate& activity : Activities()) {
      candidates.push_back(activity);
      for (const char* flow : {"cost", "revenue"}) {
        candidates.push_back({SeriesWord(absl::StrCat(activity.word, ".", flow), texts), activity.help});
      }
    }
    return candidates;
  }

  std::vector<v1::Forecast> ListAll() {
    v1::ListForecastsRequest request;
    request.set_organization(organization_);
    request.set_page_size(kMostForecasts);
    const absl::StatusOr<v1::ListForecastsResponse> response =
        session_.Call(&v1::ForecastService::Stub::ListForecasts, request);
    if (!response.ok()) return {};
    return {response->forecasts().begin(), response->forecasts().end()};
  }

  std::vector<Candidate> Forecasts() {
    std::vector<Candidate> candidates;
    for (const v1::Forecast& one : ListAll()) {
      candidates.push_back({LastPart(one.name()), absl::StrCat(RoundTitle(one, session_.texts()), ", ",
                                                               StateText(one.state(), session_.texts()))});
    }
    return candidates;
  }

  std::vector<Candidate> Years() {
    std::set<int> years;
    for (const v1::Forecast& one : ListAll()) years.insert(one.year());
    std::vector<Candidate> candidates;
    for (const int year : years) candidates.push_back({absl::StrCat(year), ""});
    return candidates;
  }

  std::vector<Candidate> Indicators() {
    v1::ListIndicatorsRequest request;
    request.set_organization(organization_);
    const absl::StatusOr<v1::ListIndicatorsResponse> response =
        session_.Call(&v1::FollowUpService::Stub::ListIndicators, request);
    std::vector<Candidate> candidates;
    if (!response.ok()) return candidates;
    for (const v1::IndicatorStanding& one : response->indicators()) {
      candidates.push_back({LastPart(one.indicator().name()), one.indicator().display_name()});
    }
    return candidates;
  }

  Session session_;
  std::string organization_;
};

// Where the cursor stands.
struct Place {
  const CLI::App* command = nullptr;
  const CLI::Option* option = nullptr;  // The cursor's word is its value.
  int arguments = 0;                    // That stand before it, behind the command.
  bool only_arguments = false;          // Behind "--".
  std::vector<std::pair<const CLI::Option*, std::string>> given;
};

// Of a command or of one that holds it. nullptr: none.
const CLI::Option* FindOption(const CLI::App& command, const std::string& name) {
  for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
    if (const CLI::Option* option = app->get_option_no_throw(name); option != nullptr) return option;
  }
  return nullptr;
}

bool TakesValue(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

Place PlaceOf(const std::vector<std::string>& words, const CommandLine& line) {
  Place place;
  place.command = &line.program();
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    if (place.option != nullptr) {
      place.given.emplace_back(place.option, word);
      place.option = nullptr;
    } else if (word == "--") {
      place.only_arguments = true;
    } else if (word.size() > 1 && word[0] == '-' && !place.only_arguments) {
      const size_t equals = word.find('=');
      const CLI::Option* option = FindOption(*place.command, word.substr(0, equals));
      if (option == nullptr) continue;
      if (equals != std::string::npos) place.given.emplace_back(option, word.substr(equals + 1));
      if (equals == std::string::npos && TakesValue(*option)) place.option = option;
    } else if (const CLI::App* next = FindCommand(*place.command, word); next != nullptr && place.arguments == 0) {
      place.command = next;
    } else {
      ++place.arguments;
    }
  }
  return place;
}

// The argument of the command that the cursor's word is; the last one takes all that follow.
const CLI::Option* ArgumentAt(const CLI::App& command, int at) {
  const CLI::Option* last = nullptr;
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) continue;
    if (at-- == 0) return option;
    last = option->get_items_expected_max() > 1 ? option : nullptr;
  }
  return last;
}

// The shared options that stand on the line, as far as they say where the service is.
GlobalOptions OptionsGiven(const Place& place) {
  GlobalOptions options;
  const auto take = [&](const char* name, std::string& value) {
    for (const auto& [option, text] : place.given) {
      if (HasName(*option, name)) value = text;
    }
  };
  take("--adress", options.address);
  take("--organisation", options.organization);
  take("--tls-ca", options.tls_ca);
  take("--tls-cert", options.tls_cert);
  take("--tls-key", options.tls_key);
  take("--token-fil", options.token_file);
  return options;
}

bool IsAsked(WordKind kind) { return (kind >= WordKind::kOrganization && kind <= WordKind::kYear); }

// Words that need no service.
std::vector<Candidate> KnownWords(WordKind kind, const Texts& texts) {
  const bool swedish = texts.language == Language::kSwedish;
  switch (kind) {
    case WordKind::kRound:
      return swedish ? Words({"mars", "var", "host", "oktober", "bokslut"})
                     : Words({"march", "spring", "autumn", "october", "year-end"});
    case WordKind::kFormat:
      return swedish ? Words({"tabell", "json", "csv", "tabell-json", "tabell-csv", "tabell-html"})
                     : Words({"table", "json", "csv", "table-json", "table-csv", "table-html"});
    case WordKind::kLanguage:
      return Words({"sv", "en"});
    case WordKind::kColor:
      return swedish ? Words({"auto", "alltid", "aldrig"}) : Words({"auto", "always", "never"});
    case WordKind::kPhasing:
      return swedish ? Words({"jamn", "forra-aret", "medel", "medel-3", "medel-5", "sasong"})
                     : Words({"even", "last-year", "mean", "mean-3", "mean-5", "season"});
    case WordKind::kModel:
      return Words({"default", "run-rate", "last-years-share", "seasonal-naive", "rolling-twelve", "remaining-budget",
                    "seasonal-regression", "robust-regression", "ets", "arima", "theta", "pooled-regression"});
    case WordKind::kShell:
      return Words({"bash", "zsh", "fish"});
    case WordKind::kSetting: {
      std::vector<Candidate> keys;
      for (const SettingKind& one : SettingKinds()) keys.push_back({swedish ? one.key : one.alias, ""});
      return keys;
    }
    default:
      return {};
  }
}

// Completes one command line.
class Completer {
 public:
  Completer(const std::vector<std::string>& words, const CommandLine& line, const Texts& texts,
            Environment& environment)
      : line_(line), texts_(texts), environment_(environment), place_(PlaceOf(words, line)), word_(words.back()) {}

  Completion Run() {
    if (place_.option != nullptr) {
      AddValues(KindOfValue(*place_.option, texts_), "", word_);
    } else if (!word_.empty() && word_[0] == '-' && !place_.only_arguments) {
      AddOptions();
    } else {
      if (place_.arguments == 0) AddCommands(*place_.command);
      const CLI::Option* const argument = ArgumentAt(*place_.command, place_.arguments);
      if (argument != nullptr) AddValues(KindOfArgument(*argument, texts_), "", word_);
    }
    return std::move(completion_);
  }

 private:
  void Add(const std::string& word, const std::string& help) {
    if (absl::StartsWith(word, word_)) completion_.candidates.push_back({word, help});
  }

  void AddCommands(const CLI::App& app) {
    for (const CLI::App* command : CommandsOf(app)) {
      const bool english = texts_.language == Language::kEnglish && !command->get_aliases().empty();
      Add(english ? command->get_aliases().front() : command->get_name(), command->get_description());
    }
  }

  // "--omgang=ho" as well as "--om".
  void AddOptions() {
    const size_t equals = word_.find('=');
    if (equals != std::string::npos) {
      const CLI::Option* const option = FindOption(*place_.command, word_.substr(0, equals));
      if (option != nullptr) {
        AddValues(KindOfValue(*option, texts_), word_.substr(0, equals + 1), word_.substr(equals + 1));
      }
      return;
    }
    std::set<std::string> seen;
    for (const CLI::App* app = place_.command; app != nullptr; app = app->get_parent()) {
      for (const CLI::Option* option : app->get_options()) {
        if (option->get_positional() || option->get_lnames().empty()) continue;
        const std::vector<std::string>& names = option->get_lnames();
        const std::string name =
            absl::StrCat("--", texts_.language == Language::kEnglish ? names.back() : names.front());
        if (seen.insert(name).second) Add(name, option->get_description());
      }
    }
  }

  // `before`: what stands before the value in the same word. Of a list with commas the last part is completed.
  void AddValues(WordKind kind, std::string before, const std::string& value) {
    if (kind == WordKind::kFile) completion_.files = true;
    if (kind == WordKind::kCommand) AddCommands(line_.program());
    const size_t comma = kind == WordKind::kRound || kind == WordKind::kModel ? value.rfind(',') : std::string::npos;
    if (comma != std::string::npos) absl::StrAppend(&before, value.substr(0, comma + 1));
    for (const Candidate& one : IsAsked(kind) ? Asked(kind) : KnownWords(kind, texts_)) {
      Add(absl::StrCat(before, one.word), one.help);
    }
  }

  std::vector<Candidate> Asked(WordKind kind) {
    absl::StatusOr<Settings> settings = SettingsFrom(OptionsGiven(place_), Chosen(), texts_, environment_);
    if (!settings.ok()) return {};
    settings->give_up = absl::Now() + kPatience;
    return Asker(*std::move(settings), environment_).Ask(kind);
  }

  const CommandLine& line_;
  const Texts& texts_;
  Environment& environment_;
  const Place place_;
  const std::string& word_;
  Completion completion_;
};

}  // namespace

Completion Complete(const std::vector<std::string>& words, const CommandLine& line, const Texts& texts,
                    Environment& environment) {
  const std::vector<std::string> all = words.empty() ? std::vector<std::string>{""} : words;
  return Completer(all, line, texts, environment).Run();
}

}  // namespace prognos::client
