// What the workspace library gives beside the class, as long as tests run without it.
#include "support/fake_workspace.h"

#include "base/json_writer.h"

namespace parcours::workspace {

std::vector<std::string> question_names() {
  return {"summary",  "transitions", "variants", "paths",     "funnel",  "canvas",
          "overview", "proposal",    "journeys", "customers", "customer"};
}

std::string json_of(const ImportReport& report) {
  JsonWriter json;
  return json.open_object()
      .member("import", report.import)
      .member("file", report.file)
      .member("events", report.events)
      .close_object()
      .take();
}

std::string text_of(const ImportReport& report) {
  return report.file + "\n";
}

std::unique_ptr<Workspace> Workspace::open(const std::filesystem::path&, const OpenOptions&) {
  return std::make_unique<testing::FakeWorkspace>();
}

}  // namespace parcours::workspace
