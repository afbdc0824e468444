// prognos granska: what a ledger file holds, read here and now; nothing is sent.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/imported_columns.h"
#include "client/local_file.h"
#include "client/stated_sums.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/csv_reader.h"
#include "forecast/interchange/inspection.h"
#include "forecast/interchange/sie_reader.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::Column;
using documents::ColumnKind;
using documents::Table;

struct InspectOptions {
  std::string file;
  std::string sheet;  // Of a workbook.
};

// A file as it was read, summed up and row by row.
struct Inspected {
  Inspection inspection;
  std::string csv;
};

absl::StatusOr<Inspected> InspectBytes(const std::string& bytes, const std::string& sheet) {
  Inspected inspected;
  if (DetectFileFormat(bytes) == FileFormat::kSie) {
    PROGNOS_ASSIGN_OR_RETURN(const SieLedger ledger, ReadSie(bytes));
    PROGNOS_ASSIGN_OR_RETURN(inspected.inspection, Inspect(ledger));
    PROGNOS_ASSIGN_OR_RETURN(inspected.csv, InspectionCsv(ledger));
  } else {
    PROGNOS_ASSIGN_OR_RETURN(const CsvLedger ledger, ReadCsv({bytes, sheet}));
    PROGNOS_ASSIGN_OR_RETURN(inspected.inspection, Inspect(ledger));
    PROGNOS_ASSIGN_OR_RETURN(inspected.csv, InspectionCsv(ledger));
  }
  return inspected;
}

// "SIE 4 · CP437 · Exempelby socialnämnd · Raindance".
std::string FormatLine(const Inspection& inspection, const Texts& texts) {
  std::vector<std::string> parts;
  const bool is_sie = inspection.format == FileFormat::kSie;
  parts.push_back(is_sie            ? absl::StrCat("SIE ", inspection.sie_type)
                  : inspection.wide ? texts.csv_wide
                                    : texts.csv_long);
  parts.emplace_back(TextEncodingName(inspection.encoding));
  if (!inspection.company.empty()) parts.push_back(inspection.company);
  if (!inspection.program.empty()) parts.push_back(inspection.program);
  return absl::StrJoin(parts, " · ");
}

std::string RowCount(int64_t rows, const Texts& texts) {
  return FormatCount(rows, texts.one_row, texts.rows, texts.language);
}

std::string RowsLine(const Inspection& inspection, const Texts& texts) {
  const std::string rows = absl::Substitute(texts.inspected_rows, RowCount(inspection.actual_row_count, texts),
                                            RowCount(inspection.budget_row_count, texts));
  if (!inspection.first_month.has_value()) return rows;
  return absl::StrCat(rows, ", ", inspection.first_month->ToString(), " – ", inspection.last_month->ToString());
}

std::string DayText(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? absl::FormatCivilTime(*day) : "";
}

Cell Kronor(int64_t ore) { return {documents::RoundedAmount(ore, documents::Kronor())}; }

Column KronorColumn(std::string id, const char* heading) {
  return {std::move(id), {heading}, ColumnKind::kAmount, false, documents::Kronor().name};
}

Table YearsTable(const Inspection& inspection, const Texts& texts) {
  Table table{"years",
              {{"year", {texts.year}},
               {"first_day", {texts.from}},
               {"last_day", {texts.until}},
               KronorColumn("actual", texts.actual),
               KronorColumn("result", texts.result),
               KronorColumn("budget", texts.budget),
               {"check", {texts.check}}},
              {}};
  for (const InspectedYear& year : inspection.years) {
    table.rows.push_back({{{year.label},
                           {DayText(year.first)},
                           {DayText(year.last)},
                           Kronor(year.actual_ore),
                           Kronor(year.result_ore),
                           Kronor(year.budget_ore),
                           {StatedSumsText(year, texts), StatedSumsDiffer(year)}}});
  }
  return table;
}

Table DimensionsTable(const Inspection& inspection, const Texts& texts) {
  Table table{"dimensions",
              {{"dimension", {texts.dimension}},
               {"name", {texts.name}, ColumnKind::kText, true},
               {"objects", {texts.objects}, ColumnKind::kCount}},
              {}};
  for (const InspectedDimension& dimension : inspection.dimensions) {
    table.rows.push_back({{{dimension.number}, {dimension.name}, {documents::Count{dimension.object_count}}}});
  }
  return table;
}

// Accounts of costs and revenues; balance accounts are only counted, because no forecast is made of them.
Table AccountsTable(const Inspection& inspection, const Texts& texts) {
  Table table{"accounts",
              {{"account", {texts.account}},
               {"name", {texts.name}, ColumnKind::kText, true},
               KronorColumn("actual", texts.actual),
               KronorColumn("budget", texts.budget)},
              {}};
  int balance_accounts = 0;
  for (const InspectedAccount& account : inspection.accounts) {
    if (account.is_balance_account) {
      ++balance_accounts;
      continue;
    }
    table.rows.push_back({{{account.account}, {account.name}, Kronor(account.actual_ore), Kronor(account.budget_ore)}});
  }
  if (balance_accounts > 0) {
    table.foot = absl::Substitute(texts.balance_accounts, FormatCount(balance_accounts, texts.one_balance_account,
                                                                      texts.balance_account_count, texts.language));
  }
  return table;
}

std::string FlowWord(const InspectedActivity& activity, const Texts& texts) {
  if (activity.flow == Flow::kVolume) return activity.unit;
  const char* flow = activity.flow == Flow::kCost ? texts.cost : texts.revenue;
  return activity.cost_type.empty() ? flow : absl::StrCat(flow, ", ", activity.cost_type);
}

Table ActivitiesTable(const Inspection& inspection, const Texts& texts) {
  Table table{"activities", ImportedColumns(texts), {}};
  for (const InspectedActivity& activity : inspection.activities) {
    const documents::ShownUnit unit =
        activity.flow == Flow::kVolume ? documents::VolumeUnit(activity.unit) : documents::Kronor();
    table.rows.push_back({{{activity.activity},
                           {FlowWord(activity, texts)},
                           {documents::MonthSpan{activity.first_month, activity.last_month}},
                           {documents::Count{activity.month_count}},
                           {documents::RoundedAmount(activity.sum, unit)}}});
  }
  return table;
}

documents::Document InspectionDocument(const std::string& file, const Inspection& inspection, const Texts& texts) {
  documents::Document document{
      {documents::Heading{2, file},
       documents::Paragraphs{{FormatLine(inspection, texts), RowsLine(inspection, texts)}, /*is_prose=*/false}}};
  const auto append = [&](Table table) {
    if (!table.rows.empty()) document.blocks.push_back(std::move(table));
  };
  append(YearsTable(inspection, texts));
  append(DimensionsTable(inspection, texts));
  Table accounts = AccountsTable(inspection, texts);
  if (accounts.rows.empty() && !accounts.foot.empty()) {
    document.blocks.push_back(documents::Paragraphs{{accounts.foot}, /*is_prose=*/false});
  }
  append(std::move(accounts));
  append(ActivitiesTable(inspection, texts));
  if (inspection.notes.empty()) return document;
  documents::List notes;
  for (const Message& note : inspection.notes) notes.items.push_back(MessageText(note, note.English(), texts));
  document.blocks.push_back(documents::Heading{3, texts.inspected_notes});
  document.blocks.push_back(std::move(notes));
  return document;
}

absl::Status Inspect(const InspectOptions& options, Session& session) {
  const Texts& texts = session.texts();
  if (session.format() == Format::kJson) return WrongUse(texts.inspect_no_json, texts.inspect_no_json_advice);
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(options.file, texts));
  const absl::StatusOr<Inspected> inspected = InspectBytes(bytes, options.sheet);
  if (!inspected.ok()) return FaultyFile(inspected.status(), options.file, texts);
  if (session.format() == Format::kCsv) {
    session.out() << inspected->csv;
  } else {
    session.Print(InspectionDocument(options.file, inspected->inspection, texts));
  }
  return absl::OkStatus();
}

}  // namespace

void AddInspectCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("granska", "inspect", texts.help_inspect,
                                "prognos granska utfall-2022.se\n"
                                "  prognos granska utfall-2022.se --format csv > rader.csv");
  auto options = std::make_shared<InspectOptions>();
  command.Option(texts.type_file, options->file, texts.option_inspect_file, nullptr, Need::kRequired);
  command.Option("--blad,--sheet", options->sheet, texts.option_sheet, texts.type_text);
  command.WhenChosenToPrint(options, Inspect);
}

}  // namespace prognos::client
