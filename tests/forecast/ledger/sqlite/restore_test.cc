// Backups that are put in place of the store, and what lies beside it then: the log of a killed service is taken in by
// its own file and by no other.
#include <signal.h>
#include <sqlite3.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "forecast/ledger/sqlite/connection.h"
#include "forecast/ledger/sqlite/log_mark.h"
#include "forecast/ledger/sqlite/migrations.h"
#include "tests/forecast/ledger/ledger_examples.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kStore = "prognos.db";

absl::Status AddTown(Store& store, const std::string& id) {
  return store.Write([&](Writer& writer) { return AddOrganization(writer, id, {"hem.cost"}); });
}

// One value for each of `months` months from January of `year`.
absl::Status AddMonths(Store& store, const std::string& town, int year, int months = 1) {
  return store.Write([&](Writer& writer) {
    std::vector<NewActual> actuals;
    for (int i = 0; i < months; ++i) actuals.push_back({"hem.cost", MonthOf(absl::StrCat(year, "-01")) + i, year});
    return writer.AppendActuals(town, actuals, {At(year)}).status();
  });
}

// What sqlite3's ".backup" does: the store as it is now, from a connection of its own.
void Backup(const std::string& from, const std::string& to) {
  sqlite3* source = nullptr;
  sqlite3* copy = nullptr;
  ASSERT_EQ(sqlite3_open(from.c_str(), &source), SQLITE_OK);
  ASSERT_EQ(sqlite3_open(to.c_str(), &copy), SQLITE_OK);
  sqlite3_backup* backup = sqlite3_backup_init(copy, "main", source, "main");
  EXPECT_EQ(sqlite3_backup_step(backup, -1), SQLITE_DONE);
  EXPECT_EQ(sqlite3_backup_finish(backup), SQLITE_OK);
  sqlite3_close(copy);
  sqlite3_close(source);
}

// What the sqlite3 shell does with `sql`, and when it closes.
void RunInShell(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
}

// "exempelby 2021" for each value.
std::vector<std::string> Rows(const std::string& path) {
  std::vector<std::string> rows;
  const std::unique_ptr<Store> store = MustOpen(path);
  if (store == nullptr) return rows;
  EXPECT_THAT(store->Read([&](Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<Organization> towns, reader.ListOrganizations("", 10));
    for (const Organization& town : towns) {
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<Actual> actuals, reader.ListActuals(town.id, {}));
      for (const Actual& actual : actuals) rows.push_back(absl::StrCat(town.id, " ", actual.value));
    }
    return absl::OkStatus();
  }),
              IsOk());
  return rows;
}

class RestoreTest : public testing::Test {
 protected:
  // A service that opens the store, does `work` and is killed.
  void LiveAndDie(const std::function<void(Store&)>& work) {
    const pid_t child = StartChild([&] {
      const absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path_});
      if (!store.ok()) return 1;
      work(**store);
      if (testing::Test::HasFailure()) return 2;
      kill(getpid(), SIGKILL);
      return 3;
    });
    ASSERT_EQ(ExitCode(child), -1);
  }
  // The same service, stopped.
  void LiveAndStop(const std::function<void(Store&)>& work) {
    const std::unique_ptr<Store> store = MustOpen(path_);
    ASSERT_NE(store, nullptr);
    work(*store);
  }

  void Copy(const std::string& from, const std::string& to) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  }

  void ExpectRefusedUntouched() {
    const std::string file = ReadBytes(path_);
    const std::string log = ReadBytes(path_ + "-wal");
    for (int attempt = 1; attempt <= 2; ++attempt) {
      EXPECT_THAT(OpenSqliteStore({.path = path_}),
                  StatusIs(absl::StatusCode::kFailedPrecondition,
                           HasSubstr(absl::StrCat(path_, "-wal, the log of the last transactions, does not belong to ",
                                                  path_))));
    }
    EXPECT_EQ(ReadBytes(path_), file);
    EXPECT_EQ(ReadBytes(path_ + "-wal"), log);
  }

  // As the message says.
  void MoveLogAway() {
    for (const char* end : {"-wal", "-shm", ".lock"}) std::filesystem::remove(path_ + end);
  }

  const TemporaryFolder folder_;
  const std::string path_ = folder_.File(kStore);
  const std::string copy_ = folder_.File("copy.db");
};

// The service started without a word and had 2022, which the backup has not: the log took the restored file back to
// where it was.
TEST_F(RestoreTest, ABackupOfTheRunningStoreUnderTheLogOfItsKilledServiceIsRefusedUntouched) {
  LiveAndDie([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    ASSERT_THAT(AddMonths(store, "exempelby", 2021), IsOk());
    Backup(path_, copy_);
    ASSERT_THAT(AddMonths(store, "exempelby", 2022), IsOk());
  });
  Copy(copy_, path_);
  ExpectRefusedUntouched();
  MoveLogAway();
  EXPECT_THAT(Rows(path_), ElementsAre("exempelby 2021"));
}

// It mixed the two: the actuals of one town and the budgets of another.
TEST_F(RestoreTest, AnotherStoreUnderTheLogOfAKilledServiceIsRefusedUntouched) {
  LiveAndStop([&](Store& store) { ASSERT_THAT(AddTown(store, "annanby"), IsOk()); });
  Copy(path_, copy_);
  std::filesystem::remove(path_);
  LiveAndDie([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    ASSERT_THAT(AddMonths(store, "exempelby", 2021), IsOk());
  });
  const std::string file = ReadBytes(path_);
  Copy(copy_, path_);
  ExpectRefusedUntouched();
  // Back beside its log, the file of before has all that was stored.
  WriteBytes(path_, file);
  EXPECT_THAT(Rows(path_), ElementsAre("exempelby 2021"));
}

// Nothing was written between the copy of the stopped store and its next start, nor before the first backup of the
// running one: what such a copy holds is what the file held when the log was begun.
TEST_F(RestoreTest, ACopyFromJustBeforeTheLogWasBegunIsToldFromTheFileOfTheLog) {
  LiveAndStop([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    ASSERT_THAT(AddMonths(store, "exempelby", 2021), IsOk());
  });
  Copy(path_, copy_);
  LiveAndDie([&](Store& store) {
    Backup(path_, folder_.File("running.db"));
    ASSERT_THAT(AddMonths(store, "exempelby", 2022), IsOk());
  });
  for (const std::string& restored : {copy_, folder_.File("running.db")}) {
    Copy(restored, path_);
    ExpectRefusedUntouched();
  }
  MoveLogAway();
  EXPECT_THAT(Rows(path_), ElementsAre("exempelby 2021"));
}

// After a burst of writes the log has been moved into the file; the backup is from before that.
TEST_F(RestoreTest, ABackupFromBeforeTheLogWasMovedIsRefusedToo) {
  LiveAndDie([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    Backup(path_, copy_);
    const std::uintmax_t size = std::filesystem::file_size(path_);
    for (int year = 1900; year < 2150 && std::filesystem::file_size(path_) == size; ++year) {
      ASSERT_THAT(AddMonths(store, "exempelby", year, 500), IsOk());
    }
    ASSERT_GT(std::filesystem::file_size(path_), size) << "the log was never moved into the file";
  });
  Copy(copy_, path_);
  ExpectRefusedUntouched();
}

TEST_F(RestoreTest, AFileThatIsGoneDoesNotTakeItsLogWithIt) {
  LiveAndDie([&](Store& store) { ASSERT_THAT(AddTown(store, "exempelby"), IsOk()); });
  std::filesystem::rename(path_, copy_);
  ExpectRefusedUntouched();
  EXPECT_FALSE(std::filesystem::exists(path_));
  WriteBytes(path_, "");
  ExpectRefusedUntouched();
  std::filesystem::rename(copy_, path_);
  LiveAndStop([&](Store& store) { EXPECT_THAT(AddMonths(store, "exempelby", 2021), IsOk()); });
}

TEST_F(RestoreTest, AStoreThatIsCopiedAfterAKillWithItsLogOpensWithAllOfIt) {
  LiveAndDie([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    ASSERT_THAT(AddMonths(store, "exempelby", 2021), IsOk());
  });
  for (const bool with_lock : {true, false}) {
    const TemporaryFolder elsewhere;
    for (const std::string& name : folder_.Names()) {
      if (with_lock || name != kStore + ".lock") Copy(folder_.File(name), elsewhere.File(name));
    }
    EXPECT_THAT(Rows(elsewhere.File(kStore)), ElementsAre("exempelby 2021")) << "with lock: " << with_lock;
  }
}

TEST_F(RestoreTest, ABackupOpensWhereNoLogLies) {
  LiveAndDie([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    Backup(path_, copy_);
  });
  LiveAndStop([&](Store& store) { ASSERT_THAT(AddMonths(store, "exempelby", 2021), IsOk()); });
  EXPECT_THAT(Rows(copy_), IsEmpty());
  Copy(copy_, path_);
  EXPECT_THAT(Rows(path_), IsEmpty());
  EXPECT_THAT(folder_.Names(), ElementsAre("copy.db", kStore));
}

// The sqlite3 shell moves a log into the file when it closes; the lock file said that it was gone, and that something
// may be missing.
TEST_F(RestoreTest, ALookWithAnotherProgramAfterAKillLosesNothingAndRefusesNothing) {
  LiveAndDie([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    ASSERT_THAT(AddMonths(store, "exempelby", 2021), IsOk());
  });
  RunInShell(path_, "SELECT count(*) FROM actual");
  ASSERT_FALSE(std::filesystem::exists(path_ + "-wal"));
  EXPECT_THAT(Rows(path_), ElementsAre("exempelby 2021"));
}

TEST_F(RestoreTest, AProgramThatOnlyReadsLeavesTheLogOfAKilledServiceWhereItIs) {
  LiveAndDie([&](Store& store) { ASSERT_THAT(AddTown(store, "exempelby"), IsOk()); });
  {
    const auto reader = Connection::Open(path_, Connection::Access::kReadOnly, absl::ZeroDuration()).value();
    EXPECT_EQ(reader->QueryInt64("SELECT count(*) FROM organization").value(), 1);
  }
  ASSERT_GT(std::filesystem::file_size(path_ + "-wal"), 0u);
  LiveAndStop([&](Store& store) { EXPECT_THAT(AddMonths(store, "exempelby", 2021), IsOk()); });
}

// A cron job that moves the log into the file while the service runs.
TEST_F(RestoreTest, ALogThatAnotherProgramMovedWhileTheServiceRanIsStillItsFiles) {
  LiveAndDie([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    RunInShell(path_, "PRAGMA wal_checkpoint(TRUNCATE)");
    ASSERT_THAT(AddMonths(store, "exempelby", 2021), IsOk());
  });
  EXPECT_THAT(Rows(path_), ElementsAre("exempelby 2021"));
}

// A kill in the middle of a move leaves any mixture of pages in the file; the log has all of them.
TEST_F(RestoreTest, AKillWhileTheLogIsMovedLeavesAStoreThatOpens) {
  LiveAndDie([&](Store& store) {
    ASSERT_THAT(AddTown(store, "exempelby"), IsOk());
    ASSERT_THAT(AddMonths(store, "exempelby", 1900, 600), IsOk());
  });
  const std::string before = ReadBytes(path_);
  {
    const auto writer = Connection::Open(path_, Connection::Access::kReadWrite, absl::ZeroDuration()).value();
    ASSERT_THAT(MoveLogAtClose(*writer), IsOk());
    writer->SetCheckpointOnClose(false);
  }
  const std::string log = ReadBytes(path_ + "-wal");
  const std::string after = ReadBytes(path_);
  ASSERT_NE(after, before);
  ASSERT_GE(after.size(), before.size());
  constexpr size_t kPage = 4'096;
  for (size_t moved = 0; moved <= after.size(); moved += 5 * kPage) {
    const std::string first = after.substr(0, moved) + (moved < before.size() ? before.substr(moved) : "");
    std::string last = after;  // SQLite moves pages by their number; a disk writes them as it likes.
    last.replace(0, std::min(moved, before.size()), before.substr(0, moved));
    for (const std::string& mixture : {first, last}) {
      WriteBytes(path_, mixture);
      WriteBytes(path_ + "-wal", log);
      std::filesystem::remove(path_ + "-shm");
      ASSERT_THAT(Rows(path_), testing::SizeIs(600)) << moved;
    }
  }
}

// A log of an older version, which knew no marks.
TEST_F(RestoreTest, ALogFromBeforeTheMarkOpensWithItsFileAndNotUnderANewOne) {
  LiveAndStop([&](Store& store) { ASSERT_THAT(AddTown(store, "exempelby"), IsOk()); });
  std::filesystem::rename(path_, copy_);
  {
    const auto older = Connection::Open(path_, Connection::Access::kReadWrite, absl::ZeroDuration()).value();
    ASSERT_THAT(Migrate(*older, AllMigrations().first(kFirstFormatWithLogMark - 1)), IsOk());
    older->SetCheckpointOnClose(false);
    ASSERT_THAT(older->Execute("PRAGMA journal_mode = WAL; INSERT INTO organization VALUES ('annanby', 'Annanby', 0);"
                               "INSERT INTO structure_change VALUES ('annanby', 1, 0, '')"),
                IsOk());
  }
  const std::string older_file = ReadBytes(path_);
  Copy(copy_, path_);
  ExpectRefusedUntouched();
  WriteBytes(path_, older_file);
  LiveAndStop([&](Store& store) {
    EXPECT_THAT(store.Read([](Reader& reader) { return reader.GetOrganization("annanby").status(); }), IsOk());
  });
}

TEST(LogMarkTest, AMarkIsReadAsItsRowHasItAndOtherTextsAreNone) {
  const std::string state(32, 'a');
  const std::string previous(32, 'b');
  const std::string base(32, '0');
  const std::string text = absl::StrCat("Prognos log ", state, " after ", previous, " of ", base);
  const std::optional<LogMark> mark = ParseLogMark(text + " moving");
  ASSERT_TRUE(mark.has_value());
  EXPECT_EQ(mark->state, state);
  EXPECT_EQ(mark->previous, previous);
  EXPECT_EQ(mark->base, base);
  EXPECT_TRUE(mark->moving);
  EXPECT_FALSE(ParseLogMark(text + " kept  ")->moving);
  for (const std::string& other : {std::string(), text, text + " moved ", text.substr(1) + " moving",
                                   absl::StrCat("Prognos log ", std::string(32, 'g'), text.substr(44), " moving")}) {
    EXPECT_FALSE(ParseLogMark(other).has_value()) << other;
  }
}

TEST(LogMarkTest, PagesOfNoiseHoldNoMark) {
  for (const std::string& page : {std::string(), std::string("\x0d"), std::string(4'096, '\x0d'),
                                  std::string(4'096, '\xff'), std::string("\x0d\0\0\0\1\0\0\0\x0f\xff", 10)}) {
    EXPECT_FALSE(LogMarkOnPage(page).has_value());
  }
}

}  // namespace
}  // namespace prognos::ledger
