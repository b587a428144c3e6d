"""Stand-ins for libraries that Rasa imports at module level and this bot never uses.

They are left out of the environment (`pyproject.toml`): TensorFlow alone is 1.7 GB and the largest body of native
code that nobody patches any more. Importing one gives an empty module whose names can be subclassed and annotated
with, which is all that Rasa's module level does; calling or instantiating anything raises `LeftOut` in plain words.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from typing import NoReturn

LEFT_OUT = frozenset(
    {
        *("keras", "tensorflow"),  # neural policies and classifiers
        *("aiogram", "fbmessenger", "google", "slack_sdk", "twilio", "webexteamssdk"),  # channels
        *("aio_pika", "aiormq", "boto3", "botocore", "pymongo"),  # event brokers and tracker stores
        "matplotlib",  # plots of `rasa test`
    }
)


class LeftOut(ImportError):
    """Something needed a library that is deliberately not installed."""


def _refuse(name: str) -> NoReturn:
    library = name.split(".")[0]
    raise LeftOut(
        f"{name} was used, but {library} is left out of Kith's engine. See engine/pyproject.toml.", name=library
    )


class _StandInClass(type):
    """A class that may be named, annotated with and subclassed, but never called; neither may its subclasses."""

    def __call__(cls, *_args: object, **_kwargs: object) -> NoReturn:
        stand_in = next(base for base in cls.__mro__ if "_stands_for" in vars(base))
        _refuse(str(vars(stand_in)["_stands_for"]))

    def __getattr__(cls, name: str) -> type:
        if name.startswith("_"):
            raise AttributeError(name)
        return _stand_in_class(f"{cls._stands_for}.{name}")


def _stand_in_class(name: str) -> type:
    module, _, own_name = name.rpartition(".")
    # Rasa names these in `except` clauses, which take exceptions only.
    bases = (Exception,) if module.endswith((".errors", ".exceptions")) else ()
    return _StandInClass(own_name, bases, {"_stands_for": name})


class _StandInModule(types.ModuleType):
    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        stand_in = _stand_in_class(f"{self.__name__}.{name}")
        setattr(self, name, stand_in)
        return stand_in


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.split(".")[0] not in LEFT_OUT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run: names appear as they are asked for."""


def install() -> None:
    """Answer imports of the left-out libraries. Call before the first Rasa import. Twice is once."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        # Last, so that an environment which does have a library keeps using the real one.
        sys.meta_path.append(_Finder())
