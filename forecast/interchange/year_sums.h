// What a SIE file states of each account's whole year (#RES) beside its months: where they differ, months are missing,
// or the sums are not what they seem.
#ifndef PROGNOS_FORECAST_INTERCHANGE_YEAR_SUMS_H_
#define PROGNOS_FORECAST_INTERCHANGE_YEAR_SUMS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/interchange/postings.h"
#include "forecast/interchange/sie_ledger.h"
#include "forecast/messages/message.h"

namespace prognos {

struct DifferingSum {
  // What the difference looks like; a guess for people, by which nothing is read otherwise.
  enum class LooksLike {
    kNothing,
    kTwoYears,         // The months and the year before add up to what is stated.
    kRunningBalances,  // The last month alone is what is stated, and there are others.
  };

  int year_number = 0;
  std::string account;
  int64_t months_ore = 0;  // Sum of the months; 0 when there are none.
  int64_t stated_ore = 0;
  bool has_months = false;  // Some month that is not zero.
  LooksLike looks_like = LooksLike::kNothing;
};

struct YearSums {
  // Accounts whose months do not add up to the sum that is stated, and those with a stated sum and no months: the
  // largest difference first, equal ones by year and account.
  std::vector<DifferingSum> differing;
  std::map<int, int> checked_counts;       // Accounts with months and a stated sum, by year.
  std::map<int, uint64_t> stated_amounts;  // Sum of the absolute stated sums in öre, by year.

  // The ten largest differences of each year and the number of the others; which share of what is stated has no months.
  std::vector<Message> Notes() const;
};

// `actuals` as PostingsFromSie makes them of `ledger`. Years without any month are left alone: many programs state last
// year's sums only. OUT_OF_RANGE when a sum does not fit in 64 bits.
absl::StatusOr<YearSums> CompareYearSums(const SieLedger& ledger, const Postings& actuals);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_YEAR_SUMS_H_
