#include "cli/progress_source.h"

#include <mutex>
#include <utility>

#include "cli/progress.h"

namespace cat4 {
namespace {

class ProgressSource : public Source {
 public:
  ProgressSource(std::unique_ptr<Source> source, const Environment& environment)
      : source_(std::move(source)), progress_("read", "files", environment) {}
  ProgressSource(const ProgressSource&) = delete;
  ProgressSource& operator=(const ProgressSource&) = delete;
  ~ProgressSource() override { progress_.Clear(); }

  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    return source_->List(directory);
  }

  Result<std::string> Read(std::string_view path, std::size_t limit) const override {
    Advance();
    return source_->Read(path, limit);
  }

  bool IsConcurrent() const override { return source_->IsConcurrent(); }

  void Expect(std::span<const std::string> paths) const override {
    expected_ += paths.size();
    source_->Expect(paths);
  }

 private:
  void Advance() const {
    const std::lock_guard lock(mutex_);
    if (read_ < expected_) ++read_;
    if (read_ < expected_) {
      progress_.Show(read_, expected_);
    } else {
      progress_.Clear();
    }
  }

  std::unique_ptr<Source> source_;
  // What is shown is no part of what is read.
  mutable std::mutex mutex_;
  mutable Progress progress_;
  mutable std::size_t read_ = 0, expected_ = 0;
};

}  // namespace

std::unique_ptr<Source> WithProgress(std::unique_ptr<Source> source, const Environment& environment) {
  return std::make_unique<ProgressSource>(std::move(source), environment);
}

}  // namespace cat4
