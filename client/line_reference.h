// Which line of a forecast a person means.
#ifndef PROGNOS_CLIENT_LINE_REFERENCE_H_
#define PROGNOS_CLIENT_LINE_REFERENCE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/base/faults.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// "vuxen.kostnad", "Vuxen > Externa placeringar.intäkt", "vuxen" (its net), "summa.netto"; "bistand.hushåll", a volume.
// Refused when the activity is none or several.
absl::StatusOr<v1::LineRef> RequireLine(const std::string& text, const LedgerNames& names, const Texts& texts);

// As RequireLine of `text` in a file: nullopt with a fault at `place` when there is no such line.
std::optional<v1::LineRef> FindLine(const std::string& text, const LedgerNames& names, const std::string& place,
                                    FaultList& faults);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_LINE_REFERENCE_H_
