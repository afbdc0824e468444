#include "client/accuracy_tables.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/machine_columns.h"
#include "client/model_names.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::Column;
using documents::ColumnKind;

constexpr char kModel[] = "model";
constexpr char kJudged[] = "judged";

std::string ByText(const std::string& by, const Texts& texts) {
  if (by == kModel) return texts.by_the_model;
  return by == kJudged ? texts.as_judged : ModelText(by, texts);
}

const v1::ComparedValue* ValueBy(const v1::ComparedLine& line, const std::string& by) {
  for (const v1::ComparedValue& value : line.values()) {
    if (value.by() == by) return &value;
  }
  return nullptr;
}

// All that say something of any line of the round, in the order of the first line that has them.
std::vector<std::string> SpeakersOf(const v1::ComparedRound& round) {
  std::vector<std::string> speakers = {kModel};
  for (const v1::ComparedLine& line : round.lines()) {
    if (ValueBy(line, kJudged) != nullptr) {
      speakers.push_back(kJudged);
      break;
    }
  }
  if (round.lines().empty()) return speakers;
  for (const v1::ComparedValue& value : round.lines(0).values()) {
    if (value.by() != kModel && value.by() != kJudged) speakers.push_back(value.by());
  }
  return speakers;
}

// People have the model's word where they say nothing else.
const v1::ComparedValue* SaidBy(const v1::ComparedLine& line, const std::string& by) {
  const v1::ComparedValue* value = ValueBy(line, by);
  return value == nullptr && by == kJudged ? ValueBy(line, kModel) : value;
}

bool IsRule(const std::string& by) { return by != kModel && by != kJudged; }

bool HasFrames(const v1::ComparedRound& round) {
  return absl::c_any_of(round.lines(), [](const v1::ComparedLine& line) { return line.without_frames(); });
}

documents::Table ErrorTable(const v1::ComparedRound& round, const Texts& texts) {
  const std::vector<std::string> speakers = SpeakersOf(round);
  documents::Table table{"errors", {{"activity", {texts.activity}, ColumnKind::kText, true}}, {}};
  for (const std::string& by : speakers) {
    table.columns.push_back({by, {ByText(by, texts)}, ColumnKind::kAmount, false, "tkr"});
    if (!IsRule(by)) {
      table.columns.push_back({absl::StrCat(by, "_percent"), {texts.of_net_1, texts.of_net_2}, ColumnKind::kPercent});
    }
  }
  const bool has_frames = HasFrames(round);
  const auto add = [&](const v1::ComparedLine& line) {
    const bool is_sum = line.activity().empty();
    documents::Row row{.cells = {{is_sum ? SumName(line, has_frames, texts) : line.display_name()}},
                       .level = line.depth(),
                       .is_sum = is_sum && !line.without_frames(),
                       .is_subtotal = line.without_frames()};
    for (const std::string& by : speakers) {
      const v1::ComparedValue* value = SaidBy(line, by);
      const bool has_error = value != nullptr && value->has_error();
      row.cells.push_back(has_error ? Cell{documents::RoundedAmount(value->error(), documents::Tkr(), Sign::kAlways)}
                                    : Cell{documents::NoValue()});
      if (IsRule(by)) continue;
      row.cells.push_back(has_error && value->has_error_percent() ? Cell{documents::Percent{value->error_percent()}}
                                                                  : Cell{documents::NoValue()});
    }
    table.rows.push_back(std::move(row));
  };
  std::string frame;  // That the lines belong to; none: to the sum without frames.
  const auto add_activities = [&](bool of_frames) {
    for (const v1::ComparedLine& line : round.lines()) {
      if (line.activity().empty()) continue;
      if (line.depth() == 0) frame = has_frames && line.own_frame() ? line.activity() : "";
      if (of_frames != frame.empty()) add(line);
    }
  };
  const auto add_sum = [&](bool without_frames) {
    for (const v1::ComparedLine& line : round.lines()) {
      if (line.activity().empty() && line.without_frames() == without_frames) add(line);
    }
  };
  add_activities(/*of_frames=*/false);
  if (has_frames) {
    add_sum(/*without_frames=*/true);
    add_activities(/*of_frames=*/true);
  }
  add_sum(/*without_frames=*/false);
  return table;
}

void AppendYear(const v1::ComparedYear& year, const Texts& texts, documents::Document& document) {
  if (year.year_end().empty()) {
    document.blocks.push_back(
        documents::Paragraphs{{absl::Substitute(texts.no_year_end, year.year())}, /*is_prose=*/true});
    return;
  }
  for (const v1::ComparedRound& round : year.rounds()) {
    if (round.forecast().round() == v1::ROUND_YEAR_END) continue;
    document.blocks.push_back(
        documents::Heading{2, absl::Substitute(texts.errors_title, RoundTitle(round.forecast(), texts))});
    document.blocks.push_back(ErrorTable(round, texts));
  }
}

Cell HitsCell(int count, int of) { return of == 0 ? Cell{documents::NoValue()} : Cell{documents::CountOf{count, of}}; }

// The nämnd's sum over the years; for each round who said it.
documents::Table YearsTable(const v1::CompareForecastsResponse& comparison, const Texts& texts) {
  const auto amount = [](const char* id, std::vector<std::string> heading) {
    return Column{id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
  };
  documents::Table table{"accuracy",
                         {{"round", {texts.round}, ColumnKind::kText, true},
                          {"by", {texts.said_by}},
                          {"years", {texts.years_column}, ColumnKind::kCount},
                          amount("mean_absolute_error", {texts.mean_error_1, "tkr"}),
                          amount("median_absolute_error", {texts.median_1, "tkr"}),
                          {"mean_error_percent", {texts.of_net_1, texts.of_net_2}, ColumnKind::kPercent},
                          amount("bias", {texts.bias_of_rounds_1, texts.bias_of_rounds_2}),
                          {"inside_50", {texts.inside_80_1, "50 %"}, ColumnKind::kCount},
                          {"inside_80", {texts.inside_80_1, "80 %"}, ColumnKind::kCount},
                          {"inside_95", {texts.inside_80_1, "95 %"}, ColumnKind::kCount}},
                         {}};
  const auto tkr = [](int64_t ore, Sign sign) { return Cell{documents::RoundedAmount(ore, documents::Tkr(), sign)}; };
  v1::Round last = v1::ROUND_UNSPECIFIED;
  const bool has_frames =
      absl::c_any_of(comparison.accuracy(), [](const v1::RoundAccuracy& row) { return row.without_frames(); });
  for (const v1::RoundAccuracy& row : comparison.accuracy()) {
    if (!row.activity().empty() || row.without_frames() != has_frames) continue;
    const std::string title = RoundTitle(row.round(), 0, texts);
    documents::Row made{.cells = {{title.substr(0, title.rfind(' '))},
                                  {ByText(row.by(), texts)},
                                  {documents::Count{row.years()}},
                                  tkr(row.mean_absolute_error(), Sign::kWhenNegative),
                                  tkr(row.median_absolute_error(), Sign::kWhenNegative),
                                  row.has_mean_error_percent() ? Cell{documents::Percent{row.mean_error_percent()}}
                                                               : Cell{documents::NoValue()},
                                  tkr(row.bias(), Sign::kAlways),
                                  HitsCell(row.inside_50(), row.inside_50_of()),
                                  HitsCell(row.inside_80(), row.inside_80_of()),
                                  HitsCell(row.inside_95(), row.inside_95_of())},
                        .goes_on = row.round() == last};
    last = row.round();
    table.rows.push_back(std::move(made));
  }
  return table;
}

std::string OrganizationOf(const v1::CompareForecastsResponse& comparison) {
  for (const v1::ComparedYear& year : comparison.years()) {
    for (const v1::ComparedRound& round : year.rounds()) return round.forecast().organization_display_name();
  }
  return "";
}

}  // namespace

documents::Document AccuracyDocument(const v1::CompareForecastsResponse& comparison, const Texts& texts) {
  documents::Document document;
  if (comparison.years().empty()) return document;
  const int first = comparison.years(0).year();
  const int last = comparison.years().rbegin()->year();
  const std::string span = first == last ? absl::StrCat(first) : absl::StrCat(first, "–", last);
  document.blocks.push_back(
      documents::Heading{1, absl::Substitute(texts.accuracy_title, OrganizationOf(comparison), span)});
  for (const v1::ComparedYear& year : comparison.years()) AppendYear(year, texts, document);
  if (comparison.years_size() > 1 && !comparison.accuracy().empty()) {
    document.blocks.push_back(documents::Heading{2, absl::Substitute(texts.accuracy_of_years, span)});
    document.blocks.push_back(YearsTable(comparison, texts));
  }
  document.blocks.push_back(documents::Paragraphs{{texts.accuracy_sign}, /*is_prose=*/true});
  return document;
}

documents::Table AccuracyTable(const v1::CompareForecastsResponse& comparison, const Texts& texts) {
  documents::Table table{"accuracy", MachineColumns(texts.csv_accuracy), {}};
  const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  const auto kronor = [](bool present, int64_t ore) {
    return present ? Cell{documents::RoundedAmount(ore, documents::Kronor())} : Cell{documents::NoValue()};
  };
  const auto hit = [](bool present, bool inside) { return Cell{std::string(!present ? "" : inside ? "1" : "0")}; };
  for (const v1::ComparedYear& year : comparison.years()) {
    for (const v1::ComparedRound& round : year.rounds()) {
      const std::string title = RoundTitle(round.forecast().round(), 0, texts);
      const bool has_frames = HasFrames(round);
      for (const v1::ComparedLine& line : round.lines()) {
        for (const v1::ComparedValue& value : line.values()) {
          table.rows.push_back({{{absl::StrCat(year.year())},
                                 {title.substr(0, title.rfind(' '))},
                                 {last_part(round.forecast().name())},
                                 {last_part(line.activity())},
                                 {line.activity().empty() ? SumName(line, has_frames, texts) : line.display_name()},
                                 {ByText(value.by(), texts)},
                                 kronor(line.has_budget(), line.budget()),
                                 kronor(true, value.full_year()),
                                 kronor(value.has_deviation(), value.deviation()),
                                 kronor(value.has_error(), value.error()),
                                 value.has_error_percent() ? Cell{documents::Decimal{value.error_percent(), 2}}
                                                           : Cell{documents::NoValue()},
                                 hit(value.has_inside_50(), value.inside_50()),
                                 hit(value.has_inside_80(), value.inside_80()),
                                 hit(value.has_inside_95(), value.inside_95())}});
        }
      }
    }
  }
  return table;
}

}  // namespace prognos::client
