#include "forecast/interchange/cost_type_lookup.h"

#include <map>
#include <optional>
#include <utility>

#include "forecast/base/nearest_word.h"
#include "forecast/interchange/cell_values.h"
#include "messages/ledger.h"

namespace prognos {
namespace {

// The name that is meant by a mistyped one, compared as names are looked up.
std::optional<std::string> NearestName(absl::string_view text, const std::vector<std::string>& names) {
  std::map<std::string, std::string> by_folded;
  std::vector<std::string> folded;
  for (const std::string& name : names) {
    folded.push_back(FoldedName(name));
    by_folded.emplace(folded.back(), name);
  }
  const std::optional<std::string> nearest = NearestWord(FoldedName(text), folded);
  return nearest.has_value() ? std::optional<std::string>(by_folded.at(*nearest)) : std::nullopt;
}

Message WhyUnknown(absl::string_view text, const std::vector<std::string>& names) {
  if (names.empty()) return messages::ledger::ThereAreNoCostTypes();
  const std::optional<std::string> nearest = NearestName(text, names);
  return nearest.has_value() ? messages::ledger::IsNotACostTypeButNear(*nearest) : messages::ledger::IsNotACostType();
}

}  // namespace

CostTypeLookup::CostTypeLookup(const std::vector<NamedCostType>& types) {
  for (const NamedCostType& type : types) {
    names_.push_back(type.display_name);
    ids_by_text_.emplace(FoldedName(type.display_name), type.id);
  }
  // An identifier means its own type whatever others are called.
  for (const NamedCostType& type : types) {
    names_.push_back(type.id);
    ids_by_text_[type.id] = type.id;
  }
}

std::string CostTypeLookup::Require(absl::string_view text, std::string place, FaultList& faults) const {
  if (TrimCell(text).empty()) return "";
  const auto found = ids_by_text_.find(FoldedName(text));
  if (found != ids_by_text_.end()) return found->second;
  faults.Add(std::move(place), FaultReason::kUnknown, text, WhyUnknown(text, names_));
  return "";
}

}  // namespace prognos
