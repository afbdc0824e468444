// The monthly series of the M3 competition and another implementation's forecasts for them, where the machine has them.
#ifndef PROGNOS_TESTS_FORECAST_MODELS_REFERENCE_FORECASTS_H_
#define PROGNOS_TESTS_FORECAST_MODELS_REFERENCE_FORECASTS_H_

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "forecast/models/model.h"
#include "gtest/gtest.h"

namespace prognos::models {

// Values by series, in the order of the file; a row is kept when its last field equals `part` (empty: every row).
inline std::map<std::string, std::vector<double>> ReadValues(const std::string& path, const std::string& part) {
  std::map<std::string, std::vector<double>> values;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = absl::StrSplit(line, ',');
    if (fields.size() < 3 || (!part.empty() && fields.back() != part)) continue;
    double value = kMissing;
    if (absl::SimpleAtod(fields[2], &value)) values[fields[0]].push_back(value);
  }
  return values;
}

inline Vector ToVector(const std::vector<double>& values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

inline std::string DataFolder() {
  const char* folder = std::getenv("PROGNOS_DATA");
  return folder == nullptr ? "" : folder;
}

// PROGNOS_REFERENCE, else the folder `reference` beside PROGNOS_DATA.
inline std::string ReferenceFolder() {
  const char* folder = std::getenv("PROGNOS_REFERENCE");
  return folder == nullptr ? DataFolder() + "/../reference" : folder;
}

// |ours - theirs| / |theirs| over all months of all series.
struct Difference {
  double median = kMissing;
  double ninth_decile = kMissing;
  double largest = kMissing;
  int compared = 0;
};

inline Difference CompareWithReference(const Model& model, const std::map<std::string, std::vector<double>>& histories,
                                       const std::map<std::string, std::vector<double>>& reference) {
  std::vector<double> differences;
  for (const auto& [name, theirs] : reference) {
    const auto fitted = model.Fit({{Month::January(1990), ToVector(histories.at(name))}, {}, {}});
    if (!fitted.ok()) continue;
    const Vector ours = (*fitted)->Mean(static_cast<int>(theirs.size()));
    for (size_t step = 0; step < theirs.size(); ++step) {
      differences.push_back(std::abs(ours[step] - theirs[step]) / std::abs(theirs[step]));
    }
  }
  std::sort(differences.begin(), differences.end());
  return {differences[differences.size() / 2], differences[differences.size() * 9 / 10], differences.back(),
          static_cast<int>(differences.size())};
}

}  // namespace prognos::models

// Leaves the test with a line that says what is absent.
#define PROGNOS_SKIP_WITHOUT_REFERENCE(file)                                                     \
  if (prognos::models::DataFolder().empty()) GTEST_SKIP() << "skipped: PROGNOS_DATA is not set"; \
  if (!std::ifstream(prognos::models::ReferenceFolder() + "/" + (file))) {                       \
    GTEST_SKIP() << "skipped: no " << (file) << " in " << prognos::models::ReferenceFolder()     \
                 << " (set PROGNOS_REFERENCE)";                                                  \
  }

#endif  // PROGNOS_TESTS_FORECAST_MODELS_REFERENCE_FORECASTS_H_
