// A backup is put in place of the file of a killed prognosd, as docs/store.md says, and as people do it.
#include <sqlite3.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/end_to_end/prognosd_process.h"
#include "tests/end_to_end/service_client.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const BatchShape kOneYear = {{"a.cost"}, 12};
const BatchShape kRestoredYears = {{"a.cost"}, 24};

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// As `sqlite3 PATH ".backup COPY"`.
void Backup(const std::string& path, const std::string& copy) {
  sqlite3* source = nullptr;
  sqlite3* target = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &source), SQLITE_OK);
  ASSERT_EQ(sqlite3_open(copy.c_str(), &target), SQLITE_OK);
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", source, "main");
  EXPECT_EQ(sqlite3_backup_step(backup, -1), SQLITE_DONE);
  EXPECT_EQ(sqlite3_backup_finish(backup), SQLITE_OK);
  sqlite3_close(target);
  sqlite3_close(source);
}

class RestoreTest : public testing::Test {
 protected:
  std::vector<std::string> Flags() const { return {"--store", "sqlite:" + path_}; }

  // A year of actuals, a backup of the running service, another year, and a kill.
  void LiveAndDie() {
    PrognosdProcess prognosd(Flags());
    ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
    const ServiceClient client(prognosd.address());
    ASSERT_THAT(client.CreateOrganization({"cost"}), IsOkCall());
    ASSERT_THAT(client.Import({ServiceClient::Batch(kOneYear, 100)}), IsOkCall());
    ASSERT_NO_FATAL_FAILURE(Backup(path_, backup_));
    ASSERT_THAT(client.Import({ServiceClient::Batch(kRestoredYears, 100)}), IsOkCall());
    prognosd.Signal(SIGKILL);
    ASSERT_EQ(prognosd.WaitForExit(), 128 + SIGKILL);
  }

  void ExpectMonths(size_t months) {
    PrognosdProcess prognosd(Flags());
    ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
    EXPECT_EQ(ServiceClient(prognosd.address()).Actuals().size(), months);
    prognosd.Signal(SIGTERM);
    EXPECT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
  }

  const TemporaryFolder folder_;
  const std::string path_ = folder_.File("prognos.db");
  const std::string backup_ = folder_.File("backup.db");
};

TEST_F(RestoreTest, ABackupUnderTheLogOfAKilledServiceIsRefusedUntilTheLogIsMovedAway) {
  ASSERT_NO_FATAL_FAILURE(LiveAndDie());
  std::filesystem::copy_file(backup_, path_, std::filesystem::copy_options::overwrite_existing);
  const std::string log = BytesOf(path_ + "-wal");
  PrognosdProcess refused(Flags());
  EXPECT_EQ(refused.WaitForExit(), 4);  // The store cannot be used.
  EXPECT_THAT(refused.Log(), AllOf(HasSubstr(path_ + "-wal"), HasSubstr("does not belong to"), HasSubstr("backup")));
  EXPECT_EQ(BytesOf(path_), BytesOf(backup_));
  EXPECT_EQ(BytesOf(path_ + "-wal"), log);

  for (const char* end : {"-wal", "-shm", ".lock"}) std::filesystem::rename(path_ + end, folder_.File("aside") + end);
  ExpectMonths(12);
}

TEST_F(RestoreTest, WithoutABackupTheKilledServiceStartsWithAllThatItAcknowledged) {
  ASSERT_NO_FATAL_FAILURE(LiveAndDie());
  ExpectMonths(24);
}

}  // namespace
}  // namespace prognos
