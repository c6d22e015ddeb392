#include "tls_server.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <csignal>
#include <cstdio>

namespace mib::http {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void AddExtension(X509* certificate, int id, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate SelfSigned(EVP_PKEY* key) {
  Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test authority"), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  AddExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(certificate.get(), NID_subject_alt_name, "DNS:localhost");
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

std::string WritePem(X509* certificate) {
  static std::atomic<int> count{0};
  const auto path = std::filesystem::temp_directory_path() /
                    ("mib_http_test_" + std::to_string(getpid()) + "_" + std::to_string(++count) + ".pem");
  std::FILE* file = std::fopen(path.c_str(), "w");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  return path;
}

}  // namespace

TlsServer::TlsServer(Answer answer)
    : answer_(std::move(answer)), context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
  // OpenSSL writes without MSG_NOSIGNAL.
  std::signal(SIGPIPE, SIG_IGN);
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Certificate certificate = SelfSigned(key.get());
  SSL_CTX_use_certificate(context_.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context_.get(), key.get());
  ca_file_ = WritePem(certificate.get());
  thread_ = std::thread([this] { Serve(); });
}

TlsServer::~TlsServer() {
  listener_.Close();
  thread_.join();
  std::filesystem::remove(ca_file_);
}

void TlsServer::Serve() {
  for (int connection = listener_.Accept(); connection >= 0; connection = listener_.Accept()) {
    ServeOne(connection);
    close(connection);
  }
}

void TlsServer::ServeOne(int connection) {
  const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context_.get()), SSL_free);
  SSL_set_fd(tls.get(), connection);
  if (SSL_accept(tls.get()) != 1) return;
  std::string head;
  char buffer[4096];
  while (head.find("\r\n\r\n") == std::string::npos) {
    const int got = SSL_read(tls.get(), buffer, sizeof(buffer));
    if (got <= 0) return;
    head.append(buffer, static_cast<size_t>(got));
  }
  const std::string answer = answer_(head);
  SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
  // Whatever comes next is the client's good-bye.
  SSL_read(tls.get(), buffer, sizeof(buffer));
}

}  // namespace mib::http
