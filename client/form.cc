#include "client/form.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/full_names.h"
#include "client/ledger_names.h"
#include "client/session.h"
#include "forecast/base/month_names.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/documents/xlsx_writer.h"

namespace prognos::client {
namespace {

using documents::CellLook;
using documents::XlsxWriter;

constexpr char kFormKronor[] = "#,##0;\"\u2212\"#,##0;#,##0";
constexpr char kFormVolumes[] = "#,##0.###";

std::string KeyOfLine(const v1::ForecastLine& line) {
  if (!line.series().empty()) return LastPart(line.series());
  const char* measure = line.measure() == v1::MEASURE_COST      ? "cost"
                        : line.measure() == v1::MEASURE_REVENUE ? "revenue"
                                                                : "net";
  return absl::StrCat("sum:", line.activity().empty() ? "total" : LastPart(line.activity()), ".", measure);
}

v1::LineRef ReferenceTo(const v1::ForecastLine& line) {
  v1::LineRef reference;
  if (!line.series().empty()) {
    reference.set_series(line.series());
  } else {
    reference.set_activity(line.activity());
    reference.set_measure(line.measure());
  }
  return reference;
}

// Puts cells into one sheet of a form.
class FormSheet {
 public:
  FormSheet(XlsxWriter& writer, const char* name)
      : writer_(writer), sheet_(workbook_add_worksheet(writer.book(), name)) {}

  void Headings(const std::string* headings, size_t count) {
    CellLook look;
    look.bold = look.wrapped = true;
    for (size_t i = 0; i < count; ++i) {
      XlsxWriter::PutText(sheet_, 0, static_cast<lxw_col_t>(i), headings[i], writer_.Format(look));
    }
  }
  void Key(size_t row, size_t column, const std::string& text) {
    CellLook look;
    look.grey = true;
    XlsxWriter::PutText(sheet_, Row(row), Column(column), text, writer_.Format(look));
  }
  void KeyNumber(size_t row, size_t column, std::optional<double> number) {
    if (!number.has_value()) return;
    CellLook look;
    look.grey = true;
    look.number_format = kFormKronor;
    worksheet_write_number(sheet_, Row(row), Column(column), *number, writer_.Format(look));
  }
  // To be filled in; with what is in force.
  void Fill(size_t row, size_t column, const std::string& text) {
    CellLook look;
    look.filled = true;
    lxw_format* const format = writer_.Format(look);
    if (text.empty()) {
      worksheet_write_blank(sheet_, Row(row), Column(column), format);
    } else {
      XlsxWriter::PutText(sheet_, Row(row), Column(column), text, format);
    }
  }
  void FillNumber(size_t row, size_t column, std::optional<double> number, const char* number_format) {
    CellLook look;
    look.filled = true;
    look.number_format = number_format;
    lxw_format* const format = writer_.Format(look);
    if (number.has_value()) {
      worksheet_write_number(sheet_, Row(row), Column(column), *number, format);
    } else {
      worksheet_write_blank(sheet_, Row(row), Column(column), format);
    }
  }
  void Wide(size_t first, size_t last, double width) {
    worksheet_set_column(sheet_, Column(first), Column(last), width, nullptr);
  }
  // Not protected: rows may be sorted, filtered and removed, and what reads the form finds a key that was changed.
  void Finish(size_t frozen_columns) {
    worksheet_freeze_panes(sheet_, 1, Column(frozen_columns));
    worksheet_set_landscape(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, 0, 0);
  }
  lxw_worksheet* sheet() { return sheet_; }

 private:
  static lxw_row_t Row(size_t row) { return static_cast<lxw_row_t>(row); }
  static lxw_col_t Column(size_t column) { return static_cast<lxw_col_t>(column); }

  XlsxWriter& writer_;
  lxw_worksheet* const sheet_;
};

std::optional<double> WholeKronor(std::optional<int64_t> ore) {
  if (!ore.has_value()) return std::nullopt;
  return kMoneyUnit.Wholes(static_cast<double>(*ore));
}

void WriteAbout(const FormMaterial& material, const Texts& texts, XlsxWriter& writer) {
  FormSheet sheet(writer, texts.form_about);
  CellLook title;
  title.bold = true;
  title.size = 14;
  XlsxWriter::PutText(sheet.sheet(), 0, 0,
                      absl::StrCat(material.forecast.organization_display_name(), " · ", texts.form_forecast, " ",
                                   LastPart(material.forecast.name())),
                      writer.Format(title));
  sheet.Key(form::kForecastRow - 1, 0, texts.form_forecast);
  sheet.Key(form::kForecastRow - 1, 1, material.forecast.name());
  sheet.Key(form::kEtagRow - 1, 0, texts.form_version);
  sheet.Key(form::kEtagRow - 1, 1, material.forecast.etag());
  CellLook wrapped;
  wrapped.wrapped = true;
  lxw_row_t row = form::kEtagRow + 1;
  for (const char* text :
       {texts.form_fill_lines, texts.form_fill_volumes, texts.form_whole_amounts, texts.form_leave_grey}) {
    worksheet_merge_range(sheet.sheet(), row, 0, row, 1, text, writer.Format(wrapped));
    worksheet_set_row(sheet.sheet(), row++, 48, nullptr);
  }
  sheet.Wide(0, 0, 14);
  sheet.Wide(1, 1, 76);
}

void WriteLines(const std::vector<FormLine>& lines, const Texts& texts, XlsxWriter& writer) {
  FormSheet sheet(writer, texts.form_lines);
  const auto headings = LineHeadings(texts);
  sheet.Headings(headings.data(), headings.size());
  size_t row = 1;
  for (const FormLine& line : lines) {
    sheet.Key(row, form::kKey, line.key);
    sheet.Key(row, form::kActivity, line.activity);
    sheet.Key(row, form::kMeasure, line.measure);
    sheet.KeyNumber(row, form::kBudget, WholeKronor(line.budget));
    sheet.KeyNumber(row, form::kKnown, WholeKronor(line.known));
    sheet.KeyNumber(row, form::kModel, WholeKronor(line.full_year));
    if (line.takes_amount) {
      sheet.FillNumber(row, form::kAmount, WholeKronor(line.amount), kFormKronor);
      sheet.FillNumber(row, form::kPlusMinus, WholeKronor(line.plus_minus), kFormKronor);
      sheet.Fill(row, form::kReason, line.reason);
    }
    sheet.Fill(row, form::kComment, line.comment);
    ++row;
  }
  sheet.Wide(form::kKey, form::kKey, 26);
  sheet.Wide(form::kActivity, form::kActivity, 30);
  sheet.Wide(form::kMeasure, form::kPlusMinus, 14);
  sheet.Wide(form::kReason, form::kComment, 40);
  sheet.Finish(3);
}

void WriteVolumes(const std::vector<FormVolume>& volumes, const Texts& texts, XlsxWriter& writer) {
  FormSheet sheet(writer, texts.form_volumes);
  const auto headings = VolumeHeadings(texts);
  sheet.Headings(headings.data(), headings.size());
  size_t row = 1;
  for (const FormVolume& volume : volumes) {
    sheet.Key(row, form::kKey, LastPart(volume.plan.series()));
    sheet.Key(row, form::kActivity, volume.activity);
    sheet.Key(row, form::kUnit, volume.unit);
    sheet.Key(row, form::kVersion, volume.plan.etag());
    for (int month = 0; month < 12; ++month) {
      std::optional<double> planned;
      if (month < volume.plan.planned_size()) {
        planned = kVolumeUnit.Wholes(static_cast<double>(volume.plan.planned(month)));
      }
      sheet.FillNumber(row, form::kJanuary + static_cast<size_t>(month), planned, kFormVolumes);
    }
    sheet.Fill(row, form::kPlanComment, volume.plan.comment());
    ++row;
  }
  sheet.Wide(form::kKey, form::kActivity, 28);
  sheet.Wide(form::kUnit, form::kPlanComment - 1, 10);
  sheet.Wide(form::kPlanComment, form::kPlanComment, 40);
  sheet.Finish(3);
}

}  // namespace

std::vector<FormLine> FormLinesOf(const v1::Forecast& forecast, const Texts& texts) {
  const FullNames names(forecast);
  std::vector<FormLine> lines;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.measure() == v1::MEASURE_VOLUME) continue;
    FormLine& one = lines.emplace_back();
    one.key = KeyOfLine(line);
    one.line = ReferenceTo(line);
    one.activity = line.activity().empty() ? texts.sum : names.Of(line);
    one.measure = line.measure() == v1::MEASURE_NET ? texts.net : names.MeasureOf(line, texts);
    if (line.has_budget()) one.budget = line.budget();
    one.known = line.known_amount();
    one.full_year = line.full_year();
    one.takes_amount = line.measure() != v1::MEASURE_NET;
    if (line.has_line_override()) {
      one.amount = line.line_override().amount();
      if (line.line_override().has_plus_minus()) one.plus_minus = line.line_override().plus_minus();
      one.reason = line.line_override().reason();
    }
    one.comment = line.comment().text();
  }
  return lines;
}

std::array<std::string, 10> LineHeadings(const Texts& texts) {
  return {texts.form_key,    texts.activity,    texts.flow,           texts.form_budget,
          texts.form_known,  texts.form_model,  texts.form_full_year, texts.form_plus_minus,
          texts.form_reason, texts.form_comment};
}

std::array<std::string, 17> VolumeHeadings(const Texts& texts) {
  std::array<std::string, 17> headings = {texts.form_key, texts.activity, texts.unit, texts.form_version};
  for (int month = 1; month <= 12; ++month) {
    headings[form::kJanuary + static_cast<size_t>(month) - 1] = MonthShort(month, texts.language);
  }
  headings[form::kPlanComment] = texts.form_comment;
  return headings;
}

absl::StatusOr<std::string> RenderForm(const FormMaterial& material, const Texts& texts) {
  PROGNOS_ASSIGN_OR_RETURN(XlsxWriter writer, XlsxWriter::Open());
  writer.Describe(absl::StrCat(texts.form_forecast, " ", LastPart(material.forecast.name())),
                  material.forecast.organization_display_name(),
                  absl::FromUnixSeconds(material.forecast.create_time().seconds()));
  WriteAbout(material, texts, writer);
  WriteLines(FormLinesOf(material.forecast, texts), texts, writer);
  WriteVolumes(material.volumes, texts, writer);
  return writer.Finish();
}

}  // namespace prognos::client
