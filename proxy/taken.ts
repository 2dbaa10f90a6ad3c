/**
 * What somebody says who was given a piece of a body: `spent` when none of its bytes is needed any
 * more, so that they may be overwritten; `kept` when some are; `full` when they are and the next
 * piece is to be held back. Who passes a piece on and keeps it too never says `spent`.
 */
export type Taken = 'spent' | 'kept' | 'full';
