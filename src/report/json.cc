#include "report/json.h"

namespace cat4 {

std::string WithoutCommands(std::string_view json) {
  std::string safe;
  for (;;) {
    const std::size_t at = json.find("##");  // only ever in a string
    safe += json.substr(0, at);
    if (at == std::string_view::npos) return safe;
    safe += "\\u0023";
    json.remove_prefix(at + 1);
  }
}

}  // namespace cat4
