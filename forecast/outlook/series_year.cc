#include "forecast/outlook/series_year.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "forecast/engine/forecaster.h"

namespace prognos::outlook {
namespace {

NoteCode CodeOf(engine::RemarkCode code) {
  switch (code) {
    case engine::RemarkCode::kNoHistory:
      return NoteCode::kNoHistory;
    case engine::RemarkCode::kNoData:
      return NoteCode::kNoData;
    case engine::RemarkCode::kShortHistory:
      return NoteCode::kShortHistory;
    case engine::RemarkCode::kModelAbstained:
      return NoteCode::kModelAbstained;
    case engine::RemarkCode::kOneOff:
      return NoteCode::kOneOff;
    case engine::RemarkCode::kLastMonthOut:
      return NoteCode::kLastMonthOut;
  }
  return NoteCode::kNoData;
}

// Money learns from money; volumes, counted in other units, from volumes.
int PoolOf(Flow flow) { return flow == Flow::kVolume ? 1 : 0; }

MonthlySeries KnownHistory(const OutlookInput& input, const SeriesInput& series) {
  return series.history.Before(Month::January(input.year) + input.last_known_month).Trimmed();
}

// Whether there is a history that ended too long ago to count.
bool IsStale(const OutlookInput& input, const SeriesInput& series) {
  const MonthlySeries history = KnownHistory(input, series);
  return !history.empty() && history.end() <= Month::January(input.year) - kStaleMonths;
}

models::TrainingData TrainingOf(const OutlookInput& input, const SeriesInput& series) {
  models::TrainingData training;
  training.history = KnownHistory(input, series);
  if (training.history.empty() || IsStale(input, series)) training.history = {Month::January(input.year), Vector()};
  training.budget = series.budget;
  return training;
}

// Builds one SeriesYear, step by step.
class Builder {
 public:
  Builder(const OutlookInput& input, int series, const engine::Forecaster& forecaster)
      : input_(input),
        forecaster_(forecaster),
        at_(series),
        series_(input.series[static_cast<size_t>(series)]),
        january_(Month::January(input.year)),
        end_(january_ + kMonthsPerYear),
        unit_(series_.flow == Flow::kVolume ? 1000.0 : 100.0),
        training_(TrainingOf(input, series_)) {
    if (IsStale(input, series_)) {
      AddNote(NoteCode::kStaleHistory,
              absl::StrCat("The last value is from ", (KnownHistory(input, series_).end() - 1).ToString(),
                           ", more than two years before ", input.year, "; it counts as no history."));
    }
  }

  SeriesYear Build() {
    FillKnown();
    FillBudget();
    FillLastYear();
    PredictRest();
    PredictGaps();
    return std::move(result_);
  }

 private:
  const MonthlySeries& history() const { return training_.history; }
  int64_t Whole(double value) const { return std::llround(value * unit_); }
  static size_t At(Eigen::Index month) { return static_cast<size_t>(month); }

  void FillKnown() {
    for (int at = 0; at < kMonthsPerYear; ++at) {
      const double value = history().At(january_ + at);
      result_.total.has_predicted[At(at)] = std::isnan(value);
      if (!std::isnan(value)) result_.total.known[At(at)] = Whole(value);
    }
  }

  void FillBudget() {
    for (int at = 0; at < kMonthsPerYear; ++at) {
      const double value = series_.budget.At(january_ + at);
      if (std::isnan(value)) continue;
      result_.total.has_budget = true;
      result_.total.budget[At(at)] = Whole(value);
    }
    if (result_.total.has_budget || series_.flow == Flow::kVolume) return;
    // Money without a budget in a year that has one is a deviation like any other: its budget is zero.
    result_.total.has_budget = AnySeriesHasBudget();
    AddNote(NoteCode::kNoBudget, result_.total.has_budget
                                     ? absl::StrCat("There is no budget for ", input_.year, "; it counts as zero.")
                                     : absl::StrCat("There is no budget for ", input_.year, "."));
  }

  bool AnySeriesHasBudget() const {
    return std::any_of(input_.series.begin(), input_.series.end(), [this](const SeriesInput& other) {
      for (int at = 0; at < kMonthsPerYear; ++at) {
        if (!std::isnan(other.budget.At(january_ + at))) return true;
      }
      return false;
    });
  }

  void FillLastYear() {
    int known = 0;
    for (int at = 1; at <= kMonthsPerYear; ++at) {
      const double value = series_.history.At(january_ - at);
      if (std::isnan(value)) continue;
      ++known;
      result_.total.last_year += Whole(value);
    }
    result_.total.has_last_year = known > 0;
    result_.total.last_year_is_partial = known > 0 && known < kMonthsPerYear;
  }

  // The months from the end of the history to December.
  void PredictRest() {
    const int horizon = end_ - history().end();
    if (horizon <= 0) return;
    engine::SeriesForecast rest = forecaster_.Draw(at_);
    const int within = std::min(horizon, kMonthsPerYear);  // The forecast may begin before the year.
    Place(kMonthsPerYear - within, rest.mean.tail(within), rest.paths.bottomRows(within));
    for (engine::Remark& remark : rest.remarks) AddNote(CodeOf(remark.code), std::move(remark.text), remark.month);
    if (!rest.model.empty()) result_.choice = ChoiceOf(rest);
    if (history().CountKnown() > 0) {
      NoteMissing(std::max(history().end(), january_), january_ + input_.last_known_month);
    }
  }

  // Runs of missing months of the year before the end of the history.
  void PredictGaps() {
    const Month stop = std::min(history().end(), end_);
    for (Month first = january_; first < stop; first = first + 1) {
      int length = 0;
      while (first + length < stop && std::isnan(history().At(first + length))) ++length;
      if (length == 0) continue;
      const std::string part = absl::StrCat(series_.id, "/", first.ToString());
      const uint64_t seed = RandomGenerator::DeriveSeed(input_.options.seed, part);
      const engine::GapForecast gap = forecaster_.DrawGap(at_, first, length, seed);
      Place(first - january_, gap.mean, gap.paths);
      NoteMissing(first, first + length);
      first = first + length;
    }
  }

  // Puts a forecast on the months of the year from `at` (0 = January) on.
  void Place(int at, const Vector& mean, const Matrix& paths) {
    YearTotal& total = result_.total;
    if (total.paths.size() == 0) total.paths = Matrix::Zero(kMonthsPerYear, paths.cols());
    total.paths.middleRows(at, paths.rows()) = unit_ * paths;
    for (Eigen::Index month = 0; month < mean.size(); ++month) total.predicted[At(at + month)] = Whole(mean[month]);
  }

  ModelChoice ChoiceOf(const engine::SeriesForecast& forecast) const {
    ModelChoice choice;
    choice.model = forecast.model;
    choice.specification = forecast.specification;
    choice.past_years = forecast.past_years;
    if (forecast.past_error.has_value()) choice.past_error = Whole(*forecast.past_error);
    if (forecast.last_years_share_past_error.has_value()) {
      choice.last_years_share_past_error = Whole(*forecast.last_years_share_past_error);
    }
    return choice;
  }

  void NoteMissing(Month first, Month end) {
    for (Month month = first; month < end; month = month + 1) {
      AddNote(NoteCode::kMissingMonth, absl::StrCat(month.ToString(), " has no value and is predicted."), month);
    }
  }

  void AddNote(NoteCode code, std::string text, std::optional<Month> month = std::nullopt) {
    result_.notes.push_back({code, std::move(text), month});
  }

  const OutlookInput& input_;
  const engine::Forecaster& forecaster_;
  const int at_;  // Index of the series.
  const SeriesInput& series_;
  const Month january_;
  const Month end_;  // January of the year after.
  const double unit_;
  const models::TrainingData training_;
  SeriesYear result_;
};

}  // namespace

engine::SeriesTask TaskOf(const OutlookInput& input, const SeriesInput& series) {
  engine::SeriesTask task;
  task.training = TrainingOf(input, series);
  task.horizon = std::max(0, Month::January(input.year) + kMonthsPerYear - task.training.history.end());
  task.seed = RandomGenerator::DeriveSeed(input.options.seed, series.id);
  task.pool = PoolOf(series.flow);
  task.group = static_cast<int>(series.flow);
  return task;
}

SeriesYear ComputeSeriesYear(const OutlookInput& input, int series, const engine::Forecaster& forecaster) {
  return Builder(input, series, forecaster).Build();
}

}  // namespace prognos::outlook
