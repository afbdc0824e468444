#include "data/example/cost_centres.h"

namespace prognos::example {
namespace {

struct ActivityCostCentres {
  std::string activity;
  std::string prefix;
  std::vector<CostCentre> cost_centres;
};

const std::vector<ActivityCostCentres>& AllCostCentres() {
  static const auto& all = *new std::vector<ActivityCostCentres>{
      {"vuxen-externa-placeringar", "11", {{"1110", "Institutionsvård vuxna", 0.7}, {"1120", "Familjehem vuxna", 0.3}}},
      {"vuxen-ovrigt", "12", {{"1210", "Myndighet vuxen", 0.55}, {"1220", "Öppenvård vuxen", 0.45}}},
      {"barn-unga-familj-externa-placeringar",
       "21",
       {{"2110", "HVB barn och unga", 0.5}, {"2120", "Konsulentstödda familjehem", 0.35}, {"2130", "SiS", 0.15}}},
      {"barn-unga-familj-egna-familjehem", "23", {{"2310", "Egna familjehem", 1.0}}},
      {"barn-unga-familj-ovrigt",
       "22",
       {{"2210", "Myndighetsutövning", 0.7}, {"2220", "Familjebehandling", 0.18}, {"2230", "Öppenvård unga", 0.12}}},
      {"funktionsnedsattning",
       "31",
       {{"3110", "Bostad med särskild service", 0.5},
        {"3120", "Personlig assistans", 0.3},
        {"3130", "Daglig verksamhet", 0.2}}},
      {"socialpsykiatri", "41", {{"4110", "Boendestöd", 0.4}, {"4120", "Stödboende", 0.6}}},
      {"ensamkommande-barn", "51", {{"5110", "Ensamkommande barn", 1.0}}},
      {"integration-ovrigt", "52", {{"5210", "Mottagande", 0.6}, {"5220", "Genomgångsbostäder", 0.4}}},
      {"ekonomiskt-bistand", "61", {{"6110", "Ekonomiskt bistånd", 1.0}}},
      {"arbete-och-forsorjning-ovrigt", "62", {{"6210", "Jobbcenter", 0.85}, {"6220", "Feriearbete", 0.15}}},
      {"overgripande", "91", {{"9110", "Ledning och stab", 0.9}, {"9120", "Nämnd", 0.1}}},
  };
  return all;
}

}  // namespace

const std::vector<Account>& Accounts() {
  static const auto& accounts = *new std::vector<Account>{
      {3110, "Avgifter"},
      {3510, "Återsökning Migrationsverket"},
      {3520, "Statsbidrag"},
      {3990, "Övriga intäkter"},
      {4510, "Försörjningsstöd"},
      {4610, "Köp av institutionsvård"},
      {4620, "Arvode och omkostnad familjehem"},
      {5010, "Löner"},
      {5610, "Arbetsgivaravgifter"},
      {6010, "Lokalhyra"},
      {7990, "Övriga kostnader"},
  };
  return accounts;
}

const std::vector<CostType>& CostTypes() {
  static const auto& types = *new std::vector<CostType>{{"personal", "Personal", 5000, 5999},
                                                        {"lokaler", "Lokaler", 6000, 6999},
                                                        {"ovrigt", "Övriga kostnader", 7000, 7999}};
  return types;
}

bool HasCostTypes(const std::string& activity) { return activity == "overgripande"; }

std::string CostCentrePrefix(const std::string& activity) {
  for (const ActivityCostCentres& entry : AllCostCentres()) {
    if (entry.activity == activity) return entry.prefix;
  }
  return "";
}

std::vector<CostCentre> CostCentresOf(const std::string& activity) {
  for (const ActivityCostCentres& entry : AllCostCentres()) {
    if (entry.activity == activity) return entry.cost_centres;
  }
  return {};
}

std::vector<AccountShare> AccountSharesOf(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::kHouseholds:
      return {{4510, 1.0}};
    case Rhythm::kPlacements:
      return {{4610, 0.75}, {4620, 0.25}};
    case Rhythm::kFamilyFees:
      return {{4620, 1.0}};
    case Rhythm::kReclaims:
      return {{3510, 1.0}};
    case Rhythm::kQuarterlyGrants:
      return {{3520, 0.9}, {3990, 0.1}};
    case Rhythm::kLumpyRevenue:
      return {{3990, 1.0}};
    case Rhythm::kSalaries:
      return {{5010, 0.58}, {5610, 0.22}, {6010, 0.12}, {7990, 0.08}};
    case Rhythm::kFees:
      return {{3110, 0.8}, {3990, 0.2}};
  }
  return {};
}

}  // namespace prognos::example
