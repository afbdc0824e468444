// A process that is killed while it writes: everything it had reported as stored is there, and nothing in halves.
#include <signal.h>

#include <chrono>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "tests/forecast/ledger/ledger_examples.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

constexpr int kCrashSeries = 60;
constexpr int kKills = 20;

std::vector<std::string> CrashSeriesIds() {
  std::vector<std::string> ids;
  for (int i = 0; i < kCrashSeries; ++i) ids.push_back(absl::StrCat("a", i, ".cost"));
  return ids;
}

// Batch `number`: one value, the number, for the same month of every series.
std::vector<NewActual> Batch(int number) {
  std::vector<NewActual> batch;
  for (const std::string& id : CrashSeriesIds()) batch.push_back({id, MonthOf("1900-01") + number % 3'000, number});
  return batch;
}

absl::Status StoreCrashBatch(Store& store, int number) {
  return store.Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.AppendActuals("exempelby", Batch(number), {At(number)}).status());
    return writer.SaveRequest("exempelby", {absl::StrCat(number), "f", "svar"});
  });
}

// Writes batches from `first` on for ever and sends the number of each down the pipe when it is durable.
int WriteBatches(const std::string& path, int first, int acknowledge) {
  const absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path});
  if (!store.ok()) return 1;
  for (int number = first;; ++number) {
    if (!StoreCrashBatch(**store, number).ok()) return 2;
    if (write(acknowledge, &number, sizeof number) != sizeof number) return 3;
  }
}

// Lets a child write until it is killed at a random moment. The last batch it acknowledged, `first` - 1 when none.
int RunAndKill(const std::string& path, int first, int milliseconds) {
  int pipe_ends[2];
  EXPECT_EQ(pipe(pipe_ends), 0);
  const pid_t child = StartChild([&] { return WriteBatches(path, first, pipe_ends[1]); });
  close(pipe_ends[1]);
  int last = first - 1;
  // The clock starts when the child writes, so that it is killed in its work and not on the way to it.
  EXPECT_EQ(read(pipe_ends[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  kill(child, SIGKILL);
  EXPECT_EQ(ExitCode(child), -1) << "the child ended by itself";
  int number = 0;
  while (read(pipe_ends[0], &number, sizeof number) == static_cast<ssize_t>(sizeof number)) last = number;
  close(pipe_ends[0]);
  return last;
}

// The number of the last batch in the store, after a check that it and all before it are whole and nothing else there.
int CheckBatches(Store& store) {
  int last = -1;
  const absl::Status status = store.Read([&](Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<Actual> actuals, reader.ListActuals("exempelby", {}));
    std::map<int64_t, int> rows;
    for (const Actual& actual : actuals) ++rows[actual.value];
    last = static_cast<int>(rows.size()) - 1;
    for (int number = 0; number <= last; ++number) {
      EXPECT_EQ(rows[number], kCrashSeries) << "batch " << number;
      PROGNOS_ASSIGN_OR_RETURN(const auto request, reader.FindRequest("exempelby", absl::StrCat(number)));
      EXPECT_TRUE(request.has_value()) << "batch " << number;
    }
    PROGNOS_ASSIGN_OR_RETURN(const auto next, reader.FindRequest("exempelby", absl::StrCat(last + 1)));
    EXPECT_FALSE(next.has_value());
    PROGNOS_ASSIGN_OR_RETURN(const int64_t position, reader.LedgerPosition("exempelby", std::nullopt));
    EXPECT_EQ(position, int64_t{kCrashSeries} * (last + 1));
    return absl::OkStatus();
  });
  EXPECT_THAT(status, IsOk());
  return last;
}

TEST(CrashTest, TwentyKillsLoseNoAcknowledgedBatchAndLeaveNoHalfBatch) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(
      MustOpen(path)->Write([](Writer& writer) { return AddOrganization(writer, "exempelby", CrashSeriesIds()); }),
      IsOk());
  RandomGenerator random(1);
  int stored = -1;
  for (int i = 0; i < kKills; ++i) {
    const int acknowledged = RunAndKill(path, stored + 1, random.Index(40));
    ASSERT_LT(stored, acknowledged);
    const std::unique_ptr<Store> store = MustOpen(path);
    ASSERT_NE(store, nullptr);
    stored = CheckBatches(*store);
    // At most the one batch whose acknowledgement the kill cut off is there besides.
    ASSERT_GE(stored, acknowledged);
    ASSERT_LE(stored, acknowledged + 1);
  }
}

TEST(CrashTest, AKillWhileTheStoreIsMadeLeavesAFileThatOpens) {
  RandomGenerator random(2);
  for (int i = 0; i < kKills; ++i) {
    const TemporaryFolder folder;
    const std::string path = folder.File("prognos.db");
    const pid_t child = StartChild([&] { return OpenSqliteStore({.path = path}).ok() ? pause() : 1; });
    std::this_thread::sleep_for(std::chrono::microseconds(random.Index(15'000)));
    kill(child, SIGKILL);
    EXPECT_EQ(ExitCode(child), -1);
    const std::unique_ptr<Store> store = MustOpen(path);
    ASSERT_NE(store, nullptr) << testing::PrintToString(folder.Names());
    EXPECT_THAT(store->CheckHealth(), IsOk());
  }
}

}  // namespace
}  // namespace prognos::ledger
