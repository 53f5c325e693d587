"""Read a source, a folder or a file or a .jsonl, into documents and what went wrong with them."""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from timeline.cache import CACHE_FILE, NO_CACHE, Cache, Notes, digest, made_of
from timeline.collector import seldom_collected
from timeline.config import Config
from timeline.documents.debris import find_asides
from timeline.documents.decoding import NotText
from timeline.documents.draft import STDIN, Draft, Read, notice
from timeline.documents.ids import id_of, unique_id
from timeline.documents.language import detect_language
from timeline.documents.places import Place, find_places
from timeline.documents.readers import (
    READERS,
    Reader,
    read_hand_made,
    read_jsonl,
    read_text,
)
from timeline.documents.title import find_title
from timeline.errors import SourceError
from timeline.handmade import SUFFIXES
from timeline.model import Aside, Document, HandMade, Notice
from timeline.workers import Jobs, Memory, each

LARGEST_FILE = 8 * 1024 * 1024
"""A larger article file is not read, in bytes; collections (.jsonl) may be larger.  A megabyte of
prose takes some seconds, one that is all dates some minutes and a gigabyte of memory."""
_WANTED = "Put articles in it as .txt, .md, .html or .jsonl files."
_WANTED_EVENTS = 'Each event of a .json or .csv file needs a "title" and a date, as "edtf".'
_SHOWN_NAMES = 3
_COLLECTION = ".jsonl"

_Item: TypeAlias = tuple[bytes, str, str] | Read
"""An article's bytes, the path to name it by, and its suffix; or what is said of a file instead."""
_PORTION = 64
"""Articles that are told from others at once."""
_encode = msgspec.msgpack.Encoder().encode
_KEYS = msgspec.msgpack.Decoder(dict[bytes, bytes])


class Library(msgspec.Struct, frozen=True):
    """What was read: documents in the order of their paths, what could not be read, and notices.

    ``events`` are those that stood in files of events beside the articles.

    ``names[i]`` is what to call ``documents[i]`` in output that others match against their own
    ids: the "doc" of its JSON line as given, else the document's id.  ``title`` is the headline
    of a file of events where there are no articles beside it.  ``origins`` tell what was read of
    each document; its id, its claims and its publication are told later.
    """

    documents: tuple[Document, ...] = ()
    failures: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()
    names: tuple[str, ...] = ()
    events: tuple[HandMade, ...] = ()
    title: str = ""
    origins: tuple[bytes, ...] = ()

    def made_of(self) -> Iterator[bytes]:
        """What tells all documents from any others: some bytes for some of them."""
        for at in range(0, len(self.documents), _PORTION):
            some = self.documents[at : at + _PORTION]
            yield origin_print(some, self.origins[at : at + _PORTION])


def origin_print(documents: Sequence[Document], origins: Sequence[bytes]) -> bytes:
    """Documents and their origins in a library to what tells them from any others.

    Where no origin is known all of a document does, which is long.
    """
    if len(origins) == len(documents) and all(origins):
        beside = [(one.id, one.claims, one.publication) for one in documents]
        return _encode((origins, beside))
    return _encode(documents)


@seldom_collected()
def read_documents(
    source: Path | str,
    config: Config,
    stdin_text: str | None = None,
    cache: Cache = NO_CACHE,
    jobs: Jobs = 1,
) -> Library:
    """Read every article of a source into documents; what cannot be read is a failure, by name.

    A folder is read with all its folders, in the order of paths, without hidden files, READMEs,
    timeline.toml, edits.toml, links that lead out of it, and the output, template, knowledge and
    cache folders of the configuration.  ``"-"`` reads ``stdin_text``, JSON lines or one plain
    text.  What is in ``cache`` is not read again; the rest is shared among ``jobs`` processes.
    Raises SourceError when there is no source or no article in it.
    """
    path = Path(source)
    if str(source) == STDIN:
        reads: Sequence[Read] = [_read_stdin(stdin_text, config.day_order)]
    elif path.is_dir():
        reads = _read_folder(path, config, cache, jobs)
    elif not path.exists():
        raise SourceError(
            "is not there", file=str(source), remedy="Name a folder of articles, or one article."
        )
    elif path.suffix.lower() not in READERS:
        raise SourceError(
            f"is no article: {path.suffix or 'a file without suffix'} cannot be read",
            file=str(source),
            remedy="Save its text as .txt, .md, .html or .jsonl.",
        )
    else:
        reads = list(_read_files([Place(str(path), path.name)], config.day_order, cache, jobs))
        if _is_stranger(reads[0]):
            raise SourceError("holds no events", file=str(source), remedy=_WANTED_EVENTS)
    return _gather(_finished(reads, cache, jobs))


def _read_stdin(text: str | None, day_order: str) -> Read:
    if text is None or not text.strip():
        raise SourceError(
            "standard input is empty", remedy="Pipe an article or JSON lines into the command."
        )
    is_jsonl = text.lstrip("\ufeff \t\r\n").startswith("{")
    reader = read_jsonl if is_jsonl else read_text
    return _read_bytes(text.encode("utf-8", "replace"), STDIN, reader, day_order)


def _read_folder(folder: Path, config: Config, cache: Cache, jobs: Jobs) -> list[Read]:
    places: list[Place] = []
    strangers: dict[str, list[str]] = defaultdict(list)
    for place in sorted(
        find_places(folder, _own_places(config)), key=lambda each: (each.path, each.file)
    ):
        if place.refusal is not None or place.suffix in READERS:
            places.append(place)
        else:
            strangers[place.suffix].append(place.path)
    reads: list[Read] = []
    found = False
    read_files = _read_files(places, config.day_order, cache, jobs, str(folder.resolve()))
    for place, read in zip(places, read_files, strict=True):
        if place.refusal is None and _is_stranger(read):
            strangers[place.suffix].append(place.path)
        else:
            reads.append(read)
            found = found or place.refusal is None
    if not found:
        others = f" ({sum(map(len, strangers.values()))} other files)" if strangers else ""
        raise SourceError(f"holds no article{others}", file=str(folder), remedy=_WANTED)
    return [*reads, Read(notices=tuple(_stranger_notice(*item) for item in strangers.items()))]


def _is_stranger(read: Read) -> bool:
    """Whether a file is neither an article nor a list of events, and no attempt at one."""
    return not (read.drafts or read.events or read.failures)


def _own_places(config: Config) -> frozenset[str]:
    places = [config.output, *config.knowledge]
    if config.cache is not None:
        places += [config.cache, config.cache / CACHE_FILE]
    if config.template_folder is not None:
        places.append(config.template_folder)
    return frozenset(str(place.resolve()) for place in places)


def _stranger_notice(suffix: str, paths: list[str]) -> Notice:
    names = ", ".join(paths[:_SHOWN_NAMES]) + (", …" if len(paths) > _SHOWN_NAMES else "")
    many = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    if suffix in SUFFIXES:
        return notice(
            "no-events",
            f"{many} ending in {suffix} without events",
            file=paths[0],
            shown=names,
            remedy=f"Not read. {_WANTED_EVENTS}",
        )
    return notice(
        "suffix-unknown",
        f"{many} ending in {suffix}" if suffix else f"{many} without a suffix",
        file=paths[0],
        shown=names,
        remedy="Not read. Save articles as .txt, .md, .html or .jsonl.",
    )


def _read_files(
    places: Sequence[Place], day_order: str, cache: Cache, jobs: Jobs, folder: str = ""
) -> Iterator[Read]:
    """What is in files, in their order; those that stand as they stood are not opened."""
    memory = Memory(cache, "file", partial(_key_of_file, day_order), msgspec.msgpack.Decoder(Read))
    stood = Notes(_KEYS, cache, "places", f"{day_order} {folder}")
    known = [_recalled(place, stood, memory) for place in places]
    loaded = (
        _loaded(place, stood, memory)
        for place, read in zip(places, known, strict=True)
        if read is None
    )
    count = known.count(None)
    fresh = iter(each(partial(_read_loaded, day_order), loaded, jobs, memory=memory, count=count))
    stood.save()
    return (next(fresh) if read is None else read for read in known)


def _recalled(place: Place, stood: Notes[bytes], memory: Memory[_Item, Read]) -> Read | None:
    """What was read in a file before that stands as it stood then."""
    key = stood.recall(place.stand) if place.stand else None
    return None if key is None else memory.recall_key(key)


def _loaded(place: Place, stood: Notes[bytes], memory: Memory[_Item, Read]) -> _Item:
    """A file's bytes, or what is said of it; how it stands is noted, if that tells its content."""
    if place.refusal is not None:
        return Read(notices=(place.refusal,))
    loaded = _load(Path(place.file), place.path)
    if place.stand and place.changed < memory.cache.opened:
        key = memory.key_of(loaded)
        stood.keep(place.stand if key else b"", key)
    return loaded


def _load(file: Path, path: str) -> _Item:
    """The bytes of an article's file, or why it cannot be read."""
    suffix = file.suffix.lower()
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return _failed(path, "is not a regular file", "Take it out of the folder.")
        if status.st_size > LARGEST_FILE and suffix != _COLLECTION:
            limit = LARGEST_FILE // (1024 * 1024)
            return _failed(path, f"is larger than {limit} MB", "Split it into articles.")
        return file.read_bytes(), path, suffix
    except OSError as error:
        return _failed(
            path, f"cannot be read ({error.strerror})", "Check that the file may be read by you."
        )


def _key_of_file(day_order: str, loaded: _Item) -> bytes | None:
    """What decides what is read in a file; of a collection the articles are remembered singly."""
    if isinstance(loaded, Read) or loaded[2] == _COLLECTION:
        return None
    data, path, suffix = loaded
    return digest(
        data, path.encode("utf-8", "surrogateescape"), suffix.encode(), day_order.encode()
    )


def _read_loaded(day_order: str, loaded: _Item) -> Read:
    if isinstance(loaded, Read):
        return loaded
    data, path, suffix = loaded
    read = _read_bytes(data, path, READERS[suffix], day_order)
    if suffix == _COLLECTION:
        return read
    return replace(read, drafts=tuple(map(_finish, read.drafts)))


def _finished(reads: Iterable[Read], cache: Cache, jobs: Jobs) -> Iterator[Read]:
    """What was read, each draft with its debris, title and language found."""
    memory = Memory(cache, "draft", msgspec.msgpack.encode, msgspec.msgpack.Decoder(Draft))
    for read in reads:
        if all(draft.finished for draft in read.drafts):
            yield read
        else:
            yield replace(read, drafts=each(_finish, read.drafts, jobs, memory=memory))


def _finish(draft: Draft) -> Draft:
    asides = find_asides(draft.text, draft.asides)
    title = find_title(draft.text, asides, draft.title)
    finished = replace(
        draft,
        asides=asides,
        title=title.words,
        title_span=title.span,
        language=draft.language or detect_language(_sample(draft.text, asides)),
        finished=True,
        id=id_of(draft),
    )
    return replace(finished, print=made_of(finished))


def _read_bytes(data: bytes, path: str, reader: Reader, day_order: str) -> Read:
    try:
        read = reader(data, path, day_order)
    except NotText as wrong:
        return _failed(path, wrong.words, wrong.remedy)
    if reader is read_hand_made:
        return read
    if not read.failures and not any(draft.text.strip() for draft in read.drafts):
        return _failed(path, "is empty", "Put the article's text in it, or take it out.")
    return read


def _failed(path: str, words: str, remedy: str) -> Read:
    return Read(failures=(notice("unreadable", words, file=path, remedy=remedy),))


def _gather(reads: Iterable[Read]) -> Library:
    documents: list[Document] = []
    failures: list[Notice] = []
    notices: list[Notice] = []
    names: list[str] = []
    origins: list[bytes] = []
    events: list[HandMade] = []
    titles: list[str] = []
    taken: dict[str, int] = {}
    given: set[str] = set()
    for read in reads:
        failures += read.failures
        notices += read.notices
        events += read.events
        titles += [read.title] if read.title else []
        for draft in read.drafts:
            document = _document(draft, unique_id(draft.id, taken))
            documents.append(document)
            names.append(draft.given_id or document.id)
            origins.append(draft.print)
            notices += draft.notices
            if draft.given_id in given:
                notices.append(
                    notice(
                        "id-repeated",
                        f'the id "{draft.given_id}" was used before; this one is "{document.id}"',
                        file=draft.path,
                        remedy='Give each line its own "doc".',
                    )
                )
            given.update({draft.given_id} - {""})
    return Library(
        *(tuple(documents), tuple(failures), tuple(notices), tuple(names), tuple(events)),
        title=titles[0] if titles and not documents else "",
        origins=tuple(origins),
    )


def _document(draft: Draft, identity: str) -> Document:
    return Document(
        id=identity,
        path=draft.path,
        title=draft.title or identity,
        text=draft.text,
        language=draft.language,
        source=draft.source,
        url=draft.url,
        claims=draft.claims,
        asides=draft.asides,
        title_span=draft.title_span,
        themes=draft.themes,
    )


def _sample(text: str, asides: tuple[Aside, ...]) -> str:
    """Take the beginning of a text without its debris, which is often in another language."""
    parts = []
    position = size = 0
    for aside in asides:
        parts.append(text[position : aside.start][:8192])
        size += len(parts[-1])
        position = aside.end
        if size > 8192:
            break
    parts.append(text[position : position + 8192])
    return "\n".join(parts)
