#include "client/completion_script.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"
#include "tests/temporary_folder.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

bool IsInstalled(const std::string& shell) { return std::system(("command -v " + shell + " >/dev/null").c_str()) == 0; }

std::string OutputOfShell(const std::string& command) {
  std::string out;
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  std::array<char, 256> bytes;
  for (size_t read; (read = fread(bytes.data(), 1, bytes.size(), pipe)) > 0;) out.append(bytes.data(), read);
  pclose(pipe);
  return out;
}

// A folder with a script for a shell, and a program that offers what `offers` prints of its arguments "$@".
class CompletionScriptTest : public ::testing::Test {
 protected:
  // `called`: what the program does when it is called for something else.
  std::string Prepare(const std::string& shell, const std::string& offers, const std::string& called = "exit 1") {
    const std::string program = folder_.File("prognos");
    std::ofstream(program) << "#!/bin/sh\nif [ \"$1\" != __komplettera ]; then\n"
                           << called << "\nfi\nshift\n"
                           << offers << "\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    const std::string script = folder_.File("script");
    std::ofstream(script) << CompletionScript(shell);
    return script;
  }

  // What bash would put in for a line with the cursor at its end; `words`: as bash parts it.
  std::string InBash(const std::string& line, const std::string& words, const std::string& offers) {
    const std::string script = Prepare("bash", offers);
    const std::string run = folder_.File("run");
    std::ofstream(run) << "PATH=" << folder_.path() << ":$PATH\nsource " << script << "\nCOMP_LINE='" << line
                       << "'\nCOMP_POINT=${#COMP_LINE}\nCOMP_WORDS=(" << words
                       << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_prognos\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    return OutputOfShell("bash " + run);
  }

  TemporaryFolder folder_;
};

TEST_F(CompletionScriptTest, BashOffersTheWordsWithoutTheirHelp) {
  EXPECT_EQ(InBash("prognos budget sa", "prognos budget sa", "printf '%s-%s\\tHjälp\\n' \"$1\" \"$2\""), "budget-sa\n");
  EXPECT_EQ(InBash("prognos budget ", "prognos budget ''", "echo \"$#\""), "2\n");
}

// Bash parts words at '=' and ':', and puts in only what stands behind.
TEST_F(CompletionScriptTest, BashCompletesBehindAnEqualsSign) {
  EXPECT_EQ(InBash("prognos visa --serie=v", "prognos visa --serie = v", "echo \"$2\"uxen"), "vuxen\n");
  EXPECT_EQ(InBash("prognos visa --serie=", "prognos visa --serie =", "echo \"$2\"vuxen"), "vuxen\n");
  EXPECT_EQ(InBash("prognos --adress a:1 vi", "prognos --adress a : 1 vi", "echo \"$2/$3\""), "a:1/vi\n");
}

TEST_F(CompletionScriptTest, FishOffersTheWordsWithTheirHelp) {
  if (!IsInstalled("fish")) GTEST_SKIP() << "fish is not installed";
  const std::string script = Prepare("fish", "printf '%s%s\\tHjälp\\n' \"$2\" tt");
  const std::string out = OutputOfShell("HOME=" + folder_.path() + " PATH=" + folder_.path() +
                                        ":$PATH fish -c 'source " + script + "; complete -C \"prognos budget sa\"'");
  EXPECT_EQ(out, "satt\tHjälp\n");
}

// An interactive zsh gets a line, the tab key and the return key; the program tells how it was called then.
TEST_F(CompletionScriptTest, ZshPutsInWhatIsOffered) {
  if (!IsInstalled("zsh")) GTEST_SKIP() << "zsh is not installed";
  const std::string script = Prepare("zsh", "printf '%s:\\tHjälp: ett ord\\n' \"$2\"tt", "echo \"called <$2>\"; exit");
  EXPECT_THAT(CompletionScript("zsh"), ::testing::StartsWith("#compdef prognos\n"));
  const std::string run = folder_.File("run");
  std::ofstream(run) << "zmodload zsh/zpty\nzpty shell zsh -f -i\n"
                     << "zpty -w shell 'PATH=" << folder_.path()
                     << ":$PATH; autoload -Uz compinit; compinit -u -D; source " << script << "'\n"
                     << "zpty -w shell $'prognos budget sa\\t'\nzpty -r shell seen '*called <*>*'\n"
                     << "print -r -- ${${seen#*called <}%%>*}\nzpty -d shell\n";
  EXPECT_EQ(OutputOfShell("timeout 20 zsh -f " + run), "satt:\n");
}

TEST_F(CompletionScriptTest, TheCommandPrintsItAndKnowsNoOtherShell) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"komplettera", "bash"}).out, CompletionScript("bash"));
  const Outcome other = service.Run({"komplettera", "tcsh"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, HasSubstr("bash, zsh, fish"));
}

}  // namespace
}  // namespace prognos::client
