"""A client that asks and never fetches: with a window of zero bytes the service may send it nothing, so every answer waits.

    unfetched_answers_test.py PROGNOSD    starts the program PROGNOSD and speaks HTTP/2 to it by hand

Exit code 77: gRPC for Python is not installed.
"""

import socket
import struct
import sys
import tempfile
import time
import unittest

import reflection_client_test as plain  # takes PROGNOSD from the command line
from reflection_client_test import LEDGER, grpc

ORGANIZATION = "organizations/o"
FIRST_YEAR, YEARS, SERIES_COUNT = 1900, 122, 8
ROWS_PER_PAGE = 10_000
ANSWER_MEBIBYTES = 64
CONNECTIONS, CALLS_PER_CONNECTION = 10, 100

SETTINGS, HEADERS, DATA, RST_STREAM = 4, 1, 0, 3
END_STREAM, END_HEADERS = 1, 4


def frame(kind, flags, stream, body=b""):
    return struct.pack(">I", len(body))[1:] + struct.pack(">BBI", kind, flags, stream) + body


def literal(name, value):
    """A header field without indexing: its name as text, or the number of it in HPACK's static table (RFC 7541, A)."""
    def text(of):
        return struct.pack(">B", len(of)) + of.encode()
    if isinstance(name, int):
        name_bytes = struct.pack(">B", name) if name < 15 else struct.pack(">BB", 0x0F, name - 15)
    else:
        name_bytes = b"\x00" + text(name)
    return name_bytes + text(value)


def call_headers(stream, method):
    block = (b"\x83\x86"  # :method POST, :scheme http
             + literal(4, method) + literal(1, "localhost") + literal(31, "application/grpc") + literal("te", "trailers"))
    return frame(HEADERS, END_HEADERS, stream, block)


def open_connection(address, window):
    """A connection whose streams may be sent `window` bytes."""
    host, port = address.split(":")
    connection = socket.create_connection((host, int(port)))
    initial_window_size = struct.pack(">HI", 4, window)
    connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, initial_window_size))
    return connection


class UnfetchedAnswersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.service = plain.Prognosd(folder.name, "--answer_memory", str(ANSWER_MEBIBYTES))
        self.addCleanup(self.service.stop)
        self.api = plain.DiscoveredApi(self.service.address)
        self.addCleanup(self.api.close)
        self.fill()

    def fill(self):
        call = self.api.call
        call(LEDGER, "CreateOrganization", {"organization_id": "o", "organization": {"display_name": "O"}})
        names = [f"a{number}" for number in range(SERIES_COUNT)]
        call(LEDGER, "UpsertActivities", {"organization": ORGANIZATION, "activities": [
            {"name": f"{ORGANIZATION}/activities/{name}", "display_name": name} for name in names]})
        call(LEDGER, "UpsertSeries", {"organization": ORGANIZATION, "series": [
            {"activity": f"{ORGANIZATION}/activities/{name}", "flow": 1} for name in names]})
        months = [f"{FIRST_YEAR + at // 12}-{at % 12 + 1:02}" for at in range(12 * YEARS)]
        call(LEDGER, "ImportActuals", *[{"organization": ORGANIZATION, "actuals": [
            {"series": f"{ORGANIZATION}/series/{name}.cost", "month": month, "amount_ore": 1} for month in months]}
            for name in names])

    def request(self):
        message = self.api.message("prognos.v1.ListActualsRequest")(organization=ORGANIZATION, page_size=ROWS_PER_PAGE)
        body = message.SerializeToString()
        return b"\x00" + struct.pack(">I", len(body)) + body

    def ask(self, connection, stream):
        connection.sendall(call_headers(stream, f"/{LEDGER}/ListActuals")
                           + frame(DATA, END_STREAM, stream, self.request()))

    def mebibytes(self):
        with open(f"/proc/{self.service.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def list(self, page_size):
        return self.api.call(LEDGER, "ListActuals", {"organization": ORGANIZATION, "page_size": page_size})

    def wait_until(self, condition, what):
        for _ in range(300):
            if condition():
                return
            time.sleep(0.1)
        self.fail(what)

    def is_refused_as_busy(self):
        try:
            self.list(1)
            return False
        except grpc.RpcError as refused:
            self.assertEqual(refused.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
            return True

    def is_answered(self):
        return not self.is_refused_as_busy()

    def test_answers_that_nobody_fetches_hold_no_more_memory_than_they_may(self):
        self.list(ROWS_PER_PAGE)  # What one answer needs is not counted.
        before = self.mebibytes()
        connections = [open_connection(self.service.address, window=0) for _ in range(CONNECTIONS)]
        for connection in connections:
            for call in range(CALLS_PER_CONNECTION):
                self.ask(connection, 1 + 2 * call)
        self.wait_until(self.is_refused_as_busy, "a thousand answers did not fill the memory for them")
        time.sleep(1)
        # The allowance, and what is being made while it fills.
        self.assertLess(self.mebibytes() - before, 2 * ANSWER_MEBIBYTES)
        for connection in connections:
            connection.close()
        self.wait_until(self.is_answered, "the memory of answers did not come back when their clients had gone")

    def test_calls_that_are_taken_back_at_once_leave_nothing_behind(self):
        self.list(ROWS_PER_PAGE)
        before = self.mebibytes()
        connection = open_connection(self.service.address, window=0)
        for call in range(5_000):
            stream = 1 + 2 * call
            self.ask(connection, stream)
            connection.sendall(frame(RST_STREAM, 0, stream, struct.pack(">I", 8)))  # CANCEL
        most = self.mebibytes()
        self.assertLess(most - before, 2 * ANSWER_MEBIBYTES)
        self.wait_until(self.is_answered, "the service did not recover")
        connection.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
