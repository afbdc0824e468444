#include "client/event_tables.h"

#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/machine_columns.h"
#include "client/series_names.h"
#include "forecast/base/number_format.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {
namespace {

using documents::ColumnKind;

std::string EventEndOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

Unit UnitOfSeries(const std::string& series) { return IsVolumeSeries(series) ? kVolumeUnit : kMoneyUnit; }

// "vuxen.kostnad".
std::string EventSeriesText(const std::string& name, const Texts& texts) {
  const std::string activity = EventEndOf(ActivityOfSeries(name));
  const std::string type = SeriesCostType(name);
  return absl::StrCat(activity, ".", SeriesFlowText(name, texts), type.empty() ? "" : ".", type);
}

std::string EventKindText(v1::EventKind kind, const Texts& texts) {
  switch (kind) {
    case v1::EVENT_KIND_ONE_OFF:
      return texts.event_kind_one_off;
    case v1::EVENT_KIND_CORRECTION:
      return texts.event_kind_correction;
    case v1::EVENT_KIND_LEVEL_SHIFT:
      return texts.event_kind_level_shift;
    case v1::EVENT_KIND_PERCENT:
      return texts.event_kind_percent;
    case v1::EVENT_KIND_MEASURE:
      return texts.event_kind_measure;
    case v1::EVENT_KIND_COMMITMENT:
      return texts.event_kind_commitment;
    case v1::EVENT_KIND_MOVE:
      return texts.event_kind_move;
    default:
      return v1::EventKind_Name(kind);
  }
}

// "8,6": thousandths of a per cent as people write them.
std::string PercentText(int64_t thousandths, const Texts& texts) {
  std::string text = FormatMachine(thousandths, kVolumeUnit, texts.language);
  while (text.back() == '0') text.pop_back();
  if (text.back() == ',' || text.back() == '.') text.pop_back();
  return text;
}

// "3 800 kr om dagen"; of a volume "1,0 om dagen".
std::string DaySizeText(const v1::Event& event, const Texts& texts) {
  if (IsVolumeSeries(event.series())) {
    return absl::Substitute(texts.event_per_day, FormatWholes(event.amount(), kVolumeUnit, texts.language));
  }
  const bool is_whole = event.amount() % kMoneyUnit.parts_per_whole == 0;
  const std::string kronor = is_whole ? FormatInteger(event.amount() / kMoneyUnit.parts_per_whole, texts.language)
                                      : FormatWholes(event.amount(), kMoneyUnit, texts.language);
  return absl::Substitute(texts.event_per_day, absl::StrCat(kronor, " kr"));
}

// "+8,6 %", "−200 tkr i månaden", "1 200 tkr, hör till 2021-12", "200 tkr i månaden till barn.kostnad".
std::string EventSizeText(const v1::Event& event, const Texts& texts) {
  if (event.kind() == v1::EVENT_KIND_PERCENT) return absl::StrCat(PercentText(event.percent(), texts), " %");
  if (event.kind() == v1::EVENT_KIND_COMMITMENT) return DaySizeText(event, texts);
  const std::string amount = !IsVolumeSeries(event.series())
                                 ? absl::StrCat(FormatTkr(event.amount(), texts.language), " tkr")
                                 : FormatWholes(event.amount(), kVolumeUnit, texts.language);
  if (event.kind() == v1::EVENT_KIND_ONE_OFF) return amount;
  if (event.kind() == v1::EVENT_KIND_CORRECTION) {
    return absl::Substitute(texts.event_belongs_to, FormatTkr(event.amount(), texts.language),
                            event.belongs_to_month());
  }
  const std::string monthly = absl::Substitute(texts.event_per_month, amount);
  if (event.kind() != v1::EVENT_KIND_MOVE) return monthly;
  return absl::Substitute(texts.event_moves_to, monthly, EventSeriesText(event.to_series(), texts));
}

// The month that it begins in; of a commitment the day.
std::string EventStart(const v1::Event& event) {
  return event.kind() == v1::EVENT_KIND_COMMITMENT ? event.first_day() : event.first_month();
}

std::string EventEnd(const v1::Event& event) {
  return event.kind() == v1::EVENT_KIND_COMMITMENT ? event.last_day() : event.last_month();
}

// "2022-11-30 ±60".
std::string EventEndText(const v1::Event& event, const Texts& texts) {
  if (event.cannot_end()) return texts.event_cannot_end;
  const int days = event.end_uncertainty_days();
  return days == 0 ? EventEnd(event) : absl::StrCat(EventEnd(event), " ±", days);
}

// What it is, of a commitment with what it is known by.
std::string EventText(const v1::Event& event, const Texts& texts) {
  std::string text = event.description();
  if (!event.reference().empty() && event.reference() != text) absl::StrAppend(&text, ", ", event.reference());
  if (!event.withdrawn()) return text;
  return absl::StrCat(text, " (", absl::Substitute(texts.event_withdrawn, event.withdraw_reason()), ")");
}

std::string ProbabilityText(const v1::Event& event) {
  if (!event.has_probability() || event.probability() == 1.0) return "";
  return absl::StrCat(std::lround(100.0 * event.probability()), " %");
}

std::string NumberOrNothing(int number) { return number == 0 ? "" : absl::StrCat(number); }

// What an event makes of the year's net, plus is surplus, or of the net cost.
struct OfWhich {
  std::string description;
  int64_t ore = 0;
};

std::vector<OfWhich> OfWhichRows(const v1::Forecast& forecast, bool is_deviation) {
  std::vector<OfWhich> rows;
  std::map<std::string, size_t> places;
  for (const v1::EventShare& share : forecast.event_shares()) {
    if (share.measure() == v1::MEASURE_VOLUME) continue;
    const auto [place, is_new] = places.insert({share.event(), rows.size()});
    if (is_new) rows.push_back({share.description(), 0});
    const bool adds = (share.measure() == v1::MEASURE_REVENUE) == is_deviation;
    const int64_t amount = share.known_amount() + share.predicted_amount();
    rows[place->second].ore += adds ? amount : -amount;
  }
  return rows;
}

}  // namespace

std::optional<v1::EventKind> ReadEventKind(absl::string_view text) {
  const std::optional<EventKindWord> kind = ParseEventKindCell(text);
  return kind.has_value() ? std::optional(static_cast<v1::EventKind>(*kind)) : std::nullopt;
}

documents::Document EventDocument(const v1::ListEventsResponse& events, const Texts& texts) {
  documents::Table table{"events",
                         {{"event", {texts.event_name}, ColumnKind::kText, true},
                          {"series", {texts.event_series}, ColumnKind::kText, true},
                          {"kind", {texts.event_kind}},
                          {"from", {texts.event_from}},
                          {"to", {texts.event_to}},
                          {"size", {texts.event_size}},
                          {"probability", {texts.event_probability}},
                          {"id", {texts.event_id}}},
                         {}};
  for (const v1::Event& event : events.events()) {
    table.rows.push_back({.cells = {{EventText(event, texts)},
                                    {EventSeriesText(event.series(), texts)},
                                    {EventKindText(event.kind(), texts)},
                                    {EventStart(event)},
                                    {EventEndText(event, texts)},
                                    {EventSizeText(event, texts)},
                                    {ProbabilityText(event)},
                                    {EventEndOf(event.name())}}});
  }
  return {{std::move(table)}};
}

documents::Table EventCsv(const v1::ListEventsResponse& events, const Texts& texts) {
  documents::Table table{
      "events",
      MachineColumns("id;serie;slag;fran;till;belopp;procent;sannolikhet;avser;upptrappning;handelse;kalla;till_serie;"
                     "slutosakerhet;referens;kan_inte_avslutas"),
      {}};
  for (const v1::Event& event : events.events()) {
    const bool is_percent = event.kind() == v1::EVENT_KIND_PERCENT;
    table.rows.push_back(
        {.cells = {{EventEndOf(event.name())},
                   {EventSeriesText(event.series(), texts)},
                   {EventKindText(event.kind(), texts)},
                   {EventStart(event)},
                   {EventEnd(event)},
                   {is_percent ? "" : FormatMachine(event.amount(), UnitOfSeries(event.series()), texts.language)},
                   {is_percent ? PercentText(event.percent(), texts) : ""},
                   {ProbabilityText(event)},
                   {event.belongs_to_month()},
                   {NumberOrNothing(event.ramp_months())},
                   {event.description()},
                   {event.source()},
                   {event.to_series().empty() ? "" : EventSeriesText(event.to_series(), texts)},
                   {NumberOrNothing(event.end_uncertainty_days())},
                   {event.reference()},
                   {event.cannot_end() ? "ja" : ""}}});
  }
  return table;
}

documents::Document UnderlyingDocument(const v1::GetUnderlyingResultResponse& result, const std::string& of,
                                       const Texts& texts) {
  const auto amount = [](const char* id, const char* heading) {
    return documents::Column{id, {heading}, ColumnKind::kAmount, false, "tkr"};
  };
  const auto tkr = [](int64_t ore) { return documents::Cell{documents::RoundedAmount(ore, documents::Tkr())}; };
  const auto signed_tkr = [](int64_t ore) {
    return DeviationCell(ore, documents::RoundedAmount(ore, documents::Tkr()).shown);
  };
  documents::Table years{"underlying",
                         {{"year", {texts.year}},
                          amount("net", texts.event_net_heading),
                          amount("corrections", texts.underlying_corrections),
                          amount("corrected", texts.underlying_corrected),
                          amount("one_offs", texts.underlying_one_offs),
                          amount("underlying", texts.underlying),
                          amount("deviation", texts.deviation),
                          amount("underlying_deviation", texts.underlying_deviation)},
                         {}};
  documents::Table changes{"underlying_change",
                           {{"years", {texts.underlying_change}},
                            amount("net", texts.event_net_heading),
                            amount("corrected", texts.underlying_corrected),
                            amount("underlying", texts.underlying)},
                           {}};
  documents::Notes notes;
  const v1::UnderlyingYear* before = nullptr;
  for (const v1::UnderlyingYear& year : result.years()) {
    const std::string name = absl::StrCat(year.year(), year.complete() ? "" : texts.underlying_not_whole);
    documents::Row row = {.cells = {{name},
                                    tkr(year.net()),
                                    tkr(year.corrections_in() - year.corrections_out()),
                                    tkr(year.corrected()),
                                    tkr(-year.one_offs()),
                                    tkr(year.underlying())}};
    if (year.has_budget()) {
      row.cells.push_back(signed_tkr(year.budget() - year.net()));
      row.cells.push_back(signed_tkr(year.budget() - year.underlying()));
    }
    for (const v1::UnderlyingItem& item : year.items()) {
      const int number = static_cast<int>(notes.notes.size()) + 1;
      const bool adds = item.part() == v1::UnderlyingItem::PART_CORRECTION_IN;
      row.notes.push_back(number);
      notes.notes.push_back({number, absl::StrCat(year.year(), ": ", item.description(), " ",
                                                  FormatTkr(adds ? item.net() : -item.net(), texts.language), " tkr")});
    }
    years.rows.push_back(std::move(row));
    if (before != nullptr) {
      changes.rows.push_back({.cells = {{absl::StrCat(before->year(), "–", year.year())},
                                        signed_tkr(before->net() - year.net()),
                                        signed_tkr(before->corrected() - year.corrected()),
                                        signed_tkr(before->underlying() - year.underlying())}});
    }
    before = &year;
  }
  documents::Document document{{documents::Heading{1, absl::Substitute(texts.underlying_title, of)}, std::move(years)}};
  if (!changes.rows.empty()) document.blocks.push_back(std::move(changes));
  if (!notes.notes.empty()) document.blocks.push_back(std::move(notes));
  return document;
}

std::vector<documents::Block> EventShareBlocks(const v1::Forecast& forecast, const Texts& texts) {
  const std::vector<ForecastRow> rows = RowsOf(forecast, texts);
  if (rows.empty()) return {};
  const Figures& net = rows.front().net;
  const bool is_deviation = net.deviation.has_value();
  const std::vector<OfWhich> events = OfWhichRows(forecast, is_deviation);
  if (events.empty()) return {};
  const PrintedColumns printed = RoundColumns(rows, Measure::kNet);
  const auto cell = [&](int64_t ore, int64_t tkr) {
    return is_deviation ? DeviationCell(ore, tkr) : documents::Cell{documents::Amount{ore, tkr, documents::Tkr()}};
  };
  int64_t ore = is_deviation ? *net.deviation : net.full_year;
  int64_t tkr = is_deviation ? printed.deviation.front() : printed.forecast.front();
  documents::Table table{
      "event_shares",
      {{"event", {texts.event_name}, ColumnKind::kText, true},
       {"amount", {is_deviation ? texts.deviation : texts.event_net_heading}, ColumnKind::kAmount, false, "tkr"}},
      {}};
  // The first is the sum of all below it.
  table.rows.push_back({.cells = {{is_deviation ? texts.event_deviation : texts.event_net}, cell(ore, tkr)},
                        .kind = documents::RowKind::kSum});
  for (const OfWhich& event : events) {
    const int64_t rounded = documents::RoundedAmount(event.ore, documents::Tkr()).shown;
    table.rows.push_back(
        {.cells = {{absl::Substitute(texts.event_of_which, event.description)}, cell(event.ore, rounded)}, .level = 1});
    ore -= event.ore;
    tkr -= rounded;
  }
  table.rows.push_back(
      {.cells = {{texts.event_underlying}, cell(ore, tkr)}, .is_sum = true, .kind = documents::RowKind::kRow});
  return {documents::Heading{2, texts.events_in_forecast}, std::move(table),
          documents::Paragraphs{{texts.events_legend}}};
}

}  // namespace prognos::client
