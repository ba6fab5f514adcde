#include "cat4/report/measure_list.h"

#include <algorithm>
#include <array>

#include "cat4/base/text.h"
#include "cat4/report/report_input.h"

#include "report/csv.h"
#include "report/json.h"

namespace cat4 {
namespace {

bool Among(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

constexpr std::string_view kColumns[] = {"id",
                                         "title",
                                         "path",
                                         "stage",
                                         "state",
                                         "owner",
                                         "sponsor",
                                         "controller",
                                         "legal_entity",
                                         "steering_committee",
                                         "implementation",
                                         "potential",
                                         "trap",
                                         "plan",
                                         "expected",
                                         "actual",
                                         "confirmed",
                                         "currency"};
constexpr std::size_t kFirstAmount = 13;
constexpr std::size_t kColumnCount = std::size(kColumns);

std::array<std::string, kColumnCount> ValuesOf(const Portfolio& portfolio, const MeasureFigures& figures) {
  const Measure& m = *figures.measure;
  const Currency currency = *portfolio.organization.currency;
  const auto amount = [&](Total total) { return FormatTotal(total, currency.exponent()); };
  return {TextOf(m.id),
          TextOf(m.title),
          portfolio.files.path(m.file),
          TextOf(m.stage),
          std::string(Name(*m.state)),
          TextOf(m.owner),
          TextOf(m.sponsor),
          TextOf(m.controller),
          TextOf(m.legal_entity),
          TextOf(m.steering_committee),
          std::string(Name(figures.implementation)),
          std::string(Name(figures.potential)),
          figures.trap ? "true" : "false",
          amount(figures.sums.plan),
          amount(figures.sums.expected),
          amount(figures.sums.actual),
          amount(figures.sums.confirmed),
          std::string(currency.code())};
}

}  // namespace

bool Matches(const MeasureFilter& filter, const MeasureFigures& figures) {
  const Measure& m = *figures.measure;
  const std::string_view implementation = Name(figures.implementation);
  const std::string_view potential = Name(figures.potential);
  const bool tagged = filter.tags.empty() || std::ranges::any_of(m.tags, [&](const Located<Text>& tag) {
                        return Among(filter.tags, tag->view());
                      });
  return Among(filter.stages, TextOf(m.stage)) && Among(filter.states, Name(*m.state)) &&
         Among(filter.owners, TextOf(m.owner)) && Among(filter.sponsors, TextOf(m.sponsor)) &&
         Among(filter.controllers, TextOf(m.controller)) &&
         Among(filter.committees, TextOf(m.steering_committee)) &&
         Among(filter.entities, TextOf(m.legal_entity)) && tagged &&
         (Among(filter.lights, implementation) || Among(filter.lights, potential)) &&
         Among(filter.implementation, implementation) && Among(filter.potential, potential) &&
         (!filter.trap_only || figures.trap);
}

std::string MeasureListText(std::span<const MeasureFigures* const> measures, std::size_t width,
                            Glyphs glyphs) {
  constexpr std::size_t kDefaultWidth = 110;
  std::size_t id = 2, stage = 5, owner = 5, longest = 5;
  for (const MeasureFigures* figures : measures) {
    const Measure& m = *figures->measure;
    id = std::max(id, m.id->view().size());
    stage = std::max(stage, DisplayWidth(m.stage->view()) + (m.active() ? 0 : Name(*m.state).size() + 3));
    owner = std::max(owner, DisplayWidth(TextOf(m.owner)));
    longest = std::max(longest, DisplayWidth(m.title->view()));
  }
  const std::size_t taken = id + stage + owner + 8 + std::string_view("Impl  Pot").size();
  const std::size_t columns = width == 0 ? kDefaultWidth : width;
  const std::size_t title =
      std::min(longest, std::max<std::size_t>(20, columns > taken ? columns - taken : 0));
  std::string text = fmt::format("{}  {}  Impl  Pot  {}  {}\n", PadRight("ID", id), PadRight("Title", title),
                                 PadRight("Stage", stage), "Owner");
  for (const MeasureFigures* figures : measures) {
    const Measure& m = *figures->measure;
    const std::string where = m.active()
                                  ? TextOf(m.stage)
                                  : fmt::format("{} ({})", m.stage->view(),
                                                *m.state == State::kOnHold ? "on hold" : Name(*m.state));
    text += fmt::format("{}  {}  {}   {}  {}  {}\n", PadRight(m.id->view(), id),
                        PadRight(CutToWidth(Printable(m.title->view()), title), title),
                        LightGlyph(figures->implementation, glyphs), LightGlyph(figures->potential, glyphs),
                        PadRight(where, stage), m.owner ? TextOf(m.owner) : "-");
  }
  return text;
}

std::string MeasureListCsv(const Portfolio& portfolio, std::span<const MeasureFigures* const> measures) {
  const std::vector<std::string> header(std::begin(kColumns), std::end(kColumns));
  std::string text = CsvLine(header);
  for (const MeasureFigures* figures : measures) {
    std::array<std::string, kColumnCount> values = ValuesOf(portfolio, *figures);
    for (std::size_t i = 0; i < kFirstAmount; ++i) values[i] = CsvText(values[i]);
    text += CsvLine(values);
  }
  return text;
}

std::string MeasureListJson(const Portfolio& portfolio, std::span<const MeasureFigures* const> measures,
                            Date as_of) {
  Json list = Json::array();
  for (const MeasureFigures* figures : measures) {
    const std::array<std::string, kColumnCount> values = ValuesOf(portfolio, *figures);
    Json object;
    for (std::size_t i = 0; i < kColumnCount; ++i) object[std::string(kColumns[i])] = OrNull(values[i]);
    object["trap"] = figures->trap;
    list.push_back(std::move(object));
  }
  return DocumentText({{"format_version", 1},
                       {"command", "list"},
                       {"as_of", FormatDate(as_of)},
                       {"measures", std::move(list)}});
}

std::string MeasureListIds(std::span<const MeasureFigures* const> measures) {
  std::string text;
  for (const MeasureFigures* figures : measures) text += fmt::format("{}\n", figures->measure->id->view());
  return text;
}

}  // namespace cat4
