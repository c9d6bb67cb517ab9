"""Dataclasses whose methods are written at their first use, for a quick start.

The standard decorator writes and compiles six methods a class at once: half of what importing the
rooms took before the first paint, for classes most of which no start uses.
"""

from __future__ import annotations

import dataclasses
import inspect
import operator
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

Made = TypeVar("Made", bound=type)
_lock = threading.RLock()

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - this is what it stands for
else:

    def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[Made], Made]:
        """As `dataclasses.dataclass`, once the class is first used."""

        def decorate(plain: Made) -> Made:
            made, defaults = _slotted(plain) if slots else (plain, {})
            return _Late(made, defaults, frozen).delayed()

        return decorate


def _slotted(plain: type) -> tuple[type, dict[str, Any]]:
    """The class with a slot for each of its own fields; the defaults, which a slot cannot hold."""
    own = inspect.get_annotations(plain)
    names = [name for name, kind in own.items() if not str(kind).startswith("ClassVar")]
    space = {
        name: value
        for name, value in plain.__dict__.items()
        if name not in ("__dict__", "__weakref__")
    }
    defaults = {name: space.pop(name) for name in names if name in space}
    made = type(plain)(plain.__name__, plain.__bases__, {**space, "__slots__": tuple(names)})
    made.__qualname__ = plain.__qualname__
    return made, defaults


class _Late:
    """One class that waits for its first instance, or for somebody who asks for its fields."""

    def __init__(self, made: type, defaults: dict[str, Any], frozen: bool) -> None:
        self._made = made
        self._defaults = defaults
        self._frozen = frozen
        self._is_done = False

    def delayed(self) -> Any:
        """The class, with what completes it in place of what is not there yet."""

        def first(instance: object, *args: Any, **kwargs: Any) -> None:
            self._complete()
            self._made.__init__(instance, *args, **kwargs)  # type: ignore[misc]

        setattr(self._made, "__init__", first)  # noqa: B010 - mypy knows better than to assign it
        setattr(self._made, "__dataclass_fields__", self)  # noqa: B010
        return self._made

    def __get__(self, instance: object, owner: type) -> Any:
        """The fields, for `dataclasses.fields` and `is_dataclass`."""
        self._complete()
        return self._made.__dataclass_fields__  # type: ignore[attr-defined]

    def _complete(self) -> None:
        with _lock:
            if self._is_done:
                return
            self._is_done = True
            made = self._made
            slots = {name: made.__dict__[name] for name in self._defaults}
            for name, value in self._defaults.items():
                setattr(made, name, value)
            dataclasses.dataclass(init=False, repr=False, eq=False)(made)
            for name, slot in slots.items():
                setattr(made, name, slot)
            _say_and_compare(made, self._frozen)
            if self._frozen:
                made.__setattr__ = made.__delattr__ = _refuse  # type: ignore[assignment]
            # Last: another thread may make an instance as soon as it is there, and not before.
            made.__init__ = _written_init(made, self._frozen)  # type: ignore[misc]


def _written_init(made: type, frozen: bool) -> Any:
    """The one method that must be compiled to be quick: fields by place or name, defaults kept."""
    given: dict[str, Any] = {"_set": object.__setattr__, "_none": object()}
    taken, lines = ["self"], ["pass"]
    for field in dataclasses.fields(made):
        name = value = field.name
        if field.default is not dataclasses.MISSING:
            given[f"_default_{name}"] = field.default
            taken.append(f"{name}=_default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            given[f"_make_{name}"] = field.default_factory
            taken.append(f"{name}=_none")
            value = f"_make_{name}() if {name} is _none else {name}"
        else:
            taken.append(name)
        lines.append(f"_set(self, '{name}', {value})" if frozen else f"self.{name} = {value}")
    exec(f"def __init__({', '.join(taken)}):\n " + "\n ".join(lines), given)  # noqa: S102 - names of fields
    return given["__init__"]


def _refuse(self: object, name: str, *value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


def _say_and_compare(made: type, frozen: bool) -> None:
    """`repr`, `==` and `hash` without compiling anything: seldom used, and quick enough."""
    fields = dataclasses.fields(made)
    shown = [one.name for one in fields if one.repr]
    compared = operator.attrgetter("__class__", *(one.name for one in fields if one.compare))

    def say(self: object) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({values})"

    def equal(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    def hashed(self: object) -> int:
        return hash(compared(self))

    methods = {"__repr__": say, "__eq__": equal, "__hash__": hashed if frozen else None}
    for name, method in methods.items():
        # A class with its own equality has a hash of None that nobody wrote.
        if made.__dict__.get(name) is None:
            setattr(made, name, method)
