// The rows of line_tree.h by cost type ("varav Personal"), printed so that they add up both ways, as type_rows.h has it
// for a forecast.
#ifndef PROGNOS_CLIENT_TYPE_TREE_H_
#define PROGNOS_CLIENT_TYPE_TREE_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/substitute.h"
#include "client/line_tree.h"
#include "client/texts.h"
#include "forecast/base/unit.h"
#include "forecast/documents/rounded_shares.h"
#include "prognos/v1/common.pb.h"

namespace prognos::client {

// A part of a row.
template <size_t kColumns>
struct TypePart {
  std::string name;  // As it is printed.
  std::string type;  // A resource name; empty: money without a type.
  std::array<int64_t, kColumns> ore{};
  std::array<int64_t, kColumns> shown{};  // In tkr.
};

// The parts of each row, in the order of the types; of a row without any none.
template <size_t kColumns>
using TypeParts = std::vector<std::vector<TypePart<kColumns>>>;

template <typename Line, size_t kColumns>
class TypeTree {
 public:
  using Columns = std::array<int64_t, kColumns>;
  using Row = TreeRow<kColumns>;

  // `rows` are LineTree::Rows of the answer whose lines by type are `lines`, `shown` what they print. A row for what is
  // on an activity itself has what its types have and those below it lack.
  template <typename Lines, typename ColumnsOf>
  static TypeParts<kColumns> Parts(const Lines& lines, ColumnsOf columns_of, const std::vector<Row>& rows,
                                   const std::vector<Columns>& shown, const Texts& texts) {
    TypeTree tree(rows);
    for (const Line& line : lines) {
      if (line.measure() == v1::MEASURE_NET) tree.Take(line, columns_of(line), texts);
    }
    tree.FillOwn();
    tree.Round(shown);
    return std::move(tree.parts_);
  }

 private:
  explicit TypeTree(const std::vector<Row>& rows) : rows_(rows), parts_(rows.size()), is_own_(rows.size(), false) {
    for (size_t at = 0; at < rows.size(); ++at) {
      const bool is_first = index_.emplace(PlaceOf(rows[at]), at).second;
      is_own_[at] = !is_first;  // What is on an activity itself stands behind it, with its name.
    }
  }

  static std::string PlaceOf(const Row& row) { return row.is_subtotal ? "-" : row.activity; }

  void Take(const Line& line, const Columns& ore, const Texts& texts) {
    const auto found = index_.find(line.without_frames() ? "-" : line.activity());
    if (found == index_.end()) return;
    parts_[found->second].push_back({line.cost_type().empty()
                                         ? std::string(texts.of_which_without_type)
                                         : absl::Substitute(texts.of_which, line.cost_type_display_name()),
                                     line.cost_type(), ore});
  }

  void FillOwn() {
    for (size_t own = 0; own < rows_.size(); ++own) {
      if (!is_own_[own]) continue;
      for (TypePart<kColumns> part : parts_[static_cast<size_t>(rows_[own].parent)]) {
        for (size_t at = 0; at < rows_.size(); ++at) {
          if (rows_[at].parent == rows_[own].parent && at != own) Add(at, part.type, -1, part.ore);
        }
        if (part.ore != Columns{}) parts_[own].push_back(std::move(part));
      }
    }
  }

  // What a row has of a type; one that is not told by type is money without one.
  void Add(size_t row, const std::string& type, int sign, Columns& sum) const {
    const auto add = [&](const Columns& ore) {
      for (size_t column = 0; column < kColumns; ++column) sum[column] += sign * ore[column];
    };
    if (parts_[row].empty() && type.empty()) add(rows_[row].ore);
    for (const TypePart<kColumns>& part : parts_[row]) {
      if (part.type == type) add(part.ore);
    }
  }

  void Round(const std::vector<Columns>& shown) {
    std::vector<std::string> types = {""};
    for (const auto& parts : parts_) {
      for (const auto& part : parts) {
        if (std::find(types.begin(), types.end(), part.type) == types.end()) types.push_back(part.type);
      }
    }
    for (size_t column = 0; column < kColumns; ++column) {
      std::vector<int64_t> printed;
      std::vector<std::vector<int64_t>> exact;
      for (size_t row = 0; row < rows_.size(); ++row) {
        printed.push_back(shown[row][column]);
        std::vector<int64_t>& of_row = exact.emplace_back();
        for (const std::string& type : types) {
          Columns sum{};
          Add(row, type, 1, sum);
          of_row.push_back(sum[column]);
        }
      }
      const auto shares = documents::RoundShares(ParentsOf(rows_), printed, exact, kOrePerThousandKronor);
      for (size_t row = 0; row < rows_.size(); ++row) {
        for (auto& part : parts_[row]) {
          const auto at = std::find(types.begin(), types.end(), part.type) - types.begin();
          part.shown[column] = shares[row][static_cast<size_t>(at)];
        }
      }
    }
  }

  const std::vector<Row>& rows_;
  TypeParts<kColumns> parts_;
  std::vector<bool> is_own_;
  std::map<std::string, size_t> index_;  // By PlaceOf: the first row of each.
};

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_TYPE_TREE_H_
