#!/usr/bin/env python3
"""Every answer of the API satisfies its own schema: no member is missing, none is undeclared.

    answers_match_schema.py PARCOURS

Starts the program on an empty workspace and on one of the demonstration company, calls each
operation of the document it serves and checks the answers against it, objects closed. An
operation that is not called fails. A checked answer must fail once a member is taken away or added.
"""
import copy
import http.client
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

try:
    import jsonschema
except ImportError:
    sys.exit("answers_match_schema.py needs jsonschema: apt-get install python3-jsonschema")

QUESTIONS = {
    "summary": [{}, {"select": {"journeys_by": "gap:30m"}}],
    "transitions": [{}, {"limit": 3}],
    "variants": [{}, {"mode": "set", "limit": 3}],
    "paths": [{"anchor": {"at": "start"}}, {"anchor": {"at": "end"}, "direction": "backward", "top": 2}],
    "funnel": [{"steps": ["order.placed", "delivery.completed"], "within": "30d"},
               {"steps": ["order.placed"]}],
    "time_to_event": [{"outcomes": ["delivery.completed"], "origin": "order.placed", "horizon": "30d"},
                      {"outcomes": ["order.placed", "phone.call"], "ended": "outcome", "points": 5, "marks": 4}],
    "retention": [{}, {"start": "order.placed", "return": "order.placed", "kind": "or_later", "period": "week",
                       "periods": 3, "zone": "Europe/Paris"}, {"period": "day", "periods": 40}],
    "reentry": [{}, {"within": "30d", "select": {"journeys_by": "gap:1d"}}],
    "pattern": [{"pattern": "order.placed -> !phone.call -> delivery.completed within 30d"},
                {"pattern": "^ *{channel present} ->> *[2..] $", "select": {"pattern": "order.placed"}}],
    "contact_drivers": [{"contacts": ["phone.call"], "window": "24h", "length": 2, "limit": 5},
                        {"contacts": ["phone.call", "chat.session"], "gap": "1h", "controls": 2}],
    "compare": [{"question": question, "parameters": parameters, "against": {"to": "2025-07-01"},
                 "select": {"from": "2025-07-01"}, "limit": 20}
                for question, parameters in [
                    ("summary", {}), ("transitions", {}), ("variants", {"mode": "set"}),
                    ("paths", {"anchor": {"at": "touchpoint", "touchpoint": "order.placed"}}),
                    ("funnel", {"steps": ["order.placed", "delivery.completed", "phone.call"]}),
                    ("time_to_event", {"outcomes": ["delivery.completed", "phone.call"], "ended": "outcome"}),
                    ("retention", {"periods": 3}), ("reentry", {"within": "30d"}),
                    ("pattern", {"pattern": "order.placed -> phone.call"}),
                    ("contact_drivers", {"contacts": ["phone.call"], "length": 1})]],
    "saved": [{}, {"removed": True}],
    "canvas": [{}, {"design": "maison-lumen"}],
    "conformance": [{}, {"design": "maison-lumen", "missed": 5, "limit": 3, "accepted": [
                        {"deviation": "substituted", "stage": "order", "channel": "phone"},
                        {"deviation": "missed", "stage": "install"}]}],
    "personas": [{}, {"personas": "personas", "period": "week", "zone": "Europe/Paris"}],
    "control": [{}, {"design": "maison-lumen", "period": "month", "zone": "Europe/Paris", "missed": 5}],
    "promises": [{}, {"design": "maison-lumen"}],
    "discovery": [{}, {"stage": "order", "design": "maison-lumen", "noise": 0.2, "journeys": "all"}],
    "routes": [{}, {"design": "maison-lumen"}],
    "overview": [{}],
    "proposal": [{}],
    "journeys": [{}, {"set": {"of": "running"}, "limit": 5}, {"set": {"of": "persona", "persona": "hurried"}, "limit": 1}, {"order": "start", "limit": 2}],
    "customers": [{}, {"search": "no customer is called so"}],
    "customer": [],
    "alignment": [],
}
KINDS = {"designs": "journey.yaml", "repositories": "repository.yaml", "personas": "personas.yaml",
         "mappings": "mapping.yaml", "guides": "guide.yaml", "perimeters": "perimeter.yaml"}
SAVED = """saved: Late
note: asked every quarter
question: funnel
parameters: {steps: [order.placed, delivery.completed], within: 30d}
select: {from: 2025-04-01}
against: {to: 2025-04-01}
address: /explore/funnel?steps=order.placed
figures: [{name: base.journeys, value: 12, unit: count}]
"""

DESIGN = """design: whole
for: {segment: gold, typology: hurried}
roles: [{id: payer}]
process: none
stages:
  - {id: store, phase: before, touchpoints: [{touchpoint: paid, channels: [store]}], roles: [payer],
     needs: {explicit: [speed], implicit: [care]}, choices: [{choice: which, criteria: [price]}],
     office: {front: [greet], back: [count]}}
  - {id: site, phase: before, touchpoints: [web.paid], instead_of: store}
routes: [{id: afar, stages: [site]}]
"""

PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><process id="p">
<startEvent id="s"/><task id="t" name="Order"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
<sequenceFlow id="g" sourceRef="t" targetRef="e"/></process></definitions>
"""


class Description:
    """The served OpenAPI document, with every object of it closed."""

    def __init__(self, document):
        self.paths = document["paths"]
        self.components = closed(document["components"])
        self.called = set()

    def operations(self):
        return {(method, path) for path, item in self.paths.items() for method in item
                if method != "parameters"}

    def schema(self, method, path, status):
        content = self.paths[path][method]["responses"].get(str(status), {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    def complaints(self, schema, answer):
        whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": self.components,
                 **closed(schema)}
        validator = jsonschema.Draft202012Validator(whole)
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(answer)]


def closed(schema):
    """A copy in which an object with declared members allows no other."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: closed(value) for key, value in schema.items()}
    if isinstance(out.get("properties"), dict) and out.get("type") == "object":
        out.setdefault("additionalProperties", False)
    return out


class Server:
    def __init__(self, program, data):
        self.process = subprocess.Popen([program, "serve", "--data", str(data), "--port", "0"],
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            sys.exit(f"the server did not start: {line!r}")
        self.port = int(found.group(1))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)

    def ask(self, method, target, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection.request(method.upper(), target, data)
        response = connection.getresponse()
        return response.status, response.read()


class Check:
    """Calls operations and keeps what is wrong."""

    def __init__(self, server, description):
        self.server, self.description = server, description
        self.wrong, self.kept = [], []

    def call(self, method, path, body=None, status=200, query=None, **names):
        target = path
        for name, value in names.items():
            target = target.replace("{" + name + "}", urllib.parse.quote(str(value), safe=""))
        if query:
            target += "?" + urllib.parse.urlencode(query)
        self.description.called.add((method, path))
        got, content = self.server.ask(method, target, body)
        where = f"{method.upper()} {target} {json.dumps(body)[:200] if isinstance(body, dict) else ''}"
        if got != status:
            self.wrong.append(f"{where}: {got}, not {status}: {content[:300]!r}")
            return None
        schema = self.description.schema(method, path, got)
        if schema is None:
            if str(got) not in self.description.paths[path][method]["responses"]:
                self.wrong.append(f"{where}: the description knows no answer {got}")
            return content
        answer = json.loads(content)
        self.wrong += [f"{where}: {complaint}" for complaint in self.description.complaints(schema, answer)]
        self.kept.append((where, schema, answer))
        return answer

    def question(self, name, body):
        path = "/api/" + name
        request = {"$ref": f"#/components/schemas/{''.join(p.title() for p in name.split('_'))}Request"}
        self.wrong += [f"body of {name}: {c}" for c in self.description.complaints(request, body)]
        self.call("get", path, query={"q": json.dumps(body)})
        return self.call("post", path, body)


def ask_everything(check, empty):
    if empty:
        for name in ("summary", "transitions", "variants", "overview", "journeys", "customers"):
            check.question(name, {})
    else:
        for name, bodies in QUESTIONS.items():
            for body in bodies:
                check.question(name, body)
        customers = check.question("customers", {"limit": 3})
        for row in customers["customers"]:
            check.question("customer", {"customer": row["customer"]})
            check.question("alignment", {"customer": row["customer"], "substituted": 5})
    for name in QUESTIONS:
        check.call("post", "/api/" + name, {"no_such_member": 1}, status=400)
    check.call("post", "/api/customer", {"customer": "nobody is called so"}, status=404)
    check.call("get", "/api/status")
    check.call("get", "/api/alerts", query={"limit": 3})
    check.call("get", "/api/alerts", status=400, query={"limit": "x"})
    check.call("get", "/api/openapi.json")
    check.call("get", "/api/imports")
    check.call("get", "/api/refused", query={"limit": 7})


def ask_for_documents(check, folder):
    texts = {kind: (folder / file).read_text() for kind, file in KINDS.items()}
    texts["questions"] = SAVED
    texts["processes"] = PROCESS
    for kind, text in texts.items():
        path = "/api/documents/{kind}/{name}"
        check.call("post", "/api/documents/{kind}/check", {"text": text}, kind=kind)
        check.call("post", "/api/documents/{kind}/check", {"text": "a: [1"}, status=400, kind=kind)
        saved = check.call("put", path, {"text": text, "author": "ana"}, kind=kind, name="my own")
        check.call("put", path, {"text": text}, status=409, kind=kind, name="my own")
        check.call("get", path, kind=kind, name="my own", query={"version": saved["version"]})
        check.call("get", path, status=404, kind=kind, name="none")
        remarks = path + "/remarks"
        said = {"version": saved["version"], "author": "bob", "text": "why?", "review": "proposed"}
        check.call("post", remarks, said, kind=kind, name="my own")
        check.call("post", remarks, {**said, "author": ""}, status=400, kind=kind, name="my own")
        check.call("post", remarks, {**said, "version": 9}, status=404, kind=kind, name="my own")
        told = check.call("get", remarks, kind=kind, name="my own")["remarks"]
        reviewed = check.call("get", path, kind=kind, name="my own")
        if len(told) != 1 or reviewed["review"] != "proposed":
            check.wrong.append(f"{kind}: the remark did not take effect: {told}")
        check.call("get", "/api/documents/{kind}", kind=kind)
    vote_on_a_design(check)
    sheet = "/api/documents/{kind}/{name}/sheet"
    check.call("put", "/api/documents/{kind}/{name}", {"text": DESIGN}, kind="designs", name="whole")
    shown = check.call("get", sheet, kind="designs", name="whole")
    if [stage["instead_of"] for stage in shown["stages"]] != [None, "store"]:
        check.wrong.append(f"the sheet does not say which stages stand for each other: {shown}")
    check.call("get", sheet, kind="designs", name="my own", query={"version": 1})
    check.call("get", sheet, status=400, kind="personas", name="my own")
    check.call("get", sheet, status=404, kind="designs", name="none")
    for kind in ("designs", "processes"):
        drawn = check.call("get", "/api/documents/{kind}/{name}/bpmn", kind=kind, name="my own")
        if b"BPMNShape" not in (drawn or b""):
            check.wrong.append(f"the BPMN of {kind} has no drawing")
    check.call("get", "/api/documents/{kind}/{name}/bpmn", status=400, kind="mappings", name="my own")
    check.call("get", "/api/documents/{kind}/{name}/bpmn", status=404, kind="processes", name="none")
    if not check.question("saved", {})["saved"]:
        check.wrong.append("the saved question is not listed")


def vote_on_a_design(check):
    path = "/api/documents/{kind}/{name}/voting"
    at = {"kind": "designs", "name": "my own"}

    def step(body, status=200, **where):
        return check.call("post", path, body, status=status, **(where or at))

    check.call("get", path, **at)
    step({"step": "vote", "author": "ana", "votes": []}, status=409)
    step({"step": "open", "author": "lea", "votes_each": 2})
    step({"step": "vote", "author": "ana", "votes": [{"stage": "no such stage"}]}, status=400)
    step({"step": "vote", "author": "ana", "votes": [{"stage": "deliver"}, {"stage": "pay"}]}, status=400)
    step({"step": "vote", "author": "ana", "votes": [{"stage": "deliver"}]})
    step({"step": "vote", "author": "bob", "votes": [{"stage": "deliver"}]})
    step({"step": "close", "author": "bob"}, status=409)
    closed = step({"step": "close", "author": "lea"})
    if [(one["stage"], one["votes"]) for one in closed["counts"]] != [("deliver", 2)]:
        check.wrong.append(f"the votes are not counted: {closed}")
    check.call("get", path, status=400, kind="personas", name="my own")
    check.call("get", path, status=404, kind="designs", name="none")
    step({"step": "open", "author": "lea", "votes_each": 2}, status=404, kind="designs", name="none")
    activity = "/api/documents/{kind}/{name}/activity"
    if check.call("get", activity, **at)["votes"] != 4:
        check.wrong.append("the activity does not count the votes")
    check.call("get", activity, status=404, kind="designs", name="none")


def import_over_http(check, folder):
    content = (folder / "bad_rows.csv").read_bytes()
    upload = check.call("post", "/api/uploads", content, status=201, query={"name": "rows.csv"})["upload"]
    check.call("post", "/api/imports/propose", {"upload": upload})
    check.call("post", "/api/imports", {"upload": "none", "mapping": "mapping: x"}, status=404)
    mapping = (folder / "mapping.yaml").read_text()
    order = {"upload": upload, "mapping": mapping, "author": "ana"}
    job = check.call("post", "/api/imports", order, status=202)["import_job"]
    while True:
        check.call("get", "/api/imports")
        state = check.call("get", "/api/imports/jobs/{id}", id=job)
        if state is None or state["state"] != "running":
            break
    check.call("delete", "/api/imports/jobs/{id}", status=202, id=job)
    check.call("get", "/api/imports/jobs/{id}", status=404, id=job + 100)
    if state is None or state["state"] != "done" or state["report"]["refused"] == 0:
        check.wrong.append(f"the import did not end with refused rows: {state}")
    else:
        check.call("get", "/api/refused/file", query={"import": state["report"]["import"]})


def send_events(check):
    event = {"customer": "sent by a program", "time": "2025-05-01T10:00:00Z", "activity": "ping", "id": "1"}
    check.call("post", "/v1/batch", json.dumps([event, {"customer": "nobody"}]).encode())
    check.call("post", "/v1/batch", json.dumps(event).encode(), query={"mapping": "events"})
    check.call("post", "/v1/batch", b"[]")
    check.call("post", "/v1/batch", b"no events", status=400)
    check.call("post", "/v1/batch", b"[]", status=404, query={"mapping": "none"})
    check.call("get", "/api/imports")
    check.question("summary", {})


def objects(value):
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(part)


def nets_hold(description, kept):
    """An answer with a member less or more must fail; one answer of each schema is tried."""
    wrong, tried = [], {}
    for where, schema, answer in kept:
        if "$ref" in schema:
            tried[schema["$ref"]] = (where, schema, answer)
    for where, schema, answer in tried.values():
        for less in list(answer):
            if not description.complaints(schema, {k: v for k, v in answer.items() if k != less}):
                wrong.append(f"{where}: {less} could be missing")
        inner = copy.deepcopy(answer)
        for part in objects(inner):
            part["undeclared member"] = "x"
        found = description.complaints(schema, inner)
        if not any("undeclared member" in complaint for complaint in found):
            wrong.append(f"{where}: a member could be added")
    return wrong


def main(program):
    wrong = []
    with tempfile.TemporaryDirectory(prefix="parcours_api_") as scratch:
        folder = pathlib.Path(scratch)
        made, data = folder / "made", folder / "data"

        def run(*arguments):
            subprocess.run([program, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)

        run("simulate", "--events", 3000, "--seed", 1, "--out", made)
        for part in ("events", "late_stores"):
            run("import", made / f"{part}.csv", "--mapping", made / "mapping.yaml", "--yes", "--data", data)
        run("design", "add", made / "journey.yaml", "--data", data)
        run("repository", "add", made / "repository.yaml", "--data", data)
        run("persona", "add", made / "personas.yaml", "--data", data)

        kept = []
        for empty in (True, False):
            with Server(program, folder / "nothing" if empty else data) as server:
                if empty:
                    description = Description(json.loads(server.ask("get", "/api/openapi.json")[1]))
                check = Check(server, description)
                ask_everything(check, empty)
                if not empty:
                    ask_for_documents(check, made)
                    import_over_http(check, made)
                    send_events(check)
            wrong += check.wrong
            kept += check.kept
    wrong += [f"{method.upper()} {path} was not called"
              for method, path in sorted(description.operations() - description.called)]
    wrong += nets_hold(description, kept)
    for complaint in wrong:
        print(complaint)
    print(f"{len(kept)} answers of {len(description.called)} operations checked, {len(wrong)} complaints")
    return 1 if wrong or not kept else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
