#include "forecast/outlook/series_year.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/budget/phasing.h"
#include "forecast/cases/filling_months.h"
#include "forecast/engine/path_summary.h"
#include "forecast/outlook/driven_year.h"
#include "forecast/outlook/type_lines.h"
#include "messages/model.h"
#include "messages/note.h"

namespace prognos::outlook {
namespace {

// How the year usually falls on its months is the mean of so many years before.
constexpr int kYearsOfSeason = 3;
constexpr double kPerCentOfWeight = 100.0;

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

FollowedPart FollowedPartOf(const DoubtedMonth& doubted) {
  return {std::llround(doubted.actual), std::llround(doubted.expected), doubted.share_followed, doubted.may_be_fault};
}

// Builds one SeriesYear, step by step.
class Builder {
 public:
  Builder(const OutlookInput& input, int series, const cases::CaseForecaster& forecaster,
          const cases::DrivenForecaster& driven)
      : input_(input),
        forecaster_(forecaster),
        driven_(driven),
        at_(series),
        series_(forecaster.At(series)),
        january_(series_.cut.january()),
        end_(series_.cut.end()) {
    if (series_.stale_since.has_value()) {
      AddNote(NoteCode::kStaleHistory,
              messages::note::StaleHistory(Argument::OfMonth(series_.stale_since->ToString()), input.year));
    }
    if (series_.ended_since.has_value() && !series_.told_by_type) {
      AddNote(NoteCode::kEnded, messages::note::Ended(Argument::OfMonth(series_.ended_since->ToString())),
              series_.ended_since);
    }
  }

  SeriesYear Build() {
    FillKnown();
    FillBudget();
    FillLastYear();
    PredictRest();
    PredictGaps();
    TakeFilling();
    TakeUnfinished();
    FillDriven();
    FillEventShares();
    FillExplanation();
    return std::move(result_);
  }

 private:
  const MonthlySeries& history() const { return series_.history; }
  static size_t At(Eigen::Index month) { return static_cast<size_t>(month); }

  void FillKnown() {
    for (int at = 0; at < kMonthsPerYear; ++at) {
      const double value = history().At(january_ + at);
      result_.total.has_predicted[At(at)] = std::isnan(value);
      if (!std::isnan(value)) result_.total.known[At(at)] = std::llround(value);
    }
  }

  void FillBudget() {
    for (int at = 0; at < kMonthsPerYear; ++at) {
      const double value = series_.budget.At(january_ + at);
      if (std::isnan(value)) continue;
      result_.total.has_budget = true;
      result_.total.budget[At(at)] = std::llround(value);
    }
    if (result_.total.has_budget || series_.flow == Flow::kVolume) return;
    // Money without a budget in a year that has one is a deviation like any other: its budget is zero.
    result_.total.has_budget = AnySeriesHasBudget();
    if (PartOfTheSameHasBudget()) return;
    AddNote(NoteCode::kNoBudget, result_.total.has_budget ? messages::note::NoBudgetCountsAsZero(input_.year)
                                                          : messages::note::NoBudget(input_.year));
  }

  bool HasBudget(const SeriesInput& series) const {
    for (int at = 0; at < kMonthsPerYear; ++at) {
      if (!std::isnan(series.budget.At(january_ + at))) return true;
    }
    return false;
  }

  bool AnySeriesHasBudget() const {
    return std::any_of(input_.series.begin(), input_.series.end(),
                       [this](const SeriesInput& other) { return HasBudget(other); });
  }

  // A budget of the activity as a whole, or of another cost type of it, is one for this part too.
  bool PartOfTheSameHasBudget() const {
    const SeriesInput& own = input_.series[static_cast<size_t>(at_)];
    return std::any_of(input_.series.begin(), input_.series.end(), [&](const SeriesInput& other) {
      return other.activity == own.activity && other.flow == own.flow && HasBudget(other);
    });
  }

  void FillLastYear() {
    int known = 0;
    for (int at = 1; at <= kMonthsPerYear; ++at) {
      const double value = history().At(january_ - at);
      if (std::isnan(value)) continue;
      ++known;
      result_.total.last_year += std::llround(value);
    }
    for (const cases::UnfinishedMonth& one : cases::FillingMonths(series_)) {
      if (one.month < january_) result_.total.last_year += std::llround(one.booked - history().At(one.month));
    }
    result_.total.has_last_year = known > 0;
    result_.total.last_year_is_partial = known > 0 && known < kMonthsPerYear;
  }

  // The months from the end of the history to December.
  void PredictRest() {
    const int horizon = end_ - history().end();
    if (horizon <= 0) return;
    cases::CaseForecast rest = ForecastRest();
    Take(rest.event_shares);
    const int within = std::min(horizon, kMonthsPerYear);  // The forecast may begin before the year.
    Put(kMonthsPerYear - within, rest.mean.tail(within), rest.paths.bottomRows(within));
    if (series_.told_by_type) return;  // It is no forecast of a model.
    for (engine::Remark& remark : rest.remarks) {
      if (remark.code == engine::RemarkCode::kNoData && IsPartOfOthers()) continue;
      AddNote(CodeOf(remark.code), std::move(remark.message), remark.month);
      if (remark.doubted.has_value()) result_.notes.back().followed = FollowedPartOf(*remark.doubted);
    }
    if (!rest.model.empty()) result_.choice = ChoiceOf(rest);
    if (rest.placements.has_value()) NoteCommitments(*rest.placements, within);
    if (history().CountKnown() > 0) {
      NoteMissing(std::max(history().end(), january_), january_ + input_.last_known_month);
    }
  }

  // Of the last `months` months.
  void NoteCommitments(const engine::PlacementPart& placements, int months) {
    CommitmentPart part;
    part.open_count = placements.open_count;
    part.open = std::llround(placements.open.tail(months).sum());
    part.fresh = std::llround(placements.fresh.tail(months).sum());
    part.weight = placements.weight;
    AddNote(NoteCode::kCommitments, messages::note::Commitments(part.open_count, Figure(part.open), Figure(part.fresh),
                                                                std::llround(part.weight * kPerCentOfWeight)));
    result_.notes.back().commitments = part;
  }

  // By its driver too, where it has one.
  cases::CaseForecast ForecastRest() {
    const int link = series_.told_by_type ? -1 : driven_.LinkOf(at_);
    if (link < 0) return forecaster_.Draw(at_);
    by_driver_ = driven_.Forecast(link, forecaster_);
    if (!by_driver_->used.ok()) NoteUnused(link);
    if (by_driver_->unfit.has_value()) NoteUnfit(link, *by_driver_->unfit);
    return by_driver_->forecast;
  }

  void NoteUnused(int link) {
    const Message reason = MessageFrom(by_driver_->used);
    AddNote(NoteCode::kDriverNotUsed,
            messages::note::DriverNotUsed(
                DriverId(link), Argument::Reason(reason.empty() ? messages::model::DriverTellsTooLittle() : reason)));
  }

  void NoteUnfit(int link, const cases::UnfitMonth& unfit) {
    AddNote(NoteCode::kCostWithoutVolume,
            messages::note::CostWithoutVolume(Argument::OfMonth(unfit.month.ToString()), Argument::Figure(unfit.price),
                                              DriverId(link), Argument::Figure(unfit.usual)),
            unfit.month);
  }

  const std::string& DriverId(int link) const {
    return input_.series[static_cast<size_t>(driven_.link(link).driver)].id;
  }

  void FillDriven() {
    const int link = series_.told_by_type ? -1 : driven_.LinkOf(at_);
    if (link >= 0 && history().end() >= end_) by_driver_ = driven_.OfCompleteYear(link, forecaster_);
    if (!by_driver_.has_value() || !by_driver_->used.ok()) return;
    result_.driven = DrivenYearOf(driven_.link(link), *by_driver_, result_.total, forecaster_);
  }

  // A cost type of which nothing was booked yet says nothing of its activity.
  bool IsPartOfOthers() const { return input_.series[static_cast<size_t>(at_)].type >= 0; }

  // Runs of missing months of the year before the end of the history.
  void PredictGaps() {
    const Month stop = std::min(history().end(), end_);
    for (Month first = january_; first < stop; first = first + 1) {
      int length = 0;
      while (first + length < stop && std::isnan(history().At(first + length))) ++length;
      if (length == 0) continue;
      const cases::CaseGap gap = forecaster_.DrawGap(at_, first, length);
      Take(gap.event_shares);
      Put(first - january_, gap.mean, gap.paths);
      NoteMissing(first, first + length);
      first = first + length;
    }
  }

  // What a month becomes that is still filling is predicted, from what it holds.
  void TakeFilling() {
    const std::vector<cases::UnfinishedMonth> months = cases::FillingMonths(series_);
    const Matrix paths = cases::DrawFillingMonths(series_, input_.options.path_count);
    for (size_t i = 0; i < months.size(); ++i) {
      const cases::UnfinishedMonth& one = months[i];
      if (one.month < january_) continue;
      const int month = one.month - january_;
      result_.total.has_predicted[At(month)] = true;
      result_.total.known[At(month)] = 0;
      Put(month, Vector::Constant(1, history().At(one.month)), paths.row(static_cast<Eigen::Index>(i)));
      NoteUnfinished(one, NoteCode::kFillingMonth);
      TakeBooked(one);
    }
  }

  // Of a month that is open the forecast's part is what is still to come of it.
  void TakeUnfinished() {
    for (const cases::UnfinishedMonth& one : series_.unfinished) {
      if (one.month < january_ || one.growth.has_value()) continue;
      const size_t at = At(one.month - january_);
      const bool is_known = one.month < series_.cut.origin() && !result_.total.has_predicted[at];
      if (one.state == cases::MonthState::kPreliminary && is_known) {
        AddNote(NoteCode::kUnknownGrowth, messages::note::UnknownGrowth(Argument::OfMonth(one.month.ToString())),
                one.month);
      }
      if (one.state != cases::MonthState::kOpen || !result_.total.has_predicted[at]) continue;
      NoteUnfinished(one, NoteCode::kOpenMonth);
      if (one.month < series_.cut.origin()) TakeBooked(one);
    }
  }

  // What is booked of a month that is predicted as a whole is its known part.
  void TakeBooked(const cases::UnfinishedMonth& one) {
    const size_t at = At(one.month - january_);
    const int64_t booked = std::llround(one.booked);
    YearTotal& total = result_.total;
    total.is_unfinished[at] = true;
    total.known[at] += booked;
    total.predicted[at] -= booked;
    if (total.paths.size() == 0) total.paths = Matrix::Zero(kMonthsPerYear, input_.options.path_count);
    total.paths.row(one.month - january_).array() -= static_cast<double>(booked);
  }

  void NoteUnfinished(const cases::UnfinishedMonth& one, NoteCode code) {
    FillingMonth filling;
    filling.booked = std::llround(one.booked);
    filling.expected = result_.total.predicted[At(one.month - january_)];
    if (filling.booked == 0 && filling.expected == 0) return;
    filling.low_80 = filling.high_80 = filling.expected;
    if (result_.total.paths.size() > 0) {
      const Vector paths = result_.total.paths.row(one.month - january_).transpose();
      const std::vector<double> central = engine::SampleQuantiles(paths, {0.1, 0.9});
      filling.low_80 = std::llround(central[0]);
      filling.high_80 = std::llround(central[1]);
    }
    filling.state = one.state;
    const Argument month = Argument::OfMonth(one.month.ToString());
    const Argument booked = Figure(filling.booked);
    const Argument expected = Figure(filling.expected);
    AddNote(code,
            code == NoteCode::kOpenMonth ? messages::note::OpenMonth(month, booked, expected)
                                         : messages::note::FillingMonth(month, booked, expected),
            one.month);
    result_.notes.back().filling = filling;
  }

  Argument Figure(int64_t parts) const { return Argument::Figure(series_.unit().Wholes(static_cast<double>(parts))); }

  bool IsOpen(Month month) const {
    return std::any_of(series_.unfinished.begin(), series_.unfinished.end(), [&](const cases::UnfinishedMonth& one) {
      return one.month == month && one.state == cases::MonthState::kOpen;
    });
  }

  // Puts a forecast on the months of the year from `at` (0 = January) on.
  void Put(int at, const Vector& mean, const Matrix& paths) {
    YearTotal& total = result_.total;
    if (total.paths.size() == 0) total.paths = Matrix::Zero(kMonthsPerYear, paths.cols());
    total.paths.middleRows(at, paths.rows()) = paths;
    for (Eigen::Index month = 0; month < mean.size(); ++month)
      total.predicted[At(at + month)] = std::llround(mean[month]);
  }

  void Take(const cases::EventShares& shares) {
    for (const auto& [event, months] : shares) {
      for (const auto& [month, parts] : months) shares_to_come_[event][month] += parts;
    }
  }

  void FillEventShares() {
    std::map<std::string, EventShare> shares;
    for (const auto& [event, months] : series_.effects.SharesOfKnown(history(), january_)) {
      for (const auto& [month, parts] : months) shares[event].known += std::llround(parts);
    }
    for (const auto& [event, months] : shares_to_come_) {
      for (const auto& [month, parts] : months) {
        const int64_t rounded = std::llround(parts);
        shares[event].predicted += rounded;
        shares[event].predicted_months[At(month - january_)] += rounded;
      }
    }
    for (auto& [event, share] : shares) {
      share.event = event;
      result_.event_shares.push_back(share);
    }
  }

  // Of the months as they now are, against the budget.
  void FillExplanation() {
    if (!result_.total.has_budget) return;
    ExplainedYear year;
    year.budget = result_.total.budget;
    for (int at = 0; at < kMonthsPerYear; ++at) {
      year.amounts[At(at)] = result_.total.known[At(at)] + result_.total.predicted[At(at)];
      year.is_known[At(at)] = !result_.total.has_predicted[At(at)];
      year.events_by_month[At(at)] = EventsOfKnownMonth(series_, january_ + at);
    }
    for (const EventShare& share : result_.event_shares) {
      year.known_events += share.known;
      year.predicted_events += share.predicted;
    }
    const std::vector<int> together = SeriesOfOneBudget(input_, at_);
    if (!together.empty()) ExplainTogether(together, year);
    if (together.empty()) year.volume = PlannedVolume();
    year.shares = budget::MeanProfile(AtTodaysLevel(together), input_.year - 1, kYearsOfSeason);
    result_.total.explanation = Explain(series_.flow == Flow::kRevenue ? Measure::kRevenue : Measure::kCost, year);
    if (year.volume.has_value()) result_.volume = VolumePartOf(year);
  }

  const DriverInput* PriceOfDriver() const {
    for (const DriverInput& driver : input_.drivers) {
      if (driver.link.series == at_ && driver.link.kind == cases::DriverKind::kVolumeTimesPrice) return &driver;
    }
    return nullptr;
  }

  // Of a cost with a budget above zero that is its own, and a volume that is planned and known.
  std::optional<ExplainedVolume> PlannedVolume() const {
    const DriverInput* driver = PriceOfDriver();
    if (driver == nullptr || driver->planned.empty() || !(driver->planned.values.sum() > 0.0)) return std::nullopt;
    if (!series_.HasBudgetOfYear() || result_.total.Budget() <= 0) return std::nullopt;
    if (forecaster_.At(driver->link.driver).history.CountKnown() == 0) return std::nullopt;
    ExplainedVolume volume;
    volume.months = MonthsOfDriver(driver->link.driver);
    for (int at = 0; at < kMonthsPerYear; ++at) volume.planned[At(at)] = std::llround(driver->planned.values[at]);
    return volume;
  }

  // Known, or expected.
  MonthlyAmounts MonthsOfDriver(int driver) const {
    const cases::SeriesCase& series = forecaster_.At(driver);
    const bool is_drawn = by_driver_.has_value() && by_driver_->used.ok();
    const bool has_months_to_come = series.history.end() < end_;
    const Vector to_come = !has_months_to_come ? Vector()
                           : is_drawn          ? by_driver_->driver_to_come.mean
                                               : forecaster_.Draw(driver).mean;
    MonthlyAmounts months{};
    for (int at = 0; at < kMonthsPerYear; ++at) {
      const Month month = january_ + at;
      const bool is_to_come = month >= series.history.end();
      double value = is_to_come ? to_come[month - series.history.end()] : series.history.At(month);
      if (std::isnan(value)) value = forecaster_.DrawGap(driver, month, 1).mean[0];
      months[At(at)] = std::llround(value);
    }
    return months;
  }

  VolumePart VolumePartOf(const ExplainedYear& year) const {
    VolumePart part;
    for (size_t at = 0; at < year.amounts.size(); ++at) {
      (year.is_known[at] ? part.known_planned : part.remaining_planned) += year.volume->planned[at];
      (year.is_known[at] ? part.known_volume : part.remaining_volume) += year.volume->months[at];
    }
    part.budget = result_.total.Budget();
    part.known = result_.total.explanation.known;
    part.remaining = result_.total.explanation.remaining;
    return part;
  }

  // The first series of `together` that has a budget holds that of all of them.
  void ExplainTogether(const std::vector<int>& together, ExplainedYear& year) const {
    const auto has_budget = [this](int series) { return forecaster_.At(series).HasBudgetOfYear(); };
    const auto holder = std::find_if(together.begin(), together.end(), has_budget);
    year.has_budget_elsewhere = holder == together.end() || *holder != at_;
    if (year.has_budget_elsewhere) return;
    for (const int series : together) {
      if (series == at_) continue;
      const cases::SeriesCase& other = forecaster_.At(series);
      for (int at = 0; at < kMonthsPerYear; ++at) {
        const double value = other.history.At(january_ + at);
        if (!year.is_known[At(at)] || std::isnan(value)) continue;
        year.others[At(at)] += value - EventsOfKnownMonth(other, january_ + at);
      }
    }
  }

  // The history of the series, or of all of `together`, without what was out of the ordinary. Money that is booked by
  // type since a month was booked without before.
  MonthlySeries AtTodaysLevel(const std::vector<int>& together) const {
    if (together.empty()) return series_.effects.AtTodaysLevel(history());
    MonthlySeries sum{january_ - kYearsOfSeason * kMonthsPerYear, Vector::Zero(kYearsOfSeason * kMonthsPerYear)};
    for (const int series : together) {
      const cases::SeriesCase& one = forecaster_.At(series);
      const MonthlySeries own = one.effects.AtTodaysLevel(one.history);
      for (int at = 0; at < sum.size(); ++at) {
        const Month month = sum.first + at;
        if (!own.empty() && month >= own.first) sum.values[at] += own.At(month);
      }
    }
    return sum;
  }

  double EventsOfKnownMonth(const cases::SeriesCase& series, Month month) const {
    const double value = series.history.At(month);
    if (std::isnan(value)) return 0.0;
    double sum = 0.0;
    for (const auto& [event, months] : series.effects.SharesOfKnown({month, Vector::Constant(1, value)}, january_)) {
      for (const auto& [of_month, parts] : months) sum += parts;
    }
    return sum;
  }

  ModelChoice ChoiceOf(const engine::SeriesForecast& forecast) const {
    ModelChoice choice;
    choice.model = forecast.model;
    choice.specification = forecast.specification;
    choice.past_years = forecast.past_years;
    choice.record = forecast.record;
    if (forecast.past_error.has_value()) choice.past_error = std::llround(*forecast.past_error);
    if (forecast.last_years_share_past_error.has_value()) {
      choice.last_years_share_past_error = std::llround(*forecast.last_years_share_past_error);
    }
    return choice;
  }

  void NoteMissing(Month first, Month end) {
    for (Month month = first; month < end; month = month + 1) {
      if (IsOpen(month)) continue;
      AddNote(NoteCode::kMissingMonth, messages::note::MissingMonth(Argument::OfMonth(month.ToString())), month);
    }
  }

  void AddNote(NoteCode code, Message message, std::optional<Month> month = std::nullopt) {
    result_.notes.push_back({code, std::move(message), month});
  }

  const OutlookInput& input_;
  const cases::CaseForecaster& forecaster_;
  const cases::DrivenForecaster& driven_;
  const int at_;  // Index of the series.
  const cases::SeriesCase& series_;
  const Month january_;
  const Month end_;  // January of the year after.
  std::optional<cases::DrivenForecast> by_driver_;
  cases::EventShares shares_to_come_;
  SeriesYear result_;
};

}  // namespace

SeriesYear ComputeSeriesYear(const OutlookInput& input, int series, const cases::CaseForecaster& forecaster,
                             const cases::DrivenForecaster& driven) {
  return Builder(input, series, forecaster, driven).Build();
}

}  // namespace prognos::outlook
