#include "forecast/interchange/archive.h"

#include <zip.h>

#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "messages/workbook.h"

namespace prognos {
namespace {

absl::Status ArchiveFault(FaultReason reason, Message rule) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", reason, "", std::move(rule));
}

absl::Status IsDamagedArchive() { return ArchiveFault(FaultReason::kUnreadable, messages::workbook::IsDamaged()); }

absl::Status UnpacksToTooMuch() {
  return ArchiveFault(FaultReason::kTooLong, messages::workbook::UnpacksToTooMuch(Archive::kMaxUnpackedBytes >> 20));
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

bool LooksLikeArchive(absl::string_view bytes) { return absl::StartsWith(bytes, "PK\x03\x04"); }

void Archive::Close::operator()(zip* archive) const { zip_discard(archive); }

absl::StatusOr<Archive> Archive::Open(absl::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), /*freep=*/0, &error);
  Archive opened;
  if (source != nullptr) opened.archive_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (source != nullptr && opened.archive_ == nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (opened.archive_ == nullptr) return IsDamagedArchive();
  const zip_int64_t count = zip_get_num_entries(opened.archive_.get(), 0);
  if (count > kMaxFiles) return UnpacksToTooMuch();
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(opened.archive_.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0) return IsDamagedArchive();
    if ((stat.valid & ZIP_STAT_SIZE) == 0) return IsDamagedArchive();
    if (stat.size > static_cast<zip_uint64_t>(kMaxUnpackedBytes - opened.unpacked_bytes_)) return UnpacksToTooMuch();
    opened.unpacked_bytes_ += static_cast<int64_t>(stat.size);
  }
  return opened;
}

bool Archive::Has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_ENC_GUESS) >= 0;
}

absl::Status Archive::Read(const std::string& name,
                           absl::FunctionRef<absl::StatusOr<bool>(absl::string_view)> take) const {
  zip_stat_t stat;
  if (zip_stat(archive_.get(), name.c_str(), 0, &stat) != 0) return IsDamagedArchive();
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return ArchiveFault(FaultReason::kUnreadable, messages::workbook::IsEncrypted());
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive_.get(), stat.index, 0));
  if (file == nullptr) return IsDamagedArchive();
  std::array<char, 64 << 10> piece;
  zip_uint64_t left = stat.size;
  while (true) {
    const zip_int64_t read = zip_fread(file.get(), piece.data(), piece.size());
    if (read < 0 || static_cast<zip_uint64_t>(read) > left) return IsDamagedArchive();
    if (read == 0) return left == 0 ? absl::OkStatus() : IsDamagedArchive();
    left -= static_cast<zip_uint64_t>(read);
    PROGNOS_ASSIGN_OR_RETURN(const bool goes_on, take(absl::string_view(piece.data(), static_cast<size_t>(read))));
    if (!goes_on) return absl::OkStatus();
  }
}

}  // namespace prognos
