// The row that every ledger file with accounts comes down to: so much money on an account in a month.
#ifndef PROGNOS_FORECAST_INTERCHANGE_ACCOUNT_ROWS_H_
#define PROGNOS_FORECAST_INTERCHANGE_ACCOUNT_ROWS_H_

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "forecast/base/month.h"

namespace prognos {

// No file larger than this is read.
inline constexpr size_t kMaxFileBytes = size_t{256} << 20;
// No line (for CSV: no record, whose quoted cells may span lines) longer than this is read.
inline constexpr size_t kMaxLineBytes = size_t{1} << 20;
// No file with more values than this is read, counting what is summed as it is read (the vouchers of a SIE file) by its
// sums: they take some 600 bytes each.
inline constexpr size_t kMaxFileValues = 2'000'000;

enum class AmountKind { kActual, kBudget };

// An object of a dimension, for example dimension "1" (kostnadsställe), object "100".
struct DimensionObject {
  std::string dimension;
  std::string object;
  friend auto operator<=>(const DimensionObject&, const DimensionObject&) = default;
};

// In the order of the file. Empty: the row is not split on objects.
using ObjectList = std::vector<DimensionObject>;

struct AccountRow {
  std::string account;
  ObjectList objects;
  Month month;
  AmountKind kind = AmountKind::kActual;
  int64_t amount_ore = 0;  // Sign of the file: debit positive, so a revenue is negative.
  int year_number = 0;     // SIE: 0 is the year of the file, -1 the year before. CSV: 0.
  int line = 0;            // Where the key first stands; 0 for sums of vouchers.
};

// The dimensions of a list joined with ';' ("1;6"), and its objects ("100;P1"). Empty for an empty list.
std::string JoinedDimensions(const ObjectList& objects);
std::string JoinedObjects(const ObjectList& objects);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_ACCOUNT_ROWS_H_
