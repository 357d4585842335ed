#pragma once
// An event store without events: tests override what they need.

#include "store/event_store.h"

namespace parcours::testing {

class StubEventStore : public store::EventStore {
 public:
  store::ImportCounts add_import(model::EventSource& /*source*/, const store::ImportInfo& /*info*/,
                                 std::stop_token /*stop*/) override {
    return {};
  }
  store::BatchCounts add_batch(std::vector<model::EventBatch> /*batches*/,
                               const store::ImportInfo& /*info*/,
                               std::int64_t /*now_us*/) override {
    return {};
  }
  std::map<std::uint64_t, std::uint64_t> stream_rows() override { return {}; }
  void set_report(std::uint64_t /*import*/, const std::string& /*report*/) override {}
  std::vector<store::ImportRecord> imports() override { return {}; }
  std::uint64_t event_count() override { return 0; }
  std::vector<std::string> property_names() override { return {}; }
  void scan_customers(std::stop_token /*stop*/, const store::TakeKeyed& /*take*/) override {}
  void scan_cases(std::stop_token /*stop*/, const store::TakeKeyed& /*take*/) override {}
  std::vector<std::pair<std::string, std::uint64_t>> lifecycles() override { return {}; }
  void scan(const ScanSpec& /*spec*/, std::stop_token /*stop*/,
            const std::function<void(const store::ScannedEvents&)>& /*take*/) override {}
  void scan_property(const std::string& /*name*/, std::stop_token /*stop*/,
                     const std::function<void(const store::ScannedProperty&)>& /*take*/) override {}
  std::vector<store::StoredEvent> events_of(std::uint64_t /*customer*/) override { return {}; }
  std::vector<store::StoredEvent> events(std::span<const std::uint64_t> /*ids*/) override {
    return {};
  }
  std::vector<store::RefusedRecord> refused(const store::RefusedFilter& /*filter*/) override {
    return {};
  }
  std::map<model::RefusalReason, std::uint64_t> count_refused(
      const store::RefusedFilter& /*filter*/) override {
    return {};
  }
  std::uint64_t import_of_refused(std::uint64_t /*id*/) override { return 0; }
};

}  // namespace parcours::testing
