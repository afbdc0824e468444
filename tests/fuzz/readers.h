// What must hold for any bytes: the readers answer with a ledger that adds up or with faults, and never crash.
#ifndef PROGNOS_TESTS_FUZZ_READERS_H_
#define PROGNOS_TESTS_FUZZ_READERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/csv_reader.h"
#include "forecast/interchange/file_format.h"
#include "forecast/interchange/inspection.h"
#include "forecast/interchange/posting_application.h"
#include "forecast/interchange/posting_rules.h"
#include "forecast/interchange/sie_reader.h"
#include "forecast/interchange/text_encoding.h"
#include "forecast/interchange/workbook.h"
#include "tests/forecast/interchange/workbook_files.h"

namespace prognos::fuzz {

// The properties below answer what is wrong, or an empty text.

// A refusal is INVALID_ARGUMENT with at least one fault that has a place and a rule in good UTF-8.
inline std::string CheckRefusal(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kInvalidArgument) return "another code: " + status.ToString();
  const std::vector<Fault> faults = FaultsFromStatus(status);
  if (faults.empty()) return "no faults: " + status.ToString();
  for (const Fault& fault : faults) {
    if (fault.place.empty() || fault.rule.empty()) return "a fault without place or rule: " + status.ToString();
  }
  return IsValidUtf8(std::string(status.message())) ? "" : "a message that is not UTF-8";
}

inline std::vector<PostingRule> SomeRules() {
  return {{"3000", "3999", "", "", "A", Flow::kRevenue},
          {"4000", "4999", "1", "*", "A", Flow::kCost},
          {"4000", "4999", "6", "?1", "B", Flow::kCost},
          {"1000", "4999", "", "", "C", Flow::kCost}};
}

inline std::string CheckPostings(const absl::StatusOr<Postings>& postings) {
  if (!postings.ok())
    return postings.status().code() == absl::StatusCode::kOutOfRange ? "" : CheckRefusal(postings.status());
  const absl::StatusOr<MappedPostings> mapped = ApplyPostingRules(SomeRules(), *postings);
  if (!mapped.ok()) return mapped.status().code() == absl::StatusCode::kOutOfRange ? "" : CheckRefusal(mapped.status());
  int64_t sum = mapped->balance_sum_ore;
  for (const UnmatchedPosting& one : mapped->unmatched) sum += one.sum_ore;
  for (const auto& [target, amounts] : mapped->amounts_ore) {
    for (const auto& [month, ore] : amounts) sum += SignInNet(target.flow) * ore;
  }
  return sum == postings->total_ore ? "" : "mapped and unmatched do not make the totals";
}

inline std::string CheckSie(absl::string_view bytes) {
  const absl::StatusOr<SieLedger> ledger = ReadSie(bytes);
  if (!ledger.ok()) return CheckRefusal(ledger.status());
  if (ledger->rows.empty()) return "a SIE file without rows is read";
  if (!InspectionCsv(*ledger).ok() && !Inspect(*ledger).ok()) return "";
  return CheckPostings(PostingsFromSie(*ledger, AmountKind::kActual)) +
         CheckPostings(PostingsFromSie(*ledger, AmountKind::kBudget));
}

inline std::string CheckCsv(absl::string_view bytes) {
  const absl::StatusOr<CsvLedger> ledger = ReadCsv(bytes);
  if (!ledger.ok()) return CheckRefusal(ledger.status());
  if (ledger->accounts.empty() == ledger->activities.empty()) return "neither or both kinds of rows";
  const absl::StatusOr<std::string> csv = InspectionCsv(*ledger);
  if (!csv.ok()) return csv.status().ToString();
  return CheckPostings(PostingsFromCsv(*ledger, AmountKind::kActual));
}

inline std::string CheckRules(absl::string_view bytes) {
  const absl::StatusOr<std::vector<PostingRule>> rules = ReadPostingRules(bytes);
  if (!rules.ok()) return CheckRefusal(rules.status());
  FaultList faults;
  for (const PostingRule& rule : *rules) ValidatePostingRule(rule, "rule", faults);
  return faults.empty() ? "" : "rules with faults are read: " + faults.ToStatus().ToString();
}

inline std::string CheckWorkbook(absl::string_view bytes) {
  Workbook::Limits limits;
  limits.cells = 10'000;
  const absl::StatusOr<Workbook> workbook = Workbook::Open(bytes, limits);
  if (!workbook.ok()) return CheckRefusal(workbook.status());
  for (size_t i = 0; i < workbook->sheets().size(); ++i) {
    const absl::StatusOr<std::vector<Record>> records = workbook->ReadSheet(i);
    if (!records.ok()) return CheckRefusal(records.status());
    int line = 0;
    for (const Record& record : *records) {
      if (record.line <= line) return "rows that do not rise";
      line = record.line;
    }
  }
  return "";
}

// The bytes as the sheet of a workbook of either kind: an archive of random bytes is hardly ever one.
inline std::string ReadAsSheets(absl::string_view bytes) {
  std::vector<ArchivePart> parts = XlsxPartsOf({{"Blad", ""}});
  parts[0].second = std::string(bytes);
  const std::string xlsx = ZipOf(parts);
  const std::string ods = ZipOf({{"content.xml", std::string(bytes)}});
  return CheckWorkbook(xlsx) + CheckWorkbook(ods) + CheckCsv(xlsx) + CheckCsv(ods);
}

// Everything that reads files, whatever format the bytes are.
inline std::string ReadEveryWay(absl::string_view bytes) {
  DetectFileFormat(bytes);
  return CheckSie(bytes) + CheckCsv(bytes) + CheckRules(bytes);
}

}  // namespace prognos::fuzz

#endif  // PROGNOS_TESTS_FUZZ_READERS_H_
