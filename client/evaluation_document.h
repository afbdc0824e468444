// An evaluation as a document: of each round its tables, and in words what they say.
#ifndef PROGNOS_CLIENT_EVALUATION_DOCUMENT_H_
#define PROGNOS_CLIENT_EVALUATION_DOCUMENT_H_

#include <string>

#include "client/evaluation_lines.h"
#include "client/texts.h"
#include "forecast/documents/document.h"

namespace prognos::client {

// What an evaluation is read as.
struct EvaluationViews {
  bool details = false;   // Every model.
  bool months = false;    // Errors month by month as well.
  bool measures = false;  // Every measure as well.
  bool by_type = false;   // After each row those of its cost types, which the result then has.
};

// `last_line` stands at its end; empty: none.
documents::Document EvaluationDocument(const EvaluationResult& result, const EvaluationViews& views,
                                       const std::string& last_line, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_EVALUATION_DOCUMENT_H_
