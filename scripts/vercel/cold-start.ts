import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuiltFunction, builtFunction } from "./built-functions";

/** A request whose first answer is waited for, and the function that Vercel chooses for it. */
export interface ColdRequest {
  readonly title: string;
  readonly function: string;
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What it is answered with. Another status means that something else was measured. */
  readonly status: number;
}

/** What was measured of one request (ms), from the start of the process. */
export interface ColdStart {
  readonly title: string;
  /** Until the function was loaded and could have taken a request. */
  readonly loaded: number;
  /** Until the whole first answer was there. */
  readonly answered: number;
  /** Processor time until then. It depends less than the others on what else the machine does. */
  readonly processor: number;
}

/** A configuration with made-up values, and with the database to ask. */
export function madeUpEnvironment(databaseUrl: string): Record<string, string> {
  return {
    VERCEL: "1",
    VERCEL_ENV: "production",
    APP_URL: "https://phone.example.com",
    DATABASE_URL: databaseUrl,
    TWILIO_ACCOUNT_SID: `AC${"a1".repeat(16)}`,
    TWILIO_AUTH_TOKEN: "b2".repeat(16),
    TWILIO_API_KEY: `SK${"c3".repeat(16)}`,
    TWILIO_API_SECRET: "d4".repeat(16),
    TWILIO_TWIML_APP_SID: `AP${"e5".repeat(16)}`,
    NEXTAUTH_SECRET: "f6".repeat(16),
  };
}

/** The requests that a person waits for: a page, the phone's token, and Twilio's question where a call goes. */
export function coldRequests(env: Record<string, string>): ColdRequest[] {
  const form = {
    AccountSid: env.TWILIO_ACCOUNT_SID ?? "",
    ApplicationSid: env.TWILIO_TWIML_APP_SID ?? "",
    CallSid: `CA${"01".repeat(16)}`,
    CallStatus: "ringing",
    Direction: "inbound",
    From: "client:u_nobody_x",
    To: "bob",
  };
  // https://www.twilio.com/docs/usage/security#validating-requests
  const signed = Object.entries(form)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join("");
  const signature = createHmac("sha1", env.TWILIO_AUTH_TOKEN ?? "")
    .update(`${env.APP_URL}/api/voice/call${signed}`)
    .digest("base64");
  const page = { method: "GET", headers: {} } as const;
  return [
    {
      title: "POST /api/voice/call, signed",
      function: "api/voice/call",
      path: "/api/voice/call",
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
      body: new URLSearchParams(form).toString(),
      status: 200,
    },
    {
      title: "POST /api/voice/token, nobody signed in",
      function: "api/voice/token",
      path: "/api/voice/token",
      method: "POST",
      headers: {},
      status: 401,
    },
    { ...page, title: "GET / (leads to sign-in)", function: "index", path: "/", status: 307 },
    { ...page, title: "GET /sign-in", function: "sign-in", path: "/sign-in", status: 200 },
    { ...page, title: "proxy.ts, before each page", function: "_middleware", path: "/", status: 200 },
  ];
}

const launcher = fileURLToPath(new URL("serve-function.cjs", import.meta.url));

/** Copies the files of a function, and no others, to a folder of their own, as they are on Vercel. */
export function layOut({ files }: BuiltFunction, folder: string): void {
  for (const [inside, file] of files) {
    // A package that is not bundled is named by a relative link, which stays one.
    cpSync(file, join(folder, inside), { verbatimSymlinks: true });
  }
}

/** Starts a function in a new process and waits for its first answer. Throws if that has another status. */
async function startCold(
  folder: string,
  { handler }: BuiltFunction,
  request: ColdRequest,
  env: Record<string, string>,
): Promise<ColdStart> {
  const kind = request.function === "_middleware" ? "web" : "node";
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ["--require", join(folder, handler), launcher, join(folder, handler), kind],
    {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...env },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [port, processor] = [printed(child, "port"), printed(child, "cpu")];
  try {
    const address = `http://127.0.0.1:${await port}`;
    const loaded = performance.now() - began;
    const answer = await fetch(address + request.path, {
      method: request.method,
      // The path that Vercel has matched.
      headers: { ...request.headers, "x-matched-path": request.path },
      redirect: "manual",
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const text = await answer.text();
    const answered = performance.now() - began;
    if (answer.status !== request.status) {
      throw new Error(
        `${request.title}: answered ${answer.status}, not ${request.status}: ${text.slice(0, 200)}`,
      );
    }
    return { title: request.title, loaded, answered, processor: Number(await processor) };
  } finally {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    await processor.catch(() => {});
  }
}

/** The value that the launcher prints after `name`. Rejects if it stops before. */
function printed(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const value = new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1];
      if (value) resolve(value);
    });
    child.once("exit", (code) => reject(new Error(`The function stopped at its start (exit code ${code}).`)));
  });
}

const median = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Measures each request `times` times, each time in a new process, and yields the medians. */
export async function* measureColdStarts(
  root: string,
  databaseUrl: string,
  times: number,
): AsyncGenerator<ColdStart> {
  const env = madeUpEnvironment(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), "browser-phone-functions-"));
  try {
    for (const request of coldRequests(env)) {
      const built = builtFunction(root, request.function);
      const place = join(folder, request.function);
      layOut(built, place);
      const runs: ColdStart[] = [];
      for (let run = 0; run < times; run += 1) runs.push(await startCold(place, built, request, env));
      const of = (name: "loaded" | "answered" | "processor") => median(runs.map((one) => one[name]));
      yield {
        title: request.title,
        loaded: of("loaded"),
        answered: of("answered"),
        processor: of("processor"),
      };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
