// JSON documents: keys in the order they are given, invalid UTF-8 (in file names) replaced.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "cat4/base/text_pool.h"
#include "cat4/model/money.h"

namespace cat4 {

using Json = nlohmann::ordered_json;

// The same document, in which no text reads as a command to a CI service that finds it in a log.
std::string WithoutCommands(std::string_view json);

inline std::string DocumentText(const Json& json) {
  return WithoutCommands(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

inline Json OrNull(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace cat4
