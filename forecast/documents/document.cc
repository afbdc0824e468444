#include "forecast/documents/document.h"

#include <utility>

namespace prognos::documents {
namespace {

constexpr int64_t kOrePerKrona = 100;
constexpr int64_t kThousandths = 1000;

}  // namespace

Unit Tkr() { return {"tkr", Unit::Kind::kMoney, kOrePerThousandKronor, 0}; }

Unit Kronor() { return {"kr", Unit::Kind::kMoney, kOrePerKrona, 2}; }

Unit VolumeUnit(std::string name, int decimals) {
  return {std::move(name), Unit::Kind::kVolume, kThousandths, decimals};
}

int64_t ShownPerUnit(const Unit& unit) {
  int64_t power = 1;
  for (int i = 0; i < unit.decimals; ++i) power *= 10;
  return power;
}

Amount RoundedAmount(int64_t exact, const Unit& unit, Sign sign) {
  return {exact, DivideRounded(exact, unit.steps / ShownPerUnit(unit)), unit, sign};
}

std::vector<const Table*> TablesOf(const Document& document) {
  std::vector<const Table*> tables;
  for (const Block& block : document.blocks) {
    if (const Table* table = std::get_if<Table>(&block)) tables.push_back(table);
  }
  return tables;
}

}  // namespace prognos::documents
