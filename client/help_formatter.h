// Help texts in the user's language, aligned by what is seen.
#ifndef PROGNOS_CLIENT_HELP_FORMATTER_H_
#define PROGNOS_CLIENT_HELP_FORMATTER_H_

#include <CLI/CLI.hpp>
#include <string>

#include "client/texts.h"

namespace prognos::client {

class HelpFormatter : public CLI::Formatter {
 public:
  explicit HelpFormatter(const Texts& texts);

  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  std::string make_subcommand(const CLI::App* command) const override;

 private:
  const Texts& texts_;
};

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_HELP_FORMATTER_H_
