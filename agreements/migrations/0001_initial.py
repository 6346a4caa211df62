import agreements.models.dokumente
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kennzahlen', '0001_initial'),
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Planungsrunde',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titel', models.CharField(max_length=120, verbose_name='Titel')),
                ('ab', models.DateField(help_text='erster Tag; an ihm entscheidet sich, wer mit wem vereinbart', verbose_name='gilt ab')),
                ('bis', models.DateField(help_text='erster Tag nach dem Zeitraum', verbose_name='gilt bis vor')),
                ('form', models.CharField(choices=[('trilateral', 'dreiseitig: Bundesagentur und Kommune gemeinsam'), ('bilateral', 'zweiseitig: Bundesagentur und Kommune je für sich')], db_comment='§ 48b Abs. 1 Satz 1 Nr. 2 SGB II', max_length=12, verbose_name='Form der Vereinbarungen nach Nr. 2')),
                ('angelegt_am', models.DateTimeField(verbose_name='angelegt am')),
                ('angelegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Planungsrunde',
                'verbose_name_plural': 'Planungsrunden',
                'constraints': [models.CheckConstraint(condition=models.Q(('bis__gt', models.F('ab'))), name='planungsrunde_zeitraum'), models.CheckConstraint(condition=models.Q(('form__in', ['trilateral', 'bilateral'])), name='planungsrunde_form'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('ab'), models.F('bis'), models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='planungsrunde_je_zeit_eine')],
            },
        ),
        migrations.CreateModel(
            name='Dokumentenlauf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begonnen_am', models.DateTimeField(verbose_name='begonnen am')),
                ('beendet_am', models.DateTimeField(null=True, verbose_name='beendet am')),
                ('begonnen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(db_comment='für wen', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='laeufe', to='agreements.planungsrunde')),
            ],
            options={
                'verbose_name': 'Dokumentenlauf',
                'verbose_name_plural': 'Dokumentenläufe',
                'constraints': [models.UniqueConstraint(condition=models.Q(('beendet_am', None)), fields=('runde', 'partei'), name='dokumentenlauf_einer_je_partei', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('beendet_am', None), ('beendet_am__gte', models.F('begonnen_am')), _connector='OR'), name='dokumentenlauf_zeit')],
            },
        ),
        migrations.CreateModel(
            name='Zielvereinbarung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nr', models.PositiveSmallIntegerField(choices=[(1, 'Nr. 1: BMAS – Bundesagentur für Arbeit'), (2, 'Nr. 2: Träger – Geschäftsführung der gemeinsamen Einrichtung'), (3, 'Nr. 3: BMAS – Land'), (4, 'Nr. 4: Land – Optionskommune')], db_comment='§ 48b Abs. 1 Satz 1 Nr. 1 bis 4 SGB II', verbose_name='Art')),
                ('titel', models.CharField(db_comment='Name des Jobcenters, des Landes oder der BA am Stichtag', max_length=200, verbose_name='Titel')),
                ('schluessel', models.CharField(blank=True, db_comment='AGS des Jobcenters oder des Landes', max_length=5, verbose_name='Schlüssel')),
                ('traegerseite', models.CharField(choices=[('beide', 'beide'), ('ba', 'ba'), ('kommune', 'kommune')], max_length=8, verbose_name='Träger')),
                ('zustand', models.CharField(choices=[('entwurf', 'Entwurf'), ('in_verhandlung', 'in Verhandlung')], max_length=20, verbose_name='Zustand')),
                ('jobcenter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='zielvereinbarungen', to='parties.partei')),
                ('land', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vereinbarungen', to='agreements.planungsrunde')),
            ],
            options={
                'verbose_name': 'Zielvereinbarung',
                'verbose_name_plural': 'Zielvereinbarungen',
                'permissions': (('sehen', 'Darf diese Zielvereinbarung sehen'), ('verhandeln', 'Darf diese Zielvereinbarung verhandeln'), ('entwurf_erzeugen', 'Darf Entwürfe dieser Zielvereinbarung erzeugen')),
                'indexes': [models.Index(fields=['runde', 'nr', 'schluessel'], name='agreements__runde_i_05f815_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('zustand__in', ['entwurf', 'in_verhandlung'])), name='zielvereinbarung_zustand'), models.CheckConstraint(condition=models.Q(models.Q(('jobcenter', None), ('land', None), ('nr', 1), ('schluessel', '')), models.Q(('jobcenter', None), ('land__isnull', False), ('nr', 3), ('schluessel__regex', '^\\d{2}$')), models.Q(('jobcenter__isnull', False), ('land__isnull', False), ('nr__in', (2, 4)), ('schluessel__regex', '^\\d{5}$')), _connector='OR'), name='zielvereinbarung_art'), models.CheckConstraint(condition=models.Q(('traegerseite', 'beide'), models.Q(('nr', 2), ('traegerseite__in', ('ba', 'kommune'))), _connector='OR'), name='zielvereinbarung_traegerseite'), models.UniqueConstraint(condition=models.Q(('nr', 1)), fields=('runde',), name='zielvereinbarung_eine_nr_1'), models.UniqueConstraint(condition=models.Q(('nr', 3)), fields=('runde', 'land'), name='zielvereinbarung_nr_3_je_land'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('jobcenter__isnull', False)), expressions=[(models.Func(models.F('runde_id'), models.F('runde_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('jobcenter_id'), models.F('jobcenter_id'), models.Value('[]'), function='int8range'), '&&'), (models.Case(models.When(then=models.Func(models.Value(0), models.Value(1), function='int4range'), traegerseite='ba'), models.When(then=models.Func(models.Value(1), models.Value(2), function='int4range'), traegerseite='kommune'), default=models.Func(models.Value(0), models.Value(2), function='int4range')), '&&')], name='zielvereinbarung_je_traeger_eine')],
            },
        ),
        migrations.CreateModel(
            name='Dokument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('datei', models.FileField(max_length=255, upload_to=agreements.models.dokumente.ablage, verbose_name='Datei')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('groesse', models.PositiveIntegerField(db_comment='Byte', verbose_name='Größe')),
                ('seiten', models.PositiveSmallIntegerField(verbose_name='Seiten')),
                ('zustand', models.CharField(choices=[('entwurf', 'Entwurf'), ('in_verhandlung', 'in Verhandlung')], db_comment='den das Dokument zeigt', max_length=20, verbose_name='Zustand der Vereinbarung')),
                ('erzeugt_am', models.DateTimeField(verbose_name='erzeugt am')),
                ('erzeugt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('zahlenstand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kennzahlen.veroeffentlichung')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dokumente', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Dokument',
                'verbose_name_plural': 'Dokumente',
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='dokument_sha256'), models.CheckConstraint(condition=models.Q(('seiten__gte', 1)), name='dokument_seiten')],
            },
        ),
        migrations.CreateModel(
            name='Vertragspartei',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reihenfolge', models.PositiveSmallIntegerField(verbose_name='Reihenfolge')),
                ('seite', models.CharField(choices=[('steuernd', 'steuernde Seite'), ('ausfuehrend', 'ausführende Seite')], max_length=12, verbose_name='Seite')),
                ('bezeichnung', models.CharField(max_length=300, verbose_name='Bezeichnung')),
                ('vertreten_durch', models.CharField(blank=True, max_length=200, verbose_name='vertreten durch')),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('rechtstraeger', models.ForeignKey(db_comment='§ 6a SGB II: Kommune hinter dem zkT', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vertragsparteien', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Vertragspartei',
                'verbose_name_plural': 'Vertragsparteien',
                'constraints': [models.UniqueConstraint(fields=('zielvereinbarung', 'partei'), name='vertragspartei_einmal'), models.UniqueConstraint(fields=('zielvereinbarung', 'reihenfolge'), name='vertragspartei_reihenfolge'), models.CheckConstraint(condition=models.Q(('seite__in', ['steuernd', 'ausfuehrend'])), name='vertragspartei_seite')],
            },
        ),
        migrations.CreateModel(
            name='Entwurfsauftrag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('beauftragt_am', models.DateTimeField(verbose_name='beauftragt am')),
                ('erledigt_am', models.DateTimeField(null=True, verbose_name='erledigt am')),
                ('fehler', models.CharField(blank=True, max_length=300, verbose_name='Fehler')),
                ('beauftragt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dokument', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='auftrag', to='agreements.dokument')),
                ('lauf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='auftraege', to='agreements.dokumentenlauf')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entwurfsauftraege', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Auftrag für einen Entwurf',
                'verbose_name_plural': 'Aufträge für Entwürfe',
                'indexes': [models.Index(condition=models.Q(('erledigt_am', None)), fields=['lauf'], name='entwurfsauftrag_offen')],
                'constraints': [models.UniqueConstraint(fields=('lauf', 'zielvereinbarung'), name='entwurfsauftrag_einmal_je_lauf'), models.UniqueConstraint(condition=models.Q(('erledigt_am', None), ('lauf', None)), fields=('zielvereinbarung',), name='entwurfsauftrag_einer_offen'), models.CheckConstraint(condition=models.Q(models.Q(('dokument', None), ('erledigt_am', None), ('fehler', '')), models.Q(('dokument__isnull', False), ('erledigt_am__isnull', False), ('fehler', '')), models.Q(('dokument', None), ('erledigt_am__isnull', False), models.Q(('fehler', ''), _negated=True)), _connector='OR'), name='entwurfsauftrag_ergebnis')],
            },
        ),
    ]
