#include "forecast/service/byte_allowance.h"

namespace prognos::service {

ByteAllowance::Share::~Share() {
  absl::MutexLock lock(&allowance_.mutex_);
  allowance_.held_ -= held_;
}

bool ByteAllowance::Share::Grow(int64_t bytes) {
  absl::MutexLock lock(&allowance_.mutex_);
  if (bytes > allowance_.limit_ - allowance_.held_) return false;
  allowance_.held_ += bytes;
  held_ += bytes;
  return true;
}

void ByteAllowance::Share::Take(int64_t bytes) {
  absl::MutexLock lock(&allowance_.mutex_);
  allowance_.held_ += bytes;
  held_ += bytes;
}

bool ByteAllowance::full() {
  absl::MutexLock lock(&mutex_);
  return held_ >= limit_;
}

}  // namespace prognos::service
