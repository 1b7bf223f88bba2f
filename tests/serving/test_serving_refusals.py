"""What a visitor may not have, however it is asked for."""

import pytest
from served import Server

NOT_FOR_VISITORS = [
    "/voila/render/nowhere.ipynb",
    "/voila/render/",
    "/voila/render/calm",
    "/voila/render/calm/",
    "/voila/render/calm/text.md",
    "/voila/render/calm/quiz.json",
    "/voila/render/calm/answers.json",
    "/voila/render/course.toml",
    "/voila/render/calm/mine.ipynb",
    "/voila/render/calm/link.ipynb",
    "/voila/render/linked/secret.ipynb",
    "/voila/render/.hidden/module.ipynb",
    "/voila/render/calm/.ipynb_checkpoints/module-checkpoint.ipynb",
    "/voila/render/course/quizzes.ipynb",
    "/voila/render/COURSE/quizzes.ipynb",
    "/voila/render/elsewhere/source/quiz.ipynb",
    "/voila/render/../outside/secret.ipynb",
    "/voila/render/%2e%2e/outside/secret.ipynb",
    "/voila/render/..%2foutside%2fsecret.ipynb",
    "/voila/render/%252e%252e/outside/secret.ipynb",
    "/voila/render/calm/..%5c..%5coutside%5csecret.ipynb",
    "/voila/render//etc/passwd",
    "/voila/render/calm//module.ipynb",
    "/voila/render/calm/./module.ipynb",
    "/voila/render/calm/module.ipynb%00.png",
    "/voila/render/calm/link.png",
    "/voila/render/linked/secret.png",
    "/voila/render/.hidden/dot.png",
    "/voila/render/course/key.png",
    "/voila/render/..%2foutside%2fsecret.png",
    "/voila/files/calm/link.png",
    "/voila/files/.hidden/dot.png",
    "/voila/files/..%2foutside%2fsecret.png",
    "/voila/files/%2e%2e/outside/secret.png",
    "/voila/files//etc/passwd",
    "/voila/files/calm/answers.json",
    "/voila/files/calm/module.ipynb",
    "/voila/files/course.toml",
    "/voila/tree",
    "/voila/tree/calm",
    "/voila/api/contents",
    "/voila/api/contents/calm",
    "/api/contents",
    "/api/kernels",
    "/api/kernelspecs",
    "/api/sessions",
    "/api/terminals",
    "/api/status",
    "/files/calm/module.ipynb",
    "/login",
    "/static/",
    "/voila/static/0.5.13/../../../../etc/passwd",
    "/voila/labextensions/..%2f..%2fetc%2fpasswd",
    "/voila/templates/copcourse/static/copcourse.css",
]


@pytest.mark.parametrize("path", NOT_FOR_VISITORS)
def test_nothing_else_is_handed_out(server: Server, path: str) -> None:
    """A path that is no page and no picture of the course is not there, and tells nothing."""
    answer = server.ask(path)
    assert answer.status in (403, 404)
    for secret in ("Outside", "Keys", "Hidden", "root:", "PNG", str(server.process.args[-1])):
        assert secret not in answer.body.decode("latin-1")


def test_no_kernel_is_started_by_a_refusal(server: Server) -> None:
    """A notebook that is not a page of the course is not run."""
    before = len(server.kernels())
    for path in ("calm/mine.ipynb", "calm/link.ipynb", "course/quizzes.ipynb"):
        server.ask(f"/voila/render/{path}")
    assert len(server.kernels()) <= before


@pytest.mark.parametrize("path", ["/voila/render/calm/dot.png", "/voila/files/calm/dot.png"])
def test_a_picture_of_the_course_is_handed_out(server: Server, path: str) -> None:
    """A picture is sent as one, and may run nothing."""
    answer = server.ask(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.body.startswith(b"\x89PNG")


def test_a_missing_page_is_calm_and_leads_home(server: Server) -> None:
    """Who mistypes gets the same header as everywhere, and a sentence."""
    answer = server.ask("/voila/render/nowhere.ipynb")
    assert answer.status == 404
    assert "This page is not here" in answer.text
    assert 'href="/voila/render/home.ipynb"' in answer.text
    assert 'href="/voila/render/help.ipynb"' in answer.text
    assert "Traceback" not in answer.text


def test_the_bare_address_is_the_home_page(server: Server) -> None:
    """Typing host and port is enough."""
    answer = server.ask("/")
    assert answer.status == 200
    assert "Welcome" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/api/kernels", "/voila/render/home.ipynb", "/api/contents"])
def test_nothing_can_be_written(server: Server, path: str, method: str) -> None:
    """Only reading is offered: no kernel is started and no file is made by a visitor."""
    before = len(server.kernels())
    assert server.ask(path, method).status in (403, 404, 405)
    assert len(server.kernels()) <= before


def test_what_is_sent_is_compressed(server: Server) -> None:
    """The large scripts come packed to a browser that can unpack."""
    path = "/voila/static/0.5.13/9684.voila.js"
    packed = server.ask(path, **{"Accept-Encoding": "gzip"})
    plain = server.ask(path)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 2.5


@pytest.mark.parametrize(
    "path",
    [
        "/voila/static/0.5.13/voila.js",
        "/voila/labextensions/anywidget/static/remoteEntry.698dcaf7.js",
    ],
)
def test_files_that_never_change_may_be_kept(server: Server, path: str) -> None:
    """A second page does not fetch the scripts again."""
    answer = server.ask(path)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/voila/render/home.ipynb", "/voila/render/calm/module.ipynb"])
def test_pages_are_not_kept_and_name_no_referrer(server: Server, path: str) -> None:
    """Nothing of a page stays in the browser's cache, and where a link came from is not told."""
    answer = server.ask(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
