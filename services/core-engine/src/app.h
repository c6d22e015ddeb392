#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "mib/config/v1/core_engine.pb.h"
#include "mib/service/service.h"

namespace mib::core_engine {

/// The running service: the only place where clients of outside things are made. Owns the engine's thread.
class App : public service::App {
 public:
  static absl::StatusOr<std::unique_ptr<service::App>> Start(const config::v1::CoreEngine& config,
                                                             service::Runtime& runtime);
};

}  // namespace mib::core_engine
