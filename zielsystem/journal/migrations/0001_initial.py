from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Eintrag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('am', models.DateTimeField(db_index=True, verbose_name='am')),
                ('rolle', models.CharField(blank=True, max_length=20, verbose_name='Rolle')),
                ('akt', models.CharField(max_length=60, verbose_name='Akt')),
                ('norm', models.CharField(blank=True, max_length=120, verbose_name='Norm')),
                ('objekt_id', models.BigIntegerField(null=True)),
                ('grund', models.TextField(blank=True, verbose_name='Grund')),
                ('daten', models.JSONField(db_comment='Angaben zum Akt, ohne personenbezogene Daten', default=dict, verbose_name='Angaben')),
            ],
            options={
                'verbose_name': 'Journaleintrag',
                'verbose_name_plural': 'Journal',
            },
        ),
    ]
