#include "forecast/ledger/sqlite/connection.h"

#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

using Kind = Transaction::Kind;

class ConnectionTest : public testing::Test {
 protected:
  void SetUp() override {
    connection_ = Open(Connection::Access::kReadWrite);
    ASSERT_THAT(connection_->Execute("PRAGMA journal_mode = WAL; CREATE TABLE t (x INTEGER PRIMARY KEY) STRICT"),
                IsOk());
  }
  std::unique_ptr<Connection> Open(Connection::Access access) {
    return Connection::Open(folder_.File("test.db"), access, absl::ZeroDuration()).value();
  }
  static int64_t Count(Connection& connection) { return connection.QueryInt64("SELECT count(*) FROM t").value(); }

  TemporaryFolder folder_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(ConnectionTest, EveryCommitIsSyncedAndForeignKeysAreEnforced) {
  EXPECT_EQ(connection_->QueryInt64("PRAGMA synchronous").value(), 2);  // FULL
  EXPECT_EQ(connection_->QueryInt64("PRAGMA foreign_keys").value(), 1);
  EXPECT_EQ(connection_->QueryInt64("PRAGMA recursive_triggers").value(), 1);
}

TEST_F(ConnectionTest, AReaderCannotWrite) {
  const std::unique_ptr<Connection> reader = Open(Connection::Access::kReadOnly);
  EXPECT_THAT(reader->Execute("INSERT INTO t VALUES (1)"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(Count(*reader), 0);
}

TEST_F(ConnectionTest, AStatementUsedWithinItselfIsRefused) {
  ASSERT_THAT(connection_->Execute("INSERT INTO t VALUES (1), (2)"), IsOk());
  PROGNOS_ASSERT_OK_AND_ASSIGN(Statement outer, connection_->Use("SELECT x FROM t"));
  ASSERT_TRUE(outer.Step().value());
  EXPECT_THAT(connection_->Use("SELECT x FROM t"), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(ConnectionTest, ATransactionThatIsNotCommittedLeavesNothing) {
  {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Transaction transaction, Transaction::Begin(*connection_, Kind::kWrite));
    ASSERT_THAT(connection_->Execute("INSERT INTO t VALUES (1)"), IsOk());
    EXPECT_EQ(Count(*connection_), 1);
  }
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(Count(*connection_), 0);
}

TEST_F(ConnectionTest, ACommitShowsInTheNextTransactionOfAnotherConnectionAndNotInARunningOne) {
  const std::unique_ptr<Connection> reader = Open(Connection::Access::kReadOnly);
  {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Transaction snapshot, Transaction::Begin(*reader, Kind::kRead));
    EXPECT_EQ(Count(*reader), 0);
    PROGNOS_ASSERT_OK_AND_ASSIGN(Transaction transaction, Transaction::Begin(*connection_, Kind::kWrite));
    ASSERT_THAT(connection_->Execute("INSERT INTO t VALUES (1)"), IsOk());
    ASSERT_THAT(transaction.Commit(), IsOk());
    EXPECT_EQ(Count(*reader), 0);
  }
  EXPECT_EQ(Count(*reader), 1);
}

TEST_F(ConnectionTest, ACommitThatFailsIsRolledBack) {
  ASSERT_THAT(connection_->Execute("CREATE TABLE child (x REFERENCES t DEFERRABLE INITIALLY DEFERRED)"), IsOk());
  PROGNOS_ASSERT_OK_AND_ASSIGN(Transaction transaction, Transaction::Begin(*connection_, Kind::kWrite));
  ASSERT_THAT(connection_->Execute("INSERT INTO t VALUES (1); INSERT INTO child VALUES (99)"), IsOk());
  EXPECT_THAT(transaction.Commit(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(Count(*connection_), 0);
}

TEST_F(ConnectionTest, ASecondWriterIsUnavailable) {
  const std::unique_ptr<Connection> other = Open(Connection::Access::kReadWrite);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Transaction transaction, Transaction::Begin(*connection_, Kind::kWrite));
  EXPECT_THAT(Transaction::Begin(*other, Kind::kWrite), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ConnectionTest, ATakenKeyAndAWrongTypeHaveTheirCodes) {
  ASSERT_THAT(connection_->Execute("INSERT INTO t VALUES (1)"), IsOk());
  EXPECT_THAT(connection_->Execute("INSERT INTO t VALUES (1)"), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(connection_->Execute("INSERT INTO t VALUES ('x')"), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(connection_->Execute("SELEKT 1"), StatusIs(absl::StatusCode::kInternal, testing::HasSubstr("SELEKT")));
}

}  // namespace
}  // namespace prognos::ledger
