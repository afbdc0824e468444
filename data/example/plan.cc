#include "data/example/plan.h"

#include <utility>

namespace prognos::example {
namespace {

constexpr auto kCost = Flow::kCost;
constexpr auto kRevenue = Flow::kRevenue;

LevelStep From(int year, int month, double factor) {
  return {.month = Month::January(year) + (month - 1), .factor = factor};
}

SeriesPlan Actual(Flow flow, Rhythm rhythm, YearTotals actual, YearTotals budget, std::vector<LevelStep> steps = {}) {
  return {.flow = flow, .rhythm = rhythm, .actual_tkr = actual, .budget_tkr = budget, .steps = std::move(steps)};
}

ActivityPlan Part(std::string id, std::string name, std::string parent, int order, std::vector<SeriesPlan> series) {
  return {.id = std::move(id),
          .name = std::move(name),
          .parent = std::move(parent),
          .order = order,
          .volume_unit = "",
          .series = std::move(series)};
}

ActivityPlan Area(std::string id, std::string name, int order, std::vector<SeriesPlan> series = {}) {
  return Part(std::move(id), std::move(name), "", order, std::move(series));
}

// With a volume and what was planned of it.
ActivityPlan Counted(std::string unit, int planned_level, ActivityPlan part) {
  part.volume_unit = std::move(unit);
  part.planned_level = planned_level;
  return part;
}

// Number of placed adults; one after another in the spring of 2022.
std::vector<LevelStep> AdultPlacements() {
  return {From(2018, 1, 8),  From(2019, 2, 9),  From(2020, 3, 8),  From(2020, 9, 10), From(2021, 3, 11),
          From(2022, 4, 13), From(2022, 5, 15), From(2022, 6, 16), From(2022, 11, 15)};
}

// Number of placed children and youths.
std::vector<LevelStep> ChildPlacements() {
  return {From(2018, 1, 19),  From(2018, 9, 20), From(2019, 4, 21),  From(2020, 2, 19),
          From(2020, 11, 18), From(2021, 4, 20), From(2021, 11, 19), From(2022, 4, 22),
          From(2022, 5, 24),  From(2022, 6, 25), From(2022, 11, 24)};
}

// Number of children in families that the nämnd has recruited itself; those who leave are not replaced in 2022.
std::vector<LevelStep> OwnFamilies() {
  return {From(2018, 1, 31),  From(2019, 2, 30), From(2020, 3, 32), From(2020, 10, 31), From(2021, 4, 30),
          From(2021, 11, 29), From(2022, 3, 28), From(2022, 6, 27), From(2022, 9, 26)};
}

// Number of unaccompanied minors in care, falling since 2017, with siblings arriving in 2019 and from Ukraine in 2022.
std::vector<LevelStep> UnaccompaniedMinors() {
  return {From(2017, 7, 30),  From(2018, 2, 27), From(2018, 7, 23), From(2018, 10, 19), From(2019, 5, 21),
          From(2019, 10, 14), From(2020, 3, 12), From(2020, 9, 13), From(2021, 1, 9),   From(2021, 7, 10),
          From(2021, 11, 6),  From(2022, 4, 9),  From(2022, 9, 7)};
}

std::vector<ActivityPlan> MakeActivities() {
  return {
      Area("vuxen", "Vuxen", 10),
      Counted("varddygn", 9,
              Part("vuxen-externa-placeringar", "Externa placeringar", "vuxen", 10,
                   {Actual(kCost, Rhythm::kPlacements, {6900, 7850, 8000, 10050, 13400}, {6400, 6500, 6500, 6250, 6800},
                           AdultPlacements()),
                    Actual(kRevenue, Rhythm::kLumpyRevenue, {450, 500, 540, 600, 900}, {400, 450, 480, 500, 550})})),
      Part("vuxen-ovrigt", "Övrigt Vuxen", "vuxen", 20,
           {Actual(kCost, Rhythm::kSalaries, {10700, 11000, 11250, 11600, 11954}, {10600, 10850, 11000, 11048, 11779}),
            Actual(kRevenue, Rhythm::kFees, {2500, 2560, 2620, 2700, 2805}, {2450, 2500, 2580, 2640, 2718})}),

      Area("barn-unga-familj", "Barn/Unga/Familj", 20),
      Counted(
          "varddygn", 19,
          Part("barn-unga-familj-externa-placeringar", "Externa placeringar", "barn-unga-familj", 10,
               {Actual(kCost, Rhythm::kPlacements, {21000, 22700, 21300, 22200, 27300},
                       {20200, 20800, 21300, 20000, 20659}, ChildPlacements()),
                Actual(kRevenue, Rhythm::kLumpyRevenue, {1100, 1250, 1300, 1500, 2400}, {800, 900, 800, 400, 400})})),
      Counted("varddygn", 29,
              Part("barn-unga-familj-egna-familjehem", "Egna familjehem", "barn-unga-familj", 15,
                   {Actual(kCost, Rhythm::kFamilyFees, {8600, 8500, 9150, 8750, 8250}, {8500, 8600, 8700, 8900, 9000},
                           OwnFamilies())})),
      Part("barn-unga-familj-ovrigt", "Övrigt Barn/Unga/Familj", "barn-unga-familj", 20,
           {Actual(kCost, Rhythm::kSalaries, {21200, 22200, 22350, 23650, 25395}, {21400, 22200, 22900, 23349, 23814}),
            Actual(kRevenue, Rhythm::kQuarterlyGrants, {900, 1000, 1150, 1400, 1762}, {600, 500, 400, 250, 290})}),

      Area("funktionsnedsattning", "Funktionsnedsättning", 30,
           {Actual(kCost, Rhythm::kSalaries, {139500, 143800, 148400, 152900, 158018},
                   {139000, 143200, 148100, 152766, 155490}),
            Actual(kRevenue, Rhythm::kFees, {8700, 8900, 9150, 9400, 9765}, {8600, 8800, 9000, 9100, 9283})}),

      Area("socialpsykiatri", "Socialpsykiatri", 40,
           {Actual(kCost, Rhythm::kSalaries, {17900, 18800, 20100, 21900, 19539}, {17800, 18200, 18300, 18404, 20208},
                   {From(2020, 9, 1.07), From(2021, 10, 0.86)}),
            Actual(kRevenue, Rhythm::kFees, {1500, 1550, 1600, 1700, 1824}, {1250, 1280, 1300, 1300, 1280})}),

      Area("integration", "Integration", 50),
      Counted("varddygn", 7,
              Part("ensamkommande-barn", "Ensamkommande barn", "integration", 10,
                   {Actual(kCost, Rhythm::kPlacements, {16000, 12400, 8600, 6200, 5150},
                           {16500, 12500, 9000, 6500, 5000}, UnaccompaniedMinors()),
                    Actual(kRevenue, Rhythm::kReclaims, {16900, 12900, 9100, 6600, 3350},
                           {16500, 12500, 9000, 6500, 5000}, UnaccompaniedMinors())})),
      Part("integration-ovrigt", "Övrigt Integration", "integration", 20,
           {Actual(kCost, Rhythm::kSalaries, {17800, 16900, 15700, 14900, 14311}, {17900, 17200, 16100, 15143, 14354}),
            Actual(kRevenue, Rhythm::kQuarterlyGrants, {21500, 20300, 18900, 17200, 15158},
                   {21400, 20800, 19600, 18600, 16968})}),

      Area("arbete-och-forsorjning", "Arbete och försörjning", 60),
      Counted("hushall", 230,
              Part("ekonomiskt-bistand", "Ekonomiskt bistånd", "arbete-och-forsorjning", 10,
                   {Actual(kCost, Rhythm::kHouseholds, {21600, 22400, 25100, 26300, 25376},
                           {21200, 21900, 22500, 22900, 24900}),
                    Actual(kRevenue, Rhythm::kFees, {600, 640, 700, 800, 965}, {500, 500, 500, 500, 500})})),
      Part("arbete-och-forsorjning-ovrigt", "Övrigt Arbete och försörjning", "arbete-och-forsorjning", 20,
           {Actual(kCost, Rhythm::kSalaries, {21600, 22000, 21400, 20000, 17717}, {21800, 22100, 22300, 21400, 24099},
                   {From(2020, 4, 0.97), From(2021, 3, 0.96), From(2021, 9, 0.95), From(2022, 5, 0.94)}),
            Actual(kRevenue, Rhythm::kFees, {18300, 18600, 18000, 16600, 14601}, {18600, 18900, 19300, 18995, 20624},
                   {From(2020, 4, 0.97), From(2021, 3, 0.96), From(2021, 9, 0.95), From(2022, 5, 0.94)})}),

      Area("overgripande", "Övergripande", 70,
           {Actual(kCost, Rhythm::kSalaries, {17300, 18100, 18700, 19400, 20713}, {17500, 18300, 19200, 26898, 19710}),
            Actual(kRevenue, Rhythm::kLumpyRevenue, {180, 210, 390, 320, 277}, {0, 0, 0, 0, 0})}),
  };
}

}  // namespace

const std::vector<ActivityPlan>& Activities() {
  static const auto& activities = *new std::vector<ActivityPlan>(MakeActivities());
  return activities;
}

}  // namespace prognos::example
