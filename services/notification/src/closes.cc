#include "closes.h"

namespace mib::notification {

bool Closes::Push(int64_t open_ns, const Decimal& price) {
  if (const auto last = last_open_ns(); last && open_ns <= *last) return false;
  open_ns_.push_back(open_ns);
  prices_.push_back(price);
  values_.push_back(price.ToDouble());
  if (size() > kCapacity) ++first_;
  if (first_ == kCapacity) Compact();
  return true;
}

void Closes::Compact() {
  const auto old = static_cast<std::ptrdiff_t>(first_);
  open_ns_.erase(open_ns_.begin(), open_ns_.begin() + old);
  prices_.erase(prices_.begin(), prices_.begin() + old);
  values_.erase(values_.begin(), values_.begin() + old);
  first_ = 0;
}

}  // namespace mib::notification
