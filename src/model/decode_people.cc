#include "model/decode_files.h"

namespace cat4 {
namespace {

// Membership gives steering_committee; it is no role of a person's file.
std::span<const std::string_view> PersonRoles() {
  static constexpr std::string_view kWords[] = {"owner", "sponsor", "controller", "admin"};
  return kWords;
}

// A Role by its word: the list above leaves one out, so that places in it are not values of the enum.
void ReadRoles(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  std::vector<Located<Text>> words;
  decoder.Decode(node, shape, words);
  auto& roles = static_cast<Person*>(object)->roles;
  roles.clear();
  for (const Located<Text>& word : words) {
    for (std::size_t i = 0; i < Words<Role>().size(); ++i) {
      if (word->view() == Words<Role>()[i]) roles.push_back({static_cast<Role>(i), word.span});
    }
  }
}

constexpr Shape kPersonRoleShape{.kind = ShapeKind::kWord, .words = &PersonRoles};

constexpr Field kKeyFields[] = {
    Required<&PersonKey::key>("key", kTextShape),
    Optional<&PersonKey::status>("status", kWordShape<KeyStatus>),
    Optional<&PersonKey::note>("note", kTextShape),
};
constexpr Shape kKeyShape = MapShape(kKeyFields);

constexpr Field kPersonFields[] = {
    Required<&Person::id>("id", kNameIdShape),
    Required<&Person::name>("name", kTextShape),
    Required<&Person::email>("email", kTextShape),
    Optional<&Person::active>("active", kBooleanShape),
    {"roles", Presence::kOptional, ListShape(kPersonRoleShape), &ReadRoles},
    Optional<&Person::legal_entities>("legal_entities", ListShape(kReferenceShape)),
    Optional<&Person::deputies>("deputies", ListShape(kReferenceShape)),
    Optional<&Person::keys>("keys", ListShape(kKeyShape)),
};

constexpr Field kCommitteeFields[] = {
    Required<&Committee::id>("id", kNameIdShape),
    Required<&Committee::name>("name", kTextShape),
    Required<&Committee::chair>("chair", kReferenceShape),
    Required<&Committee::members>("members", ListShape(kReferenceShape)),
    Required<&Committee::quorum>("quorum", IntegerShape(1, 1000)),
    Optional<&Committee::record>("record", kWordShape<CommitteeRecord>),
    Optional<&Committee::meetings>("meetings", ListShape(kDateShape)),
    Optional<&Committee::active>("active", kBooleanShape),
};

void CheckQuorum(Decoder& decoder, const Committee& committee) {
  const auto members = static_cast<int>(committee.members.size());
  if (!committee.quorum || members == 0 || *committee.quorum <= members) return;
  decoder
      .Refuse(
          RuleId::kInvalidValue, committee.quorum.span,
          fmt::format("'quorum' is {}; wanted at most {}, the number of members", *committee.quorum, members))
      .Help("a quorum that cannot be reached would block every decision of the committee");
}

// Whether the key is a good one is judged where signatures are; this is its form: "type base64 [comment]".
void CheckKey(Decoder& decoder, const PersonKey& key) {
  if (!key.key) return;
  const std::string_view line = key.key->view();
  const std::size_t space = line.find(' ');
  const std::string_view type = line.substr(0, space);
  const bool known = type.starts_with("ssh-") || type.starts_with("sk-ssh-") ||
                     type.starts_with("ecdsa-sha2-") || type.starts_with("sk-ecdsa-sha2-");
  // The blob begins with the length of the type's name: three zero bytes and one below 64.
  const bool blob = space != std::string_view::npos && line.substr(space + 1).starts_with("AAAA");
  if (known && blob) return;
  decoder
      .Refuse(RuleId::kInvalidValue, key.key.span,
              "'key' is no OpenSSH public key line; wanted a type and its base64")
      .Help("copy the line of the .pub file that ssh-keygen wrote");
}

// One person has one vote.
void CheckMembers(Decoder& decoder, const Committee& committee) {
  for (std::size_t i = 1; i < committee.members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (committee.members[i].value != committee.members[j].value) continue;
      decoder
          .Refuse(RuleId::kInvalidValue, committee.members[i].span,
                  fmt::format("'{}' is a member twice; wanted once", committee.members[i]->view()))
          .Help("a person has one vote");
      break;
    }
  }
}

}  // namespace

const Shape kPersonShape = MapShape(kPersonFields);
const Shape kCommitteeShape = MapShape(kCommitteeFields);

void DecodePerson(Decoder& decoder, const Node& root, Person& out) {
  decoder.Map(root, kPersonShape.fields, &out);
  for (const PersonKey& key : out.keys) CheckKey(decoder, key);
  const Node* scope = decoder.document().Find(root, "legal_entities");
  if (!scope || scope->kind != NodeKind::kSequence || scope->count > 0) return;
  decoder
      .Refuse(RuleId::kInvalidValue, scope->span,
              "'legal_entities' is empty; wanted at least one, or no such key")
      .Help("without the key a controller's scope is all legal entities; an empty list would read as none");
}

void DecodeCommittee(Decoder& decoder, const Node& root, Committee& out) {
  decoder.Map(root, kCommitteeShape.fields, &out);
  CheckQuorum(decoder, out);
  CheckMembers(decoder, out);
  if (const Node* members = decoder.document().Find(root, "members");
      members && members->kind == NodeKind::kSequence && members->count == 0) {
    decoder.Refuse(RuleId::kInvalidValue, members->span, "'members' is empty; wanted at least one person")
        .Help("name the members of the committee");
  }
}

}  // namespace cat4
