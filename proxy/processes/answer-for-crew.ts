import { Problem } from '../../service/problem.ts';
import { expositionMediaType, writeExposition } from '../admin/exposition.ts';
import { renderPage } from '../admin/page.ts';
import { reloadForAdmin } from '../admin/reload.ts';
import {
  type AdminAnswer,
  type AdminContent,
  type AdminRequest,
  allowChange,
  answerWith,
  htmlContent,
  jsonContent,
  jsonMediaType,
  metricsPath,
  reloadPath,
  statusPath,
} from '../admin/server.ts';
import { viewSettings } from '../admin/settings-view.ts';
import type { Status } from '../admin/status.ts';
import type { Reloading } from '../reload/reloading.ts';
import type { Crew } from './crew.ts';
import { mergeJson } from './merge-json.ts';
import { mergeMetrics } from './merge-metrics.ts';
import type { StandingDrains } from './standing-drains.ts';

/** Who answers for all processes. */
export interface CrewSource {
  readonly crew: Pick<Crew, 'members' | 'askAll'>;
  readonly reloading: Pick<Reloading, 'inForce' | 'reload'>;
  readonly drains: Pick<StandingDrains, 'note'>;
}

/**
 * Answers the admin port for all processes together: what is asked is asked of each, and what they
 * answer becomes one. Never rejects.
 */
export function answerForCrew(source: CrewSource, request: AdminRequest): Promise<AdminAnswer> {
  const [path = ''] = (request.url ?? '').split('?');
  if (path !== reloadPath) return answerTogether(source, request, path);
  return answerWith(request, async () => {
    allowChange(request);
    return jsonContent(await reloadForAdmin(source.reloading));
  });
}

async function answerTogether(
  source: CrewSource,
  { method, url, headers }: AdminRequest,
  path: string,
): Promise<AdminAnswer> {
  const asked: AdminRequest = { method, url, headers: { ...headers } };
  // Whether this may be asked at all is for the members to say.
  const answers = await source.crew.askAll('admin', asked);
  const [first] = answers;
  if (first === undefined) return answerWith(asked, nobody);
  const refused = answers.find(({ status }) => status !== 200);
  if (refused !== undefined) return refused;
  source.drains.note(asked);
  const reader = readers.get(path);
  if (reader !== undefined) return answerWith(asked, () => reader(source, asked));
  if (first.headers['Content-Type'] !== jsonMediaType) return first;
  return answerWith(asked, () => jsonContent({ ...mergeAnswers(answers) }));
}

type Reader = (source: CrewSource, asked: AdminRequest) => Promise<AdminContent>;

/** What is not made by merging the members' answers to the same question. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['/', async (source, asked) => htmlContent(renderPage(await readStatus(source, asked)))],
  [statusPath, async (source, asked) => jsonContent(await readStatus(source, asked))],
  [
    metricsPath,
    async ({ crew }) => ({
      type: expositionMediaType,
      body: writeExposition(mergeMetrics(await crew.askAll('metrics', null))),
    }),
  ],
]);

function nobody(): never {
  throw new Problem({ status: 503, detail: 'No process of the proxy is ready.' });
}

async function readStatus(source: CrewSource, asked: AdminRequest): Promise<Status> {
  const question: AdminRequest = { ...asked, method: 'GET', url: statusPath };
  const answers = await source.crew.askAll('admin', question);
  if (answers.length === 0) return nobody();
  // All answers are of this shape, and merging keeps it.
  const merged = mergeAnswers(answers) as Status;
  return { ...merged, settings: viewSettings(source.reloading.inForce) };
}

function mergeAnswers(answers: readonly AdminAnswer[]): object {
  const merged = mergeJson(answers.map(({ body }): unknown => JSON.parse(body)));
  return typeof merged === 'object' && merged !== null ? merged : {};
}
