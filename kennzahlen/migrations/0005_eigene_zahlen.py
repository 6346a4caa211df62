from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [('kennzahlen', '0004_erfassung')]
    operations = []
