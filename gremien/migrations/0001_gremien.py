import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import gremien.models.ergebnisse
import gremien.models.tagesordnung
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
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
            name='Gremium',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schluessel', models.SlugField(max_length=60, unique=True, verbose_name='Schlüssel')),
                ('art', models.CharField(choices=[('kooperationsausschuss', 'Kooperationsausschuss'), ('bund_laender_ausschuss', 'Bund-Länder-Ausschuss'), ('traegerversammlung', 'Trägerversammlung'), ('oertlicher_beirat', 'Örtlicher Beirat'), ('landesgremium', 'Gremium des Landes mit seinen Optionskommunen'), ('weiteres', 'Weiteres Gremium')], max_length=24, verbose_name='Art')),
                ('titel', models.CharField(max_length=160, verbose_name='Titel')),
                ('ab', models.DateField(verbose_name='ab')),
                ('bis', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('ladungsfrist', models.PositiveSmallIntegerField(blank=True, db_comment='Tage; leer: die übliche Frist', null=True, verbose_name='Ladungsfrist')),
                ('namentlich', models.BooleanField(db_comment='falsch: nur die Summen der Stimmen, wie in einem Kreistag', default=True, verbose_name='Stimmen je Mitglied')),
                ('eingerichtet_am', models.DateTimeField(verbose_name='eingerichtet am')),
                ('bezugspartei', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gremien', to='parties.partei')),
                ('eingerichtet_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('geschaeftsstelle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gefuehrte_gremien', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Gremium',
                'verbose_name_plural': 'Gremien',
                'constraints': [models.CheckConstraint(condition=models.Q(('bis', None), ('bis__gt', models.F('ab')), _connector='OR'), name='gremium_zeitraum'), models.CheckConstraint(condition=models.Q(('art__in', ['kooperationsausschuss', 'bund_laender_ausschuss', 'traegerversammlung', 'oertlicher_beirat', 'landesgremium', 'weiteres'])), name='gremium_art'), models.CheckConstraint(condition=models.Q(('titel', ''), _negated=True), name='gremium_titel'), models.CheckConstraint(condition=models.Q(models.Q(('art', 'bund_laender_ausschuss'), ('bezugspartei', None)), models.Q(models.Q(('art', 'bund_laender_ausschuss'), _negated=True), ('bezugspartei__isnull', False)), _connector='OR'), name='gremium_bezugspartei'), models.UniqueConstraint(condition=models.Q(('bis', None), models.Q(('art', 'weiteres'), _negated=True)), fields=('art', 'bezugspartei'), name='gremium_eines_je_art', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('namentlich', True), ('art', 'weiteres'), _connector='OR'), name='gremium_summen_nur_in_eigenen')],
            },
        ),
        migrations.CreateModel(
            name='Entsenderecht',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zusammensetzung', models.CharField(default='ueblich', max_length=20, verbose_name='Zusammensetzung')),
                ('seite', models.CharField(choices=[('bmas', 'Bundesministerium für Arbeit und Soziales'), ('bmf', 'Bundesministerium der Finanzen'), ('ba', 'Bundesagentur für Arbeit'), ('land', 'Zuständige oberste Landesbehörde'), ('kommune', 'Kommunaler Träger'), ('ge', 'Gemeinsame Einrichtung'), ('zkt', 'Optionskommune (zugelassener kommunaler Träger)'), ('spitzenverband', 'Kommunaler Spitzenverband')], max_length=20, verbose_name='Seite')),
                ('sitze', models.PositiveSmallIntegerField(verbose_name='Sitze')),
                ('ab', models.DateField(verbose_name='ab')),
                ('bis', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entsenderechte', to='parties.partei')),
                ('gremium', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entsenderechte', to='gremien.gremium')),
            ],
            options={
                'verbose_name': 'Entsenderecht',
                'verbose_name_plural': 'Entsenderechte',
                'constraints': [models.CheckConstraint(condition=models.Q(('bis', None), ('bis__gt', models.F('ab')), _connector='OR'), name='entsenderecht_zeitraum'), models.CheckConstraint(condition=models.Q(('sitze__gte', 1)), name='entsenderecht_sitze'), models.CheckConstraint(condition=models.Q(('seite__in', ['bmas', 'bmf', 'ba', 'land', 'kommune', 'ge', 'zkt', 'spitzenverband'])), name='entsenderecht_seite'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('gremium_id'), models.F('gremium_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('partei_id'), models.F('partei_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.Func(models.F('zusammensetzung'), function='hashtext'), models.Func(models.F('zusammensetzung'), function='hashtext'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('ab'), models.F('bis'), models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='entsenderecht_je_zeit_eines')],
            },
        ),
        migrations.CreateModel(
            name='Anmeldung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gegenstand', models.CharField(max_length=40, verbose_name='Gegenstand')),
                ('bezug', models.CharField(blank=True, max_length=80, verbose_name='Bezug')),
                ('titel', models.CharField(max_length=200, verbose_name='Titel')),
                ('begruendung', models.TextField(blank=True, verbose_name='Begründung')),
                ('angemeldet_am', models.DateTimeField(verbose_name='angemeldet am')),
                ('abgelehnt_am', models.DateTimeField(null=True, verbose_name='abgelehnt am')),
                ('ablehnungsgrund', models.TextField(blank=True, verbose_name='Grund der Ablehnung')),
                ('abgelehnt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('angemeldet_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('gremium', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anmeldungen', to='gremien.gremium')),
            ],
            options={
                'verbose_name': 'Anmeldung',
                'verbose_name_plural': 'Anmeldungen',
                'indexes': [models.Index(condition=models.Q(('bezug', ''), _negated=True), fields=['bezug'], name='anmeldung_mit_bezug')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('titel', ''), _negated=True), models.Q(('gegenstand', ''), _negated=True)), name='anmeldung_titel'), models.CheckConstraint(condition=models.Q(models.Q(('abgelehnt_am', None), ('ablehnungsgrund', '')), models.Q(('abgelehnt_am__gte', models.F('angemeldet_am')), models.Q(('ablehnungsgrund', ''), _negated=True)), _connector='OR'), name='anmeldung_abgelehnt')],
            },
        ),
        migrations.CreateModel(
            name='Mitgliedschaft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seite', models.CharField(choices=[('bmas', 'Bundesministerium für Arbeit und Soziales'), ('bmf', 'Bundesministerium der Finanzen'), ('ba', 'Bundesagentur für Arbeit'), ('land', 'Zuständige oberste Landesbehörde'), ('kommune', 'Kommunaler Träger'), ('ge', 'Gemeinsame Einrichtung'), ('zkt', 'Optionskommune (zugelassener kommunaler Träger)'), ('spitzenverband', 'Kommunaler Spitzenverband')], max_length=20, verbose_name='Seite')),
                ('name', models.CharField(max_length=150, verbose_name='Name')),
                ('funktion', models.CharField(blank=True, max_length=150, verbose_name='Funktion')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='Organisation')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail')),
                ('ohne_angebot_erklaert_am', models.DateField(null=True, verbose_name='Erklärung nach § 18d')),
                ('ab', models.DateField(verbose_name='ab')),
                ('bis', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('entsandt_am', models.DateTimeField(verbose_name='entsandt am')),
                ('entsandt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gremium', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mitgliedschaften', to='gremien.gremium')),
                ('nutzer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mitgliedschaften', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(db_comment='die entsendende Partei', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Mitgliedschaft',
                'verbose_name_plural': 'Mitgliedschaften',
                'indexes': [models.Index(fields=['nutzer', 'ab'], name='gremien_mit_nutzer__ee1620_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('bis', None), ('bis__gt', models.F('ab')), _connector='OR'), name='mitgliedschaft_zeitraum'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='mitgliedschaft_name'), models.CheckConstraint(condition=models.Q(('seite__in', ['bmas', 'bmf', 'ba', 'land', 'kommune', 'ge', 'zkt', 'spitzenverband'])), name='mitgliedschaft_seite'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('nutzer__isnull', False)), expressions=[(models.Func(models.F('gremium_id'), models.F('gremium_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('nutzer_id'), models.F('nutzer_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('ab'), models.F('bis'), models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='mitgliedschaft_einmal')],
            },
        ),
        migrations.CreateModel(
            name='Sitzung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verfahren', models.CharField(choices=[('sitzung', 'sitzung'), ('umlauf', 'umlauf')], max_length=10, verbose_name='Verfahren')),
                ('nummer', models.PositiveIntegerField(verbose_name='Nummer')),
                ('titel', models.CharField(max_length=160, verbose_name='Titel')),
                ('beginn', models.DateTimeField(db_comment='einer Sitzung; beim Umlauf das Ende der Frist für die Stimmen', verbose_name='Beginn')),
                ('dauer', models.DurationField(default=datetime.timedelta(seconds=7200), verbose_name='Dauer')),
                ('ort', models.CharField(blank=True, help_text='Raum oder Verweis auf die Videokonferenz', max_length=200, verbose_name='Ort')),
                ('zustand', models.CharField(max_length=20, verbose_name='Zustand')),
                ('eingeladen_am', models.DateTimeField(null=True, verbose_name='eingeladen am')),
                ('fristgrund', models.TextField(blank=True, db_comment='auch: Verzicht der Mitglieder auf die Frist', verbose_name='Grund der verkürzten Ladungsfrist')),
                ('eroeffnet_am', models.DateTimeField(null=True, verbose_name='eröffnet am')),
                ('geschlossen_am', models.DateTimeField(null=True, verbose_name='geschlossen am')),
                ('leitungshinweis', models.CharField(blank=True, max_length=200, verbose_name='Hinweis zur Leitung')),
                ('kalender_id', models.UUIDField(db_comment='UID im Kalender (RFC 5545)', default=uuid.uuid4, editable=False, unique=True)),
                ('kalender_folge', models.PositiveIntegerField(db_comment='SEQUENCE im Kalender (RFC 5545)', default=0)),
                ('angelegt_am', models.DateTimeField(verbose_name='angelegt am')),
                ('angelegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gremium', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sitzungen', to='gremien.gremium')),
                ('leitung', models.ForeignKey(db_comment='wer die Sitzung leitet', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.mitgliedschaft')),
                ('stichentscheid', models.ForeignKey(db_comment='wessen Stimme bei Gleichheit den Ausschlag gibt; leer: niemandes', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.mitgliedschaft')),
            ],
            options={
                'verbose_name': 'Sitzung',
                'verbose_name_plural': 'Sitzungen',
                'indexes': [models.Index(fields=['beginn'], name='gremien_sit_beginn_476e5e_idx')],
                'constraints': [models.UniqueConstraint(fields=('gremium', 'verfahren', 'nummer'), name='sitzung_nummer'), models.CheckConstraint(condition=models.Q(models.Q(('verfahren', 'sitzung'), ('zustand__in', ['geplant', 'eingeladen', 'eroeffnet', 'geschlossen', 'entworfen', 'genehmigt', 'abgesagt'])), models.Q(('verfahren', 'umlauf'), ('zustand__in', ['geplant', 'laufend', 'geschlossen', 'entworfen', 'genehmigt', 'abgesagt'])), _connector='OR'), name='sitzung_zustand'), models.CheckConstraint(condition=models.Q(('dauer__gt', datetime.timedelta(0)), ('dauer__lte', datetime.timedelta(days=5))), name='sitzung_dauer'), models.CheckConstraint(condition=models.Q(('titel', ''), _negated=True), name='sitzung_titel'), models.CheckConstraint(condition=models.Q(('geschlossen_am', None), ('eroeffnet_am', None), ('geschlossen_am__gte', models.F('eroeffnet_am')), _connector='OR'), name='sitzung_geschlossen_nach_eroeffnung')],
            },
        ),
        migrations.CreateModel(
            name='Niederschrift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, verbose_name='Verlauf der Sitzung')),
                ('stand', models.PositiveIntegerField(db_comment='zählt mit jeder Änderung', default=1, verbose_name='Stand')),
                ('geaendert_am', models.DateTimeField(verbose_name='geändert am')),
                ('genehmigt_am', models.DateTimeField(null=True, verbose_name='genehmigt am')),
                ('datei', models.FileField(blank=True, max_length=255, upload_to=gremien.models.ergebnisse.niederschriftablage, verbose_name='Datei')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('geaendert_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('genehmigt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sitzung', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='niederschrift', to='gremien.sitzung')),
            ],
            options={
                'verbose_name': 'Niederschrift',
                'verbose_name_plural': 'Niederschriften',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('datei', ''), ('genehmigt_am', None), ('sha256', '')), models.Q(('genehmigt_am__gte', models.F('geaendert_am')), ('sha256__regex', '^[0-9a-f]{64}$'), models.Q(('datei', ''), _negated=True), models.Q(('text', ''), _negated=True)), _connector='OR'), name='niederschrift_genehmigt')],
            },
        ),
        migrations.CreateModel(
            name='Einladung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('am', models.DateTimeField(verbose_name='am')),
                ('folge', models.PositiveIntegerField(verbose_name='Stand')),
                ('mitgliedschaft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.mitgliedschaft')),
                ('sitzung', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='einladungen', to='gremien.sitzung')),
            ],
            options={
                'verbose_name': 'Einladung',
                'verbose_name_plural': 'Einladungen',
                'constraints': [models.UniqueConstraint(fields=('sitzung', 'mitgliedschaft'), name='einladung_einmal')],
            },
        ),
        migrations.CreateModel(
            name='Tagesordnungspunkt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reihenfolge', models.PositiveSmallIntegerField(verbose_name='Reihenfolge')),
                ('titel', models.CharField(max_length=200, verbose_name='Titel')),
                ('gegenstand', models.CharField(max_length=40, verbose_name='Gegenstand')),
                ('form', models.CharField(choices=[('beratung', 'Beratung'), ('eroerterung', 'Erörterung'), ('beschluss', 'Beschluss')], max_length=12, verbose_name='Form')),
                ('zusammensetzung', models.CharField(default='ueblich', max_length=20, verbose_name='Zusammensetzung')),
                ('bezug', models.CharField(blank=True, max_length=80, verbose_name='Bezug')),
                ('antrag', models.TextField(blank=True, verbose_name='Beschlussvorschlag')),
                ('verlauf', models.TextField(blank=True, db_comment='was die Niederschrift zu diesem Punkt sagt', verbose_name='Verlauf')),
                ('anmeldung', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='punkte', to='gremien.anmeldung')),
                ('sitzung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tagesordnung', to='gremien.sitzung')),
            ],
            options={
                'verbose_name': 'Tagesordnungspunkt',
                'verbose_name_plural': 'Tagesordnung',
                'indexes': [models.Index(condition=models.Q(('bezug', ''), _negated=True), fields=['bezug'], name='punkt_mit_bezug')],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('sitzung', 'reihenfolge'), name='punkt_reihenfolge'), models.CheckConstraint(condition=models.Q(models.Q(('titel', ''), _negated=True), models.Q(('gegenstand', ''), _negated=True)), name='punkt_titel'), models.CheckConstraint(condition=models.Q(('form__in', ['beratung', 'eroerterung', 'beschluss'])), name='punkt_form')],
            },
        ),
        migrations.CreateModel(
            name='Abstimmung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nummer', models.PositiveSmallIntegerField(verbose_name='Nummer')),
                ('antrag', models.TextField(verbose_name='Antrag')),
                ('eroeffnet_am', models.DateTimeField(verbose_name='eröffnet am')),
                ('geschlossen_am', models.DateTimeField(null=True, verbose_name='ausgezählt am')),
                ('verworfen_am', models.DateTimeField(null=True, verbose_name='verworfen am')),
                ('verwerfungsgrund', models.TextField(blank=True, verbose_name='Grund')),
                ('eroeffnet_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('punkt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='abstimmungen', to='gremien.tagesordnungspunkt')),
            ],
            options={
                'verbose_name': 'Abstimmung',
                'verbose_name_plural': 'Abstimmungen',
                'constraints': [models.UniqueConstraint(fields=('punkt', 'nummer'), name='abstimmung_nummer'), models.UniqueConstraint(condition=models.Q(('geschlossen_am', None), ('verworfen_am', None)), fields=('punkt',), name='abstimmung_eine_offene'), models.CheckConstraint(condition=models.Q(('antrag', ''), _negated=True), name='abstimmung_antrag'), models.CheckConstraint(condition=models.Q(models.Q(('verwerfungsgrund', ''), ('verworfen_am', None)), models.Q(('geschlossen_am', None), ('verworfen_am__isnull', False), models.Q(('verwerfungsgrund', ''), _negated=True)), _connector='OR'), name='abstimmung_ende')],
            },
        ),
        migrations.CreateModel(
            name='Gast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='Name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail')),
                ('eingeladen_am', models.DateTimeField(verbose_name='eingeladen am')),
                ('nutzer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('punkt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaeste', to='gremien.tagesordnungspunkt')),
            ],
            options={
                'verbose_name': 'Gast',
                'verbose_name_plural': 'Gäste',
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='gast_name')],
            },
        ),
        migrations.CreateModel(
            name='Ergebnis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fassung', models.PositiveSmallIntegerField(verbose_name='Fassung')),
                ('ausgang', models.CharField(choices=[('beraten', 'beraten'), ('eroertert', 'erörtert'), ('beschlossen', 'beschlossen'), ('abgelehnt', 'abgelehnt'), ('vertagt', 'vertagt')], max_length=12, verbose_name='Ergebnis')),
                ('wortlaut', models.TextField(blank=True, verbose_name='Wortlaut')),
                ('ja', models.PositiveSmallIntegerField(null=True, verbose_name='Ja')),
                ('nein', models.PositiveSmallIntegerField(null=True, verbose_name='Nein')),
                ('enthaltung', models.PositiveSmallIntegerField(null=True, verbose_name='Enthaltungen')),
                ('anwesend', models.PositiveSmallIntegerField(null=True, verbose_name='anwesend oder vertreten')),
                ('stichentscheid', models.BooleanField(default=False, verbose_name='durch den Vorsitz entschieden')),
                ('erlaeuterung', models.CharField(blank=True, max_length=200, verbose_name='Erläuterung')),
                ('grund', models.TextField(blank=True, verbose_name='Grund der Berichtigung')),
                ('festgestellt_am', models.DateTimeField(verbose_name='festgestellt am')),
                ('abgeloest_am', models.DateTimeField(null=True, verbose_name='abgelöst am')),
                ('abstimmung', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.abstimmung')),
                ('festgestellt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('punkt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ergebnisse', to='gremien.tagesordnungspunkt')),
            ],
            options={
                'verbose_name': 'Ergebnis',
                'verbose_name_plural': 'Ergebnisse',
                'constraints': [models.UniqueConstraint(fields=('punkt', 'fassung'), name='ergebnis_fassung'), models.UniqueConstraint(condition=models.Q(('abgeloest_am', None)), fields=('punkt',), name='ergebnis_ein_gueltiges'), models.CheckConstraint(condition=models.Q(('ausgang__in', ['beraten', 'eroertert', 'beschlossen', 'abgelehnt', 'vertagt'])), name='ergebnis_ausgang'), models.CheckConstraint(condition=models.Q(models.Q(('enthaltung', None), ('ja', None), ('nein', None), ('stichentscheid', False)), models.Q(('enthaltung__isnull', False), ('ja__isnull', False), ('nein__isnull', False), ('anwesend__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('ja'), '+', models.F('nein')), '+', models.F('enthaltung')))), _connector='OR'), name='ergebnis_stimmen'), models.CheckConstraint(condition=models.Q(models.Q(('ausgang__in', ['beschlossen', 'abgelehnt']), _negated=True), ('ja__isnull', False), _connector='OR'), name='ergebnis_beschluss_hat_stimmen'), models.CheckConstraint(condition=models.Q(models.Q(('ausgang', 'beschlossen'), _negated=True), ('ja__gt', models.F('nein')), models.Q(('ja', models.F('nein')), ('stichentscheid', True)), _connector='OR'), name='ergebnis_mehrheit'), models.CheckConstraint(condition=models.Q(models.Q(('ausgang', 'beschlossen'), _negated=True), models.Q(('wortlaut', ''), _negated=True), _connector='OR'), name='ergebnis_wortlaut'), models.CheckConstraint(condition=models.Q(models.Q(('fassung', 1), ('grund', '')), ('fassung__gte', 2), _connector='OR'), name='ergebnis_berichtigung'), models.CheckConstraint(condition=models.Q(('abgeloest_am', None), ('abgeloest_am__gte', models.F('festgestellt_am')), _connector='OR'), name='ergebnis_abgeloest')],
            },
        ),
        migrations.CreateModel(
            name='Anhoerung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wer', models.CharField(choices=[('ba', 'Bundesagentur für Arbeit als Träger'), ('kommune', 'kommunaler Träger'), ('geschaeftsfuehrung', 'Geschäftsführerin oder Geschäftsführer der gemeinsamen Einrichtung')], max_length=20, verbose_name='angehört')),
                ('am', models.DateField(verbose_name='am')),
                ('text', models.TextField(verbose_name='Stellungnahme')),
                ('erfasst_am', models.DateTimeField(verbose_name='erfasst am')),
                ('erfasst_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('punkt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anhoerungen', to='gremien.tagesordnungspunkt')),
            ],
            options={
                'verbose_name': 'Anhörung',
                'verbose_name_plural': 'Anhörungen',
                'constraints': [models.UniqueConstraint(fields=('punkt', 'wer'), name='anhoerung_einmal'), models.CheckConstraint(condition=models.Q(('wer__in', ['ba', 'kommune', 'geschaeftsfuehrung'])), name='anhoerung_wer'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='anhoerung_text')],
            },
        ),
        migrations.CreateModel(
            name='Umsetzung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(max_length=300, verbose_name='Was zu tun ist')),
                ('faellig_am', models.DateField(verbose_name='fällig am')),
                ('zustand', models.CharField(choices=[('offen', 'offen'), ('erledigt', 'erledigt'), ('aufgegeben', 'aufgegeben')], max_length=12, verbose_name='Zustand')),
                ('festgelegt_am', models.DateTimeField(verbose_name='festgelegt am')),
                ('festgelegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('punkt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='umsetzungen', to='gremien.tagesordnungspunkt')),
                ('verantwortlich', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Umsetzung eines Beschlusses',
                'verbose_name_plural': 'Umsetzungen von Beschlüssen',
                'indexes': [models.Index(condition=models.Q(('zustand', 'offen')), fields=['faellig_am'], name='umsetzung_offene')],
                'constraints': [models.CheckConstraint(condition=models.Q(('zustand__in', ['offen', 'erledigt', 'aufgegeben'])), name='umsetzung_zustand'), models.CheckConstraint(condition=models.Q(('was', ''), _negated=True), name='umsetzung_was')],
            },
        ),
        migrations.CreateModel(
            name='Umsetzungsvermerk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='Stand')),
                ('am', models.DateTimeField(verbose_name='am')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('umsetzung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vermerke', to='gremien.umsetzung')),
            ],
            options={
                'verbose_name': 'Vermerk zur Umsetzung',
                'verbose_name_plural': 'Vermerke zur Umsetzung',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='umsetzungsvermerk_text')],
            },
        ),
        migrations.CreateModel(
            name='Vertretung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='Name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail')),
                ('ab', models.DateField(verbose_name='ab')),
                ('bis', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('benannt_am', models.DateTimeField(verbose_name='benannt am')),
                ('zurueckgenommen_am', models.DateTimeField(null=True, verbose_name='zurückgenommen am')),
                ('benannt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mitgliedschaft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vertretungen', to='gremien.mitgliedschaft')),
                ('nutzer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vertretungen', to=settings.AUTH_USER_MODEL)),
                ('sitzung', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vertretungen', to='gremien.sitzung')),
            ],
            options={
                'verbose_name': 'Vertretung',
                'verbose_name_plural': 'Vertretungen',
                'constraints': [models.CheckConstraint(condition=models.Q(('bis', None), ('bis__gt', models.F('ab')), _connector='OR'), name='vertretung_zeitraum'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='vertretung_name'), models.CheckConstraint(condition=models.Q(('zurueckgenommen_am', None), ('zurueckgenommen_am__gte', models.F('benannt_am')), _connector='OR'), name='vertretung_zurueckgenommen'), models.UniqueConstraint(condition=models.Q(('sitzung__isnull', False), ('zurueckgenommen_am', None)), fields=('mitgliedschaft', 'sitzung'), name='vertretung_eine_je_sitzung')],
            },
        ),
        migrations.CreateModel(
            name='Stimme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('votum', models.CharField(choices=[('ja', 'Ja'), ('nein', 'Nein'), ('enthaltung', 'Enthaltung')], max_length=10, verbose_name='Stimme')),
                ('am', models.DateTimeField(verbose_name='abgegeben am')),
                ('abstimmung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stimmen', to='gremien.abstimmung')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mitgliedschaft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.mitgliedschaft')),
                ('vertretung', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.vertretung')),
            ],
            options={
                'verbose_name': 'Stimme',
                'verbose_name_plural': 'Stimmen',
                'constraints': [models.UniqueConstraint(fields=('abstimmung', 'mitgliedschaft'), name='stimme_einmal_je_mitglied'), models.CheckConstraint(condition=models.Q(('votum__in', ['ja', 'nein', 'enthaltung'])), name='stimme_votum')],
            },
        ),
        migrations.CreateModel(
            name='Anwesenheit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('teilnahme', models.CharField(choices=[('anwesend', 'anwesend'), ('vertreten', 'vertreten'), ('abwesend', 'abwesend')], max_length=10, verbose_name='Teilnahme')),
                ('erfasst_am', models.DateTimeField(verbose_name='erfasst am')),
                ('erfasst_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mitgliedschaft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.mitgliedschaft')),
                ('sitzung', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anwesenheiten', to='gremien.sitzung')),
                ('vertretung', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.vertretung')),
            ],
            options={
                'verbose_name': 'Anwesenheit',
                'verbose_name_plural': 'Anwesenheiten',
                'constraints': [models.UniqueConstraint(fields=('sitzung', 'mitgliedschaft'), name='anwesenheit_einmal'), models.CheckConstraint(condition=models.Q(('teilnahme__in', ['anwesend', 'vertreten', 'abwesend'])), name='anwesenheit_teilnahme'), models.CheckConstraint(condition=models.Q(models.Q(('teilnahme', 'vertreten'), ('vertretung__isnull', False)), models.Q(models.Q(('teilnahme', 'vertreten'), _negated=True), ('vertretung', None)), _connector='OR'), name='anwesenheit_vertretung')],
            },
        ),
        migrations.CreateModel(
            name='Vorlage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titel', models.CharField(max_length=200, verbose_name='Titel')),
                ('dateiname', models.CharField(max_length=200, verbose_name='Dateiname')),
                ('datei', models.FileField(max_length=255, upload_to=gremien.models.tagesordnung.vorlagenablage, verbose_name='Datei')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('groesse', models.PositiveIntegerField(db_comment='Byte', verbose_name='Größe')),
                ('beigefuegt_am', models.DateTimeField(verbose_name='beigefügt am')),
                ('entfernt_am', models.DateTimeField(null=True, verbose_name='entfernt am')),
                ('beigefuegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('punkt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vorlagen', to='gremien.tagesordnungspunkt')),
            ],
            options={
                'verbose_name': 'Vorlage',
                'verbose_name_plural': 'Vorlagen',
                'constraints': [models.UniqueConstraint(condition=models.Q(('entfernt_am', None)), fields=('punkt', 'sha256'), name='vorlage_einmal'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='vorlage_sha256'), models.CheckConstraint(condition=models.Q(('groesse__gte', 1)), name='vorlage_groesse'), models.CheckConstraint(condition=models.Q(('entfernt_am', None), ('entfernt_am__gte', models.F('beigefuegt_am')), _connector='OR'), name='vorlage_entfernt')],
            },
        ),
        migrations.CreateModel(
            name='Widerspruch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grund', models.TextField(blank=True, verbose_name='Grund')),
                ('am', models.DateTimeField(verbose_name='am')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mitgliedschaft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gremien.mitgliedschaft')),
                ('sitzung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='widersprueche', to='gremien.sitzung')),
            ],
            options={
                'verbose_name': 'Widerspruch gegen einen Umlauf',
                'verbose_name_plural': 'Widersprüche gegen einen Umlauf',
                'constraints': [models.UniqueConstraint(fields=('sitzung', 'mitgliedschaft'), name='widerspruch_einmal')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sitzung',
            trigger=pgtrigger.compiler.Trigger(name='sitzung_genehmigt_fest', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."zustand" = \'genehmigt\' AND NOT (NEW."zustand" = \'genehmigt\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7852b6b8ffa414b3adc0a5d81f5934528758af94', operation='UPDATE', pgid='pgtrigger_sitzung_genehmigt_fest_ba131', table='gremien_sitzung', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='niederschrift',
            trigger=pgtrigger.compiler.Trigger(name='niederschrift_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8dca23d13fa7255dde0a11cfc8feb8879f3d1b09', operation='DELETE', pgid='pgtrigger_niederschrift_bleibt_07781', table='gremien_niederschrift', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='niederschrift',
            trigger=pgtrigger.compiler.Trigger(name='niederschrift_genehmigt_fest', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."genehmigt_am" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2f0cb672aec34eb2ce86f96522dbe92c65287dff', operation='UPDATE', pgid='pgtrigger_niederschrift_genehmigt_fest_78d50', table='gremien_niederschrift', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tagesordnungspunkt',
            trigger=pgtrigger.compiler.Trigger(name='punkt_genehmigt_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT 1 FROM gremien_sitzung WHERE id = OLD.sitzung_id AND zustand = 'genehmigt'\n                    ) THEN\n                        RAISE EXCEPTION 'Die Niederschrift ist genehmigt; ihre Punkte bleiben, wie sie sind.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ", hash='e52de4196c589b38c1bf900f47ef2c3947e5c32f', operation='UPDATE OR DELETE', pgid='pgtrigger_punkt_genehmigt_fest_42ca3', table='gremien_tagesordnungspunkt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ergebnis',
            trigger=pgtrigger.compiler.Trigger(name='ergebnis_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."punkt_id" IS DISTINCT FROM (NEW."punkt_id") OR OLD."fassung" IS DISTINCT FROM (NEW."fassung") OR OLD."ausgang" IS DISTINCT FROM (NEW."ausgang") OR OLD."wortlaut" IS DISTINCT FROM (NEW."wortlaut") OR OLD."abstimmung_id" IS DISTINCT FROM (NEW."abstimmung_id") OR OLD."ja" IS DISTINCT FROM (NEW."ja") OR OLD."nein" IS DISTINCT FROM (NEW."nein") OR OLD."enthaltung" IS DISTINCT FROM (NEW."enthaltung") OR OLD."anwesend" IS DISTINCT FROM (NEW."anwesend") OR OLD."stichentscheid" IS DISTINCT FROM (NEW."stichentscheid") OR OLD."erlaeuterung" IS DISTINCT FROM (NEW."erlaeuterung") OR OLD."grund" IS DISTINCT FROM (NEW."grund") OR OLD."festgestellt_am" IS DISTINCT FROM (NEW."festgestellt_am") OR OLD."festgestellt_durch_id" IS DISTINCT FROM (NEW."festgestellt_durch_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='29fa09eff8a2379ff2a7794e2945306f9e019f54', operation='UPDATE', pgid='pgtrigger_ergebnis_unveraenderlich_938fc', table='gremien_ergebnis', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ergebnis',
            trigger=pgtrigger.compiler.Trigger(name='ergebnis_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c1043c82f1d1756480e11a61798251805eb9b3eb', operation='DELETE', pgid='pgtrigger_ergebnis_bleibt_3c511', table='gremien_ergebnis', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ergebnis',
            trigger=pgtrigger.compiler.Trigger(name='ergebnis_endgueltig_abgeloest', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."abgeloest_am" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3097d1c2a2c62a66fc738983d537120562c123d9', operation='UPDATE', pgid='pgtrigger_ergebnis_endgueltig_abgeloest_7b889', table='gremien_ergebnis', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='umsetzungsvermerk',
            trigger=pgtrigger.compiler.Trigger(name='umsetzungsvermerk_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d24a5cc38ab00902051be48a2bb4adbc3fb9dd09', operation='UPDATE OR DELETE', pgid='pgtrigger_umsetzungsvermerk_bleibt_e5f87', table='gremien_umsetzungsvermerk', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stimme',
            trigger=pgtrigger.compiler.Trigger(name='stimme_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='79269f7ab106201f3a1c3d4f5ff8f0e09404ffd0', operation='UPDATE OR DELETE', pgid='pgtrigger_stimme_bleibt_c6611', table='gremien_stimme', when='BEFORE')),
        ),
    ]
