#include "client/volume_tables.h"

#include "absl/strings/str_cat.h"
#include "client/full_names.h"

namespace prognos::client {

documents::Table VolumeTable(const v1::Forecast& forecast, const Texts& texts) {
  using documents::ColumnKind;
  documents::Table table{"volumes",
                         {{"volume", {texts.volume_capital}, ColumnKind::kText, true},
                          {"known", {texts.fan_known_line}, ColumnKind::kAmount},
                          {"full_year", {texts.volume_full_year}, ColumnKind::kAmount},
                          {"interval_80", {texts.interval_80}, ColumnKind::kInterval},
                          {"last_year", {absl::StrCat(forecast.year() - 1)}, ColumnKind::kAmount}},
                         {}};
  const FullNames names(forecast);
  const documents::ShownUnit unit = documents::VolumeUnit("");
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.measure() != v1::MEASURE_VOLUME) continue;
    const v1::Quantiles& year = line.full_year_quantiles();
    documents::Row row{{{absl::StrCat(names.Of(line), ": ", names.MeasureOf(line, texts))},
                        {documents::RoundedAmount(line.known_amount(), unit)},
                        {documents::RoundedAmount(line.full_year(), unit)},
                        {documents::NoValue()},
                        {documents::NoValue()}}};
    if (year.p10() != year.p90()) {
      row.cells[3] = {
          documents::Interval{documents::RoundedAmount(year.p10(), unit), documents::RoundedAmount(year.p90(), unit)}};
    }
    if (line.has_last_year()) row.cells[4] = {documents::RoundedAmount(line.last_year(), unit)};
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace prognos::client
