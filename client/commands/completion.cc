// prognos komplettera: the script by which a shell completes command lines of prognos.
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/completion_script.h"
#include "client/failure.h"

namespace prognos::client {
namespace {

struct CompletionOptions {
  std::string shell;
};

absl::Status PrintCompletion(const CompletionOptions& options, Session& session) {
  const Texts& texts = session.texts();
  const std::string script = CompletionScript(options.shell);
  if (script.empty()) {
    return WrongUse(absl::Substitute(texts.bad_choice, options.shell, texts.type_shell),
                    absl::Substitute(texts.bad_choice_advice, "bash, zsh, fish"));
  }
  session.out() << script;
  return absl::OkStatus();
}

}  // namespace

void AddCompletionCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("komplettera", "completion", texts.help_completion,
                                "prognos komplettera bash > ~/.local/share/bash-completion/completions/prognos\n"
                                "  prognos komplettera zsh > ~/.zfunc/_prognos\n"
                                "  prognos komplettera fish > ~/.config/fish/completions/prognos.fish");
  auto options = std::make_shared<CompletionOptions>();
  command.Option(texts.type_shell, options->shell, texts.option_shell, nullptr, Need::kRequired);
  command.WhenChosenHere(options, PrintCompletion);
}

}  // namespace prognos::client
