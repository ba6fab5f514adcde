#include "report/report_json.h"

namespace cat4 {
namespace {

struct Value {
  const ReportHead& head;
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(std::int64_t count) const { return count; }
  Json operator()(bool flag) const { return flag; }
  template <typename T>
  Json operator()(const T& value) const {
    return FormatForPrograms(value, head);
  }
};

Json ProofObject(const ReportProof& proof) {
  return {{"state", Name(proof.state)},
          {"errors", proof.errors},
          {"registry_version", proof.registry_version},
          {"trust_root", OrNull(proof.trust_root)}};
}

Json DatesArray(std::span<const Date> days) {
  Json dates = Json::array();
  for (const Date day : days) dates.push_back(FormatDate(day));
  return dates;
}

Json ComparedObject(const ReportHead& head) {
  if (!head.compared) return nullptr;
  return {{"revision", head.compared->commit}, {"as_of", FormatDate(head.compared_as_of)}};
}

}  // namespace

Json HeadObject(const ReportHead& head) {
  return {{"format_version", 1},
          {"command", "report"},
          {"report", head.name},
          {"as_of", FormatDate(head.as_of)},
          {"revision", OrNull(head.revision.commit)},
          {"currency", head.currency.code()},
          {"organization", head.organization},
          {"node", OrNull(head.node)},
          {"period", OrNull(head.period)},
          {"by", OrNull(head.by)},
          {"subject", OrNull(head.subject)},
          {"compared", ComparedObject(head)},
          {"not_looked_at", DatesArray(head.not_looked_at)},
          {"proof", ProofObject(head.proof)},
          {"version", head.version}};
}

Json RowsArray(const ReportSection& section, const ReportHead& head) {
  Json rows = Json::array();
  for (const ReportRow& row : section.rows) {
    Json object = Json::object();
    for (std::size_t i = 0; i < section.columns.size(); ++i)
      object[section.columns[i].key] = std::visit(Value{head}, row.values[i]);
    if (section.sums) object["sum"] = row.sum;
    rows.push_back(std::move(object));
  }
  return rows;
}

std::string ReportJson(const Report& report) {
  Json document = HeadObject(report.head);
  for (const ReportSection& section : report.sections)
    document[section.key] = RowsArray(section, report.head);
  return DocumentText(document);
}

}  // namespace cat4
