#pragma once

// Certificates for tests: a CA made on the spot, and what it signs. Nothing is kept once the test ends.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace mib::security {

/// Made empty, removed with all that is in it.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::filesystem::path& path() const { return path_; }
  /// Replaces a file at once, as a certificate manager does. Returns its full name.
  std::string Write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

struct IssuedCertificate {
  std::string certificate_pem;
  std::string key_pem;
};

struct CertificateFiles {
  std::string ca;
  std::string certificate;
  std::string key;
};

/// A certificate authority with a P-256 key. One thread.
class TestCa {
 public:
  TestCa();
  ~TestCa();

  const std::string& certificate_pem() const;
  /// For `service`, with URI spiffe://mib/<service>, DNS localhost and IP 127.0.0.1.
  IssuedCertificate Issue(std::string_view service, absl::Duration validity = absl::Hours(1));
  /// With a subject alternative name of any text, such as "URI:spiffe://mib/a,URI:spiffe://mib/b"; empty for none.
  IssuedCertificate IssueWithNames(std::string_view names, absl::Duration validity = absl::Hours(1));
  /// ca.crt, <service>.crt and <service>.key in `dir`.
  CertificateFiles WriteFiles(const TempDir& dir, std::string_view service);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mib::security
