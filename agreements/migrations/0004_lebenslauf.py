import agreements.models.beteiligung
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0003_ziele'),
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Festtext',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nummer', models.PositiveSmallIntegerField(verbose_name='Nummer')),
                ('inhalt', models.TextField(db_comment='kanonisches JSON', verbose_name='Inhalt')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('festgestellt_am', models.DateTimeField(verbose_name='festgestellt am')),
                ('aufgehoben_am', models.DateTimeField(null=True, verbose_name='aufgehoben am')),
                ('festgestellt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('zielvereinbarung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='festtexte', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'festgestellter Text',
                'verbose_name_plural': 'festgestellte Texte',
                'constraints': [models.UniqueConstraint(fields=('zielvereinbarung', 'nummer'), name='festtext_nummer'), models.UniqueConstraint(condition=models.Q(('aufgehoben_am', None)), fields=('zielvereinbarung',), name='festtext_ein_offener'), models.CheckConstraint(condition=models.Q(('nummer__gte', 1)), name='festtext_ab_eins'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='festtext_sha256'), models.CheckConstraint(condition=models.Q(('aufgehoben_am', None), ('aufgehoben_am__gte', models.F('festgestellt_am')), _connector='OR'), name='festtext_zeit')],
            },
        ),
        migrations.CreateModel(
            name='Nachweis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('art', models.CharField(choices=[('abweichungen', 'Abweichungen von der Vereinbarung nach Nr. 3'), ('aufhebung', 'Einvernehmen aller Vertragsparteien über die Aufhebung'), ('benehmen_land', 'Benehmen mit dem Land'), ('beratung_kooperationsausschuss', 'Beratung im Kooperationsausschuss des Landes'), ('bund_laender_ausschuss', 'Beratung einheitlicher Grundlagen im Bund-Länder-Ausschuss'), ('bundeshaushalt', 'Beschluss über den Bundeshaushalt'), ('einvernehmen_bmf', 'Einvernehmen des Bundesministeriums der Finanzen'), ('gremienvorbehalt', 'Beschluss des Gremiums, unter dessen Vorbehalt gezeichnet wurde'), ('haushalt_kommune', 'Beschluss über den Haushalt der Kommune'), ('verfahren_kooperationsausschuss', 'Abstimmung des Verfahrens im Kooperationsausschuss des Landes')], max_length=40, verbose_name='Beteiligung')),
                ('form', models.CharField(choices=[('anhoerung', 'Anhörung'), ('beratung', 'Beratung'), ('eroerterung', 'Erörterung'), ('benehmen', 'Benehmen'), ('einvernehmen', 'Einvernehmen'), ('zustimmung', 'Zustimmung'), ('beschluss', 'Beschluss'), ('erklaerung', 'Erklärung')], max_length=20, verbose_name='Form')),
                ('ergebnis', models.CharField(choices=[('stellungnahme', 'Stellung genommen'), ('frist_verstrichen', 'Gelegenheit gegeben, Frist ohne Stellungnahme verstrichen'), ('beraten', 'beraten'), ('eroertert', 'erörtert'), ('vertagt', 'vertagt'), ('zugestimmt', 'zugestimmt'), ('bedenken', 'Bedenken geäußert'), ('versagt', 'versagt'), ('beschlossen', 'beschlossen'), ('abgelehnt', 'abgelehnt'), ('benannt', 'benannt'), ('nichts_zu_benennen', 'nichts zu benennen')], max_length=20, verbose_name='Ergebnis')),
                ('am', models.DateField(help_text='Tag des Beschlusses, der Sitzung oder der Erklärung', verbose_name='am')),
                ('dokument', models.FileField(blank=True, max_length=255, upload_to=agreements.models.beteiligung.nachweisablage, verbose_name='Dokument')),
                ('dateiname', models.CharField(blank=True, max_length=200, verbose_name='Dateiname')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('bemerkung', models.TextField(blank=True, verbose_name='Bemerkung')),
                ('erfasst_am', models.DateTimeField(verbose_name='erfasst am')),
                ('widerrufen_am', models.DateTimeField(null=True, verbose_name='widerrufen am')),
                ('widerrufsgrund', models.TextField(blank=True, verbose_name='Grund des Widerrufs')),
                ('erfasst_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erfasst_fuer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('land', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('partei', models.ForeignKey(db_comment='Kommune', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.partei')),
                ('runde', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nachweise', to='agreements.planungsrunde')),
                ('widerrufen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('zielvereinbarung', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nachweise', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Nachweis',
                'verbose_name_plural': 'Nachweise',
                'constraints': [models.UniqueConstraint(condition=models.Q(('widerrufen_am', None)), fields=('art', 'runde', 'land', 'partei', 'zielvereinbarung'), name='nachweis_ein_gueltiger', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('art__in', ['bund_laender_ausschuss', 'bundeshaushalt']), ('land', None), ('partei', None), ('zielvereinbarung', None)), models.Q(('art__in', ['verfahren_kooperationsausschuss']), ('land__isnull', False), ('partei', None), ('zielvereinbarung', None)), models.Q(('art__in', ['haushalt_kommune']), ('land', None), ('partei__isnull', False), ('zielvereinbarung', None)), models.Q(('art__in', ['abweichungen', 'aufhebung', 'benehmen_land', 'beratung_kooperationsausschuss', 'einvernehmen_bmf', 'gremienvorbehalt']), ('land', None), ('partei', None), ('zielvereinbarung__isnull', False)), _connector='OR'), name='nachweis_bezug'), models.CheckConstraint(condition=models.Q(models.Q(('art__in', ['beratung_kooperationsausschuss', 'bund_laender_ausschuss']), ('ergebnis__in', ['beraten', 'vertagt']), ('form', 'beratung')), models.Q(('art__in', ['benehmen_land']), ('ergebnis__in', ['zugestimmt', 'bedenken', 'frist_verstrichen']), ('form', 'benehmen')), models.Q(('art__in', ['aufhebung', 'einvernehmen_bmf']), ('ergebnis__in', ['zugestimmt', 'bedenken', 'versagt']), ('form', 'einvernehmen')), models.Q(('art__in', ['bundeshaushalt', 'gremienvorbehalt', 'haushalt_kommune', 'verfahren_kooperationsausschuss']), ('ergebnis__in', ['beschlossen', 'abgelehnt', 'vertagt']), ('form', 'beschluss')), models.Q(('art__in', ['abweichungen']), ('ergebnis__in', ['benannt', 'nichts_zu_benennen']), ('form', 'erklaerung')), _connector='OR'), name='nachweis_ergebnis'), models.CheckConstraint(condition=models.Q(('form__in', ['erklaerung']), models.Q(models.Q(('dokument', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='nachweis_belegt'), models.CheckConstraint(condition=models.Q(('sha256', ''), ('sha256__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='nachweis_sha256'), models.CheckConstraint(condition=models.Q(models.Q(('widerrufen_am', None), ('widerrufen_durch', None), ('widerrufsgrund', '')), models.Q(('widerrufen_am__gte', models.F('erfasst_am')), models.Q(('widerrufsgrund', ''), _negated=True)), _connector='OR'), name='nachweis_widerruf')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='zielvereinbarung',
            name='zielvereinbarung_zustand',
        ),
        migrations.RemoveConstraint(
            model_name='zielvereinbarung',
            name='zielvereinbarung_eine_nr_1',
        ),
        migrations.RemoveConstraint(
            model_name='zielvereinbarung',
            name='zielvereinbarung_nr_3_je_land',
        ),
        migrations.RemoveConstraint(
            model_name='zielvereinbarung',
            name='zielvereinbarung_je_traeger_eine',
        ),
        migrations.AddField(
            model_name='zielvereinbarung',
            name='aendert',
            field=models.ForeignKey(db_comment='die geschlossene Fassung, an deren Stelle diese treten soll', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aenderungen', to='agreements.zielvereinbarung'),
        ),
        migrations.AddField(
            model_name='zielvereinbarung',
            name='fassung',
            field=models.PositiveSmallIntegerField(db_comment='1, Änderungsvereinbarungen zählen weiter', default=1, verbose_name='Fassung'),
        ),
        migrations.AddField(
            model_name='zielvereinbarung',
            name='vorbehalt',
            field=models.CharField(blank=True, db_comment='Gremium, dessen Beschluss vorbehalten ist; leer: keines', max_length=200, verbose_name='Gremienvorbehalt'),
        ),
        migrations.AlterField(
            model_name='dokument',
            name='zustand',
            field=models.CharField(choices=[('entwurf', 'Entwurf'), ('in_verhandlung', 'in Verhandlung'), ('abgestimmt', 'abgestimmt'), ('gremienvorbehalt', 'unter Gremienvorbehalt'), ('geschlossen', 'geschlossen'), ('in_kraft', 'in Kraft'), ('in_auswertung', 'in Auswertung'), ('ausgewertet', 'ausgewertet'), ('nicht_zustande_gekommen', 'nicht zustande gekommen'), ('angewiesen', 'angewiesen (keine Vereinbarung)'), ('aufgehoben', 'aufgehoben')], db_comment='den das Dokument zeigt', max_length=30, verbose_name='Zustand der Vereinbarung'),
        ),
        migrations.AlterField(
            model_name='zielvereinbarung',
            name='zustand',
            field=models.CharField(choices=[('entwurf', 'Entwurf'), ('in_verhandlung', 'in Verhandlung'), ('abgestimmt', 'abgestimmt'), ('gremienvorbehalt', 'unter Gremienvorbehalt'), ('geschlossen', 'geschlossen'), ('in_kraft', 'in Kraft'), ('in_auswertung', 'in Auswertung'), ('ausgewertet', 'ausgewertet'), ('nicht_zustande_gekommen', 'nicht zustande gekommen'), ('angewiesen', 'angewiesen (keine Vereinbarung)'), ('aufgehoben', 'aufgehoben')], max_length=30, verbose_name='Zustand'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zielvereinbarung',
            trigger=pgtrigger.compiler.Trigger(name='zielvereinbarung_uebergaenge', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."zustand", \':\', NEW."zustand") = ANY(\'{abgestimmt:abgestimmt,abgestimmt:geschlossen,abgestimmt:gremienvorbehalt,abgestimmt:in_verhandlung,abgestimmt:nicht_zustande_gekommen,entwurf:in_verhandlung,entwurf:nicht_zustande_gekommen,geschlossen:aufgehoben,geschlossen:geschlossen,geschlossen:in_kraft,gremienvorbehalt:geschlossen,gremienvorbehalt:nicht_zustande_gekommen,in_auswertung:ausgewertet,in_kraft:aufgehoben,in_kraft:in_auswertung,in_kraft:in_kraft,in_verhandlung:abgestimmt,in_verhandlung:nicht_zustande_gekommen,nicht_zustande_gekommen:angewiesen}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."zustand" IS DISTINCT FROM NEW."zustand") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "zustand" from "%" to "%" on table %\', OLD."zustand", NEW."zustand", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='95836d720b9d28ef8a828165961d7909d8265cce', operation='UPDATE', pgid='pgtrigger_zielvereinbarung_uebergaenge_c87a7', table='agreements_zielvereinbarung', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='zielvereinbarung',
            constraint=models.CheckConstraint(condition=models.Q(('zustand__in', ['entwurf', 'in_verhandlung', 'abgestimmt', 'gremienvorbehalt', 'geschlossen', 'in_kraft', 'in_auswertung', 'ausgewertet', 'nicht_zustande_gekommen', 'angewiesen', 'aufgehoben'])), name='zielvereinbarung_zustand'),
        ),
        migrations.AddConstraint(
            model_name='zielvereinbarung',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aendert', None), ('fassung', 1)), models.Q(('aendert__isnull', False), ('fassung__gte', 2)), _connector='OR'), name='zielvereinbarung_fassung'),
        ),
        migrations.AddConstraint(
            model_name='zielvereinbarung',
            constraint=models.UniqueConstraint(condition=models.Q(('nr', 1)), fields=('runde', 'fassung'), name='zielvereinbarung_eine_nr_1'),
        ),
        migrations.AddConstraint(
            model_name='zielvereinbarung',
            constraint=models.UniqueConstraint(condition=models.Q(('nr', 3)), fields=('runde', 'land', 'fassung'), name='zielvereinbarung_nr_3_je_land'),
        ),
        migrations.AddConstraint(
            model_name='zielvereinbarung',
            constraint=models.UniqueConstraint(condition=models.Q(('zustand__in', ['angewiesen', 'nicht_zustande_gekommen']), _negated=True), fields=('aendert',), name='zielvereinbarung_eine_aenderung'),
        ),
        migrations.AddConstraint(
            model_name='zielvereinbarung',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('jobcenter__isnull', False)), expressions=[(models.Func(models.F('runde_id'), models.F('runde_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('jobcenter_id'), models.F('jobcenter_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('fassung'), models.F('fassung'), models.Value('[]'), function='int8range'), '&&'), (models.Case(models.When(then=models.Func(models.Value(0), models.Value(1), function='int4range'), traegerseite='ba'), models.When(then=models.Func(models.Value(1), models.Value(2), function='int4range'), traegerseite='kommune'), default=models.Func(models.Value(0), models.Value(2), function='int4range')), '&&')], name='zielvereinbarung_je_traeger_eine'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='festtext',
            trigger=pgtrigger.compiler.Trigger(name='festtext_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."zielvereinbarung_id" IS DISTINCT FROM (NEW."zielvereinbarung_id") OR OLD."nummer" IS DISTINCT FROM (NEW."nummer") OR OLD."inhalt" IS DISTINCT FROM (NEW."inhalt") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."festgestellt_am" IS DISTINCT FROM (NEW."festgestellt_am") OR OLD."festgestellt_durch_id" IS DISTINCT FROM (NEW."festgestellt_durch_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='59fd7012a6fd77802f84d44245b5fd199635ceec', operation='UPDATE', pgid='pgtrigger_festtext_unveraenderlich_b7b9c', table='agreements_festtext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='festtext',
            trigger=pgtrigger.compiler.Trigger(name='festtext_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0c160f687a5056ae4c9b819034d0335e3835e9f0', operation='DELETE', pgid='pgtrigger_festtext_bleibt_e1cfe', table='agreements_festtext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='festtext',
            trigger=pgtrigger.compiler.Trigger(name='festtext_endgueltig_aufgehoben', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."aufgehoben_am" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='88c9ec5b6dfcb337cab4a1aa49dc134903cb0512', operation='UPDATE', pgid='pgtrigger_festtext_endgueltig_aufgehoben_740d2', table='agreements_festtext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nachweis',
            trigger=pgtrigger.compiler.Trigger(name='nachweis_unveraenderlich', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."art" IS DISTINCT FROM (NEW."art") OR OLD."form" IS DISTINCT FROM (NEW."form") OR OLD."runde_id" IS DISTINCT FROM (NEW."runde_id") OR OLD."land_id" IS DISTINCT FROM (NEW."land_id") OR OLD."partei_id" IS DISTINCT FROM (NEW."partei_id") OR OLD."zielvereinbarung_id" IS DISTINCT FROM (NEW."zielvereinbarung_id") OR OLD."ergebnis" IS DISTINCT FROM (NEW."ergebnis") OR OLD."am" IS DISTINCT FROM (NEW."am") OR OLD."dokument" IS DISTINCT FROM (NEW."dokument") OR OLD."dateiname" IS DISTINCT FROM (NEW."dateiname") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."bemerkung" IS DISTINCT FROM (NEW."bemerkung") OR OLD."erfasst_am" IS DISTINCT FROM (NEW."erfasst_am") OR OLD."erfasst_durch_id" IS DISTINCT FROM (NEW."erfasst_durch_id") OR OLD."erfasst_fuer_id" IS DISTINCT FROM (NEW."erfasst_fuer_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c50d765eb6cb759778ccd8a55f0f5fef263200de', operation='UPDATE', pgid='pgtrigger_nachweis_unveraenderlich_57088', table='agreements_nachweis', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nachweis',
            trigger=pgtrigger.compiler.Trigger(name='nachweis_bleibt', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f8846702d3a6c2b5f55fe7c01fae2533d3943d20', operation='DELETE', pgid='pgtrigger_nachweis_bleibt_291ea', table='agreements_nachweis', when='BEFORE')),
        ),
    ]
