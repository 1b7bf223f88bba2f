"""A learner's server: small, quiet, and gone when nobody uses it."""

c = get_config()  # noqa: F821  # Jupyter gives it to the files it reads
c.ServerApp.jpserver_extensions = {
    "nbgrader.server_extensions.formgrader": False,
    "nbgrader.server_extensions.course_list": False,
    "jupyterlab_jupytext": False,
    "notebook": False,
    "voila.server_extension": False,
}
# A server ends 30 minutes after its last kernel, and a kernel 30 minutes after its last use, even
# when its tab stayed open. Answers are in the file by then.
c.ServerApp.shutdown_no_activity_timeout = 1800
c.MappingKernelManager.cull_idle_timeout = 1800
c.MappingKernelManager.cull_connected = True
# No page asks another host for anything.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
