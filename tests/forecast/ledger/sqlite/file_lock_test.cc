#include "forecast/ledger/sqlite/file_lock.h"

#include <signal.h>

#include "absl/strings/str_cat.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// A child that holds the store open until it is killed. Returns when it has opened it.
pid_t StartOwner(const std::string& path) {
  int ready[2];
  if (pipe(ready) != 0) return -1;
  const pid_t child = StartChild([&] {
    const absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path});
    const char answer = store.ok() ? '+' : '-';
    if (write(ready[1], &answer, 1) != 1) return 1;
    while (true) pause();
  });
  close(ready[1]);
  char answer = '-';
  EXPECT_EQ(read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, '+');
  close(ready[0]);
  return child;
}

TEST(FileLockTest, ASecondProcessIsRefusedWithPathAndOwnerUntilTheFirstDies) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  const pid_t owner = StartOwner(path);
  EXPECT_THAT(OpenSqliteStore({.path = path}), StatusIs(absl::StatusCode::kFailedPrecondition,
                                                        AllOf(HasSubstr(path), HasSubstr("in use by another service"),
                                                              HasSubstr(absl::StrCat("process ", owner, ")")))));
  kill(owner, SIGKILL);
  EXPECT_EQ(ExitCode(owner), -1);
  EXPECT_NE(MustOpen(path), nullptr);
}

TEST(FileLockTest, AnotherNameOfTheSameFileIsTheSameStore) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = MustOpen(folder.File("prognos.db"));
  std::filesystem::create_symlink(folder.File("prognos.db"), folder.File("link.db"));
  const std::string detour = folder.path() + "/../" + std::filesystem::path(folder.path()).filename().string();
  for (const std::string& path : {folder.File("link.db"), detour + "/prognos.db"}) {
    EXPECT_THAT(OpenSqliteStore({.path = path}),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("in use by another service")))
        << path;
  }
}

// The store opened empty, without a word.
TEST(FileLockTest, ALogThatWasRemovedAfterAKillIsToldOfUntilTheLockFileIsRemoved) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  const pid_t owner = StartOwner(path);
  kill(owner, SIGKILL);
  EXPECT_EQ(ExitCode(owner), -1);
  ASSERT_TRUE(std::filesystem::exists(path + "-wal"));
  std::filesystem::rename(path + "-wal", folder.File("aside"));
  const auto refused = StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(path + "-wal is gone"));
  EXPECT_THAT(OpenSqliteStore({.path = path}), refused);
  EXPECT_THAT(OpenSqliteStore({.path = path}), refused);  // Asking once more does not help.
  std::filesystem::rename(folder.File("aside"), path + "-wal");
  EXPECT_NE(MustOpen(path), nullptr);
  // A clean stop leaves no log and no lock file.
  EXPECT_THAT(folder.Names(), testing::ElementsAre("prognos.db"));
  EXPECT_NE(MustOpen(path), nullptr);

  const pid_t second = StartOwner(path);
  kill(second, SIGKILL);
  EXPECT_EQ(ExitCode(second), -1);
  std::filesystem::remove(path + "-wal");
  std::filesystem::remove(path + ".lock");
  EXPECT_NE(MustOpen(path), nullptr);
}

// Two services on one file through a hard link have locks of their own beside it, and logs of their own: they wrote
// over each other's pages.
TEST(FileLockTest, AHardLinkOfTheSameFileIsRefusedFromAnotherProcessAndFromThisOne) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  const std::string link = folder.File("link.db");
  const pid_t owner = StartOwner(path);
  std::filesystem::create_hard_link(path, link);
  const auto refused = StatusIs(absl::StatusCode::kFailedPrecondition, AllOf(HasSubstr(link), HasSubstr("hard link")));
  EXPECT_THAT(OpenSqliteStore({.path = link}), refused);
  kill(owner, SIGKILL);
  EXPECT_EQ(ExitCode(owner), -1);
  const std::unique_ptr<Store> store = MustOpen(path);
  EXPECT_THAT(OpenSqliteStore({.path = link}), refused);
}

TEST(FileLockTest, TheSameProcessIsRefusedToo) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = MustOpen(folder.File("prognos.db"));
  EXPECT_THAT(OpenSqliteStore({.path = folder.File("prognos.db")}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(absl::StrCat("process ", getpid(), ")"))));
  EXPECT_NE(MustOpen(folder.File("other.db")), nullptr);
}

TEST(FileLockTest, ReleasingRemovesTheFileAndTheNextOwnerTakesOver) {
  const TemporaryFolder folder;
  for (int i = 0; i < 2; ++i) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const FileLock lock, FileLock::Acquire(folder.File("x")));
    EXPECT_THAT(folder.Names(), testing::ElementsAre("x.lock"));
    EXPECT_EQ(ReadBytes(folder.File("x.lock")), absl::StrCat(getpid(), "\n"));
  }
  EXPECT_TRUE(folder.Names().empty());
}

TEST(FileLockTest, ALockFileLeftBehindByAKilledProcessIsNoHindrance) {
  const TemporaryFolder folder;
  WriteBytes(folder.File("x.lock"), "123456789\n");
  PROGNOS_ASSERT_OK_AND_ASSIGN(const FileLock lock, FileLock::Acquire(folder.File("x")));
  EXPECT_EQ(ReadBytes(folder.File("x.lock")), absl::StrCat(getpid(), "\n"));
}

}  // namespace
}  // namespace prognos::ledger
