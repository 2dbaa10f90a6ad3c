import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../test/support/ports.ts';
import type { Running } from '../running.ts';
import { startNginxWith } from '../start-front.ts';

/** Size of the body of `/large`. */
export const largeBytes = 1_048_576;

/**
 * Starts a peer that costs as little as one can: an nginx that answers from its configuration.
 *
 * `/small` is 200 bytes of JSON, `/answer` 4 KB of JSON to whatever was sent, `/fresh` as `/small`
 * and to be kept for a minute, `/large` 1 MB from a file.
 */
export async function startOrigin(folder: string): Promise<Running> {
  const port = await freePort();
  const files = join(folder, 'origin-files');
  await mkdir(files);
  await writeFile(join(files, 'large'), Buffer.alloc(largeBytes, 'edgefolio '));
  await chmod(files, 0o755);
  return startNginxWith({ name: 'origin', folder, port, text: configuration(port, files) });
}

function configuration(port: number, files: string): string {
  return `
worker_processes 1;
worker_rlimit_nofile 16384;
pid nginx/run/nginx.pid;
error_log nginx/run/error.log warn;
events { worker_connections 8192; }
http {
    client_body_temp_path nginx/run/client-body;
    proxy_temp_path nginx/run/proxy;
    fastcgi_temp_path nginx/run/fastcgi;
    uwsgi_temp_path nginx/run/uwsgi;
    scgi_temp_path nginx/run/scgi;
    access_log off;
    sendfile on;
    tcp_nodelay on;
    keepalive_requests 1000000000;
    keepalive_timeout 600s;
    client_max_body_size 0;
    default_type application/json;
    server {
        listen 127.0.0.1:${port};
        location = /backend { return 200 'Success!'; }
        location = /readyz { return 200 'ready'; }
        location = /small { return 200 '${jsonOf(200)}'; }
        # A parameter of this file can't be longer than 4 KB.
        location = /answer {
            set $half '${jsonOf(4096).slice(0, 2048)}';
            return 200 '\${half}${jsonOf(4096).slice(2048)}';
        }
        location = /fresh {
            add_header Cache-Control 'public, max-age=60';
            # Who sees the same twice was not answered by this server.
            add_header X-Answer $request_id;
            return 200 '${jsonOf(200)}';
        }
        location = /large { alias ${join(files, 'large')}; }
    }
}
`;
}

/** A JSON text of so many bytes. */
function jsonOf(sizeBytes: number): string {
  const row = '{"symbol":"AAPL","weight":0.125},';
  const frame = '{"rows":[],"rest":""}'.length;
  const rows = Math.floor((sizeBytes - frame) / row.length);
  const list = row.repeat(rows).slice(0, -1);
  const text = (rest: string): string => `{"rows":[${list}],"rest":"${rest}"}`;
  return text('x'.repeat(sizeBytes - text('').length));
}
