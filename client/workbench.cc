#include "client/workbench.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/full_names.h"
#include "client/series_names.h"
#include "forecast/base/month.h"
#include "forecast/base/month_names.h"
#include "forecast/documents/html.h"

namespace prognos::client {
namespace {

using documents::EscapeHtml;

struct Choice {
  std::string value;
  std::string text;
  bool is_chosen = false;
};

std::string LastOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string Select(const char* name, const char* label, const std::vector<Choice>& choices) {
  std::string options;
  for (const Choice& choice : choices) {
    absl::StrAppend(&options, "<option value=\"", EscapeHtml(choice.value), choice.is_chosen ? "\" selected>" : "\">",
                    EscapeHtml(choice.text), "</option>");
  }
  return absl::StrCat("<label>", EscapeHtml(label), " <select name=\"", name, "\">", options, "</select></label>\n");
}

std::string Input(const char* name, const char* label, const char* type, const std::string& attributes = "") {
  return absl::StrCat("<label>", EscapeHtml(label), " <input name=\"", name, "\" type=\"", type, "\" ", attributes,
                      "></label>\n");
}

std::string Button(const char* text) { return absl::StrCat("<button>", EscapeHtml(text), "</button>\n"); }

// A part that opens: `form` says what becomes of its fields.
std::string Part(const char* form, const char* title, const std::string& fields, bool is_open = false) {
  return absl::StrCat("<details", is_open ? " open" : "", "><summary>", EscapeHtml(title),
                      "</summary>\n<form data-form=\"", form, "\">", fields,
                      "</form>\n<p class=\"command\"></p><div class=\"answer\" aria-live=\"polite\">",
                      "</div></details>\n");
}

// "höstprognos 2022 · host-2022-nr1 · låst".
std::vector<Choice> Forecasts(const v1::Forecast& shown, const std::vector<v1::Forecast>& all, const Texts& texts) {
  std::vector<Choice> choices;
  for (const v1::Forecast& forecast : all) {
    const std::string id = LastOf(forecast.name());
    choices.push_back({id, absl::StrCat(RoundTitle(forecast, texts), " · ", id), forecast.name() == shown.name()});
  }
  return choices;
}

// The rows that can be changed: cost and revenue of each series.
std::vector<Choice> Series(const v1::Forecast& forecast, const Texts& texts) {
  const FullNames names(forecast);
  std::vector<Choice> choices;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.series().empty() || IsVolumeSeries(line.series())) continue;
    choices.push_back(
        {SeriesIdText(line.series(), texts), absl::StrCat(names.Of(line), ": ", names.MeasureOf(line, texts))});
  }
  return choices;
}

std::vector<Choice> Activities(const v1::Forecast& forecast) {
  const FullNames names(forecast);
  std::vector<Choice> choices;
  std::string last;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.activity().empty() || std::exchange(last, line.activity()) == line.activity()) continue;
    choices.push_back({LastOf(line.activity()), names.Of(line)});
  }
  return choices;
}

// The months that are not known, as commands take them.
std::vector<Choice> MonthsToCome(const v1::Forecast& forecast, const Texts& texts) {
  std::vector<Choice> choices;
  for (int month = LastKnownMonth(forecast) + 1; month <= 12; ++month) {
    choices.push_back({(Month::January(forecast.year()) + (month - 1)).ToString(), MonthName(month, texts.language)});
  }
  return choices;
}

std::vector<Choice> Rounds(const Texts& texts) {
  return {{"mars", texts.round_march},
          {"var", texts.round_spring, true},
          {"host", texts.round_autumn},
          {"oktober", texts.round_october},
          {"bokslut", texts.round_year_end}};
}

std::string ScenarioFields(const std::vector<Choice>& series, const std::vector<Choice>& months, const Texts& texts) {
  const std::vector<Choice> kinds = {{"tkr", texts.work_monthly},
                                     {"gang", texts.work_once},
                                     {"procent", texts.work_percent},
                                     {"placering", texts.work_placements}};
  return absl::StrCat(Select("rad", texts.work_row, series), Select("slag", texts.work_change, kinds),
                      Input("antal", texts.work_count, "text", "inputmode=\"decimal\" required"),
                      Input("pris", texts.work_price, "text", "inputmode=\"decimal\""),
                      Select("fran", texts.from, months), Button(texts.work_try));
}

std::string JudgeFields(const std::vector<Choice>& series, const Texts& texts) {
  return absl::StrCat(Select("rad", texts.work_row, series),
                      Input("belopp", texts.work_amount, "text", "inputmode=\"decimal\""),
                      Input("skal", texts.work_reason, "text", "maxlength=\"500\""),
                      Input("kommentar", texts.work_comment, "text", "maxlength=\"2000\""), Button(texts.work_save));
}

std::string FileFields(const Texts& texts) {
  return absl::StrCat("<div class=\"drop\"><p>", EscapeHtml(texts.work_drop), "</p>",
                      Input("fil", texts.work_file, "file"), Input("bekrafta", texts.work_confirm, "checkbox"),
                      "</div>", Button(texts.work_read));
}

std::string RoundFields(int year, const Texts& texts) {
  return absl::StrCat(
      Select("omgang", texts.round, Rounds(texts)),
      Input("ar", texts.year, "number", absl::StrCat("min=\"1900\" max=\"2199\" required value=\"", year, "\"")),
      Button(texts.work_create));
}

// What needs a forecast.
std::string FormsOf(const v1::Forecast& forecast, const std::vector<v1::Forecast>& all, const Texts& texts) {
  const std::vector<Choice> series = Series(forecast, texts);
  const std::vector<Choice> months = MonthsToCome(forecast, texts);
  std::string forms =
      absl::StrCat("<form id=\"choose\">", Select("prognos", texts.forecast, Forecasts(forecast, all, texts)),
                   Button(texts.work_look), "</form>\n");
  if (!months.empty()) {
    absl::StrAppend(&forms,
                    Part("scenario", texts.work_what_if, ScenarioFields(series, months, texts), /*is_open=*/true));
  }
  absl::StrAppend(&forms, Part("forklara", texts.work_activity,
                               Select("verksamhet", texts.activity, Activities(forecast)) + Button(texts.work_look)));
  if (forecast.state() == v1::FORECAST_STATE_DRAFT) {
    absl::StrAppend(&forms, Part("justera", texts.work_judge, JudgeFields(series, texts)),
                    Part("las", texts.work_lock, Button(texts.work_lock_now)));
  }
  return forms;
}

// ` data-wait="Räknar …"`.
std::string Data(const char* name, const std::string& value) {
  return absl::StrCat(" data-", name, "=\"", EscapeHtml(value), "\"");
}

}  // namespace

std::string WorkbenchOf(const v1::Forecast& forecast, const std::vector<v1::Forecast>& all, const Texts& texts) {
  return absl::StrCat("<aside id=\"work\" aria-label=\"", EscapeHtml(texts.work_title), "\"",
                      Data("forecast", LastOf(forecast.name())), Data("etag", forecast.etag()),
                      Data("wait", texts.work_wait), Data("failed", texts.work_failed),
                      Data("not-kept", texts.work_not_kept), ">\n", all.empty() ? "" : FormsOf(forecast, all, texts),
                      Part("importera", texts.work_import, FileFields(texts), all.empty()),
                      Part("skapa", texts.work_new, RoundFields(forecast.year(), texts), all.empty()), "</aside>\n");
}

}  // namespace prognos::client
