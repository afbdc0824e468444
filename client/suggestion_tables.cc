#include "client/suggestion_tables.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/machine_columns.h"
#include "client/session.h"
#include "forecast/base/number_format.h"

namespace prognos::client {
namespace {

using documents::ColumnKind;

constexpr double kRarestTold = 1e6;  // Further out nothing is known of chance.

// Once in so many months.
double OneIn(double chance) { return std::min(1.0 / std::max(chance, 1.0 / kRarestTold), kRarestTold); }

std::string WhatIsSuggested(const v1::Suggestion& suggestion, const Texts& texts) {
  switch (suggestion.kind()) {
    case v1::SUGGESTION_KIND_OUTLIER:
      return texts.suggested_outlier;
    case v1::SUGGESTION_KIND_BOOKED_TWICE:
      return texts.suggested_booked_twice;
    case v1::SUGGESTION_KIND_NOT_FULLY_BOOKED:
      return texts.suggested_not_fully_booked;
    case v1::SUGGESTION_KIND_NOTHING_BOOKED:
      return texts.suggested_nothing_booked;
    case v1::SUGGESTION_KIND_WRONG_SIGN:
      return texts.suggested_wrong_sign;
    case v1::SUGGESTION_KIND_OTHER_MONTH:
      return absl::Substitute(texts.suggested_other_month, suggestion.booked_in_month());
    case v1::SUGGESTION_KIND_NEW_LEVEL:
      return texts.suggested_new_level;
    case v1::SUGGESTION_KIND_UNIT_COST:
      return texts.suggested_unit_cost;
    default:
      return v1::SuggestionKind_Name(suggestion.kind());
  }
}

documents::Table SuggestionTable(std::string id, const char* unit, const Texts& texts) {
  return {std::move(id),
          {{"month", {texts.month}},
           {"series", {texts.event_series}, ColumnKind::kText, true},
           {"what", {texts.suggested_what}, ColumnKind::kText, true},
           {"seen", {texts.suggested_seen}, ColumnKind::kAmount, false, unit},
           {"expected", {texts.suggested_expected}, ColumnKind::kAmount, false, unit},
           {"chance", {texts.suggested_chance}},
           {"id", {texts.event_id}}},
          {}};
}

documents::Row SuggestionRow(const v1::Suggestion& suggestion, const documents::ShownUnit& unit,
                             const LedgerNames& names, const Texts& texts) {
  std::string what = WhatIsSuggested(suggestion, texts);
  if (suggestion.dismissed()) {
    absl::StrAppend(&what, " (", absl::Substitute(texts.suggested_dismissed, suggestion.dismiss_reason()), ")");
  }
  return {.cells = {{suggestion.month()},
                    {absl::StrCat(names.SeriesActivityText(suggestion.series()), ", ",
                                  names.SeriesText(suggestion.series(), texts))},
                    {std::move(what)},
                    {documents::RoundedAmount(suggestion.seen(), unit)},
                    {documents::RoundedAmount(suggestion.expected(), unit)},
                    {ChanceText(suggestion.chance(), texts)},
                    {LastPart(suggestion.name())}}};
}

}  // namespace

std::string ChanceText(double chance, const Texts& texts) {
  double times = OneIn(chance);
  const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(times)) - 1.0));
  times = std::round(times / unit) * unit;
  const std::string told = absl::Substitute(texts.suggested_one_in, FormatInteger(std::llround(times), texts.language));
  return times < kRarestTold ? told : absl::StrCat("< ", told);
}

documents::Document SuggestionDocument(const v1::ListSuggestionsResponse& suggestions, const LedgerNames& names,
                                       const Texts& texts) {
  documents::Table money = SuggestionTable("suggestions", "tkr", texts);
  documents::Table volumes = SuggestionTable("suggestions_of_volumes", "", texts);
  for (const v1::Suggestion& one : suggestions.suggestions()) {
    const bool is_volume = IsVolumeSeries(one.series());
    const documents::ShownUnit unit =
        is_volume ? documents::VolumeUnit(SeriesFlowText(one.series(), texts)) : documents::Tkr();
    (is_volume ? volumes : money).rows.push_back(SuggestionRow(one, unit, names, texts));
  }
  documents::Document document;
  if (!money.rows.empty()) {
    document.blocks.push_back(documents::Heading{1, texts.suggestions_title});
    document.blocks.push_back(std::move(money));
  }
  if (!volumes.rows.empty()) {
    document.blocks.push_back(documents::Heading{1, texts.suggestions_of_volumes_title});
    document.blocks.push_back(std::move(volumes));
  }
  document.blocks.push_back(documents::Paragraphs{{texts.suggestions_legend}});
  return document;
}

documents::Table SuggestionCsv(const v1::ListSuggestionsResponse& suggestions, const Texts& texts) {
  documents::Table table{"suggestions", MachineColumns("id;manad;bokford;serie;slag;utfall;vantat;en_pa;avfardat"), {}};
  for (const v1::Suggestion& one : suggestions.suggestions()) {
    const Unit unit = IsVolumeSeries(one.series()) ? kVolumeUnit : kMoneyUnit;
    table.rows.push_back({.cells = {{LastPart(one.name())},
                                    {one.month()},
                                    {one.booked_in_month().empty() ? one.month() : one.booked_in_month()},
                                    {SeriesIdText(one.series(), texts)},
                                    {WhatIsSuggested(one, texts)},
                                    {FormatMachine(one.seen(), unit, texts.language)},
                                    {FormatMachine(one.expected(), unit, texts.language)},
                                    {absl::StrCat(std::llround(OneIn(one.chance())))},
                                    {one.dismiss_reason()}}});
  }
  return table;
}

}  // namespace prognos::client
