// prognos utfall flerar: three years beside each other.
#include "client/year_comparison.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/budget_rows.h"
#include "client/command.h"
#include "client/ledger_names.h"
#include "forecast/base/month.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/budget.grpc.pb.h"
#include "prognos/v1/followup.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

constexpr int kComparedYears = 3;

struct YearsOptions {
  int year = 0;
  bool by_type = false;
};

// Puts the amounts of series where they belong: in the nämnd's sum, or in a frame.
class FrameSorter {
 public:
  explicit FrameSorter(const LedgerNames& names) : names_(names) {
    for (const v1::Activity& activity : names.activities()) {
      if (activity.own_frame()) frames_.push_back(activity.name());
    }
  }

  std::vector<std::string> FrameNames() const {
    std::vector<std::string> texts;
    for (const std::string& frame : frames_) texts.push_back(names_.ActivityText(frame));
    return texts;
  }
  size_t size() const { return frames_.size(); }

  void Add(const std::string& series, int64_t ore, YearMoney& outcome, YearMoneyByType& types,
           std::vector<YearMoney>& frames) const {
    if (IsVolumeSeries(series)) return;
    YearMoney* sum = &outcome;
    const std::string frame = FrameOf(series, names_);
    for (size_t at = 0; at < frames_.size(); ++at) {
      if (frames_[at] == frame) sum = &frames[at];
    }
    (IsRevenueSeries(series) ? sum->revenue : sum->cost) += ore;
    if (sum != &outcome) return;
    YearMoney& part = types[SeriesCostType(series)];
    (IsRevenueSeries(series) ? part.revenue : part.cost) += ore;
  }

 private:
  const LedgerNames& names_;
  std::vector<std::string> frames_;
};

// The series in which anything is booked in the last year are put in `booked`.
absl::Status ReadOutcomes(const std::string& organization, int year, const FrameSorter& sorter, Session& session,
                          YearComparison& comparison, std::set<std::string>& booked) {
  v1::ListActualsRequest request;
  request.set_organization(organization);
  request.set_first_month(absl::StrCat(year - kComparedYears + 1, "-01"));
  request.set_last_month(absl::StrCat(year, "-12"));
  request.set_page_size(10'000);
  std::map<int, std::set<int>> months;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const v1::ListActualsResponse page,
                             session.Call(&v1::LedgerService::Stub::ListActuals, request));
    for (const v1::Actual& actual : page.actuals()) {
      const absl::StatusOr<Month> month = Month::Parse(actual.month());
      if (!month.ok() || IsVolumeSeries(actual.series())) continue;
      const int at = month->year() - (year - kComparedYears + 1);
      if (at < 0 || at >= kComparedYears) continue;
      ComparedYearFigures& figures = comparison.years[static_cast<size_t>(at)];
      sorter.Add(actual.series(), actual.amount_ore(), figures.outcome, figures.types, figures.frames);
      if (at == kComparedYears - 1 && actual.amount_ore() != 0) booked.insert(actual.series());
      months[month->year()].insert(month->month());
    }
    request.set_page_token(page.next_page_token());
    if (page.next_page_token().empty()) break;
  }
  for (ComparedYearFigures& figures : comparison.years) {
    figures.booked_months = static_cast<int>(months[figures.year].size());
  }
  return absl::OkStatus();
}

// The series without a type of the activity and flow of one with a type: "vuxen.cost" of "vuxen.cost.personal".
std::string WholeOf(const std::string& series) {
  const std::string type = SeriesCostType(series);
  return type.empty() ? series : series.substr(0, series.size() - type.size() - 1);
}

// Whether money that is booked by type is budgeted so: not where only the activity as a whole has a budget.
bool IsToldApart(const v1::GetBudgetResponse& budget, const std::set<std::string>& booked) {
  std::set<std::string> by_type, as_a_whole;
  for (const v1::BudgetLine& line : budget.lines()) {
    if (!SeriesCostType(line.series()).empty()) by_type.insert(WholeOf(line.series()));
    if (SeriesCostType(line.series()).empty() && line.amount_ore() != 0) as_a_whole.insert(line.series());
  }
  for (const std::string& series : booked) {
    if (SeriesCostType(series).empty()) continue;
    if (as_a_whole.contains(WholeOf(series)) && !by_type.contains(WholeOf(series))) return false;
  }
  return true;
}

absl::Status ReadBudget(const std::string& organization, int year, const FrameSorter& sorter,
                        const std::set<std::string>& booked, Session& session, YearComparison& comparison) {
  v1::GetBudgetRequest request;
  request.set_organization(organization);
  request.set_year(year);
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetBudgetResponse budget,
                           session.Call(&v1::BudgetService::Stub::GetBudget, request));
  if (budget.lines().empty()) return absl::OkStatus();
  comparison.budget.emplace();
  comparison.frame_budgets.resize(sorter.size());
  for (const v1::BudgetLine& line : budget.lines()) {
    sorter.Add(line.series(), line.amount_ore(), *comparison.budget, comparison.budget_types, comparison.frame_budgets);
  }
  if (!IsToldApart(budget, booked)) comparison.budget_types.clear();
  return absl::OkStatus();
}

// Of each year what was used of investments, and of the last also what they had.
absl::Status ReadInvestments(const std::string& organization, Session& session, YearComparison& comparison) {
  for (ComparedYearFigures& figures : comparison.years) {
    v1::ListFundsRequest request;
    request.set_organization(organization);
    request.set_kind(v1::FUND_KIND_INVESTMENT);
    request.set_year(figures.year);
    PROGNOS_ASSIGN_OR_RETURN(const v1::ListFundsResponse funds,
                             session.Call(&v1::FollowUpService::Stub::ListFunds, request));
    comparison.investment_budget.reset();
    for (const v1::FundStanding& fund : funds.funds()) {
      if (fund.use().used_ore() == 0 && fund.frame_ore() == 0) continue;
      figures.investments = figures.investments.value_or(0) + fund.use().used_ore();
      comparison.investment_budget = comparison.investment_budget.value_or(0) + fund.frame_ore();
    }
  }
  return absl::OkStatus();
}

// Years that are not booked whole, in words.
std::vector<std::string> ComparisonNotes(const YearComparison& comparison, const Texts& texts) {
  std::vector<std::string> notes;
  for (const ComparedYearFigures& figures : comparison.years) {
    if (figures.booked_months == 12) continue;
    notes.push_back(absl::Substitute(texts.year_is_not_whole, figures.year, figures.booked_months));
  }
  notes.push_back(texts.minus_is_worse);
  return notes;
}

absl::Status CompareYears(const YearsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::FetchOfYear(session, organization, options.year));
  const FrameSorter sorter(names);
  YearComparison comparison;
  comparison.frames = sorter.FrameNames();
  for (int year = options.year - kComparedYears + 1; year <= options.year; ++year) {
    comparison.years.push_back({year, {}, {}, std::vector<YearMoney>(sorter.size()), std::nullopt, 0});
  }
  std::set<std::string> booked;
  PROGNOS_RETURN_IF_ERROR(ReadOutcomes(organization, options.year, sorter, session, comparison, booked));
  if (comparison.years.back().booked_months == 0) {
    session.Print({{documents::Paragraphs{{absl::Substitute(texts.no_actuals, options.year)}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  PROGNOS_RETURN_IF_ERROR(ReadBudget(organization, options.year, sorter, booked, session, comparison));
  PROGNOS_RETURN_IF_ERROR(ReadInvestments(organization, session, comparison));
  documents::Table table =
      YearComparisonTable(comparison, texts, options.by_type ? BudgetTypeNamesOf(names, texts) : BudgetTypeNames());
  if (session.format() == Format::kCsv) {
    session.PrintCsv(table);
    return absl::OkStatus();
  }
  session.Print(
      {{documents::Heading{1, absl::Substitute(texts.years_title, options.year - kComparedYears + 1, options.year)},
        std::move(table), documents::Paragraphs{ComparisonNotes(comparison, texts), /*is_prose=*/true}}});
  return absl::OkStatus();
}

}  // namespace

void AddYearComparisonCommand(Command& group) {
  const Texts& texts = group.texts();
  Command years = group.Add("flerar", "years", texts.help_years, "prognos utfall flerar --ar 2022");
  auto options = std::make_shared<YearsOptions>();
  years.Year(options->year, Need::kRequired);
  years.Flag("--varav,--of-which", options->by_type, texts.option_of_which);
  years.WhenChosenToPrint(options, CompareYears);
}

}  // namespace prognos::client
