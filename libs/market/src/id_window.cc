#include "mib/market/id_window.h"

#include <algorithm>
#include <bit>

namespace mib::market {

IdWindow::IdWindow(uint64_t highest, const std::vector<uint64_t>& runs) : IdWindow() {
  if (runs.empty()) return;
  empty_ = false;
  highest_ = highest;
  uint64_t id = oldest();
  for (size_t i = 0; i < runs.size() && id <= highest; ++i) {
    const uint64_t count = std::min(runs[i], highest - id + 1);
    if (i % 2 == 1) MarkSeen(id, count);
    id += count;
  }
}

IdWindow::Verdict IdWindow::Insert(uint64_t id) {
  if (empty_ || id > highest_) {
    // The words gone past belong to ids never seen.
    const uint64_t passed = empty_ ? 0 : std::min(id / 64 - highest_ / 64, kWords);
    for (uint64_t i = 0; i < passed; ++i) words_[(id / 64 - i) % kWords] = 0;
    empty_ = false;
    highest_ = id;
  } else if (id < oldest()) {
    return Verdict::kTooOld;
  }
  uint64_t& word = WordOf(id);
  const uint64_t bit = uint64_t{1} << (id % 64);
  if ((word & bit) != 0) return Verdict::kDuplicate;
  word |= bit;
  return Verdict::kNew;
}

std::vector<uint64_t> IdWindow::Runs() const {
  std::vector<uint64_t> runs;
  if (empty_) return runs;
  bool seen = false;
  uint64_t length = 0;
  for (uint64_t id = oldest(); id <= highest_;) {
    const uint64_t rest = WordOf(id) >> (id % 64);
    const auto same = static_cast<uint64_t>(seen ? std::countr_one(rest) : std::countr_zero(rest));
    const uint64_t step = std::min({same, 64 - id % 64, highest_ - id + 1});
    if (step == 0) {
      runs.push_back(length);
      length = 0;
      seen = !seen;
      continue;
    }
    length += step;
    id += step;
    if (id == 0) break;  // past the largest id there is
  }
  runs.push_back(length);
  return runs;
}

uint64_t IdWindow::oldest() const {
  const uint64_t word = highest_ / 64;
  return word < kWords ? 0 : (word - kWords + 1) * 64;
}

void IdWindow::MarkSeen(uint64_t first, uint64_t count) {
  for (uint64_t i = 0; i < count; ++i) WordOf(first + i) |= uint64_t{1} << ((first + i) % 64);
}

}  // namespace mib::market
