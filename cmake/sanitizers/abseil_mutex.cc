// Tells ThreadSanitizer about absl::Mutex and absl::Notification. Debian's Abseil is not built with the sanitizer, so
// it does not see that a lock was taken and reports races that are none. The functions below stand before Abseil's own
// (for gRPC too), which they find again as the next definition of the same symbol, and say around each call what it
// does.
//
// Conditions that Abseil evaluates inside a call run under the lock; the sanitizer ignores what happens between "pre"
// and "post".
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace {

// Abseil's functions call one another; only the outermost speaks.
thread_local int depth = 0;

#define MIB_TEXT_OF(name) #name
#define MIB_TEXT(name) MIB_TEXT_OF(name)

/// The next definition of absl::<rest> after this one; `rest` is the mangled name after the namespaces.
template <typename Function>
Function Next(const char* kind, const char* rest) {
  const std::string version = MIB_TEXT(ABSL_OPTION_INLINE_NAMESPACE_NAME);
  const std::string name = std::string(kind) + "4absl" + std::to_string(version.size()) + version + rest;
  void* found = dlsym(RTLD_NEXT, name.c_str());
  if (found == nullptr) {
    std::fprintf(stderr, "this Abseil has no %s\n", name.c_str());
    std::abort();
  }
  return reinterpret_cast<Function>(found);
}

struct Outermost {
  Outermost() : is(depth++ == 0) {}
  ~Outermost() { --depth; }
  const bool is;
};

}  // namespace

namespace absl {
ABSL_NAMESPACE_BEGIN

// Takes the lock.
#define MIB_LOCK(method, rest, flags)                             \
  void Mutex::method() {                                          \
    static const auto next = Next<void (*)(Mutex*)>("_ZN", rest); \
    const Outermost outermost;                                    \
    if (outermost.is) __tsan_mutex_pre_lock(this, flags);         \
    next(this);                                                   \
    if (outermost.is) __tsan_mutex_post_lock(this, flags, 0);     \
  }
#define MIB_TRY_LOCK(method, rest, flags)                                                                   \
  bool Mutex::method() {                                                                                    \
    static const auto next = Next<bool (*)(Mutex*)>("_ZN", rest);                                           \
    const Outermost outermost;                                                                              \
    if (outermost.is) __tsan_mutex_pre_lock(this, (flags) | __tsan_mutex_try_lock);                         \
    const bool taken = next(this);                                                                          \
    const unsigned outcome = (flags) | __tsan_mutex_try_lock | (taken ? 0U : __tsan_mutex_try_lock_failed); \
    if (outermost.is) __tsan_mutex_post_lock(this, outcome, 0);                                             \
    return taken;                                                                                           \
  }
#define MIB_UNLOCK(method, rest, flags)                           \
  void Mutex::method() {                                          \
    static const auto next = Next<void (*)(Mutex*)>("_ZN", rest); \
    const Outermost outermost;                                    \
    if (outermost.is) __tsan_mutex_pre_unlock(this, flags);       \
    next(this);                                                   \
    if (outermost.is) __tsan_mutex_post_unlock(this, flags);      \
  }

MIB_LOCK(Lock, "5Mutex4LockEv", 0)
MIB_LOCK(ReaderLock, "5Mutex10ReaderLockEv", __tsan_mutex_read_lock)
MIB_TRY_LOCK(TryLock, "5Mutex7TryLockEv", 0)
MIB_TRY_LOCK(ReaderTryLock, "5Mutex13ReaderTryLockEv", __tsan_mutex_read_lock)
MIB_UNLOCK(Unlock, "5Mutex6UnlockEv", 0)
MIB_UNLOCK(ReaderUnlock, "5Mutex12ReaderUnlockEv", __tsan_mutex_read_lock)

Mutex::~Mutex() {
  static const auto next = Next<void (*)(Mutex*)>("_ZN", "5MutexD1Ev");
  __tsan_mutex_destroy(this, __tsan_mutex_not_static);
  next(this);
}

void Mutex::LockWhen(const Condition& condition) {
  static const auto next = Next<void (*)(Mutex*, const Condition&)>("_ZN", "5Mutex8LockWhenERKNS0_9ConditionE");
  const Outermost outermost;
  if (outermost.is) __tsan_mutex_pre_lock(this, 0);
  next(this, condition);
  if (outermost.is) __tsan_mutex_post_lock(this, 0, 0);
}

// Takes the lock, whether the condition came true in time or not.
#define MIB_LOCK_WHEN(method, rest, Limit)                                                 \
  bool Mutex::method(const Condition& condition, Limit limit) {                            \
    static const auto next = Next<bool (*)(Mutex*, const Condition&, Limit)>("_ZN", rest); \
    const Outermost outermost;                                                             \
    if (outermost.is) __tsan_mutex_pre_lock(this, 0);                                      \
    const bool came_true = next(this, condition, limit);                                   \
    if (outermost.is) __tsan_mutex_post_lock(this, 0, 0);                                  \
    return came_true;                                                                      \
  }
MIB_LOCK_WHEN(LockWhenWithTimeout, "5Mutex19LockWhenWithTimeoutERKNS0_9ConditionENS0_8DurationE", Duration)
MIB_LOCK_WHEN(LockWhenWithDeadline, "5Mutex20LockWhenWithDeadlineERKNS0_9ConditionENS0_4TimeE", Time)

// A wait lets go of the lock and takes it again.
void Mutex::Await(const Condition& condition) {
  static const auto next = Next<void (*)(Mutex*, const Condition&)>("_ZN", "5Mutex5AwaitERKNS0_9ConditionE");
  const Outermost outermost;
  if (outermost.is) {
    __tsan_mutex_pre_unlock(this, 0);
    __tsan_mutex_post_unlock(this, 0);
    __tsan_mutex_pre_lock(this, 0);
  }
  next(this, condition);
  if (outermost.is) __tsan_mutex_post_lock(this, 0, 0);
}

#define MIB_TIMED_WAIT(type, method, rest, Argument, argument, Limit)             \
  bool type::method(Argument argument, Limit limit) {                             \
    static const auto next = Next<bool (*)(type*, Argument, Limit)>("_ZN", rest); \
    const Outermost outermost;                                                    \
    void* const mutex = MIB_WAITED_MUTEX;                                         \
    if (outermost.is) {                                                           \
      __tsan_mutex_pre_unlock(mutex, 0);                                          \
      __tsan_mutex_post_unlock(mutex, 0);                                         \
      __tsan_mutex_pre_lock(mutex, 0);                                            \
    }                                                                             \
    const bool outcome = next(this, argument, limit);                             \
    if (outermost.is) __tsan_mutex_post_lock(mutex, 0, 0);                        \
    return outcome;                                                               \
  }

#define MIB_WAITED_MUTEX this
MIB_TIMED_WAIT(Mutex, AwaitWithTimeout, "5Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE", const Condition&,
               condition, Duration)
MIB_TIMED_WAIT(Mutex, AwaitWithDeadline, "5Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE", const Condition&,
               condition, Time)
#undef MIB_WAITED_MUTEX
#define MIB_WAITED_MUTEX mutex_argument
MIB_TIMED_WAIT(CondVar, WaitWithTimeout, "7CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE", Mutex*, mutex_argument,
               Duration)
MIB_TIMED_WAIT(CondVar, WaitWithDeadline, "7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE", Mutex*, mutex_argument,
               Time)
#undef MIB_WAITED_MUTEX

void CondVar::Wait(Mutex* mutex) {
  static const auto next = Next<void (*)(CondVar*, Mutex*)>("_ZN", "7CondVar4WaitEPNS0_5MutexE");
  const Outermost outermost;
  if (outermost.is) {
    __tsan_mutex_pre_unlock(mutex, 0);
    __tsan_mutex_post_unlock(mutex, 0);
    __tsan_mutex_pre_lock(mutex, 0);
  }
  next(this, mutex);
  if (outermost.is) __tsan_mutex_post_lock(mutex, 0, 0);
}

// HasBeenNotified, inline in the header, reads the flag that lies behind the mutex; so the order goes by the flag's
// address.
void Notification::Notify() {
  static const auto next = Next<void (*)(Notification*)>("_ZN", "12Notification6NotifyEv");
  __tsan_release(reinterpret_cast<char*>(this) + sizeof(Mutex));
  next(this);
}

void Notification::WaitForNotification() const {
  static const auto next = Next<void (*)(const Notification*)>("_ZNK", "12Notification19WaitForNotificationEv");
  next(this);
  __tsan_acquire(const_cast<char*>(reinterpret_cast<const char*>(this)) + sizeof(Mutex));
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  static const auto next = Next<bool (*)(const Notification*, Duration)>(
      "_ZNK", "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE");
  const bool notified = next(this, timeout);
  if (notified) __tsan_acquire(const_cast<char*>(reinterpret_cast<const char*>(this)) + sizeof(Mutex));
  return notified;
}

ABSL_NAMESPACE_END
}  // namespace absl
