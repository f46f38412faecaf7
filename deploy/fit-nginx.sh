#!/bin/sh
# Fits deploy/nginx.conf (standard input) to a place (standard output), by these variables:
#   HOST          the portal's name, as portal.example
#   OTHER_HOSTS   further names, as www.portal.example, separated by commas
#   WEB SECOND    where the web servers answer, as 127.0.0.1:8000 or unix:/run/portal/web.sock;
#                 SECOND may be missing
#   HSTS_SECONDS  as the portal's
#   OLD_NGINX     1 for an nginx before 1.25.1, as Debian 12 has it
set -eu
: "${HOST:?}" "${WEB:=127.0.0.1:8000}" "${SECOND:=}" "${OTHER_HOSTS:=}" "${HSTS_SECONDS:=31536000}"
names=$(echo "$HOST $OTHER_HOSTS" | tr , ' ')
case "$names$WEB$SECOND$HSTS_SECONDS" in
    *[!A-Za-z0-9._:/\ -]*) echo "fit-nginx.sh: strange signs in the variables" >&2; exit 1 ;;
esac
second=
[ -z "$SECOND" ] || second="s|# server 127.0.0.1:8001 |server $SECOND |"
old=
[ -z "${OLD_NGINX:-}" ] || old="s|^\( *\)http2 on;||; s|^\( *listen [^ ;]*443 ssl\);|\1 http2;|"
exec sed -e "s|server_name portal.example;|server_name $names;|" -e "s|portal\.example|$HOST|g" \
    -e "s|server 127.0.0.1:8000 |server $WEB |" -e "$second" \
    -e "s|max-age=31536000\"|max-age=$HSTS_SECONDS\"|" -e "$old"
