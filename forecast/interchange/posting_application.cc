#include "forecast/interchange/posting_application.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "messages/file.h"

namespace prognos {
namespace {

// The rules that cover one account, in order, with their numbers from 1 for messages.
struct NumberedRule {
  size_t number = 0;
  const PostingRule* rule = nullptr;
};
using AccountRules = std::vector<NumberedRule>;

AccountRules RulesCovering(const std::vector<PostingRule>& rules, absl::string_view account) {
  AccountRules covering;
  for (size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].CoversAccount(account)) covering.push_back({i + 1, &rules[i]});
  }
  return covering;
}

// The first rule that matches a row with these objects; nullptr when none does.
const NumberedRule* FirstMatch(const AccountRules& rules, const ObjectList& objects) {
  for (const NumberedRule& rule : rules) {
    if (rule.rule->MatchesObjects(objects)) return &rule;
  }
  return nullptr;
}

const NumberedRule* FirstWithoutDimension(const AccountRules& rules) {
  for (const NumberedRule& rule : rules) {
    if (rule.rule->dimension.empty()) return &rule;
  }
  return nullptr;
}

// An object row and the rule it belongs to, when that rule has a dimension.
struct Row {
  const ObjectAmount* amount = nullptr;
  const NumberedRule* rule = nullptr;
  std::string dimensions;
};

std::vector<Row> MatchRows(const AccountMonth& month, const AccountRules& rules) {
  std::vector<Row> rows;
  for (const ObjectAmount& amount : month.objects) {
    const NumberedRule* rule = FirstMatch(rules, amount.objects);
    const bool taken = rule != nullptr && !rule->rule->dimension.empty();
    rows.push_back({&amount, taken ? rule : nullptr, JoinedDimensions(amount.objects)});
  }
  return rows;
}

// Sums for comparison only; wrapping around cannot make money, since what is used is added with a check.
uint64_t SumOf(const std::vector<Row>& rows) {
  uint64_t sum = 0;
  for (const Row& row : rows) sum += static_cast<uint64_t>(row.amount->amount_ore);
  return sum;
}

std::vector<Row> OfDimensions(const std::vector<Row>& rows, const std::string& dimensions) {
  std::vector<Row> result;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(result),
               [&](const Row& row) { return row.dimensions == dimensions; });
  return result;
}

bool CarriesAll(const ObjectList& objects, const std::set<std::string>& dimensions) {
  return std::all_of(dimensions.begin(), dimensions.end(), [&](const std::string& dimension) {
    return std::any_of(objects.begin(), objects.end(),
                       [&](const DimensionObject& one) { return one.dimension == dimension; });
  });
}

// The rows to tell when rules decide by object and no row fits them: those with the first dimension asked for, when
// they carry one set of dimensions. Empty otherwise.
std::vector<Row> RowsToTell(const std::vector<Row>& rows, const AccountRules& rules) {
  std::set<std::string> sets;
  for (const Row& row : rows) {
    if (!rules.empty() && CarriesAll(row.amount->objects, {rules[0].rule->dimension})) sets.insert(row.dimensions);
  }
  return sets.size() == 1 ? OfDimensions(rows, *sets.begin()) : std::vector<Row>();
}

// The object rows of `month` of which no two share money; nullopt when the rules ask for rows that may.
std::optional<std::vector<Row>> ChooseRows(const AccountMonth& month, const AccountRules& rules) {
  std::vector<Row> rows = MatchRows(month, rules);
  if (month.disjoint) return rows;
  std::set<std::string> sets_taken;
  std::set<std::string> dimensions_asked;
  for (const Row& row : rows) {
    if (row.rule == nullptr) continue;
    sets_taken.insert(row.dimensions);
    dimensions_asked.insert(row.rule->rule->dimension);
  }
  if (sets_taken.empty()) return RowsToTell(rows, rules);
  if (sets_taken.size() == 1) return OfDimensions(rows, *sets_taken.begin());
  const auto total = static_cast<uint64_t>(month.total_ore);
  for (const Row& row : rows) {
    if (!CarriesAll(row.amount->objects, dimensions_asked)) continue;
    std::vector<Row> joined = OfDimensions(rows, row.dimensions);
    if (SumOf(joined) == total) return joined;
  }
  if (dimensions_asked.size() == 1 && SumOf(rows) == total) return rows;
  return std::nullopt;
}

class Application {
 public:
  Application(const std::vector<PostingRule>& rules, const Postings& postings) : rules_(rules), postings_(postings) {}

  absl::StatusOr<MappedPostings> Run() {
    for (const AccountMonth& month : postings_.months) {
      if (!account_.has_value() || month.account != *account_) StartAccount(month.account);
      PROGNOS_RETURN_IF_ERROR(Share(month));
      if (!HasMoney(month)) continue;
      result_.months.insert(month.month);
      if (!IsLeftBalance(month)) result_.result_months.insert(month.month);
    }
    PROGNOS_RETURN_IF_ERROR(faults_.ToStatus());
    DropMonthsWithoutMoney();
    PROGNOS_RETURN_IF_ERROR(FinishUnmatched());
    return std::move(result_);
  }

 private:
  void StartAccount(const std::string& account) {
    account_ = account;
    account_rules_ = RulesCovering(rules_, account);
  }

  static bool HasMoney(const AccountMonth& month) {
    return month.total_ore != 0 || std::any_of(month.objects.begin(), month.objects.end(),
                                               [](const ObjectAmount& amount) { return amount.amount_ore != 0; });
  }

  // A balance account without a rule.
  bool IsLeftBalance(const AccountMonth& month) const {
    return account_rules_.empty() && postings_.balance_accounts.contains(month.account);
  }

  absl::Status Share(const AccountMonth& month) {
    const std::optional<std::vector<Row>> rows = ChooseRows(month, account_rules_);
    if (!rows.has_value()) {
      FailAmbiguous(month);
      return absl::OkStatus();
    }
    const NumberedRule* rest_rule = FirstWithoutDimension(account_rules_);
    int64_t rest = month.total_ore;
    bool any_taken = false;
    for (const Row& row : *rows) {
      // A row that nothing matched is part of the rest; it is told by object when rules decide by object.
      if (row.rule == nullptr && (rest_rule != nullptr || account_rules_.empty())) continue;
      any_taken = true;
      PROGNOS_ASSIGN_OR_RETURN(rest, AddOre(rest, -row.amount->amount_ore));
      PROGNOS_RETURN_IF_ERROR(row.rule != nullptr ? Map(*row.rule->rule, month.month, row.amount->amount_ore)
                                                  : Leave(month, row.amount->objects, row.amount->amount_ore));
    }
    if (rest == 0 && any_taken) return absl::OkStatus();
    return rest_rule != nullptr ? Map(*rest_rule->rule, month.month, rest) : Leave(month, {}, rest);
  }

  absl::Status Map(const PostingRule& rule, Month month, int64_t amount_ore) {
    int64_t& sum = result_.amounts_ore[{rule.activity, rule.flow, rule.cost_type}][month];
    PROGNOS_ASSIGN_OR_RETURN(sum, AddOre(sum, rule.flow == Flow::kRevenue ? -amount_ore : amount_ore));
    return absl::OkStatus();
  }

  absl::Status Leave(const AccountMonth& month, const ObjectList& objects, int64_t amount_ore) {
    if (IsLeftBalance(month)) {
      balance_accounts_.insert(month.account);
      PROGNOS_ASSIGN_OR_RETURN(result_.balance_sum_ore, AddOre(result_.balance_sum_ore, amount_ore));
      return absl::OkStatus();
    }
    int64_t& sum = left_[{month.account, JoinedDimensions(objects), JoinedObjects(objects)}][month.month];
    PROGNOS_ASSIGN_OR_RETURN(sum, AddOre(sum, amount_ore));
    return absl::OkStatus();
  }

  // Once for an account, with its first month.
  void FailAmbiguous(const AccountMonth& month) {
    if (!ambiguous_.insert(month.account).second) return;
    std::map<size_t, std::string> dimension_by_rule;
    for (const Row& row : MatchRows(month, account_rules_)) {
      if (row.rule != nullptr) dimension_by_rule.emplace(row.rule->number, row.rule->rule->dimension);
    }
    const std::string rules = absl::StrJoin(dimension_by_rule, ", ", [](std::string* out, const auto& rule) {
      absl::StrAppend(out, rule.first, " (dimension ", rule.second, ")");
    });
    faults_.Add(absl::StrCat("account ", month.account), FaultReason::kInconsistent, "",
                messages::file::HasMoneyTwice(Argument::OfMonth(month.month.ToString()), rules));
  }

  void DropMonthsWithoutMoney() {
    const std::set<Month>& known = result_.months;
    for (auto& [target, amounts] : result_.amounts_ore) {
      std::erase_if(amounts, [&known](const std::pair<const Month, int64_t>& amount) {
        return known.empty() || amount.first < *known.begin() || amount.first > *known.rbegin();
      });
    }
    std::erase_if(result_.amounts_ore, [](const auto& entry) { return entry.second.empty(); });
  }

  absl::Status FinishUnmatched() {
    result_.balance_account_count = static_cast<int>(balance_accounts_.size());
    for (const auto& [key, months] : left_) {
      UnmatchedPosting unmatched = {std::get<0>(key), std::get<1>(key), std::get<2>(key), 0, 0};
      for (const auto& [month, amount_ore] : months) {
        unmatched.month_count += amount_ore != 0;
        PROGNOS_ASSIGN_OR_RETURN(unmatched.sum_ore, AddOre(unmatched.sum_ore, amount_ore));
      }
      if (unmatched.month_count > 0) result_.unmatched.push_back(std::move(unmatched));
    }
    return absl::OkStatus();
  }

  const std::vector<PostingRule>& rules_;
  const Postings& postings_;
  std::optional<std::string> account_;
  AccountRules account_rules_;  // Those that cover account_.
  MappedPostings result_;
  FaultList faults_;
  std::set<std::string> balance_accounts_;
  std::set<std::string> ambiguous_;
  std::map<std::tuple<std::string, std::string, std::string>, std::map<Month, int64_t>> left_;
};

}  // namespace

absl::StatusOr<MappedPostings> ApplyPostingRules(const std::vector<PostingRule>& rules, const Postings& postings) {
  return Application(rules, postings).Run();
}

}  // namespace prognos
