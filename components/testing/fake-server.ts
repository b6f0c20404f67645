import { vi } from "vitest";

type Handler = () => Response | Promise<Response>;

/** Stands in for the app's server. A request is named like "GET /api/me"; one without an answer stays open. */
export class FakeServer {
  /** The requests so far, in order. */
  readonly requests: string[] = [];
  /** The JSON bodies sent with them. */
  readonly bodies: unknown[] = [];
  private readonly handlers = new Map<string, Handler>();

  constructor() {
    vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => this.respond(path, init));
  }

  /** Answers this request with JSON, from now on. */
  answer(request: string, body: unknown, status = 200): void {
    this.handle(request, () => Response.json(body, { status }));
  }

  /** Refuses this request with an error code of the API, from now on. */
  refuse(request: string, code: string, status: number): void {
    this.answer(request, { error: { code, message: "" } }, status);
  }

  /** Lets this request fail as if there were no network, from now on. */
  disconnect(request: string): void {
    this.handle(request, () => Promise.reject(new TypeError("Failed to fetch")));
  }

  handle(request: string, handler: Handler): void {
    this.handlers.set(request, handler);
  }

  /** Leaves this request open from now on. The returned function answers those that are open. */
  hold(request: string): (body: unknown) => void {
    const open: ((response: Response) => void)[] = [];
    this.handle(request, () => new Promise((resolve) => open.push(resolve)));
    return (body) => {
      for (const resolve of open.splice(0)) resolve(Response.json(body));
    };
  }

  count(request: string): number {
    return this.requests.filter((one) => one === request).length;
  }

  private respond(path: string, { method = "GET", body, signal }: RequestInit): Promise<Response> {
    const request = `${method} ${path}`;
    this.requests.push(request);
    if (typeof body === "string") this.bodies.push(JSON.parse(body));
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
    const handler = this.handlers.get(request);
    return handler ? Promise.race([handler(), aborted]) : aborted;
  }
}
