#include "forecast/messages/wire/message_proto.h"

#include "absl/strings/str_split.h"

namespace prognos {
namespace {

v1::Argument ToProto(const std::string& name, const Argument& value) {
  v1::Argument result;
  result.set_name(name);
  switch (value.kind()) {
    case Argument::Kind::kText:
      result.set_text(value.text());
      break;
    case Argument::Kind::kNumber:
      result.set_number(value.number());
      break;
    case Argument::Kind::kCount:
      result.set_count(value.number());
      break;
    case Argument::Kind::kAmount:
      result.set_amount_ore(value.number());
      break;
    case Argument::Kind::kDeviation:
      result.set_deviation_ore(value.number());
      break;
    case Argument::Kind::kMonth:
      result.set_month(value.text());
      break;
    case Argument::Kind::kWord:
      result.set_word(value.text());
      break;
    case Argument::Kind::kAnyOf:
      for (const absl::string_view text : absl::StrSplit(value.text(), Argument::kBetweenTexts)) {
        result.mutable_any_of()->add_texts(std::string(text));
      }
      break;
    case Argument::Kind::kPlace:
      result.set_place(value.text());
      break;
    case Argument::Kind::kFigure:
      result.set_figure(value.text());
      break;
    case Argument::Kind::kReason:
      *result.mutable_reason() = prognos::ToProto(value.AsMessage());
      break;
  }
  return result;
}

std::optional<Argument> ValueOf(const v1::Argument& argument) {
  switch (argument.value_case()) {
    case v1::Argument::kText:
      return Argument(argument.text());
    case v1::Argument::kNumber:
      return Argument(argument.number());
    case v1::Argument::kCount:
      return Argument::Count(argument.count());
    case v1::Argument::kAmountOre:
      return Argument::Amount(argument.amount_ore());
    case v1::Argument::kDeviationOre:
      return Argument::Deviation(argument.deviation_ore());
    case v1::Argument::kMonth:
      return Argument::OfMonth(argument.month());
    case v1::Argument::kWord:
      return Argument::Word({argument.word(), {}});
    case v1::Argument::kAnyOf:
      return Argument::AnyOf({argument.any_of().texts().begin(), argument.any_of().texts().end()});
    case v1::Argument::kPlace:
      return Argument::Place(argument.place());
    case v1::Argument::kFigure:
      return Argument::FigureOf(argument.figure());
    case v1::Argument::kReason:
      return Argument::Reason(FromProto(argument.reason()));
    case v1::Argument::VALUE_NOT_SET:
      break;
  }
  return std::nullopt;
}

}  // namespace

v1::Message ToProto(const Message& message) {
  v1::Message result;
  result.set_id(message.id);
  for (const NamedArgument& argument : message.arguments) {
    *result.add_arguments() = ToProto(argument.name, argument.value);
  }
  return result;
}

Message FromProto(const v1::Message& message) {
  Message result{message.id(), {}};
  for (const v1::Argument& argument : message.arguments()) {
    if (std::optional<Argument> value = ValueOf(argument); value.has_value()) {
      result.arguments.push_back({argument.name(), *std::move(value)});
    }
  }
  return result;
}

}  // namespace prognos
