#!/usr/bin/env python3
"""Bundles api/*.yaml into api/openapi.json. `--check` only says whether the file is up to date.

See api/README.md for what a fragment holds. Needs Debian's python3-yaml.
"""
import json
import pathlib
import sys

try:
    import yaml
except ImportError:
    sys.exit("api_gen.py needs PyYAML: apt-get install python3-yaml")

API = pathlib.Path(__file__).resolve().parent.parent / "api"
ERRORS = {
    "400": "The request is not understood; `where` points into it.",
    "404": "A named thing does not exist.",
    "409": "Somebody changed it in between.",
    "413": "A limit was reached.",
    "503": "Something else is in the way; trying later can work.",
    "500": "A mistake of the program.",
}
FRAGMENT_KEYS = {"question", "tag", "summary", "description", "examples", "selects", "needs",
                 "request", "answer", "requests", "answers", "paths", "parameters"}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def json_content(schema, **more):
    return {"application/json": {"schema": schema, **more}}


def answer_schema(schema):
    """An object of an answer holds all its members unless it says otherwise."""
    if "properties" in schema:
        schema = {"type": "object", "required": list(schema["properties"]), **schema}
        schema["properties"] = {k: answer_schema(v) for k, v in schema["properties"].items()}
    return schema


def error_response(status):
    return {"description": ERRORS[status], "content": json_content(ref("Error"))}


def pascal(name):
    return "".join(part.capitalize() for part in name.split("_"))


def question_path(part, schemas):
    """The POST and the GET of one question; adds its schemas."""
    name = part["question"]
    request = dict(part.get("request") or {})
    if part.get("selects", True):
        request["select"] = ref("Select")
    schemas[pascal(name) + "Request"] = {
        "type": "object", "additionalProperties": False,
        **({"required": part["needs"]} if "needs" in part else {}), "properties": request}
    answer = {**part["answer"],
              "snapshot": {"type": "integer", "description": "State of the data that was asked."},
              "took_us": ref("Microseconds")}
    schemas[pascal(name) + "Answer"] = answer_schema({"properties": answer})
    examples = {key: {"value": value} for key, value in part["examples"].items()}
    shared = {"tags": [part["tag"]], "summary": part["summary"],
              **({"description": part["description"]} if "description" in part else {})}
    responses = {"200": {"description": "The answer.", "content": json_content(ref(pascal(name) + "Answer"))},
                 **{status: error_response(status) for status in ("400", "404", "413", "503", "500")}}
    body = json_content(ref(pascal(name) + "Request"), examples=examples)
    query = {"name": "q", "in": "query", "description": "The body of the POST, as JSON.", "content": body}
    return {"post": {"operationId": name, "x-question": name, **shared,
                     "requestBody": {"required": False, "content": body}, "responses": responses},
            "get": {"operationId": name + "_get", "x-question": name, **shared,
                    "parameters": [query], "responses": responses}}


def full_operation(operation):
    """Writes out the shorthands of responses and bodies."""
    out = dict(operation)
    body = out.get("requestBody")
    if body == "binary":
        out["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    elif body is not None:
        out["requestBody"] = {"required": True, "content": json_content(body)}
    responses = {}
    for status, content in out["responses"].items():
        if content == "error":
            responses[status] = error_response(status)
        elif content == "binary":
            responses[status] = {"description": "A file.", "content": {"application/octet-stream": {}}}
        elif content == "xml":
            responses[status] = {"description": "A text.", "content": {"application/xml": {}}}
        elif content == "any":
            responses[status] = {"description": "A document.", "content": json_content({"type": "object"})}
        else:
            responses[status] = {"description": "Done.", "content": json_content(content)}
    responses["500"] = error_response("500")
    out["responses"] = responses
    return out


def check_refs(node, document):
    if isinstance(node, dict):
        target = node.get("$ref")
        if target is not None:
            place = document
            for step in target.removeprefix("#/").split("/"):
                if step not in place:
                    sys.exit(f"api: nothing stands at {target}")
                place = place[step]
        for value in node.values():
            check_refs(value, document)
    elif isinstance(node, list):
        for value in node:
            check_refs(value, document)


def add(target, name, value, what):
    if name in target:
        sys.exit(f"api: {what} {name} is defined twice")
    target[name] = value


def bundle():
    index = yaml.safe_load((API / "index.yaml").read_text())
    files = index.pop("files")
    left_out = {path.stem for path in API.glob("*.yaml")} - set(files) - {"index"}
    if left_out:
        sys.exit(f"api: index.yaml does not name {', '.join(sorted(left_out))}")
    schemas, paths, parameters = {}, {}, {}
    for file in files:
        part = yaml.safe_load((API / f"{file}.yaml").read_text())
        unknown = set(part) - FRAGMENT_KEYS
        if unknown:
            sys.exit(f"api/{file}.yaml: unknown {', '.join(sorted(unknown))}")
        if "question" in part:
            add(paths, "/api/" + part["question"], question_path(part, schemas), "path")
        for name, schema in part.get("requests", {}).items():
            add(schemas, name, schema, "schema")
        for name, schema in part.get("answers", {}).items():
            add(schemas, name, answer_schema(schema), "schema")
        for name, parameter in part.get("parameters", {}).items():
            add(parameters, name, parameter, "parameter")
        for path, item in part.get("paths", {}).items():
            add(paths, path, {key: value if key == "parameters" else full_operation(value)
                              for key, value in item.items()}, "path")
    document = {**index, "paths": paths, "components": {"parameters": parameters, "schemas": schemas}}
    check_refs(document, document)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main():
    target = API / "openapi.json"
    text = bundle()
    if "--check" in sys.argv:
        if not target.exists() or target.read_text() != text:
            sys.exit("api/openapi.json is not what api/*.yaml give: run tools/api_gen.py")
    elif not target.exists() or target.read_text() != text:
        target.write_text(text)


if __name__ == "__main__":
    main()
