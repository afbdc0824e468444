#include "client/local_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "forecast/base/status_macros.h"
#include "messages/file.h"

namespace prognos::client {
namespace {

constexpr size_t kMaxFileBytes = size_t{256} << 20;

absl::Status Unreadable(const std::string& path, const char* why, const Texts& texts) {
  return WrongUse(absl::Substitute(texts.file_unreadable, path, why), texts.file_unreadable_advice);
}

}  // namespace

absl::Status CheckReadable(const std::string& path, const Texts& texts) {
  if (path == "-") return absl::OkStatus();
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status)) return Unreadable(path, texts.file_is_folder, texts);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) return absl::OkStatus();
  if (!std::ifstream(path, std::ios::binary)) {
    return Unreadable(path, errno == ENOENT ? texts.file_missing : std::strerror(errno), texts);
  }
  const bool too_large = std::filesystem::file_size(path, error) > kMaxFileBytes && !error;
  return too_large ? Unreadable(path, texts.file_too_large, texts) : absl::OkStatus();
}

absl::StatusOr<std::string> ReadFile(const std::string& path, const Texts& texts) {
  PROGNOS_RETURN_IF_ERROR(CheckReadable(path, texts));
  std::ifstream file(path == "-" ? "/dev/stdin" : path, std::ios::binary);
  if (!file) return Unreadable(path, std::strerror(errno), texts);
  std::string bytes;
  std::string buffer(size_t{1} << 20, '\0');
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), file.gcount() > 0) {
    bytes.append(buffer, 0, static_cast<size_t>(file.gcount()));
    if (bytes.size() > kMaxFileBytes) return Unreadable(path, texts.file_too_large, texts);
  }
  if (file.bad()) return Unreadable(path, std::strerror(errno), texts);
  return bytes;
}

}  // namespace prognos::client
