#include "client/model_names.h"

#include <array>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/failure.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {
namespace {

using NamedModels = std::array<std::pair<absl::string_view, const char*>, 6>;

NamedModels NamedIn(const Texts& texts) {
  return {{{kDefaultModelName, texts.model_default},
           {kReferenceModelName, texts.model_last_years_share},
           {"run-rate", texts.model_run_rate},
           {"seasonal-naive", texts.model_seasonal_naive},
           {"rolling-twelve", texts.model_rolling_twelve},
           {"remaining-budget", texts.model_remaining_budget}}};
}

// "0.30 ets" -> "0,30 ets"; nothing when the part is no weight and name.
std::string WeightedModelText(absl::string_view part, const Texts& texts) {
  const std::pair<absl::string_view, absl::string_view> words = absl::StrSplit(part, absl::MaxSplits(' ', 1));
  double weight = 0.0;
  if (words.second.empty() || !absl::SimpleAtod(words.first, &weight)) return "";
  return absl::StrCat(absl::StrReplaceAll(words.first, {{".", ","}}), " ", ModelText(words.second, texts));
}

bool IsDigit(absl::string_view text, size_t at) { return at < text.size() && absl::ascii_isdigit(text[at]); }

// "0.99" -> "0,99".
std::string WithDecimalCommas(std::string text) {
  for (size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '.' && IsDigit(text, at - 1) && IsDigit(text, at + 1)) text[at] = ',';
  }
  return text;
}

// The words in the notation of a model, so far as they are words of a language.
std::string SwedishNotation(const std::string& specification) {
  return WithDecimalCommas(absl::StrReplaceAll(specification, {{"effective parameters", "effektiva parametrar"},
                                                               {"odd months:", "udda månader:"},
                                                               {"level", "nivå"},
                                                               {"slope", "lutning"},
                                                               {"season(", "säsong("},
                                                               {"regressors", "regressorer"},
                                                               {"constant", "konstant"},
                                                               {" and ", " och "}}));
}

}  // namespace

std::string ModelText(absl::string_view model, const Texts& texts) {
  for (const auto& [name, text] : NamedIn(texts)) {
    if (name == model) return text;
  }
  return std::string(model);
}

std::string ModelName(absl::string_view word) {
  for (const Language language : {Language::kSwedish, Language::kEnglish}) {
    for (const auto& [name, text] : NamedIn(TextsIn(language))) {
      if (FoldedName(text) == FoldedName(word)) return std::string(name);
    }
  }
  return std::string(word);
}

std::string SpecificationText(const std::string& specification, const Texts& texts) {
  if (texts.language == Language::kEnglish) return specification;
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(specification, " + ")) {
    parts.push_back(WeightedModelText(part, texts));
    if (!parts.back().empty()) continue;
    const std::string name = ModelText(specification, texts);
    return name == specification ? SwedishNotation(specification) : name;
  }
  return absl::StrJoin(parts, " + ");
}

}  // namespace prognos::client
