"""Where values stand in a JSON text, found the slow and obvious way: one character, one line, one column at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.board_json.pointer import join

Position = tuple[int, int]


@dataclass
class Spot:
    """A value's stretch, its key's stretch, and for a text the stretch of each decoded character."""

    start: Position
    end: Position
    key: tuple[Position, Position]
    characters: list[tuple[Position, Position]] = field(default_factory=list)
    decoded: str = ""


def spots(text: str) -> dict[str, Spot]:
    """Every value of a JSON text by its pointer."""
    return _Naive(text).all()


class _Naive:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line, self.column = 1, 1
        self.found: dict[str, Spot] = {}

    def all(self) -> dict[str, Spot]:
        self.blanks()
        self.value("", None)
        return self.found

    @property
    def here(self) -> Position:
        return self.line, self.column

    def take(self) -> str:
        character = self.text[self.at]
        self.at += 1
        if character == "\n" or (character == "\r" and self.text[self.at : self.at + 1] != "\n"):
            self.line, self.column = self.line + 1, 1
        else:
            self.column += 1
        return character

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def blanks(self) -> None:
        while self.peek() and self.peek() in " \t\r\n":
            self.take()

    def value(self, pointer: str, key: tuple[Position, Position] | None) -> None:
        start = self.here
        spot = self.found[pointer] = Spot(start, start, key or (start, start))
        if self.peek() == '"':
            spot.decoded, spot.characters = self.string()
        elif self.peek() == "{":
            self.take()
            self.blanks()
            while self.peek() != "}":
                key_start = self.here
                name, _ = self.string()
                key_end = self.here
                self.blanks()
                assert self.take() == ":"
                self.blanks()
                self.value(join(pointer, name), (key_start, key_end))
                self.between()
            self.take()
        elif self.peek() == "[":
            self.take()
            self.blanks()
            index = 0
            while self.peek() != "]":
                self.value(join(pointer, index), None)
                index += 1
                self.between()
            self.take()
        else:
            while self.peek() and self.peek() not in ",]} \t\r\n":
                self.take()
        spot.end = self.here

    def between(self) -> None:
        self.blanks()
        if self.peek() == ",":
            self.take()
            self.blanks()

    def string(self) -> tuple[str, list[tuple[Position, Position]]]:
        assert self.take() == '"'
        decoded: list[str] = []
        places: list[tuple[Position, Position]] = []
        while self.peek() != '"':
            start = self.here
            character = self.character()
            if decoded and "\ud800" <= decoded[-1] <= "\udbff" and "\udc00" <= character <= "\udfff":
                high = decoded.pop()
                start = places.pop()[0]
                character = chr(0x10000 + ((ord(high) - 0xD800) << 10) + ord(character) - 0xDC00)
            decoded.append(character)
            places.append((start, self.here))
        self.take()
        return "".join(decoded), places

    def character(self) -> str:
        character = self.take()
        if character != "\\":
            return character
        escape = self.take()
        if escape == "u":
            return chr(int("".join(self.take() for _ in range(4)), 16))
        return {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(escape, escape)
