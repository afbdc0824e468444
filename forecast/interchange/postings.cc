#include "forecast/interchange/postings.h"

#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "messages/file.h"

namespace prognos {
namespace {

using Rows = std::vector<const AccountRow*>;

// The rows of one kind, by year and account.
std::map<SieYearAccount, Rows> ByYearAndAccount(const std::vector<AccountRow>& rows, AmountKind kind) {
  std::map<SieYearAccount, Rows> result;
  for (const AccountRow& row : rows) {
    if (row.kind == kind) result[{row.year_number, row.account}].push_back(&row);
  }
  return result;
}

bool HasObjectRows(const Rows& rows) {
  for (const AccountRow* row : rows) {
    if (!row->objects.empty()) return true;
  }
  return false;
}

bool HasObjectlessRows(const Rows& rows) {
  for (const AccountRow* row : rows) {
    if (row->objects.empty()) return true;
  }
  return false;
}

// The sums of an account's year under the two meanings. Sums wrap around on overflow, which can only make them differ
// from the stated one; the amounts that are used are added with a check.
struct PartSums {
  uint64_t totals = 0;
  uint64_t all = 0;
};

PartSums SumsOf(const Rows& rows) {
  PartSums sums;
  for (const AccountRow* row : rows) {
    sums.all += static_cast<uint64_t>(row->amount_ore);
    if (row->objects.empty()) sums.totals += static_cast<uint64_t>(row->amount_ore);
  }
  return sums;
}

// What the file says the year's sum is; nullopt when it does not.
std::optional<uint64_t> StatedSum(const SieLedger& ledger, const SieYearAccount& key) {
  const auto result = ledger.results_ore.find(key);
  if (result != ledger.results_ore.end()) return static_cast<uint64_t>(result->second);
  const auto change = ledger.balance_changes_ore.find(key);
  if (change != ledger.balance_changes_ore.end()) return static_cast<uint64_t>(change->second);
  return std::nullopt;
}

// What one account's year says by itself; nullopt when its stated sum is absent or fits both meanings or neither.
std::optional<ObjectlessRows> OwnMeaning(const SieLedger& ledger, const SieYearAccount& key, const Rows& rows) {
  const std::optional<uint64_t> stated = StatedSum(ledger, key);
  const PartSums sums = SumsOf(rows);
  if (!stated.has_value() || (*stated == sums.totals) == (*stated == sums.all)) return std::nullopt;
  return *stated == sums.totals ? ObjectlessRows::kTotals : ObjectlessRows::kRests;
}

bool FromVouchers(const SieLedger& ledger, int year) {
  const auto found = ledger.years.find(year);
  return found != ledger.years.end() && found->second.from_vouchers;
}

// The dimensions of the object rows with the most money (sum of absolute amounts); of equals the first.
std::string WidestDimensions(const Rows& rows) {
  std::map<std::string, double> money;
  for (const AccountRow* row : rows) {
    if (!row->objects.empty()) money[JoinedDimensions(row->objects)] += std::abs(static_cast<double>(row->amount_ore));
  }
  std::string widest;
  double most = -1.0;
  for (const auto& [dimensions, sum] : money) {
    if (sum > most) widest = dimensions;
    most = std::max(most, sum);
  }
  return widest;
}

// Which rows of an account's year make up its totals, and whether all its object rows are apart from each other.
struct Reading {
  enum class Total { kObjectless, kAll, kOneDimensionSet };
  Total total = Total::kObjectless;
  std::string dimensions;  // kOneDimensionSet.
  bool disjoint = false;

  bool Counts(const AccountRow& row) const {
    if (total == Total::kAll) return true;
    return total == Total::kObjectless ? row.objects.empty() : JoinedDimensions(row.objects) == dimensions;
  }
};

Reading ReadingOf(const SieLedger& ledger, const SieYearAccount& key, const Rows& rows, AmountKind kind,
                  ObjectlessRows usual) {
  const bool actual = kind == AmountKind::kActual;
  if (actual && FromVouchers(ledger, key.first)) return {Reading::Total::kObjectless, "", true};
  const std::optional<ObjectlessRows> own = actual ? OwnMeaning(ledger, key, rows) : std::nullopt;
  if (own.value_or(usual) == ObjectlessRows::kRests) return {Reading::Total::kAll, "", true};
  if (own.has_value() || HasObjectlessRows(rows)) return {Reading::Total::kObjectless, "", false};
  return {Reading::Total::kOneDimensionSet, WidestDimensions(rows), false};
}

// Collects account months.
class Collecting {
 public:
  absl::Status Add(const AccountRow& row, const Reading& reading) {
    AccountMonth& month = months_[{row.account, row.month, row.year_number}];
    month.disjoint = reading.disjoint;
    ++postings_.row_count;
    if (!row.objects.empty()) month.objects.push_back({row.objects, row.amount_ore});
    if (!reading.Counts(row)) return absl::OkStatus();
    PROGNOS_ASSIGN_OR_RETURN(month.total_ore, AddOre(month.total_ore, row.amount_ore));
    PROGNOS_ASSIGN_OR_RETURN(postings_.total_ore, AddOre(postings_.total_ore, row.amount_ore));
    return absl::OkStatus();
  }

  template <typename IsBalance>
  Postings Finish(IsBalance&& is_balance) {
    for (auto& [key, month] : months_) {
      std::tie(month.account, month.month, month.year_number) = key;
      if (is_balance(month.account)) postings_.balance_accounts.insert(month.account);
      postings_.months.push_back(std::move(month));
    }
    return std::move(postings_);
  }

 private:
  std::map<std::tuple<std::string, Month, int>, AccountMonth> months_;
  Postings postings_;
};

bool BeginsAsBalanceAccount(absl::string_view account) {
  return absl::StartsWith(account, "1") || absl::StartsWith(account, "2");
}

bool IsBalanceAccount(const SieLedger& ledger, const std::set<std::string>& with_result, const std::string& account) {
  const auto type = ledger.account_types.find(account);
  if (type != ledger.account_types.end() && !type->second.empty()) return type->second == "T" || type->second == "S";
  return BeginsAsBalanceAccount(account) && !with_result.contains(account);
}

// The sets of dimensions that the object rows of each account and month carry must not differ.
absl::Status CheckOneDimensionSet(const CsvLedger& ledger, AmountKind kind) {
  FaultList faults;
  std::map<std::pair<std::string, Month>, const AccountRow*> first_rows;
  for (const AccountRow& row : ledger.accounts) {
    if (row.kind != kind || row.objects.empty()) continue;
    const AccountRow* first = first_rows.emplace(std::make_pair(row.account, row.month), &row).first->second;
    if (JoinedDimensions(first->objects) == JoinedDimensions(row.objects)) continue;
    faults.Add(absl::StrCat("line ", row.line, ": dimension"), FaultReason::kInconsistent,
               JoinedDimensions(row.objects),
               messages::file::DimensionsMayBeTheSameMoney(JoinedDimensions(first->objects), first->line, row.account,
                                                           Argument::OfMonth(row.month.ToString()), "\"1;6\""));
  }
  return faults.ToStatus();
}

}  // namespace

ObjectlessRows MeaningOfObjectlessRows(const SieLedger& ledger) {
  int rests = 0;
  int totals = 0;
  for (const auto& [key, rows] : ByYearAndAccount(ledger.rows, AmountKind::kActual)) {
    if (FromVouchers(ledger, key.first) || !HasObjectRows(rows)) continue;
    const std::optional<ObjectlessRows> own = OwnMeaning(ledger, key, rows);
    if (own.has_value()) ++(*own == ObjectlessRows::kRests ? rests : totals);
  }
  return rests > totals ? ObjectlessRows::kRests : ObjectlessRows::kTotals;
}

absl::StatusOr<Postings> PostingsFromSie(const SieLedger& ledger, AmountKind kind) {
  const ObjectlessRows usual = MeaningOfObjectlessRows(ledger);
  Collecting collecting;
  for (const auto& [key, rows] : ByYearAndAccount(ledger.rows, kind)) {
    const Reading reading = ReadingOf(ledger, key, rows, kind, usual);
    for (const AccountRow* row : rows) PROGNOS_RETURN_IF_ERROR(collecting.Add(*row, reading));
  }
  std::set<std::string> with_result;
  for (const auto& [key, amount] : ledger.results_ore) with_result.insert(key.second);
  return collecting.Finish([&](const std::string& account) { return IsBalanceAccount(ledger, with_result, account); });
}

absl::StatusOr<Postings> PostingsFromCsv(const CsvLedger& ledger, AmountKind kind) {
  if (!ledger.states_kind) PROGNOS_RETURN_IF_ERROR(CheckOneDimensionSet(ledger, kind));
  Collecting collecting;
  for (const auto& [key, rows] : ByYearAndAccount(ledger.accounts, kind)) {
    Reading reading = {Reading::Total::kAll, "", true};
    if (ledger.states_kind && HasObjectlessRows(rows)) reading = {Reading::Total::kObjectless, "", false};
    if (ledger.states_kind && !HasObjectlessRows(rows)) {
      reading = {Reading::Total::kOneDimensionSet, WidestDimensions(rows), false};
    }
    for (const AccountRow* row : rows) PROGNOS_RETURN_IF_ERROR(collecting.Add(*row, reading));
  }
  return collecting.Finish(BeginsAsBalanceAccount);
}

}  // namespace prognos
