// Three years beside each other, as a bokslut prints them: revenues, costs, net cost and net investments, the deviation
// from the last year's budget, and the change since the year before.
//
// Signs are those of a result, as Botkyrka prints them: a cost is negative, and in every column minus is worse - a
// change of -32,1 is a higher cost. (In a nämndplan plus is a larger budget; see budget_plan.h.)
#ifndef PROGNOS_CLIENT_YEAR_COMPARISON_H_
#define PROGNOS_CLIENT_YEAR_COMPARISON_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/budget_types.h"
#include "client/texts.h"
#include "forecast/documents/document.h"

namespace prognos::client {

// In öre, both positive.
struct YearMoney {
  int64_t cost = 0;
  int64_t revenue = 0;
};

// By cost type, its identifier; "": money without one.
using YearMoneyByType = std::map<std::string, YearMoney>;

// Of one year.
struct ComparedYearFigures {
  int year = 0;
  YearMoney outcome;                   // Of the nämnd, without frames of their own.
  YearMoneyByType types = {};          // The same by cost type; they sum to it.
  std::vector<YearMoney> frames;       // Of each frame in YearComparison::frames.
  std::optional<int64_t> investments;  // What was used of all; absent: there are none.
  int booked_months = 0;               // Of its twelve.
};

struct YearComparison {
  std::vector<ComparedYearFigures> years;  // Rising, each the year after the one before; at least two.
  std::vector<std::string> frames;         // What activities with frames of their own are called.
  std::optional<YearMoney> budget;         // Of the last year, without frames; absent: none.
  YearMoneyByType budget_types = {};       // The same by cost type; empty where it is not told apart by type.
  std::vector<YearMoney> frame_budgets;    // Of each frame; as long as `frames` where there is a budget.
  std::optional<int64_t> investment_budget;
};

// In mnkr with one decimal that add up: net cost is revenue minus cost, and a change the difference of what stands
// beside it. `types` are the cost types whose rows are wanted, in this order: each of the three rows is followed by
// those of its types that have any, which add up to it.
documents::Table YearComparisonTable(const YearComparison& comparison, const Texts& texts,
                                     const BudgetTypeNames& types = {});

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_YEAR_COMPARISON_H_
