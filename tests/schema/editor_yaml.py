"""YAML as editors load it: the core schema of YAML 1.2. Dates are strings, keys are text as written."""
import re

import yaml

NULL = re.compile(r"(~|null|Null|NULL|)\Z")
BOOLEAN = re.compile(r"(true|True|TRUE|false|False|FALSE)\Z")
INTEGER = re.compile(r"([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")


def plain(text):
    if NULL.match(text):
        return None
    if BOOLEAN.match(text):
        return text.lower() == "true"
    if INTEGER.match(text):
        return int(text) if text.lstrip("+-").isdigit() else int(text, 0)
    if FLOAT.match(text):
        return float(text)
    if NOT_FINITE.match(text):
        return float(text.replace(".", ""))
    return text


def value_of(node):
    if isinstance(node, yaml.MappingNode):
        return {key.value: value_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    return node.value if node.style else plain(node.value)


def load(text):
    return value_of(yaml.compose(text, Loader=yaml.CSafeLoader))
