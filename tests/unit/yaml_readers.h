// What the two readers of YAML make of the same bytes, held against each other: for tests and fuzz targets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cat4/yaml/document.h"

#include "yaml/byte_gate.h"
#include "yaml/strict_scanner.h"
#include "yaml/yaml_cpp_reader.h"

namespace cat4 {

struct ReadersCompared {
  enum class Outcome { kShut, kDeclined, kScanned };
  Outcome outcome = Outcome::kShut;
  bool clean = false;      // yaml-cpp's reader gave a document and no finding
  std::string difference;  // empty: there is none, or nothing to compare
};

inline std::string Shown(Span span) { return fmt::format("{}+{}", span.offset(), span.length()); }

// Everything that is known of a node, without what it holds.
inline std::string Shown(const Node& node) {
  return fmt::format("kind {} style {} flow {} key '{}' at {} text '{}' at {} with {}",
                     static_cast<int>(node.kind), static_cast<int>(node.style), node.flow, node.key,
                     Shown(node.key_span), node.text, Shown(node.span), node.count);
}

inline std::string DifferenceOf(const Document& a, const Node& in_a, const Document& b, const Node& in_b) {
  if (Shown(in_a) != Shown(in_b)) return Shown(in_a) + "\n" + Shown(in_b);
  if ((in_a.first == 0) != (in_b.first == 0)) return "children of one only, in " + Shown(in_a);
  const auto children_a = a.children(in_a), children_b = b.children(in_b);
  auto other = children_b.begin();
  for (const Node& child : children_a) {
    if (other == children_b.end()) return "too many children in " + Shown(in_a);
    if (std::string difference = DifferenceOf(a, child, b, *other); !difference.empty()) return difference;
    ++other;
  }
  return other == children_b.end() ? "" : "too few children in " + Shown(in_a);
}

// Bytes that the gate lets through must be declined by the scanner, or give the document that yaml-cpp's
// reader gives without any finding.
inline ReadersCompared CompareReaders(std::string_view bytes) {
  using Outcome = ReadersCompared::Outcome;
  Findings gate, findings;
  if (CheckBytes(1, bytes, gate) == Gate::kShut) return {};
  const std::optional<Document> scanned = ScanStrict(1, bytes);
  if (!scanned) return {Outcome::kDeclined, false, ""};
  const std::optional<Document> read = ReadByYamlCpp(1, bytes, findings);
  const bool clean = read && findings.size() == 0;
  if (findings.size() != 0) return {Outcome::kScanned, clean, findings.all().front().message};
  if (!read) return {Outcome::kScanned, clean, "yaml-cpp's reader gives nothing"};
  return {Outcome::kScanned, clean, DifferenceOf(*scanned, scanned->root(), *read, read->root())};
}

}  // namespace cat4
