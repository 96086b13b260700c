"""What tells the processes of a pod apart: a module that Python itself runs when a process begins."""

from __future__ import annotations

#: The folder it is mounted at, which stands first in PYTHONPATH.
FOLDER = "/etc/lgtm/python"

#: Runs in the application's own Python, from 3.8 on. Old SDKs (1.21) set no instance id at all, and a variable
#: of the Deployment would be the same in all workers of a pod: their counters would write one series in turns.
SITECUSTOMIZE = '''\
"""Gives each process an OpenTelemetry instance id of its own, and the version that its image's tag says.

Python runs this before the application. The SDK reads OTEL_RESOURCE_ATTRIBUTES when the application sets it up,
which has to be in the worker and not before it is forked (not with gunicorn --preload).
"""
import importlib.machinery
import importlib.util
import os
import socket
import sys


def _version():
    name = os.environ.get("LGTM_IMAGE", "").partition("@")[0].rpartition("/")[2]
    return name.partition(":")[2]


def _identify():
    own = {"service.instance.id": "%s/%d" % (os.environ.get("POD_NAME") or socket.gethostname(), os.getpid())}
    if _version():
        own["service.version"] = _version()
    said = os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "").split(",")
    kept = [one for one in said if one and one.partition("=")[0].strip() not in own]
    os.environ["OTEL_RESOURCE_ATTRIBUTES"] = ",".join(kept + ["%s=%s" % pair for pair in own.items()])


def _next():
    """Another sitecustomize, of the image or of a tool, runs all the same."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [path for path in sys.path if os.path.abspath(path) != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


_identify()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_identify)
_next()
'''
