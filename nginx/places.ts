import type { Settings } from '../proxy/settings.ts';
import { gateChecks } from './gate.ts';
import { block, type Lines } from './lines.ts';
import { rateChecks } from './rates.ts';
import { groupName } from './target.ts';

/** Where peers are asked. */
export function places({ protection }: Settings): Lines {
  const checks = [...gateChecks(protection), ...rateChecks(protection)];
  return block('location /', checks, [`proxy_pass http://${groupName};`]);
}
