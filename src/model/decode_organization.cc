#include <array>

#include "model/decode_files.h"

namespace cat4 {
namespace {

constexpr Field kTargetFields[] = {
    Required<&Target::amount>("amount", kAmountShape),
    Required<&Target::by>("by", kMonthShape),
    Optional<&Target::basis>("basis", kWordShape<TargetBasis>),
};

constexpr Field kEntityFields[] = {
    Required<&LegalEntity::id>("id", kCodeIdShape),
    Required<&LegalEntity::name>("name", kTextShape),
    Optional<&LegalEntity::currency>("currency", kCurrencyShape),
    Optional<&LegalEntity::closed>("closed", kBooleanShape),
};
constexpr Shape kEntityShape = MapShape(kEntityFields);

constexpr Field kUnitFields[] = {
    Required<&Unit::id>("id", kCodeIdShape),
    Required<&Unit::name>("name", kTextShape),
};
constexpr Shape kUnitShape = MapShape(kUnitFields);

constexpr Field kOrganizationFields[] = {
    Required<&Organization::format>("format", IntegerShape(1, 1)),
    Required<&Organization::id>("id", kNameIdShape),
    Required<&Organization::name>("name", kTextShape),
    Required<&Organization::currency>("currency", kCurrencyShape),
    Optional<&Organization::fiscal_year_start>("fiscal_year_start", IntegerShape(1, 12)),
    Optional<&Organization::closed_through>("closed_through", kMonthShape),
    Required<&Organization::legal_entities>("legal_entities", ListShape(kEntityShape)),
    Optional<&Organization::business_units>("business_units", ListShape(kUnitShape)),
    Optional<&Organization::functions>("functions", ListShape(kUnitShape)),
    Optional<&Organization::target>("target", MapShape(kTargetFields)),
};

// The fields that portfolios, programs, projects and packages share.
constexpr std::array kContainerFields = {
    Required<&Container::id>("id", kNameIdShape),
    Required<&Container::name>("name", kTextShape),
    Optional<&Container::description>("description", kProseShape),
    Optional<&Container::lead>("lead", kReferenceShape),
    Optional<&Container::sponsor>("sponsor", kReferenceShape),
    Optional<&Container::legal_entity>("legal_entity", kReferenceShape),
    Optional<&Container::business_unit>("business_unit", kReferenceShape),
    Optional<&Container::function>("function", kReferenceShape),
    Optional<&Container::steering_committee>("steering_committee", kReferenceShape),
    Optional<&Container::currency>("currency", kCurrencyShape),
    Optional<&Container::target>("target", MapShape(kTargetFields)),
    Optional<&Container::prefix>("prefix", kPrefixShape),  // packages only
};

}  // namespace

const Shape kOrganizationShape = MapShape(kOrganizationFields);
const Shape kPackageShape = MapShape(kContainerFields);
const Shape kContainerShape = MapShape(std::span(kContainerFields).first(kContainerFields.size() - 1));

void DecodeOrganization(Decoder& decoder, const Node& root, Organization& out) {
  decoder.Decode(root, kOrganizationShape, out);
  CheckUniqueIds(decoder, out.legal_entities);
  CheckUniqueIds(decoder, out.business_units);
  CheckUniqueIds(decoder, out.functions);
}

void DecodeContainer(Decoder& decoder, const Node& root, Container& out) {
  const Shape& shape = out.level == Level::kPackage ? kPackageShape : kContainerShape;
  decoder.Map(root, shape.fields, &out);
}

}  // namespace cat4
