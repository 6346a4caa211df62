import agreements.models.ausfertigung
import agreements.models.zeichnung
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0006_zieldialog'),
        ('kennzahlen', '0005_eigene_zahlen'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ausfertigung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('art', models.CharField(choices=[('zeichnung', 'Fassung zur Unterzeichnung'), ('endfassung', 'Ausfertigung mit Siegel')], max_length=12, verbose_name='Art')),
                ('beauftragt_am', models.DateTimeField(verbose_name='beauftragt am')),
                ('erledigt_am', models.DateTimeField(null=True, verbose_name='erledigt am')),
                ('fehler', models.CharField(blank=True, max_length=400, verbose_name='Fehler')),
                ('datei', models.FileField(blank=True, max_length=255, upload_to=agreements.models.ausfertigung.ausfertigungsablage, verbose_name='Datei')),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64, verbose_name='SHA-256')),
                ('groesse', models.PositiveIntegerField(db_comment='Byte', default=0, verbose_name='Größe')),
                ('seiten', models.PositiveSmallIntegerField(default=0, verbose_name='Seiten')),
                ('siegel_von', models.CharField(blank=True, max_length=300, verbose_name='Siegel von')),
                ('festtext', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ausfertigungen', to='agreements.festtext')),
                ('zahlenstand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kennzahlen.veroeffentlichung')),
            ],
            options={
                'verbose_name': 'Ausfertigung',
                'verbose_name_plural': 'Ausfertigungen',
                'constraints': [models.UniqueConstraint(fields=('festtext', 'art'), name='ausfertigung_eine_je_art'), models.CheckConstraint(condition=models.Q(('art__in', ['zeichnung', 'endfassung'])), name='ausfertigung_art'), models.CheckConstraint(condition=models.Q(models.Q(('datei', ''), ('erledigt_am', None), ('fehler', ''), ('sha256', '')), models.Q(('datei', ''), ('erledigt_am__isnull', False), ('sha256', ''), models.Q(('fehler', ''), _negated=True)), models.Q(('erledigt_am__isnull', False), ('fehler', ''), ('seiten__gte', 1), ('sha256__regex', '^[0-9a-f]{64}$'), models.Q(('datei', ''), _negated=True)), _connector='OR'), name='ausfertigung_ergebnis'), models.CheckConstraint(condition=models.Q(models.Q(('art', 'endfassung'), _negated=True), ('sha256', ''), models.Q(('siegel_von', ''), _negated=True), _connector='OR'), name='ausfertigung_gesiegelt')],
            },
        ),
        migrations.CreateModel(
            name='Fristverlaengerung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bis', models.DateField(help_text='letzter Tag, an dem gezeichnet werden kann', verbose_name='bis')),
                ('grund', models.TextField(verbose_name='Grund')),
                ('verlaengert_am', models.DateTimeField(verbose_name='verlängert am')),
                ('festtext', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fristverlaengerungen', to='agreements.festtext')),
                ('verlaengert_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Verlängerung der Zeichnungsfrist',
                'verbose_name_plural': 'Verlängerungen der Zeichnungsfrist',
                'constraints': [models.UniqueConstraint(fields=('festtext', 'bis'), name='fristverlaengerung_einmal'), models.CheckConstraint(condition=models.Q(('grund', ''), _negated=True), name='fristverlaengerung_grund')],
            },
        ),
        migrations.CreateModel(
            name='Unterzeichner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='Name')),
                ('funktion', models.CharField(blank=True, max_length=150, verbose_name='Funktion')),
                ('benannt_am', models.DateTimeField(verbose_name='benannt am')),
                ('ersetzt_am', models.DateTimeField(null=True, verbose_name='ersetzt am')),
                ('benannt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('nutzer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unterzeichner', to='agreements.vertragspartei')),
            ],
            options={
                'verbose_name': 'Unterzeichner',
                'verbose_name_plural': 'Unterzeichner',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ersetzt_am', None)), fields=('vertragspartei',), name='unterzeichner_einer_je_partei'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='unterzeichner_name'), models.CheckConstraint(condition=models.Q(('ersetzt_am', None), ('ersetzt_am__gte', models.F('benannt_am')), _connector='OR'), name='unterzeichner_zeit')],
            },
        ),
        migrations.CreateModel(
            name='Zeichnung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='Name')),
                ('funktion', models.CharField(blank=True, max_length=150, verbose_name='Funktion')),
                ('niveau', models.CharField(choices=[('papier', 'eigenhändig auf Papier'), ('einfach', 'einfache elektronische Signatur'), ('fortgeschritten', 'fortgeschrittene elektronische Signatur'), ('qualifiziert', 'qualifizierte elektronische Signatur')], max_length=16, verbose_name='Niveau')),
                ('gezeichnet_am', models.DateTimeField(verbose_name='gezeichnet am')),
                ('datei', models.FileField(blank=True, max_length=255, upload_to=agreements.models.zeichnung.zeichnungsablage, verbose_name='Datei')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 der Datei')),
                ('zertifikat', models.JSONField(default=dict, verbose_name='Zertifikat')),
                ('festtext', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zeichnungen', to='agreements.festtext')),
                ('gezeichnet_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unterzeichner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zeichnungen', to='agreements.vertragspartei')),
            ],
            options={
                'verbose_name': 'Zeichnung',
                'verbose_name_plural': 'Zeichnungen',
                'constraints': [models.UniqueConstraint(fields=('festtext', 'vertragspartei'), name='zeichnung_einmal_je_partei'), models.CheckConstraint(condition=models.Q(('niveau__in', ['papier', 'einfach', 'fortgeschritten', 'qualifiziert'])), name='zeichnung_niveau'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='zeichnung_name'), models.CheckConstraint(condition=models.Q(models.Q(('niveau__in', ['fortgeschritten', 'papier', 'qualifiziert']), ('sha256__regex', '^[0-9a-f]{64}$'), models.Q(('datei', ''), _negated=True)), models.Q(models.Q(('niveau__in', ['fortgeschritten', 'papier', 'qualifiziert']), _negated=True), ('datei', ''), ('sha256', ''), ('unterzeichner__isnull', False)), _connector='OR'), name='zeichnung_nachweis'), models.CheckConstraint(condition=models.Q(models.Q(('niveau__in', ['fortgeschritten', 'qualifiziert']), _negated=True), ('zertifikat__has_key', 'inhaber'), _connector='OR'), name='zeichnung_zertifikat')],
            },
        ),
        migrations.CreateModel(
            name='Zeichnungserinnerung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frist', models.DateField(verbose_name='Frist')),
                ('abgelaufen', models.BooleanField(verbose_name='nach Ablauf der Frist')),
                ('gesendet_am', models.DateTimeField(verbose_name='gesendet am')),
                ('empfaenger', models.PositiveSmallIntegerField(verbose_name='Zahl der Empfänger')),
                ('festtext', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.festtext')),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
            ],
            options={
                'verbose_name': 'Erinnerung an die Zeichnung',
                'verbose_name_plural': 'Erinnerungen an die Zeichnung',
                'constraints': [models.UniqueConstraint(fields=('festtext', 'vertragspartei', 'frist', 'abgelaufen'), name='zeichnungserinnerung_einmal')],
            },
        ),
        migrations.CreateModel(
            name='Ablehnung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grund', models.TextField(verbose_name='Grund')),
                ('abgelehnt_am', models.DateTimeField(verbose_name='abgelehnt am')),
                ('abgelehnt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('festtext', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ablehnungen', to='agreements.festtext')),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ablehnungen', to='agreements.vertragspartei')),
            ],
            options={
                'verbose_name': 'Ablehnung',
                'verbose_name_plural': 'Ablehnungen',
                'constraints': [models.UniqueConstraint(fields=('festtext', 'vertragspartei'), name='ablehnung_einmal_je_partei'), models.CheckConstraint(condition=models.Q(('grund', ''), _negated=True), name='ablehnung_grund')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ablehnung',
            trigger=pgtrigger.compiler.Trigger(name='ablehnung_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c80cffa1a5ccbda2e0947b4345c1f79a2016c773', operation='UPDATE OR DELETE', pgid='pgtrigger_ablehnung_fest_cc0c4', table='agreements_ablehnung', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fristverlaengerung',
            trigger=pgtrigger.compiler.Trigger(name='fristverlaengerung_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe48b4767752d2b542d6d389ae64b85b04759da1', operation='UPDATE OR DELETE', pgid='pgtrigger_fristverlaengerung_fest_42873', table='agreements_fristverlaengerung', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unterzeichner',
            trigger=pgtrigger.compiler.Trigger(name='unterzeichner_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."vertragspartei_id" IS DISTINCT FROM (NEW."vertragspartei_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."funktion" IS DISTINCT FROM (NEW."funktion") OR OLD."nutzer_id" IS DISTINCT FROM (NEW."nutzer_id") OR OLD."benannt_am" IS DISTINCT FROM (NEW."benannt_am") OR OLD."benannt_durch_id" IS DISTINCT FROM (NEW."benannt_durch_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3d86b74fba9ad98c4a402782ae145ef7034729a9', operation='UPDATE', pgid='pgtrigger_unterzeichner_unveraenderlich_3963d', table='agreements_unterzeichner', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unterzeichner',
            trigger=pgtrigger.compiler.Trigger(name='unterzeichner_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3610dbca3ea478ecf9325ffa9f3e4b99a65b6ff1', operation='DELETE', pgid='pgtrigger_unterzeichner_bleibt_8e5f3', table='agreements_unterzeichner', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zeichnung',
            trigger=pgtrigger.compiler.Trigger(name='zeichnung_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8e50572dfa21b4e2fd6f7638e10d66e431fa4a7d', operation='UPDATE OR DELETE', pgid='pgtrigger_zeichnung_fest_95961', table='agreements_zeichnung', when='BEFORE')),
        ),
    ]
