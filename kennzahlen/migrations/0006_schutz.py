import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kennzahlen', '0005_eigene_zahlen'),
    ]

    operations = [
        migrations.CreateModel(
            name='Schutz',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monat', models.DateField(verbose_name='Berichtsmonat')),
                ('groessen', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), db_comment='kennzahlen.recht.Grundgroesse.nr', size=None)),
                ('ausgelassen', models.BooleanField(db_comment='Geheim: aus den Zeilen folgt, was klein ist', verbose_name='in keiner Summe')),
                ('einheit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kennzahlen.einheit')),
                ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kennzahlen.einheit')),
                ('veroeffentlichung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schutz', to='kennzahlen.veroeffentlichung')),
            ],
            options={
                'verbose_name': 'Schutz',
                'verbose_name_plural': 'Schutz',
                'constraints': [models.CheckConstraint(condition=models.Q(('monat__day', 1)), name='schutz_monatserster'), models.CheckConstraint(condition=models.Q(('groessen__len__gte', 1)), name='schutz_groessen'), models.CheckConstraint(condition=models.Q(('partner', None), models.Q(('ausgelassen', False), models.Q(('partner', models.F('einheit')), _negated=True)), _connector='OR'), name='schutz_partner')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schutz',
            trigger=pgtrigger.compiler.Trigger(name='schutz_fest', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='239438292b9660cdaca0264074e9b7b78db09860', operation='UPDATE OR DELETE', pgid='pgtrigger_schutz_fest_0272f', table='kennzahlen_schutz', when='BEFORE')),
        ),
    ]
