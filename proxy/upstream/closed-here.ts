/** What a socket that is closed from here is told. One for all: V8 would write down a stack for each. */
export const closedHere = new Error('closed by the proxy');
