import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from dutybook.casework import append_only


def of_account(related_name="+", **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=settings.AUTH_USER_MODEL, **more
    )


def of_case(related_name):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="casework.case")


def own_id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def protect(_apps, editor):
    append_only.protect(editor.connection, append_only.SINCE_0004)


def unprotect(_apps, editor):
    append_only.unprotect(editor.connection, append_only.SINCE_0004)


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_people_and_access")]

    operations = [
        migrations.CreateModel(
            name="AccessChange",
            fields=[
                ("id", own_id()),
                ("number", models.PositiveIntegerField()),
                ("deed", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("form_token", models.UUIDField(null=True, unique=True)),
                ("nonce", models.BinaryField(max_length=12)),
                ("ciphertext", models.BinaryField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("by", of_account()),
                ("case", of_case("access_changes")),
                ("whom", of_account(null=True)),
            ],
            options={
                "ordering": ["case", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_access_change_for_each_number")
                ],
            },
        ),
        # Why somebody was let in now stands sealed in the line of the log that lets them in.
        migrations.RemoveField(model_name="involvement", name="reason"),
        migrations.AddField(
            model_name="involvement",
            name="line",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(fields=["account", "case"], name="involvements_of_an_account"),
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", own_id()),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "involvement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="emergency", to="casework.involvement"
                    ),
                ),
                ("told", of_account("emergencies_told")),
            ],
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", own_id()),
                ("recused_at", models.DateTimeField()),
                ("account", of_account("recusals")),
                ("case", of_case("recusals")),
                ("recused_by", of_account()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "account"), name="one_recusal_for_each_account")
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", own_id()),
                ("line", models.PositiveIntegerField()),
                ("restricted_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("case", of_case("restrictions")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("case",),
                        name="one_restriction_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", own_id()),
                ("why", models.CharField(max_length=40)),
                ("raised_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("account", of_account("notices", null=True)),
                ("case", of_case("notices")),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="casework.mailbox",
                    ),
                ),
                ("raised_by", of_account()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("account__isnull", True), ("mailbox__isnull", True), _connector="XOR"),
                        name="a_notice_has_one_addressee",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogAnchor",
            fields=[
                ("id", own_id()),
                ("log", models.CharField(max_length=20)),
                ("case", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("anchored_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["log", "case", "number", "id"],
                "indexes": [models.Index(fields=["log", "case", "number"], name="anchors_of_a_log")],
            },
        ),
        migrations.RunPython(protect, unprotect),
        migrations.RunPython(protect, unprotect, hints={"model_name": "loganchor"}),
    ]
