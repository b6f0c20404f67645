import { staticHeaders } from "../../lib/static-headers.mjs";

/** The largest body (bytes) that any route but one takes: a webhook's. */
export const largestBody = 64 * 1024;

/** The largest body (bytes) of the route that takes a sound, one's own greeting (`greetingMaxBytes` of the contracts). */
export const largestSound = 1024 * 1024;

const apiMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** POST is for server actions. */
const pageMethods = ["GET", "HEAD", "POST"];
/** Next answers others with an error of its own. */
const fileMethods = ["GET", "HEAD"];

function methodsOf(url) {
  if (isApiPath(url)) return apiMethods;
  // No page has a dot in its path.
  return /^\/_next\/|^[^?]*\.[^/?]*(?:\?|$)/.test(url) ? fileMethods : pageMethods;
}

const takesSound = (method, url) => method === "PUT" && /^\/api\/voicemail\/greeting(?:\?|$)/.test(url);

const isApiPath = (url) => /^\/api(?:[/?]|$)/.test(url);

/**
 * What our server does with a request before Next sees it. It answers a request that Next would fail on or buffer, and
 * sets the address of the client.
 *
 * With no trusted proxy X-Forwarded-For is replaced by the address of the connection. Next itself sets the header only
 * if it is absent, and tells a route nothing else of the connection, so a client could choose its address.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {number} trustedProxies
 * @returns {boolean} whether the request is for Next; otherwise it has been answered
 */
export function guardRequest(request, response, trustedProxies) {
  const { method = "GET", url = "/", headers } = request;
  const isApi = isApiPath(url);
  const allowed = methodsOf(url);
  if (!allowed.includes(method)) {
    // A method that we know and do not take is 405, any other 501 (RFC 9110, sections 15.5.6 and 15.6.2).
    const status = [...apiMethods, "TRACE", "CONNECT"].includes(method) ? 405 : 501;
    answer(response, isApi, status, "method_not_allowed", "That method is not supported here.", {
      Allow: allowed.join(", "),
    });
    return false;
  }
  if (Number(headers["content-length"]) > (takesSound(method, url) ? largestSound : largestBody)) {
    answer(response, isApi, 413, "payload_too_large", "The request is too large.");
    return false;
  }
  if (trustedProxies === 0) headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
  return true;
}

function answer(response, isApi, status, code, message, more = {}) {
  const body = isApi ? JSON.stringify({ error: { code, message } }) : message;
  response.writeHead(status, {
    ...staticHeaders,
    ...more,
    "Cache-Control": "no-store",
    "Content-Type": isApi ? "application/json" : "text/plain; charset=utf-8",
  });
  response.end(body);
}
