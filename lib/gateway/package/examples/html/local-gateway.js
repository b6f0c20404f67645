// Leads the Voice SDK to the local gateway instead of Twilio. It must run before the SDK is loaded, which keeps the
// WebSocket that it finds then.
(() => {
  const Native = globalThis.WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(url, protocols) {
      const edge = new URL(url).host.match(/^voice-js\.([^.]+)\.twilio\.com$/)?.[1];
      super(edge ? `${globalThis.voiceGatewayUrl}?edge=${edge}` : url, protocols);
    }
  };
})();
