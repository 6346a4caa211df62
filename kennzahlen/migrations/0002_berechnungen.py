import django.db.models.deletion
import kennzahlen.veroeffentlichungen.recht
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kennzahlen', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grundlage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meldungen', models.BinaryField(db_comment='Schlüssel aller Meldungen, aufsteigend; siehe grundlage.packe', verbose_name='Meldungen')),
                ('struktur', models.CharField(db_comment='SHA-256 von Definitionen, Parametern, Einheiten und Gruppen', max_length=64, verbose_name='Fingerabdruck')),
                ('veroeffentlichung', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='grundlage', to='kennzahlen.veroeffentlichung')),
            ],
            options={
                'verbose_name': 'Grundlage',
                'verbose_name_plural': 'Grundlagen',
            },
        ),
        migrations.CreateModel(
            name='Hinweis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('art', models.CharField(choices=[('erlaeuterung', 'Erläuterung'), ('datenproblem', 'Bekanntes Datenproblem')], max_length=20, verbose_name='Art')),
                ('kennzahl', models.PositiveSmallIntegerField(db_comment='kennzahlen.recht.REIHENNUMMER des Codes', null=True, verbose_name='Kennzahl')),
                ('monat', models.DateField(null=True, verbose_name='Berichtsmonat')),
                ('text', models.TextField(max_length=1000, verbose_name='Hinweis')),
                ('eingetragen_am', models.DateTimeField(verbose_name='eingetragen am')),
                ('eingetragen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('einheit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hinweise', to='kennzahlen.einheit')),
                ('veroeffentlichung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hinweise', to='kennzahlen.veroeffentlichung')),
            ],
            options={
                'verbose_name': 'Hinweis',
                'verbose_name_plural': 'Hinweise',
                'constraints': [models.CheckConstraint(condition=models.Q(('art__in', ['erlaeuterung', 'datenproblem'])), name='hinweis_art'), models.CheckConstraint(condition=models.Q(('monat', None), ('monat__day', 1), _connector='OR'), name='hinweis_monatserster'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='hinweis_text')],
            },
        ),
        migrations.CreateModel(
            name='Berechnung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('angefordert_am', models.DateTimeField(verbose_name='angefordert am')),
                ('bis_monat', models.DateField(verbose_name='bis Berichtsmonat')),
                ('zustand', models.CharField(choices=[('angefordert', 'angefordert'), ('laeuft', 'läuft'), ('fertig', 'fertig'), ('gescheitert', 'gescheitert'), ('haengengeblieben', 'hängengeblieben')], max_length=20, verbose_name='Zustand')),
                ('fortschritt', models.PositiveSmallIntegerField(default=kennzahlen.veroeffentlichungen.recht.Schritt['WARTEN'], verbose_name='Schritt')),
                ('begonnen_am', models.DateTimeField(null=True, verbose_name='begonnen am')),
                ('letzte_regung_am', models.DateTimeField(verbose_name='letzte Regung am')),
                ('beendet_am', models.DateTimeField(null=True, verbose_name='beendet am')),
                ('fehler', models.TextField(blank=True, verbose_name='Fehler')),
                ('angefordert_durch', models.ForeignKey(db_comment='NULL: Zeitplan oder Betrieb', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('veroeffentlichung', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='berechnungen', to='kennzahlen.veroeffentlichung')),
            ],
            options={
                'verbose_name': 'Berechnung',
                'verbose_name_plural': 'Berechnungen',
                'constraints': [models.CheckConstraint(condition=models.Q(('zustand__in', ['angefordert', 'laeuft', 'fertig', 'gescheitert', 'haengengeblieben'])), name='berechnung_zustand'), models.CheckConstraint(condition=models.Q(('bis_monat__day', 1)), name='berechnung_monatserster'), models.CheckConstraint(condition=models.Q(models.Q(('zustand__in', ['fertig', 'gescheitert']), _negated=True), models.Q(('beendet_am__isnull', False), ('veroeffentlichung__isnull', False), ('zustand', kennzahlen.veroeffentlichungen.recht.Berechnungszustand['FERTIG'])), models.Q(('beendet_am__isnull', False), ('veroeffentlichung', None), ('zustand', kennzahlen.veroeffentlichungen.recht.Berechnungszustand['GESCHEITERT'])), _connector='OR'), name='berechnung_ende'), models.UniqueConstraint(condition=models.Q(('zustand__in', ['angefordert', 'laeuft', 'haengengeblieben'])), fields=('bis_monat',), name='berechnung_eine_offene')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grundlage',
            trigger=pgtrigger.compiler.Trigger(name='grundlage_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f0421df5d75907c791b414d5bb29effaebdda347', operation='UPDATE OR DELETE', pgid='pgtrigger_grundlage_fest_10f2a', table='kennzahlen_grundlage', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hinweis',
            trigger=pgtrigger.compiler.Trigger(name='hinweis_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='84c4021ccbca7ce8a52c3a3e930e92c8eef18a17', operation='UPDATE OR DELETE', pgid='pgtrigger_hinweis_fest_cf14b', table='kennzahlen_hinweis', when='BEFORE')),
        ),
    ]
