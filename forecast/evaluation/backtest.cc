#include "forecast/evaluation/backtest.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/cases/case_forecaster.h"
#include "forecast/cases/filling_months.h"
#include "forecast/engine/asked_model.h"
#include "forecast/engine/parallel.h"
#include "forecast/engine/path_summary.h"
#include "forecast/evaluation/accuracy.h"
#include "forecast/models/baselines/recent.h"
#include "messages/forecast.h"
#include "messages/value.h"

namespace prognos::evaluation {
namespace {

// What was known of a series at the origin, and what became of its year.
struct SeriesAtOrigin {
  cases::SeriesCase known;
  bool counts = false;     // See the header.
  bool open = false;       // Still being booked.
  double known_sum = 0.0;  // Of the year's months before the origin, as known there.
  Vector filling;          // How far each path of it is from it, because months were still filling; empty: not at all.
  double actual = 0.0;     // Sum of the year's months.
  double budget = kMissing;
  NaiveScale scale;  // Of single months.
};

// The months from the origin to December of one series.
struct Remainder {
  double mean = 0.0;
  Vector paths;  // One sum a path.
  // One a month, without actuals; empty where no row asks for them.
  std::vector<BacktestMonth> months;
};

// nullopt: the model abstained.
using Remainders = std::vector<std::optional<Remainder>>;

double SumOfKnown(const MonthlySeries& series, Month first, Month end) {
  double sum = 0.0;
  for (Month month = first; month < end; month = month + 1) {
    const double value = series.At(month);
    if (!std::isnan(value)) sum += value;
  }
  return sum;
}

int CountKnownBetween(const MonthlySeries& series, Month first, Month end) {
  return models::CountKnownBefore(series, end) - models::CountKnownBefore(series, first);
}

// The month after the newest known one of all series.
Month EndOfData(const BacktestInput& input) {
  Month end;
  for (const cases::SeriesFacts& series : input.series) {
    const MonthlySeries known = series.history.Trimmed();
    if (!known.empty()) end = std::max(end, known.end());
  }
  return end;
}

bool Counts(const MonthlySeries& history, Month january, int least_months_before) {
  return CountKnownBetween(history, january, january + kMonthsPerYear) == kMonthsPerYear &&
         models::CountKnownBefore(history, january) >= least_months_before;
}

double BudgetOfYear(const MonthlySeries& budget, Month january) {
  const Month end = january + kMonthsPerYear;
  return CountKnownBetween(budget, january, end) == 0 ? kMissing : SumOfKnown(budget, january, end);
}

NaiveScale ScaleOf(const Vector& values) { return {NaiveAbsoluteScale(values), NaiveSquaredScale(values)}; }

cases::SeriesFacts FactsThen(const cases::SeriesFacts& series, const std::optional<SeriesAsThen>& then) {
  if (!then.has_value()) return series;
  cases::SeriesFacts facts = series;
  facts.history = then->history;
  facts.unfinished = then->unfinished;
  return facts;
}

Vector FillingOf(const cases::SeriesCase& known, int path_count) {
  const std::vector<cases::UnfinishedMonth> months = cases::FillingMonths(known);
  if (months.empty()) return {};
  const Matrix ends = cases::DrawFillingMonths(known, path_count);
  Vector filling = Vector::Zero(path_count);
  for (size_t at = 0; at < months.size(); ++at) {
    if (months[at].month < known.cut.january()) continue;
    filling += ends.row(static_cast<Eigen::Index>(at)).transpose();
    filling.array() -= known.history.At(months[at].month);
  }
  return filling;
}

// Whether a month of the year has no value because it is not finished: it is none in which nothing was booked.
bool HasUnfinishedMonth(const cases::SeriesFacts& series, const cases::Cut& cut) {
  return absl::c_any_of(series.unfinished, [&](const cases::UnfinishedMonth& one) {
    return one.month >= cut.january() && one.month < cut.end() && std::isnan(series.history.At(one.month));
  });
}

SeriesAtOrigin LookAt(const cases::SeriesFacts& series, const std::optional<SeriesAsThen>& then, const cases::Cut& cut,
                      Month end_of_data, const BacktestOptions& options) {
  SeriesAtOrigin at;
  at.known = cases::CaseOf(FactsThen(series, then), cut);
  at.filling = FillingOf(at.known, options.path_count);
  at.budget = BudgetOfYear(series.budget, cut.january());
  at.scale = ScaleOf(at.known.history.values);
  at.counts = Counts(series.history, cut.january(), options.least_months_before);
  const MonthlySeries known = series.history.Trimmed();
  at.open = (!known.empty() && known.end() > cut.january() && known.end() < cut.end() && end_of_data <= cut.end()) ||
            HasUnfinishedMonth(series, cut);
  at.known_sum = SumOfKnown(then.has_value() ? then->history : series.history, cut.january(), cut.origin());
  at.actual = SumOfKnown(series.history, cut.january(), cut.end());
  return at;
}

// Computes one round: first the default of every series, which a sum may fall back on, then model by model.
class RoundRun {
 public:
  RoundRun(const BacktestInput& input, const BacktestOptions& options, BacktestRound round,
           const BacktestControl& control)
      : input_(input),
        options_(options),
        round_(round),
        cut_{round.year, round.last_known_month, options.seed},
        control_(control),
        models_(BacktestModels(options)) {
    const Month end_of_data = EndOfData(input);
    const auto as_then = input.as_then.find(round);
    if (as_then != input.as_then.end()) then_ = &as_then->second;
    for (size_t at = 0; at < input.series.size(); ++at) {
      series_.push_back(LookAt(input.series[at], Then(at), cut_, end_of_data, options));
    }
    for (int row = 0; row < static_cast<int>(input.rows.size()); ++row) {
      if (RowCounts(input.rows[static_cast<size_t>(row)])) rows_.push_back(row);
    }
    needed_.assign(input.series.size(), false);
    by_month_.assign(input.series.size(), false);
    for (const int row : rows_) {
      if (TermsOf(row).size() == 1) by_month_[static_cast<size_t>(TermsOf(row).front().series)] = true;
      for (const BacktestTerm& term : TermsOf(row)) needed_[static_cast<size_t>(term.series)] = true;
    }
  }

  absl::StatusOr<std::vector<BacktestForecast>> Run() {
    const size_t model_count = models_.size();
    std::vector<BacktestForecast> forecasts(rows_.size() * model_count);
    for (size_t model = 0; model < model_count; ++model) {
      PROGNOS_ASSIGN_OR_RETURN(Remainders own, ForecastAll(models_[model]));
      if (model == 0) default_ = std::move(own);
      const Remainders& remainders = model == 0 ? default_ : own;
      engine::ParallelFor(static_cast<int>(rows_.size()), options_.threads, [&](int at) {
        const size_t slot = static_cast<size_t>(at);
        BacktestForecast& one = forecasts[slot * model_count + model];
        one = ForecastOf(rows_[slot], remainders);
        one.model = static_cast<int>(model);
      });
    }
    return forecasts;
  }

 private:
  // What was known of a series when the round was made; nullopt: what is known now.
  std::optional<SeriesAsThen> Then(size_t series) const { return then_ == nullptr ? std::nullopt : (*then_)[series]; }

  const std::vector<BacktestTerm>& TermsOf(int row) const { return input_.rows[static_cast<size_t>(row)].terms; }
  const SeriesAtOrigin& At(const BacktestTerm& term) const { return series_[static_cast<size_t>(term.series)]; }

  bool RowCounts(const BacktestRow& row) const {
    const auto open = [this](const BacktestTerm& term) { return At(term).open; };
    const auto counts = [this](const BacktestTerm& term) { return At(term).counts; };
    return absl::c_any_of(row.terms, counts) && absl::c_none_of(row.terms, open);
  }

  // The remainders of the series that are in rows that count; those of the others stay empty.
  absl::StatusOr<Remainders> ForecastAll(const std::string& model) const {
    PROGNOS_RETURN_IF_ERROR(control_.Check());
    PROGNOS_ASSIGN_OR_RETURN(const cases::CaseForecaster forecaster, Prepare(model));
    PROGNOS_ASSIGN_OR_RETURN(const cases::DrivenForecaster driven, PrepareDrivers(model));
    Remainders remainders(series_.size());
    std::vector<absl::Status> statuses(series_.size());
    engine::ParallelFor(static_cast<int>(series_.size()), options_.threads, [&](int at) {
      const size_t slot = static_cast<size_t>(at);
      statuses[slot] = control_.Check();
      if (!statuses[slot].ok()) return;
      if (needed_[slot]) remainders[slot] = RemainderOf(forecaster, driven, at);
      const int done = done_.fetch_add(1) + 1;
      if (control_.progress) control_.progress(done);
    });
    for (const absl::Status& status : statuses) PROGNOS_RETURN_IF_ERROR(status);
    return remainders;
  }

  // Series of rows that do not count teach the others, but are not forecast.
  absl::StatusOr<cases::CaseForecaster> Prepare(const std::string& model) const {
    std::vector<cases::SeriesCase> known;
    for (size_t slot = 0; slot < series_.size(); ++slot) {
      known.push_back(series_[slot].known);
      known.back().only_teaches = !needed_[slot];
    }
    auto prepared = cases::CaseForecaster::Prepare(std::move(known), OptionsOf(model));
    PROGNOS_RETURN_IF_ERROR(control_.Check());  // Stopped on the way, it knows too little.
    return prepared;
  }

  // A model that is asked for by name answers by itself.
  absl::StatusOr<cases::DrivenForecaster> PrepareDrivers(const std::string& model) const {
    if (model != engine::kDefaultModel) return cases::DrivenForecaster();
    std::vector<cases::DriverLink> links;
    for (const cases::DriverLink& link : input_.drivers) {
      if (needed_[static_cast<size_t>(link.series)]) links.push_back(link);
    }
    if (links.empty()) return cases::DrivenForecaster();
    std::vector<cases::SeriesFacts> facts;
    for (size_t at = 0; at < input_.series.size(); ++at) facts.push_back(FactsThen(input_.series[at], Then(at)));
    auto prepared = cases::DrivenForecaster::Prepare(facts, std::move(links), cut_, OptionsOf(model));
    PROGNOS_RETURN_IF_ERROR(control_.Check());
    return prepared;
  }

  engine::ForecastOptions OptionsOf(const std::string& model) const {
    engine::ForecastOptions options;
    options.model = model;
    options.path_count = options_.path_count;
    options.seed = options_.seed;
    options.threads = options_.threads;
    options.stop = [this] { return control_.IsStopped(); };
    return options;
  }

  // The forecast may begin before the origin, where the last months had no value.
  std::optional<Remainder> RemainderOf(const cases::CaseForecaster& forecaster, const cases::DrivenForecaster& driven,
                                       int series) const {
    const int link = forecaster.At(series).told_by_type ? -1 : driven.LinkOf(series);
    const absl::StatusOr<cases::CaseForecast> forecast =
        link < 0 ? forecaster.DrawOwn(series) : driven.Forecast(link, forecaster).forecast;
    if (!forecast.ok()) return std::nullopt;
    const int rest = kMonthsPerYear - round_.last_known_month;
    const Vector mean = forecast->mean.tail(rest);
    const Matrix paths = forecast->paths.bottomRows(rest);
    const double expected = options_.whole_parts ? mean.array().round().sum() : mean.sum();
    Remainder remainder{expected, engine::PathTotals(paths), {}};
    if (by_month_[static_cast<size_t>(series)]) remainder.months = MonthsOf(mean, paths);
    return remainder;
  }

  static std::vector<BacktestMonth> MonthsOf(const Vector& mean, const Matrix& paths) {
    std::vector<BacktestMonth> months(static_cast<size_t>(mean.size()));
    for (size_t at = 0; at < months.size(); ++at) {
      const Eigen::Index row = static_cast<Eigen::Index>(at);
      months[at].forecast = mean[row];
      const std::vector<double> quantiles = engine::SampleQuantiles(
          paths.row(row).transpose(), {kBacktestMonthLevels.begin(), kBacktestMonthLevels.end()});
      std::copy(quantiles.begin(), quantiles.end(), months[at].quantiles.begin());
    }
    return months;
  }

  BacktestForecast ForecastOf(int row, const Remainders& remainders) const {
    BacktestForecast result = OutcomeOf(row);
    const std::vector<BacktestTerm>& terms = TermsOf(row);
    double forecast = 0.0;
    Vector paths = Vector::Zero(options_.path_count);
    int own = 0;
    for (const BacktestTerm& term : terms) {
      const auto& asked = remainders[static_cast<size_t>(term.series)];
      const Remainder& remainder = asked.has_value() ? *asked : *default_[static_cast<size_t>(term.series)];
      (asked.has_value() ? own : result.fallbacks) += At(term).known.HasData() ? 1 : 0;
      forecast += term.sign * (At(term).known_sum + remainder.mean);
      paths.array() += term.sign * At(term).known_sum;
      paths += term.sign * remainder.paths;
      if (At(term).filling.size() > 0) paths += term.sign * At(term).filling;
    }
    if (own == 0) return result;
    result.forecast = forecast;
    const std::vector<double> quantiles =
        engine::SampleQuantiles(paths, {kBacktestLevels.begin(), kBacktestLevels.end()});
    std::copy(quantiles.begin(), quantiles.end(), result.quantiles.begin());
    result.crps = CrpsFromSample(result.actual, paths);
    if (terms.size() == 1) AddMonths(terms.front(), *remainders[static_cast<size_t>(terms.front().series)], result);
    return result;
  }

  void AddMonths(const BacktestTerm& term, const Remainder& remainder, BacktestForecast& result) const {
    const MonthlySeries& history = input_.series[static_cast<size_t>(term.series)].history;
    Month month = cut_.origin();
    for (BacktestMonth one : remainder.months) {
      one.actual = term.sign * history.At(month);
      one.forecast *= term.sign;
      for (double& quantile : one.quantiles) quantile *= term.sign;
      if (term.sign < 0) std::reverse(one.quantiles.begin(), one.quantiles.end());
      result.months.push_back(one);
      month = month + 1;
    }
    result.month_scale = At(term).scale;
  }

  // What became of the row: all that no model has a part in.
  BacktestForecast OutcomeOf(int row) const {
    BacktestForecast result;
    result.row = row;
    result.round = round_;
    result.actual = 0.0;
    result.quantiles.fill(kMissing);
    result.year_scale = ScaleOf(YearSums(HistoryOf(row)));
    for (const BacktestTerm& term : TermsOf(row)) {
      result.actual += term.sign * At(term).actual;
      if (std::isnan(At(term).budget)) continue;
      result.budget = (std::isnan(result.budget) ? 0.0 : result.budget) + term.sign * At(term).budget;
    }
    return result;
  }

  // The row's months before the origin, from the first known one on. In a sum a month without a value counts as zero.
  Vector HistoryOf(int row) const {
    const Month origin = cut_.origin();
    std::vector<MonthlySeries> histories;
    Month first = origin;
    for (const BacktestTerm& term : TermsOf(row)) {
      histories.push_back(input_.series[static_cast<size_t>(term.series)].history.Before(origin).Trimmed());
      if (!histories.back().empty()) first = std::min(first, histories.back().first);
    }
    if (histories.size() == 1) return histories.front().values;
    Vector sum = Vector::Zero(origin - first);
    for (size_t at = 0; at < histories.size(); ++at) {
      if (histories[at].empty()) continue;
      const Vector known = histories[at].values.array().isNaN().select(0.0, histories[at].values);
      sum.segment(histories[at].first - first, known.size()) += TermsOf(row)[at].sign * known;
    }
    return sum;
  }

  const BacktestInput& input_;
  const BacktestOptions& options_;
  const BacktestRound round_;
  const cases::Cut cut_;
  const BacktestControl& control_;
  const std::vector<std::string> models_;
  const std::vector<std::optional<SeriesAsThen>>* then_ = nullptr;  // By series; nullptr: nothing is said of the round.
  std::vector<SeriesAtOrigin> series_;
  std::vector<int> rows_;       // Those that count.
  std::vector<bool> needed_;    // Series of rows that count.
  std::vector<bool> by_month_;  // Series that are a row by themselves.
  Remainders default_;
  mutable std::atomic<int> done_ = 0;
};

void CheckRange(const char* field, int value, int least, int most, FaultList& faults) {
  if (value >= least && value <= most) return;
  faults.Add(field, FaultReason::kOutOfRange, absl::StrCat(value), messages::value::MustBeBetween(least, most));
}

// Each within least ... most, and rising.
// Whether a value may equal the one before it: two rounds may know the same months.
enum class Equals { kRefused, kAllowed };

void CheckRising(const char* field, const std::vector<int>& values, int least, int most, Equals equals,
                 FaultList& faults) {
  if (values.empty()) faults.Add(field, FaultReason::kMissingValue, "", messages::value::NeedsAtLeastOne());
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string place = absl::StrCat(field, "[", i, "]");
    CheckRange(place.c_str(), values[i], least, most, faults);
    if (i == 0 || values[i] > values[i - 1] || (equals == Equals::kAllowed && values[i] == values[i - 1])) continue;
    faults.Add(place, FaultReason::kInconsistent, absl::StrCat(values[i]), messages::value::MustBeHigherThanBefore());
  }
}

absl::Status ValidateInput(const BacktestInput& input) {
  FaultList faults;
  for (size_t row = 0; row < input.rows.size(); ++row) {
    const std::string place = absl::StrCat("rows[", row, "]");
    if (input.rows[row].terms.empty())
      faults.Add(place, FaultReason::kMissingValue, "", messages::value::NeedsASeries());
    for (const BacktestTerm& term : input.rows[row].terms) {
      if (term.series < 0 || term.series >= static_cast<int>(input.series.size())) {
        faults.Add(place, FaultReason::kUnknown, absl::StrCat(term.series),
                   messages::forecast::IsNotTheIndexOfASeries());
      }
      if (term.sign != 1 && term.sign != -1) {
        faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(term.sign), messages::forecast::IsNotASign());
      }
    }
  }
  return faults.ToStatus();
}

}  // namespace

absl::Status BacktestOptions::Validate() const {
  FaultList faults;
  CheckRising("years", years, Month::kFirstYear, Month::kLastYear, Equals::kRefused, faults);
  CheckRising("last_known_months", last_known_months, 1, 11, Equals::kAllowed, faults);
  CheckRange("least_months_before", least_months_before, 12, 240, faults);
  CheckRange("path_count", path_count, 200, 20'000, faults);
  CheckRange("threads", threads, 1, 64, faults);
  for (size_t i = 0; i < models.size(); ++i) {
    if (engine::IsModelName(models[i])) continue;
    faults.Add(absl::StrCat("models[", i, "]"), FaultReason::kUnknown, models[i],
               messages::value::IsNotOneOf(engine::JoinedModelNames()));
  }
  return faults.ToStatus();
}

std::vector<std::string> BacktestModels(const BacktestOptions& options) {
  std::vector<std::string> names = {engine::kDefaultModel};
  for (const absl::string_view baseline : kBaselines) names.emplace_back(baseline);
  for (const std::string& model : options.models) {
    if (!absl::c_linear_search(names, model)) names.push_back(model);
  }
  return names;
}

std::vector<int> CompleteYears(const BacktestInput& input, int least_months_before) {
  std::vector<int> years;
  const Month end = EndOfData(input);
  std::set<int> in_rows;
  for (const BacktestRow& row : input.rows) {
    for (const BacktestTerm& term : row.terms) in_rows.insert(term.series);
  }
  for (const int at : in_rows) {
    const cases::SeriesFacts& series = input.series[static_cast<size_t>(at)];
    if (series.history.empty()) continue;
    for (int year = series.history.first.year(); Month::January(year) + kMonthsPerYear <= end; ++year) {
      if (Counts(series.history, Month::January(year), least_months_before)) years.push_back(year);
    }
  }
  absl::c_sort(years);
  years.erase(std::unique(years.begin(), years.end()), years.end());
  return years;
}

int CountForecasts(const BacktestInput& input, const BacktestOptions& options) {
  return static_cast<int>(input.series.size() * BacktestModels(options).size());
}

absl::StatusOr<std::vector<BacktestForecast>> RunBacktestRound(const BacktestInput& input,
                                                               const BacktestOptions& options, BacktestRound round,
                                                               const BacktestControl& control) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  PROGNOS_RETURN_IF_ERROR(ValidateInput(input));
  return RoundRun(input, options, round, control).Run();
}

absl::StatusOr<std::vector<BacktestForecast>> RunBacktest(const BacktestInput& input, const BacktestOptions& options,
                                                          const BacktestControl& control) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  std::vector<BacktestForecast> all;
  for (const int month : options.last_known_months) {
    for (const int year : options.years) {
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<BacktestForecast> forecasts,
                               RunBacktestRound(input, options, {year, month}, control));
      all.insert(all.end(), forecasts.begin(), forecasts.end());
    }
  }
  return all;
}

}  // namespace prognos::evaluation
