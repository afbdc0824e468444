#include "client/driver_file.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/fault_places.h"
#include "forecast/base/faults.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"
#include "messages/followup.h"
#include "messages/value.h"

namespace prognos::client {
namespace {

constexpr char kSeriesColumn[] = "serie";
constexpr char kHowColumn[] = "hur";
constexpr char kDriverColumn[] = "drivs av";
constexpr char kRatesColumn[] = "ersättning";
constexpr char kBookingsColumn[] = "samlat";

// What drivers are called, folded; as they are shown, and as the commands are called.
v1::DriverKind DriverKindNamed(absl::string_view text) {
  const std::string word = FoldedName(text);
  for (const absl::string_view price : {"volym-ganger-pris", "pris", "volume-times-price", "price"}) {
    if (word == price) return v1::DRIVER_KIND_VOLUME_TIMES_PRICE;
  }
  for (const absl::string_view refund : {"atersoks-senare", "atersokning", "refunded-later", "refund"}) {
    if (word == refund) return v1::DRIVER_KIND_REFUND_LATER;
  }
  return v1::DRIVER_KIND_UNSPECIFIED;
}

// "2015-01=1900,5, 2017-07=1350" in its parts: a comma that no equals sign follows is a decimal mark.
std::vector<std::string> DatedParts(absl::string_view text) {
  std::vector<std::string> parts;
  for (const absl::string_view piece : absl::StrSplit(text, ',')) {
    if (!parts.empty() && !absl::StrContains(piece, '=')) {
      absl::StrAppend(&parts.back(), ",", piece);
    } else if (!TrimCell(piece).empty()) {
      parts.emplace_back(TrimCell(piece));
    }
  }
  return parts;
}

struct DriverColumns {
  int series, how, driver, rates, bookings;
};

DriverColumns FindDriverColumns(const TableRows& rows, FaultList& faults) {
  return {rows.Require(Column::kActivity, kSeriesColumn, faults), rows.Require(Column::kKind, kHowColumn, faults),
          rows.Require(Column::kDriver, kDriverColumn, faults), rows.Find(Column::kRates),
          rows.Find(Column::kBookings)};
}

class DriverRowReader {
 public:
  DriverRowReader(const DriverColumns& columns, const LedgerNames& names, FaultList& faults)
      : columns_(columns), names_(names), faults_(faults) {}

  v1::Driver Read(const TableRow& row) {
    v1::Driver driver;
    driver.set_series(SeriesIn(row, columns_.series, kSeriesColumn));
    driver.set_driver(SeriesIn(row, columns_.driver, kDriverColumn));
    const std::string how = TableRows::Field(row, columns_.how);
    driver.set_kind(DriverKindNamed(how));
    if (driver.kind() == v1::DRIVER_KIND_UNSPECIFIED) {
      faults_.Add(PlaceInFile(row.line, kHowColumn), how.empty() ? FaultReason::kMissingValue : FaultReason::kNotAName,
                  how, messages::value::MustBeOneOf(Argument::AnyOf({"volym gånger pris", "återsöks senare"})));
    }
    for (const DatedNumber& rate : DatedIn(row, columns_.rates, kRatesColumn, kRatePartsPerKrona)) {
      v1::DriverRate& added = *driver.add_rates();
      added.set_first_month(rate.month);
      added.set_amount(rate.number);
    }
    for (const DatedNumber& booking : DatedIn(row, columns_.bookings, kBookingsColumn, /*parts_per_whole=*/1)) {
      v1::DriverBooking& added = *driver.add_bookings();
      added.set_first_month(booking.month);
      added.set_months(MonthsOf(booking));
    }
    return driver;
  }

 private:
  std::string SeriesIn(const TableRow& row, int column, const char* name) {
    const std::string text = TableRows::Field(row, column);
    const std::string place = PlaceInFile(row.line, name);
    if (!text.empty()) return FindSeries(text, names_, place, faults_);
    faults_.Add(place, FaultReason::kMissingValue, "", messages::value::IsRequired());
    return "";
  }

  std::vector<DatedNumber> DatedIn(const TableRow& row, int column, const char* name, int parts_per_whole) {
    std::vector<DatedNumber> dated;
    for (const std::string& part : DatedParts(TableRows::Field(row, column))) {
      absl::StatusOr<DatedNumber> one = ParseDatedNumber(part, parts_per_whole);
      if (one.ok()) {
        dated.push_back(*std::move(one));
      } else {
        faults_.Add(PlaceInFile(row.line, name), FaultReason::kNotANumber, part, MessageFrom(one.status()));
      }
    }
    return dated;
  }

  const DriverColumns columns_;
  const LedgerNames& names_;
  FaultList& faults_;
};

// The column that a field of a driver was read from.
const char* DriverColumnOf(absl::string_view field) {
  if (absl::StartsWith(field, "rates")) return kRatesColumn;
  if (absl::StartsWith(field, "bookings")) return kBookingsColumn;
  if (field == "driver") return kDriverColumn;
  return field == "kind" ? kHowColumn : kSeriesColumn;
}

}  // namespace

absl::StatusOr<DatedNumber> ParseDatedNumber(absl::string_view text, int parts_per_whole) {
  const size_t sign = text.find('=');
  const absl::StatusOr<Month> month = Month::Parse(TrimCell(text.substr(0, sign)));
  if (!month.ok() || sign == absl::string_view::npos) {
    return MessageStatus(absl::StatusCode::kInvalidArgument, messages::value::IsNotAMonth());
  }
  PROGNOS_ASSIGN_OR_RETURN(const int64_t number,
                           ParseNumberCell(text.substr(sign + 1), NumberStyle(), parts_per_whole));
  // Told here, for the service would tell it in the parts that it was sent in.
  if (number < 0) return MessageStatus(absl::StatusCode::kInvalidArgument, messages::value::MustBeAtLeastZero());
  return DatedNumber{month->ToString(), number};
}

int MonthsOf(const DatedNumber& booking) { return static_cast<int>(std::min<int64_t>(booking.number, 1000)); }

absl::StatusOr<DriverFile> ReadDriverFile(const TableFile& file, const LedgerNames& names) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableKind::kDrivers));
  FaultList faults;
  const DriverColumns columns = FindDriverColumns(rows, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  DriverRowReader reader(columns, names, faults);
  DriverFile result;
  for (const TableRow& row : rows.rows()) {
    *result.request.add_drivers() = reader.Read(row);
    result.rows.push_back(row.line);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  result.notes.assign(rows.notes().begin(), rows.notes().end());
  return result;
}

grpc::Status AtDriverRows(const grpc::Status& status, const DriverFile& file) {
  return WithPlaces(status, [&](const std::string& place) -> std::string {
    const auto driver = ElementOf(place, "drivers");
    if (!driver.has_value() || driver->first >= file.rows.size()) return place;
    return PlaceInFile(file.rows[driver->first], DriverColumnOf(driver->second));
  });
}

}  // namespace prognos::client
