// Kills prognosd in the middle of imports: what was acknowledged stays, and a batch is there whole or not at all.
//
// Batch number n (1, 2, ...) writes the value n to the same 600 keys, so the state shows how many batches are stored:
// with the first M of them, every key holds M and the ledger has 600 M rows. A half batch would leave two values among
// the keys; a batch stored twice or lost, another number of rows.
#include <sqlite3.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/end_to_end/prognosd_process.h"
#include "tests/end_to_end/service_client.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos {
namespace {

constexpr int kKills = 20;
constexpr int kBatchesPerStream = 3;
constexpr int kMostStreams = 100;  // Per life of the service.

BatchShape KilledShape() {
  BatchShape shape;
  shape.months = 60;
  for (int i = 0; i < 10; ++i) shape.series.push_back(absl::StrCat("a.u", i));
  return shape;
}

v1::ImportActualsRequest NumberedBatch(int number) {
  v1::ImportActualsRequest batch = ServiceClient::Batch(KilledShape(), 0, absl::StrCat("batch-", number));
  for (v1::Actual& actual : *batch.mutable_actuals()) actual.set_volume(number);
  return batch;
}

// What the client knows of its batches; all up to `acknowledged` were answered with OK, those up to `sent` may have
// been stored.
struct Progress {
  int acknowledged = 0;
  int sent = 0;
};

// Streams the batches first ... last; false when the service did not answer OK.
bool SendBatches(const ServiceClient& client, int first, int last) {
  std::vector<v1::ImportActualsRequest> batches;
  for (int number = first; number <= last; ++number) batches.push_back(NumberedBatch(number));
  v1::ImportActualsResponse response;
  if (!client.Import(batches, response).ok()) return false;
  EXPECT_EQ(response.batches_size(), last - first + 1);
  return true;
}

// One stream after the other until the service is gone.
void StreamUntilKilled(const std::string& address, Progress& progress) {
  const ServiceClient client(address);
  for (int stream = 0; stream < kMostStreams; ++stream) {
    progress.sent = progress.acknowledged + kBatchesPerStream;
    if (!SendBatches(client, progress.acknowledged + 1, progress.sent)) return;
    progress.acknowledged = progress.sent;
  }
}

// How many batches are stored, by the values of the keys; -1 when they differ among themselves.
int StoredBatches(const ServiceClient& client) {
  const std::vector<v1::Actual> actuals = client.Actuals();
  if (actuals.empty()) return 0;
  std::set<double> values;
  for (const v1::Actual& actual : actuals) values.insert(actual.volume());
  const bool whole = values.size() == 1 && static_cast<int>(actuals.size()) == KilledShape().rows();
  return whole ? static_cast<int>(*values.begin()) : -1;
}

unsigned Seed() {
  unsigned seed = 0;
  const char* given = std::getenv("PROGNOS_TEST_SEED");
  if (given == nullptr || !absl::SimpleAtoi(given, &seed)) seed = std::random_device()();
  std::cout << "PROGNOS_TEST_SEED=" << seed << " draws the same moments again\n";
  return seed;
}

// Rows of `value` over all keys, straight from the file (values are kept in thousandths).
int64_t RowsInFile(const std::string& path, int value) {
  sqlite3* database = nullptr;
  sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, "SELECT COUNT(*) FROM actual WHERE value = ?", -1, &statement, nullptr);
  sqlite3_bind_int64(statement, 1, int64_t{1000} * value);
  const int64_t rows = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return rows;
}

class KillTest : public testing::Test {
 protected:
  std::vector<std::string> Flags() const { return {"--store", "sqlite:" + Path(), "--log_level", "info"}; }
  std::string Path() const { return folder_.File("kill.db"); }

  void CreateSeries() {
    PrognosdProcess prognosd(Flags());
    ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
    std::vector<std::string> units;
    for (const std::string& series : KilledShape().series) units.push_back(series.substr(2));
    ASSERT_THAT(ServiceClient(prognosd.address()).CreateOrganization(units), IsOkCall());
    prognosd.Signal(SIGTERM);
    ASSERT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
  }

  // Starts the service, streams batches, kills it after `delay`.
  void LiveAndDie(absl::Duration delay) {
    PrognosdProcess prognosd(Flags());
    ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
    std::thread client([&] { StreamUntilKilled(prognosd.address(), progress_); });
    absl::SleepFor(delay);
    prognosd.Signal(SIGKILL);
    client.join();
    ASSERT_EQ(prognosd.WaitForExit(), 128 + SIGKILL);
  }

  // The state after a kill, and that sending again what was not acknowledged stores each batch exactly once.
  void CheckAndSendAgain() {
    PrognosdProcess prognosd(Flags());
    ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
    const ServiceClient client(prognosd.address());
    const int stored = StoredBatches(client);
    ASSERT_NE(stored, -1) << "half a batch is stored";
    ASSERT_GE(stored, progress_.acknowledged) << "an acknowledged batch is lost";
    ASSERT_LE(stored, progress_.sent);
    ASSERT_EQ(client.LedgerPosition(), int64_t{stored} * KilledShape().rows());
    cut_streams_ += stored > progress_.acknowledged && stored < progress_.sent;

    if (progress_.sent > progress_.acknowledged) {
      ASSERT_TRUE(SendBatches(client, progress_.acknowledged + 1, progress_.sent));
      progress_.acknowledged = progress_.sent;
    }
    ASSERT_EQ(StoredBatches(client), progress_.sent);
    ASSERT_EQ(client.LedgerPosition(), int64_t{progress_.sent} * KilledShape().rows());
    prognosd.Signal(SIGTERM);
    ASSERT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
  }

  const TemporaryFolder folder_;
  Progress progress_;
  int cut_streams_ = 0;  // Kills that came between two batches of a stream.
};

TEST_F(KillTest, TwentyKillsLoseNoAcknowledgedBatchAndLeaveNoHalfBatch) {
  ASSERT_NO_FATAL_FAILURE(CreateSeries());
  std::mt19937 random(Seed());
  std::uniform_int_distribution<int> microseconds(1'000, 300'000);
  for (int i = 0; i < kKills; ++i) {
    const absl::Duration delay = absl::Microseconds(microseconds(random));
    SCOPED_TRACE(absl::StrCat("kill ", i + 1, " after ", absl::FormatDuration(delay)));
    ASSERT_NO_FATAL_FAILURE(LiveAndDie(delay));
    ASSERT_NO_FATAL_FAILURE(CheckAndSendAgain());
  }
  for (int number = 1; number <= progress_.sent; ++number) {
    ASSERT_EQ(RowsInFile(Path(), number), KilledShape().rows()) << "batch " << number;
  }
  std::cout << kKills << " kills, " << progress_.sent << " batches of " << KilledShape().rows() << " rows, "
            << cut_streams_ << " kills between two batches of a stream\n";
  // Otherwise the moments were drawn beside the imports and the test has shown nothing.
  EXPECT_GT(progress_.sent, kKills * kBatchesPerStream);
}

}  // namespace
}  // namespace prognos
