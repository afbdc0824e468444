#include "forecast/service/tokens.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "forecast/base/faults.h"
#include "forecast/ledger/sqlite/sqlite_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/option.h"
#include "messages/value.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos::service {
namespace {

using ::testing::MatchesRegex;

const absl::Time kTokensNow = absl::FromCivil(absl::CivilSecond(2023, 1, 15, 12, 0, 0), absl::UTCTimeZone());

class TokensTest : public testing::Test {
 protected:
  TokensTest() {
    auto opened = ledger::OpenSqliteStore({.path = folder_.File("prognos.db")});
    EXPECT_THAT(opened.status(), IsOk());
    store_ = *std::move(opened);
    EXPECT_THAT(store_->Write([](ledger::Writer& writer) {
      return writer.InsertOrganization({"exempelby", "Exempelby", kTokensNow, {}, 0});
    }),
                IsOk());
  }

  std::string Create(const TokenRequest& request) {
    const absl::StatusOr<std::string> token = CreateToken(*store_, request, kTokensNow);
    EXPECT_THAT(token.status(), IsOk());
    return token.value_or("");
  }

  std::vector<ledger::Token> Records() {
    std::vector<ledger::Token> records;
    EXPECT_THAT(store_->Read([&](ledger::Reader& reader) -> absl::Status {
      records = *reader.ListTokens();
      return absl::OkStatus();
    }),
                IsOk());
    return records;
  }

  const TemporaryFolder folder_;
  std::unique_ptr<ledger::Store> store_;
};

// The hash of "abc" is the first example of FIPS 180-2, appendix B.1.
TEST_F(TokensTest, TheHashIsSha256) {
  EXPECT_EQ(absl::BytesToHexString(HashOfToken("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(TokensTest, ATokenIsValidThroughItsLastDay) {
  const std::string token = Create({"exempelby", "ekonom", "2023-01-31"});
  const TokenBook book(Records());
  const absl::Time end = absl::FromCivil(absl::CivilDay(2023, 2, 1), absl::UTCTimeZone());
  const ledger::Token* const found = book.Find(token, end - absl::Microseconds(1));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->organization_id, "exempelby");
  EXPECT_EQ(found->role, ledger::Role::kEkonom);
  EXPECT_EQ(book.Find(token, end), nullptr);
  EXPECT_EQ(book.Find(token + "A", kTokensNow), nullptr);
  EXPECT_EQ(book.Find("", kTokensNow), nullptr);
}

TEST_F(TokensTest, TokensHave32RandomBytesAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 20; ++i) {
    const std::string token = Create({"", "admin", "2023-12-31"});
    EXPECT_THAT(token, MatchesRegex("prognos_[A-Za-z0-9_-]{43}"));  // 32 bytes are 42 2/3 letters of base 64.
    seen.insert(token);
  }
  EXPECT_EQ(seen.size(), 20u);
}

TEST_F(TokensTest, TheTokenItselfIsNowhereInTheStore) {
  const std::string token = Create({"exempelby", "lasare", "2023-12-31"});
  store_.reset();
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_FALSE(absl::StrContains(bytes, token.substr(8))) << entry.path();
  }
}

TEST_F(TokensTest, ARevokedTokenIsValidNoMoreAndKeepsItsTime) {
  const std::string token = Create({"exempelby", "lasare", "2023-12-31"});
  const std::string id = Records().at(0).id;
  for (const absl::Duration later : {absl::Hours(1), absl::Hours(2)}) {
    EXPECT_THAT(store_->Write([&](ledger::Writer& writer) { return writer.RevokeToken(id, kTokensNow + later); }),
                IsOk());
  }
  EXPECT_EQ(Records().at(0).revoke_time, kTokensNow + absl::Hours(1));
  const TokenBook book(Records());
  EXPECT_NE(book.Find(token, kTokensNow), nullptr);
  EXPECT_EQ(book.Find(token, kTokensNow + absl::Hours(1)), nullptr);
  EXPECT_EQ(store_->Write([](ledger::Writer& writer) { return writer.RevokeToken("ffff", kTokensNow); }).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(TokensTest, WhatIsWrongIsToldWithFieldValueAndRule) {
  const auto faults = [&](const TokenRequest& request) {
    return FaultsFromStatus(CreateToken(*store_, request, kTokensNow).status());
  };
  EXPECT_EQ(
      faults({"exempelby", "chef", "2023-12-31"}),
      std::vector<Fault>({{"roll", FaultReason::kUnknown, "chef", "must be one of lasare, integration, ekonom, admin",
                           messages::value::MustBeOneOf("lasare, integration, ekonom, admin")}}));
  EXPECT_EQ(faults({"", "ekonom", "2023-12-31"}).at(0).place, "organisation");
  EXPECT_EQ(faults({"exempelby", "ekonom", "2023-02-30"}).at(0).reason, FaultReason::kNotADate);
  EXPECT_EQ(faults({"exempelby", "ekonom", "2023-01-14"}),
            std::vector<Fault>({{"giltig-till", FaultReason::kOutOfRange, "2023-01-14", "has passed",
                                 messages::option::HasPassed()}}));
  EXPECT_TRUE(faults({"exempelby", "ekonom", "2023-01-15"}).empty()) << "today is still to come to its end";
  EXPECT_EQ(CreateToken(*store_, {"okand", "ekonom", "2023-12-31"}, kTokensNow).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(TokensTest, TheListTellsWhatEachTokenIsAndNotItsSecret) {
  Create({"exempelby", "lasare", "2023-01-20"});
  const std::string id = Records().at(0).id;
  std::ostringstream out;
  ASSERT_THAT(ListTokens(*store_, kTokensNow, out), IsOk());
  EXPECT_EQ(out.str(), id + "  exempelby  lasare  2023-01-20  valid\n");
  out.str("");
  ASSERT_THAT(ListTokens(*store_, kTokensNow + absl::Hours(24 * 7), out), IsOk());
  EXPECT_EQ(out.str(), id + "  exempelby  lasare  2023-01-20  expired\n");
}

TEST_F(TokensTest, RolesHaveNamesBothWays) {
  for (const ledger::Role role :
       {ledger::Role::kReader, ledger::Role::kIntegration, ledger::Role::kEkonom, ledger::Role::kAdmin}) {
    EXPECT_EQ(ParseRole(RoleName(role)), role);
  }
  EXPECT_EQ(ParseRole("root"), std::nullopt);
  EXPECT_EQ(ParseRole(""), std::nullopt);
}

}  // namespace
}  // namespace prognos::service
