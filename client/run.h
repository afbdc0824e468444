// The program `prognos`: command line in, exit code out.
#ifndef PROGNOS_CLIENT_RUN_H_
#define PROGNOS_CLIENT_RUN_H_

#include "client/environment.h"

namespace prognos::client {

// Runs one command line (`argv[0]` is the program). Writes only to environment.out and environment.err.
// Returns 0: done; 1: refused, or the service did not answer; 2: wrong use; 130: cancelled.
int RunPrognos(int argc, const char* const* argv, Environment environment);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_RUN_H_
