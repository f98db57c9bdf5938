"""What a line of the access log settles beside its deed, in the clear and under its hash; older lines have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_adopted_procedures")]

    operations = [migrations.AddField("accesschange", "settles", models.CharField(max_length=200, null=True))]
