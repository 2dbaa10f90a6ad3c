import type { Settings } from '../proxy/settings.ts';
import { type Lines, lines } from './lines.ts';
import { boundPort } from './listening.ts';

/** The few figures that nginx has, for operators on this host. */
export function adminServer({ adminPort }: Settings): Lines {
  const port = boundPort('PROXY_ADMIN_PORT', adminPort);
  return lines`
    # A page in a browser must not read the figures under a name of its own that resolves to
    # 127.0.0.1, so every other name is turned away.
    server {
        listen 127.0.0.1:${port} default_server;
        access_log off;
        return 421;
    }
    server {
        listen 127.0.0.1:${port};
        server_name localhost 127.0.0.1;
        access_log off;
        location = /-/status {
            stub_status;
        }
    }
  `;
}
