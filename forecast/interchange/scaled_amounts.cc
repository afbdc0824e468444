#include "forecast/interchange/scaled_amounts.h"

#include "absl/strings/str_cat.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/table.h"

namespace prognos {

std::string WithDecimals(absl::int128 value, int parts_per_whole) {
  const absl::int128 size = value < 0 ? -value : value;
  const std::string decimals = absl::StrCat(parts_per_whole + static_cast<int64_t>(size % parts_per_whole));
  return absl::StrCat(value < 0 ? "-" : "", static_cast<int64_t>(size / parts_per_whole), ".", decimals.substr(1));
}

void ScaledAmounts::Take(int kronor_per_unit, int line, absl::string_view cell, int64_t ore) {
  if (kronor_per_unit == 1) return;
  const auto [scaled, is_new] = by_unit_.try_emplace(kronor_per_unit);
  if (is_new) scaled->second = {line, std::string(cell), ore, 0};
  scaled->second.sum_ore += ore;
}

std::vector<std::string> ScaledAmounts::Notes() const {
  std::vector<std::string> notes;
  for (const auto& [kronor_per_unit, scaled] : by_unit_) {
    const int parts = kMoneyUnit.parts_per_whole;
    notes.push_back(absl::StrCat("the amounts are in ", UnitWord(kronor_per_unit), " (line ", scaled.line, "): \"",
                                 scaled.cell, "\" is read as ", WithDecimals(scaled.ore, parts),
                                 " kronor, all together as ", WithDecimals(scaled.sum_ore, parts), " kronor"));
  }
  return notes;
}

}  // namespace prognos
