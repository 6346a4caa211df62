import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0002_verhandlung'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Beitrag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ab_fassung', models.PositiveIntegerField(verbose_name='ab Fassung')),
                ('bis_fassung', models.PositiveIntegerField(null=True, verbose_name='bis vor Fassung')),
                ('code', models.SlugField(max_length=40, verbose_name='Code')),
                ('text', models.TextField(verbose_name='Beitrag')),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='beitraege', to='agreements.vertragspartei')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='beitraege', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Beitrag',
                'verbose_name_plural': 'Beiträge',
                'constraints': [models.CheckConstraint(condition=models.Q(('ab_fassung__gte', 1), models.Q(('bis_fassung', None), ('bis_fassung__gt', models.F('ab_fassung')), _connector='OR')), name='beitrag_fassungen'), models.UniqueConstraint(condition=models.Q(('bis_fassung', None)), fields=('zielvereinbarung', 'code'), name='beitrag_einmal'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000)), name='beitrag_laenge')],
            },
        ),
        migrations.CreateModel(
            name='Finanzmittel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ab_fassung', models.PositiveIntegerField(verbose_name='ab Fassung')),
                ('bis_fassung', models.PositiveIntegerField(null=True, verbose_name='bis vor Fassung')),
                ('jahr', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('art', models.CharField(choices=[('eingliederung', 'Eingliederungsmittel'), ('verwaltung', 'Verwaltungsmittel')], max_length=14, verbose_name='Art')),
                ('betrag', models.BigIntegerField(db_comment='Cent', verbose_name='Betrag')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finanzmittel', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Finanzmittel',
                'verbose_name_plural': 'Finanzmittel',
                'constraints': [models.CheckConstraint(condition=models.Q(('ab_fassung__gte', 1), models.Q(('bis_fassung', None), ('bis_fassung__gt', models.F('ab_fassung')), _connector='OR')), name='finanzmittel_fassungen'), models.UniqueConstraint(condition=models.Q(('bis_fassung', None)), fields=('zielvereinbarung', 'jahr', 'art'), name='finanzmittel_einmal'), models.CheckConstraint(condition=models.Q(('art__in', ['eingliederung', 'verwaltung'])), name='finanzmittel_art'), models.CheckConstraint(condition=models.Q(('betrag__gte', 0)), name='finanzmittel_betrag')],
            },
        ),
        migrations.CreateModel(
            name='Ziel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ab_fassung', models.PositiveIntegerField(verbose_name='ab Fassung')),
                ('bis_fassung', models.PositiveIntegerField(null=True, verbose_name='bis vor Fassung')),
                ('code', models.SlugField(db_comment='Zeile des Zielkatalogs, bei mehreren mit Nummer', max_length=40, verbose_name='Code')),
                ('titel', models.CharField(max_length=200, verbose_name='Titel')),
                ('beschreibung', models.TextField(blank=True, verbose_name='Beschreibung')),
                ('dimension', models.CharField(choices=[('zielwert', 'Zielwert'), ('zielkorridor', 'Zielkorridor'), ('tendenz', 'Tendenz'), ('relativ', 'Vergleich mit der Vergleichsgruppe'), ('qualitativ', 'Meilensteine'), ('beobachtung', 'Beobachtung ohne Zielwert')], max_length=14, verbose_name='Zieldimension')),
                ('kennzahl', models.CharField(blank=True, max_length=8, verbose_name='Kennzahl oder Ergänzungsgröße')),
                ('vorgabe', models.JSONField(db_comment='Anteile als Bruch mit Punkt, Tage als JJJJ-MM-TT', default=dict, verbose_name='Vorgabe')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ziele', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Ziel',
                'verbose_name_plural': 'Ziele',
                'constraints': [models.CheckConstraint(condition=models.Q(('ab_fassung__gte', 1), models.Q(('bis_fassung', None), ('bis_fassung__gt', models.F('ab_fassung')), _connector='OR')), name='ziel_fassungen'), models.UniqueConstraint(condition=models.Q(('bis_fassung', None)), fields=('zielvereinbarung', 'code'), name='ziel_einmal'), models.CheckConstraint(condition=models.Q(('dimension__in', ['zielwert', 'zielkorridor', 'tendenz', 'relativ', 'qualitativ', 'beobachtung'])), name='ziel_dimension'), models.CheckConstraint(condition=models.Q(('kennzahl__in', ['', 'K1', 'K1E1', 'K1E2', 'K1E3', 'K1E4', 'K2', 'K2_W', 'K2_M', 'K2E1', 'K2E2', 'K2E3', 'K2E4', 'K3', 'K3E1', 'K3E2', 'K3E3', 'K3E4'])), name='ziel_kennzahl'), models.CheckConstraint(condition=models.Q(models.Q(('dimension__in', ['zielwert', 'zielkorridor']), _negated=True), ('kennzahl__in', ('K1', 'K2', 'K3')), _connector='OR'), name='ziel_zahl_nur_zu_kennzahl'), models.CheckConstraint(condition=models.Q(('dimension', 'qualitativ'), models.Q(('kennzahl', ''), _negated=True), _connector='OR'), name='ziel_groesse_noetig'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('beschreibung'), 2000), name='ziel_laenge')],
            },
        ),
        migrations.CreateModel(
            name='Zielannahme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fassung', models.PositiveIntegerField(verbose_name='Fassung')),
                ('angenommen_am', models.DateTimeField(verbose_name='angenommen am')),
                ('angenommen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zielannahmen', to='agreements.vertragspartei')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zielannahmen', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Annahme der Ziele',
                'verbose_name_plural': 'Annahmen der Ziele',
                'constraints': [models.UniqueConstraint(fields=('zielvereinbarung', 'vertragspartei', 'fassung'), name='zielannahme_einmal')],
            },
        ),
        migrations.CreateModel(
            name='Zielfassung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nummer', models.PositiveIntegerField(verbose_name='Nummer')),
                ('aenderung', models.CharField(max_length=400, verbose_name='Änderung')),
                ('erstellt_am', models.DateTimeField(verbose_name='erstellt am')),
                ('erstellt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zielfassungen', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Fassung der Ziele',
                'verbose_name_plural': 'Fassungen der Ziele',
                'constraints': [models.UniqueConstraint(fields=('zielvereinbarung', 'nummer'), name='zielfassung_nummer'), models.CheckConstraint(condition=models.Q(('nummer__gte', 1)), name='zielfassung_ab_eins')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='beitrag',
            trigger=pgtrigger.compiler.Trigger(name='beitrag_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."ab_fassung" IS DISTINCT FROM (NEW."ab_fassung") OR OLD."zielvereinbarung_id" IS DISTINCT FROM (NEW."zielvereinbarung_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."vertragspartei_id" IS DISTINCT FROM (NEW."vertragspartei_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='be1bc6121369297a11418735606fb1b5885fe271', operation='UPDATE', pgid='pgtrigger_beitrag_unveraenderlich_c7d7b', table='agreements_beitrag', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='beitrag',
            trigger=pgtrigger.compiler.Trigger(name='beitrag_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='64984d304c5ef0053f190fe44461f12506f30e14', operation='DELETE', pgid='pgtrigger_beitrag_bleibt_00801', table='agreements_beitrag', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finanzmittel',
            trigger=pgtrigger.compiler.Trigger(name='finanzmittel_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."ab_fassung" IS DISTINCT FROM (NEW."ab_fassung") OR OLD."zielvereinbarung_id" IS DISTINCT FROM (NEW."zielvereinbarung_id") OR OLD."jahr" IS DISTINCT FROM (NEW."jahr") OR OLD."art" IS DISTINCT FROM (NEW."art") OR OLD."betrag" IS DISTINCT FROM (NEW."betrag"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='99687a1092835a1c1fcc02c4d8bb181732ee6352', operation='UPDATE', pgid='pgtrigger_finanzmittel_unveraenderlich_c350f', table='agreements_finanzmittel', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finanzmittel',
            trigger=pgtrigger.compiler.Trigger(name='finanzmittel_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='27fa9bf14a4695723c26a24a39ca9439c945f0dd', operation='DELETE', pgid='pgtrigger_finanzmittel_bleibt_76682', table='agreements_finanzmittel', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ziel',
            trigger=pgtrigger.compiler.Trigger(name='ziel_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."ab_fassung" IS DISTINCT FROM (NEW."ab_fassung") OR OLD."zielvereinbarung_id" IS DISTINCT FROM (NEW."zielvereinbarung_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."titel" IS DISTINCT FROM (NEW."titel") OR OLD."beschreibung" IS DISTINCT FROM (NEW."beschreibung") OR OLD."dimension" IS DISTINCT FROM (NEW."dimension") OR OLD."kennzahl" IS DISTINCT FROM (NEW."kennzahl") OR OLD."vorgabe" IS DISTINCT FROM (NEW."vorgabe"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='02348a65d7747cde489da0cc1f5b1406f2e0a307', operation='UPDATE', pgid='pgtrigger_ziel_unveraenderlich_c96e4', table='agreements_ziel', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ziel',
            trigger=pgtrigger.compiler.Trigger(name='ziel_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='67bbb463028227c3dfd0300c5dd3a5ace2b9123a', operation='DELETE', pgid='pgtrigger_ziel_bleibt_756c0', table='agreements_ziel', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zielannahme',
            trigger=pgtrigger.compiler.Trigger(name='zielannahme_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e315f2f1e454cc985f1e83bfda54f147586171a5', operation='UPDATE OR DELETE', pgid='pgtrigger_zielannahme_fest_71c79', table='agreements_zielannahme', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zielfassung',
            trigger=pgtrigger.compiler.Trigger(name='zielfassung_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c1999ff8233b1be639fb1006ce39fa98d9f0faa8', operation='UPDATE OR DELETE', pgid='pgtrigger_zielfassung_fest_41524', table='agreements_zielfassung', when='BEFORE')),
        ),
    ]
