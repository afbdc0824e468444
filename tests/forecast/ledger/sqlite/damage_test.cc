// Files that are not, or no longer, a store: each is refused with words for the person who must act, and left alone.
#include <sys/stat.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "forecast/ledger/sqlite/connection.h"
#include "forecast/ledger/sqlite/file_header.h"
#include "forecast/ledger/sqlite/log_mark.h"
#include "tests/forecast/ledger/ledger_examples.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

using absl::StatusCode;
using testing::AllOf;
using testing::HasSubstr;

constexpr int kDamageMonths = 60;

std::string DamagedSeries(int i) { return absl::StrCat("verksamhet-", i, ".cost"); }

// A closed store with 40 series of 60 months: about fifty pages.
void MakeStore(const std::string& path) {
  ASSERT_THAT(MustOpen(path)->Write([](Writer& writer) -> absl::Status {
    std::vector<std::string> series;
    std::vector<NewActual> actuals;
    for (int i = 0; i < 40; ++i) {
      series.push_back(DamagedSeries(i));
      for (int month = 0; month < kDamageMonths; ++month)
        actuals.push_back({DamagedSeries(i), MonthOf("2018-01") + month, month});
    }
    PROGNOS_RETURN_IF_ERROR(AddOrganization(writer, "exempelby", series));
    return writer.AppendActuals("exempelby", actuals, {At(0)}).status();
  }),
              IsOk());
}

absl::StatusOr<std::vector<Actual>> ReadAll(Store& store) {
  std::vector<Actual> actuals;
  const absl::Status status = store.Read([&](Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(actuals, reader.ListActuals("exempelby", {}));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return actuals;
}

void SetBytes(const std::string& path, size_t at, const std::string& bytes) {
  std::string content = ReadBytes(path);
  content.replace(at, bytes.size(), bytes);
  WriteBytes(path, content);
}

class DamageTest : public testing::Test {
 protected:
  // Expects that opening `path` fails so, names the file, and changes neither it nor what stands beside it.
  void ExpectRefused(const std::string& path, StatusCode code, const std::string& text) {
    const std::string before = ReadBytes(path);
    const std::vector<std::string> names = folder_.Names();
    EXPECT_THAT(OpenSqliteStore({.path = path}), StatusIs(code, AllOf(HasSubstr(path), HasSubstr(text))));
    EXPECT_EQ(ReadBytes(path), before) << "the refused file was changed";
    EXPECT_EQ(folder_.Names(), names);
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.File("prognos.db");
};

TEST_F(DamageTest, ATextFileIsNotAStore) {
  for (const std::string& text : {std::string("Konto;Belopp\n"), std::string(10'000, 'x'), std::string(100, '\0')}) {
    WriteBytes(path_, text);
    ExpectRefused(path_, StatusCode::kInternal, "is not a Prognos store or is damaged");
  }
}

TEST_F(DamageTest, AnEmptyFileBecomesAStore) {
  WriteBytes(path_, "");
  EXPECT_THAT(MustOpen(path_)->CheckHealth(), IsOk());
}

TEST_F(DamageTest, AFileCutOffAnywhereIsDamaged) {
  MakeStore(path_);
  const std::string whole = ReadBytes(path_);
  ASSERT_GT(whole.size(), 100'000u);
  for (const size_t size :
       {size_t{1}, size_t{99}, size_t{100}, size_t{4'096}, whole.size() / 2, whole.size() - 4'096, whole.size() - 1}) {
    WriteBytes(path_, whole.substr(0, size));
    ExpectRefused(path_, StatusCode::kInternal, "is not a Prognos store or is damaged");
  }
}

TEST_F(DamageTest, AnyFlippedByteOfTheHeaderIsRefusedOrHarmless) {
  MakeStore(path_);
  const std::string whole = ReadBytes(path_);
  const std::vector<Actual> actuals = ReadAll(*MustOpen(path_)).value();
  ASSERT_EQ(actuals.size(), size_t{40 * kDamageMonths});
  const std::string file = std::filesystem::path(path_).filename().string();
  int refused = 0;
  for (size_t at = 0; at < 100; ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(~damaged[at]);
    WriteBytes(path_, damaged);
    const absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path_});
    absl::StatusOr<std::vector<Actual>> read = store.ok() ? ReadAll(**store) : store.status();
    if (read.ok()) {
      EXPECT_EQ(*read, actuals) << "byte " << at << " changes what is read";
    } else {
      ++refused;
      EXPECT_THAT(read.status(), testing::AnyOf(StatusIs(StatusCode::kInternal, HasSubstr(file)),
                                                StatusIs(StatusCode::kFailedPrecondition, HasSubstr(file))))
          << "byte " << at;
    }
  }
  // Magic 16, page size 2, versions and reserved 3, fractions 3, schema format 4, auto-vacuum 4, encoding 4, format 4,
  // incremental vacuum 4 and application 4 at least.
  EXPECT_GE(refused, 48);
}

TEST_F(DamageTest, APageOverwrittenWithNoiseGivesAnErrorAndNeverHalfAnAnswer) {
  MakeStore(path_);
  const std::string whole = ReadBytes(path_);
  const std::vector<Actual> actuals = ReadAll(*MustOpen(path_)).value();
  int errors = 0;
  for (size_t page = 1; page < whole.size() / 4'096; ++page) {
    WriteBytes(path_, whole);
    SetBytes(path_, page * 4'096, std::string(4'096, '\xa5'));
    const absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path_});
    absl::StatusOr<std::vector<Actual>> read = store.ok() ? ReadAll(**store) : store.status();
    if (read.ok()) {
      EXPECT_EQ(*read, actuals) << "page " << page;
    } else {
      ++errors;
      EXPECT_THAT(read.status(), StatusIs(StatusCode::kInternal, HasSubstr("is damaged"))) << "page " << page;
    }
  }
  // The 2400 rows of about forty bytes fill twenty pages or more.
  EXPECT_GE(errors, 20);
}

TEST_F(DamageTest, ANewerFormatIsRefusedUntouched) {
  MakeStore(path_);
  SetBytes(path_, 60, std::string("\0\0\0\x63", 4));
  ExpectRefused(path_, StatusCode::kFailedPrecondition, "has store format 99, made by a newer Prognos");
}

TEST_F(DamageTest, ANewerFormatThatIsOnlyInTheLogYetIsRefused) {
  MakeStore(path_);
  {
    const auto newer = Connection::Open(path_, Connection::Access::kReadWrite, absl::ZeroDuration()).value();
    newer->SetCheckpointOnClose(false);
    ASSERT_THAT(newer->Execute("BEGIN; PRAGMA user_version = 99"), IsOk());
    ASSERT_THAT(MarkTransaction(*newer), IsOk());
    ASSERT_THAT(newer->Execute("COMMIT"), IsOk());
  }
  const std::string before = ReadBytes(path_);
  const std::string log = ReadBytes(path_ + "-wal");
  EXPECT_THAT(OpenSqliteStore({.path = path_}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("has store format 99")));
  EXPECT_EQ(ReadBytes(path_), before);
  EXPECT_EQ(ReadBytes(path_ + "-wal"), log);
}

TEST_F(DamageTest, AFileOfAnotherProgramIsRefusedUntouched) {
  for (const std::string settings : {"PRAGMA application_id = 1196444487;", "", "PRAGMA journal_mode = WAL;"}) {
    std::filesystem::remove(path_);
    {
      const auto other = Connection::Open(path_, Connection::Access::kReadWrite, absl::ZeroDuration()).value();
      ASSERT_THAT(other->Execute(settings + "CREATE TABLE feature (x); INSERT INTO feature VALUES (1)"), IsOk());
    }
    ExpectRefused(path_, StatusCode::kFailedPrecondition, "belongs to another program and was left as it is");
  }
}

TEST_F(DamageTest, AStoreWithoutItsTablesIsDamaged) {
  {
    const auto bare = Connection::Open(path_, Connection::Access::kReadWrite, absl::ZeroDuration()).value();
    ASSERT_THAT(bare->Execute(absl::StrCat("PRAGMA application_id = ", kApplicationId, "; PRAGMA user_version = 1")),
                IsOk());
  }
  ExpectRefused(path_, StatusCode::kInternal, "is damaged");
}

TEST_F(DamageTest, AFolderInItsPlaceOrNoFolderAtAllIsSaidPlainly) {
  ExpectRefused(folder_.path(), StatusCode::kFailedPrecondition, "is a folder; name a file in it");
  ExpectRefused(folder_.File("saknas/prognos.db"), StatusCode::kFailedPrecondition, "create the folder first");
  WriteBytes(folder_.File("fil"), "x");
  ExpectRefused(folder_.File("fil/prognos.db"), StatusCode::kFailedPrecondition, "create the folder first");
}

// File permissions do not bind root, so the calls are made as the user "nobody" when the test runs as root.
class AsOrdinaryUser {
 public:
  AsOrdinaryUser() : was_root_(geteuid() == 0) {
    if (was_root_ && (setegid(65'534) != 0 || seteuid(65'534) != 0)) ADD_FAILURE() << "cannot change user";
  }
  AsOrdinaryUser(const AsOrdinaryUser&) = delete;
  AsOrdinaryUser& operator=(const AsOrdinaryUser&) = delete;
  ~AsOrdinaryUser() {
    if (was_root_ && (seteuid(0) != 0 || setegid(0) != 0)) abort();
  }

 private:
  bool was_root_;
};

constexpr char kNotWritable[] = "cannot be written; give the user that runs the service the right";

TEST_F(DamageTest, AFileThatMayNotBeWrittenIsRefused) {
  MakeStore(path_);
  chmod(folder_.path().c_str(), 0777);
  chmod(path_.c_str(), 0444);
  const AsOrdinaryUser user;
  ExpectRefused(path_, StatusCode::kFailedPrecondition, kNotWritable);
}

TEST_F(DamageTest, AFileThatMayNotBeReadIsRefused) {
  MakeStore(path_);
  chmod(folder_.path().c_str(), 0777);
  chmod(path_.c_str(), 0);
  const AsOrdinaryUser user;
  EXPECT_THAT(OpenSqliteStore({.path = path_}), StatusIs(StatusCode::kFailedPrecondition, HasSubstr(kNotWritable)));
}

TEST_F(DamageTest, AFolderThatMayNotBeWrittenIsRefused) {
  MakeStore(path_);
  chmod(path_.c_str(), 0666);
  chmod(folder_.path().c_str(), 0555);
  const AsOrdinaryUser user;
  ExpectRefused(path_, StatusCode::kFailedPrecondition, kNotWritable);
  EXPECT_THAT(OpenSqliteStore({.path = folder_.File("new.db")}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr(kNotWritable)));
}

}  // namespace
}  // namespace prognos::ledger
