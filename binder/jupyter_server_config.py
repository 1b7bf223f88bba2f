"""The Jupyter server of a Binder image: pages in Voilà, and JupyterLab one click away."""

import re

from copcourse.serving import page_settings
from copcourse.serving.files import PICTURES

c = get_config()  # noqa: F821  # Jupyter gives it to the files it reads

# With the asynchronous one, which is the default, a picture in a Markdown text leaves Voilà's whole
# page empty.
c.ServerApp.contents_manager_class = (
    "jupyter_server.services.contents.largefilemanager.LargeFileManager"
)
# Voilà starts a kernel for each page here, also for one that needs none and so never ends it.
c.MappingKernelManager.cull_idle_timeout = 600
c.MappingKernelManager.cull_interval = 60

# As `copcourse serve` has it: all widgets of a page come in one large message.
c.ServerApp.tornado_settings = {"websocket_compression_options": {}}
# As `copcourse serve` has it, which answers for pictures with a handler of its own.
c.merge(page_settings(lab=True))
c.VoilaConfiguration.file_allowlist = [f"(?i).*{re.escape(end)}" for end in sorted(PICTURES)]

# No page asks another host for anything; JupyterLab would, for news, newer versions and extensions.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
