#include "forecast/ledger/sqlite/file_header.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "forecast/ledger/sqlite/sqlite_status.h"
#include "messages/store.h"

namespace prognos::ledger {
namespace {

constexpr size_t kHeaderBytes = 100;
constexpr absl::string_view kMagic("SQLite format 3\0", 16);

class Header {
 public:
  // The number of bytes read, or -1 with errno.
  ssize_t Read(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    const ssize_t size = pread(descriptor, bytes_.data(), bytes_.size(), 0);
    const int error = errno;
    close(descriptor);
    errno = error;
    return size;
  }

  uint8_t Byte(size_t at) const { return bytes_[at]; }
  uint32_t Number(size_t at) const {
    return uint32_t{Byte(at)} << 24 | uint32_t{Byte(at + 1)} << 16 | uint32_t{Byte(at + 2)} << 8 | Byte(at + 3);
  }
  bool HasMagic() const { return absl::string_view(reinterpret_cast<const char*>(bytes_.data()), 16) == kMagic; }
  uint32_t application_id() const { return Number(68); }
  uint32_t format_version() const { return Number(60); }
  int64_t page_bytes() const {
    const int64_t stored = int64_t{Byte(16)} << 8 | Byte(17);
    return stored == 1 ? 65536 : stored;
  }
  // What the file should hold at least; 0 when the header does not know.
  int64_t file_bytes() const { return Number(24) == Number(92) ? page_bytes() * Number(28) : 0; }

  // The settings that every store of ours has: a known journal mode, no reserved bytes, no auto-vacuum, UTF-8.
  // With others SQLite would read on and misread.
  bool HasOurSettings() const {
    return Byte(18) >= 1 && Byte(18) <= 2 && Byte(19) == Byte(18) && Byte(20) == 0 && Number(52) == 0 &&
           Number(56) == 1 && Number(64) == 0;
  }

 private:
  std::array<uint8_t, kHeaderBytes> bytes_{};
};

int64_t FileBytes(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 ? found.st_size : 0;
}

}  // namespace

absl::Status OtherProgramStatus(absl::string_view path) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::BelongsToAnotherProgram(path));
}

absl::Status NewerFormatStatus(absl::string_view path, int64_t version, int known_version) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::store::FormatIsNewer(path, version, known_version));
}

int64_t FormatInHeader(const std::string& path) {
  Header header;
  if (header.Read(path) < static_cast<ssize_t>(kHeaderBytes) || !header.HasMagic()) return 0;
  return header.application_id() == static_cast<uint32_t>(kApplicationId) ? header.format_version() : 0;
}

absl::Status CheckFileHeader(const std::string& path, int known_version) {
  if (FileBytes(absl::StrCat(path, "-journal")) > 0) return absl::OkStatus();
  Header header;
  const ssize_t size = header.Read(path);
  if (size < 0) return errno == ENOENT ? absl::OkStatus() : FileStatus(errno, path);
  if (size == 0) return absl::OkStatus();
  if (size < static_cast<ssize_t>(kHeaderBytes) || !header.HasMagic()) return DamagedStatus(path);
  if (header.application_id() != static_cast<uint32_t>(kApplicationId)) return OtherProgramStatus(path);
  if (!header.HasOurSettings() || header.format_version() == 0) return DamagedStatus(path);
  if (header.format_version() > static_cast<uint32_t>(known_version)) {
    return NewerFormatStatus(path, header.format_version(), known_version);
  }
  // With a write-ahead log a kill may have left the file shorter than it will be when the log is moved into it.
  const bool has_log = FileBytes(absl::StrCat(path, "-wal")) > 0;
  if (!has_log && FileBytes(path) < header.file_bytes()) return DamagedStatus(path);
  return absl::OkStatus();
}

}  // namespace prognos::ledger
