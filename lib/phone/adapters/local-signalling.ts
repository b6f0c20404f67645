// In local mode only: this file is loaded when the token response names a local gateway, never otherwise.

const voiceHost = /^voice-js\.([a-z0-9-]+)\.twilio\.com$/;
/** The same before SDK 2.3.0: with a region, or without one. */
const olderVoiceHost = /^chunderw(?:-vpc)?-gll-?([a-z0-9-]*)\.twilio\.com$/;
const insightsHost = /^eventgw(\.[a-z0-9-]+)?\.twilio\.com$/;

/** The gateway's URL for a socket the SDK opens to its own signalling host; any other URL as it is. */
export function toLocalUrl(url: string | URL, signaling: string): string | URL {
  const { hostname } = new URL(url, signaling);
  const place = (voiceHost.exec(hostname) ?? olderVoiceHost.exec(hostname))?.[1];
  if (place === undefined) return url;
  const local = new URL(signaling);
  local.searchParams.set("edge", place || "roaming");
  return local;
}

/** Whether a request is the SDK's report of its calls to Twilio. */
export function isInsights(request: RequestInfo | URL): boolean {
  const url = request instanceof Request ? request.url : request;
  return insightsHost.test(hostOf(url));
}

/** The host of an absolute address; "" for any other. Not by `URL.canParse`, which Chrome 111 and Safari 16.4 lack. */
function hostOf(url: string | URL): string {
  try {
    return new URL(url).hostname;
  } catch {
    return "";
  }
}

/**
 * Makes sockets to the SDK's signalling host (`wss://voice-js.{edge}.twilio.com/signal`) go to the local gateway
 * instead, and answers the SDK's reports of local calls here, so that they do not leave this machine. The SDK reads
 * `globalThis.WebSocket` once, when it is evaluated: call this before.
 */
export function installLocalSignalling(signaling: string): void {
  globalThis.WebSocket = class extends globalThis.WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(toLocalUrl(url, signaling), protocols);
    }
  };
  const browserFetch = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (request, init) =>
    isInsights(request) ? new Response("{}") : browserFetch(request, init);
}
