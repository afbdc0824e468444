// The money of a ledger file, each krona once.
//
// A file states the same money several times: a row without objects, and rows for the objects it falls on, perhaps for
// several dimensions and their combinations. What the rows mean beside each other differs between programs:
//
//   total     The SIE standard: the row `{}` is all money of the account and month; rows with objects split it. Rows
//             of dimension 1 and rows of dimension 6 split the same money twice. A month with object rows but without
//             `{}` has the total 0 (programs leave zero totals out).
//   rest      Seen in real files: the row `{}` is only the money that carries no object, and every amount stands on
//             exactly one row, under all its objects. The total is the sum of all rows.
//
// SIE says a year's sum per account (#RES for result accounts, #UB minus #IB for balance accounts), and this decides:
// the meaning under which the months add up to it. An account whose sum is not stated, or fits both or neither, is read
// as most accounts of the file whose sum does decide; with none of these, as the standard says. An account without any
// row `{}` in a year whose sum does not decide takes as its total the sum over the object lists of one set of
// dimensions, the one with the most money.
//
// Sums of vouchers need no such judgement: `{}` is the total, and each amount is in at most one of the object rows.
//
// CSV account rows are each money of their own (rest). Only where the file says utfall or budget, which makes it an
// inspection of a SIE file, are rows without objects totals, as in the standard.
#ifndef PROGNOS_FORECAST_INTERCHANGE_POSTINGS_H_
#define PROGNOS_FORECAST_INTERCHANGE_POSTINGS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/base/month.h"
#include "forecast/interchange/account_rows.h"
#include "forecast/interchange/csv_ledger.h"
#include "forecast/interchange/sie_ledger.h"

namespace prognos {

struct ObjectAmount {
  ObjectList objects;  // Never empty.
  int64_t amount_ore = 0;
};

// The money of one account and month, with the sign of the file (debit positive).
struct AccountMonth {
  std::string account;
  Month month;
  int year_number = 0;  // As the file has it (account_rows.h).
  int64_t total_ore = 0;
  std::vector<ObjectAmount> objects;  // How the file splits the total; need not cover it.
  bool disjoint = false;              // Every krona is in at most one of `objects`, whatever their dimensions.
};

struct Postings {
  // By account, month, year. A month stands twice for an account only when a file puts it in two of its years.
  std::vector<AccountMonth> months;
  std::set<std::string> balance_accounts;  // Accounts that are not costs or revenues.
  int64_t row_count = 0;                   // Rows of the file that these are made of.
  int64_t total_ore = 0;                   // Sum of all totals.
};

// How the rows without objects of a SIE file stand to its rows with objects.
enum class ObjectlessRows { kTotals, kRests };

// What most accounts that have object rows and a stated sum of the year say; kTotals when none decides.
ObjectlessRows MeaningOfObjectlessRows(const SieLedger& ledger);

// The outcomes, or the budgets, of a file. A balance account is one of #KTYP T or S; without #KTYP one whose number
// begins with 1 or 2 and that has no #RES. OUT_OF_RANGE when a sum does not fit in 64 bits.
absl::StatusOr<Postings> PostingsFromSie(const SieLedger& ledger, AmountKind kind);

// As above for account rows of a CSV file, where accounts that begin with 1 or 2 are balance accounts.
// INVALID_ARGUMENT (kInconsistent) for an account and month whose rows carry different sets of dimensions without
// saying how they combine: an amount that stands under two dimensions cannot be told from two amounts.
absl::StatusOr<Postings> PostingsFromCsv(const CsvLedger& ledger, AmountKind kind);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_POSTINGS_H_
