#include "model/tree.h"

#include <algorithm>
#include <unordered_map>

#include "cat4/base/text.h"
#include "cat4/model/file_kind.h"

#include "model/decode.h"

namespace cat4 {
namespace {

constexpr std::string_view kYaml = ".yaml";
constexpr std::string_view kApprovals = ".approvals";
constexpr std::string_view kRootFiles[] = {"organization.yaml", "policy.yaml", "rates.yaml", "waivers.yaml",
                                           "registry.yaml"};
constexpr std::string_view kRootDirectories[] = {"people", "committees", "portfolios", "evidence"};

std::string PathJoin(std::string_view directory, std::string_view name) {
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  path.append(directory);
  if (!directory.empty()) path.push_back('/');
  return path.append(name);
}

std::string_view OwnName(Level level) {
  return kContainerFiles[static_cast<std::size_t>(level) - static_cast<std::size_t>(Level::kPortfolio)];
}

// "x" for "x.yaml"; empty for any other name.
std::string_view StemOf(std::string_view name) {
  return name.size() > kYaml.size() && name.ends_with(kYaml) ? name.substr(0, name.size() - kYaml.size())
                                                             : std::string_view();
}

bool IsApprovalName(std::string_view stem) {
  return stem.size() == 16 &&
         std::ranges::all_of(stem, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

class Walker {
 public:
  Walker(const Source& source, FileTable& files, Findings& findings)
      : source_(source), files_(files), findings_(findings) {}

  Tree Walk() {
    for (const SourceEntry& entry : List("")) {
      const std::string_view name = entry.name;
      if (std::ranges::find(kRootFiles, name) != std::end(kRootFiles)) {
        if (const FileId file = Regular(entry, entry.name)) {
          RootFile(name) = file;
        } else {
          tree_.unreadable_root.emplace_back(name);
        }
      } else if (std::ranges::find(kRootDirectories, name) != std::end(kRootDirectories)) {
        if (IsDirectory(entry, entry.name)) {
          RootDirectory(name);
        } else {
          tree_.unreadable_root.emplace_back(name);
        }
      } else {
        CheckRootVariant(entry);
      }
    }
    return std::move(tree_);
  }

 private:
  FileId& RootFile(std::string_view name) {
    if (name == "organization.yaml") return tree_.organization;
    if (name == "policy.yaml") return tree_.policy;
    if (name == "rates.yaml") return tree_.rates;
    return name == "waivers.yaml" ? tree_.waivers : tree_.registry;
  }

  void RootDirectory(std::string_view name) {
    if (name == "people") return Flat(name, tree_.people);
    if (name == "committees") return Flat(name, tree_.committees);
    if (name == "evidence") return Evidence(std::string(name));
    Containers(std::string(name), Level::kPortfolio, -1);
  }

  // Everything else at the root is none of our business, unless it looks like one of our names.
  void CheckRootVariant(const SourceEntry& entry) {
    std::string folded = FoldName(entry.name);
    if (folded.ends_with(".yml")) folded.replace(folded.size() - 4, 4, kYaml);
    const auto check = [&](std::string_view known) {
      if (folded != known) return;
      Misplaced(entry.name, fmt::format("'{}' is not read; the name is '{}'", Printable(entry.name), known));
      tree_.unreadable_root.emplace_back(known);
    };
    for (const std::string_view known : kRootFiles) check(known);
    for (const std::string_view known : kRootDirectories) check(known);
  }

  // people/ and committees/: one file each.
  void Flat(std::string_view directory, std::vector<TreeFile>& out) {
    for (const SourceEntry& entry : List(directory)) {
      const std::string path = PathJoin(directory, entry.name);
      const std::string_view stem = StemOf(entry.name);
      if (!IsId(stem, IdForm::kName)) {
        Unknown(entry, path, fmt::format("wanted <id>.yaml, the id of {}", DescribeId(IdForm::kName)));
      } else if (const FileId file = Regular(entry, path)) {
        out.push_back({file, std::string(stem)});
      }
    }
  }

  void Evidence(const std::string& directory) {
    for (const SourceEntry& entry : List(directory)) {
      const std::string path = PathJoin(directory, entry.name);
      if (entry.kind == EntryKind::kDirectory) {
        Evidence(path);
      } else if (const FileId file = Regular(entry, path)) {
        tree_.evidence.push_back(file);
      }
    }
  }

  // The directories of one level; `parent` is the container above.
  void Containers(const std::string& directory, Level level, int parent) {
    for (const SourceEntry& entry : List(directory)) {
      const std::string path = PathJoin(directory, entry.name);
      if (parent >= 0 && entry.name == OwnName(tree_.containers[static_cast<std::size_t>(parent)].level)) {
        OwnFile(entry, path, parent);
      } else if (entry.kind == EntryKind::kDirectory && IsId(entry.name, IdForm::kName)) {
        Container(path, level, parent);
      } else {
        Unknown(entry, path,
                fmt::format("wanted a directory for each {}, its name of {}", Name(level),
                            DescribeId(IdForm::kName)));
      }
    }
  }

  void Container(const std::string& path, Level level, int parent) {
    const auto index = static_cast<int>(tree_.containers.size());
    tree_.containers.push_back({level, parent, 0, false, path, {}});
    const std::size_t files = files_.size();
    if (level == Level::kPackage) {
      Package(path, index);
    } else {
      Containers(path, static_cast<Level>(static_cast<int>(level) + 1), index);
    }
    if (tree_.containers[static_cast<std::size_t>(index)].file_seen) return;
    if (files_.size() == files) {  // nothing in it: git does not keep empty directories, so they mean nothing
      tree_.containers.resize(static_cast<std::size_t>(index));
      return;
    }
    const std::string_view wanted = OwnName(level);
    Misplaced(path, fmt::format("directory '{}' has no {}", path, wanted))
        .Help("add {}/{}, or move what is in it", path, wanted);
  }

  void OwnFile(const SourceEntry& entry, const std::string& path, int container) {
    const FileId file = Regular(entry, path);
    tree_.containers[static_cast<std::size_t>(container)].file = file;
    tree_.containers[static_cast<std::size_t>(container)].file_seen = true;
  }

  void Package(const std::string& directory, int index) {
    std::vector<TreeMeasure> measures;
    std::vector<const SourceEntry*> approvals;
    std::unordered_map<std::string_view, std::size_t>
        by_id;  // stems of `measures`, where they have approvals
    const std::vector<SourceEntry> entries = List(directory);
    for (const SourceEntry& entry : entries) {
      const std::string path = PathJoin(directory, entry.name);
      const std::string_view stem = StemOf(entry.name);
      if (entry.name == OwnName(Level::kPackage)) {
        OwnFile(entry, path, index);
      } else if (IsId(stem, IdForm::kMeasure)) {
        if (const FileId file = Regular(entry, path)) {
          measures.push_back({{file, std::string(stem)}, {}});
        }
      } else if (entry.kind == EntryKind::kDirectory && entry.name.ends_with(kApprovals)) {
        approvals.push_back(&entry);
      } else {
        Unknown(entry, path,
                "wanted <MEASURE-ID>.yaml, the id of capitals and digits in parts joined by '-'");
      }
    }
    if (!approvals.empty()) {
      for (std::size_t i = 0; i < measures.size(); ++i) by_id.emplace(measures[i].measure.stem, i);
    }
    for (const SourceEntry* entry : approvals) {
      const auto measure =
          by_id.find(std::string_view(entry->name).substr(0, entry->name.size() - kApprovals.size()));
      Approvals(directory, *entry, measure == by_id.end() ? nullptr : &measures[measure->second]);
    }
    tree_.containers[static_cast<std::size_t>(index)].measures = std::move(measures);
  }

  // `measure`: the one they belong to, or null.
  void Approvals(const std::string& package, const SourceEntry& entry, TreeMeasure* measure) {
    const std::string path = PathJoin(package, entry.name);
    const std::string_view id = std::string_view(entry.name).substr(0, entry.name.size() - kApprovals.size());
    if (!measure) {
      Misplaced(path,
                fmt::format("approvals of '{}', but there is no such measure beside them", Printable(id)))
          .Help("move the directory to where {}.yaml is", Printable(id));
      return;
    }
    for (const SourceEntry& approval : List(path)) {
      const std::string file_path = PathJoin(path, approval.name);
      const std::string_view stem = StemOf(approval.name);
      if (!IsApprovalName(stem)) {
        Unknown(approval, file_path, "wanted <16 hex digits>.yaml, as cat4 writes it");
      } else if (const FileId file = Regular(approval, file_path)) {
        measure->approvals.push_back({file, std::string(stem)});
      }
    }
  }

  // ---- entries
  std::vector<SourceEntry> List(std::string_view directory) {
    Result<std::vector<SourceEntry>> entries = source_.List(directory);
    if (!entries) {
      tree_.unreadable_root.emplace_back(directory);
      tree_.failures.push_back(entries.error());
      return {};
    }
    // Each may get a number, and another one where its name collides.
    if (files_.size() + 2 * entries->size() >= Span::kMaxFiles) {
      Failure full{FailureKind::kUnable,
                   fmt::format("can't read '{}': the tree has more than {} files and directories",
                               directory.empty() ? "." : Printable(directory), Span::kMaxFiles)};
      if (tree_.failures.empty()) tree_.failures.push_back(std::move(full));
      return {};
    }
    if (!directory.empty()) FindCollisions(directory, *entries);
    return std::move(*entries);
  }

  void FindCollisions(std::string_view directory, const std::vector<SourceEntry>& entries) {
    std::vector<std::pair<std::string, const SourceEntry*>> folded;
    folded.reserve(entries.size());
    for (const SourceEntry& entry : entries) folded.emplace_back(FoldName(entry.name), &entry);
    std::ranges::sort(folded);  // entries of one name stay in their order, as they lie in a row
    for (auto first = folded.begin(), other = first; other != folded.end(); ++other) {
      if (first->first != other->first) first = other;
      if (first == other) continue;
      findings_
          .Report(RuleId::kNameCollision, WholeFile(files_.Add(PathJoin(directory, other->second->name))),
                  "'{}' and '{}' differ only in case or Unicode normalisation",
                  Printable(other->second->name), Printable(first->second->name))
          .Help("rename one of them: on other file systems they are one file");
    }
  }

  // The file's number, or 0 if it is no regular file (reported).
  FileId Regular(const SourceEntry& entry, const std::string& path) {
    const FileId file = files_.Add(path);
    if (entry.kind == EntryKind::kFile) return file;
    NotRegular(entry, file);
    PassOver(entry.name);
    return 0;
  }

  void NotRegular(const SourceEntry& entry, FileId file) {
    const bool directory = entry.kind == EntryKind::kDirectory;
    findings_
        .Report(RuleId::kNotARegularFile, WholeFile(file), "'{}' is {}; wanted a regular file",
                Printable(entry.name),
                directory ? "a directory" : "a symbolic link, submodule or special file")
        .Help("put the content itself here");
  }

  // What stands before the suffix, and before a dot that hides the file.
  void PassOver(std::string_view name) {
    if (name.starts_with('.')) name.remove_prefix(1);
    const std::size_t dot = name.rfind('.');
    if (dot != std::string_view::npos) tree_.passed_over.emplace_back(name.substr(0, dot));
  }

  bool IsDirectory(const SourceEntry& entry, const std::string& path) {
    if (entry.kind == EntryKind::kDirectory) return true;
    if (entry.kind == EntryKind::kOther) {
      NotRegular(entry, files_.Add(path));
    } else {
      Misplaced(path, fmt::format("'{}' is a file; wanted a directory", path));
    }
    return false;
  }

  // Something under our directories that we would pass over.
  void Unknown(const SourceEntry& entry, const std::string& path, const std::string& wanted) {
    PassOver(entry.name);
    if (entry.kind == EntryKind::kOther) {
      NotRegular(entry, files_.Add(path));
      return;
    }
    const std::string_view what = entry.kind == EntryKind::kDirectory ? "directory" : "file";
    Misplaced(path, fmt::format("{} '{}' would be passed over; {}", what, Printable(entry.name), wanted));
  }

  FindingBuilder Misplaced(const std::string& path, std::string message) {
    return findings_.Add(RuleId::kMisplacedFile, WholeFile(files_.Add(path)), std::move(message))
        .Help("rename it, move it to where it belongs, or remove it");
  }

  const Source& source_;
  FileTable& files_;
  Findings& findings_;
  Tree tree_;
};

}  // namespace

Tree WalkTree(const Source& source, FileTable& files, Findings& findings) {
  return Walker(source, files, findings).Walk();
}

}  // namespace cat4
