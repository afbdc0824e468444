#include "client/connection.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdlib>
#include <map>

#include "absl/strings/str_cat.h"
#include "client/failure.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"
#include "tests/status_matchers.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

// An environment variable for the length of a test.
class ScopedVariable {
 public:
  ScopedVariable(const char* name, const char* value) : name_(name) { setenv(name, value, /*overwrite=*/1); }
  ~ScopedVariable() { unsetenv(name_); }

 private:
  const char* name_;
};

const Texts& Swedish() { return TextsIn(Language::kSwedish); }

class ConnectionTest : public testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.File(name)) << bytes;
    return folder_.File(name);
  }

  static ConnectionOptions To(const std::string& address) {
    ConnectionOptions options;
    options.address = address;
    return options;
  }

  const TemporaryFolder folder_;
};

TEST_F(ConnectionTest, TheTokenIsTheOneWordOfItsFile) {
  ConnectionOptions options = To("127.0.0.1:7443");
  options.token_file = Write("token", "  abc_DEF-1\n");
  const auto connection = ReadConnection(options, Swedish());
  ASSERT_THAT(connection.status(), IsOk());
  EXPECT_EQ(connection->token, "abc_DEF-1");
  EXPECT_FALSE(connection->tls);
}

TEST_F(ConnectionTest, AFileWithoutATokenIsWrongUse) {
  for (const std::string bytes : {"", "\n", "två ord", "två\nrader", "abc\x01"}) {
    ConnectionOptions options = To("127.0.0.1:7443");
    options.token_file = Write("token", bytes);
    EXPECT_THAT(std::string(ReadConnection(options, Swedish()).status().message()), HasSubstr("innehåller ingen token"))
        << bytes;
  }
}

TEST_F(ConnectionTest, ATokenDoesNotLeaveTheMachineInPlaintext) {
  ConnectionOptions options;
  options.token_file = Write("token", "abc");
  for (const std::string away : {"prognos.exempelby.se:7443", "10.0.0.1:7443", "127.exempelby.se:7443"}) {
    options.address = away;
    options.tls = false;
    EXPECT_EQ(std::string(ReadConnection(options, Swedish()).status().message()),
              "token skulle sändas i klartext till " + away);
    options.tls = true;
    EXPECT_THAT(ReadConnection(options, Swedish()).status(), IsOk()) << away;
  }
  options.tls = false;
  for (const std::string here : {"localhost:7443", "127.0.0.2:7443", "[::1]:7443", "unix:/run/prognos.sock"}) {
    options.address = here;
    EXPECT_THAT(ReadConnection(options, Swedish()).status(), IsOk()) << here;
  }
}

TEST_F(ConnectionTest, AFileAboutTlsAsksForTls) {
  ConnectionOptions options = To("prognos.exempelby.se:7443");
  options.tls_ca = Write("ca.crt", "roots");
  options.tls_cert = Write("me.crt", "certificate");
  options.tls_key = Write("me.key", "key");
  const auto connection = ReadConnection(options, Swedish());
  ASSERT_THAT(connection.status(), IsOk());
  EXPECT_TRUE(connection->tls);
  EXPECT_EQ(connection->roots, "roots");
  EXPECT_EQ(connection->certificate, "certificate");
  EXPECT_EQ(connection->key, "key");
}

TEST_F(ConnectionTest, ACertificateWithoutItsKeyIsWrongUse) {
  ConnectionOptions options = To("localhost:7443");
  options.tls_cert = Write("me.crt", "certificate");
  EXPECT_EQ(std::string(ReadConnection(options, Swedish()).status().message()),
            "--tls-cert och --tls-key hör ihop; bara den ena är angiven");
}

// What gRPC 1.51 says, as seen of two services on loopback, one with TLS and one without.
TEST_F(ConnectionTest, AMismatchOfTlsIsToldAsOne) {
  Connection plain;
  plain.address = "a:1";
  Connection tls = plain;
  tls.tls = true;
  const std::string failed = "failed to connect to all addresses; last error: ";
  const auto why = [](const std::string& message, const Connection& connection) {
    return WhyUnreached(message, connection, Swedish()).what;
  };
  EXPECT_EQ(why(failed + "UNAVAILABLE: ipv4:127.0.0.1:33343: Socket closed", plain),
            "tjänsten på a:1 lägger på: den talar troligen TLS");
  EXPECT_EQ(why(failed + "UNAVAILABLE: ipv4:127.0.0.1:33343: Socket closed", tls),
            "tjänsten på a:1 lägger på: den vill troligen se ett certifikat");
  const std::string handshake = failed + "UNKNOWN: ipv4:127.0.0.1:42857: Ssl handshake failed: SSL_ERROR_SSL: ";
  EXPECT_EQ(why(handshake + "error:0A00010B:SSL routines::wrong version number", tls),
            "tjänsten på a:1 talar inte TLS");
  EXPECT_EQ(why(handshake + "error:0A000086:SSL routines::certificate verify failed", tls),
            "certifikatet som tjänsten på a:1 visar är inte betrott");
  // Nobody there, and a service that ended during a call: it may well be started.
  for (const Connection& connection : {plain, tls}) {
    EXPECT_EQ(
        why(failed + "UNKNOWN: ipv4:127.0.0.1:1: Failed to connect to remote host: Connection refused", connection),
        "tjänsten svarar inte på a:1");
    EXPECT_EQ(why("Socket closed", connection), "tjänsten svarar inte på a:1");
  }
}

TEST_F(ConnectionTest, OptionsComeFromTheCommandLineOrElseFromTheEnvironment) {
  FakePrognosd service;
  service.variables["PROGNOS_TLS"] = "ja";
  service.variables["PROGNOS_TLS_CA"] = Write("ca.crt", "roots");
  service.variables["PROGNOS_TOKEN_FIL"] = Write("token", "abc");
  EXPECT_EQ(service.Run({"organisation", "lista"}).exit_code, 0);
  EXPECT_TRUE(service.asked_connection.tls);
  EXPECT_EQ(service.asked_connection.roots, "roots");
  EXPECT_EQ(service.asked_connection.token, "abc");
  EXPECT_EQ(service.Run({"organisation", "lista", "--token-fil", Write("other", "def")}).exit_code, 0);
  EXPECT_EQ(service.asked_connection.token, "def");
  service.variables = {{"PROGNOS_TLS", "kanske"}};
  EXPECT_EQ(service.Run({"organisation", "lista"}).err,
            "prognos: ”kanske” är inget val för PROGNOS_TLS\nVälj något av: ja, nej.\n");
}

TEST_F(ConnectionTest, ARefusalForLackOfATokenSaysHowToGiveOne) {
  FakePrognosd service;
  service.ledger.ListOrganizations_.failures = {grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "no token"),
                                                grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "role")};
  EXPECT_THAT(service.Run({"organisation", "lista"}).err, HasSubstr("utan en giltig token"));
  EXPECT_THAT(service.Run({"organisation", "lista"}).err, HasSubstr("er token får inte göra det"));
}

// A proxy has a 127.0.0.1 of its own: with one in the environment, no command reached the service on one's machine.
TEST_F(ConnectionTest, ACallOnThisMachineDoesNotGoThroughAProxy) {
  int port = 0;
  FakeLedger ledger;
  grpc::ServerBuilder builder;
  builder.RegisterService(&ledger);
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  ASSERT_THAT(server, testing::NotNull());
  const ScopedVariable proxy("http_proxy", "http://127.0.0.1:9");
  for (const char* host : {"127.0.0.1", "localhost"}) {
    Connection connection;
    connection.address = absl::StrCat(host, ":", port);
    const std::shared_ptr<grpc::ChannelInterface> channel = Connect(connection);
    EXPECT_TRUE(channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10))) << host;
  }
}

TEST_F(ConnectionTest, TheFirstVariableThatNamesAProxyCountsUnlessTheHostIsExcepted) {
  const auto variable_for = [](const std::string& address, const std::map<std::string, std::string>& set) {
    return ProxyVariable(address, [&](const std::string& name) {
      const auto found = set.find(name);
      return found == set.end() ? std::nullopt : std::optional<std::string>(found->second);
    });
  };
  const std::string service = "prognos.exempelby.se:7443";
  EXPECT_EQ(variable_for(service, {}), "");
  EXPECT_EQ(variable_for(service, {{"http_proxy", ""}}), "");
  EXPECT_EQ(variable_for(service, {{"http_proxy", "http://p:1"}}), "http_proxy");
  EXPECT_EQ(variable_for(service, {{"http_proxy", "http://p:1"}, {"https_proxy", "http://p:1"}}), "https_proxy");
  EXPECT_EQ(variable_for(service, {{"http_proxy", "http://p:1"}, {"grpc_proxy", "http://p:1"}}), "grpc_proxy");
  EXPECT_EQ(variable_for(service, {{"http_proxy", "http://p:1"}, {"no_proxy", "annanby.se, exempelby.se"}}), "");
  EXPECT_EQ(variable_for(service, {{"http_proxy", "http://p:1"}, {"no_proxy", "annanby.se"}}), "http_proxy");
  EXPECT_EQ(variable_for(service,
                         {{"http_proxy", "http://p:1"}, {"no_proxy", "exempelby.se"}, {"no_grpc_proxy", "annanby.se"}}),
            "http_proxy");
}

TEST_F(ConnectionTest, AServiceThatIsNotReachedThroughAProxyNamesTheVariable) {
  ConnectionOptions options = To("prognos.exempelby.se:7443");
  options.proxy_variable = "https_proxy";
  const auto away = ReadConnection(options, Swedish());
  ASSERT_THAT(away.status(), IsOk());
  EXPECT_THAT(WhyUnreached("Connection refused", *away, Swedish()).advice,
              HasSubstr("den proxy som miljövariabeln https_proxy anger"));
  options.address = "127.0.0.1:7443";
  const auto here = ReadConnection(options, Swedish());
  ASSERT_THAT(here.status(), IsOk());
  EXPECT_THAT(WhyUnreached("Connection refused", *here, Swedish()).advice, testing::Not(HasSubstr("proxy")));
}

}  // namespace
}  // namespace prognos::client
