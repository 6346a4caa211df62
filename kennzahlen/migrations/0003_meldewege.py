import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kennzahlen', '0002_berechnungen'),
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erinnerung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monat', models.DateField(db_comment='erster Tag des Berichtsmonats', verbose_name='Monat')),
                ('art', models.CharField(choices=[('vor_frist', 'vor der Frist'), ('ueberfaellig', 'überfällig')], max_length=20, verbose_name='Art')),
                ('gesendet_am', models.DateTimeField(verbose_name='gesendet am')),
                ('empfaenger', models.PositiveSmallIntegerField(verbose_name='Empfängerinnen und Empfänger')),
                ('jobcenter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Erinnerung',
                'verbose_name_plural': 'Erinnerungen',
                'constraints': [models.UniqueConstraint(fields=('jobcenter', 'monat', 'art'), name='erinnerung_einmal'), models.CheckConstraint(condition=models.Q(('art__in', ['vor_frist', 'ueberfaellig'])), name='erinnerung_art'), models.CheckConstraint(condition=models.Q(('monat__day', 1)), name='erinnerung_monatserster')],
            },
        ),
        migrations.CreateModel(
            name='Hochladung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dateiname', models.CharField(max_length=255, verbose_name='Dateiname')),
                ('pruefsumme', models.CharField(db_comment='SHA-256 des Inhalts, hexadezimal', max_length=64, verbose_name='Prüfsumme')),
                ('inhalt', models.BinaryField(db_comment='NULL: übernommen', null=True, verbose_name='Inhalt')),
                ('hochgeladen_am', models.DateTimeField(db_index=True, verbose_name='hochgeladen am')),
                ('uebernommen_am', models.DateTimeField(null=True, verbose_name='übernommen am')),
                ('ergebnis', models.JSONField(db_comment='kennzahlen.meldungen.meldung.Ergebnis.zahlen', null=True, verbose_name='Ergebnis')),
                ('jobcenter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.partei')),
                ('nutzer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Hochladung',
                'verbose_name_plural': 'Hochladungen',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ergebnis', None), ('inhalt__isnull', False), ('uebernommen_am', None)), models.Q(('ergebnis__isnull', False), ('inhalt', None), ('uebernommen_am__isnull', False)), _connector='OR'), name='hochladung_uebernahme')],
            },
        ),
    ]
