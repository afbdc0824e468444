#include "forecast/engine/forecaster.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/base/status_macros.h"
#include "forecast/models/catalog.h"
#include "forecast/models/error_paths.h"
#include "messages/model.h"
#include "messages/note.h"
#include "messages/word.h"

namespace prognos::engine {
namespace {

using models::TrainingData;

// A month that is followed further than this is not told of.
constexpr double kMostShareTold = 0.8;
constexpr char kLastYearsShare[] = "last-years-share";

void FillScores(const Comparison& comparison, SeriesForecast& forecast) {
  forecast.past_years = comparison.years;
  for (const Candidate& candidate : comparison.candidates) {
    forecast.scores.push_back(
        {std::string(candidate.model->name()), candidate.past_error, std::string(candidate.abstention.message())});
    if (candidate.model->name() == kLastYearsShare) forecast.last_years_share_past_error = candidate.past_error;
  }
}

void RemarkOnHistory(const TrainingData& training, SeriesForecast& forecast) {
  const int known = training.history.CountKnown();
  if (known == 0 && forecast.model.empty()) {
    forecast.remarks.push_back({RemarkCode::kNoData, messages::note::NoData()});
  } else if (known == 0) {
    forecast.remarks.push_back({RemarkCode::kNoHistory, messages::note::NoHistory()});
  } else if (known < kShortHistoryMonths) {
    forecast.remarks.push_back({RemarkCode::kShortHistory, messages::note::ShortHistory(known)});
  }
}

void RemarkOnOneOffs(const MonthlySeries& history, const std::vector<OneOff>& one_offs, SeriesForecast& forecast) {
  const Month last_known = history.Trimmed().end() - 1;
  for (const OneOff& one_off : one_offs) {
    if (one_off.month < history.end() - kMonthsOfOneOffs) continue;
    const bool last = one_off.month == last_known;
    const Argument month = Argument::OfMonth(one_off.month.ToString());
    const Argument actual = Argument::Figure(one_off.actual);
    const Argument expected = Argument::Figure(one_off.adjusted);
    forecast.remarks.push_back(
        {last ? RemarkCode::kLastMonthOut : RemarkCode::kOneOff,
         last ? messages::note::LastMonthOut(month, actual, expected) : messages::note::OneOff(month, actual, expected),
         one_off.month});
  }
}

Message Likeness(BookingFault fault) {
  switch (fault) {
    case BookingFault::kWrongSign:
      return messages::word::BookedWithTheWrongSign();
    case BookingFault::kBookedTwice:
      return messages::word::BookedTwice();
    case BookingFault::kHalfBooked:
      return messages::word::HalfBooked();
    case BookingFault::kNothingBooked:
      return messages::word::NotBookedYet();
    case BookingFault::kBookedLate:
      return messages::word::BookedWithTheMonthBefore();
  }
  return {};
}

void RemarkOnDoubted(const DoubtedMonths& doubted, SeriesForecast& forecast) {
  if (!doubted.last.has_value() || doubted.last->share_followed > kMostShareTold) return;
  const DoubtedMonth& last = *doubted.last;
  const Argument month = Argument::OfMonth(last.month.ToString());
  const Argument actual = Argument::Figure(last.actual);
  const Argument expected = Argument::Figure(last.expected);
  const auto share = std::lround(100.0 * last.share_followed);
  Message told = last.may_be_fault ? messages::note::LastMonthMayBeFault(month, actual, expected,
                                                                         Argument::Word(Likeness(last.fault)), share)
                                   : messages::note::LastMonthIsFollowed(month, actual, expected, share);
  forecast.remarks.push_back({RemarkCode::kLastMonthOut, std::move(told), last.month, last});
}

JointOptions ToJointOptions(const ForecastOptions& options) {
  JointOptions joint = JointOptions::For(options.target);
  joint.past.stop = options.stop;
  if (!options.score) joint.past.most_origins = 0;
  joint.seed = options.seed;
  joint.path_count = options.path_count;
  joint.threads = options.threads;
  return joint;
}

SeriesForecast FromCombined(const MonthlySeries& history, CombinedForecast combined) {
  SeriesForecast forecast;
  forecast.mean = std::move(combined.mean);
  forecast.paths = std::move(combined.paths);
  if (!combined.weights.empty()) {
    forecast.model = combined.weights.size() == 1 ? combined.weights.front().model : kDefaultModel;
  }
  forecast.specification = DescribeWeights(combined.weights);
  forecast.past_error = combined.past_error;
  forecast.past_years = combined.past_origins;
  for (const CandidateRecord& candidate : combined.candidates) {
    forecast.scores.push_back({candidate.model, candidate.past_error, candidate.abstention});
    if (candidate.model == kLastYearsShare) forecast.last_years_share_past_error = candidate.past_error;
  }
  RemarkOnOneOffs(history, combined.one_offs, forecast);
  RemarkOnDoubted(combined.doubted, forecast);
  if (!combined.weights.empty()) forecast.record = static_cast<ForecastRecord&&>(combined);
  return forecast;
}

SeriesForecast ForecastByDefault(const SeriesTask& task, const ForecastOptions& options) {
  return FromCombined(task.training.history, JointForecast::Prepare({task}, ToJointOptions(options)).Draw(0));
}

AskedOptions ToAskedOptions(const ForecastOptions& options) {
  AskedOptions asked;
  asked.path_count = options.path_count;
  asked.seed = options.seed;
  asked.threads = options.threads;
  asked.comparison = options.comparison;
  asked.comparison.stop = options.stop;
  if (!options.score) asked.comparison.most_years = 0;
  if (options.score) asked.beside = models::FindModel(kLastYearsShare);
  asked.stop = options.stop;
  return asked;
}

// The default, in the place of a model that gave `reason` for not answering.
SeriesForecast FallBack(const Message& reason, const SeriesTask& task, const ForecastOptions& options) {
  SeriesForecast forecast = ForecastByDefault(task, options);
  if (forecast.model.empty()) return forecast;
  forecast.remarks.push_back(
      {RemarkCode::kModelAbstained, messages::note::ModelAbstained(Argument::Reason(reason), forecast.model)});
  return forecast;
}

// FAILED_PRECONDITION: the model abstains.
absl::StatusOr<SeriesForecast> OwnForecast(const AskedForecast& asked, int series) {
  PROGNOS_ASSIGN_OR_RETURN(AskedPaths drawn, asked.Draw(series));
  SeriesForecast forecast;
  forecast.mean = std::move(drawn.mean);
  forecast.paths = std::move(drawn.paths);
  forecast.model = std::string(asked.model(series)->name());
  const Comparison& comparison = asked.comparison(series);
  if (comparison.candidates.empty()) return forecast;
  FillScores(comparison, forecast);
  forecast.specification = comparison.candidates.front().fitted->record().specification;
  forecast.past_error = comparison.candidates.front().past_error;
  return forecast;
}

SeriesForecast FromAsked(const AskedForecast& asked, int series, const ForecastOptions& options) {
  absl::StatusOr<SeriesForecast> own = OwnForecast(asked, series);
  if (own.ok()) return *std::move(own);
  Message reason = MessageFrom(own.status());
  if (reason.empty()) reason = messages::model::DoesNotAnswer(asked.model(series)->name());
  SeriesForecast forecast = FallBack(reason, asked.task(series), options);
  asked.MoveWithItsGroup(asked.task(series), forecast.paths);
  return forecast;
}

// Months with nothing before them: each as the nearest known month after it.
GapForecast NearestAfter(const MonthlySeries& history, Month first, int length, int path_count, uint64_t seed) {
  const MonthlySeries filled = FillGaps(history);
  GapForecast gap;
  gap.mean = Vector::Zero(length);
  for (int at = 0; at < length; ++at) {
    if (history.empty()) break;
    const Month nearest = std::clamp(first + at, filled.first, filled.end() - 1);
    gap.mean[at] = filled.At(nearest);
  }
  RandomGenerator generator(seed);
  const double spread = models::kDefaultRelativeSpread * std::abs(gap.mean.mean());
  gap.paths = models::DrawDefaultErrors(spread, length, path_count, generator);
  gap.paths.colwise() += gap.mean;
  return gap;
}

}  // namespace

absl::StatusOr<Forecaster> Forecaster::Prepare(std::vector<SeriesTask> tasks, const ForecastOptions& options) {
  Forecaster forecaster;
  forecaster.options_ = options;
  if (options.model == kDefaultModel) {
    forecaster.joint_ = JointForecast::Prepare(std::move(tasks), ToJointOptions(options));
    return forecaster;
  }
  PROGNOS_ASSIGN_OR_RETURN(std::vector<SharedModel> asked, ModelsForTasks(options.model, tasks));
  forecaster.asked_ = AskedForecast::Prepare(std::move(tasks), std::move(asked), ToAskedOptions(options));
  return forecaster;
}

int Forecaster::size() const {
  if (joint_.has_value()) return joint_->size();
  return asked_.has_value() ? asked_->size() : 0;
}

const SeriesTask& Forecaster::TaskOf(int series) const {
  return joint_.has_value() ? joint_->task(series) : asked_->task(series);
}

// The default knows nothing of the other series here; a model asked for knows how its group moves.
SeriesForecast Forecaster::ForecastGap(int series, const SeriesTask& before) const {
  ForecastOptions quiet = options_;
  quiet.score = false;
  quiet.threads = 1;  // Gaps of many series are drawn at once.
  if (joint_.has_value()) return ForecastByDefault(before, quiet);
  const AskedForecast alone = AskedForecast::Prepare({before}, {asked_->model(series)}, ToAskedOptions(quiet));
  SeriesForecast forecast = FromAsked(alone, 0, quiet);
  asked_->MoveWithItsGroup(before, forecast.paths);
  return forecast;
}

SeriesForecast Forecaster::Draw(int series) const {
  const SeriesTask& task = TaskOf(series);
  SeriesForecast forecast = joint_.has_value() ? FromCombined(task.training.history, joint_->Draw(series))
                                               : FromAsked(*asked_, series, options_);
  RemarkOnHistory(task.training, forecast);
  return forecast;
}

absl::StatusOr<SeriesForecast> Forecaster::DrawOwn(int series) const {
  if (joint_.has_value()) return Draw(series);
  PROGNOS_ASSIGN_OR_RETURN(SeriesForecast forecast, OwnForecast(*asked_, series));
  RemarkOnHistory(TaskOf(series).training, forecast);
  return forecast;
}

GapForecast Forecaster::DrawGap(int series, Month first, int length, uint64_t seed) const {
  const TrainingData& training = TaskOf(series).training;
  SeriesTask before = TaskOf(series);  // Of the same group: the gap moves with the months that follow it.
  before.horizon = length;
  before.seed = seed;
  before.training.history = training.history.Before(first);
  GapForecast gap;
  if (before.training.history.CountKnown() > 0) {
    SeriesForecast forecast = ForecastGap(series, before);
    gap = {std::move(forecast.mean), std::move(forecast.paths)};
  } else {
    gap = NearestAfter(training.history, first, length, options_.path_count, seed);
  }
  KeepWithin(BoundsOf(training), gap.mean, gap.paths);
  return gap;
}

}  // namespace prognos::engine
