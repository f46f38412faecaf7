# The production image. The portal listens on 8000 and expects a proxy with TLS in front of it.

FROM node:24-slim AS packages
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
RUN node dev/styles.mjs && node dev/pictures.mjs

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Ruhr-Konferenz – Dialog" \
      org.opencontainers.image.version="0.2.0"
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /portal
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=packages /portal/node_modules node_modules
COPY --from=packages /portal/build build
# Collecting static files reads the settings, which want values; none of these stays.
RUN python -m dev.assets \
    && SECRET_KEY=build DATABASE_URL=postgres://build/build SITE_URL=https://build ALLOWED_HOSTS=build \
       python manage.py collectstatic --noinput \
    && rm -rf node_modules \
    && useradd --system --no-create-home portal \
    && install --directory --owner portal --mode 0700 /spool \
    && install --directory --owner portal /srv/portal
# Static files of former releases and the proxy's error pages: a volume, filled by share_static.
ENV SHARED_FOLDER=/srv/portal
USER portal
EXPOSE 8000
CMD ["gunicorn", "--config", "ruhrdialog/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "ruhrdialog.wsgi"]
