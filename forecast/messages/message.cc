#include "forecast/messages/message.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "forecast/messages/catalogue.h"
#include "forecast/messages/grouped_digits.h"
#include "forecast/messages/month_words.h"

namespace prognos {
namespace {

constexpr char kMessageUrl[] = "prognos/message";
// Between the parts of an encoded message; texts hold no control characters but kBetweenTexts.
constexpr char kPartSeparator = '\x1d';
constexpr char kInnerSeparator = '\x1c';  // Of a message that is an argument.
constexpr size_t kPartsOfArgument = 3;
// Of deviations (base/unit.h, which stands on this room, says the same).
constexpr uint64_t kOrePerTkr = 1000 * 100;
constexpr uint64_t kTkrPerMnkr = 1000;

// Without what stands between parts; a reason has its own separators, and is printable already.
std::string Printable(const Argument& argument) {
  std::string text = argument.text();
  const char kept = argument.kind() == Argument::Kind::kReason ? kInnerSeparator : Argument::kBetweenTexts;
  for (char& c : text) {
    const bool control = (static_cast<unsigned char>(c) < 0x20 && c != Argument::kBetweenTexts) || c == 0x7f;
    if (control && c != kept) c = '?';
  }
  return text;
}

const char* SignOf(int64_t value) { return value < 0 ? kMinus : ""; }

std::string CountText(int64_t count, Language language) {
  return absl::StrCat(SignOf(count), GroupThousands(Magnitude(count), language == Language::kSwedish ? "\u00a0" : ","));
}

std::string AmountText(int64_t ore, Language language) {
  const uint64_t magnitude = Magnitude(ore);
  const std::string decimals = absl::StrCat(magnitude % 100 < 10 ? "0" : "", magnitude % 100);
  return language == Language::kSwedish
             ? absl::StrCat(SignOf(ore), GroupThousands(magnitude / 100, "\u00a0"), ",", decimals, "\u00a0kr")
             : absl::StrCat(SignOf(ore), "SEK\u00a0", GroupThousands(magnitude / 100, ","), ".", decimals);
}

// "−107 tkr", "+3,5 mnkr", "0 tkr"; rounded to the nearest, halves away from zero.
std::string DeviationText(int64_t ore, Language language) {
  const auto in_steps = [ore](uint64_t step) { return (Magnitude(ore) + step / 2) / step; };
  const bool swedish = language == Language::kSwedish;
  const uint64_t tkr = in_steps(kOrePerTkr);
  const char* const sign = tkr == 0 ? "" : ore < 0 ? kMinus : "+";
  if (tkr < kTkrPerMnkr) return absl::StrCat(sign, tkr, "\u00a0tkr");
  const uint64_t tenths = in_steps(kOrePerTkr * kTkrPerMnkr / 10);
  return absl::StrCat(sign, GroupThousands(tenths / 10, swedish ? "\u00a0" : ","), swedish ? "," : ".", tenths % 10,
                      "\u00a0mnkr");
}

// "-1234.5" -> "−1 234,5", "−1,234.5"; as it stands when it is no such number.
std::string FigureText(absl::string_view text, Language language) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits('.', 1));
  uint64_t whole = 0;
  const bool swedish = language == Language::kSwedish;
  const std::string grouped = absl::SimpleAtoi(parts.first, &whole) ? GroupThousands(whole, swedish ? "\u00a0" : ",")
                                                                    : std::string(parts.first);
  const char* const mark = parts.second.empty() ? "" : swedish ? "," : ".";
  return absl::StrCat(negative ? kMinus : "", grouped, mark, parts.second);
}

// "a, b or c".
std::string AnyOfText(absl::string_view texts, Language language) {
  std::vector<std::string> parts = absl::StrSplit(texts, Argument::kBetweenTexts);
  if (parts.size() < 2) return std::string(texts);
  const std::string last = std::move(parts.back());
  parts.pop_back();
  return absl::StrCat(absl::StrJoin(parts, ", "), language == Language::kSwedish ? " eller " : " or ", last);
}

bool IsNumber(Argument::Kind kind) {
  return kind == Argument::Kind::kNumber || kind == Argument::Kind::kCount || kind == Argument::Kind::kAmount ||
         kind == Argument::Kind::kDeviation;
}

// The argument that a text calls so, as it asks for it: {month}, or {month.name}.
std::optional<std::string> ArgumentText(absl::string_view called, const Message& message, Language language) {
  const bool in_words = absl::ConsumeSuffix(&called, ".name");
  const Argument* const argument = message.Find(called);
  if (argument == nullptr) return std::nullopt;
  return in_words ? argument->InWords(language) : argument->In(language);
}

// `text` with each {name} replaced by the argument of that name.
std::string FillIn(absl::string_view text, const Message& message, Language language) {
  std::string filled;
  while (true) {
    const size_t open = text.find('{');
    const size_t close = text.find('}', open);
    if (open == absl::string_view::npos || close == absl::string_view::npos) return absl::StrCat(filled, text);
    const absl::string_view named = text.substr(open, close - open + 1);
    absl::StrAppend(&filled, text.substr(0, open),
                    ArgumentText(named.substr(1, named.size() - 2), message, language).value_or(std::string(named)));
    text.remove_prefix(close + 1);
  }
}

std::string WithSeparator(std::string encoded, char from, char to) {
  std::replace(encoded.begin(), encoded.end(), from, to);
  return encoded;
}

// "line 5" -> "rad 5".
std::string PlaceText(absl::string_view place, Language language) {
  const bool is_line = language == Language::kSwedish && absl::ConsumePrefix(&place, "line ");
  return absl::StrCat(is_line ? "rad " : "", place);
}

std::optional<Argument> DecodeArgument(const std::string& kind_text, const std::string& text) {
  int number = 0;
  if (!absl::SimpleAtoi(kind_text, &number)) return std::nullopt;
  const auto kind = static_cast<Argument::Kind>(number);
  int64_t value = 0;
  if (IsNumber(kind) && !absl::SimpleAtoi(text, &value)) return std::nullopt;
  switch (kind) {
    case Argument::Kind::kText:
      return Argument(text);
    case Argument::Kind::kNumber:
      return Argument(value);
    case Argument::Kind::kCount:
      return Argument::Count(value);
    case Argument::Kind::kAmount:
      return Argument::Amount(value);
    case Argument::Kind::kDeviation:
      return Argument::Deviation(value);
    case Argument::Kind::kMonth:
      return Argument::OfMonth(text);
    case Argument::Kind::kWord:
      return Argument::Word({text, {}});
    case Argument::Kind::kAnyOf:
      return Argument::AnyOf(absl::StrSplit(text, Argument::kBetweenTexts));
    case Argument::Kind::kPlace:
      return Argument::Place(text);
    case Argument::Kind::kFigure:
      return Argument::FigureOf(text);
    case Argument::Kind::kReason:
      return Argument::Reason(DecodeMessage(WithSeparator(text, kInnerSeparator, kPartSeparator)));
  }
  return std::nullopt;
}

}  // namespace

Argument Argument::Word(const Message& word) { return Argument(Kind::kWord, word.id); }

Argument Argument::AnyOf(const std::vector<std::string>& texts) {
  return Argument(Kind::kAnyOf, absl::StrJoin(texts, std::string(1, kBetweenTexts)));
}

Argument Argument::Figure(double value) {
  return FigureOf(absl::StrFormat(std::abs(value) < 100.0 ? "%.3g" : "%.0f", value));
}

Argument Argument::Reason(const Message& message) {
  return Argument(Kind::kReason, WithSeparator(Encode(message), kPartSeparator, kInnerSeparator));
}

Message Argument::AsMessage() const {
  return kind_ == Kind::kReason ? DecodeMessage(WithSeparator(text_, kInnerSeparator, kPartSeparator)) : Message{};
}

std::string Argument::In(Language language) const {
  switch (kind_) {
    case Kind::kNumber:
      return absl::StrCat(number_);
    case Kind::kCount:
      return CountText(number_, language);
    case Kind::kAmount:
      return AmountText(number_, language);
    case Kind::kDeviation:
      return DeviationText(number_, language);
    case Kind::kWord:
      return Message{text_, {}}.In(language).value_or(text_);
    case Kind::kAnyOf:
      return AnyOfText(text_, language);
    case Kind::kPlace:
      return PlaceText(text_, language);
    case Kind::kFigure:
      return FigureText(text_, language);
    case Kind::kReason:
      return AsMessage().In(language).value_or("");
    case Kind::kText:
    case Kind::kMonth:
      break;
  }
  return text_;
}

std::string Argument::InWords(Language language) const {
  return kind_ == Kind::kMonth ? MonthInWords(text_, language) : In(language);
}

std::optional<std::string> Message::In(Language language) const {
  const CatalogueEntry* const entry = FindEntry(id);
  if (entry == nullptr) return std::nullopt;
  return FillIn(language == Language::kSwedish ? entry->swedish : entry->english, *this, language);
}

std::string Message::English() const { return In(Language::kEnglish).value_or(""); }

const Argument* Message::Find(absl::string_view name) const {
  for (const NamedArgument& argument : arguments) {
    if (argument.name == name) return &argument.value;
  }
  return nullptr;
}

absl::Status MessageStatus(absl::StatusCode code, const Message& message) {
  absl::Status status(code, message.English());
  status.SetPayload(kMessageUrl, absl::Cord(Encode(message)));
  return status;
}

Message MessageFrom(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kMessageUrl);
  return payload.has_value() ? DecodeMessage(std::string(*payload)) : Message{};
}

std::string Encode(const Message& message) {
  std::vector<std::string> parts = {message.id};
  for (const NamedArgument& argument : message.arguments) {
    const Argument& value = argument.value;
    parts.push_back(argument.name);
    parts.push_back(absl::StrCat(static_cast<int>(value.kind())));
    parts.push_back(IsNumber(value.kind()) ? absl::StrCat(value.number()) : Printable(value));
  }
  return absl::StrJoin(parts, std::string(1, kPartSeparator));
}

Message DecodeMessage(absl::string_view bytes) {
  const std::vector<std::string> parts = absl::StrSplit(bytes, kPartSeparator);
  Message message{parts[0], {}};
  for (size_t i = 1; i + kPartsOfArgument <= parts.size(); i += kPartsOfArgument) {
    std::optional<Argument> value = DecodeArgument(parts[i + 1], parts[i + 2]);
    if (!value.has_value()) return {};
    message.arguments.push_back({parts[i], *std::move(value)});
  }
  return message;
}

}  // namespace prognos
