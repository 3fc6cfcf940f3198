"""What the real API refuses before it looks at the world: fields, types, lengths."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from .fields import METHODS, OBJECTS, Field, fields_of
from .records import Json, RefusedError, Upload

MISSING = {  # the words for a required field that is not there; else 'parameter "x" is required'
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "animation": "there is no animation in the request",
    "video": "there is no video in the request",
    "sticker": "there is no sticker in the request",
    "file_id": "file_id not specified",
}


def check_method(method: str, raw: Mapping[str, object], uploads: Mapping[str, Upload]) -> Json:
    """The parameters of a call, each of its own type, or a refusal."""
    _check_encoding(raw)
    fields = fields_of(METHODS[method])
    attached = {name: f"attach://{name}" for name in uploads if name in fields}
    return _check(fields, {**raw, **attached}, MISSING)


def check_object(kind: str, value: object) -> Json:
    """One nested object, such as a button, with every field of its own type."""
    if not isinstance(value, dict):
        raise RefusedError(f"can't parse {kind}: Object expected")
    return _check(fields_of(OBJECTS[kind]), value, {})


def check_objects(kind: str, values: object) -> list[Json]:
    """A list of nested objects of one kind."""
    if not isinstance(values, list):
        raise RefusedError(f"can't parse {kind}: Array expected")
    return [check_object(kind, value) for value in values]


def utf16_length(text: str) -> int:
    """How long Telegram takes a text to be: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _check(
    fields: Mapping[str, Field], raw: Mapping[str, object], missing: Mapping[str, str]
) -> Json:
    for name in raw.keys() - fields.keys():
        raise RefusedError(f"unknown field {name}")
    for field in fields.values():
        value = raw.get(field.name)
        if field.required and (value is None or (value == "" and field.name in missing)):
            raise RefusedError(missing.get(field.name, f'parameter "{field.name}" is required'))
    return {
        name: _READ[fields[name].type](name, value)
        for name, value in raw.items()
        if value is not None
    }


def _check_encoding(raw: Mapping[str, object]) -> None:
    """Half a surrogate pair would otherwise fail far from here, when it is written out."""
    try:
        json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise RefusedError("strings must be encoded in UTF-8") from None


def _wrong(name: str, kind: str) -> RefusedError:
    return RefusedError(f'field "{name}" must be of type {kind}')


def _read_str(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "String")
    return value


def _read_int(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _wrong(name, "Number")
    try:
        number = int(value)
    except ValueError:
        raise _wrong(name, "Number") from None
    if not -(2**63) <= number < 2**63:
        raise _wrong(name, "Number")
    return number


def _read_bool(name: str, value: object) -> bool:
    word = str(value).lower()
    if word not in ("true", "false", "1", "0"):
        raise _wrong(name, "Boolean")
    return word in ("true", "1")


def _read_chat(name: str, value: object) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    try:
        return _read_int(name, value)
    except RefusedError:
        raise RefusedError("chat not found") from None


def _read_json(name: str, value: object) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        raise RefusedError(f"can't parse {name} JSON object") from None


def _read_array(name: str, value: object) -> list[Any]:
    array = _read_json(name, value)
    if not isinstance(array, list):
        raise _wrong(name, "Array")
    return array


def _read_object(name: str, value: object) -> Json:
    table = _read_json(name, value)
    if not isinstance(table, dict):
        raise RefusedError("object expected as " + name.replace("_", " "))
    return table


_READ: dict[str, Callable[[str, object], object]] = {
    "str": _read_str,
    "int": _read_int,
    "bool": _read_bool,
    "chat": _read_chat,
    "file": _read_str,
    "array": _read_array,
    "object": _read_object,
}
