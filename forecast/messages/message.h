// What is told to a user, as data: the id of a message of the catalogue and its named arguments. A fault's rule, why a
// call was refused, a note. The text is made where it is shown, in the reader's language.
//
// The catalogue is one file, sv.po: msgctxt is the id, msgid the English text, msgstr the Swedish one. For each message
// the build makes a function, in a header for each group of ids (`value.is_longer` is in messages/value.h):
//
//   faults.Add("name", FaultReason::kTooLong, name, messages::value::IsLonger(200));
//
// Its parameters are the text's arguments in the order of the English text, so that a missing one does not compile.
#ifndef PROGNOS_FORECAST_MESSAGES_MESSAGE_H_
#define PROGNOS_FORECAST_MESSAGES_MESSAGE_H_

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "forecast/messages/language.h"

namespace prognos {

struct Message;

// An argument of a message: what it is decides how each language writes it.
class Argument {
 public:
  // Numbers equal those of the fields of prognos.v1.Argument; do not change.
  enum class Kind {
    kText = 2,     // As it stands: a name, a date, something quoted.
    kNumber = 3,   // Plain digits: a year, an account, a limit.
    kCount = 4,    // So many of something: 12 000, 12,000.
    kAmount = 5,   // Öre: 1 234,50 kr, SEK 1,234.50.
    kMonth = 6,    // "2022-03"; where a text asks for {month.name} mars 2022, March 2022.
    kWord = 7,     // The id of a message without arguments, which stands for a word: `word.cost`.
    kAnyOf = 8,    // Texts, any of which may be meant: a, b or c.
    kPlace = 9,    // Where, as a fault's place: "line 5" is "rad 5".
    kReason = 10,  // A message of its own, which holds none of this kind.
    kFigure = 11,  // A computed number: 12 000 or 3,25; 12,000 or 3.25.
    // Öre of a deviation, in tkr, or from a million on in mnkr, with its sign: −107 tkr, +3,5 mnkr.
    kDeviation = 12,
  };

  Argument(std::string text) : kind_(Kind::kText), text_(std::move(text)) {}  // NOLINT: a text is an argument.
  Argument(absl::string_view text) : Argument(std::string(text)) {}           // NOLINT
  Argument(const char* text) : Argument(std::string(text)) {}                 // NOLINT
  template <std::integral Integer>
  Argument(Integer number) : kind_(Kind::kNumber), number_(static_cast<int64_t>(number)) {}  // NOLINT

  static Argument Count(int64_t count) { return Argument(Kind::kCount, count); }
  static Argument Amount(int64_t ore) { return Argument(Kind::kAmount, ore); }
  static Argument Deviation(int64_t ore) { return Argument(Kind::kDeviation, ore); }
  static Argument OfMonth(std::string month) { return Argument(Kind::kMonth, std::move(month)); }
  // `word` is a message without arguments: Argument::Word(messages::word::Cost()).
  static Argument Word(const Message& word);
  static Argument AnyOf(const std::vector<std::string>& texts);
  static Argument Place(std::string place) { return Argument(Kind::kPlace, std::move(place)); }
  static Argument Reason(const Message& message);
  // Whole from a hundred on, three figures below: a volume may be a few places, or a part of one.
  static Argument Figure(double value);
  // `text` as Figure writes it: "-3.25".
  static Argument FigureOf(std::string text) { return Argument(Kind::kFigure, std::move(text)); }

  Kind kind() const { return kind_; }
  // The number of kNumber, kCount, kAmount and kDeviation.
  int64_t number() const { return number_; }
  // The text of the other kinds; of kAnyOf the texts, apart by kBetweenTexts, of kReason the encoded message,
  // of kFigure the number with a point and without groups.
  const std::string& text() const { return text_; }
  static constexpr char kBetweenTexts = '\n';

  // The message of kReason; empty for other kinds.
  Message AsMessage() const;

  // As `language` writes it.
  std::string In(Language language) const;
  // The same with the name of a month: "augusti 2022" for "2022-08".
  std::string InWords(Language language) const;

  friend bool operator==(const Argument&, const Argument&) = default;

 private:
  Argument(Kind kind, int64_t number) : kind_(kind), number_(number) {}
  Argument(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}

  Kind kind_;
  int64_t number_ = 0;
  std::string text_;
};

struct NamedArgument {
  std::string name;
  Argument value;
  friend bool operator==(const NamedArgument&, const NamedArgument&) = default;
};

struct Message {
  std::string id;  // Of the catalogue; empty: nothing is said.
  std::vector<NamedArgument> arguments;

  bool empty() const { return id.empty(); }
  // The text in `language`; nothing when the catalogue, perhaps an older one than the sender's, has no such id.
  std::optional<std::string> In(Language language) const;
  // The English text; empty when the catalogue has no such id.
  std::string English() const;
  // The argument of that name; null when there is none.
  const Argument* Find(absl::string_view name) const;

  friend bool operator==(const Message&, const Message&) = default;
};

// A refusal: the status' text is the English one, and it carries the message, which MessageFrom reads back.
absl::Status MessageStatus(absl::StatusCode code, const Message& message);
// Empty for a status that carries none.
Message MessageFrom(const absl::Status& status);

// As a line of bytes without '\x1e' and '\x1f', and back; an empty message for bytes that are not such a line.
std::string Encode(const Message& message);
Message DecodeMessage(absl::string_view bytes);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_MESSAGES_MESSAGE_H_
