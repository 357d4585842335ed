#include "design/model_reduce.h"

#include <algorithm>

namespace parcours::design {
namespace {

// A part with its parts in it.
struct Tree {
  PartKind kind = PartKind::Silent;
  std::string label;
  std::vector<Tree> parts;

  [[nodiscard]] bool silent() const { return kind == PartKind::Silent; }
};

Tree silence() {
  return {.kind = PartKind::Silent, .label = {}, .parts = {}};
}

// Whether nothing at all is a way through it.
bool may_be_nothing(const Tree& tree) {
  switch (tree.kind) {
    case PartKind::Activity:
      return false;
    case PartKind::Silent:
      return true;
    case PartKind::Choice:
      return std::ranges::any_of(tree.parts, may_be_nothing);
    case PartKind::Loop:
      return may_be_nothing(tree.parts[0]);
    default:
      return std::ranges::all_of(tree.parts, may_be_nothing);
  }
}

// What orders parts that stand in no order of their own: silence, then labels as they come.
bool before(const Tree& one, const Tree& other) {
  if (one.silent() != other.silent()) return one.silent();
  if (one.parts.empty() && other.parts.empty()) return one.label < other.label;
  const Tree* a = &one;
  const Tree* b = &other;
  const auto first_label = [](const Tree* tree) {
    while (!tree->parts.empty()) {
      const auto spoken =
          std::ranges::find_if(tree->parts, [](const Tree& t) { return !t.silent(); });
      tree = spoken == tree->parts.end() ? &tree->parts.front() : &*spoken;
    }
    return tree->label;
  };
  return first_label(a) < first_label(b);
}

Tree optional_of(Tree tree) {
  if (may_be_nothing(tree)) return tree;
  Tree out{.kind = PartKind::Choice, .label = {}, .parts = {}};
  out.parts.push_back(silence());
  if (tree.kind == PartKind::Choice) {
    for (Tree& part : tree.parts) out.parts.push_back(std::move(part));
  } else {
    out.parts.push_back(std::move(tree));
  }
  return out;
}

// A choice without the silence in it; there is some.
Tree spoken_of(Tree choice) {
  std::erase_if(choice.parts, [](const Tree& part) { return part.silent(); });
  return choice.parts.size() == 1 ? std::move(choice.parts.front()) : choice;
}

bool is_optional(const Tree& tree) {
  return tree.kind == PartKind::Choice &&
         std::ranges::any_of(tree.parts, [](const Tree& part) { return part.silent(); });
}

Tree reduced_loop(Tree done, Tree back) {
  if (done.silent() && !back.silent()) {  // as often as may be, or not at all
    return optional_of(reduced_loop(std::move(back), std::move(done)));
  }
  if (!back.silent()) {
    return {.kind = PartKind::Loop, .label = {}, .parts = {std::move(done), std::move(back)}};
  }
  if (done.silent()) return done;
  if (is_optional(done))
    return optional_of(reduced_loop(spoken_of(std::move(done)), std::move(back)));
  if (done.kind == PartKind::Loop && done.parts[1].silent()) return done;
  return {.kind = PartKind::Loop, .label = {}, .parts = {std::move(done), std::move(back)}};
}

Tree reduced_choice(std::vector<Tree> parts) {
  Tree out{.kind = PartKind::Choice, .label = {}, .parts = {}};
  const bool quiet = std::ranges::any_of(parts, [](const Tree& part) { return part.silent(); });
  const bool nothing = std::ranges::any_of(
      parts, [](const Tree& part) { return !part.silent() && may_be_nothing(part); });
  for (Tree& part : parts) {
    if (!part.silent()) out.parts.push_back(std::move(part));
  }
  if (out.parts.empty()) return silence();
  std::ranges::stable_sort(out.parts, before);
  Tree all = out.parts.size() == 1 ? std::move(out.parts.front()) : std::move(out);
  return quiet && !nothing ? optional_of(std::move(all)) : all;
}

Tree reduced_tree(const ProcessModel& model, std::uint32_t place) {
  const ModelPart& part = model.parts[place];
  if (part.kind == PartKind::Activity) {
    return {.kind = part.kind, .label = model.activities[part.activity], .parts = {}};
  }
  if (part.kind == PartKind::Silent) return silence();
  if (part.kind == PartKind::Loop) {
    return reduced_loop(reduced_tree(model, part.parts[0]), reduced_tree(model, part.parts[1]));
  }
  std::vector<Tree> parts;
  for (const std::uint32_t of : part.parts) {
    Tree one = reduced_tree(model, of);
    if (one.kind == part.kind) {
      for (Tree& inner : one.parts) parts.push_back(std::move(inner));
    } else {
      parts.push_back(std::move(one));
    }
  }
  if (part.kind == PartKind::Choice) return reduced_choice(std::move(parts));
  std::erase_if(parts, [](const Tree& one) { return one.silent(); });
  if (parts.empty()) return silence();
  if (parts.size() == 1) return std::move(parts.front());
  if (part.kind == PartKind::Parallel) std::ranges::stable_sort(parts, before);
  return {.kind = part.kind, .label = {}, .parts = std::move(parts)};
}

std::uint32_t add(const Tree& tree, ProcessModel& out) {
  if (tree.kind == PartKind::Activity) return out.add_activity(tree.label);
  std::vector<std::uint32_t> parts;
  for (const Tree& part : tree.parts) parts.push_back(add(part, out));
  return out.add(tree.kind, std::move(parts));
}

}  // namespace

ProcessModel reduced(const ProcessModel& model) {
  check_model(model);
  ProcessModel out;
  (void)add(reduced_tree(model, static_cast<std::uint32_t>(model.parts.size() - 1)), out);
  return out;
}

}  // namespace parcours::design
