#include "client/help_formatter.h"

#include "absl/strings/str_cat.h"
#include "forecast/documents/text_width.h"

namespace prognos::client {
namespace {

constexpr int kDescriptionColumn = 34;
constexpr int kDescriptionWidth = 62;

// "  name            description", the description wrapped in its own column; a long name stands on a line of its own.
std::string Entry(const std::string& name, const std::string& description) {
  std::string out = absl::StrCat("  ", name);
  int column = documents::DisplayWidth(out);
  if (column >= kDescriptionColumn) {
    absl::StrAppend(&out, "\n");
    column = 0;
  }
  for (const std::string& line : documents::Wrap(description, kDescriptionWidth)) {
    absl::StrAppend(&out, std::string(static_cast<size_t>(kDescriptionColumn - column), ' '), line, "\n");
    column = 0;
  }
  if (out.back() != '\n') out += '\n';
  return out;
}

}  // namespace

HelpFormatter::HelpFormatter(const Texts& texts) : texts_(texts) {
  label("Usage", texts.help_usage);
  label("OPTIONS", texts.help_options_badge);
  label("SUBCOMMAND", texts.help_command_badge);
  label("SUBCOMMANDS", texts.help_command_badge);
  label("Positionals", texts.help_positionals);
  label("REQUIRED", texts.help_required);
  label("TEXT", "");
  label("Env", texts.help_environment);
}

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
  std::string name = make_option_name(option, is_positional);
  const std::string type = option->get_type_name();
  if (!is_positional && option->get_type_size() != 0 && !type.empty() && type != "TEXT")
    absl::StrAppend(&name, " ", type);
  std::string description = option->get_description();
  if (option->get_required() && !is_positional) absl::StrAppend(&description, " (", texts_.help_required, ")");
  return Entry(name, description);
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  return Entry(command->get_display_name(true), command->get_description());
}

}  // namespace prognos::client
