#include <fmt/core.h>

#include <fstream>
#include <iterator>

#include "base/document.h"
#include "base/text.h"
#include "cli/commands.h"

namespace parcours::cli {

namespace fs = std::filesystem;

std::unique_ptr<workspace::Workspace> open_workspace(const fs::path& data, Surroundings& around) {
  return around.open(data, around.open_options);
}

std::unique_ptr<workspace::Workspace> open_existing(const fs::path& data, Surroundings& around) {
  if (!fs::exists(data)) {
    throw Error(
        ErrorCode::NotFound, said("there is no workspace at {}", data.string()), {},
        said("name it with --data DIR, or make it: parcours import FILE --data {}", data.string()));
  }
  return open_workspace(data, around);
}

void check_file(const fs::path& file) {
  std::error_code ignored;
  if (fs::is_regular_file(file, ignored) || fs::is_fifo(file, ignored)) return;
  if (fs::is_directory(file, ignored)) {
    throw Error(ErrorCode::BadInput, said("{} is a folder", file.string()), {},
                said("name one file in it"));
  }
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    names.push_back(entry.path().filename().string());
  }
  const auto near = nearest_name(file.filename().string(), names);
  throw Error(ErrorCode::NotFound, said("there is no file {}", file.string()), {},
              near ? said("did you mean '{}'?", (file.parent_path() / *near).string()) : Message());
}

std::string read_text_file(const fs::path& file) {
  check_file(file);
  std::error_code ignored;
  if (const auto size = fs::file_size(file, ignored); !ignored && size > kMaxDocumentBytes) {
    throw Error(ErrorCode::TooLarge, said("{} has {} bytes; a document has at most {}",
                                          file.string(), size, kMaxDocumentBytes));
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    throw Error(ErrorCode::BadInput, said("{} cannot be read", file.string()), {},
                said("check who may read it"));
  }
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace parcours::cli
