import datetime
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0005_planung'),
        ('kennzahlen', '0004_erfassung'),
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Zieldialog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titel', models.CharField(max_length=120, verbose_name='Titel')),
                ('beginn', models.DateTimeField(verbose_name='Beginn')),
                ('dauer', models.DurationField(default=datetime.timedelta(seconds=7200), verbose_name='Dauer')),
                ('ort', models.CharField(blank=True, help_text='Raum oder Verweis auf die Videokonferenz', max_length=200, verbose_name='Ort')),
                ('zustand', models.CharField(choices=[('geplant', 'geplant'), ('eingeladen', 'eingeladen'), ('gefuehrt', 'geführt, Niederschrift offen'), ('abgeschlossen', 'abgeschlossen'), ('abgesagt', 'abgesagt')], max_length=20, verbose_name='Zustand')),
                ('niederschrift', models.TextField(blank=True, verbose_name='Niederschrift')),
                ('niederschrift_nummer', models.PositiveIntegerField(db_comment='zählt mit jeder Änderung; eine Bestätigung gilt einem Stand', default=0, verbose_name='Stand der Niederschrift')),
                ('kalender_id', models.UUIDField(db_comment='UID im Kalender (RFC 5545)', default=uuid.uuid4, editable=False, unique=True)),
                ('kalender_folge', models.PositiveIntegerField(db_comment='SEQUENCE im Kalender (RFC 5545)', default=0)),
                ('angelegt_am', models.DateTimeField(verbose_name='angelegt am')),
                ('angelegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zieldialoge', to='agreements.planungsrunde')),
            ],
            options={
                'verbose_name': 'Zieldialog',
                'verbose_name_plural': 'Zieldialoge',
                'indexes': [models.Index(fields=['beginn'], name='agreements__beginn_bc8c2b_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('zustand__in', ['geplant', 'eingeladen', 'gefuehrt', 'abgeschlossen', 'abgesagt'])), name='zieldialog_zustand'), models.CheckConstraint(condition=models.Q(('dauer__gt', datetime.timedelta(0)), ('dauer__lte', datetime.timedelta(days=2))), name='zieldialog_dauer'), models.CheckConstraint(condition=models.Q(models.Q(('zustand', 'abgeschlossen'), _negated=True), models.Q(('niederschrift', ''), _negated=True), _connector='OR'), name='zieldialog_niederschrift')],
            },
        ),
        migrations.CreateModel(
            name='Teilnahme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teilnahmen', to='agreements.zielvereinbarung')),
                ('zieldialog', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teilnahmen', to='agreements.zieldialog')),
            ],
            options={
                'verbose_name': 'Teilnahme',
                'verbose_name_plural': 'Teilnahmen',
                'constraints': [models.UniqueConstraint(fields=('zieldialog', 'zielvereinbarung'), name='teilnahme_einmal')],
            },
        ),
        migrations.CreateModel(
            name='Massnahme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titel', models.CharField(max_length=160, verbose_name='Maßnahme')),
                ('beschreibung', models.TextField(verbose_name='Was genau geschieht')),
                ('messgroesse', models.CharField(max_length=300, verbose_name='Woran man erkennt, dass sie erreicht ist')),
                ('faellig_am', models.DateField(verbose_name='fällig am')),
                ('zustand', models.CharField(choices=[('offen', 'offen'), ('erledigt', 'erledigt'), ('aufgegeben', 'aufgegeben')], max_length=20, verbose_name='Zustand')),
                ('vereinbart_am', models.DateTimeField(verbose_name='vereinbart am')),
                ('verantwortlich', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei', verbose_name='Verantwortlich')),
                ('vereinbart_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('teilnahme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='massnahmen', to='agreements.teilnahme')),
            ],
            options={
                'verbose_name': 'Maßnahme',
                'verbose_name_plural': 'Maßnahmen',
                'indexes': [models.Index(condition=models.Q(('zustand', 'offen')), fields=['faellig_am'], name='massnahme_offene')],
                'constraints': [models.CheckConstraint(condition=models.Q(('zustand__in', ['offen', 'erledigt', 'aufgegeben'])), name='massnahme_zustand'), models.CheckConstraint(condition=models.Q(models.Q(('titel', ''), _negated=True), models.Q(('beschreibung', ''), _negated=True), models.Q(('messgroesse', ''), _negated=True)), name='massnahme_smart')],
            },
        ),
        migrations.CreateModel(
            name='Massnahmenvermerk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='Stand der Umsetzung')),
                ('am', models.DateTimeField(verbose_name='am')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('massnahme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vermerke', to='agreements.massnahme')),
                ('partei', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Vermerk zu einer Maßnahme',
                'verbose_name_plural': 'Vermerke zu Maßnahmen',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='massnahmenvermerk_text')],
            },
        ),
        migrations.CreateModel(
            name='Dialogbericht',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seite', models.CharField(choices=[('steuernd', 'steuernde Seite'), ('ausfuehrend', 'ausführende Seite')], max_length=12, verbose_name='Seite')),
                ('rahmenbedingungen', models.TextField(blank=True, verbose_name='Rahmenbedingungen')),
                ('zielerreichung', models.JSONField(db_comment='agreements.zieldialog.berichte.Zwischenstand je Ziel', default=list, verbose_name='Zielerreichung bis dahin')),
                ('geaendert_am', models.DateTimeField(verbose_name='geändert am')),
                ('abgegeben_am', models.DateTimeField(null=True, verbose_name='abgegeben am')),
                ('geaendert_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('zahlenstand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kennzahlen.veroeffentlichung')),
                ('teilnahme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='berichte', to='agreements.teilnahme')),
            ],
            options={
                'verbose_name': 'Bericht zum Zieldialog',
                'verbose_name_plural': 'Berichte zu Zieldialogen',
                'constraints': [models.UniqueConstraint(fields=('teilnahme', 'seite'), name='dialogbericht_einer_je_seite'), models.CheckConstraint(condition=models.Q(('seite__in', ['steuernd', 'ausfuehrend'])), name='dialogbericht_seite'), models.CheckConstraint(condition=models.Q(('abgegeben_am', None), models.Q(models.Q(('rahmenbedingungen', ''), _negated=True), ('abgegeben_am__gte', models.F('geaendert_am'))), _connector='OR'), name='dialogbericht_abgegeben')],
            },
        ),
        migrations.CreateModel(
            name='Aenderungsvorschlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='Was geändert werden soll und warum')),
                ('am', models.DateTimeField(verbose_name='vorgeschlagen am')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('teilnahme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aenderungsvorschlaege', to='agreements.teilnahme')),
            ],
            options={
                'verbose_name': 'Änderungsvorschlag',
                'verbose_name_plural': 'Änderungsvorschläge',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='aenderungsvorschlag_text')],
            },
        ),
        migrations.CreateModel(
            name='Tagesordnungspunkt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reihenfolge', models.PositiveSmallIntegerField(verbose_name='Reihenfolge')),
                ('titel', models.CharField(max_length=200, verbose_name='Titel')),
                ('zieldialog', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagesordnung', to='agreements.zieldialog')),
            ],
            options={
                'verbose_name': 'Tagesordnungspunkt',
                'verbose_name_plural': 'Tagesordnung',
                'constraints': [models.UniqueConstraint(fields=('zieldialog', 'reihenfolge'), name='tagesordnungspunkt_reihenfolge'), models.CheckConstraint(condition=models.Q(('titel', ''), _negated=True), name='tagesordnungspunkt_titel')],
            },
        ),
        migrations.CreateModel(
            name='Bestaetigung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nummer', models.PositiveIntegerField(verbose_name='Stand der Niederschrift')),
                ('am', models.DateTimeField(verbose_name='bestätigt am')),
                ('durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('zieldialog', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bestaetigungen', to='agreements.zieldialog')),
            ],
            options={
                'verbose_name': 'Bestätigung einer Niederschrift',
                'verbose_name_plural': 'Bestätigungen von Niederschriften',
                'constraints': [models.UniqueConstraint(fields=('zieldialog', 'partei', 'nummer'), name='bestaetigung_einmal_je_stand')],
            },
        ),
        migrations.AddField(
            model_name='Zieldialog',
            name='vereinbarungen',
            field=models.ManyToManyField(related_name='zieldialoge', through='agreements.Teilnahme', to='agreements.zielvereinbarung'),
        ),
    ]
