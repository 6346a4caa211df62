import django.contrib.postgres.fields
import django.db.models.deletion
import kennzahlen.meldungen.recht
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Einheit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schluessel', models.CharField(max_length=40, unique=True, verbose_name='Schlüssel')),
                ('art', models.CharField(choices=[('jobcenter', 'Jobcenter'), ('bund', 'Bund'), ('land', 'Land'), ('typ', 'Art des Jobcenters'), ('land_typ', 'Art des Jobcenters im Land'), ('vergleichstyp', 'Vergleichstyp'), ('ring', 'Vergleichsring')], max_length=20, verbose_name='Art')),
                ('titel', models.CharField(max_length=200, verbose_name='Titel')),
                ('partei', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='einheit', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Einheit',
                'verbose_name_plural': 'Einheiten',
                'constraints': [models.CheckConstraint(condition=models.Q(('art__in', ['jobcenter', 'bund', 'land', 'typ', 'land_typ', 'vergleichstyp', 'ring'])), name='einheit_art'), models.CheckConstraint(condition=models.Q(models.Q(('art', 'jobcenter'), ('partei__isnull', False)), models.Q(models.Q(('art', 'jobcenter'), _negated=True), ('partei', None)), _connector='OR'), name='einheit_partei')],
            },
        ),
        migrations.CreateModel(
            name='Meldung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monat', models.DateField(db_comment='erster Tag des Berichtsmonats', verbose_name='Monat')),
                ('version', models.PositiveSmallIntegerField(verbose_name='Version')),
                ('zustand', models.CharField(choices=[('entwurf', 'Entwurf'), ('eingereicht', 'eingereicht'), ('zurueckgegeben', 'zurückgegeben'), ('freigegeben', 'freigegeben'), ('abgeloest', 'abgelöst')], max_length=20, verbose_name='Zustand')),
                ('werte', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), db_comment='Grundgrößen, Stelle = nr in kennzahlen.recht.GRUNDGROESSEN; Anzahl oder Cent; NULL: nicht gemeldet', size=None, verbose_name='Werte')),
                ('quelle', models.CharField(help_text='Datei oder Formular, aus dem die Zahlen kommen', max_length=255, verbose_name='Quelle')),
                ('grund', models.TextField(blank=True, verbose_name='Grund der Korrektur')),
                ('erfasst_am', models.DateTimeField(verbose_name='erfasst am')),
                ('freigegeben_am', models.DateTimeField(null=True, verbose_name='freigegeben am')),
                ('abgeloest_am', models.DateTimeField(null=True, verbose_name='abgelöst am')),
                ('erfasst_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('freigegeben_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('jobcenter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meldungen', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Meldung',
                'verbose_name_plural': 'Meldungen',
                'permissions': (('sehen', 'Darf diese Meldung sehen'),),
                'indexes': [models.Index(fields=['monat', 'jobcenter'], name='kennzahlen__monat_474bac_idx')],
                'constraints': [models.UniqueConstraint(fields=('jobcenter', 'monat', 'version'), name='meldung_version'), models.UniqueConstraint(condition=models.Q(('zustand', kennzahlen.meldungen.recht.Meldungszustand['FREIGEGEBEN'])), fields=('jobcenter', 'monat'), name='meldung_eine_gueltige'), models.UniqueConstraint(condition=models.Q(('zustand__in', ['entwurf', 'eingereicht', 'zurueckgegeben'])), fields=('jobcenter', 'monat'), name='meldung_eine_in_arbeit'), models.CheckConstraint(condition=models.Q(('zustand__in', ['entwurf', 'eingereicht', 'zurueckgegeben', 'freigegeben', 'abgeloest'])), name='meldung_zustand'), models.CheckConstraint(condition=models.Q(('werte__len', 21)), name='meldung_alle_groessen'), models.CheckConstraint(condition=models.Q(('monat__day', 1)), name='meldung_monatserster'), models.CheckConstraint(condition=models.Q(models.Q(('freigegeben_am__isnull', False), ('zustand__in', ['freigegeben', 'abgeloest'])), models.Q(models.Q(('zustand__in', ['freigegeben', 'abgeloest']), _negated=True), ('freigegeben_am', None), ('freigegeben_durch', None)), _connector='OR'), name='meldung_freigabe'), models.CheckConstraint(condition=models.Q(models.Q(('abgeloest_am__isnull', False), ('zustand', kennzahlen.meldungen.recht.Meldungszustand['ABGELOEST'])), models.Q(models.Q(('zustand', kennzahlen.meldungen.recht.Meldungszustand['ABGELOEST']), _negated=True), ('abgeloest_am', None)), _connector='OR'), name='meldung_abloesung')],
            },
        ),
        migrations.CreateModel(
            name='Befund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Regel')),
                ('schwere', models.CharField(choices=[('hart', 'hart'), ('weich', 'weich')], max_length=10, verbose_name='Schwere')),
                ('groesse', models.PositiveSmallIntegerField(db_comment='nr in kennzahlen.recht.GRUNDGROESSEN', verbose_name='Grundgröße')),
                ('gemeldet', models.BigIntegerField(null=True, verbose_name='gemeldet')),
                ('erwartet', models.CharField(blank=True, max_length=200, verbose_name='erwartet')),
                ('text', models.TextField(verbose_name='Befund')),
                ('erklaerung', models.TextField(blank=True, verbose_name='Erklärung')),
                ('meldung', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='befunde', to='kennzahlen.meldung')),
            ],
            options={
                'verbose_name': 'Befund',
                'verbose_name_plural': 'Befunde',
                'constraints': [models.UniqueConstraint(fields=('meldung', 'code', 'groesse'), name='befund_einmal'), models.CheckConstraint(condition=models.Q(('schwere__in', ['hart', 'weich'])), name='befund_schwere')],
            },
        ),
        migrations.CreateModel(
            name='Veroeffentlichung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bis_monat', models.DateField(verbose_name='bis Berichtsmonat')),
                ('stand', models.DateField(db_index=True, verbose_name='Stand')),
                ('veroeffentlicht_am', models.DateTimeField(verbose_name='veröffentlicht am')),
                ('eingaben_stand', models.DateTimeField(db_comment='Grundlage: Meldungen mit freigegeben_am <= diesem Zeitpunkt < abgeloest_am', verbose_name='Stand der Meldungen')),
                ('anzahl_meldungen', models.PositiveIntegerField(verbose_name='Meldungen, auf denen sie ruht')),
                ('anzahl_werte', models.PositiveIntegerField(verbose_name='Werte')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Veröffentlichung',
                'verbose_name_plural': 'Veröffentlichungen',
                'constraints': [models.CheckConstraint(condition=models.Q(('bis_monat__day', 1)), name='veroeffentlichung_monatserster')],
            },
        ),
        migrations.CreateModel(
            name='Kennzahlreihe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kennzahl', models.PositiveSmallIntegerField(db_comment='kennzahlen.recht.REIHENNUMMER des Codes', verbose_name='Kennzahl')),
                ('jahr', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('wert', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), db_comment='Anteil oder Veränderung, ungerundet; NaN: kein Wert', size=12)),
                ('zaehler', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_comment='Summe über das Fenster; Anzahl oder Cent', size=12)),
                ('nenner', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_comment='Summe über das Fenster; Anzahl oder Cent', size=12)),
                ('monate', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), db_comment='vorhandene Monate des Fensters', size=12)),
                ('fehlend', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), db_comment='Einheiten, die im Aggregat fehlen', size=12)),
                ('grund', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), db_comment='0: Wert vorhanden, sonst warum nicht', size=12)),
                ('einheit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reihen', to='kennzahlen.einheit')),
                ('veroeffentlichung', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='reihen', to='kennzahlen.veroeffentlichung')),
            ],
            options={
                'verbose_name': 'Kennzahlreihe',
                'verbose_name_plural': 'Kennzahlreihen',
                'indexes': [models.Index(fields=['kennzahl', 'jahr'], name='kennzahlen__kennzah_241935_idx')],
                'constraints': [models.UniqueConstraint(fields=('einheit', 'kennzahl', 'jahr', 'veroeffentlichung'), name='kennzahlreihe_eindeutig')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='einheit',
            trigger=pgtrigger.compiler.Trigger(name='einheit_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='97601ed3116e6ecad790c03fb609db7838d23c3c', operation='DELETE', pgid='pgtrigger_einheit_bleibt_1b67d', table='kennzahlen_einheit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meldung',
            trigger=pgtrigger.compiler.Trigger(name='meldung_freigegeben_fest', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.zustand IN ('freigegeben', 'abgeloest') AND (NEW.werte IS DISTINCT FROM OLD.werte OR NEW.monat <> OLD.monat OR NEW.jobcenter_id <> OLD.jobcenter_id))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c26e546fb4bd6233230940e9d78ef477ab05b130', operation='UPDATE', pgid='pgtrigger_meldung_freigegeben_fest_7f55c', table='kennzahlen_meldung', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='veroeffentlichung',
            trigger=pgtrigger.compiler.Trigger(name='veroeffentlichung_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0e5345c64146fb4e4c6b3fd79a33ecf9ac428f8b', operation='UPDATE OR DELETE', pgid='pgtrigger_veroeffentlichung_fest_402e0', table='kennzahlen_veroeffentlichung', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='kennzahlreihe',
            trigger=pgtrigger.compiler.Trigger(name='kennzahlreihe_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1a019cc6381cc640ca9d5f9ab5e2d1dfcbc49f6c', operation='UPDATE OR DELETE', pgid='pgtrigger_kennzahlreihe_fest_671cd', table='kennzahlen_kennzahlreihe', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='kennzahlreihe',
            trigger=pgtrigger.compiler.Trigger(name='kennzahlreihe_bezuege', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT FROM neue\n                        LEFT JOIN kennzahlen_einheit e ON e.id = neue.einheit_id\n                        LEFT JOIN kennzahlen_veroeffentlichung v ON v.id = neue.veroeffentlichung_id\n                        WHERE e.id IS NULL OR v.id IS NULL\n                    ) THEN\n                        RAISE foreign_key_violation\n                            USING MESSAGE = 'kennzahlreihe_bezuege: Einheit oder Veröffentlichung fehlt';\n                    END IF;\n                    RETURN NULL;\n                ", hash='bf90d18c1bfc513979862b36e14f2201dfb3ead9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_kennzahlreihe_bezuege_552fe', referencing='REFERENCING NEW TABLE AS neue ', table='kennzahlen_kennzahlreihe', when='AFTER')),
        ),
    ]
