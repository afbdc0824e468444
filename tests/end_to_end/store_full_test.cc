// A full disk: the write is refused with a clear code, what was stored stays, the service goes on, and writes work
// again when there is space.
#include <sys/mount.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/end_to_end/prognosd_process.h"
#include "tests/end_to_end/service_client.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kStoreMegabyte = 1 << 20;
constexpr int kMostBatches = 200;  // 200 x 10 000 rows are far more than a few megabytes.

BatchShape StoreShape() {
  BatchShape shape;
  shape.months = 100;
  shape.series = {"a.cost", "a.revenue"};
  for (int i = 0; i < 98; ++i) shape.series.push_back(absl::StrCat("b", i, ".cost"));
  return shape;
}

grpc::Status CreateSeries(const ServiceClient& client) {
  grpc::Status status = client.CreateOrganization({"cost", "revenue"});
  for (int i = 0; i < 98 && status.ok(); ++i) status = client.AddActivity(absl::StrCat("b", i), {"cost"});
  return status;
}

// Sends batches 1, 2, ... (all values of batch n are n) until one is refused; the number of those stored.
int FillUntilRefused(const ServiceClient& client, grpc::Status& refusal) {
  for (int number = 1; number <= kMostBatches; ++number) {
    refusal = client.Import({ServiceClient::Batch(StoreShape(), number, absl::StrCat("batch-", number))});
    if (!refusal.ok()) return number - 1;
  }
  return kMostBatches;
}

void ExpectEveryValueIs(const ServiceClient& client, int value) {
  const std::vector<v1::Actual> actuals = client.Actuals();
  EXPECT_EQ(static_cast<int>(actuals.size()), value == 0 ? 0 : StoreShape().rows());
  for (const v1::Actual& actual : actuals) ASSERT_EQ(actual.amount_ore(), value);
}

v1::Reason ReasonOf(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  if (details.ParseFromString(status.error_details()) && details.details_size() == 1) {
    details.details(0).UnpackTo(&detail);
  }
  return detail.reason();
}

// The story of a full disk, whatever makes it full; `give_space` ends the shortage.
void ExpectFullDiskIsSurvived(PrognosdProcess& prognosd, const std::function<void()>& give_space) {
  const ServiceClient client(prognosd.address());
  ASSERT_THAT(CreateSeries(client), IsOkCall());
  grpc::Status refusal;
  const int stored = FillUntilRefused(client, refusal);
  ASSERT_GE(stored, 1);
  EXPECT_THAT(refusal, IsRefusedWith(grpc::StatusCode::RESOURCE_EXHAUSTED, HasSubstr("is full")));
  EXPECT_EQ(ReasonOf(refusal), v1::REASON_STORE_FULL);

  ASSERT_NO_FATAL_FAILURE(ExpectEveryValueIs(client, stored));
  EXPECT_EQ(client.LedgerPosition(), int64_t{stored} * StoreShape().rows());

  give_space();
  EXPECT_THAT(client.Import({ServiceClient::Batch(StoreShape(), stored + 1, absl::StrCat("batch-", stored + 1))}),
              IsOkCall());
  ASSERT_NO_FATAL_FAILURE(ExpectEveryValueIs(client, stored + 1));
  EXPECT_EQ(client.LedgerPosition(), int64_t{stored + 1} * StoreShape().rows());
  prognosd.Signal(SIGTERM);
  EXPECT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
}

TEST(StoreFullTest, AFileThatMayNotGrowRefusesWritesUntilItMay) {
  const TemporaryFolder folder;
  PrognosdProcess prognosd({"--store", "sqlite:" + folder.File("a.db")}, 6 * kStoreMegabyte);
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  ExpectFullDiskIsSurvived(prognosd, [&] { prognosd.SetFileBytesLimit(1024 * kStoreMegabyte); });
}

// A file system of a few megabytes in memory, for as long as the object lives.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& folder) : folder_(folder) {
    error_ = mount("prognos", folder_.c_str(), "tmpfs", 0, "size=8m") == 0 ? 0 : errno;
  }
  ~SmallDisk() {
    if (error_ == 0) umount2(folder_.c_str(), MNT_DETACH);
  }
  int error() const { return error_; }

 private:
  std::string folder_;
  int error_ = 0;
};

TEST(StoreFullTest, AFullFileSystemRefusesWritesUntilSomethingIsRemoved) {
  const TemporaryFolder folder;
  const SmallDisk disk(folder.path());
  if (disk.error() != 0) GTEST_SKIP() << "skipped: mounting is not permitted here: " << strerror(disk.error());
  const std::string ballast = folder.File("ballast");
  std::ofstream(ballast) << std::string(3 * kStoreMegabyte, 'x');
  PrognosdProcess prognosd({"--store", "sqlite:" + folder.File("a.db")});
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  ExpectFullDiskIsSurvived(prognosd, [&] { std::filesystem::remove(ballast); });
}

}  // namespace
}  // namespace prognos
