// Applies posting rules to the money of a file. No amount is counted twice and none is lost:
//
//   sum of cost - sum of revenue + unmatched + balance  =  sum of the file's totals      for each account and month
//
// How an account's month is shared out, with total T and rows r1, r2, ... that split it on objects (postings.h):
//   1. Each object row belongs to the first rule in order that covers the account and matches its objects. A rule
//      without dimension matches every row.
//   2. Rows that belong to a rule with a dimension are taken out of T and go to its activity.
//   3. The rest, T minus the rows taken, goes to the first rule without dimension that covers the account. It holds the
//      rows that no rule with a dimension matched and the money without objects; it may be negative, when the object
//      rows are more than T (programs that split only one side of an account).
//   4. Without such a rule the rest is unmatched: listed by object for the rows that nothing matched, and what then
//      remains without an object.
//
// Step 2 is right only when no krona stands on two of the rows taken. Rows that carry the same set of dimensions
// never share money. Rows of different sets do, except in a file whose rows are known to be disjoint: {1 "A"} 100 and
// {6 "P"} 40 may be 140 kronor, or 100 of which 40 are on the project. So when the rows taken carry different sets,
//   - the rows of one set that carries all dimensions these rules ask for, and that add up to T, are used alone;
//   - else, when the rules ask for one dimension only and all object rows together add up to T, all are used, for then
//     they are the parts of T;
//   - else it is a fault that names the account, the month and the rules: nothing is guessed.
//
// Sign: a cost goes to the ledger with the sign of the file (debit positive), a revenue with the opposite one.
#ifndef PROGNOS_FORECAST_INTERCHANGE_POSTING_APPLICATION_H_
#define PROGNOS_FORECAST_INTERCHANGE_POSTING_APPLICATION_H_

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/base/month.h"
#include "forecast/interchange/posting_rules.h"
#include "forecast/interchange/postings.h"
#include "forecast/series/flow.h"

namespace prognos {

// Where money goes.
struct PostingTarget {
  std::string activity;  // As the rule has it.
  Flow flow = Flow::kUnspecified;
  std::string cost_type = "";  // As the rule has it; empty: none.
  friend auto operator<=>(const PostingTarget&, const PostingTarget&) = default;
};

// Money that no rule matched, over all months.
struct UnmatchedPosting {
  std::string account;
  std::string dimension;  // Joined with ';' for several; empty: without objects.
  std::string object;     // As dimension.
  int64_t sum_ore = 0;    // Sign of the file.
  int month_count = 0;    // Months with an amount other than 0.
};

struct MappedPostings {
  // Öre as the ledger has them. A month is there when the file has a row for it, also with the amount 0; months after
  // the last (before the first) in which anything in the file is other than 0 are not, for some programs write rows of
  // zeros to the end of the year.
  std::map<PostingTarget, std::map<Month, int64_t>> amounts_ore;
  // Accounts of costs and revenues, and all others that are not balance accounts; by account, dimension, object. Sums
  // of months that are all 0 are left out.
  std::vector<UnmatchedPosting> unmatched;
  // Balance accounts (assets, debts) without a rule belong to no activity: their number and sum only.
  int balance_account_count = 0;
  int64_t balance_sum_ore = 0;
  // Months in which the file has money on any account.
  std::set<Month> months;
  // Those in which an account has money that a rule covers or that is no balance account. Balances are carried on into
  // months that have not begun; what is booked on costs and revenues is what tells which months a file covers.
  std::set<Month> result_months;
};

// INVALID_ARGUMENT (kInconsistent) with every account whose object rows cannot be told apart, as above; kOutOfRange
// for sums beyond 64 bits. `rules` are valid (ValidatePostingRule); with none, all is unmatched.
absl::StatusOr<MappedPostings> ApplyPostingRules(const std::vector<PostingRule>& rules, const Postings& postings);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_POSTING_APPLICATION_H_
