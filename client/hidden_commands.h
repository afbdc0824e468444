// Commands for shells and for the build, which help does not name: "__komplettera WORD ...", and "__man FOLDER", which
// writes the manual pages.
#ifndef PROGNOS_CLIENT_HIDDEN_COMMANDS_H_
#define PROGNOS_CLIENT_HIDDEN_COMMANDS_H_

#include "client/command_line.h"
#include "client/environment.h"
#include "client/texts.h"

namespace prognos::client {

// Runs the command that argv[1] names, and returns the exit code. A completion never fails: it has no candidates.
int RunHidden(int argc, const char* const* argv, const CommandLine& line, const Texts& texts, Environment& environment);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_HIDDEN_COMMANDS_H_
