#include "app.h"
#include "mib/config/v1/notification.pb.h"
#include "mib/service/service.h"

int main(int argc, char** argv) {
  return mib::service::Main<mib::config::v1::Notification>(argc, argv, "notification",
                                                           [](const auto& config, mib::service::Runtime& runtime) {
                                                             return mib::notification::App::Start(config, runtime);
                                                           });
}
