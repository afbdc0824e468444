#include "forecast/service/event_table.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/interchange/written_series.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/names.h"
#include "forecast/service/table_lines.h"
#include "forecast/service/tree_lookup.h"
#include "messages/event.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kThousandths = 1000;

v1::EventKind EventKindNamed(absl::string_view word) {
  const std::optional<EventKindWord> kind = ParseEventKindCell(word);
  return kind.has_value() ? static_cast<v1::EventKind>(*kind) : v1::EVENT_KIND_UNSPECIFIED;
}

struct EventColumns {
  int id, series, kind, first, last, amount, percent, probability, belongs_to, ramp, description, source;
  int to_series, uncertainty, reference, cannot_end;
  bool is_day_price;  // The amount is in kronor a day.
  bool is_roll;       // Without kinds: every row is a commitment.
};

// A commitment may be called by its reference alone, and a table of references without kinds is a roll of them.
EventColumns FindEventColumns(const TableRows& table, FaultList& faults) {
  const int reference = table.Find(Column::kReference);
  const int day_price = table.Find(Column::kDayPrice);
  const bool is_roll = reference >= 0 && table.Find(Column::kKind) < 0;
  return {table.Find(Column::kId),
          table.Require(Column::kActivity, "serie", faults),
          is_roll ? -1 : table.Require(Column::kKind, "slag", faults),
          table.Require(Column::kStart, "från", faults),
          table.Find(Column::kEnd),
          day_price >= 0 ? day_price : table.Find(Column::kAmount),
          table.Find(Column::kPercent),
          table.Find(Column::kProbability),
          table.Find(Column::kBelongsTo),
          table.Find(Column::kRamp),
          reference < 0 ? table.Require(Column::kName, "händelse", faults) : table.Find(Column::kName),
          table.Find(Column::kSource),
          table.Find(Column::kToSeries),
          table.Find(Column::kUncertainty),
          reference,
          table.Find(Column::kCannotEnd),
          day_price >= 0,
          is_roll};
}

class EventRowReader {
 public:
  EventRowReader(const TableRows& rows, const EventColumns& columns, const std::string& organization,
                 const ledger::ActivityTree& tree, const CostTypeLookup& types, FaultList& faults)
      : rows_(rows),
        columns_(columns),
        organization_(organization),
        activities_(LookupIn(tree)),
        types_(types),
        faults_(faults) {
    for (const TableRow& row : rows.rows()) {
      style_.Observe(SplitMoneyUnit(Field(row, columns_.amount)).number);
      style_.Observe(Number(row, columns_.percent));
      style_.Observe(Number(row, columns_.probability));
    }
  }

  v1::Event Read(const TableRow& row) {
    v1::Event event;
    if (const std::string id = Field(row, columns_.id); !id.empty()) event.set_name(EventName(organization_, id));
    const std::string series = SeriesOf(row, columns_.series, "serie");
    if (!series.empty()) event.set_series(SeriesName(organization_, series));
    ReadKind(row, event);
    ReadSpan(row, event);
    if (!Field(row, columns_.to_series).empty()) {
      const std::string to_series = SeriesOf(row, columns_.to_series, "till serie");
      if (!to_series.empty()) event.set_to_series(SeriesName(organization_, to_series));
    }
    event.set_reference(Field(row, columns_.reference));
    event.set_belongs_to_month(MonthText(row, columns_.belongs_to, "avser"));
    if (const auto amount = AmountOf(row, series); amount.has_value()) event.set_amount(*amount);
    if (const auto percent = NumberOf(row, columns_.percent, "procent"); percent.has_value()) {
      event.set_percent(*percent);
    }
    ReadProbability(row, event);
    event.set_ramp_months(WholeNumberOf(row, columns_.ramp, "upptrappning"));
    event.set_end_uncertainty_days(WholeNumberOf(row, columns_.uncertainty, "slutosäkerhet"));
    ReadCannotEnd(row, event);
    event.set_description(Field(row, columns_.description));
    event.set_source(Field(row, columns_.source));
    return event;
  }

  const ScaledAmounts& scaled() const { return scaled_; }

 private:
  static std::string Field(const TableRow& row, int column) { return TableRows::Field(row, column); }

  // "8,6 %" without its sign.
  static std::string Number(const TableRow& row, int column) {
    const std::string text = Field(row, column);
    return std::string(TrimCell(absl::StripSuffix(text, "%")));
  }

  void Fault(const TableRow& row, const char* column, FaultReason reason, absl::string_view value, Message rule) {
    faults_.Add(PlaceInFile(row.line, column), reason, value, std::move(rule));
  }

  // "vuxen.cost" of "Vuxen.kostnad"; empty with a fault.
  std::string SeriesOf(const TableRow& row, int column, const char* name) {
    const std::string text = Field(row, column);
    const std::optional<WrittenSeries> written = TakeSeriesApart(text);
    const auto flow = written.has_value() ? ParseFlowCell(written->flow) : std::nullopt;
    if (!flow.has_value() || (flow->flow == Flow::kVolume && flow->unit.empty())) {
      Fault(row, name, FaultReason::kNotAName, text, messages::event::IsNoSeries());
      return "";
    }
    const std::string place = PlaceInFile(row.line, name);
    const std::string activity = activities_.Require(written->activity, place, faults_);
    const std::string type = types_.Require(written->type, place, faults_);
    if (activity.empty()) return "";
    if (flow->flow == Flow::kVolume) return absl::StrCat(activity, ".", flow->unit);
    return SeriesIdOf({activity, flow->flow, type});
  }

  void ReadKind(const TableRow& row, v1::Event& event) {
    if (columns_.is_roll) event.set_kind(v1::EVENT_KIND_COMMITMENT);
    if (columns_.is_roll) return;
    const std::string word = Field(row, columns_.kind);
    event.set_kind(EventKindNamed(word));
    if (event.kind() == 0 && !word.empty()) {
      Fault(row, "slag", FaultReason::kUnknown, word, messages::event::IsNoKind());
    }
  }

  // Months; of a commitment days.
  void ReadSpan(const TableRow& row, v1::Event& event) {
    if (event.kind() == v1::EVENT_KIND_COMMITMENT) {
      event.set_first_day(DayText(row, columns_.first, "från", DayOfMonth::kFirst));
      event.set_last_day(DayText(row, columns_.last, "till", DayOfMonth::kLast));
    } else {
      event.set_first_month(MonthText(row, columns_.first, "från"));
      event.set_last_month(MonthText(row, columns_.last, "till"));
    }
  }

  std::string DayText(const TableRow& row, int column, const char* name, DayOfMonth of_month) {
    const std::string text = Field(row, column);
    if (text.empty()) return "";
    const absl::StatusOr<absl::CivilDay> day = ParseDayCell(text, of_month);
    if (day.ok()) return absl::FormatCivilTime(*day);
    Fault(row, name, FaultReason::kNotADate, text, messages::event::IsNoDay());
    return "";
  }

  std::string MonthText(const TableRow& row, int column, const char* name) {
    const std::string text = Field(row, column);
    if (text.empty()) return "";
    const absl::StatusOr<Month> month = ParseMonthCell(text);
    if (month.ok()) return month->ToString();
    Fault(row, name, FaultReason::kNotAMonth, text, MessageFrom(month.status()));
    return "";
  }

  // Öre; of a volume thousandths.
  std::optional<int64_t> AmountOf(const TableRow& row, absl::string_view series) {
    const std::string text = Field(row, columns_.amount);
    if (text.empty()) return std::nullopt;
    const bool is_money = ParseMoneySeries(series).has_value();
    const bool is_in_kronor = is_money && columns_.is_day_price;  // Whatever a title says of other amounts.
    const absl::StatusOr<int64_t> amount = is_in_kronor ? ParseNumberCell(text, style_, kMoneyUnit.parts_per_whole)
                                           : is_money   ? rows_.Amount(row, columns_.amount, style_, scaled_)
                                                        : ParseNumberCell(text, style_, kThousandths);
    if (amount.ok()) return *amount;
    Fault(row, "belopp", FaultReason::kNotANumber, text, MessageFrom(amount.status()));
    return std::nullopt;
  }

  // In thousandths.
  std::optional<int64_t> NumberOf(const TableRow& row, int column, const char* name) {
    const std::string text = Number(row, column);
    if (text.empty()) return std::nullopt;
    const absl::StatusOr<int64_t> number = ParseNumberCell(text, style_, kThousandths);
    if (number.ok()) return *number;
    Fault(row, name, FaultReason::kNotANumber, text, MessageFrom(number.status()));
    return std::nullopt;
  }

  // "0,7" or "70 %".
  void ReadProbability(const TableRow& row, v1::Event& event) {
    const auto number = NumberOf(row, columns_.probability, "sannolikhet");
    if (!number.has_value()) return;
    const int per_whole = absl::EndsWith(Field(row, columns_.probability), "%") ? 100 : 1;
    event.set_probability(static_cast<double>(*number) / (static_cast<double>(kThousandths) * per_whole));
  }

  void ReadCannotEnd(const TableRow& row, v1::Event& event) {
    const std::string text = Field(row, columns_.cannot_end);
    const std::optional<bool> answer = ParseYesOrNo(text);
    if (answer.has_value()) {
      event.set_cannot_end(*answer);
    } else {
      Fault(row, "kan inte avslutas", FaultReason::kNotAName, text, messages::value::IsNeitherYesNorNo());
    }
  }

  int32_t WholeNumberOf(const TableRow& row, int column, const char* name) {
    const std::string text = Field(row, column);
    int32_t number = 0;
    if (!text.empty() && !absl::SimpleAtoi(text, &number)) {
      Fault(row, name, FaultReason::kNotANumber, text, messages::value::IsNotAWholeNumber());
    }
    return number;
  }

  const TableRows& rows_;
  const EventColumns columns_;
  const std::string& organization_;
  const ActivityLookup activities_;
  const CostTypeLookup& types_;
  NumberStyle style_;
  FaultList& faults_;
  ScaledAmounts scaled_;
};

}  // namespace

absl::StatusOr<EventTable> ReadEventTable(const TableFile& file, const std::string& organization,
                                          const ledger::ActivityTree& tree, const CostTypeLookup& types) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableKind::kEvents));
  FaultList faults;
  const EventColumns columns = FindEventColumns(rows, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  EventRowReader reader(rows, columns, organization, tree, types, faults);
  EventTable table;
  for (const TableRow& row : rows.rows()) {
    *table.events.Add() = reader.Read(row);
    table.lines.push_back(row.line);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  table.notes = reader.scaled().Notes();
  table.notes.insert(table.notes.end(), rows.notes().begin(), rows.notes().end());
  return table;
}

absl::Status AtTableLines(const absl::Status& status, const EventTable& table) {
  return AtLinesOfLists(status, {{"events[", &table.lines}});
}

}  // namespace prognos::service
