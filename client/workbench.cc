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
        {SeriesIdText(line.series(), texts), absl::StrCat(names.Of(line), ": ", SeriesFlowText(line.series(), texts))});
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

}  // namespace

std::string WorkbenchOf(const v1::Forecast& forecast, const std::vector<v1::Forecast>& all, const Texts& texts) {
  const std::vector<Choice> series = Series(forecast, texts);
  const std::vector<Choice> kinds = {{"tkr", texts.work_monthly},
                                     {"gang", texts.work_once},
                                     {"procent", texts.work_percent},
                                     {"placering", texts.work_placements}};
  const char* const decimal = "inputmode=\"decimal\" required";
  std::string scenario =
      absl::StrCat(Select("rad", texts.work_row, series), Select("slag", texts.work_change, kinds),
                   Input("antal", texts.work_count, "text", decimal),
                   Input("pris", texts.work_price, "text", "inputmode=\"decimal\""),
                   Select("fran", texts.from, MonthsToCome(forecast, texts)), Button(texts.work_try));
  std::string judge = absl::StrCat(
      Select("rad", texts.work_row, series), Input("belopp", texts.work_amount, "text", "inputmode=\"decimal\""),
      Input("skal", texts.work_reason, "text", "maxlength=\"500\""),
      Input("kommentar", texts.work_comment, "text", "maxlength=\"2000\""), Button(texts.work_save));
  std::string round =
      absl::StrCat(Select("omgang", texts.round, Rounds(texts)),
                   Input("ar", texts.year, "number",
                         absl::StrCat("min=\"1900\" max=\"2199\" required value=\"", forecast.year(), "\"")),
                   Button(texts.work_create));
  std::string file = absl::StrCat("<div class=\"drop\"><p>", EscapeHtml(texts.work_drop), "</p>",
                                  Input("fil", texts.work_file, "file"), "</div>", Button(texts.work_read));
  const std::string id = LastOf(forecast.name());
  std::string of_forecast;  // What needs one.
  if (!all.empty()) {
    const std::string look = Select("verksamhet", texts.activity, Activities(forecast)) + Button(texts.work_look);
    of_forecast = absl::StrCat(
        "<form id=\"choose\">", Select("prognos", texts.forecast, Forecasts(forecast, all, texts)), "</form>\n",
        Part("scenario", texts.work_what_if, scenario, /*is_open=*/true), Part("forklara", texts.work_activity, look),
        Part("justera", texts.work_judge, judge), Part("las", texts.work_lock, Button(texts.work_lock_now)));
  }
  return absl::StrCat("<aside id=\"work\" aria-label=\"", EscapeHtml(texts.work_title), "\" data-forecast=\"",
                      EscapeHtml(id), "\" data-etag=\"", EscapeHtml(forecast.etag()), "\" data-wait=\"",
                      EscapeHtml(texts.work_wait), "\">\n", of_forecast,
                      Part("importera", texts.work_import, file, all.empty()),
                      Part("skapa", texts.work_new, round, all.empty()), "</aside>\n");
}

}  // namespace prognos::client
