import { publishFigures } from '../../service/monitor.ts';

// A service that publishes two figures, for monitor.test.ts.
setInterval(() => undefined, 1000);
publishFigures(() => ({ 'requests/s': { value: 12 }, 'p95 ms': { value: 3.4, unit: 'ms' } }), 1000);
