import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import zielsystem.parties.recht
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Partei',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schluessel', models.SlugField(max_length=40, unique=True, verbose_name='Schlüssel')),
            ],
            options={
                'verbose_name': 'Partei',
                'verbose_name_plural': 'Parteien',
            },
        ),
        migrations.CreateModel(
            name='Nutzer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
            ],
            options={
                'verbose_name': 'Person',
                'verbose_name_plural': 'Personen',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('synthetisch', models.BooleanField(default=False, help_text='Die Zahlen sind erfunden; jede Seite und jedes Dokument sagt es.')),
            ],
            options={
                'verbose_name': 'Installation',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='installation_eine_zeile')],
            },
        ),
        migrations.CreateModel(
            name='Vergleichsgruppe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('art', models.CharField(choices=[('vergleichstyp', 'vergleichstyp'), ('ring', 'ring')], max_length=20, verbose_name='Art')),
                ('schluessel', models.SlugField(max_length=20, verbose_name='Schlüssel')),
                ('titel', models.CharField(max_length=120, verbose_name='Titel')),
            ],
            options={
                'verbose_name': 'Vergleichsgruppe',
                'verbose_name_plural': 'Vergleichsgruppen',
                'constraints': [models.UniqueConstraint(fields=('art', 'schluessel'), name='vergleichsgruppe_eindeutig'), models.CheckConstraint(condition=models.Q(('art__in', ['vergleichstyp', 'ring'])), name='vergleichsgruppe_art')],
            },
        ),
        migrations.CreateModel(
            name='Nachfolge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('am', models.DateField(verbose_name='am')),
                ('grund', models.CharField(max_length=200, verbose_name='Grund')),
                ('nachfolger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vorgaenge', to='parties.partei')),
                ('vorgaenger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nachfolgen', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Nachfolge',
                'verbose_name_plural': 'Nachfolgen',
                'constraints': [models.UniqueConstraint(fields=('vorgaenger', 'nachfolger'), name='nachfolge_einmal'), models.CheckConstraint(condition=models.Q(('vorgaenger', models.F('nachfolger')), _negated=True), name='nachfolge_verschieden')],
            },
        ),
        migrations.CreateModel(
            name='Amt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rolle', models.CharField(choices=[('leitung', 'Leitung'), ('sachbearbeitung', 'Sachbearbeitung'), ('controlling', 'Controlling'), ('lesend', 'Lesend'), ('administration', 'Administration')], max_length=20, verbose_name='Rolle')),
                ('ab', models.DateField(verbose_name='ab')),
                ('bis', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('nutzer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aemter', to=settings.AUTH_USER_MODEL)),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aemter', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Amt',
                'verbose_name_plural': 'Ämter',
                'constraints': [models.CheckConstraint(condition=models.Q(('bis', None), ('bis__gt', models.F('ab')), _connector='OR'), name='amt_zeitraum'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('nutzer_id'), models.F('nutzer_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('partei_id'), models.F('partei_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('ab'), models.F('bis'), models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='amt_je_zeit_eines'), models.CheckConstraint(condition=models.Q(('rolle__in', ['leitung', 'sachbearbeitung', 'controlling', 'lesend', 'administration'])), name='amt_rolle')],
            },
        ),
        migrations.CreateModel(
            name='Parteistand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ab', models.DateField(help_text='erster Tag', verbose_name='ab')),
                ('bis', models.DateField(blank=True, help_text='erster Tag danach; leer: offen', null=True, verbose_name='bis')),
                ('art', models.CharField(choices=[('bmas', 'Bundesministerium für Arbeit und Soziales'), ('bmf', 'Bundesministerium der Finanzen'), ('ba', 'Bundesagentur für Arbeit'), ('land', 'Zuständige oberste Landesbehörde'), ('kommune', 'Kommunaler Träger'), ('ge', 'Gemeinsame Einrichtung'), ('zkt', 'Optionskommune (zugelassener kommunaler Träger)'), ('spitzenverband', 'Kommunaler Spitzenverband')], max_length=20, verbose_name='Art')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('ags', models.CharField(blank=True, db_comment='Amtlicher Schlüssel: 2 Stellen Land, 5 Stellen Kreis', max_length=5, verbose_name='Schlüssel')),
                ('land', models.ForeignKey(blank=True, db_comment='§ 48', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staende_im_land', to='parties.partei')),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staende', to='parties.partei')),
                ('traeger', models.ForeignKey(blank=True, db_comment='kommunaler Träger des Jobcenters, § 6 Abs. 1 Satz 1 Nr. 2, § 6a', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='getragene_staende', to='parties.partei')),
            ],
            options={
                'verbose_name': 'Stand einer Partei',
                'verbose_name_plural': 'Stände von Parteien',
                'indexes': [models.Index(fields=['art', 'ags'], name='parties_par_art_067d22_idx'), models.Index(fields=['land', 'art'], name='parties_par_land_id_74a36c_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('bis', None), ('bis__gt', models.F('ab')), _connector='OR'), name='parteistand_zeitraum'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('partei_id'), models.F('partei_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('ab'), models.F('bis'), models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='parteistand_je_zeit_einer'), models.CheckConstraint(condition=models.Q(('art__in', ['bmas', 'bmf', 'ba', 'land', 'kommune', 'ge', 'zkt', 'spitzenverband'])), name='parteistand_art'), models.CheckConstraint(condition=models.Q(models.Q(('ags__regex', '^\\d{2}$'), ('art', zielsystem.parties.recht.Parteiart['LAND'])), models.Q(('ags__regex', '^\\d{5}$'), ('art__in', (zielsystem.parties.recht.Parteiart['KOMMUNE'], zielsystem.parties.recht.Parteiart['GE'], zielsystem.parties.recht.Parteiart['ZKT']))), models.Q(models.Q(('art__in', (zielsystem.parties.recht.Parteiart['LAND'], zielsystem.parties.recht.Parteiart['KOMMUNE'], zielsystem.parties.recht.Parteiart['GE'], zielsystem.parties.recht.Parteiart['ZKT'])), _negated=True), ('ags', '')), _connector='OR'), name='parteistand_schluessel'), models.CheckConstraint(condition=models.Q(models.Q(('art__in', (zielsystem.parties.recht.Parteiart['KOMMUNE'], zielsystem.parties.recht.Parteiart['GE'], zielsystem.parties.recht.Parteiart['ZKT'])), ('land__isnull', False)), models.Q(models.Q(('art__in', (zielsystem.parties.recht.Parteiart['KOMMUNE'], zielsystem.parties.recht.Parteiart['GE'], zielsystem.parties.recht.Parteiart['ZKT'])), _negated=True), ('land__isnull', True)), _connector='OR'), name='parteistand_land'), models.CheckConstraint(condition=models.Q(models.Q(('art__in', (zielsystem.parties.recht.Parteiart['GE'], zielsystem.parties.recht.Parteiart['ZKT'])), ('traeger__isnull', False)), models.Q(models.Q(('art__in', (zielsystem.parties.recht.Parteiart['GE'], zielsystem.parties.recht.Parteiart['ZKT'])), _negated=True), ('traeger__isnull', True)), _connector='OR'), name='parteistand_traeger')],
            },
        ),
        migrations.CreateModel(
            name='Gruppenzugehoerigkeit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ab', models.DateField(verbose_name='ab')),
                ('bis', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('partei', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gruppen', to='parties.partei')),
                ('gruppe', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zugehoerigkeiten', to='parties.vergleichsgruppe')),
            ],
            options={
                'verbose_name': 'Gruppenzugehörigkeit',
                'verbose_name_plural': 'Gruppenzugehörigkeiten',
                'constraints': [models.CheckConstraint(condition=models.Q(('bis', None), ('bis__gt', models.F('ab')), _connector='OR'), name='gruppenzugehoerigkeit_zeitraum'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('partei_id'), models.F('partei_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('gruppe_id'), models.F('gruppe_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('ab'), models.F('bis'), models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='gruppenzugehoerigkeit_einmal')],
            },
        ),
        migrations.AddField(
            model_name='Nutzer',
            name='groups',
            field=models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups'),
        ),
        migrations.AddField(
            model_name='Nutzer',
            name='user_permissions',
            field=models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions'),
        ),
    ]
