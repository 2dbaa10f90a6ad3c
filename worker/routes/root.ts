import type { Middleware } from 'koa';

/**
 * GET: the text `Success!`, by which the original service showed that it is up. A client that
 * prefers HTML gets a page that says so and how to ask.
 */
export const root: Middleware = (ctx) => {
  ctx.vary('Accept');
  if (ctx.accepts('text/plain', 'text/html') === 'text/html') {
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = page;
    return;
  }
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = successText;
};

/** GET: the text `Success!` whatever the client accepts. */
export const success: Middleware = (ctx) => {
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = successText;
};

const successText = 'Success!';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Edgefolio</title>
<h1>Success!</h1>
<p>Edgefolio is up. Ask it for a portfolio:</p>
<pre>curl -X POST -d '{"symbols": ["AAPL", "GOOG", "FB"], "start_date": "01-01-12",
  "end_date": "03-20-16", "principle": 1000.00}' http://localhost:8000/backend</pre>
</html>
`;
