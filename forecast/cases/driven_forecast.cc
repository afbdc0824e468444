#include "forecast/cases/driven_forecast.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "forecast/base/status_macros.h"
#include "forecast/engine/bounds.h"
#include "forecast/engine/path_summary.h"
#include "messages/model.h"

namespace prognos::cases {
namespace {

// Sample paths behind what a past round expected: only the mean counts.
constexpr int kPastPaths = 200;
// A past round with less history than this says nothing of today.
constexpr int kLeastMonthsBeforeRound = 18;

MonthlySeries DriverInWholes(const MonthlySeries& parts, Flow flow) {
  return {parts.first, parts.values / static_cast<double>(UnitOf(flow).parts_per_whole)};
}

// The unit prices of `cost` (at today's level), kronor for a whole; missing where there is no volume.
MonthlySeries UnitPrices(const SeriesCase& cost, const SeriesCase& volume) {
  const MonthlySeries todays = DriverInWholes(cost.effects.AtTodaysLevel(cost.history), cost.flow);
  const MonthlySeries units = DriverInWholes(volume.history, volume.flow);
  MonthlySeries prices = todays;
  for (int at = 0; at < prices.size(); ++at) {
    const double volume_of_month = units.At(prices.first + at);
    prices.values[at] = volume_of_month > 0.0 ? todays.values[at] / volume_of_month : kMissing;
  }
  return prices.Trimmed();
}

double MedianOf(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

constexpr int kMonthsOfUsualPrice = 12;
constexpr size_t kLeastUsualPrices = 6;
constexpr double kMostUnfitRatio = 2.0 / 3.0;
constexpr double kUnfitDeviations = 5.0;

std::optional<UnfitMonth> UnfitMonthOf(const MonthlySeries& prices) {
  if (prices.size() < 2) return std::nullopt;
  const Month last = prices.end() - 1;
  std::vector<double> before;
  for (int back = 1; back <= kMonthsOfUsualPrice; ++back) {
    const double price = prices.At(last - back);
    if (price > 0.0) before.push_back(price);
  }
  if (before.size() < kLeastUsualPrices) return std::nullopt;
  const double usual = MedianOf(before);
  const double price = prices.At(last);
  if (price >= kMostUnfitRatio * usual) return std::nullopt;
  for (double& one : before) one = std::abs(std::log(one / usual));
  const double deviation = MedianOf(before);
  if (price > 0.0 && std::log(usual / price) <= kUnfitDeviations * deviation) return std::nullopt;
  return UnfitMonth{last, price, usual};
}

// As CaseForecaster sees it: what a roll holds stays in the known months of the default.
void TakeRollOf(SeriesCase& series, const engine::ForecastOptions& options) {
  if (options.model == engine::kDefaultModel && !series.roll.empty()) series.TakeRoll();
}

// The unit prices as a series at the same cut: plain numbers.
SeriesCase PriceCaseOf(const SeriesCase& cost, const SeriesCase& volume) {
  SeriesFacts facts;
  facts.id = absl::StrCat(cost.id, "/price");
  facts.history = UnitPrices(cost, volume);
  if (UnfitMonthOf(facts.history).has_value()) {
    facts.history.values[facts.history.size() - 1] = kMissing;
    facts.history = facts.history.Trimmed();
  }
  return CaseOf(facts, cost.cut);
}

// The driver's values of `first` ... `end` - 1, known or as `to_come` (parts, from `known.end()` on) has them.
MonthlySeries WithMonthsToCome(const MonthlySeries& known, const Vector& to_come) {
  MonthlySeries whole{known.first, Vector(known.size() + to_come.size())};
  whole.values << known.values, to_come;
  return whole;
}

// What a way to forecast is made from, at one cut.
struct WayInput {
  const DriverLink& link;
  const SeriesCase& series;
  const SeriesCase& driver;
  const CaseForecast& driver_forecast;
  const CaseForecast* price_forecast;  // Of kVolumeTimesPrice.
};

Month FirstToCome(const SeriesCase& series) { return series.history.end(); }

// The months to come before known effects are put on, kronor; `paths` 0: only the mean.
absl::StatusOr<Way> ByPrice(const WayInput& input, int paths) {
  const int horizon = input.series.cut.end() - FirstToCome(input.series);
  if (input.price_forecast == nullptr || input.price_forecast->mean.size() < horizon ||
      input.price_forecast->model.empty()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::model::DriverHasNoPrice());
  }
  const double parts = input.driver.unit().parts_per_whole;
  const auto volumes = [&](const Vector& to_come) {
    const MonthlySeries whole = WithMonthsToCome(input.driver.history, to_come);
    Vector values(horizon);
    for (int at = 0; at < horizon; ++at) values[at] = whole.At(FirstToCome(input.series) + at) / parts;
    return values;
  };
  Way way;
  way.mean = volumes(input.driver_forecast.mean).cwiseProduct(input.price_forecast->mean.tail(horizon));
  way.paths = Matrix(horizon, paths);
  for (int path = 0; path < paths; ++path) {
    way.paths.col(path) = volumes(input.driver_forecast.paths.col(path))
                              .cwiseProduct(input.price_forecast->paths.col(path).tail(horizon));
  }
  return way;
}

absl::StatusOr<models::LaggedRefund> FitRefund(const DriverLink& link, const SeriesCase& series,
                                               const SeriesCase& driver) {
  models::LaggedRefundOptions options;
  options.seed = RandomGenerator::DeriveSeed(series.cut.seed, absl::StrCat(series.id, "/lags"));
  return models::LaggedRefund::Fit(DriverInWholes(series.effects.AtTodaysLevel(series.history), series.flow),
                                   DriverInWholes(driver.history, driver.flow), link.refund, options);
}

Way ByRefund(const WayInput& input, const models::LaggedRefund& refund, int paths) {
  const int horizon = input.series.cut.end() - FirstToCome(input.series);
  const MonthlySeries known = DriverInWholes(input.driver.history, input.driver.flow);
  const double parts = input.driver.unit().parts_per_whole;
  Way way;
  way.mean =
      refund.Mean(WithMonthsToCome(known, input.driver_forecast.mean / parts), FirstToCome(input.series), horizon);
  if (paths == 0) return way;
  RandomGenerator generator(
      RandomGenerator::DeriveSeed(input.series.cut.seed, absl::StrCat(input.series.id, "/refunds")));
  way.paths = refund.Paths(known, input.driver_forecast.paths.leftCols(paths) / parts, FirstToCome(input.series),
                           horizon, generator);
  return way;
}

// Kept within reason, in parts, with what is known of the months to come.
void Finish(const SeriesCase& series, Way& way) {
  if (series.history.CountKnown() > 0) {
    engine::KeepWithin(engine::BoundsOf(TaskOf(series).training), way.mean, way.paths);
  } else {
    way.paths = way.paths.cwiseMax(0.0);  // No month says how much is much.
  }
  way.mean *= series.unit().parts_per_whole;
  way.paths *= series.unit().parts_per_whole;
  series.effects.PutOn(FirstToCome(series), way.mean, way.paths);
}

// Each column of `other` in the place of the column of `leading` whose total has the same rank.
Matrix InOrderOf(const Matrix& leading, const Matrix& other) {
  const auto ranked = [](const Matrix& paths) {
    const Vector totals = engine::PathTotals(paths);
    std::vector<Eigen::Index> order(static_cast<size_t>(totals.size()));
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) { return totals[a] < totals[b]; });
    return order;
  };
  const std::vector<Eigen::Index> places = ranked(leading);
  const std::vector<Eigen::Index> taken = ranked(other);
  Matrix ordered(other.rows(), other.cols());
  for (size_t rank = 0; rank < places.size(); ++rank) ordered.col(places[rank]) = other.col(taken[rank]);
  return ordered;
}

EventShares WeighedShares(const EventShares& direct, const EventShares& driven, double weight) {
  EventShares shares;
  for (const auto& [event, months] : direct) {
    for (const auto& [month, parts] : months) shares[event][month] += (1.0 - weight) * parts;
  }
  for (const auto& [event, months] : driven) {
    for (const auto& [month, parts] : months) shares[event][month] += weight * parts;
  }
  return shares;
}

// Before any round has shown that a driver helps, the direct forecast is believed.
constexpr double kPriorWeight = 0.1;
// Whatever others say, a series' own rounds can turn it.
constexpr double kMostPriorWeight = 0.95;
// What the errors of others say counts for as much as kPriorWeight from so many of their rounds on.
constexpr double kRoundsOfDoubt = 4.0;
// A round that was right by luck does not decide: both ways have erred by so much of the mean of both besides.
constexpr double kLeastErrorShare = 0.1;
// One round, of the series itself or of others, decides nothing.
constexpr int kLeastRounds = 2;
// With less than this the direct forecast is left as it is.
constexpr double kLeastWeight = 0.05;

// Sums over rounds of which the weights are made.
struct RoundSums {
  double along = 0.0;   // Of (direct - driven) direct.
  double across = 0.0;  // Of (direct - driven)^2.
  int count = 0;

  RoundSums() = default;
  explicit RoundSums(const std::vector<PastRound>& rounds) : count(static_cast<int>(rounds.size())) {
    for (const PastRound& round : rounds) {
      along += (round.direct - round.driven) * round.direct;
      across += (round.direct - round.driven) * (round.direct - round.driven);
    }
  }
  void Add(const RoundSums& other, int times) {
    along += times * other.along;
    across += times * other.across;
    count += times * other.count;
  }
  // The weight with the least squared error of both together, drawn to kPriorWeight.
  double BestWeight() const {
    if (count <= 0 || !(across > 0.0)) return kPriorWeight;
    const double doubt = kRoundsOfDoubt * across / count;
    return std::clamp((along + doubt * kPriorWeight) / (across + doubt), 0.0, kMostPriorWeight);
  }
};

double WeightByOdds(const std::vector<PastRound>& rounds, double prior) {
  double of_direct = 0.0;
  double of_driven = 0.0;
  for (const PastRound& round : rounds) {
    of_direct += round.direct * round.direct;
    of_driven += round.driven * round.driven;
  }
  const double least = kLeastErrorShare * (of_direct + of_driven) / 2.0;
  if (!(least > 0.0)) return prior;
  const double ratio = std::pow((of_direct + least) / (of_driven + least), static_cast<double>(rounds.size()) / 2.0);
  return prior * ratio / (prior * ratio + (1.0 - prior));
}

// The cases of all series that a link names at an earlier cut, and where they stand.
struct CasesOfRound {
  std::vector<SeriesCase> all;
  std::vector<int> series, driver, price;  // By link.
};

CasesOfRound RoundCases(const std::vector<SeriesFacts>& facts, const std::vector<DriverLink>& links, const Cut& cut) {
  CasesOfRound cases;
  std::vector<int> places(facts.size(), -1);
  const auto place = [&](int series) {
    int& at = places[static_cast<size_t>(series)];
    if (at < 0) {
      at = static_cast<int>(cases.all.size());
      cases.all.push_back(CaseOf(facts[static_cast<size_t>(series)], cut));
    }
    return at;
  };
  for (const DriverLink& link : links) {
    cases.series.push_back(place(link.series));
    cases.driver.push_back(place(link.driver));
  }
  return cases;
}

// Unit prices of the links that have some; -1 for others.
std::vector<int> AddPrices(const std::vector<DriverLink>& links, const std::vector<const SeriesCase*>& series,
                           const std::vector<const SeriesCase*>& drivers, std::vector<SeriesCase>& prices) {
  std::vector<int> places;
  for (size_t at = 0; at < links.size(); ++at) {
    places.push_back(-1);
    if (links[at].kind != DriverKind::kVolumeTimesPrice) continue;
    SeriesCase price = PriceCaseOf(*series[at], *drivers[at]);
    if (price.history.empty()) continue;
    places.back() = static_cast<int>(prices.size());
    prices.push_back(std::move(price));
  }
  return places;
}

// What the months of `series` that are not known at `cut` came to, in parts; NaN where one is missing.
double OutcomeOf(const SeriesFacts& facts, Month first, const Cut& cut, Month today) {
  return facts.history.Before(today).SumBetween(first, cut.end() - 1);
}

// The errors of both ways at an earlier round; one for each link that can be judged, and its size.
class RoundOfLinks {
 public:
  RoundOfLinks(const std::vector<SeriesFacts>& facts, const std::vector<DriverLink>& links, const Cut& cut)
      : facts_(facts), links_(links), cut_(cut), cases_(RoundCases(facts, links, cut)) {}

  absl::Status Prepare(const engine::ForecastOptions& options) {
    for (SeriesCase& one : cases_.all) TakeRollOf(one, options);
    std::vector<const SeriesCase*> series, drivers;
    for (size_t at = 0; at < links_.size(); ++at) {
      series.push_back(&cases_.all[static_cast<size_t>(cases_.series[at])]);
      drivers.push_back(&cases_.all[static_cast<size_t>(cases_.driver[at])]);
    }
    std::vector<SeriesCase> prices;
    cases_.price = AddPrices(links_, series, drivers, prices);
    PROGNOS_ASSIGN_OR_RETURN(prices_, CaseForecaster::Prepare(std::move(prices), options));
    PROGNOS_ASSIGN_OR_RETURN(forecaster_, CaseForecaster::Prepare(std::move(cases_.all), options));
    return absl::OkStatus();
  }

  // Absent: too little was known then, or what came is not known.
  std::optional<PastRound> Judge(size_t at, Month today) const {
    const SeriesCase& series = forecaster_.At(cases_.series[at]);
    const SeriesCase& driver = forecaster_.At(cases_.driver[at]);
    if (series.history.CountKnown() < kLeastMonthsBeforeRound ||
        driver.history.CountKnown() < kLeastMonthsBeforeRound) {
      return std::nullopt;
    }
    const double outcome = OutcomeOf(facts_[static_cast<size_t>(links_[at].series)], FirstToCome(series), cut_, today);
    if (std::isnan(outcome)) return std::nullopt;
    const CaseForecast to_come = forecaster_.Draw(cases_.driver[at]);
    std::optional<CaseForecast> price;
    if (cases_.price[at] >= 0) price = prices_.Draw(cases_.price[at]);
    const WayInput input{links_[at], series, driver, to_come, price.has_value() ? &*price : nullptr};
    absl::StatusOr<Way> way = WayOf(input);
    if (!way.ok()) return std::nullopt;
    way->paths = Matrix(way->mean.size(), 0);
    way->mean *= series.unit().parts_per_whole;
    series.effects.PutOn(FirstToCome(series), way->mean, way->paths);
    return PastRound{outcome - forecaster_.Draw(cases_.series[at]).mean.sum(), outcome - way->mean.sum()};
  }

 private:
  static absl::StatusOr<Way> WayOf(const WayInput& input) {
    if (input.link.kind == DriverKind::kVolumeTimesPrice) return ByPrice(input, 0);
    PROGNOS_ASSIGN_OR_RETURN(const models::LaggedRefund refund, FitRefund(input.link, input.series, input.driver));
    return ByRefund(input, refund, 0);
  }

  const std::vector<SeriesFacts>& facts_;
  const std::vector<DriverLink>& links_;
  const Cut cut_;
  CasesOfRound cases_;
  CaseForecaster forecaster_;
  CaseForecaster prices_;
};

// Weights of the links of one kind.
void WeighKind(const std::vector<DriverLink>& links, const std::vector<std::vector<PastRound>>& relative,
               DriverKind kind, std::vector<double>& weights) {
  std::vector<std::vector<PastRound>> of_kind;
  std::vector<size_t> places;
  for (size_t at = 0; at < links.size(); ++at) {
    if (links[at].kind != kind) continue;
    of_kind.push_back(relative[at]);
    places.push_back(at);
  }
  const std::vector<double> found = WeightsOfDrivers(of_kind);
  for (size_t at = 0; at < places.size(); ++at) weights[places[at]] = found[at];
}

double MeanAbsolute(const std::vector<PastRound>& rounds, double PastRound::*way) {
  double sum = 0.0;
  for (const PastRound& round : rounds) sum += std::abs(round.*way);
  return sum / static_cast<double>(rounds.size());
}

}  // namespace

std::vector<double> WeightsOfDrivers(const std::vector<std::vector<PastRound>>& rounds) {
  RoundSums all;
  for (const std::vector<PastRound>& of_link : rounds) all.Add(RoundSums(of_link), 1);
  std::vector<double> weights;
  for (const std::vector<PastRound>& of_link : rounds) {
    RoundSums others = all;
    others.Add(RoundSums(of_link), -1);
    const double weight = all.count < kLeastRounds ? 0.0 : WeightByOdds(of_link, others.BestWeight());
    weights.push_back(weight < kLeastWeight ? 0.0 : weight);
  }
  return weights;
}

absl::StatusOr<DrivenForecaster> DrivenForecaster::Prepare(const std::vector<SeriesFacts>& facts,
                                                           std::vector<DriverLink> links, const Cut& cut,
                                                           const engine::ForecastOptions& options,
                                                           const DrivenOptions& driven) {
  DrivenForecaster forecaster;
  forecaster.links_ = std::move(links);
  const std::vector<DriverLink>& all = forecaster.links_;
  for (const DriverLink& link : all) PROGNOS_RETURN_IF_ERROR(link.refund.Validate());
  forecaster.rounds_.resize(all.size());
  forecaster.weights_.assign(all.size(), 0.0);
  if (all.empty()) return forecaster;
  engine::ForecastOptions past = options;
  past.path_count = kPastPaths;
  for (int back = 1; back <= driven.most_years; ++back) {
    RoundOfLinks round(facts, all, {cut.year - back, cut.last_known_month, cut.seed});
    PROGNOS_RETURN_IF_ERROR(round.Prepare(past));
    for (size_t at = 0; at < all.size(); ++at) {
      if (options.stop != nullptr && options.stop()) return forecaster;
      if (const auto judged = round.Judge(at, cut.origin()); judged.has_value()) {
        forecaster.rounds_[at].push_back(*judged);
      }
    }
  }
  std::vector<std::vector<PastRound>> relative = forecaster.rounds_;
  std::vector<SeriesCase> series, drivers;
  std::vector<const SeriesCase*> series_at, drivers_at;
  for (const DriverLink& link : all) {
    series.push_back(CaseOf(facts[static_cast<size_t>(link.series)], cut));
    drivers.push_back(CaseOf(facts[static_cast<size_t>(link.driver)], cut));
    TakeRollOf(series.back(), options);
    TakeRollOf(drivers.back(), options);
  }
  for (size_t at = 0; at < all.size(); ++at) {
    series_at.push_back(&series[at]);
    drivers_at.push_back(&drivers[at]);
    const MonthlySeries& history = series[at].history;
    const double size = std::max(1.0, MonthlySeries{history.first, history.values.cwiseAbs()}.Mean());
    for (PastRound& one : relative[at]) {
      one.direct /= size;
      one.driven /= size;
    }
  }
  for (const DriverKind kind : {DriverKind::kVolumeTimesPrice, DriverKind::kRefundLater}) {
    WeighKind(all, relative, kind, forecaster.weights_);
  }
  std::vector<SeriesCase> prices;
  forecaster.prices_ = AddPrices(all, series_at, drivers_at, prices);
  PROGNOS_ASSIGN_OR_RETURN(forecaster.price_forecaster_, CaseForecaster::Prepare(std::move(prices), options));
  return forecaster;
}

int DrivenForecaster::LinkOf(int series) const {
  for (size_t at = 0; at < links_.size(); ++at) {
    if (links_[at].series == series) return static_cast<int>(at);
  }
  return -1;
}

DrivenForecast DrivenForecaster::OfCompleteYear(int link, const CaseForecaster& forecaster) const {
  const DriverLink& of = this->link(link);
  const SeriesCase& series = forecaster.At(of.series);
  const SeriesCase& driver = forecaster.At(of.driver);
  DrivenForecast result;
  result.first = FirstToCome(series);
  if (driver.history.CountKnown() == 0) {
    result.used = MessageStatus(absl::StatusCode::kFailedPrecondition, messages::model::DriverIsUnknown());
    return result;
  }
  if (of.kind == DriverKind::kRefundLater) {
    absl::StatusOr<models::LaggedRefund> refund = FitRefund(of, series, driver);
    result.used = refund.status();
    if (!refund.ok()) return result;
    result.refund = *std::move(refund);
  }
  const CaseForecast to_come = forecaster.Draw(of.driver);
  result.driver_known = driver.history;
  result.driver_to_come = {to_come.mean, to_come.paths};
  return result;
}

DrivenForecast DrivenForecaster::Forecast(int link, const CaseForecaster& forecaster) const {
  const size_t at = static_cast<size_t>(link);
  const SeriesCase& series = forecaster.At(links_[at].series);
  const SeriesCase& driver = forecaster.At(links_[at].driver);
  DrivenForecast result;
  result.forecast = forecaster.Draw(links_[at].series);
  result.direct = {result.forecast.mean, result.forecast.paths};
  result.first = FirstToCome(series);
  result.past_years = static_cast<int>(rounds_[at].size());
  if (result.past_years > 0) {
    result.direct_past_error = MeanAbsolute(rounds_[at], &PastRound::direct);
    result.driven_past_error = MeanAbsolute(rounds_[at], &PastRound::driven);
  }
  if (driver.history.CountKnown() == 0) {
    result.used = MessageStatus(absl::StatusCode::kFailedPrecondition, messages::model::DriverIsUnknown());
    return result;
  }
  const CaseForecast to_come = forecaster.Draw(links_[at].driver);
  std::optional<CaseForecast> price;
  if (prices_[at] >= 0) price = price_forecaster_.Draw(prices_[at]);
  if (links_[at].kind == DriverKind::kVolumeTimesPrice) result.unfit = UnfitMonthOf(UnitPrices(series, driver));
  const WayInput input{links_[at], series, driver, to_come, price.has_value() ? &*price : nullptr};
  const int paths = static_cast<int>(std::min(result.direct.paths.cols(), to_come.paths.cols()));
  absl::StatusOr<Way> way;
  if (links_[at].kind == DriverKind::kVolumeTimesPrice) {
    way = ByPrice(input, paths);
  } else if (absl::StatusOr<models::LaggedRefund> refund = FitRefund(links_[at], series, driver); refund.ok()) {
    way = ByRefund(input, *refund, paths);
    result.refund = *std::move(refund);
  } else {
    way = refund.status();
  }
  result.used = way.status();
  if (!way.ok()) return result;
  result.driver_known = driver.history;
  result.driver_to_come = {to_come.mean, to_come.paths};
  EventShares shares =
      series.effects.SharesToCome(result.first, way->mean * series.unit().parts_per_whole, series.cut.january());
  // What is expected of a commitment of the roll is in the volume, or in the price, too.
  for (const Roll::Origin& of : series.roll.of) {
    const auto told = result.forecast.event_shares.find(of.event);
    if (of.is_told && told != result.forecast.event_shares.end()) shares.insert(*told);
  }
  Finish(series, *way);
  result.driven = *std::move(way);
  // Without any money of the past there is nothing else to go by.
  result.weight = series.history.CountKnown() == 0 ? 1.0 : weights_[at];
  const double w = result.weight;
  result.forecast.mean = w * result.driven.mean + (1.0 - w) * result.direct.mean;
  result.forecast.paths =
      w >= 0.5 ? Matrix(w * result.driven.paths + (1.0 - w) * InOrderOf(result.driven.paths, result.direct.paths))
               : Matrix(w * InOrderOf(result.direct.paths, result.driven.paths) + (1.0 - w) * result.direct.paths);
  result.forecast.event_shares = WeighedShares(result.forecast.event_shares, shares, w);
  return result;
}

}  // namespace prognos::cases
