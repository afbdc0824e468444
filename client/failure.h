// How a command ends when it cannot do what was asked: what is wrong, what to do about it, and the exit code.
//
// A failure travels as an absl::Status, so that PROGNOS_RETURN_IF_ERROR works; PrintFailure is its only reader.
#ifndef PROGNOS_CLIENT_FAILURE_H_
#define PROGNOS_CLIENT_FAILURE_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/texts.h"
#include "forecast/base/faults.h"

namespace prognos::client {

// The exit codes of the program.
inline constexpr int kExitOk = 0;
inline constexpr int kExitRefused = 1;      // The request was understood and refused, or the service did not answer.
inline constexpr int kExitWrongUse = 2;     // The command line is wrong; nothing was sent.
inline constexpr int kExitCancelled = 130;  // Ctrl-C.

// The command line is wrong. `what` and `advice` are one line each, in the user's language.
absl::Status WrongUse(std::string what, std::string advice);

// Something was refused. `details` are lines of their own between the two.
absl::Status Refused(std::string what, std::string advice, const std::vector<std::string>& details = {});

// The user ended the command.
absl::Status Cancelled(std::string what);

// One fault as a line in the user's language: `rad 17: månad: ”2022-13” är inte en månad (ÅÅÅÅ-MM)`.
std::string FaultText(const Fault& fault, const Texts& texts);

// A refusal or a note in the user's language; `english`, which stands beside it, when this program does not know it.
std::string MessageText(const Message& message, absl::string_view english, const Texts& texts);

// The faults that were found in a local file before anything was sent. `status` is made by a FaultList.
absl::Status FaultyFile(const absl::Status& status, const std::string& file, const Texts& texts);

// The same failure, said of a file: "volymer.csv: begäran avvisades". `detail`, unless empty, is told after the rest.
absl::Status AboutFile(const absl::Status& failure, const std::string& file, const std::string& detail = "");

// The same failure of a request whose elements a person wrote: "”bistand.kostnad; 3 %”: rad: …" instead of "post 1:
// rad: …". Faults of elements beyond `written`, which nobody wrote, are left out; they are those of the others again.
absl::Status AboutWritten(const absl::Status& failure, const std::vector<std::string>& written, const Texts& texts);

// The same failure with one more line behind its details.
absl::Status WithDetail(absl::Status failure, const std::string& detail);

// The same failure with the word for why the service refused, which programs read ("year_closed").
absl::Status WithReasonWord(absl::Status failure, const std::string& word);
// That word; empty: none.
std::string ReasonWordOf(const absl::Status& failure);

// Lines for people, or for programs one object:
//
//   {"error": {"message": "året är stängt", "details": ["..."], "advice": "...", "reason": "year_closed", "exit_code":
//   1}}
//
// `reason` is null where the service gave none, or was not asked.
enum class FailureForm { kText, kJson };

// Prints a status made by the functions above, and returns the exit code. Any other status counts as refused.
int PrintFailure(const absl::Status& status, std::ostream& err, FailureForm form = FailureForm::kText);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FAILURE_H_
