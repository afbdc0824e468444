// The records of a CSV text.
#ifndef PROGNOS_FORECAST_INTERCHANGE_CSV_SOURCE_H_
#define PROGNOS_FORECAST_INTERCHANGE_CSV_SOURCE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/csv_tokenizer.h"
#include "forecast/interchange/record_source.h"

namespace prognos {

class CsvSource final : public RecordSource {
 public:
  // `text` is UTF-8 and must outlive this; `first_line` is the number of the line where it begins.
  CsvSource(absl::string_view text, char delimiter, int first_line = 1)
      : text_(text), delimiter_(delimiter), tokenizer_(text, delimiter, first_line) {}

  char delimiter() const { return delimiter_; }

  // Errors as CsvTokenizer::Next.
  absl::StatusOr<bool> Next(Record& record) override;
  Position Here() const override { return {text_.size() - tokenizer_.rest().size(), tokenizer_.line()}; }
  void GoTo(Position position) override {
    tokenizer_ = CsvTokenizer(text_.substr(position.at), delimiter_, position.line);
  }

 private:
  absl::string_view text_;
  char delimiter_;
  CsvTokenizer tokenizer_;
  CsvRecord tokens_;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_CSV_SOURCE_H_
