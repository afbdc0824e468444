#include "forecast/messages/catalogue.h"

#include <algorithm>

namespace prognos {
namespace {

constexpr CatalogueEntry kEntries[] = {
#include "messages/entries.inc"
};

}  // namespace

absl::Span<const CatalogueEntry> Catalogue() { return kEntries; }

const CatalogueEntry* FindEntry(absl::string_view id) {
  const auto* const found =
      std::lower_bound(std::begin(kEntries), std::end(kEntries), id,
                       [](const CatalogueEntry& entry, absl::string_view wanted) { return entry.id < wanted; });
  return found != std::end(kEntries) && found->id == id ? found : nullptr;
}

}  // namespace prognos
