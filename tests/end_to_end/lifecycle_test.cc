// How prognosd starts, refuses to start, and stops.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/end_to_end/health_check.h"
#include "tests/end_to_end/prognosd_process.h"
#include "tests/end_to_end/service_client.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const BatchShape kTwoYears = {{"a.cost"}, 24};

std::string BytesOfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

void WriteFile(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

// A socket that listens on a free port of loopback for as long as the object lives.
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

class LifecycleTest : public testing::Test {
 protected:
  std::string Path() const { return folder_.File("store.db"); }
  std::vector<std::string> Flags() const { return {"--store", "sqlite:" + Path()}; }

  // A store with an organization and two years of a series.
  void MakeStore() {
    PrognosdProcess prognosd(Flags());
    ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
    const ServiceClient client(prognosd.address());
    ASSERT_THAT(client.CreateOrganization({"cost"}), IsOkCall());
    ASSERT_THAT(client.Import({ServiceClient::Batch(kTwoYears, 100)}), IsOkCall());
    prognosd.Signal(SIGTERM);
    ASSERT_EQ(prognosd.WaitForExit(), 0);
  }

  // prognosd says `message`, ends with 4, and leaves the folder with that one file as it was.
  void ExpectRefusedAndUntouched(const testing::Matcher<const std::string&>& message) {
    const std::string before = BytesOfFile(Path());
    PrognosdProcess prognosd(Flags());
    EXPECT_EQ(prognosd.WaitForExit(), 4);
    EXPECT_THAT(prognosd.Log(), AllOf(HasSubstr(Path()), message));
    EXPECT_TRUE(BytesOfFile(Path()) == before) << "the file was changed";
    EXPECT_THAT(NamesIn(folder_.path()), ElementsAre("store.db"));
  }

  const TemporaryFolder folder_;
};

TEST_F(LifecycleTest, VersionAndHelpAnswerAndEndWithZero) {
  PrognosdProcess version({"--version"});
  EXPECT_EQ(version.WaitForExit(), 0);
  EXPECT_EQ(version.Output(), "prognosd " PROGNOS_VERSION "\n");
  PrognosdProcess help({"--help"});
  EXPECT_EQ(help.WaitForExit(), 0);
  EXPECT_THAT(help.Output(), AllOf(HasSubstr("--address"), HasSubstr("--store"), HasSubstr("--threads"),
                                   HasSubstr("--queue"), HasSubstr("--heavy_threads"), HasSubstr("--heavy_queue"),
                                   HasSubstr("--log_level"), HasSubstr("--grace"), HasSubstr("--forecast_cache"),
                                   HasSubstr("--import_memory"), HasSubstr("--answer_memory"), HasSubstr("Example: ")));
}

TEST_F(LifecycleTest, WrongFlagsAreWrongUse) {
  const std::vector<std::vector<std::string>> wrong = {
      {"--sotre", "sqlite:a.db"}, {"--threads", "0"},       {"--threads", "many"},   {"--log_level", "loud"},
      {"--store", "postgres:db"}, {"--store", "sqlite:"},   {"--grace", "-1"},       {"--grace", "301"},
      {"--queue", "-1"},          {"--heavy_threads", "0"}, {"--heavy_queue", "-1"}, {"--forecast_cache", "-1"},
      {"--import_memory", "255"}, {"--answer_memory", "63"}};
  for (const std::vector<std::string>& flags : wrong) {
    PrognosdProcess prognosd(flags);
    EXPECT_EQ(prognosd.WaitForExit(), 2) << flags[0] << " " << flags[1];
    EXPECT_THAT(prognosd.Log(), HasSubstr(flags[0])) << flags[0] << " " << flags[1];
  }
}

TEST_F(LifecycleTest, AHealthCheckAnswersServingUntilItStops) {
  PrognosdProcess prognosd(Flags());
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  const auto channel = grpc::CreateChannel(prognosd.address(), grpc::InsecureChannelCredentials());
  const HealthAnswer answer = CheckHealth(channel);
  EXPECT_THAT(answer.status, IsOkCall());
  EXPECT_TRUE(answer.serving);
  prognosd.Signal(SIGTERM);
  ASSERT_EQ(prognosd.WaitForExit(), 0);
  EXPECT_EQ(CheckHealth(channel).status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(LifecycleTest, ABusyPortIsNamedAndEndsWithThree) {
  const Listener other;
  const std::string address = absl::StrCat("127.0.0.1:", other.port());
  PrognosdProcess prognosd({"--store", "sqlite:" + Path(), "--address", address});
  EXPECT_EQ(prognosd.WaitForExit(), 3);
  EXPECT_THAT(prognosd.Log(), HasSubstr(absl::StrCat("cannot listen on ", address)));
  EXPECT_THAT(NamesIn(folder_.path()), IsEmpty()) << "a new store stayed behind";
}

TEST_F(LifecycleTest, TwoServicesDoNotShareAPort) {
  PrognosdProcess first(Flags());
  ASSERT_THAT(first.WaitUntilServing(), IsOk());
  PrognosdProcess second({"--store", "sqlite:" + folder_.File("other.db"), "--address", first.address()});
  EXPECT_EQ(second.WaitForExit(), 3);
  EXPECT_THAT(second.Log(), HasSubstr(first.address()));
  EXPECT_THAT(NamesIn(folder_.path()), Not(Contains("other.db")));
}

TEST_F(LifecycleTest, AnAddressOfNoMachineEndsWithThree) {
  PrognosdProcess prognosd({"--store", "sqlite:" + Path(), "--address", "host.invalid:7443"});
  EXPECT_EQ(prognosd.WaitForExit(), 3);
  EXPECT_THAT(prognosd.Log(), HasSubstr("host.invalid:7443"));
  EXPECT_THAT(NamesIn(folder_.path()), IsEmpty());
}

TEST_F(LifecycleTest, PlaintextForOtherMachinesMustBeAskedFor) {
  PrognosdProcess refused({"--store", "sqlite:" + Path(), "--address", "0.0.0.0:0"});
  EXPECT_EQ(refused.WaitForExit(), 2);
  EXPECT_THAT(refused.Log(), AllOf(HasSubstr("0.0.0.0:0"), HasSubstr("--allow_plaintext_network")));
  EXPECT_THAT(NamesIn(folder_.path()), IsEmpty());
  PrognosdProcess asked({"--store", "sqlite:" + Path(), "--address", "0.0.0.0:0", "--allow_plaintext_network"});
  EXPECT_THAT(asked.WaitUntilServing(), IsOk());
}

TEST_F(LifecycleTest, AKeyWithoutItsCertificateIsWrongUse) {
  PrognosdProcess prognosd({"--store", "sqlite:" + Path(), "--tls_key", folder_.File("service.key")});
  EXPECT_EQ(prognosd.WaitForExit(), 2);
  EXPECT_THAT(prognosd.Log(), HasSubstr("tls_cert: is required with tls_key"));
  EXPECT_THAT(NamesIn(folder_.path()), IsEmpty());
}

TEST_F(LifecycleTest, ATextFileIsRefusedAndUntouched) {
  WriteFile(Path(), "verksamhet;månad;kostnad\nbarn;2022-01;100\n");
  ExpectRefusedAndUntouched(HasSubstr("is not a Prognos store"));
}

TEST_F(LifecycleTest, ATruncatedStoreIsRefusedAndUntouched) {
  ASSERT_NO_FATAL_FAILURE(MakeStore());
  const auto size = std::filesystem::file_size(Path());
  std::filesystem::resize_file(Path(), size / 2);
  ExpectRefusedAndUntouched(HasSubstr("damaged"));
}

TEST_F(LifecycleTest, AStoreOfANewerVersionIsRefusedAndUntouched) {
  ASSERT_NO_FATAL_FAILURE(MakeStore());
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(Path().c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "PRAGMA user_version = 9999", nullptr, nullptr, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_close(database), SQLITE_OK);
  ExpectRefusedAndUntouched(AllOf(HasSubstr("9999"), HasSubstr("newer")));
}

TEST_F(LifecycleTest, AStoreInAFolderThatDoesNotExistEndsWithFour) {
  PrognosdProcess prognosd({"--store", "sqlite:" + folder_.File("none/store.db")});
  EXPECT_EQ(prognosd.WaitForExit(), 4);
  EXPECT_THAT(prognosd.Log(), HasSubstr("folder does not exist"));
}

TEST_F(LifecycleTest, ASecondServiceOnTheSameStoreIsRefusedAndTheFirstGoesOn) {
  ASSERT_NO_FATAL_FAILURE(MakeStore());
  PrognosdProcess first(Flags());
  ASSERT_THAT(first.WaitUntilServing(), IsOk());
  PrognosdProcess second(Flags());
  EXPECT_EQ(second.WaitForExit(), 4);
  EXPECT_THAT(second.Log(), AllOf(HasSubstr(Path()), HasSubstr(absl::StrCat("process ", first.pid()))));
  EXPECT_THAT(ServiceClient(first.address()).Import({ServiceClient::Batch(kTwoYears, 200)}), IsOkCall());
}

TEST_F(LifecycleTest, AKilledServiceDoesNotKeepTheNextOneOut) {
  {
    PrognosdProcess first(Flags());
    ASSERT_THAT(first.WaitUntilServing(), IsOk());
    first.Signal(SIGKILL);
    ASSERT_EQ(first.WaitForExit(), 128 + SIGKILL);
  }
  PrognosdProcess second(Flags());
  EXPECT_THAT(second.WaitUntilServing(), IsOk());
}

class DrainTest : public LifecycleTest, public testing::WithParamInterface<int> {};

// The stream is open when the signal comes, and sends its second batch after that.
TEST_P(DrainTest, ARunningStreamFinishesAndNewCallsAreRefused) {
  ASSERT_NO_FATAL_FAILURE(MakeStore());
  PrognosdProcess prognosd(Flags());
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  const ServiceClient client(prognosd.address());

  grpc::ClientContext call;
  v1::ImportActualsResponse response;
  const auto stream = client.ledger->ImportActuals(&call, &response);
  ASSERT_TRUE(stream->Write(ServiceClient::Batch(kTwoYears, 200)));
  while (client.LedgerPosition() < 2 * kTwoYears.rows()) absl::SleepFor(absl::Milliseconds(2));
  prognosd.Signal(GetParam());
  while (prognosd.Log().find("draining") == std::string::npos) absl::SleepFor(absl::Milliseconds(2));

  // Not necessarily at once: the listening socket closes a moment after the log line.
  grpc::StatusCode new_call = grpc::StatusCode::OK;
  for (int i = 0; i < 500 && new_call == grpc::StatusCode::OK; ++i) {
    grpc::ChannelArguments own_connection;
    own_connection.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel =
        grpc::CreateCustomChannel(prognosd.address(), grpc::InsecureChannelCredentials(), own_connection);
    new_call = ServiceClient(channel).InsertOrganization().error_code();
    // It was answered still, or came in between and was not begun.
    if (new_call == grpc::StatusCode::ALREADY_EXISTS || new_call == grpc::StatusCode::CANCELLED) {
      new_call = grpc::StatusCode::OK;
    }
  }
  EXPECT_EQ(new_call, grpc::StatusCode::UNAVAILABLE);

  EXPECT_TRUE(stream->Write(ServiceClient::Batch(kTwoYears, 300)));
  stream->WritesDone();
  EXPECT_THAT(stream->Finish(), IsOkCall());
  EXPECT_EQ(response.batches_size(), 2);
  EXPECT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
  EXPECT_THAT(NamesIn(folder_.path()), ElementsAre("store.db")) << "a log or lock stayed behind";

  PrognosdProcess again(Flags());
  ASSERT_THAT(again.WaitUntilServing(), IsOk());
  for (const v1::Actual& actual : ServiceClient(again.address()).Actuals()) EXPECT_EQ(actual.amount_ore(), 300);
}
INSTANTIATE_TEST_SUITE_P(Signals, DrainTest, testing::Values(SIGTERM, SIGINT));

// A client of gRPC looks at a connection without a running call every 5 s only.
TEST_F(LifecycleTest, AClientThatIsConnectedButIdleDoesNotHoldTheStop) {
  ASSERT_NO_FATAL_FAILURE(MakeStore());
  PrognosdProcess prognosd(Flags());
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  const ServiceClient client(prognosd.address());
  EXPECT_EQ(client.LedgerPosition(), kTwoYears.rows());
  const absl::Time begin = absl::Now();
  prognosd.Signal(SIGTERM);
  EXPECT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
  // About 0.1 s; the rest is for a busy machine.
  EXPECT_LT(absl::Now() - begin, absl::Seconds(2));
}

// A stream whose first batch is stored and that keeps open.
struct OpenStream {
  explicit OpenStream(const ServiceClient& client) : writer(client.ledger->ImportActuals(&call, &response)) {
    EXPECT_TRUE(writer->Write(ServiceClient::Batch(kTwoYears, 200)));
    while (client.LedgerPosition() < 2 * kTwoYears.rows()) absl::SleepFor(absl::Milliseconds(2));
  }

  grpc::ClientContext call;
  v1::ImportActualsResponse response;
  std::unique_ptr<grpc::ClientWriter<v1::ImportActualsRequest>> writer;
};

std::string IntegrityOf(const std::string& path) {
  sqlite3* database = nullptr;
  std::string answer;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  const auto take = [](void* text, int, char** values, char**) {
    *static_cast<std::string*>(text) += values[0];
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(database, "PRAGMA integrity_check", take, &answer, nullptr), SQLITE_OK);
  EXPECT_EQ(sqlite3_close(database), SQLITE_OK);
  return answer;
}

TEST_F(LifecycleTest, ASlowCallFinishesWithinTheGracePeriodAndTheServiceEndsWithIt) {
  ASSERT_NO_FATAL_FAILURE(MakeStore());
  std::vector<std::string> flags = Flags();
  flags.insert(flags.end(), {"--grace", "60"});
  PrognosdProcess prognosd(flags);
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  const ServiceClient client(prognosd.address());
  OpenStream stream(client);
  prognosd.Signal(SIGTERM);
  // The connections of idle clients are closed after some 0.05 s; this one has a call.
  EXPECT_EQ(prognosd.WaitForExit(absl::Milliseconds(700)), -1);
  EXPECT_TRUE(stream.writer->Write(ServiceClient::Batch(kTwoYears, 300)));
  stream.writer->WritesDone();
  EXPECT_THAT(stream.writer->Finish(), IsOkCall());
  EXPECT_EQ(stream.response.batches_size(), 2);
  const absl::Time answered = absl::Now();
  EXPECT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
  EXPECT_LT(absl::Now() - answered, absl::Seconds(2));
  EXPECT_EQ(IntegrityOf(Path()), "ok");
  PrognosdProcess again(Flags());
  ASSERT_THAT(again.WaitUntilServing(), IsOk());
  EXPECT_EQ(ServiceClient(again.address()).LedgerPosition(), 3 * kTwoYears.rows());
}

TEST_F(LifecycleTest, AClientThatNeverEndsItsStreamHoldsTheStopOnlyForTheGracePeriod) {
  ASSERT_NO_FATAL_FAILURE(MakeStore());
  std::vector<std::string> flags = Flags();
  flags.insert(flags.end(), {"--grace", "1.5"});
  PrognosdProcess prognosd(flags);
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  const ServiceClient client(prognosd.address());
  OpenStream stream(client);
  const absl::Time begin = absl::Now();
  prognosd.Signal(SIGTERM);
  EXPECT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
  EXPECT_GE(absl::Now() - begin, absl::Seconds(1.4));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_THAT(stream.writer->Finish().error_code(), AnyOf(grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::CANCELLED));
  EXPECT_THAT(NamesIn(folder_.path()), ElementsAre("store.db"));
  EXPECT_EQ(IntegrityOf(Path()), "ok");

  PrognosdProcess again(Flags());
  ASSERT_THAT(again.WaitUntilServing(), IsOk());
  EXPECT_EQ(ServiceClient(again.address()).LedgerPosition(), 2 * kTwoYears.rows());
}

// Fault 04: SIGTERM took 27 s with a grace of 10. The forecast of 400 series takes longer than the grace given here.
TEST_F(LifecycleTest, AForecastThatIsStillComputedIsCancelledWhenTheGraceIsOver) {
  std::vector<std::string> kinds;
  BatchShape shape{{}, 96};
  for (int at = 0; at < 400; ++at) {
    kinds.push_back(absl::StrCat("u", at));
    shape.series.push_back(absl::StrCat("a.u", at));
  }
  std::vector<std::string> flags = Flags();
  flags.insert(flags.end(), {"--grace", "0.3"});
  PrognosdProcess prognosd(flags);
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  const ServiceClient client(prognosd.address());
  ASSERT_THAT(client.CreateOrganization(kinds), IsOkCall());
  v1::ImportActualsRequest batch = ServiceClient::Batch(shape, 0);
  for (int at = 0; at < batch.actuals_size(); ++at) batch.mutable_actuals(at)->set_volume(1000.0 + at * 37 % 101);
  ASSERT_THAT(client.Import({batch}), IsOkCall());
  grpc::Status status;
  std::thread forecasting([&] {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_round(v1::ROUND_MARCH);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    status = client.forecast->CreateForecast(&call, request, &response);
  });
  absl::SleepFor(absl::Milliseconds(200));  // So that it has begun; when it has not, it is refused, which is as well.
  prognosd.Signal(SIGTERM);
  EXPECT_EQ(prognosd.WaitForExit(), 0) << prognosd.Log();
  forecasting.join();
  EXPECT_THAT(status.error_code(), AnyOf(grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::CANCELLED));
  PrognosdProcess again(Flags());
  ASSERT_THAT(again.WaitUntilServing(), IsOk());
  v1::ListForecastsRequest list;
  list.set_organization("organizations/o");
  v1::ListForecastsResponse listed;
  grpc::ClientContext call;
  ASSERT_THAT(ServiceClient(again.address()).forecast->ListForecasts(&call, list, &listed), IsOkCall());
  EXPECT_EQ(listed.forecasts_size(), 0);
}

}  // namespace
}  // namespace prognos
