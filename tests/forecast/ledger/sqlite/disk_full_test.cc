// A disk that is really full: a small file system where the machine lets us mount one, and a limit on the size of
// files, which makes the same writes fail, everywhere.
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "absl/strings/str_cat.h"
#include "messages/store.h"
#include "tests/forecast/ledger/ledger_examples.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

// No file of this process can grow beyond `bytes` while this lives. Nothing may be printed meanwhile.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_limit_);
    const rlimit limit = {bytes, old_limit_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_limit_);
    signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_limit_{};
  sighandler_t old_handler_;
};

absl::Status StoreForecast(Store& store, const std::string& id, size_t bytes) {
  return store.Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.InsertForecast("exempelby", {id, 2022, At(0), 0, std::string(bytes, 'x')}, {}));
    return writer.SaveRequest("exempelby", {id, "f", "svar"});
  });
}

std::vector<std::string> ForecastIds(Store& store) {
  std::vector<std::string> ids;
  EXPECT_THAT(store.Read([&](Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<Forecast> forecasts, reader.ListForecasts("exempelby", 0, 0, 0));
    for (const Forecast& forecast : forecasts) {
      PROGNOS_ASSIGN_OR_RETURN(const auto request, reader.FindRequest("exempelby", forecast.id));
      EXPECT_TRUE(request.has_value()) << forecast.id;
      ids.push_back(forecast.id);
    }
    return absl::OkStatus();
  }),
              IsOk());
  return ids;
}

const auto kDiskFull = [](const std::string& path) {
  return StatusIs(absl::StatusCode::kResourceExhausted,
                  testing::HasSubstr(absl::StrCat("the disk that holds ", path, " is full; nothing was stored")));
};

TEST(DiskFullTest, AWriteBeyondTheSizeLimitStoresNothingAndALaterOneWorks) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_THAT(store->Write([](Writer& writer) { return AddOrganization(writer, "exempelby", {"hem.cost"}); }), IsOk());
  ASSERT_THAT(StoreForecast(*store, "before", 300'000), IsOk());
  absl::Status status;
  {
    // The log is the largest file by now; it may grow by four pages.
    const FileSizeLimit limit(std::filesystem::file_size(path + "-wal") + 4 * 4'096);
    status = StoreForecast(*store, "too-large", 200'000);
  }
  EXPECT_THAT(status, kDiskFull("prognos.db"));                               // Without the folders above it ...
  EXPECT_EQ(MessageFrom(status), messages::store::DiskIsFull("prognos.db"));  // ... in any language.
  EXPECT_THAT(ForecastIds(*store), testing::ElementsAre("before"));
  EXPECT_THAT(StoreForecast(*store, "after", 200'000), IsOk());
  store.reset();
  EXPECT_THAT(ForecastIds(*MustOpen(path)), testing::ElementsAre("after", "before"));
}

TEST(DiskFullTest, AStoreThatCannotBeMadeIsRefusedAndCanBeMadeLater) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  absl::Status status;
  {
    const FileSizeLimit limit(2 * 4'096);
    status = OpenSqliteStore({.path = path}).status();
  }
  EXPECT_THAT(status, kDiskFull(path));
  EXPECT_THAT(MustOpen(path)->CheckHealth(), IsOk());
}

// A file system of `bytes` in memory on a folder, when the machine permits.
class SmallFileSystem {
 public:
  SmallFileSystem(std::string folder, size_t bytes)
      : folder_(std::move(folder)),
        mounted_(mount("tmpfs", folder_.c_str(), "tmpfs", 0, absl::StrCat("size=", bytes).c_str()) == 0) {}
  SmallFileSystem(const SmallFileSystem&) = delete;
  SmallFileSystem& operator=(const SmallFileSystem&) = delete;
  ~SmallFileSystem() {
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }

 private:
  std::string folder_;
  bool mounted_;
};

TEST(DiskFullTest, AFullFileSystemStoresNothingSaysSoAndRecoversWhenThereIsSpaceAgain) {
  const TemporaryFolder folder;
  const SmallFileSystem file_system(folder.path(), 4 << 20);
  if (!file_system.mounted()) GTEST_SKIP() << "skipped: this user may not mount a file system";
  const std::string path = folder.File("prognos.db");
  std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_THAT(store->Write([](Writer& writer) { return AddOrganization(writer, "exempelby", {"hem.cost"}); }), IsOk());
  ASSERT_THAT(StoreForecast(*store, "before", 100'000), IsOk());
  EXPECT_THAT(store->CheckHealth(), IsOk());
  WriteBytes(folder.File("ballast"), std::string(8 << 20, 'x'));  // As much of it as fits.
  EXPECT_THAT(StoreForecast(*store, "full", 200'000), kDiskFull("prognos.db"));
  EXPECT_THAT(store->CheckHealth(), kDiskFull(path));
  EXPECT_THAT(ForecastIds(*store), testing::ElementsAre("before"));
  EXPECT_THAT(OpenSqliteStore({.path = folder.File("second.db")}), kDiskFull(folder.File("second.db")));

  std::filesystem::remove(folder.File("ballast"));
  EXPECT_THAT(StoreForecast(*store, "after", 200'000), IsOk());
  EXPECT_THAT(store->CheckHealth(), IsOk());
  store.reset();
  EXPECT_THAT(ForecastIds(*MustOpen(path)), testing::ElementsAre("after", "before"));
}

TEST(DiskFullTest, ClosingOnAFullDiskLosesNothing) {
  const TemporaryFolder folder;
  const SmallFileSystem file_system(folder.path(), 4 << 20);
  if (!file_system.mounted()) GTEST_SKIP() << "skipped: this user may not mount a file system";
  const std::string path = folder.File("prognos.db");
  std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_THAT(store->Write([](Writer& writer) { return AddOrganization(writer, "exempelby", {"hem.cost"}); }), IsOk());
  ASSERT_THAT(StoreForecast(*store, "kept", 300'000), IsOk());
  WriteBytes(folder.File("ballast"), std::string(8 << 20, 'x'));
  store.reset();  // The log cannot be moved into the file and stays beside it.
  EXPECT_THAT(folder.Names(), testing::Contains("prognos.db-wal"));
  std::filesystem::remove(folder.File("ballast"));
  EXPECT_THAT(ForecastIds(*MustOpen(path)), testing::ElementsAre("kept"));
}

}  // namespace
}  // namespace prognos::ledger
