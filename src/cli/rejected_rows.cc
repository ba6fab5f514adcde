#include "cli/rejected_rows.h"

#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {

void WriteRejected(const std::string& path, const std::vector<RejectedRow>& rows, Environment& environment) {
  for (const RejectedRow& row : rows) {
    for (const std::string& reason : row.reasons)
      environment.out.Write(fmt::format("{}:{}: rejected '{}': {}\n", Printable(path), row.line,
                                        Printable(row.first_field), Printable(reason)));
  }
}

}  // namespace cat4
