// git's objects, parsed strictly, and read from a repository that may be damaged.
#include "cat4/git/object.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "cat4/base/text.h"
#include "cat4/crypto/ssh_signature.h"
#include "cat4/git/object_store.h"
#include "cat4/git/tree_source.h"

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
  return commit ? "nothing" : commit.error().message;
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
  CHECK(commit->signature->armour ==
        "-----BEGIN SSH SIGNATURE-----\nU1NI\nU0lH\n-----END SSH SIGNATURE-----\n");
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

TEST_CASE("commit: a header for the other kind of ids signs nothing and is not signed, merged tags are") {
  const std::string tag = "mergetag object 0123\n type commit\n \n gpgsig x\n";
  const std::string other =
      "gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n";
  const auto both = ParseCommit(Join(kTree, kPeople, tag, kSignature, other, "\nS\n"), GitHash::kSha1);
  REQUIRE(both);
  CHECK(both->signature->base64 == "U1NIU0lH");
  CHECK(both->signature->payload == Join(kTree, kPeople, tag, "\nS\n"));
  const auto only = ParseCommit(Join(kTree, kPeople, other, "\nS\n"), GitHash::kSha1);
  REQUIRE(only);
  CHECK_FALSE(only->signature);
  const std::string tree = "tree " + std::string(64, 'a') + "\n";
  const auto sha256 = ParseCommit(Join(tree, kPeople, other, kSignature, "\nS\n"), GitHash::kSha256);
  REQUIRE(sha256);
  CHECK(sha256->signature->base64 == "U1NI");
  CHECK(sha256->signature->payload == Join(tree, kPeople, "\nS\n"));
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
  CHECK(Wrong(Join(kTree, kPeople, "gpgsig-sha256 x\n", "gpgsig-sha256 x\n", "\n")) ==
        "it has two signatures");
  CHECK(Wrong(Join(kTree, kPeople, "gpgsig-more x\n", "\n")) ==
        "it has a header 'gpgsig-more', which git does not know");
  CHECK(Wrong(Join(kTree, kPeople, "encoding a\n", "encoding b\n", "\n")) ==
        "it has a second header 'encoding'");
  CHECK(Wrong(Join(kTree, kPeople, "odd\n", "\n")) == "it has a header 'odd' without a value");
  CHECK(Wrong(Join("tree 012345678901234567890123456789012345678A\n", kPeople, "\n")) ==
        "it does not begin with its tree");
  CHECK(Wrong(Join("tree ", std::string(64, 'a'), "\n", kPeople, "\n")) == "it does not begin with its tree");
  CHECK(Wrong(Join(kTree, " more\n", kPeople, "\n")) == "it does not begin with its tree");
  CHECK(Wrong(Join(kTree, "committer H <h> 1 +0000\n", "author L <l> 1 +0000\n", "\n")) ==
        "its author does not stand where it belongs");
  CHECK(Wrong(Join(kTree, "author L <l> -1 +0000\n", "\n")) == "its author can't be read");
  CHECK(Wrong(Join(kTree, "author L <l> 01 +0000\n", "\n")) == "its author can't be read");
  CHECK(Wrong(Join(kTree, kPeople, "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n", "\n")) ==
        "its signature does not end");
  CHECK(Wrong(Join(kTree, kPeople)) == "its headers do not end");
}

std::string Entry(std::string_view mode, std::string_view name) {
  return Join(mode, " ", name, std::string(1, '\0'), std::string(20, '\x0A'));
}

std::string Names(const std::string& raw) {
  const auto entries = ParseTree(raw, GitHash::kSha1);
  if (!entries) return entries.error().message;
  std::string names;
  for (const TreeEntry& entry : *entries) names += entry.name + " ";
  return names;
}

TEST_CASE("tree: entries in git's order, each name once") {
  CHECK(Names("").empty());
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
  REQUIRE(id);
  id->pop_back();
  return *id;
}

std::string Said(const ResultOr<Object, ObjectFault>& answer) {
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
  ObjectStore& store = *repository->objects;
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

std::string LooseFile(const TemporaryRepository& directory, const std::string& id) {
  return fmt::format("{}/.git/objects/{}/{}", directory.path(), id.substr(0, 2), id.substr(2));
}

void Overwrite(const std::string& path, const std::string& bytes) {
  std::filesystem::remove(path);
  std::ofstream(path, std::ios::binary) << bytes;
}

void TryDamage(const std::string& format) {
  const TemporaryRepository directory(format);
  directory.Shell("for i in 1 2 3 4 5; do echo $i > $i; done; git add -A; git commit -qm A");
  std::vector<std::string> ids;
  for (const char* name : {"1", "2", "3", "4", "5"})
    ids.push_back(IdOf(directory, fmt::format("HEAD:{}", name)));
  std::filesystem::remove(LooseFile(directory, ids[0]));
  std::filesystem::copy_file(LooseFile(directory, ids[4]), LooseFile(directory, ids[0]));
  Overwrite(LooseFile(directory, ids[1]), "x");
  Overwrite(LooseFile(directory, ids[2]), "");
  std::filesystem::remove(LooseFile(directory, ids[3]));
  const Result<Repository> repository = Repository::Open(directory.path());
  ObjectStore& store = *repository->objects;
  for (const std::string& id : ids) store.Want(id);
  CHECK(Said(store.Get(ids[4])) == "blob 5\n");
  CHECK(store.CheckAllCame());
  CHECK(Said(store.Get(ids[0])) == "corrupt");  // another object's bytes
  CHECK(Said(store.Get(ids[1])) == "corrupt");  // can't be inflated
  CHECK(Said(store.Get(ids[2])) == "corrupt");  // empty
  CHECK(Said(store.Get(ids[3])) == "missing");
  CHECK(Said(store.Get(ids[4])) == "blob 5\n");
  const Result<void> all = store.CheckAllCame();
  REQUIRE_FALSE(all);
  CHECK(all.error().message ==
        fmt::format("git: object {} is not what its id says; 'git fsck' says more", ids[0]));
}

TEST_CASE("object store: what is stored wrong is told apart from what is missing, and stops nothing else") {
  TryDamage("sha1");
  TryDamage("sha256");
}

TEST_CASE("object store: a pack with wrong bytes in it is corrupt") {
  const TemporaryRepository directory;
  directory.Shell(
      "head -c 5000 /dev/urandom > big; echo small > small; git add -A; git commit -qm A; git repack -adq; "
      "id=$(git rev-parse HEAD:big); cd .git/objects/pack; chmod u+w *.pack; at=$(cat *.idx | git show-index "
      "| "
      "grep $id | cut -d' ' -f1); printf XXXXXXXX | dd of=$(ls *.pack) bs=1 seek=$((at + 100)) conv=notrunc "
      "2>/dev/null");
  const Result<Repository> repository = Repository::Open(directory.path());
  CHECK(Said(repository->objects->Get(IdOf(directory, "HEAD:big"))) == "corrupt");
  CHECK(Said(repository->objects->Get(IdOf(directory, "HEAD:small"))) == "blob small\n");
}

TEST_CASE("object store: what a shallow or partial clone lacks is missing, and is not fetched") {
  const TemporaryRepository origin;
  origin.Shell(
      "git config uploadpack.allowFilter true; for i in 1 2 3; do echo $i > file; git add -A; git commit -qm "
      "$i; "
      "done; git clone -q --depth 1 file://$PWD shallow; git clone -q --no-checkout --filter=blob:none "
      "file://$PWD partial");
  const Result<Repository> shallow = Repository::Open(origin.path() + "/shallow");
  REQUIRE(shallow);
  const auto head =
      ParseCommit(*shallow->objects->Get(IdOf(origin, "HEAD"), ObjectType::kCommit), GitHash::kSha1);
  REQUIRE(head);
  REQUIRE(head->parents.size() == 1);  // the raw one, whatever git shows of it
  CHECK(Said(shallow->objects->Get(head->parents.front())) == "missing");
  CHECK(Said(shallow->objects->Get(IdOf(origin, "HEAD:file"))) == "blob 3\n");
  const Result<Repository> partial = Repository::Open(origin.path() + "/partial");
  REQUIRE(partial);
  for (const char* revision : {"HEAD:file", "HEAD~1:file"})
    CHECK(Said(partial->objects->Get(IdOf(origin, revision))) == "missing");
  CHECK(partial->objects->Get(IdOf(origin, "HEAD^{tree}"), ObjectType::kTree));
  const Result<std::unique_ptr<Source>> source = OpenCommit(*partial, IdOf(origin, "HEAD"));
  REQUIRE(source);
  CHECK((*source)->List("").value().size() == 1);
  CHECK((*source)->Read("file", 9).error().message ==
        fmt::format(
            "git: object {} is missing from this partial clone; in a shallow or partial clone fetch what it "
            "lacks ('git fetch --unshallow', or clone anew); else 'git fsck' says more",
            IdOf(origin, "HEAD:file")));
}

TEST_CASE("object store: alternates are read, user configuration changes nothing") {
  const TemporaryRepository origin;
  origin.Shell(
      "echo one > file; git add -A; git commit -qm A; git clone -q --shared . shared; cd shared; git config "
      "core.warnAmbiguousRefs true; git config log.mailmap true; git config core.commitGraph true; git "
      "update-ref "
      "refs/heads/$(git rev-parse HEAD:file) HEAD");
  const Result<Repository> shared = Repository::Open(origin.path() + "/shared");
  REQUIRE(shared);
  CHECK(Said(shared->objects->Get(IdOf(origin, "HEAD:file"))) == "blob one\n");
}

TEST_CASE("tree source: sources over commits and trees share one store, and open only what is asked for") {
  for (const char* format : {"sha1", "sha256"}) {
    const TemporaryRepository directory(format);
    directory.Shell(
        "mkdir -p people other/deep; echo a > people/a.yaml; echo b > people/b.yaml; echo o > other/deep/o; "
        "git add "
        "-A; git commit -qm A; echo c > people/a.yaml; git commit -qam B");
    const Result<Repository> repository = Repository::Open(directory.path());
    for (const char* gone : {"HEAD:other", "HEAD:people/b.yaml"})
      std::filesystem::remove(LooseFile(directory, IdOf(directory, gone)));
    const auto after = OpenCommit(*repository, IdOf(directory, "HEAD"));
    const auto before = OpenCommit(*repository, IdOf(directory, "HEAD~1^{tree}"));
    REQUIRE(after);
    REQUIRE(before);
    (*after)->Expect(std::vector<std::string>{"people/a.yaml", "people/b.yaml", "none/c.yaml"});
    CHECK((*after)->Read("people/a.yaml", 9).value() == "c\n");
    CHECK((*before)->Read("people/a.yaml", 9).value() == "a\n");
    CHECK((*after)->List("people").value().size() == 2);
    CHECK(repository->objects->CheckAllCame());  // nobody has asked for what is missing
    CHECK_FALSE((*after)->Read("people/b.yaml", 9));
    CHECK_FALSE((*after)->List("other"));
    CHECK_FALSE(repository->objects->CheckAllCame());
  }
}

TEST_CASE("tree source: what is no commit, and a tree that git does not write, are refused") {
  const TemporaryRepository directory;
  directory.Shell(
      "echo a > a; git add -A; git commit -qm A; id=$(git rev-parse HEAD:a); bytes() { echo $id | sed "
      "'s/../\\\\x&/g'; "
      "}; printf \"100644 b\\\\0$(bytes)100644 a\\\\0$(bytes)\" > .git/raw; git update-ref refs/odd $(git "
      "commit-tree -m "
      "x $(git hash-object -t tree --literally -w .git/raw))",
      "bash");
  const Result<Repository> repository = Repository::Open(directory.path());
  const std::string blob = IdOf(directory, "HEAD:a"), odd = IdOf(directory, "refs/odd^{tree}");
  CHECK(OpenCommit(*repository, blob).error().message ==
        fmt::format("git object {} is no commit with a tree", blob));
  CHECK(OpenCommit(*repository, IdOf(directory, "refs/odd")).error().message ==
        fmt::format("git: tree {} is not as git writes it: 'a' does not stand where its name belongs; 'git "
                    "fsck' says more",
                    odd));
}

TEST_CASE("commit: what git has signed is proven from its payload, whatever else stands in the header") {
  for (const char* format : {"sha1", "sha256"}) {
    const TemporaryRepository directory(format);
    const std::string other = std::string_view(format) == "sha1" ? "gpgsig-sha256" : "gpgsig";
    directory.Shell(
        "ssh-keygen -q -t ed25519 -N '' -f .git/key; git config gpg.format ssh; git config user.signingkey "
        "$PWD/.git/key.pub; echo \"t@example.com $(cat .git/key.pub)\" > .git/allowed; git config "
        "gpg.ssh.allowedSignersFile $PWD/.git/allowed; git commit -q --allow-empty -S -m Subject; git "
        "cat-file commit "
        "HEAD | sed '0,/^$/s/^$/" +
        other +
        " odd\\n more\\n/' > .git/raw; git update-ref refs/heads/odd $(git hash-object -t commit -w "
        ".git/raw); git "
        "verify-commit odd 2>/dev/null");
    const Result<Repository> repository = Repository::Open(directory.path());
    for (const char* revision : {"HEAD", "odd"}) {
      const auto commit = ParseCommit(
          *repository->objects->Get(IdOf(directory, revision), ObjectType::kCommit), repository->hash());
      REQUIRE(commit);
      REQUIRE(commit->signature);
      const std::optional<std::string> blob = DecodeBase64(commit->signature->base64);
      REQUIRE(blob);
      CHECK(VerifySignature(*blob, "git", commit->signature->payload).valid);
    }
  }
}

TEST_CASE("object store: replace refs and grafts have no say") {
  const TemporaryRepository directory;
  directory.Shell(
      "echo one > 1; git add -A; git commit -qm A; echo two > 1; git commit -qam B; head=$(git rev-parse "
      "HEAD); "
      "git replace $head HEAD~1; echo $head > .git/info/grafts");
  const Result<Repository> repository = Repository::Open(directory.path());
  const std::string head = repository->ReadHead()->commit;
  const auto commit = ParseCommit(*repository->objects->Get(head, ObjectType::kCommit), repository->hash());
  REQUIRE(commit);
  CHECK(commit->subject == "B");
  CHECK(commit->parents.size() == 1);
  CHECK(repository->Run({"rev-list", "--count", head}).value() == "2\n");
}

}  // namespace
}  // namespace cat4
