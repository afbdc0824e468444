#include "forecast/interchange/account_rows.h"

#include "absl/strings/str_join.h"

namespace prognos {

std::string JoinedDimensions(const ObjectList& objects) {
  return absl::StrJoin(objects, ";", [](std::string* out, const DimensionObject& one) { *out += one.dimension; });
}

std::string JoinedObjects(const ObjectList& objects) {
  return absl::StrJoin(objects, ";", [](std::string* out, const DimensionObject& one) { *out += one.object; });
}

}  // namespace prognos
