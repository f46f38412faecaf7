"""Did renew what the index has read before; 0009 does it, once for both."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("survey", "0005_words_apart")]
