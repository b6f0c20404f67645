import { testEnvironment } from "@/lib/db/testing/environment";
import { inScope } from "./scope";

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/** A request. The method is POST if there is a body, else GET; the body is given as `json`, `form` or `body`. */
export interface RequestOptions<Context> {
  readonly method?: string;
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly context?: Context;
}

/** What Next hands to the handler of a path without `[name]` parts. */
const withoutParams: unknown = { params: Promise.resolve({}) };

/** A browser that keeps cookies and sends them to route handlers, which are called as functions. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #userAgent: string | null;

  constructor(userAgent: string | null = null) {
    this.#userAgent = userAgent;
  }

  /** Calls a handler as Next would. */
  async send<Context>(
    handler: Handler<Context>,
    path: string,
    options: RequestOptions<Context> = {},
  ): Promise<Response> {
    const context = options.context ?? (withoutParams as Context);
    const request = toRequest(path, options, this.#ownHeaders());
    return this.sendRequest(() => handler(request, context), request);
  }

  /** Runs the handling of a request as Next would, with this browser's cookies. */
  async sendRequest(handling: () => Promise<Response>, request: Request): Promise<Response> {
    const headers = new Headers(request.headers);
    for (const [name, value] of Object.entries(this.#ownHeaders()))
      if (!headers.has(name)) headers.set(name, value);
    const scope = { cookies: new Map(this.cookies), headers, afterwards: [] };
    const response = await inScope(scope, handling);
    for (const work of scope.afterwards) await inScope(scope, work);
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #ownHeaders(): Record<string, string> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return {
      ...(pairs.length > 0 ? { cookie: pairs.join("; ") } : {}),
      ...(this.#userAgent === null ? {} : { "user-agent": this.#userAgent }),
    };
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";");
    const [name = "", value = ""] = pair.split("=", 2).map((part) => part.trim());
    const isGone = value === "" || attributes.some((attribute) => /max-age=0/i.test(attribute));
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, decodeURIComponent(value));
  }
}

function toRequest<Context>(
  path: string,
  options: RequestOptions<Context>,
  own: Record<string, string>,
): Request {
  const { json, form, body = form ? String(new URLSearchParams(form)) : undefined } = options;
  const text = json === undefined ? body : JSON.stringify(json);
  const type = form
    ? "application/x-www-form-urlencoded"
    : json === undefined
      ? "text/plain"
      : "application/json";
  return new Request(`${testEnvironment.APP_URL}${path}`, {
    method: options.method ?? (text === undefined ? "GET" : "POST"),
    headers: { ...(text === undefined ? {} : { "content-type": type }), ...own, ...options.headers },
    ...(text === undefined ? {} : { body: text }),
  });
}
