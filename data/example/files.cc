#include "data/example/files.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "data/example/cost_centres.h"
#include "forecast/base/apportion.h"
#include "forecast/base/month.h"
#include "forecast/base/unit.h"

namespace prognos::example {
namespace {

constexpr int kSieYear = 2022;
constexpr int kLastYear = kFirstYear + kYearCount - 1;

absl::string_view FlowWord(Flow flow) { return flow == Flow::kCost ? "kostnad" : "intäkt"; }

// Whole öre as kronor with two decimals.
std::string Kronor(int64_t ore, absl::string_view decimal_mark) {
  const int64_t size = ore < 0 ? -ore : ore;
  return absl::StrFormat("%s%d%s%02d", ore < 0 ? "-" : "", size / kMoneyUnit.parts_per_whole, decimal_mark,
                         size % kMoneyUnit.parts_per_whole);
}

// What a volume is called, as people write it; its unit is the word without å, ä and ö.
std::string VolumeWord(const std::string& unit) {
  return absl::StrReplaceAll(unit, {{"hushall", "hushåll"}, {"varddygn", "vårddygn"}});
}

// Words joined with '+'; that of a volume is also what it is called in print.
std::string SeriesColumn(const ActivityPlan& activity) {
  std::vector<std::string> words;
  for (const SeriesPlan& plan : activity.series) words.push_back(plan.flow == Flow::kCost ? "kostnad" : "intakt");
  if (!activity.volume_unit.empty()) words.push_back(VolumeWord(activity.volume_unit));
  return absl::StrJoin(words, "+");
}

std::string ActivitiesCsv() {
  std::string csv = "id;namn;overordnad;ordning;serier\n";
  for (const ActivityPlan& activity : Activities()) {
    absl::StrAppendFormat(&csv, "%s;%s;%s;%d;%s\n", activity.id, activity.name, activity.parent, activity.order,
                          SeriesColumn(activity));
  }
  return csv;
}

std::string CostTypesCsv() {
  std::string csv = "id;namn\n";
  for (const CostType& type : CostTypes()) absl::StrAppend(&csv, type.id, ";", type.name, "\n");
  return csv;
}

// What is booked of a month of a series on an account and a cost centre; öre, debit positive.
struct Posting {
  int account = 0;
  std::string cost_centre;
  int64_t ore = 0;
};

std::vector<Posting> PostingsOf(const ExampleSeries& series, const SeriesPlan& plan, int month) {
  std::vector<Posting> postings;
  std::vector<double> shares;
  for (const AccountShare& account : AccountSharesOf(plan.rhythm)) {
    for (const CostCentre& centre : CostCentresOf(series.activity)) {
      postings.push_back({account.account, centre.code});
      shares.push_back(account.share * centre.share);
    }
  }
  const std::vector<int64_t> parts = Apportion(SignInNet(series.flow) * series.values[month], shares);
  for (size_t i = 0; i < postings.size(); ++i) postings[i].ore = parts[i];
  return postings;
}

bool IsToldByType(const std::string& activity, Flow flow) { return flow == Flow::kCost && HasCostTypes(activity); }

// What the accounts of a cost type make of a month.
int64_t OfType(const CostType& type, const std::vector<Posting>& postings) {
  int64_t ore = 0;
  for (const Posting& posting : postings) {
    if (type.first_account <= posting.account && posting.account <= type.last_account) ore += posting.ore;
  }
  return ore;
}

// The months of one series, of a cost type or of none.
void AppendMonths(const ExampleSeries& series, const SeriesPlan& plan, const CostType* type, int first, int count,
                  std::string& csv) {
  for (int i = first; i < first + count; ++i) {
    const int64_t ore = type == nullptr ? series.values[i] : OfType(*type, PostingsOf(series, plan, i));
    absl::StrAppend(&csv, series.activity, ";", FlowWord(series.flow), ";", type == nullptr ? "" : type->id, ";",
                    (Month::January(kFirstYear) + i).ToString(), ";", Kronor(ore, ","), "\n");
  }
}

std::string ActualsCsv(const std::vector<ExampleSeries>& all, int first_year, int last_year) {
  std::string csv = "verksamhet;slag;kostnadsslag;manad;belopp\n";
  const int first = 12 * (first_year - kFirstYear);
  const int count = 12 * (last_year - first_year + 1);
  size_t next = 0;
  for (const ActivityPlan& activity : Activities()) {
    for (const SeriesPlan& plan : activity.series) {
      const ExampleSeries& series = all[next++];
      if (!IsToldByType(activity.id, plan.flow)) {
        AppendMonths(series, plan, nullptr, first, count, csv);
        continue;
      }
      for (const CostType& type : CostTypes()) AppendMonths(series, plan, &type, first, count, csv);
    }
  }
  return csv;
}

std::string VolumesCsv(const std::vector<ExampleSeries>& all) {
  std::string csv = "verksamhet;slag;manad;antal\n";
  for (const ExampleSeries& series : all) {
    if (series.flow != Flow::kVolume) continue;
    for (int i = 0; i < kMonthCount; ++i) {
      absl::StrAppend(&csv, series.activity, ";", series.unit, ";", (Month::January(kFirstYear) + i).ToString(), ";",
                      series.values[i], "\n");
    }
  }
  return csv;
}

// Economic assistance follows the season of the year before, once there is one; everything else is even.
absl::string_view PhasingWord(const SeriesPlan& plan, int year) {
  return plan.rhythm == Rhythm::kHouseholds && year > kFirstYear ? "forra-aret" : "jamn";
}

// Of the money of a series.
double ShareOf(const CostType& type, Rhythm rhythm) {
  double share = 0.0;
  for (const AccountShare& account : AccountSharesOf(rhythm)) {
    if (type.first_account <= account.account && account.account <= type.last_account) share += account.share;
  }
  return share;
}

std::string BudgetCsv(int year) {
  std::string csv = "verksamhet;slag;kostnadsslag;belopp;periodisering\n";
  for (const ActivityPlan& activity : Activities()) {
    for (const SeriesPlan& plan : activity.series) {
      const int64_t kronor = plan.budget_tkr[year - kFirstYear] * 1000;
      const auto append = [&](absl::string_view type, int64_t amount) {
        absl::StrAppend(&csv, activity.id, ";", FlowWord(plan.flow), ";", type, ";", amount, ";",
                        PhasingWord(plan, year), "\n");
      };
      if (!IsToldByType(activity.id, plan.flow)) {
        append("", kronor);
        continue;
      }
      std::vector<double> shares;
      for (const CostType& type : CostTypes()) shares.push_back(ShareOf(type, plan.rhythm));
      const std::vector<int64_t> parts = Apportion(kronor, shares);
      for (size_t i = 0; i < parts.size(); ++i) append(CostTypes()[i].id, parts[i]);
    }
  }
  return csv;
}

// Placements as days of care, which the months have more and fewer of.
int Planned(const ActivityPlan& activity, Month month) {
  return activity.planned_level * (activity.volume_unit == "varddygn" ? DaysIn(month) : 1);
}

std::string VolumePlanCsv() {
  std::string csv = "verksamhet;slag;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec;kommentar\n";
  for (const ActivityPlan& activity : Activities()) {
    if (activity.volume_unit.empty()) continue;
    absl::StrAppend(&csv, activity.id, ";", VolumeWord(activity.volume_unit));
    for (int at = 0; at < 12; ++at) absl::StrAppend(&csv, ";", Planned(activity, Month::January(kLastYear) + at));
    const absl::string_view what = activity.volume_unit == "varddygn" ? "placerade" : "hushåll";
    absl::StrAppend(&csv, ";", activity.planned_level, " ", what, "\n");
  }
  return csv;
}

std::string PostingRulesCsv() {
  std::string csv = "konto_fran;konto_till;dimension;objekt;verksamhet;slag;kostnadsslag\n";
  for (const ActivityPlan& activity : Activities()) {
    for (const SeriesPlan& plan : activity.series) {
      const auto append = [&](int first, int last, absl::string_view type) {
        absl::StrAppend(&csv, first, ";", last, ";1;", CostCentrePrefix(activity.id), "*;", activity.id, ";",
                        FlowWord(plan.flow), ";", type, "\n");
      };
      if (!IsToldByType(activity.id, plan.flow)) {
        append(plan.flow == Flow::kCost ? 4000 : 3000, plan.flow == Flow::kCost ? 7999 : 3999, "");
        continue;
      }
      for (const CostType& type : CostTypes()) append(type.first_account, type.last_account, type.id);
    }
  }
  return csv;
}

// UTF-8 to CP437, for the letters of the example.
std::string ToCp437(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"å", "\x86"}, {"ä", "\x84"}, {"ö", "\x94"}, {"Å", "\x8f"}, {"Ä", "\x8e"}, {"Ö", "\x99"}});
}

// Sums by account, cost centre ("" for the account's total) and month (0-11); öre, debit positive.
using Balances = std::map<std::pair<int, std::string>, std::array<int64_t, 12>>;

// Shares one month of a series out over its accounts and cost centres.
void Post(const ExampleSeries& series, const SeriesPlan& plan, int month, Balances& balances) {
  for (const Posting& posting : PostingsOf(series, plan, 12 * (kSieYear - kFirstYear) + month)) {
    balances[{posting.account, posting.cost_centre}][month] += posting.ore;
    balances[{posting.account, ""}][month] += posting.ore;
  }
}

Balances MakeBalances(const std::vector<ExampleSeries>& all) {
  Balances balances;
  size_t next = 0;
  for (const ActivityPlan& activity : Activities()) {
    for (const SeriesPlan& plan : activity.series) {
      for (int month = 0; month < 12; ++month) Post(all[next], plan, month, balances);
      ++next;
    }
  }
  return balances;
}

std::string SieHead() {
  return absl::StrCat("#FLAGGA 0\n#PROGRAM \"Exempelby ekonomisystem\" 1.0\n#FORMAT PC8\n#GEN 20230116\n#SIETYP 3\n",
                      "#FNAMN \"Exempelby kommun, socialnämnden (påhittat exempel)\"\n#RAR 0 ", kSieYear, "0101 ",
                      kSieYear, "1231\n#OMFATTN ", kSieYear, "1231\n#VALUTA SEK\n");
}

std::string SieRegisters() {
  std::string sie;
  for (const Account& account : Accounts()) {
    absl::StrAppendFormat(&sie, "#KONTO %d \"%s\"\n#KTYP %d %s\n", account.number, account.name, account.number,
                          account.number < 4000 ? "I" : "K");
  }
  absl::StrAppend(&sie, "#DIM 1 \"Kostnadsställe\"\n");
  for (const ActivityPlan& activity : Activities()) {
    for (const CostCentre& centre : CostCentresOf(activity.id)) {
      absl::StrAppendFormat(&sie, "#OBJEKT 1 \"%s\" \"%s\"\n", centre.code, centre.name);
    }
  }
  return sie;
}

std::string SieYearTotals(const Balances& balances) {
  std::string sie;
  for (const auto& [key, months] : balances) {
    if (!key.second.empty()) continue;
    int64_t year = 0;
    for (const int64_t month : months) year += month;
    absl::StrAppend(&sie, "#RES 0 ", key.first, " ", Kronor(year, "."), " 0\n");
  }
  return sie;
}

// An account's total stands first, without object; then its rows per cost centre, which are the same money.
std::string SieMonths(const Balances& balances) {
  std::string sie;
  for (const auto& [key, months] : balances) {
    const std::string object = key.second.empty() ? "{}" : absl::StrCat("{1 \"", key.second, "\"}");
    for (int month = 0; month < 12; ++month) {
      absl::StrAppend(&sie, "#PSALDO 0 ", kSieYear, absl::Dec(month + 1, absl::kZeroPad2), " ", key.first, " ", object,
                      " ", Kronor(months[month], "."), " 0\n");
    }
  }
  return sie;
}

std::string Sie(const std::vector<ExampleSeries>& all) {
  const Balances balances = MakeBalances(all);
  const std::string text = absl::StrCat(SieHead(), SieRegisters(), SieYearTotals(balances), SieMonths(balances));
  return absl::StrReplaceAll(ToCp437(text), {{"\n", "\r\n"}});
}

}  // namespace

std::vector<File> MakeFiles(const std::vector<ExampleSeries>& series) {
  std::vector<File> files = {
      {"verksamheter.csv", ActivitiesCsv()},
      {"kostnadsslag.csv", CostTypesCsv()},
      {"konteringsregler.csv", PostingRulesCsv()},
      {absl::StrCat("utfall-", kFirstYear, "-", kLastYear - 1, ".csv"), ActualsCsv(series, kFirstYear, kLastYear - 1)},
      {absl::StrCat("utfall-", kLastYear, ".csv"), ActualsCsv(series, kLastYear, kLastYear)},
      {absl::StrCat("utfall-", kSieYear, ".se"), Sie(series)},
      {"volymer.csv", VolumesCsv(series)},
      {absl::StrCat("volymplan-", kLastYear, ".csv"), VolumePlanCsv()},
  };
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    files.push_back({absl::StrCat("budget-", year, ".csv"), BudgetCsv(year)});
  }
  return files;
}

}  // namespace prognos::example
