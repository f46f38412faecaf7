from django.db import migrations


def create(apps, schema_editor):
    apps.get_model("forums", "ContentDate").objects.create(pk=1, text="2018")


def delete(apps, schema_editor):
    apps.get_model("forums", "ContentDate").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("forums", "0002_content_date")]

    operations = [migrations.RunPython(create, delete)]
