#include "forecast/service/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

using ::testing::HasSubstr;

// Listens on a free port of loopback for as long as the object lives.
class Listener {
 public:
  Listener() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    listen(socket_, 1);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { close(socket_); }
  int port() const { return port_; }

 private:
  int socket_;
  int port_ = 0;
};

TEST(AddressTest, ATakenPortIsNotFreeUntilItIsLetGo) {
  int port = 0;
  {
    const Listener other;
    port = other.port();
    const absl::Status taken = CheckAddressFree(absl::StrCat("127.0.0.1:", port));
    EXPECT_EQ(taken.code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(taken.message()), HasSubstr(absl::StrCat("cannot listen on 127.0.0.1:", port)));
    // All addresses of the machine are not free when one of them is taken.
    EXPECT_EQ(CheckAddressFree(absl::StrCat("0.0.0.0:", port)).code(), absl::StatusCode::kUnavailable);
  }
  EXPECT_THAT(CheckAddressFree(absl::StrCat("127.0.0.1:", port)), IsOk());
}

TEST(AddressTest, AnyFreePortAndANameOfThisMachineAreFree) {
  EXPECT_THAT(CheckAddressFree("127.0.0.1:0"), IsOk());
  EXPECT_THAT(CheckAddressFree("localhost:0"), IsOk());
  EXPECT_THAT(CheckAddressFree("0.0.0.0:0"), IsOk());
}

TEST(AddressTest, AnAddressOfAnotherMachineIsNotFree) {
  // 192.0.2.0/24 is set aside for examples (RFC 5737).
  EXPECT_EQ(CheckAddressFree("192.0.2.1:0").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CheckAddressFree("host.invalid:0").code(), absl::StatusCode::kUnavailable);
}

TEST(AddressTest, WhatIsNotHostAndPortIsAFault) {
  for (const std::string address :
       {"", "localhost", ":7443", "localhost:", "localhost:-1", "localhost:65536", "a:b", "::1:7443"}) {
    EXPECT_EQ(CheckAddressForm(address).code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_EQ(CheckAddressFree(address).code(), absl::StatusCode::kInvalidArgument) << address;
  }
  for (const std::string address : {"localhost:0", "[::1]:7443", "0.0.0.0:65535"}) {
    EXPECT_THAT(CheckAddressForm(address), IsOk()) << address;
  }
}

}  // namespace
}  // namespace prognos::service
