import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GatewayConfig } from "../config";
import { type Gateway, startGateway } from "../gateway";
import { CONFIG } from "./account";
import { listenOnFreePort } from "./listen";
import { type ReadWav, readWav } from "./sound";
import { VoiceClient } from "./voice-client";
import { until } from "./voice-media";

/** A webhook as the application got it. */
export interface Webhook {
  path: string;
  params: Record<string, string>;
}

/** A whole gateway on free ports, an application over HTTP, and devices with sound. */
export class VoiceStack {
  readonly #clients: VoiceClient[] = [];

  private constructor(
    readonly app: Server,
    readonly gateway: Gateway,
    readonly folder: string,
    /** What the gateway has logged. */
    readonly lines: readonly string[],
    /** When it has logged each of them, by `performance.now()`. */
    readonly lineTimes: readonly number[],
    readonly webhooks: readonly Webhook[],
    /** The inside of `<Response>`, or a file, by path. It may be changed. */
    readonly answers: Map<string, string | Buffer>,
  ) {}

  static async open(changes: Partial<GatewayConfig> = {}): Promise<VoiceStack> {
    const lines: string[] = [];
    const lineTimes: number[] = [];
    const log = (about: string, what: string) => {
      lines.push(`${about}: ${what}`);
      lineTimes.push(performance.now());
    };
    const webhooks: Webhook[] = [];
    const answers = new Map<string, string | Buffer>();
    const app = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const path = request.url ?? "";
      const answer = answers.get(path) ?? "";
      if (typeof answer !== "string") return response.end(answer);
      webhooks.push({ path, params: Object.fromEntries(new URLSearchParams(body)) });
      return response.setHeader("Content-Type", "text/xml").end(`<Response>${answer}</Response>`);
    });
    const origin = `http://127.0.0.1:${await listenOnFreePort(app)}`;
    const folder = mkdtempSync(join(tmpdir(), "voice-test-"));
    const gateway = await startGateway(
      {
        ...CONFIG,
        voiceUrl: `${origin}/voice`,
        statusUrl: `${origin}/status`,
        recordingsFolder: join(folder, "recordings"),
        ...changes,
      },
      { log },
    );
    return new VoiceStack(app, gateway, folder, lines, lineTimes, webhooks, answers);
  }

  async client(identity: string, hertz?: number): Promise<VoiceClient> {
    const client = await VoiceClient.open(this.gateway.port, identity, hertz);
    this.#clients.push(client);
    return client;
  }

  /** Changes the network of every edge. Needs the control secret `secret`. */
  async network(conditions: object): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.gateway.port}/control/network`, {
      method: "POST",
      headers: { Authorization: "Bearer secret", "Content-Type": "application/json" },
      body: JSON.stringify({ edge: "*", ...conditions }),
    });
    if (!response.ok) throw new Error(`the network was not changed: ${await response.text()}`);
  }

  /** The webhooks at a path, as soon as there are so many. */
  async at(path: string, count = 1): Promise<Record<string, string>[]> {
    const found = () => this.webhooks.filter((webhook) => webhook.path === path).map(({ params }) => params);
    await until(
      () => found().length >= count,
      10,
      () => `${path} was requested ${found().length} times; ${this.lines.join(" | ")}`,
    );
    return found();
  }

  /** The line of the log that contains a text, as soon as there is one. */
  async logged(text: string): Promise<string> {
    await until(
      () => this.lines.some((line) => line.includes(text)),
      10,
      () => this.lines.join(" | "),
    );
    return this.lines.find((line) => line.includes(text)) ?? "";
  }

  /** The sound of a recording that has been reported as completed. */
  wav(sid: string): ReadWav {
    return readWav(readFileSync(join(this.folder, "recordings", `${sid}.wav`)));
  }

  async close(): Promise<void> {
    for (const client of this.#clients) await client.close();
    await this.gateway.close();
    const closed = once(this.app, "close");
    this.app.close();
    this.app.closeAllConnections();
    await closed;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
