"""What goes wrong outside the program (a disk, a database), told to the operator in one line."""

from __future__ import annotations

import errno

from sqlalchemy.exc import DatabaseError, OperationalError


def in_one_line(error: Exception) -> str | None:
    """What happened, without a trace. None for an error of the program's own."""
    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        return f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}"
    return _of_system(error) if isinstance(error, OSError) else None


def _of_system(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "There is no space left on the disk."
    if error.errno == errno.EADDRINUSE:
        return f"A port is in use: {error.strerror}."
    return f"{error.filename or 'The system'}: {error.strerror}"
