#include "forecast/service/indicator_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/activity_lookup.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/service/names.h"
#include "forecast/service/table_lines.h"
#include "forecast/service/tree_lookup.h"
#include "messages/followup.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kThousandths = 1000;

template <typename Value>
using Words = std::map<absl::string_view, Value>;

// Folded (see FoldedName).
const Words<v1::IndicatorKind>& KindWords() {
  static const auto* const words = new Words<v1::IndicatorKind>{
      {"andel", v1::INDICATOR_KIND_SHARE},
      {"share", v1::INDICATOR_KIND_SHARE},
      {"ackumulerat", v1::INDICATOR_KIND_CUMULATIVE},
      {"ackumulerad", v1::INDICATOR_KIND_CUMULATIVE},
      {"cumulative", v1::INDICATOR_KIND_CUMULATIVE},
      {"per-period", v1::INDICATOR_KIND_PER_PERIOD},
      {"antal", v1::INDICATOR_KIND_STOCK},
      {"bestand", v1::INDICATOR_KIND_STOCK},
      {"stock", v1::INDICATOR_KIND_STOCK},
      {"tid", v1::INDICATOR_KIND_DURATION},
      {"duration", v1::INDICATOR_KIND_DURATION},
  };
  return *words;
}

const Words<v1::IndicatorPeriod>& PeriodWords() {
  static const auto* const words = new Words<v1::IndicatorPeriod>{
      {"manad", v1::INDICATOR_PERIOD_MONTH},     {"month", v1::INDICATOR_PERIOD_MONTH},
      {"tertial", v1::INDICATOR_PERIOD_TERTIAL}, {"ar", v1::INDICATOR_PERIOD_YEAR},
      {"helar", v1::INDICATOR_PERIOD_YEAR},      {"year", v1::INDICATOR_PERIOD_YEAR},
  };
  return *words;
}

const Words<v1::Direction>& DirectionWords() {
  static const auto* const words = new Words<v1::Direction>{
      {"hogre", v1::DIRECTION_HIGHER},       {"upp", v1::DIRECTION_HIGHER},       {"oka", v1::DIRECTION_HIGHER},
      {"higher", v1::DIRECTION_HIGHER},      {"lagre", v1::DIRECTION_LOWER},      {"ner", v1::DIRECTION_LOWER},
      {"minska", v1::DIRECTION_LOWER},       {"lower", v1::DIRECTION_LOWER},      {"nara", v1::DIRECTION_NEAR_TARGET},
      {"balans", v1::DIRECTION_NEAR_TARGET}, {"near", v1::DIRECTION_NEAR_TARGET},
  };
  return *words;
}

const Words<v1::IndicatorSource>& SourceWords() {
  static const auto* const words = new Words<v1::IndicatorSource>{
      {"kostnad", v1::INDICATOR_SOURCE_COST},        {"cost", v1::INDICATOR_SOURCE_COST},
      {"intakt", v1::INDICATOR_SOURCE_REVENUE},      {"revenue", v1::INDICATOR_SOURCE_REVENUE},
      {"netto", v1::INDICATOR_SOURCE_NET},           {"net", v1::INDICATOR_SOURCE_NET},
      {"avvikelse", v1::INDICATOR_SOURCE_DEVIATION}, {"deviation", v1::INDICATOR_SOURCE_DEVIATION},
      {"volym", v1::INDICATOR_SOURCE_VOLUME},        {"volume", v1::INDICATOR_SOURCE_VOLUME},
  };
  return *words;
}

// "delvis uppnådd", "ej uppfyllt", "uppfyllts mer än väl": what it begins with decides.
std::optional<v1::IndicatorStatus> JudgementIn(absl::string_view text) {
  const std::string folded = FoldedName(text);
  const auto begins = [&](std::initializer_list<absl::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](absl::string_view word) { return absl::StartsWith(folded, word); });
  };
  if (begins({"delvis", "part"})) return v1::INDICATOR_STATUS_PARTLY_MET;
  if (begins({"ej-", "inte-", "icke-", "not-"})) return v1::INDICATOR_STATUS_NOT_MET;
  if (begins({"uppfyll", "uppna", "helt-", "met"})) return v1::INDICATOR_STATUS_MET;
  return std::nullopt;
}

// "Ej mätt", "us" and "-", as reports print it.
bool SaysNotMeasured(absl::string_view cell) {
  const std::string folded = FoldedName(cell);
  return IsDash(cell) || folded == "ej-matt" || folded == "us" || folded == "e.m." || folded == "not-measured";
}

struct Columns {
  int id, name, activity, source, kind, frequency, direction, unit, tolerance, target, change, year, month, value,
      numerator, denominator, judgement, comment;
  std::vector<std::pair<int, ColumnHeader>> periods;  // The columns of measurements, by position.
};

Columns FindColumns(const TableRows& table, FaultList& faults) {
  Columns columns{table.Find(Column::kId),
                  table.Require(Column::kName, "indikator", faults),
                  table.Find(Column::kActivity),
                  table.Find(Column::kSource),
                  table.Find(Column::kKind),
                  table.Find(Column::kFrequency),
                  table.Find(Column::kDirection),
                  table.Find(Column::kUnit),
                  table.Find(Column::kTolerance),
                  table.Find(Column::kTarget),
                  table.Find(Column::kTargetChange),
                  table.Find(Column::kYear),
                  table.Find(Column::kMonth),
                  table.Find(Column::kAmount),
                  table.Find(Column::kNumerator),
                  table.Find(Column::kDenominator),
                  table.Find(Column::kJudgement),
                  table.Find(Column::kComment),
                  {}};
  const std::vector<ColumnHeader>& headers = table.table().columns;
  for (size_t i = 0; i < headers.size(); ++i) {
    if (headers[i].column == Column::kCalendarMonth || headers[i].column == Column::kMonthValues) {
      columns.periods.emplace_back(static_cast<int>(i), headers[i]);
    }
  }
  return columns;
}

absl::string_view WithoutPercent(absl::string_view cell) {
  cell = TrimCell(cell);
  absl::ConsumeSuffix(&cell, "%");
  return TrimCell(cell);
}

// What the numbers of the whole table show about their decimal mark.
NumberStyle StyleOf(const TableRows& table, const Columns& columns) {
  std::vector<int> numbers = {columns.tolerance, columns.target, columns.change, columns.value};
  for (const auto& [position, header] : columns.periods) numbers.push_back(position);
  NumberStyle style;
  for (const TableRow& row : table.rows()) {
    for (const int column : numbers) style.Observe(WithoutPercent(TableRows::Field(row, column)));
  }
  return style;
}

// The period of columns of measurements: of twelve months, three tertials or one year.
v1::IndicatorPeriod PeriodOf(const Columns& columns) {
  v1::IndicatorPeriod longest = v1::INDICATOR_PERIOD_YEAR;
  for (const auto& [position, header] : columns.periods) {
    const int month = header.month.has_value() ? header.month->month() : header.calendar_month;
    if (month % 4 != 0) return v1::INDICATOR_PERIOD_MONTH;
    if (month != 12) longest = v1::INDICATOR_PERIOD_TERTIAL;
  }
  return longest;
}

// Reads the rows of a table; what is wrong is added to `faults`.
class RowReader {
 public:
  RowReader(const TableRows& table, const Columns& columns, int year, const std::string& organization,
            const ActivityLookup& activities, const RecordedIndicators& known, FaultList& faults)
      : columns_(columns),
        year_(year),
        style_(StyleOf(table, columns)),
        organization_(organization),
        activities_(activities),
        known_(known.indicators),
        faults_(faults) {
    for (const auto& [id, indicator] : known_) id_by_name_[FoldedName(indicator.display_name())] = id;
  }

  void Read(const TableRow& row, IndicatorTable& table) {
    const std::string id = IdOf(row);
    if (id.empty()) return;
    const std::string name = IndicatorName(organization_, id);
    const v1::Indicator& indicator = ReadIndicator(row, id, table);
    const int year = YearOf(row);
    const bool one_measurement = columns_.month >= 0 && !Field(row, columns_.month).empty();
    ReadTarget(row, name, year, /*with_comment=*/!one_measurement, table);
    if (one_measurement) {
      v1::Measurement measurement = ReadMeasurement(row, name);
      measurement.set_comment(Field(row, columns_.comment));
      measurement.set_judgement(Judgement(row));
      Add(measurement, absl::StrCat(name, " ", measurement.month()), row.line, measurement_at_,
          *table.request.mutable_measurements(), table.measurement_lines);
      return;
    }
    ReadPeriods(row, indicator, year, table);
  }

 private:
  static std::string Field(const TableRow& row, int column) { return TableRows::Field(row, column); }

  // By its column, among the known ones by what it is called, or made of that.
  std::string IdOf(const TableRow& row) {
    const std::string given = Field(row, columns_.id);
    const std::string called = Field(row, columns_.name);
    if (!given.empty()) {
      id_by_name_.emplace(FoldedName(called), given);
      return given;
    }
    if (called.empty()) {
      faults_.Add(PlaceInFile(row.line, "indikator"), FaultReason::kMissingValue, "", messages::value::IsRequired());
      return "";
    }
    std::string& id = id_by_name_[FoldedName(called)];
    if (id.empty() && known_.count(FoldedName(called)) != 0) id = FoldedName(called);
    if (id.empty()) id = FreeIdentifier(IdentifierFrom(called));
    return id;
  }

  // Long names may begin alike.
  std::string FreeIdentifier(const std::string& wanted) const {
    const auto is_taken = [&](const std::string& id) {
      return known_.count(id) != 0 ||
             std::any_of(id_by_name_.begin(), id_by_name_.end(), [&](const auto& entry) { return entry.second == id; });
    };
    if (!is_taken(wanted)) return wanted;
    for (int number = 2;; ++number) {
      std::string id = absl::StrCat(wanted.substr(0, 58), "-", number);
      if (!is_taken(id)) return id;
    }
  }

  // The indicator as the row says, and for what it does not say as it is known.
  const v1::Indicator& ReadIndicator(const TableRow& row, const std::string& id, IndicatorTable& table) {
    const auto before = known_.find(id);
    const bool is_new = before == known_.end() && read_.count(id) == 0;
    v1::Indicator indicator = read_.count(id) != 0 ? read_[id] : is_new ? v1::Indicator() : before->second;
    indicator.set_name(IndicatorName(organization_, id));
    const std::string called = Field(row, columns_.name);
    const bool is_same = FoldedName(called) == FoldedName(indicator.display_name()) || called == id;
    if (is_new || (!called.empty() && !is_same)) indicator.set_display_name(called);
    if (const std::string unit = Field(row, columns_.unit); !unit.empty()) indicator.set_unit(unit);
    if (const std::string activity = Field(row, columns_.activity); !activity.empty()) {
      indicator.set_activity(
          ActivityName(organization_, activities_.Require(activity, PlaceInFile(row.line, "verksamhet"), faults_)));
    }
    if (const auto kind = Choice(row, columns_.kind, "typ", KindWords()); kind.has_value()) indicator.set_kind(*kind);
    const auto period = Choice(row, columns_.frequency, "mätperiod", PeriodWords());
    if (period.has_value()) indicator.set_period(*period);
    const auto direction = Choice(row, columns_.direction, "riktning", DirectionWords());
    if (direction.has_value()) indicator.set_direction(*direction);
    if (const auto tolerance = Number(row, columns_.tolerance, "tolerans"); tolerance.has_value()) {
      indicator.set_tolerance(*tolerance);
    }
    ReadSource(row, indicator);
    if (is_new) FillNew(row, indicator);
    Add(indicator, id, row.line, indicator_at_, *table.request.mutable_indicators(), table.indicator_lines);
    return read_[id] = std::move(indicator);
  }

  // A volume is that of the activity, in the indicator's unit.
  void ReadSource(const TableRow& row, v1::Indicator& indicator) {
    const auto source = Choice(row, columns_.source, "källa", SourceWords());
    if (!source.has_value()) return;
    indicator.set_source(*source);
    indicator.clear_series();
    if (*source != v1::INDICATOR_SOURCE_VOLUME) return;
    const std::optional<ChildName> activity = ParseActivityName(indicator.activity());
    indicator.set_series(SeriesName(organization_, absl::StrCat(activity.has_value() ? activity->id : "", ".",
                                                                UnitIdentifier(indicator.unit()).value_or(""))));
  }

  // What a name or the columns of the table say of a new one.
  void FillNew(const TableRow& row, v1::Indicator& indicator) {
    if (indicator.kind() == 0 && absl::StartsWith(FoldedName(indicator.display_name()), "andel")) {
      indicator.set_kind(v1::INDICATOR_KIND_SHARE);
    }
    // What the ledger holds comes by month and adds up.
    if (indicator.source() != 0 && indicator.kind() == 0) indicator.set_kind(v1::INDICATOR_KIND_PER_PERIOD);
    if (indicator.source() != 0 && indicator.period() == 0) indicator.set_period(v1::INDICATOR_PERIOD_MONTH);
    if (indicator.period() == 0 && !columns_.periods.empty()) indicator.set_period(PeriodOf(columns_));
    const auto require = [&](bool is_there, int column, const char* name) {
      if (is_there || !Field(row, column).empty()) return;  // A word that is not known has its fault already.
      faults_.Add(PlaceInFile(row.line, name), FaultReason::kMissingValue, "",
                  messages::followup::IsRequiredOfANewIndicator());
    };
    require(indicator.kind() != 0, columns_.kind, "typ");
    require(indicator.period() != 0, columns_.frequency, "mätperiod");
    require(indicator.direction() != 0, columns_.direction, "riktning");
  }

  void ReadTarget(const TableRow& row, const std::string& name, int year, bool with_comment, IndicatorTable& table) {
    const std::optional<int64_t> value = Number(row, columns_.target, "mål");
    const std::optional<int64_t> change = Number(row, columns_.change, "målförändring");
    if (!value.has_value() && !change.has_value()) return;
    v1::IndicatorTarget target;
    target.set_indicator(name);
    target.set_year(year);
    if (value.has_value()) target.set_value(*value);
    // Both: the change is how the value was come by.
    if (!value.has_value()) target.set_change(*change);
    if (with_comment) target.set_comment(Field(row, columns_.comment));
    Add(target, absl::StrCat(name, " ", year), row.line, target_at_, *table.request.mutable_targets(),
        table.target_lines);
  }

  v1::Measurement ReadMeasurement(const TableRow& row, const std::string& name) {
    v1::Measurement measurement;
    measurement.set_indicator(name);
    const std::string text = Field(row, columns_.month);
    const absl::StatusOr<Month> month = ParseMonthCell(text);
    if (!month.ok()) {
      faults_.Add(PlaceInFile(row.line, "månad"), FaultReason::kNotAMonth, text, MessageFrom(month.status()));
    } else {
      measurement.set_month(month->ToString());
    }
    if (const auto value = Number(row, columns_.value, "värde"); value.has_value()) measurement.set_value(*value);
    if (const auto count = Whole(row, columns_.numerator, "täljare"); count.has_value()) {
      measurement.set_numerator(*count);
    }
    if (const auto count = Whole(row, columns_.denominator, "nämnare"); count.has_value()) {
      measurement.set_denominator(*count);
    }
    return measurement;
  }

  // A cell for each period; a blank one says nothing. A judgement of the row is of its last period.
  void ReadPeriods(const TableRow& row, const v1::Indicator& indicator, int year, IndicatorTable& table) {
    std::vector<v1::Measurement> measurements;
    for (const auto& [position, header] : columns_.periods) {
      if (Field(row, position).empty()) continue;
      v1::Measurement& measurement = measurements.emplace_back();
      measurement.set_indicator(indicator.name());
      const Month month = header.month.value_or(Month::January(year) + (std::max(header.calendar_month, 1) - 1));
      measurement.set_month(month.ToString());
      if (const auto value = Number(row, position, header.name); value.has_value()) measurement.set_value(*value);
    }
    const v1::IndicatorStatus judgement = Judgement(row);
    if (!measurements.empty()) measurements.back().set_judgement(judgement);
    for (const v1::Measurement& one : measurements) {
      Add(one, absl::StrCat(one.indicator(), " ", one.month()), row.line, measurement_at_,
          *table.request.mutable_measurements(), table.measurement_lines);
    }
  }

  int YearOf(const TableRow& row) {
    const std::string text = Field(row, columns_.year);
    int year = year_;
    if (!text.empty() && !absl::SimpleAtoi(text, &year)) {
      faults_.Add(PlaceInFile(row.line, "år"), FaultReason::kNotANumber, text, messages::value::IsNotAWholeNumber());
    }
    return std::clamp(year, Month::kFirstYear, Month::kLastYear);
  }

  template <typename Value>
  std::optional<Value> Choice(const TableRow& row, int column, const char* name, const Words<Value>& words) {
    const std::string text = Field(row, column);
    if (text.empty()) return std::nullopt;
    const auto found = words.find(FoldedName(text));
    if (found != words.end()) return found->second;
    std::vector<std::string> allowed;
    for (const auto& [word, value] : words) allowed.emplace_back(word);
    faults_.Add(PlaceInFile(row.line, name), FaultReason::kUnknown, text,
                messages::followup::IsNoneOf(Argument::AnyOf(allowed)));
    return std::nullopt;
  }

  v1::IndicatorStatus Judgement(const TableRow& row) {
    const std::string text = Field(row, columns_.judgement);
    if (text.empty()) return v1::INDICATOR_STATUS_UNSPECIFIED;
    const std::optional<v1::IndicatorStatus> judgement = JudgementIn(text);
    if (!judgement.has_value()) {
      faults_.Add(PlaceInFile(row.line, "bedömning"), FaultReason::kUnknown, text, messages::followup::IsNoJudgement());
    }
    return judgement.value_or(v1::INDICATOR_STATUS_UNSPECIFIED);
  }

  // In thousandths; nullopt for a blank cell and for one that says that nothing was measured.
  std::optional<int64_t> Number(const TableRow& row, int column, absl::string_view name) {
    return Parsed(row, column, name, kThousandths);
  }
  std::optional<int64_t> Whole(const TableRow& row, int column, absl::string_view name) {
    return Parsed(row, column, name, 1);
  }

  std::optional<int64_t> Parsed(const TableRow& row, int column, absl::string_view name, int parts) {
    const std::string text = Field(row, column);
    if (text.empty() || SaysNotMeasured(text)) return std::nullopt;
    const absl::StatusOr<int64_t> number = ParseNumberCell(WithoutPercent(text), style_, parts);
    if (number.ok()) return *number;
    faults_.Add(PlaceInFile(row.line, name), FaultReason::kNotANumber, text, MessageFrom(number.status()));
    return std::nullopt;
  }

  // Adds `message` unless the same stands in a row above; one that says otherwise is left for the service to refuse,
  // but for an indicator, of which later rows may say more.
  template <typename Message>
  void Add(const Message& message, const std::string& key, int line, std::map<std::string, int>& at,
           google::protobuf::RepeatedPtrField<Message>& list, std::vector<int>& lines) {
    const auto [found, is_new] = at.try_emplace(key, list.size());
    if (!is_new) {
      if constexpr (std::is_same_v<Message, v1::Indicator>) {
        *list.Mutable(found->second) = message;
        return;
      }
      if (list.Get(found->second).SerializeAsString() == message.SerializeAsString()) return;
    }
    *list.Add() = message;
    lines.push_back(line);
  }

  const Columns columns_;
  const int year_;
  const NumberStyle style_;
  const std::string organization_;
  const ActivityLookup& activities_;
  const std::map<std::string, v1::Indicator>& known_;
  FaultList& faults_;
  std::map<std::string, std::string> id_by_name_;  // By what an indicator is called, folded.
  std::map<std::string, v1::Indicator> read_;      // By identifier.
  std::map<std::string, int> indicator_at_, target_at_, measurement_at_;
};

}  // namespace

absl::StatusOr<IndicatorTable> ReadIndicatorTable(const TableFile& file, int year, const std::string& organization,
                                                  const ledger::ActivityTree& tree, const RecordedIndicators& known) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableKind::kIndicators));
  FaultList faults;
  const Columns columns = FindColumns(rows, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  const ActivityLookup activities = LookupIn(tree);
  RowReader reader(rows, columns, year, organization, activities, known, faults);
  IndicatorTable table;
  for (const TableRow& row : rows.rows()) reader.Read(row, table);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  table.row_count = static_cast<int>(rows.rows().size());
  table.notes = rows.notes();
  return table;
}

absl::Status AtTableLines(const absl::Status& status, const IndicatorTable& table) {
  return AtLinesOfLists(status, {{"indicators[", &table.indicator_lines},
                                 {"targets[", &table.target_lines},
                                 {"measurements[", &table.measurement_lines}});
}

}  // namespace prognos::service
