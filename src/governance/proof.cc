#include "cat4/governance/proof.h"

#include <fmt/format.h>

#include "cat4/crypto/ssh_signature.h"
#include "cat4/governance/person_keys.h"

namespace cat4 {
namespace {

Proof Unproven(RuleId fault, std::string why) {
  return {.proven = false, .why = std::move(why), .fault = fault, .fingerprint = {}};
}

}  // namespace

Proof ProveStatement(const Portfolio& portfolio, std::string_view person, std::string_view statement,
                     std::string_view signature) {
  const Person* signer = portfolio.FindPerson(portfolio.texts.Find(person));
  if (!signer) return Unproven(RuleId::kUnknownSigner, fmt::format("there is no person '{}'", person));
  const std::optional<std::string> blob = DecodeBase64(signature);
  if (!blob) return Unproven(RuleId::kBadSignature, "the signature's base64 is broken or not canonical");
  const SignatureResult result = VerifySignature(*blob, kStatementNamespace, statement);
  if (!result.valid) return Unproven(result.weak ? RuleId::kWeakKey : RuleId::kBadSignature, result.why);
  Proof proof;
  proof.fingerprint = Fingerprint(result.key);
  proof.key = FindKey(*signer, result.key.blob);
  proof.proven = proof.key != nullptr;
  if (proof.proven) return proof;
  proof.fault = RuleId::kUnknownSigner;
  proof.why = fmt::format("it was signed by {}, which is no key of '{}'", proof.fingerprint, person);
  return proof;
}

Proof ProveByActiveKey(const Portfolio& portfolio, std::string_view person, std::string_view statement,
                       std::string_view signature) {
  Proof proof = ProveStatement(portfolio, person, statement, signature);
  if (!proof.proven || StatusOf(*proof.key) == KeyStatus::kActive) return proof;
  proof.proven = false;
  proof.fault = RuleId::kRetiredKey;
  proof.why = fmt::format("its key {} is {}", proof.fingerprint, Name(StatusOf(*proof.key)));
  return proof;
}

std::string AllowedSigners(const Portfolio& portfolio, Text person) {
  const Person* signer = portfolio.FindPerson(person);
  if (!signer) return {};
  std::string lines;
  for (const PersonKey& key : signer->keys) {
    const KeyResult parsed = ParseKeyLine(key.key->view());
    if (!parsed.key) continue;
    lines +=
        fmt::format("{} namespaces=\"{}\" {}\n", person.view(), kStatementNamespace, KeyLine(*parsed.key));
  }
  return lines;
}

}  // namespace cat4
