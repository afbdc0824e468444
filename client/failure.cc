#include "client/failure.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "forecast/base/month.h"
#include "forecast/base/nearest_word.h"
#include "forecast/documents/json_text.h"

namespace prognos::client {
namespace {

constexpr char kAdvice[] = "prognos/advice";
constexpr char kDetails[] = "prognos/details";
constexpr char kExitCode[] = "prognos/exit-code";
constexpr char kReasonWord[] = "prognos/reason";

absl::Status MakeFailure(int exit_code, std::string what, const std::string& advice, const std::string& details) {
  absl::Status status(absl::StatusCode::kUnknown, what);
  status.SetPayload(kExitCode, absl::Cord(absl::StrCat(exit_code)));
  if (!advice.empty()) status.SetPayload(kAdvice, absl::Cord(advice));
  if (!details.empty()) status.SetPayload(kDetails, absl::Cord(details));
  return status;
}

std::string PayloadText(const absl::Status& status, const char* key) {
  const absl::optional<absl::Cord> payload = status.GetPayload(key);
  return payload.has_value() ? std::string(*payload) : "";
}

// Names of fields as an ekonom says them. Names that are the same in both, or only in files, are not listed.
std::string FieldText(absl::string_view field, Language language) {
  static const auto& swedish = *new std::map<std::string, std::string>{
      {"account", "konto"},
      {"activities", "verksamhet"},
      {"activity", "verksamhet"},
      {"actuals", "utfall"},
      {"amount", "belopp"},
      {"amount_ore", "belopp"},
      {"as_of", "per"},
      {"belongs_to_month", "avser"},
      {"budget_ore", "budget"},
      {"carried_over_ore", "överförs"},
      {"change", "målförändring"},
      {"column", "kolumn"},
      {"comment", "kommentar"},
      {"cost_type", "kostnadsslag"},
      {"count", "antal"},
      {"decision_date", "beslutsdatum"},
      {"denominator", "nämnare"},
      {"depreciation_ore", "avskrivning"},
      {"depreciation_years", "avskrivningstid"},
      {"description", "beskrivning"},
      {"direction", "riktning"},
      {"display_name", "namn"},
      {"event", "händelse"},
      {"events", "händelse"},
      {"end_uncertainty_days", "slutosäkerhet"},
      {"event_share", "andel av händelsen"},
      {"file", "fil"},
      {"file_name", "filnamn"},
      {"first_day", "första dag"},
      {"first_year", "första år"},
      {"from", "från"},
      {"full_year_ore", "belopp"},
      {"first_account", "första konto"},
      {"first_month", "första månad"},
      {"flow", "slag"},
      {"forecast_ore", "prognos"},
      {"fund", "namn"},
      {"funds", "bidrag, projekt eller investering"},
      {"header", "rubrikrad"},
      {"indicator", "indikator"},
      {"indicators", "indikator"},
      {"interest_ore", "ränta"},
      {"judgement", "bedömning"},
      {"judgements", "bedömning"},
      {"kind", "typ"},
      {"last_account", "sista konto"},
      {"line", "rad"},
      {"lines", "rader"},
      {"marks", "månad"},
      {"measure", "mått"},
      {"last_known_month", "sista kända månad"},
      {"last_day", "sista dag"},
      {"last_month", "sista månad"},
      {"last_year", "sista år"},
      {"model", "modell"},
      {"models", "modell"},
      {"month", "månad"},
      {"known", "omgång"},
      {"path_count", "antal dragningar"},
      {"posting rules", "konteringsregler"},
      {"seed", "slumpfrö"},
      {"monthly_amounts_ore", "månadsbelopp"},
      {"moves", "flytt"},
      {"name", "namn"},
      {"numerator", "täljare"},
      {"object", "objekt"},
      {"order", "ordning"},
      {"organization", "organisation"},
      {"organization_id", "id"},
      {"parent", "överordnad"},
      {"percent", "procent"},
      {"period", "mätperiod"},
      {"phasing", "periodisering"},
      {"price_per_day_ore", "pris per dygn"},
      {"plus_minus_ore", "plusminus"},
      {"probability", "sannolikhet"},
      {"ramp_months", "upptrappning"},
      {"reason", "skäl"},
      {"reference", "referens"},
      {"remainder_ore", "återstår"},
      {"round", "omgång"},
      {"rounds", "omgång"},
      {"driver", "drivs av"},
      {"drivers", "drivkraft"},
      {"series", "serie"},
      {"sheet", "blad"},
      {"source", "källa"},
      {"text", "kommentar"},
      {"to_series", "till serie"},
      {"tolerance", "tolerans"},
      {"unit", "enhet"},
      {"until_month", "till"},
      {"used_ore", "använt"},
      {"value", "värde"},
      {"volume", "volym"},
      {"volume_plans", "volymplan"},
      {"year", "år"},
  };
  const auto found = swedish.find(std::string(field));
  return language == Language::kSwedish && found != swedish.end() ? found->second : std::string(field);
}

// A value as a Swedish user writes it: "organizations/o/series/vuxen.cost" is "vuxen.kostnad", "total.net"
// "summa.netto".
std::string ValueText(absl::string_view value, const Texts& texts) {
  if (texts.language == Language::kEnglish) return std::string(value);
  if (absl::StartsWith(value, "organizations/")) value.remove_prefix(value.rfind('/') + 1);
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(value, absl::MaxSplits(' ', 1));
  std::vector<std::string> series = absl::StrSplit(parts.first, '.');
  const bool may_be_series = series.size() == 2 || series.size() == 3;
  if (may_be_series && series[1] == "cost") series[1] = "kostnad";
  if (may_be_series && series[1] == "revenue") series[1] = "intakt";
  if (may_be_series && series[1] == "net") series[1] = "netto";
  const bool is_line = may_be_series && (series[1] == "kostnad" || series[1] == "intakt" || series[1] == "netto");
  if (is_line && series[0] == "total") series[0] = "summa";
  return absl::StrCat(absl::StrJoin(series, "."), value.substr(parts.first.size()));
}

// Whether the value at that place is an amount in öre: `budget.lines[3].amount_ore`, `monthly_amounts_ore[4]`.
bool IsAmount(absl::string_view place) {
  if (absl::EndsWith(place, "]")) place = place.substr(0, place.rfind('['));
  return absl::EndsWith(place, "_ore");
}

// The value that broke the rule.
std::string FaultValueText(const Fault& fault, const Texts& texts) {
  int64_t ore = 0;
  if (IsAmount(fault.place) && absl::SimpleAtoi(fault.value, &ore)) return Argument::Amount(ore).In(texts.language);
  return ValueText(fault.value, texts);
}

// "2–5, 9 och 31 till (36 rader)" of a fault that several lines have.
std::string LinesText(const Fault& fault, const Texts& texts) {
  std::string spans = absl::StrJoin(fault.lines, ", ", [](std::string* out, const LineSpan& span) {
    absl::StrAppend(out, span.first);
    if (span.last > span.first) absl::StrAppend(out, "–", span.last);
  });
  if (fault.further_lines > 0) absl::StrAppend(&spans, " ", absl::Substitute(texts.place_more, fault.further_lines));
  return absl::Substitute(texts.place_rows, spans, fault.line_count());
}

// "line 17: month", as files have it.
std::string FilePlaceText(const Fault& fault, const Texts& texts) {
  const absl::string_view place = fault.place;
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(place, absl::MaxSplits(": ", 1));
  const absl::string_view line = absl::StripPrefix(parts.first, "line ");
  const std::string row = fault.line_count() > 1 ? LinesText(fault, texts) : absl::Substitute(texts.place_row, line);
  return parts.second.empty() ? row : absl::StrCat(row, ": ", FieldText(parts.second, texts.language));
}

// "budget.lines[3].amount_ore": the first index tells which element of the request, the last field what of it.
std::string FieldPathText(absl::string_view path, const Texts& texts) {
  const absl::string_view last = path.substr(path.rfind('.') + 1);
  const std::string field = FieldText(last.substr(0, last.find('[')), texts.language);
  const size_t open = path.find('[');
  size_t index = 0;
  if (open == absl::string_view::npos || !absl::SimpleAtoi(path.substr(open + 1, path.find(']') - open - 1), &index)) {
    return field;
  }
  const std::string where = absl::Substitute(texts.place_item, index + 1);
  const bool is_whole_element = path.find('.', open) == absl::string_view::npos;
  return is_whole_element ? where : absl::StrCat(where, ": ", field);
}

// "vuxen.cost 2022-03" is a value of a series: it reads as a whole, not as the field of something.
bool IsSeriesMonth(absl::string_view place) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(place, absl::MaxSplits(' ', 1));
  return absl::StrContains(parts.first, '.') && Month::Parse(parts.second).ok();
}

// "vuxen.cost 2022-03: month", as money that posting rules brought there.
std::string SeriesMonthText(absl::string_view place, const Texts& texts) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(place, absl::MaxSplits(": ", 1));
  const std::string value = ValueText(parts.first, texts);
  return parts.second.empty() ? value : absl::StrCat(value, ": ", FieldText(parts.second, texts.language));
}

std::string PlaceText(const Fault& fault, const Texts& texts) {
  absl::string_view place = fault.place;
  if (absl::StartsWith(place, "line ")) return FilePlaceText(fault, texts);
  if (absl::StrContains(place, "!")) {  // A cell: "Utfall!F17", and the rows where it stands several times.
    return fault.line_count() > 1 ? absl::StrCat(place, " (", LinesText(fault, texts), ")") : std::string(place);
  }
  if (IsSeriesMonth(place.substr(0, place.find(": ")))) return SeriesMonthText(place, texts);
  if (absl::ConsumePrefix(&place, "account ")) return absl::StrCat(FieldText("account", texts.language), " ", place);
  return FieldPathText(place, texts);
}

const char* KindText(FaultReason reason, const Texts& texts) {
  switch (reason) {
    case FaultReason::kMissingValue:
      return texts.fault_missing;
    case FaultReason::kNotAMonth:
      return texts.fault_not_a_month;
    case FaultReason::kNotADate:
      return texts.fault_not_a_date;
    case FaultReason::kNotANumber:
      return texts.fault_not_a_number;
    case FaultReason::kNotAName:
      return texts.fault_not_a_name;
    case FaultReason::kUnknown:
      return texts.fault_unknown;
    case FaultReason::kDuplicate:
      return texts.fault_duplicate;
    case FaultReason::kWrongFlow:
      return texts.fault_wrong_flow;
    case FaultReason::kFutureMonth:
      return texts.fault_future_month;
    case FaultReason::kClosedYear:
      return texts.fault_closed_year;
    case FaultReason::kOutOfRange:
      return texts.fault_out_of_range;
    case FaultReason::kTooLong:
      return texts.fault_too_long;
    case FaultReason::kUnreadable:
      return texts.fault_unreadable;
    case FaultReason::kInconsistent:
      return texts.fault_inconsistent;
    case FaultReason::kInUse:
      return texts.fault_in_use;
    case FaultReason::kUnspecified:
      break;
  }
  return texts.fault_refused;
}

// The rule in the user's language. A rule without a Swedish text, of a newer service, is told by its kind and in
// brackets as it stands.
std::string RuleText(const Fault& fault, const Texts& texts) {
  if (texts.language == Language::kEnglish) return fault.rule;
  if (std::optional<std::string> told = fault.message.In(texts.language); told.has_value()) return *std::move(told);
  return absl::StrCat(KindText(fault.reason, texts), " (", fault.rule, ")");
}

// "; menade du ”ets”?" of a value that is near one of those that the rule lists.
std::string Suggestion(const Fault& fault, const Texts& texts) {
  const Argument* const allowed = fault.message.Find("allowed");
  if (allowed == nullptr) return "";
  const std::optional<std::string> meant = NearestWord(fault.value, absl::StrSplit(allowed->text(), ", "));
  return meant.has_value() ? absl::Substitute(texts.value_suggested, *meant) : "";
}

std::string FaultSentence(const Fault& fault, const Texts& texts) {
  const std::string rule = RuleText(fault, texts);
  if (fault.place == "file") return absl::StrCat(texts.the_file, " ", rule);
  const std::string place = fault.place.empty() ? "" : absl::StrCat(PlaceText(fault, texts), ": ");
  // The names of the columns found, quoted one by one.
  if (absl::EndsWith(fault.place, ": header") && absl::StartsWith(fault.value, "\"")) {
    const std::string names = absl::StrReplaceAll(fault.value, {{"\"", "”"}});
    return absl::StrCat(place, rule, "; ", absl::Substitute(texts.columns_found, names));
  }
  const std::string value = fault.value.empty() ? "" : absl::StrCat("”", FaultValueText(fault, texts), "” ");
  return absl::StrCat(place, value, rule);
}

std::string FailureJson(const std::string& message, const std::string& details, const std::string& advice,
                        const std::string& reason, int exit_code) {
  std::vector<std::string> lines;
  if (!details.empty()) lines = absl::StrSplit(details, '\n');
  const auto quote = [](std::string* out, const std::string& line) {
    absl::StrAppend(out, documents::JsonString(line));
  };
  return absl::StrCat("{\"error\": {\"message\": ", documents::JsonString(message), ", \"details\": [",
                      absl::StrJoin(lines, ", ", quote), "], \"advice\": ", documents::JsonString(advice),
                      ", \"reason\": ", reason.empty() ? "null" : documents::JsonString(reason),
                      ", \"exit_code\": ", exit_code, "}}\n");
}

}  // namespace

absl::Status WrongUse(std::string what, std::string advice) {
  return MakeFailure(kExitWrongUse, std::move(what), advice, "");
}

absl::Status Refused(std::string what, std::string advice, const std::vector<std::string>& details) {
  return MakeFailure(kExitRefused, std::move(what), advice, absl::StrJoin(details, "\n"));
}

absl::Status Cancelled(std::string what) { return MakeFailure(kExitCancelled, std::move(what), "", ""); }

std::string FaultText(const Fault& fault, const Texts& texts) {
  return absl::StrCat(FaultSentence(fault, texts), Suggestion(fault, texts));
}

std::string MessageText(const Message& message, absl::string_view english, const Texts& texts) {
  return message.In(texts.language).value_or(std::string(english));
}

absl::Status FaultyFile(const absl::Status& status, const std::string& file, const Texts& texts) {
  std::vector<std::string> details;
  bool names_lines = false;
  for (const Fault& fault : FaultsFromStatus(status)) {
    details.push_back(FaultText(fault, texts));
    names_lines = names_lines || fault.place != "file";
  }
  const size_t untold = CountFaults(status) - details.size();
  if (untold > 0) details.push_back(absl::Substitute(texts.faults_more, untold));
  if (details.empty()) details.push_back(MessageText(MessageFrom(status), status.message(), texts));
  // Nothing in a file of another kind, or of a year that has not begun, is wrong and can be corrected.
  return names_lines ? Refused(absl::Substitute(texts.file_faulty, file), texts.file_faulty_advice, details)
                     : Refused(absl::Substitute(texts.file_not_read, file), "", details);
}

absl::Status WithDetail(absl::Status failure, const std::string& detail) {
  if (detail.empty()) return failure;
  const std::string details = PayloadText(failure, kDetails);
  failure.SetPayload(kDetails, absl::Cord(absl::StrCat(details, details.empty() ? "" : "\n", detail)));
  return failure;
}

absl::Status AboutFile(const absl::Status& failure, const std::string& file, const std::string& detail) {
  absl::Status result(failure.code(), absl::StrCat(file, ": ", failure.message()));
  failure.ForEachPayload([&result](absl::string_view key, const absl::Cord& value) { result.SetPayload(key, value); });
  return WithDetail(std::move(result), detail);
}

absl::Status AboutWritten(const absl::Status& failure, const std::vector<std::string>& written, const Texts& texts) {
  std::vector<std::string> told;
  for (const absl::string_view line : absl::StrSplit(PayloadText(failure, kDetails), '\n', absl::SkipEmpty())) {
    const size_t colon = line.find(": ");
    const std::string place(line.substr(0, colon));
    size_t item = 0;
    while (item <= written.size() && place != absl::Substitute(texts.place_item, item + 1)) ++item;
    if (item == written.size()) continue;
    told.push_back(item > written.size() ? std::string(line)
                                         : absl::StrCat("”", written[item], "”", line.substr(colon)));
  }
  if (told.empty()) return failure;
  absl::Status result(failure.code(), failure.message());
  failure.ForEachPayload([&result](absl::string_view key, const absl::Cord& value) { result.SetPayload(key, value); });
  result.SetPayload(kDetails, absl::Cord(absl::StrJoin(told, "\n")));
  return result;
}

absl::Status WithReasonWord(absl::Status failure, const std::string& word) {
  if (!word.empty()) failure.SetPayload(kReasonWord, absl::Cord(word));
  return failure;
}

std::string ReasonWordOf(const absl::Status& failure) { return PayloadText(failure, kReasonWord); }

int PrintFailure(const absl::Status& status, std::ostream& err, FailureForm form) {
  const std::string details = PayloadText(status, kDetails);
  const std::string advice = PayloadText(status, kAdvice);
  int exit_code = kExitRefused;
  if (!absl::SimpleAtoi(PayloadText(status, kExitCode), &exit_code)) exit_code = kExitRefused;
  if (form == FailureForm::kJson) {
    err << FailureJson(std::string(status.message()), details, advice, ReasonWordOf(status), exit_code);
    return exit_code;
  }
  err << "prognos: " << std::string(status.message()) << "\n";
  if (!details.empty()) {
    for (absl::string_view line : absl::StrSplit(details, '\n')) err << "  " << std::string(line) << "\n";
  }
  if (!advice.empty()) err << advice << "\n";
  return exit_code;
}

}  // namespace prognos::client
