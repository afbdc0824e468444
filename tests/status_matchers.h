// Matchers for absl::Status: EXPECT_THAT(call, IsOk()), EXPECT_THAT(call, StatusIs(code, HasSubstr("year"))).
#ifndef PROGNOS_TESTS_STATUS_MATCHERS_H_
#define PROGNOS_TESTS_STATUS_MATCHERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"

namespace prognos {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename Value>
const absl::Status& StatusOf(const absl::StatusOr<Value>& result) {
  return result.status();
}

MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, absl::StrCat("has code ", absl::StatusCodeToString(code))) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message, absl::StrCat("has code ", absl::StatusCodeToString(code), " and such a text")) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         testing::ExplainMatchResult(message, std::string(StatusOf(arg).message()), result_listener);
}

}  // namespace prognos

// The value of a StatusOr expression, or the end of the test with its error.
#define PROGNOS_ASSERT_OK_AND_ASSIGN(left, expression) \
  PROGNOS_ASSERT_OK_AND_ASSIGN_IMPL(PROGNOS_TEST_CONCATENATE(prognos_test_or_, __LINE__), left, expression)
#define PROGNOS_TEST_CONCATENATE_IMPL(a, b) a##b
#define PROGNOS_TEST_CONCATENATE(a, b) PROGNOS_TEST_CONCATENATE_IMPL(a, b)
#define PROGNOS_ASSERT_OK_AND_ASSIGN_IMPL(result, left, expression) \
  auto result = (expression);                                       \
  ASSERT_TRUE(result.ok()) << result.status();                      \
  left = *std::move(result)

#endif  // PROGNOS_TESTS_STATUS_MATCHERS_H_
