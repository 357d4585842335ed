#pragma once
// Process trees of files in PTML, the form in which pm4py writes them: for tests and benchmarks.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "design/process_model.h"
#include "support/temporary_directory.h"

namespace parcours::testing {

/// The nodes of a PTML text and their children, in the order of the file.
class PtmlTree {
 public:
  explicit PtmlTree(std::string_view text) {
    for (std::size_t at = text.find('<'); at != std::string_view::npos;
         at = text.find('<', at + 1)) {
      const std::string_view tag = text.substr(at + 1, text.find('>', at) - at - 1);
      const std::string kind(tag.substr(0, tag.find_first_of(" /")));
      if (kind == "processTree") root_ = attribute(tag, "root");
      if (kind == "parentsNode") {
        children_[attribute(tag, "sourceId")].push_back(attribute(tag, "targetId"));
      } else if (!kind.empty()) {
        nodes_[attribute(tag, "id")] = {kind, attribute(tag, "name")};
      }
    }
  }

  [[nodiscard]] design::ProcessModel model() const {
    design::ProcessModel out;
    (void)add(root_, out);
    design::check_model(out);
    return out;
  }

 private:
  struct Node {
    std::string kind;
    std::string name;
  };

  static std::string attribute(std::string_view tag, const std::string& name) {
    const std::size_t at = tag.find(" " + name + "=\"");
    if (at == std::string_view::npos) return "";
    const std::size_t from = at + name.size() + 3;
    return std::string(tag.substr(from, tag.find('"', from) - from));
  }

  std::uint32_t add(const std::string& id, design::ProcessModel& out) const {
    using design::PartKind;
    const Node& node = nodes_.at(id);
    if (node.kind == "manualTask") return out.add_activity(node.name);
    std::vector<std::uint32_t> parts;
    if (const auto found = children_.find(id); found != children_.end()) {
      for (const std::string& child : found->second) parts.push_back(add(child, out));
    }
    if (node.kind == "sequence") return out.add(PartKind::Sequence, parts);
    if (node.kind == "xor") return out.add(PartKind::Choice, parts);
    if (node.kind == "and") return out.add(PartKind::Parallel, parts);
    if (node.kind == "xorLoop") {  // what is done, what leads back, what follows
      const std::uint32_t loop = out.add(PartKind::Loop, {parts.at(0), parts.at(1)});
      return out.add(PartKind::Sequence, {loop, parts.at(2)});
    }
    return out.add(PartKind::Silent);
  }

  std::string root_;
  std::map<std::string, Node> nodes_;
  std::map<std::string, std::vector<std::string>> children_;
};

[[nodiscard]] inline design::ProcessModel model_of_file(const std::filesystem::path& path) {
  return PtmlTree(text_of_file(path)).model();
}

}  // namespace parcours::testing
