#include "benchmarks/event_file.h"

#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "benchmarks/csv_lines.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/status_macros.h"

namespace prognos::benchmarks {
namespace {

std::vector<absl::string_view> EventColumns() {
  return {"series", "kind", "from", "to", "amount", "percent", "probability"};
}

constexpr absl::string_view kKinds = "one-off, step, percent, move or commitment";

// The cells of one line by column; "" where there is none.
using EventCells = std::map<absl::string_view, absl::string_view>;

std::optional<cases::EventKind> KindNamed(absl::string_view name) {
  if (name == "one-off") return cases::EventKind::kOneOff;
  if (name == "step") return cases::EventKind::kStep;
  if (name == "percent") return cases::EventKind::kPercent;
  if (name == "move") return cases::EventKind::kMove;
  if (name == "commitment") return cases::EventKind::kStay;
  return std::nullopt;
}

// Reads the cells of a line and keeps what is wrong with them.
class EventReader {
 public:
  explicit EventReader(const EventCells& cells) : cells_(cells) {}

  cases::Event Read() {
    cases::Event event;
    const std::optional<cases::EventKind> kind = KindNamed(Cell("kind"));
    if (!kind.has_value()) Fault("kind", absl::StrCat("\"", Cell("kind"), "\" is not one of ", kKinds));
    event.kind = kind.value_or(cases::EventKind::kOneOff);
    ReadSpan(event);
    const bool is_percent = event.kind == cases::EventKind::kPercent;
    if (kind.has_value()) {
      (is_percent ? event.percent : event.amount) = ReadNumber(is_percent ? "percent" : "amount");
      const absl::string_view other = is_percent ? "amount" : "percent";
      if (!Cell(other).empty()) Fault(other, absl::StrCat("must be empty for ", Cell("kind")));
    }
    if (!Cell("probability").empty()) event.probability = ReadNumber("probability");
    if (faults_.empty()) {
      const absl::Status status = event.Validate();
      if (!status.ok()) faults_.emplace_back(status.message());
    }
    return event;
  }

  const std::vector<std::string>& faults() const { return faults_; }

 private:
  absl::string_view Cell(absl::string_view column) const { return cells_.at(column); }

  void Fault(absl::string_view column, absl::string_view rule) { faults_.push_back(absl::StrCat(column, ": ", rule)); }

  void ReadSpan(cases::Event& event) {
    const bool has_end = !Cell("to").empty();
    if (event.kind != cases::EventKind::kStay) {
      event.from = ReadMonth("from");
      if (has_end) event.to = ReadMonth("to");
      return;
    }
    event.stay.first_day = ReadDay("from", /*is_last=*/false);
    if (has_end) event.stay.last_day = ReadDay("to", /*is_last=*/true);
    event.from = MonthOfDay(event.stay.first_day);
  }

  absl::CivilDay ReadDay(absl::string_view column, bool is_last) {
    const std::optional<absl::CivilDay> day = DayIn(Cell(column), is_last);
    if (!day.has_value())
      Fault(column, absl::StrCat("\"", Cell(column), "\" is not a day (YYYY-MM-DD) nor a month (YYYY-MM)"));
    return day.value_or(absl::CivilDay());
  }

  Month ReadMonth(absl::string_view column) {
    const absl::StatusOr<Month> month = Month::Parse(Cell(column));
    if (!month.ok()) Fault(column, month.status().message());
    return month.value_or(Month());
  }

  double ReadNumber(absl::string_view column) {
    double number = 0.0;
    if (!absl::SimpleAtod(Cell(column), &number) || !std::isfinite(number)) {
      Fault(column, absl::StrCat("\"", Cell(column), "\" is not a number"));
    }
    return number;
  }

  const EventCells& cells_;
  std::vector<std::string> faults_;
};

}  // namespace

absl::StatusOr<SeriesEvents> ParseEvents(absl::string_view text, const std::vector<BenchmarkSeries>& series) {
  std::set<absl::string_view> names;
  for (const BenchmarkSeries& one : series) names.insert(one.name);
  SeriesEvents events;
  std::set<std::pair<absl::string_view, Month>> prices;
  std::vector<std::string> faults;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<CsvLine> lines, SplitCsv(text, EventColumns()));
  for (const auto& [number, cells] : lines) {
    const auto fault = [&faults, at = number](absl::string_view rule) {
      faults.push_back(absl::StrCat("line ", at, ": ", rule));
    };
    if (cells.empty()) {
      fault("wrong width");
      continue;
    }
    const absl::string_view name = cells.at("series");
    if (!names.contains(name)) fault(absl::StrCat("series: there is no \"", name, "\""));
    EventReader reader(cells);
    cases::Event event = reader.Read();
    for (const std::string& rule : reader.faults()) fault(rule);
    if (!reader.faults().empty()) continue;
    if (event.kind == cases::EventKind::kPercent && !prices.insert({name, event.from}).second) {
      fault(absl::StrCat("from: ", name, " has a percent from ", event.from.ToString(), " already"));
      continue;
    }
    event.id = absl::StrCat("line ", number);
    event.stay.reference = event.id;
    events[std::string(name)].push_back(std::move(event));
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return events;
}

absl::StatusOr<SeriesEvents> ReadEventFile(const std::string& path, const std::vector<BenchmarkSeries>& series) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string text, ReadText(path));
  absl::StatusOr<SeriesEvents> events = ParseEvents(text, series);
  if (!events.ok()) return absl::Status(events.status().code(), absl::StrCat(path, ": ", events.status().message()));
  return events;
}

}  // namespace prognos::benchmarks
