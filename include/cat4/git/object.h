// git's commits and trees, parsed strictly from their raw bytes.
//
// Lenient readers disagree about crafted objects (a signature inside the message, text behind a NUL, two
// signature headers): what one of them verifies, another one doesn't show. What is not exactly as git writes
// it is refused here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/crypto/git_object.h"

namespace cat4 {

// True for a whole id as git writes it: all its digits, in lower case.
bool IsObjectId(std::string_view text, GitHash format);

enum class ObjectType { kCommit, kTree, kBlob, kTag };
std::string_view Name(ObjectType type);  // "commit"

struct CommitSignature {
  std::string armour;   // as it stands in the header, lines without the space in front; of any kind
  std::string base64;   // what an SSH signature's armour is around; empty if it is of another kind
  std::string payload;  // what was signed: the commit without signatures, as git signs it
};

// Who made a commit and when: claims, on which no verdict rests.
struct CommitPerson {
  std::string name, email;
  long long seconds = 0;  // since 1970
};

struct Commit {
  std::string tree;                  // id
  std::vector<std::string> parents;  // ids, in their order
  CommitPerson author, committer;
  std::optional<CommitSignature> signature;  // over this kind of ids
  std::string subject;                       // the first line of the message; any bytes but NUL
};

// Fails with what is wrong with it: headers in another order or twice, ids that are none, people that can't
// be read, a signature that does not end, a NUL anywhere. Further headers, such as a merged tag's, have no
// meaning here.
Result<Commit> ParseCommit(std::string_view raw, GitHash format);

enum class TreeMode { kFile, kExecutable, kLink, kDirectory, kSubmodule };

struct TreeEntry {
  std::string name;  // any bytes but '/' and NUL
  TreeMode mode = TreeMode::kFile;
  std::string id;
  friend bool operator==(const TreeEntry&, const TreeEntry&) = default;
};

// In git's order, which is that of the names, a directory's taken with a slash behind it. Fails with what is
// wrong: another order, a name twice, a name that no file can have, a mode that git doesn't write.
Result<std::vector<TreeEntry>> ParseTree(std::string_view raw, GitHash format);

}  // namespace cat4
