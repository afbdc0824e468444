#include "forecast/service/backtest_job.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/conversion.h"
#include "forecast/service/error.h"
#include "forecast/service/evaluation_conversion.h"
#include "forecast/service/evaluation_types.h"
#include "forecast/service/fingerprint.h"
#include "forecast/service/names.h"
#include "forecast/service/paging.h"

namespace prognos::service {
namespace {

constexpr int kRowsPerPage = 200;
constexpr int kMostRowsPerPage = 1000;

// What the request asks for, however it is cut into pages.
std::string ContentOf(v1::BacktestRequest request) {
  request.clear_page_token();
  request.clear_page_size();
  return request.SerializeAsString();
}

// The stored rows of a round, in order.
std::vector<v1::EvaluationRow> OfRound(const v1::GetEvaluationResponse& stored, v1::Round round) {
  std::vector<v1::EvaluationRow> rows;
  for (const v1::EvaluationRow& row : stored.rows()) {
    if (row.round() == round) rows.push_back(row);
  }
  return rows;
}

std::vector<v1::ModelSummary> SummariesOf(const v1::Evaluation& header, v1::Round round) {
  std::vector<v1::ModelSummary> summaries;
  for (const v1::ModelSummary& summary : header.summaries()) {
    if (summary.round() == round) summaries.push_back(summary);
  }
  return summaries;
}

}  // namespace

absl::StatusOr<BacktestJob::Stage> BacktestJob::Next() {
  PROGNOS_RETURN_IF_ERROR(call_.control().Check());
  Stage stage;
  if (!begun_) {
    begun_ = true;
    PROGNOS_RETURN_IF_ERROR(Begin(stage));
    return stage;
  }
  if (next_round_ < static_cast<int>(material_.rounds.size())) {
    PROGNOS_RETURN_IF_ERROR(ComputeRound(next_round_++, stage));
    return stage;
  }
  PROGNOS_RETURN_IF_ERROR(End(stage));
  return stage;
}

absl::Status BacktestJob::Begin(Stage& stage) {
  PROGNOS_RETURN_IF_ERROR(ReadRequest());
  std::string stored;
  PROGNOS_RETURN_IF_ERROR(call_.Read(checked_.organization, [&](ledger::Reader& reader) -> absl::Status {
    v1::Evaluation before;
    PROGNOS_ASSIGN_OR_RETURN(const bool answered, AnswerFromBefore(reader, key_, before));
    if (answered) {
      stored = before.name();
      return absl::OkStatus();
    }
    if (const absl::Status settled = SettleMoment(reader); !settled.ok()) return settled;
    PROGNOS_ASSIGN_OR_RETURN(material_, ReadEvaluationMaterial(reader, checked_, *from_.as_of));
    return absl::OkStatus();
  }));
  if (!stored.empty()) return SendStored(stored, stage);
  if (!request_.store()) next_round_ = from_.round;  // What was sent before need not be computed again.
  return absl::OkStatus();
}

absl::Status BacktestJob::ReadRequest() {
  PROGNOS_ASSIGN_OR_RETURN(checked_, CheckBacktest(request_));
  PROGNOS_ASSIGN_OR_RETURN(page_size_, PageSize(request_.page_size(), kRowsPerPage, kMostRowsPerPage));
  const std::string content = ContentOf(request_);
  key_ = {checked_.organization, request_.request_id(), Fingerprint("Backtest", content)};
  identity_ = absl::StrCat("Backtest ", content);
  return ReadToken();
}

absl::Status BacktestJob::SettleMoment(ledger::Reader& reader) {
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time newest, reader.NewestRecordTime(checked_.organization));
  // The store and the token keep whole microseconds.
  const absl::Time latest = std::max(absl::FromUnixMicros(absl::ToUnixMicros(call_.Now())), newest);
  if (from_.as_of.value_or(latest) > latest) return NotATokenOfThisRequest(request_.page_token());
  from_.as_of = from_.as_of.value_or(latest);
  return absl::OkStatus();
}

absl::Status BacktestJob::ReadToken() {
  PROGNOS_ASSIGN_OR_RETURN(const std::string token, call_.page_tokens().Parse(identity_, request_.page_token()));
  if (token.empty()) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(token, '/');
  int64_t micros = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &micros) || !absl::SimpleAtoi(parts[1], &from_.round) ||
      !absl::SimpleAtoi(parts[2], &from_.row) || from_.round < 0 ||
      from_.round > static_cast<int>(checked_.rounds.size()) || from_.row < 0 || micros < 0) {
    return NotATokenOfThisRequest(request_.page_token());
  }
  from_.as_of = absl::FromUnixMicros(micros);
  return absl::OkStatus();
}

std::string BacktestJob::TokenAt(int round, size_t row) const {
  return call_.page_tokens().Make(identity_, absl::StrCat(absl::ToUnixMicros(*from_.as_of), "/", round, "/", row));
}

void BacktestJob::AddPages(int round, const std::vector<v1::EvaluationRow>& rows,
                           const std::vector<v1::ModelSummary>& summaries, Stage& stage) const {
  if (round < from_.round) return;
  size_t at = round == from_.round ? std::min(static_cast<size_t>(from_.row), rows.size()) : 0;
  do {
    v1::BacktestPage& page = *stage.messages.emplace_back().mutable_page();
    const size_t end = std::min(rows.size(), at + static_cast<size_t>(page_size_));
    for (; at < end; ++at) *page.add_rows() = rows[at];
    const bool last = at == rows.size();
    page.set_next_page_token(last ? TokenAt(round + 1, 0) : TokenAt(round, at));
    if (last) page.mutable_summaries()->Assign(summaries.begin(), summaries.end());
  } while (at < rows.size());
}

absl::Status BacktestJob::SendStored(const std::string& name, Stage& stage) {
  const std::optional<ChildName> parsed = ParseEvaluationName(name);
  v1::Evaluation header;
  v1::GetEvaluationResponse stored;
  PROGNOS_RETURN_IF_ERROR(call_.Read(checked_.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const ledger::Evaluation found,
                             reader.GetEvaluation(checked_.organization, parsed.has_value() ? parsed->id : ""));
    const bool is_whole = header.ParseFromString(found.header) && stored.ParseFromString(found.rows);
    header.set_author(found.author);
    if (is_whole) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("stored evaluation ", name, " cannot be read"));
  }));
  for (int round = 0; round < header.rounds_size(); ++round) {
    AddPages(round, OfRound(stored, header.rounds(round)), SummariesOf(header, header.rounds(round)), stage);
  }
  *stage.messages.emplace_back().mutable_evaluation() = std::move(header);
  stage.done = true;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<evaluation::BacktestForecast>> BacktestJob::ForecastsOfRound(int round) {
  const std::vector<int>& years = material_.options.years;
  const int per_unit = evaluation::CountForecasts(material_.input, material_.options);
  const int per_round = per_unit * static_cast<int>(years.size());
  v1::BacktestProgress progress;
  progress.set_round(material_.rounds[static_cast<size_t>(round)]);
  progress.set_total_count(per_round * static_cast<int>(material_.rounds.size()));
  for (size_t series = 0; series < material_.input.series.size(); ++series) {
    material_.input.series[series].budget = material_.budgets[static_cast<size_t>(round)][series];
  }
  std::vector<evaluation::BacktestForecast> all;
  for (size_t year = 0; year < years.size(); ++year) {
    const int before = round * per_round + static_cast<int>(year) * per_unit;
    const auto tell = [this, before, progress](int done) {
      v1::BacktestProgress now = progress;
      now.set_done_count(before + done);
      if (progress_) progress_(now);
    };
    const evaluation::BacktestControl control = {call_.control(), tell};
    const evaluation::BacktestRound of_year = {years[year],
                                               material_.options.last_known_months[static_cast<size_t>(round)]};
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<evaluation::BacktestForecast> forecasts,
                             evaluation::RunBacktestRound(material_.input, material_.options, of_year, control));
    all.insert(all.end(), forecasts.begin(), forecasts.end());
  }
  LeaveOutBudgetsOfAllTypes(material_, all);
  return all;
}

absl::Status BacktestJob::ComputeRound(int round, Stage& stage) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<evaluation::BacktestForecast> forecasts, ForecastsOfRound(round));
  const v1::Round name = material_.rounds[static_cast<size_t>(round)];
  const std::vector<v1::EvaluationRow> rows = RowsOfRound(material_, name, forecasts);
  const std::vector<v1::ModelSummary> summaries = SummariesOfRound(material_, name, forecasts);
  AddPages(round, rows, summaries, stage);
  const int month = material_.options.last_known_months[static_cast<size_t>(round)];
  for (const int year : material_.options.years) {
    rounds_as_then_ += material_.input.as_then.contains({year, month}) ? 1 : 0;
  }
  row_count_ += static_cast<int>(rows.size());
  summaries_.insert(summaries_.end(), summaries.begin(), summaries.end());
  if (request_.store()) rows_.mutable_rows()->Add(rows.begin(), rows.end());
  return absl::OkStatus();
}

absl::Status BacktestJob::End(Stage& stage) {
  v1::Evaluation header = HeaderOf(material_);
  *header.mutable_create_time() = ToProto(call_.Now());
  header.set_row_count(row_count_);
  header.set_rounds_as_then(rounds_as_then_);
  header.mutable_summaries()->Assign(summaries_.begin(), summaries_.end());
  if (request_.store()) PROGNOS_RETURN_IF_ERROR(Store(header));
  *stage.messages.emplace_back().mutable_evaluation() = std::move(header);
  stage.done = true;
  return absl::OkStatus();
}

// "2019-2022-3": the third evaluation of the organization, of the years 2019 to 2022.
absl::Status BacktestJob::Store(v1::Evaluation& header) {
  return call_.WriteOnce(key_, /*validate_only=*/false, header, [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(call_.control().Check());  // It may have waited for its turn.
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Evaluation> newest,
                             writer.ListEvaluations(checked_.organization, 0, 1));
    const int64_t number = newest.empty() ? 1 : newest.front().sequence + 1;
    const std::string id =
        absl::StrFormat("%04d-%04d-%d", material_.options.years.front(), material_.options.years.back(), number);
    header.set_name(EvaluationName(checked_.organization, id));
    const std::string author = call_.Recording().author;
    PROGNOS_RETURN_IF_ERROR(writer.InsertEvaluation(
        checked_.organization,
        {id, FromProto(header.create_time()), 0, header.SerializeAsString(), rows_.SerializeAsString(), author}));
    header.set_author(author);
    return absl::OkStatus();
  });
}

}  // namespace prognos::service
