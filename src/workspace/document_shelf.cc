#include "workspace/document_shelf.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "base/text.h"
#include "design/perimeter.h"
#include "experience/guide.h"
#include "workspace/saved_question.h"

namespace parcours::workspace {
namespace {

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

constexpr std::size_t kMostRemarkBytes = 10'000;

Remark remark_of(const store::DocumentRemark& kept) {
  return {.number = kept.number,
          .version = kept.version,
          .author = kept.author,
          .text = kept.text,
          .review = kept.review,
          .written_us = kept.written_us};
}

void check_remark(const Remark& remark) {
  static const std::vector<std::string> kStates = {"", "proposed", "returned", "accepted"};
  if (std::find(kStates.begin(), kStates.end(), remark.review) == kStates.end()) {
    throw Error(ErrorCode::BadInput, said("there is no state of a review '{}'", remark.review), {},
                suggest_name(remark.review, kStates));
  }
  if (remark.author.empty() || remark.author.size() > 100) {
    throw Error(ErrorCode::BadInput, said("a remark needs the name of who makes it"), {},
                said("write your name, 100 bytes at most"));
  }
  if (remark.text.empty() && remark.review.empty()) {
    throw Error(ErrorCode::BadInput, said("the remark says nothing"), {},
                said("write a text, or choose a step of the review"));
  }
  if (remark.text.size() > kMostRemarkBytes) {
    throw Error(ErrorCode::TooLarge, said("the remark has {} bytes; at most {} are kept",
                                          remark.text.size(), kMostRemarkBytes));
  }
}

}  // namespace

Message said_kind(std::string_view kind) {
  if (kind == "designs") return said("designs");
  if (kind == "repositories") return said("experience repositories");
  if (kind == "mappings") return said("mappings");
  if (kind == "questions") return said("saved questions");
  if (kind == "processes") return said("processes");
  if (kind == "perimeters") return said("perimeters");
  if (kind == "guides") return said("observation guides");
  return said("personas");
}

const std::vector<std::string>& DocumentShelf::kinds() {
  static const std::vector<std::string> kKinds = {"designs",   "repositories", "mappings",
                                                  "personas",  "guides",       "perimeters",
                                                  "questions", "processes"};
  return kKinds;
}

void DocumentShelf::check_kind(std::string_view kind) {
  if (std::find(kinds().begin(), kinds().end(), kind) != kinds().end()) return;
  throw Error(ErrorCode::NotFound, said("there is no kind of document '{}'", kind), {},
              suggest_name(kind, kinds()));
}

void DocumentShelf::check(std::string_view kind, const std::string& text,
                          const std::string& source) {
  check_kind(kind);
  if (kind == "processes") {
    (void)design::read_bpmn(text, source);
    return;
  }
  const Node root = parse_yaml(text, source);
  if (kind == "designs") {
    (void)design::parse_design(root);
  } else if (kind == "repositories") {
    (void)experience::parse_repository(root);
  } else if (kind == "mappings") {
    (void)collect::parse_mapping(root);
  } else if (kind == "guides") {
    (void)experience::parse_guide(root);
  } else if (kind == "perimeters") {
    (void)design::parse_perimeter(root);
  } else if (kind == "questions") {
    (void)parse_saved_question(root);
  } else {
    (void)design::parse_personas(root);
  }
}

StoredDocument DocumentShelf::stored(const store::DocumentVersion& v) {
  const std::string review = store_.review_of(v.kind, v.name, v.version);
  return {.kind = v.kind,
          .name = v.name,
          .version = v.version,
          .text = v.text,
          .author = v.author,
          .saved_us = v.saved_us,
          .review = review.empty() ? "draft" : review};
}

std::vector<Remark> DocumentShelf::remarks(std::string_view kind, std::string_view name) {
  (void)get(kind, name, 0);
  std::vector<Remark> all;
  for (const store::DocumentRemark& kept : store_.remarks(kind, name)) {
    all.push_back(remark_of(kept));
  }
  return all;
}

Remark DocumentShelf::add_remark(std::string_view kind, std::string_view name,
                                 const Remark& remark) {
  check_remark(remark);
  (void)get(kind, name, remark.version);
  return remark_of(store_.add_remark({.kind = std::string(kind),
                                      .name = std::string(name),
                                      .version = remark.version,
                                      .author = remark.author,
                                      .text = remark.text,
                                      .review = remark.review,
                                      .written_us = now_us()}));
}

std::vector<StoredDocument> DocumentShelf::list(std::string_view kind) {
  check_kind(kind);
  std::vector<StoredDocument> all;
  for (const store::DocumentVersion& v : store_.newest(kind)) all.push_back(stored(v));
  return all;
}

StoredDocument DocumentShelf::get(std::string_view kind, std::string_view name,
                                  std::uint64_t version) {
  check_kind(kind);
  if (const auto found = store_.find(kind, name, version)) return stored(*found);
  std::vector<std::string> names;
  for (const store::DocumentVersion& v : store_.newest(kind)) names.push_back(v.name);
  const bool known = std::find(names.begin(), names.end(), name) != names.end();
  throw Error(ErrorCode::NotFound,
              known ? said("'{}' has no version {}", name, version)
                    : said("there is no '{}' among the {}", shortened(name, 60), said_kind(kind)),
              {}, known ? said("leave the version out for the newest") : suggest_name(name, names));
}

StoredDocument DocumentShelf::save(const StoredDocument& document, std::uint64_t base_version) {
  if (document.name.empty() || document.name.size() > 100) {
    throw Error(ErrorCode::BadInput, said("a document needs a name of 1 to 100 bytes"));
  }
  (void)check_among_kept(document.kind, document.text, document.name);
  return stored(store_.add({.kind = document.kind,
                            .name = document.name,
                            .version = 0,
                            .text = document.text,
                            .author = document.author,
                            .saved_us = now_us()},
                           base_version));
}

std::uint64_t DocumentShelf::keep_mapping(const std::string& name, const std::string& text,
                                          const std::string& author) {
  const auto newest = store_.find("mappings", name, 0);
  if (newest && newest->text == text) return newest->version;
  return save({.kind = "mappings",
               .name = name,
               .version = 0,
               .text = text,
               .author = author,
               .saved_us = 0},
              newest ? newest->version : 0)
      .version;
}

collect::Mapping DocumentShelf::mapping(std::string_view name, std::uint64_t version) {
  const StoredDocument document = get("mappings", name, version);
  return collect::parse_mapping(parse_yaml(document.text, document.name));
}

std::optional<StoredDocument> DocumentShelf::named_or_first(std::string_view kind,
                                                            std::string_view name) {
  if (!name.empty()) return get(kind, name, 0);
  const std::vector<store::DocumentVersion> all = store_.newest(kind);
  if (all.empty()) return std::nullopt;
  return stored(all.front());
}

std::optional<Parsed<design::Design>> DocumentShelf::design(std::string_view name) {
  const auto document = named_or_first("designs", name);
  if (!document) return std::nullopt;
  return Parsed<design::Design>{
      .name = document->name,
      .version = document->version,
      .content = design::parse_design(parse_yaml(document->text, document->name))};
}

std::optional<Parsed<design::Personas>> DocumentShelf::personas(std::string_view name) {
  const auto document = named_or_first("personas", name);
  if (!document) return std::nullopt;
  return Parsed<design::Personas>{
      .name = document->name,
      .version = document->version,
      .content = design::parse_personas(parse_yaml(document->text, document->name))};
}

Parsed<design::ReadBpmn> DocumentShelf::process(std::string_view name) {
  const StoredDocument document = get("processes", name, 0);
  return {.name = document.name,
          .version = document.version,
          .content = design::read_bpmn(document.text, document.name)};
}

std::optional<Parsed<experience::Repository>> DocumentShelf::repository(std::string_view name) {
  const std::vector<store::DocumentVersion> all = store_.newest("repositories");
  const auto last =
      name.empty()
          ? std::max_element(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.saved_us < b.saved_us; })
          : std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  if (last == all.end()) return std::nullopt;
  return Parsed<experience::Repository>{
      .name = last->name,
      .version = last->version,
      .content = experience::parse_repository(parse_yaml(last->text, last->name))};
}

}  // namespace parcours::workspace
