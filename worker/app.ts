import Router from '@koa/router';
import Koa from 'koa';
import { accessLog } from './middleware/access-log.ts';
import { cors } from './middleware/cors.ts';
import { problems } from './middleware/problems.ts';
import { proxyOnly } from './middleware/proxy-only.ts';
import { type BackendParts, backend } from './routes/backend.ts';
import { backtest } from './routes/backtest.ts';
import { frontier } from './routes/frontier.ts';
import { alive, readiness } from './routes/health.ts';
import { jobsPath } from './routes/job-reply.ts';
import { cancelJob, type JobRouteParts, job, whereTheJobIs } from './routes/jobs.ts';
import { report } from './routes/report.ts';
import { root, success } from './routes/root.ts';
import { shares } from './routes/shares.ts';

/** What the app is made of. */
export interface AppParts extends BackendParts, JobRouteParts {
  /** False once the worker drains. */
  readonly ready: () => boolean;
  /** What only the proxy knows; undefined = everybody who reaches the port is answered. */
  readonly proxyToken: string | undefined;
}

/** The worker's Koa application: middleware in order, then routes. It never listens by itself. */
export function createApp(parts: AppParts): Koa {
  const app = new Koa();
  const router = new Router();
  router.get('/livez', alive);
  router.get('/readyz', readiness(parts));
  router.get('/', root);
  router.get('/backend', success);
  router.post(['/', '/backend'], backend(parts));
  router.post('/backend/frontier', frontier(parts));
  router.post('/backend/report', report(parts));
  router.post('/backend/backtest', backtest(parts));
  router.get(`${jobsPath}/:id`, whereTheJobIs(parts), job(parts));
  router.delete(`${jobsPath}/:id`, whereTheJobIs(parts), cancelJob(parts));
  router.post('/backend/shares', shares(parts));

  app.use(closeWhenDraining(parts.ready));
  app.use(accessLog(parts.log, parts.now));
  app.use(cors);
  app.use(problems(parts.log));
  app.use(proxyOnly(parts.proxyToken));
  app.use(router.routes());
  app.use(router.allowedMethods());
  app.on('error', (error: unknown) => parts.log.warn('response failed', { error }));
  return app;
}

/** A draining worker asks for every connection to end, so that none is left to cut. */
function closeWhenDraining(ready: () => boolean): Koa.Middleware {
  return async (ctx, next) => {
    if (!ready()) ctx.set('Connection', 'close');
    await next();
  };
}
