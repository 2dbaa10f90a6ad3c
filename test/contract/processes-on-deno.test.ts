import { testProcesses } from './processes-contract.ts';

testProcesses('deno').run();
