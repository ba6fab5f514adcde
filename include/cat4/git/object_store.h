// The objects of a repository, read through one long-lived `git cat-file --batch-command --buffer`.
//
// Every object is hashed anew: what is handed out is what its id says. Replace refs and grafts have no say
// and nothing is fetched, whatever git's configuration asks for. Requests are sent ahead in waves, so that
// git inflates what is wanted next while this process works on what has come.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cat4/base/result.h"
#include "cat4/git/object.h"

namespace cat4 {

struct Object {
  ObjectType type = ObjectType::kBlob;
  std::string bytes;
};

// Where git keeps the objects of a push until a hook has accepted it, as it tells the hook.
struct Quarantine {
  std::string object_directory;  // GIT_OBJECT_DIRECTORY
  std::string alternates;        // GIT_ALTERNATE_OBJECT_DIRECTORIES
};

// Why an object can't be had.
struct ObjectFault {
  enum class Kind {
    kMissing,  // it is not here: behind the boundary of a shallow clone, left out of a partial one, or lost
    kCorrupt,  // what is stored can't be read, is not what its id says, or is of another type than it has to
               // be
    kUnreadable,  // git can't be run
  };
  Kind kind = Kind::kMissing;
  std::string message;  // names the object
};

// For a command that can't go on without it.
Failure FailureOf(const ObjectFault& fault);

class ObjectStore {
 public:
  // Runs git in that directory of the repository, whose ids are of that kind, when something is asked for the
  // first time.
  ObjectStore(std::string directory, GitHash hash, std::optional<Quarantine> quarantine = std::nullopt);
  ObjectStore(ObjectStore&&) noexcept;
  ~ObjectStore();

  GitHash hash() const;

  // Says that the object will be asked for soon.
  void Want(std::string_view id);
  // What was wanted and not asked for will not be.
  void ForgetWanted();

  ResultOr<Object, ObjectFault> Get(std::string_view id);
  // The same, but a fault does not count: for who looks ahead, and comes back later.
  ResultOr<Object, ObjectFault> Look(std::string_view id);
  // As Get, where it has to be of that type.
  ResultOr<std::string, ObjectFault> Get(std::string_view id, ObjectType type);

  // Counts as such a fault: the object came, but is not what one of its type has to look like.
  void Blame(ObjectFault fault);

  // The first fault of all that were asked for.
  const std::optional<ObjectFault>& first_fault() const { return first_fault_; }
  // Fails with the first fault of all that were asked for. Who judges what was read from here, through code
  // that takes a file that can't be read for one that isn't there, asks before the verdict counts.
  Result<void> CheckAllCame() const;

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
  std::optional<ObjectFault> first_fault_;
};

}  // namespace cat4
