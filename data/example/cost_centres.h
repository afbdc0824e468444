// The chart of accounts of the example: which accounts and cost centres an activity's money is booked on. All numbers
// are made up for the example; they are not those of any municipality.
#ifndef PROGNOS_DATA_EXAMPLE_COST_CENTRES_H_
#define PROGNOS_DATA_EXAMPLE_COST_CENTRES_H_

#include <string>
#include <vector>

#include "data/example/plan.h"

namespace prognos::example {

struct Account {
  int number = 0;  // 3000-3999 revenue, 4000-7999 cost.
  std::string name;
};

struct CostCentre {
  std::string code;  // Four digits; the first two are the activity's.
  std::string name;
  double share = 0.0;  // Of its activity's money.
};

// An account's share of a series.
struct AccountShare {
  int account = 0;
  double share = 0.0;
};

// A cost type (kostnadsslag) and the accounts that it is.
struct CostType {
  std::string id;
  std::string name;
  int first_account = 0;
  int last_account = 0;
};

// All accounts, rising.
const std::vector<Account>& Accounts();

// The list of cost types. Together they are all accounts of costs but those of placements and assistance.
const std::vector<CostType>& CostTypes();

// Whether the costs of `activity` are told by cost type: those of one activity are, and the others as a ledger without
// types has them.
bool HasCostTypes(const std::string& activity);

// The first two digits of the cost centres of `activity`; empty for one with children.
std::string CostCentrePrefix(const std::string& activity);

// The cost centres of `activity`, rising; shares sum to 1.
std::vector<CostCentre> CostCentresOf(const std::string& activity);

// The accounts that a series with this rhythm is booked on, rising; shares sum to 1.
std::vector<AccountShare> AccountSharesOf(Rhythm rhythm);

}  // namespace prognos::example

#endif  // PROGNOS_DATA_EXAMPLE_COST_CENTRES_H_
