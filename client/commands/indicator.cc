// prognos indikator: indicators, their targets and what was measured.
#include "absl/strings/numbers.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/followup_import.h"
#include "client/followup_withdrawal.h"
#include "client/followup_words.h"
#include "client/indicator_table.h"
#include "client/ledger_names.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "prognos/v1/followup.grpc.pb.h"

namespace prognos::client {
namespace {

using FollowUpStub = v1::FollowUpService::Stub;

struct IndicatorsOptions {
  int year = 0;
  std::string until;
  std::string as_of;
};

struct MeasureOptions {
  std::string indicator;
  std::string month;
  std::string value;
  std::string numerator;
  std::string denominator;
  bool not_measured = false;
  std::string judgement;
  std::string comment;
};

absl::Status Set(const FollowUpFile& options, Session& session) {
  return ImportFollowUp(options, v1::FOLLOW_UP_TABLE_INDICATORS, session);
}

absl::Status Show(const IndicatorsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ListIndicatorsRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_year(options.year);
  request.set_until_month(options.until);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListIndicatorsResponse response,
                           session.Call(&FollowUpStub::ListIndicators, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(IndicatorCsv(response, options.year, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  if (response.indicators().empty()) {
    session.Print({{documents::Paragraphs{{texts.no_indicators}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  session.Print(IndicatorDocument(response, options.year, texts));
  return absl::OkStatus();
}

// A number as a person writes it, in parts of one.
absl::StatusOr<int64_t> ReadNumber(const std::string& text, int parts, const Texts& texts) {
  NumberStyle style;
  style.Observe(text);
  const absl::StatusOr<int64_t> number = ParseNumberCell(text, style, parts);
  if (!number.ok()) return WrongUse(absl::Substitute(texts.bad_number, text), texts.bad_number_advice);
  return *number;
}

// What was measured: a value, counts, or that nothing was.
absl::Status CheckUse(const MeasureOptions& options, const Texts& texts) {
  const bool has_counts = !options.numerator.empty() && !options.denominator.empty();
  const bool half_counts = options.numerator.empty() != options.denominator.empty();
  const bool says_something = !options.value.empty() || has_counts;
  if (half_counts || says_something == options.not_measured) {
    return WrongUse(texts.measure_value_or_not, texts.measure_value_or_not_advice);
  }
  return absl::OkStatus();
}

absl::Status MeasureIndicator(const MeasureOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_RETURN_IF_ERROR(CheckUse(options, texts));
  v1::PutIndicatorsRequest request;
  v1::Measurement& measurement = *request.add_measurements();
  if (!options.value.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const int64_t value, ReadNumber(options.value, 1000, texts));
    measurement.set_value(value);
  }
  if (!options.numerator.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const int64_t numerator, ReadNumber(options.numerator, 1, texts));
    PROGNOS_ASSIGN_OR_RETURN(const int64_t denominator, ReadNumber(options.denominator, 1, texts));
    measurement.set_numerator(numerator);
    measurement.set_denominator(denominator);
  }
  if (!options.judgement.empty()) {
    const std::optional<v1::IndicatorStatus> judgement = ReadJudgement(options.judgement);
    if (!judgement.has_value()) {
      return WrongUse(absl::Substitute(texts.bad_judgement, options.judgement), texts.bad_judgement_advice);
    }
    measurement.set_judgement(*judgement);
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  measurement.set_indicator(ResourceName(organization, "indicators", options.indicator));
  measurement.set_month(options.month);
  measurement.set_comment(options.comment);
  request.set_organization(organization);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::PutIndicatorsResponse response,
                           session.Call(&FollowUpStub::PutIndicators, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  const char* const told = response.stored_count() > 0 ? texts.measurement_stored : texts.measurement_unchanged;
  session.Print({{documents::Paragraphs{{absl::Substitute(told, options.indicator, options.month)}, false}}});
  return absl::OkStatus();
}

}  // namespace

void AddIndicatorCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("indikator", "indicator", texts.help_indicator,
                                   "prognos indikator satt indikatorer-2022.csv --ar 2022\n"
                                   "  prognos indikator visa --ar 2022 --till 2022-08");
  Command set =
      group.Add("satt", "set", texts.help_indicator_set, "prognos indikator satt indikatorer-2022.csv --ar 2022");
  auto file = std::make_shared<FollowUpFile>();
  set.Option(texts.type_file, file->file, texts.option_indicator_file, nullptr, Need::kRequired);
  set.Option("--blad,--sheet", file->sheet, texts.option_sheet, texts.type_text);
  set.Year(file->year, Need::kRequired);
  set.Flag("--kontrollera,--check", file->validate_only, texts.option_check);
  set.WhenChosenToPrint(file, Set);

  Command show = group.Add("visa", "show", texts.help_indicator_show, "prognos indikator visa --ar 2022");
  auto shown = std::make_shared<IndicatorsOptions>();
  show.Year(shown->year, Need::kRequired);
  show.Option("--till,--until", shown->until, texts.option_until_month, texts.type_month);
  show.Option("--per,--as-of", shown->as_of, texts.option_as_of, texts.type_moment);
  show.WhenChosenToPrint(shown, Show);

  Command measure = group.Add("varde", "measure", texts.help_indicator_measure,
                              "prognos indikator varde antal-sip --manad 2022-08 --varde 19 --bedomning uppfyllt\n"
                              "  prognos indikator varde handlingsplaner --manad 2022-08 --taljare 39 --namnare 42");
  auto measured = std::make_shared<MeasureOptions>();
  measure.Option(texts.type_indicator, measured->indicator, texts.option_indicator, nullptr, Need::kRequired);
  measure.Option("--manad,--month", measured->month, texts.option_period_month, texts.type_month, Need::kRequired);
  measure.Option("--varde,--value", measured->value, texts.option_value, texts.type_number);
  measure.Option("--taljare,--numerator", measured->numerator, texts.option_numerator, texts.type_number);
  measure.Option("--namnare,--denominator", measured->denominator, texts.option_denominator, texts.type_number);
  measure.Flag("--ej-matt,--not-measured", measured->not_measured, texts.option_not_measured);
  measure.Option("--bedomning,--judgement", measured->judgement, texts.option_judgement, texts.type_choice);
  measure.Option("--kommentar,--comment", measured->comment, texts.option_measure_comment, texts.type_text);
  measure.WhenChosenToPrint(measured, MeasureIndicator);

  AddWithdrawal({"indicators", texts.type_indicator, texts.option_indicator, v1::FOLLOW_UP_ITEM_KIND_INDICATOR,
                 v1::FOLLOW_UP_ITEM_KIND_TARGET, v1::FOLLOW_UP_ITEM_KIND_MEASUREMENT,
                 "prognos indikator ta-bort antal-sip --manad 2022-08 --skal felskrivet\n"
                 "  prognos indikator ta-bort antal-sip --ar 2022 --skal \"målet gäller 2023\""},
                group);
}

}  // namespace prognos::client
