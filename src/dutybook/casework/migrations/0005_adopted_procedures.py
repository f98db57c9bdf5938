"""The procedures that authorities have adopted, each kept as it was."""

from django.db import migrations, models

from dutybook.casework import append_only


def protect(_apps, editor):
    append_only.protect(editor.connection, append_only.SINCE_0005)


def unprotect(_apps, editor):
    append_only.unprotect(editor.connection, append_only.SINCE_0005)


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_who_may_see")]

    operations = [
        migrations.CreateModel(
            name="ProcedureCopy",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("archive", models.BinaryField()),
            ],
        ),
        migrations.RunPython(protect, unprotect),
    ]
