#include "client/accuracy_tables.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/model_names.h"
#include "client/row_kinds.h"
#include "forecast/documents/rounded_tree.h"

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

// "varav Personal".
template <typename Line>
std::string TypeName(const Line& line, const Texts& texts) {
  return line.cost_type().empty() ? std::string(texts.of_which_without_type)
                                  : absl::Substitute(texts.of_which, line.cost_type_display_name());
}

// The error of `by` at a line; nullopt where it said nothing, or nothing is known of the year's end.
std::optional<int64_t> ErrorOf(const v1::ComparedLine& line, const std::string& by) {
  const v1::ComparedValue* value = SaidBy(line, by);
  return value != nullptr && value->has_error() ? std::optional<int64_t>(value->error()) : std::nullopt;
}

// The cells of a line; `shown` is what its errors show in tkr, one for each of `speakers`.
std::vector<Cell> ErrorCells(const v1::ComparedLine& line, const std::vector<std::string>& speakers,
                             const std::vector<int64_t>& shown) {
  std::vector<Cell> cells;
  for (size_t at = 0; at < speakers.size(); ++at) {
    const std::optional<int64_t> error = ErrorOf(line, speakers[at]);
    cells.push_back(error.has_value() ? Cell{documents::Amount{*error, shown[at], documents::Tkr(), Sign::kAlways}}
                                      : Cell{documents::NoValue()});
    if (IsRule(speakers[at])) continue;
    const v1::ComparedValue* value = SaidBy(line, speakers[at]);
    cells.push_back(error.has_value() && value->has_error_percent() ? Cell{documents::Percent{value->error_percent()}}
                                                                    : Cell{documents::NoValue()});
  }
  return cells;
}

int64_t TkrShown(std::optional<int64_t> ore) {
  return documents::RoundedAmount(ore.value_or(0), documents::Tkr()).shown;
}

// What the errors of a line's parts show: they add up to what the line's shows (`whole_shown`) where they do in öre.
std::vector<std::vector<int64_t>> ShownParts(const v1::ComparedLine& whole, const std::vector<int64_t>& whole_shown,
                                             const std::vector<const v1::ComparedLine*>& parts,
                                             const std::vector<std::string>& speakers) {
  std::vector<std::vector<int64_t>> shown(parts.size());
  for (size_t speaker = 0; speaker < speakers.size(); ++speaker) {
    const std::string& by = speakers[speaker];
    std::vector<int64_t> errors;
    int64_t rest = ErrorOf(whole, by).value_or(0);
    for (const v1::ComparedLine* part : parts) {
      errors.push_back(ErrorOf(*part, by).value_or(0));
      rest -= errors.back();
    }
    std::vector<int64_t> tkr;
    if (rest == 0 && !parts.empty()) {
      tkr = documents::RoundParts(errors, kOrePerThousandKronor, whole_shown[speaker]);
    } else {
      for (const int64_t error : errors) tkr.push_back(TkrShown(error));
    }
    for (size_t at = 0; at < parts.size(); ++at) shown[at].push_back(tkr[at]);
  }
  return shown;
}

// What the errors of all lines show, rounded down the tree from the sum.
class ShownErrors {
 public:
  ShownErrors(const v1::ComparedRound& round, const std::vector<std::string>& speakers)
      : round_(round), speakers_(speakers), has_frames_(HasFrames(round)) {
    for (const v1::ComparedLine& line : round.lines()) {
      if (!line.activity().empty() || line.without_frames()) continue;
      for (const std::string& by : speakers) shown_[&line].push_back(TkrShown(ErrorOf(line, by)));
      AddBelow(line);
    }
  }

  // One for each speaker.
  const std::vector<int64_t>& Of(const v1::ComparedLine& line) const { return shown_.at(&line); }

 private:
  // Where frames stand beside the sum, the sum of all is that of the others and of them.
  bool IsBelow(const v1::ComparedLine& line, const v1::ComparedLine& whole) const {
    if (!whole.activity().empty()) return line.parent() == whole.activity();
    if (line.activity().empty()) return line.without_frames() && !whole.without_frames();
    if (!line.parent().empty()) return false;
    return !has_frames_ || line.own_frame() != whole.without_frames();
  }

  void AddBelow(const v1::ComparedLine& whole) {
    std::vector<const v1::ComparedLine*> parts;
    for (const v1::ComparedLine& line : round_.lines()) {
      if (IsBelow(line, whole)) parts.push_back(&line);
    }
    const std::vector<std::vector<int64_t>> shown = ShownParts(whole, shown_.at(&whole), parts, speakers_);
    for (size_t at = 0; at < parts.size(); ++at) {
      shown_[parts[at]] = shown[at];
      AddBelow(*parts[at]);
    }
  }

  const v1::ComparedRound& round_;
  const std::vector<std::string>& speakers_;
  const bool has_frames_;
  std::map<const v1::ComparedLine*, std::vector<int64_t>> shown_;
};

std::vector<const v1::ComparedLine*> TypesOf(const v1::ComparedRound& round, const v1::ComparedLine& line) {
  std::vector<const v1::ComparedLine*> types;
  for (const v1::ComparedLine& one : round.lines_by_type()) {
    if (one.activity() == line.activity() && one.without_frames() == line.without_frames()) types.push_back(&one);
  }
  return types;
}

documents::Table ErrorTable(const v1::ComparedRound& round, bool by_type, const Texts& texts) {
  const std::vector<std::string> speakers = SpeakersOf(round);
  documents::Table table{"errors", {{"activity", {texts.activity}, ColumnKind::kText, true}}, {}};
  for (const std::string& by : speakers) {
    table.columns.push_back({by, {ByText(by, texts)}, ColumnKind::kAmount, false, "tkr"});
    if (!IsRule(by)) {
      table.columns.push_back({absl::StrCat(by, "_percent"), {texts.of_net_1, texts.of_net_2}, ColumnKind::kPercent});
    }
  }
  const bool has_frames = HasFrames(round);
  const ShownErrors shown_errors(round, speakers);
  const auto add = [&](const v1::ComparedLine& line) {
    const bool is_sum = line.activity().empty();
    documents::Row row{.cells = {{is_sum ? SumName(line, has_frames, texts) : line.display_name()}},
                       .level = line.depth(),
                       .is_sum = is_sum && !line.without_frames(),
                       .is_subtotal = line.without_frames()};
    const std::vector<int64_t>& shown = shown_errors.Of(line);
    for (Cell& cell : ErrorCells(line, speakers, shown)) row.cells.push_back(std::move(cell));
    table.rows.push_back(std::move(row));
    if (!by_type) return;
    const std::vector<const v1::ComparedLine*> parts = TypesOf(round, line);
    const std::vector<std::vector<int64_t>> shown_parts = ShownParts(line, shown, parts, speakers);
    for (size_t at = 0; at < parts.size(); ++at) {
      documents::Row part{
          .cells = {{TypeName(*parts[at], texts)}}, .level = line.depth() + 1, .kind = documents::RowKind::kOfWhich};
      for (Cell& cell : ErrorCells(*parts[at], speakers, shown_parts[at])) part.cells.push_back(std::move(cell));
      table.rows.push_back(std::move(part));
    }
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

void AppendYear(const v1::ComparedYear& year, bool by_type, const Texts& texts, documents::Document& document) {
  if (year.year_end().empty()) {
    document.blocks.push_back(
        documents::Paragraphs{{absl::Substitute(texts.no_year_end, year.year())}, /*is_prose=*/true});
    return;
  }
  for (const v1::ComparedRound& round : year.rounds()) {
    if (round.forecast().round() == v1::ROUND_YEAR_END) continue;
    document.blocks.push_back(
        documents::Heading{2, absl::Substitute(texts.errors_title, RoundTitle(round.forecast(), texts))});
    document.blocks.push_back(ErrorTable(round, by_type, texts));
  }
}

Cell HitsCell(int count, int of) { return of == 0 ? Cell{documents::NoValue()} : Cell{documents::CountOf{count, of}}; }

using AccuracyRows = google::protobuf::RepeatedPtrField<v1::RoundAccuracy>;

// The nämnd's sum over the years; for each round who said it. `rows` are those of the answer or, with `by_type`, those
// by cost type.
documents::Table YearsTable(const AccuracyRows& rows, bool by_type, const Texts& texts) {
  const auto amount = [](const char* id, std::vector<std::string> heading) {
    return Column{id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
  };
  documents::Table table{by_type ? "accuracy_by_type" : "accuracy",
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
  if (by_type) table.columns.insert(table.columns.begin(), {"cost_type", {texts.cost_type}, ColumnKind::kText, true});
  std::pair<std::string, v1::Round> last;
  const bool has_frames = absl::c_any_of(rows, [](const v1::RoundAccuracy& row) { return row.without_frames(); });
  for (const v1::RoundAccuracy& row : rows) {
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
                        .goes_on = std::pair(row.cost_type(), row.round()) == last};
    if (by_type) made.cells.insert(made.cells.begin(), Cell{TypeName(row, texts)});
    last = {row.cost_type(), row.round()};
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

// Activities that others stand below.
std::set<std::string> ParentsOf(const v1::ComparedRound& round) {
  std::set<std::string> parents;
  for (const v1::ComparedLine& line : round.lines()) parents.insert(line.parent());
  return parents;
}

documents::RowKind RowKindOf(const v1::ComparedLine& line, const std::set<std::string>& parents) {
  if (line.without_frames()) return documents::RowKind::kSubtotal;
  if (line.activity().empty()) return documents::RowKind::kSum;
  return parents.contains(line.activity()) ? documents::RowKind::kGroup : documents::RowKind::kRow;
}

}  // namespace

documents::Document AccuracyDocument(const v1::CompareForecastsResponse& comparison, bool by_type, const Texts& texts) {
  documents::Document document;
  if (comparison.years().empty()) return document;
  const int first = comparison.years(0).year();
  const int last = comparison.years().rbegin()->year();
  const std::string span = first == last ? absl::StrCat(first) : absl::StrCat(first, "–", last);
  document.blocks.push_back(
      documents::Heading{1, absl::Substitute(texts.accuracy_title, OrganizationOf(comparison), span)});
  for (const v1::ComparedYear& year : comparison.years()) AppendYear(year, by_type, texts, document);
  if (comparison.years_size() > 1 && !comparison.accuracy().empty()) {
    document.blocks.push_back(documents::Heading{2, absl::Substitute(texts.accuracy_of_years, span)});
    document.blocks.push_back(YearsTable(comparison.accuracy(), /*by_type=*/false, texts));
  }
  if (comparison.years_size() > 1 && by_type && !comparison.accuracy_by_type().empty()) {
    document.blocks.push_back(documents::Heading{2, absl::Substitute(texts.accuracy_of_types, span)});
    document.blocks.push_back(YearsTable(comparison.accuracy_by_type(), /*by_type=*/true, texts));
  }
  const bool has_types = absl::c_any_of(comparison.years(), [](const v1::ComparedYear& year) {
    return absl::c_any_of(year.rounds(), [](const auto& round) { return !round.lines_by_type().empty(); });
  });
  if (by_type && !has_types) document.blocks.push_back(documents::Paragraphs{{texts.no_types_in_forecast}});
  document.blocks.push_back(documents::Paragraphs{{texts.accuracy_sign}, /*is_prose=*/true});
  return document;
}

documents::Table AccuracyTable(const v1::CompareForecastsResponse& comparison, bool by_type, const Texts& texts) {
  documents::Table table =
      MachineTree("accuracy", absl::StrCat(texts.csv_accuracy, by_type ? texts.csv_cost_type : ""));
  const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  const auto kronor = [](bool present, int64_t ore) {
    return present ? Cell{documents::RoundedAmount(ore, documents::Kronor())} : Cell{documents::NoValue()};
  };
  const auto hit = [](bool present, bool inside) { return Cell{std::string(!present ? "" : inside ? "1" : "0")}; };
  for (const v1::ComparedYear& year : comparison.years()) {
    for (const v1::ComparedRound& round : year.rounds()) {
      const std::string title = RoundTitle(round.forecast().round(), 0, texts);
      const bool has_frames = HasFrames(round);
      const std::set<std::string> parents = ParentsOf(round);
      const auto add = [&](const v1::ComparedLine& line, const std::string& type, documents::RowKind kind, int level) {
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
          if (by_type) table.rows.back().cells.push_back({type});
          table.rows.back().kind = kind;
          table.rows.back().level = level;
        }
      };
      for (const v1::ComparedLine& line : round.lines()) add(line, "", RowKindOf(line, parents), line.depth());
      if (!by_type) continue;
      for (const v1::ComparedLine& line : round.lines_by_type()) {
        add(line, line.cost_type().empty() ? "-" : last_part(line.cost_type()), documents::RowKind::kOfWhich,
            line.activity().empty() ? 0 : line.depth() + 1);
      }
    }
  }
  return table;
}

}  // namespace prognos::client
