"""The trainer's server, which stays on while a class is marked."""

c = get_config()  # noqa: F821  # Jupyter gives it to the files it reads
# No page asks another host for anything.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
