"""No text of the API takes a personal identity number: each field of each call that stores something is tried.

    personal_numbers_test.py PROGNOSD PROTO

PROTO is the folder of the contract. Every text field of every request that writes is either one that a person writes
freely or names things in, and then it must refuse the number, or it is listed below with what it can only be. A field
that is added later and stands in neither list fails the test.

Exit code 77: gRPC for Python is not installed.
"""

import glob
import os
import subprocess
import sys
import tempfile

try:
    import grpc
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

import own_service

PROGNOSD, PROTO = sys.argv[1:]
NUMBER = "19811218-9876"  # Skatteverket's own example.
BARE = "198112189876"  # Where a hyphen does not belong to the alphabet of the field.
READS = ("Get", "List", "Watch", "Compare", "Explain", "Diff")

# A field by the end of its path: what is written freely, or named.
WRITTEN = ("display_name", "description", "comment", "reason", "text", "source", "reference", "unit", "dimension", "object",
           "file_name")
NAMED = {"LedgerService/CreateOrganization": ("organization_id",),
         "LedgerService/UpsertActivities": ("activities.name",),
         "LedgerService/UpsertCostTypes": ("cost_types.name",),
         "EventService/PutEvents": ("events.name",),
         "FollowUpService/PutIndicators": ("indicators.name",),
         "FollowUpService/PutFunds": ("funds.name",)}
# What can only be the name of something that exists, a month or a date, an account, or what the service itself gave out.
OTHER = ("organization", "request_id", "name", "etag", "parent", "activity", "series", "to_series", "cost_type", "event",
         "model", "models", "base", "from", "indicator", "fund", "buffer_series", "page_token", "first_account",
         "last_account", "first_month", "last_month", "belongs_to_month", "until_month", "month", "first_day", "last_day",
         "decision_date", "excluded_events", "sheet", "driver")
# Set by the service: what a request says of them is not read.
ANSWERED = ("EventService/PutEvents events.author", "EventService/PutEvents events.withdraw_reason",
            "LedgerService/CreateOrganization organization.name",
            "LedgerService/CreateOrganization organization.closing_reasons.key",
            "LedgerService/CreateOrganization organization.closing_reasons.value",
            "LedgerService/MarkMonths marks.author", "BudgetService/SetBudget budget.withdrawn_by",
            "BudgetService/SetBudget budget.withdraw_reason", "BudgetService/SetBudget budget.lines.note",
            "BudgetService/SetBudget budget.lines.note_message")
NEW_NAMES = {"organization_id": BARE, "activities.name": f"organizations/o/activities/{BARE}",
             "cost_types.name": f"organizations/o/costTypes/{BARE}", "events.name": f"organizations/o/events/{BARE}",
             "indicators.name": f"organizations/o/indicators/{BARE}", "funds.name": f"organizations/o/funds/{BARE}"}

# What a text goes with, without which something else is at fault first.
BESIDE = {"LedgerService/UpsertSeries": {"series": [{"flow": "FLOW_VOLUME"}]},
          "EventService/PutEvents": {"events": [{"kind": "EVENT_KIND_COMMITMENT"}]},
          "BudgetService/ImportBudget": {"content": b"verksamhet;slag;belopp\nvuxen;kostnad;1200\n", "year": 2023,
                                         "decision_date": "2022-12-01"},
          "BudgetService/MoveActivities": {"first_month": "2023-01", "decision_date": "2022-12-01",
                                           "moves": [{"activity": "organizations/o/activities/vuxen", "leaves": True}]}}


class Api:
    """The services of the contract, called by name."""

    def __init__(self, port, folder):
        described = os.path.join(folder, "contract.pb")
        subprocess.run(["protoc", f"-I{PROTO}", "--include_imports", "-o", described,
                        *sorted(glob.glob(f"{PROTO}/prognos/v1/*.proto"))], check=True)
        with open(described, "rb") as file:
            files = descriptor_pb2.FileDescriptorSet.FromString(file.read()).file
        self.pool = descriptor_pool.DescriptorPool()
        for file in files:
            self.pool.Add(file)
        self.classes = message_factory.MessageFactory(self.pool)
        self.services = [self.pool.FindServiceByName(f"{file.package}.{service.name}")
                         for file in files for service in file.service]
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")

    def message(self, descriptor, **fields):
        return self.classes.GetPrototype(descriptor)(**fields)

    def methods(self):
        return [method for service in self.services for method in service.methods]

    def request(self, path, **fields):
        return self.message(self.method(path).input_type, **fields)

    def method(self, path):
        return next(method for method in self.methods() if path_of(method) == path)

    def send(self, method, request):
        streams = self.is_stream(method)
        kind = self.channel.stream_unary if streams else self.channel.unary_unary
        call = kind(f"/{method.containing_service.full_name}/{method.name}",
                    request_serializer=lambda message: message.SerializeToString(),
                    response_deserializer=self.classes.GetPrototype(method.output_type).FromString)
        return call(iter([request]) if streams else request, timeout=30)

    @staticmethod
    def is_stream(method):
        described = descriptor_pb2.MethodDescriptorProto()
        method.CopyToProto(described)
        return described.client_streaming


def path_of(method):
    return f"{method.containing_service.name}/{method.name}"


def text_fields(descriptor, above=()):
    """Paths, as tuples of field descriptors, of all texts of a request."""
    for field in descriptor.fields:
        if field.type == field.TYPE_STRING:
            yield (*above, field)
        elif field.type == field.TYPE_MESSAGE and field.message_type not in [one.message_type for one in above]:
            yield from text_fields(field.message_type, (*above, field))


def words_of(path):
    return ".".join(field.name for field in path)


def put(message, path, text):
    """Sets the field; repeated ones on the way get one element."""
    for field in path[:-1]:
        inner = getattr(message, field.name)
        if field.label == field.LABEL_REPEATED:
            inner = inner[0] if len(inner) else inner.add()
        message = inner
    if path[-1].label == path[-1].LABEL_REPEATED:
        getattr(message, path[-1].name).append(text)
    else:
        setattr(message, path[-1].name, text)


def kind_of(method, path):
    words = words_of(path)
    if any(f"{path_of(method)} {words}".startswith(answered) for answered in ANSWERED):
        return "answered"
    if words in NAMED.get(path_of(method), ()):
        return "named"
    if path[-1].name in WRITTEN:
        return "written"
    return "other" if path[-1].name in OTHER else None


def filled_in(request, forecast):
    """With what comes before a text in the checks of a call: an organization, a forecast and what was seen of it."""
    fields = request.DESCRIPTOR.fields_by_name
    if "organization" in fields and fields["organization"].type == fields["organization"].TYPE_STRING:
        request.organization = "organizations/o"
    if "etag" in fields:
        request.etag = forecast.etag
    if "etag" in fields or request.DESCRIPTOR.name == "SimulateScenarioRequest":
        request.name = forecast.name
    return request


def set_up(api):
    """An organization with a forecast."""
    def call(path, **fields):
        return api.send(api.method(path), api.request(path, **fields))

    call("LedgerService/CreateOrganization", organization_id="o", organization={"display_name": "Nämnden"}, request_id="a")
    call("LedgerService/UpsertActivities", organization="organizations/o", request_id="b",
         activities=[{"name": "organizations/o/activities/vuxen", "display_name": "Vuxen"}])
    call("LedgerService/UpsertSeries", organization="organizations/o", request_id="c",
         series=[{"name": "organizations/o/series/vuxen.cost", "activity": "organizations/o/activities/vuxen", "flow": 1}])
    call("LedgerService/ImportActuals", organization="organizations/o", request_id="d",
         actuals=[{"series": "organizations/o/series/vuxen.cost", "month": f"{2021 + at // 12}-{at % 12 + 1:02d}",
                   "amount_ore": 100_000 + at} for at in range(20)])
    return call("ForecastService/CreateForecast", organization="organizations/o", year=2022, last_known_month=8,
                request_id="e").forecast


def refusal(api, method, request):
    try:
        api.send(method, request)
    except grpc.RpcError as error:
        return error.code(), error.details()
    return grpc.StatusCode.OK, "it was taken"


def main():
    with tempfile.TemporaryDirectory() as folder:
        service, port = own_service.start(PROGNOSD, folder)
        try:
            api = Api(port, folder)
            forecast = set_up(api)
            wrong, tried = [], 0
            for method in api.methods():
                if method.name.startswith(READS):
                    continue
                for path in text_fields(method.input_type):
                    kind = kind_of(method, path)
                    what = f"{path_of(method)} {words_of(path)}"
                    if kind is None:
                        wrong.append(f"{what}: neither written freely nor listed as something else")
                    if kind not in ("named", "written"):
                        continue
                    request = filled_in(api.message(method.input_type, **BESIDE.get(path_of(method), {})), forecast)
                    put(request, path, NEW_NAMES.get(words_of(path), NUMBER))
                    tried += 1
                    code, text = refusal(api, method, request)
                    if code != grpc.StatusCode.INVALID_ARGUMENT or "personal identity number" not in text:
                        wrong.append(f"{what}: {code.name}: {text}")
                    elif "9876" in text:
                        wrong.append(f"{what}: the number is told again: {text}")
            assert not wrong, "\n".join(wrong)
            assert tried > 25, tried
        finally:
            service.terminate()
            service.wait(30)


main()
