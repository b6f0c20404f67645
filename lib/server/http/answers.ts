import "server-only";

/** No answer of the API may be kept by a cache: each is about one person, or about now. */
const noStore = { "Cache-Control": "no-store" };

/** An answer with a JSON body. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: noStore });
}

/** 204: the request was carried out, and there is nothing to say about it. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: noStore });
}

/** 202: the answer to a hint, which promises nothing. */
export function accepted(): Response {
  return new Response(null, { status: 202, headers: noStore });
}

/** An answer with an XML body: TwiML. */
export function xml(body: string): Response {
  return new Response(body, { headers: { "Content-Type": "text/xml", ...noStore } });
}
