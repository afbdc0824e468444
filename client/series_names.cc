#include "client/series_names.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace prognos::client {
namespace {

std::string EndOfName(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// What stands between the points of a series' identifier, from `index` on: activity, kind, cost type.
std::string PartOfSeries(const std::string& series, size_t index) {
  const std::vector<std::string> parts = absl::StrSplit(EndOfName(series), '.');
  return index < parts.size() ? parts[index] : "";
}

}  // namespace

std::string SeriesKind(const std::string& series) { return PartOfSeries(series, 1); }
std::string SeriesCostType(const std::string& series) { return PartOfSeries(series, 2); }

std::string SeriesFlowText(const std::string& series, const Texts& texts) {
  const std::string kind = SeriesKind(series);
  return kind == "cost" ? texts.cost : kind == "revenue" ? texts.revenue : kind;
}

std::string SeriesIdText(const std::string& series, const Texts& texts) {
  if (texts.language == Language::kEnglish || IsVolumeSeries(series)) return EndOfName(series);
  const std::string type = SeriesCostType(series);
  return absl::StrCat(PartOfSeries(series, 0), IsCostSeries(series) ? ".kostnad" : ".intakt", type.empty() ? "" : ".",
                      type);
}

bool IsVolumeSeries(const std::string& series) { return !IsCostSeries(series) && !IsRevenueSeries(series); }

std::string ActivityOfSeries(const std::string& series) {
  return absl::StrReplaceAll(series.substr(0, series.find('.', series.rfind('/') + 1)), {{"/series/", "/activities/"}});
}

}  // namespace prognos::client
