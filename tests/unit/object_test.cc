// git's objects, parsed strictly, and read from a repository that may be damaged.
#include "cat4/git/object.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "cat4/base/text.h"
#include "cat4/git/object_store.h"

#include "unit/temporary_repository.h"

namespace cat4 {
namespace {

constexpr std::string_view kTree = "tree 0123456789012345678901234567890123456789\n";
constexpr std::string_view kParent = "parent abcdefabcdefabcdefabcdefabcdefabcdefabcd\n";
constexpr std::string_view kPeople =
    "author Lena Brandt <l@acme.example> 1767600000 +0100\ncommitter H <h@acme.example> 1767600001 +0000\n";
constexpr std::string_view kSignature =
    "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n U0lH\n -----END SSH SIGNATURE-----\n";

std::string Wrong(const std::string& raw) {
  const auto commit = ParseCommit(raw, GitHash::kSha1);
  return commit ? "nothing" : commit.error();
}

template <typename... Parts>
std::string Join(Parts... parts) {
  std::string text;
  (text.append(parts), ...);
  return text;
}

TEST_CASE("commit: its parts, and what was signed") {
  const std::string raw =
      Join(kTree, kParent, kPeople, "encoding UTF-8\n", kSignature, "\n", "Subject\n\nBody\n");
  const auto commit = ParseCommit(raw, GitHash::kSha1);
  REQUIRE(commit);
  CHECK(commit->tree == "0123456789012345678901234567890123456789");
  CHECK(commit->parents == std::vector<std::string>{"abcdefabcdefabcdefabcdefabcdefabcdefabcd"});
  CHECK(commit->author.name == "Lena Brandt");
  CHECK(commit->author.email == "l@acme.example");
  CHECK(commit->author.seconds == 1767600000);
  CHECK(commit->committer.email == "h@acme.example");
  CHECK(commit->subject == "Subject");
  REQUIRE(commit->signature);
  CHECK(commit->signature->base64 == "U1NIU0lH");
  CHECK(commit->signature->payload ==
        Join(kTree, kParent, kPeople, "encoding UTF-8\n", "\n", "Subject\n\nBody\n"));
}

TEST_CASE("commit: no parents, several, no message, another kind of signature") {
  CHECK(ParseCommit(Join(kTree, kPeople, "\n"), GitHash::kSha1)->parents.empty());
  CHECK(ParseCommit(Join(kTree, kParent, kParent, kPeople, "\n"), GitHash::kSha1)->parents.size() == 2);
  const auto pgp = ParseCommit(
      Join(kTree, kPeople, "gpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n", "\nS"),
      GitHash::kSha1);
  REQUIRE(pgp);
  CHECK(pgp->signature->base64.empty());
  CHECK_FALSE(ParseCommit(Join(kTree, kPeople, "\n", kSignature), GitHash::kSha1)->signature);
}

TEST_CASE("commit: what git does not write is refused") {
  CHECK(Wrong(Join(kTree, kPeople, "\nSubject", std::string(1, '\0'), "more\n")) == "it holds a NUL");
  CHECK(Wrong(Join(kParent, kTree, kPeople, "\n")) == "it does not begin with its tree");
  CHECK(Wrong(Join("tree 0123\n", kPeople, "\n")) == "it does not begin with its tree");
  CHECK(Wrong(Join(kTree, "parent xyz\n", kPeople, "\n")) == "a parent is no id");
  CHECK(Wrong(Join(kTree, kPeople, kParent, "\n")) == "it has a second header 'parent'");
  CHECK(Wrong(Join(kTree, kPeople, kTree, "\n")) == "it has a second header 'tree'");
  CHECK(Wrong(Join(kTree, "\n")) == "its author does not stand where it belongs");
  CHECK(Wrong(Join(kTree, "author L 1 +0000\ncommitter H <h> 1 +0000\n", "\n")) ==
        "its author can't be read");
  CHECK(Wrong(Join(kTree, "author L <l> 1 +0000\ncommitter H <h> 1 0000\n", "\n")) ==
        "its committer can't be read");
  CHECK(Wrong(Join(kTree, kPeople, kSignature, kSignature, "\n")) == "it has two signatures");
  CHECK(Wrong(Join(kTree, kPeople, kSignature, "gpgsig-sha256 x\n", "\n")) == "it has two signatures");
  CHECK(Wrong(Join(kTree, kPeople, "gpgsig-sha256 x\n", "\n")) ==
        "it has a header 'gpgsig-sha256', which is for other ids than the repository's");
  CHECK(Wrong(Join(kTree, kPeople, "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n", "\n")) ==
        "its signature does not end");
  CHECK(Wrong(Join(kTree, kPeople)) == "its headers do not end");
}

std::string Entry(std::string_view mode, std::string_view name) {
  return Join(mode, " ", name, std::string(1, '\0'), std::string(20, '\x0A'));
}

std::string Names(const std::string& raw) {
  const auto entries = ParseTree(raw, GitHash::kSha1);
  if (!entries) return entries.error();
  std::string names;
  for (const TreeEntry& entry : *entries) names += entry.name + " ";
  return names;
}

TEST_CASE("tree: entries in git's order, each name once") {
  CHECK(Names("") == "");
  CHECK(Names(Entry("100644", "a") + Entry("100755", "a.b") + Entry("40000", "a")) ==
        "'a' stands there twice");
  CHECK(Names(Entry("100644", "a.b") + Entry("40000", "a") + Entry("100644", "a0")) == "a.b a a0 ");
  CHECK(Names(Entry("100644", "b") + Entry("100644", "a")) == "'a' does not stand where its name belongs");
  CHECK(Names(Entry("100644", "a") + Entry("100644", "a")) == "'a' does not stand where its name belongs");
  CHECK(ParseTree(Entry("160000", "a"), GitHash::kSha1)->front() ==
        TreeEntry{"a", TreeMode::kSubmodule, "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"});
}

TEST_CASE("tree: names and modes that git does not write are refused") {
  for (const std::string_view name : {"", ".", "..", ".git", ".GIT", ".gIt", "a/b"})
    CHECK(Names(Entry("100644", name)) == fmt::format("an entry is named '{}', as no file can be", name));
  CHECK(Names(Entry("100644", ".gi") + Entry("100644", "ngit")) == ".gi ngit ");
  CHECK(Names(Entry("040000", "a")) == "'a' has the mode '040000', which git does not write");
  CHECK(Names(Entry("100664", "a")) == "'a' has the mode '100664', which git does not write");
  CHECK(Names("100644 a") == "an entry can't be read");
  CHECK(Names(Entry("100644", "a").substr(0, 20)) == "an entry can't be read");
}

// ---- the store

std::string IdOf(const TemporaryRepository& directory, const std::string& revision) {
  const Result<Repository> repository = Repository::Open(directory.path());
  Result<std::string> id = repository->Run({"rev-parse", revision});
  id->pop_back();
  return *id;
}

std::string Said(const tl::expected<Object, ObjectFault>& answer) {
  if (answer) return fmt::format("{} {}", Name(answer->type), answer->bytes);
  constexpr std::string_view kKinds[] = {"missing", "corrupt", "unreadable"};
  return fmt::format("{}", kKinds[static_cast<std::size_t>(answer.error().kind)]);
}

void TryStore(const std::string& format) {
  TemporaryRepository directory(format);
  directory.Shell(
      "for i in $(seq 1000); do echo $i > $i; done; git add -A && git commit -qm A && git repack -adq && "
      "echo new > "
      "new && git add -A && git commit -qm B");
  const Result<Repository> repository = Repository::Open(directory.path());
  REQUIRE(repository);
  ObjectStore store(*repository);
  const auto commit = store.Get(IdOf(directory, "HEAD"), ObjectType::kCommit);
  REQUIRE(commit);
  const auto parsed = ParseCommit(*commit, store.hash());
  REQUIRE(parsed);
  const auto tree = ParseTree(*store.Get(parsed->tree, ObjectType::kTree), store.hash());
  REQUIRE(tree);
  REQUIRE(tree->size() == 1001);
  for (const TreeEntry& entry : *tree) store.Want(entry.id);
  for (auto entry = tree->rbegin(); entry != tree->rend(); ++entry)
    REQUIRE(Said(store.Get(entry->id)) == "blob " + entry->name + "\n");
  CHECK(Said(store.Get(tree->front().id)) == "blob 1\n");  // again
  CHECK(Said(store.Get(repository->no_object)) == "missing");
  CHECK(Said(store.Get("HEAD")) == "missing");
  CHECK(Said(store.Get(std::string(repository->no_object.size(), '1'))) == "missing");
  CHECK(store.Get(parsed->tree, ObjectType::kBlob).error().message ==
        fmt::format("object {} is a tree, wanted a blob", parsed->tree));
}

TEST_CASE("object store: packed and loose objects of both kinds of ids, in any order") {
  TryStore("sha1");
  TryStore("sha256");
}

TEST_CASE("object store: what is stored wrong is told apart from what is missing, and stops nothing else") {
  TemporaryRepository directory;
  directory.Shell(
      "echo one > 1; echo two > 2; echo three > 3; git add -A; git commit -qm A; cd .git/objects; for f in 1 "
      "2; do "
      "id=$(git -C ../.. rev-parse HEAD:$f); chmod -R u+w .; eval loose$f=$(echo $id | cut -c1-2)/$(echo $id "
      "| "
      "cut -c3-); done; cp $loose2 $loose1; printf x > $loose2");
  const Result<Repository> repository = Repository::Open(directory.path());
  ObjectStore store(*repository);
  const std::string one = IdOf(directory, "HEAD:1"), two = IdOf(directory, "HEAD:2"),
                    three = IdOf(directory, "HEAD:3");
  for (const std::string& id : {one, two, three}) store.Want(id);
  CHECK(Said(store.Get(three)) == "blob three\n");
  CHECK(Said(store.Get(one)) == "corrupt");  // holds another object's bytes
  CHECK(Said(store.Get(two)) == "missing");  // can't be inflated: git says no more
  CHECK(Said(store.Get(three)) == "blob three\n");
}

TEST_CASE("object store: replace refs and grafts have no say") {
  TemporaryRepository directory;
  directory.Shell(
      "echo one > 1; git add -A; git commit -qm A; echo two > 1; git commit -qam B; git replace HEAD HEAD~1");
  const Result<Repository> repository = Repository::Open(directory.path());
  ObjectStore store(*repository);
  const std::string head = repository->ReadHead()->commit;
  CHECK(ParseCommit(*store.Get(head, ObjectType::kCommit), store.hash())->subject == "B");
}

}  // namespace
}  // namespace cat4
