// The line that tells how many suggested events wait for a person.
#ifndef PROGNOS_CLIENT_SUGGESTIONS_WAITING_H_
#define PROGNOS_CLIENT_SUGGESTIONS_WAITING_H_

#include <string>

#include "client/session.h"

namespace prognos::client {

// "3 förslag på händelser väntar: prognos forslag". Empty when there is none, or when it cannot be known: what was done
// before it stays done. `organization`: a resource name.
std::string SuggestionsWaiting(Session& session, const std::string& organization);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SUGGESTIONS_WAITING_H_
