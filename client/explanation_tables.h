// Why a forecast says what it says, in print.
#ifndef PROGNOS_CLIENT_EXPLANATION_TABLES_H_
#define PROGNOS_CLIENT_EXPLANATION_TABLES_H_

#include <string>
#include <vector>

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// The reasons in the reader's language, one each.
std::vector<std::string> ReasonTexts(const google::protobuf::RepeatedPtrField<v1::DeviationReason>& reasons,
                                     const Texts& texts);

// "Varför:" and the reasons, a paragraph each. Empty without any.
std::vector<documents::Block> ReasonBlocks(const google::protobuf::RepeatedPtrField<v1::DeviationReason>& reasons,
                                           const Texts& texts);

// In tkr: the deviation of what is explained by its terms, of cost, revenue and net, and of the net what is known and
// what remains; the same of the activities that make most of it, and of cost types; and in words. Cost, revenue and net
// are those of every other table of the forecast; columns add up, and so do rows. `forecast` has the lines of the
// explanation's.
documents::Document ExplanationDocument(const v1::Forecast& forecast, const v1::ExplainForecastResponse& explanation,
                                        const Texts& texts);

// For programs: what is explained and each activity below, in kronor with öre.
documents::Table ExplanationTable(const v1::ExplainForecastResponse& explanation, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_EXPLANATION_TABLES_H_
