#include "forecast/ledger/sqlite/statement.h"

#include <limits>

#include "forecast/ledger/sqlite/connection.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

class StatementTest : public testing::Test {
 protected:
  void SetUp() override {
    PROGNOS_ASSERT_OK_AND_ASSIGN(
        connection_, Connection::Open(folder_.File("test.db"), Connection::Access::kReadWrite, absl::ZeroDuration()));
  }
  Statement Use(absl::string_view sql) { return connection_->Use(sql).value(); }

  TemporaryFolder folder_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(StatementTest, EveryTypeComesBackAsItWasBound) {
  const std::string text("å\0ö", 5);
  const std::string bytes("\0\xff", 2);
  const absl::Time time = absl::FromUnixMicros(-1'234'567);
  Statement statement = Use("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7");
  statement.Bind(std::numeric_limits<int64_t>::min(), text, Blob{bytes}, TextOrNull{""}, time,
                 Month::Parse("2022-12").value(), absl::CivilDay(2024, 2, 29));
  ASSERT_TRUE(statement.Step().value());
  EXPECT_EQ(statement.Int64(0), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(statement.Text(1), text);
  EXPECT_EQ(statement.Text(2), bytes);
  EXPECT_TRUE(statement.IsNull(3));
  EXPECT_EQ(statement.Text(3), "");
  EXPECT_EQ(statement.Time(4), time);
  EXPECT_EQ(statement.MonthAt(5).ToString(), "2022-12");
  EXPECT_EQ(statement.Text(6), "2024-02-29");
  EXPECT_EQ(*statement.Day(6), absl::CivilDay(2024, 2, 29));
  EXPECT_FALSE(statement.Step().value());
}

TEST_F(StatementTest, AMomentIsRoundedDownToMicrosecondsAlsoBefore1970) {
  Statement statement = Use("SELECT ?1, ?2");
  statement.Bind(absl::FromUnixNanos(1'999), absl::FromUnixNanos(-1));
  ASSERT_TRUE(statement.Step().value());
  EXPECT_EQ(statement.Int64(0), 1);
  EXPECT_EQ(statement.Int64(1), -1);
}

TEST_F(StatementTest, EmptyTextsAndBytesAreNotNull) {
  Statement statement = Use("SELECT ?1, ?2");
  statement.Bind(absl::string_view(), Blob{});
  ASSERT_TRUE(statement.Step().value());
  EXPECT_FALSE(statement.IsNull(0));
  EXPECT_FALSE(statement.IsNull(1));
}

TEST_F(StatementTest, AParameterTooManyIsAnErrorAtTheNextStep) {
  Statement statement = Use("SELECT ?1");
  statement.Bind(1, 2);
  EXPECT_THAT(statement.Step(), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(StatementTest, AStoredTextThatIsNoDateIsDamage) {
  Statement statement = Use("SELECT '2022-02-xx'");
  ASSERT_TRUE(statement.Step().value());
  EXPECT_THAT(statement.Day(0), StatusIs(absl::StatusCode::kInternal, testing::HasSubstr("2022-02-xx")));
}

TEST_F(StatementTest, OnceRunItCanBeBoundAndRunAgainAndKeepsNothingForTheNextUser) {
  ASSERT_THAT(connection_->Execute("CREATE TABLE t (x)"), IsOk());
  {
    Statement insert = Use("INSERT INTO t VALUES (?1)");
    for (int i = 1; i <= 3; ++i) {
      insert.Bind(i);
      ASSERT_THAT(insert.Run(), IsOk());
    }
  }
  EXPECT_EQ(connection_->QueryInt64("SELECT sum(x) FROM t").value(), 6);
  // A forgotten parameter is NULL, not the 3 of the user before.
  ASSERT_THAT(Use("INSERT INTO t VALUES (?1)").Run(), IsOk());
  EXPECT_EQ(connection_->QueryInt64("SELECT count(*) FROM t WHERE x IS NULL").value(), 1);
}

}  // namespace
}  // namespace prognos::ledger
