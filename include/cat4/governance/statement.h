// The exact bytes that a decision's signature covers, and the digest that identifies it.
//
// A statement is UTF-8 in normal form C, one `key: value` a line in a fixed order, each line ended by LF. It
// needs nothing but the entry, the organization's id and the measure's id, so that anybody can rebuild it and
// check the signature with stock ssh-keygen: man 7 cat4-gates describes it.
#pragma once

#include <string>
#include <string_view>

#include "cat4/model/portfolio.h"

namespace cat4 {

// Of a linked measure's decision: amounts have the scale of their currency.
std::string StatementText(const Portfolio& portfolio, const Measure& measure, const Decision& decision);
std::string StatementText(const Portfolio& portfolio, const RegistryEntry& entry);

// Every field of a decision and its signature: equal where it was left as it landed.
std::string RecordText(const Portfolio& portfolio, const Measure& measure, const Decision& decision);

// "sha256:" and 64 hex digits: how statements and terms are referred to.
std::string DigestOf(std::string_view text);
// The start of a digest, for people: enough to tell two apart. "none" stays what it is.
std::string ShortDigest(std::string_view digest);

}  // namespace cat4
