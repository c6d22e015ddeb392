#include "app.h"
#include "mib/config/v1/analytics.pb.h"
#include "mib/service/service.h"

int main(int argc, char** argv) {
  return mib::service::Main<mib::config::v1::Analytics>(
      argc, argv, "analytics",
      [](const auto& config, mib::service::Runtime& runtime) { return mib::analytics::App::Start(config, runtime); });
}
