"""From here on neither an entry, nor a reading, nor an anchor can be changed or deleted, whoever asks the database."""

from django.db import migrations

from dutybook.casework import append_only


def protect(_apps, editor):
    append_only.protect(editor.connection, append_only.FIRST)


def unprotect(_apps, editor):
    append_only.unprotect(editor.connection, append_only.FIRST)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_the_record")]

    operations = [
        migrations.RunPython(protect, unprotect),
        # The same in the key store, where the anchors are: the router lets a step through by the model it is about.
        migrations.RunPython(protect, unprotect, hints={"model_name": "anchor"}),
    ]
