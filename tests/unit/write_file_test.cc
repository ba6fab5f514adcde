// A file holds its old bytes or its new ones; several are written together or not at all.
#include "cat4/base/write_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "cat4/base/overlay_source.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

// An empty directory that goes away again.
class Directory {
 public:
  Directory() {
    std::string name = (fs::temp_directory_path() / "cat4-write-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    root_ = name;
  }
  ~Directory() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  std::string root() const { return root_.string(); }
  fs::path operator/(const std::string& path) const { return root_ / path; }

  void Put(const std::string& path, const std::string& bytes) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << bytes;
  }
  std::string Get(const std::string& path) const {
    std::ifstream stream(root_ / path);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  std::vector<std::string> Names() const {  // of everything below
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      names.push_back(entry.path().lexically_relative(root_).string());
    }
    std::ranges::sort(names);
    return names;
  }

 private:
  fs::path root_;
};

std::string Message(const Result<void>& result) { return result ? "written" : result.error().message; }

}  // namespace

TEST_CASE("write file: the new file has the mode of the old one") {
  const Directory tree;
  tree.Put("a/b.yaml", "old\n");
  fs::permissions(tree / "a/b.yaml", fs::perms(0640));
  CHECK(Message(WriteFile(tree.root(), "a/b.yaml", "new\n")) == "written");
  CHECK(tree.Get("a/b.yaml") == "new\n");
  CHECK((fs::status(tree / "a/b.yaml").permissions() & fs::perms::mask) == fs::perms(0640));
  CHECK(Message(WriteFile(tree.root(), "a/c.yaml", "")) == "written");
  CHECK(tree.Names() == std::vector<std::string>{"a", "a/b.yaml", "a/c.yaml"});
}

TEST_CASE("write file: links are never followed") {
  const Directory tree;
  tree.Put("outside/b.yaml", "old\n");
  fs::create_symlink("outside/b.yaml", tree / "link.yaml");
  fs::create_directory_symlink("outside", tree / "a");
  CHECK(Message(WriteFile(tree.root(), "link.yaml", "new\n")) ==
        "can't write 'link.yaml': not a regular file");
  CHECK(Message(WriteFile(tree.root(), "a/b.yaml", "new\n")) == "can't write 'a/b.yaml': Not a directory");
  CHECK(Message(WriteFile(tree.root(), "outside", "new\n")) == "can't write 'outside': not a regular file");
  CHECK(Message(WriteFile(tree.root(), "../b.yaml", "")) ==
        "can't write '../b.yaml': not a path below the root");
  CHECK(Message(WriteFile(tree.root(), "none/b.yaml", "")) ==
        "can't write 'none/b.yaml': No such file or directory");
  CHECK(tree.Get("outside/b.yaml") == "old\n");
  CHECK(tree.Names() == std::vector<std::string>{"a", "link.yaml", "outside", "outside/b.yaml"});
}

TEST_CASE("write file: several files are replaced together") {
  const Directory tree;
  tree.Put("a.yaml", "a1\n");
  tree.Put("b.yaml", "b1\n");
  const std::vector<FileChange> changes = {{"a.yaml", "a1\n", "a2\n"}, {"b.yaml", "b1\n", "b2\n"}};
  CHECK(Message(ReplaceFiles(tree.root(), changes)) == "written");
  CHECK(tree.Get("a.yaml") + tree.Get("b.yaml") == "a2\nb2\n");
}

TEST_CASE("write file: nothing is written over what another program wrote") {
  const Directory tree;
  tree.Put("a.yaml", "a1\n");
  tree.Put("b.yaml", "b1 and more\n");
  const std::vector<FileChange> changes = {{"a.yaml", "a1\n", "a2\n"}, {"b.yaml", "b1\n", "b2\n"}};
  CHECK(Message(ReplaceFiles(tree.root(), changes)) ==
        "'b.yaml' was changed by another program meanwhile; nothing was written, run the command again");
  CHECK(tree.Get("a.yaml") == "a1\n");
}

TEST_CASE("write file: when one fails, those before it get their old bytes back") {
  const Directory tree;
  tree.Put("a.yaml", "a1\n");
  tree.Put("b.yaml", "b1\n");
  // The second change names the first file in a way that reading takes and writing does not.
  const std::vector<FileChange> changes = {{"a.yaml", "a1\n", "a2\n"}, {"./b.yaml", "b1\n", "b2\n"}};
  CHECK(Message(ReplaceFiles(tree.root(), changes)) ==
        "can't write './b.yaml': not a path below the root; files written before it have their old content "
        "again");
  CHECK(tree.Get("a.yaml") + tree.Get("b.yaml") == "a1\nb1\n");
  CHECK(tree.Names() == std::vector<std::string>{"a.yaml", "b.yaml"});
}

TEST_CASE("create file: with the directories it lacks") {
  const Directory tree;
  CHECK(Message(CreateFile(tree.root(), "a/b/c.yaml", "one\n")) == "written");
  CHECK(Message(CreateFile(tree.root(), "a/b/d.yaml", "two\n")) == "written");
  CHECK(Message(CreateFile(tree.root(), "e.yaml", "three\n")) == "written");
  CHECK(tree.Get("a/b/c.yaml") + tree.Get("a/b/d.yaml") + tree.Get("e.yaml") == "one\ntwo\nthree\n");
  CHECK(tree.Names() == std::vector<std::string>{"a", "a/b", "a/b/c.yaml", "a/b/d.yaml", "e.yaml"});
}

TEST_CASE("create file: what stands there is never overwritten") {
  const Directory tree;
  tree.Put("a/b.yaml", "old\n");
  fs::create_directory(tree / "d.yaml");
  fs::create_symlink("nowhere", tree / "link.yaml");
  CHECK(Message(CreateFile(tree.root(), "a/b.yaml", "new\n")) == "can't write 'a/b.yaml': File exists");
  CHECK(Message(CreateFile(tree.root(), "d.yaml", "new\n")) == "can't write 'd.yaml': File exists");
  CHECK(Message(CreateFile(tree.root(), "link.yaml", "new\n")) == "can't write 'link.yaml': File exists");
  CHECK(tree.Get("a/b.yaml") == "old\n");
  CHECK(tree.Names() == std::vector<std::string>{"a", "a/b.yaml", "d.yaml", "link.yaml"});
}

TEST_CASE("create file: a link is no way into another directory") {
  const Directory tree;
  fs::create_directory(tree / "outside");
  fs::create_directory_symlink("outside", tree / "a");
  CHECK(Message(CreateFile(tree.root(), "a/b/c.yaml", "")) == "can't write 'a/b/c.yaml': Not a directory");
  CHECK(Message(CreateFile(tree.root(), "../c.yaml", "")) ==
        "can't write '../c.yaml': not a path below the root");
  CHECK(tree.Names() == std::vector<std::string>{"a", "outside"});
}

TEST_CASE("create file: directories that were made for nothing are removed again") {
  const Directory tree;
  tree.Put("a/x.yaml", "old\n");
  const std::string too_long(300, 'x');
  CHECK(Message(CreateFile(tree.root(), "a/b/c/" + too_long, "")).ends_with("File name too long"));
  CHECK(Message(CreateFile(tree.root(), "d/e/" + too_long + "/f", "")).ends_with("File name too long"));
  CHECK(tree.Names() == std::vector<std::string>{"a", "a/x.yaml"});
}

TEST_CASE("put file: over what is there, with the directories it lacks, a link is no way in") {
  const Directory tree;
  fs::create_directory(tree / "outside");
  fs::create_directory_symlink("outside", tree / "link");
  CHECK(Message(PutFile(tree.root(), "a/b/c.yaml", "one\n")) == "written");
  CHECK(Message(PutFile(tree.root(), "a/b/c.yaml", "two\n")) == "written");
  CHECK(tree.Get("a/b/c.yaml") == "two\n");
  CHECK(Message(PutFile(tree.root(), "link/c.yaml", "")) == "can't write 'link/c.yaml': Not a directory");
  CHECK(Message(PutFile(tree.root(), "link/d/c.yaml", "")) == "can't write 'link/d/c.yaml': Not a directory");
  CHECK(tree.Names() == std::vector<std::string>{"a", "a/b", "a/b/c.yaml", "link", "outside"});
}

TEST_CASE("remove file: with the directories that are empty then, a link is no way in") {
  const Directory tree;
  tree.Put("a/b/c/d.yaml", "old\n");
  tree.Put("a/e.yaml", "old\n");
  tree.Put("outside/b.yaml", "old\n");
  fs::create_directory_symlink("outside", tree / "link");
  CHECK(Message(RemoveFile(tree.root(), "link/b.yaml")) == "can't remove 'link/b.yaml': Not a directory");
  CHECK(Message(RemoveFile(tree.root(), "../b.yaml")) ==
        "can't remove '../b.yaml': not a path below the root");
  CHECK(Message(RemoveFile(tree.root(), "a/b/c/none.yaml")) == "written");
  CHECK(Message(RemoveFile(tree.root(), "none/c/d.yaml")) == "written");
  CHECK(Message(RemoveFile(tree.root(), "a/b/c/d.yaml")) == "written");
  CHECK(tree.Names() == std::vector<std::string>{"a", "a/e.yaml", "link", "outside", "outside/b.yaml"});
  fs::create_directory(tree / "left");
  CHECK(Message(RemoveFile(tree.root(), "left/none/c.yaml")) == "written");  // what a crash left
  CHECK(tree.Names() == std::vector<std::string>{"a", "a/e.yaml", "link", "outside", "outside/b.yaml"});
}

TEST_CASE("overlay: changed, added and removed files") {
  const auto below = InMemorySource({{"a/x", "1"}, {"a/y", "2"}, {"b", "3"}});
  const auto source = Overlay(*below, {{"a/x", "new"}, {"a/y", std::nullopt}, {"c/d/e", "4"}, {"b", "5"}});
  const auto names = [&](std::string_view directory) {
    const Result<std::vector<SourceEntry>> entries = source->List(directory);
    if (!entries) return entries.error().message;
    std::string text;
    for (const SourceEntry& entry : *entries) {
      text += entry.name + (entry.kind == EntryKind::kDirectory ? "/ " : " ");
    }
    return text;
  };
  CHECK(names("") == "a/ b c/ ");
  CHECK(names("a") == "x ");
  CHECK(names("c") == "d/ ");
  CHECK(names("c/d") == "e ");
  CHECK(names("e") == "can't list 'e': no such directory");
  CHECK(*source->Read("a/x", 10) == "new");
  CHECK(*source->Read("a/x", 1) == "ne");
  CHECK(*source->Read("b", 10) == "5");
  CHECK(source->Read("a/y", 10).error().message == "can't read 'a/y': no such file");
}

TEST_CASE("overlay: a directory that can't be listed is not taken for a new one") {
  class Locked : public Source {
   public:
    Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
      if (!directory.empty()) return Fail("can't list '{}': Permission denied", directory);
      return std::vector<SourceEntry>{{"a", EntryKind::kDirectory}};
    }
    Result<std::string> Read(std::string_view, std::size_t) const override { return Fail("no"); }
  };
  const Locked below;
  const auto source = Overlay(below, {{"a/x", "1"}, {"b/x", "2"}});
  CHECK(source->List("a").error().message == "can't list 'a': Permission denied");
  CHECK(source->List("b")->size() == 1);
}

}  // namespace cat4
