#include "client/named_text.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/forecast_names.h"
#include "client/series_names.h"
#include "client/session.h"

namespace prognos::client {
namespace {

// Of identifiers, and of the names that people write for them.
bool IsOfWord(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_' || c == '/';
}

// Identifiers have none, but a word that has one is longer than the identifier in it. Quotation marks, which are longer
// than a byte, too, end a word.
bool IsLetterOfName(absl::string_view text) {
  return absl::StartsWith(text, "å") || absl::StartsWith(text, "ä") || absl::StartsWith(text, "ö") ||
         absl::StartsWith(text, "Å") || absl::StartsWith(text, "Ä") || absl::StartsWith(text, "Ö");
}

// The length of the word that `text` begins with; 0: it begins with none.
size_t WordLength(absl::string_view text) {
  size_t length = 0;
  while (length < text.size()) {
    const bool is_name = IsLetterOfName(text.substr(length));
    if (!is_name && !IsOfWord(text[length])) break;
    length += is_name ? 2 : 1;
  }
  // What ends a sentence is not of the word.
  while (length > 0 && (text[length - 1] == '.' || text[length - 1] == '/')) --length;
  return length;
}

// Calls `on_word` with each word and `on_rest` with what lies between.
template <typename OnWord, typename OnRest>
void ForEachWord(absl::string_view text, OnWord on_word, OnRest on_rest) {
  while (!text.empty()) {
    const size_t length = WordLength(text);
    if (length > 0) {
      on_word(text.substr(0, length));
      text.remove_prefix(length);
    } else {
      on_rest(text.substr(0, 1));
      text.remove_prefix(1);
    }
  }
}

bool IsNameOfFile(absl::string_view ending) {
  for (const char* one : {"csv", "txt", "xlsx", "ods", "se", "si", "sie", "html", "json"}) {
    if (absl::EqualsIgnoreCase(ending, one)) return true;
  }
  return false;
}

}  // namespace

NamesOfWords NamesOfSeries(const LedgerNames& names, const Texts& texts) {
  NamesOfWords words;
  for (const v1::Activity& activity : names.activities()) {
    const std::string id = LastPart(activity.name());
    for (const char* net : {"net", "netto"}) {
      words[absl::StrCat(id, ".", net)] = absl::StrCat(names.ActivityText(activity.name()), ", ", texts.net);
    }
  }
  for (const v1::Series& series : names.series()) {
    const std::string name =
        absl::StrCat(names.SeriesActivityText(series.name()), ", ", names.SeriesText(series.name(), texts));
    words[LastPart(series.name())] = name;
    words[SeriesIdText(series.name(), texts)] = name;
  }
  return words;
}

bool MayNameSeries(absl::string_view text) {
  bool is_any = false;
  const auto look = [&](absl::string_view word) {
    const std::vector<absl::string_view> parts = absl::StrSplit(LastPart(word), '.');
    if ((parts.size() != 2 && parts.size() != 3) || parts[0].empty() || parts[1].empty()) return;
    is_any |= !absl::ascii_isdigit(static_cast<unsigned char>(parts[1][0])) && !IsNameOfFile(parts[1]);
  };
  ForEachWord(text, look, [](absl::string_view) {});
  return is_any;
}

std::string NamedText(absl::string_view text, const NamesOfWords& names, const Texts& texts) {
  std::string out;
  const auto add = [&](absl::string_view word) {
    const std::string last = LastPart(word);
    const auto found = names.find(last);
    const std::string named = found != names.end() ? found->second : ForecastLabelOfId(last, texts);
    // A path of a file that no name stands for stays.
    absl::StrAppend(&out, found == names.end() && named == last ? std::string(word) : named);
  };
  ForEachWord(text, add, [&out](absl::string_view rest) { absl::StrAppend(&out, rest); });
  return out;
}

}  // namespace prognos::client
