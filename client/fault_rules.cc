#include "client/fault_rules.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "forecast/base/amount.h"
#include "forecast/base/number_format.h"

namespace prognos::client {
namespace {

struct Sentence {
  const char* english;
  const char* swedish;
};

// The first that fits counts: the particular before the general. "#2" in the Swedish one is the amount $2, written in
// Swedish.
constexpr Sentence kRules[] = {
    // Values that are missing or of the wrong kind.
    {"is required", "saknas"},
    {"is required: set round or last_known_month", "saknas: ange omgång eller sista kända månad"},
    {"the column is required", "kolumnen saknas"},
    {"at least one row is required", "minst en rad behövs"},
    {"a header line is required", "en rubrikrad behövs"},
    {"is empty", "är tom"},
    {"has no rows", "har inga rader"},
    {"has no batch; send at least one", "har ingen del; sänd minst en"},
    {"does not exist", "finns inte"},
    {"must be given", "måste anges"},
    {"is not a month (YYYY-MM)", "är inte en månad (ÅÅÅÅ-MM)"},
    {"is not a month (2022-03, 202203, mars 2022)", "är inte en månad (2022-03, 202203, mars 2022)"},
    {"is not a year (1900-2199)", "är inte ett år (1900–2199)"},
    {"is not a date (YYYY-MM-DD)", "är inte ett datum (ÅÅÅÅ-MM-DD)"},
    {"is not a date (YYYYMMDD)", "är inte ett datum (ÅÅÅÅMMDD)"},
    {"is not a date", "är inte ett datum"},
    {"is not a period (YYYYMM)", "är inte en period (ÅÅÅÅMM)"},
    {"is not a number", "är inte ett tal"},
    {"is not a whole number", "är inte ett heltal"},
    {"is not a finite number", "är inte ett ändligt tal"},
    {"is not an amount in kronor", "är inte ett belopp i kronor"},
    {"is not an amount with at most two decimals", "är inte ett belopp med högst två decimaler"},
    {"has more decimals than 1/$0", "har fler decimaler än 1/$0"},
    {"can be read with '$0' as decimal mark or between thousands: write it without",
     "kan läsas med ”$0” som decimaltecken eller mellan tusental: skriv talet utan"},
    // Limits.
    {"must be cost, revenue or volume", "måste vara kostnad, intäkt eller volym"},
    {"must be cost or revenue", "måste vara kostnad eller intäkt"},
    {"must be kostnad (cost) or intäkt (revenue)", "måste vara kostnad eller intäkt"},
    {"must be empty unless phasing is PHASING_MONTHLY_AMOUNTS", "får bara anges när periodiseringen är månader"},
    {"must be empty for a volume", "ska vara tomt för en volym"},
    {"must be march, spring, autumn or october", "måste vara mars, var, host eller oktober"},
    {"must be march, spring, autumn, october or year end; for other months set last_known_month",
     "måste vara mars, var, host, oktober eller bokslut; ange sista kända månad för andra månader"},
    {"must be one of $0", "måste vara en av $0"},
    {"is not one of $0", "är inte en av $0"},
    {"lies after last_year, $0", "ligger efter sista året, $0"},
    {"is only for store", "anges bara när svaret ska sparas"},
    {"must be at most 10^12 in absolute value", "får vara högst 10^12 till beloppet"},
    {"must be at most $0 in absolute value", "får vara högst $0 till beloppet"},
    {"must be finite and at most 10 000 000 000 000", "måste vara ändligt och högst 10 000 000 000 000"},
    {"must be the first message", "måste komma först"},
    {"must be 0 or more", "måste vara 0 eller mer"},
    {"must be $0-$1", "måste vara $0–$1"},
    {"must have as many digits as first_account and not lie before it ($0)",
     "måste ha lika många siffror som första kontot ($0) och inte ligga före det"},
    {"may come only once", "får bara komma en gång"},
    {"is beyond the largest amount, 10 000 000 000 000", "är mer än det största beloppet, 10 000 000 000 000"},
    {"is beyond 2 000 000 values", "är fler än 2 000 000 värden"},
    {"has more than 1000 columns", "har fler än 1 000 kolumner"},
    {"is longer than $0 characters", "är längre än $0 tecken"},
    {"is longer than $0 MiB", "är längre än $0 MiB"},
    {"is larger than $0 MiB", "är större än $0 MiB"},
    {"elements are more than the $0 allowed", "är fler än de $0 som får finnas"},
    {"amounts given, but a year has twelve", "belopp är angivna, men ett år har tolv"},
    {"makes the largest months of all series add up to more than 192 000 000 000 000",
     "gör att seriernas största månader tillsammans blir mer än 192 000 000 000 000"},
    {"makes a sum that does not fit in 64 bits", "ger en summa som är för stor"},
    {"has a sum that does not fit in 64 bits", "har en summa som är för stor"},
    {"are so large together that sums would overflow", "är tillsammans för stora att summera"},
    {"lies in the future", "ligger i framtiden"},
    {"has not ended and cannot be closed", "har inte slutat och kan inte stängas"},
    {"has not begun; the current month is $0", "har inte börjat; nu är det $0"},
    {"lies in $0, which is closed; reopen the year to correct it",
     "ligger i $0, som är stängt; öppna året för att rätta"},
    {"is closed; reopen the year to change its budget", "är stängt; öppna året för att ändra dess budget"},
    // Names.
    {"is not an identifier: 1-63 characters of a-z, 0-9 and '-', beginning and ending with a letter or digit",
     "är inte ett id: 1–63 tecken av a–z, 0–9 och ”-”, med bokstav eller siffra först och sist"},
    {"is not of the form $0", "är inte ett namn av rätt form"},
    {"is reserved for money", "kan inte vara en enhet: det är ordet för belopp"},
    {"is only for volumes; leave it empty", "anges bara för volymer; lämna tomt"},
    {"has a control character", "har ett styrtecken"},
    {"has a character that is not printable ASCII", "har ett annat tecken än a–z, 0–9 och vanliga skiljetecken"},
    {"does not belong to this request; take it from the answer before, or leave it empty",
     "hör inte till denna fråga; ta det från förra svaret eller lämna tomt"},
    {"cannot be decoded as a message of this call", "kan inte läsas som ett meddelande i detta anrop"},
    {"differs from that of the first batch, $0", "skiljer sig från den första delens, $0"},
    {"differs from that of the first batch", "skiljer sig från den första delens"},
    {"is not a format", "är inte ett format"},
    {"is not a phasing", "är ingen periodisering"},
    {"is not jamn, forra-aret or manader", "är inte jamn, forra-aret eller manader"},
    {"is neither kostnad nor intakt", "är varken kostnad eller intakt"},
    {"is not kostnad (cost), intäkt (revenue) or a unit", "är inte kostnad, intäkt eller en enhet"},
    {"is not kostnad (cost) or intäkt (revenue)", "är inte kostnad eller intäkt"},
    {"is not utfall (actual) or budget: posting rules tell cost from revenue",
     "är inte utfall eller budget: konteringsreglerna skiljer kostnad från intäkt"},
    {"is not a unit: a volume needs one, for example hushåll",
     "är ingen enhet: en volym behöver en, till exempel hushåll"},
    // What refers to something else.
    {"is not an activity of the organization", "är ingen verksamhet i organisationen"},
    {"is not an activity", "är ingen verksamhet"},
    {"is not a series of the organization", "är ingen serie i organisationen"},
    {"may mean $0; write one of these", "kan betyda $0; skriv något av dem"},
    {"has no $0 series", "har ingen serie för $0"},
    {"is an amount but the series counts a volume; set `volume`", "är ett belopp, men serien räknar en volym"},
    {"is a volume but the series holds money; set `amount_ore`", "är en volym, men serien har belopp"},
    {"is a volume; budgets are for money", "är en volym; budget sätts på belopp"},
    {"makes the activity its own ancestor", "gör verksamheten överordnad sig själv"},
    {"makes the tree deeper than $0 levels", "gör trädet djupare än $0 nivåer"},
    {"is not the sum of the twelve amounts, $0", "är inte summan av de tolv beloppen, $0"},
    {"are needed, because the file holds accounts; set them with SetPostingRules",
     "behövs, eftersom filen har konton; sätt dem med ”prognos regler satt”"},
    {"has rows in $0 that may be the same money under different dimensions, and these rules ask for both: $1; let its "
     "rules use one dimension",
     "har rader i $0 som kan vara samma pengar under olika dimensioner, och reglerna frågar efter båda: $1; låt "
     "kontots "
     "regler använda en dimension"},
    {"and dimension $0 on line $1 may be the same money of account $2 in $3: use one dimension, or write both on one "
     "row "
     "($4)",
     "och dimension $0 på rad $1 kan vara samma pengar på konto $2 i $3: använd en dimension, eller skriv båda på en "
     "rad "
     "($4)"},
    // The same thing twice.
    {"stands already at $0", "finns redan på $0"},
    {"stands twice in the request", "förekommer två gånger"},
    {"stands twice in the budget", "förekommer två gånger i budgeten"},
    {"stands twice for $0, first on line $1", "förekommer två gånger för $0, först på rad $1"},
    {"stands twice", "förekommer två gånger"},
    {"stands among the months and is no month", "står bland månaderna och är ingen månad"},
    {"names another unit of the amounts than line $0", "anger en annan enhet för beloppen än rad $0"},
    {"means the same as the column $0", "betyder samma sak som kolumnen $0"},
    {"has the accounts, dimension and object of line $0: it would never be used",
     "har samma konton, dimension och objekt som rad $0 och skulle aldrig användas"},
    // Columns and rows of CSV.
    {"needs a column konto (account), or konto från and konto till; found: $0",
     "en kolumn konto behövs, eller konto från och konto till; här finns $0"},
    {"needs a column verksamhet (activity); found: $0", "en kolumn verksamhet behövs; här finns $0"},
    {"needs a column slag (flow); found: $0", "en kolumn slag behövs; här finns $0"},
    {"needs a column verksamhet (activity, series) or konto (account)", "en kolumn verksamhet eller konto behövs"},
    {"needs a column månad (month, period) or the months as columns",
     "en kolumn månad behövs, eller månaderna som kolumner"},
    {"needs a column belopp (amount) or the months as columns",
     "en kolumn belopp behövs, eller månaderna som kolumner"},
    {"needs a column slag (flow) that says kostnad, intäkt or a unit",
     "en kolumn slag behövs, som säger kostnad, intäkt eller en enhet"},
    {"needs a column slag (flow) beside the amount, that says kostnad, intäkt or a unit",
     "en kolumn slag behövs bredvid beloppet, som säger kostnad, intäkt eller en enhet"},
    {"needs a column with values: kostnad (cost), intäkt (revenue), belopp (amount)",
     "en kolumn med värden behövs: kostnad, intäkt eller belopp"},
    {"needs a column år (year) beside the month $0", "en kolumn år behövs bredvid månaden $0"},
    {"needs dimension and objekt (object) together", "dimension och objekt behövs tillsammans"},
    {"has months both as a column and as headers", "månaderna finns både som kolumn och som rubriker"},
    {"stands beyond the $0 columns of the header", "står bortom rubrikradens $0 kolumner"},
    {"is not in the year $0", "ligger inte i året $0"},
    {"does not go with the dimension $0: one object for each dimension",
     "hör inte ihop med dimensionen $0: ett objekt för varje dimension"},
    {"has a header but no values", "har en rubrikrad men inga rader med värden"},
    {"has a header but no rules", "har en rubrikrad men inga regler"},
    {"is not an account of 1-12 digits", "är inte ett konto av 1–12 siffror"},
    {"is not an account number", "är inte ett kontonummer"},
    {"has ends with different numbers of digits", "har olika många siffror i början och slutet"},
    {"ends before it begins", "slutar innan det börjar"},
    {"stands without its dimension", "står utan sin dimension"},
    {"needs a dimension", "kräver en dimension"},
    // SIE.
    {"has no $0, and its voucher has none either", "saknar $0, och verifikationen saknar det också"},
    {"has no #SIETYP", "saknar #SIETYP"},
    {"has no #RAR, the years of the file", "saknar #RAR, filens räkenskapsår"},
    {"has no months yet: there is nothing to read", "har inga månader ännu: det finns inget att läsa in"},
    {"has no $0", "saknar $0"},
    {"is not the number of a year (0, -1, ...)", "är inte numret på ett år (0, -1, ...)"},
    {"is a dimension without an object", "är en dimension utan objekt"},
    {"is not a type with months: 2, 3 or 4", "är inte en typ med månader: 2, 3 eller 4"},
    {"opens a brace without #VER", "öppnar en klammer utan #VER"},
    {"closes a brace that was not opened", "stänger en klammer som inte öppnats"},
    {"has a brace that is not closed", "har en klammer som inte stängs"},
    {"has a brace within braces", "har en klammer inom klamrar"},
    {"is a voucher whose rows are not closed by a brace: the file is cut off or damaged",
     "är en verifikation vars rader inte avslutas med klammer: filen är avhuggen eller skadad"},
    {"stands outside the braces of a #VER", "står utanför klamrarna i en #VER"},
    {"ends in the middle of a line and its months differ from its yearly sums: it is cut off",
     "slutar mitt i en rad och månaderna stämmer inte med årssummorna: filen är avhuggen"},
    // Bytes.
    {"holds NUL bytes: it is not a text file", "innehåller nolltecken och är ingen textfil"},
    {"holds control characters: it is not a text file", "innehåller styrtecken och är ingen textfil"},
    {"is XML, such as SIE 5: export SIE of type 4 or 3 instead",
     "är XML, som SIE 5, och läses inte: ta ut SIE typ 4 eller 3"},
    {"is a workbook or another ZIP archive: save it as CSV first",
     "är en arbetsbok eller ett ZIP-arkiv: spara den som CSV"},
    {"is a PDF", "är en PDF"},
    {"has a quote that is not closed", "har ett citattecken som inte stängs"},
    {"holds a quote that is never closed", "har ett citattecken som inte stängs"},
    {"holds text after a closing quote", "har text efter ett avslutande citattecken"},
};

constexpr Sentence kRefusals[] = {
    {"there is no organization \"$0\"", "organisationen ”$0” finns inte"},
    {"organization \"$0\" has no forecast \"$1\"", "organisationen ”$0” har ingen prognos ”$1”"},
    {"organization \"$0\" has no evaluation \"$1\"", "organisationen ”$0” har ingen utvärdering ”$1”"},
    {"organizations/$0/evaluations/$1 does not exist", "organisationen ”$0” har ingen utvärdering ”$1”"},
    {"organizations/$0/forecasts/$1 does not exist", "organisationen ”$0” har ingen prognos ”$1”"},
    {"organizations/$0/activities/$1 does not exist", "organisationen ”$0” har ingen verksamhet ”$1”"},
    {"organizations/$0/series/$1 does not exist", "organisationen ”$0” har ingen serie ”$1”"},
    {"organizations/$0 does not exist", "organisationen ”$0” finns inte"},
    {"organization \"$0\" exists already", "organisationen ”$0” finns redan"},
    {"series \"$0\" exists with another activity, flow or unit; these cannot be changed",
     "serien ”$0” finns med annan verksamhet, annat slag eller annan enhet, och det kan inte ändras"},
    {"no series has a value in the two years before $0 or up to month $1 of it, nor a budget for it",
     "det finns varken utfall för $0 och de två åren före eller budget för $0 att göra en prognos av"},
    {"no series has a complete year among those asked for, with at least $0 known months before it",
     "ingen serie har ett helt år bland dem som efterfrågas, med minst $0 kända månader före"},
    {"a valid token is required: authorization: Bearer TOKEN", "tjänsten släpper inte in er utan en giltig token"},
    {"the token's role, $0, is too small: this takes $1", "er token har rollen $0, men det här kräver $1"},
    {"this takes a token that is bound to no organization",
     "det här kräver en token som inte är bunden till en organisation"},
    {"internal error; the log of the service says more", "tjänstens logg säger mer"},
};

constexpr Sentence kNotes[] = {
    {"pooled over $0 series, windows of $1-$2 months", "lär av $0 serier tillsammans, fönster på $1–$2 månader"},
    {"$0 has no complete profile of months; phased evenly",
     "$0 har inte utfall för alla månader; beloppet är fördelat jämnt"},
    {"column \"$0\" is left out", "kolumnen ”$0” läses inte"},
    {"line $0: the row of sums \"$1\" is left out", "rad $0: summaraden ”$1” läses inte"},
    {"line $0: rows without a name belong to the one above, \"$1\" here",
     "rad $0: rader utan namn hör till namnet ovanför, här ”$1”"},
    {"line $0: \"$1\" states $2 in \"$3\", but its parts make $4", "rad $0: ”$1” har #2 i ”$3”, men delarna blir #4"},
    {"the amounts are in $0 ($1): \"$2\" is read as $3 kronor, all together as $4 kronor",
     "beloppen är i $0 ($1): ”$2” läses som #3 kronor, alla tillsammans som #4 kronor"},
    {"year $0: vouchers are left out, #PSALDO has the months",
     "år $0: verifikationerna läses inte, #PSALDO har månaderna"},
    {"year $0: $1 rows #PSALDO with objects are left out, vouchers have the months",
     "år $0: $1 rader #PSALDO med objekt läses inte, verifikationerna har månaderna"},
    {"$0: $1 has a last text whose quote is not closed: read to the end of the line; so are $2 more lines",
     "$0: $1 har en sista text vars citattecken inte stängs: läst till radens slut, så även på $2 rader till"},
    {"$0: $1 has a last text whose quote is not closed: read to the end of the line",
     "$0: $1 har en sista text vars citattecken inte stängs: läst till radens slut"},
    {"the file has no #RAR: its years are the calendar years of its vouchers",
     "filen saknar #RAR: åren är verifikationernas kalenderår"},
    {"account $0, year $1: its months make $2, but the file states $3: they look like running balances",
     "konto $0, år $1: månaderna blir #2, årssumman är #3; beloppen ser ut som löpande saldon"},
    {"account $0, year $1: its months make $2, but the file states $3: right if that is the sum of two years",
     "konto $0, år $1: månaderna blir #2, årssumman är #3; det stämmer om årssumman är för två år"},
    {"account $0, year $1: its months make $2, but the file states $3",
     "konto $0, år $1: månaderna blir #2, årssumman är #3"},
    {"account $0, year $1: the file states $2, but has no months for it",
     "konto $0, år $1: årssumman är #2, men det finns inga månader"},
    {"year $0: of the sums that the file states, $1 % of $2 have no months and are not read",
     "år $0: av filens årssummor, tillsammans #2, är $1 % inte inlästa, för de har inga månader"},
    {"year $0: $1 more accounts differ from the sums that the file states",
     "år $0: $1 konton till skiljer sig från filens årssummor"},
    {"year $0: months are sums of vouchers", "år $0: månaderna är summor av verifikationer"},
    {"year $0: $1 rows are of months outside that year", "år $0: $1 rader gäller månader utanför året"},
    {"rows without objects hold only the money that carries no object: the sums stated for the years say so",
     "rader utan objekt har bara det som inte bokförts på något objekt: det visar filens årssummor"},
};

// Reads `text` by `pattern`; the captures in order, or nothing. Each is the shortest that lets the rest fit.
std::optional<std::vector<std::string>> Captures(absl::string_view pattern, absl::string_view text) {
  std::vector<std::string> captures;
  size_t mark = pattern.find('$');
  if (!absl::ConsumePrefix(&text, pattern.substr(0, mark))) return std::nullopt;
  while (mark != absl::string_view::npos) {
    pattern.remove_prefix(mark + 2);
    mark = pattern.find('$');
    const absl::string_view next = pattern.substr(0, mark);
    const bool is_last = mark == absl::string_view::npos;
    if (is_last && !absl::EndsWith(text, next)) return std::nullopt;
    const size_t end = is_last ? text.size() - next.size() : text.find(next);
    if (end == absl::string_view::npos || end == 0) return std::nullopt;
    captures.emplace_back(text.substr(0, end));
    text.remove_prefix(end + next.size());
  }
  if (!text.empty()) return std::nullopt;
  return captures;
}

std::string SwedishCapture(const std::string& capture) {
  static const auto& words = *new std::map<std::string, std::string>{
      {"account", "konto"},        {"amount", "belopp"},      {"cost", "kostnad"},  {"date", "datum"},
      {"first day", "första dag"}, {"last day", "sista dag"}, {"number", "nummer"}, {"object", "objekt"},
      {"period", "period"},        {"revenue", "intäkt"},     {"year", "år"},
  };
  const auto found = words.find(capture);
  if (found != words.end()) return found->second;
  std::string text = absl::StrReplaceAll(capture, {{"\"", "”"}, {" or ", " eller "}, {"rule ", "regel "}});
  return absl::StartsWith(text, "line ") ? absl::StrCat("rad ", text.substr(5)) : text;
}

// "1772000.00", an amount in a note: "1 772 000,00".
std::string SwedishAmount(const std::string& capture) {
  const absl::StatusOr<int64_t> ore = ParseDecimal(capture, '.', kMoneyUnit.parts_per_whole);
  return ore.ok() ? FormatWholes(*ore, kMoneyUnit, Language::kSwedish) : capture;
}

std::string FillIn(absl::string_view pattern, const std::vector<std::string>& captures) {
  std::vector<std::pair<std::string, std::string>> values;
  for (size_t i = 0; i < captures.size(); ++i) {
    values.emplace_back(absl::StrCat("$", i), SwedishCapture(captures[i]));
    values.emplace_back(absl::StrCat("#", i), SwedishAmount(captures[i]));
  }
  return absl::StrReplaceAll(pattern, values);
}

std::optional<std::string> Translate(absl::Span<const Sentence> sentences, absl::string_view english) {
  for (const Sentence& sentence : sentences) {
    const std::optional<std::vector<std::string>> captures = Captures(sentence.english, english);
    if (captures.has_value()) return FillIn(sentence.swedish, *captures);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> SwedishRule(absl::string_view rule) { return Translate(kRules, rule); }

std::optional<std::string> SwedishRefusal(absl::string_view message) { return Translate(kRefusals, message); }

std::optional<std::string> SwedishNote(absl::string_view note) { return Translate(kNotes, note); }

}  // namespace prognos::client
