#include "app.h"
#include "mib/config/v1/auth.pb.h"
#include "mib/service/service.h"

int main(int argc, char** argv) {
  return mib::service::Main<mib::config::v1::Auth>(
      argc, argv, "auth", [](const mib::config::v1::Auth& config, mib::service::Runtime& runtime) {
        return mib::auth::StartApp(config, runtime);
      });
}
