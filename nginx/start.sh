#!/bin/sh
# What PM2 runs in the proxy's place: nginx with the file that NGINX_CONF names, or with one that is
# made now, of the PROXY_* variables, for the nginx that is installed.
set -e
nginx=${NGINX:-/usr/sbin/nginx}
conf=$NGINX_CONF
if [ -z "$conf" ]; then
  conf=nginx/run/nginx.conf
  # It may hold the token that peers require.
  (umask 077 && node dist/nginx/main.js --program "$nginx" > "$conf.new")
  mv "$conf.new" "$conf"
fi
# It would outlive a killed PM2 daemon and hold the port; so the kernel tells it to quit.
exec setpriv --pdeathsig QUIT "$nginx" -p . -c "$conf" -g 'daemon off;'
