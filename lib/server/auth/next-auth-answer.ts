import "server-only";

/** The part of Next's older `NextApiResponse` that next-auth calls. */
export class NextAuthAnswer {
  readonly #origin: string;
  readonly #headers = new Map<string, string | string[]>();
  #status = 200;
  #body: string | null = null;

  constructor(origin: string) {
    this.#origin = origin;
  }

  status(code: number): this {
    this.#status = code;
    return this;
  }

  getHeader(name: string): string | string[] | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | string[]): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  json(body: unknown): void {
    this.setHeader("Content-Type", "application/json");
    this.#body = JSON.stringify(body);
  }

  send(body: unknown): void {
    if (typeof body === "string") this.#body = body;
    else if (body !== undefined) this.json(body);
  }

  end(): void {}

  toResponse(): Response {
    const headers = new Headers({ "Cache-Control": "no-store" });
    for (const [name, value] of this.#headers) {
      for (const one of [value].flat()) headers.append(name, name === "location" ? this.#address(one) : one);
    }
    return new Response(this.#body, { status: this.#status, headers });
  }

  /** An address as a header may have it. next-auth puts texts of the request into it as they are, line breaks too. */
  #address(text: string): string {
    return new URL(text, this.#origin).href;
  }
}
