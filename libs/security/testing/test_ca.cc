#include "test_ca.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "ec_key.h"
#include "fmt/format.h"
#include "openssl.h"

namespace mib::security {
namespace {

void AddExtension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  if (extension == nullptr) std::abort();
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::string ToPem(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

X509Ptr MakeCertificate(const std::string& common_name, long serial, EVP_PKEY* key, absl::Duration validity) {
  X509Ptr certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(absl::ToInt64Seconds(validity)));
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

}  // namespace

TempDir::TempDir() {
  std::string name = (std::filesystem::temp_directory_path() / "mib_test_XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::Write(std::string_view name, std::string_view content) const {
  const std::filesystem::path target = path_ / name;
  const std::filesystem::path fresh = target.string() + ".new";
  std::ofstream(fresh, std::ios::binary) << content;
  std::filesystem::rename(fresh, target);
  return target.string();
}

struct TestCa::Impl {
  KeyPtr key;
  X509Ptr certificate;
  std::string pem;
  long next_serial = 2;
};

TestCa::TestCa() : impl_(std::make_unique<Impl>()) {
  impl_->key = *GenerateKey();
  impl_->certificate = MakeCertificate("test CA", 1, impl_->key.get(), absl::Hours(1));
  X509* certificate = impl_->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  AddExtension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(certificate, certificate, NID_subject_key_identifier, "hash");
  X509_sign(certificate, impl_->key.get(), EVP_sha256());
  impl_->pem = ToPem(certificate);
}

TestCa::~TestCa() = default;

const std::string& TestCa::certificate_pem() const { return impl_->pem; }

IssuedCertificate TestCa::Issue(std::string_view service, absl::Duration validity) {
  return IssueWithNames(fmt::format("URI:spiffe://mib/{},DNS:localhost,IP:127.0.0.1", service), validity);
}

IssuedCertificate TestCa::IssueWithNames(std::string_view names, absl::Duration validity) {
  const KeyPtr key = *GenerateKey();
  const X509Ptr certificate = MakeCertificate("test leaf", impl_->next_serial++, key.get(), validity);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(impl_->certificate.get()));
  AddExtension(certificate.get(), impl_->certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  AddExtension(certificate.get(), impl_->certificate.get(), NID_ext_key_usage, "serverAuth,clientAuth");
  if (!names.empty()) {
    AddExtension(certificate.get(), impl_->certificate.get(), NID_subject_alt_name, std::string(names));
  }
  X509_sign(certificate.get(), impl_->key.get(), EVP_sha256());
  return IssuedCertificate{ToPem(certificate.get()), KeyToPem(key.get())};
}

CertificateFiles TestCa::WriteFiles(const TempDir& dir, std::string_view service) {
  const IssuedCertificate issued = Issue(service);
  return CertificateFiles{dir.Write("ca.crt", certificate_pem()),
                          dir.Write(fmt::format("{}.crt", service), issued.certificate_pem),
                          dir.Write(fmt::format("{}.key", service), issued.key_pem)};
}

}  // namespace mib::security
