/**
 * Marks a promise that a test begins now and awaits later. If the test fails meanwhile, nobody awaits
 * it: its own failure would end the whole process, before that of the test is told.
 */
export function awaitedLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
