import agreements.models.anlagen
import agreements.verhandlungsrecht
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Anlage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titel', models.CharField(max_length=200, verbose_name='Titel')),
                ('dateiname', models.CharField(max_length=200, verbose_name='Dateiname')),
                ('vertragsbestandteil', models.BooleanField(verbose_name='Bestandteil der Vereinbarung')),
                ('datei', models.FileField(max_length=255, upload_to=agreements.models.anlagen.anlagenablage, verbose_name='Datei')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('groesse', models.PositiveIntegerField(db_comment='Byte', verbose_name='Größe')),
                ('beigefuegt_am', models.DateTimeField(verbose_name='beigefügt am')),
                ('entfernt_am', models.DateTimeField(null=True, verbose_name='entfernt am')),
                ('beigefuegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entfernt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(db_comment='leer: übernommen', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anlagen', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Anlage',
                'verbose_name_plural': 'Anlagen',
                'constraints': [models.UniqueConstraint(condition=models.Q(('entfernt_am', None)), fields=('zielvereinbarung', 'sha256'), name='anlage_einmal'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='anlage_sha256'), models.CheckConstraint(condition=models.Q(('groesse__gte', 1)), name='anlage_groesse'), models.CheckConstraint(condition=models.Q(models.Q(('entfernt_am', None), ('entfernt_durch', None)), ('entfernt_am__gte', models.F('beigefuegt_am')), _connector='OR'), name='anlage_entfernt')],
            },
        ),
        migrations.CreateModel(
            name='Anlagenannahme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('angenommen_am', models.DateTimeField(verbose_name='angenommen am')),
                ('zurueckgenommen_am', models.DateTimeField(null=True, verbose_name='zurückgenommen am')),
                ('angenommen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('anlage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annahmen', to='agreements.anlage')),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
            ],
            options={
                'verbose_name': 'Annahme einer Anlage',
                'verbose_name_plural': 'Annahmen von Anlagen',
                'constraints': [models.UniqueConstraint(condition=models.Q(('zurueckgenommen_am', None)), fields=('anlage', 'vertragspartei'), name='anlagenannahme_eine'), models.CheckConstraint(condition=models.Q(('zurueckgenommen_am', None), ('zurueckgenommen_am__gte', models.F('angenommen_am')), _connector='OR'), name='anlagenannahme_zeit')],
            },
        ),
        migrations.CreateModel(
            name='Kommentar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('abschnitt', models.CharField(choices=[('erklaerung', 'Gemeinsame Erklärung'), ('praeambel', 'Präambel'), ('charakter', 'Charakter und Wirkung der Vereinbarung'), ('grundsaetze', 'Grundsätze, Begriffe, Laufzeit'), ('ziele', 'Ziele'), ('zieldimension', 'Zieldimension'), ('beitraege', 'Beiträge und Verpflichtungen der Vertragsparteien'), ('zieldialog', 'Zieldialog'), ('zielerreichung', 'Definition der Zielerreichung'), ('finanzen', 'Finanzielle Rahmenbedingungen'), ('indikatorentwicklung', 'Indikatorentwicklung')], max_length=30, verbose_name='Abschnitt')),
                ('intern', models.BooleanField(default=False, verbose_name='nur für die eigene Vertragspartei')),
                ('text', models.TextField(verbose_name='Kommentar')),
                ('erstellt_am', models.DateTimeField(verbose_name='erstellt am')),
                ('erledigt_am', models.DateTimeField(null=True, verbose_name='erledigt am')),
                ('antwort_auf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='antworten', to='agreements.kommentar')),
                ('erledigt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erstellt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kommentare', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Kommentar',
                'verbose_name_plural': 'Kommentare',
                'indexes': [models.Index(fields=['zielvereinbarung', 'abschnitt'], name='kommentar_abschnitt')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='kommentar_nicht_leer'), models.CheckConstraint(condition=models.Q(('abschnitt__in', ['erklaerung', 'praeambel', 'charakter', 'grundsaetze', 'ziele', 'zieldimension', 'beitraege', 'zieldialog', 'zielerreichung', 'finanzen', 'indikatorentwicklung'])), name='kommentar_abschnitt_bekannt'), models.CheckConstraint(condition=models.Q(models.Q(('erledigt_am', None), ('erledigt_durch', None)), models.Q(('antwort_auf', None), ('erledigt_am__isnull', False)), _connector='OR'), name='kommentar_erledigt'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 5000), name='kommentar_laenge')],
            },
        ),
        migrations.CreateModel(
            name='Rueckfragerunde',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frist', models.DateField(verbose_name='Antwort bis')),
                ('zustand', models.CharField(choices=[('offen', 'offen'), ('geschlossen', 'geschlossen')], max_length=12, verbose_name='Zustand')),
                ('gestellt_am', models.DateTimeField(verbose_name='gestellt am')),
                ('geschlossen_am', models.DateTimeField(null=True, verbose_name='geschlossen am')),
                ('geschlossen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gestellt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rueckfragerunden', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Rückfragerunde',
                'verbose_name_plural': 'Rückfragerunden',
                'constraints': [models.UniqueConstraint(condition=models.Q(('zustand', agreements.verhandlungsrecht.Rundenzustand['OFFEN'])), fields=('zielvereinbarung',), name='rueckfragerunde_eine_offene'), models.CheckConstraint(condition=models.Q(models.Q(('geschlossen_am', None), ('geschlossen_durch', None), ('zustand', agreements.verhandlungsrecht.Rundenzustand['OFFEN'])), models.Q(('geschlossen_am__gte', models.F('gestellt_am')), ('zustand', agreements.verhandlungsrecht.Rundenzustand['GESCHLOSSEN'])), _connector='OR'), name='rueckfragerunde_zustand')],
            },
        ),
        migrations.CreateModel(
            name='Frage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nummer', models.PositiveSmallIntegerField(verbose_name='Nummer')),
                ('abschnitt', models.CharField(blank=True, choices=[('erklaerung', 'Gemeinsame Erklärung'), ('praeambel', 'Präambel'), ('charakter', 'Charakter und Wirkung der Vereinbarung'), ('grundsaetze', 'Grundsätze, Begriffe, Laufzeit'), ('ziele', 'Ziele'), ('zieldimension', 'Zieldimension'), ('beitraege', 'Beiträge und Verpflichtungen der Vertragsparteien'), ('zieldialog', 'Zieldialog'), ('zielerreichung', 'Definition der Zielerreichung'), ('finanzen', 'Finanzielle Rahmenbedingungen'), ('indikatorentwicklung', 'Indikatorentwicklung')], max_length=30, verbose_name='Abschnitt')),
                ('text', models.TextField(verbose_name='Frage')),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fragen', to='agreements.rueckfragerunde')),
            ],
            options={
                'verbose_name': 'Frage',
                'verbose_name_plural': 'Fragen',
                'constraints': [models.UniqueConstraint(fields=('runde', 'nummer'), name='frage_nummer'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='frage_nicht_leer'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 5000), name='frage_laenge')],
            },
        ),
        migrations.CreateModel(
            name='Antwort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='Antwort')),
                ('gegeben_am', models.DateTimeField(verbose_name='gegeben am')),
                ('gegeben_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
                ('frage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='antworten', to='agreements.frage')),
            ],
            options={
                'verbose_name': 'Antwort',
                'verbose_name_plural': 'Antworten',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='antwort_nicht_leer'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 5000), name='antwort_laenge')],
            },
        ),
        migrations.CreateModel(
            name='Textfassung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('abschnitt', models.CharField(choices=[('erklaerung', 'Gemeinsame Erklärung'), ('praeambel', 'Präambel'), ('charakter', 'Charakter und Wirkung der Vereinbarung'), ('grundsaetze', 'Grundsätze, Begriffe, Laufzeit'), ('ziele', 'Ziele'), ('zieldimension', 'Zieldimension'), ('beitraege', 'Beiträge und Verpflichtungen der Vertragsparteien'), ('zieldialog', 'Zieldialog'), ('zielerreichung', 'Definition der Zielerreichung'), ('finanzen', 'Finanzielle Rahmenbedingungen'), ('indikatorentwicklung', 'Indikatorentwicklung')], max_length=30, verbose_name='Abschnitt')),
                ('nummer', models.PositiveSmallIntegerField(verbose_name='Nummer')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('herkunft', models.CharField(choices=[('grundraster', 'Vorschlag des Grundrasters'), ('uebernommen', 'übernommen aus der geänderten Vereinbarung'), ('entwurf', 'Entwurf der steuernden Seite'), ('vorschlag', 'Vorschlag')], max_length=12, verbose_name='Herkunft')),
                ('grund', models.TextField(blank=True, verbose_name='Begründung')),
                ('erstellt_am', models.DateTimeField(verbose_name='erstellt am')),
                ('zustand', models.CharField(choices=[('vorgeschlagen', 'vorgeschlagen'), ('geltend', 'geltender Text'), ('abgelehnt', 'abgelehnt'), ('zurueckgezogen', 'zurückgezogen'), ('ueberholt', 'durch neuen Vorschlag überholt'), ('abgeloest', 'früherer Text')], max_length=16, verbose_name='Zustand')),
                ('erstellt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='textfassungen', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Textfassung',
                'verbose_name_plural': 'Textfassungen',
                'constraints': [models.UniqueConstraint(fields=('zielvereinbarung', 'abschnitt', 'nummer'), name='textfassung_nummer'), models.UniqueConstraint(condition=models.Q(('zustand', agreements.verhandlungsrecht.Fassungszustand['GELTEND'])), fields=('zielvereinbarung', 'abschnitt'), name='textfassung_eine_geltende'), models.UniqueConstraint(condition=models.Q(('zustand', agreements.verhandlungsrecht.Fassungszustand['VORGESCHLAGEN'])), fields=('zielvereinbarung', 'abschnitt'), name='textfassung_ein_vorschlag'), models.CheckConstraint(condition=models.Q(('nummer__gte', 1)), name='textfassung_ab_eins'), models.CheckConstraint(condition=models.Q(('zustand__in', ['vorgeschlagen', 'geltend', 'abgelehnt', 'zurueckgezogen', 'ueberholt', 'abgeloest'])), name='textfassung_zustand'), models.CheckConstraint(condition=models.Q(('abschnitt__in', ['erklaerung', 'praeambel', 'charakter', 'grundsaetze', 'ziele', 'zieldimension', 'beitraege', 'zieldialog', 'zielerreichung', 'finanzen', 'indikatorentwicklung'])), name='textfassung_abschnitt'), models.CheckConstraint(condition=models.Q(models.Q(('herkunft__in', ['grundraster', 'uebernommen']), ('vertragspartei', None)), models.Q(('herkunft__in', ['entwurf', 'vorschlag']), ('vertragspartei__isnull', False)), _connector='OR'), name='textfassung_verfasser'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('abschnitt__in', ['zielerreichung', 'finanzen', 'indikatorentwicklung']), _connector='OR'), name='textfassung_leer'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 20000), name='textfassung_laenge')],
            },
        ),
        migrations.CreateModel(
            name='Stellungnahme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('angenommen', models.BooleanField(verbose_name='angenommen')),
                ('grund', models.TextField(blank=True, verbose_name='Begründung')),
                ('abgegeben_am', models.DateTimeField(verbose_name='abgegeben am')),
                ('aufgehoben_am', models.DateTimeField(null=True, verbose_name='aufgehoben am')),
                ('abgegeben_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
                ('fassung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stellungnahmen', to='agreements.textfassung')),
            ],
            options={
                'verbose_name': 'Stellungnahme',
                'verbose_name_plural': 'Stellungnahmen',
                'constraints': [models.UniqueConstraint(condition=models.Q(('aufgehoben_am', None)), fields=('fassung', 'vertragspartei'), name='stellungnahme_eine'), models.CheckConstraint(condition=models.Q(('angenommen', True), models.Q(('grund', ''), _negated=True), _connector='OR'), name='stellungnahme_grund'), models.CheckConstraint(condition=models.Q(('aufgehoben_am', None), ('aufgehoben_am__gte', models.F('abgegeben_am')), _connector='OR'), name='stellungnahme_zeit')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='textfassung',
            trigger=pgtrigger.compiler.Trigger(name='textfassung_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."zielvereinbarung_id" IS DISTINCT FROM (NEW."zielvereinbarung_id") OR OLD."abschnitt" IS DISTINCT FROM (NEW."abschnitt") OR OLD."nummer" IS DISTINCT FROM (NEW."nummer") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."herkunft" IS DISTINCT FROM (NEW."herkunft") OR OLD."vertragspartei_id" IS DISTINCT FROM (NEW."vertragspartei_id") OR OLD."grund" IS DISTINCT FROM (NEW."grund") OR OLD."erstellt_am" IS DISTINCT FROM (NEW."erstellt_am") OR OLD."erstellt_durch_id" IS DISTINCT FROM (NEW."erstellt_durch_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cd416a098be2d39369a39164b83c2f405e2b52a8', operation='UPDATE', pgid='pgtrigger_textfassung_unveraenderlich_8e209', table='agreements_textfassung', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='textfassung',
            trigger=pgtrigger.compiler.Trigger(name='textfassung_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9dc59175b523d79d7a62ab827926d9e8671f95cb', operation='DELETE', pgid='pgtrigger_textfassung_bleibt_4ad88', table='agreements_textfassung', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stellungnahme',
            trigger=pgtrigger.compiler.Trigger(name='stellungnahme_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."fassung_id" IS DISTINCT FROM (NEW."fassung_id") OR OLD."vertragspartei_id" IS DISTINCT FROM (NEW."vertragspartei_id") OR OLD."angenommen" IS DISTINCT FROM (NEW."angenommen") OR OLD."grund" IS DISTINCT FROM (NEW."grund") OR OLD."abgegeben_am" IS DISTINCT FROM (NEW."abgegeben_am") OR OLD."abgegeben_durch_id" IS DISTINCT FROM (NEW."abgegeben_durch_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7af0d8d054b445b314cb9f8b3aa84f67c43a96d3', operation='UPDATE', pgid='pgtrigger_stellungnahme_unveraenderlich_9385b', table='agreements_stellungnahme', when='BEFORE')),
        ),
    ]
