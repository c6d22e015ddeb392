"""Reads the contracts by way of protoc: messages, fields, routes and topics, as plain Python."""

import pathlib
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from rules import PROJECT


def load() -> "Contracts":
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "descriptors.pb"
        protos = sorted(str(path.relative_to(PROJECT / "proto")) for path in (PROJECT / "proto").rglob("*.proto"))
        result = subprocess.run(["protoc", "-I.", "--include_imports", f"--descriptor_set_out={out}", *protos],
                                cwd=PROJECT / "proto", capture_output=True, text=True)
        if result.returncode != 0:
            print(result.stderr, end="")
            sys.exit(1)
        return Contracts(out.read_bytes())


class Contracts:
    def __init__(self, descriptor_set: bytes):
        pool = descriptor_pool.DescriptorPool()
        factory = message_factory.MessageFactory(pool)
        plain = descriptor_pb2.FileDescriptorSet.FromString(descriptor_set)
        for file in plain.file:
            pool.Add(file)
        # Parsed once more with our own options known, so that they are fields and not unknown bytes.
        for file in plain.file:
            for extension in pool.FindFileByName(file.name).extensions_by_name.values():
                owner = factory.GetPrototype(extension.containing_type)
                if hasattr(owner, "RegisterExtension"):
                    factory.GetPrototype(extension.message_type)
                    owner.RegisterExtension(extension)
        kind = factory.GetPrototype(pool.FindMessageTypeByName("google.protobuf.FileDescriptorSet"))
        self.files = [file for file in kind.FromString(descriptor_set).file if file.package.startswith("mib.") and not file.package.startswith("mib.testing.")]

    def routes(self) -> set[str]:
        """'GET /api/v1/...' of every RPC."""
        found = set()
        for file in self.files:
            for service in file.service:
                for method in service.method:
                    for options, value in method.options.ListFields():
                        if options.full_name == "mib.api.v1.http":
                            for route in value:
                                verb = route.WhichOneof("pattern")
                                found.add(f"{verb.upper()} {getattr(route, verb)}")
        return found

    def topics(self) -> set[str]:
        found = set()
        for file in self.files:
            for message in file.message_type:
                for options, value in message.options.ListFields():
                    if options.full_name == "mib.api.v1.topic":
                        found.add(value.name)
        return found

    def surface(self) -> dict[str, str]:
        """Everything a caller may depend on: 'mib.market.v1.Bar.symbol' -> '1 string', RPCs, enum values."""
        surface = {}
        for file in self.files:
            for message in file.message_type:
                _add_message(surface, f"{file.package}.{message.name}", message)
            for enum in file.enum_type:
                for value in enum.value:
                    surface[f"{file.package}.{enum.name}.{value.name}"] = str(value.number)
            for service in file.service:
                for method in service.method:
                    surface[f"{file.package}.{service.name}/{method.name}"] = f"{method.input_type} -> {method.output_type}"
        for route in self.routes():
            surface[f"route {route}"] = "served"
        for topic in self.topics():
            surface[f"topic {topic}"] = "published"
        return surface


def _add_message(surface: dict[str, str], name: str, message) -> None:
    if message.options.map_entry:
        return
    for field in message.field:
        kind = field.type_name or descriptor_pb2.FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()
        label = "repeated " if field.label == field.LABEL_REPEATED else ""
        surface[f"{name}.{field.name}"] = f"{field.number} {label}{kind} json={field.json_name}"
    for nested in message.nested_type:
        _add_message(surface, f"{name}.{nested.name}", nested)
