import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

/** A port that accepts no connection: it neither answers nor refuses, as a machine behind a firewall does not. */
export interface FullServer {
  port: number;
  close(): void;
}

/** More connections than the kernel keeps for a server with a backlog of 1 that accepts none. */
const FILLERS = 16;

const LISTEN = `const server = require("node:net").createServer();
server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(server.address().port));`;

/** Listens in a process that is then stopped, so that it accepts nothing, and fills the kernel's queue of connections. */
export async function startFullServer(): Promise<FullServer> {
  const child = spawn(process.execPath, ["-e", LISTEN], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  child.kill("SIGSTOP");
  const port = Number(line);
  const fillers = Array.from({ length: FILLERS }, () => connect(port, "127.0.0.1").on("error", () => {}));
  await Promise.race(fillers.map((filler) => once(filler, "connect")));
  return {
    port,
    close() {
      for (const filler of fillers) filler.destroy();
      child.kill("SIGKILL");
    },
  };
}
