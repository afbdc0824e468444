#include "forecast/outlook/packed_paths.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "absl/status/status.h"

namespace prognos::outlook {
namespace {

constexpr char kForm = 1;
constexpr double kSteps = 65535.0;

struct Head {
  double least;
  double step;
};

void Append(double value, std::string& bytes) {
  char bits[sizeof value];
  std::memcpy(bits, &value, sizeof bits);
  bytes.append(bits, sizeof bits);
}

double RealAt(absl::string_view bytes) {
  double value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

constexpr size_t kHeadBytes = 1 + 2 * sizeof(double);

}  // namespace

std::string PackPaths(const Vector& totals) {
  if (totals.size() == 0 || totals.isZero(0.0)) return "";
  const Head head = {totals.minCoeff(), (totals.maxCoeff() - totals.minCoeff()) / kSteps};
  std::string bytes(1, kForm);
  bytes.reserve(kHeadBytes + 2 * static_cast<size_t>(totals.size()));
  Append(head.least, bytes);
  Append(head.step, bytes);
  for (const double total : totals) {
    const auto code =
        static_cast<uint16_t>(head.step > 0.0 ? std::min(kSteps, std::round((total - head.least) / head.step)) : 0.0);
    bytes.push_back(static_cast<char>(code & 0xff));
    bytes.push_back(static_cast<char>(code >> 8));
  }
  return bytes;
}

absl::StatusOr<Vector> UnpackPaths(absl::string_view bytes) {
  if (bytes.empty()) return Vector();
  if (bytes.size() <= kHeadBytes || bytes[0] != kForm || (bytes.size() - kHeadBytes) % 2 != 0) {
    return absl::DataLossError("the paths of a stored forecast cannot be read");
  }
  const Head head = {RealAt(bytes.substr(1)), RealAt(bytes.substr(1 + sizeof(double)))};
  Vector totals(static_cast<Eigen::Index>((bytes.size() - kHeadBytes) / 2));
  for (Eigen::Index path = 0; path < totals.size(); ++path) {
    const size_t at = kHeadBytes + 2 * static_cast<size_t>(path);
    const int code = static_cast<unsigned char>(bytes[at]) + 256 * static_cast<unsigned char>(bytes[at + 1]);
    totals[path] = head.least + head.step * code;
  }
  return totals;
}

}  // namespace prognos::outlook
