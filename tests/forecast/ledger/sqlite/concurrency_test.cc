// Readers beside a writer: each sees whole batches only, and never waits for the writer.
#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/forecast/ledger/ledger_examples.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

constexpr int kSeries = 20;
constexpr int kBatches = 60;
constexpr int kReaders = 6;

std::vector<std::string> SeriesIds() {
  std::vector<std::string> ids;
  for (int i = 0; i < kSeries; ++i) ids.push_back(absl::StrCat("a", i, ".cost"));
  return ids;
}

// Batch n sets January 2022 of every series to n.
absl::Status StoreBatch(Store& store, int number) {
  return store.Write([&](Writer& writer) {
    std::vector<NewActual> batch;
    for (const std::string& id : SeriesIds()) batch.push_back({id, MonthOf("2022-01"), number});
    return writer.AppendActuals("exempelby", batch, {At(number)}).status();
  });
}

// The batch that counts, once it is certain that every row is of that batch; -1 before the first.
absl::Status FindBatch(Reader& reader, int64_t& number) {
  PROGNOS_ASSIGN_OR_RETURN(const int64_t position, reader.LedgerPosition("exempelby", std::nullopt));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<Actual> actuals, reader.ListActuals("exempelby", {}));
  std::set<int64_t> values;
  for (const Actual& actual : actuals) values.insert(actual.value);
  number = values.empty() ? -1 : *values.begin();
  if (values.size() > 1 || position != (number + 1) * kSeries) return absl::DataLossError("half a batch");
  return absl::OkStatus();
}

TEST(ConcurrencyTest, MoreReadersThanConnectionsSeeOnlyWholeBatchesInRisingOrder) {
  const TemporaryFolder folder;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> store,
                               OpenSqliteStore({.path = folder.File("prognos.db"), .reader_connections = 2}));
  ASSERT_THAT(store->Write([](Writer& writer) { return AddOrganization(writer, "exempelby", SeriesIds()); }), IsOk());
  std::atomic<bool> done = false;
  std::vector<absl::Status> outcomes(kReaders);
  std::vector<std::thread> readers;
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back([&, i] {
      int64_t newest = -1;
      while (!done && outcomes[i].ok()) {
        int64_t number = -1;
        outcomes[i] = store->Read([&](Reader& reader) { return FindBatch(reader, number); });
        if (number < newest) outcomes[i].Update(absl::DataLossError("a batch that was there is gone"));
        newest = number;
      }
    });
  }
  for (int number = 0; number < kBatches; ++number) EXPECT_THAT(StoreBatch(*store, number), IsOk());
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_THAT(outcomes, testing::Each(IsOk()));
}

TEST(ConcurrencyTest, AReaderDoesNotWaitForAWriteThatIsUnderWay) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = MustOpen(folder.File("prognos.db"));
  ASSERT_THAT(store->Write([](Writer& writer) { return AddOrganization(writer, "exempelby", SeriesIds()); }), IsOk());
  // The write ends only after the read has: were the read to wait, this would never end.
  EXPECT_THAT(store->Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.AppendActuals("exempelby", {{"a0.cost", MonthOf("2022-01"), 1}}, {At(1)}).status());
    absl::Status status;
    std::thread([&] {
      status = store->Read([](Reader& reader) -> absl::Status {
        PROGNOS_ASSIGN_OR_RETURN(const std::vector<Actual> actuals, reader.ListActuals("exempelby", {}));
        return actuals.empty() ? absl::OkStatus() : absl::DataLossError("read what is not committed");
      });
      status.Update(store->CheckHealth());
    }).join();
    return status;
  }),
              IsOk());
}

}  // namespace
}  // namespace prognos::ledger
