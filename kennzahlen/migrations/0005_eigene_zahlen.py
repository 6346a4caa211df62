import django.db.models.deletion
import kennzahlen.eigene.masse
import kennzahlen.eigene.recht
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kennzahlen', '0004_erfassung'),
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='EigeneZahl',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, verbose_name='Code')),
                ('art', models.CharField(choices=[('grundgroesse', 'Grundgröße'), ('kennzahl', 'Kennzahl')], max_length=20, verbose_name='Art')),
                ('angelegt_am', models.DateTimeField(verbose_name='angelegt am')),
                ('archiviert_am', models.DateTimeField(null=True, verbose_name='archiviert am')),
                ('angelegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('archiviert_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('jobcenter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eigene_zahlen', to='parties.partei')),
            ],
            options={
                'verbose_name': 'eigene Zahl',
                'verbose_name_plural': 'eigene Zahlen',
                'constraints': [models.UniqueConstraint(fields=('jobcenter', 'code'), name='eigenezahl_code_einmal'), models.CheckConstraint(condition=models.Q(('code__regex', '^E_[A-Z0-9][A-Z0-9_]{0,29}$')), name='eigenezahl_code'), models.CheckConstraint(condition=models.Q(('art__in', ['grundgroesse', 'kennzahl'])), name='eigenezahl_art'), models.CheckConstraint(condition=models.Q(('archiviert_am__isnull', False), ('archiviert_durch', None), _connector='OR'), name='eigenezahl_archiv')],
            },
        ),
        migrations.CreateModel(
            name='EigenerWert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monat', models.DateField(verbose_name='Monat')),
                ('wert', models.DecimalField(decimal_places=4, max_digits=17, verbose_name='Wert')),
                ('erfasst_am', models.DateTimeField(verbose_name='erfasst am')),
                ('erfasst_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('zahl', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='werte', to='kennzahlen.eigenezahl')),
            ],
            options={
                'verbose_name': 'eigener Wert',
                'verbose_name_plural': 'eigene Werte',
                'constraints': [models.UniqueConstraint(fields=('zahl', 'monat'), name='eigenerwert_einmal'), models.CheckConstraint(condition=models.Q(('monat__day', 1)), name='eigenerwert_monatserster'), models.CheckConstraint(condition=models.Q(('wert__gt', Decimal('-10000000000000')), ('wert__lt', Decimal('10000000000000'))), name='eigenerwert_zahl')],
            },
        ),
        migrations.CreateModel(
            name='EigeneDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nr', models.PositiveSmallIntegerField(verbose_name='Nummer')),
                ('ab', models.DateField(verbose_name='ab Monat')),
                ('titel', models.CharField(max_length=120, verbose_name='Bezeichnung')),
                ('beschreibung', models.TextField(blank=True, max_length=2000, verbose_name='Beschreibung')),
                ('mass', models.CharField(choices=[('anzahl', 'Anzahl'), ('anteil', 'Anteil'), ('zahl', 'Dezimalzahl'), ('euro', 'Euro'), ('euro_je', 'Euro je …')], max_length=10, verbose_name='Einheit')),
                ('je', models.CharField(blank=True, max_length=60, verbose_name='je')),
                ('formel', models.CharField(blank=True, db_comment='leer: die Zahl wird erfasst', max_length=500, verbose_name='Formel')),
                ('eingetragen_am', models.DateTimeField(verbose_name='eingetragen am')),
                ('eingetragen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('zahl', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='definitionen', to='kennzahlen.eigenezahl')),
            ],
            options={
                'verbose_name': 'Definition einer eigenen Zahl',
                'verbose_name_plural': 'Definitionen eigener Zahlen',
                'constraints': [models.UniqueConstraint(fields=('zahl', 'nr'), name='eigenedefinition_nr'), models.CheckConstraint(condition=models.Q(('ab__day', 1)), name='eigenedefinition_monatserster'), models.CheckConstraint(condition=models.Q(('titel', ''), _negated=True), name='eigenedefinition_titel'), models.CheckConstraint(condition=models.Q(('mass__in', ['anzahl', 'anteil', 'zahl', 'euro', 'euro_je'])), name='eigenedefinition_mass'), models.CheckConstraint(condition=models.Q(models.Q(('mass', kennzahlen.eigene.masse.Mass['EURO_JE']), models.Q(('je', ''), _negated=True)), models.Q(models.Q(('mass', kennzahlen.eigene.masse.Mass['EURO_JE']), _negated=True), ('je', '')), _connector='OR'), name='eigenedefinition_je')],
            },
        ),
        migrations.CreateModel(
            name='Ringmeldung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rhythmus', models.CharField(choices=[('monat', 'monatlich'), ('quartal', 'vierteljährlich'), ('jahr', 'jährlich')], max_length=10, verbose_name='Rhythmus')),
                ('ab', models.DateField(db_comment='erster Tag des Zeitraums', verbose_name='ab')),
                ('bis', models.DateField(db_comment='erster Tag danach', verbose_name='bis')),
                ('zustand', models.CharField(choices=[('entwurf', 'Entwurf'), ('freigegeben', 'für den Ring freigegeben')], max_length=20, verbose_name='Zustand')),
                ('fassung', models.PositiveIntegerField(db_comment='zählt jedes Speichern', default=1, verbose_name='Fassung')),
                ('angelegt_am', models.DateTimeField(verbose_name='angelegt am')),
                ('freigegeben_am', models.DateTimeField(null=True, verbose_name='freigegeben am')),
                ('angelegt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('jobcenter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ringmeldungen', to='parties.partei')),
                ('ring', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ringmeldungen', to='parties.vergleichsgruppe')),
            ],
            options={
                'verbose_name': 'Meldung an den Vergleichsring',
                'verbose_name_plural': 'Meldungen an den Vergleichsring',
                'constraints': [models.UniqueConstraint(fields=('ring', 'jobcenter', 'rhythmus', 'ab'), name='ringmeldung_einmal'), models.CheckConstraint(condition=models.Q(('ab__day', 1), ('bis__day', 1), ('bis__gt', models.F('ab'))), name='ringmeldung_zeitraum'), models.CheckConstraint(condition=models.Q(('rhythmus__in', ['monat', 'quartal', 'jahr'])), name='ringmeldung_rhythmus'), models.CheckConstraint(condition=models.Q(('zustand__in', ['entwurf', 'freigegeben'])), name='ringmeldung_zustand'), models.CheckConstraint(condition=models.Q(models.Q(('freigegeben_am__isnull', False), ('zustand', kennzahlen.eigene.recht.Ringzustand['FREIGEGEBEN'])), models.Q(('freigegeben_am', None), ('zustand', kennzahlen.eigene.recht.Ringzustand['ENTWURF'])), _connector='OR'), name='ringmeldung_freigabe')],
            },
        ),
        migrations.CreateModel(
            name='Ringzahl',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, verbose_name='Code')),
                ('art', models.CharField(choices=[('basis', 'Basiszahl'), ('struktur', 'Strukturkennzahl'), ('qualitaet', 'Qualitätskennzahl'), ('kosten', 'Kostenkennzahl')], max_length=20, verbose_name='Art')),
                ('rhythmus', models.CharField(choices=[('monat', 'monatlich'), ('quartal', 'vierteljährlich'), ('jahr', 'jährlich')], max_length=10, verbose_name='Rhythmus')),
                ('folge', models.PositiveSmallIntegerField(verbose_name='Stelle im Satz')),
                ('ring', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ringzahlen', to='parties.vergleichsgruppe')),
            ],
            options={
                'verbose_name': 'Zahl eines Vergleichsrings',
                'verbose_name_plural': 'Zahlen der Vergleichsringe',
                'constraints': [models.UniqueConstraint(fields=('ring', 'code'), name='ringzahl_code_einmal'), models.CheckConstraint(condition=models.Q(models.Q(('art', kennzahlen.eigene.recht.Ringart['BASIS']), ('code__regex', '^B_[A-Z0-9][A-Z0-9_]{0,29}$')), models.Q(('art', kennzahlen.eigene.recht.Ringart['STRUKTUR']), ('code__regex', '^S_[A-Z0-9][A-Z0-9_]{0,29}$')), models.Q(('art', kennzahlen.eigene.recht.Ringart['QUALITAET']), ('code__regex', '^Q_[A-Z0-9][A-Z0-9_]{0,29}$')), models.Q(('art', kennzahlen.eigene.recht.Ringart['KOSTEN']), ('code__regex', '^K_[A-Z0-9][A-Z0-9_]{0,29}$')), _connector='OR'), name='ringzahl_code'), models.CheckConstraint(condition=models.Q(('rhythmus__in', ['monat', 'quartal', 'jahr'])), name='ringzahl_rhythmus')],
            },
        ),
        migrations.CreateModel(
            name='Ringwert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wert', models.DecimalField(decimal_places=4, max_digits=17, verbose_name='Wert')),
                ('meldung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='werte', to='kennzahlen.ringmeldung')),
                ('zahl', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='werte', to='kennzahlen.ringzahl')),
            ],
            options={
                'verbose_name': 'Ringwert',
                'verbose_name_plural': 'Ringwerte',
                'constraints': [models.UniqueConstraint(fields=('meldung', 'zahl'), name='ringwert_einmal'), models.CheckConstraint(condition=models.Q(('wert__gt', Decimal('-10000000000000')), ('wert__lt', Decimal('10000000000000'))), name='ringwert_zahl')],
            },
        ),
        migrations.CreateModel(
            name='Ringdefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nr', models.PositiveSmallIntegerField(verbose_name='Nummer')),
                ('ab', models.DateField(db_comment='erster Tag des ersten Zeitraums', verbose_name='ab')),
                ('titel', models.CharField(max_length=160, verbose_name='Bezeichnung')),
                ('beschreibung', models.TextField(blank=True, max_length=2000, verbose_name='Beschreibung')),
                ('mass', models.CharField(choices=[('anzahl', 'Anzahl'), ('anteil', 'Anteil'), ('zahl', 'Dezimalzahl'), ('euro', 'Euro'), ('euro_je', 'Euro je …')], max_length=10, verbose_name='Einheit')),
                ('je', models.CharField(blank=True, max_length=60, verbose_name='je')),
                ('formel', models.CharField(blank=True, db_comment='leer: Basiszahl, wird erfasst', max_length=500, verbose_name='Formel')),
                ('entfaellt', models.BooleanField(default=False, verbose_name='entfällt')),
                ('eingetragen_am', models.DateTimeField(verbose_name='eingetragen am')),
                ('eingetragen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('eingetragen_fuer', models.ForeignKey(db_comment='Mitglied, dessen Leitung es war', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('zahl', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='definitionen', to='kennzahlen.ringzahl')),
            ],
            options={
                'verbose_name': 'Definition einer Ringzahl',
                'verbose_name_plural': 'Definitionen von Ringzahlen',
                'constraints': [models.UniqueConstraint(fields=('zahl', 'nr'), name='ringdefinition_nr'), models.CheckConstraint(condition=models.Q(('ab__day', 1)), name='ringdefinition_monatserster'), models.CheckConstraint(condition=models.Q(('titel', ''), _negated=True), name='ringdefinition_titel'), models.CheckConstraint(condition=models.Q(('mass__in', ['anzahl', 'anteil', 'zahl', 'euro', 'euro_je'])), name='ringdefinition_mass'), models.CheckConstraint(condition=models.Q(models.Q(('mass', kennzahlen.eigene.masse.Mass['EURO_JE']), models.Q(('je', ''), _negated=True)), models.Q(models.Q(('mass', kennzahlen.eigene.masse.Mass['EURO_JE']), _negated=True), ('je', '')), _connector='OR'), name='ringdefinition_je')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eigenezahl',
            trigger=pgtrigger.compiler.Trigger(name='eigenezahl_fest', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."art" IS DISTINCT FROM (NEW."art") OR OLD."jobcenter_id" IS DISTINCT FROM (NEW."jobcenter_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='df3a3932dcb8d68de1093836761eea00d73dbd4f', operation='UPDATE', pgid='pgtrigger_eigenezahl_fest_17135', table='kennzahlen_eigenezahl', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eigenerwert',
            trigger=pgtrigger.compiler.Trigger(name='eigenerwert_nur_grundgroesse', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT FROM kennzahlen_eigenezahl WHERE id = NEW.zahl_id AND art = 'grundgroesse'\n                    ) THEN\n                        RAISE check_violation USING MESSAGE =\n                            'eigenerwert_nur_grundgroesse: eine Kennzahl wird berechnet';\n                    END IF;\n                    RETURN NEW;\n                ", hash='de85e20c3c1430744fba78325d4041616e9885c3', operation='INSERT OR UPDATE', pgid='pgtrigger_eigenerwert_nur_grundgroesse_d19b1', table='kennzahlen_eigenerwert', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eigenedefinition',
            trigger=pgtrigger.compiler.Trigger(name='eigenedefinition_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2447001a162915af3b6ca2896006406b6845e958', operation='UPDATE', pgid='pgtrigger_eigenedefinition_fest_ccb17', table='kennzahlen_eigenedefinition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ringzahl',
            trigger=pgtrigger.compiler.Trigger(name='ringzahl_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='95b8755a98c918c9db1192855d5f080c53979a5d', operation='UPDATE OR DELETE', pgid='pgtrigger_ringzahl_fest_1ee75', table='kennzahlen_ringzahl', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ringwert',
            trigger=pgtrigger.compiler.Trigger(name='ringwert_nur_im_entwurf', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT FROM kennzahlen_ringmeldung\n                        WHERE id = COALESCE(NEW.meldung_id, OLD.meldung_id) AND zustand <> 'entwurf'\n                    ) THEN\n                        RAISE check_violation USING MESSAGE =\n                            'ringwert_nur_im_entwurf: freigegebene Zahlen stehen fest';\n                    END IF;\n                    RETURN COALESCE(NEW, OLD);\n                ", hash='c7d36e5a55bae12b30624ddb4d1684c427e0e0c0', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_ringwert_nur_im_entwurf_50bf3', table='kennzahlen_ringwert', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ringdefinition',
            trigger=pgtrigger.compiler.Trigger(name='ringdefinition_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4abc8b355130dc8e28eeac292fc120cda4e8e9b6', operation='UPDATE OR DELETE', pgid='pgtrigger_ringdefinition_fest_a16f6', table='kennzahlen_ringdefinition', when='BEFORE')),
        ),
    ]
