"""A client that nobody here wrote: it knows the address of a prognosd and nothing else.

Services, methods and messages are discovered through gRPC server reflection. Only Debian's python3-grpcio and
python3-protobuf are used; even the reflection protocol is described here, field by field, for lack of a package.

    reflection_client_test.py PROGNOSD    starts the program PROGNOSD and talks to it

Exit code 77: gRPC for Python is not installed.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

try:
    import grpc
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PROGNOSD = sys.argv.pop(1) if len(sys.argv) > 1 else "prognosd"
REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
DEADLINE_SECONDS = 30


def reflection_messages():
    """Request and response classes of grpc.reflection.v1alpha, as far as this client needs them."""
    field = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="reflection.proto", package="grpc.reflection.v1alpha")

    def message(name, *fields):
        added = file.message_type.add(name=name)
        for number, field_name, kind, repeated in fields:
            label = field.LABEL_REPEATED if repeated else field.LABEL_OPTIONAL
            one = added.field.add(name=field_name, number=number, label=label)
            if isinstance(kind, str):
                one.type, one.type_name = field.TYPE_MESSAGE, f".grpc.reflection.v1alpha.{kind}"
            else:
                one.type = kind

    message("ServerReflectionRequest",
            (3, "file_by_filename", field.TYPE_STRING, False),
            (4, "file_containing_symbol", field.TYPE_STRING, False),
            (7, "list_services", field.TYPE_STRING, False))
    message("FileDescriptorResponse", (1, "file_descriptor_proto", field.TYPE_BYTES, True))
    message("ServiceResponse", (1, "name", field.TYPE_STRING, False))
    message("ListServiceResponse", (1, "service", "ServiceResponse", True))
    message("ErrorResponse", (1, "error_code", field.TYPE_INT32, False), (2, "error_message", field.TYPE_STRING, False))
    message("ServerReflectionResponse",
            (4, "file_descriptor_response", "FileDescriptorResponse", False),
            (6, "list_services_response", "ListServiceResponse", False),
            (7, "error_response", "ErrorResponse", False))
    classes = message_factory.GetMessages([file])
    return (classes["grpc.reflection.v1alpha.ServerReflectionRequest"],
            classes["grpc.reflection.v1alpha.ServerReflectionResponse"])


class DiscoveredApi:
    """Everything a server tells about itself."""

    def __init__(self, address, channel=None, metadata=()):
        self._channel = channel or grpc.insecure_channel(address)
        self._metadata = metadata  # Of calls; reflection is for everybody.
        self._pool = descriptor_pool.DescriptorPool()
        self._factory = message_factory.MessageFactory(self._pool)
        self._request, response = reflection_messages()
        self._ask_reflection = self._channel.stream_stream(
            REFLECTION, request_serializer=self._request.SerializeToString, response_deserializer=response.FromString)
        listed = self._reflect(list_services="*").list_services_response
        self.services = sorted(service.name for service in listed.service)
        self._files = set()
        for service in self.services:
            if not service.startswith("grpc."):
                self._add_files(self._reflect(file_containing_symbol=service))

    def close(self):
        self._channel.close()

    def _reflect(self, **question):
        answer = next(self._ask_reflection(iter([self._request(**question)]), timeout=DEADLINE_SECONDS))
        if answer.error_response.error_code != 0:
            raise LookupError(answer.error_response.error_message)
        return answer

    def _add_files(self, answer):
        """Puts files into the pool, those they import first."""
        files = [descriptor_pb2.FileDescriptorProto.FromString(file)
                 for file in answer.file_descriptor_response.file_descriptor_proto]
        by_name = {file.name: file for file in files}
        for file in files:
            self._add_file(file, by_name)

    def _add_file(self, file, by_name):
        if file.name in self._files:
            return
        self._files.add(file.name)
        for name in file.dependency:
            if name in by_name:
                self._add_file(by_name[name], by_name)
            elif name not in self._files:
                self._add_files(self._reflect(file_by_filename=name))
        self._pool.Add(file)

    def message(self, name):
        """The class of a message by its full name."""
        return self._factory.GetPrototype(self._pool.FindMessageTypeByName(name))

    def call(self, service, method, *requests):
        """Calls a method with requests given as dictionaries; more than one only for a stream."""
        described = self._pool.FindServiceByName(service).FindMethodByName(method)
        request_class = self._factory.GetPrototype(described.input_type)
        response_class = self._factory.GetPrototype(described.output_type)
        streams = is_client_stream(described)
        make = self._channel.stream_unary if streams else self._channel.unary_unary
        stub = make(f"/{service}/{method}", request_serializer=request_class.SerializeToString,
                    response_deserializer=response_class.FromString)
        messages = [request_class(**request) for request in requests]
        return stub(iter(messages) if streams else messages[0], timeout=DEADLINE_SECONDS, metadata=self._metadata)


def is_client_stream(method):
    proto = descriptor_pb2.ServiceDescriptorProto()
    method.containing_service.CopyToProto(proto)
    return proto.method[method.index].client_streaming


class Prognosd:
    """The program as a child process on a free port."""

    def __init__(self, folder, *flags):
        self._process = subprocess.Popen(
            [PROGNOSD, "--store", f"sqlite:{folder}/store.db", "--address", "127.0.0.1:0", *flags],
            stderr=subprocess.PIPE, text=True)
        first_line = self._process.stderr.readline()
        port = re.search(r" on port (\d+)", first_line)
        if port is None:
            raise RuntimeError(f"prognosd does not serve: {first_line}")
        self.address = f"127.0.0.1:{port.group(1)}"
        self.pid = self._process.pid
        # The log is read, or the service would wait for somebody to do so.
        threading.Thread(target=self._process.stderr.read, daemon=True).start()

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=DEADLINE_SECONDS)


LEDGER = "prognos.v1.LedgerService"
BUDGET = "prognos.v1.BudgetService"
EVALUATION = "prognos.v1.EvaluationService"
FOLLOW_UP = "prognos.v1.FollowUpService"
EVENT = "prognos.v1.EventService"
HISTORY = "prognos.v1.HistoryService"
FORECAST = "prognos.v1.ForecastService"
ORGANIZATION = "organizations/upptackta"
SERIES = f"{ORGANIZATION}/series/bistand.cost"


def month_amount_ore(year, month):
    """A cost with a season: more in July."""
    return 100_000_00 + 2_000_00 * (year - 2020) + (15_000_00 if month == 7 else 100_00 * month)


class ReflectionClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.prognosd = Prognosd(cls.folder.name)
        cls.api = DiscoveredApi(cls.prognosd.address)
        cls.create_organization()
        cls.imported = cls.stream_actuals()
        cls.set_budget()

    @classmethod
    def tearDownClass(cls):
        cls.api.close()
        code = cls.prognosd.stop()
        cls.folder.cleanup()
        assert code == 0, f"prognosd ended with {code}"

    @classmethod
    def create_organization(cls):
        call = cls.api.call
        call(LEDGER, "CreateOrganization",
             {"organization_id": "upptackta", "organization": {"display_name": "Upptäckta nämnden"}})
        activity = f"{ORGANIZATION}/activities/bistand"
        call(LEDGER, "UpsertActivities", {"organization": ORGANIZATION, "activities": [
            {"name": activity, "display_name": "Ekonomiskt bistånd"}]})
        call(LEDGER, "UpsertSeries", {"organization": ORGANIZATION, "series": [{"activity": activity, "flow": 1}]})

    @classmethod
    def stream_actuals(cls):
        """Three years of months, a batch for each year."""
        batches = [{"organization": ORGANIZATION, "request_id": f"year-{year}", "actuals": [
            {"series": SERIES, "month": f"{year}-{month:02}", "amount_ore": month_amount_ore(year, month)}
            for month in range(1, 13)]} for year in (2020, 2021, 2022)]
        return cls.api.call(LEDGER, "ImportActuals", *batches)

    @classmethod
    def set_budget(cls):
        cls.api.call(BUDGET, "SetBudget", {"organization": ORGANIZATION, "budget": {
            "year": 2022, "decision_date": "2021-11-25", "lines": [{"series": SERIES, "amount_ore": 1_250_000_00}]}})

    def forecast(self):
        response = self.api.call(FORECAST, "CreateForecast",
                                 {"organization": ORGANIZATION, "year": 2022, "last_known_month": 8})
        return response.forecast

    def test_the_server_lists_its_four_services_and_the_standard_ones(self):
        own = [service for service in self.api.services if service.startswith("prognos.")]
        self.assertEqual(own, [BUDGET, EVALUATION, EVENT, FOLLOW_UP, FORECAST, HISTORY, LEDGER])
        self.assertIn("grpc.health.v1.Health", self.api.services)
        self.assertIn("grpc.reflection.v1alpha.ServerReflection", self.api.services)

    def test_each_streamed_batch_is_acknowledged_whole(self):
        self.assertEqual([(batch.request_id, batch.stored_count) for batch in self.imported.batches],
                         [("year-2020", 12), ("year-2021", 12), ("year-2022", 12)])

    def test_every_actual_comes_back_as_it_was_sent(self):
        listed = self.api.call(LEDGER, "ListActuals", {"organization": ORGANIZATION}).actuals
        sent = [(f"{year}-{month:02}", month_amount_ore(year, month))
                for year in (2020, 2021, 2022) for month in range(1, 13)]
        self.assertEqual([(actual.month, actual.amount_ore) for actual in listed], sent)

    def test_the_months_of_every_line_add_up_to_its_full_year(self):
        lines = self.forecast().lines
        self.assertGreater(len(lines), 0)
        for line in lines:
            self.assertEqual([value.month for value in line.months], [f"2022-{month:02}" for month in range(1, 13)])
            self.assertEqual(sum(value.amount for value in line.months), line.full_year)
            self.assertEqual(sum(value.amount for value in line.months if value.known), line.known_amount)

    def test_known_months_are_those_of_the_ledger_and_the_rest_is_predicted(self):
        line = next(line for line in self.forecast().lines if line.series == SERIES)
        self.assertEqual([value.known for value in line.months], [True] * 8 + [False] * 4)
        self.assertEqual([value.amount for value in line.months[:8]],
                         [month_amount_ore(2022, month) for month in range(1, 9)])

    def test_quantiles_never_fall_and_a_probability_is_one(self):
        with_budget = 0
        for line in self.forecast().lines:
            for quantiles in [line.full_year_quantiles] + [v.quantiles for v in line.months if not v.known]:
                values = [getattr(quantiles, name) for name in ("p05", "p10", "p25", "p50", "p75", "p90", "p95")]
                self.assertEqual(values, sorted(values))
            if line.HasField("deficit_probability"):
                with_budget += 1
                self.assertGreaterEqual(line.deficit_probability, 0)
                self.assertLessEqual(line.deficit_probability, 1)
        self.assertGreater(with_budget, 0)

    def test_the_deviation_is_budget_minus_forecast_for_a_cost(self):
        line = next(line for line in self.forecast().lines if line.series == SERIES)
        self.assertEqual(line.budget, 1_250_000_00)
        self.assertEqual(line.deviation, line.budget - line.full_year)

    def test_a_stored_forecast_is_answered_again(self):
        made = self.forecast()
        stored = self.api.call(FORECAST, "GetForecast", {"name": made.name}).forecast
        self.assertEqual(stored, made)

    def test_activities_rules_and_a_budget_come_in_as_the_tables_that_people_keep(self):
        call = self.api.call
        call(LEDGER, "CreateOrganization", {"organization_id": "tabeller", "organization": {"display_name": "Tabeller"}})
        organization = "organizations/tabeller"
        imported = call(LEDGER, "ImportActivities", {
            "organization": organization, "content": "id;namn;serier\nvuxen;Vuxen;kostnad+intäkt\n".encode("cp1252")})
        self.assertEqual([series.name for series in imported.series],
                         [f"{organization}/series/vuxen.cost", f"{organization}/series/vuxen.revenue"])
        rules = call(LEDGER, "ImportPostingRules", {
            "organization": organization, "content": "konto;verksamhet;slag\n4000-4999;Vuxen;kostnad\n".encode()})
        self.assertEqual([rule.activity for rule in rules.rules], [f"{organization}/activities/vuxen"])
        budget = call(BUDGET, "ImportBudget", {
            "organization": organization, "year": 2022, "decision_date": "2021-11-25",
            "content": "verksamhet;slag;belopp (tkr)\nVuxen;kostnad;1 200\n".encode()})
        self.assertEqual(budget.budget.lines[0].monthly_amounts_ore, [100_000_00] * 12)

    def test_a_refusal_carries_every_fault_with_its_place(self):
        with self.assertRaises(grpc.RpcError) as refused:
            self.api.call(LEDGER, "ImportActuals", {"organization": ORGANIZATION, "actuals": [
                {"series": SERIES, "month": "2022-13", "amount_ore": 1},
                {"series": f"{ORGANIZATION}/series/okand.cost", "month": "2022-01", "amount_ore": 1}]})
        error = refused.exception
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        metadata = dict(error.trailing_metadata())
        status = self.api.message("prognos.v1.StatusDetails").FromString(metadata["grpc-status-details-bin"])
        self.assertEqual(status.code, grpc.StatusCode.INVALID_ARGUMENT.value[0])
        detail = self.api.message("prognos.v1.ErrorDetail")()
        self.assertTrue(status.details[0].Unpack(detail))
        self.assertEqual(detail.fault_count, 2)
        self.assertEqual([(fault.place, fault.value) for fault in detail.faults],
                         [("actuals[0].month", "2022-13"), ("actuals[1].series", f"{ORGANIZATION}/series/okand.cost")])


if __name__ == "__main__":
    unittest.main(verbosity=2)
