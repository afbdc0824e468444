// Posting rules (konteringsregler): which activity and flow the money of an account belongs to, perhaps by object.
//
// A CSV that is kept in Excel, in the order in which the rules are tried:
//
//   konto från;konto till;dimension;objekt;verksamhet;slag;kostnadsslag
//   5000;5999;1;31*;Externa placeringar;kostnad;Placeringar
//   5000;5999;;;Övrigt;kostnad;
//
// A dimension is a number, or a name as table.h knows it (kostnadsställe is 1). One column konto with "5000-5999" or
// "5010" does instead of the first two. Dimension, objekt and kostnadsslag may be left out. English header names: first
// account, last account, account, dimension, object, activity, flow, cost type.
#ifndef PROGNOS_FORECAST_INTERCHANGE_POSTING_RULES_H_
#define PROGNOS_FORECAST_INTERCHANGE_POSTING_RULES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/account_rows.h"
#include "forecast/interchange/table_file.h"
#include "forecast/series/flow.h"

namespace prognos {

struct PostingRule {
  std::string first_account;       // Digits; included.
  std::string last_account;        // As many digits, not before first_account; included.
  std::string dimension;           // Empty: all money of the accounts, with and without objects.
  std::string object_pattern;      // In that dimension: '*' any characters, '?' one. Empty: any object.
  std::string activity;            // As written: an identifier or a display name.
  Flow flow = Flow::kUnspecified;  // kCost or kRevenue.
  std::string cost_type = "";      // As written; empty: money without one.
  int line = 0;                    // In the file; 0 when it comes from elsewhere.

  // Accounts with another number of digits are never covered.
  bool CoversAccount(absl::string_view account) const;
  // Whether one of `objects` is of the rule's dimension and fits its pattern; true for a rule without dimension.
  bool MatchesObjects(const ObjectList& objects) const;
};

// Reads a whole file. INVALID_ARGUMENT with every fault found, each with its place ("line 3: konto"): kMissingValue
// (empty file, no rules, needed columns or cells), kNotANumber (an account that is not digits), kInconsistent (a range
// that runs backwards or over different numbers of digits, an object without a dimension), kWrongFlow, kDuplicate
// (accounts, dimension and object as on an earlier line: it would never be used), kUnreadable, kTooLong.
absl::StatusOr<std::vector<PostingRule>> ReadPostingRules(const TableFile& file);

// Adds every fault of a rule, as above, with places "{place}: ...". Duplicates are not looked for.
void ValidatePostingRule(const PostingRule& rule, absl::string_view place, FaultList& faults);

// Whether `text` fits `pattern` as a whole: '*' stands for any characters, '?' for one character of UTF-8, others for
// themselves, case as written. Takes time in proportion to the two lengths multiplied, at most.
bool MatchesPattern(absl::string_view pattern, absl::string_view text);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_POSTING_RULES_H_
