"""The app of parameters."""

from django.apps import AppConfig


class ParameterConfig(AppConfig):
    """Values that an administrator changes from a day on."""

    name = "zielsystem.parameter"
    label = "parameter"
    verbose_name = "Parameter"

    def ready(self) -> None:
        """The law reads what was set from the memory of the process; a task looks first whether it is still fresh."""
        from celery.signals import task_prerun

        from zielsystem.parameter import gedaechtnis
        from zielsystem.parameter.recht import lies_festsetzungen_aus

        lies_festsetzungen_aus(gedaechtnis.festsetzungen)
        task_prerun.connect(gedaechtnis.vor_einer_aufgabe, dispatch_uid="parameter")
