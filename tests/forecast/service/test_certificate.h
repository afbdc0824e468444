// Certificates for tests, each signed by its own key and for "localhost".
#ifndef PROGNOS_TESTS_FORECAST_SERVICE_TEST_CERTIFICATE_H_
#define PROGNOS_TESTS_FORECAST_SERVICE_TEST_CERTIFICATE_H_

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>
#include <string>

#include "absl/time/time.h"

namespace prognos {

// Writes a certificate, valid from `first` until `last`, and its private key, both in PEM form.
inline void WriteTestCertificate(const std::string& certificate_path, const std::string& key_path, absl::Time first,
                                 absl::Time last) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), absl::ToTimeT(first));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), absl::ToTimeT(last));
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> out(std::fopen(certificate_path.c_str(), "w"), std::fclose);
  PEM_write_X509(out.get(), certificate.get());
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> secret(std::fopen(key_path.c_str(), "w"), std::fclose);
  PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace prognos

#endif  // PROGNOS_TESTS_FORECAST_SERVICE_TEST_CERTIFICATE_H_
