"""What Voilà is told about pages, the same on this machine and as a server extension (Binder)."""

from __future__ import annotations

from traitlets.config import Config

from copcourse.serving.page import page_resources

LAB_EXTENSIONS = ("anywidget", "@voila-dashboards/widgets-manager8")
# One cell makes one widget, in seconds; the first import may take long on an old laptop.
CELL_SECONDS = 60


def page_settings(*, lab: bool = False) -> Config:
    """Our template, our words, no foreign extensions; ``lab`` adds the way to JupyterLab."""
    settings = Config()
    pages = settings.VoilaConfiguration
    pages.template = "copcourse"
    pages.allow_template_override = "NO"
    pages.allow_theme_override = "NO"
    pages.show_tracebacks = False
    pages.extension_allowlist = [*LAB_EXTENSIONS, "@jupyter-widgets/jupyterlab-manager"]
    pages.resources = page_resources(lab=lab)
    settings.VoilaExecutor.allow_errors = True
    settings.VoilaExecutor.timeout = CELL_SECONDS
    settings.VoilaExecutor.interrupt_on_timeout = True
    return settings
