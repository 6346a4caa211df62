import agreements.planung.aufteilung
import agreements.planung.recht
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0004_lebenslauf'),
        ('kennzahlen', '0004_erfassung'),
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kennzahlprognose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kennzahl', models.CharField(choices=[('K2', 'K2: Integrationen des Jahres'), ('K3', 'K3: Bestand an LZB am Ende des Jahres')], max_length=8, verbose_name='Kennzahl')),
                ('ab', models.DateField(verbose_name='erster Monat der Prognose')),
                ('wert', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), default=list, size=None, verbose_name='Werte')),
                ('unten', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), default=list, size=None, verbose_name='untere Grenze')),
                ('oben', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), default=list, size=None, verbose_name='obere Grenze')),
                ('verfahren', models.CharField(max_length=40, verbose_name='Verfahren')),
                ('sicherheit', models.DecimalField(decimal_places=2, max_digits=3, verbose_name='Sicherheit')),
                ('grund', models.CharField(blank=True, max_length=200, verbose_name='warum keine')),
                ('einheit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kennzahlen.einheit')),
                ('veroeffentlichung', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kennzahlen.veroeffentlichung')),
            ],
            options={
                'verbose_name': 'Prognose',
                'verbose_name_plural': 'Prognosen',
                'constraints': [models.UniqueConstraint(fields=('veroeffentlichung', 'einheit', 'kennzahl'), name='kennzahlprognose_einmal'), models.CheckConstraint(condition=models.Q(('kennzahl__in', ['K2', 'K3'])), name='kennzahlprognose_kennzahl'), models.CheckConstraint(condition=models.Q(('oben__len', models.F('wert__len')), ('unten__len', models.F('wert__len'))), name='kennzahlprognose_laengen'), models.CheckConstraint(condition=models.Q(models.Q(('grund', ''), ('wert__len__gt', 0)), models.Q(models.Q(('grund', ''), _negated=True), ('wert__len', 0)), _connector='OR'), name='kennzahlprognose_oder_grund')],
            },
        ),
        migrations.CreateModel(
            name='Planungsbrief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='Version')),
                ('zustand', models.CharField(choices=[('entwurf', 'Entwurf'), ('veroeffentlicht', 'veröffentlicht'), ('abgeloest', 'abgelöst')], max_length=20, verbose_name='Zustand')),
                ('texte', models.JSONField(db_comment='Text nach Code, agreements.planung.recht', default=dict, verbose_name='Abschnitte')),
                ('ohne_basis', models.CharField(choices=[('gruppe', 'mit dem Median der Gruppe ansetzen, wo wenigstens die Bezugsgröße bekannt ist'), ('auslassen', 'auslassen')], max_length=12, verbose_name='Jobcenter ohne Basis')),
                ('basismonat', models.DateField(null=True, verbose_name='letzter endgültiger Monat der Grundlage')),
                ('fassung', models.PositiveIntegerField(db_comment='zählt jede gespeicherte Änderung', default=1, verbose_name='Fassung')),
                ('angelegt_am', models.DateTimeField(verbose_name='angelegt am')),
                ('veroeffentlicht_am', models.DateTimeField(null=True, verbose_name='veröffentlicht am')),
                ('angelegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planungsbriefe', to='agreements.planungsrunde')),
                ('veroeffentlicht_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('zahlenstand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kennzahlen.veroeffentlichung')),
            ],
            options={
                'verbose_name': 'Planungsbrief',
                'verbose_name_plural': 'Planungsbriefe',
                'constraints': [models.UniqueConstraint(fields=('runde', 'version'), name='planungsbrief_version'), models.UniqueConstraint(condition=models.Q(('zustand', agreements.planung.recht.Briefzustand['ENTWURF'])), fields=('runde',), name='planungsbrief_ein_entwurf'), models.UniqueConstraint(condition=models.Q(('zustand', agreements.planung.recht.Briefzustand['VEROEFFENTLICHT'])), fields=('runde',), name='planungsbrief_ein_geltender'), models.CheckConstraint(condition=models.Q(('zustand__in', ['entwurf', 'veroeffentlicht', 'abgeloest'])), name='planungsbrief_zustand'), models.CheckConstraint(condition=models.Q(('ohne_basis__in', ['gruppe', 'auslassen'])), name='planungsbrief_ohne_basis'), models.CheckConstraint(condition=models.Q(models.Q(('veroeffentlicht_am', None), ('veroeffentlicht_durch', None), ('zustand', agreements.planung.recht.Briefzustand['ENTWURF'])), models.Q(models.Q(('zustand', agreements.planung.recht.Briefzustand['ENTWURF']), _negated=True), ('veroeffentlicht_am__isnull', False), ('zahlenstand__isnull', False)), _connector='OR'), name='planungsbrief_veroeffentlicht'), models.CheckConstraint(condition=models.Q(models.Q(('basismonat', None), ('zahlenstand', None)), models.Q(('basismonat__day', 1), ('basismonat__isnull', False), ('zahlenstand__isnull', False)), _connector='OR'), name='planungsbrief_grundlage')],
            },
        ),
        migrations.CreateModel(
            name='Bundeserwartung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kennzahl', models.CharField(choices=[('K2', 'K2: Integrationen des Jahres'), ('K3', 'K3: Bestand an LZB am Ende des Jahres')], max_length=8, verbose_name='Kennzahl')),
                ('jahr', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('wert', models.DecimalField(db_comment='Anteil', decimal_places=6, max_digits=8, null=True, verbose_name='Erwartungswert')),
                ('aufholanteil', models.DecimalField(decimal_places=3, max_digits=4, verbose_name='Aufholanteil')),
                ('personen', models.PositiveIntegerField(null=True, verbose_name='aufgeteilte Personen')),
                ('menge', models.PositiveBigIntegerField(db_comment='Summe der aufgeteilten Jobcenter', null=True, verbose_name='Bezugsgröße')),
                ('vorlaeufig', models.DecimalField(db_comment='Summe vor dem Faktor', decimal_places=6, max_digits=18, null=True, verbose_name='vorläufige Personen')),
                ('brief', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='erwartungen', to='agreements.planungsbrief')),
            ],
            options={
                'verbose_name': 'Erwartungswert des Bundes',
                'verbose_name_plural': 'Erwartungswerte des Bundes',
                'constraints': [models.UniqueConstraint(fields=('brief', 'kennzahl', 'jahr'), name='bundeserwartung_einmal'), models.CheckConstraint(condition=models.Q(('kennzahl__in', ['K2', 'K3'])), name='bundeserwartung_kennzahl'), models.CheckConstraint(condition=models.Q(('wert', None), models.Q(('wert__gte', -1), ('wert__lte', 10)), _connector='OR'), name='bundeserwartung_wert'), models.CheckConstraint(condition=models.Q(('aufholanteil__gte', 0), ('aufholanteil__lte', 1)), name='bundeserwartung_aufholanteil'), models.CheckConstraint(condition=models.Q(models.Q(('menge', None), ('personen', None), ('vorlaeufig', None)), models.Q(('menge__isnull', False), ('personen__isnull', False), ('vorlaeufig__isnull', False), ('wert__isnull', False)), _connector='OR'), name='bundeserwartung_aufgeteilt')],
            },
        ),
        migrations.CreateModel(
            name='Jobcentererwartung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote', models.DecimalField(db_comment='Quotient', decimal_places=10, max_digits=14, null=True, verbose_name='Ausgangswert')),
                ('menge', models.PositiveBigIntegerField(db_comment='siehe Planungsgroesse.teiler', null=True, verbose_name='Bezugsgröße')),
                ('gruppe', models.CharField(blank=True, max_length=120, verbose_name='Vergleichstyp')),
                ('massstab', models.CharField(choices=[('gruppe', 'gruppe'), ('alle', 'alle'), ('keiner', 'keiner')], max_length=8, verbose_name='gemessen an')),
                ('median', models.DecimalField(decimal_places=10, max_digits=14, null=True, verbose_name='Median')),
                ('ziel', models.DecimalField(decimal_places=10, max_digits=14, null=True, verbose_name='Wert vor dem Faktor')),
                ('vorlaeufig', models.DecimalField(decimal_places=6, max_digits=16, verbose_name='vorläufige Personen')),
                ('aufgerundet', models.BooleanField(verbose_name='hat einen Rest erhalten')),
                ('behandlung', models.CharField(choices=[('basis', 'basis'), ('gruppe', 'gruppe'), ('ausgelassen', 'ausgelassen')], max_length=12, verbose_name='Behandlung')),
                ('grund', models.CharField(blank=True, max_length=200, verbose_name='warum ohne Basis')),
                ('wert', models.PositiveIntegerField(db_comment='Personen; NULL: ausgelassen', null=True, verbose_name='Erwartungswert')),
                ('erwartung', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anteile', to='agreements.bundeserwartung')),
                ('jobcenter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Erwartungswert eines Jobcenters',
                'verbose_name_plural': 'Erwartungswerte der Jobcenter',
                'constraints': [models.UniqueConstraint(fields=('erwartung', 'jobcenter'), name='jobcentererwartung_einmal'), models.CheckConstraint(condition=models.Q(('behandlung__in', ['basis', 'gruppe', 'ausgelassen'])), name='jobcentererwartung_behandlung'), models.CheckConstraint(condition=models.Q(('massstab__in', ['gruppe', 'alle', 'keiner'])), name='jobcentererwartung_massstab'), models.CheckConstraint(condition=models.Q(models.Q(('behandlung', agreements.planung.aufteilung.Behandlung['AUSGELASSEN']), ('wert', None), models.Q(('grund', ''), _negated=True)), models.Q(models.Q(('behandlung', agreements.planung.aufteilung.Behandlung['AUSGELASSEN']), _negated=True), ('menge__isnull', False), ('wert__isnull', False)), _connector='OR'), name='jobcentererwartung_wert')],
            },
        ),
        migrations.CreateModel(
            name='Planungsdatei',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dateiname', models.CharField(max_length=255, verbose_name='Dateiname')),
                ('inhalt', models.BinaryField(db_comment='NULL: übernommen', null=True, verbose_name='Inhalt')),
                ('hochgeladen_am', models.DateTimeField(db_index=True, verbose_name='hochgeladen am')),
                ('uebernommen_am', models.DateTimeField(null=True, verbose_name='übernommen am')),
                ('anzahl', models.PositiveIntegerField(null=True, verbose_name='übernommene Werte')),
                ('nutzer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.partei')),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agreements.planungsrunde')),
            ],
            options={
                'verbose_name': 'Tabelle von Planungswerten',
                'verbose_name_plural': 'Tabellen von Planungswerten',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('anzahl', None), ('inhalt__isnull', False), ('uebernommen_am', None)), models.Q(('anzahl__isnull', False), ('inhalt', None), ('uebernommen_am__isnull', False)), _connector='OR'), name='planungsdatei_uebernahme')],
            },
        ),
        migrations.CreateModel(
            name='Planungswert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kennzahl', models.CharField(choices=[('K2', 'K2: Integrationen des Jahres'), ('K3', 'K3: Bestand an LZB am Ende des Jahres')], max_length=8, verbose_name='Kennzahl')),
                ('jahr', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('art', models.CharField(choices=[('ge', 'ge'), ('zkt', 'zkt')], max_length=20, verbose_name='Art des Jobcenters')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('schluessel', models.CharField(db_comment='AGS am ersten Tag der Runde', max_length=5, verbose_name='Schlüssel')),
                ('erwartet', models.PositiveIntegerField(db_comment='Personen', verbose_name='Erwartungswert')),
                ('menge', models.PositiveBigIntegerField(db_comment='siehe Planungsgroesse.teiler', verbose_name='Bezugsgröße')),
                ('wert', models.PositiveIntegerField(db_comment='Personen; NULL: noch kein Angebot', null=True, verbose_name='Wert auf dem Tisch')),
                ('zuege', models.PositiveSmallIntegerField(default=0, verbose_name='Züge')),
                ('zustand', models.CharField(choices=[('erwartet', 'Angebot offen'), ('angeboten', 'Angebot liegt vor'), ('gegenangebot', 'Gegenangebot liegt vor'), ('vereinbart', 'vereinbart')], max_length=20, verbose_name='Zustand')),
                ('erwartung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.jobcentererwartung')),
                ('gegenueber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('jobcenter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planungswerte', to='parties.partei')),
                ('land', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planungswerte', to='agreements.planungsrunde')),
                ('traeger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Planungswert',
                'verbose_name_plural': 'Planungswerte',
                'indexes': [models.Index(fields=['runde', 'kennzahl', 'jahr', 'schluessel'], name='planungswert_tabelle')],
                'constraints': [models.UniqueConstraint(fields=('runde', 'jobcenter', 'kennzahl', 'jahr'), name='planungswert_einmal'), models.CheckConstraint(condition=models.Q(('kennzahl__in', ['K2', 'K3'])), name='planungswert_kennzahl'), models.CheckConstraint(condition=models.Q(('art__in', ['ge', 'zkt'])), name='planungswert_art'), models.CheckConstraint(condition=models.Q(('zustand__in', ['erwartet', 'angeboten', 'gegenangebot', 'vereinbart'])), name='planungswert_zustand'), models.CheckConstraint(condition=models.Q(models.Q(('wert', None), ('zuege', 0), ('zustand', agreements.planung.recht.Wertzustand['ERWARTET'])), models.Q(models.Q(('zustand', agreements.planung.recht.Wertzustand['ERWARTET']), _negated=True), ('wert__isnull', False), ('zuege__gte', 1)), _connector='OR'), name='planungswert_wert')],
            },
        ),
        migrations.CreateModel(
            name='Gebot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nr', models.PositiveSmallIntegerField(verbose_name='Nr.')),
                ('akt', models.CharField(choices=[('anbieten', 'Wert anbieten'), ('gegenanbieten', 'Gegenangebot machen'), ('angebot_annehmen', 'Angebot annehmen'), ('gegenangebot_annehmen', 'Gegenangebot annehmen'), ('wieder_eroeffnen', 'Verhandlung wieder eröffnen')], max_length=30, verbose_name='Zug')),
                ('wert', models.PositiveIntegerField(db_comment='Personen', verbose_name='Wert')),
                ('begruendung', models.TextField(blank=True, verbose_name='Begründung')),
                ('quelle', models.TextField(blank=True, verbose_name='Quelle')),
                ('am', models.DateTimeField(verbose_name='am')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('planungswert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gebote', to='agreements.planungswert')),
            ],
            options={
                'verbose_name': 'Gebot',
                'verbose_name_plural': 'Gebote',
                'constraints': [models.UniqueConstraint(fields=('planungswert', 'nr'), name='gebot_nr'), models.CheckConstraint(condition=models.Q(('akt__in', ['anbieten', 'gegenanbieten', 'angebot_annehmen', 'gegenangebot_annehmen', 'wieder_eroeffnen'])), name='gebot_akt'), models.CheckConstraint(condition=models.Q(('nr__gte', 1)), name='gebot_nr_ab_eins')],
            },
        ),
        migrations.CreateModel(
            name='Terminsetzung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schritt', models.CharField(choices=[('planungsbrief', 'Planungsbrief mit Erwartungswerten veröffentlichen'), ('angebotswerte', 'Angebotswerte mit Begründung abgeben'), ('gegenangebote', 'Angebote beantworten, Abstand verhandeln'), ('planungswerte', 'Planungswerte vereinbaren'), ('bundeshaushalt', 'Beschluss des Bundestages über den Bundeshaushalt'), ('haushalt_kommune', 'Haushalt der Kommune'), ('abschluss_bund', 'Vereinbarungen nach Nr. 1 und Nr. 3 schließen'), ('abschluss_ort', 'Vereinbarungen nach Nr. 2 und Nr. 4 schließen')], max_length=30, verbose_name='Schritt')),
                ('termin', models.DateField(verbose_name='Termin')),
                ('grund', models.TextField(verbose_name='Grund')),
                ('am', models.DateTimeField(verbose_name='am')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terminsetzungen', to='agreements.planungsrunde')),
            ],
            options={
                'verbose_name': 'Terminsetzung',
                'verbose_name_plural': 'Terminsetzungen',
                'indexes': [models.Index(fields=['runde', 'schritt', '-id'], name='terminsetzung_neueste')],
                'constraints': [models.CheckConstraint(condition=models.Q(('schritt__in', ['planungsbrief', 'angebotswerte', 'gegenangebote', 'planungswerte', 'bundeshaushalt', 'haushalt_kommune', 'abschluss_bund', 'abschluss_ort'])), name='terminsetzung_schritt'), models.CheckConstraint(condition=models.Q(('grund', ''), _negated=True), name='terminsetzung_grund')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planungsbrief',
            trigger=pgtrigger.compiler.Trigger(name='planungsbrief_fest', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.zustand <> 'entwurf' AND (NEW.texte IS DISTINCT FROM OLD.texte OR NEW.zahlenstand_id IS DISTINCT FROM OLD.zahlenstand_id OR NEW.ohne_basis <> OLD.ohne_basis))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d32affd0771987a633be382415466951856e08bf', operation='UPDATE', pgid='pgtrigger_planungsbrief_fest_466d4', table='agreements_planungsbrief', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gebot',
            trigger=pgtrigger.compiler.Trigger(name='gebot_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='168c522fa6df92c5c70cf9f3444c44b69e2b2434', operation='UPDATE OR DELETE', pgid='pgtrigger_gebot_fest_1f377', table='agreements_gebot', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='terminsetzung',
            trigger=pgtrigger.compiler.Trigger(name='terminsetzung_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7625a1f25db62763d837b04f359c5b67c5552ee3', operation='UPDATE OR DELETE', pgid='pgtrigger_terminsetzung_fest_1a9cc', table='agreements_terminsetzung', when='BEFORE')),
        ),
    ]
