#include "simulate/company.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "simulate/bad_rows.h"
#include "simulate/documents.h"
#include "simulate/generator.h"
#include "simulate/truths.h"

namespace parcours::simulate {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw Error(
      ErrorCode::Busy, said("cannot write {}: {}", path.string(), why), {},
      said("choose a directory that you may write to, with room for about 150 bytes an event"));
}

void prepare(const fs::path& out) {
  std::error_code failed;
  if (fs::exists(out, failed) && !fs::is_directory(out, failed)) {
    throw Error(ErrorCode::Conflict, said("{} is not a directory", out.string()), {},
                said("name a new or empty directory"));
  }
  fs::create_directories(out, failed);
  if (failed) refuse(out, failed.message());
  const bool empty = fs::is_empty(out, failed);
  if (failed) refuse(out, failed.message());
  if (!empty) {
    throw Error(ErrorCode::Conflict, said("the directory {} is not empty", out.string()), {},
                said("name a new or empty directory"));
  }
}

// Files that are removed again unless all of them were finished.
class Files : public Sink {
 public:
  explicit Files(fs::path out) : out_(std::move(out)) {
    events_ = open("events.csv");
    late_ = open("late_stores.csv");
  }
  ~Files() override {
    if (finished_) return;
    events_.file.close();
    late_.file.close();
    std::error_code ignored;
    for (const fs::path& path : begun_) fs::remove(path, ignored);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  void write(Stream stream, std::string_view text) override {
    write(stream == Stream::Events ? events_ : late_, text);
  }

  void write_whole(const std::string& name, std::string_view text) {
    Open file = open(name);
    write(file, text);
    close(file);
  }

  void finish() {
    close(events_);
    close(late_);
    finished_ = true;
  }

 private:
  struct Open {
    fs::path path;
    std::ofstream file;
  };

  Open open(const std::string& name) {
    Open opened{out_ / name, {}};
    errno = 0;
    opened.file.open(opened.path, std::ios::binary);
    if (!opened.file) refuse(opened.path, std::strerror(errno));
    begun_.push_back(opened.path);
    return opened;
  }
  static void write(Open& to, std::string_view text) {
    errno = 0;
    to.file.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!to.file) refuse(to.path, std::strerror(errno));
  }
  static void close(Open& file) {
    errno = 0;
    file.file.close();
    if (!file.file) refuse(file.path, std::strerror(errno));
  }

  fs::path out_;
  Open events_;
  Open late_;
  std::vector<fs::path> begun_;
  bool finished_ = false;
};

}  // namespace

void write_company(const Scenario& scenario, const fs::path& out, std::stop_token stop,
                   const std::function<void(std::uint64_t events)>& progress) {
  check(scenario);
  prepare(out);
  Files files(out);
  simulate(scenario, files, stop, progress);
  files.write_whole("bad_rows.csv", bad_rows(scenario.seed));
  files.write_whole("truths.json", truths_json(scenario));
  for (const Document& document : documents()) {
    files.write_whole(std::string(document.file), document.text);
  }
  files.finish();
}

}  // namespace parcours::simulate
