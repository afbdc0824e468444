// Reads a form that was filled in (form.h) and says what is asked for by it.
#ifndef PROGNOS_CLIENT_FORM_READING_H_
#define PROGNOS_CLIENT_FORM_READING_H_

#include <grpcpp/grpcpp.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/form.h"
#include "forecast/interchange/record_source.h"
#include "forecast/messages/language.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// The sheets of a form, and what it says that it is about.
struct FormFile {
  Language language = Language::kSwedish;  // That it was written in.
  std::string forecast;                    // `organizations/{organization}/forecasts/{forecast}`.
  std::string etag;
  std::vector<Record> lines;
  std::vector<Record> volumes;
};

// INVALID_ARGUMENT with faults: those of Workbook, and one at "file" or a cell when it is no form.
absl::StatusOr<FormFile> OpenForm(absl::string_view bytes);

// What is changed against `material`, the forecast and the plans as they stand; and where in the form each stands.
struct FilledForm {
  v1::ApplyJudgementsRequest request;  // Without request_id.
  Language language = Language::kSwedish;
  std::vector<int> judgement_rows;  // Of each judgement its row, from 1.
  std::vector<int> plan_rows;

  bool empty() const { return request.judgements().empty() && request.plans().empty(); }
};

// INVALID_ARGUMENT with every fault found, each at its cell ("Bedömning!G17"): a key cell that was changed, a row that
// is unknown or stands twice, a text where a number belongs, a plan of some months only, and a form or plan of an older
// version than `material`.
absl::StatusOr<FilledForm> ReadForm(const FormFile& file, const FormMaterial& material);

// `status` of the form's request with each fault at its cell. Anything else stays as it is.
grpc::Status AtFormCells(const grpc::Status& status, const FilledForm& form);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FORM_READING_H_
