from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0005_order_of_topics")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "forum",
            "about",
            models.TextField(
                "Worum geht es?",
                blank=True,
                default="",
                db_default="",
                help_text="Ein einfacher Satz in eigenen Worten. Er steht über dem Text der "
                "Landesregierung.",
            ),
        ),
        migrations.AddField(
            "forum",
            "keywords",
            models.TextField(
                "Stichwörter",
                blank=True,
                default="",
                db_default="",
                help_text="Mit diesen Wörtern findet man das Themenforum. 15 bis 30 Zeilen, die "
                "wichtigsten zuerst. Eine Zeile beginnt mit dem Stichwort; nach einem Doppelpunkt "
                "stehen, mit Kommas getrennt, andere Wörter dafür. Beispiel: „Bahn: Zug, Tram, "
                "Bahnhof“. Mehrzahl und zusammengesetzte Wörter findet die Suche meist selbst.",
            ),
        ),
    ]
