#include "credentials.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "grpc_init.h"
#include "mib/base/status.h"
#include "mib/security/certificate.h"
#include "mib/security/jwt.h"

namespace mib::rpc {
namespace {

constexpr unsigned kRefreshSeconds = 1;

// gRPC 1.51 cannot be told a lowest TLS version. Its list of ciphers speaks of TLS 1.2 only; one that a P-256
// certificate cannot serve leaves TLS 1.3. gRPC reads the variable once, so it is set before main.
[[maybe_unused]] const int kOnlyTls13 = setenv("GRPC_SSL_CIPHER_SUITES", "ECDHE-RSA-AES256-GCM-SHA384", 1);

class ServiceNameVerifier final : public grpc::experimental::ExternalCertificateVerifier {
 public:
  explicit ServiceNameVerifier(std::string service) : service_(std::move(service)) {}

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* status) override {
    const std::vector<grpc::string_ref> names = request->uri_names();
    const bool ok =
        names.size() == 1 && security::ServiceFromUri(std::string_view(names[0].data(), names[0].size())) == service_;
    *status = ok ? grpc::Status::OK
                 : grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                                fmt::format("the server's certificate does not name spiffe://mib/{}", service_));
    return true;
  }
  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::string service_;
};

absl::StatusOr<std::string> Read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in || content.str().empty()) return absl::FailedPreconditionError(fmt::format("{} cannot be read", file));
  return content.str();
}

/// gRPC would start with missing or wrong files and fail every handshake; we say so at once.
absl::Status Check(const TlsFiles& files) {
  ASSIGN_OR_RETURN(const std::string ca, Read(files.ca));
  ASSIGN_OR_RETURN(const std::string certificate, Read(files.certificate));
  ASSIGN_OR_RETURN(const std::string key, Read(files.key));
  const auto explain = [](const std::string& file, const absl::Status& status) {
    return absl::FailedPreconditionError(fmt::format("{}: {}", file, MessageOf(status)));
  };
  if (const auto expiry = security::ExpiryOf(ca); !expiry.ok()) return explain(files.ca, expiry.status());
  if (const auto service = security::ServiceOf(certificate); !service.ok()) {
    return explain(files.certificate, service.status());
  }
  if (const auto parsed = security::SigningKey::FromPem(key); !parsed.ok()) return explain(files.key, parsed.status());
  return absl::OkStatus();
}

std::shared_ptr<grpc::experimental::FileWatcherCertificateProvider> Watch(const TlsFiles& files) {
  return std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(files.key, files.certificate, files.ca,
                                                                              kRefreshSeconds);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(const TlsFiles& files) {
  InitGrpc();
  RETURN_IF_ERROR(Check(files));
  grpc::experimental::TlsServerCredentialsOptions options(Watch(files));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(const TlsFiles& files,
                                                                                 const std::string& service) {
  InitGrpc();
  RETURN_IF_ERROR(Check(files));
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(files));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(true);
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      grpc::experimental::ExternalCertificateVerifier::Create<ServiceNameVerifier>(service));
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace mib::rpc
