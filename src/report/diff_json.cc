#include "cat4/report/diff.h"

#include "report/json.h"

namespace cat4 {
namespace {

Json SideObject(const DiffSide& side) {
  Json object = {{"revision", OrNull(side.revision)}, {"currency", side.currency.code()}};
  if (!side.sums) return object;
  const int exponent = side.currency.exponent();
  object["plan"] = FormatTotal(side.sums->plan, exponent);
  object["expected"] = FormatTotal(side.sums->expected, exponent);
  object["actual"] = FormatTotal(side.sums->actual, exponent);
  object["confirmed"] = FormatTotal(side.sums->confirmed, exponent);
  return object;
}

Json ChangesArray(const std::vector<ValueChange>& changes) {
  Json array = Json::array();
  for (const ValueChange& change : changes)
    array.push_back(
        {{"what", change.what}, {"before", OrNull(change.before)}, {"after", OrNull(change.after)}});
  return array;
}

Json DecisionsArray(const std::vector<const Decision*>& decisions) {
  Json array = Json::array();
  for (const Decision* decision : decisions) {
    array.push_back({{"decision", Name(*decision->decision)},
                     {"gate", decision->gate ? Json(decision->gate->view()) : Json(nullptr)},
                     {"effect", decision->effect ? Json(decision->effect->view()) : Json(nullptr)},
                     {"role", Name(*decision->role)},
                     {"by", decision->by->view()},
                     {"on", FormatDate(*decision->on)}});
  }
  return array;
}

Json NodeObject(const NodeDiff& node) {
  constexpr std::string_view kWords[] = {"added", "removed", "changed"};
  return {{"level", Name(node.level)},
          {"id", node.id},
          {"name", node.name},
          {"change", kWords[static_cast<std::size_t>(node.change)]},
          {"path_before", OrNull(node.path_before)},
          {"path_after", OrNull(node.path_after)},
          {"decided", DecisionsArray(node.decided)},
          {"taken_back", DecisionsArray(node.taken_back)},
          {"values", ChangesArray(node.values)}};
}

}  // namespace

std::string DiffJson(const DiffReport& report) {
  Json nodes = Json::array();
  for (const NodeDiff& node : report.diff.nodes) nodes.push_back(NodeObject(node));
  return DocumentText(
      {{"format_version", 1},
       {"command", "diff"},
       {"as_of", FormatDate(report.as_of)},
       {"before", SideObject(report.before)},
       {"after", SideObject(report.after)},
       {"unreadable", {{"before", report.diff.unreadable_before}, {"after", report.diff.unreadable_after}}},
       {"registry", ChangesArray(report.diff.registry)},
       {"nodes", std::move(nodes)}});
}

}  // namespace cat4
