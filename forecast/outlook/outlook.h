// The full year: known months plus predicted ones for every series of an organization, summed up its tree of
// activities, with quantiles from whole-year sample paths, against the budget.
//
//   Outlook = ComputeOutlook(input):
//     for each series:  months 1..K known (from the ledger), K+1..12 predicted by the engine -> paths of the year
//     for each node:    cost, revenue, net = sums over the series below it, path by path and öre by öre
//
// Rounding happens here, once: the expected value of each predicted month of a series is rounded to whole öre, and
// every sum is a sum of these, so that rows add up to their parents exactly.
#ifndef PROGNOS_FORECAST_OUTLOOK_OUTLOOK_H_
#define PROGNOS_FORECAST_OUTLOOK_OUTLOOK_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/base/monthly_amounts.h"
#include "forecast/base/run_control.h"
#include "forecast/cases/driven_forecast.h"
#include "forecast/cases/series_case.h"
#include "forecast/engine/forecast_record.h"
#include "forecast/messages/message.h"
#include "forecast/outlook/explanation.h"
#include "forecast/series/flow.h"
#include "forecast/series/monthly_series.h"

namespace prognos::outlook {

// The quantile levels of every distribution, rising.
inline constexpr std::array<double, 7> kQuantileLevels = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};
// Values at kQuantileLevels, never falling. Öre, or thousandths of a volume's unit.
using Quantiles = std::array<int64_t, 7>;

// The median of a distribution and the intervals in its middle. Öre, or thousandths of a volume's unit.
struct CentralIntervals {
  int64_t median = 0;
  int64_t low_50 = 0, high_50 = 0;
  int64_t low_80 = 0, high_80 = 0;
  int64_t low_95 = 0, high_95 = 0;

  friend bool operator==(const CentralIntervals&, const CentralIntervals&) = default;
};

struct ActivityNode {
  std::string id;
  int parent = -1;         // Index in the list of nodes, smaller than this node's own; -1: a root.
  bool own_frame = false;  // A root whose money has a frame of its own; see Outlook::without_frames.
};

// What is recorded of a series, in öre or thousandths, and where it stands. Months after the last known one are not
// looked at.
struct SeriesInput : cases::SeriesFacts {
  int activity = 0;  // Index in the list of nodes.
  int type = -1;     // Index in the list of cost types; -1: a volume, or money without a type.
};

// A series of the input that drives the money of another, and its planned volume.
struct DriverInput {
  cases::DriverLink link;      // Of series that are not told by type (SeriesFacts::told_by_type_since).
  std::string unit = {};       // What the driver counts in; empty: money.
  MonthlySeries planned = {};  // Of a volume: the twelve months of the year, thousandths, none negative; or empty.
};

struct OutlookOptions {
  std::string model = "default";  // "default", or the name of a model used for every series.
  int path_count = 2000;          // 200-20 000. More: steadier quantiles, more time.
  uint64_t seed = 0;
  int threads = 1;  // 1-64; the answer is the same for any number.

  // INVALID_ARGUMENT naming field, value and rule.
  absl::Status Validate() const;
};

struct OutlookInput {
  int year = 0;
  int last_known_month = 0;  // 0-12; 0: nothing of the year is known.
  std::vector<ActivityNode> activities;
  std::vector<SeriesInput> series;
  OutlookOptions options;
  std::vector<std::string> types = {};  // The cost types in the order of the organization's list.
  // By the default alone: a model that is asked for by name answers by itself. Each series is driven once.
  std::vector<DriverInput> drivers = {};

  cases::Cut cut() const { return {year, last_known_month, options.seed}; }
};

// Numbers equal those of prognos.v1.NoteCode; do not change.
enum class NoteCode {
  kNoHistory = 1,
  kNoData = 2,
  kShortHistory = 3,
  kMissingMonth = 4,
  kModelAbstained = 5,
  kNoBudget = 6,
  kStaleHistory = 7,
  kOneOff = 8,
  kLastMonthOut = 9,
  kEnded = 10,
  kFillingMonth = 11,
  kOpenMonth = 12,
  kUnknownGrowth = 13,
  kCommitments = 14,
  kDriverNotUsed = 15,
  kCostWithoutVolume = 16,
};

// A last month that is far from what was expected, in öre, or in thousandths of a volume.
struct FollowedPart {
  int64_t actual = 0;
  int64_t expected = 0;
  double share = 1.0;  // Of the difference, 0-1.
  bool may_be_fault = false;
};

// A month that is not taken as it stands, in öre, or in thousandths of a volume.
struct FillingMonth {
  int64_t booked = 0;
  int64_t expected = 0;
  int64_t low_80 = 0, high_80 = 0;  // The central 80 % of what it becomes.
  cases::MonthState state = cases::MonthState::kUnspecified;
};

// What commitments make of the predicted months of a series' year, in öre, or in thousandths of a volume.
struct CommitmentPart {
  int open_count = 0;
  int64_t open = 0;     // Of those that are entered, begun or to begin.
  int64_t fresh = 0;    // Of those that are not there yet.
  double weight = 0.0;  // Of the process in the forecast, 0-1.
};

struct Note {
  NoteCode code;
  Message message;             // With its figures.
  std::optional<Month> month;  // The month it concerns.
  // Of kLastMonthOut, when the month may be a booking fault, likelier than not or less.
  std::optional<FollowedPart> followed = std::nullopt;
  std::optional<FillingMonth> filling = std::nullopt;        // Of kFillingMonth and kOpenMonth.
  std::optional<CommitmentPart> commitments = std::nullopt;  // Of kCommitments.
};

struct MonthOutlook {
  Month month;
  bool known = false;
  int64_t amount = 0;  // Actual, or expected value.
  std::optional<int64_t> budget;
  std::optional<Quantiles> quantiles;  // Predicted months only.
  // Of January to this month together; where there are `quantiles`.
  std::optional<CentralIntervals> year_to_date = std::nullopt;
  // What is booked in a month of which that is not taken as it stands, part of Line::known_amount.
  std::optional<int64_t> booked = std::nullopt;
};

// The model behind a series and how it did before.
struct ModelChoice {
  std::string model;
  std::string specification;
  // Mean absolute full-year error at the same round in earlier years; absent when no earlier year can be used.
  std::optional<int64_t> past_error;
  std::optional<int64_t> last_years_share_past_error;
  int past_years = 0;
  std::optional<engine::ForecastRecord> record;  // How it came about; of "default" only.
};

// What an event that begins in the year makes of a series' year, in whole parts; it is in the amounts already.
struct EventShare {
  std::string event;
  int64_t known = 0;      // Of the months that are known.
  int64_t predicted = 0;  // Of those that are predicted: expected, so less than all of it where it is not certain.
  MonthlyAmounts predicted_months{};  // The same by month; their sum is `predicted`.
};

// A cost as a volume times its price. Thousandths of the unit; öre for a whole of it.
struct VolumeAndPrice {
  int64_t volume = 0;  // Of the year: known and expected.
  int64_t known_volume = 0;
  std::optional<int64_t> unit_price, known_unit_price;  // Absent: no volume.
  // The plan, and the cost that the budget has for each unit of it; absent: no plan, no budget.
  std::optional<int64_t> budget_volume, budget_unit_price;
};

// One month of a claim, öre: outstanding = that of the month before + earned - booked.
struct ClaimMonth {
  int64_t earned = 0;
  int64_t booked = 0;
  int64_t outstanding = 0;
};

// What has been earned and is not paid yet; models/regression/lagged_refund.h.
struct OutstandingClaim {
  double refunded_per_unit = 0.0;  // Öre for a whole of the driver, of December's.
  double refunded_per_unit_error = 0.0;
  double mean_lag_months = 0.0;
  double mean_lag_error = 0.0;
  std::vector<double> lag_shares;  // After 0, 1, 2, ... months; they add up to 1, or there are none.
  std::array<ClaimMonth, 12> months;
  int64_t year_begin = 0;
  Quantiles year_end_quantiles{};
  int64_t belongs_to_earlier_years = 0;
  std::optional<int64_t> probably_lost;  // Absent: no rates are given.
};

// Both ways to the year of a series that another one drives (cases/driven_forecast.h). Öre.
struct DrivenYear {
  int driver = -1;  // Index of the series.
  cases::DriverKind kind = cases::DriverKind::kVolumeTimesPrice;
  double weight = 0.0;  // Of the driver in the line, 0-1.
  int64_t direct_full_year = 0;
  Quantiles direct_quantiles{};
  int64_t driven_full_year = 0;
  Quantiles driven_quantiles{};
  std::optional<int64_t> direct_past_error, driven_past_error;
  int past_years = 0;
  std::optional<VolumeAndPrice> volume_and_price;  // Of kVolumeTimesPrice.
  std::optional<OutstandingClaim> claim;           // Of kRefundLater.
};

struct Line {
  int activity = -1;  // Index of the node; -1: the sum of the organization.
  int series = -1;    // Index of the series when the line is one; -1: a sum.
  int type = -1;      // Index of the cost type of a series, or of a line of Outlook::by_type; -1: none.
  Measure measure = Measure::kUnspecified;
  std::array<MonthOutlook, 12> months;
  int64_t known_amount = 0;  // Of known months, and what is booked in unfinished ones up to the last known month.
  int64_t full_year = 0;     // = sum of months[i].amount.
  Quantiles full_year_quantiles{};
  std::optional<int64_t> budget;
  std::optional<int64_t> budget_to_date;
  std::optional<int64_t> deviation;
  std::optional<Quantiles> deviation_quantiles;
  std::optional<double> deficit_probability;  // See line_summary.h; 0 or 1 only when all is known.
  std::optional<Explanation> explanation;     // Of the deviation; absent where that is.
  std::optional<int64_t> last_year;           // Actual of the year before, when all its months are known.
  std::optional<ModelChoice> model;           // Lines of one series.
  std::vector<Note> notes;
  std::vector<EventShare> event_shares;  // Lines of one series; by event.
  std::optional<DrivenYear> driven;      // Lines of one series that another one drives, while months are to come.
  bool without_frames = false;           // The sum of Outlook::without_frames, or a part of it.
};

struct Outlook {
  // The sum's cost, revenue and net; then each activity in the order given with its cost, revenue and net (a row only
  // where a series stands behind it); rows of single series follow their activity's rows when the activity has
  // children as well; volumes last. Where an activity's cost (or revenue) is exactly one series and the activity has
  // no children, the row carries that series and its model.
  std::vector<Line> lines;
  // Where roots have frames of their own: cost, revenue and net of all other activities, for `lines` has the sum of
  // all. Empty: none has.
  std::vector<Line> without_frames;
  // Of the sum, the sum without frames and each activity with money of cost types at or below: its cost, revenue and
  // net of each type, in the order of the list, and of the money without a type (type -1) last, where there is any.
  // Their months have no quantiles, and their explanations tell mix as volume. See type_lines.h.
  std::vector<Line> by_type;
  // The predicted part of the year of each series, one number a path, packed (packed_paths.h); in the order of the
  // input. Empty: nothing is predicted.
  std::vector<std::string> paths;
};

// Whether there is anything to forecast from: a series with a value in the two years before the year or up to the last
// known month, or with a budget.
bool HasData(const OutlookInput& input);

// INVALID_ARGUMENT: options, a year or month out of range, a broken tree, an unknown model.
// FAILED_PRECONDITION: nothing to forecast from (HasData). CANCELLED, DEADLINE_EXCEEDED: as asked of `control`, before
// each fit, from any thread.
absl::StatusOr<Outlook> ComputeOutlook(const OutlookInput& input, const RunControl& control = {});

// Changes whenever the same input gives other numbers; tests/forecast/outlook/engine_version_test.cc holds some of them
// and tells when. Kept in every stored forecast.
inline constexpr char kEngineVersion[] = "0.3.2";

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_OUTLOOK_H_
