// Events as an ekonom keeps them in Excel, one a row:
//
//   serie;slag;från;till;belopp;procent;sannolikhet;händelse;källa
//   bistand.cost;procent;2022-07;;;8,6;;Riksnormen höjs;prop. 2021/22:1
//   bistand.cost;åtgärd;2022-09;;-200 tkr;;70 %;Fler till egen försörjning;nämndens plan
//
//   serie;slag;från;till;belopp;slutosäkerhet;referens
//   placeringar.cost;åtagande;2022-03-15;2022-11-30;3 800;60;P-1042
//
// A table with references and no kinds is a roll of commitments:
//
//   referens;serie;placerad från;placerad till;kronor per dag;kan inte avslutas
//   P-1042;placeringar.cost;2022-03-15;;3 800;ja
//
// The names of the columns are those of interchange/table.h, the words of the cells those of proto/prognos/v1/events.
#ifndef PROGNOS_FORECAST_SERVICE_EVENT_TABLE_H_
#define PROGNOS_FORECAST_SERVICE_EVENT_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/cost_type_lookup.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/messages/message.h"
#include "prognos/v1/events.pb.h"

namespace prognos::service {

struct EventTable {
  google::protobuf::RepeatedPtrField<v1::Event> events;
  std::vector<int> lines;      // The line of the table behind each.
  std::vector<Message> notes;  // What was left out, or read in another unit than kronor.
};

// `organization` is an identifier; a series is an activity of `tree`, by identifier, name or path, a point, and
// kostnad, intäkt or a unit, with a point and one of `types` where it is of a cost type. INVALID_ARGUMENT with every
// cell that cannot be read, and the errors of TableRows::Parse; what events say that cannot be is for CheckEvents.
absl::StatusOr<EventTable> ReadEventTable(const TableFile& file, const std::string& organization,
                                          const ledger::ActivityTree& tree, const CostTypeLookup& types);

// `status` of the table's events with each fault at its line.
absl::Status AtTableLines(const absl::Status& status, const EventTable& table);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EVENT_TABLE_H_
