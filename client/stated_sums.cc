#include "client/stated_sums.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "forecast/base/number_format.h"

namespace prognos::client {

std::string StatedSumsText(const InspectedYear& year, const Texts& texts) {
  std::vector<std::string> parts;
  if (year.checked_accounts > 0) {
    const int agreeing = year.checked_accounts - year.differing_accounts;
    parts.push_back(absl::Substitute(texts.accounts_agree, agreeing, year.checked_accounts));
  }
  if (year.monthless_accounts > 0) {
    parts.push_back(FormatCount(year.monthless_accounts, texts.one_account_without_months,
                                texts.accounts_without_months, texts.language));
  }
  return absl::StrJoin(parts, "; ");
}

bool StatedSumsDiffer(const InspectedYear& year) { return year.differing_accounts > 0 || year.monthless_accounts > 0; }

}  // namespace prognos::client
