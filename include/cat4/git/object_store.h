// The objects of a repository, read through one long-lived `git cat-file --batch-command --buffer`.
//
// Every object is hashed anew: what is handed out is what its id says. Requests are sent ahead in waves, so
// that git inflates what is wanted next while this process works on what has come.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "cat4/git/object.h"
#include "cat4/git/repository.h"

namespace cat4 {

struct Object {
  ObjectType type = ObjectType::kBlob;
  std::string bytes;
};

// Why an object can't be had.
struct ObjectFault {
  enum class Kind {
    kMissing,     // it is not here: a shallow or partial clone, or a damaged repository
    kCorrupt,     // what is stored can't be read, or is not what its id says
    kUnreadable,  // git can't be run
  };
  Kind kind = Kind::kMissing;
  std::string message;  // names the object
};

class ObjectStore {
 public:
  // Runs git when something is asked for the first time. The repository outlives the store.
  explicit ObjectStore(const Repository& repository);
  ObjectStore(ObjectStore&&) noexcept;
  ~ObjectStore();

  GitHash hash() const;

  // Says that the object will be asked for soon.
  void Want(std::string_view id);

  tl::expected<Object, ObjectFault> Get(std::string_view id);
  // The same where it has to be of that type.
  tl::expected<std::string, ObjectFault> Get(std::string_view id, ObjectType type);

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace cat4
