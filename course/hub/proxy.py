"""The Python twin of JupyterHub's proxy, for a whole class: JupyterHub starts it by itself."""

from configurable_http_proxy.cli import main
from tornado.httpclient import AsyncHTTPClient

# Left alone it passes on ten requests at a time and gives up after 20 seconds, and marking a class
# takes longer.
AsyncHTTPClient.configure(
    None,
    max_clients=1000,
    max_body_size=512 * 1024 * 1024,
    defaults={"request_timeout": 900},
)

if __name__ == "__main__":
    main()
