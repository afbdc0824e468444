// Manual pages (man 7 man) of the program and of each of its commands, made of the same texts as the help.
#ifndef PROGNOS_CLIENT_MANUAL_PAGES_H_
#define PROGNOS_CLIENT_MANUAL_PAGES_H_

#include <map>
#include <string>

#include "client/command_line.h"
#include "client/texts.h"

namespace prognos::client {

// By file name: "prognos.1", and "prognos-budget.1" with all that belongs to that command; its other names
// lead to the same page.
std::map<std::string, std::string> ManualPages(const CommandLine& line, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_MANUAL_PAGES_H_
