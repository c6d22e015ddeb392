#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "mib/base/clock.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "options.h"
#include "venue.h"

int main(int argc, char** argv) {
  const auto options = mib::venue::ParseOptions(std::vector<std::string_view>(argv + 1, argv + argc));
  if (!options.ok() || options->help) {
    std::fputs(std::string(mib::venue::Usage()).c_str(), options.ok() ? stdout : stderr);
    if (!options.ok()) std::fprintf(stderr, "\nreplay-venue: %s\n", mib::MessageOf(options.status()).c_str());
    return options.ok() ? 0 : 2;
  }
  // Before threads start, so that they inherit it: the signal waits for sigwait below.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  mib::log::Init("replay-venue", mib::log::Level::kInfo);
  mib::SystemClock clock;
  const auto venue = mib::venue::Venue::Start(*options, clock);
  if (!venue.ok()) {
    std::fprintf(stderr, "replay-venue: cannot start: %s\n", mib::MessageOf(venue.status()).c_str());
    return 1;
  }
  mib::log::Info("listening", {{"port", (*venue)->port()}});
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}
