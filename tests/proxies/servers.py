"""A real nginx and a real HAProxy in front of a hub, configured by a test."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import trustme

if TYPE_CHECKING:
    from collections.abc import Sequence

AUTHORITY = trustme.CA()

NGINX = """\
daemon off;
{user}
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port}{tls};
        location / {{
            proxy_pass http://{upstream};
            {settings}
        }}
    }}
}}
"""
NGINX_TLS = "ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.pem;"

HAPROXY = """\
defaults
    mode http
    timeout connect 5s
    {settings}
frontend front
    bind fd@{fd}{tls}
    default_backend hub
backend hub
    server hub {upstream}
"""


class _ReverseProxy:
    """A proxy's process; its socket is created before it, so that no connection is refused."""

    program = ""
    package = ""

    def __init__(self, hub_url: str, settings: Sequence[str], *, tls: bool) -> None:
        self._hub = urlsplit(hub_url)
        self._settings = settings
        self._tls = tls

    @property
    def url(self) -> str:
        """The base URL of the hub behind the proxy."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self._port}{self._hub.path}"

    @property
    def verify(self) -> ssl.SSLContext:
        """A TLS context that trusts the proxy's certificate."""
        context = ssl.create_default_context()
        AUTHORITY.configure_trust(context)
        return context

    def __enter__(self) -> Self:
        if shutil.which(self.program) is None:
            raise RuntimeError(
                f"{self.program} is not installed: install the package {self.package}"
            )
        self._folder = Path(tempfile.mkdtemp(prefix="scramjet-proxy-"))
        AUTHORITY.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
            str(self._folder / "server.pem")
        )
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._port: int = self._socket.getsockname()[1]
        self._process = subprocess.Popen(
            self._command(),
            env={**os.environ, "NGINX": f"{self._socket.fileno()};"},
            pass_fds=[self._socket.fileno()],
            stderr=subprocess.PIPE,
        )
        return self

    def __exit__(self, *_: object) -> None:
        ended = self._process.poll()
        self._process.terminate()
        _, stderr = self._process.communicate()
        self._socket.close()
        shutil.rmtree(self._folder)
        if ended is not None:
            raise RuntimeError(f"{self.program} exited unexpectedly:\n{stderr.decode()}")

    def _command(self) -> list[str]:
        raise NotImplementedError


class Nginx(_ReverseProxy):
    """nginx: each setting is a line of its ``location``."""

    program = "nginx"
    package = "nginx-light"

    def _command(self) -> list[str]:
        tls = f" ssl; {NGINX_TLS.format(folder=self._folder).rstrip(';')}" if self._tls else ""
        text = NGINX.format(
            folder=self._folder,
            user="user root;" if os.geteuid() == 0 else "",
            port=self._port,
            tls=tls,
            upstream=self._hub.netloc,
            settings="\n            ".join(f"{line};" for line in self._settings),
        )
        (self._folder / "nginx.conf").write_text(text)
        return [self.program, "-p", str(self._folder), "-c", str(self._folder / "nginx.conf")]


class HAProxy(_ReverseProxy):
    """HAProxy: each setting is a line of its ``defaults``."""

    program = "haproxy"
    package = "haproxy"

    def _command(self) -> list[str]:
        text = HAPROXY.format(
            fd=self._socket.fileno(),
            tls=f" ssl crt {self._folder}/server.pem" if self._tls else "",
            upstream=self._hub.netloc,
            settings="\n    ".join(self._settings),
        )
        (self._folder / "haproxy.cfg").write_text(text)
        return [self.program, "-db", "-f", str(self._folder / "haproxy.cfg")]
