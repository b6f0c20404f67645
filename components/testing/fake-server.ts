import { vi } from "vitest";

type Answer = () => Response | Promise<Response>;

/** The app's server, as a test writes it. What has no answer stays open until it is given up. */
export class FakeServer {
  /** What was asked, in order: "GET /api/me". */
  readonly asked: string[] = [];
  /** What was sent with it. */
  readonly bodies: unknown[] = [];
  private readonly answers = new Map<string, Answer>();

  constructor() {
    vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => this.answer(path, init));
  }

  /** Answers a question with `body` as JSON, from now on. */
  says(question: string, body: unknown, status = 200): void {
    this.does(question, () => Response.json(body, { status }));
  }

  /** Refuses a question with a code of the API. */
  refuses(question: string, code: string, status: number): void {
    this.says(question, { error: { code, message: "" } }, status);
  }

  /** Cannot be reached with that question. */
  isAway(question: string): void {
    this.does(question, () => Promise.reject(new TypeError("Failed to fetch")));
  }

  does(question: string, answer: Answer): void {
    this.answers.set(question, answer);
  }

  /** Holds the question back; the returned function answers all that are open. */
  holds(question: string): (body: unknown) => void {
    const open: ((response: Response) => void)[] = [];
    this.does(question, () => new Promise((resolve) => open.push(resolve)));
    return (body) => {
      for (const resolve of open.splice(0)) resolve(Response.json(body));
    };
  }

  count(question: string): number {
    return this.asked.filter((one) => one === question).length;
  }

  private answer(path: string, { method = "GET", body, signal }: RequestInit): Promise<Response> {
    const question = `${method} ${path}`;
    this.asked.push(question);
    if (typeof body === "string") this.bodies.push(JSON.parse(body));
    const given = new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
    const answer = this.answers.get(question);
    return answer ? Promise.race([answer(), given]) : given;
  }
}
