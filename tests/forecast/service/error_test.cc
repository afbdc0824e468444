#include "forecast/service/error.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

using ::testing::EndsWith;
using ::testing::SizeIs;
using ::testing::StartsWith;

v1::ErrorDetail DetailOf(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_TRUE(details.details(0).UnpackTo(&detail));
  return detail;
}

// As HTTP/2 carries it: the text with three bytes for each that is not printable ASCII, the details in base64.
size_t HeaderBytes(const grpc::Status& status) {
  size_t bytes = absl::Base64Escape(status.error_details()).size();
  for (const char one : status.error_message()) bytes += one < ' ' || one > '~' || one == '%' ? 3 : 1;
  return bytes;
}

// Of elements, for those of lines are one when they are alike.
absl::Status FaultsWith(const std::string& value, int count) {
  FaultList faults;
  for (int i = 0; i < count; ++i) {
    faults.Add(absl::StrCat("item ", i + 2, ": activity"), FaultReason::kUnknown, value,
               messages::value::DoesNotExist());
  }
  return faults.ToStatus();
}

// Case bok-11: clients in Java, Python and the command line told "header too large" instead of the faults.
TEST(ErrorTest, AnyFaultsFitIntoTheHeadersThatClientsTake) {
  std::string cyrillic;
  for (int i = 0; i < 40; ++i) cyrillic += "\u0436";
  for (const std::string& value : {std::string("nobody"), std::string(80, 'x'), cyrillic, std::string(80, '%')}) {
    for (const int count : {1, 5, 48, 100, 5000}) {
      const grpc::Status status = ToGrpcStatus(FaultsWith(value, count));
      EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
      EXPECT_LE(HeaderBytes(status), 7680u) << value << " " << count;
      EXPECT_EQ(DetailOf(status).fault_count(), count);
      EXPECT_GE(DetailOf(status).faults_size(), std::min(count, 10));
    }
  }
}

TEST(ErrorTest, ATextThatIsCutSaysHowManyFaultsAreLeftOut) {
  const grpc::Status status = ToGrpcStatus(FaultsWith("nobody", 100));
  // `item 2: activity: "nobody" does not exist` is 41 letters and a line end of three as sent, from item 10 on one
  // more: 8 * 44 + 13 * 45 = 937, and a 14th line would go beyond 1024 - 64.
  EXPECT_THAT(status.error_message(), StartsWith("item 2: activity: \"nobody\" does not exist\nitem 3: "));
  EXPECT_THAT(status.error_message(), EndsWith("\nitem 22: activity: \"nobody\" does not exist\nand 79 more faults"));
}

TEST(ErrorTest, ATextOfOneLongLineIsCutBetweenLetters) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "\u00e5";
  const grpc::Status status = ToGrpcStatus(absl::InvalidArgumentError(text));
  EXPECT_EQ(status.error_message().size() % 2, 0u);
  EXPECT_LE(HeaderBytes(status), 7680u);
}

// A fault after 205 batches with request ids was lost in its own headers.
TEST(ErrorTest, TheNewestBatchesAreListedAndAllAreCounted) {
  std::vector<std::string> batches;
  for (int i = 0; i < 5000; ++i) batches.push_back(absl::StrCat("6f1c2a1e-8a55-4f0e-9d5e-", 100000000000 + i));
  const grpc::Status status = ToGrpcStatus(FaultsWith("2022-13", 100), batches);
  const v1::ErrorDetail detail = DetailOf(status);
  EXPECT_LE(HeaderBytes(status), 7680u);
  EXPECT_EQ(detail.durable_batch_count(), 5000);
  // 1024 bytes hold 26 ids of 36 letters and 2 bytes around them.
  ASSERT_THAT(detail.durable_batches(), SizeIs(26));
  EXPECT_EQ(detail.durable_batches(25), batches.back());
}

}  // namespace
}  // namespace prognos::service
