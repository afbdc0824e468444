#include "forecast/service/write_once.h"

#include <memory>

#include "forecast/ledger/sqlite/sqlite_store.h"
#include "gtest/gtest.h"
#include "prognos/v1/ledger.pb.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos::service {
namespace {

// A store whose first attempt at each write does not come through.
class StoreThatTriesAgain final : public ledger::Store {
 public:
  explicit StoreThatTriesAgain(ledger::Store& store) : store_(store) {}

  absl::Status Read(const std::function<absl::Status(ledger::Reader&)>& read) override { return store_.Read(read); }
  absl::Status Write(const std::function<absl::Status(ledger::Writer&)>& write) override {
    const absl::Status lost = store_.Write([&](ledger::Writer& writer) -> absl::Status {
      EXPECT_TRUE(write(writer).ok());
      return absl::AbortedError("lost");
    });
    EXPECT_EQ(lost.code(), absl::StatusCode::kAborted);
    return store_.Write(write);
  }
  absl::StatusOr<std::string> TokenKey() override { return store_.TokenKey(); }
  absl::Status CheckHealth() override { return store_.CheckHealth(); }

 private:
  ledger::Store& store_;
};

// Answers were added to in write closures, so that a store that ran one twice would have answered twice.
TEST(WriteOnceTest, AStoreThatTriesAgainAnswersOnce) {
  const TemporaryFolder folder;
  absl::StatusOr<std::unique_ptr<ledger::Store>> store = ledger::OpenSqliteStore({.path = folder.File("test.db")});
  ASSERT_TRUE(store.ok()) << store.status();
  StoreThatTriesAgain again(**store);
  v1::ImportFileResponse response;
  response.set_row_count(7);  // Known before the write.
  int runs = 0;
  const auto write = [&](ledger::Writer& writer) -> absl::Status {
    ++runs;
    response.add_series()->set_month_count(runs);
    return writer.InsertOrganization({"o", "o", absl::UnixEpoch(), {}, 0});
  };
  ASSERT_THAT(WriteOnce(again, {"o", "request", "print"}, /*validate_only=*/false, response, write), IsOk());
  EXPECT_EQ(runs, 2);
  ASSERT_EQ(response.series_size(), 1);
  EXPECT_EQ(response.series(0).month_count(), 2);
  EXPECT_EQ(response.row_count(), 7);
}

}  // namespace
}  // namespace prognos::service
