/**
 * Leads the Voice SDK to the local gateway instead of Twilio. It must run before the SDK is loaded, which keeps the
 * WebSocket that it finds then.
 *
 * @param signalUrl as the gateway prints it: `ws://localhost:3001/signal`
 */
export function leadToGateway(signalUrl: string): void {
  const Native = globalThis.WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      const edge = new URL(url).host.match(/^voice-js\.([^.]+)\.twilio\.com$/)?.[1];
      super(edge ? `${signalUrl}?edge=${edge}` : url, protocols);
    }
  };
}
