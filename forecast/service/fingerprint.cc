#include "forecast/service/fingerprint.h"

#include <openssl/evp.h>

#include <memory>

#include "absl/strings/escaping.h"

namespace prognos::service {

std::string Fingerprint(absl::string_view method, absl::string_view content) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  EVP_DigestUpdate(context.get(), method.data(), method.size());
  EVP_DigestUpdate(context.get(), "\0", 1);  // So that the method's end cannot be read as content.
  EVP_DigestUpdate(context.get(), content.data(), content.size());
  EVP_DigestFinal_ex(context.get(), digest, &size);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
}

}  // namespace prognos::service
