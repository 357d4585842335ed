#include "design/footprint.h"

#include <utility>

namespace parcours::design {
namespace {

void join(ActivitySet& into, const ActivitySet& more) {
  for (std::size_t a = 0; a < into.size(); ++a) {
    if (more[a]) into[a] = true;
  }
}

// What is known of one part.
struct Ends {
  ActivitySet first;
  ActivitySet last;
  bool skippable = false;
};

class Reading {
 public:
  explicit Reading(const ProcessModel& model)
      : model_(model), none_(model.activities.size()), follows_(none_.size(), none_) {}

  Footprint whole() {
    std::vector<Ends> ends;
    for (const ModelPart& part : model_.parts) ends.push_back(ends_of(part, ends));
    Ends& all = ends.back();
    return {.first = std::move(all.first),
            .last = std::move(all.last),
            .follows = std::move(follows_),
            .skippable = all.skippable};
  }

 private:
  Ends ends_of(const ModelPart& part, const std::vector<Ends>& of) {
    switch (part.kind) {
      case PartKind::Activity: {
        Ends out{.first = none_, .last = none_};
        out.first[part.activity] = true;
        out.last[part.activity] = true;
        return out;
      }
      case PartKind::Sequence:
        return one_after_the_other(part, of);
      case PartKind::Choice:
        return one_of(part, of);
      case PartKind::Parallel:
        return side_by_side(part, of);
      case PartKind::Loop:
        return again_and_again(of[part.parts[0]], of[part.parts[1]]);
      case PartKind::Silent:
        break;
    }
    return {.first = none_, .last = none_, .skippable = true};
  }

  Ends one_after_the_other(const ModelPart& part, const std::vector<Ends>& of) {
    Ends out{.first = none_, .last = none_, .skippable = true};
    for (const std::uint32_t p : part.parts) {
      follow(out.last, of[p].first);
      if (out.skippable) join(out.first, of[p].first);
      if (!of[p].skippable) out.last = none_;
      join(out.last, of[p].last);
      out.skippable = out.skippable && of[p].skippable;
    }
    return out;
  }

  [[nodiscard]] Ends one_of(const ModelPart& part, const std::vector<Ends>& of) const {
    Ends out{.first = none_, .last = none_};
    for (const std::uint32_t p : part.parts) {
      join(out.first, of[p].first);
      join(out.last, of[p].last);
      out.skippable = out.skippable || of[p].skippable;
    }
    return out;
  }

  Ends side_by_side(const ModelPart& part, const std::vector<Ends>& of) {
    Ends out = one_of(part, of);
    out.skippable = true;
    ActivitySet before = none_;  // every activity of the parts so far
    for (const std::uint32_t p : part.parts) {
      const ActivitySet here = activities_of(p);
      follow(before, here);
      follow(here, before);
      join(before, here);
      out.skippable = out.skippable && of[p].skippable;
    }
    return out;
  }

  Ends again_and_again(const Ends& body, const Ends& back) {
    Ends out = body;
    follow(body.last, back.first);
    follow(back.last, body.first);
    if (back.skippable) follow(body.last, body.first);
    if (body.skippable) {
      follow(back.last, back.first);
      join(out.first, back.first);
      join(out.last, back.last);
    }
    return out;
  }

  [[nodiscard]] ActivitySet activities_of(std::uint32_t part) const {
    ActivitySet out = none_;
    std::vector<std::uint32_t> open = {part};
    while (!open.empty()) {
      const ModelPart& one = model_.parts[open.back()];
      open.pop_back();
      if (one.kind == PartKind::Activity) out[one.activity] = true;
      open.insert(open.end(), one.parts.begin(), one.parts.end());
    }
    return out;
  }

  void follow(const ActivitySet& before, const ActivitySet& after) {
    for (std::size_t a = 0; a < before.size(); ++a) {
      if (before[a]) join(follows_[a], after);
    }
  }

  const ProcessModel& model_;
  const ActivitySet none_;
  std::vector<ActivitySet> follows_;
};

}  // namespace

Footprint footprint_of(const ProcessModel& model) {
  return Reading(model).whole();
}

}  // namespace parcours::design
