"""A process beside this one that is given work and gives back what came of it, in the order in which it was asked.

Not `multiprocessing.Process`: that runs the main module anew in the new process, and a program whose main module is not
made for that would import twice. This one ends when its pipe does, and so never outlives us.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Final, TypeVar

BEGIN: Final = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from directory.importing.helper_process import serve; serve(int(sys.argv[1]))"
)
PATIENCE_S: Final = 5.0
T = TypeVar("T")
Job = tuple[Callable[..., Any], tuple[Any, ...]]


class HelperEndedError(Exception):
    """The process is gone; what it was asked must be done elsewhere."""


class HelperProcess:
    """Started at once. Raises OSError where there is no room for it."""

    def __init__(self) -> None:
        ours, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-c", BEGIN, str(theirs.fileno()), *sys.path]
            # a group of its own: Ctrl-C is for us, and then its pipe ends
            self._process = subprocess.Popen(command, pass_fds=(theirs.fileno(),), start_new_session=True)
        self._pipe = ours
        self._asked: SimpleQueue[Job | None] = SimpleQueue()
        self._open: deque[Future[Any]] = deque()
        self._ended = False
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._send, self._receive)]
        for thread in self._threads:
            thread.start()

    def ask(self, work: Callable[..., T], *what: object) -> Future[T]:
        """Ask for a piece of work: a function of a module, and what it is given. Raises HelperEndedError."""
        asked: Future[T] = Future()
        with self._lock:
            if self._ended:
                raise HelperEndedError
            self._open.append(asked)
            self._asked.put((work, what))
        return asked

    def close(self) -> None:
        """End the process, whatever it was asked."""
        self._asked.put(None)
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join()
        self._pipe.close()

    def _send(self) -> None:
        while (job := self._asked.get()) is not None:
            try:
                self._pipe.send(job)
            except Exception:  # what cannot be sent cannot be waited for either
                self._process.terminate()
                return

    def _receive(self) -> None:
        try:
            while True:
                done, found = self._pipe.recv()
                asked = self._open.popleft()
                if done:
                    asked.set_result(found)
                else:
                    asked.set_exception(HelperEndedError(found))
        except Exception:  # the end of the pipe, or what cannot be read
            self._process.terminate()
            with self._lock:
                self._ended = True
            for asked in self._open:
                asked.set_exception(HelperEndedError())


def serve(handle: int) -> None:
    """Work until nobody asks any more. What records are made of has no cycles: they are looked for rarely."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    with Connection(handle) as pipe:
        while True:
            try:
                work, what = pipe.recv()
            except (EOFError, OSError):
                return
            try:
                answer = (True, work(*what))
            except Exception as error:  # told to who asked, who does it himself
                answer = (False, type(error).__name__)
            pipe.send(answer)
