from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ruhrdialog", "0005_start_password_since")]

    operations = [
        migrations.AlterModelOptions(
            "event",
            options={
                "ordering": ["-at", "-pk"],
                "permissions": [("view_login_event", "Kann Anmeldungen anderer sehen")],
                "verbose_name": "Ereignis",
                "verbose_name_plural": "Ereignisse",
            },
        ),
    ]
