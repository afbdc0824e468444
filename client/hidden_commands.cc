#include "client/hidden_commands.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/substitute.h"
#include "client/completion.h"
#include "client/failure.h"
#include "client/json_answers.h"
#include "client/manual_pages.h"
#include "client/message_json.h"

namespace prognos::client {
namespace {

// A candidate a line, with its help behind a tab; ":files" stands for the shell's own.
int PrintCandidates(int argc, const char* const* argv, const CommandLine& line, const Texts& texts,
                    Environment& environment) {
  const std::vector<std::string> words(argv + 2, argv + argc);
  const Completion completion = Complete(words, line, texts, environment);
  for (const Candidate& one : completion.candidates) {
    environment.out << one.word << "\t" << absl::StrReplaceAll(one.help, {{"\n", " "}, {"\t", " "}}) << "\n";
  }
  if (completion.files) environment.out << ":files\t\n";
  environment.out.flush();
  return kExitOk;
}

int WriteFiles(const std::map<std::string, std::string>& files, const std::string& folder, const Texts& texts,
               Environment& environment) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const auto& [name, content] : files) {
    const std::string path = absl::StrCat(folder, "/", name);
    std::ofstream file(path, std::ios::binary);
    file << content;
    if (file.flush()) continue;
    return PrintFailure(Refused(absl::Substitute(texts.cannot_write, path), texts.cannot_write_advice),
                        environment.err);
  }
  return kExitOk;
}

}  // namespace

int RunHidden(int argc, const char* const* argv, const CommandLine& line, const Texts& texts,
              Environment& environment) {
  const std::string command = argv[1];
  if (command == "__komplettera") return PrintCandidates(argc, argv, line, texts, environment);
  if (command == "__schema" && argc == 3) return WriteFiles(JsonSchemas(JsonAnswers()), argv[2], texts, environment);
  if (command == "__man" && argc == 3) return WriteFiles(ManualPages(line, texts), argv[2], texts, environment);
  return PrintFailure(
      WrongUse(absl::Substitute(texts.command_unknown, command), absl::Substitute(texts.see_help, "prognos")),
      environment.err);
}

}  // namespace prognos::client
