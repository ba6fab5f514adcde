// One function per kind of file: its root node into a value. Each reports what it finds and says nothing
// otherwise; a file is broken if it reported anything.
#pragma once

#include <vector>

#include "cat4/model/file_kind.h"

#include "model/decode.h"

namespace cat4 {

void DecodeOrganization(Decoder& decoder, const Node& root, Organization& out);
void DecodePolicy(Decoder& decoder, const Node& root, Policy& out);  // over the values that `out` has
void DecodeRates(Decoder& decoder, const Node& root, Rates& out);
void DecodeWaivers(Decoder& decoder, const Node& root, std::vector<Waiver>& out);
void DecodeRegistry(Decoder& decoder, const Node& root, std::vector<RegistryEntry>& out);
void DecodePerson(Decoder& decoder, const Node& root, Person& out);
void DecodeCommittee(Decoder& decoder, const Node& root, Committee& out);
void DecodeContainer(Decoder& decoder, const Node& root, Container& out);  // out.level is set
void DecodeMeasure(Decoder& decoder, const Node& root, Measure& out);
void DecodeApproval(Decoder& decoder, const Node& root, Decision& out);  // a file beside a measure

// What the root of each kind of file may hold, as far as a table says it; the functions above check the rest.
extern const Shape kOrganizationShape;
extern const Shape kPolicyShape;
extern const Shape kRatesShape;
extern const Shape kWaiversShape;
extern const Shape kRegistryShape;
extern const Shape kPersonShape;
extern const Shape kCommitteeShape;
extern const Shape kContainerShape;  // of the levels above packages
extern const Shape kPackageShape;
extern const Shape kMeasureShape;
extern const Shape kDecisionShape;  // an entry of a measure's list, and an approval's file

// One of those above.
const Shape& ShapeOf(FileKind kind);

// What the kind and the layout of decisions ask for beyond their fields.
void CheckDecisionList(Decoder& decoder, const Node& measure, const std::vector<Decision>& decisions);

// Reports duplicate-id for the later of two elements with the same id.
template <typename T>
void CheckUniqueIds(Decoder& decoder, const std::vector<T>& elements) {
  for (std::size_t i = 1; i < elements.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!elements[i].id || elements[i].id.value != elements[j].id.value) continue;
      decoder
          .Refuse(RuleId::kDuplicateId, elements[i].id.span,
                  fmt::format("id '{}' is used twice in this list", elements[i].id->view()))
          .Help("give each its own id; ids are never reused");
      break;
    }
  }
}

}  // namespace cat4
