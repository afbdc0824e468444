// Messages as prognos.v1.Message, and back.
#ifndef PROGNOS_FORECAST_MESSAGES_WIRE_MESSAGE_PROTO_H_
#define PROGNOS_FORECAST_MESSAGES_WIRE_MESSAGE_PROTO_H_

#include "forecast/messages/message.h"
#include "prognos/v1/common.pb.h"

namespace prognos {

v1::Message ToProto(const Message& message);

// An argument of a kind that this program does not know is left out: its name stays in the text.
Message FromProto(const v1::Message& message);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_MESSAGES_WIRE_MESSAGE_PROTO_H_
