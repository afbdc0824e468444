#include "forecast/base/host_and_port.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

void ExpectParts(absl::string_view address, const std::string& host, int port) {
  const std::optional<HostAndPort> parts = ParseHostAndPort(address);
  ASSERT_TRUE(parts.has_value()) << address;
  EXPECT_EQ(parts->host, host);
  EXPECT_EQ(parts->port, port);
}

TEST(HostAndPortTest, NamesAndAddressesHaveAPort) {
  ExpectParts("localhost:7443", "localhost", 7443);
  ExpectParts("127.0.0.1:0", "127.0.0.1", 0);
  ExpectParts("0.0.0.0:65535", "0.0.0.0", 65535);
  ExpectParts("[::1]:7443", "::1", 7443);
}

TEST(HostAndPortTest, APortIsDigitsUpTo65535) {
  for (const char* address : {"h", "h:", "h:-1", "h:+1", "h: 1", "h:1 ", "h:65536", "h:99999999999", "h:http"}) {
    EXPECT_FALSE(ParseHostAndPort(address).has_value()) << address;
  }
}

TEST(HostAndPortTest, AHostIsNotEmptyNorAWebAddress) {
  for (const char* address : {"", ":7443", "[]:7443", "http://localhost:7443", "localhost:7443/", "//h:1"}) {
    EXPECT_FALSE(ParseHostAndPort(address).has_value()) << address;
  }
}

TEST(HostAndPortTest, AnIpv6AddressStandsInBrackets) {
  for (const char* address : {"::1:7443", "::1", "[::1]", "[::1:7443", "::1]:7443", "[[::1]]:7443"}) {
    EXPECT_FALSE(ParseHostAndPort(address).has_value()) << address;
  }
}

}  // namespace
}  // namespace prognos
