#pragma once

#include <cstdint>
#include <vector>

namespace mib::market {

/// Which of the newest ids of a rising sequence have been seen: a sliding bitmap, as IPsec's anti-replay window (RFC
/// 6479) keeps one. Constant time and space per id; ids may come in any order within the window. One thread.
class IdWindow {
 public:
  /// How many ids back it remembers (rounded down to the word that holds the oldest).
  static constexpr uint64_t kIds = 65'536;

  enum class Verdict { kNew, kDuplicate, kTooOld };

  IdWindow() : words_(kWords, 0) {}
  /// What `highest` and `Runs` told of another window.
  IdWindow(uint64_t highest, const std::vector<uint64_t>& runs);

  /// Marks the id as seen. kTooOld is below the window: nobody can tell any more whether it was seen.
  Verdict Insert(uint64_t id);

  /// The largest id seen; 0 for none.
  uint64_t highest() const { return highest_; }
  /// Lengths of the stretches from the window's oldest id up to `highest`: not seen, seen, not seen, ... Short, since
  /// ids rise by one.
  std::vector<uint64_t> Runs() const;

 private:
  static constexpr uint64_t kWords = kIds / 64;

  uint64_t& WordOf(uint64_t id) { return words_[(id / 64) % kWords]; }
  uint64_t WordOf(uint64_t id) const { return words_[(id / 64) % kWords]; }
  uint64_t oldest() const;
  void MarkSeen(uint64_t first, uint64_t count);

  bool empty_ = true;
  uint64_t highest_ = 0;
  std::vector<uint64_t> words_;
};

}  // namespace mib::market
