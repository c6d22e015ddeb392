#include "app.h"
#include "mib/config/v1/gateway.pb.h"
#include "mib/service/service.h"

int main(int argc, char** argv) {
  return mib::service::Main<mib::config::v1::Gateway>(
      argc, argv, "gateway", [](const mib::config::v1::Gateway& config, mib::service::Runtime& runtime) {
        return mib::gateway::App::Start(config, runtime);
      });
}
