// Every message there is, as compiled from sv.po.
#ifndef PROGNOS_FORECAST_MESSAGES_CATALOGUE_H_
#define PROGNOS_FORECAST_MESSAGES_CATALOGUE_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace prognos {

// A text holds its arguments by name: "must be {low}-{high}".
struct CatalogueEntry {
  const char* id;
  const char* english;
  const char* swedish;
};

// In the order of their ids.
absl::Span<const CatalogueEntry> Catalogue();

// Null when there is none.
const CatalogueEntry* FindEntry(absl::string_view id);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_MESSAGES_CATALOGUE_H_
