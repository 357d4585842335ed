#pragma once
// Memory that several works take from one limit: each says beforehand what it needs, and gets it or
// is told the numbers, so that none of them is killed by the system.

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

namespace parcours {

/// Threads: safe from several. A budget outlives what is taken from it.
class MemoryBudget {
 public:
  /// 0: no limit.
  explicit MemoryBudget(std::uint64_t limit_bytes) : limit_(limit_bytes) {}

  /// What was taken, until it goes out of scope.
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&& other) noexcept
        : from_(std::exchange(other.from_, nullptr)), bytes_(other.bytes_) {}
    /// Gives back all but that many bytes.
    void keep(std::uint64_t bytes) {
      if (from_ == nullptr || bytes >= bytes_) return;
      from_->taken_ -= bytes_ - bytes;
      bytes_ = bytes;
    }
    Lease& operator=(Lease&& other) noexcept {
      std::swap(from_, other.from_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Lease() {
      if (from_ != nullptr) from_->taken_ -= bytes_;
    }

   private:
    friend class MemoryBudget;
    Lease(MemoryBudget& from, std::uint64_t bytes) : from_(&from), bytes_(bytes) {}
    MemoryBudget* from_ = nullptr;
    std::uint64_t bytes_ = 0;
  };

  /// Called before something is refused, to give back what is only kept in case it is asked for
  /// again. Say it before anything is taken.
  void when_short(std::function<void()> give_back) { give_back_ = std::move(give_back); }

  /// Errors: Error(TooLarge) with what is wanted, taken and allowed, if it does not fit.
  [[nodiscard]] Lease take(std::uint64_t bytes);
  [[nodiscard]] std::uint64_t taken() const { return taken_; }
  /// The most that was taken at once.
  [[nodiscard]] std::uint64_t highest() const { return highest_; }

 private:
  // Nothing taken, and how much others have, if it does not fit.
  bool try_take(std::uint64_t bytes, std::uint64_t& taken);

  std::uint64_t limit_;
  std::function<void()> give_back_;
  std::atomic<std::uint64_t> taken_ = 0;
  std::atomic<std::uint64_t> highest_ = 0;
};

}  // namespace parcours
