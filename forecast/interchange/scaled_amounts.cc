#include "forecast/interchange/scaled_amounts.h"

#include <limits>
#include <sstream>

#include "forecast/base/unit.h"
#include "forecast/interchange/table.h"
#include "messages/note.h"

namespace prognos {

Argument AmountOf(absl::int128 ore) {
  const absl::int128 largest = std::numeric_limits<int64_t>::max();
  if (ore <= largest && ore >= -largest) return Argument::Amount(static_cast<int64_t>(ore));
  std::ostringstream kronor;
  kronor << ore / kMoneyUnit.parts_per_whole << " kr";
  return kronor.str();
}

void ScaledAmounts::Take(int kronor_per_unit, int line, absl::string_view cell, int64_t ore) {
  if (kronor_per_unit == 1) return;
  const auto [scaled, is_new] = by_unit_.try_emplace(kronor_per_unit);
  if (is_new) scaled->second = {line, std::string(cell), ore, 0};
  scaled->second.sum_ore += ore;
}

std::vector<Message> ScaledAmounts::Notes() const {
  std::vector<Message> notes;
  for (const auto& [kronor_per_unit, scaled] : by_unit_) {
    notes.push_back(messages::note::AmountsAreScaled(UnitWord(kronor_per_unit), scaled.line, scaled.cell,
                                                     AmountOf(scaled.ore), AmountOf(scaled.sum_ore)));
  }
  return notes;
}

}  // namespace prognos
