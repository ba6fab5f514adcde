#include "cli/new_node.h"

#include <algorithm>
#include <filesystem>

#include "cat4/base/text.h"
#include "cat4/exchange/tree_files.h"

#include "cli/workspace.h"

namespace cat4 {
namespace {

Level Above(Level level) { return static_cast<Level>(static_cast<int>(level) - 1); }
Level Below(Level level) { return static_cast<Level>(static_cast<int>(level) + 1); }

std::string Upper(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

// The command that would make the container of `level` that `text` names.
std::string CommandFor(Level level, std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  const std::size_t slash = text.rfind('/');
  const std::string_view id = slash == std::string_view::npos ? text : text.substr(slash + 1);
  std::string command = fmt::format("cat4 new {}", Name(level));
  if (level != Level::kPortfolio) {
    // Of a path, what stands above: at least "portfolios" and the directory of a portfolio.
    const std::string_view above = text.substr(0, text.size() - id.size());
    const bool path = above.starts_with("portfolios/") && std::ranges::count(above, '/') > 1;
    command += " " + (path ? std::string(above.substr(0, above.size() - 1)) : Upper(Name(Above(level))));
  }
  return fmt::format("{} {} --name NAME", command, IsId(id, IdForm::kName) ? id : "ID");
}

tl::unexpected<Failure> Missing(const Portfolio& portfolio, Level level, const std::string& text) {
  std::vector<std::string_view> ids;
  for (const Container& container : portfolio.containers) {
    if (container.level == level && container.id) ids.push_back(container.id->view());
  }
  const std::string_view nearest = NearestWord(text, ids);
  return Refuse("there is no {} '{}'{}; '{}' makes it", Name(level), Printable(text),
                nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest),
                Printable(CommandFor(level, text)));
}

tl::unexpected<Failure> Other(Level found, Level wanted, const std::string& text) {
  return Refuse("'{}' is {} {}; wanted the {} of the new {}", Printable(text),
                found == Level::kOrganization ? "the" : "a", Name(found), Name(wanted), Name(Below(wanted)));
}

// By id at that level first: the organization may share its id with a container.
const Container* FindNamed(const JudgedTree& tree, Level level, const std::string& text) {
  const Portfolio& portfolio = tree.portfolio();
  const auto named = std::ranges::find_if(portfolio.containers, [&](const Container& container) {
    return container.level == level && container.id && container.id->view() == text;
  });
  return named != portfolio.containers.end() ? &*named
                                             : FindContainer(portfolio, tree.start, tree.root, text);
}

struct FieldOption {
  std::string_view option;
  std::string ContainerText::*member;
};
constexpr FieldOption kFields[] = {
    {"--name", &ContainerText::name},
    {"--description", &ContainerText::description},
    {"--lead", &ContainerText::lead},
    {"--sponsor", &ContainerText::sponsor},
    {"--legal-entity", &ContainerText::legal_entity},
    {"--business-unit", &ContainerText::business_unit},
    {"--function", &ContainerText::function},
    {"--steering-committee", &ContainerText::steering_committee},
    {"--currency", &ContainerText::currency},
    {"--prefix", &ContainerText::prefix},
};

std::string NextAfter(const ContainerText& container, const std::string& path) {
  if (container.level != Level::kPackage) {
    const Level below = Below(container.level);
    return fmt::format("next: cat4 new {} {} ID --name NAME{}\n", Name(below), container.id,
                       below == Level::kPackage ? " --prefix PREFIX" : "");
  }
  if (!container.prefix.empty())
    return fmt::format("next: cat4 new measure {} --title TITLE\n", container.id);
  return fmt::format("without a prefix each new measure needs --id; add 'prefix: …' to {}\n", path);
}

}  // namespace

Result<const Container*> FindParent(const JudgedTree& tree, Level level, const std::string& text) {
  const Portfolio& portfolio = tree.portfolio();
  const Container* found = FindNamed(tree, level, text);
  if (!found) {
    const std::string name = std::filesystem::path(text).stem().string();  // of a path: the id of its measure
    const bool measure =
        std::ranges::any_of(portfolio.measures, [&](const Measure& each) { return each.id->view() == name; });
    return measure ? Other(Level::kMeasure, level, text) : Missing(portfolio, level, text);
  }
  if (found->level != level) return Other(found->level, level, text);
  if (found->broken) {
    return Refuse(
        "{} or what stands above it has errors, so nothing can be added below; 'cat4 check' lists them",
        portfolio.files.path(found->file));
  }
  return found;
}

std::string DirectoryOf(const Portfolio& portfolio, const Container& container) {
  return std::filesystem::path(portfolio.files.path(container.file)).parent_path().string();
}

Result<int> NewContainer(Level level, std::span<const OptionSpec> options, const Invocation& invocation,
                         Environment& environment) {
  const Result<JudgedTree> tree = JudgeTree(options, invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  ContainerText container{.level = level, .id = invocation.arguments.back()};
  const Result<void> fine = CheckNewId(container.id, IdForm::kName, Name(level));
  if (!fine) return tl::unexpected(fine.error());
  std::string above = "portfolios";
  if (level != Level::kPortfolio) {
    const Result<const Container*> parent = FindParent(*tree, Above(level), invocation.arguments.front());
    if (!parent) return tl::unexpected(parent.error());
    above = DirectoryOf(tree->portfolio(), **parent);
  }
  for (const FieldOption& field : kFields) container.*field.member = TextOf(invocation, field.option);
  NewFile file;
  file.claimed = fmt::format("{}/{}", above, container.id);
  file.path = fmt::format("{}/{}.yaml", file.claimed, Name(level));
  file.content = ContainerFile(container);
  file.next = NextAfter(container, file.path);
  return AddFile(*tree, file, invocation, environment);
}

}  // namespace cat4
