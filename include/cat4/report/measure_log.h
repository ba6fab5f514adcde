// The decisions of a measure and how each is proven.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cat4/model/portfolio.h"

namespace cat4 {

struct LogEntry {
  std::size_t number = 0;  // as decision export has it; from 1
  const Decision* decision = nullptr;
  std::string statement;  // digest
  bool open = false;      // an approval that no transition has counted
  bool proven = false;
  std::string why;  // why not
  std::string key;  // fingerprint of the one that signed; empty: it could not be read
  KeyStatus key_status = KeyStatus::kActive;
  // Where it came from; empty: it has not landed on the way to the commit that is looked at.
  std::string landed, landed_on, landed_by;  // commit; its day and author, which are claims
  std::string recorded, recorder;            // the signed commit; empty: none
};

struct MeasureLog {
  std::string measure, title;
  std::string tip;   // commit whose history was looked at; empty: there is none
  int registry = 0;  // version that keys are judged by; 0: that of the files, ratified or not
  std::vector<LogEntry> entries;
};

std::string MeasureLogText(const MeasureLog& log);
std::string MeasureLogJson(const MeasureLog& log);

}  // namespace cat4
