#include "cat4/base/check.h"
#include "cat4/base/text.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

constexpr std::string_view kPackage = "portfolios/demo/plants/stock/feed/";

constexpr std::string_view kBase = R"(--- organization.yaml
format: 1
id: demo
name: Demo Group
currency: EUR
legal_entities:
  - {id: DE, name: Demo Germany GmbH}
  - {id: CH, name: Demo Switzerland AG, currency: CHF}
business_units:
  - {id: plants, name: Plants}
functions:
  - {id: supply-chain, name: Supply Chain}
--- policy.yaml
version: 2
--- rates.yaml
plan: {CHF: 1.05}
months:
  2026-08: {CHF: 1.04}
  2026-09: {CHF: 1.06}
--- people/a.admin.yaml
id: a.admin
name: Ada Admin
email: ada@demo.example
roles: [admin]
--- people/c.controller.yaml
id: c.controller
name: Cleo Controller
email: cleo@demo.example
roles: [controller]
--- people/o.owner.yaml
id: o.owner
name: Olaf Owner
email: olaf@demo.example
roles: [owner]
--- people/s.sponsor.yaml
id: s.sponsor
name: Sara Sponsor
email: sara@demo.example
roles: [sponsor]
--- committees/board.yaml
id: board
name: Steering Board
chair: s.sponsor
members: [s.sponsor, a.admin]
quorum: 1
--- portfolios/demo/portfolio.yaml
id: demo-portfolio
name: Demo
--- portfolios/demo/plants/program.yaml
id: plants
name: Plants
--- portfolios/demo/plants/stock/project.yaml
id: stock
name: Stock systems
--- portfolios/demo/plants/stock/feed/package.yaml
id: feed
name: Live feeds
sponsor: s.sponsor
legal_entity: DE
steering_committee: board
prefix: DEMO
)";

std::string PathOf(std::string_view header) {
  constexpr std::string_view kMarker = "# <-";
  if (header.ends_with(kMarker)) header.remove_suffix(kMarker.size());
  const std::string name(TrimBlanks(header));
  const bool measure = name.find('/') == std::string::npos && name.front() >= 'A' && name.front() <= 'Z';
  return measure ? std::string(kPackage) + name : name;
}

void AddFiles(std::string_view text, std::map<std::string, std::string>& files) {
  constexpr std::string_view kHeader = "--- ";
  std::string* content = nullptr;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (line.starts_with(kHeader)) {
      const std::size_t stop = line.ends_with('\n') ? 1 : 0;
      content = &files[PathOf(line.substr(kHeader.size(), line.size() - kHeader.size() - stop))];
      content->clear();
    } else {
      CAT4_CHECK(content);
      *content += line;
    }
  }
}

}  // namespace

std::map<std::string, std::string> ExampleTree(std::string_view example) {
  std::map<std::string, std::string> files;
  AddFiles(kBase, files);
  AddFiles(example, files);
  return files;
}

Date ExampleDate() { return *ParseDate("2026-10-31"); }

}  // namespace cat4
