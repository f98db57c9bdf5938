"""What is stored of who may see a case: the access log, what stands by it, and who was told that something needs them.

No reason that somebody gave may stand here in the clear: it is sealed in its line of the log.
"""

from __future__ import annotations

from django.db import models

HASH_LENGTH = 64


class AccessChange(models.Model):
    """One line of a case's access log: who let somebody in, ended that, took somebody off, restricted the case …

    In the clear what orders and guards it, sealed why. Chained for each case, anchored, and never changed.
    """

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="access_changes")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=40)
    by = models.ForeignKey("casework.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    whom = models.ForeignKey("casework.Account", null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    form_token = models.UUIDField(null=True, unique=True)
    # Which answer or choice about the subject it made; null of any other deed, and of lines older than this column.
    settles = models.CharField(max_length=200, null=True)
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()
    previous_hash = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(max_length=HASH_LENGTH)

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_access_change_for_each_number")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.deed}"


class Involvement(models.Model):
    """Somebody may see a case, until a day if there is one; `line` of the access log says why."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="involvements")
    account = models.ForeignKey("casework.Account", on_delete=models.PROTECT, related_name="involvements")
    line = models.PositiveIntegerField()
    granted_by = models.ForeignKey("casework.Account", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "case"], name="involvements_of_an_account")]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.case_id}"


class Recusal(models.Model):
    """Somebody took themselves off a case, or was taken off it, for a conflict of interest: no team lets them back."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="recusals")
    account = models.ForeignKey("casework.Account", on_delete=models.PROTECT, related_name="recusals")
    recused_by = models.ForeignKey("casework.Account", on_delete=models.PROTECT, related_name="+")
    recused_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="one_recusal_for_each_account")]

    def __str__(self) -> str:
        return f"{self.account_id} off {self.case_id}"


class Restriction(models.Model):
    """While it stands, a case is held by the people named in it and by no team; to the rest it does not exist."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="restrictions")
    line = models.PositiveIntegerField()
    restricted_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at__isnull=True), name="one_restriction_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} restricted"


class EmergencyAccess(models.Model):
    """Somebody let themselves into a case for a few hours, with a reason, and somebody else was told."""

    involvement = models.OneToOneField(Involvement, on_delete=models.PROTECT, related_name="emergency")
    told = models.ForeignKey("casework.Account", on_delete=models.PROTECT, related_name="emergencies_told")
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"emergency: {self.involvement}"


class Notice(models.Model):
    """A message that says only "something needs you", to an account or to an organisation's mailbox.

    It waits, or was sent, or was dropped because its addressee might no longer know of the case.
    """

    account = models.ForeignKey("casework.Account", null=True, on_delete=models.PROTECT, related_name="notices")
    mailbox = models.ForeignKey("casework.Mailbox", null=True, on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="notices")
    why = models.CharField(max_length=40)
    raised_by = models.ForeignKey("casework.Account", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) ^ models.Q(mailbox__isnull=True),
                name="a_notice_has_one_addressee",
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class LogAnchor(models.Model):
    """The hash of a log's line, written down a second time in the key store, so that a cut-off end is noticed."""

    log = models.CharField(max_length=20)
    case = models.UUIDField()
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=HASH_LENGTH)
    anchored_at = models.DateTimeField()

    class Meta:
        ordering = ["log", "case", "number", "id"]
        indexes = [models.Index(fields=["log", "case", "number"], name="anchors_of_a_log")]

    def __str__(self) -> str:
        return f"{self.log} {self.case} {self.number}"
