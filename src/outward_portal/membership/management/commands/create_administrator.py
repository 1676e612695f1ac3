"""``outward-portal create_administrator EMAIL``: the first real administrator."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from outward_portal.accounts.models import Role, User
from outward_portal.accounts.requests import command
from outward_portal.journal import entries
from outward_portal.membership.actions import invitations, places


class Command(BaseCommand):
    """Make an administrator."""

    help = ("Make an administrator: asks for a password, or prints a link that works once. A second factor is set up "
            "at the first sign-in.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, and how the person comes by a password."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--link", action="store_true",
                            help="print a link with which the person chooses a password, instead of asking for one")
        parser.add_argument("--address", default="http://127.0.0.1:8000",
                            help="where the portal is reached, for the link (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Make it, or the link to it."""
        email = str(options["email"]).strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is no e-mail address.") from error
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"{email} has an account. An administrator can change its role on the page Accounts; "
                               "if there is none, use another address here.")
        act = command("create_administrator")
        if options["link"]:
            _made, token = invitations.invite(act, email, role=Role.ADMINISTRATOR, organisation=None)
            with translation.override("en"):
                path = reverse("invitation-accept", args=[token])
            self.stdout.write(f"{options['address'].rstrip('/')}{path}\n"
                              "This link works once, for seven days. Give it to nobody else.")
            return
        password = self._password(User(email=email, name=options["name"]))
        with transaction.atomic():
            user = places.open_account(email, password, name=options["name"], role=Role.ADMINISTRATOR)
            entries.write(act, "account.created", user, changes={"role": [None, user.role]})
        self.stdout.write(f"{email} is an administrator now. Sign in; a second factor is set up first.")

    def _password(self, user: User) -> str:
        """Ask twice; what the rules refuse is said and asked again."""
        while True:
            try:
                password = getpass.getpass("Password: ")
                again = getpass.getpass("Password again: ")
            except (EOFError, KeyboardInterrupt) as error:
                raise CommandError("No password was given; nothing was made. --link makes a link instead.") from error
            if password != again:
                self.stderr.write("These are not the same. Try again.")
                continue
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
                continue
            return password
