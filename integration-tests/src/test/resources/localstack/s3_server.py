"""Serves LocalStack's S3 on a free port of 127.0.0.1 until standard input ends.

Usage: python -I s3_server.py DIRECTORY LIBRARIES

All it writes to standard output is the port: who connects from then on waits until it is ready. DIRECTORY takes
all files. LIBRARIES has LocalStack's index of services.

Outside its container LocalStack listens on all addresses, goes on when its port is taken, keeps all objects of a
machine in one directory, and asks the network about host names and Docker. Here it does none of this.
"""

import os
import resource
import shutil
import socket
import sys
import tempfile
import threading

directory, libraries = sys.argv[1:]

listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
listener.setblocking(False)
address = "127.0.0.1:%d" % listener.getsockname()[1]
print(listener.getsockname()[1], flush=True)
os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def end_with_parent():
    sys.stdin.buffer.read()
    shutil.rmtree(directory, ignore_errors=True)
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()

# Nothing of the caller's: no AWS profile, no proxy, no setting of another LocalStack.
path = os.environ.get("PATH", os.defpath)
os.environ.clear()
os.environ.update(
    PATH=path,
    HOME=directory,
    LANG="C.UTF-8",
    FILESYSTEM_ROOT=directory,
    GATEWAY_LISTEN=address,
    LOCALSTACK_HOST=address,
    GATEWAY_WORKER_COUNT="64",
    SERVICES="s3",
    EAGER_SERVICE_LOADING="1",
    LS_LOG="warning",
    ACTIVATE_PRO="0",
    DISABLE_EVENTS="1",
    SKIP_SSL_CERT_DOWNLOAD="1",
    # It takes any container for its own, and else looks for Docker's network and for a DNS server's port.
    OVERRIDE_IN_DOCKER="0",
    DOCKER_BRIDGE_IP="127.0.0.1",
    DNS_ADDRESS="0",
)
os.chdir(directory)

# Each large object is an open file.
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
wanted = 8192 if hard == resource.RLIM_INFINITY else min(8192, hard)
if soft != resource.RLIM_INFINITY and soft < wanted:
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

from localstack import config  # noqa: E402
from localstack.runtime.main import main  # noqa: E402
from localstack.services.s3 import provider  # noqa: E402
from localstack.utils.aws import aws_stack  # noqa: E402
from twisted.internet import reactor  # noqa: E402

config.dirs.static_libs = libraries
# Not by TMPDIR, of which LocalStack warns.
tempfile.tempdir = directory
provider.DEFAULT_S3_TMP_DIR = os.path.join(directory, "objects")
aws_stack.CACHE_S3_HOSTNAME_DNS_STATUS = False
reactor.listenTCP = lambda port, factory, *args, **options: reactor.adoptStreamPort(
    listener.fileno(), socket.AF_INET, factory
)

try:
    main()
finally:
    # The orderly way out takes seconds.
    os._exit(1)
