#include "app.h"
#include "mib/config/v1/core_engine.pb.h"
#include "mib/service/service.h"

int main(int argc, char** argv) {
  return mib::service::Main<mib::config::v1::CoreEngine>(
      argc, argv, "core-engine", [](const mib::config::v1::CoreEngine& config, mib::service::Runtime& runtime) {
        return mib::core_engine::App::Start(config, runtime);
      });
}
