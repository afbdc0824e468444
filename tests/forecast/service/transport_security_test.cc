#include "forecast/service/transport_security.h"

#include <filesystem>

#include "absl/time/clock.h"
#include "forecast/base/faults.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/option.h"
#include "tests/forecast/service/test_certificate.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const absl::Time kTransportSecurityNow = absl::FromCivil(absl::CivilDay(2023, 1, 15), absl::UTCTimeZone());

class TransportSecurityTest : public testing::Test {
 protected:
  // A certificate NAME.crt with its key NAME.key, valid from a day before kTransportSecurityNow for `days`.
  void Make(const std::string& name, int days = 30) {
    WriteTestCertificate(folder_.File(name + ".crt"), folder_.File(name + ".key"),
                         kTransportSecurityNow - absl::Hours(24), kTransportSecurityNow + absl::Hours(24 * (days - 1)));
  }

  TransportSecurity Pair(const std::string& certificate, const std::string& key) const {
    TransportSecurity security;
    security.tls_cert = folder_.File(certificate);
    security.tls_key = folder_.File(key);
    return security;
  }

  // The one fault of `security` at kTransportSecurityNow.
  static Fault FaultOf(const TransportSecurity& security) {
    const absl::Status status = security.Validate(kTransportSecurityNow);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    const std::vector<Fault> faults = FaultsFromStatus(status);
    EXPECT_EQ(faults.size(), 1u) << status;
    return faults.empty() ? Fault{} : faults[0];
  }

  const TemporaryFolder folder_;
};

TEST_F(TransportSecurityTest, NothingGivenIsPlaintext) {
  EXPECT_THAT(TransportSecurity().Validate(kTransportSecurityNow), IsOk());
  EXPECT_FALSE(TransportSecurity().uses_tls());
}

TEST_F(TransportSecurityTest, ACertificateWithItsKeyAndOneOfClientsIsTaken) {
  Make("service");
  Make("clients");
  TransportSecurity security = Pair("service.crt", "service.key");
  security.tls_client_ca = folder_.File("clients.crt");
  EXPECT_THAT(security.Validate(kTransportSecurityNow), IsOk());
  EXPECT_TRUE(security.uses_tls());
}

TEST_F(TransportSecurityTest, OneOfTheTwoWithoutTheOtherIsAFaultOfTheOther) {
  TransportSecurity security;
  security.tls_cert = "a.crt";
  EXPECT_EQ(FaultOf(security), (Fault{"tls_key", FaultReason::kMissingValue, "", "is required with tls_cert",
                                      messages::option::IsRequiredWith("tls_cert")}));
  security = {};
  security.tls_key = "a.key";
  EXPECT_EQ(FaultOf(security), (Fault{"tls_cert", FaultReason::kMissingValue, "", "is required with tls_key",
                                      messages::option::IsRequiredWith("tls_key")}));
}

TEST_F(TransportSecurityTest, CertificatesOfClientsNeedTls) {
  Make("clients");
  TransportSecurity security;
  security.tls_client_ca = folder_.File("clients.crt");
  EXPECT_EQ(FaultOf(security).place, "tls_client_ca");
}

TEST_F(TransportSecurityTest, AFileThatIsNotThereOrHoldsSomethingElseIsNamed) {
  Make("service");
  EXPECT_EQ(FaultOf(Pair("missing.crt", "service.key")),
            (Fault{"tls_cert", FaultReason::kUnreadable, folder_.File("missing.crt"), "cannot be read, or is empty",
                   messages::option::CannotBeRead()}));
  // The two exchanged: a key where the certificate should be, and the other way round.
  const absl::Status exchanged = Pair("service.key", "service.crt").Validate(kTransportSecurityNow);
  std::vector<std::string> rules;
  for (const Fault& fault : FaultsFromStatus(exchanged)) rules.push_back(fault.place + " " + fault.rule);
  EXPECT_THAT(rules, ElementsAre("tls_cert holds no certificate in PEM form",
                                 "tls_key holds no private key in PEM form without passphrase"));
}

TEST_F(TransportSecurityTest, AKeyOfAnotherCertificateIsRefused) {
  Make("service");
  Make("other");
  const Fault fault = FaultOf(Pair("service.crt", "other.key"));
  EXPECT_EQ(fault.place, "tls_key");
  EXPECT_EQ(fault.rule, "does not belong to the certificate in " + folder_.File("service.crt"));
}

TEST_F(TransportSecurityTest, ACertificateThatIsNotValidTodayIsRefusedWithItsDate) {
  Make("ended", 1);  // Until kTransportSecurityNow, 2023-01-15 00:00, itself.
  EXPECT_EQ(FaultOf(Pair("ended.crt", "ended.key")).rule, "was valid until 2023-01-15 00:00 UTC");
  Make("service");
  const absl::Status early = Pair("service.crt", "service.key").Validate(kTransportSecurityNow - absl::Hours(48));
  ASSERT_EQ(CountFaults(early), 1u);
  EXPECT_EQ(FaultsFromStatus(early)[0].rule, "is not valid before 2023-01-14 00:00 UTC");
}

TEST_F(TransportSecurityTest, PlaintextReachesOtherMachinesOnlyWhenAskedForInWords) {
  TransportSecurity security;
  for (const std::string address : {"127.0.0.1:7443", "127.8.9.1:0", "[::1]:7443"}) {
    EXPECT_THAT(security.CheckReach(address), IsOk()) << address;
  }
  for (const std::string address : {"0.0.0.0:7443", "[::]:7443", "192.0.2.1:7443", "host.invalid:7443"}) {
    const absl::Status refused = security.CheckReach(address);
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("--allow_plaintext_network")) << address;
  }
  security.allow_plaintext_network = true;
  EXPECT_THAT(security.CheckReach("0.0.0.0:7443"), IsOk());
}

TEST_F(TransportSecurityTest, TlsIsServedEverywhere) {
  Make("service");
  EXPECT_THAT(Pair("service.crt", "service.key").CheckReach("0.0.0.0:7443"), IsOk());
}

}  // namespace
}  // namespace prognos::service
