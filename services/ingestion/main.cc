#include "app.h"
#include "mib/config/v1/ingestion.pb.h"
#include "mib/service/service.h"

int main(int argc, char** argv) {
  return mib::service::Main<mib::config::v1::Ingestion>(
      argc, argv, "ingestion", [](const mib::config::v1::Ingestion& config, mib::service::Runtime& runtime) {
        return mib::ingestion::StartApp(config, runtime);
      });
}
