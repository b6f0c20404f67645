// A push service for tests, of the vitest and of the browsers: it takes the real requests of the server (RFC 8030), checks
// them as a real one does, and decrypts what only a browser could. It imports nothing of the product.
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What `PushSubscription.toJSON()` gives in a browser. */
export interface TestSubscription {
  readonly endpoint: string;
  readonly expirationTime: null;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** A message that the push service has taken. */
export interface ReceivedPush {
  readonly endpoint: string;
  /** Seconds. */
  readonly ttl: number;
  readonly urgency: string | undefined;
  readonly topic: string | undefined;
  /** Decrypted. */
  readonly text: string;
  /** The same, read as JSON. */
  readonly message: unknown;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
}

/** How the push service answers. `nothing`: it never does. */
export type PushAnswer = 201 | 404 | 410 | 413 | 429 | 500 | 307 | "nothing";

interface Browser {
  readonly key: ECDH;
  readonly auth: Buffer;
  /** The VAPID key that the page gave to `pushManager.subscribe`; messages of another one are refused. */
  readonly serverKey: string;
}

/** A push service on this machine. */
export class PushService {
  /** All that was taken, in the order in which it came. */
  readonly received: ReceivedPush[] = [];
  /** Why requests were refused. Empty, if the server does everything right. */
  readonly refused: string[] = [];
  /** How many requests came, whatever was answered. */
  requests = 0;
  readonly #server: Server;
  readonly #browsers = new Map<string, Browser>();
  readonly #answers = new Map<string, PushAnswer>();
  #waiting: (() => void)[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#take(request).then(
        (status) => {
          if (status !== "nothing") response.writeHead(status, headersOf(status)).end();
          for (const tell of this.#waiting.splice(0)) tell();
        },
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  }

  /** Starts one at a port of 127.0.0.1; 0: at a free one. */
  static async start(port = 0): Promise<PushService> {
    const service = new PushService();
    await new Promise<void>((done, fail) => {
      service.#server.once("error", fail);
      service.#server.listen(port, "127.0.0.1", done);
    });
    return service;
  }

  /** What the setting `PUSH_SERVICES` must name. */
  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** A new subscription, as `pushManager.subscribe` would make one. `serverKey`: its `applicationServerKey`, in base64url. */
  subscribe(serverKey: string): TestSubscription {
    const key = createECDH("prime256v1");
    const p256dh = key.generateKeys("base64url");
    const auth = randomBytes(16);
    const path = `/push/${randomBytes(24).toString("base64url")}`;
    this.#browsers.set(path, { key, auth, serverKey });
    return {
      endpoint: `${this.origin}${path}`,
      expirationTime: null,
      keys: { p256dh, auth: auth.toString("base64url") },
    };
  }

  /** From now on messages for that subscription are answered so. */
  answer({ endpoint }: Pick<TestSubscription, "endpoint">, status: PushAnswer): void {
    this.#answers.set(new URL(endpoint).pathname, status);
  }

  /** Resolves with the first message that `fits`, also if it has come already. Wait with a limit of the test. */
  async waitFor(fits: (push: ReceivedPush) => boolean): Promise<ReceivedPush> {
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Forgets what has come. Subscriptions and answers stay. */
  clear(): void {
    this.received.length = 0;
    this.refused.length = 0;
    this.requests = 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #take(request: IncomingMessage): Promise<number | "nothing"> {
    const at = Date.now();
    this.requests += 1;
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const path = request.url ?? "/";
    const answer = this.#answers.get(path) ?? 201;
    if (answer !== 201) return answer;
    const browser = this.#browsers.get(path);
    if (!browser) return 404;
    const { headers } = request;
    const fault = faultOf(request, this.origin, browser);
    if (fault) {
      this.refused.push(fault);
      return 403;
    }
    const text = decrypt(Buffer.concat(parts), browser);
    this.received.push({
      endpoint: `${this.origin}${path}`,
      ttl: Number(headers.ttl),
      urgency: first(headers.urgency),
      topic: first(headers.topic),
      text,
      message: JSON.parse(text),
      at,
    });
    return 201;
  }
}

function headersOf(status: number): Record<string, string> {
  return status === 307 ? { location: "http://127.0.0.1:9/" } : {};
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** What is wrong with a request by RFC 8030 and RFC 8292; null: nothing. */
function faultOf(
  { method, headers }: IncomingMessage,
  origin: string,
  { serverKey }: Browser,
): string | null {
  if (method !== "POST") return `the method ${method}`;
  if (!/^\d+$/.test(first(headers.ttl) ?? "")) return "no TTL";
  if (headers["content-encoding"] !== "aes128gcm") return "another encoding than aes128gcm";
  const topic = first(headers.topic);
  if (topic !== undefined && !/^[A-Za-z0-9_-]{1,32}$/.test(topic)) return "a topic that is not allowed";
  const given = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(headers.authorization ?? "");
  if (!given) return "no VAPID";
  const [, head = "", claims = "", signature = "", key = ""] = given;
  if (key !== serverKey) return "the key of another server";
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: publicKeyOf(key), dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) return "a wrong signature";
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<
    string,
    unknown
  >;
  if (aud !== origin) return `the audience ${aud}`;
  const leftSeconds = Number(exp) - Date.now() / 1_000;
  if (!(leftSeconds > 0 && leftSeconds <= 24 * 60 * 60)) return `${leftSeconds} s to its end`;
  return /^(mailto:|https:\/\/)./.test(String(sub)) ? null : `the subject ${sub}`;
}

/** A point of P-256 as a key. */
function publicKeyOf(point: string) {
  const bytes = Buffer.from(point, "base64url");
  const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33)].map((part) => part.toString("base64url"));
  return createPublicKey({ key: { kty: "EC", crv: "P-256", x, y } as never, format: "jwk" });
}

/** Decrypts a message of one record: RFC 8291, 3.4 and RFC 8188, 2. */
function decrypt(body: Buffer, { key, auth }: Browser): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const record = body.subarray(21 + idLength);
  const shared = key.computeSecret(sender);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), key.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync("sha256", shared, auth, info, 32));
  const derive = (name: string, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, salt, `Content-Encoding: ${name}\0`, length));
  const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  // After the text comes one byte 2, as in the last record, and zeros.
  return padded.subarray(0, padded.lastIndexOf(2)).toString("utf8");
}
