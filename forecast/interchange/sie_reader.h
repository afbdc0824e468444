// SIE files of type 2, 3 and 4 (the Swedish standard for accounting data, SIE format 4B, www.sie.se) to rows.
//
// Read: #PROGRAM #FNAMN #SIETYP #RAR #KONTO #KTYP #DIM #UNDERDIM #OBJEKT #RES #IB #UB #PSALDO #PBUDGET #VER #TRANS.
// Other labels and further fields are ignored; so are #RTRANS and #BTRANS, the history of corrected vouchers: an added
// row (#RTRANS) is followed by the same row as #TRANS, and a removed one (#BTRANS) does not count.
// #FORMAT is not trusted: every program writes PC8, whatever it then writes (text_encoding.h).
//
// A year for which the file has vouchers but no #PSALDO row without objects is summed to months from its #TRANS rows,
// by the row's date, else the voucher's; its #PSALDO rows with objects are left out. Any other year is read from
// #PSALDO, and its vouchers are left out. The date of the voucher says which year it belongs to.
#ifndef PROGNOS_FORECAST_INTERCHANGE_SIE_READER_H_
#define PROGNOS_FORECAST_INTERCHANGE_SIE_READER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/sie_ledger.h"

namespace prognos {

// Reads a whole file. INVALID_ARGUMENT with every fault found, each with its place ("line 17: #PSALDO"): kMissingValue
// (no #SIETYP, no #RAR, too few fields, no outcomes), kOutOfRange (type 1, sums beyond 64 bits), kNotAMonth, kNotADate,
// kNotANumber, kInconsistent (an object without its dimension, a year that ends before it begins), kUnreadable (a
// quote, brace or voucher that is not closed, or a last line without an end in a file whose months differ from its
// yearly sums: the file is cut off), kTooLong. Never part of a file.
absl::StatusOr<SieLedger> ReadSie(absl::string_view bytes);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_SIE_READER_H_
