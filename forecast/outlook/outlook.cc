#include "forecast/outlook/outlook.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/cases/case_forecaster.h"
#include "forecast/cases/driven_forecast.h"
#include "forecast/engine/parallel.h"
#include "forecast/engine/path_summary.h"
#include "forecast/outlook/driven_year.h"
#include "forecast/outlook/line_plan.h"
#include "forecast/outlook/line_summary.h"
#include "forecast/outlook/packed_paths.h"
#include "forecast/outlook/series_year.h"
#include "forecast/outlook/type_lines.h"
#include "forecast/outlook/validation.h"
#include "forecast/outlook/volume_mix.h"
#include "forecast/outlook/year_total.h"
#include "messages/refusal.h"

namespace prognos::outlook {
namespace {

// So many series a thread are held in memory at once before they are added up.
constexpr int kSeriesPerThread = 16;

// The sums of an activity, or of the organization, while they grow.
struct NodeTotals {
  YearTotal cost;
  YearTotal revenue;
  VolumeMix mix;  // Of the costs.
};

// Works through the activities from the last to the first, so that children come before their parents and only the
// sums that still grow are held. The order of every addition is fixed by the input, not by the threads.
class Computation {
 public:
  Computation(const OutlookInput& input, std::vector<cases::SeriesCase> cases, const RunControl& control)
      : input_(input),
        control_(control),
        cases_(std::move(cases)),
        plan_(PlanLines(input)),
        by_type_(input),
        totals_(input.activities.size()),
        paths_(input.series.size()),
        volumes_(input.series.size()),
        order_(input.series.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    std::stable_sort(order_.begin(), order_.end(), [&](int a, int b) { return ActivityOf(a) > ActivityOf(b); });
  }

  absl::StatusOr<Outlook> Run() {
    PROGNOS_RETURN_IF_ERROR(PrepareForecasts());
    int open = static_cast<int>(input_.activities.size()) - 1;  // The activity whose sums grow.
    const size_t block = static_cast<size_t>(kSeriesPerThread * input_.options.threads);
    for (size_t begin = 0; begin < order_.size(); begin += block) {
      const size_t end = std::min(begin + block, order_.size());
      const std::vector<YearTotal> totals = ComputeSeries(begin, end);
      PROGNOS_RETURN_IF_ERROR(control_.Check());  // Stopped within the block, its totals are not whole.
      for (size_t at = begin; at < end; ++at) {
        for (; open > ActivityOf(order_[at]); --open) Close(open);
        AddToNode(order_[at], totals[at - begin]);
      }
    }
    for (; open >= 0; --open) Close(open);
    FillVolumesAndPrices();
    FillSum(plan_.without_frames);
    AddTo(sum_, frames_);
    FillNode(sum_, plan_.sum);
    return Outlook{std::move(plan_.lines), std::move(plan_.without_frames), by_type_.Finish(), std::move(paths_)};
  }

 private:
  const SeriesInput& SeriesAt(int series) const { return input_.series[static_cast<size_t>(series)]; }
  int ActivityOf(int series) const { return SeriesAt(series).activity; }
  Line& LineAt(int line) { return plan_.lines[static_cast<size_t>(line)]; }

  void Fill(const YearTotal& total, Line& line) { FillLine(total, input_.year, input_.last_known_month, line); }

  // Looks at all series at once: they learn from each other's past.
  absl::Status PrepareForecasts() {
    engine::ForecastOptions options;
    options.model = input_.options.model;
    options.path_count = input_.options.path_count;
    options.seed = input_.options.seed;
    options.threads = input_.options.threads;
    options.stop = [this] { return control_.IsStopped(); };
    PROGNOS_ASSIGN_OR_RETURN(forecaster_, cases::CaseForecaster::Prepare(std::move(cases_), options));
    PROGNOS_RETURN_IF_ERROR(control_.Check());  // Stopped on the way, it knows too little.
    return PrepareDrivers(options);
  }

  absl::Status PrepareDrivers(const engine::ForecastOptions& options) {
    if (input_.drivers.empty() || options.model != engine::kDefaultModel) return absl::OkStatus();
    std::vector<cases::DriverLink> links;
    for (const DriverInput& driver : input_.drivers) links.push_back(driver.link);
    const std::vector<cases::SeriesFacts> facts(input_.series.begin(), input_.series.end());
    PROGNOS_ASSIGN_OR_RETURN(driven_, cases::DrivenForecaster::Prepare(facts, std::move(links), input_.cut(), options));
    return control_.Check();
  }

  // Prices are those of the lines, as they are printed.
  void FillVolumesAndPrices() {
    for (const DriverInput& driver : input_.drivers) {
      if (driver.link.kind != cases::DriverKind::kVolumeTimesPrice) continue;
      Line& line = LineAt(plan_.series_lines[static_cast<size_t>(driver.link.series)]);
      if (!line.driven.has_value()) continue;
      line.driven->volume_and_price =
          VolumeAndPriceOf(driver, LineAt(plan_.series_lines[static_cast<size_t>(driver.link.driver)]), line,
                           forecaster_.At(driver.link.series).HasBudgetOfYear());
    }
  }

  // Computes series order_[begin] ... order_[end - 1] and their lines; none any more once the computation is to stop.
  std::vector<YearTotal> ComputeSeries(size_t begin, size_t end) {
    std::vector<YearTotal> totals(end - begin);
    engine::ParallelFor(static_cast<int>(end - begin), input_.options.threads, [&](int at) {
      if (control_.IsStopped()) return;
      const size_t slot = static_cast<size_t>(at);
      const int series = order_[begin + slot];
      SeriesYear year = ComputeSeriesYear(input_, series, forecaster_, driven_);
      Line& line = LineAt(plan_.series_lines[static_cast<size_t>(series)]);
      Fill(year.total, line);
      line.model = std::move(year.choice);
      line.notes = std::move(year.notes);
      line.event_shares = std::move(year.event_shares);
      line.driven = std::move(year.driven);
      volumes_[static_cast<size_t>(series)] = year.volume;
      if (year.total.paths.size() > 0) {
        paths_[static_cast<size_t>(series)] = PackPaths(engine::PathTotals(year.total.paths));
      }
      totals[slot] = std::move(year.total);
    });
    return totals;
  }

  void AddToNode(int series, const YearTotal& total) {
    NodeTotals& node = totals_[static_cast<size_t>(ActivityOf(series))];
    if (SeriesAt(series).flow == Flow::kCost) node.cost.Add(total, 1);
    if (SeriesAt(series).flow == Flow::kRevenue) node.revenue.Add(total, 1);
    by_type_.Add(series, total);
    AddVolume(series, node);
  }

  void AddVolume(int series, NodeTotals& node) {
    const std::optional<VolumePart>& volume = volumes_[static_cast<size_t>(series)];
    if (!volume.has_value()) return;
    for (const DriverInput& driver : input_.drivers) {
      if (driver.link.series == series) node.mix.Add(driver.unit, driver.link.driver, *volume);
    }
  }

  // All below `activity` is added: fills its lines, passes its sums on and lets them go.
  void Close(int activity) {
    const size_t at = static_cast<size_t>(activity);
    totals_[at].mix.TellApart(totals_[at].cost.explanation);
    FillNode(totals_[at], plan_.nodes[at]);
    const int parent = input_.activities[at].parent;
    NodeTotals& root_sum = input_.activities[at].own_frame ? frames_ : sum_;
    AddTo(parent < 0 ? root_sum : totals_[static_cast<size_t>(parent)], totals_[at]);
    totals_[at] = NodeTotals();
    by_type_.Close(activity);
  }

  static void AddTo(NodeTotals& sum, const NodeTotals& part) {
    sum.cost.Add(part.cost, 1);
    sum.revenue.Add(part.revenue, 1);
    sum.mix.Add(part.mix);
  }

  // The lines of the sum before the frames beside it are added: cost, revenue, net, or none.
  void FillSum(std::vector<Line>& lines) {
    if (lines.empty()) return;
    Fill(sum_.cost, lines[0]);
    Fill(sum_.revenue, lines[1]);
    YearTotal net = sum_.cost;
    net.Add(sum_.revenue, -1);
    Fill(net, lines[2]);
  }

  void FillNode(const NodeTotals& totals, const NodeLines& lines) {
    // Lines that carry a series are filled already.
    if (lines.cost >= 0 && LineAt(lines.cost).series < 0) Fill(totals.cost, LineAt(lines.cost));
    if (lines.revenue >= 0 && LineAt(lines.revenue).series < 0) Fill(totals.revenue, LineAt(lines.revenue));
    if (lines.net >= 0) FillNet(totals, lines);
  }

  void FillNet(const NodeTotals& totals, const NodeLines& lines) {
    Line& net = LineAt(lines.net);
    if (lines.revenue < 0) {  // The net is the cost: its numbers without its series, model and notes.
      const int activity = net.activity;
      net = LineAt(lines.cost);
      net.activity = activity;
      net.series = -1;
      net.type = -1;
      net.measure = Measure::kNet;
      net.model.reset();
      net.notes.clear();
      net.event_shares.clear();
      net.driven.reset();
      return;
    }
    YearTotal total = totals.cost;
    total.Add(totals.revenue, -1);
    Fill(total, net);
  }

  const OutlookInput& input_;
  const RunControl& control_;
  std::vector<cases::SeriesCase> cases_;  // Until the forecasts are prepared.
  cases::CaseForecaster forecaster_;
  cases::DrivenForecaster driven_;
  LinePlan plan_;
  TypeLines by_type_;
  std::vector<NodeTotals> totals_;
  std::vector<std::string> paths_;                  // Of each series, packed.
  std::vector<std::optional<VolumePart>> volumes_;  // Of each series.
  NodeTotals sum_;
  NodeTotals frames_;       // Of the roots with frames of their own.
  std::vector<int> order_;  // Of the series: by activity, the last first.
};

}  // namespace

bool HasData(const OutlookInput& input) {
  return absl::c_any_of(input.series,
                        [&](const SeriesInput& series) { return cases::CaseOf(series, input.cut()).HasData(); });
}

absl::StatusOr<Outlook> ComputeOutlook(const OutlookInput& input, const RunControl& control) {
  PROGNOS_RETURN_IF_ERROR(ValidateInput(input));
  std::vector<cases::SeriesCase> cases;
  for (const SeriesInput& series : input.series) cases.push_back(cases::CaseOf(series, input.cut()));
  if (absl::c_none_of(cases, [](const cases::SeriesCase& series) { return series.HasData(); })) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition,
                         messages::refusal::NothingToForecastFrom(input.year, input.last_known_month));
  }
  return Computation(input, std::move(cases), control).Run();
}

}  // namespace prognos::outlook
