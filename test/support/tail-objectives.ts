import type { MixObjective } from '../../worker/portfolio/mix/mix-question.ts';

/** Objectives of the worst days, with limits that markets of a few symbols can keep to. */
export const tailObjectives: readonly MixObjective[] = [
  { name: 'min_cvar', confidence: 0.95 },
  { name: 'min_cvar', confidence: 0.9, targetReturn: 0.1 },
  { name: 'min_cdar', confidence: 0.9 },
  { name: 'min_cdar', confidence: 0.9, targetReturn: 0.05 },
  { name: 'target_cvar', confidence: 0.9, limit: 0.025 },
  { name: 'target_cdar', confidence: 0.9, limit: 0.1 },
];
