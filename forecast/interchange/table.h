// The head of a table that a person keeps: which row is its header, what each column holds, and in what its amounts
// are.
#ifndef PROGNOS_FORECAST_INTERCHANGE_TABLE_H_
#define PROGNOS_FORECAST_INTERCHANGE_TABLE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/month.h"
#include "forecast/interchange/csv_source.h"
#include "forecast/interchange/record_source.h"

namespace prognos {

// What a table is read for; a few names mean different things: "budget" is the amount in a budget, and no outcome.
enum class TableKind {
  kActuals,
  kBudget,
  kActivities,
  kRules,
  kIndicators,
  kEvents,
  kGrants,
  kProjects,
  kInvestments,
  kVolumePlans,
  kJudgements,
  kDrivers
};

enum class Column {
  kUnknown,
  kMonth,           // månad, period, datum, month, date
  kYear,            // år, year
  kActivity,        // verksamhet, serie, activity, series
  kFlow,            // flöde, slag, typ, flow, type
  kCostType,        // kostnadsslag, cost type
  kUnit,            // enhet, unit
  kAmount,          // belopp, antal, utfall, värde, amount, quantity, actual, value; budget in a budget
  kCost,            // kostnad, cost
  kRevenue,         // intäkt, revenue
  kVolume,          // volym, volume
  kAccount,         // konto, account
  kFirstAccount,    // konto från, first account
  kLastAccount,     // konto till, last account
  kDimension,       // dimension
  kObject,          // objekt, object
  kNamedDimension,  // kostnadsställe, kst, ansvar, projekt, dimension 3, ...: its cells are objects of that dimension
  kMonthValues,     // Wide form: the month itself (2022-03, mars 2022, Utfall jan 2025).
  kCalendarMonth,   // Wide form beside a year: the name of a month (mars); indicators: T1, T2, T3 and helår, too.
  kPhasing,         // Budget: periodisering, phasing
  kId,              // Activities, indicators, events, funds: id
  kName,    // Activities: namn, name; indicators: indikator, indicator; events: händelse, event; funds: bidrag, ...
  kParent,  // Activities: överordnad, parent
  kOrder,   // Activities: ordning, order
  kSeriesList,     // Activities: serier, series
  kOwnFrame,       // Activities: egen ram, own frame
  kKind,           // Indicators, events: typ, slag, kind; drivers: hur, how
  kFrequency,      // Indicators: mätperiod, frequency
  kDirection,      // Indicators: riktning, direction
  kTolerance,      // Indicators: tolerans, tolerance
  kTarget,         // Indicators: mål, target
  kTargetChange,   // Indicators: målförändring, target change
  kNumerator,      // Indicators: täljare, numerator
  kDenominator,    // Indicators: nämnare, denominator
  kSource,         // Indicators, events: källa, source
  kJudgement,      // Indicators: bedömning, status, judgement
  kComment,        // Indicators, judgements: kommentar, comment
  kFrame,          // Funds: beviljat, granted; budget of a project; totalbudget of an investment
  kYearBudget,     // Investments: budget; budget 2024 (ColumnHeader::year)
  kUsed,           // Funds: använt, förbrukat, utfall, used
  kForecast,       // Funds: prognos, forecast
  kCarriedOver,    // Investments: överförs, carried over
  kStart,          // Funds: startdatum, start; events: från, from, start, startdatum, placerad från
  kEnd,            // Funds: slutdatum, end; events: till, to, slut, slutdatum, placerad till
  kWriteOffYears,  // Investments: avskrivningstid, depreciation years
  kDepreciation,   // Investments: avskrivning, depreciation
  kInterest,       // Investments: ränta, interest
  kPercent,        // Events: procent, percent
  kProbability,    // Events: sannolikhet, probability
  kBelongsTo,      // Events: avser, belongs to
  kRamp,           // Events: upptrappning, ramp
  kToSeries,       // Events: till serie, to series
  kUncertainty,  // Events: slutosäkerhet, osäkerhet, end uncertainty, uncertainty; judgements: plusminus, plus-minus
  kReference,    // Events: referens, reference
  kCannotEnd,    // Events: kan inte avslutas, cannot end
  kDayPrice,     // Events: kronor per dag, dygnskostnad, price per day: the amount of a commitment
  kRemainder,    // Judgements: återstår, remainder
  kReason,       // Judgements: skäl, motivering, reason
  kRemoval,      // Judgements: ta bort, remove
  kDriver,       // Drivers: drivs av, driver
  kRates,        // Drivers: ersättning, rates
  kBookings,     // Drivers: samlat, bookings
  kSum,          // summa, totalt, helår: said by the table and checked against its parts.
  kLeftOut,      // Nets, comments, names of accounts, budgets beside outcomes: known not to be read.
};

// The most columns that a header may have: thirty years of months and then some.
inline constexpr size_t kMaxColumns = 1000;

struct ColumnHeader {
  Column column = Column::kUnknown;
  std::string name;            // As written, trimmed.
  std::optional<Month> month;  // kMonthValues.
  int calendar_month = 0;      // kCalendarMonth: 1-12.
  int year = 0;                // kYearBudget: the year that it names; 0: none.
  std::string dimension;       // kNamedDimension: "1" for kostnadsställe, "6" for projekt, otherwise its folded name.
  int kronor_per_unit = 0;     // 1000 for "belopp (tkr)", 1 for "belopp (kr)"; 0 when the header does not say.
};

// What a header cell says. Case, blanks, '_' and '-' do not matter, nor whether å, ä, ö have their dots.
ColumnHeader RecognizeColumn(absl::string_view cell, TableKind kind = TableKind::kActuals);

// The dimension that a person calls so: "1" for kostnadsställe, kst and ansvar, "2" for kostnadsbärare, "6" for
// projekt (the numbers that SIE reserves), "3" for "dimension 3" and "3"; a name of the organization's own, folded,
// otherwise.
std::string DimensionNamed(absl::string_view name);

// Whether a row that is called so holds sums of other rows: "Summa", "Totalt", "Summa Barn och unga", "Delsumma 4610",
// or what costs and revenues make together: "Nettokostnad", "Resultat".
bool IsSumName(absl::string_view name);

// In what a text says that amounts are: 1000 for tkr, kkr, ksek and tusen kronor, 1 000 000 for mkr, mnkr, msek and
// miljoner kronor, 1 for kr, sek and kronor; 0 when it says nothing.
int KronorPerUnitIn(absl::string_view text);

// "tkr", "mkr" or "kr".
std::string UnitWord(int kronor_per_unit);

// The column at `index`, from 0, as a spreadsheet names it: A, Z, AA.
std::string SpreadsheetColumn(size_t index);

struct Table {
  int header_line = 0;
  std::vector<ColumnHeader> columns;
  RecordSource::Position body;  // What follows the header.
  int kronor_per_unit = 0;      // As a title above the header says; 0 when none does.
  int unit_line = 0;            // The line of that title.

  // The position of the first column of that kind; nullopt when there is none.
  std::optional<size_t> Find(Column column) const;
  bool Has(Column column) const { return Find(column).has_value(); }
  // The header names found, for messages: `"konto", "belopp"`.
  std::string NamesFound() const;
};

// Finds the header among the first ten records that are not blank: the one with the most names that are known. Titles
// may stand above it. When no name is known at all the first record is taken.
// INVALID_ARGUMENT: kMissing when the source holds only blanks, kDuplicate for a kind of column that stands twice,
// kTooLong for a header of more than kMaxColumns, kInconsistent for titles that say both tkr and mkr, and the errors
// of the source.
absl::StatusOr<Table> OpenTable(RecordSource& source, TableKind kind);

// How many columns of the header are known; -1 for a source without one. Says nothing about whether the table is right.
int CountKnownColumns(RecordSource& source, TableKind kind);

// A table of a CSV text.
struct CsvTable {
  std::unique_ptr<CsvSource> source;
  Table table;
};

// As OpenTable, with the delimiter, ';', tab or ',', with which most of the header is known; a first line "sep=;"
// decides it. `text` is UTF-8 and must outlive the result.
absl::StatusOr<CsvTable> OpenCsvTable(absl::string_view text, TableKind kind = TableKind::kActuals);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_TABLE_H_
