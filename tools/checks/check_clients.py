"""Concrete clients of the outside world are built in one place per service, its src/app.cc; logic takes interfaces.

Servers are not clients: what a service serves may be started where it is put together.
"""

import re

from rules import files, finish, relative

MAKERS = re.compile(r"\b(postgres::Pool::Open|kafka::OpenProducer|kafka::OpenConsumer|redis::Open|http::MakeClient|"
                    r"http::WebSocketClient::Connect|rpc::Channel::Open)\s*\(")

faults = []
for path in files("services/*.cc", "services/*.h"):
    if path.name.startswith("app.") or "/tests/" in str(path):
        continue
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = MAKERS.search(line)
        if found and not line.lstrip().startswith("//"):
            faults.append(f"{relative(path)}:{number}: {found.group(1)} is called outside src/app.cc; take the interface by constructor")
finish(faults)
