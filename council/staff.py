"""What managers and operators do with users: add, reset, change the role, keep out and let in again.

Each of these ends the sessions of the user: whatever they may do now, they start by signing in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from council.accounts import Accounts, Role, User
from council.identities import Identities, Identity
from council.passwords import check_strength
from council.second_factors import SecondFactors
from council.sessions import Sessions
from council.set_ups import SetUps


def may_look_after(one: User, other: User) -> bool:
    """Whether `one` may change `other`: never themselves; a manager those of their own council who are no operators."""
    if one.id == other.id:
        return False
    if one.role is Role.OPERATOR:
        return True
    return one.role is Role.MANAGER and one.council == other.council and other.role is not Role.OPERATOR


def roles_given_by(user: User) -> Sequence[Role]:
    """Return the roles that this user may give to others."""
    return {
        Role.OPERATOR: tuple(Role),
        Role.MANAGER: (Role.VIEWER, Role.EDITOR, Role.MANAGER),
    }.get(user.role, ())


@dataclass(frozen=True)
class Staff:
    """Users together with all that signs them in."""

    accounts: Accounts
    sessions: Sessions
    factors: SecondFactors
    identities: Identities
    set_ups: SetUps

    def add(self, name: str, council: str, role: Role | str) -> tuple[User, str]:
        """Make a user; return them and the token of their set-up link. Raises AccountError."""
        user = self.accounts.invite(name, council, role)
        return user, self.set_ups.make(user)

    def reset(self, user: User) -> str:
        """Take password, second factor and identity away; return the token of a new set-up link."""
        self.sessions.end_all(user)
        self.accounts.drop_password(user)
        self.factors.remove(user)
        self.identities.unbind(user)
        return self.set_ups.make(user)

    def set_role(self, user: User, role: Role) -> None:
        """Give a user another role."""
        self.accounts.set_role(user, role)
        self.sessions.end_all(user)

    def deactivate(self, user: User) -> None:
        """Keep a user out; nothing of theirs is lost but an open set-up link."""
        self.accounts.set_active(user, False)
        self.set_ups.end(user)
        self.sessions.end_all(user)

    def activate(self, user: User) -> None:
        """Let a user in again."""
        self.accounts.set_active(user, True)

    def set_password(self, user: User, password: str) -> None:
        """Give a user another password. Raises WeakPasswordError."""
        self.accounts.set_password(user.name, password)
        self.set_ups.end(user)
        self.sessions.end_all(user)

    def finish_with_password(self, token: str, password: str) -> User | None:
        """Set an account up with a password; None when the link is no longer good. Raises WeakPasswordError."""
        user = self.set_ups.whose(token)
        if user is None:
            return None
        check_strength(password, user.name)
        if not self.set_ups.use(token):
            return None
        self.set_password(user, password)
        return user

    def finish_with_identity(self, token: str, identity: Identity) -> User | None:
        """Set an account up with an identity; None when the link is no longer good or another user has the identity."""
        user = self.set_ups.whose(token)
        if user is None or self.identities.find(identity) or not self.set_ups.use(token):
            return None
        if not self.identities.bind(user, identity):
            return None
        self.accounts.drop_password(user)
        self.sessions.end_all(user)
        return user
