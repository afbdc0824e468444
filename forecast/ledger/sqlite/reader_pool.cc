#include "forecast/ledger/sqlite/reader_pool.h"

#include <utility>

#include "forecast/base/status_macros.h"

namespace prognos::ledger {

ReaderPool::Lease::Lease(ReaderPool* pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

ReaderPool::Lease::~Lease() {
  if (connection_ != nullptr) pool_->GiveBack(std::move(connection_));
}

absl::Status ReaderPool::Open(const std::string& path, int count, absl::Duration busy_timeout) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (int i = 0; i < count; ++i) {
    PROGNOS_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                             Connection::Open(path, Connection::Access::kReadOnly, busy_timeout));
    free_.push_back(std::move(connection));
  }
  return absl::OkStatus();
}

ReaderPool::Lease ReaderPool::Borrow() {
  std::unique_lock<std::mutex> lock(mutex_);
  given_back_.wait(lock, [this] { return !free_.empty(); });
  // The one given back last has the warmest cache.
  std::unique_ptr<Connection> connection = std::move(free_.back());
  free_.pop_back();
  return Lease(this, std::move(connection));
}

void ReaderPool::GiveBack(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(connection));
  }
  given_back_.notify_one();
}

void ReaderPool::Close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  free_.clear();
}

}  // namespace prognos::ledger
