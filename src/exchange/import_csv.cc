#include "cat4/exchange/import_csv.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "cat4/base/csv.h"
#include "cat4/base/text.h"
#include "cat4/exchange/import_ids.h"

#include "exchange/import_row.h"
#include "exchange/write_tree.h"

namespace cat4 {
namespace {

constexpr std::array kContainerLevels = {Level::kPortfolio, Level::kProgram, Level::kProject,
                                         Level::kPackage};

// One container on the way to a row's package.
struct Step {
  ContainerText container;
  std::string slug, path;  // of its directory
};
using Place = std::vector<Step>;  // from the portfolio down

// The containers of the rows that were imported. Directories are named after the text alone, ids start with
// those of the containers above: the same category of two departments is two programs.
class Containers {
 public:
  explicit Containers(const Mapping& mapping) : mapping_(mapping) {}

  // Where the row belongs. The steps are all there unless a reason was added.
  Place Find(const CsvRow& row, const RowReader& reader, Reasons& reasons) const {
    Place place;
    std::string path = "portfolios";
    std::string id;
    bool known = true;  // so far
    for (const Level level : kContainerLevels) {
      const LevelMapping& mapping = mapping_.level(level);
      const std::string name = NameFor(row, level, reader, reasons);
      const std::string slug = mapping.id ? std::string(mapping.id->view()) : SlugOf(name);
      if (slug.empty() && !name.empty()) {
        reasons.Add(fmt::format("no id can be made of {} '{}': it holds no letter a-z and no digit",
                                Name(level), name));
      }
      known = known && !slug.empty();
      if (!known) continue;
      path += "/" + slug;
      id += (id.empty() ? "" : "-") + slug;
      const std::string prefix(mapping.prefix->view());
      place.push_back({{.level = level, .id = ClipId(id), .name = name, .prefix = prefix}, slug, path});
      known = IsDistinct(place.back(), reasons);
    }
    return place;
  }

  void Add(const Place& place, std::size_t line) {
    for (const Step& step : place) {
      by_path_.emplace(step.path, Known{step.container, line});
      path_of_id_.emplace(step.container.id, step.path);
    }
  }

  void Write(Imported& out) const {
    for (const auto& [path, known] : by_path_) {
      const std::string_view level = Name(known.container.level);
      out.files.emplace(fmt::format("{}/{}.yaml", path, level), ContainerFile(known.container));
      ++CountOf(out.counts, known.container.level);
    }
  }

 private:
  struct Known {
    ContainerText container;
    std::size_t line = 1;  // of the row that came first
  };

  static std::size_t& CountOf(ImportCounts& counts, Level level) {
    switch (level) {
      case Level::kPortfolio:
        return counts.portfolios;
      case Level::kProgram:
        return counts.programs;
      case Level::kProject:
        return counts.projects;
      default:
        return counts.packages;
    }
  }

  std::string NameFor(const CsvRow& row, Level level, const RowReader& reader, Reasons& reasons) const {
    const LevelMapping& mapping = mapping_.level(level);
    if (mapping.name) return std::string(mapping.name->view());
    const std::size_t before = reasons.all().size();
    std::string name = reader.Line(row, mapping.column->view(), reasons);
    if (name.empty() && reasons.all().size() == before) {
      reasons.Add(fmt::format("'{}' is empty; wanted a {}", Printable(mapping.column->view()), Name(level)));
    }
    return name;
  }

  // False if the container would be taken for another one.
  bool IsDistinct(const Step& step, Reasons& reasons) const {
    const std::string what = fmt::format("{} '{}'", Name(step.container.level), step.container.name);
    const auto same_path = by_path_.find(step.path);
    if (same_path != by_path_.end()) {
      const Known& other = same_path->second;
      if (other.container.name == step.container.name) return true;
      reasons.Add(fmt::format("{} makes the directory '{}', as '{}' of line {} does; wanted one spelling",
                              what, step.slug, other.container.name, other.line));
      return false;
    }
    const auto same_id = path_of_id_.find(step.container.id);
    if (same_id == path_of_id_.end()) return true;
    const Known& other = by_path_.at(same_id->second);
    reasons.Add(fmt::format("{} makes the id '{}', which the {} '{}' of line {} has", what, step.container.id,
                            Name(other.container.level), other.container.name, other.line));
    return false;
  }

  const Mapping& mapping_;
  std::unordered_map<std::string, Known> by_path_;
  std::unordered_map<std::string, std::string> path_of_id_;
};

class Importer {
 public:
  Importer(const Mapping& mapping, const Columns& columns, const std::vector<LabelColumn>& labels)
      : mapping_(mapping), columns_(columns), reader_(mapping, columns, labels), containers_(mapping) {}

  void Row(const CsvRow& row) {
    ++out_.counts.rows;
    Reasons reasons;
    if (row.fields.size() == columns_.size()) {
      Measure(row, reasons);
    } else {
      reasons.Add(fmt::format("{}; the header has {}", Count(row.fields.size(), "field"), columns_.size()));
    }
    if (!reasons.all().empty()) out_.rejected.push_back({row.line, row.fields.front(), reasons.all()});
  }

  Imported Take() {
    const Organization& organization = mapping_.organization;
    out_.files.emplace(
        "organization.yaml",
        OrganizationFile({.id = std::string(organization.id->view()),
                          .name = std::string(organization.name->view()),
                          .currency = std::string(organization.currency->code()),
                          .fiscal_year_start = organization.fiscal_year_start
                                                   ? std::to_string(*organization.fiscal_year_start)
                                                   : std::string()}));
    containers_.Write(out_);
    return std::move(out_);
  }

 private:
  void Measure(const CsvRow& row, Reasons& reasons) {
    const ImportedMeasure measure = reader_.Read(row, reasons);
    const Place place = containers_.Find(row, reader_, reasons);
    if (!measure.id.empty()) ClaimId(measure.id, row, reasons);
    std::string file = MeasureFile(measure);
    if (file.size() > kMaxFileBytes) {
      reasons.Add(
          fmt::format("the measure takes {} bytes; wanted at most {} (1 MiB)", file.size(), kMaxFileBytes));
    }
    if (reasons.all().empty()) CheckReadable(file, reasons);
    if (!reasons.all().empty()) return;
    containers_.Add(place, row.line);
    out_.files.emplace(fmt::format("{}/{}.yaml", place.back().path, measure.id), std::move(file));
    ++out_.counts.measures;
  }

  // What the format limits besides size can only be passed by a large file.
  void CheckReadable(const std::string& file, Reasons& reasons) {
    constexpr std::size_t kLarge = 2 * kMaxNodes;
    if (file.size() <= kLarge) return;
    Findings findings;
    ReadYaml(1, file, findings);
    for (const Finding& finding : findings.all()) reasons.Add(finding.message);
  }

  // A row that is rejected for another reason keeps its id, so that both rows of a pair are reported at once.
  void ClaimId(const std::string& id, const CsvRow& row, Reasons& reasons) {
    const auto [first, fresh] = line_of_id_.emplace(id, row.line);
    if (!fresh) reasons.Add(fmt::format("the measure's id '{}' is that of line {}", id, first->second));
  }

  const Mapping& mapping_;
  const Columns& columns_;
  RowReader reader_;
  Containers containers_;
  std::unordered_map<std::string, std::size_t> line_of_id_;
  Imported out_;
};

}  // namespace

Result<Imported> ImportCsv(std::string_view csv, FileId mapping_file, std::string_view mapping_bytes,
                           Findings& findings) {
  const std::size_t before = findings.size();
  Mapping mapping;
  ReadMapping(mapping_file, mapping_bytes, mapping, findings);
  if (findings.size() > before) return Imported();
  const Result<std::vector<CsvRow>> rows = ReadRows(csv, mapping.separator);
  if (!rows) return tl::unexpected(rows.error());
  const Result<Columns> columns = Columns::Read(rows->front());
  if (!columns) return tl::unexpected(columns.error());
  columns->Check(mapping, findings);
  if (findings.size() > before) return Imported();
  const Result<std::vector<LabelColumn>> labels = columns->Labels(mapping);
  if (!labels) return tl::unexpected(labels.error());
  Importer importer(mapping, *columns, *labels);
  for (std::size_t i = 1; i < rows->size(); ++i) importer.Row((*rows)[i]);
  return importer.Take();
}

}  // namespace cat4
