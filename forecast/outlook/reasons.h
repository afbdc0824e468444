// Why a year deviates from its budget, in words: the parts that its deviation is made of, the largest of them, and a
// sentence or two of each.
//
//   deviation of a line = sum over the activities below of what is booked on them, without events and judgements
//                         + sum over events + judgements
//
// Figures carry the sign of the deviation, minus is a deficit: "higher costs (−7.5 mnkr), but higher revenues (+3.5
// mnkr)". A sentence tells only figures that are something when they are printed in tkr (kLeastTold), and no more than
// they are: which flow, the two cost types that make most of it, how much of it single months hold, how much is booked
// and how much expected. Months are called by their names.
#ifndef PROGNOS_FORECAST_OUTLOOK_REASONS_H_
#define PROGNOS_FORECAST_OUTLOOK_REASONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "forecast/base/unit.h"
#include "forecast/messages/message.h"
#include "forecast/outlook/explanation.h"

namespace prognos::outlook {

// What is less prints as nothing, in öre.
inline constexpr int64_t kLeastTold = kOrePerThousandKronor / 2;

// A deviation by flow, in öre; plus is surplus.
struct FlowDeviations {
  int64_t cost = 0;
  int64_t revenue = 0;

  int64_t Net() const { return cost + revenue; }
};

// What one cost type makes of a reason, in öre; plus is surplus.
struct TypePart {
  std::string name;  // As people know it.
  int64_t amount = 0;
};

// A part of a deviation.
struct Reason {
  // Numbers equal those of prognos.v1.DeviationReason.Kind; do not change.
  enum class Kind { kActivity = 1, kEvent = 2, kJudgement = 3 };
  Kind kind = Kind::kActivity;
  std::string id = {};         // Of the activity or event.
  std::string name = {};       // As people know it; of a judgement none.
  FlowDeviations amount = {};  // Of an activity: without events and judgements.

  // Of an activity: how the whole of it is explained.
  Explanation explanation = {};
  bool is_judged = false;
  // Its amount by cost type, where its budget is told apart by them; otherwise empty. What is of no type may be left
  // out.
  std::vector<TypePart> types = {};
  // Of an event: that it happens, 0-1.
  double probability = 1.0;
};

// What the sentences of a forecast have in common.
struct ReasonsOfYear {
  int year = 0;
  int last_known_month = 0;  // 0-12.
};

// At most `count` of those that are told at all, the largest first, whatever their sign; of equal ones the first.
std::vector<Reason> LargestReasons(std::vector<Reason> reasons, size_t count);

// What is told of one reason, a message a sentence.
std::vector<Message> SentencesOf(const Reason& reason, const ReasonsOfYear& year);

// What is told of a whole line that is called `name`: its deviation by flow; and, of the known months, how much is only
// a matter of when, where that is a tenth of their deviation or more.
std::vector<Message> SummaryOf(const std::string& name, const FlowDeviations& amount, const Explanation& explanation,
                               const ReasonsOfYear& year);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_REASONS_H_
