#include "forecast/service/evaluation_material.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <thread>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/outlook/line_plan.h"
#include "forecast/outlook/validation.h"
#include "forecast/series/round.h"
#include "forecast/service/error.h"
#include "forecast/service/evaluation_types.h"
#include "forecast/service/known_months.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/ledger_loads.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/refusal.h"
#include "messages/request.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kDefaultYears = 4;
constexpr int kMostYears = 20;
constexpr int kMostModels = 20;

constexpr v1::Round kEvaluatedRounds[] = {v1::ROUND_MARCH, v1::ROUND_SPRING, v1::ROUND_AUTUMN, v1::ROUND_OCTOBER};

// Rounds in the order of the year.
void CheckEvaluatedRounds(const v1::BacktestRequest& request, CheckedBacktest& checked, FaultList& faults) {
  constexpr int kMostRounds = static_cast<int>(std::size(kEvaluatedRounds));
  if (!request.rounds().empty() && !CheckCount(request.rounds_size(), kMostRounds, "rounds", faults)) return;
  for (int i = 0; i < request.rounds_size(); ++i) {
    const std::string place = absl::StrCat("rounds[", i, "]");
    const int round = request.rounds(i);
    if (!absl::c_linear_search(kEvaluatedRounds, round)) {
      faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(round), messages::request::IsNotARoundToEvaluate());
    } else if (std::find(request.rounds().begin(), request.rounds().begin() + i, round) !=
               request.rounds().begin() + i) {
      faults.Add(place, FaultReason::kDuplicate, absl::StrCat(round), messages::value::StandsTwiceInTheRequest());
    }
  }
  for (const v1::Round round : kEvaluatedRounds) {
    if (request.rounds().empty() || absl::c_linear_search(request.rounds(), round)) checked.rounds.push_back(round);
  }
}

void CheckYears(const v1::BacktestRequest& request, CheckedBacktest& checked, FaultList& faults) {
  if (request.first_year() != 0) CheckYear(request.first_year(), "first_year", faults);
  if (request.last_year() != 0) CheckYear(request.last_year(), "last_year", faults);
  if (request.last_year() != 0 && request.first_year() > request.last_year()) {
    faults.Add("first_year", FaultReason::kInconsistent, absl::StrCat(request.first_year()),
               messages::request::LiesAfterTheLastYear(request.last_year()));
  }
  if (request.year_count() < 0 || request.year_count() > kMostYears) {
    faults.Add("year_count", FaultReason::kOutOfRange, absl::StrCat(request.year_count()),
               messages::value::MustBeBetween(0, kMostYears));
  }
  checked.first_year = request.first_year();
  checked.last_year = request.last_year();
  checked.year_count = request.year_count() == 0 ? kDefaultYears : request.year_count();
}

void CheckOptions(const v1::BacktestRequest& request, CheckedBacktest& checked, FaultList& faults) {
  evaluation::BacktestOptions& options = checked.options;
  if (request.models().empty() || CheckCount(request.models_size(), kMostModels, "models", faults)) {
    options.models.assign(request.models().begin(), request.models().end());
  }
  if (request.least_months_before() != 0) options.least_months_before = request.least_months_before();
  if (request.path_count() != 0) options.path_count = request.path_count();
  options.seed = request.seed();
  options.whole_parts = true;
  // Half of the machine at most: forecasts that people wait for go on beside a backtest.
  options.threads = std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, 1, 16);
  evaluation::BacktestOptions with_year = options;  // Years and months are known later.
  with_year.years = {Month::kFirstYear};
  for (const Fault& fault : FaultsFromStatus(with_year.Validate())) faults.Add(fault);
}

// All series of the flow at `activity` and below it (-1: of the organization), with `sign`.
void AddTerms(const outlook::OutlookInput& input, int activity, Flow flow, int sign, evaluation::BacktestRow& row) {
  for (int series = 0; series < static_cast<int>(input.series.size()); ++series) {
    const outlook::SeriesInput& one = input.series[static_cast<size_t>(series)];
    if (one.flow != flow) continue;
    int node = one.activity;
    while (node >= 0 && node != activity) node = input.activities[static_cast<size_t>(node)].parent;
    if (node == activity) row.terms.push_back({series, sign});
  }
}

evaluation::BacktestRow RowOf(const outlook::OutlookInput& input, const outlook::Line& line) {
  evaluation::BacktestRow row;
  if (line.series >= 0) {
    row.terms.push_back({line.series, 1});
    return row;
  }
  const int revenue_sign = line.measure == Measure::kNet ? -1 : 1;
  if (line.measure != Measure::kRevenue) AddTerms(input, line.activity, Flow::kCost, 1, row);
  if (line.measure != Measure::kCost) AddTerms(input, line.activity, Flow::kRevenue, revenue_sign, row);
  return row;
}

// The rows of the forecast's table; of one series when only that is asked for.
void FillRows(const CheckedBacktest& checked, EvaluationMaterial& material) {
  const outlook::OutlookInput& ledger = material.ledger.input;
  material.input.series.assign(ledger.series.begin(), ledger.series.end());
  for (const outlook::DriverInput& driver : ledger.drivers) material.input.drivers.push_back(driver.link);
  for (outlook::Line& line : outlook::PlanLines(ledger).lines) {
    const bool is_series = line.series >= 0;
    if (!checked.series.empty() &&
        (!is_series || ledger.series[static_cast<size_t>(line.series)].id != checked.series)) {
      continue;
    }
    evaluation::BacktestRow row = RowOf(ledger, line);
    if (row.terms.empty()) continue;
    if (is_series && line.measure != Measure::kVolume) {
      material.series_rows.push_back(static_cast<int>(material.lines.size()));
    }
    material.lines.push_back(std::move(line));
    material.input.rows.push_back(std::move(row));
  }
  material.first_by_type = material.lines.size();
  if (checked.by_type && checked.series.empty()) AddRowsByType(material);
}

// An amendment that was decided after a round is none that the round knew.
absl::Status ReadBudgetsOfRounds(ledger::Reader& reader, ForecastCut cut, EvaluationMaterial& material) {
  cut.takes_marks = false;  // Budgets do not ask how far months are booked.
  for (const int month : material.options.last_known_months) {
    cut.last_known_month = month;
    PROGNOS_ASSIGN_OR_RETURN(const ForecastMaterial at_round, ReadForecastMaterial(reader, cut));
    PROGNOS_RETURN_IF_ERROR(outlook::ValidateInput(at_round.input));
    std::vector<MonthlySeries>& budgets = material.budgets.emplace_back();
    for (const outlook::SeriesInput& series : at_round.input.series) budgets.push_back(series.budget);
  }
  return absl::OkStatus();
}

// What the rounds know: the organization's own months where it set some.
absl::StatusOr<std::vector<int>> MonthsOf(ledger::Reader& reader, const CheckedBacktest& checked, absl::Time as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization organization,
                           reader.GetOrganization(checked.organization, as_of));
  std::vector<int> months;
  for (const v1::Round round : checked.rounds) {
    months.push_back(LastKnownMonth(static_cast<Round>(round), organization.round_months));
  }
  return months;
}

// What is still filling is no truth to compare with either.
void LeaveOutFillingMonths(evaluation::BacktestInput& input) {
  for (cases::SeriesFacts& series : input.series) {
    for (const cases::UnfinishedMonth& one : series.unfinished) {
      if (one.growth.has_value()) series.history.values[one.month - series.history.first] = kMissing;
    }
  }
}

bool IsOpen(const cases::UnfinishedMonth& one) { return one.state == cases::MonthState::kOpen; }

bool AreSame(const MonthlySeries& a, const MonthlySeries& b) {
  if (a.empty() || b.empty()) return a.empty() && b.empty();
  const auto are_same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  return a.first == b.first && absl::c_equal(a.values, b.values, are_same);
}

// What the ledger held of each series when the last known month of a round was its newest one, where that was something
// else than what it holds now; nullopt: it was never its newest one. A series in which a month of the year was open
// then is as it is now.
absl::StatusOr<std::optional<std::vector<std::optional<evaluation::SeriesAsThen>>>> ReadAsThen(
    ledger::Reader& reader, const LedgerLoads& loads, ForecastCut cut, const EvaluationMaterial& material) {
  const Month newest = Month::January(cut.year) + (cut.last_known_month - 1);
  cut.as_of = loads.LastMomentOf(newest);
  if (!cut.as_of.has_value()) return std::nullopt;
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization organization,
                           reader.GetOrganization(cut.organization, cut.as_of));
  PROGNOS_ASSIGN_OR_RETURN(const TreeOfYear in_year, ReadTreeOfYear(reader, cut.organization, cut.year, cut.as_of));
  PROGNOS_ASSIGN_OR_RETURN(KnownMonths known,
                           ReadKnownMonths(reader, cut, organization, in_year.tree, material.ledger.series));
  std::vector<std::optional<evaluation::SeriesAsThen>> then;
  for (const cases::SeriesFacts& series : material.input.series) {
    evaluation::SeriesAsThen one{std::move(known.histories[series.id]), std::move(known.unfinished[series.id])};
    const MonthlySeries now = series.history.Before(newest + 1);
    const bool is_as_now = absl::c_any_of(one.unfinished, IsOpen) || AreSame(one.history.Trimmed(), now.Trimmed());
    then.push_back(is_as_now ? std::nullopt : std::optional(std::move(one)));
  }
  return then;
}

absl::Status ReadRoundsAsThen(ledger::Reader& reader, ForecastCut cut, EvaluationMaterial& material) {
  PROGNOS_ASSIGN_OR_RETURN(const LedgerLoads loads,
                           LedgerLoads::Read(reader, cut.organization, material.ledger.series, cut.as_of));
  for (const int month : material.options.last_known_months) {
    for (const int year : material.options.years) {
      cut.year = year;
      cut.last_known_month = month;
      PROGNOS_ASSIGN_OR_RETURN(auto then, ReadAsThen(reader, loads, cut, material));
      if (!then.has_value()) continue;
      material.input.as_then[{year, month}] = *std::move(then);
    }
  }
  return absl::OkStatus();
}

std::vector<int> YearsOf(const CheckedBacktest& checked, const EvaluationMaterial& material) {
  std::vector<int> years = evaluation::CompleteYears(material.input, material.options.least_months_before);
  const int last = checked.last_year == 0 ? Month::kLastYear : checked.last_year;
  years.erase(
      std::remove_if(years.begin(), years.end(), [&](int year) { return year < checked.first_year || year > last; }),
      years.end());
  const int most = checked.first_year == 0 ? checked.year_count : kMostYears;
  if (static_cast<int>(years.size()) > most) years.erase(years.begin(), years.end() - most);
  return years;
}

}  // namespace

absl::StatusOr<CheckedBacktest> CheckBacktest(const v1::BacktestRequest& request) {
  FaultList faults;
  CheckedBacktest checked;
  checked.organization = CheckOrganizationName(request.organization(), "organization", faults);
  CheckYears(request, checked, faults);
  CheckEvaluatedRounds(request, checked, faults);
  CheckOptions(request, checked, faults);
  checked.all_events = request.all_events();
  checked.by_type = request.by_type();
  CheckRequestId(request.request_id(), faults);
  if (!request.request_id().empty() && !request.store()) {
    faults.Add("request_id", FaultReason::kInconsistent, request.request_id(), messages::request::IsOnlyForStore());
  }
  if (!request.series().empty()) {
    checked.series = CheckSeriesName(request.series(), checked.organization, "series", faults);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return checked;
}

absl::StatusOr<EvaluationMaterial> ReadEvaluationMaterial(ledger::Reader& reader, const CheckedBacktest& checked,
                                                          absl::Time as_of) {
  EvaluationMaterial material;
  material.as_of = as_of;
  material.rounds = checked.rounds;
  material.all_events = checked.all_events;
  material.options = checked.options;
  PROGNOS_ASSIGN_OR_RETURN(material.options.last_known_months, MonthsOf(reader, checked, as_of));
  ForecastCut cut;
  cut.organization = checked.organization;
  const absl::CivilDay today = SwedishDay(as_of);
  // All there is, also behind the years asked for: whether a series has ended shows in what others have afterwards.
  cut.year =
      std::clamp(static_cast<int>(today.year()), std::max(checked.last_year, Month::kFirstYear + 1), Month::kLastYear);
  cut.last_known_month = kMonthsPerYear;
  cut.as_of = as_of;
  cut.latest_decision = today;
  cut.takes_marks = true;  // What is not finished is no truth to compare with.
  cut.events.as_recorded = !checked.all_events;
  PROGNOS_ASSIGN_OR_RETURN(material.ledger, ReadForecastMaterial(reader, cut));
  PROGNOS_RETURN_IF_ERROR(outlook::ValidateInput(material.ledger.input));  // As forecasts: no sum may overflow.
  FillRows(checked, material);
  LeaveOutFillingMonths(material.input);
  PROGNOS_RETURN_IF_ERROR(ReadBudgetsOfRounds(reader, cut, material));
  if (!checked.series.empty() && material.lines.empty()) {
    return MessageStatus(absl::StatusCode::kNotFound,
                         messages::refusal::NoSeries(checked.organization, checked.series));
  }
  material.options.years = YearsOf(checked, material);
  if (material.options.years.empty()) {
    return WithReason(MessageStatus(absl::StatusCode::kFailedPrecondition,
                                    messages::refusal::NoYearToEvaluate(checked.options.least_months_before)),
                      v1::REASON_NO_DATA);
  }
  PROGNOS_RETURN_IF_ERROR(ReadRoundsAsThen(reader, cut, material));
  return material;
}

}  // namespace prognos::service
