/** As much of V8's .cpuprofile as is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  /** The node of each sample. */
  readonly samples: readonly number[];
  /** The time before each sample, in µs. */
  readonly timeDeltas: readonly number[];
}

/** A function, and the time that it spent itself. */
export interface SelfTime {
  readonly name: string;
  /** Of the time in which the thread was not idle. */
  readonly share: number;
}

/** The functions of a profile, the dearest first; a function is one place in one file. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): readonly SelfTime[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  let busyUs = 0;
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '?';
    const us = timeDeltas[index] ?? 0;
    if (name === '(idle)') return;
    busyUs += us;
    times.set(name, (times.get(name) ?? 0) + us);
  });
  const all = Array.from(times, ([name, us]) => ({ name, share: us / busyUs }));
  return all.sort((a, b) => b.share - a.share);
}

function nameOf({
  functionName,
  url,
  lineNumber,
}: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  const file = url.replace(/^.*\/(?:dist|node_modules)\//, '');
  return `${name}  ${file}:${lineNumber + 1}`;
}
