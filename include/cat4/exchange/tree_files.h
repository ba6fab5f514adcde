// The files of a tree as text, made of values. The first line of each names its schema. Nothing is judged
// here: what the format refuses is written as it is given.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/model/words.h"

namespace cat4 {

// The fields of a measure that one text fills, in the order in which they are written.
enum class TextField : std::uint8_t {
  kTitle,
  kDescription,
  kOwner,
  kSponsor,
  kController,
  kLegalEntity,
  kBusinessUnit,
  kFunction,
  kSteeringCommittee,
  kStage,
  kState,
  kTags,
  kImplementation,
  kComment,
  kOn,
  kNotes
};
inline constexpr std::size_t kTextFieldCount = 16;

std::string_view NameOf(TextField field);  // its key in the file: the last part of "status.on"

struct OrganizationText {
  std::string id = {}, name = {}, currency = {};
  std::string fiscal_year_start = {};  // a number; empty: January
};

// In all of these a field without text, or with an empty list, is left out.
struct ContainerText {
  Level level = Level::kPortfolio;
  std::string id = {}, name = {}, description = {}, lead = {};
  std::string sponsor = {}, legal_entity = {}, business_unit = {}, function = {}, steering_committee = {},
              currency = {};
  std::string prefix = {};  // package only
};

struct MeasureText {
  std::string id;
  std::array<std::string, kTextFieldCount> fields;  // kTags is in `tags`
  std::vector<std::string> tags;

  const std::string& field(TextField field) const { return fields[static_cast<std::size_t>(field)]; }
  std::string& field(TextField field) { return fields[static_cast<std::size_t>(field)]; }
};

struct PersonText {
  std::string id = {}, name = {}, email = {};
  std::vector<std::string> roles = {}, legal_entities = {}, deputies = {};
  std::vector<std::string> keys = {};  // OpenSSH public key lines
};

struct CommitteeText {
  std::string id = {}, name = {}, chair = {};
  std::vector<std::string> members = {};
  std::string quorum = {}, record = {};
};

// What the next gates will ask a new measure for: it stands in the file as comments, valid once they are
// taken away, with zeros for amounts.
struct Outline {
  EffectKind effect = EffectKind::kEbitda;
  Month start{};  // the first month with a plan; the milestone is due before it
};

std::string OrganizationFile(const OrganizationText& organization);  // without legal entities
std::string ContainerFile(const ContainerText& container);
std::string MeasureFile(const MeasureText& measure, const Outline& outline);
std::string PersonFile(const PersonText& person);
std::string CommitteeFile(const CommitteeText& committee);

}  // namespace cat4
