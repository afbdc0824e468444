// Files that come over the wire: huge ones are stopped without filling the memory, and a file whose sender disappears
// in the middle is not stored.
#include <fcntl.h>
#include <grpcpp/create_channel_posix.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/end_to_end/prognosd_process.h"
#include "tests/end_to_end/service_client.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kMegabyte = 1 << 20;
constexpr int64_t kFileLimit = 256 * kMegabyte;

// Sanitizers keep several bytes of their own for each byte of the program.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int64_t kMemoryLimit = 8192 * kMegabyte;
#else
constexpr int64_t kMemoryLimit = 700 * kMegabyte;
#endif

v1::ImportFileRequest Header(const std::string& request_id = "") {
  v1::ImportFileRequest message;
  message.mutable_header()->set_organization("organizations/o");
  message.mutable_header()->set_file_name("utfall.csv");
  message.mutable_header()->set_request_id(request_id);
  return message;
}

v1::ImportFileRequest Chunk(const std::string& bytes) {
  v1::ImportFileRequest message;
  message.set_chunk(bytes);
  return message;
}

// What became of a file that was streamed until its end, or until the service hung up.
struct Streamed {
  grpc::Status status;
  int64_t bytes_taken = 0;  // By the connection, before it was closed.
};

// `megabytes` of the letter x and no end of line.
Streamed StreamOneLine(const ServiceClient& client, int64_t megabytes) {
  grpc::ClientContext call;
  v1::ImportFileResponse response;
  const auto stream = client.ledger->ImportFile(&call, &response);
  Streamed result;
  const v1::ImportFileRequest chunk = Chunk(std::string(kMegabyte, 'x'));
  bool open = stream->Write(Header());
  for (int64_t sent = 0; open && sent < megabytes; ++sent) {
    open = stream->Write(chunk);
    if (open) result.bytes_taken += kMegabyte;
  }
  if (open) stream->WritesDone();
  result.status = stream->Finish();
  return result;
}

class FileStreamTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(prognosd_.WaitUntilServing(), IsOk());
    ASSERT_THAT(ServiceClient(prognosd_.address()).CreateOrganization({"cost"}), IsOkCall());
  }

  const TemporaryFolder folder_;
  PrognosdProcess prognosd_{{"--store", "sqlite:" + folder_.File("a.db")}};
};

TEST_F(FileStreamTest, ALineOfTwoGigabytesIsStoppedAtTheLimitWithoutReadingTheRest) {
  const ServiceClient client(prognosd_.address());
  const Streamed streamed = StreamOneLine(client, 2048);
  EXPECT_THAT(streamed.status, IsRefusedWith(grpc::StatusCode::INVALID_ARGUMENT, HasSubstr("longer than 256 MiB")));
  // What the connection takes beyond the limit is in the buffers of the two ends, which grow while both are slow.
  EXPECT_LT(streamed.bytes_taken, kFileLimit + 64 * kMegabyte);
  // The file held once, and once more while its buffer grows to twice the size.
  EXPECT_LT(prognosd_.PeakMemoryBytes(), kMemoryLimit);
  EXPECT_EQ(client.LedgerPosition(), 0);
}

TEST_F(FileStreamTest, ALineThatFillsTheWholeFileIsRefusedAsTooLong) {
  const ServiceClient client(prognosd_.address());
  EXPECT_THAT(StreamOneLine(client, 256).status,
              IsRefusedWith(grpc::StatusCode::INVALID_ARGUMENT, HasSubstr("longer than 1 MiB")));
  EXPECT_LT(prognosd_.PeakMemoryBytes(), kMemoryLimit);
  EXPECT_EQ(client.LedgerPosition(), 0);
}

TEST(ImportMemoryTest, AFileBesideOneThatFillsTheMemoryIsAskedToWaitAndComesInWhenTheOtherIsGone) {
  const TemporaryFolder folder;
  PrognosdProcess prognosd({"--store", "sqlite:" + folder.File("a.db"), "--import_memory", "1400"});
  ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
  const ServiceClient client(prognosd.address());
  ASSERT_THAT(client.CreateOrganization({"cost"}), IsOkCall());
  grpc::ClientContext call;
  v1::ImportFileResponse response;
  const auto large = client.ledger->ImportFile(&call, &response);
  ASSERT_TRUE(large->Write(Header()));
  const v1::ImportFileRequest chunk = Chunk(std::string(kMegabyte, 'x'));
  for (int sent = 0; sent < 250; ++sent) ASSERT_TRUE(large->Write(chunk));

  // To read 60 MiB may take 1200.
  EXPECT_THAT(StreamOneLine(client, 60).status,
              IsRefusedWith(grpc::StatusCode::RESOURCE_EXHAUSTED,
                            HasSubstr("1400 MiB that the service has for them; wait until one is done and try again")));
  EXPECT_LT(prognosd.PeakMemoryBytes(), kMemoryLimit);

  call.TryCancel();
  EXPECT_EQ(large->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // The service hears of it a moment later. Then the file is read: no file at all, but no more too much.
  grpc::Status later;
  for (int i = 0; i < 100; ++i) {
    later = StreamOneLine(client, 60).status;
    if (later.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED) break;
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_THAT(later, IsRefusedWith(grpc::StatusCode::INVALID_ARGUMENT, HasSubstr("longer than 1 MiB")));
}

// The part that arrives is a whole file by itself, so nothing but the broken stream tells that more was to come.
TEST_F(FileStreamTest, AFileWhoseSenderCancelsInTheMiddleIsNotStored) {
  const ServiceClient client(prognosd_.address());
  for (int i = 0; i < 30; ++i) {
    grpc::ClientContext call;
    v1::ImportFileResponse response;
    const auto stream = client.ledger->ImportFile(&call, &response);
    ASSERT_TRUE(stream->Write(Header(absl::StrCat("file-", i))));
    ASSERT_TRUE(stream->Write(Chunk(absl::StrCat("verksamhet;månad;kostnad\na;2022-01;", 100 + i, "\n"))));
    absl::SleepFor(absl::Milliseconds(5));  // It should arrive.
    call.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  absl::SleepFor(absl::Milliseconds(200));  // What was to be stored by mistake would be by now.
  EXPECT_EQ(client.LedgerPosition(), 0);
}

// A connection that this test can cut like a network does.
int ConnectTo(int port) {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  EXPECT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  fcntl(connection, F_SETFL, O_NONBLOCK);
  return connection;
}

TEST_F(FileStreamTest, AFileWhoseConnectionBreaksInTheMiddleIsNotStored) {
  for (int i = 0; i < 30; ++i) {
    const int connection = ConnectTo(prognosd_.port());
    const ServiceClient client(grpc::CreateInsecureChannelFromFd("127.0.0.1", connection));
    grpc::ClientContext call;
    v1::ImportFileResponse response;
    const auto stream = client.ledger->ImportFile(&call, &response);
    ASSERT_TRUE(stream->Write(Header(absl::StrCat("file-", i))));
    ASSERT_TRUE(stream->Write(Chunk(absl::StrCat("verksamhet;månad;kostnad\na;2022-01;", 100 + i, "\n"))));
    absl::SleepFor(absl::Milliseconds(5));
    shutdown(connection, SHUT_RDWR);
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  }
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(ServiceClient(prognosd_.address()).LedgerPosition(), 0);
}

TEST_F(FileStreamTest, TheSamePartIsStoredWhenItsSenderEndsTheStream) {
  const ServiceClient client(prognosd_.address());
  grpc::ClientContext call;
  v1::ImportFileResponse response;
  const auto stream = client.ledger->ImportFile(&call, &response);
  ASSERT_TRUE(stream->Write(Header()));
  ASSERT_TRUE(stream->Write(Chunk("verksamhet;månad;kostnad\na;2022-01;100\n")));
  stream->WritesDone();
  EXPECT_THAT(stream->Finish(), IsOkCall());
  EXPECT_EQ(client.LedgerPosition(), 1);
}

}  // namespace
}  // namespace prognos
