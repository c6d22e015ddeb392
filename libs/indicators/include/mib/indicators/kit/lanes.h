#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

// Four doubles side by side, for what is done to whole blocks of a column. Every lane rounds as a single double does,
// so the width of the machine's vectors never shows in a result.

namespace mib::indicators {

using Lanes = double __attribute__((vector_size(32)));
using LaneBits = int64_t __attribute__((vector_size(32)));
inline constexpr size_t kLanes = 4;

/// Columns are worked through in blocks of at most this many rows, which stay in the first-level cache.
inline constexpr size_t kBlock = 256;

/// A function with this in front is compiled for processors with and without AVX2, and the loader takes the one that
/// suits. What it calls must be inline to be compiled with it; and must be, or take references, where it has Lanes for
/// arguments: how these are passed differs between processors. So does their alignment: what holds Lanes is declared
/// with alignas(sizeof(Lanes)).
#if defined(__x86_64__) && !defined(__clang__) && defined(__OPTIMIZE__)
#define MIB_FOR_EACH_PROCESSOR __attribute__((target_clones("default", "arch=x86-64-v3")))
#else
#define MIB_FOR_EACH_PROCESSOR
#endif
#define MIB_ALWAYS_INLINE inline __attribute__((always_inline))
#define MIB_LAMBDA_INLINE __attribute__((always_inline))

MIB_ALWAYS_INLINE Lanes LoadLanes(const double* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}
MIB_ALWAYS_INLINE void StoreLanes(Lanes lanes, double* to) { std::memcpy(to, &lanes, sizeof lanes); }
MIB_ALWAYS_INLINE Lanes AllLanes(double x) { return Lanes{x, x, x, x}; }

/// One double or four, for templates of both.
template <typename T>
MIB_ALWAYS_INLINE T LoadAs(const double* from) {
  T loaded;
  std::memcpy(&loaded, from, sizeof loaded);
  return loaded;
}
template <typename T>
MIB_ALWAYS_INLINE void StoreAs(T stored, double* to) {
  std::memcpy(to, &stored, sizeof stored);
}

/// The four values that end `kBack` before the last of `now`, which comes after `before`.
template <int kBack>
MIB_ALWAYS_INLINE Lanes Shifted(Lanes before, Lanes now) {
  return __builtin_shufflevector(before, now, 4 - kBack, 5 - kBack, 6 - kBack, 7 - kBack);
}

}  // namespace mib::indicators
