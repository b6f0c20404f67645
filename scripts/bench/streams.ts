// What open streams of changes cost a server: memory of each, and the time to tell all of them of one change.
import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** What is measured, and where. */
export interface StreamsToMeasure {
  /** The app's own origin, such as http://localhost:3000. It must allow as many sign-ups an hour (SIGN_UPS_PER_HOUR) as there are people. */
  readonly url: string;
  /** Where the change is made, if not there: another process on the same database, which knows the same sessions. */
  readonly changeAt?: string;
  /** How many streams. */
  readonly streams: number;
  /** The process of the server, on this machine, whose memory is read. Only on Linux. */
  readonly pid?: number;
  /** How often a change is made, for the times. */
  readonly changes?: number;
}

export interface StreamsMeasured {
  readonly streams: number;
  /** Memory of the server's process (kB) for each stream, between a tenth and all of them; null if it is not known. */
  readonly kilobytesEach: number | null;
  /** From the request that changes something to the event at the first and at the last stream (ms, medians). */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The most streams that one person may have open. */
const perPerson = 40;

const password = randomBytes(12).toString("hex");

/**
 * Opens streams of new people, who stay in the database, and lets one of them take another name again and again, which all
 * of the streams are told. Nothing else should use the server meanwhile.
 */
export async function benchStreams(given: StreamsToMeasure): Promise<StreamsMeasured> {
  const { url, changeAt = url, streams, pid, changes = 9 } = given;
  const people: Person[] = [];
  for (let number = 0; number < Math.ceil(streams / perPerson); number++) people.push(await newPerson(url));
  const open: Reader[] = [];
  const openUntil = async (count: number) => {
    while (open.length < count) {
      const more = Array.from({ length: Math.min(50, count - open.length) }, (_, index) =>
        Reader.open(url, people[Math.floor((open.length + index) / perPerson)] as Person),
      );
      open.push(...(await Promise.all(more)));
    }
    // What opening needed is given back meanwhile.
    await sleep(4_000);
    return pid === undefined ? Number.NaN : memoryOf(pid);
  };
  try {
    const few = Math.ceil(streams / 10);
    const before = await openUntil(few);
    const after = await openUntil(streams);
    const kilobytes = (after - before) / (streams - few);
    const times: { first: number; last: number }[] = [];
    for (let number = 0; number < changes; number++)
      times.push(await tellAll(changeAt, cookiesAt(changeAt, url, people[0] as Person), open));
    return {
      streams,
      kilobytesEach: Number.isFinite(kilobytes) ? kilobytes : null,
      firstMs: median(times.map(({ first }) => first)),
      lastMs: median(times.map(({ last }) => last)),
    };
  } finally {
    for (const reader of open) reader.close();
  }
}

interface Person {
  readonly username: string;
  readonly cookie: string;
}

/** Signs somebody up and in. */
async function newPerson(url: string): Promise<Person> {
  const username = `bench_${randomBytes(6).toString("hex")}`;
  const jar = new Map<string, string>();
  const send = async (path: string, method: string, body?: string, type = "application/json") => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, origin: url, ...(body === undefined ? {} : { "content-type": type }) };
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      body: body ?? null,
      redirect: "manual",
    });
    if (response.status >= 400)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=", 2);
      jar.set(name, value);
    }
    return response;
  };
  await send("/api/people", "POST", JSON.stringify({ username, displayName: username, password }));
  const { csrfToken } = (await (await send("/api/auth/csrf", "GET")).json()) as { csrfToken: string };
  const form = new URLSearchParams({ username, password, csrfToken, json: "true" });
  await send("/api/auth/callback/credentials", "POST", String(form), "application/x-www-form-urlencoded");
  return { username, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") };
}

/** The cookies of somebody who signed in at one process, as another one looks for them: their names have its port. */
function cookiesAt(url: string, signedInAt: string, { cookie }: Person): string {
  const name = (at: string) => `browser-phone-${new URL(at).port}.`;
  return cookie.replaceAll(name(signedInAt), name(url));
}

/** Lets a person take another name, and returns when (ms) the first and the last stream were told. */
async function tellAll(url: string, cookie: string, all: readonly Reader[]) {
  // Its own streams are not told: nobody is in the own list.
  const readers = all.slice(perPerson);
  const displayName = `Name ${randomBytes(4).toString("hex")}`;
  const told = readers.map((reader) => reader.sees(displayName));
  const began = performance.now();
  const response = await fetch(`${url}/api/me`, {
    method: "PATCH",
    headers: { cookie, origin: url, "content-type": "application/json" },
    body: JSON.stringify({ displayName }),
  });
  if (!response.ok) throw new Error(`PATCH /api/me: ${response.status}`);
  const times = (await Promise.all(told)).map((at) => at - began);
  return { first: Math.min(...times), last: Math.max(...times) };
}

/** A stream that is read with as little as possible. */
class Reader {
  readonly #request: ClientRequest;
  #wanted: { text: string; resolve: (at: number) => void } | undefined;

  private constructor(request: ClientRequest) {
    this.#request = request;
  }

  /** Resolves when the first event has come. */
  static open(url: string, { username, cookie }: Person): Promise<Reader> {
    const query = new URLSearchParams({ stream: randomUUID(), tab: randomUUID(), for: username });
    return new Promise((resolve, reject) => {
      const sent = request(`${url}/api/changes?${query}`, { agent: false, headers: { cookie } });
      const reader = new Reader(sent);
      sent.on("error", reject);
      sent.on("response", (response: IncomingMessage) => {
        if (response.statusCode !== 200) return reject(new Error(`a stream: ${response.statusCode}`));
        response.setEncoding("utf8").on("data", (text: string) => {
          if (text.includes('"kind":"hello"')) resolve(reader);
          reader.#take(text);
        });
      });
      sent.end();
    });
  }

  /** Resolves with the time (ms) at which that text comes. */
  sees(text: string): Promise<number> {
    return new Promise((resolve) => {
      this.#wanted = { text, resolve };
    });
  }

  close(): void {
    this.#request.destroy();
  }

  #take(text: string): void {
    if (!this.#wanted || !text.includes(this.#wanted.text)) return;
    this.#wanted.resolve(performance.now());
    this.#wanted = undefined;
  }
}

/** Resident memory (kB) of a process. */
function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
