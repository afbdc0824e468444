// The sums that a table states, against the rows and columns that they sum.
#ifndef PROGNOS_FORECAST_INTERCHANGE_TABLE_SUMS_H_
#define PROGNOS_FORECAST_INTERCHANGE_TABLE_SUMS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/numeric/int128.h"
#include "forecast/base/month.h"
#include "forecast/messages/message.h"
#include "forecast/series/flow.h"

namespace prognos {

// Adds up the values of a table by column. A row of sums may mean all rows above it or those since the row of sums
// before it; costs and revenues together, one of them, or their difference: it differs only when it is none of these.
class TableSums {
 public:
  // One value of an ordinary row; kUnspecified for rows of accounts.
  void Add(size_t column, Flow flow, std::optional<Month> month, int64_t value);

  // What the rows make when a row of sums that states `stated` differs from them in every reading: of all rows (with
  // `month`: of that month) the reading that comes closest to it, of equally close ones the plain sum. nullopt when it
  // agrees or there is nothing to compare with.
  std::optional<absl::int128> Differing(size_t column, std::optional<Month> month, int64_t stated) const;

  // A row of sums is over: what follows belongs to the next.
  void EndGroup() { group_.clear(); }

 private:
  struct Sum {
    absl::int128 cost = 0;
    absl::int128 revenue = 0;
    absl::int128 other = 0;
    void Add(Flow flow, int64_t value);
    bool Fits(absl::int128 stated) const { return Closest(stated) == stated; }
    absl::int128 Closest(absl::int128 stated) const;
  };

  std::map<size_t, Sum> all_;
  std::map<size_t, Sum> group_;
  std::map<std::pair<size_t, Month>, Sum> by_month_;
};

// A sum that a table states and its parts do not make. Öre.
struct SumDifference {
  int line = 0;
  std::string name;    // Of the row.
  std::string column;  // Its header.
  int64_t stated = 0;
  absl::int128 made = 0;
  absl::int128 Difference() const { return stated - made; }
};

// Differences of one kind, of which only the largest is told.
class SumDifferences {
 public:
  void Add(SumDifference difference);
  int count() const { return count_; }
  // The first of the largest; only where count() is not 0.
  const SumDifference& largest() const { return largest_; }
  // What is stated more than made, over all of them.
  absl::int128 sum() const { return sum_; }

 private:
  int count_ = 0;
  SumDifference largest_;
  absl::int128 sum_ = 0;
};

// What is told of one sum.
Message NoteOf(const SumDifference& difference);
// What is told of the sums of one row: of a single one itself, of several the largest, their number and what they make
// together: a row of sums that is wrong in every month is one thing to look at. Empty without any.
Message NoteOfRow(const SumDifferences& differences);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_TABLE_SUMS_H_
