#include <algorithm>
#include <unordered_map>
#include <vector>

#include "rules/rule.h"

namespace cat4 {
namespace {

using Index = std::uint32_t;  // of a measure in the portfolio

struct Edge {
  Index to = 0;
  const Dependency* dependency = nullptr;
};

// Who waits for whom. Dependencies on themselves and on what does not exist are left out.
class Graph {
 public:
  explicit Graph(const Portfolio& portfolio) {
    for (const Measure& measure : portfolio.measures) {
      begins_.push_back(edges_.size());
      for (const Dependency& dependency : measure.depends_on) {
        const Measure* other = portfolio.FindMeasure(*dependency.measure);
        if (!other || other == &measure) continue;
        edges_.push_back({static_cast<Index>(other - portfolio.measures.data()), &dependency});
      }
    }
    begins_.push_back(edges_.size());
  }

  Index size() const { return static_cast<Index>(begins_.size() - 1); }
  std::span<const Edge> From(Index node) const {
    return std::span(edges_).subspan(begins_[node], begins_[node + 1] - begins_[node]);
  }

 private:
  std::vector<Edge> edges_;
  std::vector<std::size_t> begins_;
};

// Tarjan's strongly connected components, with a stack of its own: chains of dependencies may be very long.
class KnotFinder {
 public:
  explicit KnotFinder(const Graph& graph)
      : graph_(graph), number_(graph.size()), low_(graph.size()), open_(graph.size()) {}

  // Sets of measures, each of which waits for all others of its set.
  std::vector<std::vector<Index>> Find() {
    for (Index node = 0; node < graph_.size(); ++node) {
      if (number_[node] == 0) Explore(node);
    }
    return std::move(knots_);
  }

 private:
  struct Frame {
    Index node = 0;
    std::size_t next = 0;  // edge to follow
  };

  void Explore(Index root) {
    Enter(root);
    while (!path_.empty()) {
      Frame& frame = path_.back();
      const std::span<const Edge> edges = graph_.From(frame.node);
      if (frame.next == edges.size()) {
        Leave();
        continue;
      }
      const Index to = edges[frame.next++].to;
      if (number_[to] == 0) {
        Enter(to);
      } else if (open_[to]) {
        low_[frame.node] = std::min(low_[frame.node], number_[to]);
      }
    }
  }

  void Enter(Index node) {
    number_[node] = low_[node] = ++last_number_;
    open_[node] = 1;
    stack_.push_back(node);
    path_.push_back({node, 0});
  }

  void Leave() {
    const Index node = path_.back().node;
    path_.pop_back();
    if (!path_.empty()) low_[path_.back().node] = std::min(low_[path_.back().node], low_[node]);
    if (low_[node] != number_[node]) return;
    const auto first = std::ranges::find(stack_.rbegin(), stack_.rend(), node).base() - 1;
    for (auto member = first; member != stack_.end(); ++member) open_[*member] = 0;
    if (stack_.end() - first > 1) knots_.emplace_back(first, stack_.end());
    stack_.erase(first, stack_.end());
  }

  const Graph& graph_;
  std::vector<Index> number_, low_;  // 0: not seen yet
  std::vector<char> open_;
  Index last_number_ = 0;
  std::vector<Index> stack_;
  std::vector<Frame> path_;
  std::vector<std::vector<Index>> knots_;
};

// A shortest circle through `first`, without its return: the edges lead from measure to measure.
std::vector<Index> ShortestCircle(const Graph& graph, const std::vector<Index>& knot, Index first) {
  std::unordered_map<Index, Index> came_from;
  for (const Index member : knot) came_from.emplace(member, member);  // itself: not reached yet
  std::vector<Index> queue{first};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    for (const Edge& edge : graph.From(queue[i])) {
      if (edge.to == first) {
        std::vector<Index> circle{queue[i]};
        while (circle.back() != first) circle.push_back(came_from.at(circle.back()));
        std::ranges::reverse(circle);
        return circle;
      }
      const auto reached = came_from.find(edge.to);
      if (reached == came_from.end() || reached->second != edge.to) continue;
      reached->second = queue[i];
      queue.push_back(edge.to);
    }
  }
  return {};
}

// "A -> B -> A", with the middle left out where it is long.
std::string Describe(const std::vector<Measure>& measures, const std::vector<Index>& circle) {
  constexpr std::size_t kNamed = 10;
  const std::size_t named = circle.size() > kNamed ? kNamed - 1 : circle.size();
  std::string text;
  for (std::size_t i = 0; i < named; ++i) text += fmt::format("{} -> ", measures[circle[i]].id->view());
  if (circle.size() > named) text += fmt::format("{} more -> ", circle.size() - named);
  return text + std::string(measures[circle.front()].id->view());
}

void ReportKnot(const std::vector<Measure>& measures, const Graph& graph, const std::vector<Index>& knot,
                RuleFindings& out) {
  const Index first =
      *std::ranges::min_element(knot, {}, [&](Index member) { return measures[member].id->view(); });
  const std::vector<Index> circle = ShortestCircle(graph, knot, first);
  const auto edges = graph.From(first);
  const auto edge = std::ranges::find(edges, circle[1], &Edge::to);
  std::string rest;
  if (knot.size() > circle.size())
    rest = fmt::format("; {} measures in all wait for each other", knot.size());
  out.Report(edge->dependency->measure.span, "dependencies run in a circle: {}{}", Describe(measures, circle),
             rest)
      .Help("remove the dependency that is not real");
}

void ReportSelf(const Measure& measure, RuleFindings& out) {
  for (const Dependency& dependency : measure.depends_on) {
    if (*dependency.measure != *measure.id) continue;
    out.Report(dependency.measure.span, "dependencies run in a circle: {} -> {}", measure.id->view(),
               measure.id->view())
        .Help("remove the entry: a measure can't wait for itself");
    return;
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  const std::vector<Measure>& measures = input.portfolio.measures;
  for (const Measure& measure : measures) ReportSelf(measure, out);
  const Graph graph(input.portfolio);
  for (const std::vector<Index>& knot : KnotFinder(graph).Find()) ReportKnot(measures, graph, knot, out);
}

}  // namespace

const Rule kRuleDependencyCycle{
    .text =
        {.summary = "measures that wait for each other in a circle",
         .explanation =
             R"(If one measure waits for a second, and that one, perhaps by way of others, for the first, then
none of them can start as planned. Seen from each file alone everything looks in order.

Find the dependency that is not real, or holds only for a part of the work, and remove it. The
finding stands at the measure that comes first by its id. Where circles share measures, one of
the shortest is shown, with the number of measures in the whole knot; the next one shows when
that is cut. A measure that depends on itself is a circle, too.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
depends_on:
  - {measure: DEMO-2, stage: identified}  # <-
--- DEMO-2.yaml
id: DEMO-2
title: Count terminals
owner: o.owner
controller: c.controller
stage: defined
state: active
depends_on:
  - {measure: DEMO-1, stage: identified}
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
depends_on:
  - {measure: DEMO-2, stage: identified}
--- DEMO-2.yaml
id: DEMO-2
title: Count terminals
owner: o.owner
controller: c.controller
stage: defined
state: active
)"},
    .needs = Needs::kNothing,
    .check = &Check};

}  // namespace cat4
