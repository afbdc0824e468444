// Resource names and what they are called: the activities and series of an organization.
#ifndef PROGNOS_CLIENT_LEDGER_NAMES_H_
#define PROGNOS_CLIENT_LEDGER_NAMES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/series_names.h"
#include "client/session.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/activity_lookup.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::client {

class LedgerNames {
 public:
  // Reads activities and series from the service.
  static absl::StatusOr<LedgerNames> Fetch(Session& session, const std::string& organization);
  // The same with the activities where they stand in tables of `year`, and after them those that had left by then and
  // stood in the year before.
  static absl::StatusOr<LedgerNames> FetchOfYear(Session& session, const std::string& organization, int year);

  const std::string& organization() const { return organization_; }            // Its resource name.
  const std::vector<v1::Activity>& activities() const { return activities_; }  // Parents before children.
  const std::vector<v1::Series>& series() const { return series_; }
  // The list of cost types; empty when no series has one.
  const std::vector<v1::CostType>& cost_types() const { return cost_types_; }
  const std::vector<v1::ActivityMove>& moves() const { return moves_; }  // All that are recorded.
  // Of FetchOfYear: whether the activity had left by then.
  bool HasLeft(const std::string& activity) const { return left_.contains(activity); }
  // 0 for a root.
  int Depth(const v1::Activity& activity) const;
  // Finds activities by what people call them, as in an import; answers with identifiers.
  const ActivityLookup& lookup() const { return lookup_; }
  // The display name, after its parent's when several activities share it ("Vuxen > Externa placeringar"); the last
  // part of the resource name when it is not known.
  std::string ActivityText(const std::string& activity) const;
  // The same for the activity that a series belongs to.
  std::string SeriesActivityText(const std::string& series) const;
  // "kostnad", "intäkt", with a cost type "kostnad, Personal", or what a volume is called: its own display name, or
  // else its unit.
  std::string SeriesText(const std::string& series, const Texts& texts) const;

 private:
  static absl::StatusOr<LedgerNames> Make(Session& session, const std::string& organization,
                                          v1::ListActivitiesResponse listed);

  std::string organization_;
  std::vector<v1::Activity> activities_;
  std::vector<v1::ActivityMove> moves_;
  std::set<std::string> left_;
  std::vector<v1::Series> series_;
  std::vector<v1::CostType> cost_types_;
  std::map<std::string, const v1::Activity*> by_name_;
  std::map<std::string, int> count_by_display_name_;
  ActivityLookup lookup_{{}};
};

// The resource name of the activity that a user means on the command line: by identifier, name or path. Refused when it
// is none or several.
absl::StatusOr<std::string> RequireActivity(const std::string& text, const LedgerNames& names, const Texts& texts);

// The resource name of the series that a user means on the command line: an activity by identifier, name or path, a
// point, and kostnad, intäkt or a unit: "vuxen.kostnad", "Vuxen > Externa placeringar.kostnad", "bistand.hushåll";
// of a cost type a point and the type, by identifier or name: "vuxen.kostnad.inhyrd". A whole name stays as it is.
// Whether the activity has such a series is for the service to say.
// Refused when the activity is none or several, or the type is none, wrong use without a point.
absl::StatusOr<std::string> RequireSeries(const std::string& text, const LedgerNames& names, const Texts& texts);

// As RequireSeries of `text` in a file: empty with a fault at `place` when it cannot be a series.
std::string FindSeries(const std::string& text, const LedgerNames& names, const std::string& place, FaultList& faults);

// "organizations/o" + "activities" + "x" -> "organizations/o/activities/x"; a whole name stays as it is.
std::string ResourceName(const std::string& organization, const std::string& collection, const std::string& id);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_LEDGER_NAMES_H_
