#include "client/progress.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/text_width.h"

namespace prognos::client {
namespace {

constexpr int kBarColumns = 20;
constexpr int64_t kTenth = 10;  // Rates have one decimal.
constexpr absl::Duration kPauseBetween = absl::Milliseconds(100);

std::string BarText(double share, bool blocks) {
  const int full = static_cast<int>(std::lround(share * kBarColumns));
  std::string bar;
  for (int i = 0; i < kBarColumns; ++i) bar += blocks ? (i < full ? "█" : "░") : (i < full ? "#" : ".");
  return bar;
}

std::string RateText(double per_second, ProgressUnit unit, const Texts& texts) {
  const bool bytes = unit == ProgressUnit::kBytes;
  constexpr double kMebibyte = 1 << 20;
  const double rate = bytes ? per_second / kMebibyte : per_second;
  const std::string number = FormatDecimal(std::llround(rate * kTenth), kTenth, 1, texts.language, Sign::kWhenNegative);
  return absl::StrCat(number, bytes ? " MiB/s" : "/s");
}

std::string ClockText(absl::Duration left) {
  const int64_t seconds = absl::ToInt64Seconds(left);
  return absl::StrFormat("%d:%02d", seconds / 60, seconds % 60);
}

}  // namespace

std::string ProgressText(const std::string& what, double done, double total, ProgressUnit unit, absl::Duration elapsed,
                         bool blocks, int width, const Texts& texts) {
  const double share = std::clamp(done / total, 0.0, 1.0);
  std::string line = absl::StrCat(what, "  ", BarText(share, blocks), "  ",
                                  absl::StrFormat("%3d %%", static_cast<int>(100.0 * share)));
  const double seconds = absl::ToDoubleSeconds(elapsed);
  if (done > 0.0 && seconds > 0.0) {
    const double rate = done / seconds;
    const absl::Duration left = absl::Seconds(std::ceil((total - done) / rate));
    absl::StrAppend(&line, "  ", RateText(rate, unit, texts), "  ", absl::Substitute(texts.time_left, ClockText(left)));
  }
  return width > 0 ? documents::Truncate(line, width) : line;
}

void Progress::Show(const std::string& what, double done, double total) {
  const absl::Time now = session_.Now();
  const int width = session_.progress_width();
  if (width == 0 || total <= 0.0 || now - shown_at_ < kPauseBetween) return;
  shown_at_ = now;
  Write(ProgressText(what, done, total, unit_, now - begin_, session_.speaks_utf8(), width - 1, session_.texts()));
}

void Progress::Say(const std::string& text) {
  const int width = session_.progress_width();
  if (width > 0) Write(documents::Truncate(text, std::max(1, width - 1)));
}

void Progress::Write(const std::string& line) {
  Clear();
  session_.err() << line << std::flush;
  shown_ = true;
}

void Progress::Clear() {
  if (shown_) session_.err() << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace prognos::client
