// One line of a SIE file to its label and fields (SIE format 4B, sections 5.1-5.7).
#ifndef PROGNOS_FORECAST_INTERCHANGE_SIE_TOKENIZER_H_
#define PROGNOS_FORECAST_INTERCHANGE_SIE_TOKENIZER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace prognos {

// A text, or the list of texts between '{' and '}'.
struct SieField {
  std::string text;
  bool is_list = false;
  std::vector<std::string> list;
};

// The label of a line ("#KONTO", upper case) and what follows it; an empty label for a line that has none.
struct SieLine {
  std::string label;
  absl::string_view rest;
};
SieLine SplitSieLabel(absl::string_view line);

// The fields of a line.
struct SieFields {
  std::vector<SieField> fields;
  // The last text begins with a quote that nothing closes: programs cut long texts so. It is what stands to the end of
  // the line, as texts hold no line ends.
  bool quote_is_open = false;
};

// The fields of `rest`, separated by blanks or tabs. A quote opens at the start of a field; within quotes \" is a quote
// and any other backslash is a backslash. A quoted path that ends in a backslash ("C:\data\") is read as such at the
// end of a line.
// INVALID_ARGUMENT, with the rule that was broken (MessageFrom), as it reads after the label: a brace that is not
// closed, a '}' without '{', a list within a list.
absl::StatusOr<SieFields> TokenizeSieFields(absl::string_view rest);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_SIE_TOKENIZER_H_
