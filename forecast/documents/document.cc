#include "forecast/documents/document.h"

#include <utility>

namespace prognos::documents {

ShownUnit Tkr() { return {"tkr", ShownUnit::Kind::kMoney, kOrePerThousandKronor, 0}; }

ShownUnit Mnkr() { return {"mnkr", ShownUnit::Kind::kMoney, 1000 * kOrePerThousandKronor, 1}; }

ShownUnit Kronor() { return {"kr", ShownUnit::Kind::kMoney, kMoneyUnit.parts_per_whole, 2}; }

ShownUnit VolumeUnit(std::string name, int decimals) {
  return {std::move(name), ShownUnit::Kind::kVolume, kVolumeUnit.parts_per_whole, decimals};
}

int64_t ShownPerUnit(const ShownUnit& unit) {
  int64_t power = 1;
  for (int i = 0; i < unit.decimals; ++i) power *= 10;
  return power;
}

Amount RoundedAmount(int64_t exact, const ShownUnit& unit, Sign sign) {
  return {exact, DivideRounded(exact, unit.steps / ShownPerUnit(unit)), unit, sign};
}

namespace {

template <typename T>
concept HasSentence = requires(const T& block) {
  block.sentence;
};

}  // namespace

bool IsChart(const Block& block) {
  return std::visit([]<typename T>(const T&) { return HasSentence<T>; }, block);
}

std::string SentenceOf(const Block& block) {
  return std::visit(
      []<typename T>(const T& chart) -> std::string {
        if constexpr (HasSentence<T>) {
          return chart.sentence;
        } else {
          return "";
        }
      },
      block);
}

std::vector<const Table*> TablesOf(const Document& document) {
  std::vector<const Table*> tables;
  for (const Block& block : document.blocks) {
    if (const Table* table = std::get_if<Table>(&block)) tables.push_back(table);
  }
  return tables;
}

}  // namespace prognos::documents
