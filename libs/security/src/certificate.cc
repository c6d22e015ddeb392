#include "mib/security/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <vector>

#include "fmt/format.h"
#include "openssl.h"

namespace mib::security {
namespace {

constexpr std::string_view kUriPrefix = "spiffe://mib/";
constexpr size_t kMaxNameSize = 63;

using NamesPtr = std::unique_ptr<GENERAL_NAMES, OpensslFree<&GENERAL_NAMES_free>>;

absl::StatusOr<X509Ptr> Parse(std::string_view pem) {
  const ErrorsDiscarded discarded;
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(std::min<size_t>(pem.size(), 1u << 20))));
  X509Ptr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!certificate) return absl::InvalidArgumentError("not a PEM certificate");
  return certificate;
}

std::vector<std::string> UriNames(X509* certificate) {
  const NamesPtr names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> uris;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_STRING* uri = name->d.uniformResourceIdentifier;
    uris.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                      static_cast<size_t>(ASN1_STRING_length(uri)));
  }
  return uris;
}

}  // namespace

std::string ServiceFromUri(std::string_view uri) {
  if (!uri.starts_with(kUriPrefix)) return {};
  const std::string_view name = uri.substr(kUriPrefix.size());
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (name.empty() || name.size() > kMaxNameSize || !std::all_of(name.begin(), name.end(), allowed)) return {};
  return std::string(name);
}

absl::StatusOr<std::string> ServiceOf(std::string_view certificate_pem) {
  absl::StatusOr<X509Ptr> certificate = Parse(certificate_pem);
  if (!certificate.ok()) return std::move(certificate).status();
  const std::vector<std::string> uris = UriNames(certificate->get());
  if (uris.size() != 1) {
    return absl::InvalidArgumentError(fmt::format("the certificate has {} URI names, expected one", uris.size()));
  }
  std::string service = ServiceFromUri(uris[0]);
  if (service.empty()) {
    return absl::InvalidArgumentError(
        fmt::format("the certificate names '{}', expected spiffe://mib/<service>", uris[0]));
  }
  return service;
}

absl::StatusOr<absl::Time> ExpiryOf(std::string_view certificate_pem) {
  absl::StatusOr<X509Ptr> certificate = Parse(certificate_pem);
  if (!certificate.ok()) return std::move(certificate).status();
  std::tm when{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate->get()), &when) != 1) {
    return absl::InvalidArgumentError("the certificate's end of validity cannot be read");
  }
  return absl::FromTimeT(timegm(&when));
}

}  // namespace mib::security
