import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0009_aufgaben'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Auswertung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fassung', models.PositiveIntegerField(default=1, verbose_name='Fassung')),
                ('berechnet_am', models.DateTimeField(verbose_name='berechnet am')),
                ('berechnet_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('zahlenstand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kennzahlen.veroeffentlichung')),
                ('zielvereinbarung', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='auswertung', to='agreements.zielvereinbarung')),
            ],
            options={
                'verbose_name': 'Auswertung',
                'verbose_name_plural': 'Auswertungen',
                'constraints': [models.CheckConstraint(condition=models.Q(('fassung__gte', 1)), name='auswertung_fassung')],
            },
        ),
        migrations.CreateModel(
            name='Auswertungsbestaetigung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fassung', models.PositiveIntegerField(verbose_name='Fassung')),
                ('bestaetigt_am', models.DateTimeField(verbose_name='bestätigt am')),
                ('auswertung', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bestaetigungen', to='agreements.auswertung')),
                ('bestaetigt_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vertragspartei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.vertragspartei')),
            ],
            options={
                'verbose_name': 'Bestätigung der Auswertung',
                'verbose_name_plural': 'Bestätigungen der Auswertung',
                'constraints': [models.UniqueConstraint(fields=('auswertung', 'vertragspartei', 'fassung'), name='auswertungsbestaetigung_einmal')],
            },
        ),
        migrations.CreateModel(
            name='Zielbewertung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ziel', models.SlugField(db_comment='Code des Ziels in der Vereinbarung', max_length=40, verbose_name='Ziel')),
                ('titel', models.CharField(max_length=200, verbose_name='Titel')),
                ('stelle', models.PositiveSmallIntegerField(verbose_name='Stelle')),
                ('jahr', models.PositiveSmallIntegerField(null=True, verbose_name='Jahr')),
                ('vorschlag', models.CharField(choices=[('erreicht', 'erreicht'), ('teilweise_erreicht', 'teilweise erreicht'), ('nicht_erreicht', 'nicht erreicht'), ('nicht_bewertbar', 'nicht bewertbar')], max_length=20, verbose_name='Vorschlag')),
                ('rechnung', models.TextField(verbose_name='Rechnung')),
                ('wartet', models.BooleanField(default=False, verbose_name='wartet auf endgültige Zahlen')),
                ('wert', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='Wert')),
                ('vereinbart', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='vereinbarter Wert')),
                ('ergebnis', models.CharField(choices=[('erreicht', 'erreicht'), ('teilweise_erreicht', 'teilweise erreicht'), ('nicht_erreicht', 'nicht erreicht'), ('nicht_bewertbar', 'nicht bewertbar')], max_length=20, verbose_name='Ergebnis')),
                ('abweichung', models.TextField(blank=True, verbose_name='Grund der Abweichung vom Vorschlag')),
                ('meilensteine', django.contrib.postgres.fields.ArrayField(base_field=models.BooleanField(null=True), default=list, size=None, verbose_name='Meilensteine')),
                ('gruende', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None, verbose_name='Gründe')),
                ('erlaeuterung', models.TextField(blank=True, verbose_name='Erläuterung')),
                ('einschaetzung', models.CharField(choices=[('zurueckhaltend', 'zurückhaltender als die Entwicklung der Vergleichsgruppe'), ('im_rahmen', 'im Rahmen der Entwicklung der Vergleichsgruppe'), ('ehrgeizig', 'ehrgeiziger als die Entwicklung der Vergleichsgruppe'), ('nicht_pruefbar', 'nicht prüfbar')], max_length=20, verbose_name='Zielwertkontrolle')),
                ('kontrolle', models.TextField(verbose_name='Rechnung der Zielwertkontrolle')),
                ('gruppenentwicklung', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='Entwicklung der Gruppe')),
                ('auswertung', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bewertungen', to='agreements.auswertung')),
            ],
            options={
                'verbose_name': 'Zielbewertung',
                'verbose_name_plural': 'Zielbewertungen',
                'constraints': [models.UniqueConstraint(fields=('auswertung', 'ziel', 'jahr'), name='zielbewertung_einmal', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('ergebnis__in', ['erreicht', 'teilweise_erreicht', 'nicht_erreicht', 'nicht_bewertbar']), ('vorschlag__in', ['erreicht', 'teilweise_erreicht', 'nicht_erreicht', 'nicht_bewertbar'])), name='zielbewertung_ergebnis'), models.CheckConstraint(condition=models.Q(models.Q(('abweichung', ''), ('ergebnis', models.F('vorschlag'))), models.Q(models.Q(('ergebnis', models.F('vorschlag')), _negated=True), models.Q(('abweichung', ''), _negated=True)), _connector='OR'), name='zielbewertung_abweichung'), models.CheckConstraint(condition=models.Q(('gruende__contained_by', ['arbeitsmarkt', 'zugaenge', 'zusammensetzung', 'mittel', 'personal', 'massnahmen', 'beitrag_steuernd', 'beitrag_ausfuehrend', 'recht', 'organisation', 'zu_hoch', 'sonstiges'])), name='zielbewertung_gruende'), models.CheckConstraint(condition=models.Q(('einschaetzung__in', ['zurueckhaltend', 'im_rahmen', 'ehrgeizig', 'nicht_pruefbar'])), name='zielbewertung_einschaetzung'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('erlaeuterung'), 2000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('abweichung'), 2000)), name='zielbewertung_laenge')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auswertungsbestaetigung',
            trigger=pgtrigger.compiler.Trigger(name='auswertungsbestaetigung_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1149647c51aa0c0dcd14919d4dd010814661b860', operation='UPDATE OR DELETE', pgid='pgtrigger_auswertungsbestaetigung_fest_b70fe', table='agreements_auswertungsbestaetigung', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zielbewertung',
            trigger=pgtrigger.compiler.Trigger(name='zielbewertung_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT FROM agreements_auswertung a JOIN agreements_zielvereinbarung v\n                        ON v.id = a.zielvereinbarung_id WHERE a.id = OLD.auswertung_id AND v.zustand = 'ausgewertet'\n                    ) THEN\n                        RAISE check_violation USING MESSAGE = 'zielbewertung_fest: die Auswertung ist abgeschlossen';\n                    END IF;\n                    RETURN COALESCE(NEW, OLD);\n                ", hash='6537639280ab0780aa0043df21b2f9cb8de53f83', operation='UPDATE OR DELETE', pgid='pgtrigger_zielbewertung_fest_19e29', table='agreements_zielbewertung', when='BEFORE')),
        ),
    ]
