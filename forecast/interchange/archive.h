// The files within a ZIP archive, which is what workbooks are.
//
// What is unpacked goes out in pieces, so that a small archive that unpacks to very much (a ZIP bomb) costs no more
// memory than what is kept of it, and no more time than its limit.
#ifndef PROGNOS_FORECAST_INTERCHANGE_ARCHIVE_H_
#define PROGNOS_FORECAST_INTERCHANGE_ARCHIVE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct zip;

namespace prognos {

// Whether `bytes` begin as an archive that holds something ("PK\x03\x04").
bool LooksLikeArchive(absl::string_view bytes);

class Archive {
 public:
  // Of all its files together, which a person's workbook does not come near.
  static constexpr int64_t kMaxUnpackedBytes = int64_t{512} << 20;
  static constexpr int64_t kMaxFiles = 10'000;

  // `bytes` must outlive the archive. INVALID_ARGUMENT with a fault at "file": damaged, or beyond the limits by what it
  // says of itself.
  static absl::StatusOr<Archive> Open(absl::string_view bytes);

  bool Has(const std::string& name) const;
  // What all files unpack to by what the archive says of itself; Read gives no more of a file than that.
  int64_t unpacked_bytes() const { return unpacked_bytes_; }

  // Hands the bytes of a file to `take`, in pieces, as long as it answers true; stops at its first error and answers
  // it. INVALID_ARGUMENT with a fault at "file" for a file that is not there, is encrypted, damaged or longer than the
  // archive says.
  absl::Status Read(const std::string& name, absl::FunctionRef<absl::StatusOr<bool>(absl::string_view)> take) const;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };

  std::unique_ptr<zip, Close> archive_;
  int64_t unpacked_bytes_ = 0;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_ARCHIVE_H_
