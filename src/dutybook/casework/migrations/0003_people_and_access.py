import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_append_only"),
    ]

    operations = [
        # Why somebody is locked out now stands sealed in the line of the access log.
        migrations.RemoveField(model_name="subjectlink", name="reason"),
        migrations.AddField(
            model_name="subjectlink",
            name="line",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("is_shared", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailboxes",
                        to="casework.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationOpened",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                ("may_know", models.BooleanField()),
                ("line", models.PositiveIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations_opened",
                        to="casework.case",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.mailbox"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("account__isnull", True), ("mailbox__isnull", True), _connector="OR"),
                        name="a_choice_is_about_one_or_nobody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="casework.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_number", models.PositiveIntegerField()),
                ("corrects", models.PositiveIntegerField(null=True)),
                ("part", models.CharField(max_length=20)),
                ("thing", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("nonce", models.BinaryField(max_length=12)),
                ("ciphertext", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="casework.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="casework.person"
                    ),
                ),
            ],
            options={
                "ordering": ["case", "entry_number", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "entry_number", "part", "thing"), name="one_statement_for_each_part"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("token", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="casework.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "token"], name="people_by_token")],
                "constraints": [models.UniqueConstraint(fields=("person", "kind", "token"), name="each_token_once")],
            },
        ),
        migrations.CreateModel(
            name="SubjectQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.CharField(max_length=400)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("reaches_the_subject", models.BooleanField(null=True)),
                ("line", models.PositiveIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subject_questions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subject_questions",
                        to="casework.case",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subject_questions",
                        to="casework.mailbox",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "account"), name="one_question_for_each_account"),
                    models.UniqueConstraint(fields=("case", "mailbox"), name="one_question_for_each_mailbox"),
                    models.CheckConstraint(
                        condition=models.Q(("account__isnull", True), ("mailbox__isnull", True), _connector="XOR"),
                        name="a_question_is_about_one_of_them",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
