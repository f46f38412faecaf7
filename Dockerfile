# The production image. The portal listens on 8000 and expects a proxy with TLS in front of it.
# docs/operations.md says how the digests of the images that it is made of are renewed.
ARG NODE=node:24.19.0-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df
ARG PYTHON=python:3.11.16-slim@sha256:9c900dea9e8fb7e16277c179b555cc72d29a352dbc33cff48ad5a0412fd5bfc7

FROM ${NODE} AS packages
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
RUN node dev/styles.mjs && node dev/pictures.mjs

FROM ${PYTHON} AS built
ENV PATH=/venv/bin:$PATH
WORKDIR /portal
COPY requirements.txt ./
RUN python3 -m venv --without-pip /venv \
    && pip --python /venv install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=packages /portal/node_modules node_modules
COPY --from=packages /portal/build build
# Collecting static files reads the settings, which want values; none of these stays. Compiled here,
# since nothing can be written where it runs.
RUN python -m dev.assets \
    && python -m dev.sbom build/sbom.cdx.json \
    && SECRET_KEY=build DATABASE_URL=postgres://build/build SITE_URL=https://build ALLOWED_HOSTS=build \
       python manage.py collectstatic --noinput \
    && rm -rf dev styles node_modules package.json package-lock.json .npmrc requirements.txt \
       build/styles build/pictures \
    && python -m compileall -q .

FROM ${PYTHON}
ARG REVISION=
LABEL org.opencontainers.image.title="Ruhr-Konferenz – Dialog" \
      org.opencontainers.image.description="Dialogue portal: web server, worker and commands" \
      org.opencontainers.image.version="0.2.0" \
      org.opencontainers.image.revision="${REVISION}"
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/venv/bin:$PATH
# pg_dump and pg_restore, for `manage.py backup` and `restore`.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
COPY --from=built /venv /venv
COPY --from=built /portal /portal
WORKDIR /portal
# By number, so that Kubernetes sees that it is no root. Volumes take over owner and mode of the folders:
# the spool; backups; the web servers' sockets; files of all releases with the proxy's error pages.
RUN groupadd --system --gid 10001 portal \
    && useradd --system --uid 10001 --gid portal --no-create-home portal \
    && install --directory --owner portal --group portal --mode 0700 /spool /backups \
    && install --directory --owner portal --group portal /sockets /srv/portal
ENV SHARED_FOLDER=/srv/portal
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "ruhrdialog/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "ruhrdialog.wsgi"]
