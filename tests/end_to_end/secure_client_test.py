"""TLS, tokens and the wall between organizations, as a client that nobody here wrote meets them.

    secure_client_test.py PROGNOSD PROGNOS    starts PROGNOSD; PROGNOS is the command line

Certificates are made by the program `openssl` in a temporary folder. Exit code 77: gRPC for Python is not installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

PROGNOS = sys.argv.pop(2)
import reflection_client_test as plain  # noqa: E402  (takes PROGNOSD from the command line)
from reflection_client_test import LEDGER, grpc  # noqa: E402

if shutil.which("openssl") is None:
    print("skipped: no openssl")
    sys.exit(77)

LAST_DAY = "2099-12-31"


def make_certificate(folder, name):
    """A certificate for 127.0.0.1, signed by its own key: NAME.crt and NAME.key."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.crt", "-subj", f"/CN={name}",
         "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)


def read(path):
    with open(path, "rb") as file:
        return file.read()


class SecureTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.folder = self._folder.name
        self.addCleanup(self._folder.cleanup)
        for name in ("service", "client"):
            make_certificate(self.folder, name)
        self.service = None
        self.addCleanup(self.stop)
        self.admin = self.make_token("--roll", "admin")
        self.start()
        for organization in ("a", "b"):
            self.api(self.admin).call(LEDGER, "CreateOrganization", {
                "organization_id": organization, "organization": {"display_name": organization}})
        self.stop()
        self.reader = self.make_token("--organisation", "a", "--roll", "lasare")
        self.start()

    def start(self, *flags):
        self.service = plain.Prognosd(self.folder, "--tls_cert", f"{self.folder}/service.crt", "--tls_key",
                                      f"{self.folder}/service.key", *flags)

    def stop(self):
        if self.service is not None:
            self.service.stop()
            self.service = None

    def token(self, *command):
        return subprocess.run([plain.PROGNOSD, "token", *command, "--store", f"sqlite:{self.folder}/store.db"],
                              capture_output=True, text=True, timeout=plain.DEADLINE_SECONDS)

    def make_token(self, *flags):
        made = self.token("skapa", "--giltig-till", LAST_DAY, *flags)
        self.assertEqual(made.returncode, 0, made.stderr)
        return made.stdout.strip()

    def channel(self, root="service", client=None):
        """A connection of its own, that trusts ROOT.crt and shows CLIENT.crt."""
        own = (read(f"{self.folder}/{client}.key"), read(f"{self.folder}/{client}.crt")) if client else (None, None)
        credentials = grpc.ssl_channel_credentials(read(f"{self.folder}/{root}.crt"), *own)
        return grpc.secure_channel(self.service.address, credentials, [("grpc.use_local_subchannel_pool", 1)])

    def api(self, token=None, **channel):
        metadata = [("authorization", f"Bearer {token}")] if token else []
        api = plain.DiscoveredApi(self.service.address, self.channel(**channel), metadata)
        self.addCleanup(api.close)
        return api

    def assert_refused(self, code, api, method, request):
        with self.assertRaises(grpc.RpcError) as refused:
            api.call(LEDGER, method, request)
        self.assertEqual(refused.exception.code(), code)

    def prognos(self, *arguments):
        token_file = f"{self.folder}/token"
        with open(token_file, "w", encoding="utf-8") as file:
            file.write(self.reader + "\n")
        return subprocess.run([PROGNOS, "organisation", "lista", "--adress", self.service.address, *arguments],
                              capture_output=True, text=True, timeout=plain.DEADLINE_SECONDS,
                              env={**os.environ, "PROGNOS_TOKEN_FIL": token_file})

    def test_a_token_over_tls_sees_its_own_organization_and_no_other(self):
        api = self.api(self.reader)
        listed = api.call(LEDGER, "ListOrganizations", {}).organizations
        self.assertEqual([one.name for one in listed], ["organizations/a"])
        self.assertEqual(api.call(LEDGER, "GetOrganization", {"name": "organizations/a"}).organization.name,
                         "organizations/a")
        self.assert_refused(grpc.StatusCode.NOT_FOUND, api, "GetOrganization", {"name": "organizations/b"})

    def test_without_a_valid_token_a_call_is_unauthenticated(self):
        for token in (None, "prognos_nonsense"):
            self.assert_refused(grpc.StatusCode.UNAUTHENTICATED, self.api(token), "ListOrganizations", {})

    def test_a_role_that_is_too_small_is_denied(self):
        self.assert_refused(grpc.StatusCode.PERMISSION_DENIED, self.api(self.reader), "CloseYear",
                            {"organization": "organizations/a", "year": 2020})

    def test_plaintext_is_refused(self):
        with grpc.insecure_channel(self.service.address) as channel:
            with self.assertRaises(grpc.RpcError) as refused:
                channel.unary_unary(f"/{LEDGER}/ListOrganizations")(b"", timeout=plain.DEADLINE_SECONDS)
            self.assertEqual(refused.exception.code(), grpc.StatusCode.UNAVAILABLE)

    def test_tokens_are_changed_while_the_service_is_stopped(self):
        running = self.token("lista")
        self.assertEqual(running.returncode, 4)
        self.assertIn("stop it", running.stderr)
        self.stop()
        lines = [line.split() for line in self.token("lista").stdout.splitlines()]
        self.assertEqual(sorted(line[1:] for line in lines),
                         [["*", "admin", LAST_DAY, "valid"], ["a", "lasare", LAST_DAY, "valid"]])
        reader = next(line[0] for line in lines if line[1] == "a")
        self.assertEqual(self.token("aterkalla", reader).returncode, 0)
        self.assertEqual(self.token("aterkalla", "ffffffff").returncode, 2)
        self.start()
        self.assert_refused(grpc.StatusCode.UNAUTHENTICATED, self.api(self.reader), "ListOrganizations", {})
        self.assertEqual(len(self.api(self.admin).call(LEDGER, "ListOrganizations", {}).organizations), 2)

    def test_a_certificate_exchanged_under_the_running_service_is_picked_up(self):
        before = self.api(self.reader)
        make_certificate(self.folder, "renewed")
        for end in ("key", "crt"):
            os.replace(f"{self.folder}/service.{end}", f"{self.folder}/old.{end}")
            shutil.copy(f"{self.folder}/renewed.{end}", f"{self.folder}/service.{end}")
        deadline = time.monotonic() + plain.DEADLINE_SECONDS
        while True:
            try:
                with self.channel(root="renewed") as channel:
                    grpc.channel_ready_future(channel).result(timeout=1)
                break
            except grpc.FutureTimeoutError:
                self.assertLess(time.monotonic(), deadline, "the new certificate is never shown")
        with self.channel(root="old") as channel, self.assertRaises(grpc.FutureTimeoutError):
            grpc.channel_ready_future(channel).result(timeout=1)
        before.call(LEDGER, "ListOrganizations", {})  # A connection that was there goes on.

    def test_a_client_shows_its_certificate_where_one_is_asked_for(self):
        self.stop()
        self.start("--tls_client_ca", f"{self.folder}/client.crt")
        with self.channel() as channel, self.assertRaises(grpc.FutureTimeoutError):
            grpc.channel_ready_future(channel).result(timeout=1)
        api = self.api(self.reader, client="client")
        self.assertEqual(len(api.call(LEDGER, "ListOrganizations", {}).organizations), 1)
        without = self.prognos("--tls-ca", f"{self.folder}/service.crt")
        self.assertIn("vill troligen se ett certifikat", without.stderr)
        shown = self.prognos("--tls-ca", f"{self.folder}/service.crt", "--tls-cert", f"{self.folder}/client.crt",
                             "--tls-key", f"{self.folder}/client.key")
        self.assertEqual(shown.returncode, 0, shown.stderr)

    def test_the_command_line_speaks_tls_and_tells_a_mismatch_as_one(self):
        seen = self.prognos("--tls-ca", f"{self.folder}/service.crt")
        self.assertEqual(seen.returncode, 0, seen.stderr)
        self.assertRegex(seen.stdout, r"(?m)^a\b")
        self.assertIn("talar troligen TLS", self.prognos().stderr)
        self.assertIn("är inte betrott", self.prognos("--tls").stderr)
        self.stop()
        self.service = plain.Prognosd(self.folder)
        self.assertIn("talar inte TLS", self.prognos("--tls").stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
