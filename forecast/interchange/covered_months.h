// Which months a SIE file speaks for. Programs write no rows of zeros: in a month that the file covers, an account
// without rows has nothing booked, which is not the same as not known.
#ifndef PROGNOS_FORECAST_INTERCHANGE_COVERED_MONTHS_H_
#define PROGNOS_FORECAST_INTERCHANGE_COVERED_MONTHS_H_

#include <set>

#include "forecast/base/month.h"
#include "forecast/interchange/sie_ledger.h"

namespace prognos {

// `with_results`: the months in which the file has money on accounts of costs and revenues
// (MappedPostings::result_months). They are covered. So are those between them in a year that the file states as a
// whole, with #PSALDO or with sums of the year (#RES, #UB). A file of vouchers only (4I) may be a part of the
// bookkeeping and covers no more than the months that its vouchers are in. Nothing before the first of these months or
// after the last is covered, and nothing between two years of the file that do not touch.
std::set<Month> CoveredMonths(const SieLedger& file, const std::set<Month>& with_results);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_COVERED_MONTHS_H_
