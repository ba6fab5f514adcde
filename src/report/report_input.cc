#include "cat4/report/report_input.h"

#include <algorithm>
#include <array>
#include <map>

namespace cat4 {
namespace {

constexpr std::array<std::string_view, 7> kFields = {"legal_entity", "business_unit", "function", "sponsor",
                                                     "controller",   "committee",     "tag"};
constexpr std::array<std::string_view, 7> kTitles = {"Legal entity", "Business unit", "Function", "Sponsor",
                                                     "Controller",   "Committee",     "Tag"};
constexpr std::string_view kNone = "-";

const Container* SameContainer(const ReportSide& side, const Container& container) {
  const std::vector<Container>& all = side.portfolio->containers;
  if (container.level == Level::kOrganization) return &all.front();
  const auto found = std::find_if(all.begin() + 1, all.end(), [&](const Container& other) {
    return other.id && container.id && other.id->view() == container.id->view();
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::optional<GroupField> FindGroupField(std::string_view name) {
  const auto found = std::ranges::find(kFields, name);
  if (found == kFields.end()) return std::nullopt;
  return static_cast<GroupField>(found - kFields.begin());
}

std::string_view Name(GroupField field) { return kFields[static_cast<std::size_t>(field)]; }
std::string_view Title(GroupField field) { return kTitles[static_cast<std::size_t>(field)]; }
std::span<const std::string_view> GroupFieldNames() { return kFields; }

std::string TextOf(const Located<Text>& text) { return text ? std::string(text->view()) : std::string(); }

const MeasureFigures* FindFigures(const ReportSide& side, std::string_view id) {
  const Measure* measure = side.portfolio->FindMeasure(side.portfolio->texts.Find(id));
  if (!measure) return nullptr;
  return &side.figures[static_cast<std::size_t>(measure - side.portfolio->measures.data())];
}

std::vector<const MeasureFigures*> MeasuresOf(const ReportInput& input, const ReportSide& side) {
  std::vector<const MeasureFigures*> measures;
  if (input.only) {
    if (const MeasureFigures* one = FindFigures(side, input.only->measure->id->view()))
      measures.push_back(one);
    return measures;
  }
  const Container* top = input.top ? SameContainer(side, *input.top) : &side.portfolio->containers.front();
  if (!top) return measures;
  for (int i = top->measures_begin; i < top->measures_end; ++i)
    measures.push_back(&side.figures[static_cast<std::size_t>(i)]);
  return measures;
}

std::vector<std::string> GroupsOf(const Measure& measure, GroupField field) {
  const auto one = [](const Located<Text>& text) {
    return std::vector<std::string>{text ? std::string(text->view()) : std::string(kNone)};
  };
  switch (field) {
    case GroupField::kLegalEntity:
      return one(measure.legal_entity);
    case GroupField::kBusinessUnit:
      return one(measure.business_unit);
    case GroupField::kFunction:
      return one(measure.function);
    case GroupField::kSponsor:
      return one(measure.sponsor);
    case GroupField::kController:
      return one(measure.controller);
    case GroupField::kCommittee:
      return one(measure.steering_committee);
    case GroupField::kTag:
      break;
  }
  std::vector<std::string> tags;
  for (const Located<Text>& tag : measure.tags) {
    if (std::ranges::find(tags, tag->view()) == tags.end()) tags.emplace_back(tag->view());
  }
  return tags.empty() ? std::vector<std::string>{std::string(kNone)} : tags;
}

std::vector<MeasureGroup> GroupMeasures(std::span<const MeasureFigures* const> measures, GroupField field) {
  std::map<std::string, MeasureGroup> groups;
  for (const MeasureFigures* figures : measures) {
    for (const std::string& name : GroupsOf(*figures->measure, field)) {
      MeasureGroup& group = groups[name];
      group.name = name;
      group.measures.push_back(figures);
    }
  }
  std::vector<MeasureGroup> sorted;
  for (auto& [name, group] : groups) {
    if (name != kNone) sorted.push_back(std::move(group));
  }
  if (const auto none = groups.find(std::string(kNone)); none != groups.end())
    sorted.push_back(std::move(none->second));
  return sorted;
}

}  // namespace cat4
