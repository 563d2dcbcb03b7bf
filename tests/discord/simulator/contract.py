"""Holds each request against Discord's own OpenAPI description, where that is at hand.

How the description is meant stands in its README: `oneOf` and `anyOf` both say "one of these types";
Discord takes strings of digits where it says integer, and the other way round for ids. Two things are
added: unknown keys are named (Discord ignores them, for us they are a slip), unless they are empty;
and a multipart request is held against the schema of its JSON.
"""

import copy
import datetime
import json
import re
import urllib.parse

from jsonschema import Draft202012Validator, FormatChecker, validators

DIGITS = re.compile(r"^-?[0-9]{1,20}$")
EMPTY = (None, [], {}, "", False)
FORMATS = FormatChecker(formats=())
ID = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]{0,19})$", "format": "snowflake"}


def prepare(tree):
    """Rewrites the schemas to what Discord means."""
    if isinstance(tree, list):
        for one in tree:
            prepare(one)
    elif isinstance(tree, dict):
        if "oneOf" in tree:
            tree.setdefault("anyOf", []).extend(tree.pop("oneOf"))
        tree.pop("discriminator", None)
        if "enum" in tree:
            tree.pop("allOf", None)
        kind = tree.get("type")
        objects = kind == "object" or "object" in (kind or ())
        if "properties" in tree and objects:
            tree.setdefault("additionalProperties", False)
        for one in tree.values():
            prepare(one)


def is_integer(_, value):
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return bool(DIGITS.match(value))
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def within(name, low, high):
    FORMATS.checks(name)(lambda value: not is_integer(None, value) or low <= int(value) < high)


within("int32", -(2**31), 2**31)
within("int64", -(2**63), 2**63)
within("snowflake", 0, 2**64)


@FORMATS.checks("nonce")
def is_nonce(value):
    return not isinstance(value, str) or len(value) <= 25


@FORMATS.checks("uri")
def is_uri(value):
    if not isinstance(value, str):
        return True
    parts = urllib.parse.urlsplit(value)
    schemes = ("http", "https", "discord", "attachment", "ws", "wss")
    return parts.scheme in schemes and bool(parts.netloc or parts.path)


@FORMATS.checks("date-time", raises=ValueError)
def is_instant(value):
    return not isinstance(value, str) or bool(datetime.datetime.fromisoformat(value))


CHECKER = Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer)
Validator = validators.extend(Draft202012Validator, type_checker=CHECKER)


class Contract:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.description = json.load(file)
        prepare(self.description["components"])
        prepare(self.description["paths"])
        self.description["components"]["schemas"]["SnowflakeType"] = ID
        self.routes = []
        for template, item in self.description["paths"].items():
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template.replace(".", r"\."))
            self.routes.append((template.count("{"), re.compile(f"^{pattern}$"), item))
        self.routes.sort(key=lambda route: route[0])
        self.validators = {}

    def check(self, method, path, body, files):
        """What is wrong with a request: a list, empty when nothing is."""
        parts = urllib.parse.urlsplit(path)
        found = self.route(method.lower(), re.sub(r"^/api(/v\d+)?(?=/)", "", parts.path))
        if found is None:
            return [f"no such route: {method} {parts.path}"]
        item, operation, arguments = found
        declared = {}
        for one in item.get("parameters", []) + operation.get("parameters", []):
            declared[one["in"], one["name"]] = one
        problems = []
        for name, value in arguments.items():
            if ("path", name) in declared:
                problems += self.problems(declared["path", name]["schema"], urllib.parse.unquote(value))
        problems += self.query(declared, parts.query)
        wanted = operation.get("requestBody")
        if wanted is None:
            return problems + ([] if body in (None, {}) else ["this route takes no body"])
        if body is None and not files:
            return problems + (["the body is missing"] if wanted.get("required") else [])
        schema = wanted["content"].get("application/json", {}).get("schema")
        if files and "multipart/form-data" not in wanted["content"]:
            problems.append("this route takes no files")
        return problems + (self.problems(schema, body or {}) if schema else [])

    def route(self, method, path):
        for _, pattern, item in self.routes:
            if (match := pattern.match(path)) and method in item:
                return item, item[method], match.groupdict()
        return None

    def query(self, declared, query):
        given = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        given.pop("", None)  # serenity writes "?&a=b"
        for name, value in given.items():
            one = declared.get(("query", name))
            if one is None:
                yield f"query: nothing is called {name}"
                continue
            meant = {"true": True, "false": False}.get(value.lower(), value)
            if self.problems(one["schema"], meant) and self.problems(one["schema"], value):
                yield f"query: {name} cannot be {value!r}"
        for (place, name), one in declared.items():
            if place == "query" and one.get("required") and name not in given:
                yield f"query: {name} is missing"

    def problems(self, schema, value):
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            whole = copy.deepcopy(schema) | {"components": self.description["components"]}
            self.validators[key] = Validator(whole, format_checker=FORMATS)
        found = self.validators[key].iter_errors(value)
        return list(dict.fromkeys(said for error in found for said in flat(error)))


def place(error):
    return "/" + "/".join(map(str, error.absolute_path))


def flat(error):
    """Of "none of these fits" what is wrong with the one that was evidently meant."""
    if error.validator == "additionalProperties":
        unknown = set(error.instance) - set(error.schema.get("properties", {}))
        more = sorted(key for key in unknown if error.instance[key] not in EMPTY)
        return [f"{place(error)}: unknown {', '.join(more)}"] if more else []
    if error.validator not in ("anyOf", "oneOf"):
        return [f"{place(error)}: {error.message[:300]}"]
    branches = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    said = {key: [text for one in inner for text in flat(one)] for key, inner in branches.items()}
    if not all(said.values()):
        return []
    depth = len(error.absolute_path)
    meant = [key for key, inner in branches.items() if not any(other_kind(one, depth) for one in inner)]
    if not meant:
        return [f"{place(error)}: nothing of this kind fits {str(error.instance)[:80]}"]
    return min((said[key] for key in meant), key=len)


def other_kind(error, depth):
    """Whether a branch is about another type of thing altogether."""
    inside = list(error.absolute_path)[depth:]
    if inside[:1] == ["type"]:
        return error.validator in ("enum", "const", "anyOf", "allOf", "type")
    return not inside and error.validator in ("type", "const")
