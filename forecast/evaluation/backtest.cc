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
#include "forecast/base/random.h"
#include "forecast/base/status_macros.h"
#include "forecast/engine/asked_model.h"
#include "forecast/engine/forecaster.h"
#include "forecast/engine/parallel.h"
#include "forecast/engine/path_summary.h"
#include "forecast/evaluation/accuracy.h"
#include "forecast/models/rules/recent.h"

namespace prognos::evaluation {
namespace {

// What a series held at the origin, and what became of its year.
struct SeriesAtOrigin {
  models::TrainingData training;
  bool known_of = false;  // History or budget: there is something to forecast from.
  bool counts = false;    // See the header.
  bool open = false;      // Still being booked.
  double known = 0.0;     // Sum of the year's months before the origin.
  double actual = 0.0;    // Sum of the year's months.
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
  for (const BacktestSeries& series : input.series) {
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

SeriesAtOrigin LookAt(const BacktestSeries& series, BacktestUnit unit, Month end_of_data, int least_months_before) {
  const Month january = Month::January(unit.year);
  const Month origin = january + unit.last_known_month;
  const Month next_january = january + kMonthsPerYear;
  SeriesAtOrigin at;
  at.training.history = series.history.Before(origin).Trimmed();
  at.training.budget = series.budget.Before(next_january);
  if (at.training.history.empty() || at.training.history.end() <= january - kStaleMonths) {
    at.training.history = {january, Vector()};
  }
  at.budget = BudgetOfYear(series.budget, january);
  at.scale = ScaleOf(at.training.history.values);
  at.known_of = !at.training.history.empty() || !std::isnan(at.budget);
  at.counts = Counts(series.history, january, least_months_before);
  const MonthlySeries known = series.history.Trimmed();
  at.open = !known.empty() && known.end() > january && known.end() < next_january && end_of_data <= next_january;
  at.known = SumOfKnown(series.history, january, origin);
  at.actual = SumOfKnown(series.history, january, next_january);
  return at;
}

// Computes one unit: first the default of every series, which may have to stand in, then model by model.
class UnitRun {
 public:
  UnitRun(const BacktestInput& input, const BacktestOptions& options, BacktestUnit unit, const BacktestControl& control)
      : input_(input), options_(options), unit_(unit), control_(control), models_(BacktestModels(options)) {
    const Month end_of_data = EndOfData(input);
    for (const BacktestSeries& series : input.series) {
      series_.push_back(LookAt(series, unit, end_of_data, options.least_months_before));
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

  absl::StatusOr<std::vector<BacktestCase>> Run() {
    const size_t model_count = models_.size();
    std::vector<BacktestCase> cases(rows_.size() * model_count);
    for (size_t model = 0; model < model_count; ++model) {
      PROGNOS_ASSIGN_OR_RETURN(Remainders own, ForecastAll(models_[model]));
      if (model == 0) default_ = std::move(own);
      const Remainders& remainders = model == 0 ? default_ : own;
      engine::ParallelFor(static_cast<int>(rows_.size()), options_.threads, [&](int at) {
        const size_t slot = static_cast<size_t>(at);
        BacktestCase& one = cases[slot * model_count + model];
        one = CaseOf(rows_[slot], remainders);
        one.model = static_cast<int>(model);
      });
    }
    return cases;
  }

 private:
  const std::vector<BacktestTerm>& TermsOf(int row) const { return input_.rows[static_cast<size_t>(row)].terms; }
  const SeriesAtOrigin& At(const BacktestTerm& term) const { return series_[static_cast<size_t>(term.series)]; }

  bool RowCounts(const BacktestRow& row) const {
    const auto open = [this](const BacktestTerm& term) { return At(term).open; };
    const auto counts = [this](const BacktestTerm& term) { return At(term).counts; };
    return absl::c_any_of(row.terms, counts) && absl::c_none_of(row.terms, open);
  }

  // The remainders of the series that are in rows that count; those of the others stay empty.
  absl::StatusOr<Remainders> ForecastAll(const std::string& model) {
    const bool is_default = model == engine::kDefaultModel;
    PROGNOS_RETURN_IF_ERROR(control_.Check());
    std::vector<engine::SharedModel> asked;
    if (is_default) {
      PROGNOS_RETURN_IF_ERROR(PrepareDefault());
    } else {
      PROGNOS_ASSIGN_OR_RETURN(asked, engine::ModelsForTasks(model, Tasks()));
    }
    Remainders remainders(series_.size());
    std::vector<absl::Status> statuses(series_.size());
    engine::ParallelFor(static_cast<int>(series_.size()), options_.threads, [&](int at) {
      const size_t slot = static_cast<size_t>(at);
      statuses[slot] = control_.Check();
      if (!statuses[slot].ok()) return;
      if (needed_[slot]) remainders[slot] = is_default ? ByDefault(at) : ByModel(*asked[slot], slot);
      const int done = done_.fetch_add(1) + 1;
      if (control_.progress) control_.progress(done);
    });
    for (const absl::Status& status : statuses) PROGNOS_RETURN_IF_ERROR(status);
    return remainders;
  }

  std::vector<engine::SeriesTask> Tasks() const {
    std::vector<engine::SeriesTask> tasks;
    for (size_t slot = 0; slot < series_.size(); ++slot) {
      const BacktestSeries& series = input_.series[slot];
      tasks.push_back({series_[slot].training, Horizon(slot), Seed(slot), series.pool, series.group});
    }
    return tasks;
  }

  absl::Status PrepareDefault() {
    engine::ForecastOptions options;
    options.path_count = options_.path_count;
    options.seed = options_.seed;
    options.threads = options_.threads;
    options.stop = [this] { return control_.IsStopped(); };
    PROGNOS_ASSIGN_OR_RETURN(forecaster_, engine::Forecaster::Prepare(Tasks(), options));
    return control_.Check();  // Stopped on the way, it knows too little.
  }

  // The same as that of a stored forecast, so that a backtest says what the service would have said.
  uint64_t Seed(size_t slot) const { return RandomGenerator::DeriveSeed(options_.seed, input_.series[slot].id); }

  // The forecast may begin before the origin, where the last months had no value.
  int Horizon(size_t slot) const {
    return Month::January(unit_.year) + kMonthsPerYear - series_[slot].training.history.end();
  }

  Remainder RemainderOf(size_t slot, const Vector& mean, const Matrix& paths) const {
    const int rest = kMonthsPerYear - unit_.last_known_month;
    Remainder remainder{mean.tail(rest).sum(), engine::PathTotals(paths.bottomRows(rest)), {}};
    if (by_month_[slot]) remainder.months = MonthsOf(mean.tail(rest), paths.bottomRows(rest));
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

  std::optional<Remainder> ByDefault(int series) const {
    const engine::SeriesForecast forecast = forecaster_.Draw(series);
    return RemainderOf(static_cast<size_t>(series), forecast.mean, forecast.paths);
  }

  // As the forecaster does with a model that is asked for, but that an abstention is one.
  std::optional<Remainder> ByModel(const models::Model& model, size_t slot) const {
    const models::TrainingData& training = series_[slot].training;
    const auto fitted = model.Fit(training);
    if (!fitted.ok()) return std::nullopt;
    RandomGenerator generator(Seed(slot));
    Vector mean = (*fitted)->Mean(Horizon(slot));
    Matrix paths = (*fitted)->SamplePaths(Horizon(slot), options_.path_count, generator);
    engine::KeepWithin(engine::BoundsOf(training), mean, paths);
    return RemainderOf(slot, mean, paths);
  }

  BacktestCase CaseOf(int row, const Remainders& remainders) const {
    BacktestCase result = OutcomeOf(row);
    const std::vector<BacktestTerm>& terms = TermsOf(row);
    double forecast = 0.0;
    Vector paths = Vector::Zero(options_.path_count);
    int own = 0;
    for (const BacktestTerm& term : terms) {
      const auto& asked = remainders[static_cast<size_t>(term.series)];
      const Remainder& remainder = asked.has_value() ? *asked : *default_[static_cast<size_t>(term.series)];
      (asked.has_value() ? own : result.stand_ins) += At(term).known_of ? 1 : 0;
      forecast += term.sign * (At(term).known + remainder.mean);
      paths.array() += term.sign * At(term).known;
      paths += term.sign * remainder.paths;
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

  void AddMonths(const BacktestTerm& term, const Remainder& remainder, BacktestCase& result) const {
    const MonthlySeries& history = input_.series[static_cast<size_t>(term.series)].history;
    Month month = Month::January(unit_.year) + unit_.last_known_month;
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
  BacktestCase OutcomeOf(int row) const {
    BacktestCase result;
    result.row = row;
    result.unit = unit_;
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
    const Month origin = Month::January(unit_.year) + unit_.last_known_month;
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
  const BacktestUnit unit_;
  const BacktestControl& control_;
  const std::vector<std::string> models_;
  std::vector<SeriesAtOrigin> series_;
  std::vector<int> rows_;          // Those that count.
  std::vector<bool> needed_;       // Series of rows that count.
  std::vector<bool> by_month_;     // Series that are a row by themselves.
  engine::Forecaster forecaster_;  // Of the default.
  Remainders default_;
  std::atomic<int> done_ = 0;
};

void CheckRange(const char* field, int value, int least, int most, FaultList& faults) {
  if (value >= least && value <= most) return;
  faults.Add(field, FaultReason::kOutOfRange, absl::StrCat(value), absl::StrCat("must be ", least, "-", most));
}

// Each within least ... most, and rising.
void CheckRising(const char* field, const std::vector<int>& values, int least, int most, FaultList& faults) {
  if (values.empty()) faults.Add(field, FaultReason::kMissingValue, "", "needs at least one");
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string place = absl::StrCat(field, "[", i, "]");
    CheckRange(place.c_str(), values[i], least, most, faults);
    if (i > 0 && values[i] <= values[i - 1]) {
      faults.Add(place, FaultReason::kInconsistent, absl::StrCat(values[i]), "must be higher than the one before it");
    }
  }
}

absl::Status ValidateInput(const BacktestInput& input) {
  FaultList faults;
  for (size_t row = 0; row < input.rows.size(); ++row) {
    const std::string place = absl::StrCat("rows[", row, "]");
    if (input.rows[row].terms.empty()) faults.Add(place, FaultReason::kMissingValue, "", "needs at least one series");
    for (const BacktestTerm& term : input.rows[row].terms) {
      if (term.series < 0 || term.series >= static_cast<int>(input.series.size())) {
        faults.Add(place, FaultReason::kUnknown, absl::StrCat(term.series), "is not the index of a series");
      }
      if (term.sign != 1 && term.sign != -1) {
        faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(term.sign), "must be 1 or -1");
      }
    }
  }
  return faults.ToStatus();
}

}  // namespace

absl::Status BacktestOptions::Validate() const {
  FaultList faults;
  CheckRising("years", years, Month::kFirstYear, Month::kLastYear, faults);
  CheckRising("last_known_months", last_known_months, 1, 11, faults);
  CheckRange("least_months_before", least_months_before, 12, 240, faults);
  CheckRange("path_count", path_count, 200, 20'000, faults);
  CheckRange("threads", threads, 1, 64, faults);
  for (size_t i = 0; i < models.size(); ++i) {
    if (engine::IsModelName(models[i])) continue;
    faults.Add(absl::StrCat("models[", i, "]"), FaultReason::kUnknown, models[i],
               absl::StrCat("is not one of ", engine::JoinedModelNames()));
  }
  return faults.ToStatus();
}

std::vector<std::string> BacktestModels(const BacktestOptions& options) {
  std::vector<std::string> names = {engine::kDefaultModel};
  for (const absl::string_view rule : kHumanRules) names.emplace_back(rule);
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
    const BacktestSeries& series = input.series[static_cast<size_t>(at)];
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

absl::StatusOr<std::vector<BacktestCase>> RunBacktestUnit(const BacktestInput& input, const BacktestOptions& options,
                                                          BacktestUnit unit, const BacktestControl& control) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  PROGNOS_RETURN_IF_ERROR(ValidateInput(input));
  return UnitRun(input, options, unit, control).Run();
}

absl::StatusOr<std::vector<BacktestCase>> RunBacktest(const BacktestInput& input, const BacktestOptions& options,
                                                      const BacktestControl& control) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  std::vector<BacktestCase> all;
  for (const int month : options.last_known_months) {
    for (const int year : options.years) {
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<BacktestCase> cases,
                               RunBacktestUnit(input, options, {year, month}, control));
      all.insert(all.end(), cases.begin(), cases.end());
    }
  }
  return all;
}

}  // namespace prognos::evaluation
