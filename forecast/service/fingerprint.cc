#include "forecast/service/fingerprint.h"

#include <openssl/evp.h>

#include <initializer_list>
#include <memory>

#include "absl/strings/escaping.h"

namespace prognos::service {

namespace {

std::string Sha256OfParts(std::initializer_list<absl::string_view> parts) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (const absl::string_view part : parts) EVP_DigestUpdate(context.get(), part.data(), part.size());
  EVP_DigestFinal_ex(context.get(), digest, &size);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
}

}  // namespace

std::string Sha256(absl::string_view bytes) { return Sha256OfParts({bytes}); }

// The zero between them, so that the method's end cannot be read as content.
std::string Fingerprint(absl::string_view method, absl::string_view content) {
  return Sha256OfParts({method, absl::string_view("\0", 1), content});
}

}  // namespace prognos::service
