#include "forecast/messages/wire/message_proto.h"

#include "gtest/gtest.h"
#include "messages/budget.h"
#include "messages/ledger.h"
#include "messages/model.h"
#include "messages/note.h"
#include "messages/value.h"
#include "messages/word.h"

namespace prognos {
namespace {

TEST(MessageProtoTest, EveryKindOfArgumentComesBackAsItWas) {
  for (const Message& message :
       {messages::value::IsRequired(), messages::value::MustBeOneOf("a, b"), messages::value::MustBeBetween(-5, 7),
        messages::value::HasTooManyElements(Argument::Count(9)),
        messages::budget::IsNotTheSum(Argument::Amount(-780000)),
        messages::ledger::MonthHasNotBegun(Argument::OfMonth("2026-11")),
        messages::ledger::HasNoSeries(Argument::Word(messages::word::Cost())),
        messages::value::MustBeOneOf(Argument::AnyOf({"a", "b"})),
        messages::ledger::StandsAlreadyAt(Argument::Place("line 5")),
        messages::note::ModelAbstained(Argument::Reason(messages::model::NeedsKnownMonths("ets", 12, 3)), "default"),
        messages::note::OneOff(Argument::OfMonth("2022-03"), Argument::Figure(1e6), Argument::Figure(-0.5))}) {
    EXPECT_EQ(FromProto(ToProto(message)), message) << message.id;
  }
}

TEST(MessageProtoTest, ProgramsReadTheIdAndTheNamedArguments) {
  const v1::Message sent = ToProto(messages::budget::IsNotTheSum(Argument::Amount(780000)));
  EXPECT_EQ(sent.id(), "budget.is_not_the_sum");
  ASSERT_EQ(sent.arguments_size(), 1);
  EXPECT_EQ(sent.arguments(0).name(), "sum");
  EXPECT_EQ(sent.arguments(0).amount_ore(), 780000);
}

TEST(MessageProtoTest, AnArgumentOfAnUnknownKindLeavesItsNameInTheText) {
  v1::Message sent = ToProto(messages::value::MustBeBetween(1, 2));
  sent.mutable_arguments(1)->clear_value();
  EXPECT_EQ(FromProto(sent).English(), "must be 1-{high}");
}

}  // namespace
}  // namespace prognos
