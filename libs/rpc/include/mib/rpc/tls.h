#pragma once

#include <string>

namespace mib::rpc {

/// PEM files of this process's identity; the certificate's URI SAN is spiffe://mib/<service>. Files are watched and
/// reloaded.
struct TlsFiles {
  std::string ca;
  std::string certificate;
  std::string key;
};

}  // namespace mib::rpc
