#include "workspace/canvas_json.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "workspace/question.h"

namespace parcours::workspace {
namespace {

using experience::CanvasInput;
using experience::Interval;

void write_interval(JsonWriter& json, const std::optional<Interval>& interval) {
  json.key("interval");
  if (!interval) {
    json.null();
    return;
  }
  json.open_array().value(interval->low).value(interval->high).close_array();
}

void write_instant(JsonWriter& json, std::string_view key,
                   const std::optional<std::int64_t>& at_us) {
  json.key(key);
  if (at_us) {
    json.value(format_instant(*at_us));
  } else {
    json.null();
  }
}

// Channels that the stage names, in the order in which they first stand there.
std::vector<std::string> planned_channels(const design::Stage& stage) {
  std::vector<std::string> channels;
  for (const design::PlannedTouchpoint& claim : stage.touchpoints) {
    if (!claim.channels) continue;
    for (const std::string& channel : *claim.channels) {
      if (std::find(channels.begin(), channels.end(), channel) == channels.end()) {
        channels.push_back(channel);
      }
    }
  }
  return channels;
}

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key).open_array();
  for (const std::string& text : texts) json.value(text);
  json.close_array();
}

// "within 48h" where the design gives no words.
design::LocalText promise_words(const design::Promise& promise) {
  if (!promise.text.empty()) return promise.text;
  const std::string within = format_duration(promise.within_us);
  return {.en = "within " + within, .fr = "en " + within};
}

void write_designed(JsonWriter& json, const design::Design& design, const design::Stage& stage) {
  json.key("designed").open_object().key("touchpoints").open_array();
  for (const design::PlannedTouchpoint& claim : stage.touchpoints) {
    json.open_object().member("touchpoint", claim.pattern.text());
    write_local(json, "title", claim.title);
    write_texts(json, "channels", claim.channels.value_or(std::vector<std::string>()));
    json.member("role", name_of(claim.role)).member("kind", name_of(claim.kind)).close_object();
  }
  json.close_array();
  write_texts(json, "channels", planned_channels(stage));
  json.key("promise");
  if (stage.promise) {
    json.open_object();
    write_local(json, "text", promise_words(*stage.promise));
    json.member("within_us", stage.promise->within_us)
        .member("from", design.stages[stage.promise->from].id)
        .member("counted", name_of(stage.promise->counted))
        .close_object();
  } else {
    json.null();
  }
  json.key("target")
      .open_object()
      .member("reach", stage.target.reach)
      .member("satisfaction", stage.target.satisfaction)
      .member("cx", stage.target.cx)
      .close_object();
  json.key("desired");
  if (stage.desired) {
    json.open_object()
        .member("low", stage.desired->low)
        .member("high", stage.desired->high)
        .close_object();
  } else {
    json.null();
  }
  json.close_object();
}

void write_time(JsonWriter& json, const experience::StageTime& time) {
  json.key("time").open_object().member("n", time.n);
  for (const auto& [key, us] :
       {std::pair{"median_us", time.median_us}, std::pair{"p75_us", time.p75_us},
        std::pair{"p90_us", time.p90_us}}) {
    json.key(key);
    if (time.n == 0) {
      json.null();
    } else {
      json.value(us);
    }
  }
  json.close_object();
}

void write_promise_kept(JsonWriter& json, const std::optional<experience::PromiseKept>& promise) {
  json.key("promise");
  if (!promise) {
    json.null();
    return;
  }
  json.open_object()
      .member("n", promise->kept + promise->broken)
      .member("kept", promise->kept)
      .member("broken", promise->broken)
      .member("pending", promise->pending)
      .member("broken_share", promise->broken_share);
  write_interval(json, promise->interval);
  json.close_object();
}

void write_lived(JsonWriter& json, const std::optional<experience::LivedStage>& lived) {
  json.key("lived");
  if (!lived) {
    json.null();
    return;
  }
  json.open_object().member("reached", lived->reached).member("share", lived->share);
  write_interval(json, lived->interval);
  json.member("running", lived->running)
      .member("dropped", lived->dropped)
      .member("continued", lived->continued)
      .member("skipped", lived->skipped)
      .member("events", lived->events);
  write_time(json, lived->time);
  write_promise_kept(json, lived->promise);
  json.key("channels").open_array();
  for (const experience::StageChannel& channel : lived->channels) {
    json.open_object()
        .member("channel", channel.channel)
        .member("journeys", channel.journeys)
        .member("share", channel.share)
        .member("planned", channel.planned)
        .close_object();
  }
  json.close_array();
  json.key("unplanned")
      .open_object()
      .member("journeys", lived->unplanned)
      .member("share", lived->unplanned_share)
      .close_object();
  json.close_object();
}

void write_satisfaction(JsonWriter& json, const std::optional<experience::Satisfaction>& felt,
                        const CanvasInput& input) {
  json.key("satisfaction");
  if (!felt) {
    json.null();
    return;
  }
  json.open_object()
      .member("n", felt->n)
      .member("journeys", felt->journeys)
      .member("mean", felt->mean);
  write_interval(json, felt->interval);
  json.key("sources").open_array();
  for (const experience::ScoreSource& source : felt->sources) {
    json.open_object()
        .member("touchpoint", input.snapshot.touchpoint_names[model::index_of(source.touchpoint)])
        .member("n", source.n)
        .member("mean", source.mean)
        .close_object();
  }
  json.close_array().close_object();
}

void write_cx(JsonWriter& json, const std::optional<experience::CxScore>& cx,
              const CanvasInput& input) {
  json.key("cx");
  if (!cx) {
    json.null();
    return;
  }
  json.open_object()
      .member("journeys", cx->journeys)
      .member("interactions", cx->interactions)
      .member("sum", cx->sum)
      .member("mean", cx->mean);
  write_interval(json, cx->interval);
  json.member("attainable_share", cx->attainable_share);
  const auto open_interaction = [&](const experience::InteractionCount& met) {
    const experience::InteractionInfo& info = input.recognised->interactions[met.interaction];
    json.open_object().member("interaction", info.id);
    write_local(json, "title", info.title);
    json.member("grade", info.grade);
  };
  json.key("worst");
  if (cx->worst) {
    open_interaction(cx->list[*cx->worst]);
    json.member("journeys", cx->list[*cx->worst].journeys).close_object();
  } else {
    json.null();
  }
  json.key("list").open_array();
  for (const experience::InteractionCount& met : cx->list) {
    open_interaction(met);
    json.member("occurrences", met.occurrences).member("journeys", met.journeys).close_object();
  }
  json.close_array().close_object();
}

void write_felt(JsonWriter& json, const experience::FeltStage& felt, const CanvasInput& input) {
  json.key("felt").open_object();
  write_satisfaction(json, felt.satisfaction, input);
  write_cx(json, felt.cx, input);
  json.member("verdict", name_of(felt.judgement.verdict))
      .member("basis", name_of(felt.judgement.basis));
  write_local(json, "reason", felt.judgement.reason);
  json.key("gap");
  if (felt.gap) {
    json.open_object().member("value", felt.gap->value);
    write_interval(json, felt.gap->interval);
    json.close_object();
  } else {
    json.null();
  }
  json.close_object();
}

void write_stage(JsonWriter& json, const experience::StageCanvas& measured,
                 const design::Stage& stage, const CanvasInput& input) {
  json.open_object().member("id", stage.id);
  write_local(json, "title", stage.title);
  json.member("phase", name_of(stage.phase))
      .member("contact", stage.contact)
      .member("optional", stage.optional)
      .key("moment_of_truth");
  if (stage.importance) {
    json.open_object().member("importance", *stage.importance).close_object();
  } else {
    json.null();
  }
  write_designed(json, input.design, stage);
  write_lived(json, measured.lived);
  write_felt(json, measured.felt, input);
  json.close_object();
}

void write_head(JsonWriter& json, const experience::Canvas& canvas, const CanvasOrigin& origin) {
  const design::Design& design = origin.input.design;
  json.member("snapshot", origin.snapshot);
  json.key("design").open_object().member("name", design.name);
  write_local(json, "title", design.title);
  json.member("proposal", design.proposal).member("version", origin.design_version).close_object();
  json.key("repository");
  if (origin.repository.empty()) {
    json.null();
  } else {
    json.open_object()
        .member("name", origin.repository)
        .member("version", origin.repository_version)
        .close_object();
  }
  json.key("base")
      .open_object()
      .member("journeys", canvas.journeys)
      .member("customers", canvas.customers)
      .member("events", canvas.events);
  write_instant(json, "from", canvas.from_us);
  write_instant(json, "to", canvas.to_us);
  json.member("running", canvas.running).close_object();
  json.key("phases").open_array();
  for (const design::Phase& phase : design.phases) {
    json.open_object().member("id", name_of(phase.id));
    write_local(json, "title", phase.title);
    json.close_object();
  }
  json.close_array().key("loop");
  if (design.loop) {
    json.open_object()
        .member("from", design.stages[design.loop->from].id)
        .member("to", design.stages[design.loop->to].id)
        .close_object();
  } else {
    json.null();
  }
  const design::SatisfactionScale& scale = design.satisfaction;
  json.key("scale")
      .open_object()
      .key("satisfaction")
      .open_object()
      .member("min", scale.min)
      .member("max", scale.max)
      .member("disappointing_below", scale.disappointing_below)
      .member("delight_from", scale.delight_from)
      .close_object()
      .key("cx")
      .open_object()
      .member("disappointing_below", design.cx.disappointing_below)
      .member("delight_from", design.cx.delight_from)
      .close_object()
      .close_object();
}

}  // namespace

void write_needs_look(JsonWriter& json, const design::Design& design,
                      const experience::Canvas& canvas) {
  json.key("needs_look").open_array();
  for (const experience::Look& look : experience::stages_to_look_at(design, canvas)) {
    json.open_object().member("stage", design.stages[look.stage].id);
    write_local(json, "title", design.stages[look.stage].title);
    json.member("rank", look.rank).key("why").open_array();
    for (const experience::LookWhy& why : look.why) {
      json.open_object().member("reason", name_of(why.reason)).member("value", why.value);
      write_interval(json, why.interval);
      write_local(json, "text", why.text);
      json.close_object();
    }
    json.close_array().close_object();
  }
  json.close_array();
}

std::string canvas_json(const experience::Canvas& canvas, const CanvasOrigin& origin) {
  const CanvasInput& input = origin.input;
  JsonWriter json;
  json.open_object();
  write_head(json, canvas, origin);
  json.key("stages").open_array();
  for (std::size_t s = 0; s < canvas.stages.size(); ++s) {
    write_stage(json, canvas.stages[s], input.design.stages[s], input);
  }
  json.close_array();
  json.key("other")
      .open_object()
      .member("events", canvas.other_events)
      .member("journeys", canvas.other_journeys)
      .key("touchpoints")
      .open_array();
  for (const experience::OtherTouchpoint& other : canvas.other) {
    json.open_object()
        .member("touchpoint", input.snapshot.touchpoint_names[model::index_of(other.touchpoint)])
        .member("events", other.events)
        .member("journeys", other.journeys)
        .close_object();
  }
  json.close_array().close_object();
  write_needs_look(json, input.design, canvas);
  json.key("overall").open_object();
  write_satisfaction(json, canvas.satisfaction, input);
  write_cx(json, canvas.cx, input);
  return json.close_object().close_object().take();
}

}  // namespace parcours::workspace
