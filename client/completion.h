// What may stand next on a command line: commands, options, and what the service knows.
#ifndef PROGNOS_CLIENT_COMPLETION_H_
#define PROGNOS_CLIENT_COMPLETION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/command_line.h"
#include "client/environment.h"
#include "client/texts.h"

namespace prognos::client {

struct Candidate {
  std::string word;
  std::string help;  // One line; may be empty.
};

struct Completion {
  std::vector<Candidate> candidates;  // All begin with the word to complete.
  bool files = false;                 // The shell's own names of files, too.
};

// `words`: what stands behind "prognos", the last of them the one to complete (empty: a new one). Asks the service, for
// at most a second, when one of its names may stand there; without an answer there are none of those.
Completion Complete(const std::vector<std::string>& words, const CommandLine& line, const Texts& texts,
                    Environment& environment);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_COMPLETION_H_
