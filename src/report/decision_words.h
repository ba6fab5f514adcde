// Decisions and persons in words, for reports that list them.
#pragma once

#include <string>

#include "cat4/report/report_input.h"

namespace cat4 {

// "advance decided", "approve return detailed", "confirm ebitda 2026-04 to 2026-06", as the log has it.
std::string DecisionText(const Decision& decision);

// "Mina Okafor"; the id where the person is not known.
std::string NameOf(const Portfolio& portfolio, const Located<Text>& person);
std::string NameOf(const Portfolio& portfolio, std::string_view person);
// "Mina Okafor for Anna Berg" where a deputy signed.
std::string SignedBy(const Portfolio& portfolio, const Decision& decision);

// "steering committee"
std::string RoleText(std::string_view role);

bool HasGoodSignature(const RegisteredDecision& entry);  // of a key that is not compromised
// False where nothing says that the registry, and so any key in it, was ratified: decisions are signed then,
// and nobody can say that they are proven.
bool IsRegistryKnown(const ReportHead& head);

// What a confirm confirms: the sum of its amounts, the last of them where months hold levels. `reporting` is
// in the organization's currency; nothing for fte, and where a rate is missing.
struct ConfirmSum {
  ReportValue own, reporting;
};
ConfirmSum SumOfConfirm(const Portfolio& portfolio, const Measure& measure, const Decision& confirm);

// An amount in its currency; a number of fte, which has none.
ReportValue InCurrency(Total total, Currency currency);

}  // namespace cat4
