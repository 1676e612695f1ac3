"""Panels, outlooks, the ledger of forecasts, levels and alerts; databases that refuse to change or delete forecasts."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


_SQLITE = """
CREATE TRIGGER risks_riskforecast_{verb} BEFORE {verb} ON risks_riskforecast
BEGIN SELECT RAISE(ABORT, 'the ledger of forecasts is only added to'); END;
"""
_POSTGRESQL = """
CREATE FUNCTION risks_ledger_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger of forecasts is only added to'; END $$;
CREATE TRIGGER risks_riskforecast_kept BEFORE UPDATE OR DELETE ON risks_riskforecast
FOR EACH ROW EXECUTE FUNCTION risks_ledger_only_added_to();
"""


def _begin(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(_SQLITE.format(verb=verb), params=None)
    else:
        schema_editor.execute(_POSTGRESQL, params=None)


def _end(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER risks_riskforecast_{verb}", params=None)
    else:
        schema_editor.execute("DROP TRIGGER risks_riskforecast_kept ON risks_riskforecast", params=None)
        schema_editor.execute("DROP FUNCTION risks_ledger_only_added_to", params=None)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0004_address_change'),
        ('work', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MadeOutlook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('panel_digest', models.CharField(max_length=64)),
                ('version', models.CharField(max_length=60, verbose_name='version')),
                ('made_on', models.CharField(max_length=10, verbose_name='made from what was known on')),
                ('year', models.PositiveSmallIntegerField(verbose_name='newest target year')),
                ('countries', models.PositiveIntegerField(verbose_name='countries')),
                ('forecasts', models.PositiveIntegerField(verbose_name='forecasts')),
                ('is_synthetic', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='outlook', to='work.job')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=40, verbose_name='event')),
                ('kind', models.CharField(max_length=14, verbose_name='kind of risk')),
                ('gwcode', models.PositiveIntegerField()),
                ('iso3', models.CharField(blank=True, max_length=3)),
                ('region', models.CharField(blank=True, max_length=40, verbose_name='country')),
                ('name_en', models.CharField(max_length=120)),
                ('name_zh', models.CharField(max_length=120)),
                ('level', models.CharField(choices=[('quiet', 'quiet'), ('watch', 'watch'), ('warning', 'warning'), ('alarm', 'alarm')], max_length=7, verbose_name='level')),
                ('state', models.CharField(choices=[('rising', 'rising'), ('chronic', 'chronic'), ('quiet', 'quiet'), ('abstained', 'no forecast')], default='rising', max_length=9, verbose_name='state')),
                ('year', models.PositiveSmallIntegerField(verbose_name='first target year')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last target year')),
                ('probability', models.FloatField(null=True, verbose_name='probability')),
                ('is_synthetic', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='opened')),
                ('is_manual', models.BooleanField(default=False, verbose_name='opened by hand')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('stage', models.CharField(choices=[('open', 'open'), ('acknowledged', 'acknowledged'), ('assessed', 'assessed'), ('closed', 'closed'), ('reviewed', 'reviewed')], default='open', max_length=12, verbose_name='stage')),
                ('override', models.CharField(blank=True, choices=[('quiet', 'quiet'), ('watch', 'watch'), ('warning', 'warning'), ('alarm', 'alarm')], max_length=7, verbose_name='level set by hand')),
                ('override_reason', models.CharField(blank=True, max_length=400)),
                ('outcome', models.CharField(blank=True, choices=[('happened', 'It happened'), ('not', 'It did not happen'), ('unknown', 'It cannot be said')], max_length=8, verbose_name='what happened')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.organisation', verbose_name='agency that looks after it')),
                ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person who looks after it')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outlook', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='alerts', to='risks.madeoutlook')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['region', '-id'], name='alerts_of_a_country'), models.Index(fields=['stage', '-id'], name='alerts_by_stage')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('stage__in', ['open', 'acknowledged', 'assessed'])), fields=('event', 'gwcode', 'iso3'), name='one_open_alert_an_event_and_country'), models.CheckConstraint(condition=models.Q(('override', ''), models.Q(('override_reason', ''), _negated=True), _connector='OR'), name='an_override_has_a_reason'), models.CheckConstraint(condition=models.Q(('is_manual', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_manual_alert_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'reviewed'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='a_review_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='AlertStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('deed', models.CharField(max_length=40)),
                ('stage', models.CharField(choices=[('open', 'open'), ('acknowledged', 'acknowledged'), ('assessed', 'assessed'), ('closed', 'closed'), ('reviewed', 'reviewed')], max_length=12)),
                ('level', models.CharField(choices=[('quiet', 'quiet'), ('watch', 'watch'), ('warning', 'warning'), ('alarm', 'alarm')], max_length=7)),
                ('note', models.CharField(blank=True, max_length=2000)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='risks.alert')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PanelFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='file name')),
                ('family', models.CharField(max_length=60, verbose_name='family')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='first year')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last year')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('file', models.FileField(max_length=120, upload_to='', verbose_name='file')),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='made-up figures')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
                ('retired_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['family', 'first_year', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('name',), name='one_panel_file_a_name'), models.CheckConstraint(condition=models.Q(('first_year__lte', models.F('last_year'))), name='panel_years_in_order')],
            },
        ),
        migrations.CreateModel(
            name='RiskForecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(unique=True)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='entered')),
                ('content', models.TextField()),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('event', models.CharField(max_length=40)),
                ('gwcode', models.PositiveIntegerField()),
                ('iso3', models.CharField(blank=True, max_length=3)),
                ('year', models.PositiveSmallIntegerField()),
                ('last_year', models.PositiveSmallIntegerField()),
                ('model', models.CharField(max_length=20)),
                ('probability', models.FloatField(null=True)),
                ('outlook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='risks.madeoutlook')),
            ],
            options={
                'ordering': ['sequence'],
                'indexes': [models.Index(fields=['event', 'model', 'year'], name='forecasts_of_an_event'), models.Index(fields=['iso3', 'event'], name='forecasts_of_a_country')],
            },
        ),
        migrations.CreateModel(
            name='LevelPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=14, verbose_name='kind of risk')),
                ('watch', models.FloatField(verbose_name='watch')),
                ('warning', models.FloatField(verbose_name='warning')),
                ('alarm', models.FloatField(verbose_name='alarm')),
                ('reason', models.CharField(max_length=400, verbose_name='reason')),
                ('set_at', models.DateTimeField(auto_now_add=True, verbose_name='set')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('watch__gte', models.F('warning')), ('warning__gte', models.F('alarm')), ('alarm__gt', 0)), name='costs_fall_with_the_level')],
            },
        ),
        migrations.CreateModel(
            name='CountryStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=14)),
                ('gwcode', models.PositiveIntegerField()),
                ('iso3', models.CharField(blank=True, max_length=3)),
                ('region', models.CharField(blank=True, max_length=40)),
                ('name_en', models.CharField(max_length=120)),
                ('name_zh', models.CharField(max_length=120)),
                ('year', models.PositiveSmallIntegerField()),
                ('last_year', models.PositiveSmallIntegerField()),
                ('level', models.CharField(choices=[('quiet', 'quiet'), ('watch', 'watch'), ('warning', 'warning'), ('alarm', 'alarm')], default='quiet', max_length=7)),
                ('state', models.CharField(choices=[('quiet', 'quiet'), ('chronic', 'chronic'), ('rising', 'rising'), ('abstained', 'no forecast')], max_length=9)),
                ('since', models.PositiveSmallIntegerField(default=0)),
                ('probability', models.FloatField(null=True)),
                ('lower', models.FloatField(null=True)),
                ('upper', models.FloatField(null=True)),
                ('outlook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='risks.madeoutlook')),
            ],
            options={
                'ordering': ['event', '-probability', 'iso3'],
                'indexes': [models.Index(fields=['region'], name='standings_of_a_country')],
                'constraints': [models.UniqueConstraint(fields=('event', 'gwcode', 'iso3'), name='one_standing_an_event_and_country')],
            },
        ),
        migrations.RunPython(_begin, _end),
    ]
