// The answer of ComparePeriods in print.
#ifndef PROGNOS_CLIENT_PERIOD_TABLES_H_
#define PROGNOS_CLIENT_PERIOD_TABLES_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::client {

// A table of net costs in tkr, rounded down the tree so that each period adds up and shows what the tables of a
// forecast do, and when there are any volumes one of them and one of what a unit of each costs, in kronor ("–" where
// the volume is counted for fewer months than the money). An increase is the later period less the earlier one.
// `by_type`: after each row of money those of its cost types, which add up both ways.
documents::Document PeriodDocument(const v1::ComparePeriodsResponse& periods, const Texts& texts, bool by_type = false);

// A row for each line, in kronor or in the unit of the volume; with `by_type` also of each line by cost type, and a
// column that tells it ("-": money without one).
documents::Table PeriodCsv(const v1::ComparePeriodsResponse& periods, const Texts& texts, bool by_type = false);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_PERIOD_TABLES_H_
