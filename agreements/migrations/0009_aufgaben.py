import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0008_aenderungen'),
        ('parties', '0001_initial'),
        ('parties', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Besuch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zuletzt_am', models.DateTimeField(verbose_name='zuletzt am')),
                ('neues_seit', models.DateTimeField(verbose_name='Neues seit')),
                ('nutzer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Besuch',
                'verbose_name_plural': 'Besuche',
                'constraints': [models.UniqueConstraint(fields=('nutzer', 'partei'), name='besuch_einer_je_partei'), models.CheckConstraint(condition=models.Q(('neues_seit__lte', models.F('zuletzt_am'))), name='besuch_zeiten')],
            },
        ),
        migrations.CreateModel(
            name='Rundbrief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('turnus', models.CharField(choices=[('taeglich', 'an jedem Werktag'), ('woechentlich', 'montags'), ('nie', 'nie')], max_length=12, verbose_name='Turnus')),
                ('gesendet_am', models.DateField(null=True, verbose_name='zuletzt gesendet am')),
                ('nutzer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Rundbrief',
                'verbose_name_plural': 'Rundbriefe',
                'constraints': [models.CheckConstraint(condition=models.Q(('turnus__in', ['taeglich', 'woechentlich', 'nie'])), name='rundbrief_turnus')],
            },
        ),
        migrations.AddIndex(
            model_name='beitrag',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', config='german'), name='beitrag_suche'),
        ),
        migrations.AddIndex(
            model_name='textfassung',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', config='german'), name='textfassung_suche'),
        ),
        migrations.AddIndex(
            model_name='ziel',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('titel', 'beschreibung', config='german'), name='ziel_suche'),
        ),
    ]
