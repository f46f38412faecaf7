"""`python -m ruhrdialog.health.ask SOCKET`: ends with 0 if the web server there is ready.

What a container asks itself: nothing of the portal is loaded, and no host has to be known.
"""

import http.client
import socket
import sys

PATIENCE = 10  # seconds


def is_ready(path: str) -> bool:
    """Ask the web server that listens on a Unix socket. Raises OSError if none does."""
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.settimeout(PATIENCE)
    try:
        connection.sock.connect(path)
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        sys.stdout.write(answer.read().decode())
        return answer.status == http.client.OK
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_ready(sys.argv[1]))
