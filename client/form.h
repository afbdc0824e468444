// A form: a workbook of a stored forecast in which an ekonom fills in what is judged, said and planned.
//
// The first sheet says which forecast and version it is about. The second has a row for each line of money: grey cells
// say which line it is and what is known of it, yellow ones take a full year, plus-minus, reason and comment, and hold
// those in force. The third has the planned volumes of the year, with the version of each plan.
#ifndef PROGNOS_CLIENT_FORM_H_
#define PROGNOS_CLIENT_FORM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/texts.h"
#include "prognos/v1/followup.pb.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// A volume series, and its plan for the forecast's year: without months, and with etag "0", where there is none.
struct FormVolume {
  std::string activity;  // As printed.
  std::string unit;
  v1::VolumePlan plan;
};

struct FormMaterial {
  v1::Forecast forecast;  // With its lines, and what is judged of them.
  std::vector<FormVolume> volumes;
};

// A line of money.
struct FormLine {
  std::string key;  // Unique in a forecast: "vuxen.cost" of a series, "sum:vuxen.net" of a sum.
  v1::LineRef line;
  std::string activity;  // As printed, indented by nothing.
  std::string measure;   // "kostnad".
  std::optional<int64_t> budget;
  int64_t known = 0;
  int64_t full_year = 0;  // The model's.
  bool takes_amount = false;
  // In force.
  std::optional<int64_t> amount;
  std::optional<int64_t> plus_minus;
  std::string reason;
  std::string comment;
};
std::vector<FormLine> FormLinesOf(const v1::Forecast& forecast, const Texts& texts);

// Where things stand: columns from 0. The header is the first row of a sheet.
namespace form {
inline constexpr size_t kKey = 0, kActivity = 1, kMeasure = 2, kBudget = 3, kKnown = 4, kModel = 5, kAmount = 6,
                        kPlusMinus = 7, kReason = 8, kComment = 9;
inline constexpr size_t kUnit = 2, kVersion = 3, kJanuary = 4, kPlanComment = 16;
// Of the first sheet, in the second column: rows from 1.
inline constexpr int kForecastRow = 3, kEtagRow = 4;
}  // namespace form

std::array<std::string, 10> LineHeadings(const Texts& texts);
std::array<std::string, 17> VolumeHeadings(const Texts& texts);

// The bytes of the form. INTERNAL when it cannot be written.
absl::StatusOr<std::string> RenderForm(const FormMaterial& material, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FORM_H_
