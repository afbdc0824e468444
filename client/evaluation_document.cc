#include "client/evaluation_document.h"

#include <algorithm>

#include "client/evaluation_tables.h"
#include "client/measure_tables.h"

namespace prognos::client {
namespace {

using documents::Document;
using documents::Heading;
using documents::Paragraphs;
using documents::Table;

// Why there is no table of months.
const char* NoMonthsText(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const bool has_months = std::any_of(result.rows().begin(), result.rows().end(), [round](const auto& row) {
    return row.round() == round && row.months_size() > 0;
  });
  return has_months ? texts.evaluation_volume_months : texts.evaluation_no_months;
}

// A table under its heading; nothing when it has no rows.
void AppendUnder(const char* heading, Table table, Document& document) {
  if (table.rows.empty()) return;
  document.blocks.push_back(Heading{3, heading});
  document.blocks.push_back(std::move(table));
}

void AppendMonths(const EvaluationResult& result, v1::Round round, bool all_models, const Texts& texts,
                  Document& document) {
  Table table = MonthTable(result, round, all_models, texts);
  if (table.rows.empty()) document.blocks.push_back(Paragraphs{{NoMonthsText(result, round, texts)}, false});
  AppendUnder(texts.evaluation_months, std::move(table), document);
}

void AppendMeasures(const EvaluationResult& result, v1::Round round, const EvaluationViews& views, const Texts& texts,
                    Document& document) {
  Table measures = MeasureTable(result, round, texts);
  if (measures.rows.empty()) {
    document.blocks.push_back(Paragraphs{{texts.evaluation_no_measures}, /*is_prose=*/false});
    return;
  }
  AppendUnder(texts.evaluation_pooled_measures, PooledMeasureTable(result, round, texts), document);
  AppendUnder(texts.evaluation_measures, std::move(measures), document);
  if (views.months) {
    AppendUnder(texts.evaluation_month_measures, MonthMeasureTable(result, round, views.details, texts), document);
  }
  document.blocks.push_back(Paragraphs{{texts.evaluation_measure_words}});
}

void AppendRound(const EvaluationResult& result, v1::Round round, const EvaluationViews& views, const Texts& texts,
                 Document& document) {
  document.blocks.push_back(Heading{2, RoundHeading(round, result.evaluation(), texts)});
  document.blocks.push_back(BestModelTable(result, round, texts));
  if (views.details) document.blocks.push_back(AllModelsTable(result, round, texts));
  AppendUnder(texts.evaluation_baselines, BaselineTable(result, round, views.details || views.measures, texts),
              document);
  if (views.months) AppendMonths(result, round, views.details, texts, document);
  if (views.measures) AppendMeasures(result, round, views, texts, document);
  document.blocks.push_back(Paragraphs{EvaluationSentences(result, round, texts)});
}

}  // namespace

Document EvaluationDocument(const EvaluationResult& result, const EvaluationViews& views, const std::string& last_line,
                            const Texts& texts) {
  Document document{{Heading{1, EvaluationTitle(result, texts)}}};
  for (const int round : result.evaluation().rounds()) {
    AppendRound(result, static_cast<v1::Round>(round), views, texts, document);
  }
  if (views.by_type && !HasParts(result)) document.blocks.push_back(Paragraphs{{texts.no_types_in_evaluation}});
  Paragraphs end{{texts.evaluation_hindsight}};
  if (!last_line.empty()) end.texts.push_back(last_line);
  document.blocks.push_back(std::move(end));
  return document;
}

}  // namespace prognos::client
