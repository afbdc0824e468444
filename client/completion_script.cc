#include "client/completion_script.h"

namespace prognos::client {
namespace {

constexpr char kBash[] = R"sh(# bash completion for prognos
_prognos() {
  local line=${COMP_LINE:0:COMP_POINT} word rest
  local -a words=()
  # As blanks part them: the shell parts words at '=' and ':', too.
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  local last=${words[-1]}
  local prefix=${last%"${last##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\t' read -r word rest; do
    if [[ $word == ':files' ]]; then
      # The shell's own, which knows how names with blanks and quotes are written.
      compopt -o default 2>/dev/null
    elif [[ -n $word ]]; then
      COMPREPLY+=("${word#"$prefix"}")
    fi
  done < <("${COMP_WORDS[0]}" __komplettera "${words[@]:1}" 2>/dev/null)
}
complete -F _prognos prognos
)sh";

constexpr char kZsh[] = R"sh(#compdef prognos
_prognos() {
  local line word help files=0
  local -a candidates
  while IFS= read -r line; do
    word=${line%%$'\t'*}
    help=${line#*$'\t'}
    if [[ $word == ':files' ]]; then
      files=1
    elif [[ -n $help ]]; then
      candidates+=("${word//:/\\:}:$help")
    else
      candidates+=("${word//:/\\:}")
    fi
  done < <("${words[1]}" __komplettera "${(@)words[2,CURRENT]}" 2>/dev/null)
  (( ${#candidates} )) && _describe -V prognos candidates
  (( files )) && _files
  return 0
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
  _prognos "$@"
else
  compdef _prognos prognos
fi
)sh";

constexpr char kFish[] = R"sh(# fish completion for prognos
function __prognos_words
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __komplettera $words[2..-1] 2>/dev/null | while read -l line
        if string match -q ':files*' -- $line
            __fish_complete_path (commandline -ct)
        else
            printf '%s\n' $line
        end
    end
end
complete -c prognos -f -a '(__prognos_words)'
)sh";

}  // namespace

std::string CompletionScript(absl::string_view shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  if (shell == "fish") return kFish;
  return "";
}

}  // namespace prognos::client
