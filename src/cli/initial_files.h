// What a new organization's tree consists of, besides what is signed.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "cat4/crypto/public_key.h"
#include "cat4/exchange/tree_files.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// Digests are over the bytes of files: git must not change them on any system.
inline constexpr std::string_view kGitAttributes =
    "# signed statements and digests cover the bytes of these files\n"
    "*.yaml -text\n"
    "evidence/** -text\n";

struct WorkflowFile {
  std::string_view path, content;
};
extern const WorkflowFile kWorkflowFiles[2];

// "Tamsin Ngata" becomes t.ngata; an id of one word for one name. Empty if nothing is left of it.
std::string PersonIdFrom(std::string_view name);
// "Northwind Trading" becomes northwind-trading.
std::string IdFrom(std::string_view name);

// The files of a template by path, with the organization's own id, name and currency. Fails for decisions or
// ratifications in it, which were signed for another organization, and for anything that is no regular file.
Result<std::map<std::string, std::string>> FilesOfTemplate(const std::string& directory,
                                                           const OrganizationText& organization);

// A person's file with the role admin and the key added, where he lacks them.
Result<std::string> PersonAsAdmin(std::string bytes, const Person& person, const PublicKey& key);

// policy.yaml with this governed branch; `bytes` empty: a new file.
Result<std::string> PolicyWithBranch(std::string bytes, const std::string& branch);

}  // namespace cat4
