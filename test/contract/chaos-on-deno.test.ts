import { chaosContract } from '../chaos/chaos-contract.ts';

chaosContract('deno').run();
