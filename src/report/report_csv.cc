#include "cat4/report/report.h"

#include "report/csv.h"

namespace cat4 {

std::string ReportCsv(const Report& report) {
  const ReportSection& main = report.sections.front();
  std::vector<std::string> fields;
  for (const ReportColumn& column : main.columns) fields.push_back(column.key);
  if (main.sums) fields.emplace_back("sum");
  std::string text = CsvLine(fields);
  for (const ReportRow& row : main.rows) {
    fields.clear();
    for (const ReportValue& value : row.values) {
      std::string field = FormatForPrograms(value, report.head);
      fields.push_back(std::holds_alternative<std::string>(value) ? CsvText(field) : std::move(field));
    }
    if (main.sums) fields.push_back(FormatForPrograms(row.sum, report.head));
    text += CsvLine(fields);
  }
  return text;
}

}  // namespace cat4
