#include "client/judgement_tables.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/time.h"
#include "client/forecast_tables.h"
#include "client/full_names.h"
#include "forecast/base/number_format.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;

// "Vuxen, kostnad", "Vuxen > Externa placeringar, kostnad", "Summa, netto".
std::string LineName(const v1::ForecastLine& line, const FullNames& names, const Texts& texts) {
  const std::string name = line.activity().empty() ? texts.sum : names.Of(line);
  return absl::StrCat(name, ", ",
                      line.activity().empty() ? MeasureName(line.measure(), texts) : names.MeasureOf(line, texts));
}

// " (anna, 2022-09-14)"; what is not known is left out.
std::string WhoAndWhen(const std::string& author, const google::protobuf::Timestamp& time) {
  const std::string day = absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()), absl::LocalTimeZone());
  return absl::StrCat(" (", author, author.empty() ? "" : ", ", day, ")");
}

std::string Tkr(int64_t ore, const Texts& texts) { return FormatTkr(ore, texts.language); }
std::string Mnkr(int64_t ore, const Texts& texts) { return FormatMnkr(ore, texts.language, Sign::kAlways); }

std::string OverrideText(const v1::ForecastLine& line, const FullNames& names, const Texts& texts) {
  const v1::LineOverride& judged = line.line_override();
  const std::string range =
      judged.has_plus_minus() ? absl::Substitute(texts.judged_plus_minus, Tkr(judged.plus_minus(), texts)) : "";
  return absl::StrCat(absl::Substitute(texts.judged_line, LineName(line, names, texts), Tkr(judged.amount(), texts),
                                       range, Tkr(line.full_year(), texts), judged.reason()),
                      WhoAndWhen(judged.author(), judged.time()));
}

// Lines with an override, and the sum's net.
bool IsToldOf(const v1::ForecastLine& line) {
  const bool is_sum = line.activity().empty() && line.measure() == v1::MEASURE_NET;
  return line.has_judged() && (line.has_line_override() || is_sum);
}

documents::Table ImpliedTable(const std::vector<const v1::ForecastLine*>& lines, const FullNames& names,
                              const Texts& texts) {
  const auto amount = [](const char* id, const char* first, const char* second) {
    return documents::Column{id, {first, second}, ColumnKind::kAmount, false, "tkr"};
  };
  documents::Table table{"implied",
                         {{"line", {texts.judged_row}, ColumnKind::kText, true},
                          amount("known_per_month", texts.so_far, texts.per_month),
                          amount("model_per_month", texts.model_left, texts.per_month),
                          amount("judged_per_month", texts.judged_left, texts.per_month)},
                         {}};
  const auto tkr = [](int64_t ore) { return Cell{documents::RoundedAmount(ore, documents::Tkr())}; };
  for (const v1::ForecastLine* line : lines) {
    const v1::ImpliedRemainder& implied = line->judged().implied();
    table.rows.push_back({{{LineName(*line, names, texts)},
                           implied.has_known_per_month() ? tkr(implied.known_per_month()) : Cell{documents::NoValue()},
                           tkr(implied.model_per_month()),
                           tkr(implied.judged_per_month())}});
    if (line->activity().empty()) table.rows.back().kind = documents::RowKind::kSum;
  }
  return table;
}

// How the deviation must go on for the judged year to come true; empty without a budget or a known month.
std::string DeviationSentence(const v1::ForecastLine& line, const FullNames& names, const Texts& texts) {
  const v1::ImpliedRemainder& implied = line.judged().implied();
  if (!implied.has_straight_line_deviation()) return "";
  return absl::Substitute(texts.implied_deviation, LineName(line, names, texts),
                          Mnkr(implied.deviation_to_date(), texts), Mnkr(implied.deviation_per_known_month(), texts),
                          Mnkr(line.judged().deviation(), texts), Mnkr(implied.judged_deviation_per_month(), texts),
                          Mnkr(implied.model_deviation_per_month(), texts),
                          Mnkr(implied.straight_line_deviation(), texts));
}

std::string OutsideSentence(const v1::ForecastLine& line, const FullNames& names, const Texts& texts) {
  const v1::ImpliedRemainder& implied = line.judged().implied();
  if (!implied.outside_95()) return "";
  const int64_t remainder = line.judged().full_year() - line.known_amount();
  return absl::Substitute(texts.judged_outside, LineName(line, names, texts), Tkr(remainder, texts),
                          Tkr(implied.model_low_95(), texts), Tkr(implied.model_high_95(), texts));
}

std::vector<std::string> CommentLines(const v1::Forecast& forecast, const FullNames& names, const Texts& texts) {
  std::vector<std::string> lines;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (!line.has_comment()) continue;
    lines.push_back(absl::StrCat(LineName(line, names, texts), ": ", line.comment().text(),
                                 WhoAndWhen(line.comment().author(), line.comment().time())));
  }
  return lines;
}

void AppendOverrides(const v1::Forecast& forecast, const FullNames& names, const Texts& texts,
                     std::vector<documents::Block>& blocks) {
  documents::List overrides;
  documents::Paragraphs sentences;
  std::vector<const v1::ForecastLine*> told;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.has_line_override()) overrides.items.push_back(OverrideText(line, names, texts));
    if (IsToldOf(line)) told.push_back(&line);
  }
  // The sum stands first in a forecast, and last in print.
  std::stable_partition(told.begin(), told.end(), [](const auto* line) { return !line->activity().empty(); });
  for (const v1::ForecastLine* line : told) {
    for (std::string sentence : {DeviationSentence(*line, names, texts), OutsideSentence(*line, names, texts)}) {
      if (!sentence.empty()) sentences.texts.push_back(std::move(sentence));
    }
  }
  blocks.push_back(documents::Heading{2, texts.judgements});
  blocks.push_back(std::move(overrides));
  blocks.push_back(documents::Heading{2, texts.judgements_assume});
  blocks.push_back(ImpliedTable(told, names, texts));
  if (!sentences.texts.empty()) blocks.push_back(std::move(sentences));
}

// The name of the line that a change is about; empty: it is about the whole forecast.
std::string ChangedLine(const v1::ForecastChange& change, const v1::Forecast& forecast, const FullNames& names,
                        const Texts& texts) {
  if (!change.has_line()) return "";
  const v1::LineRef& ref = change.line();
  for (const v1::ForecastLine& line : forecast.lines()) {
    const bool is_series = !ref.series().empty() && line.series() == ref.series();
    const bool is_node = ref.series().empty() && line.activity() == ref.activity() && line.measure() == ref.measure();
    if (is_series || is_node) return LineName(line, names, texts);
  }
  return ref.series().empty() ? ref.activity() : ref.series();
}

std::string ChangeText(const v1::ForecastChange& change, const Texts& texts) {
  const std::string other = change.other_forecast().substr(change.other_forecast().rfind('/') + 1);
  switch (change.kind()) {
    case v1::ForecastChange::KIND_LOCKED:
      return texts.beside_locked;
    case v1::ForecastChange::KIND_SUPERSEDED:
      return absl::Substitute(texts.beside_superseded, other);
    case v1::ForecastChange::KIND_WITHDRAWN:
      return absl::Substitute(texts.beside_withdrawn, change.text());
    case v1::ForecastChange::KIND_RESTORED:
      return absl::Substitute(texts.beside_restored, other);
    case v1::ForecastChange::KIND_COMMENT:
      if (change.text().empty()) return texts.beside_comment_removed;
      return absl::Substitute(texts.beside_comment, change.text());
    case v1::ForecastChange::KIND_OVERRIDE:
      break;
    default:
      return v1::ForecastChange::Kind_Name(change.kind());
  }
  if (!change.has_amount()) return texts.beside_override_removed;
  const std::string range =
      change.has_plus_minus() ? absl::Substitute(texts.judged_plus_minus, Tkr(change.plus_minus(), texts)) : "";
  const std::string from = other.empty() ? "" : absl::Substitute(texts.beside_copied, other);
  return absl::Substitute(texts.beside_override, Tkr(change.amount(), texts), range, change.text(), from);
}

// What is judged of a line in the place of the model's.
void PutJudged(v1::ForecastLine& line) {
  if (!line.has_judged()) return;
  const v1::JudgedYear& judged = line.judged();
  line.set_full_year(judged.full_year());
  *line.mutable_full_year_quantiles() = judged.full_year_quantiles();
  if (!judged.has_deviation()) return;
  line.set_deviation(judged.deviation());
  *line.mutable_deviation_quantiles() = judged.deviation_quantiles();
  line.set_deficit_probability(judged.deficit_probability());
}

}  // namespace

documents::Table JudgementHistoryTable(const v1::GetForecastResponse& response, const Texts& texts) {
  const FullNames names(response.forecast());
  documents::Table table{"judgement_history",
                         {{"time", {texts.when}},
                          {"author", {texts.who}},
                          {"line", {texts.judged_row}, ColumnKind::kText, true},
                          {"what", {texts.what}, ColumnKind::kText, true}},
                         {}};
  const auto add = [&table](const google::protobuf::Timestamp& time, const std::string& author, std::string line,
                            std::string what) {
    table.rows.push_back(
        {{{absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(time.seconds()), absl::LocalTimeZone())},
          author.empty() ? Cell{documents::NoValue()} : Cell{author},
          {std::move(line)},
          {std::move(what)}}});
  };
  add(response.forecast().create_time(), response.forecast().author(), "", texts.beside_made);
  for (const v1::ForecastChange& change : response.changes()) {
    add(change.time(), change.author(), ChangedLine(change, response.forecast(), names, texts),
        ChangeText(change, texts));
  }
  return table;
}

bool IsJudged(const v1::Forecast& forecast) {
  return std::any_of(forecast.lines().begin(), forecast.lines().end(),
                     [](const v1::ForecastLine& line) { return line.has_judged(); });
}

v1::Forecast AsJudged(const v1::Forecast& forecast) {
  v1::Forecast result = forecast;
  for (v1::ForecastLine& line : *result.mutable_lines()) PutJudged(line);
  for (v1::ForecastLine& line : *result.mutable_lines_without_frames()) PutJudged(line);
  for (v1::ForecastLine& line : *result.mutable_lines_by_type()) PutJudged(line);
  return result;
}

std::vector<documents::Block> JudgementBlocks(const v1::Forecast& forecast, const Texts& texts) {
  const FullNames names(forecast);
  std::vector<documents::Block> blocks;
  if (IsJudged(forecast)) AppendOverrides(forecast, names, texts, blocks);
  std::vector<std::string> comments = CommentLines(forecast, names, texts);
  if (comments.empty()) return blocks;
  blocks.push_back(documents::Heading{2, texts.comments});
  blocks.push_back(documents::List{std::move(comments)});
  return blocks;
}

std::string StateText(v1::ForecastState state, const Texts& texts) {
  switch (state) {
    case v1::FORECAST_STATE_DRAFT:
      return texts.state_draft;
    case v1::FORECAST_STATE_LOCKED:
      return texts.state_locked;
    case v1::FORECAST_STATE_SUPERSEDED:
      return texts.state_superseded;
    case v1::FORECAST_STATE_WITHDRAWN:
      return texts.state_withdrawn;
    default:
      return "";
  }
}

}  // namespace prognos::client
