#include "forecast/ledger/sqlite/sqlite_store.h"

#include "forecast/ledger/sqlite/connection.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/forecast/ledger/store_test_suite.h"

namespace prognos::ledger {
namespace {

using testing::HasSubstr;

class SqliteHome : public StoreHome {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open() override {
    return OpenSqliteStore({.path = folder_.File("prognos.db"), .reader_connections = 3});
  }

 private:
  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreTest,
                         testing::Values(StoreFactory([] { return std::make_unique<SqliteHome>(); })),
                         [](const auto&) { return "File"; });

absl::Status AddExample(Store& store) {
  return store.Write([](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(AddOrganization(writer, "exempelby", {"hem.cost"}));
    return WriteEverything(writer, "exempelby");
  });
}

TEST(SqliteStoreOptionsTest, EveryFaultIsTold) {
  const SqliteStoreOptions options = {.path = "", .reader_connections = 0, .busy_timeout = absl::Hours(1)};
  EXPECT_THAT(options.Validate(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::AllOf(HasSubstr("path: must name a file"), HasSubstr("reader_connections: \"0\""),
                                      HasSubstr("busy_timeout: \"1h\""))));
  EXPECT_THAT(OpenSqliteStore(options), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT((SqliteStoreOptions{.path = std::string("a\0b", 3)}.Validate()),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT((SqliteStoreOptions{.path = "prognos.db"}.Validate()), IsOk());
}

TEST(SqliteStoreTest, AfterClosingOneFileHoldsEverything) {
  const TemporaryFolder folder;
  {
    const std::unique_ptr<Store> store = MustOpen(folder.File("prognos.db"));
    ASSERT_THAT(AddExample(*store), IsOk());
    EXPECT_THAT(folder.Names(), testing::IsSupersetOf({"prognos.db", "prognos.db-wal", "prognos.db.lock"}));
  }
  EXPECT_THAT(folder.Names(), testing::ElementsAre("prognos.db"));
  // A copy of that one file is a backup.
  WriteBytes(folder.File("copy.db"), ReadBytes(folder.File("prognos.db")));
  const std::unique_ptr<Store> copy = MustOpen(folder.File("copy.db"));
  ASSERT_THAT(copy->Read([](Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<size_t> counts, CountEverything(reader, "exempelby"));
    EXPECT_THAT(counts, testing::Each(testing::Ge(1u)));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST(SqliteStoreTest, RecordedRowsCannotBeChangedOrRemovedEvenBySql) {
  const TemporaryFolder folder;
  ASSERT_THAT(AddExample(*MustOpen(folder.File("prognos.db"))), IsOk());
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const std::unique_ptr<Connection> connection,
      Connection::Open(folder.File("prognos.db"), Connection::Access::kReadWrite, absl::ZeroDuration()));
  for (const auto& [table, column] :
       std::vector<std::pair<std::string, std::string>>{{"actual", "value"},
                                                        {"budget_version", "year"},
                                                        {"budget_line", "year"},
                                                        {"forecast", "year"},
                                                        {"forecast_input", "digest"},
                                                        {"forecast_lines", "input_digest"},
                                                        {"forecast_paths", "series_id"},
                                                        {"structure_change", "author"},
                                                        {"closed_year_version", "closed"},
                                                        {"activity_version", "sort_order"},
                                                        {"series_version", "flow"},
                                                        {"posting_rule_set", "position"},
                                                        {"posting_rule_version", "flow"}}) {
    for (const std::string& sql : {"DELETE FROM " + table, "UPDATE " + table + " SET " + column + " = 1",
                                   "INSERT OR REPLACE INTO " + table + " SELECT * FROM " + table}) {
      EXPECT_THAT(connection->Execute(sql), StatusIs(absl::StatusCode::kInternal, HasSubstr("is append-only"))) << sql;
    }
  }
}

TEST(SqliteStoreTest, ABudgetLineWhoseMonthsDoNotSumToItsYearIsRefused) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = MustOpen(folder.File("prognos.db"));
  ASSERT_THAT(AddExample(*store), IsOk());
  BudgetVersion budget = BudgetOf(2023, absl::CivilDay(2023, 1, 1), At(1), {{"hem.cost", 1'200}});
  budget.lines[0].monthly_ore[11] += 1;
  EXPECT_THAT(store->Write([&](Writer& writer) { return writer.InsertBudgetVersion("exempelby", budget).status(); }),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("hem.cost")));
}

TEST(SqliteStoreTest, EmptyTextsAreKeptApartFromAbsentOnes) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = MustOpen(folder.File("prognos.db"));
  // Default-made views have no address at all, which SQLite would take for NULL and refuse.
  ASSERT_THAT(store->Write([](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(AddOrganization(writer, "exempelby", {"hem.cost"}));
    PROGNOS_RETURN_IF_ERROR(writer.SaveRequest("exempelby", {"", "", ""}));
    EXPECT_FALSE(writer.FindRequest(absl::string_view(), absl::string_view())->has_value());
    return absl::OkStatus();
  }),
              IsOk());
}

TEST(SqliteStoreTest, AFileThatVanishesUnderneathIsUnhealthy) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = MustOpen(folder.File("prognos.db"));
  EXPECT_THAT(store->CheckHealth(), IsOk());
  std::filesystem::rename(folder.File("prognos.db"), folder.File("elsewhere.db"));
  EXPECT_THAT(store->CheckHealth(), StatusIs(absl::StatusCode::kInternal, HasSubstr("removed or replaced")));
}

// The write went into a file without a name, was acknowledged, and was gone after a restart.
TEST(SqliteStoreTest, AWriteIntoAFileThatWasRemovedOrReplacedIsRefused) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = MustOpen(folder.File("prognos.db"));
  ASSERT_THAT(AddExample(*store), IsOk());
  const auto write = [&] { return store->Write([](Writer&) { return absl::OkStatus(); }); };
  ASSERT_THAT(write(), IsOk());
  std::filesystem::rename(folder.File("prognos.db"), folder.File("elsewhere.db"));
  EXPECT_THAT(write(), StatusIs(absl::StatusCode::kInternal, HasSubstr("removed or replaced")));
  std::filesystem::copy_file(folder.File("elsewhere.db"), folder.File("prognos.db"));
  EXPECT_THAT(write(), StatusIs(absl::StatusCode::kInternal, HasSubstr("removed or replaced")));
  std::filesystem::rename(folder.File("elsewhere.db"), folder.File("prognos.db"));
  EXPECT_THAT(write(), IsOk());
}

TEST(SqliteStoreTest, AnotherProgramThatHoldsTheFileMakesAWriteUnavailableAndAReadNot) {
  const TemporaryFolder folder;
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const std::unique_ptr<Store> store,
      OpenSqliteStore({.path = folder.File("prognos.db"), .busy_timeout = absl::Milliseconds(20)}));
  ASSERT_THAT(AddExample(*store), IsOk());
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const std::unique_ptr<Connection> other,
      Connection::Open(folder.File("prognos.db"), Connection::Access::kReadWrite, absl::ZeroDuration()));
  ASSERT_THAT(other->Execute("BEGIN IMMEDIATE"), IsOk());
  EXPECT_THAT(store->Write([](Writer&) { return absl::OkStatus(); }),
              StatusIs(absl::StatusCode::kUnavailable, testing::StartsWith("prognos.db is locked")));
  EXPECT_THAT(store->CheckHealth(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store->Read([](Reader& reader) { return reader.GetOrganization("exempelby").status(); }), IsOk());
  ASSERT_THAT(other->Execute("ROLLBACK"), IsOk());
  EXPECT_THAT(store->CheckHealth(), IsOk());
}

}  // namespace
}  // namespace prognos::ledger
