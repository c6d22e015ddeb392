#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>

#include "absl/synchronization/notification.h"
#include "echo_service.h"
#include "fmt/format.h"
#include "mib/base/errors.h"

namespace mib::rpc {
namespace {

api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

TlsFiles Write(const security::TempDir& dir, const std::string& ca, const security::IssuedCertificate& issued) {
  return TlsFiles{.ca = dir.Write("x-ca.crt", ca),
                  .certificate = dir.Write("x.crt", issued.certificate_pem),
                  .key = dir.Write("x.key", issued.key_pem)};
}

/// Whether a client with a good certificate and this highest version gets through the handshake.
bool HandshakeSucceeds(const std::string& address, const TlsFiles& files, int version) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(context, version);
  SSL_CTX_use_certificate_file(context, files.certificate.c_str(), SSL_FILETYPE_PEM);
  SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM);
  BIO* connection = BIO_new_ssl_connect(context);
  SSL* ssl = nullptr;
  BIO_get_ssl(connection, &ssl);
  const unsigned char http2[] = {2, 'h', '2'};
  SSL_set_alpn_protos(ssl, http2, sizeof http2);
  BIO_set_conn_hostname(connection, address.c_str());
  const bool ok = BIO_do_handshake(connection) == 1;
  BIO_free_all(connection);
  SSL_CTX_free(context);
  return ok;
}

/// What a client with these credentials, and none of our own code, is answered.
grpc::Status SayWith(const grpc::SslCredentialsOptions& options, int port) {
  grpc::GenericStub stub(grpc::CreateChannel(fmt::format("localhost:{}", port), grpc::SslCredentials(options)));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
  const grpc::Slice empty;
  const grpc::ByteBuffer request(&empty, 1);
  grpc::ByteBuffer response;
  grpc::Status result;
  absl::Notification answered;
  stub.UnaryCall(&context, "/mib.testing.v1.Echo/Say", grpc::StubOptions(), &request, &response,
                 [&](grpc::Status status) {
                   result = std::move(status);
                   answered.Notify();
                 });
  answered.WaitForNotification();
  return result;
}

}  // namespace

TEST_CASE("A client without a certificate gets no answer", "[unit][rpc][tls]") {
  EchoWorld world;
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = world.ca().certificate_pem();
  CHECK(SayWith(options, world.server().port()).error_code() == grpc::StatusCode::UNAVAILABLE);
  CHECK(world.service().calls() == 0);
}

TEST_CASE("A client whose certificate names no service, or two, is not authenticated", "[unit][rpc][tls]") {
  EchoWorld world;
  for (const std::string_view names :
       {"", "DNS:gateway", "URI:spiffe://mib/gateway,URI:spiffe://mib/auth", "URI:spiffe://other/gateway"}) {
    INFO(names);
    const security::IssuedCertificate issued = world.ca().IssueWithNames(names);
    const grpc::SslCredentialsOptions options{.pem_root_certs = world.ca().certificate_pem(),
                                              .pem_private_key = issued.key_pem,
                                              .pem_cert_chain = issued.certificate_pem};
    CHECK(SayWith(options, world.server().port()).error_code() == grpc::StatusCode::UNAUTHENTICATED);
  }
  CHECK(world.service().calls() == 0);
}

TEST_CASE("A client with a certificate of another CA gets no answer", "[unit][rpc][tls]") {
  EchoWorld world;
  security::TestCa foreign;
  // It trusts our CA, so that the refusal is the server's.
  const auto channel = world.ChannelWith(Write(world.dir(), world.ca().certificate_pem(), foreign.Issue("gateway")));
  CHECK(CodeOf(Call<EchoResponse>(*channel, kSay, Ask("x")).status()) == api::v1::SERVICE_UNAVAILABLE);
  CHECK(world.service().calls() == 0);
}

TEST_CASE("A client with an expired certificate gets no answer", "[unit][rpc][tls]") {
  EchoWorld world;
  const auto channel = world.ChannelWith(
      Write(world.dir(), world.ca().certificate_pem(), world.ca().Issue("gateway", absl::Seconds(-1))));
  CHECK(CodeOf(Call<EchoResponse>(*channel, kSay, Ask("x")).status()) == api::v1::SERVICE_UNAVAILABLE);
  CHECK(world.service().calls() == 0);
}

TEST_CASE("A client does not talk to a server of another CA", "[unit][rpc][tls]") {
  EchoWorld world;
  security::TestCa foreign;
  const auto channel = world.ChannelWith(Write(world.dir(), foreign.certificate_pem(), world.ca().Issue("gateway")));
  CHECK(CodeOf(Call<EchoResponse>(*channel, kSay, Ask("x")).status()) == api::v1::SERVICE_UNAVAILABLE);
  CHECK(world.service().calls() == 0);
}

TEST_CASE("A client does not talk to another service of the platform in the place of its callee", "[unit][rpc][tls]") {
  EchoWorld world;
  const auto channel = world.ChannelWith(world.FilesOf("gateway"), "auth");
  CHECK(CodeOf(Call<EchoResponse>(*channel, kSay, Ask("x")).status()) == api::v1::SERVICE_UNAVAILABLE);
  CHECK(world.service().calls() == 0);
}

TEST_CASE("TLS 1.3 is spoken, TLS 1.2 is not", "[unit][rpc][tls]") {
  EchoWorld world;
  const TlsFiles files = world.FilesOf("gateway");
  CHECK(HandshakeSucceeds(world.address(), files, TLS1_3_VERSION));
  CHECK_FALSE(HandshakeSucceeds(world.address(), files, TLS1_2_VERSION));
}

TEST_CASE("A server takes up new certificates and a new CA while it serves", "[unit][rpc][tls]") {
  EchoWorld world;
  const auto before = world.ChannelAs("gateway");
  REQUIRE(Call<EchoResponse>(*before, kSay, Ask("x")).ok());

  security::TestCa next;
  const security::TempDir client_dir;
  const TlsFiles client_files = Write(client_dir, next.certificate_pem(), next.Issue("gateway"));
  const auto after = world.ChannelWith(client_files);
  CHECK_FALSE(after->CheckHealth(absl::Seconds(2)).ok());

  next.WriteFiles(world.dir(), "core-engine");
  const absl::Time give_up = absl::Now() + absl::Seconds(30);
  while (!after->CheckHealth(absl::Seconds(1)).ok() && absl::Now() < give_up) {
  }
  CHECK(Call<EchoResponse>(*after, kSay, Ask("x")).ok());
  // A connection made before goes on.
  CHECK(Call<EchoResponse>(*before, kSay, Ask("x")).ok());
}

}  // namespace mib::rpc
