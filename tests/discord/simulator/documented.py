"""What Discord's pages say about requests and its OpenAPI description does not: limits over several
fields, what goes together, what must be unique. Checked in every test, wherever it runs.
"""

import email.parser
import email.policy
import re
import unicodedata

V2 = 1 << 15
SELECTS = (3, 5, 6, 7, 8)
MEBIBYTE = 2**20
EPHEMERAL = 1 << 6
# SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, IS_VOICE_MESSAGE, IS_COMPONENTS_V2.
ANSWER_FLAGS = 1 << 2 | EPHEMERAL | 1 << 12 | 1 << 13 | V2
NEEDED = ("content", "embeds", "sticker_ids", "components", "poll", "message_reference")

MESSAGE = r"/channels/\d+/messages"
HOOK = r"/webhooks/\d+/[^/]+"
MESSAGES = [
    ("POST", MESSAGE, "create"),
    ("PATCH", MESSAGE + r"/\d+", "edit"),
    ("POST", HOOK, "create"),
    ("PATCH", HOOK + r"/messages/(@original|\d+)", "edit"),
]


def parts_of(raw, kind):
    """The parts of a form: name, file name, content."""
    head = b"Content-Type: " + kind.encode() + b"\r\nMIME-Version: 1.0\r\n\r\n"
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + raw)
    if not form.is_multipart():
        raise ValueError("multipart: it has no parts")
    names = set()
    for part in form.iter_parts():
        name = part.get_param("name", header="content-disposition") or ""
        filename = part.get_filename()
        if name in names:
            raise ValueError(f"multipart: {name} twice")
        names.add(name)
        if name != "payload_json" and not re.fullmatch(r"files\[\d+\]", name):
            raise ValueError(f"multipart: {name!r} is neither payload_json nor files[n]")
        if name != "payload_json" and not filename:
            raise ValueError(f"multipart: {name} has no file name")
        yield name, filename, part.get_payload(decode=True) or b""


def problems_of(method, path, body, files):
    path = path.split("?")[0].removeprefix("/api/v10")
    for wanted, pattern, kind in MESSAGES:
        if method == wanted and re.fullmatch(pattern, path):
            return list(message(body, files, kind))
    if re.fullmatch(r"/interactions/\d+/[^/]+/callback", path):
        return list(callback(body, files))
    if re.fullmatch(r"/applications/\d+(/guilds/\d+)?/commands", path) and method == "PUT":
        return list(commands(body or []))
    return []


def length(text):
    return len(text.strip()) if isinstance(text, str) else 0


def message(body, files, kind, at=""):
    if not isinstance(body, dict):
        return
    content = body.get("content")
    if isinstance(content, str) and len(content) > 2000:
        yield f"{at}/content: {len(content)} characters, 2000 are allowed"
    yield from embeds(body.get("embeds") or [], files, kind, at)
    if kind == "create" and not files and not any(body.get(key) for key in NEEDED):
        yield f"{at}: an empty message"
    flags = int(body.get("flags") or 0)
    if flags & V2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(key):
                yield f"{at}/{key}: not allowed with IS_COMPONENTS_V2"
    if body.get("enforce_nonce") and body.get("nonce") in (None, ""):
        yield f"{at}/enforce_nonce: without a nonce it does nothing"
    if len(str(body.get("nonce") or "")) > 25:
        yield f"{at}/nonce: more than 25 characters"
    # What this bot must do besides: say whom a message may notify.
    if kind == "create" and "allowed_mentions" not in body:
        yield f"{at}/allowed_mentions: nothing says whom this may notify"
    yield from attachments(body, files, kind, at)
    yield from components(body.get("components"), bool(flags & V2), at)


def embeds(all_of_them, files, kind, at):
    total = 0
    parts = ("title", "description", "url", "image", "thumbnail", "author", "footer", "fields", "timestamp")
    for one in all_of_them:
        author, footer = one.get("author") or {}, one.get("footer") or {}
        texts = [one.get("title"), one.get("description"), footer.get("text"), author.get("name")]
        for field in one.get("fields") or []:
            texts += [field.get("name"), field.get("value")]
        total += sum(map(length, texts))
        if not any(one.get(part) for part in parts):
            yield f"{at}/embeds: an empty embed"
        for key in ("image", "thumbnail"):
            url = (one.get(key) or {}).get("url", "")
            if not url.startswith("attachment://"):
                continue
            if kind == "create" and not any(file.filename == url[13:] for file in files):
                yield f"{at}/embeds: {url} names no file"
            if not re.search(r"\.(jpe?g|png|webp|gif)$", url, re.I):
                yield f"{at}/embeds: {url} cannot be shown in an embed"
    if total > 6000:
        yield f"{at}/embeds: {total} characters together, 6000 are allowed"


def attachments(body, files, kind, at):
    ids = [one.get("id") for one in body.get("attachments") or [] if isinstance(one, dict)]
    known = {file.number for file in files}
    if body.get("attachments") is not None:
        for number in known - set(map(str, ids)):
            yield f"{at}/attachments: files[{number}] is not listed"
    if kind == "create":
        for one in ids:
            if str(one) not in known and len(str(one)) < 15:
                yield f"{at}/attachments: id {one} has no files[{one}]"
    if sum(file.size for file in files) > 25 * MEBIBYTE:
        yield "files: more than 25 MiB in one request"
    for file in files:
        if file.size > 10 * MEBIBYTE:
            yield f"files[{file.number}]: {file.size} bytes, 10 MiB are allowed"


def walk(tree, at, depth=0):
    for index, one in enumerate(tree or []):
        if not isinstance(one, dict):
            continue
        here = f"{at}/components/{index}"
        yield one, here, depth
        yield from walk(one.get("components"), here, depth + 1)
        for key in ("accessory", "component"):
            if isinstance(one.get(key), dict):
                yield from walk([one[key]], f"{here}/{key}", depth + 1)


def components(tree, v2, at="", modal=False):
    used, count = {}, 0
    for one, here, depth in walk(tree, at):
        count += 1
        kind, name = one.get("type"), one.get("custom_id")
        if name is not None and name in used:
            yield f"{here}: custom_id {name!r} is used at {used[name]} already"
        if name is not None:
            used[name] = here
        if not v2 and not modal and kind in (9, 10, 11, 12, 13, 14, 17):
            yield f"{here}: type {kind} needs IS_COMPONENTS_V2"
        if depth == 0 and not modal and kind in (2, 4, *SELECTS):
            yield f"{here}: type {kind} must be inside a row"
        if kind == 1:
            yield from row(one, here)
        elif kind == 2:
            yield from button(one, here)
        elif kind in SELECTS:
            yield from select(one, here)
        elif kind == 4 and (one.get("min_length") or 0) > (one.get("max_length") or 4000):
            yield f"{here}: min_length above max_length"
    if not v2 and not modal and len(tree or []) > 5:
        yield f"{at}/components: {len(tree)} rows, 5 are allowed"
    if v2 and count > 40:
        yield f"{at}/components: {count} components, 40 are allowed"
    if modal and not 1 <= len(tree or []) <= 5:
        yield f"{at}/components: a modal takes 1 to 5"


def row(one, here):
    kinds = [inner.get("type") for inner in one.get("components") or []]
    if any(kind in SELECTS or kind == 4 for kind in kinds) and len(kinds) != 1:
        yield f"{here}: a row has up to 5 buttons, or one select or text input"
    if not 1 <= len(kinds) <= 5:
        yield f"{here}: a row has 1 to 5 components, this one {len(kinds)}"


def button(one, here):
    style, name = one.get("style"), one.get("custom_id")
    if style == 5 and (not one.get("url") or name):
        yield f"{here}: a link button has a url and no custom_id"
    if style in (1, 2, 3, 4) and (not name or one.get("url")):
        yield f"{here}: a button has a custom_id and no url"
    if style != 6 and not one.get("label") and not one.get("emoji"):
        yield f"{here}: a button has a label or an emoji"
    if len(one.get("label") or "") > 80:
        yield f"{here}: a label of more than 80 characters"


def select(one, here):
    lowest, highest = (1 if one.get(key) is None else one[key] for key in ("min_values", "max_values"))
    options = one.get("options") or []
    values = [option.get("value") for option in options]
    if lowest > highest:
        yield f"{here}: min_values above max_values"
    if one.get("type") != 3:
        return
    if len(set(values)) != len(values):
        yield f"{here}: two options with the same value"
    if not 1 <= len(options) <= 25:
        yield f"{here}: {len(options)} options, 1 to 25 are allowed"
    if highest > len(options):
        yield f"{here}: max_values above the number of options"
    if sum(1 for option in options if option.get("default")) > highest:
        yield f"{here}: more options chosen beforehand than can be chosen"


def callback(body, files):
    if not isinstance(body, dict):
        return
    kind, data = body.get("type"), body.get("data") or {}
    flags = int(data.get("flags") or 0)
    if kind == 4:
        yield from message(data, files, "create", "/data")
        if flags & ~ANSWER_FLAGS:
            yield f"/data/flags: {flags & ~ANSWER_FLAGS:#x} cannot be set here"
    elif kind == 7:
        yield from message(data, files, "edit", "/data")
    elif kind == 5:
        more = [key for key in data if key != "flags" and data[key] not in (None, [], {}, "", False)]
        yield from (f"/data/{key}: a deferral takes only flags" for key in more)
        if flags & ~EPHEMERAL:
            yield "/data/flags: a deferral takes EPHEMERAL only"
    elif kind == 8:
        choices = data.get("choices") or []
        if len(choices) > 25:
            yield f"/data/choices: {len(choices)}, 25 are allowed"
        for choice in choices:
            if not 1 <= len(str(choice.get("name") or "")) <= 100:
                yield "/data/choices: a name has 1 to 100 characters"
            if len(str(choice.get("value"))) > 100:
                yield "/data/choices: a value has at most 100 characters"
    elif kind == 9:
        yield from components(data.get("components"), False, "/data", modal=True)
        if not 1 <= len(data.get("title") or "") <= 45:
            yield "/data/title: a modal's title has 1 to 45 characters"


def name_suits(name):
    letter = lambda c: c in "-_'" or unicodedata.category(c)[0] in "LN" or "\u0900" <= c <= "\u097f"
    return 1 <= len(name) <= 32 and name == name.lower() and all(map(letter, name))


def commands(all_of_them):
    seen, count = set(), {}
    for index, one in enumerate(all_of_them):
        kind = one.get("type") or 1
        if (kind, one.get("name")) in seen:
            yield f"/{index}: the command {one.get('name')!r} twice"
        seen.add((kind, one.get("name")))
        count[kind] = count.get(kind, 0) + 1
        yield from command(one, f"/{index}", kind == 1)
    for kind, number in count.items():
        if number > {1: 100, 2: 15, 3: 15}.get(kind, 1):
            yield f"{number} commands of type {kind}"


def command(one, at, slash):
    if slash and not one.get("description"):
        yield f"{at}/description: a slash command has one"
    if not slash and one.get("description"):
        yield f"{at}/description: only slash commands have one"
    if slash:
        yield from options([one], at)
    if (total := weight(one)) > 8000:
        yield f"{at}: {total} characters, 8000 are allowed"
    if 2 in (one.get("contexts") or []) and 1 not in (one.get("integration_types") or [0]):
        yield f"{at}/contexts: PRIVATE_CHANNEL is for apps that users install"


def weight(one):
    total = 0
    for key in ("name", "description"):
        translated = (one.get(key + "_localizations") or {}).values()
        total += max([len(one.get(key) or ""), *map(len, translated)])
    for choice in one.get("choices") or []:
        total += len(str(choice.get("name", ""))) + len(str(choice.get("value", "")))
    return total + sum(map(weight, one.get("options") or []))


def options(all_of_them, at):
    seen, optional = set(), False
    for index, one in enumerate(all_of_them):
        here = f"{at}/{index}"
        for name in [one.get("name") or "", *(one.get("name_localizations") or {}).values()]:
            if not name_suits(name):
                yield f"{here}: {name!r} is no name for a command or an option"
        if one.get("name") in seen:
            yield f"{here}: the option {one.get('name')!r} twice"
        seen.add(one.get("name"))
        if not 1 <= len(one.get("description") or "") <= 100:
            yield f"{here}: a description has 1 to 100 characters"
        if one.get("required") and optional:
            yield f"{here}: a required option after an optional one"
        optional |= not one.get("required")
        if one.get("autocomplete") and one.get("choices"):
            yield f"{here}: autocomplete together with choices"
        if len(one.get("options") or []) > 25 or len(one.get("choices") or []) > 25:
            yield f"{here}: more than 25 options or choices"
        for low, high in (("min_value", "max_value"), ("min_length", "max_length")):
            if None not in (one.get(low), one.get(high)) and one[low] > one[high]:
                yield f"{here}: {low} above {high}"
        inner = one.get("options") or []
        if len({option.get("type") in (1, 2) for option in inner}) > 1:
            yield f"{here}: subcommands mixed with plain options"
        yield from options(inner, here)
