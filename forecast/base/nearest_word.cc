#include "forecast/base/nearest_word.h"

#include <algorithm>
#include <numeric>

namespace prognos {

int EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<int> row(b.size() + 1);  // Distances from the first i bytes of `a` to each beginning of `b`.
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::optional<std::string> NearestWord(absl::string_view text, const std::vector<std::string>& words) {
  std::optional<std::string> nearest;
  int least = std::min(2, static_cast<int>(text.size()) / 2) + 1;
  for (const std::string& word : words) {
    const int distance = EditDistance(text, word);
    if (distance >= least) continue;
    least = distance;
    nearest = word;
  }
  return nearest;
}

}  // namespace prognos
