#include "client/local_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

constexpr size_t kMaxFileBytes = size_t{256} << 20;

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, const Texts& texts) {
  const auto unreadable = [&](const char* why) {
    return WrongUse(absl::Substitute(texts.file_unreadable, path, why), texts.file_unreadable_advice);
  };
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return unreadable(texts.file_is_folder);
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(errno == ENOENT ? texts.file_missing : std::strerror(errno));
  std::string bytes;
  std::string buffer(size_t{1} << 20, '\0');
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), file.gcount() > 0) {
    bytes.append(buffer, 0, static_cast<size_t>(file.gcount()));
    if (bytes.size() > kMaxFileBytes) return unreadable(texts.file_too_large);
  }
  if (file.bad()) return unreadable(std::strerror(errno));
  return bytes;
}

absl::StatusOr<DelimitedFile> ReadDelimitedFile(const std::string& path, TableKind kind, const Texts& texts) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path, texts));
  absl::StatusOr<DelimitedFile> file = DelimitedFile::Parse(bytes, kind);
  if (!file.ok()) return FaultyFile(file.status(), path, texts);
  if (!file->rows().empty()) return file;
  const absl::Status no_rows =
      FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kMissingValue, "", "has no rows");
  return FaultyFile(no_rows, path, texts);
}

}  // namespace prognos::client
