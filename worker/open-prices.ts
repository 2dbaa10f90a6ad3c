import type { Log } from '../service/log.ts';
