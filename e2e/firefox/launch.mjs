#!/usr/bin/env node
// Starts an installed Firefox (FIREFOX_PATH, else `firefox` or `firefox-esr`) for Playwright, which drives it by
// WebDriver BiDi (https://w3c.github.io/webdriver-bidi/).
//
// Playwright gives every context media features (light or dark, reduced motion), by a command that Firefox ESR does not
// have yet; without an answer no context opens at all. So the connection passes through here, and that one command is
// answered as done. Everything else reaches Firefox as it is.
import { spawn } from "node:child_process";
import { WebSocket, WebSocketServer } from "ws";

const missing = new Set(["emulation.setMediaFeaturesOverride"]);

const announced = /WebDriver BiDi listening on (ws:\/\/\S+)/;

/** @returns {Promise<string>} the address of a server that passes each connection on to `target` */
function passOn(target) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (client, request) => {
    const firefox = new WebSocket(new URL(request.url, target));
    const early = [];
    firefox.on("open", () => {
      for (const text of early.splice(0)) firefox.send(text);
    });
    client.on("message", (data) => {
      const text = data.toString();
      const { id, method } = JSON.parse(text);
      if (missing.has(method)) client.send(JSON.stringify({ type: "success", id, result: {} }));
      else if (firefox.readyState === WebSocket.OPEN) firefox.send(text);
      else early.push(text);
    });
    firefox.on("message", (data) => client.send(data.toString()));
    client.on("close", () => firefox.close());
    for (const event of ["close", "error"]) firefox.on(event, () => client.close());
  });
  return new Promise((resolve) => {
    server.on("listening", () => resolve(`ws://127.0.0.1:${server.address().port}`));
  });
}

const firefox = spawn(process.env.FIREFOX_PATH || "firefox-esr", process.argv.slice(2), {
  stdio: ["inherit", "inherit", "pipe"],
});
firefox.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
firefox.on("exit", (code) => process.exit(code ?? 0));
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => firefox.kill(signal));

let rest = "";
firefox.stderr.setEncoding("utf8").on("data", async (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const target = announced.exec(line)?.[1];
    process.stderr.write(`${target ? line.replace(target, await passOn(target)) : line}\n`);
  }
});
