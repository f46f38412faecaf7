"""gunicorn's settings; GUNICORN_CMD_ARGS and the command line go above them."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Idle connections of browsers each hold a thread: with few threads the next page hangs.
threads = 40
worker_class = "ruhrdialog.lib.numbered_worker.NumberedWorker"  # gthread
keepalive = 5  # seconds
timeout = 30  # seconds without a sign of life until a worker is replaced
graceful_timeout = 10  # seconds
preload_app = False  # a pool of connections can't be shared by fork
control_socket_disable = True
worker_tmp_dir = "/dev/shm"
loglevel = "error"  # warnings are of requests that nobody could read, with what was in them
logger_class = "ruhrdialog.lib.logs.ServerLog"
limit_request_line = 8190  # bytes, the most that gunicorn takes; what is longer gets its own page
