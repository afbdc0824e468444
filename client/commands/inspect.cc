// prognos granska: what a ledger file holds, read here and now; nothing is sent.
#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/local_file.h"
#include "client/number_format.h"
#include "client/stated_sums.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/csv_reader.h"
#include "forecast/interchange/inspection.h"
#include "forecast/interchange/sie_reader.h"

namespace prognos::client {
namespace {

struct InspectOptions {
  std::string file;
};

// A file as it was read, summed up and row by row.
struct Inspected {
  Inspection inspection;
  std::string csv;
};

absl::StatusOr<Inspected> InspectBytes(const std::string& bytes) {
  Inspected inspected;
  if (DetectFileFormat(bytes) == FileFormat::kSie) {
    PROGNOS_ASSIGN_OR_RETURN(const SieLedger ledger, ReadSie(bytes));
    PROGNOS_ASSIGN_OR_RETURN(inspected.inspection, Inspect(ledger));
    PROGNOS_ASSIGN_OR_RETURN(inspected.csv, InspectionCsv(ledger));
  } else {
    PROGNOS_ASSIGN_OR_RETURN(const CsvLedger ledger, ReadCsv(bytes));
    PROGNOS_ASSIGN_OR_RETURN(inspected.inspection, Inspect(ledger));
    PROGNOS_ASSIGN_OR_RETURN(inspected.csv, InspectionCsv(ledger));
  }
  return inspected;
}

std::string Kronor(int64_t ore, const Texts& texts) { return FormatWholes(ore, kMoneyUnit, texts.language); }

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

void PrintYears(const Inspection& inspection, Session& session) {
  const Texts& texts = session.texts();
  if (inspection.years.empty()) return;
  Table table;
  table.columns = {{{texts.year}, Align::kLeft},
                   {{texts.from}, Align::kLeft},
                   {{texts.until}, Align::kLeft},
                   {{texts.actual}},
                   {{texts.result}},
                   {{texts.budget}},
                   {{texts.check}, Align::kLeft}};
  for (const InspectedYear& year : inspection.years) {
    table.rows.push_back({{year.label},
                          {DayText(year.first)},
                          {DayText(year.last)},
                          {Kronor(year.actual_ore, texts)},
                          {Kronor(year.result_ore, texts)},
                          {Kronor(year.budget_ore, texts)},
                          {StatedSumsText(year, texts), StatedSumsDiffer(year)}});
  }
  session.out() << "\n";
  session.Print(table);
}

void PrintDimensions(const Inspection& inspection, Session& session) {
  const Texts& texts = session.texts();
  if (inspection.dimensions.empty()) return;
  Table table;
  table.columns = {{{texts.dimension}, Align::kLeft}, {{texts.name}, Align::kLeft, true}, {{texts.objects}}};
  for (const InspectedDimension& dimension : inspection.dimensions) {
    table.rows.push_back(
        {{dimension.number}, {dimension.name}, {FormatInteger(dimension.object_count, texts.language)}});
  }
  session.out() << "\n";
  session.Print(table);
}

// Accounts of costs and revenues; balance accounts are only counted, because no forecast is made of them.
void PrintAccounts(const Inspection& inspection, Session& session) {
  const Texts& texts = session.texts();
  Table table;
  table.columns = {
      {{texts.account}, Align::kLeft}, {{texts.name}, Align::kLeft, true}, {{texts.actual}}, {{texts.budget}}};
  int balance_accounts = 0;
  for (const InspectedAccount& account : inspection.accounts) {
    if (account.is_balance_account) {
      ++balance_accounts;
      continue;
    }
    table.rows.push_back(
        {{account.account}, {account.name}, {Kronor(account.actual_ore, texts)}, {Kronor(account.budget_ore, texts)}});
  }
  if (!table.rows.empty()) {
    session.out() << "\n";
    session.Print(table);
  }
  if (balance_accounts > 0) {
    const std::string count =
        FormatCount(balance_accounts, texts.one_balance_account, texts.balance_account_count, texts.language);
    session.out() << absl::Substitute(texts.balance_accounts, count) << "\n";
  }
}

std::string FlowWord(const InspectedActivity& activity, const Texts& texts) {
  if (activity.flow == Flow::kCost) return texts.cost;
  if (activity.flow == Flow::kRevenue) return texts.revenue;
  return activity.unit;
}

void PrintActivities(const Inspection& inspection, Session& session) {
  const Texts& texts = session.texts();
  if (inspection.activities.empty()) return;
  Table table;
  table.columns = {{{texts.activity}, Align::kLeft, true},
                   {{texts.flow}, Align::kLeft},
                   {{texts.months}, Align::kLeft},
                   {{texts.month_count}},
                   {{texts.sum_kronor}}};
  for (const InspectedActivity& activity : inspection.activities) {
    table.rows.push_back({{activity.activity},
                          {FlowWord(activity, texts)},
                          {absl::StrCat(activity.first_month.ToString(), " – ", activity.last_month.ToString())},
                          {absl::StrCat(activity.month_count)},
                          {FormatWholes(activity.sum, UnitOf(activity.flow), texts.language)}});
  }
  session.out() << "\n";
  session.Print(table);
}

void PrintInspection(const std::string& file, const Inspection& inspection, Session& session) {
  session.out() << file << "\n"
                << FormatLine(inspection, session.texts()) << "\n"
                << RowsLine(inspection, session.texts()) << "\n";
  PrintYears(inspection, session);
  PrintDimensions(inspection, session);
  PrintAccounts(inspection, session);
  PrintActivities(inspection, session);
  if (!inspection.notes.empty()) session.out() << "\n" << session.texts().inspected_notes << "\n";
  for (const std::string& note : inspection.notes) session.out() << "  " << NoteText(note, session.texts()) << "\n";
}

absl::Status Inspect(const InspectOptions& options, Session& session) {
  const Texts& texts = session.texts();
  if (session.format() == Format::kJson) return WrongUse(texts.inspect_no_json, texts.inspect_no_json_advice);
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(options.file, texts));
  const absl::StatusOr<Inspected> inspected = InspectBytes(bytes);
  if (!inspected.ok()) return FaultyFile(inspected.status(), options.file, texts);
  if (session.format() == Format::kCsv) {
    session.out() << inspected->csv;
  } else {
    PrintInspection(options.file, inspected->inspection, session);
  }
  return absl::OkStatus();
}

}  // namespace

void AddInspectCommand(const Registry& registry) {
  const Texts& texts = registry.texts;
  CLI::App* command = AddCommand(registry.program, texts, "granska", "inspect", texts.help_inspect,
                                 "prognos granska utfall-2022.se\n"
                                 "  prognos granska utfall-2022.se --format csv > rader.csv");
  auto options = std::make_shared<InspectOptions>();
  command->add_option(texts.type_file, options->file, texts.option_inspect_file)->required();
  WhenChosen(registry, command, options, Inspect);
}

}  // namespace prognos::client
