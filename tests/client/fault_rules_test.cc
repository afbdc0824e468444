#include "client/fault_rules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace prognos::client {
namespace {

// One example of every rule that the service, the outlook and the readers of files state.
const std::vector<std::string>& Rules() {
  static const auto& rules = *new std::vector<std::string>{
      "is required",
      "is required: set round or last_known_month",
      "the column is required",
      "at least one row is required",
      "is empty",
      "has no rows",
      "does not exist",
      "must be given",
      "is not a month (YYYY-MM)",
      "is not a month (2022-03, 202203, mars 2022)",
      "is not a year (1900-2199)",
      "is not a date (YYYY-MM-DD)",
      "is not a date (YYYYMMDD)",
      "is not a date",
      "is not a period (YYYYMM)",
      "is not a number",
      "is not a whole number",
      "is not a finite number",
      "is not an amount in kronor",
      "is not an amount with at most two decimals",
      "has more decimals than 1/100",
      "can be read with '.' as decimal mark or between thousands: write it without",
      "must be cost, revenue or volume",
      "must be cost or revenue",
      "must be kostnad (cost) or intäkt (revenue)",
      "must be empty unless phasing is PHASING_MONTHLY_AMOUNTS",
      "must be march, spring, autumn, october or year end; for other months set last_known_month",
      "must be march, spring, autumn or october",
      "must be one of default, seasonal-naive, run-rate",
      "is not one of default, seasonal-naive",
      "lies after last_year, 2021",
      "is only for store",
      "must be at most 10^12 in absolute value",
      "must be at most 1000000000000000 in absolute value",
      "must be finite and at most 10 000 000 000 000",
      "must be the first message",
      "must be 0 or more",
      "must be 0-999999999",
      "must be 0-12",
      "must be 1900-2199",
      "must be 200-20000",
      "must have as many digits as first_account and not lie before it (4000)",
      "may come only once",
      "is beyond the largest amount, 10 000 000 000 000",
      "is beyond 2 000 000 values",
      "has more than 1000 columns",
      "is longer than 100 characters",
      "is longer than 200 characters",
      "is longer than 1 MiB",
      "is longer than 256 MiB",
      "is larger than 256 MiB",
      "elements are more than the 10000 allowed",
      "amounts given, but a year has twelve",
      "makes a sum that does not fit in 64 bits",
      "has a sum that does not fit in 64 bits",
      "makes the largest months of all series add up to more than 192 000 000 000 000",
      "are so large together that sums would overflow",
      "lies in the future",
      "has not ended and cannot be closed",
      "has not begun; the current month is 2026-11",
      "lies in 2021, which is closed; reopen the year to correct it",
      "is closed; reopen the year to change its budget",
      "is not an identifier: 1-63 characters of a-z, 0-9 and '-', beginning and ending with a letter or digit",
      "is not of the form organizations/{organization}",
      "is not of the form organizations/{organization}/forecasts/{forecast}",
      "is not of the form organizations/{organization}/evaluations/{evaluation}",
      "is not of the form organizations/o/series/{activity}.{cost|revenue|unit}",
      "is reserved for money",
      "is only for volumes; leave it empty",
      "has a control character",
      "has a character that is not printable ASCII",
      "does not belong to this request; take it from the answer before, or leave it empty",
      "cannot be decoded as a message of this call",
      "has no batch; send at least one",
      "differs from that of the first batch",
      "differs from that of the first batch, 7",
      "is not a format",
      "is not a phasing",
      "is not jamn, forra-aret or manader",
      "is neither kostnad nor intakt",
      "is not kostnad (cost), intäkt (revenue) or a unit",
      "is not kostnad (cost) or intäkt (revenue)",
      "is not utfall (actual) or budget: posting rules tell cost from revenue",
      "is not a unit: a volume needs one, for example hushåll",
      "is not an activity of the organization",
      "is not an activity",
      "is not a series of the organization",
      "may mean vuxen-externa or barn-externa; write one of these",
      "has no cost series",
      "has no revenue series",
      "is an amount but the series counts a volume; set `volume`",
      "is a volume but the series holds money; set `amount_ore`",
      "is a volume; budgets are for money",
      "makes the activity its own ancestor",
      "makes the tree deeper than 10 levels",
      "is not the sum of the twelve amounts, 7800",
      "are needed, because the file holds accounts; set them with SetPostingRules",
      "has rows in 2022-03 that may be the same money under different dimensions, and these rules ask for both: rule 1 "
      "(dimension 1), rule 2 (dimension 6); let its rules use one dimension",
      "and dimension 6 on line 4 may be the same money of account 3010 in 2022-03: use one dimension, or write both on "
      "one row (\"1;6\")",
      "stands already at line 5",
      "stands twice in the request",
      "stands twice in the budget",
      "stands twice for \"vuxen\", first on line 3",
      "stands twice",
      "stands among the months and is no month",
      "names another unit of the amounts than line 1",
      "means the same as the column \"belopp\"",
      "has the accounts, dimension and object of line 2: it would never be used",
      "needs a column konto (account), or konto från and konto till; found: \"a\", \"b\"",
      "needs a column verksamhet (activity); found: \"a\"",
      "needs a column slag (flow); found: \"a\"",
      "needs a column verksamhet (activity, series) or konto (account)",
      "needs a column månad (month, period) or the months as columns",
      "needs a column belopp (amount) or the months as columns",
      "needs a column slag (flow) that says kostnad, intäkt or a unit",
      "needs a column slag (flow) beside the amount, that says kostnad, intäkt or a unit",
      "needs a column with values: kostnad (cost), intäkt (revenue), belopp (amount)",
      "needs a column år (year) beside the month \"mars\"",
      "needs dimension and objekt (object) together",
      "has months both as a column and as headers",
      "stands beyond the 4 columns of the header",
      "is not in the year 2022",
      "does not go with the dimension \"1\": one object for each dimension",
      "has a header but no values",
      "has a header but no rules",
      "is not an account of 1-12 digits",
      "is not an account number",
      "has ends with different numbers of digits",
      "ends before it begins",
      "stands without its dimension",
      "needs a dimension",
      "has no date, and its voucher has none either",
      "has no #SIETYP",
      "has no #RAR, the years of the file",
      "has no months yet: there is nothing to read",
      "has no account",
      "has no amount",
      "has no year",
      "has no first day",
      "has no object",
      "is not the number of a year (0, -1, ...)",
      "is a dimension without an object",
      "is not a type with months: 2, 3 or 4",
      "opens a brace without #VER",
      "closes a brace that was not opened",
      "has a brace that is not closed",
      "has a brace within braces",
      "is a voucher whose rows are not closed by a brace: the file is cut off or damaged",
      "stands outside the braces of a #VER",
      "ends in the middle of a line and its months differ from its yearly sums: it is cut off",
      "holds NUL bytes: it is not a text file",
      "holds control characters: it is not a text file",
      "is XML, such as SIE 5: export SIE of type 4 or 3 instead",
      "is a workbook or another ZIP archive: save it as CSV first",
      "is a PDF",
      "has a quote that is not closed",
      "holds a quote that is never closed",
      "holds text after a closing quote",
  };
  return rules;
}

// Words that no Swedish sentence holds.
bool HoldsEnglish(const std::string& text) {
  static const std::regex& english =
      *new std::regex("\\b(the|is|are|must|not|of|or|and|which|with|that|be|has|line|cost|revenue)\\b");
  return std::regex_search(text, english);
}

TEST(FaultRulesTest, EveryRuleHasASwedishForm) {
  for (const std::string& rule : Rules()) {
    const std::optional<std::string> swedish = SwedishRule(rule);
    ASSERT_TRUE(swedish.has_value()) << rule;
    EXPECT_FALSE(HoldsEnglish(*swedish)) << rule << " -> " << *swedish;
    EXPECT_FALSE(absl::StrContains(*swedish, '$')) << rule << " -> " << *swedish;
  }
}

// The sources, with literals that go on over lines as one.
std::string SourceText(const std::filesystem::path& file) {
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  static const std::regex& joint = *new std::regex("\"\\s*\n\\s*\"");
  return std::regex_replace(text, joint, "");
}

// The literals of a source that read as a rule or begin one.
std::vector<std::string> RuleLiterals(const std::filesystem::path& file) {
  static const std::regex& literal = *new std::regex(
      "\"((?:is|are|must|has|have|holds|needs|may|can|lies|stands|ends|makes|does|means|opens|closes|differs|elements|"
      "amounts|and dimension|the column|at least) [^\"\\\\]*)\"");
  const std::string text = SourceText(file);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), literal), end; at != end; ++at) found.push_back((*at)[1]);
  return found;
}

bool HasExample(const std::string& literal) {
  return std::any_of(Rules().begin(), Rules().end(),
                     [&](const std::string& rule) { return absl::StartsWith(rule, literal); });
}

// What the service says of its own address, options and tokens, it says before any client can ask: in English,
// where it was started.
bool IsToldToClients(const std::filesystem::path& file) {
  return file.extension() == ".cc" && file.filename() != "server.cc" && file.filename() != "address.cc" &&
         file.filename() != "transport_security.cc" && file.filename() != "tokens.cc" &&
         file.filename() != "fault_rules.cc";
}

// Read from the sources themselves, so that a new rule without an example above, and so perhaps without a Swedish
// form, is found.
TEST(FaultRulesTest, EveryRuleThatTheSourcesStateHasAnExampleHere) {
  size_t count = 0;
  for (const char* folder : {"forecast/interchange", "forecast/ledger", "forecast/service", "client"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::filesystem::path& file = entry.path();
      if (!IsToldToClients(file)) continue;
      for (const std::string& literal : RuleLiterals(file)) {
        ++count;
        EXPECT_TRUE(HasExample(literal)) << file << ": " << literal;
      }
    }
  }
  EXPECT_GT(count, 50u);  // The sources were found and read; the other rules have ids (forecast/messages/sv.po).
}

TEST(FaultRulesTest, WhatVariesIsKept) {
  EXPECT_EQ(SwedishRule("must be 1900-2199"), "måste vara 1900–2199");
  EXPECT_EQ(SwedishRule("has not begun; the current month is 2026-11"), "har inte börjat; nu är det 2026-11");
  EXPECT_EQ(SwedishRule("lies in 2021, which is closed; reopen the year to correct it"),
            "ligger i 2021, som är stängt; öppna året för att rätta");
  EXPECT_EQ(SwedishRule("stands beyond the 4 columns of the header"), "står bortom rubrikradens 4 kolumner");
  EXPECT_EQ(SwedishRule("is longer than 200 characters"), "är längre än 200 tecken");
}

TEST(FaultRulesTest, EnglishWordsAmongThemAreToldInSwedish) {
  EXPECT_EQ(SwedishRule("stands already at line 5"), "finns redan på rad 5");
  EXPECT_EQ(SwedishRule("has no revenue series"), "har ingen serie för intäkt");
  EXPECT_EQ(SwedishRule("may mean a-x or b-x; write one of these"), "kan betyda a-x eller b-x; skriv något av dem");
  EXPECT_EQ(SwedishRule("means the same as the column \"belopp\""), "betyder samma sak som kolumnen ”belopp”");
}

TEST(FaultRulesTest, ARuleOfANewerServiceIsUnknown) {
  EXPECT_EQ(SwedishRule("must be purple"), std::nullopt);
  EXPECT_EQ(SwedishRule(""), std::nullopt);
  EXPECT_EQ(SwedishRule("is required by law"), std::nullopt);
}

TEST(FaultRulesTest, RefusalsNameWhatTheyAreAbout) {
  EXPECT_EQ(SwedishRefusal("there is no organization \"okand\""), "organisationen ”okand” finns inte");
  EXPECT_EQ(SwedishRefusal("organization \"exempelby\" exists already"), "organisationen ”exempelby” finns redan");
  EXPECT_EQ(SwedishRefusal("organization \"o\" has no forecast \"2022-7\""),
            "organisationen ”o” har ingen prognos ”2022-7”");
  EXPECT_EQ(
      SwedishRefusal("no series has a value in the two years before 2022 or up to month 8 of it, nor a budget for it"),
      "det finns varken utfall för 2022 och de två åren före eller budget för 2022 att göra en prognos av");
  EXPECT_EQ(
      SwedishRefusal("no series has a value in the two years before 2022 or up to month 8 of it, nor a budget for it"),
      "det finns varken utfall för 2022 och de två åren före eller budget för 2022 att göra en prognos av");
  EXPECT_EQ(
      SwedishRefusal("no series has a complete year among those asked for, with at least 24 known months before it"),
      "ingen serie har ett helt år bland dem som efterfrågas, med minst 24 kända månader före");
  EXPECT_EQ(SwedishRefusal("organizations/o/evaluations/e1 does not exist"),
            "organisationen ”o” har ingen utvärdering ”e1”");
  EXPECT_EQ(SwedishRefusal("a valid token is required: authorization: Bearer TOKEN"),
            "tjänsten släpper inte in er utan en giltig token");
  EXPECT_EQ(SwedishRefusal("the token's role, lasare, is too small: this takes ekonom"),
            "er token har rollen lasare, men det här kräver ekonom");
  EXPECT_EQ(SwedishRefusal("this takes a token that is bound to no organization"),
            "det här kräver en token som inte är bunden till en organisation");
  EXPECT_EQ(SwedishRefusal("something else"), std::nullopt);
}

TEST(FaultRulesTest, NotesOfFilesAndBudgetLines) {
  EXPECT_EQ(SwedishNote("2021 has no complete profile of months; phased evenly"),
            "2021 har inte utfall för alla månader; beloppet är fördelat jämnt");
  EXPECT_EQ(SwedishNote("column \"kst\" is left out"), "kolumnen ”kst” läses inte");
  // What a file holds is told as it stands, whatever it looks like.
  EXPECT_EQ(SwedishNote("line 3: \"$3\" states 999.00 in \"#4\", but its parts make 1234.50"),
            "rad 3: ”$3” har 999,00 i ”#4”, men delarna blir 1\u00A0234,50");
  EXPECT_EQ(SwedishNote("year -1: 12 rows are of months outside that year"),
            "år -1: 12 rader gäller månader utanför året");
  EXPECT_EQ(SwedishNote("account 5010, year 0: the file states 2010726.00, but has no months for it"),
            "konto 5010, år 0: årssumman är 2\u00A0010\u00A0726,00, men det finns inga månader");
  EXPECT_EQ(
      SwedishNote("year 0: of the sums that the file states, 77 % of 2610726.00 have no months and are not read"),
      "år 0: av filens årssummor, tillsammans 2\u00A0610\u00A0726,00, är 77 % inte inlästa, för de har inga månader");
  EXPECT_EQ(
      SwedishNote("account 4610, year 0: its months make 640000.00, but the file states 330000.00: they look like "
                  "running balances"),
      "konto 4610, år 0: månaderna blir 640\u00A0000,00, årssumman är 330\u00A0000,00; beloppen ser ut som löpande "
      "saldon");
  EXPECT_EQ(
      SwedishNote("account 4610, year 0: its months make 105000.00, but the file states 1305000.00: right if that "
                  "is the sum of two years"),
      "konto 4610, år 0: månaderna blir 105\u00A0000,00, årssumman är 1\u00A0305\u00A0000,00; det stämmer om "
      "årssumman är för två år");
  for (const char* note :
       {"line 3: rows without a name belong to the one above, \"HVB\" here",
        "line 3: \"Summa\" states 999.00 in \"jan\", but its parts make 300.00",
        "the amounts are in tkr (line 1): \"1 772\" is read as 1772000.00 kronor, all together as 3573000.00 kronor",
        "line 9: the row of sums \"Summa\" is left out", "year 0: vouchers are left out, #PSALDO has the months",
        "year 0: 3 rows #PSALDO with objects are left out, vouchers have the months",
        "year 0: months are sums of vouchers",
        "line 7: #TRANS has a last text whose quote is not closed: read to the end of the line",
        "line 7: #TRANS has a last text whose quote is not closed: read to the end of the line; so are 3 more lines",
        "the file has no #RAR: its years are the calendar years of its vouchers",
        "account 4610, year 0: its months make 100.00, but the file states 102.00",
        "year 0: 1 more accounts differ from the sums that the file states",
        "rows without objects hold only the money that carries no object: the sums stated for the years say so"}) {
    EXPECT_TRUE(SwedishNote(note).has_value()) << note;
  }
}

}  // namespace
}  // namespace prognos::client
