#include "forecast/ledger/sqlite/write_ahead_log.h"

#include <bit>
#include <fstream>

namespace prognos::ledger {
namespace {

constexpr size_t kHeaderBytes = 32;
constexpr size_t kFrameHeaderBytes = 24;
constexpr uint32_t kMagic = 0x377f0682;  // The last bit: the checksums are of big-endian words.
constexpr uint32_t kLeastPageBytes = 512;
constexpr uint32_t kMostPageBytes = 65'536;

uint32_t BigEndian(absl::string_view bytes, size_t at) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<uint8_t>(bytes[at + i]);
  return number;
}

uint32_t LittleEndian(absl::string_view bytes, size_t at) {
  uint32_t number = 0;
  for (size_t i = 4; i-- > 0;) number = number << 8 | static_cast<uint8_t>(bytes[at + i]);
  return number;
}

// The checksum of the log so far, section 4.2: each frame's continues the one before it.
class Checksum {
 public:
  void SetWordOrder(bool big_endian) { big_endian_ = big_endian; }
  // `bytes`: a multiple of 8.
  void Add(absl::string_view bytes) {
    for (size_t at = 0; at < bytes.size(); at += 8) {
      first_ += Word(bytes, at) + second_;
      second_ += Word(bytes, at + 4) + first_;
    }
  }
  // Whether the two numbers at `at` are this checksum.
  bool IsAt(absl::string_view bytes, size_t at) const {
    return BigEndian(bytes, at) == first_ && BigEndian(bytes, at + 4) == second_;
  }

 private:
  uint32_t Word(absl::string_view bytes, size_t at) const {
    return big_endian_ ? BigEndian(bytes, at) : LittleEndian(bytes, at);
  }

  bool big_endian_ = false;
  uint32_t first_ = 0;
  uint32_t second_ = 0;
};

class LogFile {
 public:
  explicit LogFile(const std::string& path) : file_(path, std::ios::binary) {}

  // False: no log.
  bool ReadHeader() {
    std::string header(kHeaderBytes, '\0');
    if (!Read(header) || (BigEndian(header, 0) & ~1U) != kMagic) return false;
    const uint32_t page_bytes = BigEndian(header, 8);
    if (page_bytes < kLeastPageBytes || page_bytes > kMostPageBytes || !std::has_single_bit(page_bytes)) return false;
    checksum_.SetWordOrder((BigEndian(header, 0) & 1U) != 0);
    checksum_.Add(absl::string_view(header).substr(0, 24));
    salts_ = header.substr(16, 8);
    page_.number = 0;
    page_.bytes.resize(page_bytes);
    return checksum_.IsAt(header, 24);
  }

  // The next frame; false after the last whole one of this log.
  bool ReadFrame() {
    std::string header(kFrameHeaderBytes, '\0');
    if (!Read(header) || !Read(page_.bytes) || absl::string_view(header).substr(8, 8) != salts_) return false;
    checksum_.Add(absl::string_view(header).substr(0, 8));
    checksum_.Add(page_.bytes);
    page_.number = BigEndian(header, 0);
    commits_ = BigEndian(header, 4) != 0;
    return checksum_.IsAt(header, 16);
  }

  const LoggedPage& page() const { return page_; }
  bool commits() const { return commits_; }  // Whether the frame is the last of a transaction.

 private:
  bool Read(std::string& bytes) {
    return static_cast<bool>(file_.read(bytes.data(), static_cast<std::streamsize>(bytes.size())));
  }

  std::ifstream file_;
  Checksum checksum_;
  std::string salts_;
  LoggedPage page_;
  bool commits_ = false;
};

}  // namespace

LogContent ReadLog(const std::string& log_path, const std::function<bool(absl::string_view page)>& is_wanted) {
  LogContent content;
  LogFile log(log_path);
  if (!log.ReadHeader()) return content;
  size_t committed = 0;
  while (log.ReadFrame()) {
    if (is_wanted(log.page().bytes)) content.wanted.push_back(log.page());
    if (!log.commits()) continue;
    content.has_commits = true;
    committed = content.wanted.size();
  }
  content.wanted.resize(committed);
  return content;
}

}  // namespace prognos::ledger
