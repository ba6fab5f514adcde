// What changed between two revisions, for people and for programs.
#pragma once

#include <optional>
#include <string>

#include "cat4/base/date.h"
#include "cat4/model/portfolio_diff.h"

namespace cat4 {

// A version that is compared.
struct DiffSide {
  std::string revision;      // commit; empty: the files here
  std::optional<Sums> sums;  // of the organization; none where something can't be read
  Currency currency;
};

struct DiffReport {
  DiffSide before, after;
  Date as_of;
  PortfolioDiff diff;
};

std::string DiffText(const DiffReport& report);
std::string DiffJson(const DiffReport& report);

}  // namespace cat4
