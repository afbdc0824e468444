#include "forecast/outlook/reasons.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "forecast/series/monthly_series.h"
#include "messages/reason.h"
#include "messages/word.h"

namespace prognos::outlook {
namespace {

// Single months are told when they are at least so large a part of what is explained.
constexpr int64_t kSingleMonthsOneIn = 4;
// Timing is told when it is at least so large a part of the deviation of the known months.
constexpr int64_t kTimingOneIn = 10;

bool IsTold(int64_t ore) { return std::abs(ore) >= kLeastTold; }

Argument MonthArgument(int year, int month) {
  return Argument::OfMonth((Month::January(year) + (month - 1)).ToString());
}

// "higher costs" of a deviation of -1.
Argument CostWord(int64_t deviation) {
  return Argument::Word(deviation < 0 ? messages::word::HigherCosts() : messages::word::LowerCosts());
}
Argument RevenueWord(int64_t deviation) {
  return Argument::Word(deviation < 0 ? messages::word::LowerRevenues() : messages::word::HigherRevenues());
}

// The deviation by flow, the larger one first.
Message FlowSentence(const std::string& name, const FlowDeviations& amount) {
  const Argument net = Argument::Deviation(amount.Net());
  if (!IsTold(amount.cost) && !IsTold(amount.revenue)) return messages::reason::AsBudgeted(name);
  if (!IsTold(amount.revenue)) return messages::reason::OneFlow(name, net, CostWord(amount.cost));
  if (!IsTold(amount.cost)) return messages::reason::OneFlow(name, net, RevenueWord(amount.revenue));
  std::pair<Argument, Argument> first = {CostWord(amount.cost), Argument::Deviation(amount.cost)};
  std::pair<Argument, Argument> second = {RevenueWord(amount.revenue), Argument::Deviation(amount.revenue)};
  if (std::abs(amount.revenue) > std::abs(amount.cost)) std::swap(first, second);
  const bool is_offset = (amount.cost < 0) != (amount.revenue < 0);
  return is_offset ? messages::reason::OffsetFlows(name, net, first.first, first.second, second.first, second.second)
                   : messages::reason::TwoFlows(name, net, first.first, first.second, second.first, second.second);
}

// The cost types that make most of it, where there are several.
void AddTypes(const Reason& reason, std::vector<Message>& sentences) {
  if (reason.types.size() < 2) return;
  std::vector<TypePart> told = reason.types;
  std::erase_if(told, [](const TypePart& part) { return !IsTold(part.amount); });
  std::stable_sort(told.begin(), told.end(),
                   [](const TypePart& a, const TypePart& b) { return std::abs(a.amount) > std::abs(b.amount); });
  if (told.empty()) return;
  const Argument first = Argument::Deviation(told[0].amount);
  if (told.size() == 1) {
    sentences.push_back(messages::reason::OneType(told[0].name, first));
  } else {
    sentences.push_back(
        messages::reason::TwoTypes(told[0].name, first, told[1].name, Argument::Deviation(told[1].amount)));
  }
}

// What is neither event nor timing.
int64_t Ordinary(const DeviationTerms& terms) { return terms.Total() - terms.events - terms.timing; }

// What volume and price make of it, where they are told apart.
void AddVolumeAndPrice(const Reason& reason, std::vector<Message>& sentences) {
  const DeviationTerms terms = reason.explanation.FullYear();
  if (!IsTold(terms.volume) && !IsTold(terms.price)) return;
  const Argument volume =
      Argument::Word(terms.volume < 0 ? messages::word::LargerVolume() : messages::word::SmallerVolume());
  const Argument price = Argument::Word(terms.price < 0 ? messages::word::HigherPrice() : messages::word::LowerPrice());
  sentences.push_back(messages::reason::VolumeAndPrice(volume, Argument::Deviation(terms.volume), price,
                                                       Argument::Deviation(terms.price)));
  if (IsTold(terms.volume_and_price)) {
    sentences.push_back(messages::reason::BothAtOnce(Argument::Deviation(terms.volume_and_price)));
  }
}

// What single months hold, when that is a large part.
void AddSingleMonths(const Reason& reason, const ReasonsOfYear& year, std::vector<Message>& sentences) {
  const DeviationTerms terms = reason.explanation.FullYear();
  const int64_t rest = terms.rest;
  const int64_t ordinary = Ordinary(terms) - rest;
  if (!IsTold(rest) || std::abs(rest) * kSingleMonthsOneIn < std::abs(ordinary)) return;
  const std::optional<StandingOut>& most = reason.explanation.standing_out;
  if (most.has_value() && IsTold(most->amount) && (most->amount < 0) == (rest < 0)) {
    sentences.push_back(messages::reason::SingleMonths(Argument::Deviation(rest), MonthArgument(year.year, most->month),
                                                       Argument::Deviation(most->amount)));
  } else {
    sentences.push_back(messages::reason::SingleMonthsTogether(Argument::Deviation(rest)));
  }
}

// What is booked of it and what expected, where the months tell it plainly: not while the phasing of the budget makes
// the known months look otherwise.
void AddKnownAndRemaining(const Reason& reason, const ReasonsOfYear& year, std::vector<Message>& sentences) {
  const Explanation& explanation = reason.explanation;
  if (year.last_known_month == 0 || year.last_known_month == kMonthsPerYear || IsTold(explanation.known.timing)) return;
  const int64_t known = Ordinary(explanation.known);
  const int64_t remaining = Ordinary(explanation.remaining);
  if (!IsTold(known) && !IsTold(remaining)) return;
  sentences.push_back(messages::reason::KnownAndRemaining(MonthArgument(year.year, year.last_known_month),
                                                          Argument::Deviation(known), Argument::Deviation(remaining)));
}

std::vector<Message> ActivitySentences(const Reason& reason, const ReasonsOfYear& year) {
  std::vector<Message> sentences = {FlowSentence(reason.name, reason.amount)};
  AddTypes(reason, sentences);
  AddVolumeAndPrice(reason, sentences);
  AddKnownAndRemaining(reason, year, sentences);
  AddSingleMonths(reason, year, sentences);
  if (IsTold(reason.explanation.FullYear().events)) sentences.push_back(messages::reason::WithoutEvents());
  if (reason.is_judged) sentences.push_back(messages::reason::WithoutJudgement());
  return sentences;
}

Message EventSentence(const Reason& reason) {
  const Argument amount = Argument::Deviation(reason.amount.Net());
  if (reason.probability >= 1.0) return messages::reason::Event(reason.name, amount);
  const auto percent = std::lround(100.0 * reason.probability);
  return messages::reason::UncertainEvent(reason.name, Argument(percent), amount);
}

}  // namespace

std::vector<Reason> LargestReasons(std::vector<Reason> reasons, size_t count) {
  std::erase_if(reasons, [](const Reason& reason) { return !IsTold(reason.amount.Net()); });
  std::stable_sort(reasons.begin(), reasons.end(), [](const Reason& a, const Reason& b) {
    return std::abs(a.amount.Net()) > std::abs(b.amount.Net());
  });
  if (reasons.size() > count) reasons.erase(reasons.begin() + static_cast<std::ptrdiff_t>(count), reasons.end());
  return reasons;
}

std::vector<Message> SentencesOf(const Reason& reason, const ReasonsOfYear& year) {
  switch (reason.kind) {
    case Reason::Kind::kActivity:
      return ActivitySentences(reason, year);
    case Reason::Kind::kEvent:
      return {EventSentence(reason)};
    case Reason::Kind::kJudgement:
      return {messages::reason::Judgement(Argument::Deviation(reason.amount.Net()))};
  }
  return {};
}

std::vector<Message> SummaryOf(const std::string& name, const FlowDeviations& amount, const Explanation& explanation,
                               const ReasonsOfYear& year) {
  std::vector<Message> sentences = {FlowSentence(name, amount)};
  const int64_t known = explanation.known.Total();
  const int64_t timing = explanation.known.timing;
  if (IsTold(timing) && std::abs(timing) * kTimingOneIn >= std::abs(known)) {
    sentences.push_back(messages::reason::Timing(MonthArgument(year.year, year.last_known_month),
                                                 Argument::Deviation(known), Argument::Deviation(timing)));
  }
  return sentences;
}

}  // namespace prognos::outlook
