#include "design/bpmn_layout.h"

#include <algorithm>
#include <map>

namespace parcours::design {
namespace {

constexpr double kTaskWidth = 120;
constexpr double kTaskHeight = 80;
constexpr double kEvent = 36;
constexpr double kGateway = 50;
constexpr double kBetweenColumns = 60;
constexpr double kBetweenRows = 40;
constexpr double kChannel = 40;  // for the lines above and below the rows of a band
constexpr double kMargin = 40;
constexpr double kTitle = 30;  // where pools and lanes have their names

using Place = std::pair<std::string_view, std::string_view>;  // process, sub-process

struct Size {
  double width = 0;
  double height = 0;
};

// The nodes of one process or sub-process in columns, bands and rows.
struct Grid {
  std::vector<const BpmnNode*> nodes;  // those that stand in columns: all but boundary events
  std::map<std::string_view, std::size_t> at;
  std::vector<std::size_t> column;
  std::vector<std::size_t> band;
  std::vector<std::size_t> row;
  std::vector<double> column_width;
  std::vector<std::vector<double>> row_height;  // by band
  std::vector<const BpmnLane*> bands;           // the lanes that are divided no further

  [[nodiscard]] double width() const {
    double sum = 2 * kMargin;
    for (const double one : column_width) sum += one + kBetweenColumns;
    return sum;
  }
  [[nodiscard]] double height(std::size_t of_band) const {
    double sum = 2 * kChannel;
    for (const double one : row_height[of_band]) sum += one + kBetweenRows;
    return std::max(sum - kBetweenRows, 2 * kChannel + kTaskHeight);
  }
  [[nodiscard]] double height() const {
    double sum = 0;
    for (std::size_t b = 0; b < row_height.size(); ++b) sum += height(b);
    return sum;
  }
};

// Longest ways from the beginnings; flows that close a circle do not count.
std::vector<std::size_t> columns_of(const std::vector<std::vector<std::size_t>>& next) {
  enum class Seen : std::uint8_t { No, Open, Done };
  std::vector<Seen> seen(next.size(), Seen::No);
  std::vector<std::size_t> finished;  // followers first
  std::vector<std::pair<std::size_t, std::size_t>> stack;
  std::vector<std::vector<std::size_t>> forward(next.size());
  for (std::size_t root = 0; root < next.size(); ++root) {
    if (seen[root] != Seen::No) continue;
    stack.emplace_back(root, 0);
    seen[root] = Seen::Open;
    while (!stack.empty()) {
      auto& [node, edge] = stack.back();
      if (edge == next[node].size()) {
        seen[node] = Seen::Done;
        finished.push_back(node);
        stack.pop_back();
        continue;
      }
      const std::size_t to = next[node][edge++];
      if (seen[to] != Seen::Open) forward[node].push_back(to);
      if (seen[to] != Seen::No) continue;
      seen[to] = Seen::Open;
      stack.emplace_back(to, 0);
    }
  }
  std::vector<std::size_t> column(next.size());
  for (auto node = finished.rbegin(); node != finished.rend(); ++node) {
    for (const std::size_t to : forward[*node]) {
      column[to] = std::max(column[to], column[*node] + 1);
    }
  }
  return column;
}

class Layout {
 public:
  explicit Layout(const BpmnGraph& graph) : graph_(graph) {
    for (const BpmnNode& node : graph.nodes) nodes_[{node.process, node.inside}].push_back(&node);
    for (const BpmnFlow& flow : graph.flows) flows_[{flow.process, flow.inside}].push_back(&flow);
  }

  BpmnDiagram draw() {
    out_.of = graph_.collaboration;
    if (out_.of.empty() && !graph_.processes.empty()) out_.of = graph_.processes.front().id;
    double y = 0;
    for (const BpmnProcess& process : graph_.processes) y = draw_process(process, y) + kMargin;
    for (const BpmnPool& pool : graph_.pools) {
      if (!pool.process.empty()) continue;
      put_band(pool.id, {.x = 0, .y = y, .width = 600, .height = 2 * kTitle});
      y += 2 * kTitle + kMargin;
    }
    double x = kMargin;
    for (const BpmnItem& item : graph_.items) {
      if (item.element == "dataObject" || item.element == "group") continue;
      const bool is_note = item.element == "textAnnotation";
      put(item.id, {.x = x, .y = y, .width = is_note ? 160.0 : 40.0, .height = 50});
      x += 200;
    }
    for (const BpmnMessageFlow& flow : graph_.message_flows) line(flow.id, flow.from, flow.to);
    for (const BpmnAssociation& one : graph_.associations) line(one.id, one.from, one.to);
    return std::move(out_);
  }

 private:
  double draw_process(const BpmnProcess& process, double y) {
    const Place place{process.id, ""};
    measure(place);
    const Grid& grid = grids_.at(place);
    const auto pool = std::ranges::find(graph_.pools, process.id, &BpmnPool::process);
    const bool framed = pool != graph_.pools.end();
    const double depth = lane_depth(place, "");
    const double left = (framed ? kTitle : 0) + depth * kTitle;
    const double width = left + grid.width();
    if (framed) put_band(pool->id, {.x = 0, .y = y, .width = width, .height = grid.height()});
    if (depth > 0) {
      double lane_y = y;
      draw_lanes(place, "", {.x = framed ? kTitle : 0, .y = y, .width = width, .height = 0},
                 lane_y);
    }
    draw_content(place, left, y);
    return y + grid.height();
  }

  [[nodiscard]] double lane_depth(const Place& place, std::string_view of_lane) const {
    double deepest = 0;
    for (const BpmnLane& lane : graph_.lanes) {
      if (Place{lane.process, lane.inside} != place || lane.of_lane != of_lane) continue;
      deepest = std::max(deepest, 1 + lane_depth(place, lane.id));
    }
    return deepest;
  }

  // `frame.width` is where lanes end on the right; `y` goes on below each band.
  void draw_lanes(const Place& place, std::string_view of_lane, const BpmnBounds& frame,
                  double& y) {
    const Grid& grid = grids_.at(place);
    for (const BpmnLane& lane : graph_.lanes) {
      if (Place{lane.process, lane.inside} != place || lane.of_lane != of_lane) continue;
      const double top = y;
      const std::size_t shape = out_.shapes.size();
      put_band(lane.id, {});
      const auto band = std::ranges::find(grid.bands, &lane);
      if (band == grid.bands.end()) {
        BpmnBounds inner = frame;
        inner.x += kTitle;
        draw_lanes(place, lane.id, inner, y);
      } else {
        y += grid.height(static_cast<std::size_t>(band - grid.bands.begin()));
      }
      out_.shapes[shape].bounds = {
          .x = frame.x, .y = top, .width = frame.width - frame.x, .height = y - top};
    }
  }

  Size size_of(const BpmnNode& node) {
    if (is_event(node.kind)) return {.width = kEvent, .height = kEvent};
    if (is_gateway(node.kind)) return {.width = kGateway, .height = kGateway};
    const Place own{node.process, node.id};
    if (node.kind != BpmnKind::SubProcess || !nodes_.contains(own)) {
      return {.width = kTaskWidth, .height = kTaskHeight};
    }
    measure(own);
    return {.width = grids_.at(own).width(), .height = grids_.at(own).height()};
  }

  void measure(const Place& place) {
    Grid grid;
    std::vector<std::string_view> hosts;
    for (const BpmnNode* node : nodes_[place]) {
      if (node->kind == BpmnKind::Boundary) continue;
      grid.at.emplace(node->id, grid.nodes.size());
      grid.nodes.push_back(node);
    }
    std::vector<std::vector<std::size_t>> next(grid.nodes.size());
    for (const BpmnFlow* flow : flows_[place]) {
      const auto from = grid.at.find(host_of(flow->from));
      const auto to = grid.at.find(flow->to);
      if (from != grid.at.end() && to != grid.at.end()) next[from->second].push_back(to->second);
    }
    grid.column = columns_of(next);
    for (const BpmnLane& lane : graph_.lanes) {
      if (Place{lane.process, lane.inside} == place && lane_depth(place, lane.id) == 0) {
        grid.bands.push_back(&lane);
      }
    }
    place_rows(grid);
    grids_[place] = std::move(grid);
  }

  void place_rows(Grid& grid) {
    std::map<std::string_view, std::size_t> band_of;
    for (std::size_t b = 0; b < grid.bands.size(); ++b) {
      for (const std::string& id : grid.bands[b]->nodes) band_of.emplace(id, b);
    }
    grid.row_height.resize(std::max<std::size_t>(1, grid.bands.size()));
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> filled;  // rows by band, column
    for (std::size_t n = 0; n < grid.nodes.size(); ++n) {
      const auto known = band_of.find(grid.nodes[n]->id);
      grid.band.push_back(known == band_of.end() ? 0 : known->second);
      grid.row.push_back(filled[{grid.band[n], grid.column[n]}]++);
      const Size size = size_of(*grid.nodes[n]);
      if (grid.column_width.size() <= grid.column[n]) grid.column_width.resize(grid.column[n] + 1);
      double& width = grid.column_width[grid.column[n]];
      width = std::max(width, size.width);
      auto& heights = grid.row_height[grid.band[n]];
      if (heights.size() <= grid.row[n]) heights.resize(grid.row[n] + 1);
      heights[grid.row[n]] = std::max(heights[grid.row[n]], size.height);
    }
  }

  [[nodiscard]] std::string_view host_of(std::string_view id) const {
    const BpmnNode* node = graph_.node(id);
    return node != nullptr && node->kind == BpmnKind::Boundary ? node->attached_to : id;
  }

  void draw_content(const Place& place, double left, double top) {
    const Grid& grid = grids_.at(place);
    std::vector<double> x = {left + kMargin};
    for (const double width : grid.column_width) x.push_back(x.back() + width + kBetweenColumns);
    std::vector<double> band_top = {top};
    for (std::size_t b = 0; b < grid.row_height.size(); ++b) {
      band_top.push_back(band_top.back() + grid.height(b));
    }
    for (std::size_t n = 0; n < grid.nodes.size(); ++n) {
      const BpmnNode& node = *grid.nodes[n];
      const auto& heights = grid.row_height[grid.band[n]];
      double y = band_top[grid.band[n]] + kChannel;
      for (std::size_t r = 0; r < grid.row[n]; ++r) y += heights[r] + kBetweenRows;
      const Size size = size_of(node);
      const BpmnBounds bounds = {
          .x = x[grid.column[n]] + (grid.column_width[grid.column[n]] - size.width) / 2,
          .y = y + (heights[grid.row[n]] - size.height) / 2,
          .width = size.width,
          .height = size.height};
      put(node.id, bounds);
      const Place own{node.process, node.id};
      const bool has_content = node.kind == BpmnKind::SubProcess && nodes_.contains(own);
      if (node.kind == BpmnKind::SubProcess) out_.shapes.back().expanded = has_content;
      if (node.kind == BpmnKind::Exclusive) out_.shapes.back().marker_visible = true;
      if (has_content) draw_content(own, bounds.x, bounds.y);
    }
    draw_boundary(place);
    for (const BpmnFlow* flow : flows_[place]) route(*flow, grid, band_top);
  }

  // Along the lower border of what they are attached to.
  void draw_boundary(const Place& place) {
    std::map<std::string_view, double> along;
    for (const BpmnNode* node : nodes_[place]) {
      const auto host = bounds_.find(node->attached_to);
      if (node->kind != BpmnKind::Boundary || host == bounds_.end()) continue;
      const BpmnBounds& of = host->second;
      const double x = of.x + 10 + along[node->attached_to];
      along[node->attached_to] += kEvent + 4;
      put(node->id,
          {.x = x, .y = of.y + of.height - kEvent / 2, .width = kEvent, .height = kEvent});
    }
  }

  // To the next column straight or round one corner; further above the rows, back below them.
  void route(const BpmnFlow& flow, const Grid& grid, const std::vector<double>& band_top) {
    const auto from_at = bounds_.find(flow.from);
    const auto to_at = bounds_.find(flow.to);
    if (from_at == bounds_.end() || to_at == bounds_.end()) return;
    const BpmnBounds& from = from_at->second;
    const BpmnBounds& to = to_at->second;
    const std::size_t source = grid.at.at(host_of(flow.from));
    const auto target = grid.at.find(host_of(flow.to));
    if (target == grid.at.end()) return line(flow.id, flow.from, flow.to);
    const std::size_t start = grid.column[source];
    const std::size_t end = grid.column[target->second];
    const BpmnPoint out{.x = from.x + from.width, .y = from.y + from.height / 2};
    const BpmnPoint in{.x = to.x, .y = to.y + to.height / 2};
    std::vector<BpmnPoint> points;
    if (end == start + 1) {
      const double middle = in.x - kBetweenColumns / 2;
      points = {out, {.x = middle, .y = out.y}, {.x = middle, .y = in.y}, in};
      if (out.y == in.y) points = {out, in};
    } else {
      const bool forward = end > start;
      const double from_x = from.x + from.width / 2;
      const double to_x = to.x + to.width / 2;
      const double channel = forward ? band_top[grid.band[source]] + kChannel / 2
                                     : band_top[grid.band[source] + 1] - kChannel / 2;
      points = {{.x = from_x, .y = forward ? from.y : from.y + from.height},
                {.x = from_x, .y = channel},
                {.x = to_x, .y = channel},
                {.x = to_x, .y = channel < to.y ? to.y : to.y + to.height}};
    }
    out_.lines.push_back({.of = flow.id, .points = std::move(points), .label = std::nullopt});
  }

  void line(const std::string& id, const std::string& from, const std::string& to) {
    const auto start = bounds_.find(from);
    const auto end = bounds_.find(to);
    if (start == bounds_.end() || end == bounds_.end()) return;
    const BpmnBounds& a = start->second;
    const BpmnBounds& b = end->second;
    const bool down = a.y < b.y;
    out_.lines.push_back({.of = id,
                          .points = {{.x = a.x + a.width / 2, .y = down ? a.y + a.height : a.y},
                                     {.x = b.x + b.width / 2, .y = down ? b.y : b.y + b.height}},
                          .label = std::nullopt});
  }

  void put(const std::string& id, const BpmnBounds& bounds) {
    bounds_[id] = bounds;
    out_.shapes.push_back({.of = id,
                           .bounds = bounds,
                           .label = std::nullopt,
                           .expanded = std::nullopt,
                           .horizontal = std::nullopt,
                           .marker_visible = std::nullopt});
  }
  void put_band(const std::string& id, const BpmnBounds& bounds) {
    put(id, bounds);
    out_.shapes.back().horizontal = true;
  }

  const BpmnGraph& graph_;
  std::map<Place, std::vector<const BpmnNode*>> nodes_;
  std::map<Place, std::vector<const BpmnFlow*>> flows_;
  std::map<Place, Grid> grids_;
  std::map<std::string_view, BpmnBounds> bounds_;
  BpmnDiagram out_;
};

}  // namespace

BpmnDiagram lay_out(const BpmnGraph& graph) {
  return Layout(graph).draw();
}

}  // namespace parcours::design
