import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kennzahlen', '0003_meldewege'),
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ausnahme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Regel')),
                ('monat', models.DateField(db_comment='erster Tag des Berichtsmonats', verbose_name='Monat')),
                ('grund', models.TextField(verbose_name='Grund')),
                ('zugelassen_am', models.DateTimeField(verbose_name='zugelassen am')),
                ('jobcenter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ausnahmen', to='parties.partei')),
                ('zugelassen_durch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Ausnahme',
                'verbose_name_plural': 'Ausnahmen',
                'constraints': [models.UniqueConstraint(fields=('jobcenter', 'monat', 'code'), name='ausnahme_einmal'), models.CheckConstraint(condition=models.Q(('monat__day', 1)), name='ausnahme_monatserster'), models.CheckConstraint(condition=models.Q(('grund', ''), _negated=True), name='ausnahme_grund')],
            },
        ),
        migrations.AddField(
            model_name='befund',
            name='beteiligte',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), db_comment='nr', default=list, size=None, verbose_name='beteiligte Grundgrößen'),
        ),
        migrations.AddField(
            model_name='meldung',
            name='fassung',
            field=models.PositiveIntegerField(db_comment='zählt jede gespeicherte Änderung der Zahlen', default=1, verbose_name='Fassung'),
        ),
        migrations.AddField(
            model_name='meldung',
            name='nichts_zu_melden',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, db_comment='nr der Grundgrößen, zu denen es ausdrücklich nichts zu melden gab; in werte steht dafür 0', default=list, size=None, verbose_name='nichts zu melden'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meldung',
            trigger=pgtrigger.compiler.Trigger(name='meldung_nichts_ist_null', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.nichts_zu_melden <> '{}')", func="\n                    IF EXISTS (SELECT FROM unnest(NEW.nichts_zu_melden) nr WHERE NEW.werte[nr] IS DISTINCT FROM 0) THEN\n                        RAISE check_violation USING MESSAGE = 'meldung_nichts_ist_null: mit „nichts zu melden“ steht 0';\n                    END IF;\n                    RETURN NEW;\n                ", hash='5b64f6517f5558b08ca06951121e076560d884a0', operation='INSERT OR UPDATE', pgid='pgtrigger_meldung_nichts_ist_null_312fb', table='kennzahlen_meldung', when='BEFORE')),
        ),
    ]
