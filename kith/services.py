"""The one place that wires everything: settings in, a working service out."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from threadpoolctl import threadpool_limits

from actions.registry import Actions
from actions.services import Services as ActionServices
from bot.contact_book import ContactBook
from bot.contacts import CONTACTS, Contacts
from bot.council_contacts import BrokenContactsError, council_files
from bot.messages import Reply
from bot.safety import Safety
from bot.safety.classifier import SentenceClassifier
from bot.safety.rulebook import load_rulebook
from bot.safety_reply import Whom, contact_lines, help_now_reply, safety_reply
from bot.sessions import SessionStore
from council.settings_store import SettingsStore
from directory.places import Places
from directory.reports import Reports
from directory.repository import DirectoryRepository
from directory.search import Search, Wish
from indicators.need_counts import NeedCounts
from indicators.safety_counts import SafetyCounts
from indicators.store import ScreeningStore
from kith.database import make_engine
from kith.errors import ContactsError, StartError
from kith.local_search import LocalSearch
from kith.migrate import require_newest
from kith.settings import Settings
from language.encoder import Encoder
from language.place_mentions import PlaceMentions
from language.recognition import recognised
from language.taught import TaughtReader
from screening.instruments import ADULT, CARER_CONTACT

log = logging.getLogger(__name__)

EVERYDAY_WORDS: Final = (
    *("yes", "yes please", "no", "no thanks", "ok", "hello", "hi", "thanks", "thank you", "bye", "goodbye", "skip"),
    *("prefer not to say", "always", "all the time", "rarely", "sometimes", "not often", "go back", "why do you ask"),
)
PLACES_FILE = "places.bin"
CATALOGUE_FOLDER = "catalogue"


def utc_now() -> datetime:
    """The clock of the service."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Net:
    """The safety net and its fixed words. `phrases` is the part of it that needs no sentence encoder."""

    safety: Safety
    phrases: Safety
    book: ContactBook

    def categories(self, text: str) -> tuple[str, ...]:
        """The safety categories of `text`. Never raises: where the encoder fails, the phrases still answer."""
        try:
            return self.safety.categories(text)
        except Exception as error:  # whatever it is, it must not keep a reply from a person
            log.error("the safety classifier failed: %s", type(error).__name__)
            return self.phrases.categories(text)

    def reply(self, categories: tuple[str, ...], whom: Whom) -> Reply:
        """The fixed reply to these categories."""
        return safety_reply(categories, whom.age, self.book.current, whom.council, whom.language)

    def help_now(self, whom: Whom) -> Reply:
        """The reply to whoever asks for help now."""
        return help_now_reply(whom.age, self.book.current, whom.council, whom.language)

    def contact_lines(self, language: str | None = None) -> str:
        """Whom to ring when nothing else works."""
        return contact_lines(self.book.current, language)


@dataclass(frozen=True)
class Services:
    """Everything that the server, the command line and the tests work with."""

    settings: Settings
    clock: Callable[[], datetime]
    engine: Engine
    encoder: Encoder
    places: Places
    directory: DirectoryRepository
    search: Search
    screenings: ScreeningStore
    safety_counts: SafetyCounts
    chats: SessionStore
    reports: Reports
    council_settings: SettingsStore
    net: Net
    mentions: PlaceMentions
    actions: Actions

    def warm_up(self) -> None:
        """Load what is loaded on first use, so that the first person does not wait for it."""
        self.encoder.encode(["hello"])
        self.net.categories("hello")
        recognised("hello and good morning to you")
        self.mentions.find("hello")
        self.search.find(Wish())


def said_by_everyone() -> list[str]:
    """What nearly everyone types to this service: its own options, yes and no, hello and goodbye, and ages."""
    labels = [option.label for each in (ADULT, CARER_CONTACT) for item in each.items for option in item.options]
    words = [*labels, *EVERYDAY_WORDS, *map(str, range(10, 100))]
    return [form for word in words for form in (word, word.lower(), word.capitalize())]


def open_contacts(folder: Path) -> Contacts:
    """The numbers of the country and, from `folder`, the councils' own. Raises `ContactsError` for a broken file."""
    try:
        return Contacts.open(CONTACTS, *council_files(folder))
    except (BrokenContactsError, ValueError) as error:
        raise ContactsError(f"Nothing is started with a broken list of contacts: {error}") from error


def open_places(var: Path) -> Places:
    """The places of England. Raises `StartError` where their file is missing, damaged or of an older form."""
    path = var / PLACES_FILE
    try:
        return Places.open(path)
    except FileNotFoundError:
        raise StartError("The file of places is missing: kith places build makes it.") from None
    except ValueError as error:
        raise StartError(f"{path} is damaged or of an older form: kith places build makes it anew.") from error


def open_net(encoder: Encoder, book: ContactBook) -> Net:
    """The safety net, with what it hears by meaning on `encoder`, which keeps none of the words."""
    rulebook = load_rulebook()
    classifier = SentenceClassifier.open(encoder.forgetful(known=said_by_everyone()), TaughtReader.open())
    return Net(Safety(classifier, rulebook), Safety(rulebook=rulebook), book)


def open_services(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Services:
    """Open the databases and data files named by `settings`. They must have been made before (`kith up` makes them).

    Raises `StartError` where they were not.
    """
    # One message is a small sum: more threads take no less time for it, and four times the processor while they wait.
    threadpool_limits(limits=1, user_api="blas")
    engine = make_engine(settings.database_url)
    require_newest(engine)
    encoder = Encoder()
    places = open_places(settings.var)
    directory = DirectoryRepository(engine, clock, folder=settings.var / CATALOGUE_FOLDER)
    council_settings = SettingsStore(engine, clock)
    search = LocalSearch(
        directory,
        encoder,
        clock,
        include_examples=settings.example_services,
        without_examples=council_settings.without_examples,
    )
    screenings = ScreeningStore(engine, clock)
    chats = SessionStore(engine, clock)
    reports = Reports(engine, clock)
    mentions = PlaceMentions()
    worker = ActionServices(
        places=places,
        mentions=mentions,
        search=search,
        counts=screenings,
        needs=NeedCounts(engine, clock),
        conversations=chats,
        clock=clock,
        new_key=secrets.token_hex,
        reports=reports,
        operator=settings.operator,
        site=settings.public_url,
    )
    return Services(
        settings=settings,
        clock=clock,
        engine=engine,
        encoder=encoder,
        places=places,
        directory=directory,
        search=search,
        screenings=screenings,
        safety_counts=SafetyCounts(engine, clock),
        chats=chats,
        reports=reports,
        council_settings=council_settings,
        net=open_net(encoder, ContactBook(open_contacts(settings.contacts), council_settings.contacts)),
        mentions=mentions,
        actions=Actions(worker),
    )
