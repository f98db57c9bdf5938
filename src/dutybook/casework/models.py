"""What is stored: accounts, cases, entries, people, readings, drafts; and apart, the wrapped keys and the anchors.

Nothing that can be worked out from the entries may be stored here: no status, no due date, no title of a case.
Who may see a case is in access_models.py.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from dutybook.casework.access_models import AccessChange as AccessChange
from dutybook.casework.access_models import EmergencyAccess as EmergencyAccess
from dutybook.casework.access_models import Involvement as Involvement
from dutybook.casework.access_models import LogAnchor as LogAnchor
from dutybook.casework.access_models import Notice as Notice
from dutybook.casework.access_models import Recusal as Recusal
from dutybook.casework.access_models import Restriction as Restriction

HASH_LENGTH = 64


class Organisation(models.Model):
    """An authority, or an employer or agency in an authority's area."""

    name = models.CharField(max_length=200)
    authority = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    # Only an authority names one: the procedure that its new cases are read under.
    procedure = models.CharField(max_length=100, blank=True)

    @property
    def own_authority(self) -> Organisation:
        return self.authority or self

    def __str__(self) -> str:
        return self.name


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; every one has a role and an organisation."""

    def create_user(self, *, email: str, name: str, role: str, organisation: Organisation, password: str) -> Account:
        account = self.model(email=self.normalize_email(email), name=name, role=role, organisation=organisation)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """A person who signs in. `role` is one of the roles that the procedure declares."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)

    objects = Accounts()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    def __str__(self) -> str:
        return self.name


class AccountChange(models.Model):
    """What was done to an account, by whom and why. The database itself refuses to change or delete a line of it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.what}"


class Case(models.Model):
    """A case is its entries; this row only gives them something to belong to.

    Its reference says nothing and counts nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    procedure = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.reference


class Entry(models.Model):
    """One entry: in the clear what orders and guards it, encrypted what it says.

    A trigger refuses every change and deletion.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=100)
    compartment = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(null=True, unique=True)
    # The name of this entry's key in the key store.
    key = models.UUIDField(unique=True)
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()
    previous_hash = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(max_length=HASH_LENGTH)

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_entry_for_each_number")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class SubjectLink(models.Model):
    """This account is, or is linked to, the adult the case is about: for it, the case does not exist."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="subject_links")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="subject_links")
    # The line of the access log that says why.
    line = models.PositiveIntegerField()
    linked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="one_link_for_each_account")]

    def __str__(self) -> str:
        return f"{self.account_id} locked out of {self.case_id}"


class Mailbox(models.Model):
    """Where an organisation is written to: a named manager's address or a shared one, with or without an account."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mailboxes")
    role = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    is_shared = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class SubjectQuestion(models.Model):
    """May this account, or this mailbox, be the adult's or reach them? Closed until somebody at the desk answers."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="subject_questions")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="subject_questions")
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="subject_questions")
    why = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reaches_the_subject = models.BooleanField(null=True)
    # The line of the access log that says why it was answered so.
    line = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "account"], name="one_question_for_each_account"),
            models.UniqueConstraint(fields=["case", "mailbox"], name="one_question_for_each_mailbox"),
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) ^ models.Q(mailbox__isnull=True),
                name="a_question_is_about_one_of_them",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} of {self.case_id}"


class OrganisationOpened(models.Model):
    """Whether one person at an organisation, or nobody yet, may know of the case. The last choice about each counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="organisations_opened")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    # Whom it is about: one of the two, or neither where the desk decided that nobody there may know yet.
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="+")
    may_know = models.BooleanField()
    # The line of the access log that says why.
    line = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) | models.Q(mailbox__isnull=True),
                name="a_choice_is_about_one_or_nobody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.case_id}"


class Person(models.Model):
    """Somebody the record speaks of; never an account. Who they are is what its statements say, under its own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class PersonStatement(models.Model):
    """What one entry of one case said about who a person is: that entry is its provenance. Nothing changes it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statements")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    entry_number = models.PositiveIntegerField()
    # The first entry that this one corrects, if it corrects one: its statement counts no longer.
    corrects = models.PositiveIntegerField(null=True)
    part = models.CharField(max_length=20)
    # Which child of the case, as a keyed token: what people call a thing may be a name.
    thing = models.CharField(max_length=HASH_LENGTH, blank=True)
    recorded_at = models.DateTimeField()
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()

    class Meta:
        ordering = ["case", "entry_number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "entry_number", "part", "thing"], name="one_statement_for_each_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.case_id} {self.entry_number}"


class PersonToken(models.Model):
    """A keyed token of a name, its sound, a date of birth or a workplace: equal ones may be found, none can be read."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    kind = models.CharField(max_length=20)
    token = models.CharField(max_length=HASH_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "token"], name="each_token_once")]
        indexes = [models.Index(fields=["kind", "token"], name="people_by_token")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Reading(models.Model):
    """Who read which case, when, on which page, and on what ground.

    Chained for each case, and as unchangeable as the entries.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readings")
    number = models.PositiveIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    page = models.CharField(max_length=60)
    ground = models.CharField(max_length=200)
    previous_hash = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(max_length=HASH_LENGTH)

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_reading_for_each_number")]

    def __str__(self) -> str:
        return f"{self.account_id} read {self.case_id}"


class ProcedureCopy(models.Model):
    """A procedure as an authority adopted it: all its files, by the hash of what they say. Nothing changes it."""

    digest = models.CharField(max_length=HASH_LENGTH, primary_key=True)
    name = models.CharField(max_length=100)
    archive = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:12]}"


class Draft(models.Model):
    """What somebody typed and could not record yet, encrypted; one for each form."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=200)
    kept_at = models.DateTimeField()
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "form"], name="one_draft_for_each_form")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.form}"


class Demonstration(models.Model):
    """The mark of a database that `dutybook demo` made: without it no page shows a sign-in code."""

    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return "a demonstration"


class WrappedKey(models.Model):
    """A key, wrapped by the one above it. Lives in the key store; destroying the row destroys what it opens."""

    name = models.CharField(max_length=120, unique=True)
    wrapped = models.BinaryField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Anchor(models.Model):
    """The hash of each entry, written down a second time in the key store.

    A chain alone cannot see that its end was cut off.
    """

    case = models.UUIDField()
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=HASH_LENGTH)
    anchored_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "number", "id"]
        indexes = [models.Index(fields=["case", "number"], name="anchors_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"
