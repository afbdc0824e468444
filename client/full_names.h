// What the activities of a forecast, or of periods, are called where no tree shows which one is meant.
#ifndef PROGNOS_CLIENT_FULL_NAMES_H_
#define PROGNOS_CLIENT_FULL_NAMES_H_

#include <map>
#include <set>
#include <string>

#include "client/texts.h"
#include "prognos/v1/forecast.pb.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::client {

class FullNames {
 public:
  explicit FullNames(const v1::Forecast& forecast);
  explicit FullNames(const v1::ComparePeriodsResponse& periods);

  // The activity's display name, after its parent's when several share it: "Vuxen > Externa placeringar". `line` is one
  // of the forecast.
  std::string Of(const v1::ForecastLine& line) const { return OfActivity(line.activity(), line.parent()); }
  // The same, and what the volume of a line is called: "Vuxen > Externa placeringar: vårddygn".
  std::string OfVolume(const v1::PeriodLine& line) const;

  // What a line measures: "kostnad", of a series with a cost type "kostnad, Personal"; the name of a volume, or else
  // its unit.
  std::string MeasureOf(const v1::ForecastLine& line, const Texts& texts) const;

 private:
  template <typename Lines>
  void Add(const Lines& lines);
  std::string OfActivity(const std::string& activity, const std::string& parent) const;
  template <typename Line>
  const std::string& VolumeNameOf(const Line& line) const;

  std::map<std::string, std::string> display_names_;         // By activity.
  std::map<std::string, std::set<std::string>> activities_;  // By display name.
};

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FULL_NAMES_H_
