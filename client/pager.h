// The user's pager: shows what is longer than the screen.
#ifndef PROGNOS_CLIENT_PAGER_H_
#define PROGNOS_CLIENT_PAGER_H_

#include <functional>
#include <optional>
#include <string>

namespace prognos::client {

// What PROGNOS_SIDVISARE names, or else PAGER, or else less. Nothing when that is empty or "cat", or is not set and
// less is not to be found along PATH.
std::optional<std::string> PagerCommand(const std::function<std::optional<std::string>(const std::string&)>& variable);

// Shows `text` by a command of the shell, and waits for its end. Without LESS in the environment less keeps colours,
// ends at once where the text fits, and leaves it on the screen (-FRX). False, and nothing is shown, when the command
// could not be started. Ctrl-C is the pager's while it runs: the caller must not end on it.
bool ShowInPager(const std::string& text, const std::string& command);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_PAGER_H_
