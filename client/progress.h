// A line that tells how far a long command has come, written over while a person waits; nothing where nobody looks.
//
//   vårprognosen  ███████░░░░░░░░░░░░░   37 %  12/s  0:41 kvar
#ifndef PROGNOS_CLIENT_PROGRESS_H_
#define PROGNOS_CLIENT_PROGRESS_H_

#include <string>

#include "absl/time/time.h"
#include "client/session.h"

namespace prognos::client {

// What is counted, and so how its rate is written.
enum class ProgressUnit { kPieces, kBytes };

// `done` of `total` (more than 0) after `elapsed`. At most `width` columns where that is above 0. The rate and the time
// left stand there once there is a rate.
std::string ProgressText(const std::string& what, double done, double total, ProgressUnit unit, absl::Duration elapsed,
                         bool blocks, int width, const Texts& texts);

class Progress {
 public:
  Progress(Session& session, ProgressUnit unit) : session_(session), unit_(unit), begin_(session.Now()) {}
  // Takes the line away.
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Ten times a second at the most; `total` 0 shows nothing.
  void Show(const std::string& what, double done, double total);
  // Words alone, of what cannot be measured.
  void Say(const std::string& text);
  void Clear();

 private:
  void Write(const std::string& line);

  Session& session_;
  const ProgressUnit unit_;
  const absl::Time begin_;
  absl::Time shown_at_ = absl::InfinitePast();
  bool shown_ = false;
};

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_PROGRESS_H_
