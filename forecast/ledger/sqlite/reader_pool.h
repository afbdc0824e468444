// Connections that only read, lent to one thread at a time. Any thread may call.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_READER_POOL_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_READER_POOL_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "forecast/ledger/sqlite/connection.h"

namespace prognos::ledger {

class ReaderPool {
 public:
  // A borrowed connection, given back when it goes out of scope.
  class Lease {
   public:
    Lease(ReaderPool* pool, std::unique_ptr<Connection> connection);
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    Connection& operator*() const { return *connection_; }

   private:
    ReaderPool* pool_;
    std::unique_ptr<Connection> connection_;  // Null: moved from.
  };

  // Opens `count` connections to the store `path`, which exists. Called once, before any Borrow.
  absl::Status Open(const std::string& path, int count, absl::Duration busy_timeout);

  // Waits until a connection is free.
  Lease Borrow();

  // Closes the connections. None may be lent.
  void Close();

 private:
  void GiveBack(std::unique_ptr<Connection> connection);

  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<Connection>> free_;  // Guarded by mutex_.
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_READER_POOL_H_
