"""What the operator must mend. Each message is one line that says what and how.

OperatorError
├── BadSettingError   a setting that cannot be used
├── ContactsError     a council's contacts that cannot be used
├── IdentityProvidersError   a list of the councils' identity providers that cannot be used
├── TrainingError     the dialogue model could not be trained
├── EngineError       the dialogue engine could not be started
├── StartError        the service cannot start
└── CommandError      a command that cannot be carried out
"""


class OperatorError(Exception):
    """Something that only the operator can mend."""


class BadSettingError(OperatorError):
    """A setting that cannot be used."""


class ContactsError(OperatorError):
    """A council's contacts that cannot be used."""


class IdentityProvidersError(OperatorError):
    """A list of the councils' identity providers that cannot be used."""


class TrainingError(OperatorError):
    """The dialogue model could not be trained."""


class EngineError(OperatorError):
    """The dialogue engine could not be started."""


class StartError(OperatorError):
    """The service cannot start."""


class CommandError(OperatorError):
    """A command that cannot be carried out."""
