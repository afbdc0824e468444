// What messages say in English, for tests that read texts.
#ifndef PROGNOS_TESTS_MESSAGE_TEXTS_H_
#define PROGNOS_TESTS_MESSAGE_TEXTS_H_

#include <string>
#include <vector>

#include "forecast/messages/message.h"

namespace prognos {

inline std::vector<std::string> EnglishOf(const std::vector<Message>& messages) {
  std::vector<std::string> texts;
  for (const Message& message : messages) texts.push_back(message.English());
  return texts;
}

}  // namespace prognos

#endif  // PROGNOS_TESTS_MESSAGE_TEXTS_H_
