/** What `GET /-/page.css` answers. */
export const pageStyle = `:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1c2128; --faint: #646c77; --line: #d9dde2; --stripe: #f5f6f8;
  --good: #116329; --warn: #8a5200; --bad: #b3261e; --bar: #0b62c4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e4e7eb; --faint: #98a1ac; --line: #31363d; --stripe: #1b1f24;
    --good: #6fd08c; --warn: #f0b35a; --bad: #ff8f85; --bar: #6cb0ff;
  }
}
body {
  margin: 0 auto; max-width: 62rem; padding: 1.25rem;
  background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.45 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
header { display: flex; align-items: baseline; gap: 1rem; }
h1 { font-size: 1.25rem; margin: 0; }
#freshness { margin: 0; color: var(--faint); }
#freshness[data-text^='no'] { color: var(--bad); font-weight: 600; }
dl { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; margin: 1.25rem 0; }
dt { color: var(--faint); font-size: 0.8125rem; }
dd { margin: 0; font-size: 1.25rem; }
h2 { font-size: 1rem; margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1.75rem; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem; }
th, td { padding: 0.25rem 0.625rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; }
thead th { color: var(--faint); font-weight: 500; font-size: 0.8125rem; white-space: nowrap; }
tbody th { font-weight: 400; white-space: nowrap; }
tbody tr:nth-child(even) { background: var(--stripe); }
#peers th:nth-child(2), #peers td:nth-child(2) { text-align: left; }
#peers td:nth-child(2) { font-weight: 600; }
[data-text='live'] { color: var(--good); }
[data-text='draining'], [data-text='drained'], [data-text='unknown'] { color: var(--warn); }
[data-text='ejected'] { color: var(--bad); }
tr:has([data-text='absent']) { color: var(--faint); }
#latencies td:last-child { width: 60%; text-align: left; }
meter { width: 100%; height: 0.75rem; vertical-align: middle; background: none; border: 0; }
meter::-webkit-meter-bar { background: none; border: 0; }
meter::-webkit-meter-optimum-value { background: var(--bar); border-radius: 2px; }
meter::-moz-meter-bar { background: var(--bar); border-radius: 2px; }
footer a { color: var(--faint); margin-right: 1rem; }
@media (max-width: 40rem) { main { overflow-x: auto; } }
`;
