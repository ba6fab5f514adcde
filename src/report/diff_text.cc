#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/report/diff.h"

namespace cat4 {
namespace {

constexpr std::size_t kShort = 12, kWidestValue = 60;

std::string SideText(const DiffSide& side) {
  return side.revision.empty() ? "working tree" : "commit " + side.revision.substr(0, kShort);
}

std::string ValueText(const std::string& value) {
  return value.empty() ? "-" : CutToWidth(Printable(value), kWidestValue);
}

std::string ChangeLine(const ValueChange& change) {
  return fmt::format("  {}: {} -> {}\n", Printable(change.what), ValueText(change.before),
                     ValueText(change.after));
}

std::string DecisionLine(std::string_view mark, const Decision& decision) {
  std::string text = fmt::format("  {} {}", mark, Name(*decision.decision));
  if (decision.gate) text += fmt::format(" {}", Printable(decision.gate->view()));
  if (decision.effect) text += fmt::format(" {}", Printable(decision.effect->view()));
  text += fmt::format(" by {} as {} on {}", Printable(decision.by->view()), Name(*decision.role),
                      FormatDate(*decision.on));
  for (const MonthAmount& amount : decision.amounts)
    text += fmt::format(", {} {}", FormatMonth(*amount.month), FormatDecimal(*amount.amount));
  return text + "\n";
}

std::string_view Word(Change change) {
  return change == Change::kAdded ? "added" : change == Change::kRemoved ? "removed" : "changed";
}

std::string NodeText(const NodeDiff& node) {
  std::string text = fmt::format("\n{} {}  {}", Name(node.level), Printable(node.id), Printable(node.name));
  text += node.change == Change::kChanged ? "\n" : fmt::format("  ({})\n", Word(node.change));
  if (node.change == Change::kChanged && node.path_before != node.path_after)
    text += fmt::format("  moved: {} -> {}\n", Printable(node.path_before), Printable(node.path_after));
  for (const Decision* decision : node.taken_back) text += DecisionLine("taken back:", *decision);
  for (const Decision* decision : node.decided) text += DecisionLine("decided:", *decision);
  for (const ValueChange& change : node.values) text += ChangeLine(change);
  return text;
}

std::string SumLine(std::string_view what, const DiffReport& report, Total Sums::*sum) {
  const Total before = (*report.before.sums).*sum, after = (*report.after.sums).*sum;
  if (before == after) return {};
  const int exponent = report.after.currency.exponent();
  return fmt::format("  {}: {} -> {} {}\n", what, FormatTotalGrouped(before, exponent),
                     FormatTotalGrouped(after, exponent), report.after.currency.code());
}

std::string SumsText(const DiffReport& report) {
  if (!report.before.sums || !report.after.sums || report.before.currency != report.after.currency)
    return "sums are not compared: one side can't be summed up, or has another currency\n";
  const std::string lines =
      SumLine("plan", report, &Sums::plan) + SumLine("expected", report, &Sums::expected) +
      SumLine("actual", report, &Sums::actual) + SumLine("confirmed", report, &Sums::confirmed);
  return lines.empty() ? std::string() : "sums\n" + lines;
}

std::size_t Count(const DiffReport& report, Change change) {
  return static_cast<std::size_t>(std::ranges::count_if(report.diff.nodes, [&](const NodeDiff& node) {
    return node.level == Level::kMeasure && node.change == change;
  }));
}

}  // namespace

std::string DiffText(const DiffReport& report) {
  std::string text =
      fmt::format("{} -> {}: {} added, {} removed, {} changed\n", SideText(report.before),
                  SideText(report.after), cat4::Count(Count(report, Change::kAdded), "measure"),
                  Count(report, Change::kRemoved), Count(report, Change::kChanged));
  const std::size_t unreadable = report.diff.unreadable_before + report.diff.unreadable_after;
  if (unreadable > 0)
    text += fmt::format("{} can't be read and not compared\n", cat4::Count(unreadable, "measure"));
  text += SumsText(report);
  if (!report.diff.registry.empty()) text += "\nregistry\n";
  for (const ValueChange& change : report.diff.registry) text += ChangeLine(change);
  for (const NodeDiff& node : report.diff.nodes) text += NodeText(node);
  return text;
}

}  // namespace cat4
