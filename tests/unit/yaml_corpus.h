// All YAML of the repository: files of examples, files in one-file cases and in trees that cases share.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace cat4 {

struct CorpusFile {
  std::string name;
  std::string bytes;
};

inline std::string BytesOf(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The files of a case, which follow their headers `--- path`; escaped ones are taken as they are written.
inline void AddCaseFiles(const std::filesystem::path& path, std::vector<CorpusFile>& corpus) {
  std::ifstream stream(path);
  bool in_file = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("--- ")) {
      in_file = line.find(".yaml") != std::string::npos && line.find(" -> ") == std::string::npos &&
                !line.ends_with("(removed)");
      if (in_file) corpus.push_back({path.filename().string() + ": " + line.substr(4), ""});
    } else if (in_file) {
      corpus.back().bytes += line + "\n";
    }
  }
}

// Sorted, so that a seed stands for the same mutations everywhere.
inline std::vector<CorpusFile> YamlCorpus() {
  namespace fs = std::filesystem;
  std::vector<fs::path> paths;
  for (const char* const directory : {"/examples", "/tests/cases"}) {
    for (const auto& entry : fs::recursive_directory_iterator(std::string(CAT4_SOURCE_DIR) + directory))
      paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<CorpusFile> corpus;
  for (const fs::path& path : paths) {
    if (path.extension() == ".yaml") corpus.push_back({path.string(), BytesOf(path)});
    if (path.extension() == ".case" || path.extension() == ".tree") AddCaseFiles(path, corpus);
  }
  return corpus;
}

}  // namespace cat4
