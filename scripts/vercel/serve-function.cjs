// Answers requests with one built function, as Vercel's runtime does: Node.js loads the handler first, then each request is
// handed to it. Plain CommonJS on Node's own modules, so that what is measured is the function.
//
//   node --require HANDLER serve-function.cjs HANDLER web|node
//
// It prints its port once the function is loaded, and after each answer how much processor time (ms) it has used so far.
const { createServer } = require("node:http");

const [, , handlerFile, kind] = process.argv;
const handler = require.cache[handlerFile].exports;

async function answerWeb(request, response) {
  const url = `http://${request.headers.host}${request.url}`;
  const answer = await handler(new Request(url, { method: request.method, headers: request.headers }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

const answer = kind === "web" ? answerWeb : handler;
const server = createServer((request, response) => {
  response.once("finish", () => {
    const { user, system } = process.cpuUsage();
    // Not by the console, which the app makes into lines of its log.
    process.stdout.write(`cpu ${Math.round((user + system) / 1000)}\n`);
  });
  Promise.resolve(answer(request, response)).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`port ${server.address().port}\n`));
