#include "client/manual_pages.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/settings.h"

namespace prognos::client {
namespace {

// A text that means itself: no line of it is taken for a request, and '-' stays what a user types.
std::string Roff(absl::string_view text) {
  const std::string escaped = absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}});
  std::string out;
  for (const absl::string_view line : absl::StrSplit(escaped, '\n')) {
    if (!out.empty()) out += '\n';
    if (absl::StartsWith(line, ".") || absl::StartsWith(line, "'")) out += "\\&";
    absl::StrAppend(&out, line);
  }
  return out;
}

// Lines as they stand, indented.
std::string Verbatim(const std::string& text) { return absl::StrCat(".RS 4\n.nf\n", Roff(text), "\n.fi\n.RE\n"); }

class PageWriter {
 public:
  PageWriter(const std::string& name, const Texts& texts) : texts_(texts) {
    absl::StrAppend(&out_, ".TH ", Roff(absl::AsciiStrToUpper(name)), " 1 \"\" \"prognos ", PROGNOS_VERSION,
                    "\" \"Prognos\"\n.nh\n.ad l\n");  // No words are parted: they are typed.
  }

  void Section(const char* heading) { absl::StrAppend(&out_, ".SH ", Roff(heading), "\n"); }
  void Subsection(const std::string& heading) { absl::StrAppend(&out_, ".SS \"", Roff(heading), "\"\n"); }
  void Text(absl::string_view text) { absl::StrAppend(&out_, Roff(text), "\n"); }
  void Lines(const std::string& text) { absl::StrAppend(&out_, Verbatim(text)); }
  void Entry(const std::string& name, const std::string& what) {
    absl::StrAppend(&out_, ".TP\n.B ", Roff(name), "\n", Roff(what), "\n");
  }

  // Arguments first, then options; shared ones only of the program itself.
  void Options(const CLI::App& command) {
    for (const bool positional : {true, false}) {
      for (const CLI::Option* option : command.get_options()) {
        if (option->get_positional() != positional) continue;
        const std::string type = option->get_type_name();
        const bool has_type = !positional && option->get_items_expected_max() > 0 && !type.empty() && type != "TEXT";
        const std::string required =
            option->get_required() && !positional ? absl::StrCat(" (", texts_.help_required, ")") : "";
        Entry(absl::StrCat(option->get_name(positional, true), has_type ? " " : "", has_type ? type : ""),
              absl::StrCat(option->get_description(), required));
      }
    }
  }

  void Examples(const CLI::App& command) {
    const std::string footer = command.get_footer();
    if (footer.empty()) return;
    const absl::string_view lines = absl::StripLeadingAsciiWhitespace(absl::StripPrefix(footer, texts_.help_example));
    Lines(absl::StrReplaceAll(lines, {{"\n  ", "\n"}}));
  }

  std::string Take() { return std::move(out_); }

 private:
  const Texts& texts_;
  std::string out_;
};

std::string UsageOf(const CLI::App& command, const std::string& path, const Texts& texts) {
  std::string usage = absl::StrCat("prognos ", path);
  if (!CommandsOf(command).empty()) absl::StrAppend(&usage, " ", texts.help_command_badge);
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) continue;
    const std::string name = option->get_name(true);
    absl::StrAppend(&usage, option->get_required() ? absl::StrCat(" ", name) : absl::StrCat(" [", name, "]"));
  }
  return absl::StrCat(usage, " [", texts.help_options_badge, "]");
}

std::string CommandPage(const CLI::App& command, const Texts& texts) {
  const std::string name = command.get_name();
  PageWriter page(absl::StrCat("prognos-", name), texts);
  page.Section(texts.man_name);
  page.Text(absl::StrCat("prognos-", name, " - ", command.get_description()));
  page.Section(texts.man_synopsis);
  page.Text(UsageOf(command, name, texts));
  page.Section(texts.man_options);
  page.Options(command);
  page.Section(texts.man_examples);
  page.Examples(command);
  if (!CommandsOf(command).empty()) page.Section(texts.man_commands);
  VisitCommands(
      command,
      [&](const CLI::App& held, const std::string& path) {
        page.Subsection(UsageOf(held, path, texts));
        page.Text(held.get_description());
        page.Options(held);
        page.Examples(held);
      },
      name);
  page.Section(texts.man_see_also);
  page.Text("prognos(1)");
  return page.Take();
}

std::string ProgramPage(const CLI::App& program, const Texts& texts) {
  PageWriter page("prognos", texts);
  page.Section(texts.man_name);
  page.Text(absl::StrCat("prognos - ", program.get_description()));
  page.Section(texts.man_synopsis);
  page.Text(absl::StrCat("prognos ", texts.help_command_badge, " [", texts.help_options_badge, "]"));
  page.Section(texts.man_commands);
  for (const CLI::App* command : CommandsOf(program)) {
    page.Entry(command->get_display_name(true), absl::StrCat(absl::StripSuffix(command->get_description(), "."), ". ",
                                                             texts.man_see, " prognos-", command->get_name(), "(1)."));
  }
  page.Section(texts.man_options);
  page.Options(program);
  page.Section(texts.man_environment);
  for (const SettingKind& kind : SettingKinds()) {
    page.Entry(kind.variable, absl::StrCat(texts.man_variable, " ", kind.option));
  }
  page.Entry("NO_COLOR", texts.man_no_color);
  page.Entry("PROGNOS_SIDVISARE, PAGER", texts.man_pager);
  page.Section(texts.man_files);
  page.Entry("~/.config/prognos/config.toml", texts.man_config);
  page.Section(texts.man_notes);
  page.Lines(program.get_footer());
  return page.Take();
}

}  // namespace

std::map<std::string, std::string> ManualPages(const CommandLine& line, const Texts& texts) {
  std::map<std::string, std::string> pages = {{"prognos.1", ProgramPage(line.program(), texts)}};
  for (const CLI::App* command : CommandsOf(line.program())) {
    const std::string name = absl::StrCat("prognos-", command->get_name(), ".1");
    pages[name] = CommandPage(*command, texts);
    for (const std::string& alias : command->get_aliases()) {
      pages[absl::StrCat("prognos-", alias, ".1")] = absl::StrCat(".so man1/", name, "\n");
    }
  }
  return pages;
}

}  // namespace prognos::client
